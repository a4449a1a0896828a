"""What an import does to figures beyond the cells it writes, each with the address of its row: a plan that is no longer
expected, a cost with a minus.

Of lines of one sheet the first are named and the rest counted. Must not know: workbooks, how rows are matched.
"""
from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial

from app.core.batch import BELOW_ZERO, Batch, Issue, Item
from app.core.catalog import LEVELS
from app.core.change import Work
from app.core.counting import counted
from app.core.edits import scale_for
from app.core.find import path_name
from app.core.portfolio import Portfolio
from app.core.sense import COST_BELOW_ZERO
from app.core.settings import status_date
from app.core.value import booking
from app.core.value.cube import reporting_currency
from app.core.value.remarks import Replaced, costs_below_zero, replaced
from app.core.values import scale_of

_MOST = 5                                # lines named of a sheet


def remarks(p: Portfolio, batch: Batch, work: Sequence[Work], uids: Mapping[tuple[str, str], str],
            today: str) -> list[Issue]:
    """The issues of a planned import, at the status date of the file."""
    status = status_date(p, today)
    lost, below = replaced(p, work, status), costs_below_zero(p, work)
    whole = [Issue("warning", "", "", text) for text in booking.remarks(p, work, status)]
    if not lost and not below:
        return whole
    rows = {uids[item.kind, item.key]: item for item in batch.items
            if item.kind == "effect_line" and (item.kind, item.key) in uids}
    nodes = {(item.kind, item.key): item for item in batch.items if item.kind in LEVELS}

    def name(uid: str) -> str:
        """What a line is called that is here, or comes along."""
        item = rows.get(uid)
        if uid in p.records or item is None:
            return path_name(p, p[uid]) if uid in p.records else "A line"
        own, above = str(item.fields.get("name") or item.fields.get("type")), nodes.get((item.parent_kind, item.parent))
        return f"{above.fields.get('code') or above.fields.get('name')}#{own}" if above is not None else own

    def told(one: Replaced) -> str:
        if one.uid in p.records:
            return one.told(name(one.uid), scale_for(p, p[one.uid]))
        of = rows[one.uid].fields if one.uid in rows else {}
        said = of.get("scale")
        return one.told(name(one.uid), scale_of(of.get("currency") or reporting_currency(p)) if said is None else said)

    def below_zero(uid: str) -> str:
        return f"{name(uid)}: {COST_BELOW_ZERO}"

    found = _of_sheets([(rows.get(one.uid), partial(told, one)) for one in lost],
                       "whose plan is not expected any more because a forecast stands in them")
    known = {i.sheet for i in batch.issues if i.kind == BELOW_ZERO}       # said by cell already
    return whole + found + _of_sheets([(rows.get(uid), partial(below_zero, uid)) for uid in below
                               if _sheet(rows.get(uid)) not in known or uid not in rows], "of a cost below zero")


def _sheet(item: Item | None) -> str:
    return item.at.rpartition("!")[0] if item is not None else ""


def _of_sheets(told: Iterable[tuple[Item | None, Callable[[], str]]], rest: str) -> list[Issue]:
    by_sheet: dict[str, list[tuple[str, Callable[[], str]]]] = {}
    for item, text in told:
        by_sheet.setdefault(_sheet(item), []).append((item.at.rpartition("!")[2] if item is not None else "", text))
    found = []
    for sheet, rows in by_sheet.items():
        found += [Issue("warning", sheet, cell, text()) for cell, text in rows[:_MOST]]
        more = len(rows) - _MOST
        if more > 0:
            found.append(Issue("warning", sheet, rows[_MOST][0],
                               f"... and {counted(more, 'further line', 'further lines')} {rest}."))
    return found
