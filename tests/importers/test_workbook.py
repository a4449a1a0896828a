"""Workbooks as values with marks: what two readers see, what only ours sees, and where they may not be trusted."""

from __future__ import annotations

import datetime as dt
import time
from pathlib import Path

import pytest
import xlsxwriter

from app.errors import Problem
from importers.base import Book
from importers.reading import scan_sheet
from importers.reading.workbook import read_book
from tests.data.gen_portfolio import generate, write_tracker
from tests.importers.making import STRICT, book, parts, sheet_xml, strings_xml, styles_xml, write

DATA = Path(__file__).resolve().parent.parent / "data" / "spreadsheets"


def warnings(found: Book) -> list[str]:
    """What the issues above a note say, with their addresses."""
    return [f"{one.sheet}!{one.cell} {one.message}" for one in found.issues if one.severity != "note"]


def test_a_generated_tracker_gives_every_amount_to_the_cent(tmp_path: Path) -> None:
    portfolio = generate(120, seed=7)
    write_tracker(portfolio, str(tmp_path / "t.xlsx"), formulas=False)
    found = read_book(tmp_path / "t.xlsx")
    rows = found.sheets[0].rows
    assert found.readers == "own scan and calamine, no differences"
    assert warnings(found) == []
    assert len(rows) == 121
    for index, row in enumerate(rows[1:]):
        cents = [round(value * 100) for value in row[17:]]          # type: ignore[operator]
        assert cents == portfolio.money[index].reshape(-1).tolist()
        assert isinstance(row[9], dt.date) and not isinstance(row[9], dt.datetime)


def test_a_tracker_with_formulas_counts_them_and_its_roll_ups_show_zero(tmp_path: Path) -> None:
    write_tracker(generate(60, seed=3), str(tmp_path / "t.xlsx"))
    found = read_book(tmp_path / "t.xlsx")
    assert warnings(found) == []
    measures, packages = found.sheets[0], found.sheets[1]
    assert measures.formula_count == 60 * 7
    assert measures.formula_rows[1] == 7
    assert not measures.unvalued
    assert packages.formula_count == (len(packages.rows) - 1) * 7
    assert packages.at(1, 1) == 0


@pytest.mark.parametrize(("name", "sheets"), [
    ("towns_fund_round3_return.xlsx", 19), ("M3-Playbook-Master-Schedule-Template.xlsx", 1),
    ("M3-Playbook-RAID-Log-Template.xlsx", None), ("gantt_template_example.xlsx", 2),
    ("calamine_strict_iso_paths.xlsx", 1),
])
def test_real_workbooks_are_read_alike_by_both_readers(name: str, sheets: int | None) -> None:
    found = read_book(DATA / name)
    assert found.readers == "own scan and calamine, no differences"
    assert warnings(found) == []
    assert sheets is None or len(found.sheets) == sheets
    assert len(found.sha256) == 64


def test_the_towns_fund_return_shows_its_hidden_sheets_and_says_where_values_come_from() -> None:
    found = read_book(DATA / "towns_fund_round3_return.xlsx")
    assert sum(sheet.hidden for sheet in found.sheets) == 10
    assert any("takes values from another file" in one.message for one in found.issues)


def test_the_schedule_has_its_72_rows_whatever_its_used_range_claims() -> None:
    sheet = read_book(DATA / "M3-Playbook-Master-Schedule-Template.xlsx").sheets[0]
    assert len(sheet.rows) == 72
    assert sheet.indents and max(sheet.indents.values()) == 2
    assert sheet.bold and sheet.fills


def test_a_strict_workbook_gives_75_rows_of_18_columns() -> None:
    found = read_book(DATA / "calamine_strict_iso_paths.xlsx")
    assert found.format == "xlsx-strict"
    assert len(found.sheets[0].rows) == 76
    assert all(len(row) == 18 and None not in row for row in found.sheets[0].rows)


