"""Texts of rows: widths that are known without shaping, and texts cut short, are what Qt itself says."""
from __future__ import annotations

import random

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFontMetrics, QImage, QPainter

from app.ui.look import text_paint, theme

LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 .,-–äöüß/&()AVTWfi"


@pytest.fixture(autouse=True)
def _dressed(window):
    """With the program's own fonts."""


@pytest.mark.parametrize("font", ["number", "number_strong"])
def test_a_figure_is_as_wide_as_qt_measures_it(font):
    chance, metrics = random.Random(1), QFontMetrics(theme.font(font))
    for _ in range(3000):
        text = chance.choice(("", "−", "+")) + f"{chance.randrange(10 ** chance.randrange(1, 9)):,}" + chance.choice(
            ("", f".{chance.randrange(10)}"))
        assert text_paint.advance(text, font) == metrics.horizontalAdvance(text)


@pytest.mark.parametrize("font", ["body", "strong", "number"])
def test_a_text_is_cut_short_where_qt_cuts_it(font):
    chance, metrics = random.Random(2), QFontMetrics(theme.font(font))
    cut = 0
    for _ in range(3000):
        text = "".join(chance.choice(LETTERS) for _ in range(chance.randrange(1, 60)))
        most = chance.randrange(20, 320)
        expected = (metrics.elidedText(text, Qt.TextElideMode.ElideRight, most)
                    if metrics.horizontalAdvance(text) > most else text)
        assert text_paint.fitted(text, font, most) == expected
        cut += expected != text
    assert 1000 < cut < 2900


def test_a_code_cut_short_keeps_the_end_that_tells_rows_apart():
    code = "PF01.PG01.PJ001.MP01.M0042"
    cut = text_paint.fitted(code, "body", text_paint.advance(code, "body") - 40, keep_end=True)
    assert cut.endswith("M0042") and cut.startswith("…")
    assert text_paint.fitted("M0042", "body", 200, keep_end=True) == "M0042"


def test_a_text_kept_ready_looks_like_one_painted_afresh():
    for text in ("K. Lindqvist", "17 Apr 2026", "PF01.PG01…", "−1,234", "Übergröße AV"):
        pictures = []
        for again in (False, True):
            image = QImage(160, 28, QImage.Format.Format_RGB32)
            image.fill(0xFFFFFFFF)
            painter = QPainter(image)
            text_paint.draw(painter, QRect(8, 0, 140, 28), text, "body", "text", text_paint.RIGHT, again=again)
            painter.end()
            pictures.append(image)
        assert pictures[0] == pictures[1]
