"""Numbers that count on, 1 2 3 4, in neighbouring cells of a row: weeks or days.

Must not know: headers.
"""
from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from importers.base import Value


def counting_on(cells: Sequence[tuple[int, Value]]) -> set[int]:
    """Columns of a stretch of numbers that count on, 1 2 3 4: weeks or days, which neither make nor mar a header."""
    out: set[int] = set()
    numbers = [v for _, v in cells if isinstance(v, (float, int))]
    if sum(b == a + 1 for a, b in pairwise(numbers)) < 3:
        return out
    run: list[tuple[int, Value]] = []
    for column, value in [*cells, (-1, None)]:
        number = isinstance(value, int | float) and not isinstance(value, bool) and value == int(value)
        if number and run and value == run[-1][1] + 1:     # type: ignore[operator]
            run.append((column, value))
            continue
        if len(run) >= 4:
            out |= {c for c, _ in run}
        run = [(column, value)] if number else []
    return out
