"""Months are kept in half the memory until an amount needs more; nothing is ever cut."""
from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from app.core.value.series import Months, SeriesStore

_edges = st.sampled_from([sign * (2**bits + more) for sign in (1, -1) for bits in (15, 31, 62) for more in (-1, 0, 1)])
_amount = st.one_of(st.none(), st.integers(-5, 5), _edges)
_puts = st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from(("plan", "actual")), st.integers(24300, 24306),
                           st.lists(_amount, min_size=1, max_size=4), st.sampled_from(("put", "months", "load"))))


@given(_puts)
def test_what_was_put_is_what_is_got(puts: list[tuple[str, str, int, list[int | None], str]]) -> None:
    store, naive = SeriesStore(), dict[tuple[str, str, int], int | None]()
    for uid, series, first, amounts, how in puts:
        if how == "months":
            values, present = [[v or 0 for v in amounts]], [[v is not None for v in amounts]]
            store.put_months([uid], [Months(series, first, np.array(values, np.int64), np.array(present))])
        elif how == "put" or (blob := store.blob(uid)) is None:
            store.put(uid, series, first, amounts)
        else:
            store.put(uid, series, first, amounts)
            other = SeriesStore()
            other.load(uid, blob)
            other.put(uid, series, first, amounts)
            assert other.blob(uid) == store.blob(uid)
        naive.update({(uid, series, first + i): v for i, v in enumerate(amounts)})
        for at, amount in naive.items():
            assert store.get(at[0], at[1], at[2], 1) == (amount,)
            assert store.copy().get(at[0], at[1], at[2], 1) == (amount,)


def test_small_amounts_take_half_the_memory() -> None:
    store = SeriesStore()
    store.put("a", "plan", 24300, [2**31 - 1, -2**31, None])
    assert store.values.dtype == np.int32
    store.put("b", "plan", 24300, [2**31])
    assert store.values.dtype == np.int64 and store.get("a", "plan", 24300, 3) == (2**31 - 1, -2**31, None)
