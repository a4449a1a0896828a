"""Which heads the columns of our own sheets have, and which of them hold amounts of a month.

Must not know: rows, and what becomes of a cell.
"""
from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable

from app.core.as_sent import SENT
from app.core.catalog import LEVELS
from app.core.find import fold
from app.core.own_workbook import LINE_HEADS, REMARK
from importers.own.sheets import OwnSheet, fields_by_head

LINE_FIELDS = {fold(head): name for name, head in LINE_HEADS.items()}
_NODE_HEADS = {"level", "kind", "code", "name", "parent code", "known on", "record", "parent record"}
_MONTH = re.compile(r"^\d{4}-(0[1-9]|1[0-2])$")         # a date that another program made text
OF_FORMS = {fold(REMARK), fold(SENT)}
REST = {"parent", "known on", "record", "parent record", "measure code", "measure", "line", "series", "undated",
        "total", "line record", "measure record"}
SHARED = frozenset(fields_by_head("organization"))


def heads_of(sheet: OwnSheet, custom: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Head -> field or custom field of a sheet's kind, and the heads that say where a row belongs."""
    kinds = LEVELS if sheet.kind == "node" else (sheet.kind,)
    own = {head: head for kind, head in custom if kind in kinds}
    if sheet.kind == "effect_line":
        return own | LINE_FIELDS | {h: h for h in REST}
    rest = _NODE_HEADS if sheet.kind == "node" else REST
    return own | {h: h for h in rest} | {h: f.name for h, f in fields_by_head(sheet.kind).items()}


def is_computed(head: str) -> bool:
    """A column that the export counted itself, which says nothing on its way back."""
    return ", net " in head


def months_of(sheet: OwnSheet) -> dict[int, int]:
    """Month -> column of the amounts."""
    found = {}
    for column, value in enumerate(sheet.sheet.rows[sheet.head_row]):
        if isinstance(value, dt.date):
            found[value.year * 12 + value.month - 1] = column
        elif isinstance(value, str) and _MONTH.match(value):
            found[int(value[:4]) * 12 + int(value[5:]) - 1] = column
    return found
