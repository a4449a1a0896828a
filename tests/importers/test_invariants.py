"""Whatever a sheet holds: no crash, canonical values, unique keys, parents that exist, and every row accounted for."""
from __future__ import annotations

import datetime as dt
import random
from typing import Any

from hypothesis import given, note, settings
from hypothesis import strategies as st

from app.core.batch import Batch, Link
from app.core.catalog import KINDS, SERIES, fields_of, level_of
from app.core.values import MAX_MINOR, check
from importers.meaning.words import vocabulary
from tests.importers.trackers import items, read, sheet

TEXTS = ("Einkauf bündeln", "A / B", "tbd", "n/a", "-", "Total", "Summe Nord", "Zwischensumme", "Example",
         "< Select >", "M-1", "M-2",
         "1.2.3", "12.5.2025", "03/04/2025", "1.234,5", "1,234.5", "1.234", "28 %", "x" * 90, "Plan", "Ist", "grün",
         "R", "KW 3/2025",
         "   eingerückt", "1.2 Mio.", "#REF!", "Q1 2025", "Eva Lang", "\n", " ", "2025", "99999999999999999999",
         "1;2", "3FS+2d")
VALUES: tuple[Any, ...] = (*TEXTS, None, None, None, 0.0, 1.0, -2.5, 0.1 + 0.2, 45000.0, 1e300, 7, True, dt.date(2025,
                                                                                                                 1, 1),
                           dt.datetime(2025, 1, 1, 13, 5), dt.time(0), dt.timedelta(hours=30))
HEADS = ("Plan 2025-01", "Ist 01/2025", "Forecast Jan 25", "Plan Q1 2025", "Plan 2025", "Total", "Var",
         "Savings p.a. (kEUR)", "M1",
         "Einmalkosten", "Budget", "Program ID", "", "RAG", "Wertart", "Effektart", "Währung", "Feb", dt.date(2025, 3,
                                                                                                              1),
         2025.0,
         "FTE Plan 2025-01")


def random_sheet(rng: random.Random) -> Any:
    words = sorted(w for entry in vocabulary().fields.values() for w in entry)
    width, height = rng.randint(1, 9), rng.randint(0, 14)
    rows: list[list[Any]] = [[rng.choice(VALUES)] for _ in range(rng.choice((0, 0, 1, 2)))]
    for _ in range(rng.choice((1, 1, 1, 2, 3))):
        rows.append([rng.choice(("ID", "Maßnahme", *HEADS, rng.choice(words))) for _ in range(width)])
    kinds = [rng.choice((VALUES, TEXTS, (1.0, 2.5, None), (f"M-{n}" for n in range(99)))) for _ in range(width)]
    columns = [tuple(k) for k in kinds]
    for _ in range(height):
        rows.append([rng.choice(c) for c in columns][:rng.randint(1, width) if rng.random() < 0.2 else width])
    spots = [(r, c) for r in range(len(rows)) for c in range(len(rows[r]))]
    pick = [rng.choice(spots) for _ in range(3)] if spots else []
    return sheet(rows, rng.choice(("Plan 2025", "Kosten", "Tabelle1", "Lists")), bold=set(pick),
                 fills=dict.fromkeys(pick, "FF0000"),
                 indents=dict.fromkeys(pick, 2), errors=dict.fromkeys(pick[:1], "#N/A"), unvalued=set(pick[1:2]),
                 merged=[(r, c, r + rng.randint(0, 2), c + rng.randint(0, 3)) for r, c in pick[:2]],
                 formula_count=rng.choice((0, 5)), hidden_rows={r for r, _ in pick[2:]})


def lawful(batch: Batch) -> None:
    known = {(i.kind, i.key) for i in batch.items}
    assert len(known) == len(batch.items)
    seen: set[tuple[str, str]] = set()
    for item in batch.items:
        fields = fields_of(item.kind)
        for name, value in item.fields.items():
            if isinstance(value, Link):
                assert fields[name].type == "ref" and value.key
                assert value.kind in ("measure", "activity") or (value.kind, value.key) in known
            else:
                check(fields[name], value)
        if item.kind in ("person", "unit", "dependency", "organization"):
            assert not item.parent
        else:
            assert item.parent_kind in KINDS[item.kind].parents and (item.parent_kind, item.parent) in seen
        if level_of(item.kind) >= 0:
            assert item.fields.get("name") is not None
        for series, run in item.series.items():
            assert series in SERIES and all(v is None or abs(v) <= MAX_MINOR for v in run.values)
            assert 1900 * 12 <= run.first <= 2200 * 12
        for kind, value in item.custom.values():
            assert kind in ("text", "number", "money", "percent", "date") and value is not None
        seen.add((item.kind, item.key))


@given(seed=st.integers(0, 2**40), leaf=st.sampled_from(["", "", "measure", "activity"]))
@settings(max_examples=400, deadline=None)
def test_any_sheet_gives_a_lawful_batch(seed: int, leaf: str) -> None:
    note(f"seed {seed}")
    rng = random.Random(seed)
    sheets = [random_sheet(rng) for _ in range(rng.choice((1, 1, 2)))]
    for n, one in enumerate(sheets):
        one.name = f"{one.name} {n}"
    batch = read(*sheets, leaf=leaf)
    lawful(batch)
    assert [s.name for s in batch.sheets] == [s.name for s in sheets]
    for source, reading in zip(sheets, batch.sheets, strict=True):
        assert set(reading.row_kinds) == set(range(1, len(source.rows) + 1))
        if reading.role != "data":
            assert any(i.sheet == source.name for i in batch.issues)
    if not items(batch, "measure"):
        assert any(i.severity == "error" for i in batch.issues)
