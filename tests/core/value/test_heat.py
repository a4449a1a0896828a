"""Where the gap opens, and the light of what the benefits are expected to reach."""
from __future__ import annotations

import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app import samples
from app.core import edits
from app.core.governance.status import lights
from app.core.portfolio import Portfolio
from app.core.value.heat import Heat, heat
from app.core.value.potential import colour, potentials, share_of
from app.core.value.variance import figures
from tests.core.value.making import JAN, line, put, put_field, tree

STATUS = "2026-03-31"


def test_rows_are_variances_by_month_and_sum_to_the_figures_of_their_node() -> None:
    p, (one, two) = tree(2)
    line(p, one, plan=[10, 10, 10], forecast=[10, 5, 12], actual=[9])
    line(p, two, plan=[None, 1])
    found = heat(p, STATUS, lowest="measure")
    assert [row.depth for row in found.rows] == [0, 1, 2, 3, 4, 5, 5]
    assert found.first == JAN and found.rows[5].months == (-1, -5, 2, *[0] * 9) and found.rows[0].total == -4
    f = figures(p, STATUS)
    assert all(row.total == f.variance(row.uid, *f.year) for row in found.rows)
    assert found.largest == 5
    assert [row.uid for row in heat(p, STATUS, two, JAN + 1, JAN + 2, "measure").rows] == [two]


def test_pass_through_nodes_stand_on_no_row_and_take_no_depth() -> None:
    p, _ = tree()
    put_field(p, p.of_kind("portfolio")[0].uid, "pass_through", True)
    found = heat(p, STATUS, lowest="program")
    assert [p[row.uid].kind for row in found.rows] == ["organization", "program"]
    assert [row.depth for row in found.rows] == [0, 1] and not found.rows[0].filled


def test_months_outside_the_files_own_are_empty_columns() -> None:
    p, (measure,) = tree()
    line(p, measure, plan=[5], forecast=[7])
    assert heat(p, STATUS, measure, JAN - 2, JAN + 2, "measure").rows[0].months == (0, 0, 2, 0)
    assert heat(p, STATUS, measure, JAN + 20, JAN + 22, "measure").rows[0].months == (0, 0)
    assert heat(p, STATUS, measure, JAN - 22, JAN - 20, "measure").rows[0].months == (0, 0)


@given(st.integers(-10**12, 10**12), st.integers(1, 10**12))
def test_a_colour_is_as_strong_as_the_third_it_lies_in(amount: int, largest: int) -> None:
    step = Heat(0, (), largest).step(amount)
    assert (step > 0) == (amount > 0) and (step < 0) == (amount < 0)
    if 0 < abs(amount) <= largest:
        assert (abs(step) - 1) * largest < abs(amount) * 3 <= abs(step) * largest


@pytest.mark.parametrize("share, light", [(9000, "green"), (8999, "amber"), (7000, "amber"), (6999, "red"),
                                          (None, "none"), (-5, "red")])
def test_the_limits_belong_to_the_better_light(share: int | None, light: str) -> None:
    assert colour(share) == light


@pytest.mark.parametrize("sums, share", [
    ((1000, 899, 0, 0), 8990), ((1000, 800, 500, 10**9), 8000), ((0, 0, 90, 100), 9000), ((0, 0, 90, 0), 10_000),
    ((0, 0, 0, 50), None), ((0, 10, 90, 100), None), ((0, 0, 0, 0), None)])
def test_a_share_is_of_benefits_and_of_cost_only_where_there_are_none(sums: tuple[int, int, int, int],
                                                                      share: int | None) -> None:
    assert share_of(*sums) == share


def test_expected_counts_over_the_plans_window_only() -> None:
    p, (measure,) = tree()
    line(p, measure, plan=[None, 100, 100], forecast=[50, 80, 80, 500])
    assert potentials(p, "2026-01-15")[measure].share == 8000


def test_both_roll_ups_are_there_and_states_count_in_no_worst_of() -> None:
    p, (good, bad, held) = tree(3)
    line(p, good, plan=[900], forecast=[900])
    line(p, bad, plan=[100], forecast=[10])
    line(p, held, plan=[100], forecast=[100])
    put_field(p, held, "held", True)
    found, top = potentials(p, "2026-01-15"), p.of_kind("organization")[0].uid
    assert (found[good].worst, found[bad].worst, found[held].state) == ("green", "red", "held")
    assert found[top].worst == "red" and found[top].share == 10_000 * 910 // 1100 and found[top].weighted == "amber"
    put_field(p, bad, "stage", "Cancelled")
    assert potentials(p, "2026-01-15")[top].worst == "green"


def test_a_failed_assumption_of_measure_or_line_is_red_and_limits_are_settings() -> None:
    p, (one, two) = tree(2)
    mine = line(p, one, plan=[100], forecast=[95])
    line(p, two, plan=[100], forecast=[80])
    assert potentials(p, "2026-01-15")[one].worst == "green"
    put(p, "assumption", mine, state="failed")
    assert potentials(p, "2026-01-15")[one].worst == "red"
    assert potentials(p, "2026-01-15")[two].worst == "amber"
    p.apply(edits.set_setting(p, "light_share_green", 8000, p.of_kind("program")[0].uid))
    assert potentials(p, "2026-01-15")[two].worst == "green"


def test_measures_agree_with_the_lights_shown_beside_the_declared_ones() -> None:
    p = Portfolio(uuid.UUID(int=3).hex)
    p.apply(samples.changes(p, "insurer"))
    status = samples.status_date("insurer")
    mine = {uid: (x.worst, x.share) for uid, x in potentials(p, status).items() if p[uid].kind == "measure" and
            x.state not in ("held", "cancelled")}
    theirs = {uid: (x.potential, x.share) for uid, x in lights(p, status).items() if uid in mine}
    assert mine == theirs and len(mine) > 20
