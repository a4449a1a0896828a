"""A breakdown whose numbers step to the right with their depth: "1" in the first column, "1.1" in the second,
"1.1.1" in the third, none of them with a heading.

Must not know: sheets, fields. The numbers are put into one column, so that they make the tree they mean.
"""
from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby

from importers.base import Value
from importers.meaning.headers import Head, filled

_CODE = re.compile(r"^\d{1,3}(?:\.\d{1,3})*\.?$")
_MOST = 0.9
_LEAST = 4                                # rows with a number, fewer prove nothing
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
