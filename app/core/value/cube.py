"""Sums of effect lines over the tree: net money by node, series and month, exact to the minor unit.

Definitions follow product.md section 4: amounts are entered positive and the line's type gives the sign, a total
is net money (benefit - cost) over money lines; a line of kind `level` counts as its difference to baseline; an
`undated` amount belongs to no month but to every all-time total; empty is not 0.
Must not know: the window, files. A status date never enters here (variance.py takes one).
"""
from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal

import numpy as np
from numpy.typing import NDArray

from app.core.catalog import EFFECT_TYPES, MONEY_CATEGORIES, SERIES
from app.core.outline import Outline
from app.core.portfolio import Portfolio, Record
from app.core.values import month_index, scale_of

SERIES_INDEX = {name: i for i, name in enumerate(SERIES)}
COST_TYPES = ("one_time_cost", "recurring_cost")
DEFAULT_CURRENCY = "EUR"


@dataclass(frozen=True)
class Cube:
    """Every line's signed amounts and their sums by node. Built whole; portfolio.kept holds it until a change.

    `lines` are the live money lines in the reporting currency, ordered by the position of their measure;
    `net[line, series, month]` is signed (benefit +, cost -), `undated[line, series]` likewise. `apart` lists
    lines whose currency has no rate; they are in no total. `first` is the month of column 0.
    """

    outline: Outline
    currency: str
    scale: int
    first: int
    lines: list[Record]
    position: NDArray[np.int32]           # [line] -> position of its measure in the outline
    types: NDArray[np.int8]               # [line] -> index into EFFECT_TYPES
    stored: NDArray[np.int64]             # [line, series, month] as entered (positive), reporting currency
    present: NDArray[np.bool_]            # [line, series, month]
    net: NDArray[np.int64]                # [line, series, month], signed, levels turned into effects
    undated_stored: NDArray[np.int64]     # [line, series] as entered
    undated: NDArray[np.int64]            # [line, series], signed
    apart: list[Record]
    nodes: NDArray[np.int64]              # [node, series, month] roll-up of net
    node_undated: NDArray[np.int64]       # [node, series]

    @property
    def months(self) -> int:
        return int(self.net.shape[2])

    def at(self, node: str) -> NDArray[np.int64]:
        """Net amounts of a node, [series, month]; "" is the whole file."""
        if node:
            return np.asarray(self.nodes[self.outline.position[node]], np.int64)
        tops = self.outline.parent == -1
        return np.asarray(self.nodes[tops].sum(axis=0), np.int64)

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

    def by_type(self, node: str = "") -> dict[str, dict[str, int]]:
        """All-time amounts as entered (positive) by effect type and series; only series that hold a value."""
        chosen = self.lines_of(node)
        found: dict[str, dict[str, int]] = {}
        for t, name in enumerate(EFFECT_TYPES):
            rows = chosen[self.types[chosen] == t]
            for s, series in enumerate(SERIES):
                if len(rows) and (self.present[rows, s].any() or self.undated_stored[rows, s].any()):
                    amount = int(self.stored[rows, s].sum()) + int(self.undated_stored[rows, s].sum())
                    found.setdefault(name, {})[series] = amount
        return found

    def lines_of(self, node: str) -> NDArray[np.intp]:
        """Indices of the lines below a node ("" = all)."""
        if not node:
            return np.arange(len(self.lines))
        at = self.outline.position[node]
        low = np.searchsorted(self.position, at, "left")
        high = np.searchsorted(self.position, int(self.outline.end[at]), "left")
        return np.arange(int(low), int(high))

    def used(self, node: str = "") -> list[str]:
        """Series of a node that hold any value."""
        rows = self.lines_of(node)
        return [name for s, name in enumerate(SERIES)
                if self.present[rows, s].any() or self.undated_stored[rows, s].any()]

    def extent(self, series: Iterable[str] = SERIES) -> tuple[int, int] | None:
        """First and last month with a value in any of the series."""
        rows = [SERIES_INDEX[name] for name in series]
        hit = np.flatnonzero(self.present[:, rows].any(axis=(0, 1))) if len(self.lines) else np.zeros(0, int)
        return None if not len(hit) else (self.first + int(hit[0]), self.first + int(hit[-1]))


def cube(portfolio: Portfolio) -> Cube:
    """The portfolio's cube, kept until the next change."""
    return portfolio.kept("cube", lambda: build(portfolio))


def reporting_currency(portfolio: Portfolio) -> str:
    """The setting, else the currency most lines are in, else EUR."""
    chosen = portfolio.setting("currency")
    if chosen:
        return str(chosen)
    counts: dict[str, int] = {}
    for line in portfolio.of_kind("effect_line"):
        if line.get("currency"):
            counts[line.get("currency")] = counts.get(line.get("currency"), 0) + 1
    return min(counts, key=lambda c: (-counts[c], c)) if counts else DEFAULT_CURRENCY


def is_money(line: Record) -> bool:
    return line.get("category", "ebitda") in MONEY_CATEGORIES


