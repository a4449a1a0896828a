"""Several rows at once in the inspector: what they have in common, "(various)" where they differ, one edit for all.

An edit of a field goes to every chosen row in one step that one undo takes back; what names a single row is refused.
Must not know: the tree, how a change is written.
"""
from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLabel

from app.core import edits
from app.core.catalog import fields_of
from app.core.change import Change
from app.core.portfolio import Portfolio, Record
from app.core.schedule import typed
from app.errors import Problem
from app.ui import following
from app.ui.inspector import fields
from app.ui.inspector.form import Form, form_fields
from app.ui.words import plural, tr

if TYPE_CHECKING:
    from app.ui.main_window import MainWindow

ALONE = ("code", "name", "external_ref")      # what names one row, and is never the same on two


def widest(p: Portfolio, uids: Sequence[str]) -> str:
    """The kind among the rows that has the fewest fields: what all of them have is among those."""
    return min((p.records[uid].kind for uid in uids), key=lambda kind: (len(form_fields(kind)), kind))


def agree(records: Sequence[Record], name: str) -> bool:
    """Whether all rows say the same in a field or a cell of a set."""
    first = records[0].get(name)
    return all(record.get(name) == first for record in records)


def changes(p: Portfolio, uids: Sequence[str], name: str, text: str) -> list[Change]:
    """One typed text for all rows; a field that names a row, or that a row does not have, is a Problem."""
    base = name.partition("#")[0]
    count = len(uids)
    for uid in uids:
        kind = p.records[uid].kind
        field = fields_of(kind).get(base)
        if field is None:
            raise Problem(f"Not every one of the {count} rows has this field.", "Choose rows of one level.")
        if base in ALONE:
            raise Problem(f"{field.label} says which row it is, so {count} rows cannot share it.",
                          "Choose one row to change it.")
    return [change for uid in uids for change in edits.set_text(p, uid, name, text)]


class ManyForm(Form):
    """The form of one kind for rows of that kind or with more fields; `show_rows` fills it."""

    def __init__(self, window: MainWindow, kind: str) -> None:
        super().__init__(window, kind)
        self.uids: list[str] = []
        self.captions = {label.buddy(): label for label in self.findChildren(QLabel) if label.buddy() is not None}

    def show_rows(self, uids: Sequence[str]) -> None:
        session = self.window_.session
        if session is None or not uids:
            return
        p = session.portfolio
        changed, self.uids = list(uids) != self.uids, list(uids)
        records = [p.records[uid] for uid in uids]
        kinds = {record.kind for record in records}
        for name, editor in self.editors.items():
            everywhere = all(name in fields_of(kind) for kind in kinds)
            editor.setVisible(everywhere)
            self.captions[editor].setVisible(everywhere)
            if not everywhere or (not changed and editor.hasFocus() and bool(editor.property("wrong"))):
                continue
            editor.load(p, records[0], edits.scale_for(p, records[0]))
            fields.vary(editor, lambda cell: not agree(records, cell))
            fields.set_readonly(editor, session.readonly)

    def _commit(self, name: str, text: str) -> bool:
        session = self.window_.session
        if session is None:
            return False
        p = session.portfolio
        uids = [uid for uid in self.uids if still_there(p, uid)]
        label = fields_of(self.kind)[name.partition("#")[0]].label
        words = label if label.isupper() else label[:1].lower() + label[1:]
        what = plural(len(uids), "Change {field} on {n} row", "Change {field} on {n} rows", field=words)
        self.window_.message_bar.hide()      # what an edit before this one said
        if not following.attempt(self.window_, what,
                                 lambda: typed.followed(p, changes(p, uids, name, text), self.window_.status)):
            return False
        if not self.window_.message_bar.isVisible():
            self.window_.say(plural(len(uids), "{field} changed on {n} row.", "{field} changed on {n} rows.",
                                    field=tr(label)), "", "info", ((tr("Undo"), self.window_.undo),))
        return True


def still_there(p: Portfolio, uid: str) -> bool:
    return uid in p.records and p.live(uid)
