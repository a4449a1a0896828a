"""When a measure runs: as its activities tell, else by its own dates. One reading for every page.

Must not know: lateness, pages.
"""
from __future__ import annotations

from typing import NamedTuple

import numpy as np

from app.core.portfolio import Portfolio, Record
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
    return {m.uid: _of(m, told.get(m.uid)) for m in p.of_kind("measure")}


def _ends(a: Columns) -> tuple[Ints, Ints, Ints, Ints]:
    """[group] first start, last finish, first planned start, last planned finish; 0 where there is none."""
    return (a.least(a.start, a.start > 0), a.most(a.finish, a.finish > 0),
            a.least(a.plan_start, a.plan_start > 0), a.most(a.plan_finish, a.plan_finish > 0))


def _spelled(days: Ints) -> list[str]:
    """Ordinals as dates; a file repeats few of them many times."""
    known = {day: date_of(day) if day else "" for day in np.unique(days).tolist()}
    return [known[day] for day in days.tolist()]


def _of(measure: Record, told: tuple[str, str, str, str, bool, bool] | None) -> Dates:
    said = measure.fields.get
    if told is None:
        return Dates(said("start") or "", said("finish") or "", "", "", (said("progress") or 0) > 0, False)
    start, finish, plan_start, plan_finish, begun, over = told
    return Dates(start or said("start") or "", finish or said("finish") or "", plan_start, plan_finish, begun, over)
