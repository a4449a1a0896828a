"""What a spreadsheet's formula is made of: the cells it sums, with their signs; the cells it multiplies or divides,
numbers left aside; or only the cells it names.

"SUM(C3:C9)-D5" is a sum, "IFERROR(B2*C2,0)" and "B2*(1+C2)/12" are products; roundings and guards against errors and
empty cells around them do not count. Nothing is computed. Must not know: values, files.
"""
from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from importers.base import Area, Formula
from importers.reading.xlsx.cells import MAX_COLUMN, MAX_ROW, column_index

_TOKEN = re.compile(
    r"""\s*(?:
    (?P<text>"(?:[^"]|"")*")
  | (?P<ref>(?:(?:'(?P<quoted>(?:[^']|'')+)'|(?P<plain>[^\s'!"()*+\-/,;=<>&^%{}\[\]:]+))!)?
        (?P<c1>\$?[A-Za-z]{1,3})(?P<r1>\$?[0-9]{1,7})
        (?::(?P<c2>\$?[A-Za-z]{1,3})(?P<r2>\$?[0-9]{1,7}))?(?![\w(.!\[]))
  | (?P<call>[A-Za-z_][\w.]*)\s*\(
  | (?P<number>[0-9]*\.?[0-9]+(?:[eE][+-]?[0-9]+)?)
  | (?P<word>[^\W\d][\w.]*)
  | (?P<sign>\S)
    )""", re.VERBOSE)
_DEEP = 30                                # brackets within brackets; no sum needs as many
_SUBTOTALS = frozenset(("9", "109"))
_Token = re.Match[str]
_Parts = tuple[tuple[int, Area], ...]
_SUM, _PRODUCT, _NUMBER, _OTHER = "sum", "product", "number", "other"


def parse(text: str, moved: tuple[int, int] = (0, 0)) -> Formula:
    """What a formula is made of; `moved` is how many rows and columns it stands from where it was written, so much its
    references move with it."""
    tokens = _tokens(text)
    how, parts = _Reader(tokens, moved).read() if tokens else (_OTHER, ())
    named = tuple(area for token in tokens if token["ref"] and (area := _area(token, moved)) is not None)
    return Formula(_OTHER if how == _NUMBER else how, parts, named)


@lru_cache(maxsize=2048)
def _tokens(text: str) -> tuple[_Token, ...]:
    return tuple(_TOKEN.finditer(text.strip().removeprefix("=")))


def _area(token: _Token, moved: tuple[int, int]) -> Area | None:
    """The cells a reference names, None where it moved off the sheet."""
    rows, columns = [], []
    for column, row in ((token["c1"], token["r1"]), (token["c2"] or token["c1"], token["r2"] or token["r1"])):
        columns.append(column_index(column.lstrip("$")) + (0 if column.startswith("$") else moved[1]))
        rows.append(int(row.lstrip("$")) - 1 + (0 if row.startswith("$") else moved[0]))
    if min(*rows, *columns) < 0 or max(rows) >= MAX_ROW or max(columns) >= MAX_COLUMN:
        return None
    sheet = token["quoted"].replace("''", "'") if token["quoted"] else token["plain"] or ""
    return Area(sheet, min(rows), min(columns), max(rows), max(columns))


