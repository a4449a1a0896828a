"""A block copied with its heads: months above the amounts, line and series names before them.

Heads outweigh the place of the cursor: amounts go to the months and series they name. Columns of sums (a quarter, a
year, a total) are left out and told, for their months say the same. Months without a year count from the year shown.
Must not know: widgets, how amounts are read.
"""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.core.find import fold
from app.errors import Problem
from app.ui.value.paste import EMPTY, Block
from app.ui.value.table import Row
from importers.meaning.value.amounts import number_text
from importers.meaning.value.periods import Label, read_label

NAMES_AT_MOST = 3                     # columns of names before the amounts


@dataclass(frozen=True, slots=True)
class Headed:
    """`months` of each column of `body`, `names` of each of its rows, and the heads of sums that were left out."""

    months: tuple[int, ...]
    names: tuple[str, ...]
    body: Block
    sums: tuple[str, ...]


def headed(block: Block, first: int) -> Headed | None:
    """The block by its heads, None where it has none. `first` is the month shown first, for heads without a year."""
    for candidate in (block, [list(column) for column in zip(*block, strict=True)]):
        if len(candidate) > 1:
            for names in range(NAMES_AT_MOST + 1):
                heads = candidate[0][names:]
                labels = [_label(head) for head in heads]
                if labels and None not in labels and any(label and label.month for label in labels):
                    return _cut(candidate, names, [label for label in labels if label is not None], first)
    return None


def _label(head: str) -> Label | None:
    """What a head says when it names a month or a sum of months; a bare number is a year or no head."""
    if head in EMPTY:
        return None
    label = read_label(head)
    number = number_text(head)
    if number is not None and not (label.year and not label.month and len(head) == 4):
        return None
    return label if label.month or label.quarter or label.half or label.total or label.year else None


def _cut(block: Block, names: int, labels: Sequence[Label], first: int) -> Headed:
    months: list[int] = []
    kept: list[int] = []
    year = first // 12
    for at, label in enumerate(labels):
        if not label.month or label.total:
            continue
        year = label.year or year
        month = year * 12 + label.month - 1
        if not label.year and months and month <= months[-1]:
            year, month = year + 1, month + 12
        if month in months:
            raise Problem(f"Two columns are headed “{block[0][names + at]}”.", "Copy one of them alone.")
        months.append(month)
        kept.append(names + at)
    called: list[str] = []
    above = [""] * names
    for row in block[1:]:
        above = [cell or was for cell, was in zip(row[:names], above, strict=True)]    # a name said once for a group
        called.append(" ".join(above).strip())
    sums = [block[0][names + at] for at in range(len(labels)) if names + at not in kept]
    return Headed(tuple(months), tuple(called), [[row[at] for at in kept] for row in block[1:]], tuple(sums))


def targets(found: Headed, rows: Sequence[Row], current: int) -> list[int]:
    """The row of the grid for each row of the block: by name, without names from the current row on."""
    if not any(found.names):
        return list(range(current, current + len(found.names)))
    return [_target(name, rows, current) for name in found.names]


def _target(name: str, rows: Sequence[Row], current: int) -> int:
    said, series = fold(name), read_label(name).series
    lines = {row.uid: row.name for row in rows if row.line}
    named = [uid for uid, called in lines.items() if called and fold(called) in said]
    longest = max((len(lines[uid]) for uid in named), default=0)
    named = [uid for uid in named if len(lines[uid]) == longest]
    here = rows[current]
    if not named and series and len(lines) == 1:
        named = list(lines)
    if not named and series and here.line:
        named = [here.uid]
    if not series and here.line:
        series = here.series
    hits = [at for at, row in enumerate(rows) if row.line and row.uid in named and row.series == series]
    if len(hits) != 1:
        what = "names no effect line shown here" if not named else \
            "names several effect lines" if len(named) > 1 else "does not say which series it holds"
        raise Problem(f"“{name}” {what}.", "Head each row by its effect line and series, such as “Savings Plan”, or "
                                           "copy the amounts without names and choose the row they begin in.")
    return hits[0]
