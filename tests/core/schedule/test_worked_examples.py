"""Networks from the literature, with every figure of the passes."""
from __future__ import annotations

import datetime as dt

import numpy as np

from app.core.schedule.calendar import date_of
from app.core.schedule.network import build
from app.core.schedule.passes import Dates, run
from tests.core.schedule.sketch import MONDAY, Sketch, day

# SAS/OR User's Guide: Project Management, GANTT procedure, Example 20 "Nonstandard Precedence Relationships": the
# manufacture of a widget. Its network and lags; the passes below were done by hand from them.
WIDGET = {"Approve Plan": 5, "Drawings": 10, "Study Market": 5, "Write Specs": 5, "Prototype": 15, "Mkt. Strat.": 10,
          "Materials": 10, "Facility": 10, "Init. Prod.": 10, "Evaluate": 10, "Test Market": 15, "Changes": 5,
          "Production": 0, "Marketing": 0}
WIDGET_LINKS = [("Approve Plan", "Drawings", "FS", 0), ("Approve Plan", "Study Market", "FS", 0),
                ("Approve Plan", "Write Specs", "FS", 0), ("Drawings", "Prototype", "FS", 0),
                ("Study Market", "Mkt. Strat.", "FS", 0), ("Write Specs", "Prototype", "FS", 0),
                ("Prototype", "Materials", "SS", 9), ("Prototype", "Facility", "SS", 9),
                ("Mkt. Strat.", "Test Market", "FS", 0), ("Mkt. Strat.", "Marketing", "FS", 0),
                ("Materials", "Init. Prod.", "FS", 0), ("Facility", "Init. Prod.", "FS", 2),
                ("Init. Prod.", "Test Market", "FS", 0), ("Init. Prod.", "Marketing", "FS", 0),
                ("Init. Prod.", "Evaluate", "FS", 0), ("Evaluate", "Changes", "SS", 6),
                ("Test Market", "Changes", "FF", 3), ("Changes", "Production", "FS", 0)]
# early start and finish, late start and finish, total float, in working days from 0
WIDGET_PASSES = {
    "Approve Plan": (0, 5, 0, 5, 0), "Drawings": (5, 15, 5, 15, 0), "Study Market": (5, 10, 31, 36, 26),
    "Write Specs": (5, 10, 10, 15, 5), "Prototype": (15, 30, 15, 30, 0), "Mkt. Strat.": (10, 20, 36, 46, 26),
    "Materials": (24, 34, 26, 36, 2), "Facility": (24, 34, 24, 34, 0), "Init. Prod.": (36, 46, 36, 46, 0),
    "Evaluate": (46, 56, 53, 63, 7), "Test Market": (46, 61, 46, 61, 0), "Changes": (59, 64, 59, 64, 0),
    "Production": (64, 64, 64, 64, 0), "Marketing": (46, 46, 64, 64, 18)}


def network(durations: dict[str, int], links, first: dt.date = MONDAY, holidays: list[str] | None = None):
    """All activities at the first day, as somebody types them before the network tells the dates."""
    s = Sketch()
    if holidays is not None:
        s.add("calendar", name="Default", working_days=[1, 2, 3, 4, 5], exceptions=holidays)
    measure = s.measure()
    shift = (first - MONDAY).days
    uids = {}
    for name, length in durations.items():
        begin, end = (dt.date.fromisoformat(day(d)) + dt.timedelta(days=shift) for d in (1, max(length, 1)))
        if not length:                           # a milestone at time 0 is the end of the day before
            begin = end = first - dt.timedelta(days=3)
        uids[name] = s.task(begin.isoformat(), end.isoformat(), measure, name=name)
    for before, after, kind, lag in links:
        s.link(uids[before], uids[after], kind, lag)
    return s, uids


def passes(found: Dates, uids: dict[str, str], origin: int) -> dict[str, tuple[int, ...]]:
    n = found.network
    zero = int(n.calendars.before(1, origin))
    rows = {}
    for name, uid in uids.items():
        i = n.at(uid)
        assert i is not None
        early, late, length = int(found.count[i]) - zero, int(found.late[i]) - zero, int(n.length[i])
        rows[name] = (early - length, early, late - length, late, int(found.total_float[i]))
    return rows


def test_the_widget_network_with_start_and_finish_lags_has_the_passes_worked_by_hand() -> None:
    s, uids = network(WIDGET, WIDGET_LINKS)
    found = run(build(s.p), stored=False, origin=MONDAY.toordinal())
    assert passes(found, uids, MONDAY.toordinal()) == WIDGET_PASSES
    critical = {name for name, uid in uids.items() if found.is_critical(uid)}
    assert critical == {name for name, row in WIDGET_PASSES.items() if row[4] == 0}


