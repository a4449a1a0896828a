"""The import's left side: the sheets of the workbook with what each was taken for, and the legend of row kinds.

Must not know: what is in the sheets.
"""
from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from PySide6.QtCore import QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from app.core.batch import SheetReading
from app.ui.importing.issues import severity_word, small_link
from app.ui.importing.marks import SEVERITY
from app.ui.importing.sheet_grid import KIND_TOKENS, row_colour
from app.ui.importing.sheet_model import kind_word
from app.ui.importing.text import sheet_line
from app.ui.look import theme, tokens
from app.ui.look.marks import paint_mark
from app.ui.look.painted import PaintedText
from app.ui.look.parts import counted_head, frame, label, padded
from app.ui.words import tr

ROW, MARK = 48, 18                       # a row's height; room of the mark of what is to be looked at
LEGEND = ("title", "guidance", "header", "unit", "data", "group", "total", "example", "placeholder", "blank",
          "footnote", "rejected", "ignored")


class SheetList(QWidget):
    """One two-line row a sheet; arrows and clicks choose."""

    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setObjectName("import-sheets")
        self.readings: Sequence[SheetReading] = ()
        self.worst: Mapping[str, str] = {}
        self.at = 0

    def show_sheets(self, readings: Sequence[SheetReading], at: int, worst: Mapping[str, str]) -> None:
        """`worst` names the gravest thing to look at of each sheet that has any but notes."""
        self.readings, self.at, self.worst = readings, at, worst
        self.setFixedHeight(max(1, len(readings)) * ROW)
        self._say()
        self.update()

    def choose(self, index: int) -> None:
        if 0 <= index < len(self.readings) and index != self.at:
            self.at = index
            self._say()
            self.update()
            self.chosen.emit(index)

    def _say(self) -> None:
        if self.readings:
            reading = self.readings[self.at]
            said = severity_word(self.worst[reading.name]) if reading.name in self.worst else ""
            self.setAccessibleName(tr("Sheet {name}: {what}", name=reading.name,
                                      what=", ".join(filter(None, (sheet_line(reading), said)))))
            self.setToolTip(reading.why)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
        if step:
            self.choose(self.at + step)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.choose(int(event.position().y()) // ROW)

    def sizeHint(self) -> QSize:
        return QSize(200, max(1, len(self.readings)) * ROW)

    def _lines(self, i: int) -> list[tuple[str, str, str, QRect]]:
        """(text, font, colour token, room) of the two lines of a row."""
        reading = self.readings[i]
        used = reading.role in ("data", "rollup")
        name = reading.name + (f" ({tr('hidden')})" if reading.hidden else "")
        wide = self.width() - 2 * tokens.PANEL
        mark = MARK if reading.name in self.worst else 0
        return [(name, "strong" if i == self.at else "body", "text" if used else "text2",
                 QRect(tokens.PANEL, i * ROW + 6, wide - mark, 18)),
                (sheet_line(reading), "small", "text2", QRect(tokens.PANEL, i * ROW + 24, wide, 17))]

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.colour("base"))
        for i in range(len(self.readings)):
            box = QRect(0, i * ROW, self.width(), ROW)
            if i == self.at:
                painter.fillRect(box, theme.colour("sel"))
                painter.fillRect(QRect(0, box.top(), 3, ROW), theme.colour("accent"))
                if self.hasFocus():
                    painter.setPen(theme.colour("accent"))
                    painter.drawRect(box.adjusted(0, 0, -1, -1))
            painter.setPen(theme.colour("hair"))
            painter.drawLine(0, box.bottom(), self.width(), box.bottom())
            severity = self.worst.get(self.readings[i].name)
            if severity:
                paint_mark(painter, QPointF(self.width() - tokens.PANEL - 6, i * ROW + 15), SEVERITY[severity])
            for text, font, colour, room in self._lines(i):
                painter.setFont(theme.font(font))
                painter.setPen(theme.colour(colour))
                shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room.width())
                painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter), shown)

    def painted_texts(self) -> list[PaintedText]:
        found = []
        for i in range(len(self.readings)):
            ground = theme.colour("sel" if i == self.at else "base")
            for j, (text, font, colour, room) in enumerate(self._lines(i)):
                found.append(PaintedText(text, room, theme.font(font), theme.colour(colour), ground,
                                         may_elide=j == 0))     # a sheet may have a long name of its own
        return found


