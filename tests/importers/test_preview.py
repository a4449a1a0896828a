"""What the wizard gets to show: plain data, cell for cell as the sheet stands."""
from __future__ import annotations

import datetime as dt
import pickle
from pathlib import Path

from importers.base import Book, Wishes
from importers.preview import preview, window
from importers.read import understand
from tests.importers.trackers import sheet


def test_a_window_shows_texts_kinds_fields_and_marks() -> None:
    book = Book("t.xlsx", "xlsx", [sheet(
        [["Tracker"], ["ID", "Measure", "End", "Savings p.a. (kEUR)"], ["A", "x", "tbd", 1.5],
         ["B", "y", dt.date(2025, 3, 1), None],
         [None, "Total", None, 2.5]], "T", errors={(3, 3): "#REF!"})])
    batch = understand(book, Wishes(), lambda fraction, text: None)
    shown = window(book, batch, "T", first=1, rows=3)
    assert [r["kind"] for r in shown["rows"]] == ["header", "data", "data"]
    assert shown["rows"][1] == {"number": 3, "kind": "data", "hidden": False, "cells": ["A", "x", "tbd", "1.5"]}
    assert shown["rows"][2]["cells"] == ["B", "y", "2025-03-01", "#REF!"]
    assert {c["column"]: c["field"] for c in shown["columns"]} == {"A": "code", "B": "name", "C": "finish",
                                                                   "D": "recurring_benefit.plan"}
    assert shown["marked"] == {"C3": "note", "D4": "error"}
    assert shown["total_rows"] == 5 and {i["cell"] for i in shown["issues"]} == {"C3", "D4", "D5"}


def test_book_and_batch_can_cross_to_another_process(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("ID;Maßnahme;Einsparung p.a. (EUR)\nA;x;1.234,50\n", encoding="utf-8")
    said: list[float] = []
    book, batch = preview(str(path), Wishes(), lambda fraction, text: said.append(fraction))
    assert pickle.loads(pickle.dumps((book, batch))) == (book, batch)
    assert said == sorted(said) and said[-1] == 1.0
