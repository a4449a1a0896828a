"""Where a pasted block goes in the months grid: by its heads when it has some, else from the chosen cell on.

Must not know: the clipboard, how a step is written.
"""
from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from app.core import edits
from app.core.change import Change
from app.core.counting import counted
from app.errors import Problem
from app.ui.value.headed import headed, targets
from app.ui.value.paste import Block, across, amounts
from app.ui.value.table import Row, ValueTable

NODE_ROWS = 5                         # a block higher than this was meant for lines


@dataclass(frozen=True, slots=True)
class Laid:
    """The row of the grid for each row of `body`, the month of each of its columns, and heads of sums left out."""

    rows: tuple[Row, ...]
    months: tuple[int, ...]
    body: Block
    sums: tuple[str, ...] = ()

    @property
    def reached(self) -> tuple[int, int]:
        """Months [first, end) from the earliest to the latest."""
        return min(self.months), max(self.months) + 1


def lay(table: ValueTable, at: int, column: int, block: Block, may_edit: Callable[[Row], bool]) -> Laid:
    """Raises Problem where the block does not fit."""
    found, start = headed(block, table.span[0]), table.columns[column]
    if table.look.cumulated or (found is None and start.kind != "month"):
        raise Problem("Amounts are pasted into months.", "Show months in-year and choose the first one.")
    if found is not None:
        body, months, rows, sums = found.body, found.months, targets(found, table.rows, at), found.sums
    else:
        body, sums = across(block), ()
        months, rows = tuple(start.first + i for i in range(len(body[0]))), list(range(at, at + len(body)))
    if len(rows) > NODE_ROWS and not table.rows[rows[0]].line:
        raise Problem("Amounts of nodes are sums.", "Choose a row of an effect line.")
    if max(rows) >= len(table.rows) or not all(may_edit(table.rows[r]) for r in rows):
        raise Problem(f"The block of {counted(len(rows), 'row')} does not fit here.",
                      "Choose a measure, and the row of its effect line where the block begins.")
    return Laid(tuple(table.rows[r] for r in rows), months, body, sums)


def written(table: ValueTable, laid: Laid) -> list[Change]:
    """The changes that write it. Raises Problem where a cell is no amount."""
    kinds = [(table.scale_of(row), table.p[row.uid].get("currency") or table.currency) for row in laid.rows]
    changes: list[Change] = []
    for row, values in zip(laid.rows, amounts(laid.body, kinds), strict=True):
        by_month = dict(zip(laid.months, values, strict=True))
        for first, end in runs([(month, month + 1) for month in laid.months]):
            changes += edits.set_months(table.p, row.uid, row.series, first, [by_month[m] for m in range(first, end)])
    return changes


def runs(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Months [first, end) joined where they touch or overlap."""
    found: list[tuple[int, int]] = []
    for first, end in sorted(spans):
        if found and first <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((first, end))
    return found
