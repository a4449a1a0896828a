"""A folder somebody else writes into: which workbooks changed and are written to their end.

A file counts by size and time of its last change first, and by its content where those differ. One that is still
growing, held by another program or cut off is waited for. Must not know: what is imported, portfolios, widgets.
"""
from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from app.errors import Problem

SUFFIXES = (".xlsx", ".xlsm", ".xltx", ".xltm", ".xlsb", ".xls", ".ods", ".csv", ".tsv", ".txt", ".html", ".htm",
            ".xml", ".gan")               # of all files that can be imported
MOST = 500                                # files of one folder that are looked at
_ZIPPED = (".xlsx", ".xlsm", ".xltx", ".xltm", ".xlsb", ".ods")
_AT_ONCE = 1 << 20
LOCKED, GROWING, CUT_OFF = "locked", "growing", "cut off"      # why a file is waited for


@dataclass(frozen=True, slots=True)
class Stamp:
    """How a file was when it was last looked at; `sha256` is "" while its content was not."""

    size: int
    changed: int                          # nanoseconds, as the file system says
    sha256: str = ""

    def alike(self, other: Stamp | None) -> bool:
        """The same size and time: most likely the same content."""
        return other is not None and (self.size, self.changed) == (other.size, other.changed)


@dataclass(slots=True)
class Look:
    """What one look at a folder found, all by file name."""

    stamps: dict[str, Stamp] = field(default_factory=dict)        # every file that was looked at
    changed: list[str] = field(default_factory=list)              # written to the end, other than what was taken in
    waiting: dict[str, str] = field(default_factory=dict)         # not yet, and why
    left_out: int = 0                                             # files beyond MOST


def look(folder: Path, before: Mapping[str, Stamp], taken: Mapping[str, Iterable[str]]) -> Look:
    """Look at a folder. `before` is what the last look saw, `taken` the SHA-256 a file needs no attention by.

    A file has to be alike in two looks before it counts as written. Raises Problem when the folder cannot be read.
    """
    try:
        here = sorted((p for p in folder.iterdir() if _wanted(p)), key=lambda p: p.name.casefold())
        locks = {p.name for p in folder.iterdir() if p.name.startswith(("~$", ".~lock."))}
    except OSError as wrong:
        raise Problem(f"The watched folder {folder} cannot be read ({wrong.strerror or wrong}).",
                      "Check that it is there, or choose another one.") from wrong
    out = Look(left_out=max(len(here) - MOST, 0))
    for path in here[:MOST]:
        try:
            _one(path, out, before, taken, locks)
        except OSError:                   # gone meanwhile, or held by another program
            out.waiting[path.name] = LOCKED
    return out


def _wanted(path: Path) -> bool:
    return path.suffix.lower() in SUFFIXES and path.name[0] not in "~." and path.is_file()


def _one(path: Path, out: Look, before: Mapping[str, Stamp], taken: Mapping[str, Iterable[str]],
         locks: set[str]) -> None:
    name, told = path.name, path.stat()
    stamp, known = Stamp(told.st_size, told.st_mtime_ns), before.get(path.name)
    if known is not None and stamp.alike(known):
        stamp = known
    if not locks.isdisjoint((f"~${name}", f"~${name[2:]}", f".~lock.{name}#")):
        out.stamps[name], out.waiting[name] = stamp, LOCKED
        return
    if not stamp.alike(known) or not told.st_size:
        out.stamps[name], out.waiting[name] = stamp, GROWING      # the next look tells whether it stays so
        return
    if not stamp.sha256:
        if path.suffix.lower() in _ZIPPED and _is_zip(path) is False:
            out.stamps[name], out.waiting[name] = stamp, CUT_OFF
            return
        stamp = Stamp(stamp.size, stamp.changed, _content(path))
        if not Stamp((after := path.stat()).st_size, after.st_mtime_ns).alike(stamp):
            out.stamps[name], out.waiting[name] = Stamp(after.st_size, after.st_mtime_ns), GROWING
            return
    out.stamps[name] = stamp
    if stamp.sha256 not in set(taken.get(name, ())):
        out.changed.append(name)


def _is_zip(path: Path) -> bool | None:
    """Whether a workbook has its end; None for one that is no zip from its beginning, such as a protected one."""
    with path.open("rb") as file:
        if file.read(2) != b"PK":
            return None
    return zipfile.is_zipfile(path)


def _content(path: Path) -> str:
    found = hashlib.sha256()
    with path.open("rb") as file:
        while part := file.read(_AT_ONCE):
            found.update(part)
    return found.hexdigest()
