"""Dates, anchors and forecasts that are typed: the same as a drag, once and not twice (records.md, rule 2)."""
from __future__ import annotations

import pytest

from app.core import edits
from app.core.dump import dump
from app.core.schedule.anchors import unmoved
from app.core.schedule.moving import FINISH, MOVE, dragged
from app.core.schedule.typed import followed, text
from app.core.value.variance import figures
from app.core.values import month_index
from app.errors import Problem
from app.session import Session
from tests.core.schedule.sketch import Sketch, day
from tests.core.schedule.test_slip import STATUS, after, anchored, forecast, open_file


def dates(s: Sketch, uid: str) -> tuple[str, str]:
    return s.p[uid].get("start", ""), s.p[uid].get("finish", "")


def typed(s: Sketch, uid: str, field: str, value: str) -> None:
    after(s, text(s.p, uid, field, value, STATUS).changes)


# ---------------------------------------------------------------- what a typed date means


@pytest.mark.parametrize(("field", "value", "wanted"), [
    ("finish", day(9), (day(3), day(9))), ("start", day(2), (day(2), day(7))),
    ("start", day(11), (day(11), day(15)))])
def test_one_end_is_stretched_and_a_start_beyond_the_finish_moves_the_whole(field, value, wanted) -> None:
    s = Sketch()
    task = s.task(day(3), day(7))
    typed(s, task, field, value)
    assert dates(s, task) == wanted


def test_a_date_typed_by_the_label_of_its_field_is_the_same_verb() -> None:
    s = Sketch()
    first, second = s.task(day(1), day(5)), s.task(day(6), day(7))
    s.link(first, second)
    typed(s, first, "Finish", day(8))
    assert dates(s, second) == (day(9), day(10))


def test_a_typed_finish_before_the_start_is_refused_and_nothing_moves() -> None:
    s = Sketch()
    measure = s.measure(start=day(3), finish=day(7))
    inside = s.task(day(3), day(7), measure)
    for uid in (s.task(day(3), day(7)), measure, inside):
        with pytest.raises(Problem, match=f"would finish on {day(2)}, before it starts on {day(3)}"):
            text(s.p, uid, "finish", day(2), STATUS)


def test_a_typed_finish_moves_a_milestone_and_a_start_before_it_gives_it_a_length() -> None:
    s = Sketch()
    task = s.task(day(5), day(5))
    typed(s, task, "finish", day(8))
    assert dates(s, task) == (day(8), day(8))
    typed(s, task, "start", day(6))
    assert dates(s, task) == (day(6), day(8))


def test_a_first_date_alone_is_written_alone() -> None:
    s = Sketch()
    task = s.task(None, None)
    typed(s, task, "finish", day(8))
    assert dates(s, task) == ("", day(8))
    typed(s, task, "finish", "")
    assert dates(s, task) == ("", "")


@pytest.mark.parametrize("kind", ["measure", "task"])
def test_a_finish_given_to_what_has_a_start_only_leaves_the_start(kind) -> None:
    s = Sketch()
    uid = s.measure(start=day(3)) if kind == "measure" else s.task(day(3), None)
    typed(s, uid, "finish", day(9))
    assert dates(s, uid) == (day(3), day(9))
    other = s.measure(finish=day(9)) if kind == "measure" else s.task(None, day(9))
    typed(s, other, "start", day(3))
    assert dates(s, other) == (day(3), day(9))


def test_what_has_started_cannot_finish_before_that_day() -> None:
    s = Sketch()
    running = s.task(day(3), day(7), actual_start=day(3))
    with pytest.raises(Problem, match="has started"):
        text(s.p, running, "finish", day(1), STATUS)
    typed(s, running, "finish", day(9))
    assert dates(s, running) == (day(3), day(9))


def test_an_actual_finish_later_than_thought_pushes_what_waits_for_it() -> None:
    s = Sketch()
    first, second = s.task(day(1), day(5)), s.task(day(6), day(7))
    s.link(first, second)
    moved = text(s.p, first, "actual_finish", day(8), STATUS)
    after(s, moved.changes)
    assert dates(s, second) == (day(9), day(10)) and dates(s, first) == (day(1), day(5))
    assert [uid for uid, _ in moved.others] == [second]


def test_a_plan_date_pushes_nothing_and_moves_money_only_where_it_is_the_only_date() -> None:
    s, task, _ = anchored()
    other = s.task(day(60), day(61))
    s.link(task, other)
    assert {c.uid for c in text(s.p, task, "plan_finish", "2026-06-30", STATUS).changes} == {task}
    planned = s.task(None, None, plan_start="2026-02-02", plan_finish="2026-03-20")
    paid = s.line(s.measure(), planned, forecast=("2026-04", [7]))
    s.link(planned, other)
    after(s, text(s.p, planned, "plan_finish", "2026-06-30", STATUS).changes)
    assert dates(s, other) == (day(60), day(61)) and forecast(s.p, paid, "2026-04", 4) == [None, None, None, 7]


