"""The jobs without a window, as a script would run them: exit codes, one clear line, the promised JSON keys."""
from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from app.core import edits
from app.core.find import lookup
from app.core.schedule.moving import dragged
from app.core.values import month_index
from app.session import open_session
from tests.cli.conftest import Trimtab


def test_a_new_file_is_empty_and_well(trimtab: Trimtab, tmp_path: Path) -> None:
    trimtab("new", "a.trimtab")
    assert "all is well" in trimtab("check", "a.trimtab").stdout
    assert json.loads(trimtab("show", "a.trimtab", "--json").stdout)["counts"] == {}
    assert [p.name for p in tmp_path.iterdir() if p.is_file()] == ["a.trimtab"]


def test_the_sample_can_be_shown_set_undone_and_redone(trimtab: Trimtab) -> None:
    trimtab("sample", "s.trimtab")
    found = json.loads(trimtab("show", "s.trimtab", "--json").stdout)
    assert set(found) >= {"counts", "totals", "by_type", "dates", "tree"}
    assert found["tree"][0]["level"] == 0 and set(found["tree"][0]) >= {"code", "name", "kind", "level", "totals"}
    measure = next(n for n in found["tree"] if n["kind"] == "measure")
    before = trimtab("dump", "s.trimtab").stdout
    trimtab("set", "s.trimtab", measure["code"], "owner", "Ada Example", "--by", "Eva", "--told", "2026-02-01")
    after = trimtab("dump", "s.trimtab").stdout
    assert after != before
    last = json.loads(trimtab("history", "s.trimtab", "--json").stdout)[-1]
    assert (last["person"], last["told"]) == ("Eva", "2026-02-01")
    assert last["changes"][-1]["field"] == "owner"
    assert "Eva" in trimtab("history", "s.trimtab").stdout
    trimtab("undo", "s.trimtab")
    assert trimtab("dump", "s.trimtab").stdout == before
    trimtab("undo", "s.trimtab", "--redo")
    assert trimtab("dump", "s.trimtab").stdout == after
    assert "all is well" in trimtab("check", "s.trimtab").stdout


def test_a_month_of_an_effect_line_is_set_to_the_cent(trimtab: Trimtab) -> None:
    trimtab("sample", "s.trimtab")
    found = json.loads(trimtab("show", "s.trimtab", "--json").stdout)
    code = next(n["code"] for n in found["tree"] if n["kind"] == "measure" and "plan" in n["totals"])
    old = _line_value(trimtab, code)
    trimtab("set", "s.trimtab", f"{code}#1", "plan@2026-05", "1,234.56")
    assert _line_value(trimtab, code) == 123456 and old != 123456
    trimtab("set", "s.trimtab", f"{code}#1", "plan@2026-05", "")
    assert _line_value(trimtab, code) is None


def _line_value(trimtab: Trimtab, code: str) -> int | None:
    records = json.loads(trimtab("dump", "s.trimtab").stdout)["records"]
    uid = next(r["uid"] for r in records if r["fields"].get("code") == code)
    lines = sorted((r for r in records if r["kind"] == "effect_line" and r["fields"]["parent"] == uid),
                   key=lambda r: (r["fields"]["rank"], r["uid"]))
    return lines[0]["series"].get("plan", {}).get("2026-05")


@pytest.mark.parametrize("command", [
    ["show", "missing.trimtab"], ["set", "s.trimtab", "NO-SUCH", "name", "x"],
    ["set", "s.trimtab", "organization:", "name", "x"], ["set", "s.trimtab", "IC-111", "nonsense", "x"],
    ["set", "s.trimtab", "IC-111", "start", "31/31/2026"], ["set", "s.trimtab", "IC-111#9", "plan@2026-01", "1"],
    ["set", "s.trimtab", "IC-111#1", "plan@2026-13", "1"], ["set", "s.trimtab", "IC-111#1", "plan@2026-01", "12x"],
    ["set", "s.trimtab", "IC-111#1", "currency", "USD"], ["set", "s.trimtab", "IC-111", "name", "x", "--told", "soon"],
    ["new", "s.trimtab"], ["frobnicate"], ["show", "--as", "2026-01-01", "s.trimtab"], ["show"],
    ["import", "nothing.xlsx", "--into", "s.trimtab"], ["import", "s.trimtab", "--into", "s.trimtab"],
    ["report", "s.trimtab", "--kind", "horoscope", "--out", "x.pdf"], ["undo", "s.trimtab", "--redo"],
    ["report", "s.trimtab", "--out", "no/such/folder/x.pdf"], ["show", "s.trimtab", "--status", "yesterday"],
])
def test_a_users_problem_is_one_line_exit_one_and_changes_nothing(trimtab: Trimtab, tmp_path: Path,
                                                                  command: list[str]) -> None:
    trimtab("sample", "s.trimtab")
    before = (tmp_path / "s.trimtab").read_bytes()
    trimtab(*command, ok=False)
    assert (tmp_path / "s.trimtab").read_bytes() == before


