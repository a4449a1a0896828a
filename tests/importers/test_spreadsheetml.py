"""Workbooks in the XML of Excel 2003: places, types, looks and marks; and what they cannot do to the program."""
from __future__ import annotations

import datetime as dt
import random
import time
from pathlib import Path

import pytest

from app.errors import Problem
from importers.base import Book, Sheet, Wishes
from importers.read import import_file
from importers.reading.workbook import read_book
from tests.importers.test_hostile import mutated

STYLES = ('<Styles><Style ss:ID="Default"><NumberFormat/></Style>'
          '<Style ss:ID="money"><NumberFormat ss:Format="#,##0.00\\ &quot;€&quot;"/></Style>'
          '<Style ss:ID="day"><NumberFormat ss:Format="Short Date"/></Style>'
          '<Style ss:ID="hours"><NumberFormat ss:Format="[h]:mm"/></Style>'
          '<Style ss:ID="head"><Font ss:Bold="1"/><Interior ss:Color="#ffc000" ss:Pattern="Solid"/></Style>'
          '<Style ss:ID="sub" ss:Parent="head"><Alignment ss:Indent="2"/></Style></Styles>')
SPACES = ('xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
          'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet" xmlns:x="urn:schemas-microsoft-com:office:excel"')


def workbook(tmp_path: Path, sheets: str, head: str = "", name: str = "export.xls", encoding: str = "utf-8") -> Path:
    path = tmp_path / name
    path.write_bytes((f'<?xml version="1.0" encoding="{encoding}"?><?mso-application progid="Excel.Sheet"?><Workbook '
                      f"{SPACES}>{head}{STYLES}{sheets}</Workbook>").encode(encoding))
    return path


def table(rows: str, name: str = "Liste", more: str = "") -> str:
    return f'<Worksheet ss:Name="{name}"><Table>{rows}</Table>{more}</Worksheet>'


def cell(kind: str, value: str, more: str = "") -> str:
    return f'<Cell{more}><Data ss:Type="{kind}">{value}</Data></Cell>'


def sheet_of(tmp_path: Path, rows: str, **more: str) -> Sheet:
    return read_book(workbook(tmp_path, table(rows), **more)).sheets[0]


def test_values_come_in_by_their_type_and_format(tmp_path: Path) -> None:
    sheet = sheet_of(tmp_path, "<Row>" + cell("String", "007") + cell("Number", "1234.5", ' ss:StyleID="money"')
                     + cell("DateTime", "2026-04-03T00:00:00.000", ' ss:StyleID="day"') + cell("Boolean", "1")
                     + cell("Number", "46115", ' ss:StyleID="day"') + cell("Number", "1.5", ' ss:StyleID="hours"')
                     + cell("DateTime", "2026-04-03T14:30:00.000") + "</Row>")
    assert sheet.rows == [["007", 1234.5, dt.date(2026, 4, 3), True, dt.date(2026, 4, 3), dt.timedelta(hours=36),
                           dt.datetime(2026, 4, 3, 14, 30)]]
    assert sheet.formats[1] == '#,##0.00\\ "€"'


def test_a_link_of_a_cell_comes_along_as_text(tmp_path: Path) -> None:
    out, inside = (f' ss:HRef="{link}"' for link in ("https://x.example/K-31", "#Liste!A1"))
    rows = f"<Row>{cell('String', 'K-31', out)}{cell('String', 'here', inside)}</Row>"
    assert sheet_of(tmp_path, rows).links == {(0, 0): "https://x.example/K-31"}


def test_cells_and_rows_stand_where_they_say_and_merged_ones_leave_room(tmp_path: Path) -> None:
    one = '<Cell ss:Index="3"><Data ss:Type="Number">3</Data></Cell><Cell ss:MergeAcross="1" ss:MergeDown="1">' \
          '<Data ss:Type="String">wide</Data></Cell>' + cell("Number", "6")
    sheet = sheet_of(tmp_path, f'<Row ss:Index="2">{one}</Row><Row ss:Span="2"/><Row>{cell("String", "later")}</Row>')
    assert sheet.rows == [[], [None, None, 3.0, "wide", None, 6.0], [], [], [], ["later"]]
    assert sheet.merged == [(1, 3, 2, 4)]


def test_errors_formulas_comments_looks_and_hidden_parts_are_marked(tmp_path: Path) -> None:
    rows = ('<Column ss:Index="2" ss:Hidden="1"/><Row ss:Hidden="1">' + cell("String", "a", ' ss:StyleID="head"')
            + cell("Error", "#N/A", ' ss:Formula="=1/0"') + '<Cell ss:Formula="=RC[-1]"/>'
            + '<Cell ss:StyleID="sub"><Data ss:Type="String">b</Data><Comment ss:Author="Eva"><ss:Data xmlns='
              '"http://www.w3.org/TR/REC-html40"><B>Eva:</B> check</ss:Data></Comment></Cell></Row>')
    book = read_book(workbook(tmp_path, table(rows) + table("", "Hidden", (
        '<WorksheetOptions xmlns="urn:schemas-microsoft-com:office:excel"><Visible>SheetHidden</Visible>'
        "</WorksheetOptions>"))))
    sheet = book.sheets[0]
    assert sheet.rows == [["a", None, None, "b"]] and sheet.errors == {(0, 1): "#N/A"}
    assert (sheet.unvalued, sheet.formula_count, sheet.hidden_rows, sheet.hidden_columns) == ({(0, 2)}, 2, {0}, {1})
    assert sheet.comments == {(0, 3): "Eva: check"} and sheet.indents == {(0, 3): 2}
    assert sheet.bold == {(0, 0), (0, 3)} and sheet.fills == {(0, 0): "FFC000", (0, 3): "FFC000"}
    assert [s.hidden for s in book.sheets] == [False, True] and book.format == "xml-2003"
    assert "one reader only" in book.issues[0].message


