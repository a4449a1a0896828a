"""The geometry of the charts: what an eye measures must be what the figures say."""
from __future__ import annotations

import itertools
import math
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.reports.drawing import charts, curve

NS = "{http://www.w3.org/2000/svg}"


def shapes(text: str, kind: str) -> list[dict[str, Any]]:
    body = text if text.startswith("<svg") else charts.svg(100, 100, [text])
    return [{k: float(v) if v.replace(".", "").replace("-", "").isdigit() else v for k, v in e.attrib.items()}
            for e in ElementTree.fromstring(body).iter(NS + kind)]


@given(st.floats(0, 200), st.floats(0, 100), st.floats(0.1, 60), st.floats(0.1, 20))
def test_hatch_lines_rise_at_45_degrees_and_never_leave_their_bar(x: float, y: float, w: float, h: float) -> None:
    for x1, y1, x2, y2 in charts.hatch_lines(x, y, w, h):
        assert math.isclose(x2 - x1, y1 - y2, abs_tol=1e-6) and x2 > x1
        for px, py in ((x1, y1), (x2, y2)):
            assert x - 1e-6 <= px <= x + w + 1e-6
            assert y - 1e-6 <= py <= y + h + 1e-6


def test_hatch_lines_lie_one_pitch_apart_on_one_grid_for_all_bars() -> None:
    one, two = charts.hatch_lines(0, 0, 10, 3), charts.hatch_lines(10, 0, 10, 3)
    sums = sorted({round(x + y, 6) for x, y, _, _ in one + two})
    assert all(math.isclose(b - a, charts.PITCH, abs_tol=1e-5) for a, b in itertools.pairwise(sums))


def test_a_forecast_is_drawn_with_lines_not_with_a_pattern() -> None:
    text = charts.bar(0, 20, 0, 4, "forecast")
    assert "pattern" not in text and len(shapes(text, "line")) > 10


@pytest.mark.parametrize("look", ["actual", "plan", "forecast", "before", "bad", "good", "bad_ahead", "good_ahead"])
def test_a_bar_with_its_outline_is_exactly_as_long_as_its_amount(look: str) -> None:
    for left, right in ((10, 42), (42, 10)):
        box = shapes(charts.bar(left, right, 5, 4, look), "rect")[0]
        line = float(box.get("stroke-width", 0))
        assert box["x"] - line / 2 == pytest.approx(10, abs=0.002)
        assert box["width"] + line == pytest.approx(32, abs=0.002)
        assert box["height"] + line == pytest.approx(4, abs=0.002)


def test_nothing_is_drawn_for_nothing() -> None:
    assert charts.bar(7, 7, 0, 3, "plan") == ""


def test_plan_is_outlined_actual_is_solid() -> None:
    plan, actual = (shapes(charts.bar(0, 9, 0, 3, look), "rect")[0] for look in ("plan", "actual"))
    assert plan["fill"] == "#FFFFFF" and plan["stroke"] == charts.ACTUAL
    assert actual["fill"] == charts.ACTUAL and "stroke" not in actual


@given(st.lists(st.integers(-10**9, 10**9), min_size=1, max_size=9))
def test_a_scale_always_holds_zero_and_every_value(values: list[int]) -> None:
    s = charts.scale(values, 80, 10)
    assert 10 - 1e-9 <= s.at(0) <= 90 + 1e-9
    assert all(10 - 1e-6 <= s.at(v) <= 90 + 1e-6 for v in values)


def test_variances_are_coloured_by_their_effect_and_split_into_booked_and_ahead() -> None:
    s = charts.scale([-10, 10], 40)
    bad = shapes(charts.delta(s, 0, 3, -3, -5), "rect")
    good = shapes(charts.delta(s, 0, 3, 2, 4), "rect")
    assert bad[0]["fill"] == charts.BAD and bad[1]["stroke"] == charts.BAD
    assert good[0]["fill"] == charts.GOOD and good[1]["stroke"] == charts.GOOD
    assert bad[0]["width"] == pytest.approx(6) and good[0]["width"] == pytest.approx(4)
    whole = min(r["x"] - r.get("stroke-width", 0) / 2 for r in bad)
    assert whole == pytest.approx(s.at(-8), abs=0.01)


def test_a_loss_so_far_and_a_gain_ahead_stand_on_both_sides_of_the_axis() -> None:
    s = charts.scale(charts.delta_values(-3, 5), 40)
    left, right = shapes(charts.delta(s, 0, 3, -3, 5), "rect")
    assert left["fill"] == charts.BAD and left["x"] + left["width"] == pytest.approx(s.at(0), abs=0.01)
    assert right["stroke"] == charts.GOOD and right["x"] == pytest.approx(s.at(0), abs=0.2)


