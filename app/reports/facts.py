"""What a report says of each measure at a status date: its people, dates, lateness and figures, read once.

Definitions are product.md's (sections 4 and 6). The period is the fiscal year of the status date; a file without
any figure in that year is shown over all its years.
Must not know: pages, wording beyond names, the clock.
"""
from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.core.catalog import KINDS, LEVELS
from app.core.portfolio import Portfolio, Record
from app.core.value.cube import SERIES_INDEX
from app.core.value.variance import Figures, figures

LATE_DAYS = 7                         # an activity later than this is red (product.md section 6)
FULL = 10_000                         # 100 % in basis points
_DONE = frozenset("done closed complete completed finished delivered implemented realised realized erledigt fertig "
                  "abgeschlossen umgesetzt beendet".split())
_CANCELLED = frozenset(("cancelled", "canceled", "abgebrochen", "storniert", "gestoppt", "stopped", "rejected"))
_HELD = frozenset(("on hold", "hold", "paused", "pausiert", "angehalten", "zurückgestellt", "ruht"))


@dataclass(frozen=True)
class Period:
    """Months [first, end), or the whole life of the file (None, None), which alone includes undated amounts."""

    first: int | None
    end: int | None
    name: str


@dataclass(frozen=True)
class Measure:
    """One measure as the report shows it. Money is net minor units in the period, favourable positive."""

    uid: str
    code: str
    name: str
    owner: str
    function: str
    stage: str
    status: str
    state: str                            # open done held cancelled
    start: str
    finish: str
    late: int                             # calendar days; 0 = not late
    late_what: str                        # what is late: "" the measure itself, else its worst activity
    group: str                            # uid of the program (or the nearest level that the file uses)
    plan: int
    expected: int
    actual: int                           # booked within the period
    gap: int                              # expected - plan
    gap_so_far: int                       # the part of it that is in the actuals already
    has_figures: bool
    booked: bool                          # an actual stands in a month of the period that counts; empty is not 0


@dataclass(frozen=True)
class Facts:
    portfolio: Portfolio
    figures: Figures
    status: str
    period: Period
    measures: tuple[Measure, ...]         # in outline order
    groups: tuple[str, ...]               # uids in outline order; "" collects measures above which no such level is
    group_word: str                       # "Program", or the customer's own word

    @property
    def to(self) -> int | None:
        """The last month with actuals, if it lies in the period: else nothing of it is booked."""
        to = self.figures.actual_to
        return None if to is None or (self.period.first is not None and to < self.period.first) else to

    @property
    def open(self) -> list[Measure]:
        """In the pipeline: neither done nor cancelled; a held measure is still in it."""
        return [m for m in self.measures if m.state in ("open", "held")]

    def sum(self, series: str, node: str = "") -> int:
        """plan, expected or actual of a node ("" = the file) in the period, from the roll-up of the cube."""
        f, p = self.figures, self.period
        if series == "plan":
            return f.plan_of(node, p.first, p.end)
        if series == "expected":
            return f.expected_of(node, p.first, p.end)
        return f.actual_of(node, p.first, p.end)


def word(portfolio: Portfolio, kind: str, many: bool = False) -> str:
    """The file's own word for a level, else the catalog's."""
    own = (portfolio.setting("labels") or {}).get(kind)
    return str(own) if own else KINDS[kind].plural if many else KINDS[kind].label


def name_of(portfolio: Portfolio, uid: str) -> str:
    """The name behind a reference; "" when there is none."""
    record = portfolio.get(uid) if uid else None
    return record.name if record else ""


def facts(portfolio: Portfolio, status: str) -> Facts:
    """Everything of every measure, in one pass."""
    f = figures(portfolio, status)
    period = period_of(f)
    level = group_level(portfolio)
    plan, expected, actual, gap_so_far, used, booked = _amounts(f, period)
    activities: dict[str, list[Record]] = {}
    for activity in portfolio.of_kind("activity"):
        activities.setdefault(activity.parent, []).append(activity)
    outline = f.cube.outline
    rows: list[Measure] = []
    groups: dict[str, None] = {}
    group = ""
    depth = LEVELS.index(level)
    for i, uid in enumerate(outline.uids):
        at = int(outline.level[i])
        if at < depth:
            group = ""
        elif at == depth:
            group = uid
        if LEVELS[at] != "measure":
            continue
        record = portfolio[uid]
        acts = activities.get(uid, [])
        state = state_of(record, acts)
        late, what = lateness(record, acts, status) if state == "open" else (0, "")
        groups[group] = None
        start = record.get("start", "") or _edge(acts, "start", min)
        finish = record.get("finish", "") or _edge(acts, "finish", max)
        rows.append(Measure(
            uid, record.code, record.name, name_of(portfolio, record.get("owner", "")),
            name_of(portfolio, record.get("function", "")), str(record.get("stage", "")),
            str(record.get("status", "")), state, start, finish, late, what, group,
            int(plan[i]), int(expected[i]), int(actual[i]), int(expected[i] - plan[i]),
            int(gap_so_far[i]), bool(used[i]), bool(booked[i])))
    return Facts(portfolio, f, status, period, tuple(rows), tuple(groups), word(portfolio, level))


