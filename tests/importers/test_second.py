"""A workbook is understood while its second reader is still at work; whatever that one says still counts."""
from __future__ import annotations

import copy
from pathlib import Path

import pytest
import xlsxwriter

from app.errors import Problem
from importers.base import Wishes
from importers.handover import Likely
from importers.read import import_ahead, import_file, understand
from importers.reading import read_calamine, read_openpyxl, workbook
from importers.reading.workbook import begin_book, read_book

DATA = Path(__file__).resolve().parent.parent / "data" / "spreadsheets"
ROWS = [["ID", "Measure", "Owner", "Savings plan (EUR)"], ["M-1", "Roof", "Ada", 100.0], ["M-2", "Pumps", "Bo", 250.0]]


@pytest.fixture
def tracker(tmp_path: Path) -> Path:
    path = tmp_path / "tracker.xlsx"
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("List")
    for number, row in enumerate(ROWS):
        sheet.write_row(number, 0, row)
    book.close()
    return path


def quiet(fraction: float, text: str) -> None:
    pass


def plans(path: Path) -> list[int]:
    batch = import_file(str(path), Wishes(), quiet)
    return [item.fields["undated_plan"] for item in batch.items if item.kind == "effect_line"]


def differing(monkeypatch: pytest.MonkeyPatch) -> None:
    real = read_calamine.values
    monkeypatch.setattr(read_calamine, "values", lambda sheet, rows: [
        [999.0 if cell == 250.0 else cell for cell in row] for row in real(sheet, rows)])
    monkeypatch.setattr(read_openpyxl, "look", lambda path, sheet, wanted: {(2, 3): 999.0})


def test_what_two_of_three_readers_found_is_imported_and_said(tracker: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert plans(tracker) == [10000, 25000]
    differing(monkeypatch)
    assert plans(tracker) == [10000, 99900]
    said = [i for i in import_file(str(tracker), Wishes(), quiet).issues if "readers differ" in i.message]
    assert [(i.sheet, i.cell, i.severity) for i in said] == [("List", "D3", "warning")]


def test_a_book_is_understood_once_when_the_readers_agree(tracker: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []
    monkeypatch.setattr("importers.read.understand", lambda book, *more: (seen.append(book.name),
                                                                         understand(book, *more))[1])
    import_file(str(tracker), Wishes(), quiet)
    assert seen == ["tracker.xlsx"]
    differing(monkeypatch)
    import_file(str(tracker), Wishes(), quiet)
    assert seen == ["tracker.xlsx"] * 3


def test_the_second_reader_is_heard_before_the_book_is_called_wrong(tracker: Path,
                                                                   monkeypatch: pytest.MonkeyPatch) -> None:
    """An answer that does not fit the first reading may fit what was settled; without a difference it is refused."""
    wrong = Wishes(answers={"row.99": "data"})
    with pytest.raises(Problem, match="row below the header"):
        import_file(str(tracker), wrong, quiet)
    monkeypatch.setattr(read_calamine, "sheet_refusal", lambda sheet: (_ for _ in ()).throw(Problem("A password.")))
    with pytest.raises(Problem, match="A password"):
        import_file(str(tracker), wrong, quiet)


def test_a_giant_book_is_settled_before_it_is_understood(tracker: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Else the values of both readers and the records made of them would share the child's memory."""
    assert begin_book(tracker).second is not None
    monkeypatch.setattr(workbook, "_MANY", 5)
    draft = begin_book(tracker)
    assert draft.second is None and draft.book.readers == "own scan and calamine, no differences"


def test_texts_of_our_own_export_are_compared_before_their_sign_is_taken_off(tmp_path: Path) -> None:
    path = tmp_path / "signed.xlsx"
    book = xlsxwriter.Workbook(str(path))
    book.add_worksheet("S").write_row(0, 0, ["'=1+1", "plain"])
    book.close()
    draft = begin_book(path)
    assert draft.book.sheets[0].rows == [["=1+1", "plain"]]
    assert not draft.settle() and not draft.book.issues
    assert draft.book.readers == "own scan and calamine, no differences"


@pytest.mark.parametrize("name", sorted(p.name for p in DATA.glob("*.xlsx") if "bomb" not in p.name))
def test_understanding_leaves_the_book_as_it_was(name: str) -> None:
    book = read_book(DATA / name)
    before = copy.deepcopy(book)
    understand(book, Wishes(), quiet)
    assert book == before


def test_what_is_given_away_early_stands_when_the_second_reader_is_quiet(tracker: Path) -> None:
    likely = import_ahead(str(tracker), Wishes(), quiet)
    assert isinstance(likely, Likely) and likely.result == import_file(str(tracker), Wishes(), quiet)
    assert likely.settle() is None


def test_what_is_given_away_early_is_replaced_when_the_second_reader_speaks(
        tracker: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    differing(monkeypatch)
    likely = import_ahead(str(tracker), Wishes(), quiet)
    assert isinstance(likely, Likely) and likely.settle() == import_file(str(tracker), Wishes(), quiet)


def test_a_table_of_one_reader_is_given_when_it_is_sure(tmp_path: Path) -> None:
    path = tmp_path / "tracker.csv"
    path.write_text("\n".join(",".join(map(str, row)) for row in ROWS))
    assert import_ahead(str(path), Wishes(), quiet) == import_file(str(path), Wishes(), quiet)


def test_values_behind_a_gap_of_a_million_rows_cost_the_second_opinion_and_not_the_import(tmp_path: Path) -> None:
    """The list of choices at the bottom of the last row: calamine would hold every place between."""
    path = tmp_path / "far.xlsx"
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("List")
    for number, row in enumerate(ROWS):
        sheet.write_row(number, 0, row)
    sheet.write(1_048_000, 39, "a choice")
    book.close()
    asked = begin_book(path).second
    assert asked is not None and [one.second for one in asked._asked] == [None]
    assert plans(path) == [10000, 25000]
    said = [i.message for i in import_file(str(path), Wishes(), quiet).issues]
    assert any("too far apart" in message for message in said) and any("Not read:" in message for message in said)
