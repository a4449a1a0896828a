"""The entries of a log become risks, issues, assumptions and notes, each with what it says it belongs to.

Must not know: which record that is (parents.py). Decisions and changes are never edited once they are recorded,
so a logged one comes in as a note, which a corrected log may change; so do actions and lessons.
"""
from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from app.core.batch import Column, Item
from app.core.log_status import is_known
from importers.base import Where, letter
from importers.items.fields import Fields, read_fields
from importers.layouts.logs.colours import log_colours
from importers.layouts.logs.parents import SOUGHT
from importers.meaning.cell_text import text_of
from importers.meaning.columns import Guess, custom_kind
from importers.meaning.log_columns import READ_AS, is_after, kind_of_entry, log_scores
from importers.meaning.table import Table
from importers.meaning.value.amounts import plain_number
from importers.meaning.words import fold, is_placeholder, says_something, vocabulary

_KINDS = {"risk": "risk", "issue": "issue", "assumption": "assumption", "dependency": "assumption"}
_OWN = {
    "risk": {"cause": "cause", "event": "event", "probability": "probability", "impact": "impact", "money": "money",
             "response": "response", "due": "due"},
    "issue": {"since": "since", "level": "level", "money": "money", "delay": "delay_days", "due": "due"},
    "assumption": {"test_date": "test_date", "due": "due"},
}
_SHARED = {"code": "code", "description": "description", "owner": "owner", "status": "status",
           "external": "external_ref"}
_LABEL = re.compile(r"^\s*(?P<word>[^\W\d_]+)\s*+[\w.]{0,6}+\s*+:\s*(?P<rest>.*)$", re.DOTALL)
_STATES = {"open": "open", "offen": "open", "holds": "holds", "valid": "holds", "yes": "holds", "confirmed": "holds",
           "validated": "holds", "bestaetigt": "holds", "ja": "holds", "failed": "failed", "invalid": "failed",
           "no": "failed", "nein": "failed", "widerlegt": "failed", "not validated": "open"}
_LONG = 120
Emptied = dict[tuple[str, str], list[Where]]      # (heading, word that stands for nothing) -> its places


@dataclass(slots=True)
class Log:
    """One table of a log: what it logs ("mixed" when a column says so), and what its titles say."""

    table: Table
    kind: str
    titles: list[str]
    columns: list[Column]
    titles_rows: dict[int, str]
    type_column: int
    entries: dict[tuple[str, str], str]   # (kind, key) -> name of every entry of this file so far


def log_items(log: Log) -> list[Item]:
    """People and entries of one table."""
    table = log.table
    _check_scores(table)
    columns = {g.field: g for g in table.guesses if g.field not in ("", "custom", "comment")}
    parents = _cells(table, columns.get("parent"))
    names = _names(table, columns)
    _prepare(table)
    fields = read_fields(table)
    log_colours(table, fields, columns.get("light"))
    above = _belongs(log.titles)
    types = _cells(table, next((g for g in table.guesses if g.index == log.type_column), None))
    kinds = [(kind_of_entry(types[i] or "") or "risk") if log.kind == "mixed" else log.kind
             for i in range(fields.count)]
    out: list[Item] = []
    emptied: Emptied = {}
    for i in range(fields.count):
        item = _entry(log, fields, columns, i, kinds[i], names[i], emptied)
        item.parent, item.parent_kind = parents[i] or above, SOUGHT
        out.append(item)
        out += _remarks(table, fields, i, item)
    for (header, text), places in emptied.items():
        if says_something(text):
            table.notes.cells("note", places, f"“{text}” in {{where}} ({header}) is left empty.")
    _say_statuses(table, fields.columns.get("status"), columns.get("status"))
    _say_notes(table, kinds)
    return [*fields.people.values(), *out]


def _say_statuses(table: Table, values: Sequence[Any] | None, guess: Guess | None) -> None:
    """Words of which nobody knows whether the entry is settled."""
    strange: dict[str, list[Where]] = {}
    for i, value in enumerate(values or ()):
        if guess is not None and isinstance(value, str) and not is_known(value):
            strange.setdefault(value, []).append(table.place(i, guess.index))
    for text, places in strange.items():
        table.notes.cells("note", places, f"“{text}” in {{where}} ({guess.header if guess else ''}) does not say "
                                          "whether the entry is settled; it counts as open.")


def _say_notes(table: Table, kinds: list[str]) -> None:
    """Entries whose log has no records of its own here are said, so that nobody looks for them elsewhere."""
    column = next((g.index for g in table.guesses if g.field in ("code", "name")), 0)
    for kind in dict.fromkeys(k for k in kinds if k not in _KINDS):
        places = [table.place(i, column) for i, k in enumerate(kinds) if k == kind]
        why = " A recorded decision is never edited, a logged one is corrected." if kind == "decision" else ""
        table.notes.cells("note", places, f"{{where}}: each {kind} of the log came in as a note.{why}")


