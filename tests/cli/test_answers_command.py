"""`trimtab import --answer`: what a column, a row or the unit is, said on the command line."""
from __future__ import annotations

import json
from pathlib import Path

import xlsxwriter

from tests.cli.conftest import Trimtab

ROWS = [["ID", "Measure", "Lead", "Checked by", "Saving p.a. (kEUR)"],
        ["A-1", "Steel", "Anna Berg", "Li Wei", 100], ["A-2", "Freight", "Jan Kok", "Li Wei", 50],
        ["A-3", "Both of them", None, None, 150]]


def write(path: Path) -> None:
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("List")
    for n, row in enumerate(ROWS):
        sheet.write_row(n, 0, row)
    book.close()


def test_answers_about_columns_rows_and_size_are_carried_out(trimtab: Trimtab, tmp_path: Path) -> None:
    write(tmp_path / "list.xlsx")
    trimtab("new", "a.trimtab")
    found = json.loads(trimtab("import", "list.xlsx", "--into", "a.trimtab", "--json", "--answer",
                               "column.Checked by=sponsor", "--answer", "row.4=total", "--answer", "scale=m").stdout)
    assert found["created"]["measure"] == 2 and found["created"]["person"] == 3
    assert found["money"] == {"recurring_benefit.plan": "150000000.00"}


def test_a_bad_answer_is_one_line_that_names_the_choices(trimtab: Trimtab, tmp_path: Path) -> None:
    write(tmp_path / "list.xlsx")
    trimtab("new", "a.trimtab")
    for answer, told in (("row.4=gone", "data, group, total, ignore"), ("column.Boss=owner", "D Checked by"),
                         ("column.Lead=boss", "sponsor")):
        wrong = trimtab("import", "list.xlsx", "--into", "a.trimtab", "--answer", answer, ok=False).stderr
        assert answer in wrong and told in wrong and wrong.count("\n") == 1


def test_a_profile_is_read_as_written_by_hand_and_answers_beside_it_win(trimtab: Trimtab, tmp_path: Path) -> None:
    write(tmp_path / "list.xlsx")
    trimtab("new", "a.trimtab")
    (tmp_path / "p.toml").write_text('[answers]\n"row.4" = "total"\nscale = "m"\n', "utf-8")
    found = json.loads(trimtab("import", "list.xlsx", "--into", "a.trimtab", "--json", "--dry-run", "--profile",
                               "p.toml", "--answer", "scale=1").stdout)
    assert found["created"]["measure"] == 2 and found["money"] == {"recurring_benefit.plan": "150.00"}
    (tmp_path / "p.toml").write_text("answers = 3", "utf-8")
    wrong = trimtab("import", "list.xlsx", "--into", "a.trimtab", "--profile", "p.toml", ok=False).stderr
    assert "The profile p.toml cannot be read" in wrong
