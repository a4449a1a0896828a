"""Where the command line may write: a name with the right ending, and never over somebody else's file unasked.

Must not know: what is written.
"""
from __future__ import annotations

import re
from pathlib import Path

from app.core.own_workbook import AMOUNT_HEADS
from app.errors import Problem

SUFFIX = ".trimtab"
_OURS_PDF = b"/Author(Trimtab)"
_OURS_XLSX, _FORM = b"<dc:title>Trimtab export of ", b"<dc:title>Trimtab form of "
_DAY = re.compile(rb"<dcterms:(?:created|modified)[^>]*>([^<]*)<")


def portfolio_name(text: str) -> Path:
    """The file a new portfolio goes to: NAME or NAME.trimtab. Raises Problem for any other ending."""
    path = Path(text)
    if path.suffix.lower() == SUFFIX:
        return path
    if path.suffix:
        raise Problem(f"{path.name} does not end in {SUFFIX}.",
                      f"A portfolio is one file: name it {path.stem}{SUFFIX}. `trimtab import` takes a tracker in.")
    return path.with_suffix(SUFFIX)


def named(text: str) -> Path:
    """The portfolio a person means: as `new` makes NAME.trimtab of NAME, NAME is enough for it."""
    path = Path(text)
    full = path.with_name(path.name + SUFFIX)
    return full if not path.exists() and full.exists() else path


def free_place(path: Path, force: bool) -> None:
    """Raise Problem where a file lies that Trimtab did not write, unless the person insists."""
    if force or not path.exists() or _ours(path):
        return
    if path.suffix.lower() == ".xlsx" and _FORM in _told(path):
        raise Problem(f"{path} is a form of Trimtab that was saved since it was made; what was filled in "
                      "would be lost.",
                      "Import it first and choose another name, or add --force to write over it.")
    what = "a folder" if path.is_dir() else "there already and was not written by Trimtab"
    raise Problem(f"{path} is {what}.", "Choose another name." if path.is_dir() else
                  "Choose another name, or add --force to write over it.")


def _ours(path: Path) -> bool:
    try:
        match path.suffix.lower():
            case ".pdf":
                return _OURS_PDF in path.read_bytes()
            case ".xlsx":
                told = _told(path)
                return _OURS_XLSX in told or (_FORM in told and _as_made(told))
            case ".csv":
                with path.open(encoding="utf-8-sig") as file:
                    return file.readline().rstrip("\r\n") == ",".join(AMOUNT_HEADS)
    except (OSError, ValueError):
        return False
    return True                          # an ending that is refused anyway, with its own sentence


def _told(path: Path) -> bytes:
    """What a workbook tells of itself; nothing for a file that is none."""
    from zipfile import BadZipFile, ZipFile  # few jobs ask
    try:
        with ZipFile(path) as book:
            return book.read("docProps/core.xml")
    except (OSError, KeyError, BadZipFile):
        return b""


def _as_made(told: bytes) -> bool:
    """Whether nobody saved the workbook since: its two days are the same to the second."""
    days = [hit[1] for hit in _DAY.finditer(told)]
    return len(days) == 2 and days[0] == days[1]
