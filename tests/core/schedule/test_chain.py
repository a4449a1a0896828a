"""From a late cause in one function to the benefit line of another (004-76)."""
from __future__ import annotations

from app.core.schedule.chain import chains, moved_amount
from app.core.schedule.slip import move
from tests.core.schedule.sketch import Sketch

STATUS = "2026-03-31"


def rollout(configured: str = "2026-03-27", **setting) -> tuple[Sketch, dict[str, str]]:
    """IT configures, operations gets ready, sales starts: the revenue line hangs on the start."""
    s = Sketch()
    it, operations, sales = (s.function(name) for name in ("IT", "Operations", "Sales"))
    m1, m2, m3 = s.measure(function=it), s.measure(function=operations), s.measure(function=sales)
    at = {"it": it, "operations": operations, "sales": sales, "m1": m1, "m2": m2, "m3": m3}
    at["configure"] = s.task("2026-02-02", "2026-03-06", m1, plan_finish="2026-03-06", plan_start="2026-02-02")
    at["ready"] = s.task("2026-03-09", "2026-03-27", m2, plan_finish="2026-03-27", plan_start="2026-03-09")
    at["start"] = s.task("2026-03-30", "2026-04-30", m3, plan_finish="2026-04-30", plan_start="2026-03-30")
    s.link(at["configure"], at["ready"])
    s.link(m2, at["start"])
    at["line"] = s.line(m3, at["start"], plan=("2026-05", [100, 200, 300, 300]),
                        forecast=("2026-05", [100, 200, 300, 300]))
    s.p.apply(move(s.p, at["configure"], "2026-02-02", configured, "2026-02-28"))
    return s, at


def test_the_chain_names_cause_functions_days_and_the_revenue_line_with_its_money() -> None:
    s, at = rollout()
    (found,) = chains(s.p, STATUS)
    assert [(step.activity, step.function, step.days) for step in found.steps] == [
        (at["configure"], at["it"], 25), (at["ready"], at["operations"], 21), (at["start"], at["sales"], 21)]
    assert (found.line, found.months, found.amount) == (at["line"], 1, 300)


def test_what_is_overdue_is_a_cause_though_nobody_has_moved_its_bar() -> None:
    s, at = rollout("2026-03-06")
    (found,) = chains(s.p, "2026-05-15")
    assert [(step.activity, step.days) for step in found.steps] == [
        (at["configure"], 70), (at["ready"], 49), (at["start"], 15)]
    s.p.records[at["configure"]].fields["percent"] = 10_000
    s.p.version += 1
    (found,) = chains(s.p, "2026-05-15")
    assert [step.activity for step in found.steps] == [at["ready"], at["start"]]


def test_nothing_is_reported_within_the_threshold_or_when_all_is_done_in_time() -> None:
    assert chains(rollout("2026-03-13")[0].p, "2026-03-13") == [], "seven days are not more than seven"
    assert len(chains(rollout("2026-03-16")[0].p, "2026-03-13")) == 1
    s, _ = rollout("2026-03-16")
    s.setting("slip_days", 30)
    assert chains(s.p, "2026-03-13") == []


def test_a_cause_in_the_own_function_is_no_chain_across_functions() -> None:
    s, at = rollout()
    for measure in ("m1", "m2"):
        s.p.records[at[measure]].fields["function"] = at["sales"]
    s.p.version += 1
    assert chains(s.p, STATUS) == []
    assert len(chains(s.p, STATUS, crossing=False)) == 1


def test_a_late_predecessor_with_time_to_spare_is_not_the_cause() -> None:
    s, at = rollout("2026-03-06")
    idle = s.task("2026-02-02", "2026-03-13", at["m1"], plan_start="2026-02-02", plan_finish="2026-02-27",
                  percent=10_000)
    s.link(idle, at["start"])
    for done in ("configure", "ready"):
        s.p.records[at[done]].fields["percent"] = 10_000
    s.p.records[at["start"]].fields.update(start="2026-05-01", finish="2026-05-29")
    s.p.version += 1
    (found,) = chains(s.p, STATUS, crossing=False)
    assert [step.activity for step in found.steps] == [at["start"]]


def test_costs_and_lines_without_an_anchor_or_a_plan_are_no_end_of_a_chain() -> None:
    s, at = rollout()
    s.line(at["m3"], at["start"], "recurring_cost", plan=("2026-05", [5]))
    s.line(at["m3"], None, plan=("2026-05", [5]))
    loose = s.task("2026-03-30", "2026-09-30", at["m3"])
    s.line(at["m3"], loose, plan=("2026-05", [5]))
    assert [c.line for c in chains(s.p, STATUS)] == [at["line"]]


def test_the_amount_is_the_most_a_benefit_falls_behind_at_any_month_end() -> None:
    s = Sketch()
    measure = s.measure()
    steady, once = s.line(measure, plan=("2026-05", [10] * 6)), s.line(measure, plan=("2026-05", [0, 90]))
    told = s.line(measure, forecast=("2026-05", [7, 8, 9]))
    lines = [s.p[uid] for uid in (steady, once, told)]
    assert [moved_amount(s.p, line, 2) for line in lines] == [20, 90, 17]
    assert [moved_amount(s.p, line, 0) for line in lines] == [0, 0, 0]
    assert moved_amount(s.p, s.p[s.line(measure)], 3) == 0


def test_the_chain_with_the_most_money_stands_first() -> None:
    s, at = rollout()
    more = s.line(at["m3"], at["start"], plan=("2026-05", [5000]))
    assert [c.line for c in chains(s.p, STATUS)] == [more, at["line"]]
