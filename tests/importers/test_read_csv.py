"""Text tables: encoding and separator by evidence, limits, and nothing turned into numbers too early."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.errors import Problem
from importers.base import Book, Wishes
from importers.read import import_file
from importers.reading import read_csv
from importers.reading.workbook import read_book

DATA = Path(__file__).resolve().parent.parent / "data" / "spreadsheets"


def read(path: Path, data: bytes) -> Book:
    path.write_bytes(data)
    return read_book(path)


@pytest.mark.parametrize(("encoding", "word"), [("utf-8", "UTF-8"), ("utf-8-sig", "UTF-8"), ("utf-16", "UTF-16"),
                                                ("cp1252", "Windows-1252"), ("utf-16-le", "UTF-16")])
def test_the_encoding_is_guessed_and_said(tmp_path: Path, encoding: str, word: str) -> None:
    found = read(tmp_path / "t.csv", "Maßnahme;Betrag €\r\nKälte;1,5\r\n".encode(encoding))
    assert found.sheets[0].rows == [["Maßnahme", "Betrag €"], ["Kälte", "1,5"]]
    assert [one.severity for one in found.issues] == ["note"]
    assert word in found.issues[0].message and "semicolon" in found.issues[0].message


@pytest.mark.parametrize(("text", "columns"), [
    ("a;b;c\n1,5;2,5;3,5\n", 3), ("a,b,c\n1.5,2.5,3.5\n", 3), ("a\tb\n1,5\t2,5\n", 2), ("a|b|c|d\n1|2|3|4\n", 4),
    ('name,note\n"Miller; Sons","a; b; c"\n', 2), ("name;note\nx;1,2,3\ny;1,2,3\n", 2), ("sep=;\na;b\n1,2;3,4\n", 2),
    ("only\none\ncolumn\n", 1), ("Title\n\na;b;c\n1;2;3\n4;5;6\n", 3), ("a,b\n1,2,3\n4,5,6\n7,8,9\n", 3),
])
def test_the_separator_is_found_by_evidence(tmp_path: Path, text: str, columns: int) -> None:
    found = read(tmp_path / "t.csv", text.encode())
    assert max(map(len, found.sheets[0].rows)) == columns


@pytest.mark.parametrize("first", ['sep=;', '"sep=;"', 'SEP=;', 'sep=; ', 'sep=;;;;'])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_first_line_that_names_the_separator_is_followed_and_is_no_row(
        tmp_path: Path, first: str, end: str, encoding: str) -> None:
    found = read(tmp_path / "t.csv", end.join([first, "Name, Ort;Betrag", "A, B;1,5", ""]).encode(encoding))
    assert found.sheets[0].rows == [["Name, Ort", "Betrag"], ["A, B", "1,5"]]


@pytest.mark.parametrize(("text", "wanted"), [
    ("Name, Ort;Betrag, EUR\nA, B;1,5\nC, D;2,5\n", [["Name, Ort", "Betrag, EUR"], ["A, B", "1,5"], ["C, D", "2,5"]]),
    ("a\tb,c\n1,5\t2\n", [["a", "b,c"], ["1,5", "2"]]),
    ('Name\tNote\r\nA\t"line 1\r\nline 2\twith tab"\r\nB\tc\r\n',
     [["Name", "Note"], ["A", "line 1\r\nline 2\twith tab"], ["B", "c"]]),
    ('id, name\n1, "x, y"\n2, "z, w"\n', [["id", "name"], ["1", "x, y"], ["2", "z, w"]]),
    ('Name,Betrag\nA,"1.234,56"\nB,"2,5"\n', [["Name", "Betrag"], ["A", "1.234,56"], ["B", "2,5"]]),
    ("a;b;c\n1\n1;2;3;4\n;;5\n", [["a", "b", "c"], ["1"], ["1", "2", "3", "4"], [None, None, "5"]]),
    ('a;b\n5" pipe;2\n', [["a", "b"], ['5" pipe', "2"]])])
def test_fields_end_where_the_file_means_them_to_end(tmp_path: Path, text: str, wanted: list[list[str | None]]) -> None:
    assert read(tmp_path / "t.csv", text.encode()).sheets[0].rows == wanted


def test_a_quotation_mark_without_its_partner_swallows_no_row_and_is_said(tmp_path: Path) -> None:
    text = "a;b\nx;1\n\"never closed;2\ny;3\nz;4\n"
    found = read(tmp_path / "t.csv", text.encode())
    assert found.sheets[0].rows == [["a", "b"], ["x", "1"], ['"never closed', "2"], ["y", "3"], ["z", "4"]]
    assert [i.message for i in found.issues if i.severity == "warning" and "line 3" in i.message]
    odd = read(tmp_path / "t.csv", b'a;b\n"5" pipe;2\nx;3\n')
    assert odd.sheets[0].rows == [["a", "b"], ["5 pipe", "2"], ["x", "3"]]
    assert [i.message for i in odd.issues if i.severity == "warning" and "middle of a field" in i.message]


@pytest.mark.parametrize(("encoding", "text", "word"), [
    ("utf-16-be", "Maßnahme;Betrag €\nKälte;1\n", "UTF-16"), ("utf-32", "Maßnahme;Betrag €\nKälte;1\n", "UTF-32"),
    ("cp1252", "Maßnahme;Betrag €\n„Kälte“ – don’t;1\n", "Windows-1252"), ("cp850", "Maßnahme;Kälte\n1;2\n", "DOS 850"),
    ("mac_roman", "Maßnahme;Kälte\n1;2\n", "Mac Roman"), ("cp1250", "Łódź;Kraków\n1;2\n", "Windows-1250"),
    ("cp1252", "Förderung;São Paulo\nNaïveté;Señor Øre\n", "Windows-1252"), ("cp1252", "Nº;1º\n1;2\n", "Windows-1252"),
    ("cp1252", "Total\xa0cost;wait…what\n1;m²a\n", "Windows-1252"), ("cp850", "Écriture;été\n1;2\n", "DOS 850")])
def test_the_encoding_is_the_one_in_which_letters_make_words(
        tmp_path: Path, encoding: str, text: str, word: str) -> None:
    found = read(tmp_path / "t.csv", text.encode(encoding))
    assert found.sheets[0].rows == [line.split(";") for line in text.splitlines()]
    assert word in found.issues[0].message


def test_one_damaged_sign_does_not_turn_the_others_into_nonsense(tmp_path: Path) -> None:
    found = read(tmp_path / "t.csv", "Kälte;Maßnahme\n".encode() + b"\xffx;y\n")
    assert found.sheets[0].rows == [["Kälte", "Maßnahme"], ["\ufffdx", "y"]]
    assert "1 unreadable sign" in found.issues[0].message


@pytest.mark.parametrize(("amounts", "total"), [
    (["1.234,50", "2,25", "10"], 124_675), (["1,234.50", "2.25", "10"], 124_675), (["1 234,50", "2,25", "10"], 124_675),
    (["1'234.50", "2.25", "10"], 124_675), (["1.234", "2.500", "1.234.567"], 123_830_100)])
def test_the_way_amounts_are_written_is_proven_by_the_column(tmp_path: Path, amounts: list[str], total: int) -> None:
    path = tmp_path / "t.csv"
    body = "".join(f"M-{n};Maßnahme {n};{amount}\n" for n, amount in enumerate(amounts))
    path.write_text(f"ID;Maßnahme;Einmalkosten (EUR)\n{body}", "utf-8")
    batch = import_file(str(path), Wishes(), lambda fraction, text: None)
    assert sum(i.fields.get("undated_plan", 0) for i in batch.items if i.kind == "effect_line") == total


def test_values_stay_text_and_quotes_and_line_breaks_are_kept(tmp_path: Path) -> None:
    found = read(tmp_path / "t.csv", b'id,note,n\n007,"a ""b""\nc",1e5\n,,\n=1+1, x ,\n')
    assert found.sheets[0].rows == [["id", "note", "n"], ["007", 'a "b"\nc', "1e5"], [], ["=1+1", " x "]]


def test_a_heading_in_pointed_brackets_is_no_xml(tmp_path: Path) -> None:
    assert read(tmp_path / "t.csv", b"<name>;n\na;1\n").sheets[0].rows[0] == ["<name>", "n"]


def test_an_export_of_tabs_that_calls_itself_xls_is_read_as_the_table_it_is(tmp_path: Path) -> None:
    found = read(tmp_path / "export.xls", "Maßnahme\tBetrag\nA\t1,5\n".encode("cp1252"))
    assert (found.format, found.sheets[0].rows) == ("tsv", [["Maßnahme", "Betrag"], ["A", "1,5"]])


def test_the_sample_of_returns_on_investment_has_its_26_rows() -> None:
    found = read_book(DATA / "roi_sample_data.csv")
    assert len(found.sheets[0].rows) == 26
    assert found.format == "csv" and found.sheets[0].name == "roi_sample_data"


@pytest.mark.parametrize(("data", "words"), [
    (b",".join([b"x"] * 201) + b"\n", "more than 200 columns in line 1"),
    (b"a,b\n" * 200_001, "more than 200,000 rows"),
    (b'a,"' + b"x" * 1_100_000, "field"),
    (b"a,b\n1,\x002\n" * 5, "NUL bytes"),
])
def test_tables_beyond_the_limits_are_refused(tmp_path: Path, data: bytes, words: str) -> None:
    with pytest.raises(Problem, match=words):
        read(tmp_path / "t.csv", data)


def test_rows_of_nothing_at_the_end_do_not_count(tmp_path: Path) -> None:
    found = read(tmp_path / "t.csv", b"a,b\n1,2\n" + b",\n" * 250_000)
    assert found.sheets[0].rows == [["a", "b"], ["1", "2"]]


@pytest.mark.parametrize("text", ["a;b\n1;2\n3;4\n5;6\n", "a;b\n1;2\n3;4\n\n5;6\n", "a;b\n1;2\n3;4\n\n\n\n5;6\n"])
def test_a_row_beyond_the_limit_is_refused_also_behind_blank_ones(
        tmp_path: Path, text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(read_csv, "MAX_ROWS", 3)
    with pytest.raises(Problem, match="more than 3 rows"):
        read(tmp_path / "t.csv", text.encode())
    assert len(read(tmp_path / "t.csv", b"a;b\n1;2\n3;4\n\n\n\n").sheets[0].rows) == 3
