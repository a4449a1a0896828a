"""What was answered once for a source holds for its next import into the same portfolio, and is said to."""
from __future__ import annotations

from pathlib import Path

import pytest
import xlsxwriter

from tests.cli.conftest import Trimtab

HEAD = ["ID", "Measure", "Lead", "Start", "Saving p.a. (EUR)"]
ROWS = [["K-31", "Steam traps", "Ines Ort", "2026-02-01", 900], ["K-32", "Pallets", "I. Ort", "2026-03-01", 300],
        ["K-33", "Postage", "Ole Rask", "2026-04-01", 40]]
SAME = "person.I. Ort=Ines Ort"


@pytest.fixture
def trimtab(here: Trimtab) -> Trimtab:
    return here


def write(path: Path, rows: list[list[object]]) -> None:
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("List")
    for n, row in enumerate(rows):
        sheet.write_row(n, 0, row)
    book.close()


def owners(trimtab: Trimtab) -> str:
    return trimtab("show", "a.trimtab", "--json").stdout


def test_a_second_import_uses_the_answers_of_the_first_and_says_so(trimtab: Trimtab, tmp_path: Path) -> None:
    write(tmp_path / "list.xlsx", [HEAD, *ROWS])
    trimtab("new", "a.trimtab")
    trimtab("import", "list.xlsx", "--into", "a.trimtab", "--answer", SAME)
    before = owners(trimtab)
    again = trimtab("import", "list.xlsx", "--into", "a.trimtab").stdout
    assert f"1 answer given to the last import of this source held again: {SAME}." in again
    assert "Nothing changed" in again and "question" not in again and owners(trimtab) == before


def test_next_months_file_of_another_name_is_read_by_them_too(trimtab: Trimtab, tmp_path: Path) -> None:
    write(tmp_path / "list.xlsx", [HEAD, *ROWS])
    write(tmp_path / "from_ines.xlsx", [HEAD, *ROWS[:2], ["K-33", "Postage", "I. Ort", "2026-04-01", 45]])
    trimtab("new", "a.trimtab")
    trimtab("import", "list.xlsx", "--into", "a.trimtab", "--answer", SAME)
    again = trimtab("import", "from_ines.xlsx", "--into", "a.trimtab").stdout
    assert "held again" in again and "New:" not in again


def test_an_answer_given_now_goes_before_the_one_given_then(trimtab: Trimtab, tmp_path: Path) -> None:
    write(tmp_path / "list.xlsx", [HEAD, *ROWS])
    trimtab("new", "a.trimtab")
    trimtab("import", "list.xlsx", "--into", "a.trimtab", "--answer", SAME)
    again = trimtab("import", "list.xlsx", "--into", "a.trimtab", "--answer", "person.I. Ort=apart").stdout
    assert "held again" not in again and "New: 1 person" in again


def test_answers_that_do_not_fit_the_new_file_are_said_and_left_aside(trimtab: Trimtab, tmp_path: Path) -> None:
    write(tmp_path / "list.xlsx", [HEAD, *ROWS])
    trimtab("new", "a.trimtab")
    trimtab("import", "list.xlsx", "--into", "a.trimtab", "--answer", "column.Lead=sponsor")
    write(tmp_path / "list.xlsx", [[*HEAD[:2], "Owner", *HEAD[3:]], *ROWS])
    again = trimtab("import", "list.xlsx", "--into", "a.trimtab").stdout
    assert "do not fit this file any more and were not used" in again and "column.Lead" in again


def test_a_spelling_that_was_merged_is_the_same_person_in_set_report_and_form(trimtab: Trimtab, tmp_path: Path) -> None:
    write(tmp_path / "list.xlsx", [HEAD, *ROWS])
    trimtab("new", "a.trimtab")
    trimtab("import", "list.xlsx", "--into", "a.trimtab", "--answer", SAME)
    trimtab("set", "a.trimtab", "K-33", "owner", "I. Ort")
    assert "I. Ort" not in owners(trimtab) and "Ole Rask" in trimtab("dump", "a.trimtab").stdout
    assert "3 measures" in trimtab("export", "a.trimtab", "--out", "form.xlsx", "--owner", "i. ort").stdout
