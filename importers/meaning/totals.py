"""Printed totals: rows and columns whose figures are sums of others. They are checked and never counted as data.

Must not know: fields or items. Works on the parsed minor units of the figure columns.
"""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Matrix = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Wrong:
    """A printed figure that is not the sum of what it claims to sum (matrix row and column)."""

    row: int
    column: int
    printed: int
    summed: int


@dataclass(frozen=True, slots=True)
class Checked:
    """One total row against the sums it may stand for."""

    row: int
    rows: int                             # how many rows were summed
    printed: int                          # all its figures together
    summed: int
    wrong: tuple[Wrong, ...]


def check_rows(kinds: Sequence[str], figures: Matrix, present: npt.NDArray[np.bool_], tolerance: Sequence[int],
               classes: Sequence[int] | None = None, grand: frozenset[int] = frozenset()) -> list[Checked]:
    """Each total row (kind "total") against the data rows it can mean: those since the last total or group row,
    back to an earlier one, all so far (a grand total first), or the rows below. `classes` keeps rows of one
    scenario apart."""
    out: list[Checked] = []
    limits = np.array(tolerance, np.int64)
    data = np.array([k == "data" for k in kinds])
    cls = np.array(classes if classes is not None else [0] * len(kinds))
    totals = [i for i, k in enumerate(kinds) if k == "total"]
    for at in totals:
        use = present[at]
        if not use.any():
            continue
        mine = data & (cls == cls[at]) if classes is not None else data
        best: tuple[int, npt.NDArray[np.bool_], Matrix, int] | None = None
        spans = _spans(kinds, at, totals)
        for begin, end in ([(0, at), *spans] if at in grand else spans):
            rows = mine[begin:end]
            if not rows.any():
                continue
            sums = figures[begin:end][rows].sum(axis=0)
            off = (np.abs(sums - figures[at]) > limits) & use
            count = int(off.sum())
            if best is None or count < best[0]:
                best = (count, off, sums, int(rows.sum()))
        if best is None:
            continue
        _, off, sums, rows_summed = best
        wrong = tuple(Wrong(at, c, int(figures[at, c]), int(sums[c])) for c in np.flatnonzero(off).tolist())
        out.append(Checked(at, rows_summed, int(figures[at][use].sum()), int(sums[use].sum()), wrong))
    return out


def check_headings(kinds: Sequence[str], figures: Matrix, present: npt.NDArray[np.bool_],
                   tolerance: Sequence[int]) -> list[Checked]:
    """Heading rows that print figures: the sums of the data rows under them, up to one of the later headings."""
    out: list[Checked] = []
    limits = np.array(tolerance, np.int64)
    data = np.array([k == "data" for k in kinds])
    headings = [i for i, k in enumerate(kinds) if k == "group"]
    for at in headings:
        use = present[at]
        if not use.any():
            continue
        best: Checked | None = None
        for end in [*(h for h in headings if h > at), len(kinds)]:
            rows = data[at + 1:end]
            sums = figures[at + 1:end][rows].sum(axis=0)
            off = np.flatnonzero((np.abs(sums - figures[at]) > limits) & use).tolist()
            wrong = tuple(Wrong(at, c, int(figures[at, c]), int(sums[c])) for c in off)
            if rows.any() and (best is None or len(wrong) < len(best.wrong)):
                best = Checked(at, int(rows.sum()), int(figures[at][use].sum()), int(sums[use].sum()), wrong)
        if best is not None:
            out.append(best)
    return out


def _spans(kinds: Sequence[str], at: int, totals: Sequence[int]) -> list[tuple[int, int]]:
    """Row ranges a total at `at` may sum, the likeliest first."""
    before = [t for t in totals if t < at]
    groups = [i for i, k in enumerate(kinds[:at]) if k == "group"]
    starts = [before[-1] + 1 if before else 0]
    if groups:
        starts.append(groups[-1] + 1)
    starts += [t + 1 for t in reversed(before[:-1])]       # a total of a higher level, back to an earlier one
    starts += [g + 1 for g in reversed(groups[:-1])]
    starts.append(0)
    spans = [(s, at) for s in dict.fromkeys(starts[:40] + [0])]
    following = next((i for i in range(at + 1, len(kinds)) if kinds[i] in ("total", "group")), len(kinds))
    return [*spans, (at + 1, following), (at + 1, len(kinds))]


def find_sums(kinds: Sequence[str], doubtful: Sequence[int], figures: Matrix, present: npt.NDArray[np.bool_],
              tolerance: Sequence[int]) -> list[int]:
    """Which of some doubtful rows (no id, nothing describing) print the sum of the data rows around them."""
    found: list[int] = []
    limits = np.array(tolerance, np.int64)
    work = list(kinds)
    for at in doubtful:
        use = present[at] & (figures[at] != 0)
        if not use.any():
            continue
        for begin, end in _spans(work, at, [i for i, k in enumerate(work) if k == "total"]):
            rows = np.array([k == "data" and i not in doubtful for i, k in enumerate(work[begin:end], begin)], bool)
            if rows.sum() < 2:
                continue
            sums = figures[begin:end][rows].sum(axis=0)
            if (np.abs(sums - figures[at]) <= limits)[use].all():
                found.append(at)
                work[at] = "total"
                break
    return found


def check_columns(total: Matrix, present: npt.NDArray[np.bool_], parts: Matrix, parts_present: npt.NDArray[np.bool_],
                  tolerance: int) -> list[int]:
    """Rows in which a total column is not the sum of its parts."""
    sums = parts.sum(axis=1)
    off = (np.abs(sums - total) > tolerance) & present & parts_present.any(axis=1)
    return [int(i) for i in np.flatnonzero(off).tolist()]
