"""`trimtab export --owner` mails out a form, `trimtab import` takes it back."""
from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from tests.cli.conftest import Trimtab


@pytest.mark.parametrize("how", [["--owner", "Henrik Wendt"], ["--blank"]])
def test_a_form_goes_out_and_comes_back_unchanged(trimtab: Trimtab, tmp_path: Path, how: list[str]) -> None:
    trimtab("sample", "a.trimtab")
    done = trimtab("export", "a.trimtab", "--out", "form.xlsx", *how)
    assert "takes it back" in done.stdout
    assert openpyxl.load_workbook(tmp_path / "form.xlsx").sheetnames[0] == "README"
    assert "Nothing" in trimtab("import", "form.xlsx", "--into", "a.trimtab").stdout


def test_a_form_as_it_was_made_is_written_anew_and_one_that_was_filled_in_is_not_unasked(
        here: Trimtab, tmp_path: Path) -> None:
    here("sample", "a.trimtab")
    here("export", "a.trimtab", "--out", "form.xlsx", "--blank")
    here("export", "a.trimtab", "--out", "form.xlsx", "--owner", "Henrik Wendt")
    book = openpyxl.load_workbook(tmp_path / "form.xlsx")
    book["Activities"].cell(2, 3).value = "Filled in"
    book.save(tmp_path / "form.xlsx")
    before = (tmp_path / "form.xlsx").read_bytes()
    for how in (["--blank"], []):
        refused = here("export", "a.trimtab", "--out", "form.xlsx", *how, ok=False).stderr
        assert "form.xlsx is a form of Trimtab that was saved since" in refused and "--force" in refused
        assert "not written by Trimtab" not in refused
    assert (tmp_path / "form.xlsx").read_bytes() == before
    here("export", "a.trimtab", "--out", "form.xlsx", "--blank", "--force")


def test_a_form_comes_back_with_its_sums_by_type_and_its_undo_names_what_people_know(
        here: Trimtab, tmp_path: Path) -> None:
    here("sample", "a.trimtab")
    here("export", "a.trimtab", "--out", "form.xlsx", "--owner", "Henrik Wendt")
    book = openpyxl.load_workbook(tmp_path / "form.xlsx")
    sheet = book["Activities"]
    heads = {cell.value: cell.column for cell in sheet[1]}
    sheet.cell(2, heads["Complete"]).value = 0.99
    book.save(tmp_path / "form.xlsx")
    said = here("import", "form.xlsx", "--into", "a.trimtab").stdout
    assert "  Recurring benefit, forecast: " in said and "  One time cost, forecast: " in said and "  , " not in said
    lines = here("undo", "a.trimtab").stdout.splitlines()
    assert len(lines) == 2 and lines[1].endswith(" Complete: 99 % -> 0 %")
