"""Amounts from cells: exact minor units, the decimal mark proven by the column, units and signs in the text.

Must not know: sheets, headers or fields. Floats are never calculated with: a float stands for its shortest decimal
text (what the file's author saw), and the fast path below proves that it gives the same integer.
"""
from __future__ import annotations

import math
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from app.core.values import MAX_MINOR
from importers.base import Value
from importers.meaning.value.units import Unit, parse_unit
from importers.meaning.words import is_placeholder

_BLANK = frozenset("-\u2010\u2011\u2012\u2013\u2014\u2212.·_'\" ")
_SPACES = re.compile(r"[\u00a0\u202f\u2009\u2007]")
_BODY = re.compile(r"^(?:\d{1,3}(?:(?P<g>['’ ])\d{3})(?:(?P=g)\d{3})*(?:[.,]\d+)?|[\d.,]*\d[\d.,]*)$")
# No part gives back what it took ("*+"): a text with two hundred blanks in it held the reading up for half a minute.
_AFFIXED = re.compile(r"^(?P<head>[^\d.,()\-+]*+)(?P<sign1>[-+]?+)(?P<head2>[^\d.,()\-+]*+)"
                      r"(?P<body>[\d.,](?:[\d.,'’ ]*[\d.,])?)\s*+(?P<sign2>-?+)(?P<tail>[^\d()]*+)$")
_LITERAL = re.compile(r'"[^"]*"|\\.')                     # of a number format: what is written as it stands
_BRACKETED = re.compile(r"([^\d()]*+)\(([^()]*+)\)")      # "(1,234)" and, as accounts print it, "$ (1,234)"
_POWERS = re.compile(r"([-+]?)(\d)([.,])(\d+)[eE](-?[1-9]\d?)")   # in full; "1.23E+08" was cut short by a format
_LONGEST = 200                            # signs; no amount is longer with all its words


# Here too each line has one reading only: with two for "123" a column of 2,000 figures and one "$5" took minutes.
_UNIFORM = {mark: re.compile(rf"{line}(?:\n{line})*+") for mark, line in (
    (",", r"-?+(?>\d{1,3}(?:\.\d{3})++|\d++)(?:,\d\d?+)?+"), (".", r"-?+(?>\d{1,3}(?:,\d{3})++|\d++)(?:\.\d\d?+)?+"))}
_CLEAN = {",": re.compile(r"-?(?:\d{1,3}(?:\.\d{3})+|\d{1,13})(?:,\d+)?"
                          r"(?:\n-?(?:\d{1,3}(?:\.\d{3})+|\d{1,13})(?:,\d+)?)*"),
          ".": re.compile(r"-?(?:\d{1,3}(?:,\d{3})+|\d{1,13})(?:\.\d+)?"
                          r"(?:\n-?(?:\d{1,3}(?:,\d{3})+|\d{1,13})(?:\.\d+)?)*")}
_NUMBERS = {float, int, type(None)}
Percents = tuple[list[int | None], list[tuple[int, str]], bool]   # values, unread, doubtful


@dataclass(frozen=True, slots=True)
class NumberText:
    """A text that is a number: sign, digits with their separators, a unit of its own, and what it proves."""

    negative: bool
    body: str
    unit: Unit | None
    percent: bool
    proof: str                            # "." or "," is the decimal mark; "" = both readings possible or none needed
    ambiguous: bool                       # "1.234": a thousand or one and a bit

    def decimal(self, mark: str) -> Decimal:
        """The value, with the mark this text itself proves or else the one given."""
        mark = self.proof or mark
        group = "," if mark == "." else "."
        text = self.body.replace(group, "").replace(mark, ".").translate({32: None, 39: None, 8217: None})
        value = Decimal(text)
        return -value if self.negative else value


@lru_cache(maxsize=65536)
def number_text(text: str) -> NumberText | None:
    """A text as a number, None when it is something else ("A-12", "31.12.2025", "1.2.3")."""
    text = _SPACES.sub(" ", text).replace("\u2212", "-").replace("\u2013", "-").strip()
    if len(text) > _LONGEST:
        return None
    if powers := _POWERS.fullmatch(text):
        sign, whole, mark, rest, power = powers.groups()
        plain = format(Decimal(f"{whole}.{rest}e{power}"), "f").replace(".", mark)
        return NumberText(sign == "-", plain, None, False, mark, False)
    bracketed = _BRACKETED.fullmatch(text)
    negative = bracketed is not None
    if bracketed:
        text = f"{bracketed[1]}{bracketed[2]}".strip()
    found = _AFFIXED.match(text)
    if not found:
        return None
    tail = found["tail"].strip()
    percent = tail.startswith("%")
    if percent:
        tail = tail[1:].strip()
    affix = f"{found['head'].strip()} {found['head2'].strip()}".strip()
    unit: Unit | None = None
    if affix or tail:
        unit = parse_unit(f"{affix} {tail}".strip()) or parse_unit(f"{tail} {affix}".strip())
        if unit is None:
            return None
    negative = negative or found["sign1"] == "-" or found["sign2"] == "-"
    body = found["body"]
    if not _BODY.match(body):
        return None
    proved = _proof(body)
    return None if proved is None else NumberText(negative, body, unit, percent, *proved)


