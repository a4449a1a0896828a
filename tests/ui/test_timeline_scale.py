"""The time axis as arithmetic: zooming, panning, names of ticks."""
from __future__ import annotations

import datetime as dt
from itertools import pairwise

import pytest

from app.ui.gantt.scale import LEAST, MOST, PER_DAY, ZOOMS, Scale, axis

APRIL = dt.date(2026, 4, 17).toordinal()


def names(zoom: str, width: float = 900.0) -> tuple[list[str], list[str]]:
    found = axis(Scale(APRIL, PER_DAY[zoom]), width)
    return [t.text for t in found.major], [t.text for t in found.minor]


def test_a_day_goes_to_a_pixel_and_back():
    scale = Scale(APRIL, 2.5)
    assert scale.x(APRIL + 10) == 25
    assert scale.day(25) == APRIL + 10


def test_zooming_keeps_the_day_under_the_mouse():
    scale = Scale(APRIL, 1.0)
    for per_day in (0.2, 3.0, 40.0):
        assert scale.zoomed(per_day, 321).day(321) == pytest.approx(scale.day(321))


def test_zooming_ends_where_a_year_is_a_label_and_a_day_a_column():
    assert Scale(APRIL, 1.0).zoomed(1e-9, 0).per_day == LEAST
    assert Scale(APRIL, 1.0).zoomed(1e9, 0).per_day == MOST


def test_every_button_of_the_zoom_is_the_step_it_names():
    assert [Scale(APRIL, PER_DAY[name]).zoom for name in ZOOMS] == list(ZOOMS)


def test_the_head_names_quarters_over_months_and_years_over_quarters():
    assert names("months")[0][:3] == ["Q2 2026", "Q3 2026", "Q4 2026"]
    assert names("months")[1][:3] == ["Apr", "May", "Jun"]
    assert names("quarters")[0][:2] == ["2026", "2027"]
    assert names("quarters")[1][:3] == ["Q2", "Q3", "Q4"]
    assert names("years")[1][:3] == ["H1", "H2", "H1"]


def test_the_head_names_days_and_the_mondays_of_weeks():
    assert names("days")[1][:4] == ["17", "18", "19", "20"]
    assert names("weeks")[0][0] == "Apr 2026"
    assert names("weeks")[1][:3] == ["13", "20", "27"]


def test_ticks_follow_each_other_without_a_gap_and_cover_the_width():
    for zoom in ZOOMS:
        found = axis(Scale(APRIL + 0.4, PER_DAY[zoom]), 777)
        for ticks in (found.major, found.minor):
            assert ticks[0].x0 <= 0 and ticks[-1].x1 >= 777
            assert all(a.x1 == pytest.approx(b.x0) for a, b in pairwise(ticks))


def test_days_off_are_saturdays_and_sundays():
    scale = Scale(APRIL, PER_DAY["days"])
    for a, b in axis(scale, 900).off:
        assert dt.date.fromordinal(round(scale.day(a))).isoweekday() == 6
        assert round(scale.day(b) - scale.day(a)) == 2
    assert axis(Scale(APRIL, PER_DAY["months"]), 900).off == ()


def test_time_stops_at_the_ends_of_the_calendar():
    assert axis(Scale(APRIL, LEAST).panned(-1e9), 900).major
    assert axis(Scale(APRIL, LEAST).panned(1e9), 900).major