def test_a_workbook_with_broken_relationships_is_read_by_our_scan_and_says_so() -> None:
    found = read_book(DATA / "poi_xlsx-corrupted.xlsx")
    assert [len(sheet.rows) for sheet in found.sheets] == [3, 2]
    assert found.readers == "own scan (calamine refuses the file)"
    assert any("(_rels/.rels) is broken" in text for text in warnings(found))
    assert any("calamine) refuses the file" in text for text in warnings(found))


def test_error_cells_and_formulas_without_a_result_are_marked_and_empty(tmp_path: Path) -> None:
    rows = ('<row r="1"><c r="A1" t="e"><v>#N/A</v></c><c r="B1" t="e"><f>1/0</f><v>#DIV/0!</v></c>'
            '<c r="C1"><f>SUM(A1:B1)</f></c><c r="D1"><f>A2</f><v></v></c><c r="E1"><f>A3</f><v/></c>'
            '<c r="F1" t="str"><f>""</f><v></v></c><c r="G1"><f>1+1</f><v>2</v></c>'
            '<c r="H1" t="str"><f>"a"</f><v>a</v></c></row>')
    sheet = read_book(book(tmp_path / "e.xlsx", rows)).sheets[0]
    assert sheet.errors == {(0, 0): "#N/A", (0, 1): "#DIV/0!"}
    assert sheet.unvalued == {(0, 2), (0, 3), (0, 4)}
    assert sheet.rows == [[None, None, None, None, None, None, 2.0, "a"]]
    assert (sheet.formula_count, sheet.formula_rows) == (7, {0: 7})


def test_hidden_rows_columns_and_sheets_outline_and_merges_are_seen(tmp_path: Path) -> None:
    rows = "".join(f'<row r="{n}"{more}><c r="A{n}"><v>{n}</v></c><c r="D{n}"><v>{n}</v></c></row>' for n, more in (
        (1, ""), (2, ' hidden="1"'), (3, ' outlineLevel="2"'), (4, ' ht="0" customHeight="1"'), (5, ' hidden="0"')))
    before = '<cols><col min="2" max="3" hidden="1"/><col min="5" max="16384" hidden="1"/></cols>'
    after = '<mergeCells count="2"><mergeCell ref="A1:B2"/><mergeCell ref="A5:XFD5"/></mergeCells>'
    content = parts({"S": sheet_xml(rows, before, after), "T": sheet_xml(rows)}, states={"T": "veryHidden"})
    first, second = read_book(write(tmp_path / "h.xlsx", content)).sheets
    assert first.hidden_rows == {1, 3}
    assert first.outline == {2: 2}
    assert first.hidden_columns == {1, 2}
    assert first.merged == [(0, 0, 1, 1), (4, 0, 4, 3)]
    assert (first.hidden, second.hidden) == (False, True)


def test_looks_come_from_the_styles(tmp_path: Path) -> None:
    styles = styles_xml(
        ["#,##0.00 [$kEUR]"], fonts="<font/><font><b/></font><font><b val=\"0\"/></font>",
        fills='<fill><patternFill patternType="none"/></fill><fill><patternFill patternType="solid">'
        '<fgColor rgb="FFFF0000"/></patternFill></fill><fill><patternFill patternType="solid"><fgColor theme="4"'
        ' tint="0.5"/></patternFill></fill><fill><patternFill patternType="solid"><fgColor indexed="11"/>'
        "</patternFill></fill>",
        xfs='<xf numFmtId="164"/><xf fontId="1" fillId="1"/><xf fontId="2" fillId="2"><alignment indent="3"/></xf>'
        '<xf fillId="3"/><xf numFmtId="17"/>')
    theme = ('<a:theme xmlns:a="a"><a:clrScheme><a:dk1><a:sysClr lastClr="000000"/></a:dk1><a:accent1>'
             '<a:srgbClr val="4472C4"/></a:accent1></a:clrScheme></a:theme>')
    rows = ('<row r="1"><c r="A1" s="0"><v>1.5</v></c><c r="B1" s="1"><v>1</v></c><c r="C1" s="2"/><c r="D1" s="3"/>'
            '<c r="E1" s="4"><v>45000</v></c></row>')
    sheet = read_book(book(tmp_path / "s.xlsx", rows, extra={"xl/styles.xml": styles,
                                                             "xl/theme/theme1.xml": theme})).sheets[0]
    assert sheet.bold == {(0, 1)}
    assert sheet.fills == {(0, 1): "FF0000", (0, 2): "A2B8E2", (0, 3): "00FF00"}
    assert sheet.indents == {(0, 2): 3}
    assert sheet.formats == {0: "#,##0.00 [$kEUR]", 1: "General", 4: "mmm-yy"}
    assert sheet.at(0, 4) == dt.date(2023, 3, 15)


