"""What the months grid shows: a node and its children in three rows each, a measure's effect lines a row a series.

Figures come from core (cube, variance) and are only laid over columns here. Empty is not 0: a period in which no
line holds a value has none. Must not know: widgets, how a cell looks.
"""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from app.core import edits
from app.core.catalog import LEVELS, SERIES, TYPE_NAMES
from app.core.portfolio import Portfolio, Record
from app.core.value.cube import cube, reporting_currency
from app.core.value.grouping import Grouped
from app.core.value.grouping import grouped as group
from app.core.value.variance import ACTUAL, FORECAST, PLAN, Figures, figures
from app.core.values import scale_of
from app.ui.look import figures as shown
from app.ui.value import effects, grouped
from app.ui.value.columns import Column, columns, whole_years
from app.ui.words import plural, tr

FORECASTS, ACTUALS = "expected", "actual"      # what plan is compared with
DELTA = "delta"


@dataclass(frozen=True, slots=True)
class Row:
    """One row: `series` is plan, expected, actual or delta of a node, or a series of an effect line (`line`)."""

    uid: str
    series: str
    name: str                             # said on the first row of a block
    note: str                             # said on the second one
    depth: int
    at: int                               # place in its block
    size: int                             # rows of the block
    line: bool = False


@dataclass(frozen=True, slots=True)
class Look:
    """What a person chose to see."""

    scope: str = ""
    periods: str = "months"
    cumulated: bool = False
    compare: str = FORECASTS
    all_years: bool = False
    effect: str = ""                      # one of core.value.lines.EFFECTS, "" all money
    group: str = grouped.TREE             # the children, or groups beside the tree


Months = tuple[NDArray[np.int64], NDArray[np.bool_]]


