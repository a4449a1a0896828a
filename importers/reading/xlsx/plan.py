"""How a row of a given shape is read: made once per shape, used for every row that has it.

Must not know: the sheet, the file.
"""
from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from importers.base import Value
from importers.reading.xlsx.cells import MAX_COLUMN, column_index, plain_text
from importers.reading.xlsx.dates import DATE, DURATION, duration, from_iso, from_serial
from importers.reading.xlsx.styles import PLAIN_STYLE, Style

EMPTY, NUMBER, SHARED, TEXT, BOOL, ERROR, ISO = "", "n", "s", "str", "b", "e", "d"

_HEAD = re.compile(rb'((?: (?:s|t|cm|vm|ph)="[A-Za-z0-9]*")*) ?(/?)>(<v>|<v ?/>|<is><t[^>/]*>)?')
_STYLE = re.compile(rb' s="([0-9]{1,6})"')
_TYPE = re.compile(rb' t="([A-Za-z]*)"')
_FORMULA = rb"<f(?: [^<>]*+)?+(?:(?<=/)>|(?<!/)>[^<>\r]*+</f>)"
_TYPES = {b"": NUMBER, b"n": NUMBER, b"s": SHARED, b"str": TEXT, b"b": BOOL, b"e": ERROR, b"d": ISO}


@dataclass(slots=True)
class Plan:
    """Which cells of a row hold what, as runs that one conversion reads; and the marks their styles give."""

    tags: int = 0                                        # how many tags the shape has, formulas not counted
    columns: list[int] = field(default_factory=list)
    runs: list[tuple[str, int, int, int]] = field(default_factory=list)   # kind, first and end cell, columns
    text_cells: frozenset[int] = frozenset()             # cells where an empty result of a formula is a result
    errors: list[int] = field(default_factory=list)
    numbers: dict[int, tuple[int, int]] = field(default_factory=dict)     # cell -> column, style number
    bold: list[int] = field(default_factory=list)
    fills: list[tuple[int, str]] = field(default_factory=list)
    indents: list[tuple[int, int]] = field(default_factory=list)
    hits: int = 0
    valued: bool = False
    hollow: bool = False                                 # a cell of a number was empty in the row read last
    pattern: re.Pattern[bytes] | None = None             # matches such a row as a whole, made once it is worth it
    formulas: tuple[bytes, ...] = ()                     # ... and which of its cells have a formula then

    def values(self, texts: tuple[bytes, ...], strings: list[str | None], date_1904: bool) -> list[Value]:
        """The row's values from column A on; ValueError or IndexError where only the parser may judge."""
        found: list[Value] = []
        self.hollow = False
        for kind, first, end, columns in self.runs:
            if kind == EMPTY:
                found += [None] * columns
            elif kind == NUMBER:
                found += self._numbers(texts[first:end])
            elif kind == SHARED:
                found += [strings[_index(text)] if text else None for text in texts[first:end]]
            elif kind == TEXT:
                found += _texts(texts[first:end])
            elif kind in (DATE, DURATION):
                some = texts[first:end]
                self.hollow = self.hollow or b"" in some
                found += [_date(text, date_1904) for text in some] if kind == DATE else [
                    duration(_finite(text)) if text else None for text in some]
            elif kind == BOOL:
                found += [text in (b"1", b"true") if text else None for text in texts[first:end]]
            elif kind == ISO:
                found += [from_iso(text.decode("ascii")) if text else None for text in texts[first:end]]
        return found

    def _numbers(self, texts: tuple[bytes, ...]) -> Sequence[float | None]:
        try:
            found = list(map(float, texts))
        except ValueError:
            self.hollow = True
            return [_finite(text) if text else None for text in texts]
        if not math.isfinite(sum(found)) and not all(map(math.isfinite, found)):
            raise ValueError("not a finite number")
        return found


