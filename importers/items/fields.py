"""The fields of a table's data rows, column by column, in canonical values; people and units as links.

Must not know: hierarchy and money lines. Everything that could not be read is named by its address.
"""
from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from app.core.batch import Item, Link
from app.core.values import in_years
from importers.base import Value, address, letter
from importers.items.colour_status import read_light_fills
from importers.items.mail_columns import take_addresses
from importers.meaning.cell_text import text_of
from importers.meaning.colours.fills import WHITE
from importers.meaning.columns import DATE_FIELDS, PERSON_FIELDS, UNIT_FIELDS, Guess
from importers.meaning.days.dates import Dates, has_slashes, is_yearless, no_date, order_proof, read_dates, with_year
from importers.meaning.names import is_nobody, person_of
from importers.meaning.several import people_in, standing_alone
from importers.meaning.table import Table
from importers.meaning.value.amounts import plain_number, proofs, read_amounts, read_percents, shows_fraction
from importers.meaning.words import fold, is_open_choice, is_placeholder, light_of, light_of_colour, says_something

TEXT_FIELDS = ("description", "status", "stage", "priority")
_MOST_WORDS = 8                            # more different texts are not named one by one
_SCALE = ("1", "2", "3", "4", "5")         # lights as numbers
_LISTED = re.compile(r"\s*\d{1,2}(?:\s*[,;]\s*\d{1,2}){2,99}\s*")        # numbers of rows, of links, of people
_ALL = 0.9                                 # a fill over so many rows is the look of the column


@dataclass(slots=True)
class Fields:
    """Values of all data rows: `columns` field -> values, and what becomes records of its own."""

    count: int
    columns: dict[str, list[Any]] = field(default_factory=dict)
    custom: dict[str, tuple[str, list[Any]]] = field(default_factory=dict)
    comments: list[tuple[Guess, list[str | None]]] = field(default_factory=list)
    milestones: list[tuple[Guess, list[str | None]]] = field(default_factory=list)
    beside: dict[int, dict[str, str]] = field(default_factory=dict)       # row -> header -> text that was no value
    people: dict[str, Item] = field(default_factory=dict)
    units: dict[str, Item] = field(default_factory=dict)

    def of(self, i: int, names: Sequence[str]) -> dict[str, Any]:
        """The non-empty fields of the i-th data row."""
        return {n: v for n in names if (v := self.columns[n][i]) is not None}

    def custom_of(self, i: int) -> dict[str, tuple[str, Any]]:
        found = {h: (kind, values[i]) for h, (kind, values) in self.custom.items() if values[i] is not None}
        for header, text in self.beside.get(i, {}).items():
            found[f"{header} (text)"] = ("text", text)
        return found


def read_fields(table: Table) -> Fields:
    """Every column but figures, levels and links between rows."""
    out = Fields(len(table.data))
    for guess in table.guesses:
        name, cells = guess.field, table.cells(guess.index)
        if name in ("code", "name"):                       # a name stands on one line, however wide its cell was
            out.columns[name] = [" ".join(t.split()) if t and "\n" in t else t for t in texts(cells)]
        elif name == "status" and "status" in out.columns:
            read = _plain_texts(table, guess, cells)       # a colour said "done" where this column may say nothing
            out.columns[name] = [v or d for v, d in zip(read, out.columns[name], strict=True)]
        elif name in TEXT_FIELDS:
            out.columns[name] = _plain_texts(table, guess, cells)
        elif name in PERSON_FIELDS:
            out.columns[name] = _people(table, guess, cells, out)
        elif name in UNIT_FIELDS:
            out.columns[name] = _units(cells, UNIT_FIELDS[name], out)
        elif name in DATE_FIELDS:
            out.columns[name] = _dates(table, guess, cells, out, last="finish" in name)
        elif name == "progress":
            out.columns[name] = _percents(table, guess, cells, out)
        elif name == "light":
            _lights(table, guess, cells, out)
        elif name == "milestone":
            out.milestones.append((guess, _dates(table, guess, cells, out, last=True)))
        elif name == "comment":
            out.comments.append((guess, texts(cells)))
        elif name == "custom":
            _custom(table, guess, cells, out)
    take_addresses(table, out.columns, out.people)
    _settle_dates(table, out)
    return out


