"""What each row below the header is: data, group, total, example, placeholder, blank, footnote, repeated header.

Must not know: amounts. Rows whose figures prove them to be totals are found later, in totals.py.
"""
from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache

from importers.base import Sheet, Value
from importers.meaning.columns import LEVEL_FIELDS, Guess
from importers.meaning.evidence import is_code
from importers.meaning.headers import Head, filled, known_field
from importers.meaning.hints import are_hints
from importers.meaning.page_titles import page_titles
from importers.meaning.words import fold, is_example, is_instruction, is_placeholder, starts_with, vocabulary

_LABEL = 40                               # a longer text beside the name of a row is no label: "Total solutions for"
_DESCRIBING = ("owner", "sponsor", "controller", "status", "light", "stage", "start", "finish", "plan_start",
               "plan_finish",
               "description", "priority", "progress", "predecessors")


_NEAR = 2                                 # columns right of the names in which a heading of rows may stand
_BEYOND = 3                               # cells right of all headings that make a row one of another table
_LEGEND = 10                              # more rows than these are no legend
_RESULT = re.compile(r"^[\w .()/-]{1,30}=\s*[-+]?[\d.,]*\s*%?$")
_NO_WORD = "".join(c for c in map(chr, range(128)) if not (c.isalnum() or c == "_"))


@dataclass(slots=True)
class Rows:
    """Kinds by 0-based sheet row, and the words of group and total rows."""

    kinds: dict[int, str] = field(default_factory=dict)
    groups: dict[int, tuple[int, str]] = field(default_factory=dict)      # row -> (column of its text, text)
    totals: dict[int, str] = field(default_factory=dict)                  # row -> its words
    continued: set[int] = field(default_factory=set)                      # rows that carry on the measure above
    settled: set[int] = field(default_factory=set)                        # rows the person said the kind of
    second: int = -1                      # the row where another table begins; it and all below are not read
    leveled: bool = False                 # a column names the level of each row, and the figures prove it


@cache
def _suspect() -> tuple[tuple[str, ...], tuple[str, ...], re.Pattern[str], re.Pattern[str]]:
    """The words with which suspicious texts begin, those with which they end, and both as patterns."""
    lists = vocabulary().lists
    first = sorted({w.split()[0] for n in ("total", "example", "placeholder") for w in lists[n]})
    last = sorted({w.split()[-1] for w in lists["total"]})
    return (tuple(first), tuple(last), re.compile(rf"\W*$|\s*<|\W*(?:{'|'.join(first)})", re.IGNORECASE),
            re.compile(rf"(?:{'|'.join(last)})\W*$", re.IGNORECASE))


def suspicious(text: str) -> bool:
    """Quick look whether a text can be a total, an example or a placeholder at all."""
    first, last, starts, ends = _suspect()
    if text.isascii():                                     # most texts: no need of patterns
        plain = text.lower().strip(_NO_WORD)
        return not plain or plain.startswith(first) or plain.endswith(last) or text.lstrip().startswith("<")
    folded = fold(text)                                    # as the words are: "Entfällt" is "entfaellt"
    return any(found is not None for found in (starts.match(text), starts.match(folded), ends.search(folded)))


