"""Moving deliveries: what is pushed, what stays, and what the money does. Sessions end with undo of everything."""
from __future__ import annotations

import pytest

from app.core import edits
from app.core.dump import dump
from app.core.schedule.anchors import follow, unmoved, with_basis
from app.core.schedule.slip import move, slip
from app.core.value.variance import figures
from app.core.values import month_index
from app.errors import Problem
from app.session import Session
from tests.core.schedule.sketch import Sketch, day
from tests.support import add_line, add_tree

STATUS = "2026-03-31"


def forecast(p, line: str, first: str = "2026-01", count: int = 12) -> list[int | None]:
    return list(p.months_of(line, "forecast", month_index(first), count))


def after(s: Sketch, changes) -> Sketch:
    s.p.apply(changes)
    return s


def anchored(**more) -> tuple[Sketch, str, str]:
    """A delivery that finishes in March, a benefit from April on, actuals up to February."""
    s = Sketch()
    measure = s.measure()
    task = s.task("2026-02-02", "2026-03-20", measure)
    line = s.line(measure, task, **{"plan": ("2026-01", [None, 1, 2, 10, 10, 10]),
                                    "forecast": ("2026-01", [5, 6, 7, 101, 102, 103]), "actual": ("2026-01", [4, 4]),
                                    **more})
    return s, task, line


# ---------------------------------------------------------------- dates


def test_successors_are_pushed_only_as_far_as_the_link_asks_and_gaps_stay() -> None:
    s = Sketch()
    first, near, far = s.task(day(1), day(5)), s.task(day(6), day(8)), s.task(day(20), day(22))
    s.link(first, near)
    s.link(near, far)
    found = slip(s.p, first, day(1), day(9), STATUS)
    assert found.dates == {first: (day(1), day(9)), near: (day(10), day(12))}


def test_nothing_moves_earlier_when_what_it_waits_for_does() -> None:
    s = Sketch()
    first, second = s.task(day(6), day(10)), s.task(day(11), day(12))
    s.link(first, second)
    assert slip(s.p, first, day(1), day(5), STATUS).dates == {first: (day(1), day(5))}


def test_a_link_broken_elsewhere_is_left_alone() -> None:
    s = Sketch()
    first, second = s.task(day(1), day(5)), s.task(day(6), day(7))
    other, late = s.task(day(1), day(9)), s.task(day(2), day(3))
    s.link(first, second)
    s.link(other, late)
    assert set(slip(s.p, first, day(2), day(6), STATUS).dates) == {first, second}


def test_soft_links_are_reported_and_not_followed() -> None:
    s = Sketch()
    first, second = s.task(day(1), day(5)), s.task(day(6), day(7))
    link = s.link(first, second, hard=False)
    found = slip(s.p, first, day(1), day(8), STATUS)
    assert found.dates == {first: (day(1), day(8))} and found.soft == [link] and found.broken == []


def test_finished_and_started_activities_stay_and_the_broken_link_is_named() -> None:
    s = Sketch()
    first = s.task(day(1), day(5))
    done, running = s.task(day(6), day(7), actual_finish=day(7)), s.task(day(6), day(9), actual_start=day(6))
    links = sorted((s.link(first, done), s.link(first, running)))
    found = slip(s.p, first, day(1), day(8), STATUS)
    assert found.dates == {first: (day(1), day(8))} and found.broken == links


def test_dragging_before_what_it_waits_for_is_done_and_said() -> None:
    s = Sketch()
    first, second = s.task(day(1), day(5)), s.task(day(6), day(8))
    link = s.link(first, second)
    found = slip(s.p, second, day(3), day(5), STATUS)
    assert found.dates == {second: (day(3), day(5))} and found.broken == [link]


def test_a_started_successor_is_stretched_and_keeps_its_typed_start() -> None:
    s = Sketch()
    first, running = s.task(day(1), day(9)), s.task(day(2), day(9), actual_start=day(3))
    s.link(first, running, "FF")
    changes = move(s.p, first, day(1), day(11), STATUS)
    assert [c.new for c in changes if c.uid == running] == [(day(2), day(11))]


