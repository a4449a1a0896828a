"""Trimtab's own workbook goes out and comes back: the same records, nothing changed, and only what a person edited."""
from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from app.core import edits
from app.core.dump import dump
from app.core.values import month_index
from app.errors import Problem
from app.reports.sheets.sheet import Told, export
from app.session import Session
from importers.base import Wishes
from importers.own.sheets import STATE
from importers.read import import_file
from tests.support import FakeClock, add_tree, finish, new_session

NASTY = "=1+1", "'quoted", "007", " padded ", "a\nb", "Ä [x]", "TRUE", "1,5", "2026-01-01", "😀"


def quiet(_share: float, _text: str) -> None:
    """A progress nobody watches."""


def written(session: Session, path: Path) -> Path:
    export(session.portfolio, path, Told("2026-03-31", None, session.path.name, session.head(), session.tx_count(),
                                         "2026-03-31", session.vector(), session.known()))
    return path


def taken(session: Session, path: Path) -> Any:
    return session.import_batch(import_file(str(path), Wishes(), quiet))


def portable(session: Session) -> list[Any]:
    return list(json.loads(dump(session.portfolio, portable=True))["records"])


def fill(session: Session) -> str:
    """A file with every kind that an export knows, awkward texts and two records of one name; the measure's uid."""
    p = session.portfolio
    one, two = add_tree(session, measures=2)

    def add(kind: str, parent: str, **fields: Any) -> str:
        uid, changes = edits.add(p, kind, parent, fields)
        session.do(f"Add {kind}", changes)
        return uid

    def link(kind: str, ends: dict[str, str], **fields: Any) -> None:
        session.do(f"Link {kind}", edits.link(p, kind, ends, fields)[1])

    for name in ("Anna Weber", "Anna Weber"):
        twin = add("person", "", name=name, mail=f"{len(p.of_kind('person'))}@example.org")
    unit, changes = edits.unit(p, "function", "Claims")
    session.do("Unit", changes)
    _, changes = edits.unit(p, "segment", "Private")
    session.do("Unit", changes)
    calendar = add("calendar", "", name="Two shifts", working_days=[0, 1, 2, 3, 4, 5], exceptions={"2026-01-01": False})
    first = add("activity", one, name="Build", start="2026-01-05", finish="2026-02-27", plan_start="2026-01-05",
                plan_finish="2026-01-30", percent=4250, calendar=calendar, role="end_of_old", weight="1.5")
    second = add("activity", one, name="Build", start="2026-03-02", finish="2026-03-31", owner=twin)
    line = add("effect_line", one, name="Fees", type="recurring_benefit", category="non_money", line_kind="effect",
               unit="FTE", currency="EUR", scale=1, anchor=second, basis="2026-03-31", undated_plan=123)
    money = add("effect_line", two, type="one_time_cost", category="capex", currency="JPY", scale=0)
    add("effect_line", two, name="Nothing yet", type="recurring_cost", category="ebitda")
    for uid, series, values in ((line, "plan", [1, None, 0, -5]), (line, "actual", [99999999999]),
                                (money, "forecast", [None, 7, 2**53 - 1])):
        session.do("Months", edits.set_months(p, uid, series, month_index("2026-03"), values))
    link("dependency", {"predecessor": first, "successor": second}, type="SS", lag=-3, lag_unit="days", hard=True)
    link("dependency", {"predecessor": one, "successor": two}, type="FS", lag=0, lag_unit="working_days", hard=False)
    link("share", {"measure": one, "function": unit}, percent=6250)
    for i, text in enumerate(NASTY):
        add("risk", one, code=f"R{i}", name=text, cause=text, money=100 * i, due="2026-06-30")
    add("issue", two, name="Late", structural_cause="missing_decision", function=unit, delay_days=12)
    add("assumption", line, text="Prices hold", state="holds", tested_on="1899-01-31")
    add("note", first, text="Told at the steering", told="2026-02-10")
    speed = add("kpi", "", code="VEL", name="Velocity", unit="points", scale=1, direction="up", type="technical",
                function=unit, source="Tickets", as_of="2026-03-31", freshness_days=45)
    add("kpi", "", code="CHURN", name="Churn", unit="%", scale=2, direction="down", type="business")
    session.do("Months", edits.set_months(p, speed, "actual", month_index("2025-11"), [315, None, 0, -7]))
    add("decision", one, type="gate", outcome="go", person=twin, decided_on="2026-02-01", vector={"s": 1})
    field = add("field_def", "", on_kind="measure", key="wave", type="text", label="Wave")
    add("field_def", "", on_kind="effect_line", key="type", type="text", label="Type")
    session.do("Own field", edits.set_field(p, one, f"x.{field}", "=2"))
    session.do("Set", edits.set_field(p, two, "change_touched#pricing", True))
    session.do("Rate", edits.set_rate(p, "JPY", "2026-01", "0.0061", "ECB"))
    session.do("Setting", edits.set_setting(p, "currency", "EUR"))
    session.do("Fields", [*edits.set_field(p, one, "description", "long\ntext"),
                          *edits.set_field(p, one, "owner", twin),
                          *edits.set_field(p, one, "budget", 1234567), *edits.set_field(p, two, "progress", 3333)])
    return one


