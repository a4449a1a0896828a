"""The network against a brute-force longest path on a grid of days, for whatever is linked how."""
from __future__ import annotations

import copy
import datetime as dt

import numpy as np
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from app.core.schedule.calendar import Calendars, Pattern
from app.core.schedule.network import Network, build
from app.core.schedule.passes import run
from app.core.schedule.slip import slip
from app.core.value.cube import cube
from app.core.value.variance import actual_to
from app.core.values import month_of
from tests.core.schedule import brute
from tests.core.schedule.sketch import Sketch

START = dt.date(2026, 3, 30).toordinal()        # a Monday before Easter
CALENDARS = (
    brute.Calendar(),
    brute.Calendar((1, 2, 3, 4, 5, 6, 7)),
    brute.Calendar((1, 2, 3, 4, 5), dict.fromkeys(range(START + 4, START + 8), False) | {START + 12: True}),
    brute.Calendar((7, 1, 2, 3, 4)),
    brute.Calendar((2, 5), {START + 3: True, START + 4: False, START + 11: False}),
)
RULES = ("", "", "", "start_no_earlier", "finish_no_earlier", "start_on", "finish_on", "start_no_later",
         "finish_no_later")


@st.composite
def plans(draw: st.DrawFn, most: int = 40, calendars: int = 5, days: bool = True, rules: bool = True,
          facts: bool = True, off: bool = True) -> tuple[list[brute.Job], list[brute.Link]]:
    """Jobs with dates, and links that lead from earlier to later ones in the list, at most one a pair."""
    size = draw(st.integers(2, most))
    jobs = []
    for _ in range(size):
        calendar = CALENDARS[draw(st.integers(0, calendars - 1))]
        first = START + draw(st.integers(0, 40))
        last = first + draw(st.integers(0, 12))
        if not off:
            first, last = calendar.next(first), calendar.next(last)
        rule = draw(st.sampled_from(RULES)) if rules else ""
        state = draw(st.sampled_from(("open", "open", "open", "started", "finished"))) if facts else "open"
        jobs.append(brute.Job(calendar, first, last, state, rule, START + draw(st.integers(0, 60)) if rule else 0))
    links = []
    for head in range(1, size):
        for tail in sorted(draw(st.sets(st.integers(0, head - 1), max_size=3))):
            links.append(brute.Link(tail, head, draw(st.sampled_from(("FS", "SS", "FF", "SF"))),
                                    draw(st.integers(-6, 9)), not days or draw(st.booleans())))
    links.sort(key=lambda link: (link.tail, link.head))
    return jobs, links


def date(day: int) -> str:
    return dt.date.fromordinal(day).isoformat()


def drawn(jobs: list[brute.Job], links: list[brute.Link]) -> tuple[Sketch, list[str]]:
    """The same as records."""
    s = Sketch()
    calendars = [s.add("calendar", name="Default" if i == 0 else f"C{i}", working_days=sorted(c.weekdays),
                       exceptions={date(d): works for d, works in c.switched.items()})
                 for i, c in enumerate(CALENDARS)]
    measure = s.measure()
    uids = []
    for job in jobs:
        facts = {"percent": 10_000} if job.state == "finished" else {"percent": 100} if job.state == "started" else {}
        uids.append(s.task(date(job.first), date(job.last), measure, **facts,
                           calendar=calendars[CALENDARS.index(job.calendar)], constraint=job.rule or None,
                           constraint_date=date(job.rule_day) if job.rule else None))
    for link in links:
        s.link(uids[link.tail], uids[link.head], link.type, link.lag, "working_days" if link.working else "days")
    return s, uids


def placed(n: Network, uid: str, start: np.ndarray, end: np.ndarray) -> tuple[int, int] | None:
    at = n.at(uid)
    return None if at is None else (int(start[at]), int(end[at]))


def assert_same(n: Network, uids: list[str], dates: tuple[np.ndarray, np.ndarray], jobs: list[brute.Job]) -> None:
    for i, (uid, job) in enumerate(zip(uids, jobs, strict=True)):
        found = placed(n, uid, *dates)
        assert found is None or found == (job.begin, job.end), f"job {i}: {job}"


