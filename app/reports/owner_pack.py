"""The owner pack: one page a person, for one or for all who own something. What nobody owns is outside and counted.

Must not know: Typst, the store.
"""
from __future__ import annotations

from app.core.find import fold
from app.core.portfolio import Portfolio, Record
from app.errors import Problem
from app.reports.blocks import Paper, ties
from app.reports.facts import facts
from app.reports.frame import State, framed, list_unit
from app.reports.owners import find_person, people
from app.reports.pages.owner import desk, owner_page


def by_surname(person: Record) -> tuple[str, str, str]:
    """Where a person stands in the pack: as in a telephone book, without a name by mail."""
    name = fold(person.name or person.get("mail", ""))
    surname = name.partition(",")[0] if "," in name else name.rpartition(" ")[2]
    return surname, name, person.uid


def owner_pack(portfolio: Portfolio, state: State, person: str = "") -> Paper:
    """Pages by surname. Raises Problem for a person there is not, or for a file in which nobody owns anything."""
    f = facts(portfolio, state.status)
    found = people(f)
    mine = {m.uid for o in found.values() for m in o.measures}
    nobody = sum(m.gap for m in f.measures if m.uid not in mine)
    ties("gap by owner", [*(m.gap for o in found.values() for m in o.measures), nobody],
         f.sum("expected") - f.sum("plan"))
    if person:
        chosen = [found[find_person(portfolio, person).uid]]
    else:
        chosen = sorted((o for o in found.values() if o.anything), key=lambda o: by_surname(o.person))
        if not chosen:
            raise Problem("Nobody in this file owns anything yet.", "Name an owner for a measure first.")
    d = desk(f, list_unit(f))
    title = f"Owner pack of {chosen[0].person.name}" if person else "Owner pack"
    return framed("owner", title, [owner_page(d, o) for o in chosen], f, state)
