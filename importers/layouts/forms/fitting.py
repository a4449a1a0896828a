"""Which of the answers given for all forms of a template hold for one part of one form.

Must not know: what the answers mean.
"""
from __future__ import annotations

from dataclasses import replace

from importers.base import Sheet
from importers.layouts.forms.table import Found
from importers.layouts.tables import window
from importers.meaning.context import Context
from importers.meaning.headers import Head, head_of_rows
from importers.meaning.settled import columns_named
from importers.meaning.words import fold


def fitting(context: Context, sheet: Sheet, head: Head | None) -> Context:
    """Without the answers about questions of the form that this part of it does not hold, or that nobody answered:
    they were given for all forms of the template."""
    asked = {fold(v.rstrip(" :?")) for row in sheet.rows for v in row if isinstance(v, str)}
    gone = {f"column.{name}" for name in context.said("column.", sheet.name)
            if head is not None and not columns_named(head, name) and fold(name.rstrip(" :?")) in asked}
    left = {k: v for k, v in context.wishes.answers.items() if k not in gone and k.rpartition("@")[0] not in gone}
    return context if not gone else replace(context, wishes=replace(context.wishes, answers=left))


def for_table(context: Context, sheet: Sheet, place: Found) -> Context:
    """The same for a table within the form."""
    return fitting(context, sheet, head_of_rows(window(sheet, place.head, place.last, place.left, place.right + 1),
                                                place.head, place.head))
