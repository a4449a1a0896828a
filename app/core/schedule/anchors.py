"""What a moved delivery does to money: the forecast of effect lines anchored to it is shifted and written.

records.md, rule 2. A line's `basis` is the finish its forecast was made for. When its anchor gets another finish,
the forecast after "actual to" moves by month(finish) - month(basis) whole months and the basis follows, so that
nothing moves twice: a forecast typed by hand sets the basis too. Never the plan, never a month with actuals, never
an undated amount; amounts stay as they are to the minor unit, and months left behind become empty.
A line without any forecast counts with its plan (variance.py), so its first slip writes the plan, moved, as forecast.
An earlier finish moves the forecast at most to the first month after "actual to"; the basis then keeps the rest, and
the line is listed by `unmoved`.
Must not know: how dates come about, the window.
"""
from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from app.core.change import Change
from app.core.portfolio import Portfolio, Record, Since
from app.core.record import rows
from app.core.schedule.facts import finish_of
from app.core.value.cube import cube
from app.core.value.variance import actual_to
from app.core.values import month_end, month_of


@dataclass(frozen=True, slots=True)
class Unmoved:
    """A line whose forecast was made for another month than its anchor finishes in now."""

    line: str
    activity: str
    basis: str
    finish: str


def anchored(p: Portfolio) -> dict[str, list[Record]]:
    """Effect lines by the activity they start with, kept while no line comes or goes."""
    def build() -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        lines = p.of_kind("effect_line")
        for line, (anchor,) in zip(lines, rows(lines, "anchor"), strict=True):
            if anchor:
                found.setdefault(anchor, []).append(line.uid)
        return found

    def follow(old: dict[str, list[str]], since: Since) -> dict[str, list[str]] | None:
        hangs = {("effect_line", cell) for cell in ("kind", "deleted", "parent+rank", "anchor")}
        return None if since.shape or since.cells & hangs else old

    return {uid: [p.records[line] for line in lines]
            for uid, lines in p.kept("anchored lines", build, follow).items()}


def follow(p: Portfolio, finishes: Mapping[str, str], status: str) -> list[Change]:
    """The changes of all lines anchored to activities that get these new finish dates."""
    lines = anchored(p)
    moved = {uid: finish for uid, finish in finishes.items() if uid in lines and finish != finish_of(p[uid])}
    if not moved:
        return []
    to = actual_to(cube(p), status)
    changes: list[Change] = []
    for uid, finish in moved.items():
        for line in lines[uid]:
            changes += _follow(p, line, finish, to)
    return changes


def _follow(p: Portfolio, line: Record, finish: str, to: int | None) -> list[Change]:
    basis = line.get("basis") or finish_of(p[line.get("anchor")])
    wanted = month_of(finish) - month_of(basis) if basis else 0
    done, changes = shift(p, line.uid, wanted, to)
    made_for = finish if done == wanted else month_end(month_of(finish) - wanted + done)
    return changes + _set_basis(p, line.uid, made_for)


def shift(p: Portfolio, line: str, months: int, to: int | None) -> tuple[int, list[Change]]:
    """Move the forecast after month `to` by whole months: (months it could be moved by, changes)."""
    series = "forecast"
    extent = p.series.extent(line, series)
    if extent is None:
        series = "plan"
        extent = p.series.extent(line, series)
    if extent is None or not months:
        return months, []
    first, count = extent
    open_from = first if to is None else to + 1
    moving = {first + i: value for i, value in enumerate(p.months_of(line, series, first, count))
              if value is not None and first + i >= open_from}
    if not moving:
        return months, []
    low, high = min(moving), max(moving)
    if to is not None:
        months = max(months, open_from - low)
    if not months:
        return 0, []
    if series == "forecast":
        low, high = min(low, low + months), max(high, high + months)
    else:
        low, high = low + months, high + months
    old = p.months_of(line, "forecast", low, high - low + 1)
    new = tuple(moving.get(month - months) for month in range(low, high + 1))
    return months, [Change(line, "forecast", low, old, new)]


def _set_basis(p: Portfolio, line: str, finish: str | None) -> list[Change]:
    old = p.value_of(line, "basis")
    return [] if old == (finish,) else [Change(line, "basis", None, old, (finish,))]


def with_basis(p: Portfolio, line: str, changes: Iterable[Change], finishes: Mapping[str, str] | None = None,
               brought: bool = False) -> list[Change]:
    """Changes typed into a line, and the basis that goes with them.

    A typed forecast is made for the finish its anchor has now, or gets in the same step (`finishes`); so is the
    forecast of a line that gets an anchor, and one that a source brought and that stays as it is (`brought`).
    """
    changes = list(changes)
    mine = [c for c in changes if c.uid == line]
    record = p.get(line)
    anchor = str(record.get("anchor", "")) if record else ""
    chosen = [c.new[0] for c in mine if c.field == "anchor"]
    if chosen:
        anchor = chosen[-1] or ""
    typed = brought or any(c.field == "forecast" and c.month is not None for c in mine)
    if record is None or not (chosen or (anchor and typed)):
        return changes
    at = p.get(anchor)
    finish = (finishes or {}).get(anchor) or (finish_of(at) if at is not None else "")
    return changes + _set_basis(p, line, finish or None)


def unmoved(p: Portfolio) -> list[Unmoved]:
    """"Forecast not moved with delivery": basis and the anchor's finish lie in different months, oldest basis first."""
    found = []
    for uid, lines in anchored(p).items():
        finish = finish_of(p[uid]) if p.live(uid) else ""
        for line in lines:
            basis = line.get("basis", "")
            if finish and basis and month_of(basis) != month_of(finish):
                found.append(Unmoved(line.uid, uid, basis, finish))
    return sorted(found, key=lambda u: (u.basis, u.line))
