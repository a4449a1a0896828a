"""The day on which a list says that things stood so is offered as the day they were known."""
from __future__ import annotations

import datetime as dt

import pytest

from app.core.batch import AS_OF
from importers.base import Value
from tests.importers.trackers import read, sheet

LIST: list[list[Value]] = [["ID", "Measure", "Owner", "Plan cost (EUR)"], ["A-1", "Steam traps", "Ann Lee", 10],
                           ["A-2", "Pallets", "Ole Berg", 20]]


def stated(*above: list[Value]) -> list[tuple[str, str]]:
    issues = [i for i in read(sheet([*above, [], *LIST])).issues if i.kind == AS_OF]
    return [(i.cell, i.message.rpartition("--told ")[2][:10]) for i in issues]


@pytest.mark.parametrize("text", ["Status as of 30 Sep 2026 – all money in k€", "Stand: 30.09.2026", "Stand 30.09.26",
                                  "Stichtag 30.9.2026", "As at 2026-09-30", "Datenstand: September 2026",
                                  "Projektliste, Stand vom 30.09.2026"])
def test_the_day_above_a_list_is_offered(text: str) -> None:
    assert stated(["Fleet tracker"], [text]) == [("A2", "2026-09-30")]


def test_a_date_beside_its_label_is_that_day() -> None:
    assert stated(["Stand:", None, dt.datetime(2026, 9, 30)]) == [("A1", "2026-09-30")]
    assert stated(["Status date", "30 Sep 2026"], ["Stand", "30.09.2026"]) == [("A1", "2026-09-30")]       # said once


@pytest.mark.parametrize("text", ["Standards 2026", "Stand by 30 people", "As of 2026", "Status of the programme"])
def test_other_words_above_a_list_are_no_day(text: str) -> None:
    assert stated([text]) == []
