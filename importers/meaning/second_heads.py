"""Finds where on a sheet further tables begin, above and below the one whose header was found.

Must not know: what the tables are about. A further header is a row of texts that differs from the rows around it: most
of it headings the vocabulary knows, set off by its looks, or words over columns that hold figures or dates below.
"""
from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from itertools import pairwise

from importers.base import Sheet, Value
from importers.meaning.among_rows import heads_its_like
from importers.meaning.find_head import is_set_off
from importers.meaning.headers import WORDS, Head, cells_of, head_at, known_field, only_words
from importers.meaning.log_columns import log_scores
from importers.meaning.schema_rows import below_schema
from importers.meaning.value.periods import read_label
from importers.meaning.words import fold, is_placeholder, starts_with

_LOOK = 1000
_GAP = 3                                  # empty columns between two tables beside each other
_TITLES = 3                               # rows of one or two cells above a header that belong to it


def later_heads(sheet: Sheet, main: Head) -> list[tuple[int, Head]]:
    """(first row with its titles, header) of every table from the top down, the main one among them."""
    heads = [main]
    taken = set(range(main.first, main.data))
    for row in range(below_schema(sheet), min(_LOOK, len(sheet.rows))):
        if row in taken or not _begins(sheet, row, main):
            continue
        head = head_at(sheet, row)
        if taken & set(range(head.first, head.data)):
            continue
        end = next((h.first for h in sorted(heads, key=lambda h: h.first) if h.first > row), len(sheet.rows))
        count = _rows_below(sheet, head, end)
        if count >= 2 or (not count and end == len(sheet.rows) and is_set_off(sheet, row, 0)):
            heads.append(head)
            taken |= set(range(head.first, head.data))
    heads.sort(key=lambda h: h.first)
    return [(_first(sheet, h.first, heads[n - 1].data if n else 0), h) for n, h in enumerate(heads)]


def _begins(sheet: Sheet, row: int, main: Head) -> bool:
    """Can this row be the header of a table of its own?"""
    if not only_words(sheet.rows[row]) and not _apart(sheet.rows[row]):
        return False
    cells = _before_twin(_first_run(cells_of(sheet, row)))
    if heads_its_like(sheet, row, cells):
        return False
    texts = [" ".join(v.split()) for _, v in cells if isinstance(v, str)]
    if len(cells) < 2 or len(texts) < len(cells) or any(len(t) > 60 or t.endswith((":", "?")) for t in texts):
        return False
    corner = texts[1] if len(texts) > 2 and not fold(texts[0]) else texts[0]                 # "&" over the names
    if len(set(map(fold, texts))) < len(texts) or is_placeholder(corner) or starts_with("total", corner):
        return False
    same = sum(c < len(main.bottoms) and fold(str(v)) == fold(main.bottoms[c]) for c, v in cells)
    if same >= 0.6 * len(texts) and row > main.last:
        return False                                       # the same headings again: one table over several pages
    known = sum(known_field(t) or bool(log_scores(t)) or read_label(t).plain or read_label(t).cost for t in texts)
    flips = _flips(sheet, row, cells)
    if row and not _gap(sheet, row):                       # only a row of plain headings ends the table above it
        return known >= max(3, 0.7 * len(texts)) and flips >= 2 and row > main.data
    if len(cells) == 2:
        apart = row > 1 and not cells_of(sheet, row - 1) and not cells_of(sheet, row - 2)
        return flips >= 1 and (known >= 1 or apart) and not _labels(sheet, row, cells)
    return known >= max(2, 0.6 * len(texts)) or (known >= 1 and flips >= 1) or (
        flips >= max(2, len(cells) // 3)) or (known >= 1 and is_set_off(sheet, row, 0))


def _apart(row: Sequence[Value]) -> bool:
    """Does the first value that is no text stand well to the right of the texts?"""
    at = next((c for c, v in enumerate(row) if type(v) not in WORDS), 0)
    return at > _GAP and any(all(v is None for v in row[c:c + _GAP]) for c in range(1, at - _GAP + 1))


def _first_run(cells: list[tuple[int, Value]]) -> list[tuple[int, Value]]:
    """The cells up to a gap of empty columns: what stands further right is beside the table."""
    end = next((n for n, (a, b) in enumerate(pairwise(cells), 1) if b[0] - a[0] > _GAP), len(cells))
    return cells[:end] if end > 2 else cells


def _before_twin(cells: list[tuple[int, Value]]) -> list[tuple[int, Value]]:
    """The headings of the first of tables that stand beside each other under the same headings."""
    first = fold(str(cells[0][1])) if cells else ""
    end = next((n for n, (a, b) in enumerate(pairwise(cells), 1) if b[0] - a[0] > 1 and fold(str(b[1])) == first), 0)
    return cells[:end] if end > 1 else cells


def _labels(sheet: Sheet, row: int, cells: list[tuple[int, Value]]) -> bool:
    """"Project name | Bridge" over "Start date | May 5": what is known stands below the first word, not over it."""
    below = [sheet.at(r, cells[0][0]) for r in range(row + 1, min(row + 5, len(sheet.rows)))]
    return any(isinstance(v, str) and known_field(" ".join(v.split()).rstrip(":")) for v in below)


def _gap(sheet: Sheet, row: int) -> bool:
    """Nothing above but titles, then an empty row (or the top of the sheet)."""
    for above in range(row - 1, max(-1, row - 2 - _TITLES), -1):
        cells = cells_of(sheet, above)
        if not cells:
            return True
        if len(cells) > 2 or any(not isinstance(v, str) for _, v in cells):
            return False
    return row - 2 - _TITLES < 0


def _flips(sheet: Sheet, row: int, cells: list[tuple[int, Value]]) -> int:
    """In how many columns do figures or dates stand below this word?"""
    below = [dict(cells_of(sheet, r)) for r in range(row + 1, min(row + 6, len(sheet.rows)))]
    below = below[:next((n for n, b in enumerate(below) if not b), len(below))]
    return sum(any(isinstance(b.get(c), int | float | dt.date) and not isinstance(b.get(c), bool) for b in below)
               for c, _ in cells)


def _rows_below(sheet: Sheet, head: Head, end: int) -> int:
    """Rows under a header, up to a gap of two, that use at least two of its columns and begin with a text or an id."""
    columns = {c for c, text in enumerate(head.bottoms) if text}
    found = empty = 0
    for row in range(head.data, min(end, len(sheet.rows))):
        cells = cells_of(sheet, row)
        empty = 0 if cells else empty + 1
        if empty > 1:
            break
        found += len({c for c, _ in cells} & columns) >= 2
    return found


def _first(sheet: Sheet, head: int, above: int) -> int:
    """The header's row, or that of the titles right above it."""
    first = head
    for row in range(head - 1, max(above, head - 1 - _TITLES) - 1, -1):
        cells = cells_of(sheet, row)
        if not cells or len(cells) > 2 or any(not isinstance(v, str) for _, v in cells):
            break
        first = row
    return first
