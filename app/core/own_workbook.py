"""Trimtab's own workbook: what its sheets are called, and how a value stands in a cell and comes back from it.

The export writes by these rules and the import reads by them, so that a workbook taken in again gives the same
records: `value_of(field, cell_of(field, value)) == value`. A reference stands as a name people know; where two
records share it, the record's own number follows in brackets. The apostrophe of
harmless texts (formula_text.py) is put on by the writer and taken off by the reader. Must not know: workbooks as files.
"""
from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterable
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from app.core.catalog import KINDS, LEVELS, Field
from app.core.find import fold
from app.core.values import month_text, parse, parse_date, show, to_minor
from app.errors import Problem

if TYPE_CHECKING:
    from app.core.portfolio import Portfolio, Record

TITLE = "Trimtab export"                   # first cell of the README sheet: how the import knows its own workbook
TREE, EFFECTS, README = "Tree", "Effects", "README"
LEFT_OUT = ("source", "import_run", "snapshot")      # where content came from and when, not what it is
SHEETS: dict[str, str] = {kind.name: kind.plural for kind in KINDS.values()
                          if kind.name not in (*LEVELS, "effect_line", *LEFT_OUT)}
HEADS = {"budget": "Spending limit",       # "budget" in a head is a plan of amounts to whoever reads the sheet
         "told": "Said on"}                # a note's own day; "Known on" is the day of a row
RECORD, PARENT, PARENT_RECORD, KNOWN_ON = "Record", "Parent", "Parent record", "Known on"
PARENT_CODE, LINE_RECORD, MEASURE_RECORD = "Parent code", "Line record", "Measure record"
AMOUNT_HEADS = ("measure_code", "measure", "line", "line_name", "type", "category", "holds", "money_line", "unit",
                "currency", "segment", "anchor", "series", "month", "amount")      # of the .csv, a row an amount
LINE_HEADS = {"name": "Line name", "type": "Type", "category": "Effect category", "line_kind": "Holds",
              "money_line": "Money line", "unit": "Measured in", "currency": "Currency", "segment": "Customer segment",
              "anchor": "Starts with activity", "scale": "Decimal places", "basis": "Forecast made for finish"}
FORM = "Form"                              # on the README sheet of a collection form: whose it is
OPEN_FROM = "Months open from"             # ... and the first month it asks for
FORM_ASKS = ("status", "light", "progress", "start", "finish", "description")      # open cells of a measure in a form
FORM_ASKS_ACTIVITY = ("status", "percent", "start", "finish", "actual_start", "actual_finish", "description")
FORM_SERIES = ("forecast", "actual")       # ... and of an effect line, undated too; all else is not taken back
REMARK = "Remark"                          # ... and why it is so: a note of the measure or activity
STATE = "State"                            # on the README sheet: the transactions of each site that went into it
MOST_EXACT = 10**15                        # a number of a spreadsheet holds 15 digits; beyond it stands as text
Cell = str | int | float | bool | dt.date | dt.datetime | dt.time | dt.timedelta | None
_UID = re.compile(r"\s*\[([0-9a-f]{32})\]$")


def head_of(field: Field) -> str:
    """What the column of a field is called."""
    return HEADS.get(field.name, field.label)


def custom_fields(p: Portfolio, kinds: Iterable[str], taken: Iterable[str]) -> dict[str, Field]:
    """Head -> field ("x.UID") of the file's own fields on some kinds; a head used twice carries its key as well."""
    wanted, found, used = set(kinds), dict[str, Field](), {fold(t) for t in taken}
    for r in sorted(p.of_kind("field_def"), key=lambda r: (str(r.get("key")), r.uid)):
        if r.get("on_kind") not in wanted:
            continue
        label = str(r.get("label") or r.get("key") or "Field")
        head = label if fold(label) not in used else f"{label} [{r.uid}]"
        used.add(fold(head))
        found[head] = Field(f"x.{r.uid}", str(r.get("type") or "text"), label)
    return found


# ---------------------------------------------------------------- values


def cell_of(field: Field, value: Any) -> str | int | None:
    """A value as it stands in a cell: money, percent and whole numbers as integers of their smallest unit (the
    writer divides), all else as text."""
    if value is None:
        return None
    match field.type:
        case "money" | "percent" | "int":
            return int(value)
        case "json" | "vector":
            return json.dumps(value, ensure_ascii=False, sort_keys=True)
        case "choice":
            words = str(value).replace("_", " ")
            return words if str(value).isupper() else words[:1].upper() + words[1:]
        case _:
            return show(field, value)


