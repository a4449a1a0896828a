"""A sheet with nothing to import names the sheets its figures come from: by formulas, charts, pivot tables, names."""
from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.table import Table

from app.core.batch import Batch
from importers.base import Book, Wishes
from importers.read import import_file
from importers.reading.workbook import read_book
from importers.reading.xlsx.references import in_formulas, in_ods
from tests.importers.making import parts, sheet_xml, write

LIST = [["ID", "Project name", "Owner", "End date", "Plan (kEUR)"],
        *([f"P-{n}", f"Project {n}", "Anna Berg", f"2026-0{n}-28", n * 10.5] for n in range(1, 7))]


def book(path: Path, front: Any, *more: Any) -> Path:
    """A workbook whose first sheet is filled by `front`, then a list on "Project data", then what `more` adds."""
    made = Workbook()
    ws: Any = made.active
    ws.title = "Dashboard"
    data = made.create_sheet("Project data")
    for row in LIST:
        data.append(row)
    for add in more:
        add(made)
    front(ws, made)
    made.save(path)
    return path


def tiles(*formulas: str) -> Any:
    def fill(ws: Any, made: Workbook) -> None:
        ws["A1"] = "Portfolio dashboard"
        for n, formula in enumerate(formulas):
            ws.cell(3, 1 + n, f"Figure {n}")
            ws.cell(4, 1 + n, formula)
    return fill


def understood(path: Path) -> Batch:
    return import_file(str(path), Wishes(), lambda share, text: None)


def refers(path: Path) -> set[str]:
    found: Book = read_book(path)
    return found.sheets[0].refers


def test_a_dashboard_names_the_list_behind_its_formulas(tmp_path: Path) -> None:
    batch = understood(book(tmp_path / "a.xlsx", tiles("=SUM('Project data'!E2:E7)", "=COUNTA('Project data'!A2:A7)",
                                                       "=A4/B4")))
    front, data = batch.sheets
    assert (front.role, data.role, front.sources) == ("dashboard", "data", ("Project data",))
    assert front.why.endswith("Its figures come from “Project data”, which was read.")
    (said,) = [i for i in batch.issues if i.sheet == "Dashboard" and "Its figures come from" in i.message]
    assert said.severity == "note"


def test_the_way_to_the_list_leads_over_a_hidden_calculation(tmp_path: Path) -> None:
    def calc(made: Workbook) -> None:
        ws = made.create_sheet("Calc")
        ws["A1"], ws["B1"] = "=SUM('Project data'!E2:E7)", "=COUNTA('Project data'!A2:A7)"
        ws.sheet_state = "hidden"
    batch = understood(book(tmp_path / "a.xlsx", tiles("=Calc!A1", "=Calc!B1", "=A4*2"), calc))
    assert batch.sheets[0].sources == ("Project data",)


def test_without_any_list_the_sheets_named_are_said_to_hold_none(tmp_path: Path) -> None:
    made = Workbook()
    ws: Any = made.active
    tiles("=Lists!A1&\"x\"", "=COUNTA(Lists!A1:A9)", "=A4")(ws, made)
    ws.title = "Dashboard"
    lists = made.create_sheet("Lists")
    for n, word in enumerate(("RAG", "Red", "Amber"), 1):
        lists.cell(n, 1, word)
    made.save(tmp_path / "a.xlsx")
    front = understood(tmp_path / "a.xlsx").sheets[0]
    assert front.why.endswith("Its figures come from “Lists”, which holds no list either.")


def test_a_chart_names_its_sheet(tmp_path: Path) -> None:
    def chart(ws: Any, made: Workbook) -> None:
        ws["A1"] = "Portfolio dashboard"
        drawn, data = BarChart(), made["Project data"]
        drawn.add_data(Reference(data, min_col=5, min_row=1, max_row=7), titles_from_data=True)
        ws.add_chart(drawn, "A3")
    path = book(tmp_path / "a.xlsx", chart)
    assert refers(path) == {"Project data"}


def test_tables_and_named_ranges_stand_for_their_sheets(tmp_path: Path) -> None:
    def table(made: Workbook) -> None:
        made["Project data"].add_table(Table(displayName="Projects", ref="A1:E7"))
        made.create_sheet("Rates")["A1"] = 1.1
        made.defined_names["Rate"] = DefinedName("Rate", attr_text="Rates!$A$1")
    assert refers(book(tmp_path / "a.xlsx", tiles("=SUM(Projects[Plan (kEUR)])"), table)) == {"Project data"}
    assert refers(book(tmp_path / "b.xlsx", tiles("=Rate*2", "=Rates2"), table)) == {"Rates"}


def test_a_pivot_table_names_its_source(tmp_path: Path) -> None:
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006/relationships"

    def rels(name: str, target: str) -> str:
        return (f'<Relationships xmlns="{package}"><Relationship Id="rId1" Type="{kind}/{name}" Target="{target}"/>'
                "</Relationships>")
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    extra = {
        "xl/worksheets/_rels/sheet1.xml.rels": rels("pivotTable", "../pivotTables/pivotTable1.xml"),
        "xl/pivotTables/pivotTable1.xml": f'<pivotTableDefinition xmlns="{main}"/>',
        "xl/pivotTables/_rels/pivotTable1.xml.rels": rels("pivotCacheDefinition",
                                                          "../pivotCache/pivotCacheDefinition1.xml"),
        "xl/pivotCache/pivotCacheDefinition1.xml": f'<pivotCacheDefinition xmlns="{main}"><cacheSource type='
        '"worksheet"><worksheetSource ref="A1:E7" sheet="Data"/></cacheSource></pivotCacheDefinition>'}
    row = '<row r="1"><c r="A1" t="inlineStr"><is><t>Sum of Plan!</t></is></c></row>'
    path = write(tmp_path / "a.xlsx", parts({"Pivot": sheet_xml(row), "Data": sheet_xml(row)}, extra))
    assert refers(path) == {"Data"}


@pytest.mark.parametrize("formula,found", [
    ("'It''s a plan'!A1", {"It's a plan"}), ("SUM(Jan!A1,Feb!$B$2)", {"Jan", "Feb"}),
    ("SUM(Jan:Feb!A1)", {"Jan", "Feb"}),
    ("[1]Jan!A1", set()), ("'[x.xlsx]Jan'!A1", set()), ("IF(A1=\"Jan!\",1,2)", set()), ("'A&amp;B'!A1", {"A&B"}),
    ("jan!A1+Mar!B2", {"Jan"}), ("XJan!A1", set()), ("Jan:B2", set()), ("A1", set())])
def test_references_of_formulas(formula: str, found: set[str]) -> None:
    xml = sheet_xml(f'<row r="1"><c r="A1"><f>{formula}</f><v>1</v></c><c r="B1" t="inlineStr"><is><t>Feb!</t></is></c>'
                    "</row>").encode()
    assert in_formulas(xml, ["It's a plan", "Jan", "Feb", "A&B"], {}) == found


def test_references_of_open_document_formulas() -> None:
    assert set(in_ods("of:=SUM([$Data.A1:.A9];['My plan'.B2];[.C1])")) == {"Data", "My plan"}
