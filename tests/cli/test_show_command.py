"""`trimtab show`: what is late, what is expected and how far that is from the plan, for scripts and for eyes."""
from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Trimtab


@pytest.fixture
def trimtab(here: Trimtab) -> Trimtab:
    return here


def test_every_node_carries_dates_lateness_expected_and_variance(trimtab: Trimtab) -> None:
    trimtab("sample", "s.trimtab")
    found = json.loads(trimtab("show", "s.trimtab", "--json").stdout)
    measures = {n["code"]: n for n in found["tree"] if n["kind"] == "measure"}
    server = measures["IC-121"]
    assert (server["finish"], server["owner"], server["state"]) == ("2026-09-30", "Henrik Wendt", "open")
    assert server["late_days"] > 0 and server["late_what"] and server["light"] == "red"
    assert found["late"] == {"measures": sum(n["late_days"] > 0 for n in measures.values()),
                             "days": max(n["late_days"] for n in measures.values())}
    for node in found["tree"]:
        assert float(node["variance"]) == float(node["expected"]) - float(node["totals"].get("plan", "0"))
    top = found["tree"][0]
    assert top["expected"] == found["status"]["expected"]
    assert top["finish"] == max(n["finish"] for n in measures.values())
    text = trimtab("show", "s.trimtab").stdout
    assert "30 measures" in text and "59 effect lines" in text and "1 organization," in text
    row = next(line for line in text.splitlines() if line.startswith("IC-121 "))
    assert "2026-09-30" in row and f"{server['late_days']} d" in row
    late = trimtab("show", "s.trimtab", "--late").stdout
    assert "CL-111" not in late and late.index("IC-121 ") > 0 and "Status date 2026-04-17: " in late


def test_an_empty_file_says_so_and_what_to_do(trimtab: Trimtab) -> None:
    trimtab("new", "a.trimtab")
    assert trimtab("show", "a.trimtab").stdout == "The file is empty. `trimtab import` brings a tracker in.\n"


def test_what_is_late_has_its_owner_beside_it(trimtab: Trimtab) -> None:
    trimtab("sample", "s.trimtab")
    late = trimtab("show", "s.trimtab", "--late").stdout.splitlines()
    head = next(line for line in late if line.startswith("Code "))
    row = next(line for line in late if line.startswith("IC-121 "))
    assert row[head.index("Owner"):].startswith("Henrik Wendt") and row[head.index("Finish"):].startswith("2026-09-30")
    assert "Owner" not in trimtab("show", "s.trimtab").stdout


