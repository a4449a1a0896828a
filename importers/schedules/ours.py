"""A schedule counted anew by our own network: one full forward pass over its tasks, from the project's start on; where
the file counts from its finish, over the schedule turned round in time (backward.py).

Links with their lags, constraints, calendars of tasks and of single people, the project's start; what has begun keeps
its start, what is done both dates, what was dated by hand is moved by links only. A link from a summary waits for the
last task under it, a link to one holds all of them. The file's dates are only where this starts from: differing.py
compares. Must not know: items, the words of the report.
"""
from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from app.core.change import Creation
from app.core.portfolio import Portfolio
from app.core.schedule.calendar import date_of, ordinal
from app.core.schedule.network import Network, build
from app.core.schedule.passes import run
from importers.schedules.backward import turned
from importers.schedules.model import Schedule, Tie
from importers.schedules.spans import Desk, Span, whole_lag

_MOST = 200_000                           # arrows of one file
_NAMED = 20                               # ties of one summary that a task is said to follow
_END = "end"                              # the end of the project, for what shall lie as late as possible


Rolled = tuple[int, tuple[int, ...], tuple[int, ...]]     # position of a summary, first days and last days it may say


@dataclass(slots=True)
class Counted:
    """Our own dates by the position of a task: first and last day as ordinals; which links hold it there; and links
    that close a circle, which nobody can count."""

    desk: Desk
    spans: dict[int, Span]
    dates: dict[int, tuple[int, int]] = field(default_factory=dict)
    evenings: dict[int, int] = field(default_factory=dict)    # of milestones: the last day before they are reached
    summaries: list[Rolled] = field(default_factory=list)     # the lowest first
    held_by: dict[int, list[Tie]] = field(default_factory=dict)
    circles: list[Tie] = field(default_factory=list)
    left: list[Tie] = field(default_factory=list)             # links of summaries that would be too many


def count_anew(schedule: Schedule) -> Counted:
    """The full pass, from the project's start or, where the file says so, from its finish. Tasks without a date in the
    file are left out."""
    if not schedule.backward:
        return _forward(schedule)
    mirror = turned(schedule)
    found = _forward(mirror.schedule)
    return Counted(Desk(schedule), found.spans, {i: mirror.days(*days) for i, days in found.dates.items()}, {},
                   [(i, tuple(mirror.pivot - d for d in lasts), tuple(mirror.pivot - d for d in firsts))
                    for i, firsts, lasts in found.summaries],
                   {i: [mirror.ties[t] for t in ties] for i, ties in found.held_by.items()},
                   [mirror.ties[t] for t in found.circles], [mirror.ties[t] for t in found.left])


def _forward(schedule: Schedule) -> Counted:
    desk = Desk(schedule)
    spans = {i: span for i in desk.leaves if (span := desk.span(i)) is not None}
    out = Counted(desk, spans)
    if not spans:
        return out
    ties = _Ties(schedule, spans)
    n = build(_portfolio(schedule, desk, spans, ties), frozenset(
        [*(_uid(i) for i, s in spans.items() if s.milestone), *ties.hubs.values(), *ties.gates.values(), _END]))
    first = _origin(schedule, spans)
    dates = run(n, stored=False, origin=first)
    for i, span in spans.items():
        at = n.at(_uid(i))
        if at is None:                        # nothing links or bounds it
            out.dates[i] = (span.first, span.last)
            continue
        out.dates[i] = (int(dates.start[at]), int(dates.end[at]) - 1)
    for i, span in spans.items():
        if span.milestone:
            out.evenings[i] = out.dates[i][1]
            day = desk.shown(i, out.dates[i][1])
            out.dates[i] = (day, day)
    out.left = ties.left
    out.circles = ties.circles
    _drivers(out, n, dates.drives, ties)
    out.summaries = list(_rolled_up(schedule, out))
    return out


def _origin(schedule: Schedule, spans: dict[int, Span]) -> int:
    """Where what waits for nothing may begin: the project's start, or before it where a task is told to lie there."""
    if not schedule.starts:
        return min(s.first for s in spans.values())
    told = (s.first for s in spans.values() if s.rule and not (s.milestone or s.started))
    return min(ordinal(schedule.starts), min(told, default=ordinal(schedule.starts)))


