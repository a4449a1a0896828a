"""Geometry of the time area without a screen: where bars, notes and links stand."""
from __future__ import annotations

import random
from itertools import pairwise

import pytest

from app.ui.gantt import tools as timeline_tools
from app.ui.gantt.facts import Link, Part, RowTime
from app.ui.gantt.layout import BAR, GHOST, Layout, PlacedRow, Wishes, add_links, bar_top, lay_out
from app.ui.gantt.links import Box, Words, route
from app.ui.gantt.scale import Scale
from app.ui.gantt.tools import FINISH, LINK_FROM_FINISH, LINK_FROM_START, MOVE, PAN, START

SCALE = Scale(1000.0, 2.0)


def measure(uid: str, start: int, end: int, **more: object) -> RowTime:
    return RowTime(uid, 5, (start, end), **more)        # type: ignore[arg-type]


def rows(*times: RowTime, height: float = 28.0) -> list[PlacedRow]:
    return [PlacedRow(time, i * height, height) for i, time in enumerate(times)]


def text_width(text: str) -> float:
    return 6.0 * len(text)


def laid(*times: RowTime, width: float = 600.0, **wishes: object) -> Layout:
    return lay_out(rows(*times), SCALE, width, Wishes(**wishes), text_width)     # type: ignore[arg-type]


def test_a_bar_is_dark_up_to_its_progress():
    made = laid(measure("a", 1010, 1030, done=0.25))
    top, high = bar_top(rows(measure("a", 1010, 1030))[0])
    assert high == BAR
    assert made.done == [(20.0, top, 10.0, high)]
    assert made.rest == [(30.0, top, 30.0, high)]


def test_plan_dates_lie_below_the_bar_and_can_be_switched_off():
    late = measure("a", 1010, 1030, plan=(1000, 1015))
    made = laid(late)
    bar, ghost = made.rest[0], made.ghosts[0]
    assert ghost[0] == 0.0 and ghost[2] == 30.0 and ghost[3] == GHOST
    assert ghost[1] >= bar[1] + bar[3]
    assert ghost[1] + ghost[3] <= 28
    assert laid(late, baseline=False).ghosts == []


def test_upper_levels_are_brackets_with_a_cap_at_each_end():
    made = laid(RowTime("top", 0, (1000, 1100)), RowTime("pack", 4, (1000, 1050)))
    assert [r[2] for r in made.brackets["strong"]] == [200.0]
    assert [c[2] for c in made.caps["quiet"]] == [1.0, -1.0]
    assert made.rest == made.done == []


def test_a_day_is_still_seen_when_years_are_shown():
    made = lay_out(rows(measure("a", 1010, 1011)), Scale(1000, 0.1), 600, Wishes(), text_width)
    assert made.rest[0][2] == 2.0


def test_a_note_stands_right_of_the_bar_and_left_of_it_at_the_edge():
    late = measure("a", 1010, 1030, note="+21 d", tone="bad")
    assert laid(late).notes[0].x > 60
    narrow = laid(late, width=90.0).notes
    assert narrow == []                              # 20 pixels left of the bar are too few for 30
    far = laid(measure("a", 1060, 1080, note="+21 d", tone="bad"), width=170.0).notes[0]
    assert far.x + far.width <= 120


def test_a_note_out_of_view_is_not_made():
    assert laid(measure("a", 900, 950, note="+21 d", tone="bad")).notes == []


def test_a_held_measure_is_an_outline():
    made = laid(measure("a", 1010, 1030, held=True, done=0.5))
    assert len(made.held) == 1 and made.done == made.rest == []


def test_activities_are_pieces_of_the_bar_and_overlapping_ones_share_its_height():
    parts = (Part("p", "", 1010, 1020, 1.0, False), Part("q", "", 1020, 1030, 0.0, False))
    one_lane = laid(measure("a", 1010, 1030, parts=parts), parts=True)
    assert len(one_lane.done) == 1 and len(one_lane.rest) == 1
    assert one_lane.done[0][3] == BAR
    overlap = (Part("p", "", 1010, 1025, 1.0, False), Part("q", "", 1015, 1030, 0.0, False))
    two = laid(measure("a", 1010, 1030, parts=overlap), parts=True)
    assert two.done[0][3] < BAR
    assert two.done[0][1] + two.done[0][3] <= two.rest[0][1]


