"""What the time area says of a row: today's dates, plan dates, progress, milestones, lateness, what is critical.

Readings over the whole file (extents of upper levels, links, the critical path) are kept and follow single edits;
everything else is read row by row when a row comes into view. Dates are boundaries: [start, end) in day numbers.
Must not know: pixels, Qt, how dates are moved.
"""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from app.core.catalog import LEVELS, level_of
from app.core.numbers import Numbers
from app.core.portfolio import Portfolio, Record, Since
from app.core.schedule import lateness
from app.core.schedule.calendar import ordinal
from app.core.schedule.facts import FULL, Span, is_done, span_of
from app.core.schedule.network import network
from app.core.schedule.passes import run
from app.core.schedule.shape import at_hand
from app.ui.gantt.row_links import linked, links
from app.ui.words import tr

Extent = tuple[int, int]
MEASURE = LEVELS.index("measure")
FAR = 1 << 40                # beyond any day
AT_ONCE = 1_500              # measures with links up to which the critical path is there at once
_DATED = frozenset(("start+finish", "plan_start+plan_finish", "actual_start", "actual_finish", "start", "finish",
                    "plan_start", "plan_finish", "percent", "constraint", "constraint_date", "calendar", "kind",
                    "deleted", "parent+rank"))


@dataclass(frozen=True, slots=True)
class Part:
    """One activity of a measure; a milestone has start = end, the end of its day."""

    uid: str
    name: str
    start: int
    end: int
    done: float
    milestone: bool


@dataclass(frozen=True, slots=True)
class RowTime:
    """One row. `extent` and `plan` are None when there are no dates; `note` is the word right of the bar."""

    uid: str
    level: int
    extent: Extent | None
    plan: Extent | None = None
    done: float = 0.0
    parts: tuple[Part, ...] = ()
    note: str = ""
    tone: str = ""                # token of the note's colour
    held: bool = False
    late: int | None = None

    @property
    def summary(self) -> bool:
        return self.level < 5


@dataclass(frozen=True, slots=True)
class Critical:
    """Measures and activities on the critical path, and the links that drive it."""

    records: frozenset[str]
    links: frozenset[str]


def row_time(p: Portfolio, uid: str, status: str) -> RowTime:
    """One row as the time area shows it."""
    record = p.get(uid)
    if record is None:
        return RowTime(uid, 5, None)
    level = level_of(record.kind)
    if record.kind != "measure":
        return RowTime(uid, level, extents(p).get(uid))
    activities = p.children(uid, "activity")
    spans = [(a, s) for a in activities if (s := span_of(a)) is not None]
    parts = tuple(Part(a.uid, a.name, s.end if s.milestone else s.start, s.end, _done(a), s.milestone)
                  for a, s in spans)
    note, tone, late = "", "", None
    if record.fields.get("held"):
        word = record.get("next_decision", "")
        note, tone = tr("on hold") + (f", {word}" if 0 < len(word) <= 32 else ""), "text2"
    elif any((lateness.late_days(a, status) or 0) > 0 for a in activities):     # most rows are done with here
        light = lateness.measure_light(p, record, status)
        late = light.days
        if not light.state and late and light.worst in ("amber", "red"):
            note, tone = tr("+{n} d", n=f"{late:,}"), "bad" if light.worst == "red" else "warn"
    return RowTime(uid, level, own_extent(record) or _span([s for _, s in spans]), plan_extent(activities),
                   progress(record, spans), parts, note, tone, bool(record.fields.get("held")), late)


def measure_extent(p: Portfolio, measure: Record) -> Extent | None:
    """A measure's own dates, else the span of its activities."""
    return own_extent(measure) or _span([s for a in p.children(measure.uid, "activity")
                                         if (s := span_of(a)) is not None])


def own_extent(measure: Record) -> Extent | None:
    """The dates a measure carries itself."""
    start, finish = measure.fields.get("start"), measure.fields.get("finish")
    if not start and not finish:
        return None
    first, last = ordinal(start or finish), ordinal(finish or start)
    return first, max(first, last) + 1


def _span(spans: Sequence[Span]) -> Extent | None:
    return (min(s.first_day for s in spans), max(s.end for s in spans)) if spans else None


def plan_extent(activities: Sequence[Record]) -> Extent | None:
    """The span of the plan dates of a measure's activities."""
    dates = [(a.get("plan_start") or a.get("plan_finish"), a.get("plan_finish") or a.get("plan_start"))
             for a in activities]
    firsts, lasts = [a for a, _ in dates if a], [b for _, b in dates if b]
    return (ordinal(min(firsts)), ordinal(max(lasts)) + 1) if firsts else None


def end_extent(p: Portfolio, uid: str) -> Extent | None:
    """Today's dates of what a link joins."""
    record = p[uid]
    if record.kind == "measure":
        return measure_extent(p, record)
    span = span_of(record)
    return (span.start, span.end) if span is not None else None


