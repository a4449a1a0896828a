"""The rows of an import plan as people read them: a line of a measure by its measure, months of a series as one sum.

Must not know: how they are shown.
"""
from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from app.core.catalog import KINDS, SERIES, fields_of
from app.core.values import from_minor, month_index, show
from app.ui.importing.sheet_model import month_word
from app.ui.importing.text import grouped
from app.ui.look.figures import date
from app.ui.words import tr

if TYPE_CHECKING:
    from app.core.intake.plan import ImportPlan, ImportRow
    from app.core.portfolio import Portfolio


@dataclass(frozen=True, slots=True)
class Line:
    """One value before and after; "" is empty."""

    what: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Row:
    """One record of the preview."""

    action: str
    measure: str                          # uid of the measure it belongs to, "" for others
    code: str
    name: str
    at: str                               # address in the file, without its sheet
    lines: tuple[Line, ...]
    place: tuple[str, int] = ("", 0)      # sheet and row, to keep the file's order


def rows_of(plan: ImportPlan, p: Portfolio) -> list[Row]:
    """Every record that is new, changes, keeps a person's value or is only here; in the order of the file."""
    return [_row(r, p) for r in plan.rows if r.action != "unchanged"]


def counts_of(plan: ImportPlan, p: Portfolio) -> tuple[Mapping[str, int], Mapping[str, int]]:
    """(new, changed) by kind; a measure changes also when only one of its lines does."""
    changed = Counter(plan.changed)
    own = {r.uid for r in plan.rows if r.kind == "measure" and r.action == "changed"}
    new = {r.uid for r in plan.rows if r.kind == "measure" and r.action == "new"}
    by_line = {_measure(r, p) for r in plan.rows if r.kind == "effect_line" and r.action == "changed"}
    changed["measure"] += len(by_line - own - new - {""})
    return Counter(plan.created), +changed


def _measure(row: ImportRow, p: Portfolio) -> str:
    record = p.get(row.uid)
    if row.kind == "measure":
        return row.uid
    parent = p.get(record.parent) if record is not None else None
    return parent.uid if parent is not None and parent.kind == "measure" else ""


def _row(row: ImportRow, p: Portfolio) -> Row:
    measure, record = _measure(row, p), p.get(row.uid)
    code, name = (record.code, record.name) if record is not None else (row.code, row.name)
    if row.kind == "effect_line" and measure:
        above = p[measure]
        code, name = above.code, " · ".join(t for t in (above.name, name) if t)
    sheet, _, at = row.at.rpartition("!")
    digits = "".join(c for c in at if c.isdigit())
    return Row(row.action, measure, code, name, at, _lines(row), (sheet, int(digits or 0)))


def _lines(row: ImportRow) -> tuple[Line, ...]:
    """Fields one by one, the months of a series together."""
    found: list[Line] = []
    months: dict[str, list[tuple[str, str, str]]] = {}
    for name, before, after in row.fields:
        series, _, month = name.partition(" ")
        if series in SERIES and month and row.kind == "kpi":       # a sum of its values says nothing
            found.append(_series(series, [(month, before, after)]))
        elif series in SERIES and month:
            months.setdefault(series, []).append((month, before, after))
        else:
            found.append(Line(_label(row.kind, name), _value(row.kind, name, before, row.scale),
                              _value(row.kind, name, after, row.scale)))
    found += [_series(series, cells) for series, cells in months.items()]
    return tuple(found)


def _series(series: str, cells: list[tuple[str, str, str]]) -> Line:
    first, last = min(c[0] for c in cells), max(c[0] for c in cells)
    span = month_word(first)
    if last != first:
        gaps = month_index(last) - month_index(first) + 1 != len(cells)
        span = f"{span} – {month_word(last)}" + (tr(", {n} months", n=len(cells)) if gaps else "")
    return Line(f"{tr(series.capitalize())} {span}", _sum(c[1] for c in cells), _sum(c[2] for c in cells))


def _sum(values: Iterable[str]) -> str:
    amounts = [Decimal(v) for v in values if v]
    return grouped(str(sum(amounts))) if amounts else ""


def _label(kind: str, name: str) -> str:
    found = fields_of(kind).get(name) if kind in KINDS else None
    return tr(found.label) if found else name


def _value(kind: str, name: str, text: str, scale: int) -> str:
    """A canonical value as text, for reading."""
    found = fields_of(kind).get(name) if kind in KINDS else None
    if not text or found is None:
        return text
    if found.type == "money" and text.lstrip("-").isdigit():
        return grouped(from_minor(int(text), scale))
    if found.type == "percent" and text.lstrip("-").isdigit():
        return show(found, int(text))
    if found.type == "date":
        return date(text)
    if found.type == "bool":
        return tr("yes") if text == "True" else tr("no")
    return text
