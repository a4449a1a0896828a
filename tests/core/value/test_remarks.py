"""What a step does to figures beyond the cells it writes is known before it is done."""
from __future__ import annotations

from app.core import edits
from app.core.change import Change, Creation
from app.core.value.remarks import costs_below_zero, replaced, said
from app.core.value.variance import figures
from tests.core.value.making import JAN, line, put, tree

STATUS = "2026-02-28"


def test_one_forecast_month_says_that_the_plan_without_a_month_is_no_longer_expected() -> None:
    p, (m,) = tree()
    uid = line(p, m, fields={"name": "Saving", "undated_plan": 12_000_000})
    step = edits.set_months(p, uid, "forecast", JAN + 4, [1_000_000])
    assert said(p, step, STATUS) == [
        "M1#Saving: expected falls from 120,000.00 to 10,000.00, because a line with a forecast counts that alone: of "
        "its plan, 120,000.00 without a month no longer counts. What is still to come belongs into forecast months, or "
        "into the undated forecast."]
    before = figures(p, STATUS).expected_of(m)
    p.apply(step)
    assert (before, figures(p, STATUS).expected_of(m)) == (12_000_000, 1_000_000), "what is said is what happens"
    assert said(p, edits.set_months(p, uid, "forecast", JAN + 5, [1_000_000]), STATUS) == [], "the second one adds"


def test_of_a_cost_it_is_said_that_the_cost_falls_for_the_value_of_its_measure_rises() -> None:
    p, (m,) = tree()
    uid = line(p, m, "one_time_cost", fields={"undated_plan": 500_00})
    (told,) = said(p, edits.set_months(p, uid, "forecast", JAN + 4, [100_00]), STATUS)
    assert "expected cost falls from 500.00 to 100.00" in told


def test_planned_months_without_a_forecast_are_counted_and_those_that_are_over_are_not() -> None:
    p, (m,) = tree()
    uid = line(p, m, plan=[100] * 6, actual=[90, 90], fields={"name": "Saving"})
    found = replaced(p, edits.set_months(p, uid, "forecast", JAN + 2, [120]), STATUS)
    assert [(r.before, r.after, r.undated, r.months, r.planned) for r in found] == [(580, 300, 0, 3, 300)]
    assert not replaced(p, edits.set_months(p, uid, "forecast", JAN + 2, [120] * 4), STATUS), "all months have one"
    assert not replaced(p, edits.set_months(p, uid, "forecast", JAN + 2, [None]), STATUS)


def test_what_is_said_is_what_the_figures_do_for_actuals_of_the_same_step_too() -> None:
    p, (m,) = tree()
    uid = line(p, m, plan=[100] * 6)
    step = [*edits.set_months(p, uid, "actual", JAN, [90, 90]), *edits.set_months(p, uid, "forecast", JAN + 2, [80])]
    (one,) = replaced(p, step, STATUS)
    p.apply(step)
    assert one.after == figures(p, STATUS).expected_of(m) == 260


def test_a_plan_without_a_month_typed_beside_a_forecast_is_said_not_to_count() -> None:
    p, (m,) = tree()
    uid = line(p, m, forecast=[100], fields={"name": "Saving"})
    (told,) = said(p, edits.set_text(p, uid, "undated_plan", "50"), STATUS)
    assert told.startswith("M1#Saving: its plan without a month (50.00) is not expected, because the line has a fore")
    assert not said(p, edits.set_text(p, uid, "undated_forecast", "50"), STATUS)


def test_a_measure_on_hold_earns_no_forecast_and_nothing_is_said_of_it() -> None:
    p, (m,) = tree()
    uid = line(p, m, fields={"undated_plan": 100})
    p.apply(edits.set_field(p, m, "held", True))
    assert not replaced(p, edits.set_months(p, uid, "forecast", JAN, [1]), STATUS)


def test_a_cost_below_zero_is_said_and_a_booking_taken_back_or_a_lost_benefit_is_not() -> None:
    p, (m,) = tree()
    cost, gain = line(p, m, "one_time_cost", fields={"name": "Licences"}), line(p, m)
    assert said(p, edits.set_months(p, cost, "plan", JAN, [-5]), STATUS) == [
        "M1#Licences: a cost below zero counts as income. Costs are written without a minus."]
    assert costs_below_zero(p, edits.set_text(p, cost, "undated_forecast", "-5")) == [cost]
    assert not costs_below_zero(p, edits.set_months(p, cost, "actual", JAN, [-5]))
    assert not costs_below_zero(p, edits.set_months(p, gain, "plan", JAN, [-5]))
    made = Creation("f" * 32, "effect_line", m, "a", {"type": "recurring_cost"}, (("plan", JAN, (1, -1)),))
    assert costs_below_zero(p, [made]) == [made.uid]
    assert put(p, "risk", m, name="unrelated") not in costs_below_zero(p, [made])


