"""`trimtab import` on real schedules: what comes in, again nothing, and undo gives the file as it was."""
from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from app.cli_changes import records
from app.cli_import import text
from app.core.edits import set_setting
from app.session import create_file, open_session
from importers.base import Wishes
from importers.read import import_file
from tests.cli.conftest import Trimtab

DATA = Path(__file__).parent.parent / "data"


@pytest.mark.parametrize("name", ["mpxj_sample_mspdi.xml", "task-with-dependencies.gan"])
def test_a_schedule_comes_in_as_expected_again_nothing_and_undo_takes_it_back(
        trimtab: Trimtab, tmp_path: Path, name: str) -> None:
    shutil.copy(DATA / "spreadsheets" / name, tmp_path)
    trimtab("new", "a.trimtab")
    before = trimtab("dump", "a.trimtab").stdout
    found = json.loads(trimtab("import", name, "--into", "a.trimtab", "--json").stdout)
    expected = json.loads((DATA / f"{Path(name).stem}.expected.json").read_text("utf-8"))
    assert found == expected
    state = trimtab("dump", "a.trimtab").stdout
    again = json.loads(trimtab("import", name, "--into", "a.trimtab", "--json").stdout)
    assert again["created"] == {} and again["changed"] == {} and again["unchanged"] == found["created"]
    assert trimtab("dump", "a.trimtab").stdout == state
    assert "all is well" in trimtab("check", "a.trimtab").stdout
    trimtab("undo", "a.trimtab")
    assert trimtab("dump", "a.trimtab").stdout == before


def test_two_projects_whose_ids_are_equal_are_two_sources(trimtab: Trimtab, tmp_path: Path) -> None:
    for name in ("Harbour", "Airport"):
        (tmp_path / f"{name}.gan").write_text(
            f'<project name="{name}"><tasks><task id="0" name="Build" start="2026-01-05" duration="2"/></tasks>'
            "</project>", "utf-8")
    trimtab("new", "a.trimtab")
    for name in ("Harbour", "Airport"):
        found = json.loads(trimtab("import", f"{name}.gan", "--into", "a.trimtab", "--json").stdout)
        assert found["created"] == {"measure": 1, "activity": 1} and found["changed"] == {}


def test_the_sums_are_said_in_the_currency_of_the_file(profile: Path, tmp_path: Path) -> None:
    create_file(tmp_path / "a.trimtab")
    session = open_session(tmp_path / "a.trimtab")
    try:
        session.do("Set currency", set_setting(session.portfolio, "currency", "EUR"))
        batch = import_file(str(DATA / "spreadsheets" / "mpxj_sample_mspdi.xml"), Wishes(), lambda fraction, said: None)
        plan = session.plan_import(batch)
        found = records(plan, session.portfolio, new=True)
        lines = text(batch, plan, True, "a.trimtab", found, session.portfolio).splitlines()
        assert "  One time cost, plan: 3,526.25 GBP" in lines
    finally:
        session.close()