class ValueTable:
    """Rows, columns and the amount of each cell in minor units; made anew after every change, filled when asked."""

    def __init__(self, p: Portfolio, status: str, look: Look) -> None:
        self.p, self.status, self.look = p, status, look
        self.f: Figures = figures(p, status, look.effect)
        self.span = self._span()
        self.columns: list[Column] = [self._named(c) for c in columns(*self.span, look.periods)]
        self.currency = reporting_currency(p)
        self.scale = scale_of(self.currency)
        self._kept: dict[tuple[str, str], Months] = {}
        record = p.get(look.scope)
        self.on_measure = record is not None and record.kind == "measure"
        self.groups: Grouped | None = None
        if look.group != grouped.TREE:
            self.groups = group(p, status, look.group, look.scope, look.effect)
        self.children: Sequence[Record | grouped.Part] = self._children(look.scope) if self.groups is None \
            else grouped.parts(self.groups, look.group)
        self.rows: list[Row] = self._rows()
        self.unit = self._unit()

    def _span(self) -> tuple[int, int]:
        year, extent = self.f.year, cube(self.p).extent()        # the same months whatever the effect
        if not self.look.all_years or extent is None:
            return year
        return whole_years(min(extent[0], year[0]), max(extent[1] + 1, year[1]), year)

    def _named(self, column: Column) -> Column:
        """Compared with actuals, a period that is not over is called by the month it reaches."""
        to = self.f.actual_to
        if self.look.compare != ACTUALS or to is None or not column.first <= to < column.end - 1:
            return column
        return replace(column, head=tr("To {month}", month=shown.MONTHS[to % 12]))

    def _children(self, uid: str) -> list[Record]:
        if not uid:
            outline = self.f.cube.outline
            return [self.p[outline.uids[i]] for i in np.flatnonzero(outline.parent == -1).tolist()]
        return [r for r in self.p.children(uid) if r.kind in LEVELS]

    def children_of(self, uid: str) -> list[Record]:
        return [] if grouped.is_group(uid) else self._children(uid)

    # ---------------------------------------------------------------- rows

    def _rows(self) -> list[Row]:
        record = self.p.get(self.look.scope)
        found = self._block(record, 0)
        for child in self.children:
            found += self._block(child, 1)
        if self.on_measure:
            for line in self.lines():
                found += self._line(line)
        return found

    def lines(self) -> list[Record]:
        """The effect lines of a measure in scope."""
        return [r for r in self.p.children(self.look.scope, "effect_line") if self.p.live(r.uid)
                and effects.shown(r, self.look.effect)]

    def _block(self, record: Record | grouped.Part | None, depth: int) -> list[Row]:
        uid = record.uid if record is not None else ""
        name = f"{record.code}  {record.name}".strip() if record is not None else tr("Whole file")
        keys = ("plan", self.look.compare, DELTA)
        return [Row(uid, key, name, self._note(record), depth, i, len(keys)) for i, key in enumerate(keys)]

    def _note(self, record: Record | grouped.Part | None) -> str:
        if isinstance(record, grouped.Part):
            return record.note
        parts = []
        owner = self.p.get(record.get("owner", "")) if record is not None else None
        if owner is not None:
            parts.append(owner.name)
        if record is not None and record.kind != "measure":
            outline = self.f.cube.outline
            at = outline.position[record.uid]
            count = int((outline.level[at:int(outline.end[at])] == len(LEVELS) - 1).sum())
            parts.append(plural(count, "{n} measure", "{n} measures"))
        return ", ".join(parts)

    def _line(self, line: Record) -> list[Row]:
        kind = tr(TYPE_NAMES.get(line.get("type"), ""))
        name = line.name or kind
        currency = line.get("currency") or self.currency
        note = ", ".join(x for x in (kind if line.name else "", currency if currency != self.currency else "") if x)
        return [Row(line.uid, series, name, note, 1, i, len(SERIES), line=True) for i, series in enumerate(SERIES)]

    # ---------------------------------------------------------------- amounts

    def months(self, uid: str, key: str) -> Months:
        """A node's amounts and whether there is one, over the months of the cube."""
        if (uid, key) not in self._kept:
            self._kept[uid, key] = self._months(uid, key)
        return self._kept[uid, key]

    def _months(self, uid: str, key: str) -> Months:
        f, c = self.f, self.f.cube
        if key == DELTA:
            plan, other = self.months(uid, "plan"), self.months(uid, self.look.compare)
            have = plan[1] | other[1]
            if self.look.compare == ACTUALS:
                have = have & (np.arange(c.months) < c.cut(f.actual_to))
            return np.where(have, other[0] - plan[0], 0), have
        if self.groups is not None and grouped.is_group(uid):
            at = grouped.place(self.groups, uid)
            return self.groups.amounts[key][at], self.groups.have[key][at]
        table = {"plan": f.plan, FORECASTS: f.expected, ACTUALS: f.actual}[key]
        values = table[c.outline.position[uid]] if uid else table[c.outline.parent == -1].sum(axis=0)
        rows = c.lines_of(uid)
        low, high = (int(rows[0]), int(rows[-1]) + 1) if len(rows) else (0, 0)
        present, cut = c.block.present[:, :, low:high], c.cut(f.actual_to)
        if key == "plan":
            have = present[PLAN].any(axis=1)
        else:
            have = present[ACTUAL].any(axis=1)
            have[cut:] = False
            if key == FORECASTS:
                ahead = np.where(present[FORECAST].any(axis=0), present[FORECAST], present[PLAN])[cut:]
                have[cut:] = ahead.any(axis=1)
        return values, have

    def amount(self, uid: str, key: str, first: int, end: int) -> int | None:
        """A node's sum over months [first, end); None where there is nothing to sum."""
        values, have = self.months(uid, key)
        low, high = self.f.cube.span(first, end)
        return int(values[low:high].sum()) if have[low:high].any() else None

    def start(self, column: Column) -> int:
        """Where the sum of a column begins."""
        return self.span[0] if self.look.cumulated else column.first

    def value(self, row: Row, column: Column) -> int | None:
        """The amount of a cell in minor units."""
        first, end = self.start(column), column.end
        if row.line:
            found = [v for v in self.p.months_of(row.uid, row.series, first, column.end - first) if v is not None]
            return sum(found) if found else None
        if self.look.compare == ACTUALS:             # plan too counts to date, so that three rows tell one story
            if self.f.actual_to is None or column.first > self.f.actual_to:
                return None
            end = min(end, self.f.actual_to + 1)
        return self.amount(row.uid, row.series, first, end)

    # ---------------------------------------------------------------- words

    def _unit(self) -> shown.Unit:
        if self.on_measure:
            return shown.unit(self.currency, "1", self.scale)
        year = Column("year", *self.span, "")
        largest = max((abs(self.value(row, year) or 0) for row in self.rows[:9]), default=0)
        return shown.unit(self.currency, str(self.p.setting("figures_in", self.look.scope)), self.scale, largest)

    def text(self, row: Row, column: Column) -> str:
        """The amount of a cell as it is shown: lines to the cent, as they are typed."""
        value = self.value(row, column)
        if row.line:
            return shown.full(value, self.scale_of(row))
        return shown.amount(value, self.unit, signed=row.series == DELTA)

    def scale_of(self, row: Row) -> int:
        return edits.scale_for(self.p, self.p[row.uid])

    def series_name(self, row: Row) -> str:
        if row.series == DELTA:
            return "Δ"
        if row.series == FORECASTS:
            return tr("Actual, fcst")
        return tr(row.series.capitalize())
