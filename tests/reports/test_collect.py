"""The collection form goes out to one owner and comes back: what was filled in comes in, nothing else changes."""
from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from app import samples
from app.core import edits
from app.core.dump import dump
from app.core.find import lookup
from app.core.intake.plan import ImportPlan
from app.core.values import month_index
from app.errors import Problem
from app.reports.collect import collect
from app.reports.sheet import Told
from app.session import Session
from importers.base import Wishes
from importers.read import import_file
from tests.session_fixtures import clock, profile, session

__all__ = ["clock", "profile", "session"]
STATUS = "2026-04-17"
APRIL = month_index("2026-04")


@pytest.fixture
def file(session: Session) -> Session:
    """The sample, as somebody steers it."""
    session.do("Fill with the sample", samples.changes(session.portfolio, "insurer"))
    return session


def owner_of(session: Session) -> str:
    """Whoever owns the measure IC-121."""
    p = session.portfolio
    return p[lookup(p, "IC-121").get("owner")].name


def form(session: Session, path: Path, owner: str = "") -> Path:
    told = Told(STATUS, None, session.path.name, session.head(), session.tx_count(), STATUS, session.vector(),
                session.known())
    collect(session.portfolio, path, told, owner)
    return path


def taken(session: Session, path: Path) -> ImportPlan:
    return session.import_batch(import_file(str(path), Wishes(), lambda _share, _text: None))


def head(sheet: Any, name: str) -> int:
    return next(c.column for c in sheet[1] if c.value == name)


def test_a_form_holds_its_owners_measures_and_nobody_elses(file: Session, tmp_path: Path) -> None:
    owner, p = owner_of(file), file.portfolio
    book = openpyxl.load_workbook(form(file, tmp_path / "f.xlsx", owner))
    tree = book["Tree"]
    named = {tree.cell(r, head(tree, "Name")).value for r in range(2, tree.max_row + 1)
             if tree.cell(r, head(tree, "Kind")).value == "Measure"}
    mine = {m.name for m in p.of_kind("measure") if m.get("owner") and p[m.get("owner")].name == owner}
    assert named == mine and len(mine) < len(p.of_kind("measure"))
    assert book.sheetnames == ["README", "Tree", "Effects"]


