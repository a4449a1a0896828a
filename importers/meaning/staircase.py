"""A breakdown that steps to the right with its depth: its numbers, "1" in the first column, "1.1" in the second, none
of them with a heading; or its names, all below one wide heading beside a column of such numbers.

Must not know: sheets, fields. They are put into one column, so that the numbers make the tree they mean.
"""
from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby, pairwise, takewhile

from importers.base import Value
from importers.meaning.headers import Head, filled

_CODE = re.compile(r"^\d{1,3}(?:\.\d{1,3})*\.?$")
_MOST, _MOSTLY = 0.9, 0.8
_LEAST = 4                                # rows with a number, fewer prove nothing
_LOOK = 200                               # rows that tell what a column holds
_HEADING = "WBS"


def join_steps(head: Head, columns: list[Sequence[Value]]) -> None:
    """Put the numbers of neighbouring columns without headings into the first of them, under a heading of its own."""
    bare = [c for c in range(len(columns)) if not head.bottoms[c]]
    for _, run in groupby(enumerate(bare), lambda one: one[1] - one[0]):
        steps = [c for _, c in run]
        codes = _joined([columns[c] for c in steps]) if len(steps) > 1 else None
        if codes is not None:
            head.texts[steps[0]] = head.bottoms[steps[0]] = _HEADING
            columns[steps[0]] = codes
            for column in steps[1:]:
                columns[column] = (None,) * len(codes)
            return


def join_names(head: Head, columns: list[Sequence[Value]]) -> None:
    """Put the names below one heading that step to the right as the numbers beside them grow deeper into its first
    column; where they stand in several columns for another reason they stay there."""
    if not any(a and a == b for a, b in pairwise(head.bottoms)):
        return                                             # no heading reaches over several columns
    numbers = next((n for n in range(len(columns)) if _depths(columns[n])), -1)
    if numbers < 0:
        return
    depths = [_code(v).count(".") if _code(v) else -1 for v in columns[numbers]]
    wide = range(numbers + 1, len(columns))
    for heading, run in groupby(wide, lambda c: head.bottoms[c]):
        steps = list(takewhile(lambda c: any(map(filled, columns[c])), run)) if heading else []
        named = [[(at, columns[c][i]) for at, c in enumerate(steps) if filled(columns[c][i])]
                 for i in range(len(depths))]
        rows = [(here, depth) for here, depth in zip(named, depths, strict=True) if here and depth >= 0]
        fits = sum(len(here) == 1 and isinstance(here[0][1], str) and here[0][0] == depth for here, depth in rows)
        alone = all(len(here) < 2 for here in named)
        if len(steps) > 1 and alone and len(rows) >= _LEAST and fits >= _MOSTLY * len(rows):
            columns[steps[0]] = [here[0][1] if here else None for here in named]
            for column in steps[1:]:
                columns[column] = (None,) * len(depths)
            return


def _depths(column: Sequence[Value]) -> bool:
    """Numbers of several depths and nothing else."""
    codes = [_code(v) for v in column[:_LOOK] if filled(v)]
    return len(codes) >= _LEAST and sum(map(bool, codes)) >= _MOST * len(codes) and len(
        {c.count(".") for c in codes if c}) > 1


def _joined(columns: Sequence[Sequence[Value]]) -> list[Value] | None:
    """One number a row, each as deep as its column stands to the right; None where they are anything else."""
    out: list[Value] = []
    rows = fits = 0
    for cells in zip(*columns, strict=True):
        here = [(at, v) for at, v in enumerate(cells) if filled(v)]
        code = _code(here[0][1]) if len(here) == 1 else ""
        out.append(code or None)
        if here:
            rows += 1
            fits += bool(code) and code.count(".") == here[0][0]
    deep = len({c.count(".") for c in out if isinstance(c, str)})
    return out if rows >= _LEAST and deep > 1 and fits >= _MOST * rows else None


def _code(value: Value) -> str:
    if isinstance(value, int | float) and not isinstance(value, bool):
        value = f"{value:g}"
    text = value.strip() if isinstance(value, str) else ""
    return text.rstrip(".") if _CODE.match(text) else ""
