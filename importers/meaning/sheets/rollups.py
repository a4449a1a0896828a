"""Recognises sheets that only sum another sheet of the same book, so that nothing is counted twice.

What gives a roll-up away is that its keys are levels of a list already read, or that formulas take all its figures from
such lists. Must not know: layouts.
"""
from __future__ import annotations

from collections.abc import Iterable, Sequence

from app.core.batch import Batch
from app.core.catalog import LEVELS
from importers.base import Formula, Sheet, Value
from importers.meaning.cell_text import text_of
from importers.meaning.headers import Head
from importers.meaning.words import squash, vocabulary

_TOLD = ("owner", "sponsor", "controller", "start", "finish", "plan_start", "plan_finish", "status", "light", "stage")
_NAMED = frozenset((*LEVELS, "unit", "person"))


class Known:
    """What the lists read so far call their levels, units, people and measures."""

    def __init__(self, read: Iterable[Batch] = (), traced: bool = False) -> None:
        self.nodes: set[str] = set()
        self.measures: set[str] = set()
        self.sheets: set[str] = set()     # with amounts, folded
        self.traced = traced              # some sheet is seen to name another in its formulas
        for batch in read:
            self.add(batch)

    def add(self, batch: Batch) -> None:
        """Another sheet was read."""
        for item in batch.items:
            if item.kind == "effect_line":
                self.sheets.add(item.at.rpartition("!")[0].casefold())
            if item.kind in _NAMED:
                names = {str(item.fields.get(n)) for n in ("code", "name") if item.fields.get(n)}
                known = self.measures if item.kind == "measure" else self.nodes
                known |= names


def is_rollup(sheet: Sheet, head: Head | None, known: Known) -> bool:
    """Every key in the first column is a level (or a unit) of a list read before, and no measure's name or id stands
    beside it; or all its figures are formulas and its keys are measures read before."""
    nodes, measures = known.nodes, known.measures
    if head is None or not (nodes or measures):
        return False
    if _is_drawn(sheet, head, known):
        return True
    keys: list[str] = []
    rows: list[int] = []
    for row in range(head.data, len(sheet.rows)):
        text = next((text_of(v) for v in sheet.rows[row] if v is not None and text_of(v)), None)
        if text is not None:
            keys.append(text)
            rows.append(row)
    figures = sum(any(isinstance(v, int | float) and not isinstance(v, bool) for v in sheet.rows[r]) for r in rows)
    if not keys or (2 * figures < len(keys) and not sheet.formula_count):
        return False                                       # what holds no figures sums nothing
    inside = sum(k in nodes for k in keys)
    named = any(squash(b) in vocabulary().fields["name"] and squash(b) not in _level_words()
                for b in head.bottoms[1:] if b)
    if inside >= 0.8 * len(keys) and (not named or sheet.formula_count):
        return True
    if known.traced and not sheet.refers:
        return False                                       # its formulas stay on it: they sum no other sheet
    formulas = sum(r in sheet.formula_rows for r in rows)
    return formulas >= 0.8 * len(rows) and sum(k in nodes or k in measures for k in keys) >= 0.8 * len(keys) \
        and sum(sheet.formula_rows.values()) >= 0.5 * sum(sum(v is not None for v in sheet.rows[r]) for r in rows)


def _is_drawn(sheet: Sheet, head: Head, known: Known) -> bool:
    """Do formulas take all figures from sheets that have amounts, or sum what they took, and says nothing beside them
    who answers for a row, how it stands or when it is?"""
    told = vocabulary().fields
    if not sheet.formulas or any(squash(b) in told[name] for b in head.bottoms if b for name in _TOLD):
        return False
    columns: dict[int, list[tuple[Value, Formula | None]]] = {}
    for r in range(head.data, len(sheet.rows)):
        for c, v in enumerate(sheet.rows[r]):
            if isinstance(v, int | float) and not isinstance(v, bool):
                columns.setdefault(c, []).append((v, sheet.formulas.get((r, c))))
    formulas = [f for cells in columns.values() if not _counts_on([v for v, _ in cells]) for _, f in cells]
    return any(f is not None and _other(f, known) for f in formulas) and all(
        f is not None and (_other(f, known) or (f.named and not any(a.sheet for a in f.named))) for f in formulas)


def _other(formula: Formula, known: Known) -> bool:
    return any(a.sheet.casefold() in known.sheets for a in formula.named)


def _counts_on(values: Sequence[Value]) -> bool:
    """1, 2, 3: numbers of the rows."""
    return list(values) == [*range(1, len(values) + 1)]


def _level_words() -> set[str]:
    fields = vocabulary().fields
    return {w for level in LEVELS[:5] for w in fields[level]} | {"measures", squash("Maßnahmen"), "projects",
                                                                 "initiatives"}
