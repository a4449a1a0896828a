"""Editors of the tree's cells by field type, and how Enter, Tab and Escape end them.

Must not know: what is written; the model's setData hands the text on.
"""
from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractItemModel, QEvent, QModelIndex, QObject, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QCompleter,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from app.core.catalog import LIGHTS, fields_of
from app.core.portfolio import Portfolio
from app.ui.look import theme
from app.ui.tree.columns import COLUMNS, LIGHT_LETTERS, LIGHT_WORDS, NAME, RIGHT
from app.ui.words import tr

if TYPE_CHECKING:
    from app.ui.tree.view import TreeView

Index = QModelIndex | QPersistentModelIndex


def known_names(p: Portfolio, ref: str) -> list[str]:
    """What a reference field offers while typing: names of people, or of units of the field's type."""
    kind, _, unit_type = ref.partition(":")
    found: set[str] = set()
    for one in kind.split("|"):
        found |= {r.name or r.code for r in p.of_kind(one) if not unit_type or r.get("type") == unit_type}
    return sorted(name for name in found if name)


def completer(p: Portfolio, ref: str, parent: QWidget) -> QCompleter:
    made = QCompleter(known_names(p, ref), parent)
    made.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
    made.setFilterMode(Qt.MatchFlag.MatchContains)
    popup = made.popup()
    if popup is not None:
        popup.setFont(theme.font("body"))
    return made


class TreeDelegate(QStyledItemDelegate):
    """Line edits with the names that are known, a list for the light."""

    def __init__(self, view: TreeView) -> None:
        super().__init__(view)
        self.view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(40, self.view.row_height)

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        model = self.view.tree_model()
        column = COLUMNS[index.column()]
        field = fields_of(model.record(index).kind)[column.field]
        if column.key == "light":
            combo = QComboBox(parent)
            combo.setProperty("cell", True)
            combo.setFont(theme.large("body"))
            for light in LIGHTS:
                combo.addItem(f"{LIGHT_LETTERS[light]}  {tr(LIGHT_WORDS[light])}", light)
            combo.activated.connect(lambda _: self._commit(combo))
            combo.setAccessibleName(tr(field.label))
            return combo
        editor = QLineEdit(parent)
        editor.setProperty("cell", True)
        editor.setFrame(False)
        editor.setFont(theme.large("body"))
        editor.setAccessibleName(tr(field.label))
        if column.align == RIGHT:
            editor.setAlignment(Qt.AlignmentFlag.AlignRight)
        if field.type == "ref":
            editor.setCompleter(completer(model.rows.portfolio, field.ref, editor))
        return editor

    def _commit(self, editor: QWidget) -> None:
        self.commitData.emit(editor)
        self.closeEditor.emit(editor, QStyledItemDelegate.EndEditHint.NoHint)

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        if isinstance(editor, QComboBox):
            editor.setCurrentIndex(max(editor.findData(self.view.tree_model().record(index).get("light", "none")), 0))
            editor.showPopup()
        elif isinstance(editor, QLineEdit):
            editor.setText(self.view.tree_model().edit_text(index))
            editor.selectAll()

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        if isinstance(editor, QComboBox):
            model.setData(index, editor.currentData())
        elif isinstance(editor, QLineEdit):
            model.setData(index, editor.text())

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        rect = option.rect
        if index.column() == NAME:
            left = self.view.columnViewportPosition(NAME)
            rect.setLeft(max(rect.left(), left + theme.px(16)))
            rect.setRight(left + self.view.columnWidth(NAME) - 1)
        if isinstance(editor, QComboBox):
            rect.setWidth(max(rect.width(), theme.px(130)))
        editor.setGeometry(rect)

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(editor, QLineEdit) and isinstance(event, QKeyEvent):
            popup = editor.completer().popup() if editor.completer() else None
            if popup is not None and popup.isVisible() and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                return False
            index = QPersistentModelIndex(self.view.currentIndex())
            uid = self.view.tree_model().uid(index)
            match event.key():
                case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                    self._commit(editor)
                    self.view.fresh_enter.emit(uid)
                    return True
                case Qt.Key.Key_Tab | Qt.Key.Key_Backtab if index.column() == NAME:
                    self._commit(editor)
                    self.view.level_from_editor.emit(1 if event.key() == Qt.Key.Key_Tab else -1)
                    return True
                case Qt.Key.Key_Escape:
                    self.closeEditor.emit(editor, QStyledItemDelegate.EndEditHint.RevertModelCache)
                    self.view.fresh_escape.emit(uid)
                    return True
        return super().eventFilter(editor, event)
