"""Sheets that a test writes row by row, and short questions about what became of them."""
from __future__ import annotations

from typing import Any

from app.core.batch import Batch, Item
from importers.base import Sheet, Value
from tests.importers import trackers


def sheet(name: str, *rows: list[Value], **marks: Any) -> Sheet:
    return trackers.sheet(rows, name, **marks)


def read(*sheets: Sheet, **answers: str) -> Batch:
    return trackers.read(*sheets, name="shape.xlsx", answers=answers)


def of(batch: Batch, kind: str) -> list[Item]:
    """What the sheets say of this kind; levels that only had to be there are left out."""
    return [i for i in trackers.items(batch, kind) if not i.fields.get("pass_through")]


def names(batch: Batch, kind: str = "measure") -> list[str]:
    return [i.fields["name"] for i in of(batch, kind)]


def fields(batch: Batch, at: int = 0) -> dict[str, str]:
    """What the columns of a sheet were taken for."""
    return {c.header: c.field for c in batch.sheets[at].columns}


def said(batch: Batch) -> str:
    return "\n".join(f"{i.severity} {i.sheet} {i.cell} {i.message}" for i in batch.issues)


def undated(batch: Batch, series: str = "plan") -> int:
    """The sum of all amounts of a series that have no month."""
    return sum(i.fields.get(f"undated_{series}") or 0 for i in of(batch, "effect_line"))


def by_month(batch: Batch) -> dict[str, int]:
    """series -> the sum of all its amounts that have a month."""
    out: dict[str, int] = {}
    for line in of(batch, "effect_line"):
        for series, run in line.series.items():
            out[series] = out.get(series, 0) + sum(v or 0 for v in run.values)
    return out