def texts(cells: Sequence[Value]) -> list[str | None]:
    return [(c.strip() or None) if type(c) is str else text_of(c) for c in cells]


def _plain_texts(table: Table, guess: Guess, cells: Sequence[Value]) -> list[str | None]:
    values = texts(cells)
    for text in sorted({v for v in values if v is not None}):
        if is_placeholder(text) and not (guess.field == "status" and fold(text) in ("offen", "todo", "none")):
            where = [table.place(i, guess.index) for i, v in enumerate(values) if v == text]
            if says_something(text):
                table.notes.cells("note", where, f"“{text}” in {{where}} ({guess.header}) is left empty.")
            values = [None if v == text else v for v in values]
    return values


def person(text: str, out: Fields, at: str = "") -> Link:
    """The person a cell names; the same address is the same person, however the name beside it is written."""
    found = person_of(text) if "@" in text else None
    key = found.mail if found is not None and found.mail else text
    known = out.people.get(key)
    if known is None:
        said = {"name": text} if found is None or not found.mail else {"name": found.text, "mail": found.mail}
        out.people[key] = Item("person", key, fields=said, at=at)
    elif found is not None and known.fields["name"] == found.mail:
        known.fields["name"] = found.text                  # so far only the address was known
    return Link("person", key)


def _people(table: Table, guess: Guess, cells: Sequence[Value], out: Fields) -> list[Link | None]:
    values = _plain_texts(table, guess, cells)
    rows: dict[str, list[int]] = {}
    for i, value in enumerate(values):
        if value is not None:
            rows.setdefault(value, []).append(i)
    known: dict[str, Link | None] = {}
    alone = standing_alone(rows)
    for text, places in rows.items():
        names = [name for name in people_in(text, alone) if not is_nobody(name)]
        where = [table.place(i, guess.index) for i in places]
        known[text] = person(names[0], out, f"{table.sheet.name}!{address(*where[0])}") if names else None
        if not names:
            table.notes.cells("note", where, f"“{text}” in {{where}} ({guess.header}) names nobody yet; left empty.")
        if len(names) > 1:
            rest, whole = ", ".join(names[1:]), " ".join(text.split())
            table.notes.cells("note", where, f"“{whole}” in {{where}} names {len(names)} people; "
                              f"{names[0]} is the {guess.field}, {rest} not; the text is kept beside it.")
            for i in places:
                out.beside.setdefault(i, {})[guess.header] = whole
    return [known.get(v) if v is not None else None for v in values]


def _units(cells: Sequence[Value], kind: str, out: Fields) -> list[Link | None]:
    known: dict[str, Link] = {}
    values = texts(cells)
    for text in dict.fromkeys(values):
        if text is not None and not is_placeholder(text):
            key = f"{kind}:{text}"
            out.units.setdefault(key, Item("unit", key, fields={"type": kind, "name": text}))
            known[text] = Link("unit", key)
    return [known.get(v) if v is not None else None for v in values]


