"""What the report tests share: building small portfolios, finding blocks, reading a PDF back."""
from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

import pypdf

from app.core import edits
from app.core.portfolio import Portfolio
from app.core.values import month_index
from app.reports.blocks import Beside, Cell, Page, Paper, Question, Table

FILE = "00000000-0000-0000-0000-000000000001"
HOW: dict[str, Any] = {"as_of": None, "file_name": "nordhaven.trimtab", "head": "b62876305546aa11" + "0" * 48,
                       "vector": {"beef": 4, "ab12": 17}, "tx_count": 4812, "printed_on": "2026-04-20"}
STATUS = "2026-04-17"
# The pages of the sample, a sheet each.
PAGES = ("steering", "bridge", "groups", "status", "value", "roadmap", "exceptions", "threats", "measures")


class Build:
    """A small portfolio typed in by a test."""

    def __init__(self) -> None:
        self.p = Portfolio(FILE)
        self.number = 0

    def add(self, kind: str, parent: str = "", **fields: Any) -> str:
        self.number += 1
        uid, changes = edits.add(self.p, kind, parent, fields, uid=f"{kind}{self.number:05d}")
        self.p.apply(changes)
        return uid

    def package(self, program: str = "Program") -> str:
        """The levels down to a package, once for each program name."""
        top = self.add("organization", name="Org")
        portfolio = self.add("portfolio", top, name="Portfolio")
        return self.add("package", self.add("project", self.add("program", portfolio, name=program)))

    def person(self, name: str) -> str:
        uid, changes = edits.person(self.p, name)
        self.p.apply(changes)
        return uid

    def line(self, measure: str, type_: str = "recurring_benefit", first: str = "2026-01", currency: str = "EUR",
             **series: list[int | None]) -> str:
        uid = self.add("effect_line", measure, type=type_, category="ebitda", currency=currency)
        for name, values in series.items():
            self.p.apply(edits.set_months(self.p, uid, name, month_index(first), values))
        return uid


def walk(blocks: Any) -> Iterator[Any]:
    """Every block of a page, those in columns and questions too."""
    for block in blocks:
        yield block
        if isinstance(block, Beside):
            for column in block.columns:
                yield from walk(column)
        elif isinstance(block, Question):
            yield from walk(block.body)


def page_of(paper: Paper, key: str) -> Page:
    return next(p for p in paper.pages if p.key == key)


def questions_of(paper: Paper) -> dict[str, Question]:
    return {b.title: b for b in walk(page_of(paper, "steering").blocks) if isinstance(b, Question)}


def tables_of(page: Page) -> list[Table]:
    return [b for b in walk(page.blocks) if isinstance(b, Table)]


def cells_of(paper: Paper) -> Iterator[Cell]:
    for page in paper.pages:
        for table in tables_of(page):
            for row in table.rows:
                yield from row.cells


def reader(pdf: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(pdf))


def text_of(pdf: bytes) -> list[str]:
    """The text of each page, white space flattened, hyphens of broken words left."""
    return [re.sub(r"\s+", " ", page.extract_text().replace("\u200b", "")) for page in reader(pdf).pages]
