"""The same rows again under a repeated heading: states of one list at several dates, one below the other.

Must not know: fields beyond the name. Nobody says which state counts, so all do; that is said.
"""
from __future__ import annotations

from importers.base import address
from importers.meaning.table import Table
from importers.meaning.words import squash

_SAME = 0.6                               # share of a block's names that stand in the first block too
_LEAST = 3


def say_repeats(table: Table) -> None:
    """A warning for each block below a repeated header whose rows are called like those of the first block."""
    name = table.find("name")
    blocks = _blocks(table) if name is not None else []
    if name is None or len(blocks) < 2 or not any(g.money for g in table.guesses):
        return
    called = [[squash(v) for row in block if isinstance(v := table.sheet.at(row, name.index), str)] for block in blocks]
    first = set(called[0])
    again = [block[0] for block, names in zip(blocks[1:], called[1:], strict=True)
             if len(names) >= _LEAST and sum(n in first for n in names) >= _SAME * len(names)]
    if again:
        start = address(blocks[0][0], name.index)
        table.notes.cells("warning", [(row, name.index) for row in again],
                          f"{{where}}: from here on the rows are called like those from {start} on, under the same "
                          "headings. Each came in as a row of its own, so amounts of several states of a list add up; "
                          "keep the state that counts on a sheet of its own.")


def _blocks(table: Table) -> list[list[int]]:
    """The data rows between one header and the next."""
    blocks: list[list[int]] = [[]]
    for row in sorted(r for r in table.rows.kinds if r >= table.head.data):
        kind = table.rows.kinds[row]
        if kind == "header" and blocks[-1]:
            blocks.append([])
        elif kind == "data":
            blocks[-1].append(row)
    return [b for b in blocks if b]
