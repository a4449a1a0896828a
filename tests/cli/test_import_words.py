"""What `trimtab import` says in words: what came in, what was not read, how it ended; and what it refuses."""
from __future__ import annotations

import json
from pathlib import Path

import pytest
import xlsxwriter

from tests.cli.conftest import Trimtab


@pytest.fixture
def trimtab(here: Trimtab) -> Trimtab:
    return here


ROWS = [["ID", "Measure", "Lead", "Start", "Saving p.a.", "Payback (months)"],
        ["A-1", "Steel", "Anna Berg", "2026-01-05 08:30", 100, 14], ["A-2", "Freight", "Jan Kok", "2026-02-02", 50, 7]]


def write(path: Path, rows: list[list[object]]) -> None:
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("List")
    for n, row in enumerate(rows):
        sheet.write_row(n, 0, row)
    notes = book.add_worksheet("How to")
    for n, text in enumerate(("Please fill in the list.", "Send it back by Friday.", "Ask the PMO when in doubt.")):
        notes.write(n, 0, text)
    book.close()


def test_an_import_says_in_words_what_it_did_assumed_and_left_out(trimtab: Trimtab, tmp_path: Path) -> None:
    write(tmp_path / "list.xlsx", ROWS)
    trimtab("new", "a.trimtab")
    said = trimtab("import", "list.xlsx", "--into", "a.trimtab").stdout
    lines = said.splitlines()
    assert lines[1:4] == ["  List: flat list, 2 rows", "  New: 2 measures, 2 effect lines, 2 people",
                          "  Recurring benefit, plan: 150.00 EUR"]
    assert "Left out:\n  How to: Text for people; nothing to import.\n" in said
    assert "No currency is named in this file; its amounts are taken for EUR." in said
    assert "1 column fits no field and is kept as a field of its own: Payback (months)." in said
    assert "D2 (Start): the day is kept, the time of day is not." in said
    assert lines[-1] == ("Done. `trimtab show a.trimtab` shows it, `trimtab undo a.trimtab` takes all of it back.")
    again = trimtab("import", "list.xlsx", "--into", "a.trimtab").stdout
    assert "  Unchanged: 2 measures, 2 effect lines, 2 people" in again
    assert again.endswith("Nothing changed: what the file says is here already.\n")


