"""What the rows of a list leave open about days: what a mere "Date" is of, and of which day each row speaks.

Must not know: layouts. Rows come in as they stand; what they may mean otherwise is asked.
"""
from __future__ import annotations

from importers.base import Value, address, letter
from importers.meaning.evidence import is_code
from importers.meaning.headers import filled
from importers.meaning.naming import speaks_of_names
from importers.meaning.table import Table
from importers.meaning.words import fold, spaced, squash, vocabulary

_LARGE = 100_000                          # a figure that is hardly one of hours, points or pieces
_WORDS = 0.1
_OWN = 0.95                               # nearly every row has one of its own
_TOLD = 0.5                               # so many keys of which rows of several days speak make it copies


def ask_days(table: Table) -> None:
    """Questions for a finish headed by nothing but "Date", and for rows of several days with amounts."""
    _ask_plain_date(table)
    _ask_large(table)
    _say_names_only(table)
    _say_copies(table)
    _ask_gathered(table)


def _ask_plain_date(table: Table) -> None:
    guess = table.find("finish")
    if guess is None or not guess.profile.count:
        return
    name = table.find("name")
    around = f"{table.sheet.name} {table.context.book.name} {name.header if name else ''}".casefold()
    if any(word in around for word in ("milestone", "meilenstein", "hito", "jalon")):
        return                                             # the date of a milestone is when it is due
    if squash(guess.header) in {squash(w) for w in vocabulary().lists["plain_date"]} and guess.confidence < 1.0:
        table.notes.add("question", address(table.head.last, guess.index), f"“{guess.header}” (column "
                        f"{letter(guess.index)}) does not say of what it is the date; read as the finish.",
                        f"column.{letter(guess.index)}=custom")


def _ask_large(table: Table) -> None:
    """Figures as large as money in a list that has no money: "BAC", "Volume"."""
    if any(g.money or g.field == "total" for g in table.guesses):
        return
    for guess in table.guesses:
        p = guess.profile
        if guess.field != "custom" or guess.label.timed or guess.kind not in ("number", "money"):
            continue
        if p.count < 3 or p.padded:
            continue
        words = set(fold(spaced(guess.header)).split())
        numbered = words & vocabulary().lists["no_amount"] and (p.whole or not guess.label.cost)     # no "Cost code"
        if p.high < _LARGE or p.texts > _WORDS or not words or numbered:
            continue
        table.notes.add("question", address(table.head.last, guess.index), f"“{guess.header}” (column "
                        f"{letter(guess.index)}) holds large figures without saying that they are money; kept as plain "
                        "figures.", f"column.{letter(guess.index)}=one_time_cost.plan")


def _say_names_only(table: Table) -> None:
    """One of several sheets whose rows have a name and nothing else that a measure has: they may be anything."""
    name = table.find("name")
    if name is None or not table.notes.scoped or (
            speaks_of_names(name.header) and fold(spaced(name.header)) not in vocabulary().lists["any_name"]) or any(
            g.money or g.field not in ("name", "custom", "description", "comment", "") for g in table.guesses):
        return
    table.notes.add("warning", address(table.head.last, name.index), "Nothing but its names says that this sheet is a "
                    "list of measures: it has no id, person, date, state or amount. If it is none, take the sheet out "
                    "of the file.")


def _say_copies(table: Table) -> None:
    """"Published date" of three days over the same projects: each project stands there three times."""
    money = any(g.money for g in table.guesses)
    if not (money or table.find("progress")) or table.find("month") is not None:
        return
    told = vocabulary().lists["told_on"]
    days = next((g for g in table.guesses if g.header and fold(spaced(g.header)) in told), None)
    names = [g for name in ("code", "name") if (g := table.find(name)) is not None]
    if days is None or not names:
        return
    above = table.find("parent")
    if above is not None and any(g.profile.distinct > _OWN and is_code(str(table.cells(g.index)[0])) for g in names):
        names = [above]                                    # reports with an id each, of projects with several
    seen: dict[tuple[Value, ...], set[Value]] = {}
    for key in zip(table.cells(days.index), *(table.cells(g.index) for g in names), strict=True):
        if filled(key[0]):
            seen.setdefault(key[1:], set()).add(key[0])
    several = sum(len(d) > 1 for d in seen.values())
    if seen and several >= _TOLD * len(seen):
        count = len({d for found in seen.values() for d in found})
        summed = " and their amounts count together" if money else ""
        table.notes.add("warning", address(table.head.last, days.index), f"{several} of {len(seen)} entries stand here "
                        f"as of several days (“{days.header}”, {count} of them); all rows came in{summed}. To take one "
                        "day only, keep its rows in the file.", "", several)


def _ask_gathered(table: Table) -> None:
    """"Source sheet" over the names of other sheets in every row: what they hold, once more."""
    others = {squash(s.name) for s in table.context.book.sheets if s is not table.sheet}
    for guess in table.guesses:
        if len(others) < 2 or guess.profile.kinds < 2 or guess.profile.texts < _OWN or guess.profile.empty > 1 - _OWN:
            continue
        if {squash(str(v)) for v in table.cells(guess.index) if filled(v)} <= others:
            table.notes.add("question", address(table.head.last, guess.index), f"“{guess.header}” (column "
                            f"{letter(guess.index)}) names another sheet of this file in every row; its rows may "
                            "repeat what those hold, yet all came in.", "sheet=ignore")
            return
