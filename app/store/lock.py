"""One writer a file: an advisory lock beside it that dies with its process.

Must not know: SQLite, what is in the file.
"""
from __future__ import annotations

import json
import os
import platform
import sys
from pathlib import Path
from typing import IO, Any


class Lock:
    """Held by the process that may write. `owner` says who holds it when this one could not be taken."""

    def __init__(self, path: Path) -> None:
        self.path = path.with_name(f".{path.name}.lock")
        self.held = False
        self.owner = ""
        self.unwritable = False
        self._file: IO[str] | None = None

    def take(self) -> bool:
        """True when this process now holds it; False when another does or the folder cannot be written."""
        try:
            self._file = open(self.path, "a+", encoding="utf-8")
        except OSError:
            self.unwritable = True
            return False
        if not _try_lock(self._file):
            self.owner = self._read_owner()
            self._file.close()
            self._file = None
            return False
        self._file.seek(0)
        self._file.truncate()
        json.dump({"pid": os.getpid(), "host": platform.node()}, self._file)
        self._file.flush()
        self.held = True
        return True

    def release(self) -> None:
        """Let go and leave nothing behind."""
        if self._file is not None:
            try:
                self.path.unlink(missing_ok=True)
            except OSError:
                pass                     # Windows keeps an open file; the next one takes it over
            self._file.close()
            self._file = None
            self.held = False

    def _read_owner(self) -> str:
        try:
            assert self._file is not None
            self._file.seek(0)
            found: dict[str, Any] = json.load(self._file)
            return f"process {found['pid']} on {found['host']}"
        except (OSError, ValueError, KeyError):
            return "another process"


def _try_lock(file: IO[str]) -> bool:
    if sys.platform == "win32":
        import msvcrt
        try:
            file.seek(0x7FFFFFF0)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
            return True
        except OSError:
            return False
    import fcntl
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return os.fstat(file.fileno()).st_nlink > 0     # the last holder may have removed it meanwhile
