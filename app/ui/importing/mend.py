"""Mending what was understood: a menu on a column's head says what the column is, one on a row's number what a row is.

Makes answers (see importers.meaning.settled) and hands them on. Must not know: how a file is read with them.
"""
from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtWidgets import QMenu

from app.core.batch import Column, SheetReading
from app.core.catalog import EFFECT_TYPES, SERIES
from app.ui.importing.sheet_grid import SheetGrid
from app.ui.importing.sheet_model import field_word
from app.ui.importing.text import type_word
from app.ui.words import tr
from importers.base import Sheet, letter
from importers.meaning.settled import APART, IGNORE, REPEATED, column_choices, row_texts
from importers.meaning.words import fold

LISTS = ("flat list", "month matrix", "tree")        # layouts that ask what a person said about columns and rows
FORM = "form"                                        # ... and the one whose rows are questions
GROUPS = (
    ("Name and id", ("code", "name", "description", "comment")),
    ("People", ("owner", "sponsor", "controller")),
    ("Dates", ("start", "finish", "plan_start", "plan_finish", "actual_start", "actual_finish", "milestone")),
    ("State", ("status", "light", "stage", "progress", "priority")),
    ("Levels", ("organization", "portfolio", "program", "project", "package", "parent")),
    ("Where it belongs", ("unit", "function", "entity", "committee", "workstream")),
    ("About the figures", ("currency", "series", "type", "predecessors")),
)


def choice_word(value: str) -> str:
    """What a column can be, in words."""
    if value == IGNORE:
        return tr("Not used")
    if value == "custom":
        return tr("A field of its own")
    kind, dot, series = value.partition(".")
    return f"{type_word(kind)}, {field_word(series).lower()}" if dot else field_word(value)


def row_words() -> dict[str, str]:
    """What a row can be, in words."""
    return {"data": tr("Data"), "group": tr("Group"), "total": tr("Total"), IGNORE: tr("Left out")}


def colour_choice(value: str) -> str:
    """What a colour can mean, in a word."""
    return {"green": tr("Green"), "amber": tr("Amber"), "red": tr("Red"), "done": tr("Done"),
            IGNORE: tr("Ignore")}[value]


def person_choice(value: str) -> str:
    """What can be said of somebody who may be somebody else."""
    return tr("Somebody else") if value == APART else tr("The same as {who}", who=value)


def shape_word(key: str, value: str) -> str:
    """An answer about columns, rows, colours, people or the unit, in words; "" for other answers."""
    kind, dot, name = key.partition(".")
    name = name.rpartition("@")[0] or name
    if dot and kind == "column":
        return tr("Column “{name}” is: {what}", name=name, what=choice_word(value))
    if dot and kind == "row":
        return tr("Row “{name}” is: {what}", name=name, what=row_words().get(value, value))
    if dot and kind == "person":
        named = key.partition(".")[2]                # an address may be part of it
        return (tr("“{name}” is somebody else", name=named) if value == APART else
                tr("“{name}” is {who}", name=named, who=value))
    if dot and kind == "colour":
        return tr("Fills of colour {colour} mean: {what}", colour=name, what=colour_choice(value).lower())
    return {"header": tr("The header stands in row {n}", n=value), "currency": tr("Amounts are in {what}", what=value),
            "scale": tr("Figures are in {what}", what=value), "sheet": tr("The sheet is left out")}.get(
                key.partition("@")[0], "")


def with_answer(answers: Mapping[str, str], key: str, value: str) -> dict[str, str]:
    """The answers with one more; a field that only one column can be is taken from the column that had it."""
    single = key.startswith("column.") and "." not in value and value not in (IGNORE, "custom", *REPEATED)
    scope = key.rpartition("@")[2] if "@" in key else ""
    kept = {k: v for k, v in answers.items() if not (
        single and k != key and k.startswith("column.") and v == value
        and (k.rpartition("@")[2] if "@" in k else "") == scope)}
    return {**kept, key: value}


