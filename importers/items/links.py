"""What hangs on measures and activities: notes from comments, milestones from date columns, dependencies.

Must not know: levels and money.
"""
from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence

from app.core.batch import Item, Link
from app.core.catalog import KINDS
from importers.base import Where, letter
from importers.items.fields import Fields
from importers.meaning.cell_text import text_of
from importers.meaning.table import Table
from importers.meaning.words import is_placeholder

_DAYS = {"d": 1, "t": 1, "day": 1, "days": 1, "tag": 1, "tage": 1, "tagen": 1, "w": 5, "wk": 5, "wks": 5, "week": 5,
         "weeks": 5, "wo": 5, "woche": 5, "wochen": 5, "mo": 20, "mon": 20, "mons": 20, "month": 20, "months": 20,
         "monat": 20, "monate": 20, "monaten": 20}        # working days, as schedule programs count them
_ELAPSED = {"ed": 1, "eday": 1, "edays": 1, "et": 1, "etag": 1, "etage": 1, "ew": 7, "ewk": 7, "ewks": 7, "eweek": 7,
            "eweeks": 7, "ewo": 7, "ewoche": 7, "ewochen": 7}                    # ... and days of the calendar
_UNITS = "|".join(sorted((*_DAYS, *_ELAPSED), key=lambda u: -len(u)))
_LAG = r"(?P<lag>[+\-]\s*\d+)"
_TYPED = re.compile(rf"^(?P<code>.+?)\s*(?P<type>FS|SS|FF|SF|EA|AA|EE|AE)\s*(?:{_LAG}\s*(?P<unit>{_UNITS})?\.?)?$",
                    re.IGNORECASE)
_LAGGED = re.compile(rf"^(?P<code>.+?)\s*{_LAG}\s*(?P<unit>{_UNITS})\.?$", re.IGNORECASE)
_APART = re.compile(rf"\s*([+\-])\s*(\d+)\s+((?:{_UNITS})\b)", re.IGNORECASE)     # "7FS + 10 days" is one reference
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


def dependencies(table: Table, rows: Sequence[int], keys: Sequence[str], kind: str,
                 summaries: Collection[str] = ()) -> list[Item]:
    """"A;B", "A, B", "3FS+2d": predecessors of each row, by the ids of the same column of ids (else row numbers). Links
    to and from `summaries`, rows that are of another kind, are said and not taken over."""
    guess = table.find("predecessors")
    if guess is None:
        return []
    out: dict[str, Item] = {}
    cells = table.cells(guess.index)
    known = set(keys)
    called = _called(table, rows, keys)
    either = known | set(called)
    above: list[Where] = []
    ends = {key: Link(kind, key) for key in keys}          # most are named again and again
    place, first = f"{table.sheet.name}!{letter(guess.index)}", table.head.data + 1
    for key, i in zip(keys, rows, strict=True):
        text = text_of(cells[i])
        if text is None or is_placeholder(text) or _NONE.match(text):
            continue
        at = f"{place}{first + table.data[i]}"
        if "+" in text or "-" in text:
            text = _APART.sub(r"\1\2\3", text)
        spaced = " " in text and ";" not in text and "," not in text
        for part in map(str.strip, (_SPACED if spaced else _LISTED).split(text)):
            if not part:
                continue
            code, link, lag, unit = (part, "FS", 0, "") if part in either else _parsed(part)
            code = code if code in known else called.get(code, code)
            if key in summaries or code in summaries:
                above.append(table.place(i, guess.index))
                continue
            fields: dict[str, object] = {"predecessor": ends.get(code) or Link(kind, code), "successor": ends[key],
                                         "type": link}
            if lag:
                fields |= {"lag": lag, "lag_unit": unit}
            both = f"{code}>{key}"
            if both not in out:
                out[both] = Item("dependency", both, fields=fields, at=at)
    table.notes.cells("warning", list(dict.fromkeys(above)), f"{{where}}: links to and from rows that are no "
                      f"{KINDS[kind].plural.lower()}, such as summaries, are not taken over.")
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


def _parsed(text: str) -> tuple[str, str, int, str]:
    """A reference with its type and lag, in working days or days of the calendar: "3FS+2d", "3EA+1 Woche"."""
    found = _TYPED.match(text) or _LAGGED.match(text) if len(text) <= _LONGEST else None
    if not found:
        return text, "FS", 0, ""
    link, unit = (found.groupdict().get("type") or "FS").upper(), (found["unit"] or "d").casefold()
    lag = int((found["lag"] or "0").replace(" ", "")) * (_DAYS.get(unit) or _ELAPSED[unit])
    return found["code"].strip(), _GERMAN.get(link, link), lag, "working_days" if unit in _DAYS else "days"
