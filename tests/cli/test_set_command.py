"""`trimtab set` says what was and is, what else moved, who is new, and refuses what makes no sense."""
from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.core.settings import set_text
from app.errors import Problem
from app.session import Session
from tests.cli.conftest import Trimtab


@pytest.fixture
def trimtab(here: Trimtab) -> Trimtab:
    return here


def test_set_says_the_value_before_and_after(trimtab: Trimtab) -> None:
    trimtab("sample", "s.trimtab")
    trimtab("set", "s.trimtab", "IC-121", "progress", "40")
    assert trimtab("set", "s.trimtab", "IC-121", "progress", "45").stdout == "IC-121 Reported progress: 40 % -> 45 %\n"
    assert "is so already" in trimtab("set", "s.trimtab", "IC-121", "progress", "45").stdout
    assert trimtab("set", "s.trimtab", "IC-121", "status", "on track").stdout.endswith("-> On track\n")


def test_set_of_a_finish_says_the_dates_and_forecasts_it_moved_and_what_they_are_worth(trimtab: Trimtab) -> None:
    trimtab("sample", "s.trimtab")
    trimtab("set", "s.trimtab", "IC-121#1", "anchor", "Close the server ledger")
    said = trimtab("set", "s.trimtab", "IC-121", "finish", "2026-12-31").stdout.splitlines()
    assert said[0] == "IC-121 Finish: 2026-09-30 -> 2026-12-31"
    assert any(s.startswith("also IC-121 / ") and "Finish: 2026-09-30 -> " in s for s in said)
    assert any(s.startswith("also IC-121#") and " forecast 2026-" in s and " -> " in s for s in said)
    assert said[-1].startswith("IC-121: expected in 2026 ") and "(status 2026-04-17)" in said[-1]


def test_set_of_a_month_says_the_amount_and_the_variance_of_its_measure(trimtab: Trimtab) -> None:
    trimtab("sample", "s.trimtab")
    said = trimtab("set", "s.trimtab", "IC-111#1", "forecast@2026-10", "1,234.56").stdout.splitlines()
    assert "forecast 2026-10: " in said[0] and said[0].endswith(" -> 1,234.56")
    assert said[-1].startswith("IC-111: expected ")


def test_history_says_what_each_value_was_and_is(trimtab: Trimtab) -> None:
    trimtab("sample", "s.trimtab")
    trimtab("set", "s.trimtab", "IC-121", "progress", "45", "--by", "Eva")
    trimtab("undo", "s.trimtab")
    said = trimtab("history", "s.trimtab").stdout.splitlines()
    at = next(i for i, line in enumerate(said) if "Eva: Set IC-121 progress, 1 value" in line)
    before = said[at + 1].strip().removeprefix("IC-121 Reported progress: ").removesuffix(" -> 45 %")
    assert "[undone]" in said[at] and said[-1].strip() == f"IC-121 Reported progress: 45 % -> {before}"


def test_a_name_nobody_knows_is_said_with_the_one_that_may_be_meant(trimtab: Trimtab) -> None:
    trimtab("sample", "s.trimtab")
    said = trimtab("set", "s.trimtab", "IC-121", "owner", "Karin Lindquist").stdout
    assert "new person: Karin Lindquist; did you mean Karin Lindqvist?" in said
    assert said.splitlines()[0].startswith("IC-121 Owner: ") and said.splitlines()[0].endswith("-> Karin Lindquist")
    assert "new person" not in trimtab("set", "s.trimtab", "IC-121", "owner", "Karin Lindqvist").stdout


