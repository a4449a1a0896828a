"""The export: a portfolio as a workbook (sheets Tree, Effects, README) or its amounts as a tidy CSV table.

No cell can become a formula: texts are written as texts, and those a program might calculate carry an apostrophe
(core/formula_text.py; an import takes it off again). Numbers stay numbers. A row is written and forgotten, so ten
thousand measures need no more memory than one. Must not know: the session, the window.
"""
from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.core.catalog import SERIES
from app.core.formula_text import neutral
from app.core.portfolio import Portfolio
from app.core.value.variance import figures
from app.core.values import from_minor, month_text, scale_of
from app.errors import Problem
from app.reports import export_rows
from app.reports.export_rows import Effect, Head
from app.reports.xlsx_book import TextLimits, new_book

SUFFIXES = (".xlsx", ".csv")
MOST_ROWS = 1_048_575                 # below the head row of a sheet
NAME, LINE = 3, 2                     # columns of "Tree" and "Effects" with a look of their own
CSV_HEADS = ("measure_code", "measure", "line", "line_name", "type", "category", "holds", "money_line", "unit",
             "currency", "segment", "anchor", "series", "month", "amount")
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


def export(p: Portfolio, out: Path, told: Told, tell: Tell | None = None) -> None:
    """Write X.xlsx or X.csv, whole or not at all. Raises Problem for another ending or where writing is refused."""
    if out.suffix.lower() not in SUFFIXES:
        raise Problem(f"{out.name} is neither .xlsx nor .csv.", "Give the export one of these two endings.")
    if not out.parent.is_dir():
        raise Problem(f"There is no folder {out.parent}.", "Make it first, or choose another name.")
    part = out.with_name(out.name + ".part")
    write = _csv if out.suffix.lower() == ".csv" else _xlsx
    try:
        write(p, part, told, tell or (lambda _share, _text: None))
        part.replace(out)
    except OSError as wrong:
        raise Problem(f"{out} cannot be written ({wrong.strerror or wrong}).",
                      "Close it in other programs, or choose another name or folder.") from wrong
    finally:
        part.unlink(missing_ok=True)


# ---------------------------------------------------------------- CSV


def _csv(p: Portfolio, path: Path, told: Told, tell: Tell) -> None:
    """Tidy rows: one an amount. Month "2026-03", or empty for an amount that has none; decimal point, no grouping."""
    first, months = export_rows.months_of(p)
    names = [month_text(first + m) for m in range(months)]
    number = max(len(p.of_kind("effect_line")), 1)
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerow(CSV_HEADS)
        for i, e in enumerate(export_rows.effects(p)):
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
        tree = _tree(book, p, told, tell, limits)
        rows = _effects(book, p, tell, limits)
        _readme(book, p, told, (tree, rows), limits)
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


def _serial(date: str) -> int | None:
    """A day as a workbook counts it; None before March 1900, where programs differ."""
    number = (dt.date.fromisoformat(date) - dt.date(1899, 12, 30)).days
    return number if number > 60 else None


def _money_format(scale: int) -> str:
    return "#,##0" + ("." + "0" * scale if scale else "")


def _head(book: Any, sheet: Any, heads: Sequence[Head], first_row: int = 0) -> None:
    bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    for column, head in enumerate(heads):
        sheet.set_column(column, column, head.width)
    for column, head in enumerate(heads):
        sheet.write_string(first_row, column, neutral(head.name), bold)


def _tree(book: Any, p: Portfolio, told: Told, tell: Tell, limits: TextLimits) -> int:
    sheet = book.add_worksheet("Tree")
    currency = figures(p, told.status).cube.currency
    scale = scale_of(currency)
    heads = export_rows.tree_heads(p, currency)
    sheet.outline_settings(symbols_below=False)
    sheet.freeze_panes(1, 4)
    _head(book, sheet, heads)
    styles = {"text": 0, "count": 0, "date": sheet.style(book.add_format({"num_format": "yyyy-mm-dd"})),
              "percent": sheet.style(book.add_format({"num_format": "0.##%"})),
              "money": sheet.style(book.add_format({"num_format": _money_format(scale)}))}
    indents = [sheet.style(book.add_format({"indent": n}) if n else None) for n in range(7)]
    size = 10 ** scale
    count, total = 0, max(len(p.outline), 1)
    for row in export_rows.tree_rows(p, told.status):
        count += 1
        _room(count)
        level = row[0]
        assert isinstance(level, int)
        cells = []
        for column, (value, head) in enumerate(zip(row, heads, strict=True)):
            if value is not None and value != "":
                style = indents[level - 1] if column == NAME else styles[head.look]
                cells.append((column, _shown(value, head.look, size, sheet, count, column, limits), style))
        sheet.put(count, cells, level - 1)
        if count % 500 == 0:
            tell(0.4 * count / total, "Writing the tree")
    sheet.autofilter(0, 0, max(count, 1), len(heads) - 1)
    return count


def _shown(value: str | int, look: str, size: int, sheet: Any, row: int, column: int,
           limits: TextLimits) -> str | float:
    """What stands in the cell: dates, money and percent as numbers, text made harmless."""
    if look == "date":
        serial = _serial(str(value))
        return str(value) if serial is None else serial
    if isinstance(value, int):
        return value / size if look == "money" else value / 10_000 if look == "percent" else value
    return limits.fit(neutral(value), sheet.name, row, column)


