"""Implementation status: days late, lights, states, and the two sums up the tree."""
from __future__ import annotations

import pytest

from app.core import edits
from app.core.schedule.lateness import colour, late_days, lights, state_of, weighted
from app.core.value.standing import ALWAYS, cancelled
from tests.core.schedule.sketch import Sketch

STATUS = "2026-03-31"


def late(s: Sketch, measure: str, finish: str, plan: str = "2026-03-20", **more) -> str:
    return s.task("2026-03-02", finish, measure, plan_start="2026-03-02", plan_finish=plan, **more)


def light(s: Sketch, uid: str, status: str = STATUS) -> str:
    return lights(s.p, status)[uid].worst


@pytest.mark.parametrize(("days", "shown"), [
    (None, "none"), (-20, "green"), (0, "green"), (3, "green"), (4, "amber"), (7, "amber"), (8, "red")])
def test_three_days_are_green_seven_amber_and_more_red(days: int | None, shown: str) -> None:
    assert colour(days) == shown


def test_an_open_activity_is_late_to_the_status_date_or_its_own_finish_whichever_is_later() -> None:
    s = Sketch()
    measure = s.measure()
    overdue, slipping = late(s, measure, "2026-03-20"), late(s, measure, "2026-04-10")
    early, done = late(s, measure, "2026-03-25", "2026-04-30"), late(s, measure, "2026-03-22", percent=10_000)
    assert [late_days(s.p[uid], STATUS) for uid in (overdue, slipping, early, done)] == [11, 21, -30, 2]
    assert late_days(s.p[s.task("2026-03-02", "2026-03-20", measure)], STATUS) is None


def test_the_worst_open_delivery_counts_and_done_ones_and_other_roles_do_not() -> None:
    s = Sketch()
    measure = s.measure()
    late(s, measure, "2026-03-31", "2026-03-26")                        # 5 days
    worst = late(s, measure, "2026-03-31", "2026-03-25", role="delivery")
    late(s, measure, "2026-06-30", percent=10_000)
    late(s, measure, "2026-06-30", role="review")
    late(s, measure, "2026-06-30", actual_finish="2026-06-30")
    found = lights(s.p, STATUS)[measure]
    assert (found.worst, found.days, found.activity) == ("amber", 6, worst)


def test_without_plan_dates_there_is_no_light_and_with_all_delivered_it_is_green() -> None:
    s = Sketch()
    bare, empty, done = s.measure(), s.measure(), s.measure()
    s.task("2026-01-05", "2026-01-09", bare)
    late(s, done, "2026-05-30", percent=10_000)
    assert [light(s, uid) for uid in (bare, empty, done)] == ["none", "none", "green"]


def test_thresholds_are_settings_of_the_file_or_of_a_program() -> None:
    s = Sketch()
    measure = s.measure()
    late(s, measure, "2026-03-25")                                       # 11 days at the end of March
    assert light(s, measure) == "red"
    s.setting("late_amber_days", 14)
    assert light(s, measure) == "amber"
    program = next(r.uid for r in s.p.of_kind("program"))
    s.setting("late_green_days", 12, program)
    assert light(s, measure) == "green"


def test_held_cancelled_and_closed_measures_show_their_state_and_count_nowhere() -> None:
    s = Sketch()
    fine = s.measure()
    late(s, fine, "2026-04-20", "2026-04-20")
    states = {}
    for fields in ({"held": True}, {"stage": "Cancelled"}, {"stage": "5"}, {"stage": "Closed"}):
        uid = s.measure(**fields)
        late(s, uid, "2026-06-30")
        states[uid] = lights(s.p, STATUS)[uid].state
    assert list(states.values()) == ["held", "cancelled", "closed", "closed"]
    assert light(s, s.package) == "green"
    s.setting("closed_stages", ["4"])
    assert [lights(s.p, STATUS)[uid].state for uid in states] == ["held", "cancelled", "", ""]
    assert light(s, s.package) == "red"


def test_both_sums_go_up_the_tree_the_worst_and_the_weighted_by_plan() -> None:
    s = Sketch()
    big, small, grey = s.measure(), s.measure(), s.measure()
    late(s, big, "2026-03-31", "2026-03-31")
    worst = late(s, small, "2026-05-31")
    s.line(big, plan=("2026-01", [900]))
    s.line(small, type_="one_time_cost", plan=("2026-01", [100]))
    s.line(grey, plan=("2026-01", [10**9]))
    top = s.p.outline.uids[0]
    for node in (s.package, top):
        found = lights(s.p, STATUS)[node]
        assert (found.worst, found.weighted, found.points, found.activity) == ("red", "green", 270, worst)


@pytest.mark.parametrize(("score", "weight", "shown"), [
    (250, 1, "green"), (249, 1, "amber"), (150, 1, "amber"), (149, 1, "red"), (0, 1, "red"), (0, 0, "none"),
    (2_500_000, 10_000, "green")])
def test_two_and_a_half_points_are_green_and_one_and_a_half_amber(score: int, weight: int, shown: str) -> None:
    assert weighted(score, weight) == shown


def test_a_node_whose_measures_are_all_early_says_how_early_the_latest_is() -> None:
    s = Sketch()
    measure = s.measure()
    late(s, measure, "2026-04-10", "2026-04-20")
    assert lights(s.p, STATUS)[s.package].days == -10


@pytest.mark.parametrize("word", ["cancelled", "Gestoppt", "abgebrochen", "gestrichen"])
def test_a_stage_that_earns_nothing_any_more_counts_in_no_light_either(word: str) -> None:
    s = Sketch()
    measure = s.measure(stage=word)
    assert state_of(s.p, s.p[measure], STATUS) == "cancelled" and cancelled(s.p, "2026-04-17") == {measure: ALWAYS}


def test_a_decision_cancels_a_measure_for_its_lights_as_for_its_money_and_a_later_go_takes_it_back_in() -> None:
    s = Sketch()
    measure = s.measure()
    late(s, measure, "2026-06-30")
    assert lights(s.p, STATUS)[measure].state == "" and light(s, s.package) == "red"

    def decide(outcome: str, day: str) -> None:
        s.p.apply(edits.add(s.p, "decision", measure, {"outcome": outcome, "decided_on": day})[1])

    decide("cancel", "2026-03-10")
    assert lights(s.p, STATUS)[measure].state == "cancelled" and light(s, s.package) == "none"
    assert lights(s.p, "2026-03-09")[measure].state == "", "not before it was decided"
    assert list(cancelled(s.p, STATUS)) == [measure]
    decide("go", "2026-03-12")
    assert lights(s.p, STATUS)[measure].state == "" and cancelled(s.p, STATUS) == {}


def test_a_program_may_have_words_of_its_own_for_what_is_cancelled() -> None:
    s = Sketch()
    measure = s.measure(stage="Parked")
    assert state_of(s.p, s.p[measure], STATUS) == "" and cancelled(s.p, STATUS) == {}
    s.setting("cancelled_stages", ["parked"], next(r.uid for r in s.p.of_kind("program")))
    assert state_of(s.p, s.p[measure], STATUS) == "cancelled" and cancelled(s.p, STATUS) == {measure: ALWAYS}