class _Ties:
    """The links of a schedule between tasks that have none under them.

    A summary's end becomes a hub that its tasks lead into, and its start one that leads to them, so that a thousand
    links to a summary of a thousand tasks are two thousand arrows and not a million.
    """

    def __init__(self, schedule: Schedule, spans: dict[int, Span]) -> None:
        self.schedule, self.spans = schedule, spans
        self.place = {t.uid: i for i, t in enumerate(schedule.tasks)}
        self.known: dict[str, Tie] = {}
        self.hubs: dict[int, str] = {}
        self.gates: dict[int, str] = {}
        self.left: list[Tie] = []             # too many arrows: not counted
        self.circles: list[Tie] = []
        self.links: list[tuple[str, str, str, Tie | None]] = []        # uid, tail, head, tie (None: into a hub)
        for n, tie in enumerate(schedule.links):
            before, after = self.place.get(tie.before, -1), self.place.get(tie.after, -1)
            if before < 0 or after < 0:
                continue
            tails, heads = self._tails(before, tie), self._heads(after, tie)
            if len(self.links) + len(tails) * len(heads) > _MOST:
                self.left.append(tie)
                continue
            for k, (tail, head) in enumerate((a, b) for a in tails for b in heads):
                uid = f"l{n:08d}.{k:06d}"
                self.known[uid] = tie
                self.links.append((uid, tail, head, tie))
        self._open_circles()

    def _open_circles(self) -> None:
        """Leave out all links between tasks that wait for each other in a circle: no program writes one."""
        pairs = [(tail, head) for _, tail, head, _ in self.links]
        around = _behind_circles(pairs) & _behind_circles([(head, tail) for tail, head in pairs])
        if around:
            inside = {uid for uid, tail, head, tie in self.links
                      if tie is not None and tail in around and head in around}
            self.circles = list(dict.fromkeys(self.known[uid] for uid, *_ in self.links if uid in inside))
            self.links = [one for one in self.links if one[0] not in inside]

    def under(self, i: int) -> list[int]:
        """The dated tasks at the bottom of a summary, or the task itself."""
        found, waiting = [], [i]
        while waiting:
            at = waiting.pop()
            waiting += reversed(self.schedule.tasks[at].children)
            if at in self.spans:
                found.append(at)
        return found

    def _tails(self, i: int, tie: Tie) -> list[str]:
        if not self.schedule.tasks[i].children:
            return [_uid(i)] if i in self.spans else []
        below = self.under(i)
        if not below:
            return []
        if tie.type[0] == "S":
            return [_uid(min(below, key=lambda b: self.spans[b].first))]
        if i not in self.hubs:
            self.hubs[i] = f"h{i:08d}"
            self.links += [(f"{self.hubs[i]}.{b:08d}", _uid(b), self.hubs[i], None) for b in below]
        return [self.hubs[i]]

    def _heads(self, i: int, tie: Tie) -> list[str]:
        if not self.schedule.tasks[i].children:
            return [_uid(i)] if i in self.spans else []
        if i in self.gates and not tie.lag and tie.type[1] == "S":
            return [self.gates[i]]
        below = self.under(i)
        if below and tie.type[1] == "F":
            return [_uid(max(below, key=lambda b: self.spans[b].last))]
        if below and not tie.lag:             # a lag is counted by the calendar of each task, so it knows no gate
            self.gates[i] = f"g{i:08d}"
            self.links += [(f"{self.gates[i]}.{b:08d}", self.gates[i], _uid(b), None) for b in below]
            return [self.gates[i]]
        return [_uid(b) for b in below]


def _behind_circles(pairs: list[tuple[str, str]]) -> set[str]:
    """The nodes in circles and behind them: those that are never free when one after the other is taken away."""
    waits = Counter(head for _, head in pairs)
    leads: dict[str, list[str]] = {}
    for tail, head in pairs:
        leads.setdefault(tail, []).append(head)
    free = [tail for tail in leads if not waits[tail]]
    while free:
        for head in leads.get(free.pop(), ()):
            waits[head] -= 1
            if not waits[head]:
                free.append(head)
    return {node for node, count in waits.items() if count > 0}


