"""The collection form: a workbook that is mailed out, filled in and taken back, of one owner's measures and activities
or empty.

Its sheets are those of the export (Tree, Activities, Effects, README) with fewer columns, so that the import finds
every row by its record and knows the state it was made of. What is asked for is open; all else is locked, without a
password.
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

from app.core.as_sent import SENT, packed
from app.core.catalog import CATEGORY_NAMES, KINDS, LEVELS, TYPE_NAMES, fields_of
from app.core.counting import counted, listed
from app.core.edits import scale_for
from app.core.find import calling_name
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
    REMARK,
    STATE,
    TITLE,
    TREE,
    Names,
    calling,
    head_of,
)
from app.core.people import called
from app.core.portfolio import Portfolio, Record
from app.core.value.cube import cube, reporting_currency
from app.core.value.variance import actual_to, fiscal_year
from app.core.values import month_text, scale_of
from app.core.whole_file import beside
from app.errors import Problem
from app.reports.owners import near_names
from app.reports.sheets import form_activities
from app.reports.sheets.cells import serial
from app.reports.sheets.form_cells import WIDE, Look, choose, lists, look_of, looks, put, stored
from app.reports.sheets.kind_rows import value_cell
from app.reports.sheets.sheet import Told, refused

SHOWN = ("owner", "stage")
SERIES = ("plan", *FORM_SERIES)
_UNDATED = "Undated"
NEW_ROWS = 15


@dataclass(frozen=True, slots=True)
class _Amount:
    """A cell of the form's amounts: its heading, whether it may be filled in, what it holds now."""

    called: str
    asked: bool
    value: float | None


@dataclass(frozen=True, slots=True)
class Asked:
    """What a form asks about."""

    measures: int
    activities: int

    def __str__(self) -> str:
        return listed((("measure", self.measures), ("activity", self.activities)))


def collect(p: Portfolio, out: Path, told: Told, owner: str = "") -> Asked:
    """Write the form of one owner (a person's name), or an empty one for new measures; what it asks about.

    Raises Problem when nobody is called so, when several are, or when the person owns neither measure nor activity.
    """
    if not out.parent.is_dir():
        raise Problem(f"{out} cannot be written: there is no folder {out.parent}.", "Make it first, or choose another.")
    if out.suffix.lower() != ".xlsx":
        raise Problem(f"{out.name} is no workbook.", "Give the form the ending .xlsx.")
    person = _person(p, owner) if owner else None
    measures = sorted((m for m in p.of_kind("measure") if person is not None and m.get("owner") == person.uid),
                      key=lambda m: p.outline.position.get(m.uid, -1))             # every sheet in the tree's order
    activities = form_activities.asked_of(p, person.uid, measures) if person is not None else []
    if person is not None and not measures and not activities:
        raise Problem(f"{person.name} owns neither a measure nor an activity.",
                      "Give the measures an owner first, or export an empty form.")
    try:
        with beside(out) as part:
            _write(p, part, told, person, measures, activities)
    except (OSError, FileCreateError) as wrong:
        raise refused(out, wrong) from wrong
    return Asked(len(measures), len(activities))


def _person(p: Portfolio, name: str) -> Record:
    found = called(p, name, loose=True)
    if len(found) != 1:
        owners = sorted({p[m.get("owner")].name for kind in ("measure", "activity") for m in p.of_kind(kind)
                         if m.get("owner") in p.records})
        near = near_names(p.of_kind("person"), name) if not found else []
        more = f" and {len(owners) - 12} more" if len(owners) > 12 else ""
        raise Problem(f"{'Several people are' if found else 'Nobody is'} called {name} here.",
                      f"Did you mean {' or '.join(near)}?" if near else
                      f"Owners are: {', '.join(owners[:12])}{more}." if owners else "No measure has an owner yet.")
    return found[0]


