"""`import --profile tickets`: figures of another system by a profile that comes with Trimtab, or by a person's copy."""
from __future__ import annotations

import json
import shutil
from pathlib import Path

from importers.profile import SHIPPED
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
    text = (SHIPPED / "tickets.toml").read_text("utf-8").replace('"VELOCITY"', '"SPEED"')
    (tmp_path / "ours.toml").write_text(text, "utf-8")
    again = json.loads(here("import", "tickets_2026-04-30.csv", "--into", "a.trimtab", "--profile", "ours.toml",
                            "--json").stdout)
    assert again["created"] == {"kpi": 1} and again["unchanged"] == {"kpi": 1}
    assert "tickets" in here("import", "tickets_2026-04-30.csv", "--into", "a.trimtab", "--profile", "gold",
                             ok=False).stderr
