"""The report that an import leaves in the file: sums of the source beside what came in, what did not and why."""
from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from app.core import edits
from app.core.intake import report
from app.core.intake.report import MOST_ISSUES, Report
from app.core.portfolio import Record
from app.core.values import month_index
from app.errors import Problem
from app.reports import render
from app.session import Session
from importers.base import Sheet, Wishes
from importers.read import import_file
from importers.reading.compare import compare, settle
from tests.data.blind.make_blind import write_all
from tests.reports.helpers import text_of
from tests.support import finish, new_session, reopen

HEAD = ["ID", "Name", "Owner", "Plan 2026", "Actual 2026"]


def quiet(_share: float, _text: str) -> None:
    """A progress nobody watches."""


def book(path: Path, rows: list[list[Any]], hidden: tuple[int, ...] = ()) -> Path:
    made = xlsxwriter.Workbook(str(path))
    sheet = made.add_worksheet("Measures")
    for r, row in enumerate([HEAD, *rows]):
        for c, value in enumerate(row):
            sheet.write(r, c, value)
    for r in hidden:
        sheet.set_row(r, None, None, {"hidden": True})
    made.close()
    return path


def taken(session: Session, path: Path, **answers: str) -> Report:
    session.import_batch(import_file(str(path), Wishes(answers=answers), quiet))
    return last(session)


def last(session: Session) -> Report:
    return report.read(report.runs(session.portfolio)[0])


ROWS: list[list[Any]] = [["M-01", "Rent", "Anna", 1200.5, 100], ["M-02", "Power", "Ben", 800, "tbd"],
                         ["M-03", "Paper", "Anna", 99.99, None]]


def test_sums_of_the_cells_stand_beside_what_came_in_and_agree(session: Session, tmp_path: Path) -> None:
    r = taken(session, book(tmp_path / "t.xlsx", ROWS, hidden=(2,)))
    found = {s.what.partition(".")[2]: (s.cells, s.source, s.imported, s.missing) for s in r.sums}
    assert found == {"plan": (3, 210049, 210049, 0), "actual": (1, 10000, 10000, 0)}
    assert r.created["measure"] == 3 and r.format == "xlsx" and "no differences" in r.readers
    assert [s.hidden_rows for s in r.sheets] == ["3"]
    assert any("tbd" in i.message and i.cell == "E3" for i in r.issues)


def test_the_report_is_kept_with_the_import_and_undone_with_it(tmp_path: Path, profile: Path) -> None:
    session = new_session(tmp_path)
    before = taken(session, book(tmp_path / "t.xlsx", ROWS), effect_type="one_time_cost")
    assert before.answers == {"effect_type": "one_time_cost"}
    session = reopen(session)
    assert last(session) == before
    session.undo()
    assert report.runs(session.portfolio) == []
    session.redo()
    assert last(session) == before
    finish(session)


def test_a_next_edition_says_what_is_gone_and_deletes_nothing(session: Session, tmp_path: Path) -> None:
    taken(session, book(tmp_path / "t.xlsx", ROWS))
    r = taken(session, book(tmp_path / "t.xlsx", [*ROWS[:2], ["M-04", "Fuel", "Cem", 5, None]]))
    assert (r.gone, r.gone_count) == (["M-03 Paper"], 1) and r.created["measure"] == 1
    assert sorted(x.code for x in session.portfolio.of_kind("measure")) == ["M-01", "M-02", "M-03", "M-04"]
    assert [report.read(x).created.get("measure") for x in report.runs(session.portfolio)] == [1, 3]


def test_every_blind_tracker_accounts_for_all_of_its_sums(tmp_path: Path, profile: Path) -> None:
    write_all(tmp_path)
    checked = 0
    for path in sorted(tmp_path.glob("*.*")):
        session = new_session(tmp_path, f"{path.stem}.trimtab")
        session.import_batch(import_file(str(path), Wishes(), quiet))
        for r in map(report.read, report.runs(session.portfolio)):
            assert [s for s in r.sums if s.missing or not s.checked] == [], path.name
            checked += len(r.sums)
        session.close()
    assert checked > 40


def test_money_lost_between_cells_and_lines_is_a_difference(session: Session, tmp_path: Path) -> None:
    """Planted: a line is dropped after the cells were read."""
    batch = import_file(str(book(tmp_path / "t.xlsx", ROWS)), Wishes(), quiet)
    batch.items = [i for i in batch.items if not (i.kind == "effect_line" and i.parent == "M-02")]
    session.import_batch(batch)
    assert {s.what.partition(".")[2]: s.missing for s in last(session).sums} == {"plan": 80000, "actual": 0}


def test_ten_thousand_remarks_are_kept_in_part_gravest_first_and_counted_whole(
        session: Session, tmp_path: Path) -> None:
    batch = import_file(str(book(tmp_path / "t.xlsx", ROWS)), Wishes(), quiet)
    issue = batch.issues[0]
    batch.issues = [type(issue)("note", "Measures", f"A{i}", f"Remark {i}") for i in range(10_000)]
    batch.issues.append(type(issue)("error", "Measures", "A9", "Lost"))
    session.import_batch(batch)
    r = last(session)
    assert len(r.issues) == MOST_ISSUES and r.issues[0].message == "Lost"
    assert r.counts["note"] >= 10_000 and r.counts["error"] == 1