def _edge(acts: Iterable[Record], field: str, pick: Callable[[Iterable[str]], str]) -> str:
    dates = [a.get(field) or a.get(f"plan_{field}") for a in acts]
    return pick([d for d in dates if d]) if any(dates) else ""


def period_of(f: Figures) -> Period:
    """The status date's fiscal year, else everything."""
    low, high = f.cube.span(*f.year)
    rows = [SERIES_INDEX[s] for s in ("plan", "forecast", "actual")]
    if len(f.cube.lines) and f.cube.present[:, rows, low:high].any():
        year = f.year[0] // 12
        name = f"FY {year}" if f.year[0] % 12 == 0 else f"FY {year}/{(year + 1) % 100:02d}"
        return Period(*f.year, name)
    return Period(None, None, "all years")


def group_level(portfolio: Portfolio) -> str:
    """The level the value table lists: programs, unless the file does not use them."""
    for level in ("program", "project", "package", "portfolio"):
        if any(not r.get("pass_through") for r in portfolio.of_kind(level)):
            return level
    return "organization"


def _amounts(f: Figures, period: Period) -> tuple[NDArray[Any], ...]:
    """[node] plan, expected, actual, the gap so far, and whether there are figures and actuals."""
    c = f.cube
    low, high = c.span(period.first, period.end)
    plan, expected, actual = (rows[:, low:high].sum(axis=1) for rows in (f.plan, f.expected, f.actual))
    cut = low if f.actual_to is None else min(max(f.actual_to + 1 - c.first, low), high)
    so_far = (f.expected - f.plan)[:, low:cut].sum(axis=1)
    if period.first is None:
        plan, expected = plan + c.node_undated[:, SERIES_INDEX["plan"]], expected + f.expected_undated
    used = np.zeros(len(c.outline), np.bool_)
    used[c.position] = True
    booked = np.zeros(len(c.outline), np.bool_)
    booked[c.position[c.present[:, SERIES_INDEX["actual"], low:cut].any(axis=1)]] = True
    return plan, expected, actual, so_far, used, booked


def state_of(measure: Record, activities: list[Record]) -> str:
    """Cancelled and held by decision or reported status; done by status, progress or all its activities."""
    status = str(measure.get("status", "")).strip().casefold()
    if status in _CANCELLED:
        return "cancelled"
    if measure.get("held") or status in _HELD:
        return "held"
    if status in _DONE or measure.get("progress", 0) >= FULL:
        return "done"
    if activities and all(is_done(a) for a in activities):
        return "done"
    return "open"


def is_done(activity: Record) -> bool:
    status = str(activity.get("status", "")).strip().casefold()
    return activity.get("percent", 0) >= FULL or bool(activity.get("actual_finish")) or status in _DONE


def lateness(measure: Record, activities: Iterable[Record], status: str) -> tuple[int, str]:
    """Days late and the activity that makes it so: max(finish, status date) - plan finish, the worst counts.

    A delivery activity counts from the eighth day on; a finish that has passed without being done always counts.
    """
    worst, what = 0, ""
    for a in activities:
        if is_done(a) or a.get("role", "delivery") != "delivery":
            continue
        finish, plan = a.get("finish", ""), a.get("plan_finish", "")
        days = days_after(plan, max(finish, status)) if plan else 0
        if plan and days <= LATE_DAYS and not (finish and finish < status):
            days = 0
        if not plan and finish and finish < status:
            days = days_after(finish, status)
        if days > worst:
            worst, what = days, a.name or a.code
    finish = measure.get("finish", "")
    if finish and finish < status and days_after(finish, status) > worst:
        worst, what = days_after(finish, status), ""
    return worst, what


def days_after(early: str, late: str) -> int:
    return (dt.date.fromisoformat(late) - dt.date.fromisoformat(early)).days