def build(portfolio: Portfolio) -> Cube:
    """Gather, convert, sign and roll up. Cost: one pass over the lines and one over the nodes."""
    outline, store = portfolio.outline, portfolio.series
    currency = reporting_currency(portfolio)
    lines: list[tuple[int, str, str, Record]] = []
    for line in portfolio.of_kind("effect_line"):
        at = outline.position.get(line.parent)
        if at is not None and is_money(line):
            lines.append((at, line.rank, line.uid, line))
    lines.sort(key=lambda row: row[:3])
    records = [row[3] for row in lines]
    months = store.months
    slots = np.array([store.slot.get(r.uid, -1) for r in records], np.intp)
    have = slots >= 0
    stored = np.zeros((len(records), len(SERIES), months), np.int64)
    present = np.zeros(stored.shape, np.bool_)
    stored[have], present[have] = store.values[slots[have]], store.present[slots[have]]
    undated = np.array([[r.get(f"undated_{s}", 0) for s in SERIES] for r in records], np.int64)
    undated = undated.reshape(len(records), len(SERIES))
    keep, apart = _convert(portfolio, records, currency, stored, undated, store.first)
    if apart:
        records = [records[i] for i in keep]
        stored, present, undated = stored[keep], present[keep], undated[keep]
        lines = [lines[i] for i in keep]
    types = np.array([EFFECT_TYPES.index(r.get("type", "recurring_benefit")) for r in records], np.int8)
    cost = np.array([r.get("type") in COST_TYPES for r in records], np.bool_)
    level = np.array([r.get("line_kind") == "level" for r in records], np.bool_)
    sign = np.where(cost, -1, 1).astype(np.int64)
    net, undated_net = stored * sign[:, None, None], undated * sign[:, None]
    if level.any():              # effect = baseline - series for costs, series - baseline for income: sign does both
        net[level] = np.where(present[level], net[level] - net[level][:, :1], 0)
        undated_net[level] = np.where(undated[level] != 0, undated_net[level] - undated_net[level][:, :1], 0)
    position = np.array([row[0] for row in lines], np.int32)
    flat = net.reshape(len(records), len(SERIES) * months)
    nodes = roll_up(outline, position, flat).reshape(len(outline), len(SERIES), months)
    node_undated = roll_up(outline, position, undated_net)
    return Cube(outline, currency, scale_of(currency), store.first, records, position, types, stored, present, net,
                undated, undated_net, apart, nodes, node_undated)


def roll_up(outline: Outline, position: NDArray[np.int32], rows: NDArray[np.int64]) -> NDArray[np.int64]:
    """Sum rows [line, x] to nodes [node, x]: lines to their measures, then level by level to the top.

    Lines are ordered by position, children stand in order behind their parent, so each step is one reduceat.
    """
    out = np.zeros((len(outline), rows.shape[1]), np.int64)
    _reduce(out, position, rows)
    for level in range(int(outline.level.max(initial=0)), 0, -1):
        kids = np.flatnonzero(outline.level == level)
        _reduce(out, outline.parent[kids], out[kids])
    return out


def _reduce(out: NDArray[np.int64], target: NDArray[np.int32], rows: NDArray[np.int64]) -> None:
    if len(target) and rows.shape[1]:
        starts = np.flatnonzero(np.r_[True, target[1:] != target[:-1]])
        out[target[starts]] += np.add.reduceat(rows, starts, axis=0)


def rates(portfolio: Portfolio) -> dict[tuple[str, str], Decimal]:
    """(currency, month) -> how much of the reporting currency one unit is worth."""
    return {(r.get("currency", ""), r.get("month", "")): Decimal(r.get("rate")) for r in portfolio.of_kind("rate")
            if r.get("rate")}


def _convert(portfolio: Portfolio, records: list[Record], currency: str, stored: NDArray[np.int64],
             undated: NDArray[np.int64], first: int) -> tuple[list[int], list[Record]]:
    """Convert foreign lines in place by their months' rates, cell by cell, half to even; the rest stays apart.

    A month without a rate of its own takes the newest earlier one. Returns indices kept and lines left apart.
    """
    keep, apart, table = [], [], None
    for i, line in enumerate(records):
        own = line.get("currency", currency)
        if own == currency:
            keep.append(i)
            continue
        if table is None:
            table = rates(portfolio)
        known = sorted((month_index(m), rate) for (c, m), rate in table.items() if c == own)
        used = np.flatnonzero(stored[i].any(axis=0))
        if not known or (len(used) and known[0][0] > first + int(used[0])):
            apart.append(line)
            continue
        keep.append(i)
        shift = Decimal(10) ** (scale_of(currency) - scale_of(own))
        for m in used.tolist():
            rate = [r for month, r in known if month <= first + m][-1] * shift
            stored[i, :, m] = [_times(v, rate) for v in stored[i, :, m].tolist()]
        undated[i] = [_times(v, known[-1][1] * shift) for v in undated[i].tolist()]
    return keep, apart


def _times(minor: int, rate: Decimal) -> int:
    return int((minor * rate).quantize(Decimal(1), ROUND_HALF_EVEN))


def undated_lines(portfolio: Portfolio) -> list[tuple[Record, str, int]]:
    """Amounts that belong to no month yet: (line, series, minor units), to be listed until they are spread."""
    return [(line, s, line.get(f"undated_{s}")) for line in portfolio.of_kind("effect_line") for s in SERIES
            if line.get(f"undated_{s}")]
