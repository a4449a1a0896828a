"""The collection form: a workbook that is mailed out, filled in and taken back, of one owner's measures or empty.

Its sheets are those of the export (Tree, Effects, README) with fewer columns, so that the import finds every row by
its record and knows the state it was made of. What is asked for is open; all else is locked, without a password.
Below the measures a few empty rows take new ones. Must not know: the session, the window.
"""
from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.exceptions import FileCreateError

from app.core.catalog import KINDS, LEVELS, Field, fields_of
from app.core.find import calling_name, fold
from app.core.formula_text import neutral
from app.core.own_workbook import (
    EFFECTS,
    FORM,
    FORM_ASKS,
    FORM_SERIES,
    LINE_HEADS,
    LINE_RECORD,
    MEASURE_RECORD,
    OPEN_FROM,
    PARENT_CODE,
    PARENT_RECORD,
    README,
    RECORD,
    STATE,
    TITLE,
    TREE,
    Names,
    head_of,
)
from app.core.portfolio import Portfolio, Record
from app.core.value.cube import cube, reporting_currency
from app.core.value.variance import actual_to, fiscal_year
from app.core.values import month_text, scale_of
from app.core.vocabulary import choices
from app.errors import Problem
from app.reports.cells import money_format, serial
from app.reports.export_rows import CATEGORY_WORDS, TYPE_WORDS
from app.reports.kind_rows import value_cell
from app.reports.sheet import Told

SHOWN = ("owner", "stage")
SERIES = ("plan", *FORM_SERIES)
NEW_ROWS = 15
_LONGEST_LIST = 255                   # letters of a list a cell can carry by itself
_WIDE = {"text": 18, "ref": 22, "date": 12, "percent": 10, "choice": 12}


@dataclass(frozen=True, slots=True)
class _Look:
    """The formats of the book, locked and open."""

    head: Any
    asked: Any
    locked: dict[str, Any]
    open: dict[str, Any]


def collect(p: Portfolio, out: Path, told: Told, owner: str = "") -> int:
    """Write the form of one owner (a person's name), or an empty one for new measures; how many measures it asks about.

    Raises Problem when nobody is called so, when several are, or when the person owns no measure.
    """
    if not out.parent.is_dir():
        raise Problem(f"{out} cannot be written: there is no folder {out.parent}.", "Make it first, or choose another.")
    if out.suffix.lower() != ".xlsx":
        raise Problem(f"{out.name} is no workbook.", "Give the form the ending .xlsx.")
    person = _person(p, owner) if owner else None
    measures = [m for m in p.of_kind("measure") if person is not None and m.get("owner") == person.uid]
    if person is not None and not measures:
        raise Problem(f"{person.name} owns no measure.", "Give the measures an owner first, or export an empty form.")
    part = out.with_name(out.name + ".part")
    try:
        _write(p, part, told, person, measures)
        part.replace(out)
    except (OSError, FileCreateError) as wrong:
        raise Problem(f"{out} cannot be written ({getattr(wrong, 'strerror', None) or wrong}).",
                      "Close it in other programs, or choose another name or folder.") from wrong
    finally:
        part.unlink(missing_ok=True)
    return len(measures)


def _person(p: Portfolio, name: str) -> Record:
    found = [r for r in p.of_kind("person") if fold(name) in (fold(r.name), fold(str(r.get("mail") or "")))]
    if len(found) != 1:
        owners = sorted({p[m.get("owner")].name for m in p.of_kind("measure") if m.get("owner") in p.records})
        more = " ..." if len(owners) > 12 else ""
        raise Problem(f"{'Several people are' if found else 'Nobody is'} called {name} here.",
                      f"Owners are: {', '.join(owners[:12])}{more}." if owners else "No measure has an owner yet.")
    return found[0]


