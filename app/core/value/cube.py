"""Sums of effect lines over the tree: net money by node, series and month, exact to the minor unit.

Definitions follow product.md section 4: amounts are entered positive and the line's type gives the sign, a total
is net money (benefit - cost) over money lines; a line of kind `level` counts as its difference to baseline; an
`undated` amount belongs to no month but to every all-time total; empty is not 0.
A cube follows its portfolio: after an edit of months it is brought up to date in place, line by line and up its
ancestors; when lines or nodes come, go or move the amounts of all others are taken over. It is made anew when rates or
settings change. Integers make all three agree bit for bit. `effect` narrows a cube to a category or type of lines.
Must not know: the window, files. A status date never enters here (variance.py takes one).
"""
from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from math import prod

import numpy as np
from numpy.typing import NDArray

from app.core.catalog import EFFECT_TYPES, SERIES
from app.core.numbers import Numbers
from app.core.outline import Outline
from app.core.portfolio import Portfolio, Record, Since
from app.core.record import rows
from app.core.value import lines as gathered
from app.core.value.lines import COST_TYPES, is_money
from app.core.value.rates import commonest, rates
from app.core.value.rolling import carried, columns_above, resting, roll_up, sums_above
from app.core.values import scale_of

SERIES_INDEX = {name: i for i, name in enumerate(SERIES)}
DEFAULT_CURRENCY = "EUR"
_ACTUAL = SERIES_INDEX["actual"]
_AT_MOST = 2000                       # lines a cube takes in one by one; after more it is made anew
_ONE_BY_ONE = 50                      # lines whose difference goes up node by node; more are summed anew
_MEASURE = 5                          # the level that carries lines
_FREE = ("name", "money_line", "unit", "segment", "anchor", "basis", "plan", "forecast", "actual", "baseline", "target",
         *(f"undated_{s}" for s in SERIES))     # cells of a line that leave every other line's sums alone

__all__ = ["COST_TYPES", "Cube", "build", "cube", "is_money", "rates", "reporting_currency", "roll_up",
           "undated_lines"]


