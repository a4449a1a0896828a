"""What a step does to figures that nobody sees in the cells it writes: a plan that is no longer expected, a cost with a
minus, a month that counts as booked (booking.py).

By definition a line with any forecast counts 0 in the months its forecast leaves empty, and its plan without a month no
more (product.md section 4): one forecast month can take the whole plan of a line out of what is expected. Amounts here
are as entered, in the line's own currency. Must not know: who makes the step, how it is told.
"""
from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from app.core.catalog import SERIES
from app.core.change import Change, Creation, Work
from app.core.counting import counted
from app.core.edits import scale_for
from app.core.find import path_name
from app.core.portfolio import Portfolio
from app.core.sense import COST_BELOW_ZERO
from app.core.value import booking
from app.core.value.cube import COST_TYPES, cube
from app.core.value.series import Amounts
from app.core.value.standing import stops
from app.core.value.variance import actual_to
from app.core.wording import amount

Cells = Mapping[int, int]
_REST = "What is still to come belongs into forecast months, or into the undated forecast."
_READ = ("plan", "forecast", "actual")
_UNDATED = {f"undated_{series}": series for series in SERIES}


@dataclass(slots=True)
class _Line:
    """The amounts of one line: series -> month -> minor units, and those without a month."""

    months: dict[str, dict[int, int]] = field(default_factory=dict)
    undated: dict[str, int] = field(default_factory=dict)
    cost: bool = False

    def of(self, series: str) -> Cells:
        return self.months.get(series, {})

    def expected(self, to: int) -> int:
        """All time, as entered: actual up to `to`, then the forecast; without any forecast the plan."""
        rest = self.of("forecast") or self.of("plan")
        return (sum(v for m, v in self.of("actual").items() if m <= to) + sum(v for m, v in rest.items() if m > to)
                + self._loose())

    def _loose(self) -> int:
        """As the figures do it (variance.py), in the amounts as entered."""
        actual, forecast, plan = (self.undated.get(s, 0) for s in ("actual", "forecast", "plan"))
        if forecast or self.of("forecast"):
            return forecast or actual
        return max(actual, plan) if actual and self.cost else actual or plan

    def ignored_undated(self) -> int:
        """The plan without a month that counts no more because a forecast stands in the line; where something was
        reached of a benefit it did not count before either."""
        has = bool(self.of("forecast")) or bool(self.undated.get("forecast"))
        reached = bool(self.undated.get("actual")) and not self.cost
        return self.undated.get("plan", 0) if has and not reached else 0

    def ignored_months(self, to: int) -> list[int]:
        """The planned amounts after `to` in months that the forecast leaves empty."""
        forecast = self.of("forecast")
        return [v for m, v in self.of("plan").items() if v and m > to and m not in forecast] if forecast else []


@dataclass(frozen=True, slots=True)
class Replaced:
    """A line whose plan is no longer expected because a forecast stands in it, minor units as entered.

    `undated` is the part of its plan without a month, `months` and `planned` how many planned months have no
    forecast and their sum. `new` is a line that comes with both.
    """

    uid: str
    before: int
    after: int
    undated: int
    months: int
    planned: int
    new: bool = False
    cost: bool = False

    def told(self, name: str, scale: int) -> str:
        """In a sentence, for whoever calls the line `name`."""
        before, after, undated, planned = (amount(v, scale) for v in (self.before, self.after, self.undated,
                                                                           self.planned))
        what = "expected cost" if self.cost else "expected"
        if self.before == self.after or self.new:
            return (f"{name}: its plan without a month ({undated}) is not expected, because the line has a forecast; "
                    f"{what} is {after}. {_REST}")
        parts = [f"{undated} without a month"] if self.undated else []
        parts += [f"{planned} in {counted(self.months, 'month')} without a forecast"] if self.months else []
        verb = "falls" if self.after < self.before else "goes"
        return (f"{name}: {what} {verb} from {before} to {after}, because a line with a forecast counts that alone: "
                f"of its plan, {' and '.join(parts)} no longer {'count' if len(parts) > 1 else 'counts'}. {_REST}")


def said(p: Portfolio, work: Sequence[Work], status: str) -> list[str]:
    """What is to be said of a step on lines that are there, a sentence each. `p` is before the step."""
    found = [one.told(path_name(p, p[one.uid]), scale_for(p, p[one.uid]))
             for one in replaced(p, work, status) if one.uid in p.records]
    found += [f"{path_name(p, p[uid])}: {COST_BELOW_ZERO}" for uid in costs_below_zero(p, work) if uid in p.records]
    return found + booking.remarks(p, work, status)