def _room(count: int) -> None:
    if count > MOST_ROWS:
        raise Problem(f"A sheet holds {MOST_ROWS:,} rows, and this file needs more.", "Export it as .csv instead.")


def _effects(book: Any, p: Portfolio, tell: Tell, limits: TextLimits) -> int:
    sheet = book.add_worksheet("Effects")
    first, months = export_rows.months_of(p)
    lead = export_rows.effect_heads()
    amounts = [Head("Undated", "money", 15), Head("Total", "money", 17)]
    heads = [*lead, Head("Series", width=10), *amounts]
    at = len(heads)
    sheet.freeze_panes(1, at)
    _head(book, sheet, [*heads, *[Head("", "date", 13)] * months, Head("Line record", width=34)])
    style = book.add_format({"bold": True, "bottom": 1, "num_format": "mmm yyyy", "align": "right", "valign": "top"})
    for m in range(months):
        day = dt.date((first + m) // 12, (first + m) % 12 + 1, 1).isoformat()
        serial = _serial(day)
        if serial is None:
            sheet.write_string(0, at + m, month_text(first + m), style)
        else:
            sheet.write_number(0, at + m, serial, style)
    styles: dict[int, int] = {}
    count, lines = 0, max(len(p.of_kind("effect_line")), 1)
    for e in export_rows.effects(p):
        count += 1
        _room(count)
        if e.scale not in styles:
            styles[e.scale] = sheet.style(book.add_format({"num_format": _money_format(e.scale)}))
        sheet.put(count, _effect(sheet, count, e, at, at + months, styles[e.scale], limits))
        if count % 500 == 0:
            tell(0.4 + 0.5 * min(count / lines / len(SERIES), 1), "Writing amounts")
    sheet.autofilter(0, 0, max(count, 1), at + months)
    return count


def _effect(sheet: Any, row: int, e: Effect, at: int, last: int, style: int,
            limits: TextLimits) -> list[tuple[int, str | float, int]]:
    size = 10 ** e.scale
    cells: list[tuple[int, str | float, int]] = []
    for column, text in enumerate((*e.texts, e.series.capitalize())):
        if text:
            shown = int(text) if column == LINE else limits.fit(neutral(text), sheet.name, row, column)
            cells.append((column, shown, 0))
    for column, value in ((at - 2, e.undated), (at - 1, e.total)):
        if value is not None:
            cells.append((column, value / size, style))
    cells += [(column, value / size, style) for column, value in enumerate(e.months, at) if value is not None]
    return [*cells, (last, e.uid, 0)]


def _readme(book: Any, p: Portfolio, told: Told, counts: tuple[int, int], limits: TextLimits) -> None:
    """What was exported, of which date, what signs and units mean, and the sums to check it against."""
    sheet = book.add_worksheet("README")
    sheet.set_column(0, 0, 26)
    sheet.set_column(1, 1, 90)
    f = figures(p, told.status)
    bold = book.add_format({"bold": True})
    money = book.add_format({"num_format": _money_format(f.cube.scale), "align": "left"})
    used = f.cube.used()
    sums: Iterable[tuple[str, int]] = [(f"Net total, {s}", f.cube.total("", s)) for s in SERIES if s in used]
    if used:
        sums = [*sums, ("Net total, expected", f.expected_of(""))]
    rows: list[tuple[str, str | int]] = [
        ("Trimtab export", told.file_name), ("As of", told.as_of or told.printed_on), ("Status date", told.status),
        ("Exported on", told.printed_on), ("Journal", f"{told.tx_count} transactions, head {told.head}"),
        ("Currency of totals", f.cube.currency),
        ("Tree", f"{counts[0]} nodes. Totals are net (benefit - cost) over all time; favourable is positive. Level 1 "
                 "is the top; nodes marked as pass-through stand in for levels the file does not use."),
        ("Effects", f"{counts[1]} rows, one an effect line and series. Amounts are positive as entered; the type "
                    "says whether they are cost or benefit. Undated amounts belong to no month."),
        ("Empty cells", "Empty means that nothing was entered; 0 means nothing is expected or booked."),
        ("Apostrophes", "A text that a spreadsheet program might calculate begins with an apostrophe. Trimtab takes it "
                        "off when it imports the file again; other programs keep it."), *sums]
    if f.cube.apart:
        rows.append(("Outside the totals", f"{len(f.cube.apart)} lines in a currency without a rate."))
    if limits.cut:
        rows.append(("Cut texts", f"{len(limits.cut)} texts are longer than a cell can hold and were cut: "
                                  f"{', '.join(limits.cut[:20])}."))
    for i, (name, value) in enumerate(rows):
        sheet.write_string(i, 0, name, bold)
        if isinstance(value, int):
            sheet.write_number(i, 1, value / 10 ** f.cube.scale, money)
        else:
            sheet.write_string(i, 1, neutral(value))


__all__ = ["CSV_HEADS", "SUFFIXES", "Told", "export"]