def _write(p: Portfolio, path: Path, told: Told, person: Record | None, measures: Sequence[Record]) -> None:
    book = Workbook(str(path), {"strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False})
    try:
        look = _looks(book, scale_of(reporting_currency(p)))
        names = Names(p)
        _readme(book, p, told, person, len(measures))          # first, for it says what to do
        _tree(book, p, look, names, measures)
        if measures:
            _effects(book, p, look, told, measures)
        book.set_properties({"title": f"Trimtab form of {told.file_name}",
                             "created": dt.datetime.fromisoformat(told.printed_on)})
    finally:
        book.close()


def _looks(book: Any, scale: int) -> _Look:
    formats = {"text": {}, "date": {"num_format": "yyyy-mm-dd"}, "percent": {"num_format": "0.##%"},
               "money": {"num_format": money_format(scale)}}
    locked = {k: book.add_format({**v, "font_color": "#5B6673", "bg_color": "#F2F4F7"}) for k, v in formats.items()}
    opened = {k: book.add_format({**v, "locked": False, "border": 1, "border_color": "#B4C0CE"})
              for k, v in formats.items()}
    head = {"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"}
    return _Look(book.add_format(head), book.add_format({**head, "bg_color": "#DCE8FA"}), locked, opened)


# ---------------------------------------------------------------- the tree


def _tree(book: Any, p: Portfolio, look: _Look, names: Names, measures: Sequence[Record]) -> None:
    sheet = book.add_worksheet(TREE)
    known = fields_of("measure")
    fields = [known[name] for name in (*SHOWN, *FORM_ASKS)]
    heads = ["Level", "Kind", "Code", "Name", PARENT_CODE, *(head_of(f) for f in fields), RECORD, PARENT_RECORD]
    asked = {4 + 1 + i for i, f in enumerate(fields) if f.name in FORM_ASKS}
    for column, head in enumerate(heads):
        width = 44 if head == "Name" else 8 if head == "Level" else _WIDE.get(
            fields[column - 5].type if 5 <= column < 5 + len(fields) else "text", 16)
        hidden = {"hidden": True} if head in (RECORD, PARENT_RECORD) else {}
        sheet.set_column(column, column, width, None, hidden)
        sheet.write_string(0, column, head, look.asked if column in asked else look.head)
    kept = {uid for m in measures for uid in (m.uid, *(a.uid for a in p.ancestors(m.uid)))}
    rows = [uid for uid in p.outline.uids if uid in kept or (not measures and p[uid].kind != "measure")]
    for row, uid in enumerate(rows, 1):
        r = p[uid]
        above = p.get(r.parent)
        word = str(r.get("word") or KINDS[r.kind].label)
        lead: list[str | int | None] = [LEVELS.index(r.kind) + 1, word, r.code, r.name, above.code if above else ""]
        for column, value in enumerate(lead):
            _put(sheet, row, column, value, look.locked["text"])
        for column, field in enumerate(fields, len(lead)):
            mine = r.kind == "measure"
            style = (look.open if mine and field.name in FORM_ASKS else look.locked)[_look(field)]
            held = field.name in fields_of(r.kind)         # else the row of a package would empty what it cannot show
            _put(sheet, row, column, value_cell(r, field, names) if held else None, style, _look(field))
        for column, value in enumerate((uid, r.parent or ""), len(heads) - 2):
            _put(sheet, row, column, value, look.locked["text"])
    last = len(rows) + NEW_ROWS
    for row in range(len(rows) + 1, last + 1):            # open rows for what the form's owner adds
        for column in range(len(heads) - 2):
            look_of = _look(fields[column - 5]) if 5 <= column < 5 + len(fields) else "text"
            sheet.write_blank(row, column, None, look.open[look_of])
    _lists(sheet, p, heads, fields, last)
    sheet.freeze_panes(1, 4)
    sheet.protect("", {"format_columns": True, "format_rows": True, "sort": True, "autofilter": True})


def _lists(sheet: Any, p: Portfolio, heads: Sequence[str], fields: Sequence[Field], last: int) -> None:
    """Choices in the cells that have some; a status may still be written by hand, the import says when it is new."""
    sheet.data_validation(1, 1, last, 1, {"validate": "list", "source": [KINDS[k].label for k in LEVELS],
                                          "error_type": "information"})
    for column, field in enumerate(fields, 5):
        words = choices(p, field)
        if words and sum(len(w) + 1 for w in words) <= _LONGEST_LIST:
            sheet.data_validation(1, column, last, column, {
                "validate": "list", "source": words,
                "error_type": "stop" if field.type == "choice" else "warning"})
        elif field.type == "percent":
            sheet.data_validation(1, column, last, column, {
                "validate": "decimal", "criteria": "between", "minimum": 0, "maximum": 1,
                "error_message": "A share between 0 % and 100 %."})
        elif field.type == "date":
            sheet.data_validation(1, column, last, column, {
                "validate": "date", "criteria": "between", "minimum": dt.date(1990, 1, 1),
                "maximum": dt.date(2100, 12, 31), "error_message": "A date, such as 2026-03-31."})


def _look(field: Field) -> str:
    return field.type if field.type in ("date", "percent", "money") else "text"


def _put(sheet: Any, row: int, column: int, value: str | int | None, style: Any, look: str = "text") -> None:
    if value is None or value == "":
        sheet.write_blank(row, column, None, style)
    elif look == "date" and serial(str(value)) is not None:
        sheet.write_number(row, column, serial(str(value)), style)
    elif look == "percent" and isinstance(value, int):
        sheet.write_number(row, column, value / 10_000, style)
    elif isinstance(value, int):
        sheet.write_number(row, column, value, style)
    else:
        sheet.write_string(row, column, neutral(str(value)), style)


# ---------------------------------------------------------------- amounts


def _effects(book: Any, p: Portfolio, look: _Look, told: Told, measures: Sequence[Record]) -> None:
    """Plan, forecast and actual of each line by month: forecast open after the last closed month, actual up to it."""
    sheet = book.add_worksheet(EFFECTS)
    names = ("name", "type", "category", "currency", "scale")
    heads = ["Measure code", "Measure", "Line", *(LINE_HEADS[n] for n in names), "Series"]
    first, count = _months(p, told.status, measures)
    for column, head in enumerate([*heads, *[""] * count, LINE_RECORD, MEASURE_RECORD]):
        hidden = {"hidden": True} if head in (LINE_RECORD, MEASURE_RECORD, LINE_HEADS["scale"]) else {}
        sheet.set_column(column, column, 40 if head == "Measure" else 12 if not head else 17, None, hidden)
        sheet.write_string(0, column, head, look.head)
    day = book.add_format({"bold": True, "bottom": 1, "num_format": "mmm yyyy", "align": "right", "valign": "top",
                           "bg_color": "#DCE8FA"})
    for m in range(count):
        at = serial(dt.date((first + m) // 12, (first + m) % 12 + 1, 1).isoformat())
        sheet.write_number(0, len(heads) + m, at, day)
    to = actual_to(cube(p), told.status)
    row = 0
    for measure in measures:
        for number, line in enumerate(sorted(p.children(measure.uid, "effect_line"), key=lambda r: (r.rank, r.uid)), 1):
            scale = int(line.get("scale", 2))
            lead: list[str | int | None] = [
                    measure.code, measure.name, number, line.name, TYPE_WORDS.get(line.get("type", ""), ""),
                    CATEGORY_WORDS.get(line.get("category", ""), ""), str(line.get("currency", "")), scale]
            for series in SERIES:
                row += 1
                for column, value in enumerate([*lead, series.capitalize()]):
                    _put(sheet, row, column, value, look.locked["text"])
                for m, value in enumerate(p.months_of(line.uid, series, first, count)):
                    style = (look.open if _is_open(series, first + m, to) else look.locked)["money"]
                    column = len(heads) + m
                    if value is None:
                        sheet.write_blank(row, column, None, style)
                    else:
                        sheet.write_number(row, column, value / 10 ** scale, style)
                for column, text in enumerate((line.uid, measure.uid), len(heads) + count):
                    _put(sheet, row, column, text, look.locked["text"])
    sheet.freeze_panes(1, len(heads))
    sheet.protect("", {"format_columns": True, "format_rows": True})


def _is_open(series: str, month: int, to: int | None) -> bool:
    """Actuals of closed months are the controller's; a forecast is asked for the months ahead."""
    return series in FORM_SERIES and (to is None or month > to)


def _months(p: Portfolio, status: str, measures: Sequence[Record]) -> tuple[int, int]:
    """From the fiscal year of the status date, or the first month used, to the last month used or the year's end."""
    low, high = fiscal_year(p, status)
    for measure in measures:
        for line in p.children(measure.uid, "effect_line"):
            for series in SERIES:
                extent = p.series.extent(line.uid, series)
                if extent is not None:
                    low, high = min(low, extent[0]), max(high, extent[0] + extent[1])
    return low, high - low


# ---------------------------------------------------------------- what it says about itself


def _readme(book: Any, p: Portfolio, told: Told, person: Record | None, measures: int) -> None:
    sheet = book.add_worksheet(README)
    sheet.set_column(0, 0, 26)
    sheet.set_column(1, 1, 90)
    bold = book.add_format({"bold": True})
    rows = [
        (TITLE, told.file_name),
        (FORM, f"for {calling_name(person)}" if person is not None else "empty, for new measures"),
        ("Status date", told.status), ("Exported on", told.printed_on),
        ("Journal", f"{told.tx_count} transactions, head {told.head}"),
        (STATE, json.dumps(dict(told.vector), sort_keys=True)), ("Currency of totals", reporting_currency(p)),
        ("What to do", "Fill in the white cells and send the workbook back. Grey cells are locked so that your rows "
                       "are found again. Amounts are positive; the type of a line says whether it is cost or benefit."),
        ("New measures", "Write them below the others: kind, name, and the code of what they belong to."),
        ("Taking it back", "Import the workbook into the portfolio it came from: only what was changed here comes in, "
                           "and where both sides changed a value, the portfolio's stays and is listed."),
    ]
    to = actual_to(cube(p), told.status)
    if measures:
        rows.append(("Measures", str(measures)))
    if to is not None:
        rows.append((OPEN_FROM, month_text(to + 1)))
    for i, (name, value) in enumerate(rows):
        sheet.write_string(i, 0, name, bold)
        sheet.write_string(i, 1, neutral(value))


assert {*FORM_ASKS, *SHOWN} <= set(fields_of("measure"))
