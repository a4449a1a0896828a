"""The header of a table: its one to three rows, the titles above and the unit row below, and what they say.

Must not know: which row is the header (find_head.py), and what a column becomes.
"""
from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from types import NoneType

from importers.base import Sheet, Value
from importers.meaning.among_rows import heads_its_like
from importers.meaning.counted import heads_counted
from importers.meaning.days.dates import text_date
from importers.meaning.value.amounts import number_text
from importers.meaning.value.periods import NOTHING, Label, read_label
from importers.meaning.value.units import NO_UNIT, Unit, parse_unit, unit_in_title
from importers.meaning.words import squash, vocabulary

LOOK, MOST_ROWS = 80, 3                    # rows in which a header is searched, and rows that it may have
WORDS = {str, NoneType}                   # types of the cells of a row of words
_NEAR = 8                                 # rows below it that show whether a heading is over words
_FORMULA = re.compile(r"\n\s*=[^\n]*")   # a line of a heading that says how it is counted: "Variance %", "=H-G"
_TITLE = 30                               # a longer text alone (or with one other) in its row is no group of columns


@dataclass(slots=True)
class Head:
    """The header block: rows first..last (0-based), the text and the figure label of each column."""

    first: int
    last: int
    texts: list[str] = field(default_factory=list)        # whole header text of a column, rows joined
    bottoms: list[str] = field(default_factory=list)      # its lowest text alone
    labels: list[Label] = field(default_factory=list)     # what it says about figures
    units: list[Unit | None] = field(default_factory=list)
    unit_row: int = -1
    unit: Unit = NO_UNIT                                   # said by a title for all figures
    title: str = ""
    known: int = 0                                         # cells of the best row that are known words
    score: float = 0.0

    @property
    def data(self) -> int:
        """The first row below the header and its unit row."""
        return max(self.last, self.unit_row) + 1


def only_words(row: Sequence[Value]) -> bool:
    """Nothing but texts and empty cells: a quick look at the many rows of a wide list that hold figures."""
    return set(map(type, row)) <= WORDS


def filled(value: Value) -> bool:
    return value is not None and not (isinstance(value, str) and not value.strip())


def cells_of(sheet: Sheet, row: int) -> list[tuple[int, Value]]:
    if not 0 <= row < len(sheet.rows):
        return []
    return [(c, v) for c, v in enumerate(sheet.rows[row]) if v is not None and (v.__class__ is not str or v.strip())]


@lru_cache(maxsize=8192)
def known_field(text: str) -> bool:
    """Is the text a column heading the vocabulary knows?"""
    word = squash(text)
    return any(word in words for words in vocabulary().fields.values())


def head_at(sheet: Sheet, row: int) -> Head:
    """The header block around a row that is known to be one."""
    head = Head(*_extended(sheet, row))
    _fill(sheet, head)
    return head


def head_of_rows(sheet: Sheet, first: int, last: int) -> Head:
    """The header a person names by its rows."""
    texts = [v for _, v in cells_of(sheet, last) if isinstance(v, str)]
    head = Head(first, last, known=max(2, sum(map(known_field, texts))))
    _fill(sheet, head)
    return head


def has_body(sheet: Sheet, row: int, cells: list[tuple[int, Value]]) -> bool:
    """Are there rows below that use the same columns?"""
    columns = {c for c, _ in cells}
    below = range(row + 1, min(row + 15, len(sheet.rows)))
    used = [u for r in below if (u := {c for c, _ in cells_of(sheet, r)})]
    alike = sum(len(u & columns) >= 2 or (len(columns) < 3 and bool(u & columns)) for u in used)
    return alike > 1 or bool(alike and 2 * alike >= len(used))


def _extended(sheet: Sheet, row: int) -> tuple[int, int]:
    first = last = row
    while first > 0 and last - first + 1 < MOST_ROWS and _belongs_above(sheet, first - 1, first):
        first -= 1
    while last - first + 1 < MOST_ROWS and _belongs_below(sheet, last + 1, last):
        last += 1
    return first, last


