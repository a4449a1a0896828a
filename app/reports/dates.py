"""When a measure runs: as its activities tell, else by its own dates. One reading for every page.

Must not know: lateness, pages.
"""
from __future__ import annotations

from typing import NamedTuple

from app.core.portfolio import Portfolio
from app.core.record import rows
from app.core.schedule.calendar import date_of, ordinal
from app.core.schedule.columns import Columns, Ints, columns


class Dates(NamedTuple):
    """Dates of a measure, "" where there is none. `begun`: work has started; `over`: every activity is done."""

    start: str
    finish: str
    plan_start: str
    plan_finish: str
    begun: bool
    over: bool

    @property
    def slip(self) -> int | None:
        """Days from the planned to today's finish; None when one of them is missing."""
        return ordinal(self.finish) - ordinal(self.plan_finish) if self.finish and self.plan_finish else None


def all_dates(p: Portfolio) -> dict[str, Dates]:
    """Of every measure, kept until the next change."""
    return p.kept("dates of measures", lambda: _build(p))


def _build(p: Portfolio) -> dict[str, Dates]:
    a, uids = columns(p), p.outline.uids
    spans = [_spelled(days) for days in _ends(a)]
    told = dict(zip((uids[i] for i in a.nodes.tolist()), zip(*spans, a.some(a.started).tolist(),
                                                              a.every(a.done).tolist(), strict=True), strict=True))
    measures = p.of_kind("measure")
    return {m.uid: Dates._make(known) if (known := told.get(m.uid)) is not None and known[0] and known[1]
            else _of(own, known)
            for m, own in zip(measures, rows(measures, "start", "finish", "progress"), strict=True)}


def _ends(a: Columns) -> tuple[Ints, Ints, Ints, Ints]:
    """[group] first start, last finish, first planned start, last planned finish; 0 where there is none."""
    return (a.least(a.start, a.start > 0), a.most(a.finish, a.finish > 0),
            a.least(a.plan_start, a.plan_start > 0), a.most(a.plan_finish, a.plan_finish > 0))


def _spelled(days: Ints) -> list[str]:
    """Ordinals as dates; a file repeats few of them many times."""
    told = days.tolist()
    known = {day: date_of(day) if day else "" for day in set(told)}
    return list(map(known.__getitem__, told))


def _of(own: tuple[str | None, str | None, int | None], told: tuple[str, str, str, str, bool, bool] | None) -> Dates:
    if told is None:
        return Dates(own[0] or "", own[1] or "", "", "", (own[2] or 0) > 0, False)
    start, finish, plan_start, plan_finish, begun, over = told
    return Dates(start or own[0] or "", finish or own[1] or "", plan_start, plan_finish, begun, over)
