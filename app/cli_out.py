"""Where the command line may write: a name with the right ending, and never over somebody else's file unasked.

Must not know: what is written.
"""
from __future__ import annotations

from pathlib import Path

from app.core.own_workbook import AMOUNT_HEADS
from app.errors import Problem

SUFFIX = ".trimtab"
_OURS_PDF = b"/Author(Trimtab)"
_OURS_XLSX = b"<dc:title>Trimtab export of "


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
    what = "a folder" if path.is_dir() else "there already and was not written by Trimtab"
    raise Problem(f"{path} is {what}.", "Choose another name." if path.is_dir() else
                  "Choose another name, or add --force to write over it.")


def _ours(path: Path) -> bool:
    try:
        match path.suffix.lower():
            case ".pdf":
                return _OURS_PDF in path.read_bytes()
            case ".xlsx":
                return _our_book(path)
            case ".csv":
                with path.open(encoding="utf-8-sig") as file:
                    return file.readline().rstrip("\r\n") == ",".join(AMOUNT_HEADS)
    except (OSError, ValueError):
        return False
    return True                          # an ending that is refused anyway, with its own sentence


def _our_book(path: Path) -> bool:
    from zipfile import BadZipFile, ZipFile  # few jobs ask
    try:
        with ZipFile(path) as book:
            return _OURS_XLSX in book.read("docProps/core.xml")
    except (KeyError, BadZipFile):
        return False