def test_every_kind_comes_back_into_an_empty_file_with_the_same_portable_dump(session: Session, tmp_path: Path) -> None:
    fill(session)
    other = new_session(tmp_path, "other.trimtab")
    plan = taken(other, written(session, tmp_path / "x.xlsx"))
    assert not [i for i in plan.issues if i.severity in ("error", "warning")]
    assert portable(other) == portable(session)
    finish(other)


def test_into_the_same_file_it_changes_nothing(session: Session, tmp_path: Path) -> None:
    fill(session)
    before, count = dump(session.portfolio), session.tx_count()
    plan = taken(session, written(session, tmp_path / "x.xlsx"))
    assert not plan.changes and not plan.created and not plan.changed
    assert (dump(session.portfolio), session.tx_count()) == (before, count)


def test_fields_of_one_label_on_two_levels_change_nothing_either(session: Session, tmp_path: Path) -> None:
    """Levels share a sheet: the column of the one was read for the other too, and emptied what stood in its own."""
    one = fill(session)
    above = session.portfolio[one].parent
    for kind, uid in (("measure", one), ("package", above), ("project", session.portfolio[above].parent)):
        made, changes = edits.add(session.portfolio, "field_def", "", {"on_kind": kind, "key": "wbs", "type": "text",
                                                                       "label": "WBS"})
        session.do("Define", changes)
        session.do("Set", edits.set_text(session.portfolio, uid, f"x.{made}", f"1 {kind}"))
    plan = taken(session, written(session, tmp_path / "x.xlsx"))
    assert not plan.changes and not plan.changed


def change(path: Path, sheet: str, where: dict[str, str], head: str, value: Any) -> None:
    """Type a value into the cell of a workbook below `head`, in the row that holds `where`."""
    book = openpyxl.load_workbook(path)
    rows = book[sheet]
    heads = {c.value: c.column for c in rows[1]}
    row = next(r[0].row for r in rows.iter_rows(min_row=2)
               if all(rows.cell(r[0].row, heads[h]).value == v for h, v in where.items()))
    rows.cell(row, heads[head]).value = value
    book.save(path)


def test_a_cell_somebody_changed_comes_back_and_a_newer_value_here_stays(session: Session, tmp_path: Path) -> None:
    one = fill(session)
    path = written(session, tmp_path / "x.xlsx")
    session.do("Meanwhile", edits.set_text(session.portfolio, one, "status", "On track"))
    session.do("Meanwhile", edits.set_text(session.portfolio, one, "description", "mine"))
    change(path, "Tree", {"Code": "M1"}, "Description", "theirs")
    change(path, "Tree", {"Code": "M1"}, "Priority", "A")
    change(path, "Tree", {"Code": "M2"}, "Owner", "Nina Neu")
    plan = taken(session, path)
    measure, second = session.portfolio[one], next(r for r in session.portfolio.of_kind("measure") if r.code == "M2")
    assert (measure.get("status"), measure.get("description"), measure.get("priority")) == ("On track", "mine", "A")
    assert session.portfolio[str(second.get("owner"))].name == "Nina Neu"
    assert plan.changed == {"measure": 2} and plan.created == {"person": 1}
    assert any("Trimtab's value stays" in i.message for i in plan.issues)