def test_a_file_without_a_list_ends_with_one_line_and_exit_one(trimtab: Trimtab, tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(str(tmp_path / "letter.xlsx"))
    book.add_worksheet("Letter").write(0, 0, "Dear all, the list follows next week.")
    book.close()
    trimtab("new", "a.trimtab")
    done = trimtab("import", "letter.xlsx", "--into", "a.trimtab", ok=False)
    assert done.stderr.startswith("trimtab: Nothing was imported: letter.xlsx holds no list that could be read.")
    assert "Letter" in done.stdout


def test_answers_to_no_question_or_for_no_sheet_a_folder_and_a_wrong_ending_are_refused(
        trimtab: Trimtab, tmp_path: Path) -> None:
    write(tmp_path / "list.xlsx", ROWS)
    (tmp_path / "empty").mkdir()
    trimtab("new", "a.trimtab")
    before = (tmp_path / "a.trimtab").read_bytes()
    for command, told in (
            (("import", "list.xlsx", "--answer", "colour=red"), "Answers are: leaf, effect_type"),
            (("import", "list.xlsx", "--answer", "effect_type@Sheet9=one_time_cost"), "Its sheets are: List, How to."),
            (("import", "empty"), "empty is a folder without any file to import.")):
        assert told in trimtab(*command, "--into", "a.trimtab", ok=False).stderr
    assert (tmp_path / "a.trimtab").read_bytes() == before
    assert "foo.xlsx does not end in .trimtab" in trimtab("new", "foo.xlsx", ok=False).stderr
    assert "foo.pdf does not end in .trimtab" in trimtab("sample", "foo.pdf", ok=False).stderr
    assert sorted(p.name for p in tmp_path.iterdir() if p.is_file()) == ["a.trimtab", "list.xlsx"]


def test_nothing_is_written_over_what_trimtab_did_not_write(trimtab: Trimtab, tmp_path: Path) -> None:
    write(tmp_path / "theirs.xlsx", ROWS)
    (tmp_path / "theirs.csv").write_text("a,b\n1,2\n", "utf-8")
    (tmp_path / "theirs.pdf").write_bytes(b"%PDF-1.4 somebody else's")
    trimtab("sample", "s.trimtab")
    for command, out in (("export", "theirs.xlsx"), ("export", "theirs.csv"), ("report", "theirs.pdf")):
        before = (tmp_path / out).read_bytes()
        said = trimtab(command, "s.trimtab", "--out", out, ok=False).stderr
        assert f"{out} is there already and was not written by Trimtab" in said and "--force" in said
        assert (tmp_path / out).read_bytes() == before
        trimtab(command, "s.trimtab", "--out", out, "--force")
        trimtab(command, "s.trimtab", "--out", out)          # what Trimtab wrote it writes anew


def test_a_name_without_its_ending_is_enough_and_every_job_says_what_it_made(trimtab: Trimtab, tmp_path: Path) -> None:
    assert trimtab("new", "pmo").stdout.startswith("pmo.trimtab is ready.")
    write(tmp_path / "list.xlsx", ROWS)
    trimtab("import", "list.xlsx", "--into", "pmo")
    assert "2 measures" in trimtab("show", "pmo").stdout
    assert trimtab("report", "pmo", "--out", "r.pdf", "--status", "2026-04-17").stdout == (
        "r.pdf: steering report, status date 2026-04-17.\n")


def test_a_dry_run_names_what_is_new_and_what_changes_from_what_to_what_with_its_address(
        trimtab: Trimtab, tmp_path: Path) -> None:
    write(tmp_path / "list.xlsx", ROWS)
    trimtab("new", "a.trimtab")
    said = trimtab("import", "list.xlsx", "--into", "a.trimtab", "--dry-run").stdout.splitlines()
    assert said[0] == "list.xlsx: nothing was written (dry run)."
    at = said.index("  New: 2 measures, 2 effect lines, 2 people")
    assert said[at + 1:at + 3] == ["    measure A-1 Steel (List!A2)", "    measure A-2 Freight (List!A3)"]
    trimtab("import", "list.xlsx", "--into", "a.trimtab")
    write(tmp_path / "list.xlsx", [ROWS[0], ["A-1", "Steel", "Jan Kok", "2026-01-12", 130, 14], ROWS[2],
                                   ["A-3", "Energy", "Jan Kok", "2026-05-04", 10, 7]])
    said = trimtab("import", "list.xlsx", "--into", "a.trimtab", "--dry-run").stdout.splitlines()
    assert "    measure A-3 Energy (List!A4)" in said
    assert "    A-1 Owner: Anna Berg -> Jan Kok (List!C2)" in said
    assert "    A-1 Start: 2026-01-05 -> 2026-01-12 (List!D2)" in said
    assert any(s.startswith("    A-1#") and s.endswith(": 100.00 -> 130.00 (List!E2)") for s in said)
    found = json.loads(trimtab("import", "list.xlsx", "--into", "a.trimtab", "--dry-run", "--json").stdout)["records"]
    assert {"action": "changed", "kind": "measure", "record": "A-1", "at": "List!A2", "fields": [
        {"field": "Owner", "from": "Anna Berg", "to": "Jan Kok"},
        {"field": "Start", "from": "2026-01-05", "to": "2026-01-12"}]} in found
    assert [r["record"] for r in found if r["action"] == "new"] == ["measure A-3 Energy"]


def test_of_many_changes_the_first_are_said_and_the_rest_counted_and_all_stand_in_the_json(
        trimtab: Trimtab, tmp_path: Path) -> None:
    rows = [[f"A-{n}", f"Part {n}", "Anna Berg", "2026-01-05", 10, 1] for n in range(30)]
    write(tmp_path / "list.xlsx", [ROWS[0], *rows])
    trimtab("new", "a.trimtab")
    said = trimtab("import", "list.xlsx", "--into", "a.trimtab", "--dry-run").stdout
    assert "    and 22 more; --json lists all\n" in said
    trimtab("import", "list.xlsx", "--into", "a.trimtab")
    write(tmp_path / "list.xlsx", [ROWS[0], *([*r[:3], "2026-02-02", *r[4:]] for r in rows)])
    again = trimtab("import", "list.xlsx", "--into", "a.trimtab", "--dry-run").stdout
    assert again.count(": 2026-01-05 -> 2026-02-02 (List!D") == 20
    assert "    and 10 further changes; --json lists all\n" in again
    found = json.loads(trimtab("import", "list.xlsx", "--into", "a.trimtab", "--json").stdout)
    assert len(found["records"]) == 30 and "left_out" not in found


def test_error_cells_are_counted_in_the_last_line_and_by_wish_in_the_exit_code(trimtab: Trimtab,
                                                                               tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(str(tmp_path / "bad.xlsx"))
    sheet = book.add_worksheet("List")
    for n, row in enumerate(ROWS):
        sheet.write_row(n, 0, row)
    for cell in ("E2", "E3"):
        sheet.write_formula(cell, "=1/0", None, "#DIV/0!")
    book.close()
    trimtab("new", "a.trimtab")
    dry = trimtab("import", "bad.xlsx", "--into", "a.trimtab", "--dry-run")
    assert dry.returncode == 0
    assert dry.stdout.endswith("2 cells or rows could not come in (first at List!E2): the errors above say why.\n")
    done = trimtab("import", "bad.xlsx", "--into", "a.trimtab", "--strict")
    assert done.returncode == 2 and done.stdout.splitlines()[-1] == (
        "Done, but 2 cells or rows could not come in (first at List!E2); the errors above say why. "
        "`trimtab show a.trimtab` shows the rest, `trimtab undo a.trimtab` takes all of it back.")
    assert "measure" in trimtab("show", "a.trimtab").stdout, "the rest is there"
    assert json.loads(trimtab("import", "bad.xlsx", "--into", "a.trimtab", "--json").stdout)["left_out"] == 2
    write(tmp_path / "good.xlsx", ROWS)
    assert trimtab("import", "good.xlsx", "--into", "a.trimtab", "--strict").returncode == 0


def test_the_day_is_not_offered_once_it_was_said(trimtab: Trimtab) -> None:
    trimtab("new", "f.trimtab")
    Path("t.csv").write_text("Stand: 30.09.2026,,\n,,\nCode,Measure,Plan cost EUR\nM1,Valve,100\nM2,Pump,200\n")
    assert "`--told 2026-09-30`" in trimtab("import", "t.csv", "--into", "f.trimtab", "--dry-run").stdout
    assert "`--told" not in trimtab("import", "t.csv", "--into", "f.trimtab", "--told", "2026-09-30").stdout
