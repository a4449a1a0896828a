"""The frozen program as the smoke test calls it: in a folder of its own, here or inside another system's root.

Nothing of the calling environment reaches it but the screen: no Python path, no library path, no profile.
Must not know: what is tried with it.
"""

from __future__ import annotations

import os
import subprocess
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

CHILD = "--trimtab-import-child"
SCREEN = ("DISPLAY", "XAUTHORITY", "WAYLAND_DISPLAY", "XDG_RUNTIME_DIR")
RIGHT = "xauthority"          # inside another root: the copy, in the work folder, of who may draw on the screen
NEEDED_ON_WINDOWS = ("SYSTEMROOT", "TEMP", "TMP", "USERPROFILE", "LOCALAPPDATA", "APPDATA")


class Broken(Exception):
    """The frozen program did not do what it should; the text says what came instead."""


@dataclass(frozen=True)
class Done:
    """One call that ended."""

    code: int
    out: str
    err: str
    seconds: float
    in_child: bool            # whether an import child of the program was seen meanwhile


@dataclass(frozen=True)
class Frozen:
    """A frozen program and the folder it works in. With `root`, both paths are inside it and chroot leads there."""

    program: Path
    work: Path
    root: Path | None = None

    @property
    def folder(self) -> Path:
        """The work folder as this process sees it."""
        return self.root / self.work.relative_to("/") if self.root else self.work

    def environment(self, platform: str) -> dict[str, str]:
        kept = SCREEN + (NEEDED_ON_WINDOWS if os.name == "nt" else ())
        own = {"TRIMTAB_PROFILE": str(self.work / "profile"), "HOME": str(self.work), "LANG": "C.UTF-8",
               "PATH": os.environ.get("PATH", os.defpath)}
        chosen = {name: os.environ[name] for name in kept if name in os.environ}
        if self.root and "XAUTHORITY" in chosen:
            chosen["XAUTHORITY"] = str(self.work / RIGHT)
        return {**chosen, **own, **({"QT_QPA_PLATFORM": platform} if platform else {})}

    def command(self, arguments: tuple[str, ...]) -> list[str]:
        if self.root is None:
            return [str(self.program), *arguments]
        inside = ["sh", "-c", 'cd "$0" && exec "$@"', str(self.work), str(self.program), *arguments]
        return ["chroot", str(self.root), *inside]

    def start(self, *arguments: str, platform: str = "") -> subprocess.Popen[bytes]:
        """Start it and leave it running; what it says goes to files in the work folder."""
        with (self.folder / "out.txt").open("wb") as out, (self.folder / "err.txt").open("wb") as err:
            return subprocess.Popen(self.command(arguments), cwd=self.folder, env=self.environment(platform),
                                    stdin=subprocess.DEVNULL, stdout=out, stderr=err)

    def said(self) -> tuple[str, str]:
        out, err = ((self.folder / name).read_text(encoding="utf-8", errors="replace")
                    for name in ("out.txt", "err.txt"))
        return out, err

    def call(self, *arguments: str, seconds: float = 120) -> Done:
        """Run one command to its end."""
        began = time.monotonic()
        process = self.start(*arguments)
        seen, over = threading.Event(), threading.Event()
        watcher = threading.Thread(target=_watch, args=(process.pid, seen, over), daemon=True)
        watcher.start()
        try:
            code = process.wait(seconds)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            raise Broken(f"`{' '.join(arguments)}` did not end within {seconds:g} seconds") from None
        finally:
            over.set()
            watcher.join()
        return Done(code, *self.said(), time.monotonic() - began, seen.is_set())

    def must(self, *arguments: str, code: int = 0) -> Done:
        """Run one command that has to end with this code, and silently where all is well."""
        done = self.call(*arguments)
        if done.code != code or "Traceback" in done.err or (code == 0 and done.err):
            raise Broken(f"`{' '.join(arguments)}` ended with {done.code} instead of {code}:\n"
                         f"{done.out[-1500:]}{done.err[-3000:]}")
        return done


def _watch(pid: int, seen: threading.Event, over: threading.Event) -> None:
    """Look whether a child of the program is the program again, started to read a workbook (Linux)."""
    while not seen.is_set() and not over.wait(0.01):
        if any(CHILD in words for words in _children(pid)):
            seen.set()


def _children(pid: int) -> Iterator[list[str]]:
    """The command lines of a process's children."""
    try:
        tasks = list(Path(f"/proc/{pid}/task").iterdir())
    except OSError:
        return
    for task in tasks:
        try:
            for child in (task / "children").read_text().split():
                yield Path(f"/proc/{child}/cmdline").read_bytes().decode(errors="replace").split("\0")
        except OSError:
            continue                                # it ended while we looked