def value_of(field: Field, cell: Cell, scale: int) -> Any:
    """The canonical value of a cell, None when it is empty. Raises Problem when it is no value of the field."""
    if cell is None or (isinstance(cell, str) and not cell):
        return None
    match field.type:
        case "date":
            return _date(cell)
        case "month":
            return month_text(cell.year * 12 + cell.month - 1) if isinstance(cell, dt.date) else parse(field, str(cell))
        case "json" | "vector":
            return _json(field, cell)
        case "bool" if isinstance(cell, bool):
            return cell
    if isinstance(cell, bool):
        cell = "yes" if cell else "no"
    if isinstance(cell, (int, float)):
        return _number(field, cell, scale)
    if isinstance(cell, dt.date):
        return cell.isoformat()[:10]
    text = str(cell)
    return text if field.type in ("text", "long", "code") else parse(field, text, scale)


def _number(field: Field, cell: int | float, scale: int) -> Any:
    exact = Decimal(repr(cell)) if isinstance(cell, float) else Decimal(cell)
    match field.type:
        case "money":
            return to_minor(exact, scale)
        case "percent":
            return to_minor(exact, 4)
        case "int":
            return parse(field, format(exact.normalize(), "f"))
        case _:
            plain = format(exact.normalize(), "f")
            return plain if field.type in ("number", "text", "long", "code") else parse(field, plain, scale)


def _date(cell: Cell) -> str:
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat()
    return cell.isoformat() if isinstance(cell, dt.date) else parse_date(str(cell))


def _json(field: Field, cell: Cell) -> Any:
    if isinstance(cell, (bool, int)):
        return cell
    text = str(cell)
    try:
        return json.loads(text)
    except ValueError as wrong:
        raise Problem(f"“{text[:40]}” is not written as {field.label.lower()} are.",
                      "Leave this column as the export wrote it, or clear the cell.") from wrong


def set_text(field: Field, chosen: Iterable[str]) -> str:
    """The elements of a set as one cell."""
    return ", ".join(chosen)


def set_of(field: Field, cell: Cell) -> dict[str, bool | None]:
    """"field#choice" -> True or None for every choice of a set. Raises Problem for a word that is no choice."""
    words = [w.strip() for w in str(cell or "").split(",") if w.strip()]
    known = {fold(c): c for c in field.choices}
    for word in words:
        if fold(word) not in known:
            raise Problem(f"“{word}” is not a choice of {field.label.lower()}.",
                          f"Choose from: {', '.join(field.choices)}.")
    have = {known[fold(w)] for w in words}
    return {f"{field.name}#{c}": True if c in have else None for c in field.choices}


# ---------------------------------------------------------------- references


def calling(record: Record) -> str:
    """What people call a record in a cell: nodes and activities by code, all else by name."""
    if record.kind in ("activity", "risk", "issue", "assumption", *LEVELS):
        return record.code or record.name
    return record.name or str(record.get("mail") or record.get("type") or "")


def kinds_of(ref: str) -> tuple[str, ...]:
    """The kinds a reference may point at: "unit:function" -> unit, "activity|measure" -> both."""
    return tuple(ref.partition(":")[0].split("|"))


class Names:
    """References as cells of one export: a name alone where only one record has it."""

    def __init__(self, p: Portfolio) -> None:
        self._p = p
        self._shared: dict[str, dict[str, int]] = {}

    def cell(self, ref: str, uid: str) -> str:
        """The cell of a reference; a record that is gone stands by its number alone."""
        record = self._p.get(uid)
        if record is None or not self._p.live(uid):
            return f"[{uid}]"
        text = calling(record)
        if text and not _UID.search(text) and self._count(ref).get(fold(text)) == 1:
            return text
        return f"{text} [{uid}]" if text else f"[{uid}]"

    def _count(self, ref: str) -> dict[str, int]:
        counted = self._shared.get(ref)
        if counted is None:
            counted = self._shared[ref] = {}
            unit_type = ref.partition(":")[2]
            for kind in kinds_of(ref):
                for r in self._p.of_kind(kind):
                    if not unit_type or r.get("type") == unit_type:
                        counted[fold(calling(r))] = counted.get(fold(calling(r)), 0) + 1
        return counted


def parent_ref(kind: str) -> str:
    """The reference that the parent of a kind is."""
    return "|".join(k for k in KINDS[kind].parents if k)


def split_ref(text: str) -> tuple[str, str]:
    """(name, uid or "") of a reference as `Names` wrote it."""
    found = _UID.search(text)
    return (text[:found.start()], found[1]) if found else (text, "")
