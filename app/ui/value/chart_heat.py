"""Where and when the gap opens: nodes by month, each cell coloured by the size of its variance.

Must not know: the other charts.
"""
from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QPainter

from app.core.portfolio import Record
from app.ui.look import figures, theme
from app.ui.look.figures import Unit
from app.ui.value import effects
from app.ui.value.chart import LEFT, RIGHT, Chart
from app.ui.value.columns import Column, columns
from app.ui.value.grouped import Part
from app.ui.value.table import DELTA, ValueTable
from app.ui.value.words import period_name
from app.ui.words import plural, tr

_LOW, _HIGH, _HEAD = 22, 32, 18
_SHADES = (0.0, 0.24, 0.48)           # of the fill over its tint
Line = tuple[Record | Part | None, int, list[int | None], int | None]


class HeatChart(Chart):
    """The node in scope, its children and theirs, as many as there is room for."""

    def __init__(self) -> None:
        super().__init__("value_heat")
        self.columns: list[Column] = []
        self.lines: list[Line] = []
        self.largest = 0
        self.unit = Unit("", 1)

    def take(self, table: ValueTable) -> None:
        first, end = table.span
        periods = "months" if end - first <= 12 else "quarters" if end - first <= 48 else "years"
        self.columns = [c for c in columns(first, end, periods) if not c.sum]
        self.lines = [self._line(table, table.p.get(table.look.scope), 0)]
        for child in table.children:
            self.lines.append(self._line(table, child, 1))
            if len(self.lines) < 60:
                self.lines += [self._line(table, below, 2) for below in table.children_of(child.uid)[:30]]
        self.lines = [line for line in self.lines if any(v is not None for v in line[2])]
        self.largest = max((abs(v) for _, _, values, _ in self.lines for v in values if v), default=0)
        self.unit = table.unit if not table.on_measure else figures.unit(
            table.currency, str(table.p.setting("figures_in")), table.scale, self.largest)
        self.subject = tr("{effect}: variance to plan by month, {period}, {unit}", period=period_name(table),
                          effect=effects.name(table.look.effect), unit=self.unit.name)
        self.message = self._message(table)

    def _line(self, table: ValueTable, record: Record | Part | None, depth: int) -> Line:
        uid = record.uid if record is not None else ""
        return (record, depth, [table.amount(uid, DELTA, c.first, c.end) for c in self.columns],
                table.amount(uid, DELTA, *table.span))

    def _message(self, table: ValueTable) -> str:
        children = [(line[3], line[0]) for line in self.lines if line[1] == 1 and line[3] and line[0] is not None]
        if not self.lines:
            return tr("Nothing to compare yet")
        worst = min(children, key=lambda pair: pair[0] or 0, default=None)
        if worst is None or (worst[0] or 0) >= 0 or worst[1] is None:
            return tr("No part is below plan") if children else tr("Month by month against plan")
        return tr("{name} loses most, {amount} {unit}", name=worst[1].name,
                  amount=figures.amount(worst[0], table.unit, signed=True), unit=table.unit.name)

    def shade(self, value: int) -> QColor:
        """The colour of a variance by its share of the largest one."""
        tone = "good" if value > 0 else "bad"
        share = _SHADES[min(abs(value) * len(_SHADES) // max(self.largest, 1), len(_SHADES) - 1)]
        one, other = theme.colour(f"{tone}_tint"), theme.colour(f"{tone}_fill")
        ends = ((one.red(), other.red()), (one.green(), other.green()), (one.blue(), other.blue()))
        return QColor(*(round(a + (b - a) * share) for a, b in ends))

    def draw(self, painter: QPainter, room: QRect) -> None:
        table = self.table
        if table is None or not self.lines:
            return
        unit = self.unit
        fit = max((room.height() - _HEAD) // _LOW, 1)
        lines = self.lines[:fit] if len(self.lines) <= fit else self.lines[:max(fit - 1, 1)]
        tall = min(max((room.height() - _HEAD) // max(len(self.lines), 1), _LOW), _HIGH)
        texts = [[self._text(v, unit) for v in values] for _, _, values, _ in lines]
        sums = max(self.width_of(figures.amount(line[3], unit, signed=True), "small_strong") for line in lines) + 6
        cell = max(self.width_of(text, "caption") for row in texts for text in row) + 3
        names = room.width() - sums - cell * len(self.columns)
        told = names >= 90                    # else the figures give way to the names
        if not told:
            names = max(min(160, room.width() // 3), 90)
        cell = (room.width() - sums - names) // len(self.columns)
        self._heads(painter, room, names, cell)
        for i, ((record, depth, values, total), row) in enumerate(zip(lines, texts, strict=True)):
            top = room.top() + _HEAD + i * tall
            indent = 10 * depth
            self.write(painter, QRect(room.left() + indent, top, names - indent - 6, tall),
                       record.name if record is not None else tr("Whole file"),
                       "small_strong" if depth < 2 else "small", LEFT, cut=True)
            for k, (value, text) in enumerate(zip(values, row, strict=True)):
                box = QRect(room.left() + names + k * cell, top, cell - 1, tall - 1)
                if value:
                    painter.fillRect(box, self.shade(value))
                if text and (told or not value):
                    self.write(painter, box, text, "caption", Qt.AlignmentFlag.AlignCenter,
                               "text" if value else "text3", ground=self.shade(value) if value else None)
            tone = "text3" if not total else "good" if total > 0 else "bad"
            self.write(painter, QRect(room.right() - sums, top, sums, tall), figures.amount(total, unit, signed=True),
                       "small_strong", RIGHT, tone)
        if len(lines) < len(self.lines):
            self.write(painter, QRect(room.left(), room.top() + _HEAD + len(lines) * tall, room.width(), tall),
                       plural(len(self.lines) - len(lines), "{n} more row", "{n} more rows"), "small", LEFT, "text3")

    def _text(self, value: int | None, unit: Unit) -> str:
        return "" if value is None else "·" if not value else figures.amount(value, unit, signed=True)

    def _heads(self, painter: QPainter, room: QRect, names: int, cell: int) -> None:
        fits = all(self.width_of(column.head, "caption") + 2 <= cell for column in self.columns)
        for k, column in enumerate(self.columns):
            head = column.head if fits else column.head[:1]
            self.write(painter, QRect(room.left() + names + k * cell, room.top(), cell - 1, _HEAD), head, "caption",
                       Qt.AlignmentFlag.AlignCenter, "text2")
