"""The sheets of Trimtab's own workbook as rows: where the head row is, which field each column is.

Must not know: items, what the rows become.
"""
from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from app.core.catalog import LEVELS, Field, fields_of
from app.core.find import fold
from app.core.own_workbook import (
    AMOUNT_HEADS,
    EFFECTS,
    LINE_RECORD,
    README,
    RECORD,
    SHEETS,
    STATE,
    TITLE,
    TREE,
    Cell,
    head_of,
)
from app.errors import Problem
from importers.base import Book, Sheet, address

_LOOK_FOR_HEAD = 12                       # rows a person may have put above the head
KIND_OF = {fold(name): kind for kind, name in SHEETS.items()}


@dataclass(slots=True)
class OwnSheet:
    """One sheet that the export writes: `kind` is the kind of its rows, "node" for the tree."""

    sheet: Sheet
    kind: str
    head_row: int
    heads: dict[str, int] = field(default_factory=dict)       # folded head -> column

    def rows(self) -> Iterator[int]:
        """0-based rows below the head that hold anything."""
        for row in range(self.head_row + 1, len(self.sheet.rows)):
            if any(v is not None and v != "" for v in self.sheet.rows[row]):
                yield row

    def at(self, row: int, head: str) -> Cell:
        """The cell below a head; None when the sheet has no such column."""
        column = self.heads.get(fold(head))
        return None if column is None else self.sheet.at(row, column)

    def text(self, row: int, head: str) -> str:
        return text_of(self.at(row, head))

    def where(self, row: int, head: str = "") -> str:
        """The address of a cell, or of the row when the sheet has no such column."""
        return f"{self.sheet.name}!{address(row, self.heads.get(fold(head), 0))}"


def text_of(cell: Cell) -> str:
    """A cell as a person reads it: a whole number has no decimals."""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return "" if cell is None else str(cell)


def is_own(book: Book) -> bool:
    """The README sheet of an export says so in its first cell."""
    return any(s.name == README and s.at(0, 0) == TITLE for s in book.sheets)


def refuse_own_table(book: Book) -> None:
    """Raises Problem for the table of amounts that the export writes as .csv: it holds no tree to come back to."""
    head = book.sheets[0].rows[0] if book.format == "csv" and book.sheets and book.sheets[0].rows else []
    if tuple(v for v in head if isinstance(v, str)) == AMOUNT_HEADS:
        raise Problem(f"{book.name} is Trimtab's own table of amounts, made for other programs; it holds no tree, no "
                      "activities and no risks, so its measures cannot be found again.",
                      "Export the portfolio as .xlsx and import that.")


def own_sheets(book: Book) -> dict[str, OwnSheet]:
    """Kind of rows -> sheet ("node", "effect_line", and every kind with a sheet); sheets people added are not in."""
    found: dict[str, OwnSheet] = {}
    for sheet in book.sheets:
        kind = {TREE: "node", EFFECTS: "effect_line"}.get(sheet.name) or KIND_OF.get(fold(sheet.name), "")
        mark = fold(LINE_RECORD if kind == "effect_line" else RECORD)
        if not kind:
            continue
        for row in range(min(_LOOK_FOR_HEAD, len(sheet.rows))):
            heads = {fold(v): c for c, v in reversed(list(enumerate(sheet.rows[row]))) if isinstance(v, str) and v}
            if mark in heads:
                found[kind] = OwnSheet(sheet, kind, row, heads)
                break
    return found


def readme(book: Book) -> dict[str, Cell]:
    """What the README sheet says, by the name in its first column."""
    sheet = next(s for s in book.sheets if s.name == README)
    return {str(row[0]): row[1] for row in sheet.rows if len(row) > 1 and row[0] is not None}


def fields_by_head(kind: str) -> dict[str, Field]:
    """Folded head -> catalog field, for the rows of a kind; the tree's rows have those of a measure."""
    return {fold(head_of(f)): f for f in fields_of("measure" if kind in ("node", *LEVELS) else kind).values()}


__all__ = ["STATE", "OwnSheet", "fields_by_head", "is_own", "own_sheets", "readme", "refuse_own_table", "text_of"]