def test_text_with_its_own_marks_within_is_one_text(tmp_path: Path) -> None:
    rich = ('<Cell><ss:Data ss:Type="String" xmlns="http://www.w3.org/TR/REC-html40">Kälte <B>und</B> Klima&#10;2'
            "</ss:Data></Cell>")
    assert sheet_of(tmp_path, f"<Row>{rich}</Row>").rows == [["Kälte und Klima\n2"]]


def test_years_from_1904_are_counted_so(tmp_path: Path) -> None:
    head = '<ExcelWorkbook xmlns="urn:schemas-microsoft-com:office:excel"><Date1904/></ExcelWorkbook>'
    book = read_book(workbook(tmp_path, table("<Row>" + cell("Number", "44653", ' ss:StyleID="day"') + "</Row>"), head))
    assert book.date_1904 and book.sheets[0].rows == [[dt.date(2026, 4, 3)]]


@pytest.mark.parametrize(("encoding", "name"), [("utf-8", "a.xls"), ("utf-16", "a.xml"), ("windows-1252", "a.xlsx"),
                                                ("utf-8", "a")])
def test_it_is_told_by_what_it_holds_in_any_encoding(tmp_path: Path, encoding: str, name: str) -> None:
    sheet = sheet_of(tmp_path, "<Row>" + cell("String", "Kälte") + "</Row>", name=name, encoding=encoding)
    assert (sheet.name, sheet.rows) == ("Liste", [["Kälte"]])


def test_empty_lines_before_it_and_attributes_without_their_prefix_are_forgiven(tmp_path: Path) -> None:
    path = workbook(tmp_path, '<Worksheet Name="L"><Table><Row><Cell Index="2"><Data Type="Number">3</Data></Cell>'
                              "</Row></Table></Worksheet>")
    path.write_bytes(b"\r\n\n" + path.read_bytes())
    sheet = read_book(path).sheets[0]
    assert (sheet.name, sheet.rows) == ("L", [[None, 3.0]])


def test_a_list_of_measures_comes_in(tmp_path: Path) -> None:
    heads = "".join(cell("String", h, ' ss:StyleID="head"') for h in ("ID", "Maßnahme", "Start", "Einmalkosten (EUR)"))
    rows = "".join("<Row>" + cell("String", f"M-{n}") + cell("String", f"Maßnahme {n}")
                   + cell("DateTime", f"2026-0{n}-01T00:00:00.000") + cell("Number", f"{n}500.25") + "</Row>"
                   for n in range(1, 6))
    path = workbook(tmp_path, table(f"<Row>{heads}</Row>{rows}"))
    batch = import_file(str(path), Wishes(), lambda fraction, text: None)
    assert [i.fields["start"] for i in batch.items if i.kind == "measure"] == [f"2026-0{n}-01" for n in range(1, 6)]
    assert sum(i.fields.get("undated_plan", 0) for i in batch.items if i.kind == "effect_line") == 1_750_125


@pytest.mark.parametrize(("sheets", "words"), [
    ("", "without any sheet"), (table('<Row ss:Index="99999999"/>'), "names the row"),
    (table("<Row>" + cell("Number", "1", ' ss:Index="20000"') + "</Row>"), "beyond column XFD"),
    (table("<Row>" + cell("String", "x" * 1_100_000) + "</Row>"), "1 MB of text"),
    (table("<Row><Cell>"), "well formed"),
    (table("".join(f'<Row ss:Index="{n}">{cell("Number", "1", " ss:Index=" + chr(34) + "16384" + chr(34))}</Row>'
                   for n in range(1, 600))), "spreads over")])
def test_damage_and_sizes_beyond_the_limits_are_refused_with_a_hint(tmp_path: Path, sheets: str, words: str) -> None:
    with pytest.raises(Problem, match=words) as refused:
        read_book(workbook(tmp_path, sheets))
    assert refused.value.hint


def test_bombs_of_entities_and_outside_references_are_refused_at_once(tmp_path: Path) -> None:
    path = tmp_path / "bomb.xls"
    for inside in ('<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">', '<!ENTITY b SYSTEM "file:///etc/passwd">'):
        path.write_text(f'<?xml version="1.0"?><!DOCTYPE w [{inside}]><Workbook {SPACES}>'
                        + table("<Row>" + cell("String", "&b;") + "</Row>") + "</Workbook>", "utf-8")
        started = time.process_time()
        with pytest.raises(Problem, match="document type"):
            read_book(path)
        assert time.process_time() - started < 2


def test_a_value_behind_a_million_empty_rows_is_named_and_not_read(tmp_path: Path) -> None:
    far = cell("String", "far")
    book = read_book(workbook(tmp_path, table("<Row>" + cell("String", "a") + '</Row><Row ss:Index="1000000">' + far
                                              + f"</Row><Row>{far}</Row>")))
    assert book.sheets[0].rows == [["a"]]
    assert [(i.severity, i.cell) for i in book.issues[1:]] == [("warning", "A1000000")]


def test_mutated_workbooks_are_read_or_refused_with_a_hint(tmp_path: Path) -> None:
    seed = random.randrange(1 << 30)
    print("seed", seed)
    chance = random.Random(seed)
    whole = workbook(tmp_path, table("<Row>" + cell("Number", "46115", ' ss:StyleID="day"') + cell("String", "a")
                                     + "</Row>") * 2).read_bytes()
    path = tmp_path / "mutated.xls"
    for _ in range(80):
        path.write_bytes(mutated(whole, chance))
        try:
            assert isinstance(read_book(path), Book)
        except Problem as problem:
            assert problem.hint
