"""Hyperlinks in cells: the reference of the record whose row they stand in, or named by their cells; never opened."""
from __future__ import annotations

from pathlib import Path

import xlsxwriter

from app.core.batch import Batch
from importers.base import Wishes
from importers.read import import_file
from tests.importers.making_foreign import ods, xls
from tests.importers.trackers import items, read, sheet

URL = "https://tickets.example/browse/K-31"
HEAD = ["ID", "Measure", "Lead", "Saving p.a. (EUR)"]


def taken(path: Path) -> Batch:
    return import_file(str(path), Wishes(), lambda fraction, text: None)


def references(batch: Batch) -> dict[str, object]:
    return {i.key: i.fields["external_ref"] for i in items(batch, "measure") if "external_ref" in i.fields}


def test_a_link_behind_an_id_is_the_measures_external_reference(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(str(tmp_path / "list.xlsx"))
    page = book.add_worksheet("List")
    other = book.add_worksheet("Notes")
    other.write(0, 0, "Read me")
    for n, row in enumerate([HEAD, ["", "Steam traps", "", 900], ["", "Pallets", "", 300], ["K-33", "", "Ole", 40]]):
        page.write_row(n, 0, row)
    page.write_url("A2", f"{URL}?a=1&b=2", string="K-31")
    page.write_formula("A3", '=HYPERLINK("https://tickets.example/K-32","K-32")', None, "K-32")
    page.write_formula("D4", '=HYPERLINK("https://tickets.example/"&A4,40)', None, 40)    # nobody knows where to
    page.write_url("B4", "internal:'Notes'!A1", string="Postage")
    page.write_url("C2", "mailto:ines@example.org", string="Ines Ort")
    book.close()
    batch = taken(tmp_path / "list.xlsx")
    assert references(batch) == {"K-31": f"{URL}?a=1&b=2", "K-32": "https://tickets.example/K-32"}
    left = [i for i in batch.issues if "link" in i.message and i.sheet == "List"]
    assert [(i.severity, i.cell) for i in left] == [("note", "C2")] and "mailto:ines@example.org" in left[0].message


def test_links_of_an_open_document_are_read_too(tmp_path: Path) -> None:
    def cell(value: str, link: str = "") -> str:
        shown = f'<text:a xlink:href="{link}" xlink:type="simple">{value}</text:a>' if link else value
        return f'<table:table-cell office:value-type="string"><text:p>{shown}</text:p></table:table-cell>'

    def row(*cells: str) -> str:
        return f"<table:table-row>{''.join(cells)}</table:table-row>"

    rows = row(*map(cell, HEAD[:3])) + row(cell("K-31", URL), cell("Steam traps"), cell("Ines Ort")) + row(
        cell("K-32", "#List.A1"), cell("Pallets"), cell("Jan Kok"))
    batch = taken(ods(tmp_path / "list.ods", f'<table:table table:name="List">{rows}</table:table>'))
    assert references(batch) == {"K-31": URL}


def test_a_column_of_references_goes_before_a_link_and_what_shows_its_link_needs_no_word() -> None:
    batch = read(sheet([["ID", "Measure", "Web"], ["A-1", "Steel", "https://x.example/a"], ["A-2", "Freight", "y"]],
                       links={(1, 2): "https://x.example/a/", (2, 1): "https://x.example/b",
                              (2, 2): "https://x.example/c", (0, 0): "https://x.example/help"}))
    assert references(batch) == {"A-2": "https://x.example/b"}
    told = [i.message for i in batch.issues if "link" in i.message]
    assert len(told) == 1 and "C3" in told[0] and "A1" in told[0] and "C2" not in told[0]


def test_braces_in_a_link_that_is_named_are_no_words_of_the_message() -> None:
    batch = read(sheet([["ID", "Measure"], ["A-1", "Steel"]], links={(0, 0): "https://x.example/{tenant/item}"}))
    (told,) = [i.message for i in batch.issues if "link" in i.message]
    assert "https://x.example/(tenant/item)" in told


def test_formats_whose_links_no_reader_gives_say_so(tmp_path: Path) -> None:
    batch = taken(xls(tmp_path / "old.xls", {"List": [(0, 0, "ID"), (0, 1, "Measure"), (1, 0, "A"), (1, 1, "Steel")]}))
    assert [i for i in batch.issues if ".xls" in i.message and "links" in i.message]