def test_one_actual_says_what_it_takes_out_of_all_who_have_booked_nothing_in_its_month() -> None:
    p, (m, other, third) = tree(3)
    uid = line(p, m, plan=[100_00] * 6)
    line(p, other, plan=[200_00] * 6)
    line(p, third, first=JAN + 3, plan=[300_00] * 3)
    step = edits.set_months(p, uid, "actual", JAN, [90_00])
    before = figures(p, STATUS).expected_of("")
    (told,) = said(p, step, STATUS)
    p.apply(step)
    assert told == ("2026-01 now counts as booked for the whole file, and 1 measure without an actual there counts as "
                    "0 in it: until they book, expected changes by -200.00 EUR.")
    assert figures(p, STATUS).expected_of("") == before - 10_00 - 200_00, "its own ten, and what is said"
    assert said(p, edits.set_months(p, uid, "actual", JAN, [80_00]), STATUS) == [], "the month counts already"
    assert said(p, edits.set_months(p, uid, "actual", JAN + 2, [80_00]), STATUS) == [], "March has not ended"
    (both,) = said(p, edits.set_months(p, uid, "actual", JAN + 1, [0, 70_00, 5]), "2026-03-31")
    assert both.startswith("2026-02 to 2026-03 now count as booked")


def test_emptying_the_only_actual_of_a_month_says_what_is_expected_again_of_the_whole_file() -> None:
    p, (m, other) = tree(2)
    uid = line(p, m, plan=[100_00] * 6, actual=[100_00, 90_00])
    line(p, other, plan=[200_00] * 6, actual=[150_00])
    before = figures(p, STATUS).expected_of("")
    for empty in (None, 0):
        (told,) = said(p, edits.set_months(p, uid, "actual", JAN + 1, [empty]), STATUS)
        assert told == ("2026-02 no longer counts as booked for the whole file: nothing is booked in it any more. What "
                        "was forecast or planned there is expected again, of 2 measures; expected changes by "
                        "210.00 EUR.")
    assert said(p, edits.set_months(p, uid, "actual", JAN, [None]), STATUS) == [], "the other has booked January"
    assert said(p, edits.set_months(p, uid, "actual", JAN + 1, [80_00]), STATUS) == []
    step = edits.set_months(p, uid, "actual", JAN + 1, [None])
    p.apply(step)
    assert figures(p, STATUS).expected_of("") == before + 210_00, "what is said is what happens"


def test_emptying_all_actuals_of_a_file_names_all_their_months_and_a_booking_beside_keeps_them() -> None:
    p, (m, other) = tree(2)
    uid, beside = line(p, m, plan=[100_00] * 3, actual=[90_00, 90_00]), line(p, other, plan=[0, 5_00])
    step = edits.set_months(p, uid, "actual", JAN, [None, None])
    (told,) = said(p, step, STATUS)
    assert told.startswith("2026-01 to 2026-02 no longer count as booked for the whole file: nothing is booked in them")
    assert told.endswith("of 2 measures; expected changes by 25.00 EUR.")
    assert said(p, [*step, *edits.set_months(p, beside, "actual", JAN + 1, [1_00])], STATUS) == []
    assert said(p, edits.set_months(p, uid, "actual", JAN, [None, None]), "2026-01-15") == [], "nothing has ended yet"


def test_an_actual_of_a_kpi_books_no_month_whether_it_is_there_or_comes() -> None:
    p, (m,) = tree()
    line(p, m, plan=[100_00] * 6)
    uid, made = edits.add(p, "kpi", "", {"code": "V", "name": "Velocity"})
    come = [*made, Change(uid, "actual", JAN, (None,), (14,))]
    assert said(p, come, STATUS) == []
    assert said(p, [Creation(uid, "kpi", "", "a", {"code": "V"}, (("actual", JAN, (14,)),))], STATUS) == []
    p.apply(come)
    assert said(p, edits.set_months(p, uid, "actual", JAN + 1, [15]), STATUS) == []
