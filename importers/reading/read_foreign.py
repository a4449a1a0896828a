"""Reads .xls, .xlsb and .ods, which calamine alone understands: what it cannot tell is said in a note.

Must not know: .xlsx.
"""
from __future__ import annotations

import io
import math
import zipfile
from pathlib import Path

from app.core.batch import Issue
from app.errors import Problem
from importers.base import Book, Progress, Sheet, Value
from importers.reading import read_calamine, scan_ods
from importers.reading.guard import MIME_ODS, Archive
from importers.reading.scan_sheet import merge

_BLIND = {
    "xls": "error values and formulas without a result look like empty cells; hidden rows, colours, indents,"
           " notes, links and what formulas refer to are not seen",
    "xlsb": "error values and formulas without a result look like empty cells; hidden rows, colours, indents,"
            " notes, links and what formulas refer to are not seen",
    "ods": "colours, indents and notes are not seen",
}


def read(path: Path, kind: str, archive: Archive | None, progress: Progress | None) -> Book:
    """The workbook as calamine sees it; for .ods the marks come from our own scan of its XML. One that does not say
    what it is (a zip packed by hand) is handed to calamine with the word it asks for."""
    marks: dict[str, scan_ods.Marks] = {}
    source: Path | bytes = path
    book = Book(path.name, kind, [], readers="calamine alone")
    if kind == "ods" and archive is not None:
        marks = scan_ods.scan(archive.read("content.xml"), f"The content of {path.name}")
        if not archive.find("mimetype"):
            source = _named(archive)
            book.issues.append(Issue("note", "", "", f"{path.name} does not say what it is: its part mimetype is "
                                     "missing. Its content is a spreadsheet and was read as one."))
    with read_calamine.Calamine(source) as calamine:
        refusal = calamine.refusal()
        if refusal:
            raise Problem(f"{path.name} cannot be read ({refusal}).",
                          "Open it in Excel or LibreOffice, save it as .xlsx and import the copy.")
        sheets = calamine.metadata()
        for at, (name, hidden, cells) in enumerate(sheets):
            if progress is not None:
                progress(0.2 + 0.8 * at / len(sheets), f"Reading {name}")
            book.sheets.append(_sheet(calamine, name, hidden, book) if cells else Sheet(name, [], hidden=hidden))
    for sheet in book.sheets:
        if sheet.name in marks:
            scan_ods.apply(marks[sheet.name], sheet, book.issues)
    if not book.sheets:
        raise Problem(f"{path.name} is a workbook without any sheet.", "Check that it is the right file.")
    book.issues.append(Issue("note", "", "", f"Files of the kind .{kind} are read by one reader only (calamine):"
                             f" {_BLIND[kind]}. Saved as .xlsx the file is checked by two."))
    return book


def _named(archive: Archive) -> bytes:
    """The parts of an .ods that hold values, packed anew behind the word that says what they are."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as pack:
        pack.writestr("mimetype", MIME_ODS)
        for name in ("META-INF/manifest.xml", "content.xml", "styles.xml"):
            pack.writestr(name, archive.read(name))
    return packed.getvalue()


def _sheet(calamine: read_calamine.Calamine, name: str, hidden: bool, book: Book) -> Sheet:
    sheet = Sheet(name, [], hidden=hidden)
    loaded = calamine.start(name)
    reason = read_calamine.sheet_refusal(loaded)
    if not reason:
        try:
            sheet.rows = [_trimmed(row) for row in read_calamine.values(loaded, 1 << 20)]
            _mark_endless(sheet)
            height, width = read_calamine.extent(loaded)
            if book.format != "ods":                       # our own scan knows those
                merge(sheet, read_calamine.merged(loaded), height, width, book.issues)
        except ValueError as error:
            reason = str(error)
    if reason:
        book.issues.append(Issue("error", name, "", f"The sheet cannot be read ({reason}). Save the file as .xlsx and"
                                 " import the copy."))
    while sheet.rows and not sheet.rows[-1]:
        sheet.rows.pop()
    return sheet


def _mark_endless(sheet: Sheet) -> None:
    """A number that is none, or is endless, is an error of the program that wrote it."""
    for row, cells in enumerate(sheet.rows):
        for column, value in enumerate(cells):
            if value.__class__ is float and not math.isfinite(value):
                sheet.errors[row, column], cells[column] = str(value), None


def _trimmed(row: list[Value]) -> list[Value]:
    """None for empty cells, and none of them at the end."""
    found: list[Value] = [None if value == "" else value for value in row]
    while found and found[-1] is None:
        found.pop()
    return found