def make_plan(letters: tuple[bytes, ...], heads: tuple[bytes, ...], styles: list[Style]) -> Plan | None:
    """The plan for rows with cells in these columns that begin with these tags; None when only the parser may
    read them. A head is all between address and content: ` s="2" t="str"><v>`.
    """
    plan = Plan()
    text_cells: set[int] = set()
    next_column = 0
    for cell, (letter, head) in enumerate(zip(letters, heads, strict=True)):
        column = column_index(letter.decode("ascii"))
        parsed = _HEAD.fullmatch(head)
        if parsed is None or not next_column <= column < MAX_COLUMN:
            return None
        closed, opener = bool(parsed[2]), parsed[3] or b""
        plan.tags += 1 if closed else 2 + (0 if not opener else 1 if opener.endswith(b"/>") else 2 * opener.count(b"<"))
        number = int(found[1]) if (found := _STYLE.search(parsed[1])) else 0
        style = styles[number] if number < len(styles) else PLAIN_STYLE
        kind = _kind(found[1] if (found := _TYPE.search(parsed[1])) else b"", closed, opener)
        if kind is None:
            return None
        if kind == NUMBER:
            plan.numbers[cell] = column, number
            kind = style.meaning or NUMBER
        elif kind == TEXT:
            text_cells.add(cell)
        elif kind == ERROR:
            plan.errors.append(cell)
        _add_marks(plan, column, style)
        plan.columns.append(column)
        if column > next_column:
            _extend(plan, EMPTY, cell, column - next_column)
        _extend(plan, EMPTY if kind == ERROR else kind, cell, 1)
        plan.valued = plan.valued or kind not in (EMPTY, ERROR)
        next_column = column + 1
    plan.text_cells = frozenset(text_cells)
    return plan


def add_pattern(plan: Plan, letters: tuple[bytes, ...], heads: tuple[bytes, ...], formulas: tuple[bytes, ...]) -> None:
    """Give the plan a pattern of the cells and the end of such a row, formulas where this one has them and nowhere
    else, with a group for each cell's content."""
    kinds = {cell: kind for kind, first, end, _ in plan.runs for cell in range(first, end)}
    parts: list[bytes] = []
    for cell, (letter, head) in enumerate(zip(letters, heads, strict=True)):
        content = rb"([^<]*+)" if kinds[cell] in (NUMBER, DATE) else rb"([^<>\r]*+)"
        if head.endswith(b"<v>"):
            tail = content + rb"</v></c>"
        elif b"<is>" in head:
            tail = content + rb"</t></is></c>"
        else:
            tail = rb"()" if head.endswith(b"/>") and b"<v" not in head else rb"()</c>"
        first = re.escape(head)
        if formulas and formulas[cell]:
            before, end, opener = head.partition(b">")
            first = re.escape(before + end) + _FORMULA + re.escape(opener)
        parts.append(rb'<c r="%s[0-9]++"%s%s' % (letter, first, tail))
    plan.pattern, plan.formulas = re.compile(b"".join(parts) + b"</row>"), formulas


def _kind(type_: bytes, closed: bool, opener: bytes) -> str | None:
    """What a cell holds by its type and first tags; None for a shape only the parser may read."""
    if closed:
        return None if opener else EMPTY
    if not opener or opener.endswith(b"/>"):
        return TEXT if type_ == b"str" else EMPTY
    if opener == b"<v>":
        return _TYPES.get(type_)
    return TEXT if type_ == b"inlineStr" else None


def _extend(plan: Plan, kind: str, cell: int, columns: int) -> None:
    """Lengthen the last run or begin another."""
    if plan.runs and plan.runs[-1][0] == kind and (kind == EMPTY or plan.runs[-1][2] == cell):
        last, first, _, width = plan.runs[-1]
        plan.runs[-1] = (last, first, cell + 1, width + columns)
    else:
        plan.runs.append((kind, cell, cell + 1, columns))


def _add_marks(plan: Plan, column: int, style: Style) -> None:
    if style.bold:
        plan.bold.append(column)
    if style.fill:
        plan.fills.append((column, style.fill))
    if style.indent:
        plan.indents.append((column, style.indent))


def _texts(texts: tuple[bytes, ...]) -> list[str | None]:
    """`plain_text` of each, all at once where no sign has another meaning."""
    together = b"\0".join(texts)
    if b"&" not in together and b"_x" not in together:
        found = together.decode("utf-8").split("\0")
        if len(found) == len(texts):
            return [text or None for text in found]
    return list(map(plain_text, texts))


def _finite(text: bytes) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError("not a finite number")
    return number


def _index(text: bytes) -> int:
    index = int(text)
    if index < 0:
        raise IndexError(index)
    return index


@lru_cache(maxsize=50_000)
def _date(text: bytes, date_1904: bool) -> Value:
    return from_serial(_finite(text), date_1904) if text else None