@settings(max_examples=300)
@given(plans())
def test_stored_dates_are_pushed_no_further_than_broken_links_ask(plan) -> None:
    jobs, links = plan
    s, uids = drawn(jobs, links)
    n = build(s.p)
    found = run(n)
    brute.settle(jobs, links)
    assert_same(n, uids, (found.start, found.end), jobs)


@settings(max_examples=250)
@given(plans(off=False))
def test_early_dates_are_the_longest_path_on_a_grid_of_days(plan) -> None:
    jobs, links = plan
    s, uids = drawn(jobs, links)
    n = build(s.p)
    found = run(n, stored=False, origin=START)
    led = {link.head for link in links
           if not (jobs[link.head].state == "started" and link.type[1] == "S")}
    for i in led:
        job = jobs[i]
        if job.state == "open" and job.milestone:
            job.first = job.last = job.calendar.last(START - 1)
        elif job.state == "open":
            job.put(START)
    brute.settle(jobs, links)
    assert_same(n, uids, (found.start, found.end), jobs)


@settings(max_examples=200)
@given(plans(most=7, off=False))
def test_total_float_is_how_far_each_can_slip_before_the_end_moves(plan) -> None:
    jobs, links = plan
    assume(links)
    s, uids = drawn(jobs, links)
    n = build(s.p)
    found = run(n)
    brute.settle(jobs, links)
    tied = groups(len(jobs), links)
    for i, uid in enumerate(uids):
        at = n.at(uid)
        if at is None or jobs[i].state == "finished":
            continue
        limits = [max(j.end for k, j in enumerate(jobs) if tied[k] == tied[q]) for q in range(len(jobs))]
        reach = followers({i}, links, jobs)
        if brute.too_late(jobs[i], limits[i]):
            assert int(found.total_float[at]) < 0
        if any(brute.too_late(jobs[q], limits[q]) for q in reach):
            continue                             # late already: how far back it must go is shown by hand elsewhere
        slack, trial = -1, copy.deepcopy(jobs)
        while not any(brute.too_late(trial[q], limits[q]) for q in reach):
            slack += 1
            trial[i].later()
            brute.settle(trial, links, rules=False)
            assert slack < 400
        assert int(found.total_float[at]) == slack


def groups(size: int, links: list[brute.Link]) -> list[int]:
    mark = list(range(size))
    for _ in range(size):
        for link in links:
            mark[link.tail] = mark[link.head] = min(mark[link.tail], mark[link.head])
    return mark


def followers(reach: set[int], links: list[brute.Link], jobs: list[brute.Job]) -> set[int]:
    """What a slip can touch: over links whose tail's boundary is not a fact and whose head's is not either."""
    for link in links:                           # sorted by tail: one walk is enough
        tail, head = jobs[link.tail], jobs[link.head]
        loose = tail.state == "open" or (tail.state == "started" and link.type[0] == "F")
        if link.tail in reach and loose and head.state != "finished" and not (
                head.state == "started" and link.type[1] == "S"):
            reach.add(link.head)
    return reach


@settings(max_examples=250)
@given(plans(calendars=1, days=False, off=False))
def test_the_quick_road_and_the_exact_one_agree(plan) -> None:
    s, _ = drawn(*plan)
    n = build(s.p)
    assume(n.regular)
    for stored in (True, False):
        for one_end in (True, False):
            quick = run(n, stored=stored, one_end=one_end, quick=True)
            exact = run(n, stored=stored, one_end=one_end, quick=False)
            for name in ("count", "start", "end", "late", "total_float", "critical", "drives", "late_start"):
                assert np.array_equal(getattr(quick, name), getattr(exact, name)), name


@settings(max_examples=250)
@given(plans())
def test_tables_and_what_moves_give_what_working_out_every_arrow_gives(plan) -> None:
    s, _ = drawn(*plan)
    n = build(s.p)
    for one_end in (True, False):
        looked_up, exact = run(n, one_end=one_end), run(n, one_end=one_end, quick=False)
        for name in ("count", "start", "end", "late", "total_float", "critical", "drives", "late_start", "broken"):
            assert np.array_equal(getattr(looked_up, name), getattr(exact, name)), name


