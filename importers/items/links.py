"""What hangs on measures and activities: notes from comments, milestones from date columns, dependencies.

Must not know: levels and money.
"""
from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from app.core.batch import Item, Link
from importers.base import letter
from importers.items.fields import Fields
from importers.meaning.cell_text import text_of
from importers.meaning.table import Table
from importers.meaning.words import is_placeholder

_TYPED = re.compile(r"^(?P<code>.+?)\s*(?P<type>FS|SS|FF|SF|EA|AA|EE|AE)\s*(?P<lag>[+\-]\s*\d+)?"
                    r"\s*(?:d|t|days?|tage?)?$",
                    re.IGNORECASE)
_LAGGED = re.compile(r"^(?P<code>.+?)\s*(?P<lag>[+\-]\s*\d+)\s*(?:d|t|days?|tage?)$", re.IGNORECASE)
_LONGEST = 200                            # signs; no reference with its type and lag is longer
_LISTED = re.compile(r"[;,\n]")
_SPACED = re.compile(r"[;,\n]\s*|(?<!\s)\s+(?=\S+$)")  # "M-1 M-2": a single blank may divide two ids
_NONE = re.compile(r"^(?:no|keine?)\s+[^\W\d]+$", re.IGNORECASE)          # "No dependencies"
_GERMAN = {"EA": "FS", "AA": "SS", "EE": "FF", "AE": "SF"}
_REVIEW = re.compile(r"\breview\b|\bsteer|\bgate\b|\blenkung", re.IGNORECASE)


def note_items(table: Table, fields: Fields, owners: Sequence[int], keys: Sequence[str],
               kind: str = "measure") -> list[Item]:
    """One note a comment cell; `owners[i]` is the position in `keys` that the i-th data row belongs to."""
    out: list[Item] = []
    seen: dict[str, int] = {}
    for guess, values in fields.comments:
        for i, text in enumerate(values):
            if text is None or is_placeholder(text):
                continue
            key = f"{keys[owners[i]]}/{guess.header}"
            seen[key] = seen.get(key, 0) + 1
            if seen[key] > 1:
                key = f"{key}/{seen[key]}"
            out.append(Item("note", key, keys[owners[i]], kind, {"text": text}, {}, {},
                            f"{table.sheet.name}!{letter(guess.index)}{table.head.data + table.data[i] + 1}"))
    return out


def milestones(table: Table, fields: Fields, rows: Sequence[int], keys: Sequence[str]) -> list[Item]:
    """A date under a milestone's name is an activity of zero length."""
    out: list[Item] = []
    sheet, first = table.sheet.name, table.head.data + 1
    numbers = [str(first + row) for row in table.data]
    for guess, days in fields.milestones:
        role = "review" if _REVIEW.search(guess.header) else "delivery"
        name, place, tail = guess.header, f"{sheet}!{letter(guess.index)}", "/" + guess.header
        for key, i in zip(keys, rows, strict=True):
            day = days[i]
            if day is not None:
                out.append(Item("activity", key + tail, key, "measure",
                                {"name": name, "role": role, "start": day, "finish": day}, {}, {},
                                place + numbers[i]))
    return out


def dependencies(table: Table, rows: Sequence[int], keys: Sequence[str], kind: str) -> list[Item]:
    """"A;B", "A, B", "3FS+2d": predecessors of each row, by the ids of the same column of ids (else row numbers)."""
    guess = table.find("predecessors")
    if guess is None:
        return []
    out: dict[str, Item] = {}
    cells = table.cells(guess.index)
    known = set(keys)
    called = _called(table, rows, keys)
    either = known | set(called)
    ends = {key: Link(kind, key) for key in keys}          # most are named again and again
    for key, i in zip(keys, rows, strict=True):
        text = text_of(cells[i])
        if text is None or is_placeholder(text) or _NONE.match(text):
            continue
        at = f"{table.sheet.name}!{letter(guess.index)}{table.head.data + table.data[i] + 1}"
        spaced = " " in text and ";" not in text and "," not in text
        for part in map(str.strip, (_SPACED if spaced else _LISTED).split(text)):
            if not part:
                continue
            code, link, lag = (part, "FS", 0) if part in either else _parsed(part)
            code = code if code in known else called.get(code, code)
            fields: dict[str, object] = {"predecessor": ends.get(code) or Link(kind, code), "successor": ends[key],
                                         "type": link}
            if lag:
                fields |= {"lag": lag, "lag_unit": "working_days"}
            both = f"{code}>{key}"
            if both not in out:
                out[both] = Item("dependency", both, fields=fields, at=at)
    return list(out.values())


def _called(table: Table, rows: Sequence[int], keys: Sequence[str]) -> dict[str, str]:
    """Without ids rows are called by their names, where these are unique, or by their number in the list."""
    name = table.find("name")
    if table.find("code") is not None or name is None:
        return {}
    cells = table.cells(name.index)
    out = {str(n): key for n, key in enumerate(keys, 1)}
    names = [text_of(cells[i]) for i in rows]
    often = Counter(names)
    return out | {n: key for n, key in zip(names, keys, strict=True) if n and often[n] == 1}


def _parsed(text: str) -> tuple[str, str, int]:
    """A reference with its type and lag: "3FS+2d"."""
    found = _TYPED.match(text) or _LAGGED.match(text) if len(text) <= _LONGEST else None
    if not found:
        return text, "FS", 0
    link = (found.groupdict().get("type") or "FS").upper()
    lag = int((found["lag"] or "0").replace(" ", ""))
    return found["code"].strip(), _GERMAN.get(link, link), lag
