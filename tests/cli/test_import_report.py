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


def test_what_a_next_edition_no_longer_has_is_named_and_stays(here: Trimtab, tmp_path: Path) -> None:
    def log(*rows: str) -> None:
        (tmp_path / "log.csv").write_text("Risk ID,Risk,Probability,Impact,Owner,Status\n" + "\n".join(rows) + "\n",
                                          "utf-8")

    rows = [f"R-{i},Risk number {i},High,Low,Anna,Open" for i in range(1, 6)]
    log(*rows)
    here("new", "a.trimtab")
    here("import", "log.csv", "--into", "a.trimtab")
    log(*rows[:3], "R-4,Another title,High,Low,Anna,Closed", "R-9,New one,Low,Low,Ben,Open")
    dry = json.loads(here("import", "log.csv", "--into", "a.trimtab", "--dry-run", "--json").stdout)
    done = json.loads(here("import", "log.csv", "--into", "a.trimtab", "--json").stdout)
    for found in (dry, done):
        assert (found["created"].get("risk"), found["changed"].get("risk")) == (1, 1)
        assert [r["record"] for r in found["records"] if r["action"] == "gone"] == ["log / Risk number 5"]
    dump = json.loads(here("dump", "a.trimtab").stdout)
    assert sum(r["kind"] == "risk" for r in dump["records"]) == 6
    assert "Only in Trimtab, kept: R-5" in here("history", "a.trimtab", "--import", "2").stdout
