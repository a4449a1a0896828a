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


def test_a_form_that_was_filled_in_is_not_written_over_unasked(trimtab: Trimtab) -> None:
    trimtab("sample", "a.trimtab")
    trimtab("export", "a.trimtab", "--out", "form.xlsx", "--blank")
    refused = trimtab("export", "a.trimtab", "--out", "form.xlsx", "--blank", ok=False)
    assert refused.returncode == 1 and "--force" in refused.stderr
