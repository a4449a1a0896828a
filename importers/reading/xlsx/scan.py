"""Our own reader of a sheet's XML: values, errors, formulas without a value, hidden parts, looks.

Rows in the usual shape are taken apart by one pattern and a plan per row shape; any row the pattern does not
account for to the last tag goes to the XML parser, which alone decides what is well formed.
Must not know: the other readers.
"""
from __future__ import annotations

import re
from dataclasses import dataclass
from operator import add
from xml.parsers import expat

from app.errors import Problem
from importers.base import Progress, Sheet, Value, address
from importers.reading.scan_sheet import Collector
from importers.reading.xlsx.cells import MAX_TEXT, declares_utf8, too_long
from importers.reading.xlsx.parser import RowParser
from importers.reading.xlsx.plan import Plan, add_pattern, make_plan
from importers.reading.xlsx.styles import Style
from importers.reading.xml_safe import malformed

_END = rb"([^<]*+)(?:</v></c>|</t></is></c>|</c>)?"
_CELL = re.compile(rb'<c r="([A-Z]{1,3}+)[0-9]++"([^>]*+>(?:<v ?/?>|<is><t[^>]*+>)?)' + _END)
_FORMULA_CELL = re.compile(
    rb'<c r="([A-Z]{1,3})[0-9]+"([^>]*>)(<f[^>]*>(?:[^<]*</f>)?)?((?:<v ?/?>|<is><t[^>]*>)?)' + _END)
_ROW = re.compile(rb'\s*<row((?: [A-Za-z0-9:]+="[^"<>&]*")*)\s*(/?)>')
_NUMBER = re.compile(rb' r="([0-9]{1,7})"')
_OPEN = re.compile(rb"<sheetData\s*>")
_NAMESPACE = re.compile(rb'<worksheet[^>]*\sxmlns="http://(?:schemas\.openxmlformats\.org/spreadsheetml/2006/main'
                        rb'|purl\.oclc\.org/ooxml/spreadsheetml/main)"')
_EVERY = 2_000
_MAX_PLANS = 5_000
_MAX_PATTERNS, _WORTH, _MAX_CELLS = 40, 12, 1_000    # a pattern takes 0.03 ms a cell to make; it pays after 100 rows
_Shape = tuple[tuple[bytes, ...], tuple[bytes, ...]]


@dataclass(slots=True)
class Tables:
    """What all sheets of a workbook share."""

    strings: list[str | None]
    styles: list[Style]
    date_1904: bool


def scan_sheet(data: bytes, name: str, tables: Tables, where: str,
               progress: Progress | None = None) -> tuple[Sheet, Collector]:
    """One sheet with its own values; the collector knows what was left out and where reading stopped."""
    collector = Collector(name, tables.date_1904)
    rows = RowParser(collector, tables.strings, tables.styles, where)
    try:
        start = _start_of_rows(data)
        if start < 0:
            rows.feed(data)
        else:
            rows.feed(data[:start])
            rest = _quick_rows(data, start, collector, rows, tables, progress)
            rows.feed(data[rest:])
        rows.finish()
    except expat.ExpatError as error:
        raise malformed(f"The sheet {name!r} ({where})", error) from error
    except (OverflowError, UnicodeDecodeError) as error:
        raise Problem(f"The sheet {name!r} holds a cell that cannot be read ({error}).",
                      "Open the file in Excel or LibreOffice, save it again and import the copy.") from error
    return collector.finish(tables.styles), collector


def _start_of_rows(data: bytes) -> int:
    """Where the rows of a sheet in the usual shape begin; -1 when only the parser may read it."""
    found = _OPEN.search(data)
    if found is None:
        return -1
    head = data[:found.start()]
    usual = _NAMESPACE.search(head) and declares_utf8(head) and b"<!" not in head and head.rfind(b"<?") <= 0
    return found.end() if usual else -1


