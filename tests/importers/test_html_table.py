"""Web pages that systems export and call .xls: their tables read as sheets, whatever the name; nothing else is done."""
from __future__ import annotations

import datetime as dt
import random
import time
from pathlib import Path

import pytest

from app.errors import Problem
from importers.base import Book, Wishes
from importers.child import in_child
from importers.read import import_file
from importers.reading.web.styles import declarations, number_format
from importers.reading.web.values import dated
from importers.reading.workbook import read_book
from tests.importers.test_hostile import mutated

EXCEL = """<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head>
<meta http-equiv=Content-Type content="text/html; charset=windows-1252">
<!--[if gte mso 9]><xml><x:ExcelWorkbook><x:ExcelWorksheets><x:ExcelWorksheet><x:Name>Ma&#223;nahmen</x:Name>
</x:ExcelWorksheet></x:ExcelWorksheets></x:ExcelWorkbook></xml><![endif]-->
<style><!-- td {mso-style-parent:style0;} .xl24 {mso-number-format:"\\#\\,\\#\\#0\\.00\\ \\0022\\20AC\\0022";}
.xl25 {mso-number-format:"dd\\/mm\\/yyyy";} .xl26 {mso-number-format:"\\@"; background:#FFC000;} /* end */ --></style>
</head>
<body><table border=1><tr><th>ID<th>Ma\u00dfnahme<th>Betrag<th>Start</tr>
<tr><td class=xl26>007</td><td>&nbsp;&nbsp;K\u00e4lte &amp; &lt;Klima&gt;</td>
<td class=xl24 x:num="1234.5">1.234,50 \u20ac</td>
<td class=xl25>03/04/2026</td></tr>
<tr style='display:none'><td>008</td><td><b>Ohne</b></td><td class=xl24 x:num="2">2,00 \u20ac</td>
<td class=xl25 x:num="46115">03/04/2026</td></tr></table></body></html>"""


def page(tmp_path: Path, text: str, encoding: str = "utf-8", name: str = "export.xls") -> Path:
    path = tmp_path / name
    path.write_bytes(text.encode(encoding))
    return path


def test_the_addresses_that_texts_lead_to_come_along_and_none_is_opened(tmp_path: Path) -> None:
    found = read_book(page(tmp_path, "<table><tr><th>Key<th>Summary</tr><tr><td><a href='https://x.example/K-1?a=1&amp;b"
                           "=2'>K-1</a><td><a href='#top'>Pump</a> <a href='/browse/K-2'>K-2</a></tr></table>"))
    assert found.sheets[0].links == {(1, 0): "https://x.example/K-1?a=1&b=2"}


def rows(tmp_path: Path, text: str, encoding: str = "utf-8") -> list[list[object]]:
    """The rows of the only sheet."""
    found = read_book(page(tmp_path, text, encoding)).sheets
    assert len(found) == 1, [s.name for s in found]
    return found[0].rows  # type: ignore[return-value]


def test_an_export_in_the_words_of_excel_gives_values_looks_and_the_name_of_its_sheet(tmp_path: Path) -> None:
    book = read_book(page(tmp_path, EXCEL, "cp1252"))
    sheet = book.sheets[0]
    assert (book.format, sheet.name) == ("html", "Maßnahmen")
    assert sheet.rows == [["ID", "Maßnahme", "Betrag", "Start"],
                          ["007", "  Kälte & <Klima>", 1234.5, dt.date(2026, 4, 3)],
                          ["008", "Ohne", 2.0, dt.date(2026, 4, 3)]]
    assert sheet.formats[2] == '#,##0.00 "€"' and sheet.fills == {(1, 0): "FFC000"}
    assert sheet.bold == {(0, 0), (0, 1), (0, 2), (0, 3), (2, 1)} and sheet.hidden_rows == {2}
    assert "one reader only" in book.issues[0].message


@pytest.mark.parametrize("name", ["list.xls", "list.html", "list.csv", "list.xlsx", "list"])
def test_it_is_told_by_what_it_holds_not_by_its_name(tmp_path: Path, name: str) -> None:
    found = read_book(page(tmp_path, "<table><tr><td>a</td><td>b</td></tr></table>", name=name))
    assert found.format == "html" and found.sheets[0].rows == [["a", "b"]]


