"""`import --profile tickets`: figures of another system by a profile that comes with Trimtab, or by a person's copy."""
from __future__ import annotations

import json
import shutil
from pathlib import Path

import openpyxl

from importers.profile import SHIPPED, load
from tests.cli.conftest import Trimtab

DATA = Path(__file__).resolve().parents[1] / "data" / "figures"


def test_tickets_become_kpis_by_a_shipped_profile_and_by_a_copy_of_it(here: Trimtab, tmp_path: Path) -> None:
    shutil.copy(DATA / "tickets_2026-04-30.csv", tmp_path)
    here("new", "a.trimtab")
    found = json.loads(here("import", "tickets_2026-04-30.csv", "--into", "a.trimtab", "--profile", "tickets",
                            "--json").stdout)
    assert found["created"] == {"kpi": 2}
    state = json.loads(here("dump", "a.trimtab").stdout)["records"]
    velocity = next(r for r in state if r["kind"] == "kpi" and r["fields"]["code"] == "VELOCITY")
    assert velocity["series"]["actual"]["2026-02"] == 145 and velocity["fields"]["as_of"] == "2026-04-30"
    assert "VELOCITY             Velocity: 8.0 points a sprint in 2026-04 (Tickets, as of 2026-04-30)" in \
        here("show", "a.trimtab").stdout
    shown = json.loads(here("show", "a.trimtab", "--json").stdout)["kpis"]
    assert shown[1]["code"] == "VELOCITY" and shown[1]["actual"]["2026-02"] == "14.5"
    text = (SHIPPED / "tickets.toml").read_text("utf-8").replace('"VELOCITY"', '"SPEED"')
    (tmp_path / "ours.toml").write_text(text, "utf-8")
    again = json.loads(here("import", "tickets_2026-04-30.csv", "--into", "a.trimtab", "--profile", "ours.toml",
                            "--json").stdout)
    assert again["created"] == {"kpi": 1} and again["unchanged"] == {"kpi": 1}
    assert "tickets" in here("import", "tickets_2026-04-30.csv", "--into", "a.trimtab", "--profile", "gold",
                             ok=False).stderr


def test_settled_answers_are_kept_as_a_file_and_read_next_months_sheet_of_another_name(
        here: Trimtab, tmp_path: Path) -> None:
    def tracker(month: str) -> None:
        book = openpyxl.Workbook()
        for name in (month, f"More {month}"):
            sheet = book.create_sheet(name)
            sheet.append(["ID", "Name", "Lead", "Plan 2026"] if name == month else ["ID", "Risk", "Probability"])
            for i in range(1, 5):
                sheet.append([f"{name[0]}-{i:02d}", f"{name} number {i}", "Anna Berg" if name == month else "High",
                              i * 100 if name == month else None])
        del book["Sheet"]
        book.save(tmp_path / f"{month}.xlsx")

    tracker("March")
    tracker("April")
    here("new", "a.trimtab")
    here("import", "March.xlsx", "--into", "a.trimtab", "--answer", "column.Lead@March=sponsor", "--answer",
         "row.3@March=ignore", "--save-profile", "tracker.toml", "--dry-run")
    profile = load(tmp_path / "tracker.toml")
    assert profile.name == "tracker" and profile.answers == {"column.Lead@March": "sponsor"} and profile.shape
    here("import", "April.xlsx", "--into", "a.trimtab", "--profile", "tracker.toml")
    state = json.loads(here("dump", "a.trimtab", "--portable").stdout)["records"]
    measures = [r for r in state if r["kind"] == "measure"]
    assert len(measures) == 4 and {r["fields"].get("sponsor") for r in measures} == {"person:Anna Berg"}
    assert ".toml" in here("import", "April.xlsx", "--into", "a.trimtab", "--save-profile", "x.txt", ok=False).stderr


def test_where_nothing_could_come_in_nothing_is_said_of_empty_lists(trimtab: Trimtab) -> None:
    trimtab("new", "a.trimtab")
    spend = str(DATA / "ist_kosten_2026-04.csv")
    told = trimtab("import", spend, "--into", "a.trimtab", "--profile", "spend").stdout.splitlines()[-1]
    assert told.startswith("Nothing came in: 5 cells or rows could not come in (first at ist_kosten_2026-04!F5")
    assert told.endswith("the errors above say why.") and "lists" not in told