@pytest.mark.parametrize("date_1904", [False, True])
def test_dates_times_and_durations_agree_with_the_second_reader(tmp_path: Path, date_1904: bool) -> None:
    codes = ["yyyy-mm-dd", "[h]:mm", "hh:mm", "mmm-yy", "0.00", '#,##0 "days"', "[$-409]d. mmm", "[Red]0.0", "0 d",
             "yyyy\"年\"", "\\d0", "mm:ss.0", "[$€-2] #,##0.00", '0;[Red]-0;"d"', "General"]
    numbers = [0, 0.25, 1, 1.5, 59, 60, 61, 36526, 36526.25, 36526.123456789, 44000.999999, 2958465, 2958466, 45658]
    workbook = xlsxwriter.Workbook(str(tmp_path / "d.xlsx"), {"date_1904": date_1904})
    page = workbook.add_worksheet()
    for column, code in enumerate(codes):
        look = workbook.add_format({"num_format": code})
        for row, number in enumerate(numbers):
            page.write_number(row, column, number, look)
    workbook.close()
    found = read_book(tmp_path / "d.xlsx")
    assert found.date_1904 is date_1904
    assert warnings(found) == []
    assert found.sheets[0].at(13, 0) == (dt.date(2029, 1, 2) if date_1904 else dt.date(2025, 1, 1))
    assert found.sheets[0].at(13, 4) == 45658.0


def test_dates_of_strict_files_written_as_text_are_dates(tmp_path: Path) -> None:
    rows = ('<row r="1"><c r="A1" t="d"><v>2025-03-31</v></c><c r="B1" t="d"><v>2025-03-31T06:30:00</v></c>'
            '<c r="C1" t="d"><v>2025-03-31T00:00:00Z</v></c></row>')
    path = write(tmp_path / "d.xlsx", parts({"S": sheet_xml(rows, namespace=STRICT)}, strict=True))
    assert read_book(path).sheets[0].rows == [
        [dt.date(2025, 3, 31), dt.datetime(2025, 3, 31, 6, 30), dt.date(2025, 3, 31)]]


def test_texts_keep_their_blanks_line_breaks_and_entities(tmp_path: Path) -> None:
    workbook = xlsxwriter.Workbook(str(tmp_path / "t.xlsx"))
    page = workbook.add_worksheet("Ä & <b>")
    texts = ["   lead", "a\nb", "a\r\nb", "&amp; <x> \"q\"", "_x000D_", "\x01", "€ 😀", "0012", "=1+1", "tab\there"]
    for column, text in enumerate(texts):
        page.write_string(0, column, text)
    page.write_rich_string(1, 0, "a ", workbook.add_format({"bold": True}), "b", " c")
    page.write_comment(1, 1, "see\nnote")
    workbook.close()
    found = read_book(tmp_path / "t.xlsx")
    assert warnings(found) == []
    assert found.sheets[0].name == "Ä & <b>"
    assert found.sheets[0].rows == [texts, ["a b c"]]
    assert found.sheets[0].comments == {(1, 1): "see\nnote"}