def _belongs_above(sheet: Sheet, row: int, below: int) -> bool:
    """A row of years, scenarios or merged group names over the header, not a title or a note."""
    cells = cells_of(sheet, row)
    texts = [v.strip() for _, v in cells if isinstance(v, str)]
    if not cells or any(len(t) > 60 or t.endswith(":") or _amount(t) for t in texts):
        return False
    if len(cells) <= 2 and any(len(t) > _TITLE for t in texts):
        return False                                       # a title, perhaps with its month beside it
    width = max((c for c, _ in cells_of(sheet, below)), default=0)
    under = dict(cells_of(sheet, below))
    spans = {left: right for top, left, bottom, right in sheet.merged if top <= row <= bottom}
    first_used = min(under, default=0)
    for column, value in cells:
        label = read_label(value)
        span = spans.get(column, column)
        if span - column >= max(2, width):                 # a title over the whole table
            continue
        if label.plain and not label.day and (column > first_used or span > column):
            low = read_label(under.get(column))
            if low.plain or column not in under or (span > column and not isinstance(value, int | float)):
                return True
        elif isinstance(value, str) and column not in under and known_field(value) and len(cells) > 1:
            return True
        elif isinstance(value, str) and span > column and len(cells) > 1 and column in under:
            return True
        elif isinstance(value, str) and heads_counted(value) and sum(
                read_label(under.get(c)).timed for c in range(column, column + 4)) >= 3:
            return True
    return False


def _amount(text: str) -> bool:
    return number_text(text.strip()) is not None and not read_label(text).timed


def _belongs_below(sheet: Sheet, row: int, above: int) -> bool:
    """A second header row: nothing but periods, scenarios, types, or known headings where the row above is empty."""
    cells = cells_of(sheet, row)
    over = {c for c, _ in cells_of(sheet, above)}
    if len(cells) < 2 or heads_its_like(sheet, row, cells):
        return False
    if _splits_groups(sheet, row, above, cells):
        return True
    for column, value in cells:
        if isinstance(value, str):
            if read_label(value).plain or (column not in over and known_field(value)):
                continue
            if parse_unit(value) and column in over:
                continue
            return False
        label = read_label(value)
        if not label.timed or label.day:
            return False
    if all(isinstance(v, str) and parse_unit(v) for _, v in cells):
        return False
    timed = sum(read_label(v).timed or bool(read_label(v).series) for _, v in cells)
    return timed >= 2 and has_body(sheet, row, cells)


def _splits_groups(sheet: Sheet, row: int, above: int, cells: list[tuple[int, Value]]) -> bool:
    """Short words below merged headings, "Probability" over "low | high": headings beside which others are merged down
    to this row, or that stand alike below two of the merged ones."""
    if not all(isinstance(v, str) and len(v) <= 30 and number_text(v.strip()) is None and not text_date(v.strip())[0]
               for _, v in cells) or any(top == row and right > left for top, left, _, right in sheet.merged):
        return False
    texts = {c: squash(v) for c, v in cells if isinstance(v, str)}
    spans = [range(left, right + 1) for top, left, bottom, right in sheet.merged
             if top <= above == bottom and right > left and filled(sheet.at(top, left))]
    covered = [span for span in spans if all(c in texts for c in span)]
    words = [w for span in covered if len(set(w := tuple(texts[c] for c in span))) == len(w)]
    lone = {c for c in texts if words and c < spans[0].start and not filled(sheet.at(above, c))}
    if words and ((lone and len(covered) == len(spans) > 1) or any(
            top <= above and bottom == row and left == right and filled(sheet.at(top, left))
            for top, left, bottom, right in sheet.merged)):
        return all(c in lone or any(c in span for span in spans) for c in texts)
    return len(set(words)) < len(words)


