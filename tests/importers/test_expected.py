"""Real files give exactly what a person counted in them: tests/data/NAME.expected.json, in the shape of
`trimtab import --json`, says of each file what must be so; what it does not name is free."""
from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from app import cli_text
from app.errors import Problem
from app.session import create_file, open_session
from importers.base import Wishes
from importers.read import import_file
from tests.session_fixtures import profile

__all__ = ["profile"]
DATA = Path(__file__).resolve().parents[1] / "data"
EXPECTED = sorted(DATA.glob("*.expected.json"))


def differences(want: Any, have: Any, at: str = "") -> list[str]:
    """Where `have` does not say what `want` says. Sheets are found by name, issues by being among the others."""
    if isinstance(want, dict):
        if not isinstance(have, dict):
            return [f"{at}: {have!r}"]
        return [d for key in want for d in differences(want[key], have.get(key), f"{at}/{key}")]
    if isinstance(want, list) and isinstance(have, list):
        return [f"{at}: nothing like {w!r}" for w in want if all(differences(w, h) for h in have)]
    return [] if want == have else [f"{at}: {have!r} instead of {want!r}"]


@pytest.mark.parametrize("path", EXPECTED, ids=lambda p: p.name.removesuffix(".expected.json"))
def test_a_real_file_gives_what_was_counted_in_it(path: Path, tmp_path: Path, profile: Path) -> None:
    source = next((DATA / "spreadsheets").glob(path.name.removesuffix(".expected.json") + ".*"))
    want = json.loads(path.read_text(encoding="utf-8"))
    if "refused" in want:
        with pytest.raises(Problem, match=want["refused"]):
            import_file(str(source), Wishes(), lambda fraction, text: None)
        return
    create_file(tmp_path / "a.trimtab")
    session = open_session(tmp_path / "a.trimtab")
    try:
        batch = import_file(str(source), Wishes(), lambda fraction, text: None)
        have = json.loads(cli_text.import_json(batch, session.import_batch(batch)))
        assert differences(want, have) == []
        for table in ("created", "changed", "money"):      # nothing more than was counted
            assert set(have[table]) <= set(want[table]), have[table]
        again = session.plan_import(batch)
        assert (again.created, again.changed, again.changes) == ({}, {}, [])
    finally:
        session.close()


def test_a_difference_is_found() -> None:
    assert differences({"a": [{"n": 1}]}, {"a": [{"n": 2}], "b": 3}) and not differences({"a": 1}, {"a": 1, "b": 2})


def test_every_real_file_has_its_expectation() -> None:
    files = {p.stem for p in (DATA / "spreadsheets").iterdir() if p.name != "SOURCES.md"}
    assert files == {p.name.removesuffix(".expected.json") for p in EXPECTED}