def _write(p: Portfolio, path: Path, told: Told, person: Record | None, measures: Sequence[Record],
           activities: Sequence[Record]) -> None:
    book = Workbook(str(path), {"strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False})
    try:
        look = looks(book, scale_of(reporting_currency(p)))
        names = Names(p)
        _readme(book, p, told, person, Asked(len(measures), len(activities)))      # first, for it says what to do
        if measures or person is None:
            _tree(book, p, look, names, measures)
        if measures or activities:
            form_activities.write(book, p, look, names, measures, activities)
        if measures:
            _effects(book, p, look, told, measures)
        book.set_properties({"title": f"Trimtab form of {told.file_name}",
                             "created": dt.datetime.fromisoformat(told.printed_on)})
    finally:
        book.close()


# ---------------------------------------------------------------- the tree


def _tree(book: Any, p: Portfolio, look: Look, names: Names, measures: Sequence[Record]) -> None:
    sheet = book.add_worksheet(TREE)
    known = fields_of("measure")
    fields = [known[name] for name in (*SHOWN, *FORM_ASKS)]
    heads = ["Level", "Kind", "Code", "Name", PARENT_CODE, *(head_of(f) for f in fields), REMARK, RECORD,
             PARENT_RECORD, SENT]
    remark = 5 + len(fields)
    asked = {remark, *(5 + i for i, f in enumerate(fields) if f.name in FORM_ASKS)}
    for column, head in enumerate(heads):
        width = 44 if head in ("Name", REMARK) else 8 if head == "Level" else WIDE.get(
            fields[column - 5].type if 5 <= column < 5 + len(fields) else "text", 16)
        hidden = {"hidden": True} if head in (RECORD, PARENT_RECORD, SENT) else {}
        sheet.set_column(column, column, width, None, hidden)
        sheet.write_string(0, column, head, look.asked if column in asked else look.head)
    kept = {uid for m in measures for uid in (m.uid, *(a.uid for a in p.ancestors(m.uid)))}
    rows = [uid for uid in p.outline.uids if uid in kept or (not measures and p[uid].kind != "measure")]
    for row, uid in enumerate(rows, 1):
        r = p[uid]
        if r.get("pass_through") and not r.name:
            sheet.set_row(row, None, None, {"hidden": True})       # it stands in for a level the file does not use
        above = p.get(r.parent)
        word = str(r.get("word") or KINDS[r.kind].label)
        lead: list[str | int | None] = [LEVELS.index(r.kind) + 1, word, r.code, r.name, calling(above) if above else ""]
        for column, value in enumerate(lead):
            put(sheet, row, column, value, look.locked["text"])
        mine, filled = r.kind == "measure", list[str]()
        locked: dict[str, Any] = {h: v for h, v in zip(heads, lead, strict=False) if h != PARENT_CODE}
        for column, field in enumerate(fields, len(lead)):
            is_open = mine and field.name in FORM_ASKS
            held = field.name in fields_of(r.kind)         # else the row of a package would empty what it cannot show
            cell = value_cell(r, field, names) if held else None
            put(sheet, row, column, cell, (look.open if is_open else look.locked)[look_of(field)], look_of(field))
            if not is_open:
                locked[heads[column]] = stored(cell, look_of(field))
            elif cell not in (None, ""):
                filled.append(heads[column])
        sheet.write_blank(row, remark, None, (look.open if mine else look.locked)["text"])
        for column, value in enumerate((uid, r.parent or "", packed(locked, filled)), len(heads) - 3):
            put(sheet, row, column, value, look.locked["text"])
    last = len(rows) + NEW_ROWS
    for row in range(len(rows) + 1, last + 1):            # open rows for what the form's owner adds
        for column in range(len(heads) - 3):
            style = look_of(fields[column - 5]) if 5 <= column < 5 + len(fields) else "text"
            sheet.write_blank(row, column, None, look.open[style])
    choose(sheet, 1, last, [KINDS[k].label for k in LEVELS], "information")
    packages = [calling(p[uid]) for uid in rows if p[uid].kind == "package"]
    choose(sheet, 4, last, [name for name in packages if name and "," not in name], "information")
    lists(sheet, p, fields, 5, last)
    sheet.freeze_panes(1, 4)
    sheet.protect("", {"format_columns": True, "format_rows": True, "sort": True, "autofilter": True})


# ---------------------------------------------------------------- amounts


def _effects(book: Any, p: Portfolio, look: Look, told: Told, measures: Sequence[Record]) -> None:
    """Plan, forecast and actual of each line, undated and by month: forecast and actual open after the last closed
    month."""
    sheet = book.add_worksheet(EFFECTS)
    names = ("name", "type", "category", "currency", "scale")
    heads = ["Measure code", "Measure", "Line", *(LINE_HEADS[n] for n in names), "Series", _UNDATED]
    first, count = _months(p, told.status, measures)
    for column, head in enumerate([*heads, *[""] * count, LINE_RECORD, MEASURE_RECORD, SENT]):
        hidden = {"hidden": True} if head in (LINE_RECORD, MEASURE_RECORD, LINE_HEADS["scale"], SENT) else {}
        sheet.set_column(column, column, 40 if head == "Measure" else 12 if not head else 17, None, hidden)
        sheet.write_string(0, column, head, look.asked if head == _UNDATED else look.head)
    day = book.add_format({"bold": True, "bottom": 1, "num_format": "mmm yyyy", "align": "right", "valign": "top",
                           "bg_color": "#DCE8FA"})
    for m in range(count):
        at = serial(dt.date((first + m) // 12, (first + m) % 12 + 1, 1).isoformat())
        sheet.write_number(0, len(heads) + m, at, day)
    to = actual_to(cube(p), told.status)
    lines = [(measure, number, line) for measure in measures for number, line in enumerate(
        sorted(p.children(measure.uid, "effect_line"), key=lambda r: (r.rank, r.uid)), 1)]
    for n, (measure, number, line) in enumerate(lines):
        scale = scale_for(p, line)
        lead: list[str | int | None] = [
            measure.code, measure.name, number, line.name, TYPE_NAMES.get(line.get("type", ""), ""),
            CATEGORY_NAMES.get(line.get("category", ""), ""), str(line.get("currency", "")), scale]
        for row, series in enumerate(SERIES, 1 + n * len(SERIES)):
            for column, value in enumerate([*lead, series.capitalize()]):
                put(sheet, row, column, value, look.locked["text"])
            amounts = (line.get(f"undated_{series}"), *p.months_of(line.uid, series, first, count))
            cells = [_Amount(_UNDATED if not m else month_text(first + m - 1),
                             series in FORM_SERIES if not m else _is_open(series, first + m - 1, to),
                             None if v is None else v / 10 ** scale) for m, v in enumerate(amounts)]
            for column, cell in enumerate(cells, len(heads) - 1):
                style = (look.open if cell.asked else look.locked)["money"]
                if cell.value is None:
                    sheet.write_blank(row, column, None, style)
                else:
                    sheet.write_number(row, column, cell.value, style)
            locked: dict[str, Any] = {c.called: c.value for c in cells if not c.asked}
            filled = [c.called for c in cells if c.asked and c.value is not None]
            sent = packed({**dict(zip(heads, lead, strict=False)), **locked}, filled)
            for column, text in enumerate((line.uid, measure.uid, sent), len(heads) + count):
                put(sheet, row, column, text, look.locked["text"])
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


def _readme(book: Any, p: Portfolio, told: Told, person: Record | None, asked: Asked) -> None:
    sheet = book.add_worksheet(README)
    sheet.set_column(0, 0, 26)
    sheet.set_column(1, 1, 90)
    bold = book.add_format({"bold": True})
    rows = [
        (TITLE, told.file_name),
        (FORM, f"for {calling_name(person)}" if person is not None else "empty, for new measures"),
        ("Status date", told.status), ("Exported on", told.printed_on),
        ("Journal", f"{counted(told.tx_count, 'transaction')}, head {told.head}"),
        (STATE, json.dumps(dict(told.vector), sort_keys=True)), ("Currency of totals", reporting_currency(p)),
        ("What to do", "Fill in the white cells and send the workbook back. Grey cells are locked so that your rows "
                       "are found again. Amounts are positive; the type of a line says whether it is cost or benefit. "
                       "What belongs to no month yet goes into the column Undated. A cell you empty loses its value "
                       "in the portfolio too."),
        ("Why", "The column Remark is yours: what you write there comes back as a note of the measure or activity."),
        ("New measures", "Write them below the others: kind, name, and the code of what they belong to, or its name "
                         "where it has no code. New activities likewise: the code of their measure, name and dates."),
        ("Taking it back", "Import the workbook into the portfolio it came from: only what was changed here comes in, "
                           "and where both sides changed a value, the portfolio's stays and is listed."),
    ]
    to = actual_to(cube(p), told.status)
    if person is not None:
        rows.append(("Asks about", str(asked)))
    if to is not None:
        rows.append((OPEN_FROM, month_text(to + 1)))
    for i, (name, value) in enumerate(rows):
        sheet.write_string(i, 0, name, bold)
        sheet.write_string(i, 1, neutral(value))


assert {*FORM_ASKS, *SHOWN} <= set(fields_of("measure"))
