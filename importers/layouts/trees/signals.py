"""The signals of a hierarchy, each a function of its own: which row does every row of a table hang under?

A signal answers with a parent for every data row: the place of another data row, ROOT for the top, or None where it
says nothing. Must not know: which signal counts (choice.py) and what a row becomes.
"""
from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from importers.base import Value, letter
from importers.layouts.trees.codes import code_parents
from importers.meaning.cell_text import text_of
from importers.meaning.columns import Guess
from importers.meaning.headers import filled
from importers.meaning.table import Table
from importers.meaning.words import fold, vocabulary

ROOT = -1
BLANKS_AN_INDENT = 3
Parents = list[int | None]
_LEVEL_HEADS = frozenset(("level", "lv", "lvl", "ebene", "outline level", "gliederungsebene", "hierarchy level",
                          "hierarchieebene", "階層", "wbs level", "indent level", "gliederungstiefe"))
_UNNUMBERED = 0.15                        # rows without a number among names that have one
_PLAIN_CODE = re.compile(r"^\d{1,3}(?:\.\d{1,3})*\.?$")
_NO_PARENT = frozenset(("null", "none", "nil", "nan", "0", "root", "n a", "na"))     # what exports write at the top
_LEVEL_NUMBER = re.compile(r"^(?:level|lvl|lv|l|ebene|e)?\s*(\d{1,2})$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Signal:
    """What one mark of a sheet says: `key` names it in an answer, `name` in a sentence, `column` is where it stands.

    A weak signal knows one level of headings only; it agrees with a deeper tree that has the heading further up.
    """

    key: str
    name: str
    column: int
    parents: Parents
    weak: bool = False


def all_signals(table: Table) -> list[Signal]:
    """Every signal the table carries, the most trusted first."""
    found: list[Signal] = []
    for read in _READERS:
        found += read(table)
    return found


def by_level_column(table: Table) -> list[Signal]:
    """A column of levels: numbers from 1 (or 0), "L2", "Ebene 3", or the words of levels."""
    guess = level_column(table)
    if guess is None:
        return []
    levels = [level_of(v) for v in table.cells(guess.index)]
    return _signal("level", f"the column “{guess.header}”", guess.index, levels)


def level_column(table: Table) -> Guess | None:
    """The column whose head speaks of levels and whose cells are such."""
    for guess in table.guesses:
        if fold(guess.header) in _LEVEL_HEADS:
            cells = [v for v in table.cells(guess.index) if v is not None]
            known = [level_of(v) for v in cells]
            if cells and None not in known and len(set(known)) > 1:
                return guess
    return None


def level_of(value: Value) -> int | None:
    """The depth a cell of a level column names."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return int(value) if value == int(value) and 0 <= value <= 20 else None
    text = fold(text_of(value) or "")
    found = _LEVEL_NUMBER.match(text)
    if found:
        return int(found[1])
    return _level_words().get(text.replace(" ", ""))


def _level_words() -> dict[str, int]:
    fields = vocabulary().fields
    known = {word: depth for depth, level in enumerate(("organization", "portfolio", "program", "project", "package"))
             for word in fields[level]}
    return known | {"measure": 5, "massnahme": 5, "initiative": 5, "workpackage": 4, "arbeitspaket": 4, "activity": 6,
                    "task": 6, "vorgang": 6, "aufgabe": 6}


def by_parent_codes(table: Table) -> list[Signal]:
    """A column that names the id of the row above, wherever that row stands."""
    code = table.find("code")
    if code is None:
        return []
    codes = [text_of(v) for v in table.cells(code.index)]
    place = {c: i for i, c in reversed(list(enumerate(codes))) if c}
    for guess in _parent_columns(table):
        named = [n if n in place or not n or fold(n) not in _NO_PARENT else "" for n in map(text_of, table.cells(
            guess.index))]
        said = [n for n in named if n]
        if not said or sum(n in place for n in said) < 0.9 * len(said):
            continue
        parents: Parents = [ROOT if not n else place.get(n) for n in named]
        for i, parent in enumerate(parents):
            if parent == i:
                parents[i] = ROOT
        if len(said) >= 0.3 * len(named) and not _circular(parents):
            return [Signal("parent", f"the column “{guess.header}”", guess.index, parents)]
    return []


def _parent_columns(table: Table) -> list[Guess]:
    words = vocabulary().fields["parent"]
    return [g for g in table.guesses if g.field == "parent"
            or (g.header and fold(g.header).replace(" ", "") in words)]


def _circular(parents: Sequence[int | None]) -> bool:
    safe: set[int] = set()
    for start in range(len(parents)):
        seen: set[int] = set()
        at: int | None = start
        while at is not None and at != ROOT and at not in safe:
            if at in seen:
                return True
            seen.add(at)
            at = parents[at]
        safe |= seen
    return False


def by_codes(table: Table) -> list[Signal]:
    """Dotted codes in the id column, else before the names: 1.2 hangs under 1."""
    code, name = table.find("code"), table.find("name")
    if code is not None:
        parents = code_parents([text_of(v) for v in table.cells(code.index)])
        if _deep_enough(parents):
            return [Signal("codes", f"the codes in “{code.header}”", code.index, parents)]
    bare = _unheaded_codes(table, name) if code is None and name is not None else []
    if bare:
        return bare
    if name is not None:
        first = _numbers_before(table, name)
        parents = code_parents([f if f[:1].isdigit() else None for f in first])
        silent = sum(p is None for p in parents)
        tops = [first[i] for i, p in enumerate(parents) if p == ROOT]
        if _deep_enough(parents) and (not silent or (silent <= _UNNUMBERED * len(parents) and _count_on(tops))):
            return [Signal("codes", "the numbers before the names", name.index, parents)]
    return []


def _unheaded_codes(table: Table, name: Guess) -> list[Signal]:
    """1, 1.1, 1.1.1 in a column left of the names over which nobody wrote a heading."""
    for guess in table.guesses[:name.index]:
        if guess.field == "custom" and not guess.header and guess.profile.distinct == 1:
            codes = [text_of(v) for v in table.cells(guess.index)]
            parents = code_parents([c if c and _PLAIN_CODE.match(c) else None for c in codes])
            if _deep_enough(parents):
                return [Signal("codes", f"the codes in column {letter(guess.index)}", guess.index, parents)]
    return []


def _numbers_before(table: Table, name: Guess) -> list[str]:
    return [(text_of(v) or "").replace("\u00a0", " ").split(" ")[0].rstrip(".:") for v in table.cells(name.index)]


def _count_on(numbers: Sequence[str]) -> bool:
    """1, 2, 3"""
    return list(numbers) == [str(n) for n in range(1, len(numbers) + 1)]


def by_counting(table: Table) -> list[Signal]:
    """"1. Start", "2. Plan" count on among names without numbers that carry all the amounts: headings of the rows under
    them."""
    name, money = table.find("name"), [g for g in table.guesses if g.money or g.field == "total"]
    if name is None or not money:
        return []
    first = _numbers_before(table, name)
    marked = [i for i, text in enumerate(first) if text.isdigit()]
    if len(marked) < 2 or not _count_on([first[i] for i in marked]):
        return []
    paid = [any(filled(v := table.columns[g.index][body]) and v != 0 for g in money) for body in table.data]
    if any(paid[i] for i in marked) or sum(paid) < 0.8 * (len(paid) - marked[0] - len(marked)):
        return []
    parents: Parents = [None] * len(first)
    for at, after in zip(marked, [*marked[1:], len(first)], strict=True):
        parents[at] = ROOT
        for i in range(at + 1, after):
            parents[i] = at
    return [Signal("counting", "the numbers before some names", name.index, parents)] if _deep_enough(parents) else []


def by_outline(table: Table) -> list[Signal]:
    """The outline levels of rows; a block may stand above its summary as well as below it."""
    outline = table.sheet.outline
    levels = [outline.get(table.place(i, 0)[0], 0) for i in range(len(table.data))]
    if len(set(levels)) < 2:
        return []
    above = levels[0] > min(levels) and levels[-1] == min(levels)
    parents = _from_depths(levels[::-1] if above else levels)
    if above:
        count = len(levels)
        parents = [p if p is None or p == ROOT else count - 1 - p for p in reversed(parents)]
    return [Signal("outline", "the outline of rows", 0, parents)] if _deep_enough(parents) else []


def by_looks(table: Table) -> list[Signal]:
    """Blanks before the names and indents of their cells: one signal where no row has both, else two."""
    name = table.find("name")
    if name is None:
        return []
    blanks: list[int] = []
    indents: list[int] = []
    for i, value in enumerate(table.cells(name.index)):
        text = value.replace("\u00a0", " ").replace("\t", "   ") if isinstance(value, str) else ""
        blanks.append(len(text) - len(text.lstrip(" ")))
        indents.append(table.sheet.indents.get(table.place(i, name.index), 0))
    if not any(blanks) or not any(indents) or not any(b and d for b, d in zip(blanks, indents, strict=True)):
        key = "indent" if any(indents) else "blanks"
        word = "indents" if key == "indent" else "blanks before the names"
        return _signal(key, word, name.index, [b + BLANKS_AN_INDENT * d for b, d in zip(blanks, indents, strict=True)])
    return [*_signal("blanks", "blanks before the names", name.index, list(blanks)),
            *_signal("indent", "indents", name.index, list(indents))]


def by_bold(table: Table) -> list[Signal]:
    """Bold rows without values are headings of the rows below them."""
    name = table.find("name")
    if name is None:
        return []
    marked = [table.place(i, name.index) in table.sheet.bold and _bare(table, i) for i in range(len(table.data))]
    return _headings("bold", "bold rows without values", name.index, marked)


def by_merged(table: Table) -> list[Signal]:
    """Rows merged across the table are headings of the rows below them."""
    name = table.find("name")
    if name is None:
        return []
    wide = {top for top, left, bottom, right in table.sheet.merged if top == bottom and right - left >= 2}
    marked = [table.place(i, 0)[0] in wide and _bare(table, i) for i in range(len(table.data))]
    return _headings("merged", "merged rows", name.index, marked)


def _bare(table: Table, i: int) -> bool:
    """Has the row nothing but its name, id and what places it?"""
    for guess in table.guesses:
        if guess.field not in ("name", "code", "parent", "total", "derived", "") and not guess.money \
                and guess.profile.count and table.columns[guess.index][table.data[i]] is not None:
            return fold(guess.header) in _LEVEL_HEADS
    return not any(g.money and table.columns[g.index][table.data[i]] is not None for g in table.guesses)


def _headings(key: str, name: str, column: int, marked: Sequence[bool]) -> list[Signal]:
    count = sum(marked)
    if count < 2 or count > 0.5 * len(marked):
        return []
    parents: Parents = []
    last: int | None = None
    for i, is_heading in enumerate(marked):
        last = i if is_heading else last
        parents.append(None if is_heading else last)
    return [Signal(key, name, column, parents, weak=True)]


def _signal(key: str, name: str, column: int, depths: Sequence[int | None]) -> list[Signal]:
    parents = _from_depths(depths)
    return [Signal(key, name, column, parents)] if _deep_enough(parents) else []


def _from_depths(depths: Sequence[int | None]) -> Parents:
    """Each row hangs under the last one before it that is less deep; a row without a depth says nothing."""
    out: Parents = []
    stack: list[tuple[int, int]] = []
    for i, depth in enumerate(depths):
        if depth is None:
            out.append(None)
            continue
        while stack and stack[-1][0] >= depth:
            stack.pop()
        out.append(stack[-1][1] if stack else ROOT)
        stack.append((depth, i))
    return out


def _deep_enough(parents: Sequence[int | None]) -> bool:
    """Three rows or more, and nearly a third of them under another."""
    under = sum(p is not None and p != ROOT for p in parents)
    return len(parents) >= 3 and under >= 0.3 * len(parents)


_READERS: tuple[Callable[[Table], list[Signal]], ...] = (
    by_parent_codes, by_level_column, by_codes, by_counting, by_outline, by_looks, by_merged, by_bold)
