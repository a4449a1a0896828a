"""Each check of the pictures finds the fault it is for, and keeps quiet about the same screen without it."""
from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QImage, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QTableView,
    QTableWidget,
    QTableWidgetItem,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from app.ui.look import theme
from app.ui.look.painted import PaintedText
from tests import shots_checks as checks
from tests import shots_light as light

LONG = "Maßnahmenverantwortlicher"


@pytest.fixture
def screen(qtbot, qapp):
    """An empty window of 400 x 300, shown, in the program's own type and colours."""
    theme.apply(qapp, "light")
    widget = QWidget()
    widget.setObjectName("screen")
    qtbot.addWidget(widget)
    widget.resize(400, 300)
    widget.show()
    return widget


def put(screen, child, x=10, y=10, width=300, height=40):
    child.setParent(screen)
    child.setGeometry(x, y, width, height)
    child.show()
    return child


def only(findings, check):
    assert [f.check for f in findings] == [check], findings
    return findings[0]


@pytest.mark.parametrize("make", [QLabel, QPushButton, QCheckBox])
def test_a_text_wider_than_its_widget_is_found(screen, make):
    child = put(screen, make(LONG))
    assert checks.elided(screen) == []
    child.setFixedWidth(60)
    assert LONG in only(checks.elided(screen), "elided").what


def test_a_label_that_may_elide_is_left_alone(screen):
    child = put(screen, QLabel(LONG), width=40)
    child.setProperty("may_elide", True)
    assert checks.elided(screen) == []


def test_a_wrapped_label_without_room_for_its_last_line_is_found(screen):
    text = "The printed sub-total is 1,620.0; the rows sum to 1,632.0."
    child = put(screen, QLabel(text), width=120, height=120)
    child.setWordWrap(True)
    assert checks.elided(screen) == []
    child.setFixedHeight(20)
    assert "tall" in only(checks.elided(screen), "elided").what


def test_a_cell_whose_text_goes_on_below_is_whole_only_in_a_row_as_tall_as_that(screen):
    table = put(screen, QTableWidget(1, 1), width=300, height=200)
    table.setColumnWidth(0, 120)
    table.setItem(0, 0, QTableWidgetItem("The printed sub-total is 1,620.0; the rows sum to 1,632.0."))
    table.setRowHeight(0, 28)
    only(checks.elided(screen), "elided")
    table.resizeRowsToContents()
    assert checks.elided(screen) == []
    table.setWordWrap(False)
    only(checks.elided(screen), "elided")


def test_a_combo_whose_choice_is_cut_is_found(screen):
    combo = QComboBox()
    combo.addItem(LONG)
    put(screen, combo)
    assert checks.elided(screen) == []
    combo.setFixedWidth(80)
    only(checks.elided(screen), "elided")


def test_a_hint_longer_than_its_line_edit_is_found_but_typed_text_may_be_long(screen):
    line = QLineEdit()
    line.setPlaceholderText(LONG * 2)
    put(screen, line, width=80)
    only(checks.elided(screen), "elided")
    line.setText(LONG * 2)
    assert checks.elided(screen) == []


@pytest.mark.parametrize("make", [QTableView, QTreeView])
def test_a_cell_and_a_head_wider_than_their_column_are_found(screen, make):
    model = QStandardItemModel(1, 2)
    model.setHorizontalHeaderLabels([LONG, "Plan"])
    model.setItem(0, 0, QStandardItem(LONG))
    model.setItem(0, 1, QStandardItem("1,620.0"))
    view = make()
    view.setModel(model)
    put(screen, view, width=380, height=200)
    head = view.horizontalHeader() if make is QTableView else view.header()
    head.setStretchLastSection(False)
    head.resizeSection(0, 260)
    assert checks.elided(screen) == []
    head.resizeSection(0, 60)
    found = checks.elided(screen)
    assert {f.check for f in found} == {"elided"} and len(found) == 2


class Painted(QWidget):
    """A view that paints its own text and says where."""

    def __init__(self, *texts: PaintedText) -> None:
        super().__init__()
        self.texts = list(texts)

    def painted_texts(self) -> list[PaintedText]:
        return self.texts