def _proof(body: str) -> tuple[str, bool] | None:
    """(decimal mark proven or "", ambiguous); None when the separators make no number."""
    points, commas = body.count("."), body.count(",")
    bare = re.sub(r"['’ ]", "", body)
    if points and commas:
        mark = max(".,", key=bare.rfind)
        group = "," if mark == "." else "."
        if bare.count(mark) > 1 or not re.match(rf"^\d{{1,3}}(?:\{group}\d{{3}})+\{mark}\d*$", bare):
            return None
        return mark, False
    mark = "." if points else ","
    if points + commas > 1:
        if not re.match(rf"^\d{{1,3}}(?:\{mark}\d{{3}})+$", bare):
            return None
        return ("," if mark == "." else "."), False
    if points + commas == 0:
        return "", False
    before, _, after = bare.partition(mark)
    if bare != body or len(after) != 3 or len(before) > 3 or before in ("", "0"):
        return mark, False
    return "", True


@dataclass(slots=True)
class Amounts:
    """One column of amounts in minor units, and what was odd about it. Rows are positions in the column given."""

    minor: npt.NDArray[np.int64]
    present: npt.NDArray[np.bool_]
    unread: list[tuple[int, str]] = field(default_factory=list)      # text that is no amount
    empty_words: list[tuple[int, str]] = field(default_factory=list)  # "tbd", "n/a": empty, but somebody wrote it
    doubtful: list[tuple[int, str]] = field(default_factory=list)    # read as grouped thousands, could be decimals
    rounded: list[int] = field(default_factory=list)
    currencies: dict[str, list[int]] = field(default_factory=dict)   # said in the cells themselves

    def listed(self) -> list[int | None]:
        values: list[int | None] = self.minor.tolist()
        if not self.present.all():
            for i in np.flatnonzero(~self.present).tolist():
                values[i] = None
        return values

    def leave(self, rows: Sequence[int]) -> None:
        """Some rows have no amount after all."""
        if rows:
            self.minor, self.present = self.minor.copy(), self.present.copy()
            self.minor[list(rows)], self.present[list(rows)] = 0, False


def doubts(doubtful: Sequence[tuple[int, str]]) -> list[tuple[list[int], str, str]]:
    """What to ask of figures read as grouped thousands, for each mark that may divide decimals, the commoner first:
    (rows, sentence, answer that names the other reading)."""
    found: list[tuple[list[int], str, str]] = []
    for mark, word in ((".", "point"), (",", "comma")):
        texts = {i: text for i, text in doubtful if mark in text}
        if texts:
            rows, first = list(texts), next(iter(texts.values()))
            found.append((rows, f"nothing in the file proves the decimal mark; “{first}” was read as thousands, the "
                                f"{word} may be a decimal mark.", f"decimal={word}"))
    return sorted(found, key=lambda one: -len(one[0]))


def proofs(cells: Sequence[Value]) -> set[str]:
    """The decimal marks the texts of a column prove: empty, one, or (a mixed column) both."""
    if str not in set(map(type, cells)):
        return set()
    texts = {c for c in cells if isinstance(c, str)}
    whole = "\n".join(texts)
    for mark, form in _UNIFORM.items():                    # a long clean column at once
        if mark in whole and form.fullmatch(whole):
            return {mark}
    found = set()
    for text in texts:
        number = number_text(text)
        if number and number.proof:
            found.add(number.proof)
    return found


def read_amounts(cells: Sequence[Value], power: int, scale: int = 2, mark: str = "") -> Amounts:
    """A column as minor units: each figure times 10**power, kept with `scale` decimals. `mark` is the decimal mark
    proven for the column ("" = unproven: 1.234 is read as grouped and listed as doubtful)."""
    kinds = set(map(type, cells))
    if kinds <= _NUMBERS:
        quick = exact(np.array(cells, dtype=np.float64), power + scale)      # None becomes nan
        if quick is not None:
            return quick
    if kinds <= {str, type(None)} and mark:
        quick = _quick_texts(cells, power + scale, mark)
        if quick is not None:
            return quick
    out = Amounts(np.zeros(len(cells), np.int64), np.zeros(len(cells), bool))
    for i, cell in enumerate(cells):
        if cell is None:
            continue
        _one(out, i, cell, power, scale, mark)
    return out


def number_block(rows: Sequence[Sequence[Value]], first: int, end: int,
                 without: Collection[int]) -> npt.NDArray[np.float64] | None:
    """The columns first .. end of many rows as numbers, one column a row of the result; empty cells and the rows
    `without` are nan. None when any cell is no number. Row by row is three times as quick as column by column."""
    found = np.full((len(rows), end - first), math.nan)
    for i, row in enumerate(rows):
        cells = row[first:end]
        if not cells or i in without:
            continue
        if not set(map(type, cells)) <= _NUMBERS:
            return None
        try:
            found[i, :len(cells)] = cells                  # None becomes nan
        except OverflowError:
            return None
    return np.ascontiguousarray(found.T) if rows else None