def classify(sheet: Sheet, head: Head, guesses: Sequence[Guess], columns: Sequence[Sequence[Value]]) -> Rows:
    """Kinds of all rows: those above the header too."""
    out = Rows()
    for row in range(head.first):
        texts = [v for v in sheet.rows[row] if filled(v)]
        words = sum(len(v) for v in texts if isinstance(v, str))
        out.kinds[row] = "blank" if not texts else "guidance" if words > 80 or len(texts) > 3 else "title"
    for row in range(head.first, head.last + 1):
        out.kinds[row] = "header"
    if head.unit_row >= 0:
        out.kinds[head.unit_row] = "unit"
    by_field = {g.field: g.index for g in reversed(guesses)}
    view = _View(sheet, head, guesses, columns, by_field)
    name, code = view.column("name"), view.column("code")
    body = head.data
    heads = {v for r in range(head.first, head.last + 1) for v in sheet.rows[r] if isinstance(v, str)}
    none = (None,) * max((len(c) for c in columns), default=0)
    names = columns[name] if name >= 0 else none
    codes = columns[code] if code >= 0 else none
    blank = False
    for i, (n, c) in enumerate(zip(names, codes, strict=True)):
        if blank and (_another_head(sheet, head, body + i) or _another_shape(sheet, head, body + i)):
            out.second = body + i
            out.kinds.update(dict.fromkeys(range(body + i, len(sheet.rows)), "rejected"))
            break
        if type(n) is str and type(c) is str and n not in heads and not suspicious(n) and not suspicious(c):
            out.kinds[body + i] = "data"
        else:
            out.kinds[body + i] = view.kind(i, out)
        blank = out.kinds[body + i] == "blank"
    page_titles(sheet, head, out.kinds, out.groups)
    _legend(sheet, head, out, code)
    _trailing(sheet, head, out)
    return out


def _another_head(sheet: Sheet, head: Head, row: int) -> bool:
    """After a gap: a row of nothing but headings, other ones than this table's."""
    texts = [v for v in sheet.rows[row] if filled(v)]
    words = [v for v in texts if isinstance(v, str)]
    own = {fold(b) for b in head.bottoms}
    return len(words) >= 3 and len(words) == len(texts) and sum(map(known_field, words)) >= 0.6 * len(words) \
        and sum(fold(w) in own for w in words) < 0.6 * len(words) and row + 1 < len(sheet.rows)


def _another_shape(sheet: Sheet, head: Head, row: int) -> bool:
    """After a gap: a row most of which stands beyond the headings, where no row before it has anything."""
    width = max((c for c, text in enumerate(head.texts) if text), default=0) + 1
    beyond = sum(map(filled, sheet.rows[row][width:]))
    if beyond < _BEYOND or beyond <= sum(map(filled, sheet.rows[row][:width])):
        return False                                       # a box beside the first row ends no table
    return not any(filled(v) for r in range(head.first, row) for v in sheet.rows[r][width:])