def test_a_milestone_is_a_diamond_at_the_end_of_its_day_and_the_mouse_finds_it_first():
    made = laid(measure("a", 1010, 1030, parts=(Part("m", "Sign", 1020, 1020, 1.0, True),)))
    diamond = made.diamonds[0]
    assert diamond.x == 40.0 and diamond.reached
    assert made.handle_at(diamond.x, diamond.y).uid == "m"
    assert made.handle_at(diamond.x + 12, diamond.y).uid == "a"


# ------------------------------------------------------------------ links

def links_of(times: list[RowTime], links: list[Link], width: float = 600.0) -> Layout:
    placed = rows(*times)
    made = lay_out(placed, SCALE, width, Wishes(), text_width)
    add_links(made, placed, links, SCALE, 28.0 * len(times), Wishes(), lambda row, end: None)
    return made


def link(tail: str, head: str, kind: str = "FS") -> Link:
    return Link(f"{tail}{head}", tail, head, tail, head, kind, True)


def test_a_link_leaves_the_finish_sideways_and_lands_on_the_start_from_above():
    made = links_of([measure("a", 1000, 1020), measure("b", 1050, 1080)], [link("a", "b")])
    points = made.arrows["plain"][0].points
    assert points[0] == (40.0, pytest.approx(sum(bar_top(rows(measure("a", 1, 2))[0]) * 1) - BAR / 2))
    assert 100 <= points[-1][0] <= 160
    assert points[-1][1] <= bar_top(rows(measure("a", 1, 2), measure("b", 1, 2))[1])[0]


def test_each_end_of_a_link_is_at_the_side_its_type_names():
    times = [measure("a", 1020, 1060), measure("b", 1000, 1100)]
    for kind, tail_left, head_left in (("FS", False, True), ("SS", True, True), ("FF", False, False),
                                       ("SF", True, False)):
        points = links_of(times, [link("a", "b", kind)]).arrows["plain"][0].points
        assert (abs(points[0][0] - 40) <= 8) is tail_left, kind
        if kind in ("FS", "SF"):
            assert (points[-1][0] < 100) is head_left, kind


def test_paths_are_orthogonal():
    made = links_of([measure("a", 1030, 1060), measure("b", 1000, 1020)], [link("a", "b"), link("b", "a")])
    for arrow in made.arrows["plain"]:
        assert all(a[0] == b[0] or a[1] == b[1] for a, b in pairwise(arrow.points))


def crossed(points, texts, edges) -> list[int]:
    """Rows whose words a path runs over."""
    hits = []
    for (x0, y0), (x1, y1) in pairwise(points):
        for row, spans in texts.items():
            top, bottom = edges[row][0] + 8, edges[row][1] - 8
            for a, b in spans:
                if min(x0, x1) <= b and max(x0, x1) >= a and min(y0, y1) <= bottom and max(y0, y1) >= top:
                    hits.append(row)
    return hits


def test_a_link_goes_round_the_words_beside_bars():
    late = [measure("a", 1000, 1020, note="+120 d", tone="bad"), measure("x", 1000, 1055, note="+1,234 d", tone="bad"),
            measure("b", 1060, 1110)]
    made = links_of(late, [link("a", "b")])
    words = {n.row: [(n.x, n.x + n.width)] for n in made.notes}
    edges = [(i * 28.0, i * 28.0 + 28) for i in range(3)]
    assert set(words) == {0, 1}
    assert crossed(made.arrows["plain"][0].points, words, edges) == []


