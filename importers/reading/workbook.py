"""The one way to a workbook's values: guard, two readers, comparison; gives a Book or says why not.

Must not know: what the values mean.
"""
from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from app.core.formula_text import SIGN, restored
from app.errors import Problem
from importers.base import Book, Progress, Value
from importers.reading import read_csv
from importers.reading.ahead import opened
from importers.reading.guard import MIME_ODS, Archive, sniff
from importers.reading.second import Second
from importers.reading.xlsx import read as read_xlsx

_NOT_READ = {
    "pdf": ("is a PDF", "Ask for the workbook it was printed from."),
    "rtf": ("is a text document", "Copy its table into a workbook."),
    "picture": ("is a picture", "Ask for the workbook it was taken from."),
    "gzip": ("is a packed file", "Unpack it first."),
    "archive": ("is a packed archive", "Unpack it first."),
    "database": ("is a database", "A Trimtab file is opened, not imported; from other databases export a .csv."),
    "old workbook": ("is a workbook of Excel 4 or older", "Open it in Excel or LibreOffice and save it as .xlsx."),
    "program": ("is a program", "Choose a workbook."),
    "empty": ("is empty", "Choose a file with content."),
    "archived page": ("is a web archive (MHTML), whatever its name ends in",
                      "Open it in Excel and save it as .xlsx."),
}
_MANY = 4_000_000                         # cells
_TABLES = (".csv", ".tsv", ".txt", ".tab")
_BOOKS = (".xlsx", ".xlsm", ".xltx", ".xltm", ".xlsb", ".xls", ".xlt", ".ods")


@dataclass(slots=True)
class Draft:
    """A book as the first reader found it, while a second one may still be at work on it."""

    book: Book
    second: Second | None = None
    signs: bool = True                    # whether a text may begin with the sign of our own export

    def settle(self) -> bool:
        """Hear the second reader; whether it said anything, so that what was made of the book must be made anew."""
        second, self.second = self.second, None
        return second is not None and second.settle()

    def close(self) -> None:
        """The book is not wanted any more."""
        if self.second is not None:
            self.second.close()


def read_book(path: Path, progress: Progress | None = None) -> Book:
    """Everything a file holds, read in this process. Hostile files belong into a child process (child.py)."""
    draft = begin_book(path, progress)
    draft.settle()
    return draft.book


def begin_book(path: Path, progress: Progress | None = None) -> Draft:
    """The same before the second reader has been heard: to be settled or closed by the caller."""
    kind = sniff(path)
    if kind in _NOT_READ:
        what, hint = _NOT_READ[kind]
        raise Problem(f"{path.name} {what}.", hint)
    read = {"html": _page_reader, "xml": _xml_reader}.get(kind, read_csv.read)
    with path.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    if kind == "zip":
        draft = _from_zip(path, progress)
    elif kind == "ole":
        draft = Draft(_from_ole(path, progress))
    else:
        draft = Draft(read(path, progress))
    draft.book.sha256 = sha256
    _restore(draft)
    if sum(len(row) for sheet in draft.book.sheets for row in sheet.rows) > _MANY:
        draft.settle()                  # the values of both readers beside what they mean would need too much memory
    if progress is not None:
        progress(1.0, "Read")
    return draft


def _restore(draft: Draft) -> None:
    """Take off the apostrophes our own export put before texts that a program might calculate."""
    if draft.signs and _signed(draft.book):
        draft.settle()                  # the readers are compared by what the file says
        for row, column, text in _signed(draft.book):
            row[column] = restored(text)


def _signed(book: Book) -> list[tuple[list[Value], int, str]]:
    """The texts that begin with an apostrophe, with the rows they stand in."""
    return [(row, column, value) for sheet in book.sheets for row in sheet.rows for column, value in enumerate(row)
            if value.__class__ is str and value[:1] == SIGN]


def _from_zip(path: Path, progress: Progress | None) -> Draft:
    archive = opened(path, None if progress is None else lambda part, text: progress(part * 0.2, text))
    kind = _kind_of(archive)
    if kind == "xlsx":
        return Draft(*read_xlsx.begin(archive, progress))
    if kind in ("xlsb", "ods"):
        from importers.reading import read_foreign

        return Draft(read_foreign.read(path, kind, archive, progress))
    raise Problem(f"{path.name} is {kind}.", f"Choose a workbook ({', '.join(_BOOKS)}) or a table ({_TABLES[0]}).")


def _kind_of(archive: Archive) -> str:
    if archive.find("xl/workbook.bin"):
        return "xlsb"
    if any(f"/{name.lower()}".endswith("/workbook.xml") for name in archive.parts):
        return "xlsx"
    mime = archive.read("mimetype")[:100]
    if not mime and archive.find("content.xml") and MIME_ODS in archive.read("META-INF/manifest.xml"):
        mime = MIME_ODS
    if mime.startswith(b"application/vnd.oasis.opendocument"):
        if b"encryption-data" in archive.read("META-INF/manifest.xml"):
            raise Problem(f"{archive.path.name} is password protected.",
                          "Open it with its password, save it without one and import the copy.")
        return "ods" if b"spreadsheet" in mime else "a text document or a presentation, not a workbook"
    if archive.find("word/document.xml"):
        return "a Word document, not a workbook"
    if archive.find("ppt/presentation.xml"):
        return "a presentation, not a workbook"
    if archive.find("Index/Document.iwa"):
        return "a Numbers file; export it as .xlsx first"
    return "a zip archive without a workbook inside"


def _from_ole(path: Path, progress: Progress | None) -> Book:
    data = path.read_bytes()
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise Problem(f"{path.name} is password protected.",
                      "Open it in Excel with its password, remove the password under File > Info, save and import it.")
    if b"MSProject." in data:
        raise Problem(f"{path.name} is a schedule of MS Project (.mpp), whatever its name ends in.",
                      "Open it in MS Project or in ProjectLibre, save it as MS Project XML and import that.")
    if "book".encode("utf-16-le") not in data.lower():     # Workbook or Book, which some write in capitals
        raise Problem(f"{path.name} is an Office file of the old kind, but no workbook.",
                      "Choose a workbook (.xlsx, .xls) or a table (.csv).")
    from importers.reading import read_foreign
    return read_foreign.read(path, "xls", None, progress)


def _page_reader(path: Path, progress: Progress | None) -> Book:
    from importers.reading.web import table
    return table.read(path, progress)


def _xml_reader(path: Path, progress: Progress | None) -> Book:
    """A workbook written as XML, told by its namespace; other XML is refused by name."""
    from importers.reading import spreadsheetml
    with path.open("rb") as file:
        head = file.read(1 << 16).replace(b"\0", b"")
    if spreadsheetml.NAMESPACE in head:
        return spreadsheetml.read(path, progress)
    raise Problem(f"{path.name} is an XML file, but neither a workbook nor a schedule of MS Project or GanttProject.",
                  "Save a workbook as .xlsx or .csv, a schedule in MS Project as XML or in GanttProject as .gan.")
