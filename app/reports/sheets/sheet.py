"""The export: a portfolio as Trimtab's own workbook (a sheet a kind, and README) or its amounts as a tidy CSV table.

No cell can become a formula: texts are written as texts, and those a program might calculate carry an apostrophe
(core/formula_text.py; an import takes it off again). Numbers stay numbers. A row is written and forgotten, so ten
thousand measures need no more memory than one. What stands in which sheet is for core/own_workbook.py to say, so that
the import finds it again. Must not know: the session, the window.
"""
from __future__ import annotations

import csv
import datetime as dt
import io
import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from xlsxwriter.exceptions import FileCreateError

from app.core.catalog import SERIES
from app.core.counting import counted
from app.core.formula_text import neutral
from app.core.own_workbook import (
    AMOUNT_HEADS,
    EFFECTS,
    KNOWN_ON,
    LINE_RECORD,
    MEASURE_RECORD,
    README,
    RECORD,
    SHEETS,
    STATE,
    TITLE,
    TREE,
    Names,
)
from app.core.portfolio import Portfolio
from app.core.value.variance import figures
from app.core.values import from_minor, month_text, scale_of
from app.core.whole_file import beside
from app.errors import Problem
from app.reports.sheets import export_rows, kind_rows
from app.reports.sheets.cells import Head, money_format, room, serial, shown, styles_of, write_head
from app.reports.sheets.export_rows import Effect
from app.reports.sheets.xlsx_book import TextLimits, new_book

SUFFIXES = (".xlsx", ".csv")
NAME, LINE = 3, 2                     # columns of "Tree" and "Effects" with a look of their own
CSV_HEADS = AMOUNT_HEADS
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")
Tell = Callable[[float, str], None]


@dataclass(frozen=True)
class Told:
    """Which state of the file it is; stands on the README sheet."""

    status: str
    as_of: str | None
    file_name: str
    head: str
    tx_count: int
    printed_on: str
    vector: Mapping[str, int] = field(default_factory=dict)    # the state of the file it was made of
    known: Mapping[str, str] = field(default_factory=dict)     # uid -> the day its content was known


def export(p: Portfolio, out: Path, told: Told, tell: Tell | None = None) -> None:
    """Write X.xlsx or X.csv, whole or not at all. Raises Problem for another ending or where writing is refused."""
    if out.suffix.lower() not in SUFFIXES:
        raise Problem(f"{out.name} is neither .xlsx nor .csv.", "Give the export one of these two endings.")
    if not out.parent.is_dir():
        raise Problem(f"There is no folder {out.parent}.", "Make it first, or choose another name.")
    write = _csv if out.suffix.lower() == ".csv" else _xlsx
    try:
        with beside(out) as part:
            write(p, part, told, tell or (lambda _share, _text: None))
    except (OSError, FileCreateError) as wrong:
        raise refused(out, wrong) from wrong


def refused(out: Path, wrong: Exception) -> Problem:
    """Why a workbook or list could not be written."""
    return Problem(f"{out} cannot be written ({getattr(wrong, 'strerror', None) or wrong}).",
                   "Close it in other programs, or choose another name or folder.")


# ---------------------------------------------------------------- CSV


def _csv(p: Portfolio, path: Path, told: Told, tell: Tell) -> None:
    """Tidy rows: one an amount. Month "2026-03", or empty for an amount that has none; decimal point, no grouping."""
    first, months = export_rows.months_of(p)
    names = [month_text(first + m) for m in range(months)]
    number = max(len(p.of_kind("effect_line")), 1)
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerow(CSV_HEADS)
        for i, e in enumerate(export_rows.effects(p, Names(p))):
            lead = _csv_lead([neutral(t) for t in e.texts] + [e.series])
            amounts = [("", e.undated)] if e.undated is not None else []
            amounts += [(names[m], v) for m, v in enumerate(e.months) if v is not None]
            file.writelines([f"{lead},{month},{from_minor(v, e.scale)}\r\n" for month, v in amounts])
            if e.total is None:                    # a line without any amount is a line all the same
                file.write(f"{lead},,\r\n")
            if i % 500 == 0:
                tell(min(i / number / len(SERIES), 0.99), "Writing amounts")


def _csv_lead(texts: Sequence[str]) -> str:
    """The texts that all amounts of a line share, quoted once; control characters, which no table holds, are shown."""
    made = io.StringIO()
    csv.writer(made).writerow([_CONTROL.sub("\ufffd", t) for t in texts])    # its own line end decides what it quotes
    return made.getvalue().removesuffix("\r\n")


# ---------------------------------------------------------------- workbook