@dataclass(slots=True)
class _View:
    sheet: Sheet
    head: Head
    guesses: Sequence[Guess]
    columns: Sequence[Sequence[Value]]
    by_field: dict[str, int]
    usual: dict[tuple[int, bool], bool] = field(default_factory=dict)     # columns that are mostly bold, or filled

    def column(self, name: str) -> int:
        return self.by_field.get(name, -1)

    def value(self, name: str, i: int) -> Value:
        column = self.column(name)
        value = self.columns[column][i] if column >= 0 else None
        return value if filled(value) else None

    def kind(self, i: int, out: Rows) -> str:
        """The kind of one body row that is not plainly data."""
        row = self.head.data + i
        cells = [(g.index, v) for g in self.guesses if filled(v := self.columns[g.index][i])]
        cells += [(c, v) for c, v in enumerate(self.sheet.rows[row][len(self.guesses):], len(self.guesses))
                  if filled(v)]
        if not cells:
            return "blank"
        texts = [(c, " ".join(v.split())) for c, v in cells if isinstance(v, str) and v.strip()]
        if self._repeats_header(texts, len(cells)):
            return "header"
        name, code, name_column = self.value("name", i), self.value("code", i), self.column("name")
        if self._total(i, texts, code):
            out.totals[row] = next(t for _, t in texts if starts_with("total", t))
            return "total"
        if texts and any(is_example(t) for _, t in texts[:2]):
            return "example"
        if not i and are_hints(t for _, t in texts):
            return "example"
        if texts and ((len(cells) == 1 and is_instruction(texts[0][1])) or (
                len(cells) <= 2 and _RESULT.match(texts[0][1]) and texts[0][0] == name_column)):
            return "footnote"                              # "CPI = 0.9" is a calculation
        if isinstance(name, str) and code is None and fold(name) in vocabulary().lists["unit_rate"]:
            return "footnote"                              # "Hourly rate" under the heads of people: no amount of a row
        figures = [c for c, v in cells if not isinstance(v, str | bool | dt.date | dt.time) and self._is_figure(c)]
        if self._empty_form(texts, cells, name):
            return "placeholder"
        if self.column("series") >= 0 and name is None and code is None and self.value("series", i) is not None:
            above = next((r for r in range(row - 1, self.head.data - 1, -1) if out.kinds.get(r) != "blank"), -1)
            if above in out.totals:
                out.totals[row] = out.totals[above]
                return "total"
            if out.kinds.get(above) == "data":
                out.continued.add(row)
                return "data"
        group = self._group(i, row, texts, cells, name, code, figures)
        if group:
            out.groups[row] = group
            return "group"
        if name is None and code is None:
            if len(cells) == 1 and texts:
                return "footnote"
            return "footnote" if not figures and len(texts) == len(cells) and len(cells) <= 2 else "rejected"
        if name is None and self.column("name") >= 0 and len(cells) == 1:
            return "placeholder"                           # a number waiting for its measure
        return "data"

    def _is_figure(self, column: int) -> bool:
        return column < len(self.guesses) and (self.guesses[column].money or self.guesses[column].field in (
            "total", "derived", "custom"))

    def _repeats_header(self, texts: list[tuple[int, str]], cells: int) -> bool:
        if len(texts) < 2:
            return False
        same = sum(1 for c, t in texts if c < len(self.head.bottoms) and self.head.bottoms[c]
                   and fold(t) in (fold(self.head.bottoms[c]), fold(self.head.texts[c])) and fold(t))
        return same >= max(2, 0.6 * cells)

    def _total(self, i: int, texts: list[tuple[int, str]], code: Value) -> bool:
        """A row with a total word in a labelling column, no id of its own and nothing that describes a measure."""
        named = self.value("name", i)
        own = isinstance(named, str) and not starts_with("total", named)
        labels = [(c, t) for c, t in texts if (c >= len(self.guesses) or not self.guesses[c].money)
                  and not (own and self._beside(c, i))]
        hit = [t for _, t in labels if starts_with("total", t) and not (own and len(t) > _LABEL)]
        if not hit:
            return False
        if isinstance(code, str) and starts_with("total", code):
            return True
        if code is not None and not isinstance(code, str):
            return False
        if isinstance(code, str) and code.strip() and self.column("name") >= 0:
            return False
        return all(self.value(f, i) is None or starts_with("total", str(self.value(f, i))) for f in _DESCRIBING)

    def _beside(self, column: int, i: int) -> bool:
        """Right of the figures of its row, under no heading: what stands there speaks of a figure near it."""
        if column < len(self.head.texts) and self.head.texts[column]:
            return False
        return any(isinstance(self.columns[g.index][i], int | float) for g in self.guesses
                   if g.index < column and g.header and self._is_figure(g.index))

    def _empty_form(self, texts: list[tuple[int, str]], cells: list[tuple[int, Value]], name: Value) -> bool:
        """A row prepared for somebody to fill in: its name is "< Select >" or "tbd", or all its texts are."""
        if isinstance(name, str) and is_placeholder(name):
            return not any(isinstance(v, int | float) and not isinstance(v, bool) and v for c, v in cells
                           if c < len(self.guesses) and self.guesses[c].money)
        return bool(texts) and len(texts) == len(cells) and all(is_placeholder(t) for _, t in texts)

    def _group(self, i: int, row: int, texts: list[tuple[int, str]], cells: list[tuple[int, Value]],
               name: Value, code: Value, figures: list[int]) -> tuple[int, str] | None:
        """A heading among the rows: one or two texts, none of the values its measures have."""
        if not texts or len(texts) > 2 or len(cells) - len(figures) > len(texts) or is_placeholder(texts[0][1]):
            return None
        if any(c < len(self.guesses) and _counts_on(self.guesses[c]) for c in figures):
            return None                                    # it has a number of its own as the other rows do
        if len(texts[0][1]) > 120 or (figures and len(figures) < len(cells) - len(texts)):
            return None
        column, text = texts[0]
        if len(cells) == 1 and -1 < self.column("name") < column - _NEAR:
            return None                                    # far right of the names it heads no rows
        if len(texts) == 2 and code is None and is_code(text):
            text = f"{text} {texts[1][1]}"                 # an id and what it is called
        own = self.guesses[column].field if column < len(self.guesses) else ""
        if own in _DESCRIBING or own == "comment" or (own == "code" and len(texts) == 1 and is_code(text)):
            return None
        if code is not None and name is None and any(self.guesses[c].field in ("series", "type", "month")
                                                     for c, _ in texts[1:] if c < len(self.guesses)):
            return None                                    # an id and its scenario: figures of what the id names
        if code is not None and len(texts) == 2 and name is not None:
            text = f"{texts[0][1]} {texts[1][1]}"
            if not self._numbers_follow(i, str(code)):
                return None
            return column, text
        if name is None and figures and column > self.column("name") > -1:
            return None                                    # a step right of the names, with figures as the rows have
        if name is not None and figures and column != self.column("name") and len(texts) == 2:
            return None                                    # the first row of a block, its label beside its name
        if name is not None and column != self.column("name") and any(
                self.sheet.at(r, column) == self.sheet.at(row, column) for r in (row - 1, row + 1)):
            return None                                    # what its neighbours say too, beside a name: a sparse row
        marked = self._stands_out(row, column) or any(
            top == row and left <= column <= right and right - left >= 2 and not self._usual_merge(left, right)
            for top, left, _, right in self.sheet.merged)
        if column < len(self.guesses) and self.guesses[column].field in LEVEL_FIELDS and not marked:
            return None
        elsewhere = name is None and (code is None or -1 < self.column("name") != column)
        uncoded = self.column("code") >= 0 and code is None and self.guesses[self.column("code")].profile.empty < 0.4
        if not (marked or elsewhere or uncoded) or not self._data_follows(i):
            return None
        return column, text

    def _stands_out(self, row: int, column: int) -> bool:
        """Is the cell bold or filled, and most of its column not?"""
        for marks in (self.sheet.bold, self.sheet.fills):
            if (row, column) in marks:
                key = column, marks is self.sheet.bold
                if key not in self.usual:
                    body = [r for r in range(self.head.data, len(self.sheet.rows)) if filled(self.sheet.at(r, column))]
                    self.usual[key] = 2 * sum((r, column) in marks for r in body) > len(body) > 3
                if not self.usual[key]:
                    return True
        return False

    def _usual_merge(self, left: int, right: int) -> bool:
        """Are the same columns merged in most rows?"""
        rows = sum(m[1] == left and m[3] == right and m[0] >= self.head.data for m in self.sheet.merged)
        return 2 * rows > len(self.columns[0])

    def _numbers_follow(self, i: int, code: str) -> bool:
        """Do the ids below carry on this one: "2" before "2.1"?"""
        below = [str(v) for v in self.columns[self.column("code")][i + 1:i + 4] if v is not None]
        return bool(below) and any(below[0].startswith(code.strip() + mark) for mark in (".", "-", "/"))

    def _data_follows(self, i: int) -> bool:
        """Is one of the next rows fuller than a heading?"""
        for j in range(i + 1, min(i + 6, len(self.columns[0]))):
            cells = [v for g in self.guesses if filled(v := self.columns[g.index][j])]
            count = 0 if any(isinstance(v, str) and starts_with("total", v) for v in cells[:2]) else len(cells)
            if count >= 3 or (count == 2 and sum(g.profile.count > 0 for g in self.guesses) <= 3):
                return True
        return False