def printed(session: Session, run: str = "") -> list[str]:
    made = render(session.portfolio, "import", status="2026-03-31", as_of=None, file_name="t.trimtab",
                  head=session.head(), vector=session.vector(), tx_count=session.tx_count(),
                  printed_on="2026-03-31", run=run)
    assert made.pdf() == made.pdf()
    return text_of(made.pdf())


def test_it_is_printed_with_its_sums_addresses_and_answers(session: Session, tmp_path: Path) -> None:
    taken(session, book(tmp_path / "t.xlsx", ROWS), effect_type="one_time_cost")
    text = "\n".join(printed(session))
    for words in ("3 measures new from t.xlsx", "2,100.49", "every sum of the file is the sum that came in", "tbd",
                  "Measures!E3", "effect_type", "one_time_cost"):
        assert words in text.replace("\u00a0", " "), words


def test_a_wrong_total_is_shown_in_the_decimals_of_its_currency_and_an_older_report_in_two(
        session: Session, tmp_path: Path) -> None:
    path = tmp_path / "yen.csv"
    path.write_text("ID,Name,Owner,Plan 2026 (JPY)\nM-01,Rent,Anna,1200\nM-02,Power,Ben,800\nM-03,Paper,Anna,3000\n"
                    ",Total,,5001\n", "utf-8")
    (wrong,) = taken(session, path).wrong
    assert (wrong.what, wrong.printed, wrong.summed, wrong.scale) == ("Total", 5001, 5000, 0)
    text = "\n".join(printed(session)).replace("\u00a0", " ")
    assert "5,001" in text and "50.01" not in text
    told = report.runs(session.portfolio)[0]
    older = {**told.get("report"), "wrong": [["Measures!D5", "Total", 5001, 5000]]}
    assert report.read(Record(told.uid, told.kind, {**told.fields, "report": older})).wrong[0].scale == 2


def test_imports_are_numbered_from_the_first_and_an_unknown_one_is_a_problem(session: Session, tmp_path: Path) -> None:
    with pytest.raises(Problem, match="Nothing was imported"):
        printed(session)
    taken(session, book(tmp_path / "a.xlsx", ROWS))
    taken(session, book(tmp_path / "other.xlsx", [["X-01", "Else", "Anna", 7, None]]))
    assert "a.xlsx" in printed(session, "1")[0] and "other.xlsx" in printed(session, "2")[0]
    assert "a.xlsx" in printed(session, "a.xlsx")[0] and "other.xlsx" in printed(session)[0]
    with pytest.raises(Problem, match="no import"):
        printed(session, "9")


def test_values_that_stay_as_a_person_wrote_them_are_no_sums_that_came_in(session: Session, tmp_path: Path) -> None:
    path = book(tmp_path / "t.xlsx", ROWS)
    taken(session, path)
    p = session.portfolio
    line = next(r for r in p.of_kind("effect_line") if p[r.parent].code == "M-01")
    session.do("Mine", edits.set_months(p, line.uid, "plan", month_index("2026-01"), [5000]))
    r = taken(session, book(path, [["M-01", "Rent", "Anna", 1300, 100], *ROWS[1:]]))
    assert [(s.what.partition(".")[2], s.file, s.here) for s in r.stays] == [("plan", 10834, 5000)]
    r = taken(session, book(path, [["M-01", "Rent", "Anna", 1300, 150], *ROWS[1:]]))       # said once more of another
    assert [(s.file, s.here) for s in r.stays] == [(10834, 5000)] and r.changed
    assert "Values that stay as they were written here" in text_of_pages(session)


def test_lines_of_a_measure_that_was_deleted_here_did_not_come_in(session: Session, tmp_path: Path) -> None:
    path = book(tmp_path / "t.xlsx", ROWS)
    taken(session, path)
    gone = next(r for r in session.portfolio.of_kind("measure") if r.code == "M-02")
    session.do("Delete", edits.delete(session.portfolio, [gone.uid]))
    r = taken(session, book(path, [*ROWS, ["M-04", "Fuel", "Cem", 5, None]]))
    assert {s.what.partition(".")[2]: s.missing for s in r.sums} == {"plan": 80000, "actual": 0}
    assert any("M-02 was deleted in Trimtab and stays so" in i.message for i in r.issues)


def text_of_pages(session: Session) -> str:
    return "\n".join(printed(session)).replace("\u00a0", " ")


def test_what_the_two_readers_saw_differently_stands_apart_from_other_remarks(session: Session, tmp_path: Path) -> None:
    batch = import_file(str(book(tmp_path / "t.xlsx", ROWS)), Wishes(), quiet)
    sheet = Sheet("Measures", [["ID", "Plan"], ["M-01", 1200.5]])
    batch.issues += settle(sheet, compare(sheet, [["ID", "Plan"], ["M-01", 1200.6]]), {})
    batch.origin.readers = "own scan and calamine, 1 difference"
    session.import_batch(batch)
    r = last(session)
    (one,) = r.differences()
    assert (one.sheet, one.cell) == ("Measures", "B2") and one not in r.of("warning")
    text = text_of_pages(session)
    assert "Seen differently by the two readers: 1" in text and "own scan found 1200.5, calamine 1200.6" in text
