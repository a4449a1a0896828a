"""Exceptions of a calendar that come again: by weeks, months and years, as MS Project counts them; the day of work that
is written from evening to evening."""
from __future__ import annotations

import datetime as dt
from pathlib import Path
from xml.etree.ElementTree import fromstring

import pytest

from importers.schedules.mspdi import read_mspdi
from importers.schedules.mspdi_repeats import repeated
from importers.schedules.mspdi_splits import day_by_day, worked_days


@pytest.mark.parametrize(("kind", "said", "first", "last", "wanted"), [
    (7, {"Period": "3"}, "2026-02-01", "2026-02-10", ["2026-02-01", "2026-02-04", "2026-02-07", "2026-02-10"]),
    (6, {"Period": "2", "DaysOfWeek": "2"}, "2026-01-01", "2026-02-03", ["2026-01-12", "2026-01-26"]),
    (6, {"Period": "2", "DaysOfWeek": "1"}, "2026-01-01", "2026-02-10", ["2026-01-11", "2026-01-25", "2026-02-08"]),
    (4, {"Period": "2", "MonthDay": "4"}, "2026-01-05", "2026-06-30", ["2026-02-04", "2026-04-04", "2026-06-04"]),
    (4, {"Period": "1", "MonthDay": "31"}, "2026-01-01", "2026-05-31", ["2026-01-31", "2026-03-31", "2026-05-31"]),
    (5, {"Period": "1", "MonthItem": "4", "MonthPosition": "0"}, "2026-01-06", "2026-03-31",
     ["2026-02-02", "2026-03-02"]),
    (5, {"Period": "1", "MonthItem": "8", "MonthPosition": "4"}, "2026-01-01", "2026-02-28",
     ["2026-01-30", "2026-02-27"]),
    (5, {"Period": "1", "MonthItem": "1", "MonthPosition": "4"}, "2026-01-01", "2026-02-28",
     ["2026-01-30", "2026-02-27"]),
    (3, {"Month": "2", "MonthItem": "5", "MonthPosition": "0"}, "2026-01-01", "2027-12-31",
     ["2026-03-03", "2027-03-02"]),
    (2, {"Month": "1", "MonthDay": "1"}, "2026-03-01", "2028-12-31", ["2027-02-01", "2028-02-01"])])
def test_an_exception_comes_again_on_the_days_its_rule_gives(kind: int, said: dict[str, str], first: str, last: str,
                                                             wanted: list[str]) -> None:
    found = repeated(kind, said, dt.date.fromisoformat(first), dt.date.fromisoformat(last))
    assert found is not None and [d.isoformat() for d in found] == wanted


def test_a_rule_that_is_not_known_takes_the_first_day_and_says_so(tmp_path: Path) -> None:
    one = ("<Exception><Name>{}</Name><Type>{}</Type><DayWorking>0</DayWorking>{}<TimePeriod>"
           "<FromDate>2026-01-05T00:00:00</FromDate><ToDate>2026-03-31T23:59:00</ToDate></TimePeriod></Exception>")
    path = tmp_path / "plan.xml"
    path.write_text("<Project><Calendars><Calendar><UID>1</UID><Name>Plant</Name><IsBaseCalendar>1</IsBaseCalendar>"
                    "<Exceptions>" + one.format("Odd", 23, "")
                    + one.format("Last Friday", 5, "<MonthItem>8</MonthItem><MonthPosition>4</MonthPosition>")
                    + "</Exceptions></Calendar></Calendars></Project>", "utf-8")
    found = read_mspdi(path)
    assert found.calendars["1"].exceptions == {
        "2026-01-05": False, "2026-01-30": False, "2026-02-27": False, "2026-03-27": False}
    assert [r.text[:19] for r in found.remarks] == ["“Odd” in the calend"]


def test_work_from_evening_to_evening_is_that_of_the_later_day() -> None:
    phase = ("<TimephasedData><Type>1</Type><Start>2026-01-{0}</Start><Finish>2026-01-{1}</Finish>"
             "<Value>PT8H0M0S</Value></TimephasedData>")
    one = fromstring("<Assignment>" + phase.format("05T08:00:00", "06T08:00:00")
                     + phase.format("06T17:00:00", "07T17:00:00") + phase.format("08T08:00:00", "08T17:00:00")
                     + phase.format("09T00:00:00", "10T00:00:00") + "</Assignment>")
    found = worked_days(day_by_day(one))
    assert [dt.date.fromordinal(first).day for first, last in found if first == last] == [5, 7, 8, 9]