class Legend(QWidget):
    """The row kinds of the chosen sheet with their colours and counts."""

    LINE = 26

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.counts: list[tuple[str, int]] = []

    def show_kinds(self, reading: SheetReading | None) -> None:
        found = Counter(reading.row_kinds.values()) if reading else Counter()
        self.counts = [(kind, found[kind]) for kind in LEGEND if found[kind]]
        self.setFixedHeight(max(1, len(self.counts)) * self.LINE)
        self.setAccessibleName(", ".join(f"{kind_word(k)} {n}" for k, n in self.counts))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        for i, (kind, count) in enumerate(self.counts):
            top = i * self.LINE
            swatch = QRect(tokens.PANEL, top + 7, 12, 12)
            painter.fillRect(swatch, row_colour(kind, 1.0) if kind in KIND_TOKENS else theme.colour("base"))
            painter.setPen(theme.colour("line"))
            painter.drawRect(swatch)
            painter.setFont(theme.font("small"))
            painter.setPen(theme.colour("text"))
            painter.drawText(self._room(i), int(Qt.AlignmentFlag.AlignVCenter), kind_word(kind))
            painter.setFont(theme.font("small_number"))
            painter.setPen(theme.colour("text2"))
            painter.drawText(QRect(0, top, self.width() - tokens.PANEL, self.LINE),
                             int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight), f"{count:,}")

    def _room(self, i: int) -> QRect:
        return QRect(tokens.PANEL + 22, i * self.LINE, self.width() - 2 * tokens.PANEL - 22 - 40, self.LINE)

    def painted_texts(self) -> list[PaintedText]:
        return [PaintedText(kind_word(kind), self._room(i), theme.font("small"), theme.colour("text"),
                            theme.colour("base")) for i, (kind, _) in enumerate(self.counts)]


class Sources(QWidget):
    """Links to the sheets that a sheet without anything to import takes its figures from."""

    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(tokens.PANEL, 0, tokens.PANEL, 8)
        self._column.setSpacing(2)

    def show_sources(self, reading: SheetReading | None, names: Sequence[str]) -> None:
        """The sources of one sheet among all sheets."""
        while (item := self._column.takeAt(0)) is not None:
            if (made := item.widget()) is not None:
                made.deleteLater()
        found = [n for n in (reading.sources if reading else ()) if n in names]
        for name in found:
            made = small_link(tr("Look at “{sheet}”", sheet=name), "import-source")
            made.setProperty("may_elide", True)        # a sheet may have a long name of its own
            made.clicked.connect(lambda _=False, n=name: self.chosen.emit(names.index(n)))
            self._column.addWidget(made, 0, Qt.AlignmentFlag.AlignLeft)
        self.setVisible(bool(found))


class SheetsSide(QWidget):
    """List, legend and what they mean, in one scrolling column."""

    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        head, self._count = counted_head(tr("Sheets"))
        self.list = SheetList()
        self.list.chosen.connect(self.chosen)
        self.legend = Legend()
        self.why = label("", "small", "secondary", wrap=True)
        self._why = padded(self.why, 8, 8)
        self.sources = Sources()
        self.sources.chosen.connect(self.list.choose)
        self._kinds = label(tr("Row kinds"), "small_strong")
        hint = label(tr("Only data rows become records. Totals are checked, not added."), "small", "secondary",
                     wrap=True)
        inner = frame("panel")
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (self.list, self._why, self.sources, padded(self._kinds, 12, 4), self.legend, padded(hint, 8, 12)):
            column.addWidget(part)
        column.addStretch()
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inner)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(head)
        outer.addWidget(scroll, 1)

    def show_sheets(self, readings: Sequence[SheetReading], at: int, worst: Mapping[str, str]) -> None:
        used = sum(r.role in ("data", "rollup") for r in readings)
        self._count.setText(tr("{used} of {all} used", used=used, all=len(readings)))
        self.list.show_sheets(readings, at, worst)
        self.show_reading(readings[at] if readings else None)

    def show_reading(self, reading: SheetReading | None) -> None:
        self.why.setText(reading.why if reading else "")
        self._why.setVisible(bool(reading and reading.why))
        self.sources.show_sources(reading, [r.name for r in self.list.readings])
        self.legend.show_kinds(reading)
        self._kinds.setVisible(bool(self.legend.counts))