@dataclass(frozen=True)
class Cube:
    """Every money line's signed amounts and their sums by node; ask `cube(portfolio)` again after a change.

    `lines` are the live money lines in the reporting currency, ordered by the position of their measure. `apart`
    lists lines whose currency has no rate; they are in no total. `first` is the month of the first column.
    Arrays lie month by month; `stored`, `present`, `net` and `nodes` are the same by line or node.
    """

    outline: Outline
    currency: str
    scale: int
    first: int
    lines: list[Record]
    position: NDArray[np.int32]           # [line] -> position of its measure in the outline
    block: gathered.Block                 # of `lines`
    apart: list[Record]
    column: NDArray[np.int32]             # [node] -> its column in `sums`, -1 for measures
    sums: NDArray[np.int64]               # [series, month, column] roll-up of net over nodes above measures
    node_undated: NDArray[np.int64]       # [node, series]
    filled: NDArray[np.int64]             # [series, month] how many lines hold a value
    booked: NDArray[np.int64]             # [month] how many lines hold an actual other than 0
    effect: str = ""                      # one of lines.EFFECTS

    @property
    def months(self) -> int:
        return int(self.block.net.shape[1])

    @property
    def types(self) -> NDArray[np.int8]:
        """[line] -> index into EFFECT_TYPES."""
        return self.block.types

    @property
    def stored(self) -> NDArray[np.int64]:
        """[line, series, month] as entered (positive), in the reporting currency; made when asked for."""
        return np.stack([self.block.stored(s) for s in range(len(SERIES))]).transpose(2, 0, 1)

    @property
    def present(self) -> NDArray[np.bool_]:
        """[line, series, month] whether there is a value: empty is not 0."""
        return self.block.present.transpose(2, 0, 1)

    @property
    def net(self) -> NDArray[np.int64]:
        """[line, series, month], signed, levels turned into effects."""
        return self.block.net.transpose(2, 0, 1)

    @property
    def undated_stored(self) -> NDArray[np.int64]:
        return self.block.undated_stored

    @property
    def undated(self) -> NDArray[np.int64]:
        return self.block.undated

    @property
    def nodes(self) -> NDArray[np.int64]:
        """[node, series, month] of every node; made when asked for. One node is cheaper by `at`."""
        above = np.flatnonzero(self.column >= 0)
        found = np.zeros((*self.sums.shape[:2], len(self.outline)), np.int64)
        found[:, :, above] = self.sums[:, :, self.column[above]]
        if len(self.lines):
            starts = np.flatnonzero(np.r_[True, self.position[1:] != self.position[:-1]])
            found[:, :, self.position[starts]] = np.add.reduceat(self.block.net, starts, axis=2)
        return found.transpose(2, 0, 1)

    @cached_property
    def row(self) -> dict[str, int]:
        """uid of a line -> its place in `lines`."""
        return {line.uid: i for i, line in enumerate(self.lines)}

    def place(self, uid: str, line: Record | None, homes: Iterable[str] = ()) -> int | None:
        """Where a line stands in `lines`; `homes` are measures it may have hung under when the cube was made."""
        if "row" in self.__dict__:
            return self.row.get(uid)
        for measure in (line.parent if line is not None else "", *homes):
            at = self.outline.position.get(measure)
            if at is not None:
                low, high = np.searchsorted(self.position, (at, at + 1), "left").tolist()
                for i in range(low, high):
                    if self.lines[i].uid == uid:
                        return i
        return None

    def at(self, node: str) -> NDArray[np.int64]:
        """Net amounts of a node, [series, month]; "" is the whole file."""
        if not node:
            return np.asarray(self.sums[:, :, self.column[self.outline.parent == -1]].sum(axis=2), np.int64)
        column = int(self.column[self.outline.position[node]])
        if column >= 0:
            return self.sums[:, :, column]
        low, high = self._slice(node)
        return np.asarray(self.block.net[:, :, low:high].sum(axis=2), np.int64)

    def total(self, node: str, series: str, first: int | None = None, end: int | None = None) -> int:
        """Net minor units of a node ("" = the file) and series over the months [first, end).

        Without months the all-time total, which alone includes undated amounts. Favourable is positive.
        """
        s = SERIES_INDEX[series]
        if first is None and end is None:
            rows = (self.node_undated[self.outline.position[node]] if node
                    else self.node_undated[self.outline.parent == -1].sum(axis=0))
            return int(self.at(node)[s].sum()) + int(rows[s])
        low, high = self.span(first, end)
        return int(self.at(node)[s, low:high].sum())

    def span(self, first: int | None, end: int | None) -> tuple[int, int]:
        """Months [first, end) as columns, clipped to what there is."""
        low = 0 if first is None else min(max(first - self.first, 0), self.months)
        high = self.months if end is None else min(max(end - self.first, low), self.months)
        return low, high

    def cut(self, month: int | None, low: int = 0, high: int | None = None) -> int:
        """The column behind a month, as a rule "actual to", within columns [low, high); `low` without such a month."""
        return low if month is None else min(max(month + 1 - self.first, low), self.months if high is None else high)

    def by_type(self, node: str = "") -> dict[str, dict[str, int]]:
        """All-time amounts as entered (positive) by effect type and series; only series that hold a value."""
        chosen, stored = self.lines_of(node), self.stored
        found: dict[str, dict[str, int]] = {}
        for t, name in enumerate(EFFECT_TYPES):
            rows = chosen[self.types[chosen] == t]
            for s, series in enumerate(SERIES):
                if len(rows) and (self.present[rows, s].any() or self.undated_stored[rows, s].any()):
                    amount = int(stored[rows, s].sum()) + int(self.undated_stored[rows, s].sum())
                    found.setdefault(name, {})[series] = amount
        return found

    def lines_of(self, node: str) -> NDArray[np.intp]:
        """Indices of the lines below a node ("" = all)."""
        return np.arange(*self._slice(node)) if node else np.arange(len(self.lines))

    def _slice(self, node: str) -> tuple[int, int]:
        at = self.outline.position[node]
        low, high = np.searchsorted(self.position, (at, int(self.outline.end[at])), "left").tolist()
        return low, high

    def used(self, node: str = "") -> list[str]:
        """Series of a node that hold any value."""
        rows = self.lines_of(node)
        return [name for s, name in enumerate(SERIES)
                if self.present[rows, s].any() or self.undated_stored[rows, s].any()]

    def extent(self, series: Iterable[str] = SERIES) -> tuple[int, int] | None:
        """First and last month with a value in any of the series."""
        rows = [SERIES_INDEX[name] for name in series]
        hit = np.flatnonzero(self.filled[rows].any(axis=0))
        return None if not len(hit) else (self.first + int(hit[0]), self.first + int(hit[-1]))


def cube(portfolio: Portfolio, effect: str = "") -> Cube:
    """The portfolio's cube as of its last change, of all money or of one effect."""
    return portfolio.kept(f"cube {effect}", lambda: build(portfolio, effect),
                          lambda found, since: _follow(portfolio, found, since))


def reporting_currency(portfolio: Portfolio) -> str:
    """The setting, else the currency most lines are in, else EUR."""
    return str(portfolio.setting("currency") or commonest(portfolio) or DEFAULT_CURRENCY)


