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
from app.core.own_workbook import SHEETS
from app.core.values import month_index
from app.errors import Problem
from app.reports.sheets import kind_rows
from app.reports.sheets.collect import collect
from app.reports.sheets.sheet import Told, export
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


def head(sheet: Any, name: Any) -> int:
    """The column of this name or month."""
    return next(c.column for c in sheet[1] if c.value == name)


def row_of(sheet: Any, name: str, value: Any) -> int:
    """The first row that holds this below that head."""
    column = head(sheet, name)
    return next(r for r in range(2, sheet.max_row + 1) if sheet.cell(r, column).value == value)


def first_measure(tree: Any) -> tuple[int, str]:
    """The row of the first measure, and which record it is."""
    row = row_of(tree, "Kind", "Measure")
    return row, tree.cell(row, head(tree, "Record")).value


def write(sheet: Any, row: int, **values: Any) -> None:
    """Type values into a row, below the heads of these names."""
    for name, value in values.items():
        sheet.cell(row, head(sheet, name.replace("_", " "))).value = value


def test_a_form_holds_its_owners_measures_and_nobody_elses(file: Session, tmp_path: Path) -> None:
    owner, p = owner_of(file), file.portfolio
    book = openpyxl.load_workbook(form(file, tmp_path / "f.xlsx", owner))
    tree = book["Tree"]
    named = {tree.cell(r, head(tree, "Name")).value for r in range(2, tree.max_row + 1)
             if tree.cell(r, head(tree, "Kind")).value == "Measure"}
    mine = {m.name for m in p.of_kind("measure") if m.get("owner") and p[m.get("owner")].name == owner}
    assert named == mine and len(mine) < len(p.of_kind("measure"))
    assert book.sheetnames == ["README", "Tree", "Activities", "Effects"]


