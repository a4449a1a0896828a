"""Two readers side by side: every difference has an address, and a third one breaks the tie."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from importers.base import Sheet, Value
from importers.reading import read_calamine, read_openpyxl
from importers.reading.compare import MAX_SAID, Comparison, compare, same, settle
from importers.reading.workbook import read_book
from tests.importers.making import book

ROWS = "".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c><c r="B{n}"><v>{n}.5</v></c></row>' for n in range(1, 6))


def places(found: Comparison) -> list[tuple[int, int]]:
    return [(one.row, one.column) for one in found.first]


def test_padding_and_empty_texts_are_no_difference() -> None:
    sheet = Sheet("S", [[1.0, None, "x"], [], [2.0]])
    assert compare(sheet, [[1.0, "", "x", ""], ["", "", "", ""], [2.0, "", "", ""], ["", "", "", ""]]).count == 0


@pytest.mark.parametrize(("theirs", "at"), [
    ([[1.0, "y"], [2.0, "z"]], (0, 1)), ([[1.0, "x"], [2.5, "z"]], (1, 0)), ([[1.0, "x"]], (1, 0)),
    ([[1.0, "x"], [2.0, "z"], ["", 9.0]], (2, 1)), ([[1.0, "x", 3.0], [2.0, "z"]], (0, 2)),
])
def test_every_kind_of_difference_has_its_place(theirs: list[list[Value]], at: tuple[int, int]) -> None:
    found = compare(Sheet("S", [[1.0, "x"], [2.0, "z"]]), theirs)
    assert at in places(found)


def test_midnight_is_that_day_and_nothing_else() -> None:
    assert same(dt.date(2025, 1, 2), dt.datetime(2025, 1, 2))
    assert not same(dt.date(2025, 1, 2), dt.datetime(2025, 1, 2, 1))
    assert not same(dt.date(2025, 1, 2), dt.datetime(2025, 1, 3))
    assert not same(1.0, True)


def test_many_differences_are_named_up_to_a_hundred_and_then_counted() -> None:
    sheet = Sheet("S", [[float(n)] for n in range(300)])
    found = compare(sheet, [[n + 0.5] for n in range(300)])
    said = settle(sheet, found, {})
    assert found.count == 300
    assert len(said) == MAX_SAID + 1
    assert "in 200 more cells" in said[-1].message
    assert said[0].cell == "A1" and "0.0" in said[0].message and "0.5" in said[0].message


def test_blanks_at_the_ends_of_texts_are_counted_once_and_kept(tmp_path: Path) -> None:
    rows = "".join(f'<row r="{n}"><c r="A{n}" t="inlineStr"><is><t>   indented</t></is></c></row>' for n in range(1, 9))
    found = read_book(book(tmp_path / "b.xlsx", rows))
    assert found.sheets[0].at(0, 0) == "   indented"
    (issue,) = found.issues
    assert issue.severity == "note" and issue.message.startswith("8 texts begin or end with blanks")


def planted(monkeypatch: pytest.MonkeyPatch, row: int, column: int, value: Value) -> None:
    """Let calamine find another value at one place."""
    real = read_calamine.values

    def changed(sheet: Any, rows: int) -> list[list[Value]]:
        found = real(sheet, rows)
        found[row][column] = value
        return found

    monkeypatch.setattr(read_calamine, "values", changed)


def test_a_reader_that_errs_alone_is_overruled_and_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    planted(monkeypatch, 2, 1, 99.0)
    found = read_book(book(tmp_path / "b.xlsx", ROWS))
    assert found.readers == "own scan and calamine, 1 difference"
    assert found.sheets[0].at(2, 1) == 3.5
    (issue,) = found.issues
    assert (issue.severity, issue.sheet, issue.cell) == ("warning", "S", "B3")
    assert "openpyxl agrees with ours" in issue.message


def test_two_against_our_scan_win(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    planted(monkeypatch, 4, 0, 99.0)
    monkeypatch.setattr(read_openpyxl, "look", lambda path, sheet, wanted: {(4, 0): 99})
    found = read_book(book(tmp_path / "b.xlsx", ROWS))
    assert found.sheets[0].at(4, 0) == 99.0
    assert "openpyxl agrees with calamine; theirs is used" in found.issues[0].message


def test_without_a_third_opinion_ours_is_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    planted(monkeypatch, 0, 0, "")
    monkeypatch.setattr(read_openpyxl, "MAX_CELLS", 3)
    found = read_book(book(tmp_path / "b.xlsx", ROWS))
    assert found.sheets[0].at(0, 0) == 1.0
    assert "calamine nothing; ours is used" in found.issues[0].message


def test_the_third_reader_has_no_opinion_on_what_it_cannot_read(tmp_path: Path) -> None:
    path = book(tmp_path / "b.xlsx", ROWS, before='<dimension ref="A1:XFD1048576"/>')
    assert read_openpyxl.look(path, "S", {(0, 1), (4, 0)}) == {(0, 1): 1.5, (4, 0): 5}
    assert read_openpyxl.look(path, "Nobody", {(0, 0)}) == {}
    path.write_bytes(b"no workbook")
    assert read_openpyxl.look(path, "S", {(0, 0)}) == {}


def test_a_negative_date_is_kept_as_its_number_and_the_difference_said(tmp_path: Path) -> None:
    from tests.importers.making import styles_xml
    found = read_book(book(tmp_path / "d.xlsx", '<row r="1"><c r="A1" s="0"><v>-1</v></c></row>',
                           extra={"xl/styles.xml": styles_xml(["yyyy-mm-dd"], xfs='<xf numFmtId="164"/>')}))
    assert found.sheets[0].rows == [[-1.0]]
    assert found.issues[0].cell == "A1"