def test_nonsense_is_one_line_that_says_where_and_what_to_write(trimtab: Trimtab, tmp_path: Path) -> None:
    trimtab("sample", "s.trimtab")
    before = (tmp_path / "s.trimtab").read_bytes()
    for field, value, told in (
            ("budget", "1.200", "“1.200” can be read two ways."), ("light", "mauve", "“mauve” is no choice for"),
            ("budget", "12k", "Write it as 1234.56 or 1,234.56."),
            ("progress", "150", "IC-121: Reported progress cannot be 150 %. It takes 0 % to 100 %."),
            ("status", "purple", "“purple” is no reported status"), ("stage", "banana", "“banana” is no stage"),
            ("change_touched", "pricing", "Write change_touched#WORD yes or no"),
            ("budget", "-5", "Approved budget cannot be -5.00"), ("name", "", "Name cannot be empty"),
            ("finish", "2020-01-01", "IC-121 would finish on 2020-01-01, before it starts on")):
        assert told in trimtab("set", "s.trimtab", "IC-121", field, value, ok=False).stderr
    assert "Settings are: currency (Reporting currency), " in trimtab(
        "set", "s.trimtab", "setting:colour", "value", "x", ok=False).stderr
    assert "An effect line has no field “colour”" in trimtab("set", "s.trimtab", "IC-121#1", "colour", "x",
                                                             ok=False).stderr
    assert "“xx” is no choice for “Amounts shown in”. Choose one of: 1, k, M." in trimtab(
        "set", "s.trimtab", "setting:figures_in", "value", "xx", ok=False).stderr
    assert (tmp_path / "s.trimtab").read_bytes() == before


def test_numbers_and_colours_may_be_written_as_in_a_german_tracker(trimtab: Trimtab) -> None:
    """What the import reads and a person may mean in one way only is taken; two ways are asked back."""
    trimtab("sample", "s.trimtab")
    for field, value, end in (("budget", "1.234,56", "-> 1,234.56\n"), ("budget", "1.234.567,8", "-> 1,234,567.80\n"),
                              ("progress", "12,5 %", "-> 12.5 %\n"), ("light", "rot", "-> Red\n"),
                              ("light", "Grün", "-> Green\n"), ("light", "gelb", "-> Amber\n")):
        said = trimtab("set", "s.trimtab", "IC-121", field, value).stdout
        assert said.casefold().endswith(end.casefold()), said


def test_the_amount_of_a_quarter_is_spread_evenly_and_said(trimtab: Trimtab) -> None:
    trimtab("sample", "s.trimtab")
    said = trimtab("set", "s.trimtab", "IC-111#1", "forecast@2026-Q3", "100").stdout.splitlines()
    assert said[0].startswith("IC-111#") and "forecast 2026-07 to 2026-09, 3 months, sum: " in said[0]
    assert said[0].endswith(" -> 100.00")
    assert "note: spread evenly over 3 months, 2026-07 to 2026-09." in said
    assert trimtab("set", "s.trimtab", "IC-111#1", "forecast@2026-H2", "").stdout.splitlines()[0].endswith("-> empty")
    assert "is not a month" in trimtab("set", "s.trimtab", "IC-111#1", "forecast@2026-Q5", "1", ok=False).stderr


def test_a_finish_that_moves_no_forecast_says_why(trimtab: Trimtab) -> None:
    """A tracker's lines wait for no activity: their months stay when the measure ends later."""
    trimtab("new", "f.trimtab")
    Path("t.csv").write_text("Code,Measure,Finish,Forecast 2026-01,Forecast 2026-02\nM1,A,2026-03-31,100,100\n")
    trimtab("import", "t.csv", "--into", "f.trimtab")
    said = trimtab("set", "f.trimtab", "M1", "finish", "2026-05-31").stdout.splitlines()
    assert said[0] == "M1 Finish: 2026-03-31 -> 2026-05-31"
    assert any("its forecast stays in its months: only a line that starts with an activity" in s for s in said), said


