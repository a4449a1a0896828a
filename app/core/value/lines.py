"""The amounts of some effect lines as arrays: gathered, converted, signed, levels turned into effects.

One line and all lines go through the same function, so a cube that follows an edit agrees with one built anew bit
for bit. Arrays are [series, month, line]: sums over lines then run through memory in one piece.
Must not know: the tree, a status date.
"""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from app.core.catalog import EFFECT_TYPES, MONEY_CATEGORIES, SERIES
from app.core.portfolio import Portfolio, Record
from app.core.record import rows as rows_of
from app.core.value import rates

COST_TYPES = ("one_time_cost", "recurring_cost")
EFFECTS = ("", *MONEY_CATEGORIES, *EFFECT_TYPES)      # what sums may be narrowed to: all money, a category, a type
_TYPE = {name: i for i, name in enumerate(EFFECT_TYPES)}
_DEFAULT_TYPE = "recurring_benefit"
_UNDATED = tuple(f"undated_{s}" for s in SERIES)
_STRIP = 256                          # lines turned round at a time: what fits the processor's near memory
N = TypeVar("N", bound=np.generic)


@dataclass(frozen=True)
class Block:
    """Some lines' amounts; `apart` marks those whose currency has no rate, their amounts are as entered.

    What was entered is not kept a second time: it is the net amount with its sign taken back, and lies in
    `level_stored` only for lines of levels, whose net amount is something else.
    """

    types: NDArray[np.int8]               # [line] -> index into EFFECT_TYPES
    sign: NDArray[np.int64]               # [line] 1, -1 for costs
    present: NDArray[np.bool_]            # [series, month, line]
    net: NDArray[np.int64]                # [series, month, line], signed
    levels: NDArray[np.intp]              # lines of levels
    level_stored: NDArray[np.int64]       # [series, month, level] as entered
    undated_stored: NDArray[np.int64]     # [line, series] as entered
    undated: NDArray[np.int64]            # [line, series], signed
    apart: NDArray[np.bool_]              # [line]

    def stored(self, series: int) -> NDArray[np.int64]:
        """[month, line] of a series as entered (positive), in the reporting currency."""
        found: NDArray[np.int64] = self.net[series] * self.sign
        found[:, self.levels] = self.level_stored[series]
        return found

    def only(self, keep: NDArray[np.intp]) -> Block:
        """These lines alone, in this order."""
        place = {row: k for k, row in enumerate(self.levels.tolist())}
        levels = [(i, place[row]) for i, row in enumerate(keep.tolist()) if row in place]
        return Block(self.types[keep], self.sign[keep], self.present[:, :, keep], self.net[:, :, keep],
                     np.array([i for i, _ in levels], np.intp), self.level_stored[:, :, [k for _, k in levels]],
                     self.undated_stored[keep], self.undated[keep], self.apart[keep])

    def recut(self, other: Block, source: NDArray[np.intp]) -> Block:
        """The lines of this block and, counted on behind them, of another one, in the order `source` gives.

        Stretches that stay together are copied in one piece: most of a block stays as it was.
        """
        own = len(self.types)
        apart = (np.diff(source) != 1) | (source[1:] == own)      # row 0 of the other block follows nothing of this one
        cuts = (np.flatnonzero(apart) + 1).tolist()
        lows, ends = ([0, *cuts], [*cuts, len(source)]) if len(source) else ([], [])
        places = [(own > (at := int(source[low])), at if own > at else at - own, end - low)
                  for low, end in zip(lows, ends, strict=True)]

        def cut(mine: NDArray[N], theirs: NDArray[N], axis: int) -> NDArray[N]:
            parts = [(mine if first else theirs)[(slice(None),) * axis + (slice(at, at + count),)]
                     for first, at, count in places]
            return np.concatenate(parts, axis=axis) if parts else mine[(slice(None),) * axis + (slice(0, 0),)]

        level = np.zeros(own + len(other.types), np.intp)
        level[self.levels], level[other.levels + own] = 1, 1
        place = np.cumsum(level) - 1                  # of a line of levels in both tables of them, one after the other
        chosen = level[source] == 1
        stored = np.concatenate((self.level_stored, other.level_stored), axis=2)
        return Block(cut(self.types, other.types, 0), cut(self.sign, other.sign, 0),
                     cut(self.present, other.present, 2), cut(self.net, other.net, 2), np.flatnonzero(chosen),
                     stored[:, :, place[source[chosen]]], cut(self.undated_stored, other.undated_stored, 0),
                     cut(self.undated, other.undated, 0), cut(self.apart, other.apart, 0))

    def put(self, rows: NDArray[np.intp], new: Block) -> None:
        """Write other amounts of the same lines over these."""
        self.present[:, :, rows], self.net[:, :, rows] = new.present, new.net
        self.undated_stored[rows], self.undated[rows] = new.undated_stored, new.undated
        self.level_stored[:, :, np.searchsorted(self.levels, rows[new.levels])] = new.level_stored


