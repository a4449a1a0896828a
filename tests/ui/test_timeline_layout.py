"""Geometry of the time area without a screen: where bars, notes and links stand."""
from __future__ import annotations

import random
from itertools import pairwise

import pytest

from app.ui.gantt import tools as timeline_tools
from app.ui.gantt.facts import Part, RowTime
from app.ui.gantt.layout import BAR, DIAMOND, GHOST, Layout, PlacedRow, Wishes, bar_top, lay_out, tone_of, written
from app.ui.gantt.link_layer import BELOW, FAR, LinkLayer, Scene
from app.ui.gantt.links import Arrow, Box, Words, hits, route
from app.ui.gantt.paint import _dashes
from app.ui.gantt.row_links import Link
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


def test_a_milestone_at_the_end_of_its_bar_leaves_the_room_behind_it_to_the_dot_that_draws_links():
    made = laid(measure("a", 1010, 1030, parts=(Part("m", "Sign", 1030, 1030, 0.0, True),)))
    end, y = made.diamonds[0].x, made.diamonds[0].y
    assert end == 60.0
    for x in (end + 1.5, end + DIAMOND, end + 9):
        drag = press(made, x, y)
        assert (drag.uid, drag.grip) == ("a", LINK_FROM_FINISH), "what lies behind the bar draws a link"
    assert (press(made, end - 3, y).uid, press(made, end - 3, y).grip) == ("m", MOVE)


def test_a_milestone_off_its_bar_is_held_at_all_of_its_diamond():
    made = laid(measure("a", 1010, 1030, parts=(Part("m", "Sign", 1050, 1050, 0.0, True),)))
    x, y = made.diamonds[0].x, made.diamonds[0].y
    for aside in (-DIAMOND + 0.5, DIAMOND - 0.5):
        assert press(made, x + aside, y).uid == "m"


# ------------------------------------------------------------------ links

def scene(times: list[RowTime], first: int = 0, count: int | None = None, far: dict[str, tuple[int, int]] | None = None,
          width: float = 600.0) -> Scene:
    """The rows from `first` on as they stand in view; `far` are rows below all of them with their dates."""
    shown = times[first:][:count]
    order = {time.uid: i for i, time in enumerate(times)}
    dates = {time.uid: time.extent for time in times} | (far or {})

    def side(uid: str) -> int | None:
        return -1 if order.get(uid, len(times)) < first else BELOW if uid in order or uid in (far or {}) else None

    return Scene(first, 28, first * 28.0, 28.0 * len(shown), width, [time.uid for time in shown],
                 [written(lay_out([PlacedRow(time, 0.0, 28.0)], SCALE, width, Wishes(), text_width)) for time in shown],
                 lambda: [PlacedRow(time, (first + i) * 28.0, 28.0) for i, time in enumerate(shown)], side,
                 lambda uid: dates[uid])


def links_of(times: list[RowTime], links: list[Link], width: float = 600.0) -> Layout:
    made = lay_out(rows(*times), SCALE, width, Wishes(), text_width)
    for one, arrow in LinkLayer().arrows("", scene(times, width=width), links, SCALE):
        made.arrows[tone_of(one, Wishes())].append(arrow)
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
    seen = scene([measure("a", 1000, 1020)], far={"far": (1050, 1060)})
    arrows = LinkLayer().arrows("", seen, [link("a", "far"), link("a", "folded")], SCALE)
    assert [one.head for one, _ in arrows] == ["far"]
    assert arrows[0][1].points[-1][1] > 28


def scrolled(chance: random.Random, count: int) -> tuple[list[RowTime], list[Link]]:
    times = []
    for i in range(count):
        start = 1000 + chance.randrange(200)
        times.append(measure(str(i), start, start + chance.randrange(5, 60),
                             note=f"+{chance.randrange(300)} d" if chance.random() < 0.5 else "", tone="bad"))
    ends = [chance.sample(range(count), 2) for _ in range(count)]
    return times, [Link(f"{a} {b}", str(a), str(b), str(a), str(b), chance.choice(["FS", "SS", "FF", "SF"]), True)
                   for a, b in ends]


def in_view(links: list[Link], seen: Scene) -> list[Link]:
    return [one for one in links if {one.tail_row, one.head_row} & set(seen.uids)]


def test_what_is_kept_while_rows_scroll_joins_the_same_ends_and_crosses_no_more_words_than_fresh_arrows():
    chance, layer = random.Random(7), LinkLayer()
    times, links = scrolled(chance, 300)
    kept_crossings = fresh_crossings = same = total = 0
    at = 0
    for _ in range(120):
        at = min(max(at + chance.choice((1, 3, 11, 40, -2, -25)), 0), 280)
        seen = scene(times, at, 20)
        words = Words({}, [(n * 28.0 + 2, n * 28.0 + 26, a, b)
                           for n, spans in enumerate(seen.written, at) for a, b in spans])
        kept = {one.uid: arrow for one, arrow in layer.arrows("", seen, in_view(links, seen), SCALE)}
        fresh = {one.uid: arrow for one, arrow in LinkLayer().arrows("", seen, in_view(links, seen), SCALE)}
        assert kept.keys() == fresh.keys()
        for uid, arrow in kept.items():
            total += 1
            same += arrow == fresh[uid]
            kept_crossings += hits(arrow.points, words) > 0
            fresh_crossings += hits(fresh[uid].points, words) > 0
            lowest = max(y for _, y in arrow.points)
            assert (lowest > (at + 20) * 28) == (max(y for _, y in fresh[uid].points) > (at + 20) * 28)
    assert total > 2000 and same > total * 0.8
    assert kept_crossings <= fresh_crossings


def test_an_arrow_stands_still_while_both_its_ends_stay_in_view_or_out_of_it():
    times = [measure(str(i), 1000 + i, 1030 + i) for i in range(60)]
    links, layer = [link("10", "15"), link("12", "50")], LinkLayer()
    first = {one.uid: arrow for one, arrow in layer.arrows("", scene(times, 4, 20), links, SCALE)}
    second = {one.uid: arrow for one, arrow in layer.arrows("", scene(times, 6, 20), links, SCALE)}
    assert first["1015"] is second["1015"] and first["1250"] is second["1250"]
    assert first["1250"].points[-1][1] == FAR - 0.5, "an end out of view is moved along in long steps only"
    third = {one.uid: arrow for one, arrow in layer.arrows("", scene(times, 36, 20), links, SCALE)}
    assert third["1250"].points[-1][1] < 51 * 28, "now the head is in view and the tail is not"
    assert third["1250"].points[0][1] < 36 * 28
    moved = layer.arrows("other dates", scene(times, 36, 20), links, SCALE)
    assert [arrow for _, arrow in moved] == [third[one.uid] for one, _ in moved]


def test_dashes_of_a_soft_link_are_made_only_where_they_are_seen():
    arrow = Arrow(((10.0, -6000.0), (10.0, 6000.0), (90.0, 6000.0)), "a", hard=False)
    whole, seen = list(_dashes(arrow, 1.1, -7000, 7000)), list(_dashes(arrow, 1.1, 100, 400))
    assert len(whole) > 2000 and len(seen) < 80
    boxes = {(b.x(), b.y(), b.width(), b.height()) for b in whole}
    assert {(b.x(), b.y(), b.width(), b.height()) for b in seen} <= boxes
    assert {b for b in boxes if 100 <= b[1] <= 390} <= {(b.x(), b.y(), b.width(), b.height()) for b in seen}


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
