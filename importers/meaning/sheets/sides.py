"""Tables beside each other on one sheet, parted by an empty column: each has headings, names and rows of its own.

Must not know: layouts. Blocks of one table that an empty column only sets apart (plan | actual) stay one table.
"""
from __future__ import annotations

from dataclasses import dataclass, replace

from importers.base import Sheet, Value
from importers.meaning.find_head import find_head
from importers.meaning.headers import Head, cells_of, filled, known_field
from importers.meaning.value.periods import read_label
from importers.meaning.words import fold, squash, vocabulary

_LEAST = 2                                # columns and rows of a table
_ALIKE = 0.5                              # share of headings that stand on both sides of twins


@dataclass(frozen=True, slots=True)
class Side:
    """Columns left..right-1, and what stands there: a table when it has a `head`, else a box of labels and figures."""

    left: int
    right: int
    head: Head | None


def ends(sheet: Sheet, main: Head) -> int:
    """The row behind the tables that stand beside each other: the first empty one with another row below it."""
    row = main.data
    while row < len(sheet.rows) and any(map(filled, sheet.rows[row])):
        row += 1
    return row


def sides(sheet: Sheet, main: Head) -> list[Side]:
    """The tables from the left to the right; one alone when the sheet holds no more."""
    last = ends(sheet, main)
    stretches = regions(sheet, main.first, last)
    if len(stretches) < 2:
        return []
    sheet = replace(sheet, rows=sheet.rows[:last])
    found: list[Side] = []
    for left, right in stretches:
        head = find_head(_columns(sheet, left, right)) if right - left >= _LEAST else None
        first = found[0] if found else None
        if first is None or _is_own(sheet, first, left, right, head, main):
            found.append(Side(left, right, head))
        else:
            before = found.pop()
            found.append(Side(before.left, right, before.head if before.head is not None else head))
    return found if len(found) > 1 else []


def regions(sheet: Sheet, first: int, last: int) -> list[tuple[int, int]]:
    """Stretches of used columns from the header on; a title may reach over the gaps between them."""
    rows = sheet.rows[first:last]
    width = max(map(len, rows), default=0)
    empty = set(range(width))                 # columns in which nothing was found yet: soon few
    for row in rows:
        empty -= {c for c in empty if c < len(row) and filled(row[c])}
    out: list[tuple[int, int]] = []
    for column in (c for c in range(width) if c not in empty):
        if out and out[-1][1] == column:
            out[-1] = out[-1][0], column + 1
        else:
            out.append((column, column + 1))
    return out


def _columns(sheet: Sheet, left: int, right: int) -> Sheet:
    rows: list[list[Value]] = [[None] * min(left, len(row)) + row[left:right] for row in sheet.rows]
    return Sheet(sheet.name, rows, merged=[m for m in sheet.merged if left <= m[1] < right], hidden=sheet.hidden)


def _is_own(sheet: Sheet, first: Side, left: int, right: int, head: Head | None, main: Head) -> bool:
    """Is the stretch a table, or a box, of its own?"""
    if head is None:
        return right - left == _LEAST and _is_box(sheet, left, main)
    if first.head is None:
        return False
    return _twins(first.head, head) or (_names(head) and _rows(sheet, first.left, first.right, first.head)
                                        != _rows(sheet, left, right, head))


def _twins(first: Head, other: Head) -> bool:
    """The same headings again, the first of them among them."""
    mine, theirs = ([fold(b) for b in head.bottoms if b] for head in (first, other))
    again = sum(b in mine for b in theirs)
    return len(theirs) > 2 and mine[:1] == theirs[:1] and again >= _ALIKE * max(len(mine), len(theirs))


def _names(head: Head) -> bool:
    """Does a heading say what its rows are called?"""
    words = vocabulary().fields["name"]
    return head.known >= 2 and any(words.get(squash(b), 0.0) > 0.9 for b in head.bottoms if b)


def _rows(sheet: Sheet, left: int, right: int, head: Head) -> tuple[int, int]:
    """The header and the last row before the first empty one: where two tables differ in that they are two."""
    row = head.data
    while row < len(sheet.rows) and any(filled(v) for v in sheet.rows[row][left:right]):
        row += 1
    return head.last, row


def _is_box(sheet: Sheet, left: int, main: Head) -> bool:
    """Labels with their figures, one of them in the row of the headings: "Total budget | 3700"."""
    pairs = [(sheet.at(r, left), sheet.at(r, left + 1)) for r in range(main.last, len(sheet.rows))]
    pairs = [p for p in pairs if any(map(filled, p))]
    if len(pairs) < _LEAST or not all(isinstance(a, str) and filled(b) for a, b in pairs):
        return False
    label, value = pairs[0]
    heading = isinstance(value, str) or read_label(value).timed or known_field(str(value))
    return bool(cells_of(sheet, main.last)) and sheet.at(main.last, left) == label and not heading
