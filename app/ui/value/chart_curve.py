"""Cumulated plan, actual and forecast as lines: plan thin with rings, actual solid, forecast dashed, gap at the end.

Must not know: the other charts.
"""
from __future__ import annotations

from itertools import accumulate

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF

from app.core.values import month_of
from app.ui.look import figures, theme
from app.ui.value import effects
from app.ui.value.chart import LEFT, RIGHT, Chart, nice_step
from app.ui.value.table import ACTUALS, ValueTable
from app.ui.value.words import period_name
from app.ui.words import tr


class CurveChart(Chart):
    """Cumulated net effect over the months shown."""

    def __init__(self) -> None:
        super().__init__("value_curve")
        self.plan: list[int] = []
        self.other: list[int] = []
        self.booked = 0                       # months of `other` that are actual

    def take(self, table: ValueTable) -> None:
        first, end = table.span
        look, scope = table.look, table.look.scope

        def months(key: str, last: int) -> list[int]:
            return list(accumulate(table.amount(scope, key, m, m + 1) or 0 for m in range(first, last)))

        there = [k for k in ("plan", look.compare) if table.amount(scope, k, first, end) is not None]
        to = table.f.actual_to
        self.booked = 0 if to is None else min(max(to + 1 - first, 0), end - first)
        self.plan = months("plan", end) if "plan" in there else []
        last = first + self.booked if look.compare == ACTUALS else end
        self.other = months(look.compare, last) if look.compare in there else []
        self.subject = tr("Cumulated {effect} {period}, {unit}", effect=effects.inline(look.effect),
                          period=period_name(table), unit=table.unit.name)
        self.message = self._message(table, first)

    def _message(self, table: ValueTable, first: int) -> str:
        gaps = [b - a for a, b in zip(self.plan, self.other, strict=False)]
        if not gaps:
            return tr("Nothing to cumulate yet") if not self.plan + self.other else tr("Only one line so far")
        at = next((i for i, gap in enumerate(gaps) if gap), None)
        if at is None:
            return tr("On plan in every month")
        final, month = gaps[-1], figures.month(first + at)
        if not final:
            return tr("A gap opens in {month} and closes again", month=month)
        size = f"{figures.amount(abs(final), table.unit)} {table.unit.name}"
        words = tr("The gap opens in {month} and ends at {size} below plan", month=month, size=size) if final < 0 \
            else tr("The lead opens in {month} and ends at {size} above plan", month=month, size=size)
        return words

    def draw(self, painter: QPainter, room: QRect) -> None:
        table = self.table
        if table is None or not self.plan + self.other:
            return
        unit = table.unit
        ends = [(self.plan, tr("Plan")), (self.other, tr("Actual") if table.look.compare == ACTUALS
                                          else tr("Expected"))]
        labels = [f"{name} {figures.amount(line[-1], unit)}" for line, name in ends if line]
        low, high = min(0, *self.plan, *self.other), max(0, *self.plan, *self.other)
        step = nice_step((high - low) / unit.divisor, max(room.height() // 48, 2)) * unit.divisor
        ticks = list(range(-(-low // step) * step, high + 1, step))
        left = max(self.width_of(figures.amount(t, unit), "caption") for t in ticks) + 6
        right = max(self.width_of(text, "small_strong") for text in labels) + 30
        plot = QRectF(room.left() + left, room.top() + 18, max(room.width() - left - right, 40), room.height() - 44)
        count = table.span[1] - table.span[0]

        def at(i: float, value: int) -> QPointF:
            return QPointF(plot.left() + plot.width() * (i + 1) / count,
                           plot.bottom() - plot.height() * (value - low) / max(high - low, 1))

        for tick in ticks:
            y = at(0, tick).y()
            self.line(painter, QPointF(plot.left(), y), QPointF(plot.right(), y), "text3" if tick == 0 else "hair")
            self.write(painter, QRect(room.left(), round(y) - 8, left - 6, 16), figures.amount(tick, unit), "caption",
                       RIGHT, "text2")
        self._months(painter, plot, count)
        if table.span[0] <= month_of(table.status) < table.span[1]:
            day = month_of(table.status) - table.span[0] + (int(table.status[8:]) - 1) / 31
            x = plot.left() + plot.width() * day / count
            self.line(painter, QPointF(x, plot.top() - 4), QPointF(x, plot.bottom()), "accent", 1.4)
            self.write(painter, QRect(round(x) + 4, room.top(), 60, 16), figures.date(table.status)[:-5],
                       "caption", LEFT, "accent")
        self._lines(painter, at)
        self._labels(painter, plot, at, ends)

    def _months(self, painter: QPainter, plot: QRectF, count: int) -> None:
        assert self.table is not None
        first = self.table.span[0]
        for i in range(count):
            month = first + i
            x = plot.left() + plot.width() * (i + 1) / count
            if count <= 12:
                self.write(painter, QRect(round(x) - 8, round(plot.bottom()) + 4, 16, 16),
                           figures.MONTHS[month % 12][0], "caption", Qt.AlignmentFlag.AlignCenter, "text2")
            elif (month - first) % 12 == 0:
                self.line(painter, QPointF(x, plot.bottom()), QPointF(x, plot.bottom() + 4))
                self.write(painter, QRect(round(x) - 4, round(plot.bottom()) + 4, 40, 16), str(month // 12), "caption",
                           LEFT, "text2")

    def _lines(self, painter: QPainter, at) -> None:
        ink = theme.colour("ac")
        painter.setBrush(Qt.BrushStyle.NoBrush)
        other = [at(-1, 0)] + [at(i, v) for i, v in enumerate(self.other)]
        painter.setPen(QPen(ink, 2.6))
        painter.drawPolyline(QPolygonF(other[:self.booked + 1]))
        painter.setPen(QPen(ink, 2.4, Qt.PenStyle.DotLine))
        painter.drawPolyline(QPolygonF(other[self.booked:]))
        plan = [at(i, v) for i, v in enumerate(self.plan)]
        painter.setPen(QPen(ink, 1.2))
        painter.drawPolyline(QPolygonF([at(-1, 0), *plan] if plan else []))
        painter.setBrush(theme.colour("base"))
        for point in plan if len(plan) <= 12 else plan[11::12]:
            painter.drawEllipse(point, 2.6, 2.6)

    def _labels(self, painter: QPainter, plot: QRectF, at, ends) -> None:
        """Names and figures at the ends of the lines, never over each other; the gap between them."""
        assert self.table is not None
        unit, left = self.table.unit, round(plot.right()) + 8
        texts = [f"{name} {figures.amount(line[-1], unit)}" for line, name in ends if line]
        tops = [at(len(line) - 1, line[-1]).y() for line, _ in ends if line]
        if self.plan and self.other and len(self.plan) != len(self.other):      # the actual line ends on its way
            end = at(len(self.other) - 1, self.other[-1])
            nought, top = at(0, 0).y(), end.y() + 12
            place = QPointF(end.x() + 6, nought - 10 if abs(top - nought) < 12 else top)
            clear = QRectF(place.x(), place.y() - 7, self.width_of(texts[-1], "small_strong"), 14)
            painter.fillRect(clear, theme.colour("base"))
            self._label(painter, place, texts.pop())
            tops.pop()
        gap = self.other[-1] - self.plan[-1] if len(tops) == 2 else 0
        if len(tops) == 2:
            tops = _apart(tops, 44 if gap else 18, plot.bottom())
        for top, text in zip(tops, texts, strict=True):
            self._label(painter, QPointF(left, top), text)
        if gap:
            tone, (upper, lower) = "good" if gap > 0 else "bad", sorted(tops)
            painter.fillRect(QRectF(left + 2, upper + 10, 4, lower - upper - 20), theme.colour(f"{tone}_fill"))
            text = figures.amount(gap, unit, signed=True)
            self.write(painter, QRect(left + 12, round((upper + lower) / 2) - 8, self.width_of(text, "small_strong"),
                                      16), text, "small_strong", LEFT, tone)

    def _label(self, painter: QPainter, place: QPointF, text: str) -> None:
        self.write(painter, QRect(round(place.x()), round(place.y()) - 8, self.width_of(text, "small_strong"), 16),
                   text, "small_strong", LEFT)


def _apart(tops: list[float], least: float, bottom: float) -> list[float]:
    """Two heights at least so far from each other, neither below the plot."""
    upper, lower = sorted(tops)
    if lower - upper < least:
        middle = (upper + lower) / 2
        lower = min(middle + least / 2, bottom)
        upper = lower - least
    return [upper, lower] if tops[0] <= tops[1] else [lower, upper]
