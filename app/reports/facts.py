"""What a report says of each measure at a status date: its people, dates, lateness and figures, read once.

Definitions are product.md's (sections 4 and 6). The period is the fiscal year of the status date; a file
without any figure in that year, or with nearly all of its money in no month, is shown over all its years.
Must not know: pages, wording beyond names, the clock.
"""
from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.core.catalog import KINDS, LEVELS
from app.core.log_status import is_settled
from app.core.numbers import Numbers
from app.core.outline import Outline
from app.core.portfolio import Portfolio, Record
from app.core.record import rows
from app.core.schedule import lateness
from app.core.schedule.calendar import ordinal
from app.core.schedule.chain import chains
from app.core.schedule.columns import columns
from app.core.schedule.facts import FULL, finish_of
from app.core.schedule.facts import is_done as schedule_done
from app.core.stages import CANCELLED
from app.core.value import booking
from app.core.value.cube import SERIES_INDEX
from app.core.value.variance import Figures, figures
from app.reports.dates import Dates, all_dates

Link = tuple[Record, str, str, str]

LATE_DAYS = 7                         # what is later than this is red (product.md section 6)
_DONE = frozenset("done closed complete completed finished delivered implemented realised realized erledigt fertig "
                  "abgeschlossen umgesetzt beendet geschlossen".split())
_CANCELLED = frozenset((*CANCELLED, "storniert", "rejected"))        # a status has two words more than a stage
_ON_TIME = (0, "")
_HELD = frozenset(("on hold", "hold", "paused", "pausiert", "angehalten", "zurückgestellt", "ruht"))


@dataclass(frozen=True)
class Period:
    """Months [first, end), or the whole life of the file (None, None), which alone includes undated amounts."""

    first: int | None
    end: int | None
    name: str


class Measure(NamedTuple):
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
    light: str                            # its implementation status, computed
    late: int                             # calendar days, the same on every page; 0 = not late
    late_what: str                        # what is late: "" the measure itself, else its worst activity
    group: str                            # uid of the program (or the nearest level that the file uses)
    plan: int
    expected: int
    actual: int                           # booked within the period
    gap: int                              # expected - plan
    gap_so_far: int                       # the part of it that is in the actuals already
    has_figures: bool
    booked: bool                          # an actual stands in a month of the period that counts; empty is not 0


class Waits(NamedTuple):
    """Links, the measure of which something is awaited, and the measure that waits, by their places in the outline."""

    records: list[Record]
    giver: NDArray[np.int64]
    taker: NDArray[np.int64]


