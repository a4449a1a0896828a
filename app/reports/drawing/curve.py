"""The cumulated value over a period as SVG: plan thin, actual thick, forecast dashed, the gap shaded by effect.

Must not know: portfolios; values come cumulated, labels finished.
"""
from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from app.reports.drawing.charts import (
    ACCENT,
    ACTUAL,
    BAD_TEXT,
    GOOD_TEXT,
    GREY,
    HAIR,
    INK,
    Scale,
    line,
    scale,
    svg,
    words,
)

_PALE = {True: "#D5EAE0", False: "#EFCBC8"}
_THIN = {True: "#4FAE88", False: "#CC4B41"}
_APART = 3.3                          # mm between labels at the right edge


@dataclass(frozen=True)
class Curve:
    """Cumulated amounts at each month's end; `actual` months are booked, the rest is forecast."""

    months: tuple[str, ...]
    plan: tuple[int, ...]
    expected: tuple[int, ...]
    actual: int                           # how many of the months are actual
    plan_label: str
    expected_label: str
    gap_label: str
    actual_label: str
    to_label: str
    ticks: tuple[tuple[int, str], ...]


def draw(c: Curve, width: float, height: float) -> str:
    """The whole chart; the lines start at zero before the first month."""
    left, right, head, foot = 4.0 + 1.4 * max(len(t) for _, t in c.ticks), 29.0, 5.5, 5.0
    s = scale([*c.plan, *c.expected, *(v for v, _ in c.ticks)], height - head - foot)
    count = len(c.months)
    step = (width - left - right) / count
    xs = [left + step * i for i in range(count + 1)]

    def y(value: float) -> float:
        return height - foot - s.at(value)

    plan, expected = (0, *c.plan), (0, *c.expected)
    parts = []
    for value, label in c.ticks:
        parts.append(line(left, y(value), width - right, y(value), INK if value == 0 else HAIR,
                          0.3 if value == 0 else 0.15))
        parts.append(words(left - 1.5, y(value) + 0.9, label, GREY, anchor="end"))
    every = max(1, -(-count // 18))
    for i, name in enumerate(c.months):
        if i % every == 0:
            parts.append(words((xs[i] + xs[i + 1]) / 2, height - 0.6, name, GREY, anchor="middle"))
    for i in range(count):
        parts += _shade(xs[i], xs[i + 1], plan[i:i + 2], expected[i:i + 2], y, i < c.actual)
    parts.append(_path([(x, y(v)) for x, v in zip(xs, plan, strict=True)], 0.35))
    cut = c.actual + 1
    if c.actual < count:
        ahead = [(x, y(v)) for x, v in zip(xs[c.actual:], expected[c.actual:], strict=True)]
        parts.append(_path(ahead, 0.8, "1.6 0.9"))
    if c.actual:
        parts.append(_path([(x, y(v)) for x, v in zip(xs[:cut], expected[:cut], strict=True)], 1.0))
    if count <= 24:
        parts += [_dot(x, y(v), "#FFFFFF") for x, v in zip(xs[1:], plan[1:], strict=True)]
        parts += [_dot(x, y(v), ACTUAL) for x, v in zip(xs[1:cut], expected[1:cut], strict=True)]
    if 0 < c.actual < count:
        x = xs[c.actual]
        parts.append(line(x, head - 1.2, x, height - foot, ACCENT, 0.3, "0.9 0.6"))
        parts.append(words(x, head - 2.2, c.to_label, ACCENT, bold=True, anchor="middle"))
        at = min(y(v) for v in (*plan[:cut], *expected[:cut])) - 2.2        # above whatever lies left of the line
        parts.append(words(x - 1.4, max(at, head + 2.5), c.actual_label, INK, 7, True, "end"))
    return svg(width, height, parts + _ends(c, y, width - right + 2))


def _ends(c: Curve, y: Callable[[float], float], x: float) -> list[str]:
    """The three labels right of the last month, moved apart where they would touch."""
    gap = c.expected[-1] - c.plan[-1]
    top, bottom = sorted((y(c.plan[-1]), y(c.expected[-1])))
    labels = [(top, c.plan_label if gap <= 0 else c.expected_label, INK),
              (bottom, c.expected_label if gap <= 0 else c.plan_label, INK)]
    middle = (top + bottom) / 2
    parts = []
    if c.gap_label:
        half = max((bottom - top) / 2, _APART)
        labels = [(middle - half, *labels[0][1:]), (middle + half, *labels[1][1:])]
        tone = GOOD_TEXT if gap > 0 else BAD_TEXT
        parts.append(words(x, middle + 0.9, c.gap_label, tone, 7.5, True))
        if bottom - top > 1:
            parts.append(line(x - 1.2, top, x - 1.2, bottom, tone, 0.6))
    else:
        labels = labels[:1]
    return parts + [words(x, at + 0.9, text, tone, 7.5, True) for at, text, tone in labels]


def _shade(x1: float, x2: float, plan: Sequence[float], expected: Sequence[float],
           y: Callable[[float], float], booked: bool) -> list[str]:
    """The gap of one month: pale where booked, thin upright lines where it lies ahead; split where lines cross."""
    first, last = expected[0] - plan[0], expected[1] - plan[1]
    if first == 0 and last == 0:
        return []
    if first * last < 0:
        share = first / (first - last)
        x = x1 + (x2 - x1) * share
        cross = plan[0] + (plan[1] - plan[0]) * share
        return (_shade(x1, x, (plan[0], cross), (expected[0], cross), y, booked)
                + _shade(x, x2, (cross, plan[1]), (cross, expected[1]), y, booked))
    good = first + last > 0
    if booked:
        corners = ((x1, y(plan[0])), (x2, y(plan[1])), (x2, y(expected[1])), (x1, y(expected[0])))
        points = " ".join(f"{a:.2f},{b:.2f}" for a, b in corners)
        return [f'<polygon points="{points}" fill="{_PALE[good]}"/>']
    parts = []
    at = (int(x1 / 0.9) + 1) * 0.9
    while at < x2:
        share = (at - x1) / (x2 - x1)
        ends = [y(pair[0] + (pair[1] - pair[0]) * share) for pair in (plan, expected)]
        parts.append(line(at, ends[0], at, ends[1], _THIN[good], 0.12))
        at += 0.9
    return parts


def _path(points: Sequence[tuple[float, float]], width: float, dash: str = "") -> str:
    text = " ".join(f"{x:.2f},{y:.2f}" for x, y in points)
    extra = f' stroke-dasharray="{dash}"' if dash else ""
    return (f'<polyline points="{text}" fill="none" stroke="{ACTUAL}" stroke-width="{width}" '
            f'stroke-linejoin="round"{extra}/>')


def _dot(x: float, y: float, fill: str) -> str:
    return f'<circle cx="{x:.2f}" cy="{y:.2f}" r="0.75" fill="{fill}" stroke="{ACTUAL}" stroke-width="0.3"/>'


def ticks(s: Scale) -> list[int]:
    """Round values for the value axis: 4 to 7 steps of 1, 2 or 5 times a power of ten."""
    span = s.high - s.low
    step = 1
    while span / step > 6:
        step *= 10
    for part in (5, 2):
        if step >= 10 and span / (step // part) <= 6:
            step //= part
            break
    first = -(-int(s.low) // step) if s.low >= 0 else -(int(-s.low) // step)
    return [v * step for v in range(first, int(s.high // step) + 1)]