def test_words_of_the_system_before_the_page_do_not_make_it_a_text(tmp_path: Path) -> None:
    text = "Warning: deprecated call in line 7<br><table border='1'><tr><td>a<td>b</tr></table>"
    found = read_book(page(tmp_path, text))
    assert (found.format, found.sheets[0].rows) == ("html", [["a", "b"]])
    kept = read_book(page(tmp_path, "name;note\na;see <table><tr>\n", name="list.csv"))
    assert kept.format == "csv" and kept.sheets[0].rows[1] == ["a", "see <table><tr>"]


def test_spans_leave_room_in_both_directions(tmp_path: Path) -> None:
    book = read_book(page(tmp_path, "<table><tr><td rowspan=2>A<td colspan=2>B<td>C</tr><tr><td>d<td>e<td>f</tr>"
                                    "<tr><td colspan=3 rowspan=2>g<td>h</tr><tr><td>i</tr></table>"))
    assert book.sheets[0].rows == [["A", "B", None, "C"], [None, "d", "e", "f"], ["g", None, None, "h"],
                                   [None, None, None, "i"]]
    assert book.sheets[0].merged == [(0, 0, 1, 0), (0, 1, 0, 2), (2, 0, 3, 2)]


def test_end_tags_that_browsers_do_not_need_may_be_missing(tmp_path: Path) -> None:
    assert rows(tmp_path, "<table><thead><tr><th>a<th>b<tbody><tr><td>1<td>2<tr><td>3<td>4</table>") == [
        ["a", "b"], ["1", "2"], ["3", "4"]]
    assert rows(tmp_path, "<html><table><td>a<td>b") == [["a", "b"]]


def test_text_is_what_a_browser_shows(tmp_path: Path) -> None:
    assert rows(tmp_path, "<table><tr><td> a\n  b<br>c<p>d</p></td><td>&euro;&nbsp;5 &#8211; &Auml;&bogus;</td>"
                          "<td><script>alert(1)</script><style>x{}</style>e</td><td>1 < 2 > 0</td><td><!-- no -->"
                          "<input type=text value='f'></td></tr></table>") == [
        ["a b\nc\nd", "€ 5 – Ä&bogus;", "e", "1 < 2 > 0", "f"]]


def test_a_table_that_only_arranges_the_page_leaves_those_within_it_as_sheets(tmp_path: Path) -> None:
    table = "<table><caption>{0}</caption><tr><th>ID<th>Name</tr><tr><td>{0}1<td>x</tr></table>"
    found = read_book(page(tmp_path, f"<table><tr><td>Report of May</td></tr><tr><td>{table.format('Risks')}</td><td>"
                                     f"{table.format('Issues')}</td></tr></table>")).sheets
    assert {s.name: s.rows for s in found} == {
        "Risks": [["ID", "Name"], ["Risks1", "x"]], "Issues": [["ID", "Name"], ["Issues1", "x"]],
        "Table 3": [["Report of May"]]}


def test_a_table_within_a_cell_of_data_is_text_of_that_cell(tmp_path: Path) -> None:
    inner = "<table><tr><td>Eva</td><td>50 %</td></tr><tr><td>Tom</td></tr></table>"
    assert rows(tmp_path, f"<table><tr><th>ID<th>Name<th>Team<tr><td>1<td>A<td>{inner}<tr><td>2<td>B<td>C</table>") == [
        ["ID", "Name", "Team"], ["1", "A", "Eva 50 %\nTom"], ["2", "B", "C"]]


@pytest.mark.parametrize(("encoding", "head"), [
    ("utf-8", ""), ("utf-8", '<meta charset="utf-8">'), ("utf-8-sig", '<meta charset="windows-1252">'),
    ("cp1252", '<meta charset="iso-8859-1">'), ("cp1252", "<meta charset=windows-1252>"), ("cp1252", ""),
    ("utf-16", ""), ("utf-16-le", ""), ("iso8859-15", "<meta charset=iso-8859-15>"),
    ("cp1250", "<meta charset=cp1250>"), ("cp1254", "<meta charset=iso-8859-9>"), ("gb18030", "<meta charset=gb2312>")])