def test_money_without_a_rate_stands_in_its_own_currency_with_the_reason(trimtab: Trimtab, tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("Code,Measure,Savings plan,Currency\nM1,Switch off,1000,EUR\nM2,Move,1200,CHF\n")
    trimtab("new", "f.trimtab")
    trimtab("set", "f.trimtab", "setting:currency", "value", "EUR")
    trimtab("import", "t.csv", "--into", "f.trimtab")
    said = trimtab("show", "f.trimtab").stdout
    head, row, other = (next(s for s in said.splitlines() if s.startswith(start)) for start in ("Code ", "M2 ", "M1 "))
    assert row[head.index("No rate"):] == "plan 1,200.00 CHF" and "CHF" not in other
    assert "No total holds CHF: there is no rate to EUR." in said
    tree = {n["code"]: n for n in json.loads(trimtab("show", "f.trimtab", "--json").stdout)["tree"]}
    assert tree["M2"]["apart"] == {"CHF": {"plan": "1200.00"}} and "apart" not in tree["M1"]


def test_a_day_before_the_first_says_from_which_day_on_the_file_is_known(trimtab: Trimtab) -> None:
    trimtab("sample", "s.trimtab")
    first = json.loads(trimtab("history", "s.trimtab", "--json").stdout)[0]["told"]
    said = trimtab("show", "s.trimtab", "--as-of", "2020-01-01")
    assert said.stderr == (f"trimtab: nothing of s.trimtab was known on 2020-01-01 yet; it is known from {first} on.\n")
    assert said.stdout == "Nothing was known on 2020-01-01.\n"
    assert trimtab("show", "s.trimtab", "--as-of", first).stderr == ""


def test_without_any_finish_nothing_is_said_to_be_on_time(trimtab: Trimtab, tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("Code,Measure,Savings plan\nM1,Switch off,1000\nM2,Move,1200\n")
    trimtab("new", "f.trimtab")
    trimtab("import", "t.csv", "--into", "f.trimtab")
    assert "no measure has a finish yet, so none can be late." in trimtab("show", "f.trimtab").stdout
    trimtab("set", "f.trimtab", "M1", "finish", "2099-01-31")
    assert "nothing is late; 1 measure without a finish." in trimtab("show", "f.trimtab").stdout


def test_help_says_how_a_record_is_written(trimtab: Trimtab, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        trimtab("set", "--help")
    said = capsys.readouterr().out
    assert "activity:A-7, risk:R1" in said and "setting:status_date" in said and '"IC-121 / Pilot"' in said


def test_what_is_late_names_the_owner_of_the_activity_where_it_is_somebody_else(trimtab: Trimtab) -> None:
    trimtab("sample", "s.trimtab")
    trimtab("set", "s.trimtab", "IC-121 / Close the server ledger", "owner", "Ada Newcomer")
    late = trimtab("show", "s.trimtab", "--late").stdout
    assert "215 d (Close the server ledger, Ada Newcomer)" in late and "Hand the space back, " not in late


def test_the_largest_gaps_come_with_their_causes_and_what_people_wrote(trimtab: Trimtab, tmp_path: Path) -> None:
    """A number that is asked about has its why beside it; the causes of a measure sum to its variance."""
    trimtab("new", "f.trimtab")
    (tmp_path / "t.csv").write_text("Code,Measure,Status,Comment,Plan 2026-01,Plan 2026-02,Forecast 2026-01,"
                                    "Forecast 2026-02\nM1,Freight,On track,Works council has not agreed,100,100,40,40\n"
                                    "M2,Pricing,Cancelled,,50,50,50,50\nM3,Fairs,On track,,10,10,15,15\n"
                                    "M4,As planned,On track,,10,10,10,10\n")
    trimtab("import", "t.csv", "--into", "f.trimtab")
    found = json.loads(trimtab("show", "f.trimtab", "--json").stdout)
    gaps = {g["code"]: g for g in found["gaps"]}
    assert next(iter(gaps)) == "M1" and "M4" not in gaps
    assert gaps["M1"]["causes"] == {"under_delivering": "-120.00"} and gaps["M1"]["status"] == "On track"
    assert gaps["M3"]["causes"] == {"over_delivering": "10.00"}
    for one in gaps.values():
        assert round(sum(map(float, one["causes"].values())), 2) == float(one["variance"])
    said = trimtab("show", "f.trimtab").stdout
    assert "  M1: -120.00, benefits below plan; reported On track\n" in said
    assert "Largest gaps" not in trimtab("show", "f.trimtab", "--late").stdout


def test_a_gap_of_a_cancelled_measure_says_so_and_a_note_is_printed_once(trimtab: Trimtab, tmp_path: Path) -> None:
    """Its plan still counts (records.md), so it may be among the largest; then a reader must know why."""
    trimtab("new", "f.trimtab")
    (tmp_path / "t.csv").write_text("Code,Measure,Stage,Comment,Remarks,One-time cost plan 2026-01,"
                                    "One-time cost actual 2026-01\nM1,Freight,Cancelled,Too dear,Too  dear,100,40\n"
                                    "M2,Pricing,3,,,50,60\n")
    trimtab("import", "t.csv", "--into", "f.trimtab")
    said = trimtab("show", "f.trimtab").stdout
    assert "  M1, cancelled: 60.00, " in said and "  M2: -10.00, " in said
    assert said.count("“Too dear”") == 1
    gaps = json.loads(trimtab("show", "f.trimtab", "--json").stdout)["gaps"]
    assert [(g["code"], g["cancelled"]) for g in gaps] == [("M1", True), ("M2", False)]


def test_without_a_plan_nothing_is_a_gap(trimtab: Trimtab, tmp_path: Path) -> None:
    trimtab("new", "f.trimtab")
    (tmp_path / "t.csv").write_text("Code,Measure,Forecast 2026-01\nM1,Freight,40\n")
    trimtab("import", "t.csv", "--into", "f.trimtab")
    assert json.loads(trimtab("show", "f.trimtab", "--json").stdout)["gaps"] == []


def test_the_reported_light_stands_beside_the_computed_one(trimtab: Trimtab) -> None:
    trimtab("sample", "s.trimtab")
    trimtab("set", "s.trimtab", "IC-121", "light", "green")
    node = next(n for n in json.loads(trimtab("show", "s.trimtab", "--json").stdout)["tree"] if n["code"] == "IC-121")
    assert (node["light"], node["reported_light"]) == ("red", "green")