def _cells(table: Table, guess: Guess | None) -> list[str | None]:
    if guess is None:
        return [None] * len(table.data)
    return [None if t is None or is_placeholder(t) else t for t in map(text_of, table.cells(guess.index))]


def _names(table: Table, columns: dict[str, Guess]) -> list[str]:
    """The title of each entry; without one, the first of the texts that say what it is about."""
    found = [_cells(table, columns[f]) for f in ("name", "event", "description", "cause", "response") if f in columns]
    return [next((" ".join(t.split()) for column in found if (t := column[i])), "") for i in range(len(table.data))]


def _prepare(table: Table) -> None:
    """Fields of a log under the names by which columns are read; what lists do not know is read as it is."""
    for guess in table.guesses:
        if guess.field in READ_AS:
            guess.field = READ_AS[guess.field]
        elif guess.field in ("money", "expected"):
            guess.field, guess.kind = "custom", "money"
        elif guess.field == "delay":
            guess.field, guess.kind = "custom", "number"
        elif guess.field in ("score", "parent"):
            guess.field = ""
        elif guess.field not in ("code", "name", "description", "owner", "status", "comment", "custom", ""):
            guess.field, guess.kind = "custom", "text"


def _entry(log: Log, fields: Fields, columns: dict[str, Guess], i: int, kind: str, name: str, emptied: Emptied) -> Item:
    table, target = log.table, _KINDS.get(kind, "note")
    custom = fields.custom_of(i)
    said: dict[str, Any] = {}
    for field, guess in columns.items():
        if field in ("score", "expected", "parent", "name") or guess.index == log.type_column:
            continue
        as_list = READ_AS.get(field, field)
        if as_list in fields.columns:
            value = fields.columns[as_list][i]
        else:
            value = custom.get(guess.header, ("", None))[1]
        place = (_SHARED | _OWN.get(target, {})).get(field)
        if isinstance(value, str) and guess.kind == "text" and is_placeholder(value):
            value = None
            custom.pop(guess.header, None)
            emptied.setdefault((guess.header, text_of(table.columns[guess.index][table.data[i]]) or ""), []).append(
                table.place(i, guess.index))
        if value is None:
            continue
        if place == "delay_days":
            value = int(Decimal(value))
        if place or target == "note":
            said[place or field] = value
            custom.pop(guess.header, None)
        elif as_list in fields.columns and isinstance(value, str):
            custom[guess.header] = ("text" if field == "decided_by" else "date", value)
        elif as_list in fields.columns:
            custom[guess.header] = ("text", value.key)
    if "status" not in columns and fields.columns.get("status", [None] * fields.count)[i] and target != "note":
        said["status"] = fields.columns["status"][i]       # said by a colour alone
    elif "status" not in columns and "closed" in columns and custom.get(columns["closed"].header, ("",))[0] == "date":
        said.setdefault("status", "Closed")                # nothing but the day on which it was closed says so
    if target == "assumption":
        _assumption(said, custom, columns, kind)
    if log.type_column >= 0:
        custom.pop(table.guesses[log.type_column].header, None)
    said["name"] = name if len(name) <= _LONG else name[:_LONG - 1].rsplit(" ", 1)[0] + "…"
    if len(name) > _LONG:
        said.setdefault("description", name)
    key, weak = _key(log, target, said, name)
    row, column = table.place(i, next((g.index for g in table.guesses if g.field in ("code", "name")), 0))
    at = f"{table.sheet.name}!{letter(column)}{row + 1}"
    if target == "note":
        return Item("note", key, fields=_note(kind, said, custom), at=at, weak=weak)
    return Item(target, key, fields=said, custom=custom, at=at, weak=weak)


def _assumption(said: dict[str, Any], custom: dict[str, tuple[str, Any]], columns: dict[str, Guess],
                kind: str) -> None:
    said["type"] = "dependency" if kind == "dependency" else None
    guess = columns.get("state")
    word = custom.get(guess.header, ("", None))[1] if guess else None
    if guess and isinstance(word, str) and fold(word) in _STATES:
        said["state"] = _STATES[fold(word)]
        custom.pop(guess.header, None)
    if said["type"] is None:
        del said["type"]


def _note(kind: str, said: dict[str, Any], custom: dict[str, tuple[str, Any]]) -> dict[str, Any]:
    """One text of everything the entry says."""
    code = f" {said['code']}" if said.get("code") else ""
    lines = [f"{kind.capitalize()}{code}: {said['name']}"]
    if said.get("description") and said["description"] != said["name"]:
        lines.append(str(said["description"]))
    words = {"decided_by": "Decided by", "owner": "Owner", "decided_on": "Decided on", "since": "Since", "due": "Due",
             "closed": "Closed", "status": "Status"}
    for field, value in said.items():
        if field not in ("code", "name", "description"):
            lines.append(f"{words.get(field, field.capitalize())}: {getattr(value, 'key', value)}")
    lines += [f"{header}: {value}" for header, (_, value) in custom.items()]
    return {"text": "\n".join(lines), "told": said.get("decided_on") or said.get("since")}