def test_no_link_of_a_crowded_picture_crosses_a_word_that_it_could_pass():
    chance = random.Random(7)
    crossings = total = 0
    for _ in range(60):
        times = []
        for i in range(12):
            start = 1000 + chance.randrange(200)
            times.append(measure(str(i), start, start + chance.randrange(5, 60),
                                 note=f"+{chance.randrange(300)} d" if chance.random() < 0.5 else "", tone="bad"))
        ends = [chance.sample(range(12), 2) for _ in range(8)]
        made = links_of(times, [link(str(a), str(b), chance.choice(["FS", "SS", "FF", "SF"])) for a, b in ends])
        words = {n.row: [(n.x, n.x + n.width)] for n in made.notes}
        edges = [(i * 28.0, i * 28.0 + 28) for i in range(12)]
        for arrow in made.arrows["plain"]:
            total += 1
            crossings += bool(crossed(arrow.points, words, edges))
    assert total == 480
    assert crossings <= total * 0.01, f"{crossings} of {total} links cross words"


def test_a_link_to_a_row_out_of_view_leaves_the_picture_and_one_to_a_folded_row_is_not_drawn():
    placed = rows(measure("a", 1000, 1020))
    made = lay_out(placed, SCALE, 600, Wishes(), text_width)
    add_links(made, placed, [link("a", "far"), link("a", "folded")], SCALE, 28.0, Wishes(),
              lambda row, end: ((1050, 1060), False) if row == "far" else None)
    assert len(made.arrows["plain"]) == 1
    assert made.arrows["plain"][0].points[-1][1] > 28


def test_a_link_upwards_lands_from_below():
    edges = [(0.0, 28.0), (28.0, 56.0)]
    arrow = route(Box(10, 50, 36, 46, 1), Box(100, 160, 8, 18, 0), "FS", edges, Words({}, []))
    assert arrow.points[-1][1] >= 18
    assert arrow.points[-2][1] > arrow.points[-1][1]


# ------------------------------------------------------------------ tools

def test_what_a_press_does_depends_on_where_the_bar_is_held():
    made = laid(measure("a", 1010, 1040))
    handle = made.handles[0]
    grips = {x: timeline_tools.grip_of(handle, x) for x in (14.0, 22.0, 50.0, 78.0, 86.0)}
    assert grips == {14.0: LINK_FROM_START, 22.0: START, 50.0: MOVE, 78.0: FINISH, 86.0: LINK_FROM_FINISH}


def press(made: Layout, x: float, y: float, editable: bool = True) -> timeline_tools.Drag:
    return timeline_tools.press(made, x, y, SCALE.day(x), 0, "a", editable, False)


def test_a_short_pull_is_a_click_and_a_long_one_counts_whole_days():
    drag = press(laid(measure("a", 1010, 1040)), 50, 14)
    assert not drag.to(52, 14).moving
    assert drag.to(71, 14).moving and drag.to(71, 14).days(SCALE) == 10
    assert drag.to(71, 14).preview(SCALE) == (40.0, 100.0)


def test_a_bar_cannot_be_stretched_past_its_other_end():
    drag = press(laid(measure("a", 1010, 1040)), 78, 14).to(-500, 14)
    assert drag.preview(SCALE) == (20.0, 22.0)


def test_summary_bars_and_files_that_are_only_read_are_not_held():
    assert press(laid(RowTime("a", 2, (1010, 1040))), 50, 14).grip == PAN
    assert press(laid(measure("a", 1010, 1040)), 50, 14, editable=False).grip == PAN


def test_a_link_lands_on_the_half_of_the_bar_it_is_dropped_on():
    made = laid(measure("a", 1000, 1020), measure("b", 1050, 1080))
    drag = timeline_tools.press(made, 45, 14, SCALE.day(45), 0, "a", True, False)
    for x, kind in ((110, "FS"), (155, "FF")):
        target = timeline_tools.drop_target(made, drag.to(x, 28 + 14))
        assert target is not None and timeline_tools.link_type(drag, target[1]) == kind
    assert timeline_tools.drop_target(made, drag.to(300, 14)) is None
