"""Text tables: encoding and separator by evidence, limits, and nothing turned into numbers too early."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.errors import Problem
from importers.base import Book
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