def _key(log: Log, target: str, said: dict[str, Any], name: str) -> tuple[str, bool]:
    """The id; where another table of the file uses it for something else, the id below that table's title."""
    code = said.get("code")
    sheet, scope = log.table.sheet.name, _belongs(log.titles) or (log.titles[-1] if log.titles else "")
    plain = str(code) if code else f"{scope}/{name}" if scope else name
    for key in (plain, f"{scope}/{plain}", f"{sheet}/{scope}/{plain}"):
        if (target, key) not in log.entries:
            break
    else:
        n = 2
        while (target, f"{key}#{n}") in log.entries:
            n += 1
        key = f"{key}#{n}"
    if key != plain and code and scope:
        log.table.notes.add("note", "", f"The id {code} is used by several tables or entries of this file; each is "
                                        "kept as one of its own.")
    log.entries[target, key] = name
    return key, not code


def _remarks(table: Table, fields: Fields, i: int, item: Item) -> list[Item]:
    """Comments hang on their entry as notes; those of an entry that is a note itself stay in its text."""
    out = []
    for guess, values in fields.comments:
        text = values[i]
        if text is None or is_placeholder(text):
            continue
        if item.kind == "note":
            item.fields["text"] += f"\n{guess.header}: {text}"
            continue
        at = f"{table.sheet.name}!{letter(guess.index)}{table.place(i, guess.index)[0] + 1}"
        out.append(Item("note", f"{item.kind} {item.key}/{guess.header}", item.key, item.kind, {"text": text}, at=at))
    return out


def _belongs(titles: list[str]) -> str:
    """The project a title above the table names: "Projekt: Werk Nord", or "Project 1:" with the name beside it."""
    levels = vocabulary().fields
    words = set().union(*(levels[n] for n in ("program", "project", "package", "name")))
    for n in reversed(range(len(titles))):
        found = _LABEL.match(titles[n])
        if found and fold(found["word"]).replace(" ", "") in words:
            rest = found["rest"].strip() or (titles[n + 1] if n + 1 < len(titles) else "")
            return "" if is_placeholder(rest) else " ".join(rest.split())
    return ""


def _check_scores(table: Table) -> None:
    """A score is computed from probability and impact: each is checked against the pair of its own column group. A
    second one that is no such product, "Exposure (EUR)" beside "Score", says something of its own and is kept."""
    pairs: dict[bool, dict[str, Guess]] = {False: {}, True: {}}
    scores = [g for g in table.guesses if g.field == "score"]
    for guess in table.guesses:
        word = guess.field if guess.field in ("probability", "impact") else ""
        if not word:
            best = log_scores(guess.header)
            word = best[0][0] if best and best[0][0] in ("probability", "impact") and is_after(guess.header) else ""
        if word:
            pairs[is_after(guess.header)].setdefault(word, guess)
    first = {is_after(s.header): s.index for s in reversed(scores)}
    for score in scores:
        pair = pairs[is_after(score.header)]
        wrong, unsure = [], False
        for i, cell in enumerate(table.cells(score.index)):
            value = plain_number(cell, "")
            factors = [_rank(table.cells(pair[n].index)[i]) for n in ("probability", "impact") if n in pair]
            ranks = [f for f in factors if f is not None]
            unsure |= cell is not None and (value is None or len(ranks) < 2)
            if value is not None and len(ranks) == 2:
                product = ranks[0] * ranks[1]
                if abs(product - value) > Decimal("0.005") * max(Decimal(1), abs(value)):
                    wrong.append(table.place(i, score.index))
        money = table.head.units[score.index] is not None
        if (wrong or unsure) and (money or score.index != first[is_after(score.header)]):
            given = any(g.field == "money" for g in table.guesses)
            score.field = "money" if money and not given else "custom"
            score.kind = "money" if money else custom_kind(score)
            continue
        table.notes.cells("warning", wrong, f"{{where}} ({score.header}): not the product of probability and impact "
                                            "beside it.")
        if unsure:
            score.field, score.kind = "custom", "number"   # nobody can compute it again from words: kept
            continue
        filled = [table.place(i, score.index) for i, c in enumerate(table.cells(score.index)) if c is not None]
        table.notes.cells("note", filled, f"{{where}} ({score.header}): computed from probability and impact; checked, "
                                          "not kept.")


def _rank(cell: Any) -> Decimal | None:
    """"4 - Significant", 4, 0.3: the number a scale's step begins with."""
    if isinstance(cell, str):
        found = re.match(r"^\s*(\d{1,3}(?:[.,]\d+)?)(?=\s*(?:$|[-–:.)]|\D))", cell)
        return Decimal(found[1].replace(",", ".")) if found and "%" not in cell else None
    return plain_number(cell, "")
