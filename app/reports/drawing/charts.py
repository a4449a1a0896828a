"""Data -> SVG in millimetres, in IBCS looks: actual solid, plan outlined, forecast hatched, variances by effect.

Hatches are computed lines clipped to their bar (45 degrees): readers render SVG patterns unevenly.
Must not know: portfolios, pages, units; labels come in as finished text.
"""
from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

INK, GREY, MID, HAIR = "#1B1F24", "#5B6470", "#9AA3AE", "#CBD1D8"
ACTUAL, BEFORE, ACCENT = "#30363F", "#C4CAD1", "#0B5CAD"
BAD, BAD_TEXT, GOOD, GOOD_TEXT = "#CC4B41", "#A8201A", "#4FAE88", "#2E7D5D"
OUTLINE = 0.32                        # mm, of plan bars
PITCH = 1.15                          # mm between hatch lines along the bar
GAP = 0.45                            # mm of white between an actual and a variance
PT = 25.4 / 72                        # mm a point


@dataclass(frozen=True)
class Scale:
    """Maps amounts to millimetres. The axis (zero) is always within."""

    low: float
    high: float
    left: float
    width: float

    def at(self, value: float) -> float:
        span = self.high - self.low
        return self.left + (0.0 if span == 0 else (value - self.low) / span * self.width)


def scale(values: Iterable[float], width: float, left: float = 0.0) -> Scale:
    """A scale that holds all values and zero; bars always start at zero."""
    found = [0.0, *values]
    low, high = min(found), max(found)
    if low == high:
        high = 1.0
    return Scale(low, high, left, width)


def _n(value: float) -> str:
    text = f"{value:.3f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def svg(width: float, height: float, parts: Iterable[str]) -> str:
    body = "".join(parts)
    return (f'<svg xmlns="http://www.w3.org/2000/svg" width="{_n(width)}mm" height="{_n(height)}mm" '
            f'viewBox="0 0 {_n(width)} {_n(height)}">{body}</svg>')


def line(x1: float, y1: float, x2: float, y2: float, stroke: str = ACTUAL, width: float = 0.3,
         dash: str = "") -> str:
    extra = f' stroke-dasharray="{dash}"' if dash else ""
    return (f'<line x1="{_n(x1)}" y1="{_n(y1)}" x2="{_n(x2)}" y2="{_n(y2)}" stroke="{stroke}" '
            f'stroke-width="{_n(width)}"{extra}/>')


def words(x: float, y: float, text: str, fill: str = INK, size: float = 7.0, bold: bool = False,
          anchor: str = "start") -> str:
    """A direct label; `size` in points, y is the base line."""
    weight = 600 if bold else 400
    return (f'<text x="{_n(x)}" y="{_n(y)}" font-family="Inter" font-size="{_n(size * PT)}" '
            f'font-weight="{weight}" fill="{fill}" text-anchor="{anchor}">{escape(text)}</text>')


