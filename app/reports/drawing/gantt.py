"""A roadmap as SVG: bars that share the rows of the table beside them, plan ghosts, finishes, today, hand-overs.

Must not know: portfolios; days come as ordinals, labels finished.
"""
from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from app.reports.drawing.charts import (
    ACCENT,
    ACTUAL,
    BAD_TEXT,
    GREY,
    HAIR,
    INK,
    MID,
    PT,
    Scale,
    bar,
    line,
    svg,
    words,
)
from app.reports.numbers import MONTHS

BAR, GHOST = 2.4, 1.05                # mm
_LETTER = 0.56                        # of its size: the usual width of a letter of Inter


@dataclass(frozen=True)
class Span:
    """One row: days [start, finish] of now and of the plan (0 = none), and how much of it lies behind."""

    start: int = 0
    finish: int = 0
    plan_start: int = 0
    plan_finish: int = 0
    solid_to: int = 0                     # 0 = nothing is done yet
    done: bool = False
    label: str = ""
    bad: bool = False
    endless: bool = False                 # no finish is known: no diamond where it begins


@dataclass(frozen=True)
class HandOver:
    """An arrow between two rows (positions in the list), with the number it has in the table below."""

    number: int
    giver: int
    taker: int
    from_start: bool = False
    to_finish: bool = False


@dataclass(frozen=True)
class Roadmap:
    rows: tuple[Span | None, ...]         # None: a heading, a hairline above it
    first: int                            # days, month boundaries
    end: int
    today: int
    today_label: str
    arrows: tuple[HandOver, ...] = ()


def axis(days: Sequence[int], today: int) -> tuple[int, int]:
    """Whole quarters that hold the days and a label behind the last; at most three back and five ahead of today."""
    low, high = min([today, *days]), max([today, *days])
    first = _quarter(max(low, _add_months(today, -9)))
    end = _add_months(_quarter(min(high, _add_months(today, 15))), 3)
    end = max(end, _add_months(first, 6))
    crowded = high < end and (end - high) * 8 < end - first < 700      # no room for a label behind the last bar
    return first, _add_months(end, 3) if crowded else end