def test_an_ambiguous_code_lists_the_candidates(trimtab: Trimtab, tmp_path: Path) -> None:
    trimtab("sample", "s.trimtab")
    codes = _measures(trimtab)
    session = open_session(tmp_path / "s.trimtab")
    p = session.portfolio
    parent = next(m for m in p.of_kind("measure") if m.code == codes[1]).parent
    session.do("Add", edits.add(p, "package", p[parent].parent, {"code": codes[1], "name": "A twin"})[1])
    session.close()
    found = trimtab("set", "s.trimtab", codes[1], "name", "x", ok=False)
    assert "fits 2 records" in found.stderr


def test_as_of_shows_what_was_known_then(trimtab: Trimtab) -> None:
    trimtab("new", "a.trimtab")
    trimtab("sample", "s.trimtab")
    code = _measures(trimtab)[0]
    trimtab("set", "s.trimtab", code, "name", "Later name", "--told", "2099-05-01")
    assert "Later name" not in trimtab("dump", "s.trimtab", "--as-of", "2099-04-30").stdout
    assert "Later name" in trimtab("dump", "s.trimtab", "--as-of", "2099-05-01").stdout


def test_two_files_made_from_the_same_sample_have_one_portable_dump(trimtab: Trimtab) -> None:
    trimtab("sample", "a.trimtab")
    trimtab("sample", "b.trimtab")
    assert trimtab("dump", "a.trimtab").stdout != trimtab("dump", "b.trimtab").stdout
    assert trimtab("dump", "a.trimtab", "--portable").stdout == trimtab("dump", "b.trimtab", "--portable").stdout


def test_the_report_is_a_pdf(trimtab: Trimtab, tmp_path: Path) -> None:
    trimtab("sample", "s.trimtab")
    trimtab("report", "s.trimtab", "--kind", "steering", "--out", "out.pdf", "--status", "2026-04-17")
    assert (tmp_path / "out.pdf").read_bytes().startswith(b"%PDF-")


def _measures(trimtab: Trimtab) -> list[str]:
    tree = json.loads(trimtab("show", "s.trimtab", "--json").stdout)["tree"]
    return [node["code"] for node in tree if node["kind"] == "measure"]


def test_set_of_a_finish_moves_what_a_drag_of_the_bar_moves(trimtab: Trimtab, tmp_path: Path) -> None:
    """The same dump, with the anchored forecast moved; a typed anchor notes the finish it is for."""
    trimtab("sample", "s.trimtab")
    trimtab("set", "s.trimtab", "IC-121#1", "anchor", "Close the server ledger")
    shutil.copy(tmp_path / "s.trimtab", tmp_path / "dragged.trimtab")
    session = open_session(tmp_path / "dragged.trimtab")
    p = session.portfolio
    measure, line = lookup(p, "IC-121").uid, lookup(p, "IC-121#1").uid
    assert p[line].get("basis") == "2026-09-30"
    before = p.months_of(line, "forecast", month_index("2026-01"), 36)
    session.do("Drag", dragged(p, measure, "finish", 92, "2026-04-17").changes)
    assert p.months_of(line, "forecast", month_index("2026-01"), 36) != before
    session.close()
    trimtab("set", "s.trimtab", "IC-121", "finish", "2026-12-31", "--status", "2026-04-17")
    assert trimtab("dump", "s.trimtab").stdout == trimtab("dump", "dragged.trimtab").stdout
