"""Nodes that a source only names, a log for example: they give way to a node of the portfolio that is called so.

Must not know: how items are compared or written (plan.py).
"""
from __future__ import annotations

from collections.abc import Mapping

from app.core.batch import Item
from app.core.catalog import LEVELS
from app.core.find import fold
from app.core.intake.match import Matcher, own_uid
from app.core.portfolio import Portfolio

_MOST = 6


def settled(p: Portfolio, items: list[Item], match: Matcher, became: Mapping[str, str]) -> list[Item]:
    """The items without the stand-ins that stand for a record already here, and without levels made for those only.

    `match.uids` tells where the key of a stand-in leads from then on; `became` says which record took the place of one
    that an earlier import made (takeover.py).
    """
    gone: set[int] = set()
    made: list[Item] = []
    for item in items:
        own = own_uid(p, match.source, item) if item.stand_in and not item.fields.get("pass_through") else ""
        if own in became:
            match.uids[item.kind, item.key] = became[own]
            gone.add(id(item))
        elif own and own not in p.records:
            uid = _called(p, str(item.fields.get("code") or ""), str(item.fields.get("name") or ""))
            if uid:
                match.uids[item.kind, item.key] = uid
                gone.add(id(item))
            elif not item.weak:                            # else the file itself gave it its name
                made.append(item)
    if made:
        names = [f"“{i.fields.get('name')}” ({i.at})" for i in made]
        more = f" and {len(made) - _MOST} more" if len(made) > _MOST else ""
        match.note(made[0].at, f"Named by entries of a log and listed nowhere, neither here nor in this file: "
                               f"{', '.join(names[:_MOST])}{more}; "
                               f"an empty project was made for {'each' if len(made) > 1 else 'it'}.")
    if not gone:
        return items
    kept = [i for i in items if id(i) not in gone]
    for level in reversed(LEVELS):
        needed = {(i.parent_kind, i.parent) for i in kept}
        kept = [i for i in kept if not (i.kind == level and i.stand_in and i.fields.get("pass_through")
                                        and (level, i.key) not in needed)]
    return kept


def _called(p: Portfolio, code: str, name: str) -> str:
    """The one node with this code, else the one with this name, on whatever level; "" when none or several."""
    nodes = [r for level in LEVELS for r in p.of_kind(level) if not r.get("pass_through")]
    for hits in ([r for r in nodes if code and fold(r.code) == fold(code)],
                 [r for r in nodes if name and fold(r.name) == fold(name)]):
        if len(hits) == 1:
            return hits[0].uid
    return ""