def replaced(p: Portfolio, work: Iterable[Work], status: str) -> list[Replaced]:
    """Lines of whose plan a step takes something out of what is expected, at a status date. `p` is before the step."""
    mine: dict[str, list[Change]] = {}
    made: list[Creation] = []
    work = list(work)
    for one in work:
        if isinstance(one, Creation):
            if one.kind == "effect_line" and one.fields.get("undated_plan"):
                made.append(one)
        elif one.field in _READ or one.field in _UNDATED:
            mine.setdefault(one.uid, []).append(one)
    lines = [uid for uid in mine if _waits(p, uid, mine[uid])]
    if not lines and not made:
        return []
    to, found = _until(p, status, booking.booked_months(p, work)), []
    stopped = stops(p, status)
    for uid in lines:
        was = _line(p, uid)
        now = _after(was, mine[uid])
        first = not was.of("forecast") and bool(now.of("forecast"))
        undated = now.ignored_undated() - was.ignored_undated()
        months = now.ignored_months(to) if first else []
        if p[uid].parent not in stopped and (undated > 0 or any(months)):
            found.append(Replaced(uid, was.expected(to), now.expected(to), max(undated, 0), len(months), sum(months),
                                  cost=p[uid].get("type") in COST_TYPES))
    for creation in made:
        line = _created(creation)
        if line.ignored_undated():
            found.append(Replaced(creation.uid, 0, line.expected(to), line.ignored_undated(), 0, 0, True,
                                  creation.fields.get("type") in COST_TYPES))
    return found


def _waits(p: Portfolio, uid: str, changes: Iterable[Change]) -> bool:
    """May a step on this line take its plan out of what is expected?"""
    record = p.get(uid)
    return record is not None and record.kind == "effect_line" and any(
        c.field in ("forecast", "undated_forecast", "undated_plan") and any(v is not None for v in c.new)
        for c in changes)


def _until(p: Portfolio, status: str, booked: Iterable[int]) -> int:
    """The last month whose actuals count once the step is done; before all months when there is none."""
    to, last = actual_to(cube(p), status), booking.last_ended(status)
    return max([-1 if to is None else to, *(m for m in booked if m <= last)])


def _line(p: Portfolio, uid: str) -> _Line:
    record = p[uid]
    found = _Line(cost=record.get("type") in COST_TYPES)
    for series in _READ:
        extent = p.series.extent(uid, series)
        if extent is not None:
            first = extent[0]
            found.months[series] = {first + i: v for i, v in enumerate(p.months_of(uid, series, *extent))
                                    if v is not None}
    for name, series in _UNDATED.items():
        if record.get(name):
            found.undated[series] = int(record.get(name))
    return found


def _after(line: _Line, changes: Iterable[Change]) -> _Line:
    found = _Line({s: dict(cells) for s, cells in line.months.items()}, dict(line.undated), line.cost)
    for c in changes:
        if c.month is None:
            found.undated[_UNDATED[c.field]] = int(c.new[0] or 0)
            continue
        cells = found.months.setdefault(c.field, {})
        for i, value in enumerate(c.new):
            if value is None:
                cells.pop(c.month + i, None)
            else:
                cells[c.month + i] = value
    return found


def _created(creation: Creation) -> _Line:
    found = _Line(undated={series: int(creation.fields[name]) for name, series in _UNDATED.items()
                           if creation.fields.get(name)}, cost=creation.fields.get("type") in COST_TYPES)
    for series, first, values in creation.runs:
        found.months[series] = {first + i: v for i, v in enumerate(values) if v is not None}
    return found


def costs_below_zero(p: Portfolio, work: Iterable[Work]) -> list[str]:
    """Lines of a cost in which a step writes an amount below zero. What was booked may be taken back: no actual."""
    found: dict[str, None] = {}
    pieces: dict[int, bool] = {}          # months of many lines in one piece: is there anything below zero?
    for one in work:
        if isinstance(one, Creation):
            if one.kind == "effect_line" and one.fields.get("type") in COST_TYPES and _created_below(one, pieces):
                found[one.uid] = None
        elif _entered(one.field) and any(_below(v) for v in one.new):
            record = p.get(one.uid)
            if record is not None and record.kind == "effect_line" and record.get("type") in COST_TYPES:
                found[one.uid] = None
    return list(found)


def _entered(name: str) -> bool:
    return _UNDATED.get(name, name) in SERIES and _UNDATED.get(name, name) != "actual"


def _below(value: Any) -> bool:
    return isinstance(value, int) and value < 0


def _created_below(creation: Creation, pieces: dict[int, bool]) -> bool:
    if any(_entered(name) and _below(value) for name, value in creation.fields.items()):
        return True
    for series, _, values in creation.runs:
        if _entered(series) and _some_below(values, pieces) and any(_below(v) for v in values):
            return True
    return False


def _some_below(values: Sequence[int | None], pieces: dict[int, bool]) -> bool:
    if not isinstance(values, Amounts):
        return True
    if id(values.months) not in pieces:
        pieces[id(values.months)] = bool((values.months.values < 0).any())
    return pieces[id(values.months)]
