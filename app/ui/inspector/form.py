"""A form for one kind of record, made from the catalog: headings by section, a label and an editor a field.

Must not know: where it stands, how a change is written.
"""
from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from app.core import edits
from app.core.catalog import KINDS, Field
from app.core.portfolio import Record
from app.core.schedule import typed
from app.ui import following
from app.ui.inspector import fields
from app.ui.look.parts import hairline, label
from app.ui.words import tr

if TYPE_CHECKING:
    from app.ui.main_window import MainWindow

_STACKED = ("long",)                         # their label stands above, the text takes the whole width
_NOT_SHOWN = ("json", "vector")


def form_fields(kind: str) -> list[Field]:
    """The catalog's visible fields, sections kept together in the order they first appear."""
    shown = [f for f in KINDS[kind].fields if not f.hidden and f.type not in _NOT_SHOWN]
    sections = list(dict.fromkeys(f.section for f in shown))
    return [f for section in sections for f in shown if f.section == section]


class Form(QWidget):
    """Made once a kind; `load` shows a record, edits go through the window."""

    def __init__(self, window: MainWindow, kind: str, headings: bool = True) -> None:
        super().__init__()
        self.window_, self.kind = window, kind
        self.uid = ""
        self.editors: dict[str, fields.Editor] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(4)
        grid.setVerticalSpacing(0)
        grid.setColumnMinimumWidth(0, 112)
        grid.setColumnStretch(1, 1)
        row, section = 0, ""
        for field in form_fields(kind):
            if headings and field.section != section:
                if section:
                    grid.setRowMinimumHeight(row, 8)
                    grid.addWidget(hairline(), row + 1, 0, 1, 2)
                    grid.setRowMinimumHeight(row + 2, 8)
                    row += 3
                if field.section != "Overview":
                    grid.addWidget(label(tr(field.section), "strong"), row, 0, 1, 2)
                    row += 1
                section = field.section
            row = self._row(grid, row, field)
        grid.setRowStretch(row, 1)

    def _row(self, grid: QGridLayout, row: int, field: Field) -> int:
        caption = label(tr(field.label).replace("&", "&&"), role="secondary")    # a buddy's label reads & as a key
        caption.setWordWrap(True)
        caption.setContentsMargins(0, 3, 0, 3)
        editor = fields.make(field, self._commit)
        editor.setObjectName(f"field_{field.name}")
        caption.setBuddy(editor)
        if field.type in _STACKED:
            caption.setContentsMargins(0, 6, 0, 0)
            grid.addWidget(caption, row, 0, 1, 2)
            grid.addWidget(editor, row + 1, 0, 1, 2)
            row += 2
        else:
            caption.setMaximumWidth(132)
            caption.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
            grid.addWidget(caption, row, 0, Qt.AlignmentFlag.AlignVCenter)
            grid.addWidget(editor, row, 1)
            row += 1
        self.editors[field.name] = editor
        return row

    def load(self, record: Record) -> None:
        """Show a record; a field that is being typed in keeps its text."""
        session = self.window_.session
        if session is None:
            return
        changed = record.uid != self.uid
        self.uid = record.uid
        scale = edits.scale_for(session.portfolio, record)
        for editor in self.editors.values():
            if changed or not (editor.hasFocus() and bool(editor.property("wrong"))):
                editor.load(session.portfolio, record, scale)
            fields.set_readonly(editor, session.readonly)

    def _commit(self, name: str, text: str) -> bool:
        session, uid = self.window_.session, self.uid
        if session is None or uid not in session.portfolio.records:
            return False
        p = session.portfolio
        base = name.partition("#")[0]
        title = next(f.label for f in KINDS[self.kind].fields if f.name == base)
        words = title if title.isupper() else title[:1].lower() + title[1:]
        return following.attempt(self.window_, f"Change {words}",
                                 lambda: typed.text(p, uid, name, text, self.window_.status))
