"""Format and parse are inverse; money never meets a float; month and date arithmetic holds."""
from __future__ import annotations

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from app.core import rank
from app.core.catalog import KINDS, Field
from app.core.values import MAX_MINOR, check, decimal_of, from_minor, month_index, month_text, parse, show, to_minor

_minor = st.integers(-MAX_MINOR, MAX_MINOR)
_scales = st.sampled_from((0, 2, 3))
_BY_TYPE = {
    "money": _minor, "percent": st.integers(-10**9, 10**9), "int": st.integers(-10**9, 10**9), "bool": st.booleans(),
    "date": st.dates().map(lambda d: d.isoformat()), "month": st.integers(1900 * 12, 2200 * 12).map(month_text),
    "text": st.text(min_size=1).filter(lambda t: t == t.strip()),
    "number": st.decimals(allow_nan=False, allow_infinity=False, places=4).map(lambda d: format(d.normalize(), "f")),
}


@settings(max_examples=300)
@given(st.data())
def test_what_is_shown_can_be_typed_again_for_every_type(data: st.DataObject) -> None:
    fields = [f for kind in KINDS.values() for f in kind.fields if f.type in _BY_TYPE]
    field: Field = data.draw(st.sampled_from(fields))
    value = data.draw(_BY_TYPE[field.type])
    if field.type == "number":
        value = "0" if Decimal(value) == 0 else value
    check(field, value)
    assert parse(field, show(field, value)) == value


@given(_minor, _scales)
def test_minor_units_to_text_and_back_are_exact(minor: int, scale: int) -> None:
    assert to_minor(decimal_of(from_minor(minor, scale)), scale) == minor


@given(st.integers(1900 * 12, 2200 * 12))
def test_a_month_is_its_text(month: int) -> None:
    assert month_index(month_text(month)) == month


@settings(max_examples=300)
@given(st.lists(st.integers(0, 10**6), max_size=80))
def test_there_is_always_room_between_two_ranks(places: list[int]) -> None:
    keys: list[str] = []
    for place in places:
        at = place % (len(keys) + 1)
        key = rank.between(keys[at - 1] if at else None, keys[at] if at < len(keys) else None)
        keys.insert(at, key)
        assert not key.endswith("0")
    assert keys == sorted(set(keys))
