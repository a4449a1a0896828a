"""The time area in the window: bars dragged and stretched, links drawn, zoom, what is painted and told, speed."""
from __future__ import annotations

import statistics
import time

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication

from app.core import edits
from app.core.find import lookup
from app.core.schedule.calendar import date_of, ordinal
from app.ui.gantt import facts as timeline_facts
from app.ui.look import theme
from tests.support import add_line, add_tree

LEFT = Qt.MouseButton.LeftButton


def uid_of(window, code: str) -> str:
    return lookup(window.session.portfolio, code).uid


def view_of(window):
    return window.portfolio_page.tree


def bar(window, code: str):
    """A measure's bar as it lies in view."""
    view = view_of(window)
    return next(h for h in view.lay_out_now().handles if h.uid == uid_of(window, code) and not h.part)


def send(view, kind: QEvent.Type, x: float, y: float, held=LEFT, button=LEFT) -> None:
    place = QPointF(x + view.border, y)
    event = QMouseEvent(kind, place, view.viewport().mapToGlobal(place), button, held, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(view.viewport(), event)


def drag(view, start: tuple[float, float], end: tuple[float, float], drop: bool = True) -> None:
    send(view, QEvent.Type.MouseButtonPress, *start)
    middle = ((start[0] + end[0]) / 2, (start[1] + end[1]) / 2)
    for place in (middle, end):
        send(view, QEvent.Type.MouseMove, *place, button=Qt.MouseButton.NoButton)
    if drop:
        send(view, QEvent.Type.MouseButtonRelease, *end, held=Qt.MouseButton.NoButton)


def middle(handle) -> tuple[float, float]:
    return (handle.x0 + handle.x1) / 2, (handle.y0 + handle.y1) / 2


def shift(handle, pixels: float) -> tuple[float, float]:
    x, y = middle(handle)
    return x + pixels, y


def activities(window, code: str) -> list[tuple[str, str]]:
    p = window.session.portfolio
    return [(a.get("start"), a.get("finish")) for a in p.children(uid_of(window, code), "activity")]


def test_dragging_a_bar_moves_the_measure_and_its_activities_in_one_step_that_undo_takes_back(sample):
    p, uid = sample.session.portfolio, uid_of(sample, "IC-121")
    before, dates = sample.session.tx_count(), activities(sample, "IC-121")
    own = (p[uid].get("start"), p[uid].get("finish"))
    handle = bar(sample, "IC-121")
    drag(view_of(sample), middle(handle), shift(handle, 14 * view_of(sample).scale.per_day))
    assert sample.session.tx_count() == before + 1
    assert sample.actions_by_id["edit.undo"].text() == "Undo Move IC-121 14 days later"
    assert p[uid].get("start") == "2026-05-18" == min(a for a, _ in activities(sample, "IC-121"))
    assert p[uid].get("finish") == max(b for _, b in activities(sample, "IC-121")) > own[1]
    sample.act("edit.undo")
    assert (p[uid].get("start"), p[uid].get("finish")) == own
    assert activities(sample, "IC-121") == dates


def test_stretching_the_end_moves_the_finish_of_the_last_activity(sample):
    p, uid = sample.session.portfolio, uid_of(sample, "IC-121")
    view, handle = view_of(sample), bar(sample, "IC-121")
    before = activities(sample, "IC-121")
    x, y = handle.x1 - 1, middle(handle)[1]
    drag(view, (x, y), (x + 10 * view.scale.per_day, y))
    assert p[uid].get("finish") == "2026-10-10"
    assert activities(sample, "IC-121")[:-1] == before[:-1]
    assert p[uid].get("start") == "2026-05-04"
    sample.act("edit.undo")
    assert activities(sample, "IC-121") == before


def test_what_else_moved_is_told_with_a_way_back(sample):
    p = sample.session.portfolio
    later = {code: activities(sample, code) for code in ("IC-122", "IC-124")}
    handle = bar(sample, "IC-121")
    drag(view_of(sample), middle(handle), shift(handle, 80 * view_of(sample).scale.per_day))
    moved = [code for code in later if activities(sample, code) != later[code]]
    assert moved
    assert "Also moved" in sample.message_bar.message
    for code in moved:
        measure = p[uid_of(sample, code)]
        assert measure.get("finish") == max(b for _, b in activities(sample, code)), "own dates follow activities"
    sample.undo()
    assert {code: activities(sample, code) for code in later} == later


def test_escape_lets_go_and_nothing_is_written(sample, qtbot):
    view, before = view_of(sample), sample.session.head()
    handle = bar(sample, "IC-121")
    drag(view, middle(handle), shift(handle, 60), drop=False)
    assert view.mouse.drag is not None and view.mouse.drag.moving
    qtbot.keyClick(view, Qt.Key.Key_Escape)
    send(view, QEvent.Type.MouseButtonRelease, *shift(handle, 60), held=Qt.MouseButton.NoButton)
    assert sample.session.head() == before


def test_a_click_on_a_bar_chooses_its_row_and_writes_nothing(sample):
    before = sample.session.head()
    handle = bar(sample, "CL-112")
    drag(view_of(sample), middle(handle), middle(handle))
    assert sample.portfolio_page.current_uid() == uid_of(sample, "CL-112")
    assert sample.session.head() == before


def test_a_link_drawn_from_an_end_to_a_start_is_finish_to_start(sample):
    p, view = sample.session.portfolio, view_of(sample)
    tail, head = bar(sample, "IC-113"), bar(sample, "IC-122")
    count = len(p.of_kind("dependency"))
    drag(view, (tail.x1 + 5, middle(tail)[1]), (head.x0 + 10, middle(head)[1]))
    made = [r for r in p.of_kind("dependency") if r.get("predecessor") == uid_of(sample, "IC-113")
            and r.get("successor") == uid_of(sample, "IC-122")]
    assert [r.get("type") for r in made] == ["FS"]
    assert sample.actions_by_id["edit.undo"].text() == "Undo Link IC-113 to IC-122"
    assert any(a.uid == made[0].uid for arrows in view.lay_out_now().arrows.values() for a in arrows)
    sample.act("edit.undo")
    assert len(p.of_kind("dependency")) == count


def test_a_link_that_closes_a_circle_is_refused_with_its_names(sample):
    view = view_of(sample)
    tail, head = bar(sample, "IC-122"), bar(sample, "IC-112")
    view.set_scale(view.scale.panned(-400))
    tail, head = bar(sample, "IC-122"), bar(sample, "IC-112")
    drag(view, (tail.x1 + 5, middle(tail)[1]), (head.x0 + 10, middle(head)[1]))
    assert sample.message_bar.kind == "bad"
    assert "IC-121" in sample.message_bar.message


def test_a_summary_bar_says_that_it_follows_what_is_below(sample):
    before = sample.session.head()
    handle = bar(sample, "IC-12")
    drag(view_of(sample), middle(handle), shift(handle, 60))
    assert sample.session.head() == before
    assert "sum of what is below" in sample.message_bar.message


def test_what_is_finished_stays_where_it_is(sample):
    before = sample.session.head()
    handle = bar(sample, "IC-111")
    x = max(middle(handle)[0], handle.x1 - 30)
    drag(view_of(sample), (x, middle(handle)[1]), (x + 60, middle(handle)[1]))
    assert sample.session.head() == before
    assert sample.message_bar.kind == "bad"


def test_keys_do_what_the_mouse_does(sample, qtbot):
    p, uid, view = sample.session.portfolio, uid_of(sample, "IC-121"), view_of(sample)
    sample.portfolio_page.select(uid)
    view.setFocus()
    qtbot.keyClick(view, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier)
    assert p[uid].get("start") == "2026-05-05"
    qtbot.keyClick(view, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ControlModifier)
    assert sample.actions_by_id["edit.undo"].text() == "Undo Finish IC-121 1 day later"
    assert sample.act("time.earlier")
    sample.act("edit.undo")
    sample.act("edit.undo")
    sample.act("edit.undo")
    assert p[uid].get("start") == "2026-05-04"


def test_chosen_measures_are_linked_in_order_and_their_links_removed(sample):
    p, page = sample.session.portfolio, sample.portfolio_page
    uids = [uid_of(sample, code) for code in ("FP-111", "FP-112")]
    page.select(uids[0])
    page.tree.selectionModel().select(page.model.index_of(uids[1]), page.tree.selectionModel().SelectionFlag.Select
                                      | page.tree.selectionModel().SelectionFlag.Rows)
    count = len(p.of_kind("dependency"))
    assert sample.act("time.link")
    assert len(p.of_kind("dependency")) == count + 1
    assert sample.act("time.unlink")
    assert len(p.of_kind("dependency")) == count


def test_dates_are_drawn_over_the_empty_row_of_a_measure(window, session):
    uid = add_tree(session, measures=1)[0]
    window.set_session(session, "2026-04-17")
    view = view_of(window)
    view.lay_out_now()
    row = next(r for r in view.rows_placed if r.time.uid == uid)
    x = view.scale.x(ordinal("2026-05-01")) + 0.5
    drag(view, (x, row.top + 14), (x + 30 * view.scale.per_day, row.top + 14))
    assert session.portfolio[uid].get("start") == "2026-05-01"
    assert session.portfolio[uid].get("finish") == "2026-05-31"


def test_a_moved_delivery_takes_the_forecast_of_its_benefit_along(window, session):
    p, uid = session.portfolio, add_tree(session, measures=1)[0]
    activity, changes = edits.add(p, "activity", uid, {"name": "Deliver", "plan_start": "2026-05-04",
                                                       "plan_finish": "2026-05-29", "start": "2026-05-04",
                                                       "finish": "2026-05-29"})
    session.do("Add activity", changes)
    line = add_line(session, uid, name="Saving", anchor=activity, basis="2026-05-29")
    first = 2026 * 12 + 5
    session.do("Plan", edits.set_months(p, line, "forecast", first, [100, 100]))
    window.set_session(session, "2026-04-17")
    assert window.portfolio_page.timeline.drag(uid, "move", 30)
    assert p.months_of(line, "forecast", first, 3) == (None, 100, 100)
    assert "forecast of 1 effect line" in window.message_bar.message


def test_the_border_is_dragged_and_columns_keep_left_of_it(sample):
    view = view_of(sample)
    before, line = view.border, view.viewport().height() // 2
    send(view, QEvent.Type.MouseButtonPress, 0, line)
    send(view, QEvent.Type.MouseMove, -200, line, button=Qt.MouseButton.NoButton)
    send(view, QEvent.Type.MouseButtonRelease, 0, line, held=Qt.MouseButton.NoButton)
    assert view.border == before - 200
    assert all(left + width <= view.border for _, left, width in view.sections())
    view.border_wish = 1
    sample.portfolio_page.fit()
    assert view.border >= 200


def test_without_the_time_area_the_columns_have_the_whole_width(sample):
    view = view_of(sample)
    assert sample.act("view.timeline")
    assert view.time_width == 0 and view.border == view.viewport().width()
    assert sample.act("view.timeline")
    assert view.time_width > 200


def test_zoom_goes_by_button_key_and_wheel_and_the_status_date_stays_in_view(sample):
    view = view_of(sample)
    at = view.scale.x(ordinal("2026-04-17"))
    for zoom in ("days", "weeks", "quarters", "years", "months"):
        assert sample.act(f"view.{zoom}")
        assert view.scale.zoom == zoom
        assert sample.portfolio_page.time_buttons.zoom.buttons[zoom].isChecked()
        assert view.scale.x(ordinal("2026-04-17")) == pytest.approx(at)
    x = 300.0
    day, before = view.scale.day(x), view.scale.per_day
    place = QPointF(view.border + x, 200)
    QApplication.sendEvent(view.viewport(), QWheelEvent(
        place, view.viewport().mapToGlobal(place), QPointF(0, 0).toPoint(), QPointF(0, 240).toPoint(),
        Qt.MouseButton.NoButton, Qt.KeyboardModifier.ControlModifier, Qt.ScrollPhase.NoScrollPhase, False))
    assert view.scale.per_day > before
    assert view.scale.day(x) == pytest.approx(day)


def test_time_scrolls_alone_by_pulling_the_ground(sample):
    view = view_of(sample)
    top, left = view.verticalScrollBar().value(), view.scale.left
    handle = bar(sample, "IC-123")
    drag(view, (handle.x1 + 250, middle(handle)[1]), (handle.x1 + 150, middle(handle)[1]))
    assert view.scale.left == pytest.approx(left + 100 / view.scale.per_day)
    assert view.verticalScrollBar().value() == top


def test_bars_ghosts_and_the_status_line_are_painted_in_their_colours(sample):
    view = view_of(sample)
    sample.portfolio_page.select(uid_of(sample, "NH"))
    sample.portfolio_page.timeline.catch_up()
    for name in ("dark", "light"):
        sample.set_theme(name)
        handle = bar(sample, "IC-113")
        picture = view.viewport().grab().toImage()
        y = int(handle.y0 + handle.y1) // 2

        def at(day: float, row: int, shown=picture) -> str:
            return shown.pixelColor(int(view.border + view.scale.x(day)), row).name()

        start, finish = ordinal("2025-12-15"), ordinal("2026-06-05")
        assert at(start + 20, y) == theme.colour("gantt_done").name()
        assert at(finish - 20, y) == theme.colour("gantt_rest").name()
        assert at(finish + 80, y) == theme.colour("base").name() or at(finish + 81, y) == theme.colour("base").name()
        ghost = view.lay_out_now().ghosts
        placed = next(r for r in ghost if handle.y1 - 2 <= r[1] <= handle.y1 + 4)
        assert picture.pixelColor(int(view.border + placed[0] + 14), int(placed[1] + 1)).name() == \
            theme.colour("gantt_ghost").name()
        x = int(view.border + view.scale.x(ordinal("2026-04-18")))
        assert theme.colour("accent").name() in {picture.pixelColor(x + d, 3).name() for d in (-1, 0, 1)}


def test_the_scale_and_the_notes_tell_their_texts_for_checks_of_pictures(sample):
    view = view_of(sample)
    texts = {t.text for t in view.painted_texts()}
    assert {"+215 d", "+276 d", "on hold"} <= texts
    head = {t.text for t in view.header().painted_texts()}
    assert {"Q2 2026", "Apr", "May"} <= head


def test_late_rows_are_told_by_their_days_and_the_colour_of_their_light(sample):
    view = view_of(sample)
    notes = {view.rows_placed[n.row].time.uid: (n.text, n.tone) for n in view.lay_out_now().notes}
    assert notes[uid_of(sample, "IC-121")] == ("+215 d", "bad")
    assert notes[uid_of(sample, "CL-112")] == ("+6 d", "warn")
    assert notes[uid_of(sample, "IC-123")] == ("on hold", "text2")


def test_a_row_tells_its_dates_to_a_screen_reader(sample):
    model = sample.portfolio_page.model
    said = model.data(model.index_of(uid_of(sample, "IC-121")), Qt.ItemDataRole.AccessibleDescriptionRole)
    assert said == ("Measure, 4 May 2026 to 30 Sep 2026, plan 12 Jan 2026 to 27 Feb 2026, 215 days late")


def test_upper_levels_span_what_is_below_them_and_follow_an_edit(sample):
    p = sample.session.portfolio
    package, measure = uid_of(sample, "IC-12"), uid_of(sample, "IC-122")
    assert date_of(timeline_facts.extents(p)[package][1] - 1) == "2026-12-01"
    sample.session.do("Move", edits.set_field(p, measure, "finish", "2027-02-01"))
    assert date_of(timeline_facts.extents(p)[package][1] - 1) == "2027-02-01"
    kept = dict(timeline_facts.extents(p))
    p._kept.pop("time extents")
    assert timeline_facts.extents(p) == kept, "what followed the edit is what a fresh reading gives"
    assert view_of(sample).time_of(uid_of(sample, "NH")).extent[1] == ordinal("2027-02-02")


def test_a_milestone_is_a_diamond_and_moves_alone(sample):
    p, measure = sample.session.portfolio, uid_of(sample, "IC-121")
    uid, changes = edits.add(p, "activity", measure, {"name": "Last server off", "start": "2026-08-31",
                                                      "finish": "2026-08-31"})
    sample.session.do("Add milestone", changes)
    view = view_of(sample)
    diamond = next(d for d in view.lay_out_now().diamonds if d.part.uid == uid)
    assert not diamond.reached
    finish = p[measure].get("finish")
    drag(view, (diamond.x, diamond.y), (diamond.x + 5 * view.scale.per_day, diamond.y))
    assert p[uid].get("finish") == p[uid].get("start") == "2026-09-05"
    assert p[measure].get("finish") == finish
    assert "Last server off" in view.tip_at(diamond.x + 5, diamond.y)


def test_links_before_and_behind_the_chosen_row_stand_out_and_are_said(sample):
    page = sample.portfolio_page
    page.select(uid_of(sample, "CL-121"))
    page.timeline.catch_up()
    assert sample.status_line.text("chain") == "CL-121: CL-211 waits for it"
    assert len(page.tree.lay_out_now().arrows["chain"]) == 1
    page.select(uid_of(sample, "FP-112"))
    page.timeline.catch_up()
    assert sample.status_line.text("chain") == ""
    assert page.tree.lay_out_now().arrows["chain"] == []


def test_a_late_chain_across_functions_is_said_up_to_the_benefit_it_delays(window, session):
    p = session.portfolio
    first, second = add_tree(session, measures=2)
    ends = {}
    for uid, function, days in ((first, "IT operations", ("2026-03-02", "2026-05-29")),
                                (second, "Sales", ("2026-06-01", "2026-06-30"))):
        session.do("Function", edits.set_text(p, uid, "function", function))
        ends[uid], changes = edits.add(p, "activity", uid, {
            "name": f"Work of {function}", "plan_start": "2026-02-02", "plan_finish": "2026-03-31", "start": days[0],
            "finish": days[1]})
        session.do("Add activity", changes)
    line = add_line(session, second, name="New revenue", anchor=ends[second], basis="2026-03-31")
    session.do("Plan", edits.set_months(p, line, "plan", 2026 * 12 + 3, [50_000_00] * 6))
    session.do("Link", edits.link(p, "dependency", {"predecessor": ends[first], "successor": ends[second]}, {})[1])
    window.set_session(session, "2026-04-17")
    page = window.portfolio_page
    page.select(first)
    page.timeline.catch_up()
    assert page.timeline.chain_said == ("M1 (IT operations) +59 d → M2 (Sales) +91 d → New revenue 3 months later, "
                                        "−150 k€")
    assert page.tree.wishes.chain_records == {first, second}
    assert len(page.tree.lay_out_now().arrows["chain"]) == 1
    assert len(page.tree.lay_out_now().chain) == 2


def test_one_late_cause_is_followed_through_the_functions_of_the_sample_to_its_money(sample):
    """004-76, as a person meets it in the sample: a measure stands once in the sentence, with what it hands on."""
    page = sample.portfolio_page
    page.select(uid_of(sample, "IC-124"))
    page.timeline.catch_up()
    assert page.timeline.chain_said == (
        "OP-111 (Claims operations) +52 d → IC-121 (IT operations) +163 d → IC-124 (Procurement) +245 d → "
        "Energy saved, Hamburg 8 months later, −280 k€")
    shown = {sample.session.portfolio[uid].code for uid in page.tree.wishes.chain_records}
    assert shown == {"OP-111", "IC-121", "IC-124"}


def test_switches_take_plan_dates_links_and_the_critical_path_away(sample):
    view = view_of(sample)
    sample.portfolio_page.timeline.catch_up()
    shapes = view.lay_out_now()
    assert shapes.ghosts and any(shapes.arrows.values()) and shapes.outlines
    for action in ("view.baseline", "view.links", "view.critical"):
        assert sample.act(action)
    shapes = view.lay_out_now()
    assert not shapes.ghosts and not any(shapes.arrows.values()) and not shapes.outlines
    assert sample.act("view.parts")
    assert len([h for h in view.lay_out_now().handles if h.part]) > 10


def test_buttons_give_way_to_letters_and_pictures_where_words_do_not_fit(sample, qtbot):
    buttons = sample.portfolio_page.time_buttons
    assert buttons.zoom.buttons["days"].text() == "Days"
    sample.resize(1366, 768)
    qtbot.waitUntil(lambda: buttons.zoom.buttons["days"].text() == "D")
    assert buttons.zoom.buttons["months"].text() == "Months", "the step that is on keeps its word"
    assert buttons.switches[0].toolButtonStyle() == Qt.ToolButtonStyle.ToolButtonIconOnly
    assert buttons.bar.row.minimumSize().width() <= buttons.bar.width()


def test_the_model_stays_sound_while_bars_are_moved(sample):
    tester = QAbstractItemModelTester(sample.portfolio_page.model,
                                      QAbstractItemModelTester.FailureReportingMode.Fatal)
    timeline, uid = sample.portfolio_page.timeline, uid_of(sample, "IC-121")
    assert timeline.drag(uid, "move", 5) and timeline.drag(uid, "finish", 5)
    assert timeline.link(uid, uid_of(sample, "FP-112"))
    for _ in range(3):
        sample.act("edit.undo")
    assert tester.model() is sample.portfolio_page.model


def fill(session, measures: int) -> None:
    """A wide tree with dates, two activities a measure and a link to every second neighbour."""
    p = session.portfolio
    parent, changes, first = "", [], len(p.of_kind("measure"))
    for kind in ("organization", "portfolio", "program", "project"):
        parent, more = edits.add(p, kind, parent, {"code": f"{kind[:4].upper()}-{first}", "name": kind})
        session.do(f"Add {kind}", more)
    last = ""
    for at in range(measures):
        if at % 50 == 0:
            package = edits.new_uid()
            changes += edits.add(p, "package", parent, {"name": f"Package {at}"}, uid=package)[1]
        start = ordinal("2025-10-01") + (at * 37) % 400
        uid, more = edits.add(p, "measure", package, {
            "code": f"M-{first + at}", "name": f"Maßnahme {at}", "start": date_of(start),
            "finish": date_of(start + 20 + at % 90), "progress": at * 97 % 10_000})
        changes += more
        changes += edits.add(p, "activity", uid, {
            "name": "Teil", "plan_start": date_of(start - 10), "plan_finish": date_of(start + at % 60),
            "start": date_of(start), "finish": date_of(start + 20 + at % 90)})[1]
        if last and at % 2:
            changes += edits.add(p, "dependency", "", {"predecessor": last, "successor": uid, "type": "FS"})[1]
        last = uid
    session.do("Fill", changes)


@pytest.mark.timeout(240)
def test_a_frame_of_rows_and_time_costs_the_same_in_a_large_file(window, session):
    frames: dict[int, list[float]] = {}
    fill(session, 300)
    window.set_session(session, "2026-04-17")
    window.act("view.inspector")
    view = view_of(window)
    for size in (300, 10_000):
        if size > 300:
            fill(session, size - 300)
        view.viewport().repaint()
        found = frames[size] = []
        end = max(view.verticalScrollBar().maximum(), 1)
        for i in range(60):
            view.verticalScrollBar().setValue(i * 84 % end)
            start = time.process_time()
            view.viewport().repaint()
            found.append((time.process_time() - start) * 1000)
    small, large = (statistics.quantiles(frames[n], n=20) for n in (300, 10_000))
    print(f"\nframe, tree and time at 1920 x 1080: 300 measures median {small[9]:.1f} p95 {small[18]:.1f} ms, "
          f"10,000 median {large[9]:.1f} p95 {large[18]:.1f} ms of processor time")
    assert large[9] < 2 * small[9] + 3
    assert large[9] < 25
