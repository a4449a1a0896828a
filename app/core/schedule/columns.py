"""All activities at once as columns of numbers, for readings of the whole file: lights, delays, dates of measures.

Dates are ordinals, 0 where there is none; what a date means stands in facts.py. Must not know: links, money, lights.
"""
from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.core.numbers import Numbers
from app.core.portfolio import Portfolio, Record
from app.core.schedule.calendar import ordinal
from app.core.schedule.facts import FULL

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
_DATES = ("actual_start", "start", "plan_start", "actual_finish", "finish", "plan_finish")


@dataclass(frozen=True)
class Columns:
    """Live activities measure by measure in outline order, within a measure by uid; not changed after it is made."""

    records: list[Record]
    nodes: Ints                           # [group] position of the measure in the outline
    first: Ints                           # [group] where its activities begin
    start: Ints                           # [activity] today's dates: the actual ones, else `start`, else the plan's
    finish: Ints
    plan_start: Ints
    plan_finish: Ints
    done: Flags
    started: Flags
    delivery: Flags

    @property
    def group(self) -> Ints:
        """[activity] -> its group."""
        return np.repeat(np.arange(len(self.first)), np.diff(np.r_[self.first, len(self.records)]))

    def most(self, values: Ints, where: Flags) -> Ints:
        """[group] the largest value among its activities for which `where` holds; 0 without any, values are above 0."""
        return self._over(np.maximum, np.where(where, values, 0))

    def least(self, values: Ints, where: Flags) -> Ints:
        """[group] the smallest, else 0."""
        high = np.iinfo(np.int64).max
        found = self._over(np.minimum, np.where(where, values, high))
        return np.where(found == high, 0, found)

    def some(self, where: Flags) -> Flags:
        """[group] whether it holds for any."""
        return self._over(np.maximum, where.astype(np.int64)) > 0

    def every(self, where: Flags) -> Flags:
        """[group] whether it holds for all."""
        return self._over(np.minimum, where.astype(np.int64)) > 0

    def _over(self, ufunc: np.ufunc, values: Ints) -> Ints:
        found: Ints = ufunc.reduceat(values, self.first) if len(self.first) else np.zeros(0, np.int64)
        return found


def columns(p: Portfolio) -> Columns:
    """Kept until an activity or the tree changes."""
    return p.kept("activity columns", lambda: _build(p), lambda old, since: None if since.shape or any(
        kind in ("", "activity") for kind, _ in since.cells) else old)


def _build(p: Portfolio) -> Columns:
    position, every = p.outline.position, p.of_kind("activity")
    numbers = Numbers(every)
    places = numbers.places("parent", position)
    order = np.argsort(places, kind="stable")
    order = order[np.searchsorted(places[order], 0):]                # none that hangs under no node
    places = places[order]
    first = np.flatnonzero(np.r_[True, places[1:] != places[:-1]]) if len(places) else np.zeros(0, np.int64)
    actual_start, start, plan_start, actual_finish, finish, plan_finish = (day[order] for day in days(numbers))
    percent = numbers.of("percent", lambda share: share or 0)[order]
    delivery = numbers.of("role", lambda role: role is None or role == "delivery")[order] == 1
    done = (actual_finish > 0) | (percent >= FULL)
    return Columns([every[i] for i in order.tolist()], places[first], first.astype(np.int64),
                   either(actual_start, start, plan_start), either(actual_finish, finish, plan_finish), plan_start,
                   plan_finish, done, done | (actual_start > 0) | (percent > 0), delivery)


def days(numbers: Numbers) -> Iterator[Ints]:
    """Of `_DATES` the ordinal, 0 where there is none."""
    return (numbers.of(name, lambda date: ordinal(date) if date else 0) for name in _DATES)


def either(*dates: Ints) -> Ints:
    """The first that is known."""
    found = dates[-1]
    for before in reversed(dates[:-1]):
        found = np.where(before > 0, before, found)
    return found
