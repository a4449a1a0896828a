"""Paints a Layout of the time area: one call of the painter a kind of shape, so that a frame stays cheap.

The same for the screen and for a picture in a report: it needs a QPainter whose origin is the area's left edge.
Must not know: the portfolio, the view, where shapes come from.
"""
from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from math import ceil, floor

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QBrush, QPainter, QPainterPath, QPen, QPixmap, QPolygonF

from app.ui.gantt.layout import CAP, DIAMOND, Diamond, Layout, Note, Rect
from app.ui.gantt.links import Arrow
from app.ui.gantt.scale import Axis
from app.ui.look import text_paint, theme

BRACKET_TONES = {"strong": "ac", "plain": "gantt_done", "quiet": "gantt_quiet"}
LINK_TONES = {"plain": ("gantt_link", 1.1), "critical": ("gantt_critical", 1.4), "chain": ("accent", 1.8)}
HEAD = 5.0                                    # half the width of an arrow's tip
STATUS_LINE = 1.5
STAMP = 16                                    # height of a picture of diamonds, and width of one alone
LONG, TALL = 60, 2048                         # of an upright line from which it is copied, and of its picture
Stamp = tuple[int, int, QPixmap]
Column = tuple[int, int, int]                 # x, first and last y
Boxes = tuple[list[QRectF], list[Column]]
_NO_PEN = Qt.PenStyle.NoPen
DASH = 6                                      # a soft link's dash with its gap


@dataclass(frozen=True, slots=True)
class Grid:
    """Days off, hairlines and stronger lines of a stretch of rows as boxes: filling takes a third of stroking them."""

    off: list[QRectF]
    hairs: list[QRect]
    lines: list[QRect]

    @staticmethod
    def of(axis: Axis, top: int, height: int) -> Grid:
        strong = {round(tick.x0) for tick in axis.major}
        weak = [x for tick in axis.minor if (x := round(tick.x0)) not in strong]
        return Grid([QRectF(a, top, b - a, height) for a, b in axis.off], [QRect(x, top, 1, height) for x in weak],
                    [QRect(x, top, 1, height) for x in strong])


def paint_grid(painter: QPainter, grid: Grid) -> None:
    """Days off tinted, a hairline a tick, a stronger one where the upper line of the head changes."""
    painter.setPen(_NO_PEN)
    if grid.off:
        painter.setBrush(theme.colour("hover"))
        painter.setOpacity(0.6)
        painter.drawRects(grid.off)
        painter.setOpacity(1.0)
    painter.setBrush(theme.colour("hair"))
    painter.drawRects(grid.hairs)
    painter.setBrush(theme.colour("line"))
    painter.drawRects(grid.lines)


def paint_status(painter: QPainter, x: float, top: float, height: float) -> None:
    """The line of the status date."""
    painter.fillRect(QRectF(round(x), top, STATUS_LINE, height), theme.colour("accent"))


def paint_bars(painter: QPainter, layout: Layout) -> None:
    """Bars, ghosts and brackets, from the bottom up; links, diamonds and notes lie over them."""
    _fill(painter, "gantt_ghost", layout.ghosts)
    _fill(painter, "gantt_rest", layout.rest)
    _fill(painter, "gantt_done", layout.done)
    for kind, tone in BRACKET_TONES.items():
        _brackets(painter, tone, layout.brackets[kind], layout.caps[kind])
    _outline(painter, "gantt_critical", 1.5, layout.outlines)
    _outline(painter, "accent", 2.0, layout.chain)
    _held(painter, layout.held)


def paint_notes(painter: QPainter, notes: Sequence[Note], ground: str) -> None:
    """Words right of bars, on the row's own ground so that no line runs through them."""
    for note in notes:
        box = QRect(round(note.x), round(note.y), round(note.width), round(note.height))
        painter.fillRect(box.adjusted(-2, 0, 2, 0), theme.colour(ground))
        text_paint.draw(painter, box, note.text, "caption", note.tone)


def _fill(painter: QPainter, tone: str, rects: Sequence[Rect]) -> None:
    if rects:
        painter.setPen(_NO_PEN)
        painter.setBrush(theme.colour(tone))
        painter.drawRects([QRectF(*r) for r in rects])