def progress(measure: Record, spans: list[tuple[Record, Span]]) -> float:
    """Share done: as reported, else that of the activities weighted by their days."""
    if measure.fields.get("progress") is not None:
        return min(float(measure.fields["progress"]) / FULL, 1.0)
    weights = [max(s.end - s.first_day, 1) for _, s in spans]
    return sum(w * _done(a) for w, (a, _) in zip(weights, spans, strict=True)) / sum(weights) if weights else 0.0


def _done(activity: Record) -> float:
    return 1.0 if is_done(activity) else min(activity.get("percent", 0) / FULL, 1.0)


# ------------------------------------------------------------------ readings of the whole file

def extents(p: Portfolio) -> dict[str, Extent]:
    """From the first start to the last finish of everything below, for every node that has dates below it."""
    return p.kept("time extents", lambda: _extents(p), lambda old, since: _extents_follow(p, old, since))


def _extents(p: Portfolio) -> dict[str, Extent]:
    outline = p.outline
    measure = outline.level == MEASURE
    nodes = [p.records[uid] for uid in outline.uids]
    numbers = Numbers(nodes)
    begin, until = (numbers.of(name, lambda date: ordinal(date) if date else 0) for name in ("start", "finish"))
    start, finish = np.where(begin > 0, begin, until), np.where(until > 0, until, begin)
    first = np.where(measure & (start > 0), start, FAR)
    end = np.where(measure & (start > 0), np.maximum(start, finish) + 1, 0)
    for i in np.flatnonzero(measure & (start == 0)).tolist():
        first[i], end[i] = measure_extent(p, nodes[i]) or (FAR, 0)
    for level in range(MEASURE, 0, -1):
        here = np.flatnonzero((outline.level == level) & (outline.parent >= 0))
        np.minimum.at(first, outline.parent[here], first[here])
        np.maximum.at(end, outline.parent[here], end[here])
    return {uid: (a, b) for uid, a, b in zip(outline.uids, first.tolist(), end.tolist(), strict=True) if b}


def _union(first: Extent | None, second: Extent | None) -> Extent | None:
    if first is None or second is None:
        return first or second
    return min(first[0], second[0]), max(first[1], second[1])


def _extents_follow(p: Portfolio, old: dict[str, Extent], since: Since) -> dict[str, Extent] | None:
    """Only the measures that were touched, and what they hang under or hung under before, are read again."""
    touched = {record.parent if record is not None and record.kind == "activity" else uid
               for uid in since.uids | since.along | since.homes for record in (p.get(uid),)}
    outline, again = p.outline, set[int]()
    for uid in touched:
        at = outline.position.get(uid, -1)
        if at < 0:
            old.pop(uid, None)
        elif outline.level[at] == MEASURE:
            _put(old, uid, measure_extent(p, p[uid]))
            at = int(outline.parent[at])
        while at >= 0 and at not in again:
            again.add(at)
            at = int(outline.parent[at])
    for at in sorted(again, reverse=True):           # from below upwards
        whole: Extent | None = None
        child, end = at + 1, int(outline.end[at])
        while child < end:
            whole = _union(whole, old.get(outline.uids[child]))
            child = int(outline.end[child])
        _put(old, outline.uids[at], whole)
    return old


def _put(into: dict[str, Extent], uid: str, extent: Extent | None) -> None:
    if extent is None:
        into.pop(uid, None)
    else:
        into[uid] = extent


def _row(end: Record) -> str:
    return end.parent if end.kind == "activity" else end.uid


def critical(p: Portfolio) -> Critical:
    """The critical path, made anew only when something of the schedule changed."""
    return p.kept("time critical", lambda: _critical(p), lambda old, since: None if _moved(since) else old)


def critical_at_hand(p: Portfolio) -> bool:
    """Whether the critical path can be told without holding up whoever asks."""
    return len(links(p)) <= AT_ONCE or at_hand(p)


def _moved(since: Since) -> bool:
    return since.shape or linked(since) or any(kind == "calendar" or kind == "setting" or (
        kind in ("activity", "measure") and cell in _DATED) for kind, cell in since.cells)


def _critical(p: Portfolio) -> Critical:
    if not p.of_kind("dependency"):
        return Critical(frozenset(), frozenset())
    n = network(p)
    dates = run(n)
    nodes, said = n.levels.nodes, n.arrow.link
    records = {uid for i in np.flatnonzero(dates.critical).tolist() for uid in (nodes[i], _measure_of(p, nodes[i]))}
    driving = [i for i in np.flatnonzero(dates.drives).tolist() if said[i]]
    tails, heads = n.levels.tail[driving].tolist(), n.levels.head[driving].tolist()
    row = {at: _measure_of(p, nodes[at]) for at in {*tails, *heads}}
    return Critical(frozenset(records), frozenset(said[i] for i, tail, head in zip(driving, tails, heads, strict=True)
                                                  if row[tail] in records and row[head] in records))


def _measure_of(p: Portfolio, node: str) -> str:
    """The row of a node of the network; a hub's name ends with the uid of its measure (links.py)."""
    record = p.get(node)
    return _row(record) if record is not None else node.rsplit(" ", 1)[-1]