def test_phonetic_hints_are_no_part_of_a_text(tmp_path: Path) -> None:
    hinted = "課題</t><rPh sb='0' eb='1'><t>カダイ</t></rPh><phoneticPr/><t>"
    extra = {"xl/sharedStrings.xml": strings_xml(["plain", hinted])}
    rows = '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>'
    assert read_book(book(tmp_path / "p.xlsx", rows, extra=extra)).sheets[0].rows == [["plain", "課題"]]


def test_a_wrong_used_range_changes_nothing(tmp_path: Path) -> None:
    rows = '<row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="B2"><v>2</v></c></row>'
    for claim in ("A1:XFD1048576", "A1", "Z9:Z10"):
        found = read_book(book(tmp_path / "d.xlsx", rows, before=f'<dimension ref="{claim}"/>'))
        assert found.sheets[0].rows == [[1.0], [None, 2.0]]
        assert warnings(found) == []


def test_a_used_range_one_reader_chokes_on_is_said_and_read_by_the_other(tmp_path: Path) -> None:
    found = read_book(book(tmp_path / "d.xlsx", '<row r="1"><c r="A1"><v>1</v></c></row>',
                           before='<dimension ref="nonsense"/>'))
    assert found.sheets[0].rows == [[1.0]]
    assert any("calamine) refuses the sheet" in text for text in warnings(found))
    assert found.readers == "own scan and calamine, no differences; 1 sheet by own scan alone"


def test_a_value_after_ten_thousand_empty_rows_is_named_not_read(tmp_path: Path) -> None:
    for far in (12_000, 1_048_576):
        rows = f'<row r="1"><c r="A1"><v>1</v></c></row><row r="{far}"><c r="C{far}"><v>9</v></c></row>'
        found = read_book(book(tmp_path / "far.xlsx", rows))
        assert found.sheets[0].rows == [[1.0]]
        assert any(f"S!C{far} Not read" in text for text in warnings(found)), warnings(found)


def test_a_million_blank_rows_cost_little_and_leave_nothing(tmp_path: Path) -> None:
    blank = "".join(f'<row r="{n}"><c r="A{n}" s="0"/></row>' for n in range(3, 1_000_000))
    path = book(tmp_path / "blank.xlsx", '<row r="1"><c r="A1"><v>1</v></c></row><row r="2"/>' + blank)
    started = time.process_time()
    found = read_book(path)
    assert time.process_time() - started < 10
    assert found.sheets[0].rows == [[1.0]]


def test_values_at_the_far_corners_are_read_without_a_second_reader(tmp_path: Path) -> None:
    rows = '<row r="1"><c r="A1"><v>1</v></c></row><row r="9000"><c r="XFD9000"><v>2</v></c></row>'
    found = read_book(book(tmp_path / "wide.xlsx", rows))
    assert found.sheets[0].at(8_999, 16_383) == 2.0
    assert "1 sheet by own scan alone" in found.readers


def test_a_sheet_that_spreads_over_too_many_places_is_refused(tmp_path: Path,
                                                               monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scan_sheet, "MAX_AREA", 100_000)
    rows = "".join(f'<row r="{n}"><c r="XFD{n}"><v>2</v></c></row>' for n in range(1, 10))
    with pytest.raises(Problem, match="spreads over more than 100,000 cells"):
        read_book(book(tmp_path / "wide.xlsx", rows))


@pytest.mark.parametrize("address", ["A1048577", "A9999999", "XFE1", "ZZZ1", "A0"])
def test_places_no_sheet_has_are_refused(tmp_path: Path, address: str) -> None:
    number = address.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    rows = f'<row r="{number}"><c r="{address}"><v>1</v></c></row>'
    with pytest.raises(Problem, match="sheet"):
        read_book(book(tmp_path / "place.xlsx", rows))


