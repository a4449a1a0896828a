"""One editor a field, made from its catalog line: what a person sees is what they may type again.

An editor shows a value by `load` and hands typed text to `commit(field, text)`, which says whether it was taken; a
refused text stays and is marked. Must not know: which screen it stands on, how a change is written.
"""
from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QStringListModel, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QCompleter,
    QGridLayout,
    QLineEdit,
    QPlainTextEdit,
    QSizePolicy,
    QWidget,
)

from app.core.catalog import CATEGORY_NAMES, TYPE_NAMES, Field
from app.core.portfolio import Portfolio, Record
from app.core.values import show
from app.ui.look import figures, theme
from app.ui.tree.columns import LIGHT_LETTERS, LIGHT_WORDS
from app.ui.tree.delegate import known_names
from app.ui.words import tr

_WORDS = {**TYPE_NAMES, **CATEGORY_NAMES, "end_of_old": "End of the old"}
VARIOUS = "(various)"
Commit = Callable[[str, str], bool]      # (field, text) -> taken


def choice_words(field: Field, choice: str) -> str:
    """A choice as people say it: "recurring_benefit" -> "Recurring benefit"; short codes stay."""
    if choice in LIGHT_WORDS and set(field.choices) == set(LIGHT_WORDS):
        return f"{LIGHT_LETTERS[choice]}  {tr(LIGHT_WORDS[choice])}"
    if choice.isupper():
        return choice
    words = _WORDS.get(choice)
    return tr(words or choice.replace("_", " ").capitalize())


def field_text(p: Portfolio, record: Record, field: Field, scale: int) -> str:
    """A field's value as text: names for references, else the canonical form."""
    value: Any = record.get(field.name)
    if field.type == "ref":
        target = p.records.get(str(value)) if value else None
        return (target.name or target.code) if target is not None else ""
    return show(field, value, scale)


def rest_text(field: Field, record: Record, scale: int) -> str:
    """Dates and amounts as people read them; "" where the canonical text reads well."""
    value = record.get(field.name)
    if value is None:
        return ""
    if field.type == "money":
        return figures.full(value, scale)
    return figures.date(str(value)) if field.type == "date" else ""