def _quarter(day: int) -> int:
    date = dt.date.fromordinal(day)
    return dt.date(date.year, (date.month - 1) // 3 * 3 + 1, 1).toordinal()


def _add_months(day: int, months: int) -> int:
    date = dt.date.fromordinal(day)
    month = date.year * 12 + date.month - 1 + months
    return dt.date(month // 12, month % 12 + 1, 1).toordinal()


def draw(r: Roadmap, width: float, height: float) -> str:
    """The chart below two head rows, all rows `height` mm high."""
    total = (len(r.rows) + 2) * height
    s = Scale(r.first, r.end, 0, width)
    parts = _calendar(s, r, height, total)
    tops = [(i + 2) * height for i in range(len(r.rows))]
    for top, row in zip(tops, r.rows, strict=True):
        if row is None:
            parts.append(line(0, top, width, top, HAIR, 0.15))
        else:
            parts += _bars(s, row, top + (height - BAR - GHOST - 0.25) / 2)
    x = s.at(r.today)
    parts.append(line(x, 2 * height, x, total, ACCENT, 0.35))
    parts += [_arrow(s, r, a, height) for a in r.arrows]
    for top, row in zip(tops, r.rows, strict=True):
        if row is not None and row.label:
            parts += _label(s, row, top + height / 2 + 0.55, width)
    parts += [_number(s, r, a, height) for a in r.arrows]
    wide = len(r.today_label) * 7 * PT * _LETTER + 2.4
    left = min(max(x - wide / 2, 0), width - wide)
    parts.append(f'<rect x="{left:.2f}" y="{2 * height - 0.1:.2f}" width="{wide:.2f}" height="3.6" fill="{ACCENT}"/>')
    parts.append(words(left + wide / 2, 2 * height + 2.5, r.today_label, "#FFFFFF", 7, True, "middle"))
    return svg(width, total, parts)


def _calendar(s: Scale, r: Roadmap, height: float, total: float) -> list[str]:
    parts = []
    day = r.first
    months = round((r.end - r.first) / 30.44)
    while day < r.end:
        date, after = dt.date.fromordinal(day), _add_months(day, 1)
        x, next_ = s.at(day), s.at(after)
        quarter = (date.month - 1) % 3 == 0
        if quarter:
            parts.append(line(x, 0, x, total, HAIR, 0.15))
            parts.append(words(x + 1, height * 0.68, f"Q{(date.month + 2) // 3} {date.year}", INK, 7.5, True))
        elif months <= 18:
            parts.append(line(x, height, x, total, "#E4E8EC", 0.12))
        if months <= 18 and next_ - x > 5.2:
            parts.append(words((x + next_) / 2, height * 1.68, MONTHS[date.month - 1], GREY, anchor="middle"))
        day = after
    return [*parts, line(0, 2 * height, s.at(r.end), 2 * height, INK, 0.25)]


def _clipped(s: Scale, start: int, finish: int) -> tuple[float, float] | None:
    """Ends in mm of the days start to finish, both included, cut at the window; None outside it."""
    low, high = max(start, int(s.low)), min(finish + 1, int(s.high))
    return None if low >= high else (s.at(low), s.at(high))


def _bars(s: Scale, row: Span, y: float) -> list[str]:
    parts = []
    ends = _clipped(s, row.start, row.finish) if row.start else None
    if row.plan_finish:
        ghost = _clipped(s, row.plan_start or row.plan_finish, row.plan_finish)
        if ghost:
            parts.append(f'<rect x="{ghost[0]:.2f}" y="{y + BAR + 0.25:.2f}" width="{ghost[1] - ghost[0]:.2f}" '
                         f'height="{GHOST}" fill="#FFFFFF" stroke="{MID}" stroke-width="0.15"/>')
        if s.low <= row.plan_finish < s.high:
            parts.append(_diamond(s.at(row.plan_finish + 1), y + BAR + 0.25 + GHOST / 2, 0.75, "#FFFFFF", MID, 0.15))
    if ends is None:
        return parts
    solid = _clipped(s, row.start, min(row.solid_to, row.finish)) if row.solid_to else None
    middle = solid[1] if solid else ends[0]
    parts.append(bar(middle, ends[1], y, BAR, "forecast"))
    if solid:
        parts.append(bar(solid[0], solid[1], y, BAR, "actual"))
    if row.start < s.low:
        parts.append(f'<polygon points="{ends[0] + 1.6:.2f},{y + 0.4:.2f} {ends[0] + 0.5:.2f},{y + BAR / 2:.2f} '
                     f'{ends[0] + 1.6:.2f},{y + BAR - 0.4:.2f}" fill="#FFFFFF" stroke="{ACTUAL}" stroke-width="0.15"/>')
    if s.low <= row.finish < s.high and not row.endless:
        parts.append(_diamond(ends[1], y + BAR / 2, 1.35, INK if row.done else "#FFFFFF", INK, 0.28))
    return parts


def _diamond(x: float, y: float, half: float, fill: str, stroke: str, width: float) -> str:
    points = f"{x - half:.2f},{y:.2f} {x:.2f},{y - half:.2f} {x + half:.2f},{y:.2f} {x:.2f},{y + half:.2f}"
    return f'<polygon points="{points}" fill="{fill}" stroke="{stroke}" stroke-width="{width}"/>'


def _last(s: Scale, row: Span) -> float:
    """Where the drawing of a row ends, in mm."""
    days = [d + 1 for d in (row.finish, row.plan_finish) if d]
    return s.at(min(max(max(days, default=int(s.low)), int(s.low)), int(s.high)))


def _label(s: Scale, row: Span, base: float, width: float) -> list[str]:
    """Right of everything drawn in its row, on white so that no line crosses it; left of the bar at the edge."""
    wide = len(row.label) * 7 * PT * (_LETTER + 0.04) + 0.6
    x = _last(s, row) + 2.2
    if x + wide > width:
        starts = [d for d in (row.start, row.plan_start or row.plan_finish) if d]
        x = s.at(min(max(min(starts), s.low), s.high)) - wide - 1.2 if starts else width - wide
        x = min(max(x, 0.3), width - wide)
    return [f'<rect x="{x - 0.3:.2f}" y="{base - 2.2:.2f}" width="{wide:.2f}" height="2.9" fill="#FFFFFF"/>',
            words(x, base, row.label, BAD_TEXT if row.bad else GREY, 7, row.bad)]


def _route(s: Scale, r: Roadmap, a: HandOver, height: float) -> tuple[float, float, float, float, float]:
    """x of the upright line, its two ends, and x and y of the arrow's head."""
    giver, taker = r.rows[a.giver], r.rows[a.taker]
    assert giver is not None and taker is not None
    leaves = giver.start if a.from_start else giver.finish + 1
    x = _within(s, leaves if giver.start else giver.plan_finish + 1)
    down = a.taker > a.giver
    top = (a.giver + 2) * height + (height - BAR - GHOST) / 2 + BAR / 2
    target = _within(s, (taker.finish if a.to_finish else taker.start) or taker.plan_finish)
    end = (a.taker + 2) * height + (height - BAR - GHOST) / 2 + (0 if down else BAR)
    return x, top, end, max(target, x) if target > x + 1.5 else x, end


def _within(s: Scale, day: int) -> float:
    return s.at(min(max(day, s.low), s.high))


def _arrow(s: Scale, r: Roadmap, a: HandOver, height: float) -> str:
    x, top, end, target, _ = _route(s, r, a, height)
    sign = 1 if end > top else -1
    if target > x:                                 # the taker starts later: along above its bar, then to its start
        y = end + sign * BAR / 2
        tip = f"{target:.2f},{y:.2f} {target - 1.3:.2f},{y - 0.75:.2f} {target - 1.3:.2f},{y + 0.75:.2f}"
        lines = line(x, top, x, y, ACCENT, 0.3) + line(x, y, target - 1.0, y, ACCENT, 0.3)
    else:
        tip = f"{x:.2f},{end:.2f} {x - 0.75:.2f},{end - sign * 1.3:.2f} {x + 0.75:.2f},{end - sign * 1.3:.2f}"
        lines = line(x, top, x, end - sign * 1.0, ACCENT, 0.3)
    return lines + f'<polygon points="{tip}" fill="{ACCENT}"/>'


def _number(s: Scale, r: Roadmap, a: HandOver, height: float) -> str:
    x, top, end, _, _ = _route(s, r, a, height)
    y = top + (1 if end > top else -1) * min(abs(end - top) / 2, height * 0.75)
    return (f'<circle cx="{x:.2f}" cy="{y:.2f}" r="1.5" fill="{ACCENT}" stroke="#FFFFFF" stroke-width="0.3"/>'
            + words(x, y + 0.85, str(a.number), "#FFFFFF", 6.5, True, "middle"))
