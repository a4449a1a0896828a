"""The rows of a sheet that can be nothing but headings of a table, whatever the table is about.

Must not know: layouts. A row of entries holds a figure, a date or a text no heading is called; one of headings holds
nothing else.
"""
from __future__ import annotations

from dataclasses import replace

from importers.base import Sheet
from importers.meaning.among_rows import heads_its_like, is_one_of_many
from importers.meaning.find_head import find_head
from importers.meaning.headers import Head, cells_of, head_at, known_field, only_words
from importers.meaning.log_columns import log_scores
from importers.meaning.schema_rows import below_schema
from importers.meaning.value.periods import read_label
from importers.meaning.words import fold, starts_with

_LOOK = 1000
_LEAST, _SHARE = 3, 0.7                   # headings of a table, and how many of them are known ones
_LONGEST, _TITLES = 60, 3
_AGAIN = 0.6                              # of its headings stood in the same columns above: another page


def table_heads(sheet: Sheet, main: Head | None) -> list[tuple[int, Head]]:
    """(first row with its titles, header) of every table from the top down, `main` among them; the same headings again
    begin no other table."""
    heads: list[Head] = [main] if main is not None else []
    taken = set(range(main.first, main.data)) if main is not None else set()
    for row in range(below_schema(sheet), min(_LOOK, len(sheet.rows))):
        if row in taken or not _is_head(sheet, row):
            continue
        head = head_at(sheet, row)
        if not taken & set(range(head.first, head.data)):
            heads.append(head)
            taken |= set(range(head.first, head.data))
    heads.sort(key=lambda h: h.first)
    above = _above(sheet, heads[0].first) if heads else None
    if above is not None:
        heads.insert(0, above)
    kept: list[Head] = []
    for head in heads:
        if not kept or not _again(kept[-1], head):
            kept.append(head)
    return [(_first(sheet, h.first, kept[n - 1].data if n else 0), h) for n, h in enumerate(kept)]


def _above(sheet: Sheet, first: int) -> Head | None:
    """The header among the rows above all others: its own words may be few, or months."""
    if sum(len(cells_of(sheet, r)) > 1 for r in range(first)) < _LEAST:
        return None
    head = find_head(replace(sheet, rows=sheet.rows[:first]))
    if head is None or head.data >= first or head.known < 2 or any(b.rstrip().endswith(":") for b in head.bottoms):
        return None                                        # labels and their answers
    return head


def _is_head(sheet: Sheet, row: int) -> bool:
    if not only_words(sheet.rows[row]):
        return False
    cells = cells_of(sheet, row)
    texts = [" ".join(v.split()) for _, v in cells if isinstance(v, str)]
    if len(texts) < max(_LEAST, len(cells)) or any(len(t) > _LONGEST or t.endswith((":", "?")) for t in texts):
        return False
    if len(set(map(fold, texts))) < len(texts) or starts_with("total", texts[0]):
        return False
    known = sum(_is_heading(t) for t in texts)
    apart = not cells_of(sheet, row - 1) or (len(cells_of(sheet, row - 1)) == 1 and row > 0)
    if known < max(_LEAST, (_SHARE if apart else 1.0) * len(texts)) or (not apart and known < 4):
        return False
    if heads_its_like(sheet, row, cells) or is_one_of_many(sheet, row, cells):
        return False
    columns = {c for c, _ in cells}
    below = [cells_of(sheet, r) for r in range(row + 1, row + 3)]
    return any(len({c for c, _ in b} & columns) >= 2 for b in below)


def _is_heading(text: str) -> bool:
    label = read_label(text)
    return known_field(text) or bool(log_scores(text)) or label.plain or label.cost


def _again(first: Head, head: Head) -> bool:
    texts = [(c, b) for c, b in enumerate(head.bottoms) if b]
    same = sum(c < len(first.bottoms) and fold(first.bottoms[c]) == fold(b) for c, b in texts)
    return same >= _AGAIN * len(texts)


def _first(sheet: Sheet, head: int, above: int) -> int:
    """The header's row, or that of the titles right above it: one text a row."""
    first = head
    for row in range(head - 1, max(above, head - 1 - _TITLES) - 1, -1):
        cells = cells_of(sheet, row)
        if len(cells) != 1 or not isinstance(cells[0][1], str):
            break
        first = row
    return first