def test_the_encoding_is_the_one_it_declares_or_the_one_that_fits(tmp_path: Path, encoding: str, head: str) -> None:
    text = f"<html><head>{head}</head><table><tr><td>Kälte in €</td></tr></table></html>"
    assert rows(tmp_path, text, encoding) == [["Kälte in €"]]


def test_a_page_that_declares_nothing_is_read_by_the_evidence_that_a_list_is_read_by(tmp_path: Path) -> None:
    words = ["Łódź", "Kraków", "Święta", "Żółć", "Dąbrowa"]
    text = "<table>" + "".join(f"<tr><td>{word}</td></tr>" for word in words) + "</table>"
    assert rows(tmp_path, text, "cp1250") == [[word] for word in words]
    path = tmp_path / "damaged.xls"
    path.write_bytes("<table><tr><td>Kühlung, Wärme und Kälte</td></tr><tr><td>ab".encode() + b"\xff</td></tr></table>")
    book = read_book(path)
    assert book.sheets[0].rows == [["Kühlung, Wärme und Kälte"], ["ab\ufffd"]]
    assert any("1 unreadable sign" in issue.message for issue in book.issues)


@pytest.mark.parametrize(("cell", "wanted"), [
    ('<td x:num="1234.5">1.234,50', 1234.5), ("<td x:num>12", 12.0), ("<td x:num>n/a", "n/a"),
    ('<td x:str="01">1', "01"),
    ('<td x:bool="TRUE">WAHR', True), ('<td sdval="46115" sdnum="1033;0;DD/MM/YY">03/04/26', dt.date(2026, 4, 3)),
    ('<td sdval="0.5" sdnum="1031;0;0%">50%', 0.5), ("<td style='mso-number-format:\"m\\/d\\/yyyy\"'>03/04/2026",
                                                     dt.date(2026, 3, 4)),
    ("<td style='mso-number-format:\"Short Date\"'>03/04/2026", "03/04/2026"),
    ("<td style='mso-number-format:\"dd\\.mm\\.yyyy\\ hh\\:mm\"'>03.04.2026 14:30", dt.datetime(2026, 4, 3, 14, 30)),
    ("<td style='mso-number-format:\"dd\\.mm\\.yyyy\"'>tbd", "tbd"), ("<td>1.234,56", "1.234,56"),
    ('<td x:num="1e999">inf', "inf"),
    ('<td x:num="46115" style=\'mso-number-format:"yyyy-mm-dd"\'>x', dt.date(2026, 4, 3))])
def test_a_cell_is_what_the_page_says_it_is(tmp_path: Path, cell: str, wanted: object) -> None:
    assert rows(tmp_path, f"<table><tr><td>a</td>{cell}</td></tr></table>") == [["a", wanted]]


def test_lights_that_are_pictures_choices_and_colours_of_rows_are_seen(tmp_path: Path) -> None:
    sheet = read_book(page(tmp_path, "<table><tr style='background:#FF0000'><td>A<td><img src='r.png' alt='Red'>"
                                     "<td>x <img alt='icon'><td><select><option>open<option selected>done</select>"
                                     "<td bgcolor=green>g</tr><tr style='font-weight:bold'><td>B<td><textarea>said"
                                     "</textarea></tr></table>")).sheets[0]
    assert sheet.rows == [["A", "Red", "x", "done", "g"], ["B", "said"]]
    assert sheet.fills == {**{(0, c): "FF0000" for c in range(4)}, (0, 4): "008000"} and sheet.bold == {(1, 0), (1, 1)}


def test_errors_and_formulas_are_marked_and_never_worked_out(tmp_path: Path) -> None:
    sheet = read_book(page(tmp_path, '<table><tr><td x:err="#N/A">#NV</td><td x:num="3" x:fmla="=1+2">3</td><td x:fmla='
                                     '"=HYPERLINK(1)"></td></tr></table>')).sheets[0]
    assert (sheet.errors, sheet.rows, sheet.unvalued, sheet.formula_count) == (
        {(0, 0): "#N/A"}, [[None, 3.0]], {(0, 2)}, 2)


