"""How a table of figures within a form is laid: periods down instead of across, and which tables list kinds of money.

Periods down become periods across, so that every table of figures is read by the same rules; addresses are put back
afterwards. Must not know: single answers, effect lines.
"""
from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from app.core.batch import Issue, Item, Printed
from importers.base import Sheet, Value, Where, address
from importers.layouts.forms.table import Found
from importers.meaning.headers import cells_of
from importers.meaning.sheets.forms import is_question
from importers.meaning.value.amounts import number_text
from importers.meaning.value.periods import Label, read_label
from importers.meaning.value.units import NO_UNIT, Unit, split_unit
from importers.meaning.words import fold, phrases_in

LEAST_DOWN = 2                            # periods below each other
CURRENCY = "Currency"
_KINDS = ("kind", "type", "category", "item", "line", "source", "funder", "fund", "funds", "grant", "heading", "centre",
          "center", "element", "account", "art", "position", "quelle", "herkunft", "mittel", "mittelgeber", "konto",
          "kostenart", "kostenarten", "kostenposition", "kostenstelle", "finanzierungsquelle", "finanzierung",
          "mittelherkunft", "geldgeber", "finanzierungsart", "investitionsart")
_MONEY = ("cost", "costs", "funding", "finance", "financing", "budget", "expenditure", "spend", "spending", "kosten",
          "ausgaben", "finanzierung", "finanzierungsmittel", "p l")
_POWERS = {0: "", 3: "k", 6: "m", 9: "bn"}
_EDGE = re.compile(r"(?:before|prior to|previous|up to|vor|bis|beyond|after|later|nach|ab)$")
_PLACE = re.compile(r"“[^”]*”|(?<![A-Za-z0-9])([A-Z]{1,3})([0-9]{1,7})(?![A-Za-z0-9])")


def lists_kinds(text: str) -> bool:
    """Does a heading call what stands below kinds of cost or sources of money ("Cost item", "Funding source",
    "Kostenart")? Such a table of a form is never a list of measures."""
    words = fold(text).split()
    own = [w for w in words if w in _KINDS and w.startswith(("kosten", "finanz", "mittel", "geldgeber", "funder"))]
    kind = any(w in _KINDS for w in words)
    money = any(w in _MONEY for w in words) or _speaks_of(text, "cost", "type")
    return bool(own) or (kind and money)


def _speaks_of(text: str, *groups: str) -> bool:
    folded = f" {fold(text)} "
    return any(group in groups and f" {phrase} " in folded for phrase, group, _ in phrases_in(folded))


# ---------------------------------------------------------------- periods down


@dataclass(frozen=True, slots=True)
class Down:
    """A table whose rows are periods; `kinds` is the column that says what a row is of, where there is one."""

    place: Found
    kinds: int | None = None


def periods_down(sheet: Sheet, row: int) -> Down | None:
    """A row of headings over a column of periods, and figures beside them."""
    cells = cells_of(sheet, row)
    if len(cells) < 2 or any(not isinstance(v, str) or is_question(v) for _, v in cells):
        return None
    first = cells_of(sheet, row + 1) if row + 1 < len(sheet.rows) else []
    left, right = min([c for c, _ in (*cells[:1], *first[:1])]), cells[-1][0]
    if left < cells[0][0]:                                 # nothing stands over the periods
        cells = [(left, ""), *cells]
    if not _is_period(sheet.at(row + 1, left)) or read_label(str(cells[0][1])).year:
        return None
    last, periods = row, 0
    for below in range(row + 1, len(sheet.rows)):
        here = cells_of(sheet, below)
        if not here and below == last + 1:                 # one empty row ends no table
            continue
        timed = bool(here) and here[0][0] == left and _is_period(here[0][1])
        if not timed and not (periods and here and here[0][0] == left and _is_total(here[0][1])):
            break
        if any(c > right for c, _ in here):
            return None
        periods += timed
        last = below
    if periods < LEAST_DOWN:
        return None
    kinds = _kinds(sheet, cells, row, last)
    figures = [c for c, _ in cells[1:] if c != kinds]
    values = [v for r in range(row + 1, last + 1) for c in figures if (v := sheet.at(r, c)) is not None]
    if not any(map(_is_figure, values)) or not all(_is_figure(v) or _is_short(v) for v in values):
        return None
    return Down(Found(row, last, left, right), kinds)