class Mending(QObject):
    """The two menus of a sheet's grid."""

    answered = Signal(str, str)                  # key, value
    taken_back = Signal(str)                     # key

    def __init__(self, grid: SheetGrid) -> None:
        super().__init__(grid)
        self.grid = grid
        self.sheet: Sheet | None = None
        self.reading: SheetReading | None = None
        self.answers: Mapping[str, str] = {}
        self._behind = ""                        # "@Sheet" where there are several sheets
        head, rows = grid.horizontalHeader(), grid.verticalHeader()
        head.sectionClicked.connect(self._ask_column)
        head.setToolTip(tr("Click a column's head to say what the column is"))
        rows.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        rows.customContextMenuRequested.connect(self._ask_row)
        rows.setToolTip(tr("Right click a row's number to say what the row is"))
        grid.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        grid.customContextMenuRequested.connect(self._ask_cell)

    def show_reading(self, sheet: Sheet | None, reading: SheetReading | None, several: bool,
                     answers: Mapping[str, str]) -> None:
        self.sheet, self.reading, self.answers = sheet, reading, answers
        self._behind = f"@{reading.name}" if several and reading else ""

    def may_mend(self) -> bool:
        return self.reading is not None and self.reading.role == "data" and self.reading.layout in LISTS

    def column_key(self, column: int) -> str:
        """How answers name a column: by its header where no other has the same, else by its letter."""
        columns = self.reading.columns if self.reading else []
        header = next((c.header for c in columns if c.column == letter(column)), "")
        same = sum(fold(c.header) == fold(header) for c in columns)
        name = header if fold(header) and same == 1 and "=" not in header else letter(column)
        return f"column.{name}{self._behind}"

    def row_key(self, row: int) -> str:
        """How answers name a row: by a label that no other row has, which outlives inserted rows; else its number."""
        assert self.sheet is not None
        for text in row_texts(self.sheet, row)[:2]:
            same = sum(fold(text) in map(fold, row_texts(self.sheet, r)[:2]) for r in range(len(self.sheet.rows)))
            if same == 1 and fold(text) and not text.isdigit() and "=" not in text:
                return f"row.{text}{self._behind}"
        return f"row.{row + 1}{self._behind}"

    def column_menu(self, column: int) -> QMenu:
        """What a column may be; the present reading is ticked."""
        menu, key = QMenu(self.grid), self.column_key(column)
        self._fill_column(menu, key, column)
        return menu

    def questions(self, row: int) -> list[Column]:
        """What a form asks in a row, as it was understood."""
        if self.reading is None or self.sheet is None or self.reading.layout != FORM:
            return []
        texts = {fold(text.rstrip(" :?")) for text in row_texts(self.sheet, row)} - {""}
        return [c for c in self.reading.columns if fold(c.header) in texts]

    def _fill_column(self, menu: QMenu, key: str, column: int) -> None:
        found = next((c.field for c in self.reading.columns if c.column == letter(column)), "") if self.reading else ""
        self._fill_fields(menu, key, found)

    def _fill_fields(self, menu: QMenu, key: str, found: str) -> None:
        now = found.partition("@")[0] or IGNORE
        offered = set(column_choices())
        for title, fields in GROUPS:
            part = menu.addMenu(tr(title))
            for name in fields:
                if name in offered:
                    self._add(part, choice_word(name), key, name, now)
        amounts = menu.addMenu(tr("Amounts"))
        for kind in EFFECT_TYPES:
            part = amounts.addMenu(type_word(kind))
            for series in SERIES:
                self._add(part, field_word(series), key, f"{kind}.{series}", now)
        menu.addSeparator()
        for value in ("custom", IGNORE):
            self._add(menu, choice_word(value), key, value, now)
        self._as_understood(menu, key)

    def row_menu(self, row: int) -> QMenu:
        """What a row may be, or that the header stands there."""
        menu = QMenu(self.grid)
        self._fill_row(menu, row)
        return menu

    def _fill_row(self, menu: QMenu, row: int) -> None:
        kind = self.reading.row_kinds.get(row + 1, "") if self.reading else ""
        for asked in self.questions(row):
            part = menu.addMenu(tr("“{name}” is", name=asked.header))
            self._fill_fields(part, f"column.{asked.header}{self._behind}", asked.field)
        if self.may_mend() and self.reading is not None and row >= self.reading.header_row:
            key = self.row_key(row)
            for value, word in row_words().items():
                self._add(menu, word, key, value, IGNORE if kind in ("ignored", "rejected") else kind)
            self._as_understood(menu, key)
            menu.addSeparator()
        self._add(menu, tr("The header stands here"), f"header{self._behind}", str(row + 1), "")
        if f"header{self._behind}" in self.answers:
            self._as_understood(menu, f"header{self._behind}")

    def _add(self, menu: QMenu, text: str, key: str, value: str, now: str) -> None:
        action = menu.addAction(text, lambda: self.answered.emit(key, value))
        action.setCheckable(True)
        action.setChecked(value == now)
        action.setData((key, value))

    def _as_understood(self, menu: QMenu, key: str) -> None:
        action = menu.addAction(tr("As understood"), lambda: self.taken_back.emit(key))
        action.setEnabled(key in self.answers)

    def _ask_column(self, column: int) -> None:
        if self.may_mend():
            head = self.grid.horizontalHeader()
            below = QPoint(head.sectionViewportPosition(column), head.height())
            _pop(self.column_menu(column), head.mapToGlobal(below))

    def _ask_row(self, at: QPoint) -> None:
        rows = self.grid.verticalHeader()
        row = rows.logicalIndexAt(at)
        if row >= 0 and self.reading is not None:
            _pop(self.row_menu(row), rows.mapToGlobal(at))

    def _ask_cell(self, at: QPoint) -> None:
        """Right click or menu key on a cell: both menus, so that no mouse is needed."""
        index = self.grid.indexAt(at)
        if not index.isValid():
            index = self.grid.currentIndex()
        if not index.isValid() or self.reading is None:
            return
        menu = QMenu(self.grid)
        if self.may_mend():
            part = menu.addMenu(tr("Column {letter} is", letter=letter(index.column())))
            self._fill_column(part, self.column_key(index.column()), index.column())
        self._fill_row(menu.addMenu(tr("Row {n} is", n=index.row() + 1)), index.row())
        _pop(menu, self.grid.viewport().mapToGlobal(at))


def _pop(menu: QMenu, at: QPoint) -> None:
    """Show a menu that goes when it is closed."""
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    menu.popup(at)
