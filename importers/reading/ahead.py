"""A zip is checked while the program is still being loaded: inflating needs no Python, so both go on at once.

The guard holds its own limits, so it may do this before those of the process are set.
Whoever opens that file next is given the result, if the file is still the same; else it is checked as always.
Must not know: what is in the zip.
"""
from __future__ import annotations

from pathlib import Path

from importers.base import Progress
from importers.reading.guard import Archive, Wider, open_zip, sniff

_Stamp = tuple[str, int, int]            # path, size, time of the last change
_checked: dict[_Stamp, Archive] = {}


def check(path: str, wider: Wider | None = None) -> None:
    """Check a file if it is a zip. Raises Problem as `open_zip` does; nobody has to hear it."""
    stamp = _stamp(Path(path))
    if sniff(Path(path)) == "zip":
        _checked[stamp] = open_zip(Path(path), None, wider)


def opened(path: Path, progress: Progress | None) -> Archive:
    """The checked zip, whoever checked it; once. Raises Problem with the reason for a refusal."""
    found = _checked.pop(_stamp(path), None)
    return open_zip(path, progress) if found is None else found


def _stamp(path: Path) -> _Stamp:
    told = path.stat()
    return str(path), told.st_size, told.st_mtime_ns
