"""What `trimtab import` says in words: what came in, what was not read, how it ended; and what it refuses."""
from __future__ import annotations

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
    trimtab("new", "a.trimtab")
    before = (tmp_path / "a.trimtab").read_bytes()
    for command, told in (
            (("import", "list.xlsx", "--answer", "colour=red"), "Answers are: leaf, effect_type"),
            (("import", "list.xlsx", "--answer", "effect_type@Sheet9=one_time_cost"), "Its sheets are: List, How to."),
            (("import", "."), "is a folder with 1 file to import: list.xlsx. Import them one by one")):
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
