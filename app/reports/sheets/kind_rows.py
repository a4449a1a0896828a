"""The rows of every kind that has a sheet of its own in the export: activities, risks, people, settings, rates ...

Columns come from the catalog; a reference stands as the name people know. Must not know: workbooks.
"""
from __future__ import annotations

from collections.abc import Iterator, Mapping

from app.core.catalog import KINDS, Field, fields_of, series_of
from app.core.own_workbook import (
    KNOWN_ON,
    PARENT,
    PARENT_RECORD,
    RECORD,
    SHEETS,
    Names,
    cell_of,
    custom_fields,
    head_of,
    parent_ref,
    set_text,
)
from app.core.portfolio import Portfolio, Record
from app.reports.sheets.cells import Head, Value

_WIDE = {"text": 22, "code": 14, "long": 44, "ref": 26, "date": 12, "month": 10, "percent": 10, "money": 16, "json": 40}


def kinds_held(p: Portfolio) -> list[str]:
    """The kinds with a sheet of their own that this file has records of, in the order of the catalog."""
    return [kind for kind in SHEETS if p.of_kind(kind)]


def look_of(field: Field) -> str:
    """How the values of a field look in a column."""
    if field.type in ("date", "money", "percent", "number"):
        return field.type
    return "count" if field.type == "int" else "text"


def columns(p: Portfolio, kind: str) -> list[tuple[Head, Field]]:
    """The columns of a kind's sheet between the parent and the record: catalog fields, then the file's own."""
    known = [(head_of(f), f) for f in fields_of(kind).values()]
    own = custom_fields(p, (kind,), [head for head, _ in known]).items()
    return [(Head(head, look_of(f), _WIDE.get(f.type, 16)), f) for head, f in (*known, *own)]


def heads(p: Portfolio, kind: str) -> list[Head]:
    """The whole head row of a kind's sheet."""
    above = [Head(PARENT, width=26)] if parent_ref(kind) else []
    below = [Head(PARENT_RECORD, width=34)] if parent_ref(kind) else []
    return [*above, *[head for head, _ in columns(p, kind)], Head(KNOWN_ON, "date", 12), Head(RECORD, width=34), *below]


def rows(p: Portfolio, kind: str, names: Names, known: Mapping[str, str]) -> Iterator[list[Value]]:
    """One row a live record: by what it hangs under, then in its order there."""
    fields = [field for _, field in columns(p, kind)]
    hangs = parent_ref(kind)
    for r in _in_order(p, kind):
        row: list[Value] = [names.cell(hangs, r.parent) if r.parent else None] if hangs else []
        row += [value_cell(r, field, names) for field in fields]
        row += [known.get(r.uid), r.uid]
        yield [*row, r.parent or None] if hangs else row


def months_of(p: Portfolio, kind: str) -> tuple[int, int]:
    """The first month any record of a kind holds a value of, and how many there are up to the last; (0, 0) for none."""
    spans = [e for r in p.of_kind(kind) for series in series_of(kind) if (e := p.series.extent(r.uid, series))]
    if not spans:
        return 0, 0
    first = min(a for a, _ in spans)
    return first, max(a + n for a, n in spans) - first


def amounts_of(p: Portfolio, r: Record, first: int, months: int) -> list[float | None]:
    """The months of a record as numbers, behind its row."""
    size = 10 ** int(r.get("scale", 0))
    return [None if v is None else v / size for series in series_of(r.kind)
            for v in p.months_of(r.uid, series, first, months)]


def value_cell(r: Record, field: Field, names: Names) -> Value:
    """A field as a cell: numbers as whole smallest units, references by name, sets as a list."""
    if field.type == "set":
        return set_text(field, (c for c in field.choices if r.get(f"{field.name}#{c}"))) or None
    value = r.get(field.name)
    if field.type == "ref" and value is not None:
        return names.cell(field.ref, str(value))
    return cell_of(field, value)


def _in_order(p: Portfolio, kind: str) -> list[Record]:
    """Parents before what hangs under them, siblings in their order."""
    above = p.outline.position

    def place(r: Record) -> tuple[int, int, str, str, str]:
        depth, up = 0, p.get(r.parent)
        while up is not None and up.kind == kind:
            depth, up = depth + 1, p.get(up.parent)
        node = next((a.uid for a in p.ancestors(r.uid) if a.uid in above), "")
        return depth, above.get(node, -1), r.parent, r.rank, r.uid

    return sorted(p.of_kind(kind), key=place)


assert set(SHEETS) <= set(KINDS)
