"""Colours that alone say how rows stand become lights or a status, once somebody has said what each colour means.

A legend of the file or the person says it; without either nothing is invented, and each colour is asked for once.
Must not know: which fills may say a status (meaning/colours/fills.py), and what becomes of the fields.
"""
from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from app.core.counting import counted
from importers.base import address, letter
from importers.meaning.colours.fills import Painted, painted
from importers.meaning.colours.legend import Meaning, has_legend, meanings
from importers.meaning.colours.names import colour_word, likely
from importers.meaning.notes import runs
from importers.meaning.settled import COLOURS, IGNORE
from importers.meaning.table import Table
from importers.meaning.words import light_of_colour

DONE = "Done"


def read_colours(table: Table, columns: dict[str, list[Any]], only: Iterable[int] | None = None,
                 named: bool = False) -> None:
    """Lights and states of the data rows (`only` some of them) from their fills, where no text says them; `columns`
    holds what was read of the rows. `named` as in `painted`."""
    found = painted(table, only, named) or _by_legend(table, only)
    if found is not None:
        known = _known(table, found.rows)
        design = [fill for fill in found.rows if fill in found.design and not known[fill].word]
        places = [table.place(i, found.column) for fill in design for i in found.rows[fill]]
        table.notes.cells("note", places, "{where}: painted, and taken for the look of the sheet, not for a status.",
                          f"colour.{design[0]}={likely(design[0])}" if design else "")
        for fill, rows in found.rows.items():
            if fill in design:
                continue
            _say(table, found.column, fill, rows, known[fill])
            _put(columns, rows, known[fill].word, len(table.data))
        table.notes.cells("note", found.beside, f"{{where}}: painted otherwise than column {letter(found.column)}; "
                                                "only that one was looked at for a status.")
    _say_rules(table)


def read_light_fills(table: Table, column: int, fills: dict[str, list[int]],
                     columns: dict[str, list[Any]]) -> list[int]:
    """The fills of cells in the column of the light that have no light in words: as somebody said, else red, amber and
    green as they look; other colours are asked for. Returns the rows read by the look of their colour."""
    known, by_look = _known(table, fills), list[int]()
    for fill, rows in fills.items():
        look = light_of_colour(fill)
        if known[fill].word or not look:
            _say(table, column, fill, rows, known[fill])
        else:
            by_look += rows
        _put(columns, rows, known[fill].word or look, len(table.data))
    return sorted(by_look)


def _by_legend(table: Table, only: Iterable[int] | None) -> Painted | None:
    """Fills beside a status in words count where the sheet has a legend, which says what they mean or that they do."""
    found = painted(table, only, beside_text=True)
    if found is not None and (any(m.word for m in _known(table, found.rows).values()) or has_legend(table.sheet)):
        return found
    return None


def _known(table: Table, fills: Iterable[str]) -> dict[str, Meaning]:
    first = table.head.data
    taken = {(first + body, g.index) for body in table.data for g in table.guesses if g.field}
    return meanings(table.context, table.sheet, fills, taken)


def _say(table: Table, column: int, fill: str, rows: Sequence[int], meaning: Meaning) -> None:
    places = [table.place(i, column) for i in rows]
    many = f"{counted(len(rows), 'row')} ({runs(places)}) {'is' if len(rows) == 1 else 'are'} filled " \
           f"{colour_word(fill)} (FF{fill})"
    key, cell = f"colour.{fill}", address(*places[0])
    if not meaning.word:
        table.notes.add("question", cell, f"{many} and no text says how they stand: is it a status? Not read until "
                        f"answered: {', '.join(COLOURS[:-1])} or {IGNORE}.",
                        f"{key}={likely(fill)}")
    elif meaning.at:
        table.notes.add("note", cell, f"{many}: read as {meaning.word}, as the legend in {meaning.at} says.",
                        f"{key}={IGNORE}")
    else:
        table.notes.add("note", cell, f"{many}: " + ("no status, as you said." if meaning.word == IGNORE else
                                                     f"read as {meaning.word}, as you said."))


def _put(columns: dict[str, list[Any]], rows: Sequence[int], word: str, count: int) -> None:
    if word and word != IGNORE:
        name, value = ("status", DONE) if word == "done" else ("light", word)
        values = columns.setdefault(name, [None] * count)
        for i in rows:
            values[i] = value if values[i] is None else values[i]


def _say_rules(table: Table) -> None:
    """Colours that a rule of the sheet paints follow from its values; where no text says the status, that is said."""
    if not table.sheet.conditional or not table.data:
        return
    if any((g := table.find(name)) is not None and g.profile.count for name in ("light", "status")):
        return
    columns = [g.index for g in table.guesses if g.header or g.field]
    first, last = table.head.data, table.head.data + max(table.data)
    over = [(max(a, first), max(b, min(columns)), min(c, last), min(d, max(columns)))
            for a, b, c, d in table.sheet.conditional]
    over = [(a, b, c, d) for a, b, c, d in over if a <= c and b <= d]
    if over:
        where = ", ".join(dict.fromkeys(f"{address(a, b)}:{address(c, d)}" for a, b, c, d in over[:3]))
        more = f" and {len(over) - 3} more" if len(over) > 3 else ""
        table.notes.add("note", address(*over[0][:2]), f"{where}{more}: coloured by rules (conditional formatting); "
                        "such a colour follows from the values and is no fact, it was not read.")
