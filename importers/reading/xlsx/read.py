"""Reads .xlsx, .xlsm and Strict .xlsx by two readers at once: ours here, calamine in a thread meanwhile.

Must not know: other formats, and how the two are compared.
"""
from __future__ import annotations

import re

from app.core.batch import Issue
from app.core.formula_text import SIGN
from app.errors import Problem
from importers.base import Book, Progress, Sheet
from importers.reading.guard import Archive
from importers.reading.second import MAX_GRID, Second
from importers.reading.xlsx.cells import column_index
from importers.reading.xlsx.formulas import formulas_of
from importers.reading.xlsx.hyperlinks import links_of
from importers.reading.xlsx.parts import Package, read_comments, read_package
from importers.reading.xlsx.references import around, in_formulas, ranges
from importers.reading.xlsx.scan import Tables, scan_sheet
from importers.reading.xlsx.strings import read_strings
from importers.reading.xlsx.styles import read_styles, read_theme

_LAST = re.compile(rb'<c [^>]*?r="([A-Z]{1,3})([0-9]{1,7})"')


def begin(archive: Archive, progress: Progress | None) -> tuple[Book, Second, bool]:
    """The workbook as our own scan reads it, calamine at work on it, and whether any text may begin with the sign of
    our own export; raises Problem when ours cannot read it."""
    package = read_package(archive)
    name = archive.path.name
    book = Book(name, "xlsx-strict" if package.strict else "xlsm" if package.macros else "xlsx", [],
                issues=list(package.issues), date_1904=package.date_1904)
    _say_dangers(book, package)
    second = Second(archive.path, book)
    try:
        for listed in package.sheets:
            if listed.part and _grid(archive.read(listed.part)) <= MAX_GRID:
                second.start(listed.name)
        signs = _scan(archive, package, book, second, progress)
    except BaseException:
        second.close()
        raise
    return book, second, signs


def _scan(archive: Archive, package: Package, book: Book, second: Second, progress: Progress | None) -> bool:
    """Read every sheet ourselves and ask for the second opinion on it; whether any text may begin with our sign."""
    name = archive.path.name
    signs = _may_hold_sign(archive.read(package.strings))
    tables = Tables(
        read_strings(archive.read(package.strings), f"The shared texts of {name}"),
        read_styles(archive.read(package.styles), _colours(archive, package, book), f"The styles of {name}"),
        package.date_1904)
    archive.drop(package.strings)
    sizes = [len(archive.read(listed.part)) + 1 for listed in package.sheets]
    named = ranges(archive, package) if len(package.sheets) > 1 else {}
    done = 0
    for listed, size in zip(package.sheets, sizes, strict=True):
        part = _portion(progress, done / sum(sizes), size / sum(sizes))
        done += size
        if not listed.part:
            book.sheets.append(Sheet(listed.name, [], hidden=listed.hidden))
            continue
        data = archive.read(listed.part)
        sheet, collector = scan_sheet(data, listed.name, tables, listed.part, part)
        signs = signs or _may_hold_sign(data)
        archive.drop(listed.part)
        sheet.hidden = listed.hidden
        others = [one.name for one in package.sheets if one is not listed]
        if others:
            used = in_formulas(data, others, named) if sheet.formula_count else set()
            sheet.refers = used | around(archive, listed.part, others)
        sheet.comments = read_comments(archive, listed.part, book.issues, listed.name)
        sheet.links = links_of(archive, listed.part, data, sheet.formula_count > 0)
        sheet.formulas = formulas_of(data) if sheet.formula_count else {}
        book.sheets.append(sheet)
        book.issues += collector.issues
        second.ask(sheet, collector.stopped)
    return signs


def _may_hold_sign(data: bytes) -> bool:
    """Whether XML can hold the sign of our export, plain or in any disguise; single bytes are found very quickly."""
    return SIGN.encode() in data or b"&" in data or b"_" in data or b"\0" in data


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
