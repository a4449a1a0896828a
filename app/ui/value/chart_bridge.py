"""From plan to actual or forecast as a bridge: bars that hang where the one before ended, each with its sum and what it
comes from. By cause; where the grid shows groups beside the tree, by these.

Must not know: how a gap is taken apart (core/value/bridge.py), how groups are summed.
"""
from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect, QRectF
from PySide6.QtGui import QPainter

from app.core.value.bridge import Bridge, Part, bridge
from app.core.value.causes import CAUSE_NAMES
from app.ui.look import figures, theme
from app.ui.value import effects, grouped
from app.ui.value.chart import LEFT, RIGHT, Chart
from app.ui.value.table import ACTUALS, DELTA, ValueTable
from app.ui.value.words import period_name
from app.ui.words import plural, tr

GROUPS_AT_MOST = 6                    # more are summed in one last step


@dataclass(frozen=True, slots=True)
class Step:
    """One bar between plan and result, minor units; `who` is what it comes from."""

    name: str
    amount: int
    who: str


@dataclass(frozen=True, slots=True)
class Walk:
    start: int
    steps: tuple[Step, ...]
    end: int


class BridgeChart(Chart):
    """Plan, the steps, and where they lead."""

    def __init__(self) -> None:
        super().__init__("value_bridge")
        self.walk: Walk | None = None

    def take(self, table: ValueTable) -> None:
        first, end = table.span
        to_actual = table.look.compare == ACTUALS
        self.walk = _by_group(table) if table.groups is not None else self._by_cause(table, bridge(
            table.p, table.status, table.look.scope, first, end, ("plan", "actual" if to_actual else "expected"),
            table.look.effect))
        period = period_name(table)
        if to_actual and table.f.actual_to is not None:
            period = f"{figures.month(first)} – {figures.month(min(table.f.actual_to, end - 1))}"
        what = tr("Plan to actual") if to_actual else tr("Plan to forecast")
        self.subject = tr("{what}, {period}, {effect} in {unit}", what=what, period=period,
                          effect=effects.inline(table.look.effect), unit=table.unit.name)
        self.message = self._message(table, self.walk)

    def _message(self, table: ValueTable, found: Walk) -> str:
        gap = found.end - found.start
        same = [step for step in found.steps if step.amount and (step.amount > 0) == (gap > 0)]
        if not gap or not same:
            return tr("Nothing stands between plan and result") if not found.steps \
                else tr("Gains and losses cancel out")
        step = max(same, key=lambda q: abs(q.amount))
        size = f"{figures.amount(step.amount, table.unit, signed=True)} {table.unit.name}"
        return tr("“{cause}” weighs most: {size} of {gap}", cause=step.name, size=size,
                  gap=figures.amount(gap, table.unit, signed=True))

    def _by_cause(self, table: ValueTable, found: Bridge) -> Walk:
        steps = tuple(Step(tr(CAUSE_NAMES[part.cause]), part.amount, _who(table, part)) for part in found.parts)
        return Walk(found.start, steps, found.end)

    def draw(self, painter: QPainter, room: QRect) -> None:
        found, table = self.walk, self.table
        if found is None or table is None or (not found.steps and not found.start and not found.end):
            return
        unit, to_actual = table.unit, table.look.compare == ACTUALS
        rows: list[tuple[str, int, int, str, str]] = [(tr("Plan"), 0, found.start, "plan", "")]
        level = found.start
        for step in found.steps:
            rows.append((step.name, level, level + step.amount, "good" if step.amount > 0 else "bad", step.who))
            level += step.amount
        rows.append((tr("Actual") if to_actual else tr("Expected"), 0, found.end,
                     "actual" if to_actual else "expected", ""))
        texts = [figures.amount(b - a, unit, signed=kind in ("good", "bad")) for _, a, b, kind, _ in rows]
        names = max(self.width_of(name, "small_strong") for name, *_ in rows) + 10
        who = max((self.width_of(text) for *_, text in rows), default=0) if room.width() > 440 else 0
        who = min(who, round(room.width() * 0.36))
        pad = max(self.width_of(text, "small_strong") for text in texts) + 8
        low = min(0, *(min(a, b) for _, a, b, _, _ in rows))
        high = max(0, *(max(a, b) for _, a, b, _, _ in rows))
        left = room.left() + names + pad
        wide = max(room.width() - names - who - 2 * pad, 30)
        tall = min(room.height() / len(rows), 56.0)

        def x(value: int) -> float:
            return left + wide * (value - low) / max(high - low, 1)

        self.line(painter, QPointF(x(0), room.top()), QPointF(x(0), room.top() + tall * len(rows)), "text2")
        for i, ((name, a, b, kind, measures), text) in enumerate(zip(rows, texts, strict=True)):
            top = room.top() + i * tall
            whole = kind in ("plan", "actual", "expected")
            font, line = "small_strong" if whole else "small", round(top + tall / 2) - 8
            self.bar(painter, QRectF(min(x(a), x(b)), top + tall * 0.18, max(abs(x(b) - x(a)), 1.5), tall * 0.64), kind)
            if i + 1 < len(rows):
                self.line(painter, QPointF(x(b), top + tall * 0.82), QPointF(x(b), top + tall * 1.18), "text3")
            self.write(painter, QRect(room.left(), line, names - 10, 16), name, font, RIGHT)
            place = QRect(round(max(x(a), x(b))) + 4, line, pad - 4, 16) if b >= a \
                else QRect(round(min(x(a), x(b))) - pad, line, pad - 4, 16)
            wide_text = self.width_of(text, font)
            clear = place.adjusted(0, 0, wide_text - place.width(), 0) if b >= a \
                else place.adjusted(place.width() - wide_text, 0, 0, 0)
            painter.fillRect(clear, theme.colour("base"))        # the line at nought must not cross a figure
            self.write(painter, place, text, font, LEFT if b >= a else RIGHT, kind if not whole else "text")
            if who and measures:
                self.write(painter, QRect(room.right() - who, line, who, 16), measures, "small", RIGHT, "text2",
                           cut=True)


def _who(table: ValueTable, part: Part) -> str:
    names = [table.p[uid].code or table.p[uid].name for uid, _ in part.measures[:2]]
    more = " …" if len(part.measures) > 2 else ""
    return plural(len(part.measures), "{n} measure", "{n} measures") + ": " + ", ".join(names) + more


def _by_group(table: ValueTable) -> Walk:
    """The groups of the grid in its order of weight; they sum to the node, so the last bar is its own figure."""
    look, (first, end) = table.look, table.span
    if look.compare == ACTUALS:                   # plan and actual both to date
        end = first if table.f.actual_to is None else max(first, min(end, table.f.actual_to + 1))
    start, finish = (table.amount(look.scope, key, first, end) or 0 for key in ("plan", look.compare))
    steps = [Step(group.name, amount, group.note) for group in table.children if isinstance(group, grouped.Part)
             and (amount := table.amount(group.uid, DELTA, first, end) or 0)]
    steps.sort(key=lambda step: -abs(step.amount))
    if len(steps) > GROUPS_AT_MOST:
        rest = steps[GROUPS_AT_MOST - 1:]
        steps = [*steps[:GROUPS_AT_MOST - 1], Step(plural(len(rest), "{n} more", "{n} more"),
                                                   sum(step.amount for step in rest), "")]
    return Walk(start, tuple(steps), finish)