def build(portfolio: Portfolio, effect: str = "") -> Cube:
    """Gather, convert, sign and roll up. Cost: one pass over the lines and one over the nodes."""
    outline, currency = portfolio.outline, reporting_currency(portfolio)
    lines, position = _all_ordered(outline, portfolio.of_kind("effect_line"), effect)
    block, apart = gathered.read(portfolio, lines, currency), []
    if block.apart.any():
        apart = [lines[i] for i in np.flatnonzero(block.apart).tolist()]
        keep = np.flatnonzero(~block.apart)
        lines, position, block = [lines[i] for i in keep.tolist()], position[keep], block.only(keep)
    return _summed(portfolio, effect, currency, lines, position, block, apart)


def _ordered(outline: Outline, lines: Iterable[Record], effect: str) -> list[tuple[int, str, str, Record]]:
    """The lines of an effect with the position of their measure, its rank and uid, in their order."""
    found, lines = [], list(lines)
    for line, (parent, rank, category, type_) in zip(lines, rows(lines, "parent", "rank", "category", "type"),
                                                     strict=True):
        at = outline.position.get(parent)
        if at is not None and gathered.part_of(effect, category, type_):
            found.append((at, rank or "", line.uid, line))
    found.sort()
    return found


def _all_ordered(outline: Outline, lines: list[Record], effect: str) -> tuple[list[Record], NDArray[np.int32]]:
    """`_ordered` of all lines, which come by uid: only measures with several of them ask for ranks."""
    if effect or not lines:
        found = _ordered(outline, lines, effect)
        return [row[3] for row in found], np.array([row[0] for row in found], np.int32)
    numbers = Numbers(lines)
    at = numbers.places("parent", outline.position)
    at = np.where(numbers.of("category", lambda word: gathered.part_of("", word, None)) == 1, at, -1)
    order = np.argsort(at, kind="stable")
    order = order[np.searchsorted(at[order], 0):]
    position = at[order].astype(np.int32)
    same = np.r_[False, position[1:] == position[:-1]]
    several = (same | np.r_[same[1:], False]).nonzero()[0]
    some = [lines[i] for i in order[several].tolist()]
    ranked = [(place, rank or "", line.uid, i) for place, (rank,), line, i in zip(
        position[several].tolist(), rows(some, "rank"), some, order[several].tolist(), strict=True)]
    order[several] = [row[3] for row in sorted(ranked)]
    return [lines[i] for i in order.tolist()], position


def _summed(portfolio: Portfolio, effect: str, currency: str, lines: list[Record], position: NDArray[np.int32],
            block: gathered.Block, apart: list[Record]) -> Cube:
    return _rolled(portfolio.outline, portfolio.series.first, effect, currency, lines, position, block, apart,
                   *_counted(block))


def _counted(block: gathered.Block) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """`filled` and `booked` of some lines."""
    return np.count_nonzero(block.present, axis=2), np.count_nonzero(block.stored(_ACTUAL), axis=1)


def _rolled(outline: Outline, first: int, effect: str, currency: str, lines: list[Record],
            position: NDArray[np.int32], block: gathered.Block, apart: list[Record], filled: NDArray[np.int64],
            booked: NDArray[np.int64]) -> Cube:
    column, net = columns_above(outline, _MEASURE), block.net
    rows = net.reshape(net.shape[0] * net.shape[1], net.shape[2])      # -1 cannot be worked out of nothing
    sums = sums_above(outline, position, rows, column)
    return Cube(outline, currency, scale_of(currency), first, lines, position, block, apart, column,
                sums.reshape(*net.shape[:2], sums.shape[1]), roll_up(outline, position, block.undated), filled, booked,
                effect)


def _follow(portfolio: Portfolio, c: Cube, since: Since) -> Cube | None:
    """Bring the touched lines and their ancestors up to date; None when the cube must be made anew."""
    store = portfolio.series
    if store.first != c.first or store.months != c.months or c.currency != reporting_currency(portfolio):
        return None
    if any(kind in ("", "setting", "rate") for kind, _ in since.cells):
        return None
    if portfolio.outline is not c.outline or any(kind == "effect_line" and cell not in _FREE
                                                 for kind, cell in since.cells):
        return _relaid(portfolio, c, since)
    if c.apart and not since.uids.isdisjoint(line.uid for line in c.apart):
        return None
    rows = sorted(at for uid in since.uids if (at := c.place(uid, portfolio.get(uid))) is not None)
    if not rows:
        return c
    new, old = gathered.read(portfolio, [c.lines[i] for i in rows], c.currency), c.block.only(np.array(rows, np.intp))
    if new.apart.any():
        return None
    delta, delta_undated = new.net - old.net, new.undated - old.undated
    for counts, now, was in zip((c.filled, c.booked), _counted(new), _counted(old), strict=True):
        counts += now - was
    c.block.put(np.array(rows, np.intp), new)
    _take_up(c.outline, c.column, c.position[rows].tolist(), delta, delta_undated, c.sums, c.node_undated)
    return c


