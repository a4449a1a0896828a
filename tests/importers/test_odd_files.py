"""Files as other programs write them and as nobody should: read where their content says what they are, else named."""
from __future__ import annotations

import datetime as dt
import zipfile
from pathlib import Path

import pytest

from app.errors import Problem
from importers.reading.guard import sniff
from importers.reading.scan_sheet import MAX_MERGED
from importers.reading.workbook import read_book
from tests.importers.making import book, parts, sheet_xml, write
from tests.importers.making_foreign import ods, xls

ROWS = ('<row r="1"><c r="A1" t="inlineStr"><is><t>Name</t></is></c></row>'
        '<row r="2"><c r="A2"><v>7</v></c></row>')


def without_mimetype(path: Path, manifest: str) -> Path:
    """The .ods at `path` without the part that says what it is, with this manifest."""
    with zipfile.ZipFile(path) as pack:
        content = pack.read("content.xml")
    return write(path, {"content.xml": content, "META-INF/manifest.xml": manifest})


def cells(*texts: str) -> str:
    return "<table:table-row>" + "".join(
        f'<table:table-cell office:value-type="string"><text:p>{one}</text:p></table:table-cell>' for one in texts
    ) + "</table:table-row>"


def test_an_open_document_that_does_not_say_what_it_is_is_read_by_its_content(tmp_path: Path) -> None:
    path = ods(tmp_path / "packed.ods", f'<table:table table:name="S">{cells("Name", "Owner")}</table:table>')
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    found = read_book(without_mimetype(path, f'<manifest><file-entry media-type="{kind}"/></manifest>'))
    assert found.sheets[0].rows == [["Name", "Owner"]]
    assert any("does not say what it is" in issue.message for issue in found.issues)
    with pytest.raises(Problem, match="without a workbook inside"):
        read_book(without_mimetype(path, "<manifest/>"))


def test_more_merged_cells_than_are_kept_are_said_of_an_open_document_too(tmp_path: Path) -> None:
    wide = MAX_MERGED // 100
    pair = ('<table:table-row><table:table-cell office:value-type="string" table:number-columns-spanned="200"><text:p>g'
            '</text:p></table:table-cell><table:covered-table-cell table:number-columns-repeated="198"/>'
            '<table:table-cell office:value-type="string"><text:p>x</text:p></table:table-cell></table:table-row>')
    found = read_book(ods(tmp_path / "m.ods", f'<table:table table:name="S">{pair * wide}</table:table>'))
    assert len(found.sheets[0].merged) == MAX_MERGED // 200
    said = [issue for issue in found.issues if "Merged cells cover more" in issue.message]
    assert [(issue.severity, issue.cell) for issue in said] == [("warning", f"A{MAX_MERGED // 200 + 1}")]


@pytest.mark.parametrize("stream", ["WORKBOOK", "BOOK", "Book"])
def test_an_old_workbook_is_one_however_its_stream_is_spelled(tmp_path: Path, stream: str) -> None:
    assert read_book(xls(tmp_path / "old.xls", {"S": [(0, 0, "Name")]}, stream)).sheets[0].rows == [["Name"]]


def test_a_number_that_is_none_is_an_error_of_its_cell(tmp_path: Path) -> None:
    found = read_book(xls(tmp_path / "nan.xls", {"S": [(0, 0, "Cost"), (1, 0, float("nan")), (2, 0, float("inf"))]}))
    assert found.sheets[0].errors == {(1, 0): "nan", (2, 0): "inf"}
    assert found.sheets[0].at(1, 0) is None


def test_a_workbook_of_excel_four_is_named(tmp_path: Path) -> None:
    path = tmp_path / "ancient.xls"
    path.write_bytes(b"\x09\x04\x06\x00\x00\x00\x10\x00" + bytes(200))
    with pytest.raises(Problem, match="Excel 4 or older") as refused:
        read_book(path)
    assert "save it as .xlsx" in refused.value.hint


def test_a_workbook_at_the_root_of_its_package_is_read(tmp_path: Path) -> None:
    moved = {name.removeprefix("xl/"): data for name, data in parts({"S": sheet_xml(ROWS)}).items()}
    moved["_rels/.rels"] = str(moved["_rels/.rels"]).replace("xl/workbook.xml", "workbook.xml")
    assert read_book(write(tmp_path / "flat.xlsx", moved)).sheets[0].rows == [["Name"], [7.0]]


def test_two_sheets_that_share_one_part_are_read_once(tmp_path: Path) -> None:
    """Three hundred names of one part of a megabyte held the reading up for a minute, and counted it all so often."""
    made = parts({"One": sheet_xml(ROWS), "Two": sheet_xml(ROWS)})
    rels = "xl/_rels/workbook.xml.rels"
    made[rels] = str(made[rels]).replace("sheet2.xml", "sheet1.xml")
    found = read_book(write(tmp_path / "twice.xlsx", made))
    assert [len(sheet.rows) for sheet in found.sheets] == [2, 0]
    assert [issue.sheet for issue in found.issues if "read once" in issue.message] == ["Two"]


def test_a_time_of_day_and_line_ends_of_an_xml_workbook_are_as_in_any_other(tmp_path: Path) -> None:
    name = "urn:schemas-microsoft-com:office:spreadsheet"
    path = tmp_path / "old.xml"
    path.write_text(
        f'<?xml version="1.0"?><Workbook xmlns="{name}" xmlns:ss="{name}"><Worksheet ss:Name="S"><Table><Row>'
        '<Cell><Data ss:Type="DateTime">1899-12-31T06:14:24.000</Data></Cell>'
        '<Cell><Data ss:Type="String">Ann&#13;Bob&#13;&#10;Cy</Data></Cell></Row></Table></Worksheet></Workbook>')
    assert read_book(path).sheets[0].rows == [[dt.time(6, 14, 24), "Ann\nBob\nCy"]]


def test_the_usual_workbook_is_read_without_a_word(tmp_path: Path) -> None:
    assert read_book(book(tmp_path / "usual.xlsx", ROWS)).issues == []


def test_a_file_whose_name_is_no_text_is_to_be_renamed() -> None:
    """Its name would be kept as the source of what came in, and no database takes it."""
    with pytest.raises(Problem, match="no text") as refused:
        sniff(Path("plan\udcff.csv"))
    assert refused.value.what.encode() and refused.value.hint == "Rename the file."
