"""Bends a tracker the way people do and carries the truth along: what each measure, series and month must be.

Columns swapped, heads renamed, locale switched, rows shuffled, blank rows, titles, sums, remarks, cells that hold
words, other numbers or nothing. `faults` tells what an import got wrong without a word; a wrong cell that it names by
its address is no fault. Every mutant comes from its seed alone.
"""
from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import dataclass, field

from app.core.batch import Batch, Issue
from app.core.values import month_text
from importers.base import Sheet, Value, address
from tests.data.gen_portfolio import MONTHS, SERIES, TRACKER_HEAD
from tests.importers.trackers import FIRST, GERMAN, MONTHS_DE, SERIES_DE, german_text, items, series_of, sheet, tracker

Key = tuple[str, str, str]            # (measure, series, month)
FIXED = len(TRACKER_HEAD)
HEADS = {"Measure ID": ("ID", "Initiative ID", "Measure no.", "Ref", "Key"),
         "Measure": ("Initiative", "Measure name", "Action", "Title", "Lever"),
         "Owner": ("Responsible", "Lead", "Initiative owner", "Accountable", "Assigned to"),
         "Status": ("Project status", "Overall status", "State"),
         "Start": ("Start date", "Planned start", "Begin date"), "Finish": ("End date", "Due date", "Completion date")}
SERIES_EN = {"baseline": ("Baseline", "Original plan"), "plan": ("Plan", "Budget", "Planned"),
             "forecast": ("Forecast", "Latest estimate", "Outlook", "FC"), "actual": ("Actual", "Actuals", "Realised")}
MONTHS_EN = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
WORDS = ("tbd", "n/a", "pending", "see mail", "?", "offen", "#REF!")
REMARKS = ("Comment", "Last update", "Bemerkung")


@dataclass
class Mutant:
    """A grid, and beside every cell the key whose amount it is (None: no amount)."""

    head: list[Value]
    rows: list[list[Value]]
    keys: list[list[Key | None]]
    truth: dict[Key, int | None]
    above: list[list[Value]] = field(default_factory=list)
    done: list[str] = field(default_factory=list)
    german: bool = False

    def sheet(self) -> Sheet:
        return sheet([*self.above, self.head, *self.rows], "Measures")

    def where(self) -> dict[Key, tuple[str, Value]]:
        """Key -> address of its cell, and what stands there."""
        first = len(self.above) + 1
        return {key: (address(first + r, c), self.rows[r][c]) for r, row in enumerate(self.keys)
                for c, key in enumerate(row) if key is not None}


def mutant(seed: int, measures: int = 18) -> Mutant:
    """A tracker bent by three to seven of the ways below."""
    rng = random.Random(seed)
    t = tracker(measures, rng.randrange(1 << 20))
    p = t.portfolio
    keys: list[list[Key | None]] = []
    truth: dict[Key, int | None] = {}
    for k in range(p.n):
        code, row = p.code[p.measure[k]], list[Key | None]([None] * FIXED)
        for s, series in enumerate(SERIES):
            for m in range(MONTHS):
                key = code, series, month_text(FIRST + m)
                truth[key] = int(p.money[k, s, m])
                row.append(key)
        keys.append(row)
    made = Mutant(list(t.head), [list(r) for r in t.rows], keys, truth)
    for way in rng.sample(WAYS, rng.randint(3, 7)):
        way(made, rng)
        made.done.append(way.__name__)
    if made.german:
        made.rows = [[german_text(v) for v in row] for row in made.rows]
    return made


# ---------------------------------------------------------------- ways to bend it


def columns_swapped(t: Mutant, rng: random.Random) -> None:
    order = list(range(len(t.head)))
    if rng.random() < 0.5:
        rng.shuffle(order)
    else:                                              # whole blocks: people move series, not months
        cuts = sorted(rng.sample(range(FIXED, len(order)), 3))
        parts = [order[:FIXED], *(order[a:b] for a, b in zip([FIXED, *cuts], [*cuts, len(order)], strict=True))]
        rng.shuffle(parts)
        order = [c for part in parts for c in part]
    t.head = [t.head[c] for c in order]
    t.rows = [[r[c] for c in order] for r in t.rows]
    t.keys = [[k[c] for c in order] for k in t.keys]


def heads_renamed(t: Mutant, rng: random.Random) -> None:
    if t.german:
        return
    words = {s: rng.choice(SERIES_EN[s]) for s in SERIES}
    form = rng.choice(("{s} {n} {y}", "{n} {y} {s}", "{s} {y}-{m:02d}", "{s} {m:02d}/{y}"))
    t.head = [_renamed(str(h), words, form, MONTHS_EN, HEADS, rng) for h in t.head]


def locale_switched(t: Mutant, rng: random.Random) -> None:
    """German heads, dates and amounts; the cells are rewritten last, so that other ways see numbers."""
    if "heads_renamed" in t.done:
        return
    t.german = True
    words = {s: rng.choice(SERIES_DE[s]) for s in SERIES}
    form = rng.choice(("{s} {m:02d}/{y}", "{s} {n} {y}", "{n} {y} {s}"))
    t.head = [_renamed(str(h), words, form, MONTHS_DE, {k: (v,) for k, v in GERMAN.items()}, rng) for h in t.head]