def _dates(table: Table, guess: Guess, cells: Sequence[Value], out: Fields, last: bool) -> list[str | None]:
    kinds = set(map(type, cells))
    if kinds <= {dt.date, type(None)}:
        days: dict[Value, str] = {c: c.isoformat() for c in set(cells) if isinstance(c, dt.date) and in_years(c.year)}
        if len(days) == len(set(cells) - {None}):
            return list(map(days.get, cells))           # a few days stand in many rows
    order, guess_order = _order(table, guess, cells)
    cells = with_year(cells, table.context.answer("year", table.sheet.name))
    found = read_dates(cells, order, last, table.context.book.date_1904, guess_order)
    place, notes = table.place, table.notes
    for text in dict.fromkeys(t for _, t in found.unread):
        rows = [i for i, t in found.unread if t == text]
        year = max(filter(None, found.values), default="")[:4] if is_yearless(text) else ""
        notes.cells("question" if year else "warning", [place(i, guess.index) for i in rows],
                    f"“{text}” in {{where}} ({guess.header}) is {no_date(text)}; the date is left "
                    "empty, the text is kept beside it.", f"year={year}" if year else "")
    for text in dict.fromkeys(t for _, t in found.empty_words):
        rows = [i for i, t in found.empty_words if t == text]
        notes.cells("note", [place(i, guess.index) for i in rows],
                    f"“{text}” in {{where}} ({guess.header}) names no date yet; the date is left empty, the text is "
                    "kept beside it.")
    for i, text in (*found.unread, *found.empty_words):
        out.beside.setdefault(i, {})[guess.header] = text
    if found.coarse:
        notes.cells("note", [place(i, guess.index) for i, _ in found.coarse],
                    f"{{where}} ({guess.header}) {{names/name}} a month, quarter or week; its "
                    f"{'last' if last else 'first'} day was taken.")
    _say_times(table, guess, found)
    _ask_order(table, guess, found, guess_order)
    return found.values


def _order(table: Table, guess: Guess, cells: Sequence[Value]) -> tuple[str, str]:
    """Day or month first as the column proves it, else the file ("" when neither does), and what is taken then."""
    proven = order_proof(cells)
    if len(proven) == 1 or not has_slashes(cells):
        return next(iter(proven), "") if len(proven) == 1 else "", "dmy"
    dollars = guess.unit.currency == "USD" or table.head.unit.currency == "USD"
    return table.context.date_order(table.sheet.name), "mdy" if dollars else "dmy"


def _ask_order(table: Table, guess: Guess, found: Dates, guess_order: str) -> None:
    if found.doubtful:
        day_first = guess_order == "dmy"
        table.notes.cells("question", [table.place(i, guess.index) for i, _ in found.doubtful],
                          f"{{where}} ({guess.header}): nothing proves whether day or month comes first; read with the "
                          f"{'day' if day_first else 'month'} first.", f"date_order={'mdy' if day_first else 'dmy'}")


def _say_times(table: Table, guess: Guess, found: Dates) -> None:
    table.notes.cells("note", [table.place(i, guess.index) for i in found.timed],
                      f"{{where}} ({guess.header}): the day is kept, the time of day is not.")


def _percents(table: Table, guess: Guess, cells: Sequence[Value], out: Fields) -> list[int | None]:
    said = table.context.answer("percent", table.sheet.name)
    fraction = shows_fraction(table.sheet.formats.get(guess.index, "")) or said == "fraction"
    values, unread, doubtful = read_percents(cells, fraction)
    for text in dict.fromkeys(t for _, t in unread):
        rows = [i for i, t in unread if t == text]
        table.notes.cells("note" if is_placeholder(text) else "warning", [table.place(i, guess.index) for i in rows],
                          f"“{text}” in {{where}} ({guess.header}) is no percentage; left empty, the text is kept "
                          "beside it.")
    for i, text in unread:
        out.beside.setdefault(i, {})[guess.header] = text
    beyond = [i for i, v in enumerate(values) if v is not None and not 0 <= v <= 10_000]
    table.notes.cells("warning", [table.place(i, guess.index) for i in beyond],
                      f"{{where}} ({guess.header}): progress below 0 % or above 100 %; it came in as it is.")
    if doubtful and not said:
        rows = [i for i, v in enumerate(values) if v]
        table.notes.cells("question", [table.place(i, guess.index) for i in rows],
                          f"{{where}} ({guess.header}): 1 can mean 1 % or 100 %; read as 1 %.", "percent=fraction")
    return values


def _numbered(values: Sequence[str | None]) -> bool:
    """Lights as numbers from 1 to 5."""
    said = {v for v in values if v is not None and not is_placeholder(v)}
    return bool(said) and said <= set(_SCALE)


