"""The log of risks, issues or assumptions within a form: its entries belong to the form's measure.

Must not know: single answers, and how logs are read (logs/risk_log.py).
"""
from __future__ import annotations

from app.core.batch import Item
from importers.base import Sheet
from importers.layouts.forms.table import Found
from importers.layouts.logs.items import Log, log_items
from importers.layouts.logs.parents import SOUGHT
from importers.layouts.logs.risk_log import read_log
from importers.layouts.tables import Block, window
from importers.meaning.context import Context
from importers.meaning.headers import head_of_rows
from importers.meaning.notes import Notes


def entries(sheet: Sheet, kind: str, place: Found, measure: str, context: Context,
            notes: Notes) -> tuple[Log, list[Item]]:
    """The log as it was read, and its entries; they hang on the measure unless a column says otherwise."""
    alone = window(sheet, place.head, place.last, place.left, place.right + 1)
    log = read_log(Block(alone, head_of_rows(alone, place.head, place.head), (), place.last), kind, notes, context)
    found = log_items(log)
    for item in found:
        if item.parent_kind == SOUGHT and not item.parent:
            item.parent, item.parent_kind = measure, "measure"
    return log, found