def _fill(sheet: Sheet, head: Head) -> None:
    width = max((len(sheet.rows[r]) for r in range(head.first, head.last + 1)), default=0)
    spread = [_spread(sheet, r, width) for r in range(head.first, head.last + 1)]
    own = [dict(cells_of(sheet, r)) for r in range(head.first, head.last + 1)]
    unit_cells = _unit_row(sheet, head)
    for column in range(width):
        parts: list[Value] = []
        for level, carried in enumerate(spread):
            value = own[level].get(column)
            over = carried[column]
            if value is None and over is not None:
                low = [read_label(own[n].get(column)) for n in range(level + 1, len(own))]
                if over[1] or any(x.plain for x in low):   # merged, or over figures
                    value = over[0]
            if value is not None and value not in parts:
                parts.append(_FORMULA.sub("", value).strip() or value if isinstance(value, str) else value)
        label = NOTHING
        for part in reversed(parts):
            label = read_label(part).joined(label) if label is NOTHING else label.joined(read_label(part))
        head.texts.append(" ".join(_shown(p) for p in parts))
        head.bottoms.append(_shown(parts[-1]) if parts else "")
        unit = unit_cells.get(column)
        head.units.append(unit or (label.unit if label.unit != NO_UNIT else None))
        head.labels.append(label)
    head.unit = _unit_of_names(sheet, head) or head.unit
    titles: list[str] = []
    for row in range(head.first):
        for _, value in cells_of(sheet, row):
            if isinstance(value, str):
                titles.append(" ".join(value.split()))
    for text in [*reversed(titles), sheet.name]:
        unit = unit_in_title(text)
        if unit:
            head.unit = head.unit.merged(unit)
    head.title = next((t for t in titles if len(t) <= 120), "")


def _spread(sheet: Sheet, row: int, width: int) -> list[tuple[Value, bool] | None]:
    """The row's cells carried to the right: over merged cells (True), or until the next filled cell (False)."""
    out: list[tuple[Value, bool] | None] = [None] * width
    carried: Value = None
    for column in range(width):
        value = sheet.at(row, column)
        if filled(value):
            carried = value if read_label(value).plain or (isinstance(value, str) and heads_counted(value)) else None
        if carried is not None:
            out[column] = (carried, False)
    for top, left, bottom, right in sheet.merged:
        if top <= row <= bottom and left < width:
            value = sheet.at(top, left)
            for column in range(left, min(right, width - 1) + 1):
                if filled(value) and (row == top or column > left):
                    out[column] = (value, True)
                elif not filled(value):
                    out[column] = None
    return out


def _unit_row(sheet: Sheet, head: Head) -> dict[int, Unit]:
    """A row right below the header that holds units and nothing else."""
    cells = cells_of(sheet, head.last + 1)
    units = {c: parse_unit(v) for c, v in cells if isinstance(v, str)}
    other = sum(1 for c, v in cells if not units.get(c) and not (isinstance(v, str) and len(v.strip()) <= 6
                                                                 and not any(d.isdigit() for d in v)))
    found = {c: u for c, u in units.items() if u}
    if cells and found and not other and len(found) * 2 >= len(cells):
        head.unit_row = head.last + 1
        return found
    return {}


def _unit_of_names(sheet: Sheet, head: Head) -> Unit | None:
    """"Budget (k€)" over the names of the rows: words have no unit, so it is that of the figures beside them."""
    first = next((c for c, text in enumerate(head.texts) if text), 0)
    unit = head.units[first] if first < len(head.units) else None
    below = [v for row in sheet.rows[head.data:head.data + _NEAR] if first < len(row) and filled(v := row[first])]
    return unit if below and all(isinstance(v, str) and number_text(v.strip()) is None for v in below) else None


def _shown(value: Value) -> str:
    if isinstance(value, str):
        return " ".join(value.replace("\ufeff", "").split())       # the mark of a file's beginning, in the midst of one
    if isinstance(value, dt.date):
        return value.strftime("%Y-%m-%d") if not isinstance(value, dt.datetime) else value.date().isoformat()
    if isinstance(value, float) and value == int(value):
        return str(int(value))
    return "" if value is None else str(value)