def test_what_has_only_plan_dates_gets_dates_of_today_when_it_is_pushed() -> None:
    s = Sketch()
    first = s.task(day(1), day(5))
    planned = s.task(None, None, plan_start=day(6), plan_finish=day(8))
    s.link(first, planned)
    after(s, move(s.p, first, day(1), day(7), STATUS))
    record = s.p[planned]
    assert (record.get("start"), record.get("finish")) == (day(8), day(10))
    assert (record.get("plan_start"), record.get("plan_finish")) == (day(6), day(8))


def test_a_finish_on_a_day_off_is_moved_only_when_it_must() -> None:
    s = Sketch()
    first, end_of_month = s.task("2026-01-26", "2026-01-29"), s.task("2026-01-31", "2026-01-31")   # a Saturday
    s.link(first, end_of_month)
    assert set(slip(s.p, first, "2026-01-26", "2026-01-30", STATUS).dates) == {first}
    assert slip(s.p, first, "2026-01-26", "2026-02-02", STATUS).dates[end_of_month] == ("2026-02-02", "2026-02-02")


def test_a_measure_with_activities_moves_whole_in_working_days() -> None:
    s = Sketch()
    measure, other = s.measure(), s.task(day(9), day(10))
    one, two = s.task(day(1), day(3), measure), s.task(day(4), day(8), measure)
    s.link(measure, other)
    found = slip(s.p, measure, day(4), day(11), STATUS)
    assert found.dates == {one: (day(4), day(6)), two: (day(7), day(11)), other: (day(12), day(13))}


def test_a_measure_without_activities_moves_by_its_own_dates() -> None:
    s = Sketch()
    measure, next_one = s.measure(start=day(1), finish=day(4)), s.measure(start=day(5), finish=day(6))
    s.link(measure, next_one)
    after(s, move(s.p, measure, day(3), day(6), STATUS))
    assert (s.p[next_one].get("start"), s.p[next_one].get("finish")) == (day(7), day(8))


def test_moves_that_cannot_be_are_problems() -> None:
    s = Sketch()
    measure = s.measure()
    done = s.task(day(1), day(2), measure, percent=10_000)
    running = s.task(day(1), day(4), actual_start=day(1))
    for uid, start, finish, said in ((done, day(2), day(3), "finished"), (running, day(2), day(4), "has started"),
                                     (running, day(5), day(4), "before it starts"), (measure, day(3), day(4), "All"),
                                     (s.package, day(1), day(2), "no dates")):
        with pytest.raises(Problem, match=said):
            slip(s.p, uid, start, finish, STATUS)
    assert slip(s.p, running, day(1), day(9), STATUS).dates == {running: (day(1), day(9))}


def test_an_undated_activity_gets_its_first_dates() -> None:
    s = Sketch()
    task = s.task(None, None)
    assert slip(s.p, task, day(2), day(4), STATUS).dates == {task: (day(2), day(4))}


# ---------------------------------------------------------------- money


def test_a_slip_shifts_the_forecast_after_actual_to_and_nothing_else() -> None:
    s, task, line = anchored()
    before = {name: s.p.months_of(line, name, month_index("2026-01"), 12) for name in ("plan", "actual")}
    after(s, move(s.p, task, "2026-02-02", "2026-05-15", STATUS))
    assert forecast(s.p, line) == [5, 6, None, None, 7, 101, 102, 103, None, None, None, None]
    assert {name: s.p.months_of(line, name, month_index("2026-01"), 12) for name in before} == before
    assert s.p[line].get("basis") == "2026-05-15"


def test_a_slip_within_the_month_moves_no_money_but_keeps_the_basis_fresh() -> None:
    s, task, line = anchored()
    changes = move(s.p, task, "2026-02-02", "2026-03-31", STATUS)
    assert [(c.uid, c.field) for c in changes] == [(task, "start+finish"), (line, "basis")]


