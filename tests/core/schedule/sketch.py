"""A file in memory for tests of the schedule: activities, links, calendars and lines in one line each.

Records are put in directly, because these tests look at readings; tests of verbs go through a session.
"""
from __future__ import annotations

import datetime as dt
from typing import Any

from app.core.catalog import LEVELS
from app.core.change import Change
from app.core.portfolio import Portfolio, Record
from app.core.values import month_index

MONDAY = dt.date(2026, 1, 5)


def day(number: int) -> str:
    """Working days of a Monday-to-Friday week counted from Monday 2026-01-05, the first being 1."""
    weeks, rest = divmod(number - 1, 5)
    return (MONDAY + dt.timedelta(days=weeks * 7 + rest)).isoformat()


class Sketch:
    """A portfolio with one branch; `measure`, `task` and the rest add records and give their uids."""

    def __init__(self) -> None:
        self.p = Portfolio("0" * 31 + "1")
        self._next = 1
        self.package = ""
        for level in LEVELS[:-1]:
            self.package = self.add(level, self.package, name=level)

    def add(self, kind: str, parent: str = "", **fields: Any) -> str:
        uid = f"{self._next:032x}"
        self._next += 1
        said = {k: v for k, v in fields.items() if v is not None}
        self.p.records[uid] = Record(uid, kind, {"parent": parent, "rank": f"{self._next:08d}", **said})
        self.p.apply([Change(uid, "kind", None, (kind,), (kind,))])
        return uid

    def function(self, name: str) -> str:
        return self.add("unit", type="function", name=name)

    def measure(self, **fields: Any) -> str:
        return self.add("measure", self.package, **fields)

    def task(self, start: str | None, finish: str | None, measure: str = "", **fields: Any) -> str:
        return self.add("activity", measure or self.measure(), start=start, finish=finish, **fields)

    def link(self, before: str, after: str, type_: str = "FS", lag: int = 0, unit: str = "working_days",
             hard: bool | None = None) -> str:
        return self.add("dependency", predecessor=before, successor=after, type=type_, lag=lag, lag_unit=unit,
                        hard=hard)

    def setting(self, key: str, value: Any, scope: str = "") -> str:
        return self.add("setting", key=key, value=value, scope=scope or None)

    def line(self, measure: str, anchor: str | None = None, type_: str = "recurring_benefit", basis: str | None = None,
             **series: tuple[str, list[int | None]]) -> str:
        uid = self.add("effect_line", measure, type=type_, category="ebitda", line_kind="effect", currency="EUR",
                       scale=2, anchor=anchor, basis=basis)
        for name, (first, values) in series.items():
            self.p.series.put(uid, name, month_index(first), values)
        self.p.version += 1
        return uid