def test_the_exact_road_gives_the_same_passes_for_the_widget() -> None:
    s, uids = network(WIDGET, WIDGET_LINKS)
    found = run(build(s.p), stored=False, origin=MONDAY.toordinal(), quick=False)
    assert passes(found, uids, MONDAY.toordinal()) == WIDGET_PASSES


def test_the_widget_around_christmas_is_done_on_the_third_of_march() -> None:
    """The same source's dates and days off: 1 December 2003; 24 to 26 December and New Year. 64 + 4 weekdays."""
    s, uids = network(WIDGET, WIDGET_LINKS, dt.date(2003, 12, 1), ["2003-12-24/2003-12-26", "2004-01-01"])
    n = build(s.p)
    found = run(n, stored=False, origin=dt.date(2003, 12, 1).toordinal())
    at = n.at(uids["Production"])
    assert date_of(int(found.end[at]) - 1) == "2004-03-03"
    prototype = n.at(uids["Prototype"])
    assert date_of(int(found.start[prototype])) == "2003-12-22"
    assert date_of(int(found.end[prototype]) - 1) == "2004-01-15"


# A course text on network construction by the critical path method: fourteen activities, five paths of 35, 41, 30, 39
# and 38 days, of which A-B-F-I-K-L-N is critical.
COURSE = {"A": 2, "B": 10, "C": 13, "D": 12, "E": 12, "F": 7, "G": 10, "H": 16, "I": 6, "J": 12, "K": 5, "L": 8,
          "M": 5, "N": 3}
COURSE_AFTER = {"B": "A", "C": "A", "D": "A", "E": "B", "F": "B", "G": "D", "H": "D", "I": "F", "J": "CG", "K": "I",
                "L": "EK", "M": "H", "N": "JLM"}


def test_the_course_example_is_as_long_as_its_longest_path_and_names_it() -> None:
    links = [(before, after, "FS", 0) for after, many in COURSE_AFTER.items() for before in many]
    s, uids = network(COURSE, links)
    found = run(build(s.p), stored=False)
    rows = passes(found, uids, MONDAY.toordinal())
    assert rows["N"][1] == 41
    assert "".join(sorted(n for n, uid in uids.items() if found.is_critical(uid))) == "ABFIKLN"
    assert {n: rows[n][4] for n in "CDEGHJM"} == {"C": 41 - 30, "D": 41 - 39, "E": 41 - 35, "G": 41 - 39,
                                                  "H": 41 - 38, "J": 41 - 39, "M": 41 - 38}


def test_a_longer_activity_can_shorten_the_project_as_wiest_observed() -> None:
    """J. D. Wiest, Precedence diagramming method: some unusual characteristics, J. Operations Management 1 (1981).

    Entered by its finish and left by its start, an activity is reverse critical: C may begin when B begins, and B
    may not finish before A is done, so that a longer B begins earlier. The figures are ours.
    """
    ends = []
    for length in (4, 7):
        s, uids = network({"A": 12, "B": length, "C": 6}, [("A", "B", "FF", 0), ("B", "C", "SS", 0)])
        ends.append(passes(run(build(s.p), stored=False), uids, MONDAY.toordinal())["C"][1])
    assert ends == [12 - 4 + 6, 12 - 7 + 6]


def test_start_to_finish_lets_the_old_shift_end_when_the_new_one_has_begun() -> None:
    s, uids = network({"Build": 8, "New": 5, "Old": 3}, [("Build", "New", "FS", 0), ("New", "Old", "SF", 2)])
    rows = passes(run(build(s.p), stored=False), uids, MONDAY.toordinal())
    assert rows["New"][:2] == (8, 13)
    assert rows["Old"] == (7, 10, 10, 13, 3)     # ends two days after New began; may as late as everything ends


def test_what_drives_is_the_link_that_leaves_no_day() -> None:
    s, uids = network(WIDGET, WIDGET_LINKS)
    n = build(s.p)
    found = run(n, stored=False)
    names = {uid: name for name, uid in uids.items()}
    driving = {(names[a.tail], names[a.head]) for a, hit in zip(n.arrow, found.drives, strict=True) if hit}
    assert ("Facility", "Init. Prod.") in driving and ("Materials", "Init. Prod.") not in driving
    assert ("Test Market", "Changes") in driving and ("Evaluate", "Changes") not in driving
    assert np.count_nonzero(found.drives) == len(WIDGET) - 1