@settings(max_examples=250)
@given(plans(rules=False), st.data())
def test_a_drag_pushes_exactly_what_links_from_moved_activities_ask(plan, data: st.DataObject) -> None:
    jobs, links = plan
    at = data.draw(st.integers(0, len(jobs) - 1))
    assume(jobs[at].state == "open")
    first = START + data.draw(st.integers(-10, 60))
    last = first + data.draw(st.integers(0, 12))
    s, uids = drawn(jobs, links)
    found = slip(s.p, uids[at], date(first), date(last), date(START))
    jobs[at] = brute.Job(jobs[at].calendar, first, last)
    moved = {at}
    for i in range(len(jobs)):                   # links lead forward in the list: one walk settles all
        if i not in moved:
            before = (jobs[i].begin, jobs[i].end)
            mine = [k for k in links if k.head == i and k.tail in moved]
            brute.settle(jobs, mine, rules=False)
            if (jobs[i].begin, jobs[i].end) != before:
                moved.add(i)
    assert found.dates == {uids[i]: (date(jobs[i].first), date(jobs[i].last)) for i in moved}


amounts = st.lists(st.none() | st.integers(-10**12, 10**12), max_size=14)


@settings(max_examples=200)
@given(amounts, amounts, amounts, st.lists(st.integers(0, 40), min_size=1, max_size=5))
def test_slips_keep_every_amount_and_touch_neither_plan_nor_past(plan, forecast, actual, finishes) -> None:
    """However a delivery goes to and fro: the open forecast keeps its amounts in their order and distances."""
    s = Sketch()
    measure = s.measure()
    task = s.task("2026-06-01", "2026-06-15", measure)
    line = s.line(measure, task, plan=("2026-01", plan), forecast=("2026-01", forecast), actual=("2026-01", actual))
    first, months = 24312 - 12, 100
    to = actual_to(cube(s.p), "2026-06-30")
    fixed = {name: s.p.months_of(line, name, first, months) for name in ("plan", "actual", "forecast")}
    source = fixed["forecast"] if any(v is not None for v in fixed["forecast"]) else fixed["plan"]
    for ahead in finishes:
        finish = date(dt.date(2026, 3, 10).toordinal() + 30 * ahead)
        s.p.apply(slip(s.p, task, min("2026-06-01", finish), finish, "2026-06-30").changes)
        assert s.p.months_of(line, "plan", first, months) == fixed["plan"]
        assert s.p.months_of(line, "actual", first, months) == fixed["actual"]
        now = s.p.months_of(line, "forecast", first, months)
        cut = 0 if to is None else to + 1 - first
        assert now[:cut] == fixed["forecast"][:cut]
        if any(v is not None for v in now):
            was = list(source[cut:])
            assert strip(now[cut:]) == strip(was)
            by = next((i for i, v in enumerate(now[cut:]) if v is not None), 0) - next(
                (i for i, v in enumerate(was) if v is not None), 0)
            wanted = month_of(s.p[line].get("basis")) - month_of("2026-06-15")
            assert by == wanted or not strip(was)


def strip(months) -> list[int | None]:
    held = [i for i, v in enumerate(months) if v is not None]
    return list(months[held[0]:held[-1] + 1]) if held else []


@settings(max_examples=200)
@given(st.lists(st.sampled_from(CALENDARS), min_size=1, max_size=3), st.integers(START - 30, START + 60),
       st.integers(1, 40))
def test_working_days_are_counted_as_on_fingers(calendars, day: int, ahead: int) -> None:
    cals = Calendars([Pattern(tuple(sorted(c.weekdays)), tuple(sorted(c.switched.items()))) for c in calendars])
    for i, calendar in enumerate(calendars):
        assert int(cals.before(i, day + ahead) - cals.before(i, day)) == calendar.count(day, day + ahead - 1)
        on = calendar.next(day)
        assert int(cals.day(i, cals.before(i, day))) == on
        for _ in range(ahead):
            on = calendar.next(on + 1)
        assert int(cals.day(i, cals.before(i, day) + ahead)) == on