def _portfolio(schedule: Schedule, desk: Desk, spans: dict[int, Span], ties: _Ties) -> Portfolio:
    """The tasks as a portfolio of their own, which nobody sees."""
    p = Portfolio("0" * 32)
    made = [Creation(f"c{n}", "calendar", None, "", {
        "name": f"c{n}", "working_days": sorted(pattern.weekdays),
        "exceptions": {date_of(day): worked for day, worked in pattern.exceptions}})
        for n, pattern in enumerate(desk.patterns)]
    made.append(Creation("m", "measure", None, "", {"name": "m"}))
    made += [_activity(_uid(i), span) for i, span in spans.items()]
    origin = min(s.first for s in spans.values())
    made += [_activity(uid, Span(0, origin, origin, True, False, False))
             for uid in (*ties.hubs.values(), *ties.gates.values())]
    made += [Creation(uid, "dependency", None, "", _link(tail, head, tie, uid[0] == "g", schedule.stays))
             for uid, tail, head, tie in ties.links]
    late = [i for i, span in spans.items() if span.rule == "alap"]
    if late:
        last = ordinal(schedule.ends) if schedule.ends else max(s.last for s in spans.values())
        made.append(_activity(_END, Span(0, last, last, True, False, False, last, "start_no_earlier")))
        made += [Creation(f"e{i:08d}", "dependency", None, "", _link(_uid(i), _END, None)) for i in late]
    p.apply(made)
    return p


def _activity(uid: str, span: Span) -> Creation:
    dates = {"start": date_of(span.first), "finish": date_of(span.last)}
    if span.started:
        dates |= {"actual_start": dates["start"]}
    if span.finished:
        dates |= {"actual_finish": dates["finish"]}
    if span.rule:
        dates |= {"constraint": span.rule} | ({"constraint_date": date_of(span.limit)} if span.limit else {})
    return Creation(uid, "activity", "m", uid, {"name": uid, "calendar": f"c{span.calendar}", **dates})


def _link(tail: str, head: str, tie: Tie | None, gate: bool = False, all_push: bool = False) -> dict[str, Any]:
    """`all_push`: links that may give way do so only by letting a task stand later (model.py: `stays`)."""
    found: dict[str, Any] = {"predecessor": tail, "successor": head}
    if tie is None:
        return found | {"type": "FS" if gate else "FF", "lag": 0, "lag_unit": "days"}
    return found | {"type": tie.type, "lag": whole_lag(tie.lag),
                    "lag_unit": "days" if tie.elapsed else "working_days", "hard": all_push or tie.hard is not False}


def _drivers(out: Counted, n: Network, drives: Any, ties: _Ties) -> None:
    """Which links hold each task where it is."""
    place = {_uid(i): i for i in out.spans}
    held: dict[str, list[Tie]] = {}           # node -> the ties that hold it
    behind: list[tuple[str, str]] = []        # (task, gate) where the gate holds it
    for a in np.flatnonzero(drives).tolist():
        arrow = n.arrow[a]
        tie = ties.known.get(arrow.link)
        if tie is not None:
            held.setdefault(arrow.head, []).append(tie)
        elif arrow.link[:1] == "g":
            behind.append((arrow.head, arrow.tail))
    for task, gate in behind:
        held.setdefault(task, []).extend(held.get(gate, ())[:_NAMED])
    for uid, found in held.items():
        if uid in place:
            out.held_by[place[uid]] = list(dict.fromkeys(found))


def _uid(i: int) -> str:
    return f"t{i:08d}"


def _rolled_up(schedule: Schedule, counted: Counted) -> Iterator[Rolled]:
    """Every summary by the tasks under it, the lowest first. A milestone in the morning of a day ends its summary on
    that day or on the evening before: both are given."""
    spans = {i: (first, last, counted.evenings.get(i, last)) for i, (first, last) in counted.dates.items()}
    for i in range(len(schedule.tasks) - 1, -1, -1):
        if not schedule.tasks[i].children:
            continue
        below = [spans[c] for c in schedule.tasks[i].children if c in spans]
        if below:
            spans[i] = (min(b[0] for b in below), max(b[1] for b in below), max(b[2] for b in below))
            yield i, spans[i][:1], spans[i][1:]
