"""Reads .xlsx, .xlsm and Strict .xlsx by two readers at once and settles what they disagree on.

Calamine loads in a thread while our own scan reads the same sheets here. Must not know: other formats.
"""
from __future__ import annotations

import re
from concurrent.futures import Future
from pathlib import Path
from typing import Any

from app.core.batch import Issue
from app.errors import Problem
from importers.base import Book, Progress, Sheet
from importers.reading import compare, read_calamine, read_openpyxl
from importers.reading.guard import Archive
from importers.reading.scan_sheet import Collector
from importers.reading.scan_xlsx import Tables, scan_sheet
from importers.reading.xlsx_cells import column_index
from importers.reading.xlsx_parts import Package, read_comments, read_package
from importers.reading.xlsx_strings import read_strings
from importers.reading.xlsx_styles import read_styles, read_theme

MAX_GRID = 8_000_000        # calamine holds every place of a sheet from the first to the last value, empty ones too

_LAST = re.compile(rb'<c [^>]*?r="([A-Z]{1,3})([0-9]{1,7})"')


def read(archive: Archive, progress: Progress | None) -> Book:
    """The workbook with its issues; raises Problem when neither reader can read it."""
    package = read_package(archive)
    name = archive.path.name
    book = Book(name, "xlsx-strict" if package.strict else "xlsm" if package.macros else "xlsx", [],
                issues=list(package.issues), date_1904=package.date_1904)
    _say_dangers(book, package)
    with read_calamine.Calamine(archive.path) as calamine:
        loading = {listed.name: calamine.start(listed.name) for listed in package.sheets
                   if listed.part and _grid(archive.read(listed.part)) <= MAX_GRID}
        tables = Tables(
            read_strings(archive.read(package.strings), f"The shared texts of {name}"),
            read_styles(archive.read(package.styles), _colours(archive, package, book), f"The styles of {name}"),
            package.date_1904)
        archive.drop(package.strings)
        sizes = [len(archive.read(listed.part)) + 1 for listed in package.sheets]
        done = 0
        differences = alone = 0
        refusal = ""
        for listed, size in zip(package.sheets, sizes, strict=True):
            part = _portion(progress, done / sum(sizes), size / sum(sizes))
            done += size
            if not listed.part:
                book.sheets.append(Sheet(listed.name, [], hidden=listed.hidden))
                continue
            sheet, collector = scan_sheet(archive.read(listed.part), listed.name, tables, listed.part, part)
            archive.drop(listed.part)
            sheet.hidden = listed.hidden
            sheet.comments = read_comments(archive, listed.part, book.issues, listed.name)
            book.sheets.append(sheet)
            book.issues += collector.issues
            refusal = calamine.refusal()
            if refusal:
                continue
            second = loading.pop(listed.name, None) or _later(calamine, sheet)
            found = _second_opinion(sheet, collector, second, book, archive.path)
            differences += found if found is not None else 0
            alone += found is None
    _say_readers(book, refusal, differences, alone)
    return book


def _second_opinion(sheet: Sheet, collector: Collector, second: Future[Any] | None, book: Book,
                    path: Path) -> int | None:
    """Compare with calamine; gives the number of differences, None when there was nothing to compare with."""
    if second is None:
        book.issues.append(Issue("note", sheet.name, "", "The sheet's cells lie too far apart for the second reader;"
                                 " its values were read by our own scan alone."))
        return None
    reason = read_calamine.sheet_refusal(second)
    theirs: list[Any] = []
    if not reason:
        try:
            theirs = read_calamine.values(second, len(sheet.rows) if collector.stopped else 1 << 20)
        except ValueError as error:
            reason = str(error)
    if reason:
        book.issues.append(Issue("warning", sheet.name, "", "The second reader (calamine) refuses the sheet"
                                 f" ({reason}); its values were read by our own scan alone."))
        return None
    found = compare.compare(sheet, theirs)
    if found.count or found.blanks:
        small = sum(map(len, sheet.rows)) <= read_openpyxl.MAX_CELLS
        wanted = {(one.row, one.column) for one in found.first}
        book.issues += compare.settle(sheet, found, read_openpyxl.look(path, sheet.name, wanted) if small else {})
    return found.count


def _colours(archive: Archive, package: Package, book: Book) -> list[str]:
    """The theme's colours; a theme that cannot be read costs no values and is said."""
    try:
        return read_theme(archive.read(package.theme), f"The theme of {archive.path.name}")
    except Problem as problem:
        book.issues.append(Issue("warning", "", "", f"Colours of the theme are not known: {problem.what}"))
        return []


def _grid(data: bytes) -> int:
    """Places between A1 and the farthest cell, judged by the last cell of every row: quick, for fair files."""
    height = width = 0
    at = data.find(b"<row")
    while at >= 0:
        end = data.find(b"<row", at + 4)
        last = data.rfind(b"<c ", at, end if end >= 0 else len(data))
        if last >= 0 and (found := _LAST.match(data, last)):
            width = max(width, column_index(found[1].decode()) + 1)
            height = max(height, int(found[2]))
        at = end
    return height * width


def _later(calamine: read_calamine.Calamine, sheet: Sheet) -> Future[Any] | None:
    """A sheet held back because it might be huge: load it if its values lie close enough after all."""
    if len(sheet.rows) * max(map(len, sheet.rows), default=0) > MAX_GRID:
        return None
    return calamine.start(sheet.name)


def _portion(progress: Progress | None, start: float, size: float) -> Progress | None:
    """A part of the progress bar after the guard's fifth."""
    if progress is None:
        return None
    return lambda fraction, text: progress(0.2 + 0.8 * (start + size * fraction), text)


def _say_dangers(book: Book, package: Package) -> None:
    if package.macros:
        book.issues.append(Issue("note", "", "", "The workbook holds macros; they were not run and not imported."))
    for link in package.links[:20]:
        book.issues.append(Issue("note", "", "", f"The workbook takes values from another file ({link[:200]!r});"
                                 " it was not opened. The values are those of the last save."))


def _say_readers(book: Book, refusal: str, differences: int, alone: int) -> None:
    if refusal:
        book.readers = "own scan (calamine refuses the file)"
        book.issues.append(Issue("warning", "", "", f"The second reader (calamine) refuses the file ({refusal}); all"
                                 " values were read by our own scan alone. Compare the sums with what Excel shows."))
        return
    count = f"{differences:,} difference{'' if differences == 1 else 's'}" if differences else "no differences"
    book.readers = f"own scan and calamine, {count}"
    if alone:
        book.readers += f"; {alone} sheet{'' if alone == 1 else 's'} by own scan alone"