def is_money(line: Record) -> bool:
    return line.get("category", "ebitda") in MONEY_CATEGORIES


def counts(line: Record, effect: str) -> bool:
    """Is a line of money part of an effect: "" all of it, a category (ebitda, cash, capex), or a type?"""
    return part_of(effect, line.get("category"), line.get("type"))


def part_of(effect: str, category: str | None, type_: str | None) -> bool:
    """`counts` for a line that says this of itself."""
    category = category if category is not None else "ebitda"
    return category in MONEY_CATEGORIES and (
        not effect or effect == category or effect == (type_ if type_ is not None else _DEFAULT_TYPE))


def read(portfolio: Portfolio, lines: Sequence[Record], currency: str) -> Block:
    """The amounts of these lines in the reporting currency."""
    store = portfolio.series
    told = list(zip(*rows_of(lines, "currency", "type", "line_kind", *_UNDATED), strict=True)) if lines else [()] * 8
    slots = [store.slot.get(line.uid, -1) for line in lines]
    net, present = _gather(store.values, slots, np.int64), _gather(store.present, slots, np.bool_)
    stored = np.zeros((len(lines), len(SERIES)), np.int64)
    for s, amounts in enumerate(told[3:]):
        if any(amounts):
            stored[:, s] = [amount or 0 for amount in amounts]
    apart = np.zeros(len(lines), np.bool_)
    foreign = [i for i, own in enumerate(told[0]) if (own or currency) != currency]
    known = rates.table(portfolio) if foreign else {}
    for i in foreign:
        apart[i] = not rates.convert(known, currency, told[0][i], net[:, :, i], stored[i], store.first)
    types = np.array([_TYPE[type_ or _DEFAULT_TYPE] for type_ in told[1]], np.int8)
    sign = np.where(np.isin(types, [_TYPE[t] for t in COST_TYPES]), -1, 1).astype(np.int64)
    levels = np.flatnonzero(np.array([kind == "level" for kind in told[2]], np.bool_))
    level_stored = net[:, :, levels]
    net *= sign
    undated = stored * sign[:, None]
    if len(levels):              # effect = baseline - series for costs, series - baseline for income: sign does both
        net[:, :, levels] = np.where(present[:, :, levels], net[:, :, levels] - net[:1, :, levels], 0)
        undated[levels] = np.where(stored[levels] != 0, undated[levels] - undated[levels][:, :1], 0)
    return Block(types, sign, present, net, levels, level_stored, stored, undated, apart)


def _gather(values: NDArray[Any], slots: Sequence[int], kind: type[N]) -> NDArray[N]:
    """[slot, series, month] to [series, month, line], strip by strip; a line without a slot is empty."""
    _, series, months = values.shape
    rows = values.reshape(len(values), series * months)
    at = np.array(slots, np.intp)
    found = (np.empty if (at >= 0).all() else np.zeros)((series * months, len(slots)), kind)
    for low in range(0, len(at), _STRIP):
        strip = at[low:low + _STRIP]
        if (strip >= 0).all():
            found[:, low:low + _STRIP] = rows[strip].T
        else:
            have = strip >= 0
            found[:, low:low + _STRIP][:, have] = rows[strip[have]].T
    return found.reshape(series, months, len(slots))