def _relaid(portfolio: Portfolio, c: Cube, since: Since) -> Cube | None:
    """Lines or nodes came, went or moved: another cube with the amounts of all others as they were."""
    outline, position = portfolio.outline, c.position
    keep = np.ones(len(c.lines), np.bool_)
    if outline is not c.outline:
        now = outline.places_of(c.outline)
        position = now[c.position] if len(c.position) else c.position
        keep = position >= 0
    touched = [uid for uid in since.uids | since.along if c.place(uid, portfolio.get(uid), since.homes) is not None
               or getattr(portfolio.get(uid), "kind", "") == "effect_line"]
    if c.apart or len(touched) > _AT_MOST:
        return None
    gone = [at for uid in touched if (at := c.place(uid, portfolio.get(uid), since.homes)) is not None]
    keep[gone] = False
    added = _ordered(outline, (r for uid in touched if (r := portfolio.get(uid)) and not r.deleted), c.effect)
    new = gathered.read(portfolio, [row[3] for row in added], c.currency)
    if new.apart.any():
        return None
    rest = resting(c.outline, outline, c.position) if len(gone) + len(added) <= _ONE_BY_ONE else None
    if rest is not None:
        column = columns_above(outline, _MEASURE)
        sums = at_columns(c, column, rest, c.sums)
        undated = carried(c.node_undated.T, rest, len(outline)).T
        if not gone and not added and not (position[1:] < position[:-1]).any():
            return replace(c, outline=outline, position=position, column=column, sums=sums, node_undated=undated)
    old = np.flatnonzero(keep)
    if len(old) and (np.diff(position[old]) < 0).any():
        old = old[np.argsort(position[old], kind="stable")]
    standing = position[old]
    places = []
    for at, rank, uid, _ in added:
        low, high = np.searchsorted(standing, (at, at + 1), "left").tolist()
        while low < high and (c.lines[old[low]].rank, c.lines[old[low]].uid) < (rank, uid):
            low += 1
        places.append(low)
    source = np.insert(old, places, np.arange(len(added)) + len(c.lines)).astype(np.intp)
    lines = [*c.lines, *(row[3] for row in added)]
    where = np.r_[position, np.array([row[0] for row in added], np.int32)].astype(np.int32)
    went = c.block.only(np.flatnonzero(~keep))
    counts = [all_ + came - left for all_, came, left in zip((c.filled, c.booked), _counted(new), _counted(went),
                                                             strict=True)]
    chosen, block = [lines[i] for i in source.tolist()], c.block.recut(new, source)
    if rest is None:
        return _rolled(outline, c.first, c.effect, c.currency, chosen, where[source], block, [], *counts)
    for some, nodes, sign in ((went, position[~keep], -1), (new, where[len(c.lines):], 1)):
        _take_up(outline, column, nodes.tolist(), sign * some.net, sign * some.undated, sums, undated)
    return replace(c, outline=outline, lines=chosen, position=where[source], block=block, apart=[], column=column,
                   sums=sums, node_undated=undated, filled=counts[0], booked=counts[1])


def _take_up(outline: Outline, column: NDArray[np.int32], places: list[int], net: NDArray[np.int64],
             undated: NDArray[np.int64], sums: NDArray[np.int64], node_undated: NDArray[np.int64]) -> None:
    """Add what lines at these nodes bring to the nodes and those above them."""
    for k, at in enumerate(places):
        while at >= 0:
            node_undated[at] += undated[k]
            if column[at] >= 0:
                sums[:, :, column[at]] += net[:, :, k]
            at = int(outline.parent[at])


def at_columns(old: Cube, column: NDArray[np.int32], now: NDArray[np.int32], sums: NDArray[np.int64]) -> \
        NDArray[np.int64]:
    """Sums [.., column of an older cube] at new columns, when every node rests (`rolling.resting`)."""
    above = np.flatnonzero(old.column >= 0)
    to = np.full(len(above), -1, np.int32)
    to[old.column[above]] = np.r_[column, np.int32(-1)][now[above]]        # what is gone stands at -1, and so goes
    count = int(column.max(initial=-1)) + 1
    if count == len(to) and (to == np.arange(count)).all():
        return sums
    lead = sums.shape[:-1]                # -1 cannot be worked out of nothing
    return carried(sums.reshape(prod(lead), sums.shape[-1]), to, count).reshape(*lead, count)


def undated_lines(portfolio: Portfolio) -> list[tuple[Record, str, int]]:
    """Amounts that belong to no month yet: (line, series, minor units), to be listed until they are spread."""
    lines = portfolio.of_kind("effect_line")
    told = rows(lines, *(f"undated_{s}" for s in SERIES))
    return [(line, s, amount) for line, amounts in zip(lines, told, strict=True) if any(amounts)
            for s, amount in zip(SERIES, amounts, strict=True) if amount]