def test_a_measures_typed_finish_stretches_its_last_activity_and_is_stored_as_typed() -> None:
    s = Sketch()
    measure = s.measure(start="2026-01-05", finish="2026-03-31")
    s.task("2026-01-05", "2026-01-30", measure)
    last = s.task("2026-02-02", "2026-03-31", measure)
    typed(s, measure, "finish", "2026-04-30")
    assert dates(s, measure) == ("2026-01-05", "2026-04-30") and dates(s, last) == ("2026-02-02", "2026-04-30")


def test_a_measure_whose_last_activity_is_done_gets_its_own_date_only() -> None:
    s = Sketch()
    measure = s.measure(start="2026-01-05", finish="2026-03-31")
    last = s.task("2026-02-02", "2026-03-31", measure, percent=10_000)
    typed(s, measure, "finish", "2026-04-30")
    assert dates(s, measure)[1] == "2026-04-30" and dates(s, last)[1] == "2026-03-31"


# ---------------------------------------------------------------- money


def test_a_forecast_typed_in_the_step_that_moves_its_anchor_is_for_the_new_finish() -> None:
    s, task, line = anchored()
    both = [*edits.set_field(s.p, task, "finish", "2026-05-15"),
            *edits.set_months(s.p, line, "forecast", month_index("2026-06"), [77])]
    after(s, followed(s.p, both, STATUS).changes)
    assert forecast(s.p, line, count=6) == [5, 6, 7, 101, 102, 77], "typed: nothing is shifted beside it"
    assert s.p[line].get("basis") == "2026-05-15" and unmoved(s.p) == []


def test_a_source_brings_the_dates_of_others_itself_and_a_forecast_it_brings_stays() -> None:
    s, task, line = anchored()
    other = s.task("2026-03-23", "2026-03-27")
    s.link(task, other)
    moved = edits.set_field(s.p, task, "finish", "2026-05-15")
    alone = followed(s.p, moved, STATUS, push=False)
    assert {c.uid for c in alone.changes} == {task, line} and alone.lines == 1
    brought = followed(s.p, moved, STATUS, push=False, brought=[line])
    assert [(c.uid, c.field) for c in brought.changes] == [(task, "start+finish"), (line, "basis")]


def test_other_fields_are_left_as_they_are() -> None:
    s, task, line = anchored()
    for uid, field, value in ((task, "name", "Build"), (task, "percent", "40"), (line, "undated_forecast", "9")):
        own = edits.set_text(s.p, uid, field, value)
        assert text(s.p, uid, field, value, STATUS).changes == own and len(own) == 1


# ---------------------------------------------------------------- through the door


def test_typed_is_dragged_and_after_undo_it_is_so_again(session: Session) -> None:
    first, second, line = open_file(session)
    p, before = session.portfolio, dump(session.portfolio)
    session.do("Drag", dragged(p, first, FINISH, 91, STATUS).changes)
    once = dump(p)
    assert p[first].get("finish") == "2026-05-29" and forecast(p, line, "2026-05", 5) == [None, None, None, 9, 9]
    session.undo()
    assert dump(p) == before != once
    for _ in range(2):
        session.do("Type", text(p, first, "finish", "29.05.2026", STATUS).changes)
        assert dump(p) == once and p[second].get("finish") == "2026-07-30"
        session.undo()
    assert dump(p) == before


def test_a_typed_finish_of_a_measure_is_the_drag_of_its_bar(session: Session) -> None:
    first, _, _ = open_file(session)
    p = session.portfolio
    measure = p[first].parent
    for name, value in (("start", "2026-01-05"), ("finish", "2026-02-27")):
        session.do("Own date", edits.set_field(p, measure, name, value))
    for grip, days, field, value in ((FINISH, 31, "finish", "2026-03-30"), (MOVE, 91, "start", "2026-04-06")):
        session.do("Drag", dragged(p, measure, grip, days, STATUS).changes)
        wanted = dump(p)
        session.undo()
        session.do("Type", text(p, measure, field, value, STATUS).changes)
        assert dump(p) == wanted
        session.undo()


def test_held_slipped_by_typing_and_re_entered_it_keeps_its_forecast(session: Session) -> None:
    _, second, line = open_file(session)
    p = session.portfolio
    measure, before = p[line].parent, forecast(p, line)
    session.do("Hold", text(p, measure, "name", "Held one", STATUS).changes + edits.set_field(p, measure, "held", True))
    assert forecast(p, line) == before and figures(p, STATUS).expected_of(measure) == 0
    session.do("Re-enter", edits.set_field(p, measure, "held", None))
    assert forecast(p, line) == before and figures(p, STATUS).expected_of(measure) == 18
    session.do("Hold", edits.set_field(p, measure, "held", True))
    session.do("Type", text(p, second, "finish", "2026-06-30", STATUS).changes)
    session.do("Re-enter", edits.set_field(p, measure, "held", None))
    assert forecast(p, line, "2026-05", 4) == [None, None, 9, 9]