def _renamed(text: str, words: dict[str, str], form: str, months: tuple[str, ...], heads: dict[str, tuple[str, ...]],
             rng: random.Random) -> Value:
    first, _, month = text.partition(" ")
    if first.lower() in SERIES and re.fullmatch(r"\d{4}-\d\d", month):
        y, m = int(month[:4]), int(month[5:])
        return form.format(s=words[first.lower()], m=m, y=y, n=months[m - 1])
    return rng.choice(heads[text]) if text in heads else text


def rows_shuffled(t: Mutant, rng: random.Random) -> None:
    order = list(range(len(t.rows)))
    rng.shuffle(order)
    t.rows, t.keys = [t.rows[r] for r in order], [t.keys[r] for r in order]


def blank_rows(t: Mutant, rng: random.Random) -> None:
    for _ in range(rng.randint(1, 6)):
        at = rng.randrange(len(t.rows))
        t.rows.insert(at, [None] * len(t.head))
        t.keys.insert(at, [None] * len(t.head))


def titles(t: Mutant, rng: random.Random) -> None:
    t.above = [["Benefit tracker"], [rng.choice(("All figures in EUR", "Stand: 17.04.2026", "Confidential"))], []]


def grand_total(t: Mutant, rng: random.Random) -> None:
    """Behind everything the sum of all rows, right or wrong: it never counts."""
    row: list[Value] = [None] * len(t.head)
    name = next((c for c, h in enumerate(t.head) if str(h) in ("Measure", "Maßnahme", *HEADS["Measure"])), 0)
    row[name] = rng.choice(("Total", "Grand total", "Gesamtsumme", "Summe"))
    for c in range(len(t.head)):
        amounts = [r[c] for r, k in zip(t.rows, t.keys, strict=True) if k[c] is not None]
        if amounts:
            row[c] = round(sum(v for v in amounts if isinstance(v, float)), 2)
    t.rows.append(row)
    t.keys.append([None] * len(t.head))


def remarks(t: Mutant, rng: random.Random) -> None:
    at = rng.randrange(len(t.head) + 1)
    t.head.insert(at, rng.choice(REMARKS))
    for row, keys in zip(t.rows, t.keys, strict=True):
        row.insert(at, rng.choice((None, "checked", "Wait for the board, then decide")) if any(keys) else None)
        keys.insert(at, None)


def words_in_cells(t: Mutant, rng: random.Random) -> None:
    """A word where an amount should be: the month is empty then, and the cell must be named."""
    for _ in range(rng.randint(1, 5)):
        r, c = _amount(t, rng)
        key = t.keys[r][c]
        if key is not None:
            t.rows[r][c], t.truth[key] = rng.choice(WORDS), None


def other_numbers(t: Mutant, rng: random.Random) -> None:
    for _ in range(rng.randint(1, 8)):
        r, c = _amount(t, rng)
        key = t.keys[r][c]
        if key is not None:
            cents = rng.choice((0, 1, -5, rng.randint(-10**9, 10**9)))
            t.rows[r][c], t.truth[key] = cents / 100, cents


def emptied(t: Mutant, rng: random.Random) -> None:
    for _ in range(rng.randint(1, 20)):
        r, c = _amount(t, rng)
        key = t.keys[r][c]
        if key is not None:
            t.rows[r][c], t.truth[key] = None, None


def _amount(t: Mutant, rng: random.Random) -> tuple[int, int]:
    r = rng.randrange(len(t.rows))
    return r, rng.randrange(len(t.head))


WAYS: list[Callable[[Mutant, random.Random], None]] = [
    columns_swapped, heads_renamed, locale_switched, rows_shuffled, blank_rows, titles, grand_total, remarks,
    words_in_cells, other_numbers, emptied]

# ---------------------------------------------------------------- the judge

_RANGE = re.compile(r"(?<![A-Za-z0-9])([A-Z]{1,3})(\d{1,5})(?::([A-Z]{1,3})(\d{1,5}))?(?![A-Za-z0-9])")


def faults(t: Mutant, batch: Batch) -> list[str]:
    """What came out otherwise than it is, and is not named by its address; nothing else may be there."""
    have: dict[Key, int] = {}
    for measure, lines in series_of(batch).items():
        for line, months in lines.items():
            for month, amount in months.items():
                key = measure, line.partition(".")[2], month
                have[key] = have.get(key, 0) + amount
    codes = {i.key for i in items(batch, "measure")}
    wanted = {key[0] for key in t.truth}
    found = [f"measure {code} is {'missing' if code in wanted else 'not in the file'}" for code in codes ^ wanted]
    named, places = _named(batch.issues), t.where()
    for key in t.truth.keys() | have.keys():
        want, got = t.truth.get(key), have.get(key)
        if want != got and not (want is None and not got) and not (not want and got is None):
            at = places[key][0] if key in places else "no cell"
            if at not in named:
                found.append(f"{' '.join(key)} at {at}: {got} instead of {want}")
    for key, want in t.truth.items():
        at, cell = places[key]
        if want is None and isinstance(cell, str) and at not in named:
            found.append(f"the word “{cell}” in {at} is left out without a word")
    return sorted(found)


def _named(issues: list[Issue]) -> set[str]:
    """Every address that a message names, ranges spelt out."""
    found: set[str] = set()
    for issue in issues:
        for a, first, b, last in _RANGE.findall(f"{issue.cell} {issue.message}"):
            left, right = _number(a), _number(b or a)
            if (int(last or first) - int(first) + 1) * (right - left + 1) <= 5000:
                found |= {address(r - 1, c) for r in range(int(first), int(last or first) + 1)
                          for c in range(left, right + 1)}
    return found


def _number(letters: str) -> int:
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    return column - 1


