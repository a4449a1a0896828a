"""The amounts of some effect lines as arrays: gathered, converted, signed, levels turned into effects.

One line and all lines go through the same function, so a cube that follows an edit agrees with one built anew bit
for bit. Arrays are [series, month, line]: sums over lines then run through memory in one piece.
Must not know: the tree, a status date.
"""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from app.core.catalog import EFFECT_TYPES, MONEY_CATEGORIES, SERIES
from app.core.portfolio import Portfolio, Record
from app.core.value import rates

COST_TYPES = ("one_time_cost", "recurring_cost")
_TYPE = {name: i for i, name in enumerate(EFFECT_TYPES)}
_DEFAULT_TYPE = "recurring_benefit"
_UNDATED = tuple(f"undated_{s}" for s in SERIES)
_UNDATED_SET = frozenset(_UNDATED)
_STRIP = 256                          # lines turned round at a time: what fits the processor's near memory
N = TypeVar("N", bound=np.generic)


@dataclass(frozen=True)
class Block:
    """Some lines' amounts; `apart` marks those whose currency has no rate, their amounts are as entered."""

    types: NDArray[np.int8]               # [line] -> index into EFFECT_TYPES
    stored: NDArray[np.int64]             # [series, month, line] as entered (positive), reporting currency
    present: NDArray[np.bool_]            # [series, month, line]
    net: NDArray[np.int64]                # [series, month, line], signed
    undated_stored: NDArray[np.int64]     # [line, series] as entered
    undated: NDArray[np.int64]            # [line, series], signed
    apart: NDArray[np.bool_]              # [line]

    def only(self, keep: NDArray[np.intp]) -> Block:
        """These lines alone."""
        return Block(self.types[keep], self.stored[:, :, keep], self.present[:, :, keep], self.net[:, :, keep],
                     self.undated_stored[keep], self.undated[keep], self.apart[keep])


def is_money(line: Record) -> bool:
    return line.get("category", "ebitda") in MONEY_CATEGORIES


def read(portfolio: Portfolio, lines: Sequence[Record], currency: str) -> Block:
    """The amounts of these lines in the reporting currency."""
    store, fields = portfolio.series, [line.fields for line in lines]
    stored = _gather(store.values, [store.slot.get(line.uid, -1) for line in lines])
    present = _gather(store.present, [store.slot.get(line.uid, -1) for line in lines])
    undated = np.zeros((len(lines), len(SERIES)), np.int64)
    for i, f in enumerate(fields):
        if not _UNDATED_SET.isdisjoint(f):
            undated[i] = [f.get(name) or 0 for name in _UNDATED]
    apart = np.zeros(len(lines), np.bool_)
    foreign = [i for i, f in enumerate(fields) if (f.get("currency") or currency) != currency]
    known = rates.table(portfolio) if foreign else {}
    for i in foreign:
        apart[i] = not rates.convert(known, currency, fields[i]["currency"], stored[:, :, i], undated[i], store.first)
    types = np.array([_TYPE[f.get("type") or _DEFAULT_TYPE] for f in fields], np.int8)
    sign = np.where(np.isin(types, [_TYPE[t] for t in COST_TYPES]), -1, 1).astype(np.int64)
    net, undated_net = stored * sign, undated * sign[:, None]
    level = np.array([f.get("line_kind") == "level" for f in fields], np.bool_)
    if level.any():              # effect = baseline - series for costs, series - baseline for income: sign does both
        net[:, :, level] = np.where(present[:, :, level], net[:, :, level] - net[:1, :, level], 0)
        undated_net[level] = np.where(undated[level] != 0, undated_net[level] - undated_net[level][:, :1], 0)
    return Block(types, stored, present, net, undated, undated_net, apart)


def _gather(values: NDArray[N], slots: Sequence[int]) -> NDArray[N]:
    """[slot, series, month] to [series, month, line], strip by strip; a line without a slot is empty."""
    _, series, months = values.shape
    found = np.zeros((series * months, len(slots)), values.dtype)
    rows = values.reshape(len(values), series * months)
    at = np.array(slots, np.intp)
    for low in range(0, len(at), _STRIP):
        strip = at[low:low + _STRIP]
        if (strip >= 0).all():
            found[:, low:low + _STRIP] = rows[strip].T
        else:
            have = strip >= 0
            found[:, low:low + _STRIP][:, have] = rows[strip[have]].T
    return found.reshape(series, months, len(slots))