def test_what_is_asked_is_open_with_choices_and_all_else_is_locked(file: Session, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(form(file, tmp_path / "f.xlsx", owner_of(file)))
    tree, effects = book["Tree"], book["Effects"]
    assert tree.protection.sheet and effects.protection.sheet
    row, _ = first_measure(tree)
    assert tree.cell(row, head(tree, "Name")).protection.locked
    assert not tree.cell(row, head(tree, "Reported status")).protection.locked
    assert any("On track" in str(v.formula1) for v in tree.data_validations.dataValidation)
    months = {c.value: c.column for c in effects[1] if isinstance(c.value, dt.datetime)}
    for series, march, may in (("Plan", True, True), ("Forecast", True, False), ("Actual", True, False)):
        row = row_of(effects, "Series", series)
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
    row, uid = first_measure(tree)
    package = file.portfolio[file.portfolio[uid].parent]
    tree.cell(row, head(tree, "Reported status")).value = "Planned"
    new = row_of(tree, "Name", None)
    write(tree, new, Kind="Measure", Name="Found while filling in", Parent_code=package.code)
    line = row_of(effects, "Series", "Forecast")
    effects.cell(line, head(effects, dt.datetime(2026, 5, 1))).value = 1234.5
    number = effects.cell(line, head(effects, "Line record")).value
    book.save(path)

    before = dump(file.portfolio)
    were = {m.uid: dict(m.fields) for m in file.portfolio.of_kind("measure")}
    plan = taken(file, path)
    p = file.portfolio
    assert plan.created == {"measure": 1} and p[uid].get("status") == "Planned"
    assert [u for u in were if dict(p[u].fields) != were[u]] == [uid], "owner, stage and code of the others stay"
    assert p.months_of(number, "forecast", APRIL + 1, 1) == (123450,)
    made = next(m for m in p.of_kind("measure") if m.name == "Found while filling in")
    assert made.parent == package.uid
    file.undo()
    assert dump(file.portfolio) == before


def activity_rows(sheet: Any) -> list[int]:
    return [r for r in range(2, sheet.max_row + 1) if sheet.cell(r, head(sheet, "Record")).value]


def test_an_owner_is_asked_for_their_activities_and_those_of_their_measures_that_are_nobodys(
        file: Session, tmp_path: Path) -> None:
    owner, p = owner_of(file), file.portfolio
    mine = lookup(p, "IC-121").get("owner")
    other = next(r.uid for r in p.of_kind("person") if r.uid != mine)
    first, second = p.children(lookup(p, "IC-121").uid, "activity")[:2]
    elsewhere = next(a for a in p.of_kind("activity") if p[a.parent].get("owner") != mine)
    file.do("Owners", [*edits.set_field(p, first.uid, "owner", other), *edits.set_field(p, second.uid, "owner", None),
                       *edits.set_field(p, elsewhere.uid, "owner", mine)])
    sheet = openpyxl.load_workbook(form(file, tmp_path / "f.xlsx", owner))["Activities"]
    asked = {sheet.cell(r, head(sheet, "Record")).value for r in activity_rows(sheet)}
    assert {second.uid, elsewhere.uid} <= asked and first.uid not in asked
    row = row_of(sheet, "Record", second.uid)
    assert sheet.cell(row, head(sheet, "Parent")).value == "IC-121"
    assert sheet.protection.sheet and not sheet.cell(row, head(sheet, "Finish")).protection.locked
    assert sheet.cell(row, head(sheet, "Plan finish")).protection.locked
    assert sheet.cell(row, head(sheet, "Name")).protection.locked


def test_activities_filled_in_come_back_with_new_ones_and_nothing_else_is_touched(
        file: Session, tmp_path: Path) -> None:
    path = form(file, tmp_path / "f.xlsx", owner_of(file))
    book = openpyxl.load_workbook(path)
    sheet = book["Activities"]
    rows = activity_rows(sheet)
    uid = sheet.cell(rows[0], head(sheet, "Record")).value
    sheet.cell(rows[0], head(sheet, "Complete")).value = 0.35
    sheet.cell(rows[0], head(sheet, "Finish")).value = dt.datetime(2027, 1, 29)
    sheet.cell(rows[0], head(sheet, "Plan finish")).value = dt.datetime(2030, 1, 1)
    for row, (name, code) in enumerate((("Hand over the keys", "IC-121"), ("Of nothing", "XX-9")), rows[-1] + 1):
        sheet.cell(row, head(sheet, "Parent")).value = code
        sheet.cell(row, head(sheet, "Name")).value = name
        sheet.cell(row, head(sheet, "Finish")).value = dt.datetime(2026, 11, 30)
    book.save(path)
    before = {r.uid: dict(r.fields) for kind in ("activity", "measure") for r in file.portfolio.of_kind(kind)}
    plan = taken(file, path)
    p = file.portfolio
    assert plan.created == {"activity": 1} and plan.changed == {"activity": 1}
    (made,) = [a for a in p.of_kind("activity") if a.name == "Hand over the keys"]
    assert p[made.parent].code == "IC-121" and made.get("finish") == "2026-11-30"
    now = {r.uid: dict(r.fields) for kind in ("activity", "measure") for r in p.of_kind(kind) if r.uid in before}
    assert {u for u in now if now[u] != before[u]} == {uid}, "nothing of a row that was only there is emptied"
    assert (p[uid].get("percent"), p[uid].get("finish"), p[uid].get("plan_finish")) == (
        3500, "2027-01-29", before[uid].get("plan_finish"))
    (refused,) = [i for i in plan.issues if i.severity == "error"]
    assert (refused.sheet, refused.cell) == ("Activities", f"A{rows[-1] + 2}")
    assert "Nothing says what this row belongs to" in refused.message


def test_somebody_who_owns_activities_alone_gets_a_form_of_them(file: Session, tmp_path: Path) -> None:
    p = file.portfolio
    changes = edits.person(p, "Ada Helper")
    file.do("Person", changes[1])
    activity = p.of_kind("activity")[0]
    file.do("Owner", edits.set_field(p, activity.uid, "owner", changes[0]))
    book = openpyxl.load_workbook(form(file, tmp_path / "f.xlsx", "Ada Helper"))
    assert book.sheetnames == ["README", "Activities"]
    book["Activities"].cell(2, head(book["Activities"], "Complete")).value = 0.99
    book.save(tmp_path / "f.xlsx")
    assert taken(file, tmp_path / "f.xlsx").changed == {"activity": 1}
    assert p[activity.uid].get("percent") == 9900
    assert not [m for m in p.of_kind("measure") if not m.parent]


def test_amounts_without_a_month_are_asked_for_and_come_back(file: Session, tmp_path: Path) -> None:
    path = form(file, tmp_path / "f.xlsx", owner_of(file))
    book = openpyxl.load_workbook(path)
    sheet = book["Effects"]
    undated = head(sheet, "Undated")
    for name, value in (("Plan", 7), ("Forecast", 1200.5)):
        row = row_of(sheet, "Series", name)
        assert sheet.cell(row, undated).protection.locked == (name == "Plan")
        sheet.cell(row, undated).value = value
    uid = sheet.cell(2, head(sheet, "Line record")).value
    book.save(path)
    was = file.portfolio[uid].get("undated_plan")
    taken(file, path)
    assert file.portfolio[uid].get("undated_forecast") == 120050
    assert file.portfolio[uid].get("undated_plan") == was, "a plan is not asked for"


def test_a_value_changed_on_both_sides_stays_and_is_listed(file: Session, tmp_path: Path) -> None:
    path = form(file, tmp_path / "f.xlsx", owner_of(file))
    book = openpyxl.load_workbook(path)
    tree = book["Tree"]
    row, uid = first_measure(tree)
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


def test_levels_that_the_file_does_not_use_are_hidden_and_a_new_measure_finds_its_place(
        session: Session, tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("Code,Measure,Owner\nM1,Switch off,Ada\n")
    session.import_batch(import_file(str(tmp_path / "t.csv"), Wishes(), lambda _share, _text: None))
    book = openpyxl.load_workbook(form(session, tmp_path / "f.xlsx"))
    sheet = book["Tree"]
    assert all(sheet.row_dimensions[r].hidden for r in range(2, 7)) and not sheet.row_dimensions[7].hidden
    sheet.cell(7, head(sheet, "Kind")).value, sheet.cell(7, head(sheet, "Name")).value = "Measure", "New one"
    book.save(tmp_path / "f.xlsx")
    assert taken(session, tmp_path / "f.xlsx").created == {"measure": 1}
    p = session.portfolio
    assert {p[m.parent].kind for m in p.of_kind("measure")} == {"package"}
    assert len({m.parent for m in p.of_kind("measure")}) == 1


def test_an_owner_nobody_knows_is_refused_with_those_there_are(file: Session, tmp_path: Path) -> None:
    with pytest.raises(Problem, match="Nobody is called") as refused:
        form(file, tmp_path / "f.xlsx", "Zoe Nobody")
    assert "Owners are: Bernd Keller" in refused.value.hint and not (tmp_path / "f.xlsx").exists()
    with pytest.raises(Problem) as refused:
        form(file, tmp_path / "f.xlsx", "Henrik Went")
    assert refused.value.hint == "Did you mean Henrik Wendt?"
    with pytest.raises(Problem, match="no workbook"):
        form(file, tmp_path / "f.csv", owner_of(file))


def test_locked_cells_that_were_written_all_the_same_are_not_taken_back(file: Session, tmp_path: Path) -> None:
    path = form(file, tmp_path / "f.xlsx", owner_of(file))
    book = openpyxl.load_workbook(path)
    tree, effects = book["Tree"], book["Effects"]
    row, _ = first_measure(tree)
    tree.cell(row, head(tree, "Name")).value = "Renamed"
    for series, day in (("Plan", dt.datetime(2026, 5, 1)), ("Actual", dt.datetime(2026, 3, 1))):
        line = row_of(effects, "Series", series)
        effects.cell(line, head(effects, day)).value = 77777
    book.save(path)
    before = dump(file.portfolio)
    assert taken(file, path).changes == [] and dump(file.portfolio) == before


def test_no_sheet_of_our_own_workbook_has_two_columns_called_alike(file: Session) -> None:
    for kind in SHEETS:
        heads = [h.name for h in kind_rows.heads(file.portfolio, kind)]
        assert len(set(heads)) == len(heads), (kind, heads)


def test_a_notes_own_day_and_the_day_it_was_known_both_come_back(file: Session, tmp_path: Path) -> None:
    measure = lookup(file.portfolio, "IC-121").uid
    uid, made = edits.add(file.portfolio, "note", measure, {"text": "Rent is due", "told": "2026-01-05"})
    file.do("Note", made)
    told = Told(STATUS, None, file.path.name, file.head(), file.tx_count(), STATUS, file.vector(), file.known())
    export(file.portfolio, tmp_path / "all.xlsx", told)
    batch = import_file(str(tmp_path / "all.xlsx"), Wishes(), lambda _share, _text: None)
    (note,) = [i for i in batch.items if i.uid == uid]
    assert (note.fields["told"], note.known) == ("2026-01-05", file.known()[uid]) and note.known != "2026-01-05"


def test_a_grey_cell_that_was_changed_and_a_white_one_that_was_emptied_are_named(file: Session, tmp_path: Path) -> None:
    """A lock is taken off in two clicks: what was changed there is left out, and said with its address."""
    path = form(file, tmp_path / "f.xlsx", owner_of(file))
    book = openpyxl.load_workbook(path)
    tree, effects, plans = book["Tree"], book["Effects"], book["Activities"]
    row, uid = first_measure(tree)
    name = file.portfolio[uid].name
    write(tree, row, Name="Another name")
    write(plans, 2, Plan_finish=dt.datetime(2031, 1, 1))
    months = {c.value: c.column_letter for c in effects[1] if isinstance(c.value, dt.datetime)}
    march, may = months[dt.datetime(2026, 3, 1)], months[dt.datetime(2026, 5, 1)]
    series = head(effects, "Series")
    plan = row_of(effects, "Series", "Plan")
    effects[f"{may}{plan}"].value = 77
    effects[f"{march}{plan + 2}"].value = 99
    filled = next(r for r in range(2, effects.max_row + 1) if effects.cell(r, series).value == "Forecast"
                  and effects[f"{may}{r}"].value)
    effects[f"{may}{filled}"].value = None
    book.save(path)

    plan_of = taken(file, path)
    warned = {(i.sheet, i.cell): i.message for i in plan_of.issues if i.severity == "warning"}
    emptied = [where for where, message in warned.items() if "emptied" in message]
    grey = {where: message for where, message in warned.items() if where not in emptied}
    assert grey["Tree", tree.cell(row, head(tree, "Name")).coordinate].startswith("Name is grey in the form and was")
    assert grey["Activities", plans.cell(2, head(plans, "Plan finish")).coordinate].startswith("Plan finish is grey")
    assert {("Effects", f"{may}{plan}"), ("Effects", f"{march}{plan + 2}")} <= set(grey) and len(grey) == 4
    assert emptied == [("Effects", f"{may}{filled}")] and "2026-05 was emptied" in warned[emptied[0]]
    assert name == file.portfolio[uid].name


def test_a_grey_cell_is_named_once_where_another_program_made_the_months_text(file: Session, tmp_path: Path) -> None:
    path = form(file, tmp_path / "f.xlsx", owner_of(file))
    book = openpyxl.load_workbook(path)
    effects = book["Effects"]
    for cell in effects[1]:
        if isinstance(cell.value, dt.datetime):
            cell.value = f"{cell.value:%Y-%m}"
    march = head(effects, "2026-03")
    plan = row_of(effects, "Series", "Plan")
    effects.cell(plan, march).value = 77
    book.save(path)
    grey = [i.message for i in taken(file, path).issues if "is grey in the form" in i.message]
    where = effects.cell(plan, march).coordinate
    assert grey == [f"2026-03 is grey in the form and was changed ({where}); left out."]


def test_the_remark_of_an_owner_comes_back_as_one_note_however_often_the_form_is_taken_in(
        file: Session, tmp_path: Path) -> None:
    path = form(file, tmp_path / "f.xlsx", owner_of(file))
    book = openpyxl.load_workbook(path)
    tree = book["Tree"]
    row, uid = first_measure(tree)
    write(tree, row, Remark="Works council has not agreed yet.")
    write(book["Activities"], 2, Remark="Waits for the vendor.")
    book.save(path)
    taken(file, path)
    p = file.portfolio
    assert [n.get("text") for n in p.children(uid, "note")] == ["Works council has not agreed yet."]
    held = len(p.of_kind("note"))
    again = taken(file, path)
    assert len(p.of_kind("note")) == held and again.created == {}


def test_lines_stand_in_the_order_of_the_tree_and_a_name_says_where_a_new_measure_belongs(
        file: Session, tmp_path: Path) -> None:
    """Packages of a tracker often have no code: their name is what the form shows and takes."""
    p = file.portfolio
    package = p[lookup(p, "IC-121").parent]
    file.do("No code", edits.set_field(p, package.uid, "code", None))
    path = form(file, tmp_path / "f.xlsx", owner_of(file))
    book = openpyxl.load_workbook(path)
    tree, effects = book["Tree"], book["Effects"]
    listed = [tree.cell(r, head(tree, "Code")).value for r in range(2, tree.max_row + 1)
              if tree.cell(r, head(tree, "Kind")).value == "Measure"]
    code = head(effects, "Measure code")
    lines = list(dict.fromkeys(effects.cell(r, code).value for r in range(2, effects.max_row + 1)))
    assert len(lines) > 1 and lines == [c for c in listed if c in lines]
    row = row_of(tree, "Code", "IC-121")
    assert tree.cell(row, head(tree, "Parent code")).value == package.name
    new = row_of(tree, "Name", None)
    write(tree, new, Kind="Measure", Name="Found later", Parent_code=package.name)
    book.save(path)
    assert taken(file, path).created == {"measure": 1}
    assert next(m for m in p.of_kind("measure") if m.name == "Found later").parent == package.uid


def test_the_same_form_a_second_time_writes_no_step_though_a_value_of_it_stays_out(
        file: Session, tmp_path: Path) -> None:
    """One undo takes an import back, also when somebody clicked twice."""
    path = form(file, tmp_path / "f.xlsx", owner_of(file))
    book = openpyxl.load_workbook(path)
    tree = book["Tree"]
    row, uid = first_measure(tree)
    write(tree, row, Reported_status="Planned", Description="As agreed in May.")
    book.save(path)
    file.do("Meanwhile", edits.set_field(file.portfolio, uid, "status", "On hold"))
    before = file.tx_count()
    first = taken(file, path)
    assert file.portfolio[uid].get("status") == "On hold" and first.changed == {"measure": 1}
    assert file.tx_count() == before + 1
    again = taken(file, path)
    assert file.tx_count() == before + 1 and not again.changes and [r.action for r in again.rows_of_old()] == ["kept"]


@pytest.mark.parametrize("code", ['A"&HYPERLINK("http://x")&"', "B,C", "=1+1"])
def test_a_code_that_would_end_the_list_of_choices_makes_no_list(file: Session, tmp_path: Path, code: str) -> None:
    """The list is a text within a formula: a code of a file that means harm was calculated as a part of it."""
    def told(path: Path) -> str:
        return " ".join(str(one.formula1) for sheet in openpyxl.load_workbook(path)
                        for one in sheet.data_validations.dataValidation)

    owner = owner_of(file)
    assert "IC-121" in told(form(file, tmp_path / "usual.xlsx", owner))
    file.do("A code", edits.set_field(file.portfolio, lookup(file.portfolio, "IC-121").uid, "code", code))
    assert code not in told(form(file, tmp_path / "odd.xlsx", owner))