def _xlsx(p: Portfolio, path: Path, told: Told, tell: Tell) -> None:
    book = new_book(path)
    closed = False
    try:
        limits = TextLimits()
        names = Names(p)
        counts = {TREE: _tree(book, p, told, names, tell, limits)}
        counts[EFFECTS] = _effects(book, p, told, names, tell, limits)
        for kind in kind_rows.kinds_held(p):
            tell(0.9, f"Writing {SHEETS[kind].lower()}")
            counts[SHEETS[kind]] = _kind(book, p, kind, told, names, limits)
        _readme(book, p, told, counts, limits)
        book.set_properties({"title": f"Trimtab export of {told.file_name}", "created": _day(told.printed_on)})
        tell(0.95, "Packing the workbook")
        closed = True
        book.close()
    except Exception:
        if not closed:                              # its temporary files go with it
            closed = True
            book.close()
        raise


def _day(date: str) -> dt.datetime:
    return dt.datetime.fromisoformat(date)


def _tree(book: Any, p: Portfolio, told: Told, names: Names, tell: Tell, limits: TextLimits) -> int:
    sheet = book.add_worksheet(TREE)
    currency = figures(p, told.status).cube.currency
    heads = export_rows.tree_heads(p, currency)
    sheet.outline_settings(symbols_below=False)
    sheet.freeze_panes(1, 4)
    write_head(book, sheet, heads)
    styles = styles_of(book, sheet, scale_of(currency))
    indents = [sheet.style(book.add_format({"indent": n}) if n else None) for n in range(7)]
    size = 10 ** scale_of(currency)
    count, total = 0, max(len(p.outline), 1)
    for row in export_rows.tree_rows(p, told.status, names, told.known):
        count += 1
        room(count)
        level = row[0]
        assert isinstance(level, int)
        cells = []
        for column, (value, head) in enumerate(zip(row, heads, strict=True)):
            if value is not None and value != "":
                style = indents[level - 1] if column == NAME else styles[head.look]
                cells.append((column, shown(value, head.look, size, sheet, count, column, limits), style))
        sheet.put(count, cells, level - 1)
        if count % 500 == 0:
            tell(0.4 * count / total, "Writing the tree")
    sheet.autofilter(0, 0, max(count, 1), len(heads) - 1)
    return count


def _kind(book: Any, p: Portfolio, kind: str, told: Told, names: Names, limits: TextLimits) -> int:
    """The sheet of one kind: a row a record, behind it what it holds by month."""
    sheet = book.add_worksheet(SHEETS[kind])
    heads = kind_rows.heads(p, kind)
    first, months = kind_rows.months_of(p, kind)
    scale = scale_of(figures(p, told.status).cube.currency)
    sheet.freeze_panes(1, 0)
    write_head(book, sheet, [*heads, *[Head("", "date", 13)] * months])
    _month_heads(book, sheet, len(heads), first, months)
    styles, size = styles_of(book, sheet, scale), 10 ** scale
    count, at = 0, heads.index(next(h for h in heads if h.name == RECORD))
    for row in kind_rows.rows(p, kind, names, told.known):
        count += 1
        room(count)
        cells = [(column, shown(value, head.look, size, sheet, count, column, limits), styles[head.look])
                 for column, (value, head) in enumerate(zip(row, heads, strict=True))
                 if value is not None and value != ""]
        held = kind_rows.amounts_of(p, p[str(row[at])], first, months) if months else []
        sheet.put(count, cells + [(column, value, 0) for column, value in enumerate(held, len(heads))
                                  if value is not None])
    sheet.autofilter(0, 0, max(count, 1), len(heads) - 1)
    return count