def test_the_sample_is_told_for_its_own_status_date_and_a_file_can_be_given_one(trimtab: Trimtab) -> None:
    trimtab("sample", "s.trimtab")
    assert json.loads(trimtab("show", "s.trimtab", "--json").stdout)["status"]["date"] == "2026-04-17"
    assert trimtab("set", "s.trimtab", "setting:status_date", "value", "2026-05-31").stdout == (
        "status_date Value: 2026-04-17 -> 2026-05-31\n")
    assert json.loads(trimtab("show", "s.trimtab", "--json").stdout)["status"]["date"] == "2026-05-31"
    shown = json.loads(trimtab("show", "s.trimtab", "--json", "--status", "2026-06-30").stdout)
    assert shown["status"]["date"] == "2026-06-30"
    trimtab("set", "s.trimtab", "setting:status_date", "value", "")
    assert json.loads(trimtab("show", "s.trimtab", "--json").stdout)["status"]["date"] > "2026-05-31"
    trimtab("new", "n.trimtab")
    trimtab("set", "n.trimtab", "setting:currency", "value", "chf")
    assert json.loads(trimtab("show", "n.trimtab", "--json").stdout)["currency"] == "CHF"


def test_a_setting_is_checked_as_a_field_is(session: Session) -> None:
    for key, value, told in (("status_date", "soon", "is not a date"), ("fiscal_start", "13", "It takes 1 to 12"),
                             ("currency", "euros", "three letters"), ("figures_in", "G", "Choose one of: 1, k, M"),
                             ("colour", "red", "Settings are: currency")):
        with pytest.raises(Problem, match=told):
            set_text(session.portfolio, key, value)


def test_set_of_one_forecast_month_says_that_the_plan_without_a_month_is_no_longer_expected(trimtab: Trimtab) -> None:
    trimtab("new", "f.trimtab")
    Path("t.csv").write_text("Code,Measure,One-off cost plan,Savings plan\nM1,Switch off,5000,120000\n")
    trimtab("import", "t.csv", "--into", "f.trimtab")
    said = trimtab("set", "f.trimtab", "M1#Recurring benefit", "forecast@2026-05", "10000").stdout.splitlines()
    assert said[-1].startswith("note: M1#") and "expected falls from 120,000.00 to 10,000.00, because" in said[-1]
    said = trimtab("set", "f.trimtab", "M1#One-time cost", "plan@undated", "-5000").stdout.splitlines()
    assert said[-1].endswith("a cost below zero counts as income. Costs are written without a minus.")


def test_set_of_an_actual_says_what_it_does_to_the_whole_file(trimtab: Trimtab) -> None:
    trimtab("new", "f.trimtab")
    Path("t.csv").write_text("Code,Measure,Savings 2026-01,Savings 2026-02\nM1,A,100,100\nM2,B,50,50\n")
    trimtab("import", "t.csv", "--into", "f.trimtab")
    said = trimtab("set", "f.trimtab", "M1", "actual@2026-01", "100").stdout.splitlines()
    assert any(line.startswith("The file: expected 300.00 -> 250.00,") for line in said), said
    assert said[-1].startswith("note: 2026-01 now counts as booked for the whole file, and 1 measure without an actual")


def test_undo_and_redo_say_each_value_before_and_after(trimtab: Trimtab) -> None:
    trimtab("sample", "s.trimtab")
    was = trimtab("set", "s.trimtab", "IC-121", "progress", "45").stdout.split(": ")[1].split(" -> ")[0]
    assert trimtab("undo", "s.trimtab").stdout == (
        f"Undo Set IC-121 progress: 1 value.\n  IC-121 Reported progress: 45 % -> {was}\n")
    assert trimtab("undo", "s.trimtab", "--redo").stdout.endswith(f"\n  IC-121 Reported progress: {was} -> 45 %\n")
    trimtab("undo", "s.trimtab")
    said = trimtab("undo", "s.trimtab").stdout
    assert said.startswith("Undo Make the sample: ") and said.count("\n") == 1, "one that is too large has its label"


