"""Rows are painted once and copied: whatever happens, the picture is the one a fresh painting of everything gives."""
from __future__ import annotations

import random
from dataclasses import replace

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication

from app.core import edits
from app.core.find import lookup
from app.ui.gantt.area import Area
from app.ui.tree.strips import Strips


def picture(view) -> QImage:
    QApplication.processEvents()
    return view.viewport().grab().toImage()


def fresh_picture(view) -> QImage:
    """Painted with nothing kept from before."""
    view._strips, view.area = Strips(), Area(view)
    view.viewport().update()
    return picture(view)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_after_any_step_the_picture_is_that_of_a_fresh_painting(sample, qtbot, theme):
    sample.set_theme(theme)
    sample.resize(1500, 560)
    page, p = sample.portfolio_page, sample.session.portfolio
    view, chance = page.tree, random.Random(5)
    view.wishes = replace(view.wishes, links=False)         # arrows may stand where they stood before
    bar, codes = view.verticalScrollBar(), ("IC-121", "IC-122", "IC-2", "CL-112", "NH")

    def scroll() -> None:
        bar.setValue(chance.randrange(bar.maximum() + 1))

    def choose() -> None:
        page.select(lookup(p, chance.choice(codes)).uid)

    def hover() -> None:
        view._set_hover(page.model.index(0, 1) if chance.random() < 0.5 else page.model.index_of(
            lookup(p, chance.choice(codes)).uid))

    def fold() -> None:
        index = page.model.index_of(lookup(p, chance.choice(("IC-2", "IC-12", "CL"))).uid)
        view.setExpanded(index, not view.isExpanded(index))

    def edit() -> None:
        uid = lookup(p, "IC-121").uid
        sample.session.do("Change", edits.set_field(p, uid, "owner", None))
        sample.session.undo()
        sample.session.do("Rename", edits.set_field(p, uid, "name", f"Other {chance.randrange(99)}"))

    def zoom() -> None:
        page.timeline.zoom(chance.choice(("weeks", "months", "quarters")))

    steps = (scroll, choose, hover, fold, edit, zoom, lambda: view.set_compact(chance.random() < 0.5),
             lambda: page.timeline.switch(chance.choice(("parts", "baseline"))), lambda: view.setFocus(),
             lambda: page.timeline.to_status(), lambda: sample.resize(chance.choice((1400, 1700)), 560))
    for _ in range(40):
        chance.choice(steps)()
        QApplication.processEvents()
        page.timeline._soon.stop()              # what comes a moment later comes now
        page.timeline.catch_up()
        made = picture(view)
        assert made == fresh_picture(view)


def test_a_row_that_stays_the_same_is_painted_once(qtbot):
    strips, painted = Strips(), []
    target = QImage(100, 60, QImage.Format.Format_RGB32)

    def show(first: int, keys: list[str], look: str = "") -> None:
        painter = QPainter(target)
        strips.show(painter, QRect(0, -5, 100, 20 * len(keys)), first, 20, look, keys, lambda on, i: (
            painted.append(keys[i]), on.fillRect(0, 0, 100, 20, QColor(keys[i]))))
        painter.end()

    show(7, ["red", "green", "blue"])
    show(7, ["red", "green", "blue"])
    show(8, ["green", "blue", "yellow"])
    assert painted == ["red", "green", "blue", "yellow"]
    assert [QColor(target.pixel(50, y)).name() for y in (0, 14, 15, 34, 35, 54)] == [
        QColor(name).name() for name in ("green", "green", "blue", "blue", "yellow", "yellow")]
    show(8, ["green", "gray", "yellow"])
    assert painted[4:] == ["gray"]
    show(8, ["green", "gray", "yellow"], look="other")
    assert len(painted) == 8


@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0, 1.37])
def test_rows_stand_at_the_same_place_on_a_screen_of_any_density(qtbot, scale):
    target = QImage(round(100 * scale), round(60 * scale), QImage.Format.Format_RGB32)
    target.setDevicePixelRatio(scale)
    keys = ["red", "green", "blue"]
    painter = QPainter(target)
    Strips().show(painter, QRect(0, 0, 100, 60), 3, 20, "", keys,
                  lambda on, i: on.fillRect(0, 0, 100, 20, QColor(keys[i])))
    painter.end()
    for i, name in enumerate(keys):
        assert QColor(target.pixel(round(50 * scale), round((i * 20 + 10) * scale))) == QColor(name)
