"""`history --imports`, `history --import N` and `report --kind import`: what an import left, again and again."""
from __future__ import annotations

import json
from pathlib import Path

from tests.cli.conftest import Trimtab


def test_an_import_is_listed_told_and_printed_later(here: Trimtab, tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("ID,Name,Owner,Plan 2026\nM-01,Rent,Anna,1200.50\nM-02,Power,Ben,soon\n", "utf-8")
    here("new", "a.trimtab")
    assert "Nothing was imported" in here("history", "a.trimtab", "--imports").stdout
    assert "Nothing was imported" in here("report", "a.trimtab", "--kind", "import", "--out", "r.pdf", ok=False).stderr
    here("import", "t.csv", "--into", "a.trimtab", "--answer", "effect_type=one_time_cost")
    assert "t.csv: 2 measures new" in here("history", "a.trimtab", "--imports").stdout
    told = here("history", "a.trimtab", "--import", "1").stdout
    assert "file 1,200.50 in 1 cell, came in 1,200.50, the same" in told and "effect_type=one_time_cost" in told
    assert "D3: “soon”" in told.replace("t!", "")
    (found,) = json.loads(here("history", "a.trimtab", "--imports", "--json").stdout)
    assert found["number"] == 1 and found["created"]["measure"] == 2 and found["answers"] == {
        "effect_type": "one_time_cost"}
    here("report", "a.trimtab", "--kind", "import", "--run", "1", "--out", "r.pdf")
    assert (tmp_path / "r.pdf").read_bytes()[:5] == b"%PDF-"
    assert "no import “7”" in here("history", "a.trimtab", "--import", "7", ok=False).stderr
    assert "--kind import" in here("report", "a.trimtab", "--run", "1", "--out", "s.pdf", ok=False).stderr