class _Reader:
    """Goes through the parts of a formula once; `_OTHER` as soon as one is neither added nor multiplied."""

    def __init__(self, tokens: Sequence[_Token], moved: tuple[int, int], deep: int = 0) -> None:
        self._tokens, self._moved, self._deep, self._at = tokens, moved, deep, 0

    def read(self) -> tuple[str, _Parts]:
        if self._deep > _DEEP or not self._tokens:
            return _OTHER, ()
        how, parts = self._added()
        return (how, parts) if self._at == len(self._tokens) else (_OTHER, ())

    def _sign(self) -> str:
        return self._tokens[self._at]["sign"] or "" if self._at < len(self._tokens) else ""

    def _added(self) -> tuple[str, _Parts]:
        """Terms with plus or minus between them: a sum only when each is one."""
        found: list[tuple[str, _Parts]] = []
        parts: list[tuple[int, Area]] = []
        while not found or self._sign() in ("+", "-"):
            sign = 1
            while self._sign() in ("+", "-"):
                sign = -sign if self._sign() == "-" else sign
                self._at += 1
            found.append(self._multiplied())
            parts += [(sign * own, area) for own, area in found[-1][1]]
            if found[-1][0] == _OTHER:
                return _OTHER, ()
        kinds = {how for how, _ in found}
        if len(found) == 1:
            return found[0][0], tuple(parts)
        if kinds == {_SUM, _NUMBER}:
            return _PRODUCT, tuple(parts)                  # 1+C2: a number that C2 changes
        return (kinds.pop(), tuple(parts)) if kinds in ({_SUM}, {_NUMBER}) else (_OTHER, ())

    def _multiplied(self) -> tuple[str, _Parts]:
        how, parts = self._one()
        while how != _OTHER and self._sign() in ("*", "/"):
            self._at += 1
            more, others = self._one()
            if more == _OTHER:
                return _OTHER, ()
            how = _NUMBER if how == more == _NUMBER else _PRODUCT
            parts = (*parts, *others)
        if how != _OTHER and self._sign() == "%":
            self._at += 1
            how = _PRODUCT if parts else how
        return how, parts

    def _one(self) -> tuple[str, _Parts]:
        if self._at == len(self._tokens):
            return _OTHER, ()
        token = self._tokens[self._at]
        self._at += 1
        if token["ref"]:
            area = _area(token, self._moved)
            return (_SUM, ((1, area),)) if area is not None else (_OTHER, ())
        if token["number"]:
            return _NUMBER, ()
        if token["sign"] == "(":
            inner = self._within()
            return self._nested(inner[0]) if len(inner) == 1 else (_OTHER, ())
        return self._called(token["call"].upper(), self._within()) if token["call"] else (_OTHER, ())

    def _called(self, name: str, given: list[Sequence[_Token]]) -> tuple[str, _Parts]:
        """What a function gives back, of those that sum, round or stand guard."""
        if name == "SUBTOTAL" and given and given[0] and given[0][0]['number'] in _SUBTOTALS:
            name, given = "SUM", given[1:]
        if name == "SUM" and given:
            each = [self._nested(one) for one in given if one]
            plain = bool(each) and all(how == _SUM for how, _ in each)
            return (_SUM, tuple(part for _, parts in each for part in parts)) if plain else (_OTHER, ())
        if name in ("ROUND", "IFERROR") and len(given) == 2:
            return self._nested(given[0])
        if name == "IF" and len(given) in (2, 3):
            said = [self._nested(one) for one in given[1:] if not _is_constant(one)]
            return said[0] if len(said) == 1 else (_OTHER, ())
        return _OTHER, ()

    def _nested(self, tokens: Sequence[_Token]) -> tuple[str, _Parts]:
        return _Reader(tokens, self._moved, self._deep + 1).read()

    def _within(self) -> list[Sequence[_Token]]:
        """What stands in the brackets that were just opened, cut at its commas."""
        found: list[Sequence[_Token]] = []
        depth, start = 1, self._at
        while self._at < len(self._tokens):
            token = self._tokens[self._at]
            self._at += 1
            depth += bool(token["call"]) or token["sign"] == "("
            depth -= token["sign"] == ")"
            if not depth or (depth == 1 and token["sign"] in (",", ";")):
                found.append(self._tokens[start:self._at - 1])
                start = self._at
            if not depth:
                return found
        return []


def _is_constant(tokens: Sequence[_Token]) -> bool:
    return len(tokens) <= 1 and not any(t["ref"] or t["call"] for t in tokens)