def _quick_rows(data: bytes, at: int, collector: Collector, rows: RowParser, tables: Tables,
                progress: Progress | None) -> int:
    """Read rows from `at` on; gives where the rest begins that the parser must read."""
    plans: dict[_Shape, Plan | None] = {}
    shape: _Shape | None = None
    plan: Plan | None = None
    alike = patterns = step = 0         # rows of one shape in a row; patterns made
    while (row := _ROW.match(data, at)) is not None:
        step += 1
        if progress is not None and not step % _EVERY:
            progress(at / len(data), f"Reading {collector.sheet.name}, row {step:,}")
        number = _NUMBER.search(row[1])
        if number is None:
            return at                   # without a number its place counts from the row before: the parser counts
        start = row.end()
        index = int(number[1]) - 1
        wanted = collector.wants(index)
        if wanted and alike and plan is not None and plan.pattern is not None and not row[2]:
            after = _take_whole(plan, plan.pattern, data, start, index, collector, tables)
            if after:
                collector.row_marks(index, row[1])
                at = after
                continue
        end = start if row[2] else data.find(b"</row>", start)
        if end < 0:
            return at
        body = data[start:end]
        after = start if row[2] else end + 6
        done = not wanted and b"<v>" not in body and b"<is>" not in body
        if wanted:
            letters, heads, formulas, texts = _cells(body)
            alike += 1
            if (letters, heads) != shape:
                alike = 0
                shape = letters, heads
                if shape not in plans and len(plans) < _MAX_PLANS:
                    plans[shape] = make_plan(letters, heads, tables.styles)
                plan = plans[shape] if shape in plans else make_plan(letters, heads, tables.styles)
            done = plan is not None and _take(plan, index, body, formulas, texts, collector, tables)
            if done:
                collector.row_marks(index, row[1])
                if plan is not None and alike == _WORTH and plan.pattern is None and patterns < _MAX_PATTERNS \
                        and len(letters) <= _MAX_CELLS:
                    add_pattern(plan, letters, heads, formulas)
                    patterns += 1
        if not done:
            if _has_comment(body):
                return at               # a comment may hide the ends of rows: from here on the parser alone
            rows.feed(data[row.start():after])
            if collector.stopped:
                return data.rfind(b"</sheetData>")
        at = after
    return at


def _take_whole(plan: Plan, pattern: re.Pattern[bytes], data: bytes, start: int, row: int, collector: Collector,
                tables: Tables) -> int:
    """Read a row by the pattern of the rows before it; gives where it ends, 0 when it looks otherwise."""
    cells = pattern.match(data, start)
    if cells is None or cells.end() - start > MAX_TEXT:
        return 0
    texts: tuple[bytes, ...] = cells.groups()
    try:
        values = plan.values(texts, tables.strings, tables.date_1904)
    except (ValueError, IndexError):
        return 0
    _add(plan, row, values, plan.formulas, texts, collector)
    return cells.end()


def _has_comment(body: bytes) -> bool:
    """Whether a comment, CDATA or instruction begins in a row (the single signs are found far quicker)."""
    return (b"!" in body and b"<!" in body) or (b"?" in body and b"<?" in body)


def _cells(body: bytes) -> tuple[tuple[bytes, ...], tuple[bytes, ...], tuple[bytes, ...], tuple[bytes, ...]]:
    """A row's cells as columns: letters, heads, formulas (none: ()) and contents."""
    if b"<f" in body:
        cells = _FORMULA_CELL.findall(body)
        if cells:
            letters, heads, formulas, openers, texts = zip(*cells, strict=True)
            return letters, tuple(map(add, heads, openers)), formulas, texts
    elif cells := _CELL.findall(body):
        letters, heads, texts = zip(*cells, strict=True)
        return letters, heads, (), texts
    return (), (), (), ()


def _take(plan: Plan, row: int, body: bytes, formulas: tuple[bytes, ...], texts: tuple[bytes, ...],
          collector: Collector, tables: Tables) -> bool:
    """Hand one row to the collector; False when the pattern did not account for all of it."""
    tags = plan.tags
    with_formula = any(formulas)
    if with_formula:
        tags += sum(one.count(b"<") for one in formulas)
    if body.count(b"<") != tags or body.count(b">") != tags or b"\r" in body or _has_comment(body):
        return False
    if len(body) > MAX_TEXT and max(map(len, texts)) > MAX_TEXT:
        longest = max(range(len(texts)), key=lambda i: len(texts[i]))
        raise too_long(f"The sheet {collector.sheet.name!r}", address(row, plan.columns[longest]))
    try:
        values = plan.values(texts, tables.strings, tables.date_1904)
    except (ValueError, IndexError):
        return False
    _add(plan, row, values, formulas, texts, collector)
    return True


def _add(plan: Plan, row: int, values: list[Value], formulas: tuple[bytes, ...], texts: tuple[bytes, ...],
         collector: Collector) -> None:
    """A row's values, and what its formulas, empty cells and errors say."""
    collector.add(row, values, plan)
    if formulas:
        collector.add_formulas(row, plan, formulas, texts)
    if plan.hollow:
        collector.add_empty(plan, texts)
    if plan.errors:
        collector.add_errors(row, plan, texts)