def test_a_new_row_without_a_number_is_a_new_record(session: Session, tmp_path: Path) -> None:
    fill(session)
    path = written(session, tmp_path / "x.xlsx")
    book = openpyxl.load_workbook(path)
    tree = book["Tree"]
    heads = {c.value: c.column for c in tree[1]}
    tree.append([6 if c == heads["Level"] else "M9" if c == heads["Code"] else "Added" if c == heads["Name"] else None
                 for c in range(1, tree.max_column + 1)])
    book.save(path)
    plan = taken(session, path)
    added = next(r for r in session.portfolio.of_kind("measure") if r.code == "M9")
    assert added.name == "Added" and added.parent == next(r.uid for r in session.portfolio.of_kind("package"))
    assert plan.created == {"measure": 1} and not plan.changed
    assert not taken(session, path).changes


def test_a_cell_that_is_no_value_is_named_by_its_address_and_the_rest_comes_in(
        session: Session, tmp_path: Path) -> None:
    one = fill(session)
    path = written(session, tmp_path / "x.xlsx")
    change(path, "Tree", {"Code": "M1"}, "Start", "soon")
    change(path, "Tree", {"Code": "M1"}, "Priority", "B")
    plan = taken(session, path)
    errors = [i for i in plan.issues if i.severity == "error"]
    assert len(errors) == 1 and errors[0].sheet == "Tree" and "soon" in errors[0].message
    assert session.portfolio[one].get("priority") == "B" and session.portfolio[one].get("start") is None


def test_a_value_beyond_what_people_may_write_comes_in_and_is_said(session: Session, tmp_path: Path) -> None:
    one = fill(session)
    path = written(session, tmp_path / "x.xlsx")
    change(path, "Tree", {"Code": "M1"}, "Reported progress", "150 %")
    (said,) = [i for i in taken(session, path).issues if i.severity == "warning"]
    assert said.sheet == "Tree" and said.message.startswith("Reported progress cannot be 150 % (")
    assert said.message.endswith("); it came in as it is.") and session.portfolio[one].get("progress") == 15_000


def test_rows_come_in_on_the_days_they_were_known_and_one_undo_takes_all_back(
        tmp_path: Path, profile: Path) -> None:
    clock = FakeClock("2026-01-10")
    first, other = new_session(tmp_path, "a.trimtab", clock), new_session(tmp_path, "b.trimtab")
    one, _ = add_tree(first, measures=2)
    clock.date = "2026-02-20"
    uid, changes = edits.add(first.portfolio, "risk", one, {"name": "Supplier"})
    first.do("Add", changes)
    before = dump(other.portfolio)
    taken(other, written(first, tmp_path / "x.xlsx"))
    assert other.portfolio[uid].name == "Supplier"
    then = other.as_of("2026-01-31")
    assert one in then.records and uid not in then.records
    assert len(other.days()) == 3                      # the two days, and today's note of the import
    other.undo()
    assert dump(other.portfolio) == before
    other.redo()
    assert portable(other) == portable(first)
    first.close()
    other.close()


def test_a_decision_in_the_workbook_is_never_changed(session: Session, tmp_path: Path) -> None:
    fill(session)
    path = written(session, tmp_path / "x.xlsx")
    change(path, "Decisions", {"Outcome": "go"}, "Outcome", "no go")
    plan = taken(session, path)
    assert [r.get("outcome") for r in session.portfolio.of_kind("decision")] == ["go"]
    assert any(i.severity == "warning" and "never changed" in i.message for i in plan.issues)


def test_a_second_sheet_of_strangers_is_named_and_left_out(session: Session, tmp_path: Path) -> None:
    fill(session)
    path = written(session, tmp_path / "x.xlsx")
    book = openpyxl.load_workbook(path)
    book.create_sheet("My notes").append(["anything"])
    book.save(path)
    plan = taken(session, path)
    assert not plan.changes and any(i.sheet == "My notes" and "not read" in i.message for i in plan.issues)