def test_history_names_what_an_undo_took_away_as_it_was_called(trimtab: Trimtab) -> None:
    trimtab("sample", "s.trimtab")
    trimtab("set", "s.trimtab", "IC-121", "owner", "Ada Newcomer")
    trimtab("set", "s.trimtab", "IC-122", "owner", "Ada Newcomer")
    trimtab("undo", "s.trimtab")
    back = trimtab("undo", "s.trimtab").stdout
    assert "  IC-121 Owner: Ada Newcomer -> Henrik Wendt\n" in back and "Ada Newcomer: taken away: person\n" in back
    said = trimtab("history", "s.trimtab").stdout
    assert "(gone)" not in said and "IC-122 Owner: " in said and " -> Ada Newcomer\n" in said
    told = json.loads(trimtab("history", "s.trimtab", "--json").stdout)
    assert "Ada Newcomer" in {c["record"] for tx in told for c in tx["changes"]}


def test_a_percent_of_the_files_own_is_said_as_it_is_written(trimtab: Trimtab, tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("Code,Measure,Share of wallet\nM1,Switch off,45%\nM2,Keep,5%\n")
    trimtab("new", "f.trimtab")
    trimtab("import", "t.csv", "--into", "f.trimtab")
    said = trimtab("set", "f.trimtab", "M1", "Share of wallet", "12.5 %").stdout
    assert said == "M1 Share of wallet: 45 % -> 12.5 %\n"
    (tmp_path / "t.csv").write_text("Code,Measure,Share of wallet\nM1,Switch off,45%\nM2,Keep,7%\n")
    dry = trimtab("import", "t.csv", "--into", "f.trimtab", "--dry-run").stdout
    assert "    M2 Share of wallet: 5 % -> 7 % (" in dry


def test_set_of_a_finish_that_came_from_activities_says_so(trimtab: Trimtab, tmp_path: Path) -> None:
    trimtab("sample", "s.trimtab")
    shown = next(n for n in json.loads(trimtab("show", "s.trimtab", "--json").stdout)["tree"] if n["code"] == "CL-112")
    trimtab("set", "s.trimtab", "CL-112", "finish", "")
    said = trimtab("set", "s.trimtab", "CL-112", "finish", "2026-06-30").stdout.splitlines()
    assert said[0] == "CL-112 Finish: empty -> 2026-06-30"
    assert f"note: the finish shown until now, {shown['finish']}, came from its activities." in said
    assert not any("came from" in s for s in trimtab("set", "s.trimtab", "CL-112", "finish", "2026-07-31").stdout
                   .splitlines())


def test_set_of_a_finish_that_done_activities_outlive_says_what_show_goes_on_showing(trimtab: Trimtab) -> None:
    trimtab("sample", "s.trimtab")
    shown = next(n for n in json.loads(trimtab("show", "s.trimtab", "--json").stdout)["tree"] if n["code"] == "IC-111")
    said = trimtab("set", "s.trimtab", "IC-111", "finish", "2026-01-30").stdout
    now = next(n for n in json.loads(trimtab("show", "s.trimtab", "--json").stdout)["tree"] if n["code"] == "IC-111")
    assert now["finish"] == shown["finish"] != "2026-01-30"
    assert f"note: `show` shows {shown['finish']}, the finish of its activities, as long as they say so." in said


def test_undo_of_an_import_counts_what_it_takes_away_by_kind(trimtab: Trimtab, tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("Code,Measure,Owner,Savings plan\nM1,Switch off,Ada,1000\nM2,Move,Ben,5\n")
    trimtab("new", "f.trimtab")
    trimtab("import", "t.csv", "--into", "f.trimtab")
    said = trimtab("undo", "f.trimtab").stdout.splitlines()
    assert said[1:] == ["  taken away: 2 measures, 2 effect lines, 2 people, 1 setting"]
    assert "       taken away: 2 measures, 2 effect lines, 2 people, 1 setting" in trimtab(
        "history", "f.trimtab").stdout.splitlines()
    assert trimtab("undo", "f.trimtab", "--redo").stdout.splitlines()[1:] == [
        "  new: 2 measures, 2 effect lines, 2 people, 1 setting"]
