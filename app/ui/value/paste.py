"""A block copied from a spreadsheet to months of effect lines: the marks of its numbers proven by the block itself.

"1,234" alone is a thousand to one person and one and a bit to another: a block in which no number proves its decimal
mark is refused, never guessed. Must not know: widgets, where the block goes.
"""
from __future__ import annotations

from collections.abc import Sequence

from app.core.values import to_minor
from app.errors import Problem
from importers.meaning.value.amounts import NumberText, number_text

EMPTY = ("", "-", "\u2013", "\u2014")
SERIES_AT_MOST = 5
Block = list[list[str]]


def block_of(text: str) -> Block:
    """Clipboard text as rows of cells; a trailing line break is no row."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").rstrip("\n").split("\n")
    rows = [[cell.strip().strip("\u00a0").strip('"') for cell in line.split("\t")] for line in lines]
    width = max(len(row) for row in rows)
    return [row + [""] * (width - len(row)) for row in rows]


def across(block: Block) -> Block:
    """The block with its months running to the right, turned when they run down."""
    if len(block) > SERIES_AT_MOST and len(block[0]) <= SERIES_AT_MOST:
        return [list(column) for column in zip(*block, strict=True)]
    return block


def amounts(block: Block, kinds: Sequence[tuple[int, str]]) -> list[list[int | None]]:
    """Minor units of every cell, None where empty; `kinds` are the decimal places and the currency of each row."""
    numbers = [[_number(cell, currency) for cell in row] for row, (_, currency) in zip(block, kinds, strict=True)]
    mark = _mark([n for row in numbers for n in row if n is not None])
    return [[None if n is None else to_minor(n.decimal(mark), scale) for n in row]
            for row, (scale, _) in zip(numbers, kinds, strict=True)]


def _number(cell: str, currency: str) -> NumberText | None:
    if cell in EMPTY:
        return None
    found = number_text(cell)
    if found is None:
        raise Problem(f"“{cell}” is not a number.", "Copy the amounts alone, without heads and names.")
    if found.percent or (found.unit is not None and (found.unit.power or found.unit.currency not in ("", currency))):
        raise Problem(f"“{cell}” carries a unit of its own.", f"Amounts are pasted here in full {currency}.")
    return found


def _mark(numbers: Sequence[NumberText]) -> str:
    """The decimal mark of the whole block."""
    proofs = {n.proof for n in numbers if n.proof}
    if len(proofs) > 1:
        one, other = (next(n.body for n in numbers if n.proof == mark) for mark in (".", ","))
        raise Problem(f"The block holds English and German numbers: “{one}” and “{other}”.",
                      "Give all cells one number format and copy again.")
    doubtful = next((n.body for n in numbers if n.ambiguous), "")
    if doubtful and not proofs:
        raise Problem(f"“{doubtful}” may be read as a thousand or as a decimal, and no other number tells.",
                      "Show the cells without a thousands mark, or with two decimals, and copy again.")
    return proofs.pop() if proofs else "."