def _outline(painter: QPainter, tone: str, wide: float, rects: Sequence[Rect]) -> None:
    if rects:
        painter.setPen(QPen(theme.colour(tone), wide, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap,
                            Qt.PenJoinStyle.MiterJoin))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRects([QRectF(x, y, w, h) for x, y, w, h in rects])


def _held(painter: QPainter, rects: Sequence[Rect]) -> None:
    if rects:
        pen = QPen(theme.colour("gantt_link"), 1.1)
        pen.setDashPattern([3, 2.5])
        painter.setPen(pen)
        painter.setBrush(theme.colour("base"))
        painter.drawRects([QRectF(x + 0.5, y + 0.5, w - 1, h - 1) for x, y, w, h in rects])


def _brackets(painter: QPainter, tone: str, rects: Sequence[Rect],
              caps: Sequence[tuple[float, float, float]]) -> None:
    """A beam with a small triangle below each end."""
    if not rects:
        return
    path = QPainterPath()
    for rect in rects:
        path.addRect(QRectF(*rect))
    for x, y, towards in caps:
        path.addPolygon(QPolygonF([QPointF(x, y - 0.5), QPointF(x + towards * (CAP + 1), y - 0.5),
                                   QPointF(x, y + CAP), QPointF(x, y - 0.5)]))
    path.setFillRule(Qt.FillRule.WindingFill)
    painter.fillPath(path, QBrush(theme.colour(tone)))


class ArrowShapes:
    """Paints arrows, whose boxes are kept from frame to frame: lines of one look as thin filled boxes (a tenth of the
    time of stroking a path), long upright ones copied from a picture (a quarter of that), all tips in one path."""

    def __init__(self) -> None:
        self._kept: dict[str, tuple[Arrow, str, float, Boxes]] = {}

    def paint(self, painter: QPainter, arrows: Sequence[tuple[str, Arrow]], top: float, bottom: float) -> None:
        """Arrows with their tones; nothing is painted of them that lies not between `top` and `bottom`."""
        scale, kept = painter.device().devicePixelRatioF(), {}
        by_tone: dict[str, list[Arrow]] = {tone: [] for tone in LINK_TONES}
        for tone, arrow in arrows:
            by_tone[tone].append(arrow)
        for tone, (name, wide) in LINK_TONES.items():
            rects: list[QRectF] = []
            columns: list[Column] = []
            tips = QPainterPath()
            for arrow in by_tone[tone]:
                made = self._kept.get(arrow.uid)
                if made is None or made[0] is not arrow or made[1:3] != (tone, scale):
                    made = arrow, tone, scale, _boxes(arrow, wide, scale)
                kept[arrow.uid] = made
                rects += made[3][0] if arrow.hard else _dashes(arrow, wide, top, bottom)
                columns += made[3][1]
                if top - HEAD <= arrow.points[-1][1] <= bottom + HEAD:
                    _tip(tips, arrow)
            shade = theme.colour(name)
            painter.setPen(_NO_PEN)
            painter.setBrush(shade)
            if columns:
                _paint_columns(painter, columns, _column(theme.tokens().name, tone), floor(top), ceil(bottom))
            if rects:
                painter.drawRects(rects)
            if not tips.isEmpty():
                painter.fillPath(tips, QBrush(shade))
        self._kept = kept


def _paint_columns(painter: QPainter, columns: Sequence[Column], picture: QPixmap, top: int, bottom: int) -> None:
    for x, first, last in columns:
        y, end = max(first, top), min(last, bottom)
        while y <= end:
            high = min(end - y + 1, TALL)
            painter.drawPixmap(x - 1, y, picture, 0, 0, 3, high)
            y += high


@lru_cache(maxsize=8)
def _column(_theme: str, tone: str) -> QPixmap:
    """An upright line of a link's look in the middle of three points, its edges in the outer two."""
    name, wide = LINK_TONES[tone]
    made = QPixmap(3, TALL)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.fillRect(QRectF(1.5 - wide / 2, 0, wide, TALL), theme.colour(name))
    painter.end()
    return made