def hatch_lines(x: float, y: float, width: float, height: float,
                pitch: float = PITCH) -> list[tuple[float, float, float, float]]:
    """Lines rising to the right at 45 degrees, cut at the rectangle; on one grid, so that neighbours meet."""
    found = []
    # On a rising line x + y is constant (SVG's y points down).
    step = int((x + y) // pitch)
    while (sum_ := step * pitch) < x + width + y + height:
        left, right = max(x, sum_ - y - height), min(x + width, sum_ - y)
        if right - left > 1e-6:
            found.append((left, sum_ - left, right, sum_ - right))
        step += 1
    return found


def bar(x1: float, x2: float, y: float, height: float, look: str) -> str:
    """One bar from x1 to x2 (either way round). `look`: actual plan forecast before bad good bad_ahead good_ahead."""
    x, width = min(x1, x2), abs(x2 - x1)
    if width < 1e-6:
        return ""
    fills = {"actual": ACTUAL, "before": BEFORE, "bad": BAD, "good": GOOD}
    if look in fills:
        return (f'<rect x="{_n(x)}" y="{_n(y)}" width="{_n(width)}" height="{_n(height)}" '
                f'fill="{fills[look]}"/>')
    ink = {"plan": ACTUAL, "forecast": ACTUAL, "bad_ahead": BAD, "good_ahead": GOOD}[look]
    stroke = OUTLINE if look == "plan" else 0.2
    half = min(stroke, width, height) / 2            # the outline lies inside the bar's exact size
    box = (f'<rect x="{_n(x + half)}" y="{_n(y + half)}" width="{_n(max(width - 2 * half, 0))}" '
           f'height="{_n(max(height - 2 * half, 0))}" fill="#FFFFFF" stroke="{ink}" stroke-width="{_n(2 * half)}"/>')
    if look == "plan":
        return box
    return box + "".join(line(*ends, stroke=ink, width=0.26) for ends in hatch_lines(x, y, width, height))


def scenario(s: Scale, y: float, height: float, actual: float, expected: float) -> str:
    """Actual to date solid, what is still expected hatched up to the expected value."""
    zero = s.at(0)
    if actual * expected < 0 or actual == 0:
        return bar(zero, s.at(expected), y, height, "forecast") + bar(zero, s.at(actual), y, height, "actual")
    if abs(expected) >= abs(actual):
        return (bar(zero, s.at(actual), y, height, "actual")
                + bar(s.at(actual), s.at(expected), y, height, "forecast"))
    # Less is expected than is booked: the part that will be lost again is hatched over white.
    return (bar(zero, s.at(expected), y, height, "actual")
            + bar(s.at(expected), s.at(actual), y, height, "forecast")
            + line(s.at(actual), y - 0.4, s.at(actual), y + height + 0.4, ACTUAL, 0.4))


def delta(s: Scale, y: float, height: float, so_far: float, ahead: float) -> str:
    """A variance: solid is already in the actuals, hatched lies ahead and can still be changed."""
    zero = s.at(0)
    if so_far * ahead >= 0:
        middle = s.at(so_far)
        return (bar(zero, middle, y, height, "good" if so_far > 0 else "bad")
                + bar(middle, s.at(so_far + ahead), y, height, "good_ahead" if ahead > 0 else "bad_ahead"))
    return (bar(zero, s.at(so_far), y, height, "good" if so_far > 0 else "bad")
            + bar(zero, s.at(ahead), y, height, "good_ahead" if ahead > 0 else "bad_ahead"))


def delta_values(so_far: int, ahead: int) -> tuple[int, ...]:
    """What a scale must hold for `delta`."""
    return (so_far, so_far + ahead) if so_far * ahead >= 0 else (so_far, ahead)


def pair_row(s: Scale, width: float, height: float, plan: float, actual: float, expected: float) -> str:
    """One table row: plan outlined above, actual and forecast below, the axis over the whole row."""
    thick = height * 0.34
    top = height / 2 - thick - 0.1
    return svg(width, height, (
        bar(s.at(0), s.at(plan), top, thick, "plan"), scenario(s, height / 2 + 0.1, thick, actual, expected),
        line(s.at(0), 0, s.at(0), height, INK, 0.4)))


def delta_row(s: Scale, width: float, height: float, so_far: float, ahead: float) -> str:
    """One table row: a variance bar on its axis."""
    thick = min(height * 0.56, 3.0)
    return svg(width, height, (delta(s, (height - thick) / 2, thick, so_far, ahead),
                               line(s.at(0), 0, s.at(0), height, INK, 0.4)))


def count_bars(rows: Sequence[tuple[str, int]], width: float, label: float, step: float = 5.0) -> str:
    """Counts by stage: label, bar, number. `label` is the width kept for the labels."""
    room = max((_wide(f"{n:,}") for _, n in rows), default=0.0) + 2
    s = scale([n for _, n in rows], width - label - room, label)
    parts = [line(label, 0, label, step * len(rows), INK, 0.4)]
    for i, (name, number) in enumerate(rows):
        y = i * step
        parts.append(words(0, y + step * 0.66, name, size=7.5))
        parts.append(bar(s.at(0), s.at(number), y + step * 0.15, step * 0.7, "actual"))
        parts.append(words(s.at(number) + 1, y + step * 0.66, f"{number:,}", size=7.5, bold=True))
    return svg(width, step * len(rows), parts)


@dataclass(frozen=True)
class Bar:
    """One row of `scenario_bars`: amounts and finished labels."""

    label: str
    look: str                             # plan expected actual delta
    value: int
    text: str
    actual: int = 0                       # of an expected bar: the part that is booked; of a delta: so far
    start: int = 0                        # of a delta: where it begins
    extra: str = ""                       # a second label, a variance, coloured by `good`
    good: bool = False


def scenario_bars(rows: Sequence[Bar | None], width: float, label: float, step: float = 4.9) -> str:
    """Plan, expected and actual under each other on one axis; a delta hangs at the end of what it explains."""
    held = [v for r in rows if r for v in ((r.value, r.actual) if r.look != "delta" else (r.start, r.start + r.value))]
    room = 12.0
    s = scale(held, width - label - room - (room if min(held, default=0) < 0 else 0),
              label + (room if min(held, default=0) < 0 else 0))
    zero, height, parts = s.at(0), 0.0, []
    for row in rows:
        if row is None:
            height += step * 0.5
            continue
        y, thick = height + step * 0.14, step * 0.72
        base = height + step * 0.68
        tone = INK
        ends = [zero, s.at(row.value)]
        if row.look == "delta":
            at, end = s.at(row.start), s.at(row.start + row.value)
            tone = GOOD_TEXT if row.value > 0 else BAD_TEXT if row.value < 0 else GREY
            ahead, good = row.value - row.actual, row.value > 0
            split = s.at(row.start + row.actual) if row.actual * ahead >= 0 else at
            parts.append(bar(at, split, y, thick, "good" if good else "bad"))
            parts.append(bar(split, end, y, thick, "good_ahead" if good else "bad_ahead"))
            ends = [at, end]
        elif row.look == "expected":
            parts.append(scenario(s, y, thick, row.actual, row.value))
            ends.append(s.at(row.actual))
        else:
            parts.append(bar(zero, s.at(row.value), y, thick, row.look))
        parts.append(words(0, base, row.label, size=7.5))
        below = max(row.start, row.start + row.value) <= 0 and min(row.start, row.value) < 0
        if below if row.look == "delta" else row.value < 0:       # right of a bar below zero the axis runs
            parts.append(words(min(ends) - 1, base, row.text, tone, 7.5, True, "end"))
        else:
            parts.append(words(max(ends) + 1, base, row.text, tone, 7.5, True))
        if row.extra:
            past = max(ends) + 1 + (_wide(row.text) + 2 if row.value >= 0 else 0)
            parts.append(words(past, base, row.extra, GOOD_TEXT if row.good else BAD_TEXT, 7.5, True))
        height += step
    parts.append(line(zero, 0, zero, height, INK, 0.4))
    return svg(width, height, parts)


def _wide(text: str) -> float:
    """About how wide a bold label of 7.5 points is, in mm: Inter's digits are near 0.64 em."""
    return sum(0.3 if c in ",. " else 0.66 for c in text) * 7.5 * PT


def month_columns(rows: Sequence[tuple[str, int | None, int | None]], width: float, height: float,
                  last: str = "") -> str:
    """Plan (outlined, behind) and actual (solid, in front) a month; `last` labels the last actual."""
    values = [v for _, plan, actual in rows for v in (plan, actual) if v is not None]
    foot, head = 3.6, 3.6
    s = scale(values, height - foot - head)
    base = height - foot - s.at(0)                   # y of zero; up is smaller y
    step = width / max(len(rows), 1)
    wide = min(step * 0.62, 7.0)
    parts = []
    for i, (name, plan, actual) in enumerate(rows):
        x = i * step + (step - wide) / 2
        if plan:
            parts.append(_column(x, wide, base, base - (s.at(plan) - s.at(0)), "plan"))
        if actual:
            top = base - (s.at(actual) - s.at(0))
            parts.append(_column(x + wide * 0.22, wide * 0.78, base, top, "actual"))
            if last and not any(a for _, _, a in rows[i + 1:]):
                parts.append(words(x + wide / 2, min(top, base) - 0.9, last, bold=True, anchor="middle"))
        parts.append(words(i * step + step / 2, height - 0.5, name, GREY, anchor="middle"))
    parts.append(line(0, base, width, base, INK, 0.3))
    return svg(width, height, parts)


def _column(x: float, width: float, base: float, top: float, look: str) -> str:
    y, height = min(base, top), abs(base - top)
    if look == "plan":
        half = min(OUTLINE, height) / 2
        return (f'<rect x="{_n(x + half)}" y="{_n(y + half)}" width="{_n(width - 2 * half)}" '
                f'height="{_n(max(height - 2 * half, 0))}" fill="#FFFFFF" stroke="{ACTUAL}" '
                f'stroke-width="{_n(2 * half)}"/>')
    return f'<rect x="{_n(x)}" y="{_n(y)}" width="{_n(width)}" height="{_n(height)}" fill="{ACTUAL}"/>'