def test_what_is_asked_is_open_with_choices_and_all_else_is_locked(file: Session, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(form(file, tmp_path / "f.xlsx", owner_of(file)))
    tree, effects = book["Tree"], book["Effects"]
    assert tree.protection.sheet and effects.protection.sheet
    row = next(r for r in range(2, tree.max_row) if tree.cell(r, head(tree, "Kind")).value == "Measure")
    assert tree.cell(row, head(tree, "Name")).protection.locked
    assert not tree.cell(row, head(tree, "Reported status")).protection.locked
    assert any("On track" in str(v.formula1) for v in tree.data_validations.dataValidation)
    months = {c.value: c.column for c in effects[1] if isinstance(c.value, dt.datetime)}
    for series, march, may in (("Plan", True, True), ("Forecast", True, False), ("Actual", True, False)):
        row = next(r for r in range(2, 9) if effects.cell(r, head(effects, "Series")).value == series)
        assert (effects.cell(row, months[dt.datetime(2026, 3, 1)]).protection.locked,
                effects.cell(row, months[dt.datetime(2026, 5, 1)]).protection.locked) == (march, may), series


def test_an_untouched_form_changes_nothing_and_nothing_is_gone(file: Session, tmp_path: Path) -> None:
    before = dump(file.portfolio)
    plan = taken(file, form(file, tmp_path / "f.xlsx", owner_of(file)))
    assert (plan.created, plan.changed) == ({}, {}) and not [r for r in plan.rows if r.action == "gone"]
    assert not [i for i in plan.issues if i.severity in ("error", "warning")]
    assert dump(file.portfolio) == before


def test_a_filled_form_comes_back_as_one_step_and_a_new_measure_with_it(file: Session, tmp_path: Path) -> None:
    path = form(file, tmp_path / "f.xlsx", owner_of(file))
    book = openpyxl.load_workbook(path)
    tree, effects = book["Tree"], book["Effects"]
    row = next(r for r in range(2, tree.max_row) if tree.cell(r, head(tree, "Kind")).value == "Measure")
    uid = tree.cell(row, head(tree, "Record")).value
    package = file.portfolio[file.portfolio[uid].parent]
    tree.cell(row, head(tree, "Reported status")).value = "Planned"
    new = next(r for r in range(2, tree.max_row + 1) if tree.cell(r, head(tree, "Name")).value is None)
    for name, value in (("Kind", "Measure"), ("Name", "Found while filling in"), ("Parent code", package.code)):
        tree.cell(new, head(tree, name)).value = value
    series = head(effects, "Series")
    line = next(r for r in range(2, effects.max_row + 1) if effects.cell(r, series).value == "Forecast")
    may = next(c.column for c in effects[1] if c.value == dt.datetime(2026, 5, 1))
    effects.cell(line, may).value = 1234.5
    number = effects.cell(line, head(effects, "Line record")).value
    book.save(path)

    before = dump(file.portfolio)
    plan = taken(file, path)
    p = file.portfolio
    assert plan.created == {"measure": 1} and p[uid].get("status") == "Planned"
    assert p.months_of(number, "forecast", APRIL + 1, 1) == (123450,)
    made = next(m for m in p.of_kind("measure") if m.name == "Found while filling in")
    assert made.parent == package.uid
    file.undo()
    assert dump(file.portfolio) == before


def test_a_value_changed_on_both_sides_stays_and_is_listed(file: Session, tmp_path: Path) -> None:
    path = form(file, tmp_path / "f.xlsx", owner_of(file))
    book = openpyxl.load_workbook(path)
    tree = book["Tree"]
    row = next(r for r in range(2, tree.max_row) if tree.cell(r, head(tree, "Kind")).value == "Measure")
    uid = tree.cell(row, head(tree, "Record")).value
    tree.cell(row, head(tree, "Reported status")).value = "Planned"
    book.save(path)
    file.do("Status", edits.set_field(file.portfolio, uid, "status", "Done"))
    plan = taken(file, path)
    assert file.portfolio[uid].get("status") == "Done" and [r.action for r in plan.rows] == ["kept"]


def test_an_empty_form_takes_new_measures_under_the_packages_there_are(file: Session, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(form(file, tmp_path / "f.xlsx"))
    tree = book["Tree"]
    kinds = [tree.cell(r, head(tree, "Kind")).value for r in range(2, tree.max_row + 1)]
    assert "Measure" not in kinds and "Measure Package" in kinds and book.sheetnames == ["README", "Tree"]
    assert taken(file, tmp_path / "f.xlsx").changes == []


def test_an_owner_nobody_knows_is_refused_with_those_there_are(file: Session, tmp_path: Path) -> None:
    with pytest.raises(Problem, match="Nobody is called") as refused:
        form(file, tmp_path / "f.xlsx", "Zoe Nobody")
    assert "Owners are: Bernd Keller" in refused.value.hint and not (tmp_path / "f.xlsx").exists()
    with pytest.raises(Problem, match="no workbook"):
        form(file, tmp_path / "f.csv", owner_of(file))


def test_locked_cells_that_were_written_all_the_same_are_not_taken_back(file: Session, tmp_path: Path) -> None:
    path = form(file, tmp_path / "f.xlsx", owner_of(file))
    book = openpyxl.load_workbook(path)
    tree, effects = book["Tree"], book["Effects"]
    row = next(r for r in range(2, tree.max_row) if tree.cell(r, head(tree, "Kind")).value == "Measure")
    tree.cell(row, head(tree, "Name")).value = "Renamed"
    for series, day in (("Plan", dt.datetime(2026, 5, 1)), ("Actual", dt.datetime(2026, 3, 1))):
        line = next(r for r in range(2, 9) if effects.cell(r, head(effects, "Series")).value == series)
        effects.cell(line, next(c.column for c in effects[1] if c.value == day)).value = 77777
    book.save(path)
    before = dump(file.portfolio)
    assert taken(file, path).changes == [] and dump(file.portfolio) == before
