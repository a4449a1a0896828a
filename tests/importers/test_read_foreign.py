"""Formats only one reader knows: read by it alone, said so, and never trusted with a size of their own claim."""

from __future__ import annotations

import datetime as dt
import time
from pathlib import Path

import pytest

from app.errors import Problem
from importers.child import in_child
from importers.reading.workbook import read_book
from tests.importers.making import write
from tests.importers.making_foreign import ods, ole, xls, xlsb


def row(cells: str, more: str = "") -> str:
    return f"<table:table-row{more}>{cells}</table:table-row>"


def number(value: float, more: str = "") -> str:
    return (f'<table:table-cell office:value-type="float" office:value="{value}"{more}><text:p>{value}</text:p>'
            "</table:table-cell>")


def text(value: str, more: str = "") -> str:
    return f'<table:table-cell office:value-type="string"{more}><text:p>{value}</text:p></table:table-cell>'


def test_an_old_excel_file_is_read_by_one_reader_and_says_so(tmp_path: Path) -> None:
    path = xls(tmp_path / "old.xls", {"Maßnahmen": [(0, 0, "Name"), (0, 1, "kEUR"), (2, 1, 12.5)], "Empty": []})
    found = read_book(path)
    assert (found.format, found.readers) == ("xls", "calamine alone")
    assert [sheet.name for sheet in found.sheets] == ["Maßnahmen", "Empty"]
    assert found.sheets[0].rows == [["Name", "kEUR"], [], [None, 12.5]]
    assert any("one reader only" in one.message and "look like empty cells" in one.message for one in found.issues)


def test_a_damaged_old_file_is_refused_or_read_but_no_crash(tmp_path: Path) -> None:
    whole = xls(tmp_path / "old.xls", {"S": [(0, 0, "Name"), (1, 0, 3.0)]}).read_bytes()
    for cut in range(520, len(whole), 400):
        path = tmp_path / "cut.xls"
        path.write_bytes(whole[:cut])
        try:
            in_child("importers.reading.workbook.read_book", path)
        except Problem as problem:
            assert problem.hint
    with pytest.raises(Problem, match="cannot be read"):
        read_book(ole(tmp_path / "odd.xls", "Workbook", b"no workbook at all" * 30))


def test_a_binary_workbook_is_read_by_one_reader(tmp_path: Path) -> None:
    found = read_book(xlsb(tmp_path / "b.xlsb", [(0, 0, 1.5), (2, 1, 2.25)]))
    assert (found.format, found.readers) == ("xlsb", "calamine alone")
    assert found.sheets[0].rows == [[1.5], [], [None, 2.25]]


def test_a_binary_workbook_that_claims_a_huge_grid_is_a_problem(tmp_path: Path) -> None:
    path = xlsb(tmp_path / "b.xlsb", [(0, 0, 1.5), (1_048_575, 16_383, 2.25)])
    with pytest.raises(Problem):
        in_child("importers.reading.workbook.read_book", path)


def test_an_open_document_gives_values_errors_formulas_and_hidden_parts(tmp_path: Path) -> None:
    columns = ('<table:table-column/><table:table-column table:visibility="collapse"/>'
               '<table:table-column table:number-columns-repeated="1000"/>')
    error = ('<table:table-cell table:formula="of:=1/0" office:value-type="string" office:string-value=""'
             ' calcext:value-type="error"><text:p>#DIV/0!</text:p></table:table-cell>')
    date = ('<table:table-cell office:value-type="date" office:date-value="2025-03-31"><text:p>31.03.25</text:p>'
            "</table:table-cell>")
    content = (f'<table:table table:name="Plan">{columns}'
               + row(text("Name") + text("geheim") + text("Betrag"))
               + row(text("A") + number(1) + number(2.5, ' table:formula="of:=1+1.5"'), ' table:visibility="filter"')
               + row(date + error + '<table:table-cell table:formula="of:=X()"/>')
               + row('<table:table-cell table:number-columns-repeated="1000"/>',
                     ' table:number-rows-repeated="1048000"') + "</table:table>")
    found = read_book(ods(tmp_path / "p.ods", content))
    sheet = found.sheets[0]
    assert found.format == "ods"
    assert sheet.rows == [["Name", "geheim", "Betrag"], ["A", 1.0, 2.5], [dt.date(2025, 3, 31)]]
    assert sheet.errors == {(2, 1): "#DIV/0!"}
    assert sheet.unvalued == {(2, 2)}
    assert (sheet.formula_count, sheet.hidden_rows, sheet.hidden_columns) == (3, {1}, {1})


def test_a_number_without_end_is_an_error_of_an_open_document_too(tmp_path: Path) -> None:
    content = f'<table:table table:name="S">{row(text("A") + number(float("inf")) + number(2))}</table:table>'
    found = read_book(ods(tmp_path / "e.ods", content)).sheets[0]
    assert found.rows == [["A", None, 2.0]] and found.errors == {(0, 1): "inf"}


def test_merged_cells_of_an_open_document_are_known(tmp_path: Path) -> None:
    head = text("Plan", ' table:number-columns-spanned="3" table:number-rows-spanned="1"')
    huge = text("x", ' table:number-columns-spanned="16384" table:number-rows-spanned="1048576"')
    three = number(1) + number(2) + number(3)
    content = f'<table:table table:name="S">{row(head)}{row(three)}{row(huge)}</table:table>'
    found = read_book(ods(tmp_path / "m.ods", content)).sheets[0]
    assert found.merged == [(0, 0, 0, 2), (2, 0, 2, 2)]     # cut to the cells there are


@pytest.mark.parametrize("more", [
    ' table:number-rows-repeated="1048576"', ' table:number-rows-repeated="99999999999"'])
def test_a_repetition_that_fills_the_sheet_is_refused_before_anything_is_copied(tmp_path: Path, more: str) -> None:
    content = ('<table:table table:name="S">' + row(number(1, ' table:number-columns-repeated="16384"'), more)
               + "</table:table>")
    started = time.process_time()
    with pytest.raises(Problem, match="claims"):
        read_book(ods(tmp_path / "bomb.ods", content))
    assert time.process_time() - started < 2


def test_a_document_that_is_no_table_or_locked_is_named(tmp_path: Path) -> None:
    mime = "application/vnd.oasis.opendocument."
    with pytest.raises(Problem, match="presentation"):
        read_book(write(tmp_path / "p.ods", {"mimetype": mime + "presentation", "META-INF/manifest.xml": "<m/>"}))
    locked = {"mimetype": mime + "spreadsheet", "META-INF/manifest.xml": "<m><encryption-data/></m>"}
    with pytest.raises(Problem, match="password protected"):
        read_book(write(tmp_path / "l.ods", locked))
    with pytest.raises(Problem, match="not well formed"):
        read_book(ods(tmp_path / "bad.ods", "<table:table>"))
