"""What an export writes, as plain rows: one a node for "Tree", one an effect line and series for "Effects".

Columns come from the catalog, so that a new field is exported without a line here. Amounts of lines are positive,
as entered, with the type beside them; totals of nodes are net. Must not know: workbooks, CSV.
"""
from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from app.core.catalog import CATEGORY_NAMES, LEVELS, SERIES, TYPE_NAMES, Field, fields_of
from app.core.edits import scale_for
from app.core.own_workbook import (
    KNOWN_ON,
    LINE_HEADS,
    PARENT_CODE,
    PARENT_RECORD,
    RECORD,
    Names,
    custom_fields,
    head_of,
)
from app.core.portfolio import Portfolio, Record
from app.core.value.cube import roll_up
from app.core.value.variance import figures
from app.reports.facts import word
from app.reports.sheets.cells import Head, Value
from app.reports.sheets.kind_rows import look_of, value_cell

_WIDE = {"code": 16, "name": 44, "text": 16, "long": 40, "ref": 22, "date": 12, "percent": 10, "money": 16}


@dataclass(frozen=True)
class Effect:
    """One line and series: its texts as `effect_heads` names them, and its amounts in minor units of `scale`."""

    texts: tuple[str, ...]
    more: tuple[Value, ...]               # values of `line_columns`
    series: str
    scale: int
    undated: int | None
    total: int | None                     # of months and undated; None when neither holds anything
    months: list[int | None]
    uid: str
    measure: str


def tree_columns(p: Portfolio) -> list[tuple[str, Field]]:
    """(head, field) of every field of a node but code and name: short ones, long texts, then the file's own."""
    known = [f for f in fields_of("measure").values() if f.name not in ("code", "name")]
    ordered = [f for f in known if f.type != "long"] + [f for f in known if f.type == "long"]
    found = [(head_of(f), f) for f in ordered]
    return [*found, *custom_fields(p, LEVELS, [head for head, _ in found]).items()]


def tree_heads(p: Portfolio, currency: str) -> list[Head]:
    """The columns of "Tree"."""
    totals = [Head(f"{s.capitalize()}, net {currency}", "money", 18) for s in (*SERIES, "expected", "variance")]
    fields = [Head(head, look_of(f), _WIDE.get(f.type, 16)) for head, f in tree_columns(p)]
    return [Head("Level", "count", 7), Head("Kind", width=18), Head("Code", width=16), Head("Name", width=48),
            Head(PARENT_CODE, width=16), *fields, *totals, Head(KNOWN_ON, "date", 12), Head(RECORD, width=34),
            Head(PARENT_RECORD, width=34)]


def tree_rows(p: Portfolio, status: str, names: Names, known: Mapping[str, str]) -> Iterator[list[Value]]:
    """One row a node in the order of the file, those that only pass through included; level 1 is the top.

    Totals are net over all time in the reporting currency; a series without any value below a node stays empty.
    """
    f = figures(p, status)
    c, outline = f.cube, f.cube.outline
    held = roll_up(outline, c.position, (c.present.any(axis=2) | (c.undated_stored != 0)).astype(np.int64)) > 0
    sums = c.nodes.sum(axis=2) + c.node_undated
    expected = f.expected.sum(axis=1) + f.expected_undated
    fields, words = [field for _, field in tree_columns(p)], {kind: word(p, kind) for kind in LEVELS}
    for i, uid in enumerate(outline.uids):
        r = p[uid]
        above = p.get(r.parent)
        row: list[Value] = [int(outline.level[i]) + 1, r.get("word") or words[r.kind], r.code, r.name,
                            above.code if above else ""]
        row += [value_cell(r, field, names) for field in fields]
        row += [int(sums[i, s]) if held[i, s] else None for s in range(len(SERIES))]
        filled = bool(held[i].any())
        row += [int(expected[i]) if filled else None, int(expected[i] - sums[i, SERIES.index("plan")]) if filled
                else None, known.get(uid), uid, r.parent]
        yield row


def months_of(p: Portfolio) -> tuple[int, int]:
    """First month and number of months that any effect line uses; (0, 0) without any."""
    store = p.series
    slots = [store.slot[r.uid] for r in p.of_kind("effect_line") if r.uid in store.slot]
    hit = np.flatnonzero(store.present[slots].any(axis=(0, 1))) if slots else np.zeros(0, int)
    return (store.first + int(hit[0]), int(hit[-1] - hit[0]) + 1) if len(hit) else (0, 0)


_LINE_WIDTHS = {"name": 26, "type": 17, "category": 11, "line_kind": 8, "money_line": 24, "unit": 9, "currency": 9,
                "segment": 18, "anchor": 26}
_LINE_HEADS = (Head("Measure code", width=16), Head("Measure", width=40), Head("Line", width=6),
               *(Head(LINE_HEADS[name], width=width) for name, width in _LINE_WIDTHS.items()))


def effect_heads(p: Portfolio) -> list[Head]:
    """The columns of "Effects" before the amounts: `Effect.texts`, then `Effect.more`; the series stands behind."""
    return [*_LINE_HEADS, *[Head(head, look_of(f), 12) for head, f in line_columns(p)]]


def line_columns(p: Portfolio) -> list[tuple[str, Field]]:
    """(head, field) of what else a line holds: how its amounts were made, and the file's own fields."""
    known = [(LINE_HEADS[name], fields_of("effect_line")[name]) for name in ("scale", "basis")]
    return [*known, *custom_fields(p, ("effect_line",), [h.name for h in _LINE_HEADS]).items()]


def effects(p: Portfolio, names: Names) -> Iterator[Effect]:
    """Every live effect line, a row for each series that holds anything; a line without any keeps an empty plan row."""
    first, count = months_of(p)
    store = p.series
    low = first - store.first
    fields = [field for _, field in line_columns(p)]
    ends = [fields_of("effect_line")[name] for name in ("segment", "anchor")]
    lines: dict[str, list[Record]] = {}
    for r in sorted(p.of_kind("effect_line"), key=lambda r: (r.rank, r.uid)):
        lines.setdefault(r.parent, []).append(r)
    for uid in p.outline.uids:
        measure = p[uid]
        for number, r in enumerate(lines.get(uid, ()), 1):
            texts = (measure.code, measure.name, str(number), r.name,
                     TYPE_NAMES.get(r.get("type", ""), r.get("type", "")),
                     CATEGORY_NAMES.get(r.get("category", ""), r.get("category", "")),
                     str(r.get("line_kind", "")), str(r.get("money_line", "")), str(r.get("unit", "")),
                     str(r.get("currency", "")),
                     *(names.cell(f.ref, r.get(f.name)) if r.get(f.name) else "" for f in ends))
            more = tuple(value_cell(r, field, names) for field in fields)
            scale, slot, written = scale_for(p, r), store.slot.get(r.uid), False
            for s, series in enumerate(SERIES):
                undated = r.get(f"undated_{series}")
                months: list[int | None] = []
                if slot is not None and store.present[slot, s].any():
                    have = store.present[slot, s, low:low + count].tolist()
                    months = [v if h else None for v, h in
                              zip(store.values[slot, s, low:low + count].tolist(), have, strict=True)]
                if undated is None and not months:
                    continue
                written = True
                total = sum(v for v in months if v is not None) + (undated or 0)
                yield Effect(texts, more, series, scale, undated, total, months, r.uid, uid)
            if not written:
                yield Effect(texts, more, "plan", scale, None, None, [], r.uid, uid)