def test_two_small_slips_move_as_much_as_one_large() -> None:
    one, task, line = anchored()
    after(one, move(one.p, task, "2026-02-02", "2026-06-01", STATUS))
    two, _, _ = anchored()
    for finish in ("2026-03-31", "2026-04-01", "2026-04-30", "2026-06-01"):
        after(two, move(two.p, task, "2026-02-02", finish, STATUS))
    assert forecast(one.p, line) == forecast(two.p, line)


def test_a_basis_of_another_month_is_made_good_by_the_next_slip() -> None:
    s, task, line = anchored(basis="2026-02-10")
    assert [(u.line, u.basis, u.finish) for u in unmoved(s.p)] == [(line, "2026-02-10", "2026-03-20")]
    after(s, move(s.p, task, "2026-02-02", "2026-04-02", STATUS))
    assert forecast(s.p, line, count=8) == [5, 6, None, None, 7, 101, 102, 103]
    assert unmoved(s.p) == []


def test_an_earlier_finish_moves_up_to_the_first_open_month_and_the_rest_is_listed() -> None:
    s, task, line = anchored(forecast=("2026-01", [5, 6, None, None, 50, 60]))
    after(s, move(s.p, task, "2025-12-01", "2025-12-19", STATUS))
    assert forecast(s.p, line, count=6) == [5, 6, 50, 60, None, None], "three months wanted, two were open"
    assert [(u.basis[:7], u.finish) for u in unmoved(s.p)] == [("2026-01", "2025-12-19")]
    after(s, move(s.p, task, "2026-01-05", "2026-02-20", STATUS))
    assert forecast(s.p, line, count=6) == [5, 6, None, 50, 60, None]


def test_a_line_that_counts_with_its_plan_gets_the_moved_plan_as_forecast() -> None:
    s = Sketch()
    measure = s.measure()
    task = s.task("2026-02-02", "2026-03-20", measure)
    line = s.line(measure, task, plan=("2026-02", [1, 2, 10, 20]), actual=("2026-02", [3]))
    assert figures(s.p, STATUS).expected_of("") == 3 + 2 + 10 + 20
    after(s, move(s.p, task, "2026-02-02", "2026-05-20", STATUS))
    assert forecast(s.p, line, count=8) == [None, None, None, None, 2, 10, 20, None]
    assert s.p.months_of(line, "plan", month_index("2026-02"), 4) == (1, 2, 10, 20)
    assert figures(s.p, STATUS).expected_of("") == 3 + 2 + 10 + 20
    after(s, move(s.p, task, "2026-02-02", "2026-03-20", STATUS))
    assert forecast(s.p, line, count=6) == [None, None, 2, 10, 20, None]


def test_undated_amounts_and_lines_of_others_stay() -> None:
    s, task, line = anchored()
    s.p.records[line].fields["undated_forecast"] = 900
    other = s.line(s.p[line].parent, None, forecast=("2026-04", [7]))
    changes = move(s.p, task, "2026-02-02", "2026-06-20", STATUS)
    assert other not in {c.uid for c in changes}
    assert "undated_forecast" not in {c.field for c in changes}


def test_a_pushed_successor_takes_its_benefit_along() -> None:
    s = Sketch()
    measure = s.measure()
    first, second = s.task("2026-01-05", "2026-01-30"), s.task("2026-02-02", "2026-02-27", measure)
    line = s.line(measure, second, forecast=("2026-03", [10, 10]))
    s.link(first, second)
    after(s, move(s.p, first, "2026-01-05", "2026-02-27", STATUS))
    assert s.p[second].get("finish") == "2026-03-27"
    assert forecast(s.p, line, "2026-03", 4) == [None, 10, 10, None]


def test_follow_serves_finishes_that_are_typed_elsewhere() -> None:
    s, task, line = anchored()
    assert follow(s.p, {task: "2026-03-20"}, STATUS) == []
    assert {c.uid for c in follow(s.p, {task: "2026-04-02"}, STATUS)} == {line}