def _month_heads(book: Any, sheet: Any, at: int, first: int, months: int) -> None:
    """The heads of months as dates, so that other programs can calculate with them."""
    style = book.add_format({"bold": True, "bottom": 1, "num_format": "mmm yyyy", "align": "right", "valign": "top"})
    for m in range(months):
        day = serial(dt.date((first + m) // 12, (first + m) % 12 + 1, 1).isoformat())
        if day is None:
            sheet.write_string(0, at + m, month_text(first + m), style)
        else:
            sheet.write_number(0, at + m, day, style)


def _effects(book: Any, p: Portfolio, told: Told, names: Names, tell: Tell, limits: TextLimits) -> int:
    sheet = book.add_worksheet(EFFECTS)
    first, months = export_rows.months_of(p)
    lead = export_rows.effect_heads(p)
    amounts = [Head("Undated", "money", 15), Head("Total", "money", 17)]
    heads = [*lead, Head("Series", width=10), *amounts]
    at = len(heads)
    sheet.freeze_panes(1, at)
    behind = [Head(KNOWN_ON, "date", 12), Head(LINE_RECORD, width=34), Head(MEASURE_RECORD, width=34)]
    write_head(book, sheet, [*heads, *[Head("", "date", 13)] * months, *behind])
    dated = styles_of(book, sheet, 0)["date"]
    _month_heads(book, sheet, at, first, months)
    styles: dict[int, int] = {}
    count, lines = 0, max(len(p.of_kind("effect_line")), 1)
    for e in export_rows.effects(p, names):
        count += 1
        room(count)
        if e.scale not in styles:
            styles[e.scale] = sheet.style(book.add_format({"num_format": money_format(e.scale)}))
        cells = _effect(sheet, count, e, at, styles[e.scale], limits)
        known = serial(told.known[e.uid]) if e.uid in told.known else None
        cells += [(at + months, known, dated)] if known is not None else []
        sheet.put(count, [*cells, (at + months + 1, e.uid, 0), (at + months + 2, e.measure, 0)])
        if count % 500 == 0:
            tell(0.4 + 0.5 * min(count / lines / len(SERIES), 1), "Writing amounts")
    sheet.autofilter(0, 0, max(count, 1), at + months)
    return count


def _effect(sheet: Any, row: int, e: Effect, at: int, style: int, limits: TextLimits) -> \
        list[tuple[int, str | float, int]]:
    size = 10 ** e.scale
    cells: list[tuple[int, str | float, int]] = []
    for column, value in enumerate((*e.texts, *e.more, e.series.capitalize())):
        if value is not None and value != "":
            cells.append((column, int(value) if column == LINE else
                          value if isinstance(value, int) else limits.fit(neutral(value), sheet.name, row, column), 0))
    for column, amount in ((at - 2, e.undated), (at - 1, e.total)):
        if amount is not None:
            cells.append((column, amount / size, style))
    return cells + [(column, value / size, style) for column, value in enumerate(e.months, at) if value is not None]


def _readme(book: Any, p: Portfolio, told: Told, counts: Mapping[str, int], limits: TextLimits) -> None:
    """What was exported, of which date, what signs and units mean, and the sums to check it against."""
    sheet = book.add_worksheet(README)
    sheet.set_column(0, 0, 26)
    sheet.set_column(1, 1, 90)
    f = figures(p, told.status)
    bold = book.add_format({"bold": True})
    money = book.add_format({"num_format": money_format(f.cube.scale), "align": "left"})
    used = f.cube.used()
    sums: Iterable[tuple[str, int]] = [(f"Net total, {s}", f.cube.total("", s)) for s in SERIES if s in used]
    if used:
        sums = [*sums, ("Net total, expected", f.expected_of(""))]
    rows: list[tuple[str, str | int]] = [
        (TITLE, told.file_name), ("As of", told.as_of or told.printed_on), ("Status date", told.status),
        ("Exported on", told.printed_on), ("Journal", f"{counted(told.tx_count, 'transaction')}, head {told.head}"),
        (STATE, json.dumps(dict(told.vector), sort_keys=True)),
        ("Currency of totals", f.cube.currency),
        ("Tree", f"{counted(counts[TREE], 'node')}. Totals are net (benefit - cost) over all time; favourable is "
                 "positive. Level 1 is the top; nodes marked as pass-through stand in for levels the file does not "
                 "use."),
        ("Effects", f"{counted(counts[EFFECTS], 'row')}, one an effect line and series. Amounts are positive as "
                    "entered; the type says whether they are cost or benefit. Undated amounts belong to no month."),
        *((name, f"{counted(count, 'row')}, one a record.") for name, count in counts.items()
          if name not in (TREE, EFFECTS)),
        ("Record", "The last columns hold the number of each record. Leave them as they are, and Trimtab finds the row "
                   "again when it takes the workbook in; a row without one is new. A name that two records share "
                   "carries the number in brackets."),
        (KNOWN_ON, "The day on which the content of a row was known. A workbook taken into an empty file brings its "
                   "rows on these days."),
        ("Empty cells", "Empty means that nothing was entered; 0 means nothing is expected or booked."),
        ("Apostrophes", "A text that a spreadsheet program might calculate begins with an apostrophe. Trimtab takes it "
                        "off when it imports the file again; other programs keep it."), *sums]
    if f.cube.apart:
        rows.append(("Outside the totals", f"{counted(len(f.cube.apart), 'line')} in a currency without a rate."))
    if limits.cut:
        rows.append(("Cut texts", f"{counted(len(limits.cut), 'text')} longer than a cell can hold, cut: "
                                  f"{', '.join(limits.cut[:20])}."))
    for i, (name, value) in enumerate(rows):
        sheet.write_string(i, 0, name, bold)
        if isinstance(value, int):
            sheet.write_number(i, 1, value / 10 ** f.cube.scale, money)
        else:
            sheet.write_string(i, 1, neutral(value))


__all__ = ["CSV_HEADS", "SUFFIXES", "Told", "export"]