@pytest.mark.parametrize("shared", [False, True])
def test_a_text_of_more_than_one_megabyte_is_refused(tmp_path: Path, shared: bool) -> None:
    text = "".join(chr(97 + n * n % 26) for n in range(1_100_000))
    cell = '<c r="A1" t="s"><v>0</v></c>' if shared else f'<c r="A1" t="inlineStr"><is><t>{text}</t></is></c>'
    extra = {"xl/sharedStrings.xml": strings_xml([text])} if shared else None
    with pytest.raises(Problem, match="1 MB of text"):
        read_book(book(tmp_path / "long.xlsx", f'<row r="1">{cell}</row>', extra=extra))


def test_merged_areas_beyond_the_limit_are_single_cells_again(tmp_path: Path) -> None:
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c><c r="ZZ{n}"><v>1</v></c></row>' for n in range(1, 101))
    after = '<mergeCells><mergeCell ref="A1:B2"/><mergeCell ref="A3:XFD1048576"/></mergeCells>'
    found = read_book(book(tmp_path / "m.xlsx", rows, after=after))
    assert found.sheets[0].merged == [(0, 0, 1, 1)]
    assert any("S!A3 Merged cells cover more than 50,000" in text for text in warnings(found))


def test_a_cell_that_contradicts_its_type_is_said(tmp_path: Path) -> None:
    rows = ('<row r="1"><c r="A1"><v>abc</v></c><c r="B1" t="s"><v>7</v></c><c r="C1"><v>nan</v></c>'
            '<c r="D1"><v>1e400</v></c><c r="E1"><v>5</v></c></row>')
    found = read_book(book(tmp_path / "odd.xlsx", rows))
    assert found.sheets[0].rows == [["abc", None, "nan", "1e400", 5.0]]
    said = warnings(found)
    for cell in ("A1", "B1", "C1", "D1"):
        assert any(text.startswith(f"S!{cell} The cell says") for text in said), said


def test_xml_that_is_not_well_formed_is_refused_with_its_sheet(tmp_path: Path) -> None:
    for rows in ('<row r="1"><c r="A1"><v>1</c></row>', '<row r="1"><c r="A1"><v>1</v></c>', "<row", "\0",
                 '<row r="1"><c r="A1" t="str"><v>&nobody;</v></c></row>',
                 '<row r="1"><c r="A1" t="str"><v>5 > 3</v></row>'):
        with pytest.raises(Problem, match=r"'S'.*not well formed"):
            read_book(book(tmp_path / "bad.xlsx", rows))


def test_macros_are_left_alone_and_said(tmp_path: Path) -> None:
    found = read_book(book(tmp_path / "m.xlsm", '<row r="1"/>', extra={"xl/vbaProject.bin": b"\0" * 100}))
    assert found.format == "xlsm"
    assert any("macros; they were not run" in one.message for one in found.issues)


def test_a_missing_sheet_part_and_a_chart_sheet_are_survived(tmp_path: Path) -> None:
    content = parts({"S": sheet_xml('<row r="1"><c r="A1"><v>1</v></c></row>'), "Gone": "x", "Chart": "<chartsheet/>"})
    del content["xl/worksheets/sheet2.xml"]
    rels = str(content["xl/_rels/workbook.xml.rels"])
    content["xl/_rels/workbook.xml.rels"] = rels.replace(
        'worksheet" Target="worksheets/sheet3.xml"', 'chartsheet" Target="worksheets/sheet3.xml"')
    found = read_book(write(tmp_path / "g.xlsx", content))
    assert [(sheet.name, sheet.rows) for sheet in found.sheets] == [("S", [[1.0]]), ("Gone", []), ("Chart", [])]
    assert any("Gone! The sheet's part is missing" in text for text in warnings(found))


def test_progress_grows_to_one_and_may_stop_the_reading(tmp_path: Path) -> None:
    seen: list[float] = []
    read_book(DATA / "towns_fund_round3_return.xlsx", lambda fraction, text: seen.append(fraction))
    assert seen == sorted(seen) and seen[-1] == 1.0 and 0 <= seen[0] < 0.2

    def stop(fraction: float, text: str) -> None:
        raise InterruptedError

    with pytest.raises(InterruptedError):
        read_book(DATA / "towns_fund_round3_return.xlsx", stop)