def test_typing_a_forecast_says_which_finish_it_is_for_so_nothing_moves_twice() -> None:
    s, task, line = anchored(basis="2026-01-15")
    typed = edits.set_months(s.p, line, "forecast", month_index("2026-06"), [77])
    after(s, with_basis(s.p, line, typed))
    assert s.p[line].get("basis") == "2026-03-20" and unmoved(s.p) == []
    after(s, move(s.p, task, "2026-02-02", "2026-04-20", STATUS))
    assert forecast(s.p, line, "2026-06", 3) == [102, 77, None]


def test_only_a_forecast_or_a_new_anchor_sets_the_basis() -> None:
    s, _, line = anchored(basis="2026-01-15")
    plan = edits.set_months(s.p, line, "plan", month_index("2026-06"), [77])
    assert with_basis(s.p, line, plan) == plan
    later = s.task("2026-05-04", "2026-06-30")
    anchor = edits.set_field(s.p, line, "anchor", later)
    assert with_basis(s.p, line, anchor)[-1].new == ("2026-06-30",)
    away = edits.set_field(s.p, line, "anchor", None)
    assert with_basis(s.p, line, away)[-1].new == (None,)
    loose = s.line(s.p[line].parent)
    typed = edits.set_months(s.p, loose, "forecast", month_index("2026-06"), [77])
    assert with_basis(s.p, loose, typed) == typed


# ---------------------------------------------------------------- through the door


def open_file(session: Session) -> tuple[str, str, str]:
    measure, other = add_tree(session, measures=2)
    p = session.portfolio
    tasks = []
    for parent, start, finish in ((measure, "2026-01-05", "2026-02-27"), (other, "2026-03-02", "2026-04-30")):
        uid, changes = edits.add(p, "activity", parent, {"name": "Build", "start": start, "finish": finish,
                                                         "plan_start": start, "plan_finish": finish})
        session.do("Add activity", changes)
        tasks.append(uid)
    session.do("Link", edits.link(p, "dependency", {"predecessor": tasks[0], "successor": tasks[1]},
                                  {"type": "FS", "lag": 0, "lag_unit": "working_days", "hard": True})[1])
    line = add_line(session, other, anchor=tasks[1])
    session.do("Forecast", with_basis(p, line, edits.set_months(p, line, "forecast", month_index("2026-05"), [9, 9])))
    return tasks[0], tasks[1], line


def test_slip_undo_slip_gives_equal_dumps(session: Session) -> None:
    first, second, line = open_file(session)
    before = dump(session.portfolio)

    def slipped() -> str:
        session.do("Move", move(session.portfolio, first, "2026-01-05", "2026-05-29", STATUS))
        return dump(session.portfolio)

    once = slipped()
    assert session.portfolio[second].get("finish") == "2026-07-30"
    assert forecast(session.portfolio, line, "2026-05", 6) == [None, None, None, 9, 9, None]
    session.undo()
    assert dump(session.portfolio) == before
    assert slipped() == once
    assert once != before


def test_hold_and_re_entry_give_the_stored_forecast_back_and_a_slip_in_between_is_kept(session: Session) -> None:
    first, _, line = open_file(session)
    measure = session.portfolio[line].parent
    before = forecast(session.portfolio, line)
    shown = figures(session.portfolio, STATUS).expected_of(measure)
    session.do("Hold", edits.set_field(session.portfolio, measure, "held", True))
    assert forecast(session.portfolio, line) == before
    assert figures(session.portfolio, STATUS).expected_of(measure) == 0 != shown
    session.do("Re-enter", edits.set_field(session.portfolio, measure, "held", None))
    assert forecast(session.portfolio, line) == before
    assert figures(session.portfolio, STATUS).expected_of(measure) == shown
    session.do("Hold", edits.set_field(session.portfolio, measure, "held", True))
    session.do("Move", move(session.portfolio, first, "2026-01-05", "2026-03-13", STATUS))
    session.do("Re-enter", edits.set_field(session.portfolio, measure, "held", None))
    assert forecast(session.portfolio, line, "2026-05", 3) == [None, 9, 9]