def _counts_on(guess: Guess) -> bool:
    """Numbers that run from row to row: 1, 2, 3."""
    p = guess.profile
    return guess.field == "custom" and p.count > 5 and p.empty < 0.2 and p.whole and p.numbers == 1 \
        and p.distinct == 1 and p.high - p.low + 1 == p.count


def _legend(sheet: Sheet, head: Head, out: Rows, code: int) -> None:
    """Below a gap, a few rows of two cells under a table of five and more: what its words mean, no entries."""
    body = sorted(r for r in out.kinds if r >= head.data)
    used: dict[int, int] = {}                              # rows below the gap, and how many cells they fill
    gap = -1
    for row in reversed(body):
        count = sum(filled(v) for v in sheet.rows[row])
        if count:
            used[row] = count
        elif used:
            gap = row
            break
        if len(used) > _LEGEND:
            return
    chosen = gap >= 0 and _choices(sheet, head, used)
    if gap < 0 or (max(used.values()) != 2 and not chosen) or not all(
            out.kinds[r] in ("data", "rejected", "group", "footnote") and r not in out.settled
            and not filled(sheet.at(r, code)) for r in used):
        return
    above = sorted(sum(filled(v) for v in sheet.rows[r]) for r in body if r < gap and out.kinds[r] == "data")
    if chosen or (len(above) >= 3 and above[len(above) // 2] >= 5):
        for row in used:
            out.kinds[row] = "footnote"
            out.groups.pop(row, None)


def _choices(sheet: Sheet, head: Head, used: Iterable[int]) -> bool:
    """Words one below the other of which most stand in another column of the table: what one may choose there."""
    cells = [[(c, v) for c, v in enumerate(sheet.rows[r]) if filled(v)] for r in used]
    if not all(len(row) == 1 and isinstance(row[0][1], str) for row in cells):
        return False
    column, words = cells[0][0][0], {fold(str(row[0][1])) for row in cells}
    other: dict[int, set[str]] = {}
    for r in range(head.data, min(used)):
        for c, v in enumerate(sheet.rows[r]):
            if c != column and isinstance(v, str) and fold(v) in words:
                other.setdefault(c, set()).add(fold(v))
    return len(words) > 2 and any(len(found) >= 0.5 * len(words) for found in other.values())


def _labels(sheet: Sheet, row: int) -> bool:
    """"Board: | https://..." in this row and the few above it up to an empty one: labels and what they are of."""
    first = row
    while first - row < _LEGEND and row > 0 and (above := [v for v in sheet.rows[row] if filled(v)]):
        if len(above) != 2 or not all(isinstance(v, str) for v in above) or not str(above[0]).rstrip().endswith(":"):
            return False
        row -= 1
    return 0 < row < first and not any(map(filled, sheet.rows[row]))


def _trailing(sheet: Sheet, head: Head, out: Rows) -> None:
    """Rows after the last figure that are only remarks: footnotes, not data without values."""
    body = sorted(r for r in out.kinds if r >= head.data)
    for row in reversed(body if out.second < 0 else []):
        kind = out.kinds[row]
        if kind in ("blank", "footnote"):
            continue
        cells = [v for v in sheet.rows[row] if filled(v)]
        text = cells[0] if cells and isinstance(cells[0], str) else ""
        word = fold(text).split()[:1]
        closing = bool(word) and word[0] in vocabulary().lists["footnote"]
        lone = len(cells) == 1 and (len(text) > 60 or text.lstrip().startswith(("*", "¹", "1)", "©", "Copyright"))
                                    or (closing and ":" in text))
        lone = lone or (closing and fold(text) == word[0] and len(cells) == 2 and isinstance(cells[1], str)
                        and out.kinds.get(row - 1) == "blank")      # "Legend | x = in this week", standing apart
        lone = lone or (text.rstrip().endswith(":") and (out.kinds.get(row - 1) == "blank" or _labels(sheet, row - 1))
                        and all(isinstance(v, str) for v in cells))            # "Colours: | blue = input | red = late"
        if kind in ("data", "rejected", "group", "placeholder") and lone and len(body) > 2:
            out.kinds[row] = "footnote"
            out.groups.pop(row, None)
            continue
        break
    last = max((r for r, k in out.kinds.items() if k not in ("blank",)), default=0)
    for row in [r for r in out.kinds if r > last]:         # formatted but empty rows below the table
        out.kinds[row] = "blank"