@dataclass(frozen=True)
class Facts:
    portfolio: Portfolio
    figures: Figures
    status: str
    period: Period
    measures: tuple[Measure, ...]         # in outline order
    groups: tuple[str, ...]               # uids in outline order; "" collects measures above which no such level is
    group_word: str                       # "Program", or the customer's own word
    dates: Mapping[str, Dates]            # of every measure
    amounts: Mapping[str, NDArray[np.int64]]     # plan, expected, actual, so_far: [node] in the period
    records: list[Record]                 # of the measures

    @cached_property
    def valued(self) -> bool:
        """Some line holds an amount."""
        return bool(self.figures.cube.lines) and bool(self.figures.cube.used())

    @cached_property
    def planned(self) -> bool:
        """Some line holds a plan: without any there is nothing to miss."""
        return "plan" in self.figures.cube.used()

    @cached_property
    def unbooked(self) -> booking.Holes:
        """Where an actual is missing in months of the period that count as booked."""
        return booking.unbooked(self.figures, self.period.first, self.period.end)

    @cached_property
    def unforecast(self) -> booking.Holes:
        """Where a forecast has begun and leaves planned months of the period out."""
        return booking.unforecast(self.figures, self.period.first, self.period.end)

    @cached_property
    def roots(self) -> dict[str, str]:
        """Measure -> the late activity in another function's measure that its benefit waits for (schedule/chain.py)."""
        found: dict[str, str] = {}
        for chain in chains(self.portfolio, self.status):
            measure = self.portfolio[chain.line].parent
            cause = self.portfolio[chain.steps[0].activity]
            if chain.steps[0].measure != measure:
                found.setdefault(measure, cause.name or cause.code)
        return found

    @cached_property
    def places(self) -> NDArray[np.intp]:
        """[measure] its place in the outline."""
        outline = self.figures.cube.outline
        return np.flatnonzero(outline.level == LEVELS.index("measure"))

    @cached_property
    def waits(self) -> Waits:
        """Dependencies between two measures, in the order of the links' uids."""
        p, outline = self.portfolio, self.figures.cube.outline

        def home(uid: str | None) -> int:
            at = outline.position.get(uid or "", -1)
            record = p.get(uid or "") if at < 0 else None
            return outline.position.get(record.parent, -1) if record is not None and record.kind == "activity" else at

        every = p.of_kind("dependency")
        numbers = Numbers(every)
        giver, taker = numbers.of("predecessor", home), numbers.of("successor", home)
        real = np.zeros(len(outline) + 1, np.bool_)          # the last one for what stands nowhere
        real[self.places] = True
        keep = np.flatnonzero((giver != taker) & real[giver] & real[taker])
        return Waits([every[i] for i in keep.tolist()], giver[keep], taker[keep])

    @cached_property
    def links(self) -> list[Link]:
        """The same one by one, by what is awaited of the first."""
        uids, records, waits = self.figures.cube.outline.uids, self.portfolio.records, self.waits
        told = rows(waits.records, "predecessor", "type")
        return [(records[source], uids[giver], uids[taker], type_ or "FS") for (source, type_), giver, taker in zip(
            told, waits.giver.tolist(), waits.taker.tolist(), strict=True)]

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
        """plan, expected or actual of a node ("" = the file) in the period, or the gap so far, from the roll-up."""
        outline, rows_ = self.figures.cube.outline, self.amounts[series]
        return int(rows_[outline.position[node]] if node else rows_[outline.parent == -1].sum())


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
    dates, lights = all_dates(portfolio), lateness.lights(portfolio, status)
    outline, by_uid = f.cube.outline, portfolio.records
    at = np.flatnonzero(outline.level == LEVELS.index("measure"))
    uids = [outline.uids[i] for i in at.tolist()]
    records = [by_uid[uid] for uid in uids]
    told = rows(records, "code", "name", "owner", "function", "stage", "status", "progress")
    names = {uid: name_of(portfolio, uid or "") for uid in {uid for row in told for uid in row[2:4]}}
    states = [_state(row[5], row[6], dates[uid].over, lights[uid].state) for uid, row in zip(uids, told, strict=True)]
    late_by = _late(portfolio, [uid for uid, state in zip(uids, states, strict=True) if state == "open"], dates,
                    lights, status)
    late, when = [late_by.get(uid, _ON_TIME) for uid in uids], [dates[uid] for uid in uids]
    groups = _groups(outline, at, LEVELS.index(level))
    code, name, owner, function, stage, reported, _ = zip(*told, strict=True) if told else ((),) * 7
    found = tuple(map(Measure._make, zip(
        uids, _texts(code), _texts(name), map(names.__getitem__, owner), map(names.__getitem__, function),
        _texts(stage), _texts(reported), states, [d.start for d in when], [d.finish for d in when],
        [lights[uid].worst for uid in uids], [days for days, _ in late], [what for _, what in late], groups,
        *(amounts[at].tolist() for amounts in (plan, expected, actual, expected - plan, gap_so_far, used, booked)),
        strict=True)))
    return Facts(portfolio, f, status, period, found, tuple(dict.fromkeys(groups)), word(portfolio, level), dates,
                 {"plan": plan, "expected": expected, "actual": actual, "so_far": gap_so_far}, records)


def _texts(words: Iterable[Any]) -> list[str]:
    return [str(word or "") for word in words]


def _groups(outline: Outline, at: NDArray[np.intp], depth: int) -> list[str]:
    """Of the nodes at these places the one of a level above them, "" where none is."""
    level, here = outline.level, np.arange(len(outline))
    last = np.maximum.accumulate(np.where(level <= depth, here, -1))[at]
    return [outline.uids[i] if i >= 0 and own else "" for i, own in zip(
        last.tolist(), (level[last] == depth).tolist(), strict=True)]


def period_of(f: Figures) -> Period:
    """The status date's fiscal year; everything where that says little."""
    if f.year_says_little or not len(f.cube.lines):
        return Period(None, None, "all years")
    year = f.year[0] // 12
    return Period(*f.year, f"FY {year}" if f.year[0] % 12 == 0 else f"FY {year}/{(year + 1) % 100:02d}")


def group_level(portfolio: Portfolio) -> str:
    """The level the value table lists: the highest that has several, for one alone divides nothing; programs first."""
    used = ""
    for level in ("program", "project", "package", "portfolio"):
        nodes = sum(not r.get("pass_through") for r in portfolio.of_kind(level))
        if nodes > 1:
            return level
        used = used or (level if nodes else "")
    return used or "organization"