def _numbered_lights(table: Table, guess: Guess, values: Sequence[str | None], out: Fields) -> None:
    """1 is good and 5 bad, unless answered otherwise; the numbers stay beside the lights."""
    said = table.context.answer("light_scale", table.sheet.name)
    order = _SCALE[::-1] if said == "high" else _SCALE
    meant = dict(zip(order, ("green", "amber", "amber", "amber", "red"), strict=True))
    out.columns["light"] = [meant.get(v or "") for v in values]
    out.custom[guess.header] = ("number", [v if v in _SCALE else None for v in values])
    if not said:
        rows = [i for i, v in enumerate(values) if v in _SCALE]
        table.notes.cells("question", [table.place(i, guess.index) for i in rows],
                          f"{{where}} ({guess.header}) {{says/say}} lights as numbers; read with 1 as the best and 5 "
                          "as the worst.", "light_scale=high")


def _lights(table: Table, guess: Guess, cells: Sequence[Value], out: Fields) -> None:
    """Colours as words, letters, codes or fills; the original words go to the status when there is no other."""
    values = texts(cells)
    if _numbered(values):
        _numbered_lights(table, guess, values, out)
        return
    lights = [light_of(text) or None if text else None for text in values]
    out.columns["light"] = lights
    fills: dict[str, list[int]] = {}
    for i, light in enumerate(lights if table.sheet.fills else ()):
        fill = table.sheet.fills.get(table.place(i, guess.index), "") if light is None else ""
        if len(fill) == 6 and fill != WHITE:
            fills.setdefault(fill, []).append(i)
    coloured = read_light_fills(table, guess.index, _usual(values, fills), out.columns)
    coloured = [i for i in coloured if not values[i]]
    strange: dict[str, list[int]] = {}
    for i, text in enumerate(values):
        if text and lights[i] is None and any(c.isalnum() for c in text):
            strange.setdefault(text, []).append(i)
    for text, rows in strange.items():
        table.notes.cells("note", [table.place(i, guess.index) for i in rows],
                          f"“{text}” in {{where}} ({guess.header}) is no light; it is kept as text.")
    if coloured:
        table.notes.cells("note", [table.place(i, guess.index) for i in coloured],
                          f"{{where}} ({guess.header}) show a colour only; it was read as the light.")
    if table.find("status") is None:
        done = out.columns.get("status", [None] * len(values))
        out.columns["status"] = [v or d for v, d in zip(values, done, strict=True)]
    else:                                                  # "Amber/Red" says more than its light
        more = [v if v and (v in strange or " " in fold(v)) else None for v in values]
        if any(more):
            out.custom[guess.header] = ("text", more)


def _usual(values: Sequence[str | None], fills: dict[str, list[int]]) -> dict[str, list[int]]:
    """Without the fills that are no lights and stand mostly over texts or over all rows: the look of the column."""
    return {fill: rows for fill, rows in fills.items() if light_of_colour(fill) or (
        len(rows) < _ALL * len(values) and sum(values[i] is None for i in rows) > len(rows) / 2)}


def _custom(table: Table, guess: Guess, cells: Sequence[Value], out: Fields) -> None:
    """A column no field fits, kept under its header with the type its values have."""
    header, kind = guess.header or _heading_made(table, guess, cells), guess.kind or "text"
    if kind == "number" and _name_currency(cells):
        kind = guess.kind = "money"
    if kind == "number" and any(isinstance(c, str) and _LISTED.fullmatch(c) for c in cells):
        kind = guess.kind = "text"                         # "5,6,7" in one row makes "3,4" in another no 3.4
    if header in out.custom:
        header = f"{header} ({guess.index + 1})"
    if kind == "text":
        values: list[Any] = _chosen(table, guess, texts(cells))
        if not any(v is not None for v in values):
            return
    elif kind == "date":
        order, guess_order = _order(table, guess, cells)
        found = read_dates(cells, order, date_1904=table.context.book.date_1904, guess=guess_order)
        _ask_order(table, guess, found, guess_order)
        values = found.values
        _say_times(table, guess, found)
        for i, text in (*found.unread, *found.empty_words):
            out.beside.setdefault(i, {})[header] = text
    elif kind == "percent":
        values, unread, _ = read_percents(cells, shows_fraction(table.sheet.formats.get(guess.index, "")))
        for i, word in unread:
            out.beside.setdefault(i, {})[header] = word
    else:
        values = _numbers(table, guess, cells, out, header)
    out.custom[header] = (kind, values)


