"""Records by the thousand are looked at and taken in together: with the same result as one by one."""
from __future__ import annotations

from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from app.core import guard as guard_module
from app.core import portfolio as portfolio_module
from app.core.catalog import LEVELS, SERIES
from app.core.change import Creation
from app.core.dump import dump
from app.core.guard import guard
from app.core.portfolio import Portfolio
from app.core.value.series import Amounts, amounts, joined
from app.errors import Problem

FILE = "0" * 31 + "1"


def _uid(number: int) -> str:
    return f"{number:032x}"


def _many(count: int = 600) -> list[Creation]:
    made = [Creation(_uid(i + 1), level, _uid(i) if i else None, "00001V", {"name": level})
            for i, level in enumerate(LEVELS[:-1])]
    made += [Creation(_uid(100 + i), "measure", _uid(5), "00001V", {"code": f"M{i}", "start": "2026-01-05"})
             for i in range(count)]
    runs = amounts("plan", [(24312 + i % 3, [i, None, -i]) for i in range(count)])
    return made + [Creation(_uid(10_000 + i), "effect_line", _uid(100 + i), "00001V", {"type": "recurring_benefit"},
                            (("plan", 24312 + i % 3, runs[i]),)) for i in range(count)]


@pytest.mark.parametrize("new, said", [
    ({"fields": {"start": "2026-13-01"}}, "Start cannot hold '2026-13-01'"),
    ({"fields": {"start": 5}}, "Start cannot hold 5"),
    ({"fields": {"budget": True}}, "Approved budget cannot hold True"),
    ({"fields": {"budget": 2**60}}, "Approved budget cannot hold"),
    ({"fields": {"owner": "Ada"}}, "Owner cannot hold 'Ada'"),
    ({"fields": {"colour": "red"}}, "A measure has no field “colour”"),
    ({"fields": {"name": ["a"]}}, "Name cannot hold"),
    ({"parent": _uid(1)}, "A measure cannot hang under an organization"),
    ({"parent": _uid(99)}, "What it should hang under does not exist"),
    ({"runs": (("plan", 24312, (1,)),)}, "A measure has no months of “plan”"),
    ({"kind": "effect_line", "parent": _uid(100), "runs": (("plan", 24312, (1.5,)),)}, "1.5 is not an amount"),
    ({"kind": "effect_line", "parent": _uid(100), "runs": (("plan", 24312, (True,)),)}, "True is not an amount"),
    ({"kind": "effect_line", "parent": _uid(100), "runs": (("plan", 24312, amounts("plan", [(24312, [2**53])])[0]),)},
     "9007199254740992 is not an amount"),
    ({"kind": "effect_line", "parent": _uid(100), "runs": (("wish", 24312, (1,)),)}, "has no months of “wish”"),
])
def test_one_wrong_value_among_many_is_refused_by_name(new: dict[str, Any], said: str) -> None:
    wrong = Creation(_uid(99_999), "measure", _uid(5), "00001V", {})._replace(**new)
    p = Portfolio(FILE)
    guard(p, _many())
    with pytest.raises(Problem, match=said):
        guard(p, [*_many(), wrong])


def test_what_is_sound_is_not_asked_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Any] = []
    monkeypatch.setattr(guard_module, "_creation", lambda *args: asked.append(args))
    guard(Portfolio(FILE), _many())
    assert asked == []


def test_many_records_are_taken_in_as_each_of_them_would_be(monkeypatch: pytest.MonkeyPatch) -> None:
    together, each = Portfolio(FILE), Portfolio(FILE)
    together.apply(_many())
    monkeypatch.setattr(portfolio_module, "_FOLLOW_UP_TO", 10**6)
    each.apply(_many())
    assert dump(together) == dump(each) and list(together.records) == list(each.records)
    assert together.outline.uids == each.outline.uids and len(together.of_kind("measure")) == 600
    assert together.since(0) is None


_runs = st.lists(st.tuples(st.integers(24300, 24330), st.lists(
    st.one_of(st.none(), st.integers(-2**62, 2**62)), min_size=1, max_size=6)), min_size=1, max_size=8)


@settings(max_examples=200)
@given(_runs, st.data())
def test_amounts_in_one_piece_read_as_what_they_were_made_of(runs: Any, data: Any) -> None:
    found = amounts("plan", runs)
    assert [one is None for one in found] == [not any(v is not None for v in values) for _, values in runs]
    runs = [run for run, one in zip(runs, found, strict=True) if one is not None]
    found = [one for one in found if one is not None]
    assume(runs)
    assert [tuple(one) for one in found] == [tuple(values) for _, values in runs]
    assert all(one == tuple(values) and len(one) == len(values) and one[0] == values[0] and hash(one) == hash(one[:])
               for one, (_, values) in zip(found, runs, strict=True))
    chosen = data.draw(st.lists(st.sampled_from(range(len(runs))), unique=True, min_size=1))
    lines = len(chosen) + data.draw(st.integers(0, 2))
    for values in ([found[i] for i in chosen], [tuple(found[i]) for i in chosen]):
        months = joined("plan", [(at, runs[i][0], one) for at, (i, one) in enumerate(zip(chosen, values, strict=True))],
                        lines)
        assert months.values.shape[0] == lines and isinstance(found[0], Amounts)
        for at, i in enumerate(chosen):
            here = {runs[i][0] + k: v for k, v in enumerate(runs[i][1]) if v is not None}
            there = {months.first + k: int(v) for k, v in enumerate(months.values[at]) if months.present[at, k]}
            assert here == there
        assert not months.present[len(chosen):].any()


def test_what_is_no_whole_number_stays_as_it_was_said() -> None:
    for odd in (1.5, True, "1", 2**70):
        found = amounts(SERIES[0], [(24312, [1, odd]), (24312, [2])])    # type: ignore[list-item]
        assert [tuple(map(type, one)) for one in found] == [(int, type(odd)), (int,)] and found[0][1] == odd
