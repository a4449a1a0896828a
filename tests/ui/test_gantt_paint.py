"""Shapes of the time area that are copied from small pictures look as they do when painted afresh."""
from __future__ import annotations

import random

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPainter

from app.ui.gantt import paint
from app.ui.gantt.facts import Part
from app.ui.gantt.layout import Diamond
from app.ui.gantt.links import Arrow
from app.ui.look import theme


@pytest.fixture(autouse=True)
def _dressed(window):
    """With the program's own colours."""


def picture(draw) -> np.ndarray:
    image = QImage(120, 500, QImage.Format.Format_RGB32)
    image.fill(theme.colour("base"))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    draw(painter)
    painter.end()
    return np.frombuffer(image.constBits(), np.uint8).reshape(500, 120, 4).astype(int)


@pytest.mark.parametrize("tone", list(paint.LINK_TONES))
def test_a_long_upright_line_that_is_copied_looks_as_when_it_is_filled(tone):
    name, wide = paint.LINK_TONES[tone]
    chance = random.Random(3)
    for _ in range(30):
        x, y = chance.uniform(5, 100), chance.uniform(-3000, 400)
        end = y + chance.uniform(61, 5000)
        arrow = Arrow(((2.0, y), (x, y), (x, end), (x + 9, end)), "a")
        rects, columns = paint._boxes(arrow, wide, 1.0)
        whole, none = paint._boxes(arrow, wide, 2.0)
        assert columns and not none

        def copied(painter, rects=rects, columns=columns) -> None:
            painter.setBrush(theme.colour(name))
            paint._paint_columns(painter, columns, paint._column(theme.tokens().name, tone), -1, 500)
            painter.drawRects(rects)

        def filled(painter, whole=whole) -> None:
            painter.setBrush(theme.colour(name))
            painter.drawRects(whole)

        assert np.abs(picture(copied) - picture(filled)).max() <= 1


def test_diamonds_that_are_copied_look_as_when_they_are_painted_alone_or_over_each_other():
    chance, part = random.Random(4), Part("m", "", 1, 1, 0.0, True)
    for count in (1, 2, 5):
        for _ in range(20):
            row = [Diamond(chance.uniform(8, 90), 14.0, chance.random() < 0.5, 0, part) for _ in range(count)]

            def copied(painter, row=row) -> None:
                for x, y, stamp in paint.stamps(row, 1.0):
                    painter.drawPixmap(x, y, stamp)

            def painted(painter, row=row) -> None:
                paint.paint_diamonds(painter, [(d.x, d.y, d.reached) for d in row])

            assert np.abs(picture(copied) - picture(painted)).max() <= 2
