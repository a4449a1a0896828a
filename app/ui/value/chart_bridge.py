"""From plan to actual or forecast by cause, as a bridge: bars that hang where the one before ended, each with its sum
and the measures it comes from. Causes and their sums are core's (bridge.py).

Must not know: how a gap is taken apart.
"""
from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF
from PySide6.QtGui import QPainter

from app.core.value.bridge import Bridge, Part, bridge
from app.ui.look import figures, theme
from app.ui.value import effects
from app.ui.value.chart import LEFT, RIGHT, Chart
from app.ui.value.table import ACTUALS, ValueTable
from app.ui.value.words import period_name
from app.ui.words import plural, tr

CAUSES = {"cancelled": "Cancelled", "on_hold": "On hold", "slipped": "Slipped", "under_delivering": "Under-delivering",
          "over_delivering": "Over-delivering", "timing": "One-time cost, timing", "rest": "Cost and other"}


class BridgeChart(Chart):
    """Plan, the causes, and where they lead."""

    def __init__(self) -> None:
        super().__init__("value_bridge")
        self.bridge: Bridge | None = None

    def take(self, table: ValueTable) -> None:
        first, end = table.span
        to_actual = table.look.compare == ACTUALS
        self.bridge = bridge(table.p, table.status, table.look.scope, first, end,
                             ("plan", "actual" if to_actual else "expected"), table.look.effect)
        period = period_name(table)
        if to_actual and table.f.actual_to is not None:
            period = f"{figures.month(first)} – {figures.month(min(table.f.actual_to, end - 1))}"
        what = tr("Plan to actual") if to_actual else tr("Plan to forecast")
        self.subject = tr("{what}, {period}, {effect} in {unit}", what=what, period=period,
                          effect=effects.inline(table.look.effect), unit=table.unit.name)
        self.message = self._message(table, self.bridge)

    def _message(self, table: ValueTable, found: Bridge) -> str:
        gap = found.end - found.start
        same = [part for part in found.parts if part.amount and (part.amount > 0) == (gap > 0)]
        if not gap or not same:
            return tr("Nothing stands between plan and result") if not found.parts \
                else tr("Gains and losses cancel out")
        part = max(same, key=lambda q: abs(q.amount))
        size = f"{figures.amount(part.amount, table.unit, signed=True)} {table.unit.name}"
        return tr("“{cause}” weighs most: {size} of {gap}", cause=self.name(part), size=size,
                  gap=figures.amount(gap, table.unit, signed=True))

    def name(self, part: Part) -> str:
        return tr(CAUSES.get(part.cause, part.cause.replace("_", " ").capitalize()))

    def _who(self, part: Part) -> str:
        assert self.table is not None
        p = self.table.p
        names = [p[uid].code or p[uid].name for uid, _ in part.measures[:2]]
        more = " …" if len(part.measures) > 2 else ""
        return plural(len(part.measures), "{n} measure", "{n} measures") + ": " + ", ".join(names) + more

    def draw(self, painter: QPainter, room: QRect) -> None:
        found, table = self.bridge, self.table
        if found is None or table is None or (not found.parts and not found.start and not found.end):
            return
        unit, to_actual = table.unit, table.look.compare == ACTUALS
        rows: list[tuple[str, int, int, str, str]] = [(tr("Plan"), 0, found.start, "plan", "")]
        level = found.start
        for part in found.parts:
            rows.append((self.name(part), level, level + part.amount, "good" if part.amount > 0 else "bad",
                         self._who(part)))
            level += part.amount
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