def exact(values: npt.NDArray[np.float64], power: int) -> Amounts | None:
    """All numbers at once. m / 10**p == v proves that v is the double nearest to the decimal m * 10**-p; with at most
    15 digits that decimal is v's shortest text, so m is what Decimal(repr(v)) would give. Else None."""
    if not 0 <= power <= 22:
        return None
    present = ~np.isnan(values)
    tens = 10.0 ** power
    scaled = np.rint(np.where(present, values, 0.0) * tens)
    if not (np.abs(scaled) < 1e15).all() or not ((scaled / tens == values) | ~present).all():
        return None
    return Amounts(scaled.astype(np.int64), present)


def _quick_texts(cells: Sequence[Value], power: int, mark: str) -> Amounts | None:
    """A column of plain texts with the one proven mark, all at once; None when any text is not that plain."""
    whole = "\n".join([c for c in cells if isinstance(c, str)])
    if not _CLEAN[mark].fullmatch(whole):
        return None
    plain = whole.replace(".", "").replace(",", ".") if mark == "," else whole.replace(",", "")
    read = map(float, plain.split("\n"))
    return exact(np.array([None if c is None else next(read) for c in cells], dtype=np.float64), power)


def _one(out: Amounts, i: int, cell: Value, power: int, scale: int, mark: str) -> None:
    if isinstance(cell, str):
        text = cell.strip()
        number = number_text(text)
        if number is None or number.percent:
            if not _BLANK.issuperset(text):                # "-", "--", "–" are a drawn blank, "?" is a doubt
                (out.empty_words if is_placeholder(text) else out.unread).append((i, text))
            return
        if number.ambiguous and not mark:
            out.doubtful.append((i, text))
            mark = "," if "." in number.body else "."
        value = number.decimal(mark or ".")
        if number.unit:
            power = number.unit.power or power
            if number.unit.currency:
                out.currencies.setdefault(number.unit.currency, []).append(i)
    elif isinstance(cell, bool) or not isinstance(cell, int | float):
        out.unread.append((i, str(cell)))
        return
    else:
        value = Decimal(repr(cell))
        if not value.is_finite():
            out.unread.append((i, str(cell)))
            return
    shifted = value.scaleb(power + scale)
    minor = int(shifted.to_integral_value())
    if abs(minor) > MAX_MINOR:
        out.unread.append((i, str(cell)))
        return
    if abs(shifted - minor) > Decimal("0.001"):
        out.rounded.append(i)
    out.minor[i] = minor
    out.present[i] = True


def plain_number(cell: Value, mark: str = "") -> Decimal | None:
    """A single cell as a number without unit; None for anything else."""
    if isinstance(cell, bool) or cell is None:
        return None
    if isinstance(cell, int | float):
        value = Decimal(repr(cell))
        return value if value.is_finite() else None
    if isinstance(cell, str):
        number = number_text(cell)
        if number is None or number.unit or number.percent:
            return None
        return number.decimal(mark or ("," if "." in number.body and number.ambiguous else "."))
    return None


def read_percents(cells: Sequence[Value], fraction_format: bool, mark: str = "") -> Percents:
    """A column as basis points. "28 %" says what it is; bare numbers are fractions of 1 when the number format is a
    percentage, or when none is above 1 and one lies between 0 and 1. Also what could not be read, and whether
    the bare numbers (all 0 or 1) could have meant either."""
    bare: dict[int, Decimal] = {}
    out: list[int | None] = [None] * len(cells)
    unread: list[tuple[int, str]] = []
    for i, cell in enumerate(cells):
        if cell is None or (isinstance(cell, str) and not any(c.isalnum() for c in cell)):
            continue
        number = number_text(cell) if isinstance(cell, str) else None
        if number is not None and number.percent and len(number.body) < 12:
            out[i] = int((number.decimal(mark or _sole(number.body)) * 100).to_integral_value())
            continue
        value = plain_number(cell, mark or (_sole(cell) if isinstance(cell, str) else ""))
        if value is None or abs(value) > 1_000_000:
            unread.append((i, str(cell)))
        else:
            bare[i] = value
    high = max((abs(v) for v in bare.values()), default=Decimal(0))
    fraction = fraction_format or (high <= 1 and any(0 < abs(v) < 1 for v in bare.values()))
    for i, value in bare.items():
        out[i] = int((value * (10000 if fraction else 100)).to_integral_value())
    return out, unread, not fraction and high == 1


def shows_fraction(code: str) -> bool:
    """Does a number format multiply by a hundred? A sign in quotes or behind a backslash is only written beside 68."""
    return "%" in _LITERAL.sub("", code)


def _sole(body: str) -> str:
    """A percentage has no thousands: its only separator is the decimal mark."""
    return "," if "," in body and "." not in body else "."