class LineField(QLineEdit):
    """Text, codes, numbers, money, dates, references: one line, written when it is left or Enter is pressed."""

    def __init__(self, field: Field, commit: Commit, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field, self._commit, self._loaded = field, commit, ""
        self._rest = ""                      # how the value reads while nobody types: 17 Apr 2026, 70,000
        self.setProperty("flat", True)
        self.setFont(theme.font("body"))
        self.setAccessibleName(tr(field.label))
        hint = {"date": tr("2026-03-31 or 31.03.2026"), "money": tr("Amount"), "percent": tr("Percent"),
                "month": "2026-03"}.get(field.type, "")
        if hint:
            self.setToolTip(hint)
        self.editingFinished.connect(self._done)
        self._portfolio: Portfolio | None = None
        self._names: QStringListModel | None = None
        if field.type == "ref":              # one completer for life; its names are read when the field is entered
            self._names = QStringListModel(self)
            made = QCompleter(self._names, self)
            made.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
            made.setFilterMode(Qt.MatchFlag.MatchContains)
            self.setCompleter(made)

    def load(self, p: Portfolio, record: Record, scale: int) -> None:
        self._loaded = field_text(p, record, self.field, scale)
        self._rest = rest_text(self.field, record, scale) or self._loaded
        self._portfolio = p
        self._mark(False)
        self.setPlaceholderText("")
        self.setText(self._loaded if self.hasFocus() else self._rest)
        self.setCursorPosition(0)

    def vary(self, differs: Callable[[str], bool]) -> None:
        if differs(self.field.name):
            self._loaded = self._rest = ""
            self.setText("")
            self.setPlaceholderText(tr(VARIOUS))

    def focusInEvent(self, event: QFocusEvent) -> None:
        if self._names is not None and self._portfolio is not None:
            self._names.setStringList(known_names(self._portfolio, self.field.ref))
        if self.text() == self._rest:
            self.setText(self._loaded)       # what may be typed again
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if self.text() == self._loaded:
            self.setText(self._rest)

    def _done(self) -> None:
        if self.text() in (self._loaded, self._rest) or self.isReadOnly():
            self._mark(False)
            return
        typed = self.text()
        before, self._loaded = self._loaded, typed      # a second signal for the same text must not write twice
        self._mark(False)
        if not self._commit(self.field.name, typed):
            self._loaded = before
            self._mark(True)

    def _mark(self, wrong: bool) -> None:
        if bool(self.property("wrong")) != wrong:
            self.setProperty("wrong", wrong)
            self.style().unpolish(self)
            self.style().polish(self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text() != self._loaded:
            self.setText(self._loaded)
            self._mark(False)
            return
        super().keyPressEvent(event)


class LongField(QPlainTextEdit):
    """Free text over several lines, as high as it needs up to eight lines; Tab leaves it."""

    def __init__(self, field: Field, commit: Commit, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field, self._commit, self._loaded = field, commit, ""
        self.setProperty("flat", True)
        self.setFont(theme.font("body"))
        self.setAccessibleName(tr(field.label))
        self.setTabChangesFocus(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.document().documentLayout().documentSizeChanged.connect(lambda _: self._grow())
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._grow()

    def _grow(self) -> None:
        lines = int(self.document().size().height())
        step = self.fontMetrics().lineSpacing()
        self.setFixedHeight(min(max(lines, 1), 8) * step + 14)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded if lines > 8
                                        else Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def load(self, p: Portfolio, record: Record, scale: int) -> None:
        text = field_text(p, record, self.field, scale)
        if text != self.toPlainText():
            self.setPlainText(text)
        self._loaded = text
        self.setPlaceholderText("")
        self._grow()

    def vary(self, differs: Callable[[str], bool]) -> None:
        if differs(self.field.name):
            self._loaded = ""
            self.setPlainText("")
            self.setPlaceholderText(tr(VARIOUS))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._grow()                         # another width wraps into another number of lines

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._done()

    def _done(self) -> None:
        typed = self.toPlainText()
        if typed != self._loaded and not self.isReadOnly():
            before, self._loaded = self._loaded, typed
            if not self._commit(self.field.name, typed):
                self._loaded = before


class ChoiceField(QComboBox):
    """One of a few words, or none."""

    def __init__(self, field: Field, commit: Commit, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field, self._commit = field, commit
        self.setProperty("flat", True)
        self.setFont(theme.font("body"))
        self.setAccessibleName(tr(field.label))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.addItem("", "")
        for choice in field.choices:
            self.addItem(choice_words(field, choice), choice)
        self.activated.connect(self._done)

    def load(self, p: Portfolio, record: Record, scale: int) -> None:
        self._loaded = str(record.get(self.field.name, "") or "")
        self._show()

    def _show(self) -> None:
        """A value that is no choice is that of rows which differ: nothing is chosen."""
        at = self.findData(self._loaded)
        self.setCurrentIndex(at if self._loaded == VARIOUS else max(at, 0))

    def vary(self, differs: Callable[[str], bool]) -> None:
        if differs(self.field.name):
            self._loaded = VARIOUS           # so that choosing nothing empties all
            self.setPlaceholderText(tr(VARIOUS))
            self._show()

    def _done(self, _: int) -> None:
        chosen = str(self.currentData())
        if chosen != self._loaded and not self._commit(self.field.name, chosen):
            self._show()

    def wheelEvent(self, event: object) -> None:
        event.ignore()                       # type: ignore[attr-defined]  # scrolling a form must not change a value


class BoolField(QCheckBox):
    """Yes or no."""

    def __init__(self, field: Field, commit: Commit, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field, self._commit = field, commit
        self.setAccessibleName(tr(field.label))
        self.clicked.connect(lambda on: self._commit(self.field.name, "yes" if on else "no"))

    def load(self, p: Portfolio, record: Record, scale: int) -> None:
        self.setTristate(False)
        self.setChecked(bool(record.get(self.field.name)))

    def vary(self, differs: Callable[[str], bool]) -> None:
        if differs(self.field.name):
            self.setCheckState(Qt.CheckState.PartiallyChecked)
            self.setToolTip(tr(VARIOUS))


class SetField(QWidget):
    """Any of a few words, each its own cell."""

    def __init__(self, field: Field, commit: Commit, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field, self.boxes = field, dict[str, QCheckBox]()
        grid = QGridLayout(self)
        grid.setContentsMargins(8, 4, 0, 4)
        grid.setSpacing(4)
        for i, choice in enumerate(field.choices):
            box = QCheckBox(choice_words(field, choice))
            box.setFont(theme.font("body"))
            box.setAccessibleName(f"{tr(field.label)}: {choice_words(field, choice)}")
            box.clicked.connect(lambda on, c=choice: commit(f"{field.name}#{c}", "yes" if on else ""))
            grid.addWidget(box, i // 2, i % 2)
            self.boxes[choice] = box

    def load(self, p: Portfolio, record: Record, scale: int) -> None:
        for choice, box in self.boxes.items():
            box.setTristate(False)
            box.setChecked(bool(record.get(f"{self.field.name}#{choice}")))

    def vary(self, differs: Callable[[str], bool]) -> None:
        for choice, box in self.boxes.items():
            if differs(f"{self.field.name}#{choice}"):
                box.setCheckState(Qt.CheckState.PartiallyChecked)


Editor = LineField | LongField | ChoiceField | BoolField | SetField


def make(field: Field, commit: Commit) -> Editor:
    """The editor for a field's type."""
    match field.type:
        case "long":
            return LongField(field, commit)
        case "choice":
            return ChoiceField(field, commit)
        case "bool":
            return BoolField(field, commit)
        case "set":
            return SetField(field, commit)
        case _:
            return LineField(field, commit)


def vary(editor: Editor, differs: Callable[[str], bool]) -> None:
    """Say "(various)" where the rows an editor stands for differ; `differs` is asked by field, or by word of a set."""
    editor.vary(differs)


def set_readonly(editor: Editor, readonly: bool) -> None:
    if isinstance(editor, (LineField, LongField)):
        editor.setReadOnly(readonly)
    else:
        editor.setEnabled(not readonly)


__all__ = ["Commit", "Editor", "choice_words", "field_text", "make", "set_readonly"]