def test_an_export_that_cannot_be_read_as_a_workbook_is_a_problem(tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    path.write_bytes(b"PK\x03\x04 no workbook")
    with pytest.raises(Problem):
        import_file(str(path), Wishes(), quiet)


def test_a_value_of_a_kpi_that_cannot_be_read_is_named_on_its_own_sheet_and_stays(
        session: Session, tmp_path: Path) -> None:
    """In a file without effect lines too: no other sheet speaks for the cells of this one."""
    kpi, changes = edits.add(session.portfolio, "kpi", "", {"code": "VEL", "name": "Velocity", "scale": 1})
    session.do("Add", changes)
    month = month_index("2026-01")
    session.do("Months", edits.set_months(session.portfolio, kpi, "actual", month, [315, 320]))
    path = written(session, tmp_path / "x.xlsx")
    book = openpyxl.load_workbook(path)
    sheet = next(s for s in book if any(c.value == "VEL" for row in s for c in row))
    (cell,) = [c for row in sheet for c in row if c.value == 31.5]
    cell.value = "soon"
    book.save(path)
    plan = taken(session, path)
    assert session.portfolio.months_of(kpi, "actual", month, 2) == (315, 320)
    kept = [i.message for i in plan.issues if "could not be read" in i.message]
    assert kept == [f"{sheet.title}!{cell.coordinate} could not be read; what stood there before stays."]


def test_two_new_rows_of_one_name_are_two_records(session: Session, tmp_path: Path) -> None:
    add_tree(session)
    path = written(session, tmp_path / "x.xlsx")
    book = openpyxl.load_workbook(path)
    sheet = book["Measures"] if "Measures" in book.sheetnames else next(
        s for s in book if any(c.value == "Level" for row in s for c in row))
    head = next(row for row in sheet if any(c.value == "Level" for c in row))
    columns = {c.value: c.column for c in head}
    for _ in range(2):
        row = sheet.max_row + 1
        for name, value in (("Level", 6), ("Name", "Training")):
            sheet.cell(row, columns[name], value)
    book.save(path)
    taken(session, path)
    assert [m.name for m in session.portfolio.of_kind("measure")].count("Training") == 2
    assert not taken(session, path).changes
    assert not taken(session, written(session, tmp_path / "again.xlsx")).changes


def heads_of(path: Path, sheet: str, new: dict[str, Any]) -> None:
    """Write other heads over those of a sheet."""
    book = openpyxl.load_workbook(path)
    for cell in book[sheet][1]:
        said = f"{cell.value:%Y-%m}" if hasattr(cell.value, "strftime") else cell.value
        if said in new:
            cell.value = new[said]
    book.save(path)


def test_months_that_another_program_made_text_are_the_same_months(session: Session, tmp_path: Path) -> None:
    fill(session)
    path = written(session, tmp_path / "x.xlsx")
    heads_of(path, "Effects", {f"2026-{m:02}": f"2026-{m:02}" for m in range(1, 13)})
    plan = taken(session, path)
    assert not plan.changes and not [i for i in plan.issues if "were not read" in i.message]


@pytest.mark.parametrize("month", ["2026-03", "2026-04"])       # at the begin of the months, and among them
def test_a_head_that_is_no_month_is_named_and_not_the_january_after(
        session: Session, tmp_path: Path, month: str) -> None:
    fill(session)
    path = written(session, tmp_path / "x.xlsx")
    heads_of(path, "Effects", {month: "2026-13"})
    before = dump(session.portfolio)
    plan = taken(session, path)
    assert not plan.changes and dump(session.portfolio) == before, "a month whose column is gone says nothing"
    assert [i.message for i in plan.issues if "were not read" in i.message] == [
        "Columns the export does not have were not read: 2026-13."]


def test_what_was_changed_in_the_columns_that_hold_it_together_is_named_by_its_cell(
        session: Session, tmp_path: Path) -> None:
    one = fill(session)
    path = written(session, tmp_path / "x.xlsx")
    change(path, "Tree", {"Code": "M1"}, "Record", "17")
    change(path, "Tree", {"Code": "M2"}, "Level", "?")
    change(path, "Tree", {"Code": "M2"}, "Kind", "Thing")
    change(path, "Effects", {"Line name": "Fees", "Series": "Plan"}, "Series", "Hopes")
    book = openpyxl.load_workbook(path)
    for row in book["README"].iter_rows():
        if row[0].value == STATE:
            row[1].value = "torn"
    book.save(path)
    plan = taken(session, path)
    said = [f"{i.severity} {i.message}" for i in plan.issues]
    for words in ("error A record's number was changed here", "error No level says what this row is",
                  "error This is none of the series", f"warning The line {STATE} was changed"):
        assert any(one.startswith(words) for one in said), (words, said)
    assert session.portfolio.live(one) and len(session.portfolio.of_kind("measure")) == 2