@pytest.mark.parametrize(("actual", "expected"), [(4, 9), (-3, 5), (9, 4), (0, 6), (-4, -9), (5, 0)])
def test_the_bars_of_an_expected_value_end_where_actual_and_expected_are(actual: int, expected: int) -> None:
    s = charts.scale([actual, expected], 60)
    boxes = shapes(charts.scenario(s, 0, 3, actual, expected), "rect")
    ends = {round(e, 2) for b in boxes for half in [b.get("stroke-width", 0) / 2]
            for e in (b["x"] - half, b["x"] + b["width"] + half)}
    wanted = {round(s.at(v), 2) for v in (0, actual, expected) if v or boxes}
    assert all(any(abs(w - e) < 0.02 for e in ends) for w in wanted)


def test_every_row_of_a_table_shares_one_axis() -> None:
    s = charts.scale([-20, 100], 30)
    rows = [charts.pair_row(s, 30, 6, 100, 40, 80), charts.pair_row(s, 30, 6, 5, -20, 3)]
    assert [shapes(r, "line")[-1]["x1"] for r in rows] == pytest.approx([s.at(0)] * 2, abs=0.001)


def test_count_bars_are_in_proportion_and_labelled() -> None:
    text = charts.count_bars([("DoI 1", 5), ("DoI 3", 15)], 43, 18)
    one, three = shapes(text, "rect")
    assert three["width"] == pytest.approx(3 * one["width"], abs=0.01)
    assert [e.text for e in ElementTree.fromstring(text).iter(NS + "text")] == ["DoI 1", "5", "DoI 3", "15"]
    assert three["x"] + three["width"] < 43


def test_labels_are_escaped() -> None:
    text = charts.count_bars([("<R&D> \"x\"", 1)], 43, 18)
    assert ElementTree.fromstring(text).find(NS + "text").text == "<R&D> \"x\""  # type: ignore[union-attr]


def test_month_columns_stand_on_zero_and_a_loss_hangs_below() -> None:
    text = charts.month_columns([("Jan", 10, -5), ("Feb", 10, 8)], 40, 25)
    base = shapes(text, "line")[-1]["y1"]
    jan_plan, jan, feb_plan, feb = shapes(text, "rect")
    assert jan["y"] == pytest.approx(base, abs=0.01)
    assert feb["y"] + feb["height"] == pytest.approx(base, abs=0.01)
    assert feb["height"] == pytest.approx(jan["height"] * 8 / 5, abs=0.01)
    assert jan_plan["height"] == feb_plan["height"]


def chart(plan: tuple[int, ...], expected: tuple[int, ...], actual: int) -> str:
    top = max(*plan, *expected, 1)
    ticks = tuple((t, str(t)) for t in curve.ticks(charts.scale([0, top], 1)))
    c = curve.Curve(tuple("abcdefghijkl"[:len(plan)]), plan, expected, actual, "plan", "expected", "gap", "actual",
                    "to", ticks)
    return curve.draw(c, 120, 78)


def test_the_curve_marks_booked_months_solid_and_the_rest_dashed() -> None:
    lines = shapes(chart((10, 20, 30, 40), (5, 9, 20, 28), 2), "polyline")
    assert [("stroke-dasharray" in x, x["stroke-width"]) for x in lines] == [(False, 0.35), (True, 0.8), (False, 1.0)]
    assert len(str(lines[1]["points"]).split()) == 3 and len(str(lines[2]["points"]).split()) == 3


def test_the_gap_changes_colour_where_the_lines_cross() -> None:
    fills = [s["fill"] for s in shapes(chart((10, 20), (20, 10), 2), "polygon")]
    assert fills == [curve._PALE[True], curve._PALE[True], curve._PALE[False]]


@given(st.integers(-10**12, 0), st.integers(1, 10**12))
def test_the_axis_has_a_few_round_steps_and_zero(low: int, high: int) -> None:
    found = curve.ticks(charts.scale([low, high], 1))
    assert 0 in found and 2 <= len(found) <= 8
    steps = {b - a for a, b in itertools.pairwise(found)}
    assert len(steps) == 1 and str(steps.pop()).rstrip("0") in ("1", "2", "5")


def test_the_figure_of_a_gap_below_zero_stands_left_of_its_bar_not_on_the_axis() -> None:
    for plan, gap in ((-471, -1462), (-1933, 1462)):
        text = charts.scenario_bars([charts.Bar("Plan", "plan", plan, str(plan)),
                                     charts.Bar("Gap", "delta", gap, "the gap", start=plan)], 55, 24)
        body = list(ElementTree.fromstring(text))
        (said,) = [e for e in body if e.text == "the gap"]
        axis = [e for e in body if e.tag == NS + "line"][-1]
        assert said.get("text-anchor") == "end" and float(said.attrib["x"]) < float(axis.attrib["x1"])