def _amounts(f: Figures, period: Period) -> tuple[NDArray[Any], ...]:
    """[node] plan, expected, actual, the gap so far, and whether there are figures and actuals."""
    c = f.cube
    low, high = c.span(period.first, period.end)
    plan, expected, actual = (rows[:, low:high].sum(axis=1) for rows in (f.plan, f.expected, f.actual))
    cut = c.cut(f.actual_to, low, high)
    so_far = (f.expected - f.plan)[:, low:cut].sum(axis=1)
    if period.first is None:
        plan, expected = plan + c.node_undated[:, SERIES_INDEX["plan"]], expected + f.expected_undated
    used = np.zeros(len(c.outline), np.bool_)
    used[c.position] = True
    booked = np.zeros(len(c.outline), np.bool_)
    booked[c.position[c.present[:, SERIES_INDEX["actual"], low:cut].any(axis=1)]] = True
    return plan, expected, actual, so_far, used, booked


@lru_cache(1000)
def _state(reported: str | None, progress: int | None, over: bool, state: str) -> str:
    """Cancelled and held by decision or reported status; done by stage, status, progress or all its activities.

    `over`: all are done; `state`: what takes the measure out of the running.
    """
    status = str(reported or "").strip().casefold()
    if state == "cancelled" or status in _CANCELLED:
        return "cancelled"
    if state == "held" or status in _HELD:
        return "held"
    if state or status in _DONE or (progress or 0) >= FULL or over:
        return "done"
    return "open"


def is_done(record: Record) -> bool:
    """A blocker or risk that is settled, by its reported status."""
    return is_settled(str(record.get("status", "")))


def behind(activity: Record, status: str) -> int | None:
    """Days an open activity is behind: its plan says it, and without a plan its own finish that has passed."""
    if schedule_done(activity):
        return None
    days, finish = lateness.late_days(activity, status), finish_of(activity)
    return days if days is not None else days_after(finish, status) if finish and finish < status else None


def _late(p: Portfolio, measures: Iterable[str], dates: Mapping[str, Dates], lights: Mapping[str, lateness.Light],
          status: str) -> dict[str, tuple[int, str]]:
    """How late measures are, for every page, and what makes them late, "" for the measure itself.

    Its implementation status says it (schedule/lateness.py). A measure without planned delivery has no light; it is
    late when the finish of an open activity, or its own, has passed.
    """
    found: dict[str, tuple[int, str]] = {}
    by: dict[str, lateness.Light] = {}    # measures whose light says it
    passed: dict[str, int] = {}           # days since a finish
    worst: dict[str, tuple[int, str]] | None = None
    for uid in measures:
        light = lights[uid]
        if light.worst != lateness.NONE:
            if light.days is not None and light.days > 0:
                by[uid] = light
            continue
        worst = _worst(p, status) if worst is None else worst
        if uid in worst:
            found[uid] = worst[uid]
        elif (finish := dates[uid].finish) and finish < status:
            if finish not in passed:
                passed[finish] = days_after(finish, status)
            found[uid] = passed[finish], ""
    records = [r for light in by.values() if (r := p.get(light.activity)) is not None]
    names = {r.uid: name or code or "" for r, (name, code) in zip(records, rows(records, "name", "code"), strict=True)}
    return found | {uid: (light.days or 0, names.get(light.activity, "")) for uid, light in by.items()}


def _worst(p: Portfolio, status: str) -> dict[str, tuple[int, str]]:
    """Of each measure the days and the name of the delivery activity that is most behind (`behind`)."""
    a, today = columns(p), ordinal(status)
    passed = np.where((a.finish > 0) & (a.finish < today), today - a.finish, 0)
    days = np.where(a.plan_finish > 0, np.maximum(a.finish, today) - a.plan_finish, passed)
    counts = a.delivery & ~a.done & (days > 0)
    most = a.most(days, counts)
    group = a.group
    hits = np.flatnonzero(counts & (days == most[group]))
    records, uids, found = [a.records[i] for i in hits.tolist()], p.outline.uids, dict[str, tuple[int, str]]()
    for at, late, (name, code) in zip(a.nodes[group[hits]].tolist(), days[hits].tolist(),
                                      rows(records, "name", "code"), strict=True):
        uid, own = uids[at], (late, name or code or "")
        known = found.get(uid)
        if known is None or own > known:
            found[uid] = own
    return found


def activities_of(p: Portfolio) -> dict[str, list[Record]]:
    """Live activities by measure, kept until the next change."""
    def group() -> dict[str, list[Record]]:
        a, uids = columns(p), p.outline.uids
        ends = [*a.first.tolist()[1:], len(a.records)]
        if not a.records:
            return {}
        return {uids[i]: a.records[first:end]
                for i, first, end in zip(a.nodes.tolist(), a.first.tolist(), ends, strict=True)}
    return p.kept("activities by measure", group)


def days_after(early: str, late: str) -> int:
    return (dt.date.fromisoformat(late) - dt.date.fromisoformat(early)).days