def _chosen(table: Table, guess: Guess, values: list[str | None]) -> list[str | None]:
    """Without choices nobody has made; words such as "none" and "n/a" stay, as a column of texts may mean them."""
    for text in sorted({v for v in values if v is not None and is_open_choice(v)}):
        where = [table.place(i, guess.index) for i, v in enumerate(values) if v == text]
        table.notes.cells("note", where, f"“{text}” in {{where}} ({guess.header}) is a choice nobody has made; it is "
                                         "left empty.")
        values = [None if v == text else v for v in values]
    return values


def _name_currency(cells: Sequence[Value]) -> bool:
    """"300,000 CHF" in most cells of a column whose heading does not say that it is money."""
    if not any(isinstance(c, str) for c in cells):
        return False
    amounts = read_amounts(cells, 0, 2)
    return not amounts.unread and 2 * sum(map(len, amounts.currencies.values())) > int(amounts.present.sum())


def _heading_made(table: Table, guess: Guess, cells: Sequence[Value]) -> str:
    """What a column without a heading is called, once it holds anything."""
    made = f"Column {letter(guess.index)}"
    where = [table.place(i, guess.index) for i, v in enumerate(texts(cells)) if v is not None]
    table.notes.cells("note", where[:1], f"Column {letter(guess.index)} has no heading; what it holds is kept as "
                                         f"“{made}”.")
    return made


def _numbers(table: Table, guess: Guess, cells: Sequence[Value], out: Fields, header: str) -> list[Any]:
    found = proofs(cells)
    mark = next(iter(found)) if len(found) == 1 else ""
    if guess.kind == "money":
        amounts = read_amounts(cells, guess.unit.power, 2, mark or table.context.mark(table.sheet.name))
        for i, text in (*amounts.unread, *amounts.empty_words):
            out.beside.setdefault(i, {})[header] = text
        _name_unread(table, guess, [*amounts.unread, *amounts.empty_words], "amount")
        return amounts.listed()
    values: list[Any] = []
    unread: list[tuple[int, str]] = []
    for i, cell in enumerate(cells):
        number = plain_number(cell, mark)
        values.append(None if number is None else format(number.normalize(), "f"))
        if number is None and cell is not None and (word := text_of(cell)):
            out.beside.setdefault(i, {})[header] = word
            unread.append((i, word))
    _name_unread(table, guess, [(i, word) for i, word in unread if not is_placeholder(word)], "number")
    return values


def _name_unread(table: Table, guess: Guess, unread: Sequence[tuple[int, str]], what: str) -> None:
    """Words where the column has figures: named by address, once a word."""
    words = dict.fromkeys(t for _, t in unread)
    if len(words) > _MOST_WORDS:
        table.notes.cells("note", [table.place(i, guess.index) for i, _ in unread], f"{len(words)} different texts in "
                          f"{{where}} ({guess.header}) are no {what}; they are left empty, the texts are kept beside "
                          "them.")
        return
    for text in words:
        where = [table.place(i, guess.index) for i, t in unread if t == text]
        table.notes.cells("note", where, f"“{text}” in {{where}} ({guess.header}) is no {what}; it is left empty, the "
                                         "text is kept beside it.")


def _settle_dates(table: Table, out: Fields) -> None:
    """A finish before its start is said, not mended."""
    starts, ends = out.columns.get("start"), out.columns.get("finish")
    guess = table.find("finish")
    if starts is None or ends is None or guess is None:
        return
    wrong = [i for i, (a, b) in enumerate(zip(starts, ends, strict=True)) if a and b and b < a]
    if wrong:
        table.notes.cells("warning", [table.place(i, guess.index) for i in wrong],
                          "{where}: the finish lies before the start.")