def test_a_painted_text_wider_than_its_place_is_found(screen):
    good = PaintedText(LONG, QRect(0, 0, 250, 20), screen.font())
    view = put(screen, Painted(good))
    assert checks.elided(screen) == []
    view.texts = [PaintedText(LONG, QRect(0, 0, 50, 20), screen.font())]
    only(checks.elided(screen), "elided")
    view.texts = [PaintedText(LONG, QRect(0, 0, 50, 20), screen.font(), may_elide=True)]
    assert checks.elided(screen) == []


def test_a_painted_text_too_faint_is_found(screen):
    def text(color: str) -> PaintedText:
        return PaintedText("tbd", QRect(0, 0, 50, 20), screen.font(), QColor(color), QColor("#FFFFFF"))

    view = put(screen, Painted(text("#56616F")))
    picture = light.pixels(screen.grab().toImage())
    assert light.faint(screen, picture) == []
    view.texts = [text("#9AA3AE")]
    only(light.faint(screen, picture), "contrast")


def test_a_child_beyond_its_parent_is_found_unless_it_scrolls(screen):
    child = put(screen, QLabel("in"), width=100)
    assert checks.outside(screen) == []
    child.move(350, 10)
    only(checks.outside(screen), "outside")
    child.hide()
    area = QScrollArea()
    inner = QLabel("long")
    inner.setFixedSize(200, 900)
    area.setWidget(inner)
    put(screen, area, width=300, height=200)
    assert checks.outside(screen) == []


def test_siblings_that_cover_each_other_are_found_unless_one_is_an_overlay(screen):
    put(screen, QLabel("one"), x=0, width=100)
    other = put(screen, QFrame(), x=100, width=100)
    assert checks.overlaps(screen) == []
    other.move(60, 10)
    only(checks.overlaps(screen), "overlap")
    other.setProperty("overlay", True)
    assert checks.overlaps(screen) == []


def test_a_hidden_sibling_covers_nothing(screen):
    put(screen, QLabel("one"))
    put(screen, QLabel("two")).hide()
    assert checks.overlaps(screen) == []


def test_faint_text_is_found_in_the_pixels_and_disabled_text_is_not(screen, qapp):
    layout = QVBoxLayout(screen)
    label = QLabel("Nothing is written yet")
    layout.addWidget(label)

    def paint(color: str):
        screen.setStyleSheet(f"QWidget {{ background: #ffffff }} QLabel {{ color: {color} }}")
        qapp.processEvents()
        return light.faint(screen, light.pixels(screen.grab().toImage()))

    assert paint("#1A2029") == []
    only(paint("#C0C6CE"), "contrast")
    label.setEnabled(False)
    assert light.faint(screen, light.pixels(screen.grab().toImage())) == []


def test_contrast_of_tokens_is_computed_as_the_guideline_says():
    assert light.ratio(QColor("#000000"), QColor("#ffffff")) == pytest.approx(21)
    assert light.ratio(QColor("#777777"), QColor("#ffffff")) == pytest.approx(4.48, abs=0.01)
    tokens = {"text": "#1A2029", "faint": "#777777", "base": "#FFFFFF"}
    assert light.token_contrast(tokens, [("text", "base")]) == []
    assert "faint on base" in str(only(light.token_contrast(tokens, [("faint", "base")]), "contrast"))


def test_a_blank_picture_is_found(screen):
    white = QImage(200, 100, QImage.Format.Format_RGB32)
    white.fill(Qt.GlobalColor.white)
    only(light.blank(light.pixels(white)), "blank")
    noise = np.random.default_rng(1).integers(0, 255, (100, 200, 3), dtype=np.uint8)
    assert light.blank(noise) == []


def test_a_sound_screen_has_no_finding(screen, qapp):
    screen.setStyleSheet("QWidget { background: #ffffff; color: #1A2029 }")
    row = QHBoxLayout(screen)
    row.addWidget(QLabel("13 measures understood"))
    row.addWidget(QPushButton("Match 13 measures"))
    qapp.processEvents()
    picture = light.pixels(screen.grab().toImage())
    assert light.all_checks(screen, picture) == []
