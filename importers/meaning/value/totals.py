"""Printed totals: rows and columns whose figures are sums of others. They are checked and never counted as data.

Must not know: fields or items. Works on the parsed minor units of the figure columns.
"""
from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Matrix = npt.NDArray[np.int64]
_SEVERAL, _COLUMNS = 2, 3                 # headings, and figures of each, that are enough to say that none is a sum
_NEAR = 4                                 # totals before a row that it may be the difference of
_FAR = 40                                 # totals or headings before a row that it may reach back to


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
    groups = [i for i, k in enumerate(kinds) if k == "group"]
    known: dict[int, tuple[Matrix, Matrix]] = {}
    for at in totals:
        use = present[at]
        if not use.any():
            continue
        one = int(cls[at])
        if one not in known:
            known[one] = _running(data & (cls == one), figures)
        counts, running = known[one]
        best: tuple[int, npt.NDArray[np.bool_], Matrix, int] | None = None
        spans = _spans(at, totals, groups, len(kinds))
        for begin, end in ([(0, at), *spans] if at in grand else spans):
            rows = int(counts[end] - counts[begin])
            if not rows:
                continue
            sums = running[end] - running[begin]
            off = (np.abs(sums - figures[at]) > limits) & use
            count = int(off.sum())
            if best is None or count < best[0]:
                best = (count, off, sums, rows)
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
    counts, running = _running(np.array([k == "data" for k in kinds], bool), figures)
    headings = np.array([i for i, k in enumerate(kinds) if k == "group"], np.int64)
    for at in headings.tolist():
        use = present[at]
        if not use.any():
            continue
        ends = np.append(headings[headings > at], len(kinds))
        ends = ends[counts[ends] > counts[at + 1]]         # some row stands between
        if not len(ends):
            continue
        sums = running[ends] - running[at + 1]
        off = (np.abs(sums - figures[at]) > limits) & use
        best = int(np.argmin(off.sum(axis=1)))             # of equally wrong ones the nearest
        wrong = tuple(Wrong(at, c, int(figures[at, c]), int(sums[best, c])) for c in np.flatnonzero(off[best]).tolist())
        out.append(Checked(at, int(counts[ends[best]] - counts[at + 1]), int(figures[at][use].sum()),
                           int(sums[best][use].sum()), wrong))
    return out


def disproved(checked: Sequence[Checked], present: npt.NDArray[np.bool_]) -> list[int]:
    """The headings that print figures where none of them, in no column, is the sum of what stands below it: several of
    them, each with figures enough for that to be no slip. They are rows of their own."""
    plain = all(len(c.wrong) == int(present[c.row].sum()) >= _COLUMNS for c in checked)
    return [c.row for c in checked] if plain and len(checked) >= _SEVERAL else []


def _running(data: npt.NDArray[np.bool_], figures: Matrix) -> tuple[Matrix, Matrix]:
    """How many of the data rows, and the sums of their figures, stand before each row: any range by one subtraction."""
    return (np.concatenate(([0], np.cumsum(data))),
            np.concatenate((np.zeros((1, figures.shape[1]), np.int64), np.cumsum(figures * data[:, None], axis=0))))


def _spans(at: int, totals: Sequence[int], groups: Sequence[int], count: int) -> list[tuple[int, int]]:
    """Row ranges a total at `at` may sum, the likeliest first; `totals` and `groups` in order, of `count` rows."""
    t, g = bisect_left(totals, at), bisect_left(groups, at)
    before, above = totals[max(0, t - _FAR):t], groups[max(0, g - _FAR):g]
    starts = [before[-1] + 1 if before else 0]
    if above:
        starts.append(above[-1] + 1)
    starts += [n + 1 for n in reversed(before[:-1])]       # a total of a higher level, back to an earlier one
    starts += [n + 1 for n in reversed(above[:-1])]
    starts.append(0)
    spans = [(s, at) for s in dict.fromkeys(starts[:_FAR] + [0])]
    after = [rows[place] for rows in (totals, groups) if (place := bisect_right(rows, at)) < len(rows)]
    return [*spans, (at + 1, min(after, default=count)), (at + 1, count)]


def find_sums(kinds: Sequence[str], doubtful: Sequence[int], figures: Matrix, present: npt.NDArray[np.bool_],
              tolerance: Sequence[int]) -> list[int]:
    """Which of some doubtful rows (no id, nothing describing) print the sum of the data rows around them."""
    found: list[int] = []
    limits = np.array(tolerance, np.int64)
    data = np.array([k == "data" for k in kinds], bool)
    data[list(doubtful)] = False
    counts, running = _running(data, figures)
    totals = [i for i, k in enumerate(kinds) if k == "total"]
    groups = [i for i, k in enumerate(kinds) if k == "group"]
    for at in doubtful:
        use = present[at] & (figures[at] != 0)
        if not use.any():
            continue
        for begin, end in _spans(at, totals, groups, len(kinds)):
            if counts[end] - counts[begin] < 2:
                continue
            if (np.abs(running[end] - running[begin] - figures[at]) <= limits)[use].all():
                found.append(at)
                insort(totals, at)
                break
    return found


def find_results(kinds: Sequence[str], may_be: Callable[[int], bool], figures: Matrix,
                 present: npt.NDArray[np.bool_], tolerance: Sequence[int]) -> list[int]:
    """Which data rows right below a total print the difference of two totals above them, or of such a result and the
    one row between: gross and net profit. The second kind needs several columns that say so."""
    found: list[int] = []
    known: list[int] = []
    limits = np.array(tolerance, np.int64)
    between: list[int] = []                                # data rows since the last total or result
    for at, kind in enumerate(kinds):
        if kind == "total" and present[at].any():
            known, between = [*known[1 - _NEAR:], at], []
        if kind != "data" or not known or len(between) > 1:
            continue
        use = present[at] & (figures[at] != 0)
        pairs = [(a, b) for n, b in enumerate(known) for a in known[:n]] if not between else \
            [(known[-1], between[0])] if len(between) == 1 and known[-1] in found and use.sum() >= _COLUMNS else []
        if use.any() and any((np.abs(figures[a] - figures[b] - figures[at]) <= limits)[use].all()
                             and figures[a][use].all() and figures[b][use].any() for a, b in pairs) and may_be(at):
            found.append(at)
            known, between = [*known[1 - _NEAR:], at], []
        else:
            between.append(at)
    return found


def check_columns(total: Matrix, present: npt.NDArray[np.bool_], parts: Matrix, parts_present: npt.NDArray[np.bool_],
                  tolerance: int) -> list[int]:
    """Rows in which a total column is not the sum of its parts."""
    sums = parts.sum(axis=1)
    off = (np.abs(sums - total) > tolerance) & present & parts_present.any(axis=1)
    return [int(i) for i in np.flatnonzero(off).tolist()]
