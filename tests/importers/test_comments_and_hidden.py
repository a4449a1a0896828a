"""Comments on cells are carried to the record of their row; hidden rows and columns count and are shown as hidden."""
from __future__ import annotations

from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.comments import Comment

from app.core.batch import Batch
from app.session import create_file, open_session
from importers.base import Value, Wishes
from importers.preview import preview, window
from importers.read import import_file
from tests.importers.test_form_profile import asked
from tests.importers.trackers import items, loud, read, sheet, sums_of
from tests.session_fixtures import profile

__all__ = ["profile"]
HEAD: list[Value] = ["ID", "Measure", "Owner", "Finish", "Saving plan (EUR)"]
ROWS: list[list[Value]] = [["M-1", "Steel", "Ann Lee", "2026-03-31", 10.0],
                           ["M-2", "Freight", "Bob Ray", "2026-04-30", 20.0],
                           ["M-3", "Travel", "Ann Lee", "2026-05-31", 40.0], [None, "Total", None, None, 70.0]]


def remarks(batch: Batch) -> list[tuple[str, str, str, str]]:
    return [(i.parent_kind, i.parent, i.fields["text"], i.at) for i in items(batch, "note")]


def test_a_comment_becomes_a_note_of_the_record_of_its_row() -> None:
    batch = read(sheet([HEAD, *ROWS], "Plan", comments={(1, 3): "Ann Lee:\nwaits for the permit", (3, 4): "gross"}))
    assert remarks(batch) == [("measure", "M-1", "Finish: Ann Lee:\nwaits for the permit", "Plan!D2"),
                              ("measure", "M-3", "Saving plan (EUR): gross", "Plan!E4")]


def test_comments_on_headings_and_totals_are_named_with_their_words() -> None:
    batch = read(sheet([HEAD, *ROWS], "Plan", comments={(0, 4): "all in {real} terms", (4, 4): "check!"}))
    assert remarks(batch) == []
    (said,) = [i for i in batch.issues if "comments on cells" in i.message]
    assert said.cell == "E1" and "E1 “all in (real) terms”; E5 “check!”" in said.message


def test_a_thread_of_comments_loses_what_the_program_wrote_around_it() -> None:
    thread = ("[Threaded comment]\n\nYour version of Excel allows you to read this threaded comment; however, any "
              "edits to it will get removed.\n\nComment:\n    late by a week\nReply:\n    agreed")
    batch = read(sheet([HEAD, *ROWS], "Plan", comments={(2, 3): thread}))
    assert [text for _, _, text, _ in remarks(batch)] == ["Finish: late by a week\nagreed"]


def test_comments_of_figures_by_row_trees_logs_and_forms_find_their_record() -> None:
    rows: list[list[Value]] = [["ID", "Measure", "Month", "Saving plan (EUR)"],
                               *([f"M-{n}", f"Measure {n}", f"2026-0{m}", 1.0] for n in (1, 2) for m in (1, 2, 3))]
    assert remarks(read(sheet(rows, comments={(5, 3): "late"})))[0][:2] == ("measure", "M-2")
    log: list[list[Value]] = [["Risk ID", "Risk", "Probability", "Impact", "Mitigation"],
                              ["R1", "Supplier fails", 3, 4, "Second source"], ["R2", "Permit", 2, 2, "Talk"]]
    risky = read(sheet(log, "Risks", comments={(2, 2): "rising"}))
    assert remarks(risky)[0][:3] == ("risk", "R2", "Probability: rising")
    form = read(sheet(asked("Werk Nord"), comments={(3, 1): "was August"}))
    assert remarks(form)[0][1:3] == ("Werk Nord", "End date: was August")


def write(path: Path) -> Path:
    made = Workbook()
    ws: Any = made.active
    ws.title = "Plan"
    for row in (HEAD, *ROWS):
        ws.append(row)
    ws["D2"].comment = Comment("waits for the permit", "Ann Lee")
    ws.row_dimensions[3].hidden = True
    ws.column_dimensions["C"].hidden = True
    made.save(path)
    return path


def test_a_real_file_keeps_comments_and_hidden_parts_and_brings_nothing_twice(tmp_path: Path, profile: Path) -> None:
    """Hidden rows and columns are in, and shown as hidden in the reading, the preview and the report."""
    path = write(tmp_path / "a.xlsx")
    batch = import_file(str(path), Wishes(), lambda share, text: None)
    assert [i.key for i in items(batch, "measure")] == ["M-1", "M-2", "M-3"] and not loud(batch)
    assert sums_of(batch) == {"recurring_benefit.plan": 7_000}
    assert {i.fields["owner"].key for i in items(batch, "measure")} == {"Ann Lee", "Bob Ray"}
    assert (batch.sheets[0].hidden_rows, batch.sheets[0].hidden_columns) == ((3,), ("C",))
    told = [i.message for i in batch.issues if "hidden" in i.message]
    assert told == ["A3: hidden rows; they were read like the others.",
                    "C1: hidden columns; they were read like the others."]
    shown = window(*preview(str(path), Wishes(), lambda share, text: None), "Plan")
    assert [r["number"] for r in shown["rows"] if r["hidden"]] == [3]
    create_file(tmp_path / "a.trimtab")
    session = open_session(tmp_path / "a.trimtab")
    try:
        session.import_batch(batch)
        (note,) = session.portfolio.of_kind("note")
        measure = session.portfolio.records[note.parent]
        assert (measure.code, note.get("text")) == ("M-1", "Finish: Ann Lee:\nwaits for the permit") or \
            note.get("text") == "Finish: waits for the permit"
        assert session.plan_import(batch).changes == []
    finally:
        session.close()
