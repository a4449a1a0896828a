"""Totals printed in the blocks of a return: checked against the rows above them, and never counted.

A row that asks for a part of the others ("How much of ... is committed?") counts where a total proves that it does, or
where another one asks for the rest; else it is said and left out. Must not know: how rows were read.
"""
from __future__ import annotations

from collections.abc import Sequence

from app.core.batch import Printed
from app.core.values import scale_of
from importers.base import Sheet, address
from importers.layouts.forms.matrix import Block, Line, Read
from importers.meaning.notes import Notes
from importers.meaning.words import fold


def check(sheet: Sheet, block: Block, total: Line, pending: Sequence[Line], memos: list[Line],
           asked: Sequence[str], notes: Notes, out: Read) -> list[Line]:
    """Compare a printed total with the rows above it, or with all rows of the block; remarks still open come back."""
    own = [line for line in pending if line not in memos]
    for rows in (own, list(pending), block.lines):
        if rows and not _wrong(block, total, rows):
            if rows != own and rows is not block.lines:    # the total counts them: they are rows like the others
                for line in rows:
                    if line in memos:
                        block.lines.append(line)
                        out.rows[line.row] = "data"
                memos = [m for m in memos if m not in rows]
            place = f"{sheet.name}!{address(total.row, next(iter(total.cells)))}"
            out.printed.append(Printed(place, total.name, sum(total.cells.values()),
                                       sum(line.cells.get(c, 0) for line in rows for c in total.cells),
                                       scale_of(block.currency), True))
            return memos
    whole = [line for _, line in out.lines]
    titles = dict.fromkeys(title for title, _ in out.lines)
    for rows in (whole, *([line for t, line in out.lines if t == title] for title in titles)):
        if not block.lines and all(sum(line.cells.get(c, 0) for line in rows) == v for c, v in total.cells.items()):
            return memos                                   # a summary of the sheet's blocks
    if memos and _split(asked):                            # "... committed?" and "... not committed?": two parts
        for line in memos:
            out.rows[line.row] = "data"
        block.lines += memos
        own, memos = list(pending), []
    tried = [_wrong(block, total, rows) for rows in (own, block.lines) if rows]
    notes.cells("warning", [(total.row, c) for c in min(tried, key=len, default=list(total.cells))],
                f"“{total.name}” in {{where}} is not the sum of the rows above it; the rows count.")
    return memos


def _wrong(block: Block, total: Line, rows: Sequence[Line]) -> list[int]:
    """The columns in which a total is not the sum of some rows."""
    slack = (len(rows) + 1) // 2 if block.rounded else 0
    sums = {c: sum(line.cells.get(c, 0) for line in rows) for c in total.cells}
    return [c for c, printed in total.cells.items() if abs(sums[c] - printed) > slack]


def _split(asked: Sequence[str]) -> bool:
    """Do two remarks part one sum, the one saying what the other says not?"""
    words = [fold(text).split() for text in asked]
    return any(w != other and [x for x in w if x not in ("not", "nicht")] == other for w in words for other in words)


def say_memo(memo: Line, notes: Notes) -> None:
    """That a remark was not counted."""
    notes.cells("note", [(memo.row, c) for c in memo.cells],
                f"“{memo.name[:60]}” in {{where}} says how much of the rows beside it; the printed total leaves it "
                "out, and so it was not counted.")
