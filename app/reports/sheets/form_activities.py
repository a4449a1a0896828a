"""The activities of a collection form: how far they are and when they will be done, asked of whoever owns them.

Somebody answers for the activities that are theirs, whoever owns the measure, and for those of their own measures that
are nobody's. Below them a few empty rows take new ones. Must not know: the session, the window, the rest of the form.
"""
from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from app.core.as_sent import SENT, packed
from app.core.catalog import fields_of
from app.core.own_workbook import (
    FORM_ASKS_ACTIVITY,
    PARENT,
    PARENT_RECORD,
    RECORD,
    REMARK,
    SHEETS,
    Names,
    calling,
    head_of,
    parent_ref,
)
from app.core.portfolio import Portfolio, Record
from app.reports.sheets.form_cells import WIDE, Look, choose, lists, look_of, put, stored
from app.reports.sheets.kind_rows import value_cell

_SHOWN = ("owner", "plan_start", "plan_finish")
_LEAD = ("code", "name")
_NEW_ROWS = 10


def asked_of(p: Portfolio, person: str, measures: Sequence[Record]) -> list[Record]:
    """The activities a person answers for, in the order of the tree."""
    own = {m.uid for m in measures}
    found = [a for a in p.of_kind("activity") if p.live(a.uid) and (
        a.get("owner") == person or (a.parent in own and not a.get("owner")))]
    return sorted(found, key=lambda a: (p.outline.position.get(a.parent, -1), a.rank, a.uid))


def write(book: Any, p: Portfolio, look: Look, names: Names, measures: Sequence[Record],
          activities: Sequence[Record]) -> None:
    sheet = book.add_worksheet(SHEETS["activity"])
    known = fields_of("activity")
    lead = [known[name] for name in _LEAD]
    fields = [known[name] for name in (*_SHOWN, *FORM_ASKS_ACTIVITY)]
    heads = [PARENT, "Measure", *(head_of(f) for f in (*lead, *fields)), REMARK, RECORD, PARENT_RECORD, SENT]
    first = 2 + len(lead)
    for column, head in enumerate(heads):
        field = fields[column - first] if first <= column < first + len(fields) else None
        hidden = {"hidden": True} if head in (RECORD, PARENT_RECORD, SENT) else {}
        width = 36 if head in ("Measure", REMARK, head_of(known["name"])) else WIDE.get(field.type, 16) if field else 14
        sheet.set_column(column, column, width, None, hidden)
        asked = head == REMARK or (field is not None and field.name in FORM_ASKS_ACTIVITY)
        sheet.write_string(0, column, head, look.asked if asked else look.head)
    hangs = parent_ref("activity")
    for row, r in enumerate(activities, 1):
        locked, filled = dict[str, Any](), list[str]()
        for column, value in enumerate((names.cell(hangs, r.parent), p[r.parent].name)):
            put(sheet, row, column, value, look.locked["text"])
            locked |= {heads[column]: value} if column else {}       # the parent comes back, all else that is grey not
        for column, one in enumerate((*lead, *fields), 2):
            is_open, cell = one.name in FORM_ASKS_ACTIVITY, value_cell(r, one, names)
            put(sheet, row, column, cell, (look.open if is_open else look.locked)[look_of(one)], look_of(one))
            if not is_open:
                locked[heads[column]] = stored(cell, look_of(one))
            elif cell not in (None, ""):
                filled.append(heads[column])
        sheet.write_blank(row, len(heads) - 4, None, look.open["text"])
        for column, value in enumerate((r.uid, r.parent, packed(locked, filled)), len(heads) - 3):
            put(sheet, row, column, value, look.locked["text"])
    last = len(activities) + (_NEW_ROWS if measures else 0)
    for row in range(len(activities) + 1, last + 1):
        for column in range(len(heads) - 3):
            one = ([known["code"]] * 2 + [*lead, *fields, known["description"]])[column]
            sheet.write_blank(row, column, None, look.open[look_of(one)])
    choose(sheet, 0, last, [calling(m) for m in measures], "warning")
    lists(sheet, p, fields, first, last)
    sheet.freeze_panes(1, first)
    sheet.protect("", {"format_columns": True, "format_rows": True, "sort": True, "autofilter": True})