def _kinds(sheet: Sheet, cells: Sequence[tuple[int, Value]], head: int, last: int) -> int | None:
    """The column beside the periods that holds texts, when a period stands in several rows."""
    left, beside = cells[0][0], cells[1][0]
    texts = [sheet.at(r, beside) for r in range(head + 1, last + 1)]
    said = [v for v in texts if isinstance(v, str) and not _is_figure(v)]
    periods = [sheet.at(r, left) for r in range(head + 1, last + 1)]
    return beside if len(said) > len(texts) / 2 and len(set(periods)) < len(periods) and len(cells) > 2 else None


def _is_period(value: Value) -> bool:
    label = read_label(value)
    return bool(label.timed) and not label.total and (not label.rest or is_edge(label))


def is_edge(label: Label) -> bool:
    """"before 2026", "nach 2027": what lies before or behind all periods."""
    return bool(label.timed) and _EDGE.match(label.rest) is not None


def _is_total(value: Value) -> bool:
    return isinstance(value, str) and read_label(value).total


def _is_figure(value: Value) -> bool:
    return number_text(value) is not None if isinstance(value, str) else \
        isinstance(value, int | float) and not isinstance(value, bool)


def _is_short(value: Value) -> bool:
    return isinstance(value, str) and len(value) < 20 and not is_question(value)


# ---------------------------------------------------------------- turned


@dataclass(frozen=True, slots=True)
class Turned:
    """The sheet up to a table and that table turned: periods across; `place` is where it stands there."""

    sheet: Sheet
    place: Found
    first: Where                          # the corner, which stays where it is

    def real(self, where: Where) -> Where:
        """Where a cell of the turned table stands in the sheet."""
        row, column = where
        top, left = self.first
        return (top + column - left, left + row - top) if row >= top and column >= left else where

    def text(self, text: str) -> str:
        """A message with its addresses as they are in the sheet."""
        return _PLACE.sub(lambda hit: address(*self.real(_where(hit[1], hit[2]))) if hit[1] else hit[0], text)

    def issues(self, found: Sequence[Issue]) -> list[Issue]:
        return [replace(i, cell=self.text(i.cell), message=self.text(i.message)) for i in found]

    def printed(self, found: Sequence[Printed]) -> list[Printed]:
        return [replace(one, at=self._at(one.at)) for one in found]

    def cells(self, found: Mapping[tuple[str, str], str]) -> dict[tuple[str, str], str]:
        """Where values stand in the sheet, by the addresses of their records there."""
        return {(self._at(at), name): self.text(where) for (at, name), where in found.items()}

    def put_back(self, items: Sequence[Item]) -> None:
        for item in items:
            item.at = self._at(item.at)

    def _at(self, at: str) -> str:
        sheet, _, cell = at.rpartition("!")
        return f"{sheet}!{self.text(cell)}" if sheet else at


def _where(letters: str, digits: str) -> Where:
    column = 0
    for one in letters:
        column = column * 26 + ord(one) - 64
    return int(digits) - 1, column - 1


def turned(sheet: Sheet, found: Found) -> Turned:
    """The table with its rows as columns; the unit of its headings becomes the heading of all, or, where they differ,
    a column of its own."""
    top, left = found.head, found.left
    width, height = found.right - left + 1, found.last - top + 1
    rows = [list(row) for row in sheet.rows[:top]]
    units = [split_unit(v) if isinstance(v := sheet.at(top, left + n), str) else ("", None) for n in range(width)]
    said = {unit or NO_UNIT for text, unit in units[1:] if text}
    differ, same = len(said) > 1, next(iter(said), NO_UNIT).merged(units[0][1] or NO_UNIT)
    about = units[0][0] if _speaks_of(units[0][0], "cost", "type", "series") else ""   # "Cost plan", and not "Year"
    for n, (text, unit) in enumerate(units):
        head: Value = text if n else f"{about} ({_unit_text(same)})" if same != NO_UNIT and not differ else about
        row: list[Value] = [None] * left + [head] + [sheet.at(top + k, left + n) for k in range(1, height)]
        rows.append([*row, _unit_text(unit or NO_UNIT) if n else CURRENCY] if differ else row)
    marks = {(top + c - left, left + r - top) for r, c in sheet.unvalued if top <= r <= found.last and left <= c}
    errors = {(top + c - left, left + r - top): e for (r, c), e in sheet.errors.items()
              if top <= r <= found.last and left <= c <= found.right}
    flat = replace(sheet, rows=rows, errors=errors, unvalued=marks, formulas={}, merged=[], hidden_rows=set(),
                   hidden_columns=set(), indents={}, outline={}, fills={}, bold=set(), comments={}, formats={},
                   conditional=[], links={})
    return Turned(flat, Found(top, top + width - 1, left, left + height - 1 + differ), (top, left))


def _unit_text(unit: Unit) -> str:
    return f"{_POWERS.get(unit.power, '')}{unit.currency}"
