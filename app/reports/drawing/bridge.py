"""The rows of a plan-to-forecast-to-actual bridge as SVG, one a table row, all on one axis from zero.

Must not know: portfolios, causes; labels come finished.
"""
from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from app.reports.drawing.charts import (
    BAD_TEXT,
    GAP,
    GOOD_TEXT,
    GREY,
    INK,
    MID,
    PT,
    Scale,
    bar,
    line,
    scale,
    scenario,
    svg,
    words,
)

_LETTER = 0.62


@dataclass(frozen=True)
class Step:
    """One row. `look`: plan, cause, measure, expected, still, actual.

    A cause or measure hangs from `start`: `so_far` lies in the actuals, `ahead` is still to come. The others stand on
    zero: `value`, of which `actual` is booked. `due` is the plan to date, beside an actual.
    """

    look: str
    value: int = 0
    start: int = 0
    so_far: int = 0
    ahead: int = 0
    actual: int = 0
    due: int | None = None
    label: str = ""


def axis(steps: Iterable[Step], width: float) -> Scale:
    """Room for every bar and for a label left or right of it."""
    held: list[int] = []
    for s in steps:
        held += [s.value, s.actual, s.start, s.start + s.so_far, s.start + s.so_far + s.ahead]
        held += [] if s.due is None else [s.due]
    room = 14.0
    below = min(held, default=0) < 0
    return scale(held, width - room - (room if below else 1), room if below else 1)


def row(s: Scale, step: Step, width: float, height: float, carry: float | None) -> str:
    """One row's picture; `carry` is the running amount that a thin line hands to the row below."""
    thick = {"measure": height * 0.34}.get(step.look, height * 0.68)
    y = (height - thick) / 2
    base = height / 2 + 0.95
    parts = [line(s.at(0), 0, s.at(0), height, INK, 0.3)]
    tone = INK
    ends = [s.at(0), s.at(step.value)]
    if step.look == "plan":
        parts.append(bar(s.at(0), s.at(step.value), y, thick, "plan"))
    elif step.look == "expected":
        parts.append(scenario(s, y, thick, step.actual, step.value))
        ends.append(s.at(step.actual))
    elif step.look == "still":
        parts.append(bar(s.at(step.actual), s.at(step.value), y, thick, "forecast"))
        ends = [s.at(step.actual), s.at(step.value)]
    elif step.look == "actual":
        parts.append(bar(s.at(0), s.at(step.value), y, thick, "actual"))
        if step.due is not None and step.due != step.value:
            side = GAP if step.due > step.value else -GAP
            if abs(s.at(step.due) - s.at(step.value)) > GAP:
                look = "bad" if step.due > step.value else "good"
                parts.append(bar(s.at(step.value) + side, s.at(step.due), y + thick * 0.18, thick * 0.64, look))
            ends.append(s.at(step.due))
            tone = BAD_TEXT if step.due > step.value else GOOD_TEXT
    else:
        parts += _hanging(s, step, y, thick)
        total = step.so_far + step.ahead
        tone = GOOD_TEXT if total > 0 else BAD_TEXT if total < 0 else GREY
        ends = [s.at(step.start), s.at(step.start + step.so_far), s.at(step.start + total)]
    if step.label:
        parts.append(_label(step, ends, base, tone, width))
    if carry is not None:
        parts.append(line(s.at(carry), height - y, s.at(carry), height, MID, 0.18))
    return svg(width, height, parts)


def _hanging(s: Scale, step: Step, y: float, thick: float) -> list[str]:
    """Solid so far, then hatched ahead; where they point apart the one stands above the other."""
    a, b, c = s.at(step.start), s.at(step.start + step.so_far), s.at(step.start + step.so_far + step.ahead)
    done = "good" if step.so_far > 0 else "bad"
    ahead = "good_ahead" if step.ahead > 0 else "bad_ahead"
    if step.so_far * step.ahead >= 0:
        return [bar(a, b, y, thick, done), bar(b, c, y, thick, ahead)]
    return [bar(a, b, y, thick / 2, done), bar(b, c, y + thick / 2, thick / 2, ahead)]


def _label(step: Step, ends: list[float], base: float, tone: str, width: float) -> str:
    """Beside the bar: left of a loss, right of everything else, on the other side where there is no room."""
    size = 7.5 if step.look != "actual" else 7.0
    wide = len(step.label) * size * PT * _LETTER
    bold = step.look != "still"
    left = step.look in ("cause", "measure") and step.so_far + step.ahead < 0
    if left and min(ends) - 1 - wide > 0:
        return words(min(ends) - 1, base, step.label, tone, size, bold, "end")
    if max(ends) + 1 + wide <= width or min(ends) - 1 - wide < 0:
        return words(max(ends) + 1, base, step.label, tone, size, bold)
    return words(min(ends) - 1, base, step.label, tone, size, bold, "end")