def _tip(path: QPainterPath, arrow: Arrow) -> None:
    x, y = _crisp(arrow.points[-1])
    back = -HEAD if arrow.points[-2][1] < arrow.points[-1][1] else HEAD
    path.moveTo(x, y)
    path.lineTo(x - HEAD * 0.6, y + back)
    path.lineTo(x + HEAD * 0.6, y + back)
    path.closeSubpath()


def _pieces(arrow: Arrow, wide: float) -> Iterator[tuple[float, float, float, float]]:
    """Left, top, length across and down of each stretch of a path."""
    for (x0, y0), (x1, y1) in pairwise([_crisp(point) for point in arrow.points]):
        yield min(x0, x1) - wide / 2, min(y0, y1) - wide / 2, abs(x1 - x0), abs(y1 - y0)


def _boxes(arrow: Arrow, wide: float, scale: float) -> Boxes:
    """The stretches of a path as boxes, long upright ones as columns with a box for each of their two edges."""
    rects: list[QRectF] = []
    columns: list[Column] = []
    for left, top, across, down in _pieces(arrow, wide) if arrow.hard else ():
        if down < LONG or scale != 1.0:
            rects.append(QRectF(left, top, across + wide, down + wide))
            continue
        edge, first = (wide - 1) / 2, floor(top + wide / 2)
        last = first + int(down)
        columns.append((floor(left + wide / 2), first, last))
        rects += [QRectF(left, first - edge, wide, edge), QRectF(left, last + 1, wide, edge)]
    return rects, columns


def _dashes(arrow: Arrow, wide: float, low: float, high: float) -> Iterator[QRectF]:
    """The pieces of a soft link, as far as they lie between two heights."""
    for left, top, across, down in _pieces(arrow, wide):
        length = max(across, down)
        skipped = 0 if across else max(int((low - top) // DASH) * DASH, 0)
        for at in range(skipped, int(length) + 1 if across else int(min(length, high - top)) + 1, DASH):
            rest = min(DASH * 0.6, length - at)
            yield (QRectF(left + at, top, rest, wide) if across else QRectF(left, top + at, wide, rest))


def _crisp(point: tuple[float, float]) -> tuple[float, float]:
    """Half pixels keep thin upright lines sharp."""
    return round(point[0]) + 0.5, round(point[1]) + 0.5


def stamps(diamonds: Sequence[Diamond], scale: float) -> list[Stamp]:
    """Small pictures of the diamonds of a row with their left and top, to be copied in every frame: stroking takes
    longer than all else in a row. Diamonds that lie over each other are one picture."""
    groups: list[list[Diamond]] = []
    for d in sorted(diamonds, key=lambda d: d.x):
        if groups and d.x - groups[-1][-1].x < STAMP - 2:
            groups[-1].append(d)
        else:
            groups.append([d])
    found = []
    for group in groups:
        left, top = floor(group[0].x) - STAMP // 2, floor(group[0].y) - STAMP // 2
        wide = floor(group[-1].x) - floor(group[0].x) + STAMP
        places = tuple((round(d.x - left, 4), round(d.y - top, 4), d.reached) for d in group)
        make = _stamp if len(group) == 1 else _stamp.__wrapped__
        found.append((left, top, make(theme.tokens().name, scale, wide, places)))
    return found


@lru_cache(maxsize=512)
def _stamp(_theme: str, scale: float, wide: int, places: tuple[tuple[float, float, bool], ...]) -> QPixmap:
    made = QPixmap(round(wide * scale), round(STAMP * scale))
    made.setDevicePixelRatio(scale)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    paint_diamonds(painter, places)
    painter.end()
    return made


def paint_diamonds(painter: QPainter, places: Sequence[tuple[float, float, bool]]) -> None:
    """Milestones around their middles (x, y); filled when reached."""
    for reached in (True, False):
        path = QPainterPath()
        for x, y, is_reached in places:
            if is_reached is reached:
                path.addPolygon(QPolygonF([QPointF(x, y - DIAMOND), QPointF(x + DIAMOND, y), QPointF(x, y + DIAMOND),
                                           QPointF(x - DIAMOND, y), QPointF(x, y - DIAMOND)]))
        if not path.isEmpty():
            painter.fillPath(path, QBrush(theme.colour("gantt_critical" if reached else "base")))
            painter.strokePath(path, QPen(theme.colour("gantt_critical"), 1.4))
