"""Finds where on a sheet further tables begin, above and below the one whose header was found.

Must not know: what the tables are about. A further header is a row of texts that differs from the rows around it: most
of it headings the vocabulary knows, set off by its looks, or words over columns that hold figures or dates below.
"""
from __future__ import annotations

import datetime as dt
from types import NoneType

from importers.base import Sheet, Value
from importers.meaning.headers import Head, cells_of, head_at, is_set_off, known_field
from importers.meaning.log_columns import log_scores
from importers.meaning.periods import read_label
from importers.meaning.words import fold, is_placeholder, starts_with

_LOOK = 1000
_WORDS = {str, NoneType}
_TITLES = 3                               # rows of one or two cells above a header that belong to it


def later_heads(sheet: Sheet, main: Head) -> list[tuple[int, Head]]:
    """(first row with its titles, header) of every table from the top down, the main one among them."""
    heads = [main]
    taken = set(range(main.first, main.data))
    for row in range(min(_LOOK, len(sheet.rows))):
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
    if not set(map(type, sheet.rows[row])) <= _WORDS:
        return False
    cells = cells_of(sheet, row)
    texts = [" ".join(v.split()) for _, v in cells if isinstance(v, str)]
    if len(cells) < 2 or len(texts) < len(cells) or any(len(t) > 60 or t.endswith((":", "?")) for t in texts):
        return False
    if len(set(map(fold, texts))) < len(texts) or is_placeholder(texts[0]) or starts_with("total", texts[0]):
        return False
    if row and not _gap(sheet, row):
        return False
    own = {fold(b) for b in main.bottoms if b}
    if sum(fold(t) in own for t in texts) >= 0.6 * len(texts) and row > main.last:
        return False                                       # the same headings again: one table over several pages
    known = sum(known_field(t) or bool(log_scores(t)) or read_label(t).plain or read_label(t).cost for t in texts)
    flips = _flips(sheet, row, cells)
    if len(cells) == 2:
        return flips >= 1 and known >= 1
    return known >= max(2, 0.6 * len(texts)) or (known >= 1 and flips >= 1) or (
        flips >= max(2, len(cells) // 3)) or (known >= 1 and is_set_off(sheet, row, 0))


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