def test_formats_and_dates_of_styles_are_read_as_excel_writes_them() -> None:
    assert number_format('"\\#\\,\\#\\#0\\.00"') == "#,##0.00" and number_format("Percent") == "0.00%"
    assert declarations('color:red;mso-number-format:"a\\;b;c";font-weight:700') == {
        "color": "red", "mso-number-format": '"a\\;b;c"', "font-weight": "700"}
    assert dated("3.4.26", "dd.mm.yy") == dt.date(2026, 4, 3) and dated("4/3/26", "m/d/yy") == dt.date(2026, 4, 3)
    assert dated("2026-04-03", "yyyy-mm-dd") == dt.date(2026, 4, 3) and dated("31/31/2026", "dd/mm/yyyy") is None
    assert dated("3-Apr-26", "d-mmm-yy") is None and dated("03/04/2026", "0.00") is None


def test_a_list_of_measures_comes_in_from_a_page(tmp_path: Path) -> None:
    body = "".join(f"<tr><td>M-{n}</td><td>Maßnahme {n}</td><td>Eva</td><td>{n}.500,00</td></tr>" for n in range(1, 6))
    batch = import_file(str(page(tmp_path, "<table><tr><th>ID<th>Maßnahme<th>Verantwortlich<th>Einmalkosten (EUR)</tr>"
                                           f"{body}</table>")), Wishes(), lambda fraction, text: None)
    assert sum(i.kind == "measure" for i in batch.items) == 5
    assert sum(i.fields.get("undated_plan", 0) for i in batch.items if i.kind == "effect_line") == 1_750_000


@pytest.mark.parametrize(("text", "words"), [
    ("<html><body><h1>Log in</h1></body></html>", "web page without a table"),
    ("<html><frameset><frame src='list_files/sheet001.htm'></frameset></html>", "lie in other files"),
    ("MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n--x\r\n<html><table>", "web archive"),
    ("<html>" + "<table><tr><td>" * 50, "within each other"),
    ("<html><table><tr>" + "<td colspan=1000>x</td>" * 20, "beyond column XFD"),
    ("<html><table><tr><td>" + "x" * 1_100_000, "1 MB of text")])
def test_what_is_no_table_or_beyond_the_limits_is_refused_with_a_hint(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(Problem, match=words) as refused:
        read_book(page(tmp_path, text))
    assert refused.value.hint


@pytest.mark.parametrize("text", [
    '<!DOCTYPE html [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><table><tr><td>&b;&xxe;</td></tr></table>',
    "<table><tr><td>x" + "<a " * 300_000, "<table><tr><td>x" + "<!--" * 300_000,
    "<table><tr><td>x" + '<a b="' * 300_000, "<table><tr><td>x" + "&" * 300_000,
    "<table><tr><td>x" + "<style>/*" * 100_000, "<table><tr><td>x" + "</td" * 300_000,
    "<table>" + "<tr><td colspan=1000 rowspan=1000>x" * 15 + "<tr>" * 300_000, "<table>" + "<tr><td>x" * 100_000,
    "<table><tr><td>x<b>" + "<b>" * 300_000, "<style>" + "a{" * 200_000 + "</style><table><tr><td>x",
    "<table><tr><td style='" + "a:\"" * 6_000 + "'>x"])
def test_pages_that_mean_harm_are_read_or_refused_in_seconds(tmp_path: Path, text: str) -> None:
    started = time.process_time()
    try:
        found = read_book(page(tmp_path, text))
        assert max(len(str(v)) for s in found.sheets for r in s.rows for v in r) < 2_000_000
    except Problem as problem:
        assert problem.hint
    assert time.process_time() - started < 5


def test_mutated_pages_are_read_or_refused_with_a_hint(tmp_path: Path) -> None:
    seed = random.randrange(1 << 30)
    print("seed", seed)
    chance = random.Random(seed)
    path = tmp_path / "mutated.xls"
    for _ in range(60):
        path.write_bytes(mutated(EXCEL.encode("cp1252"), chance))
        try:
            assert isinstance(read_book(path), Book)
        except Problem as problem:
            assert problem.hint


def test_it_is_read_in_the_child_under_its_limits(tmp_path: Path) -> None:
    body = "".join(f"<tr><td>{n}</td><td>Maßnahme {n}</td><td>{n},50</td></tr>" for n in range(20_000))
    book = in_child("importers.reading.workbook.read_book", page(tmp_path, f"<html><table>{body}</table></html>"),
                    seconds=20)
    assert len(book.sheets[0].rows) == 20_000
