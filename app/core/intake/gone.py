"""What an earlier import brought and this one does not: named, never deleted; and money that stays as it is.

Must not know: how rows are matched.
"""
from __future__ import annotations

from typing import Any

from app.core.catalog import SERIES
from app.core.find import path_name
from app.core.intake.words import ImportRow
from app.core.portfolio import Portfolio, Record
from app.core.value.cube import reporting_currency
from app.core.values import scale_of

LEAF = frozenset(("measure", "activity", "risk", "issue", "assumption", "decision", "kpi"))
_UNDATED = "undated_"


def gone(p: Portfolio, left: set[str]) -> list[tuple[ImportRow, str]]:
    """(row of the preview, what it is called) of each record among those that are left over."""
    found = []
    for uid in sorted(left):
        record = p.records.get(uid)
        if record is None or not p.live(uid) or record.kind not in (*LEAF, "effect_line"):
            continue
        line = record.kind == "effect_line"
        if not (line and record.parent in left):           # a line of such a measure is said with it
            found.append((ImportRow("gone", record.kind, uid, record.code, record.name, ""),
                          path_name(p, record) if line else record.code or record.name))
    return found


class Apart:
    """Sums of what the source says and what stays here instead, by type, series and currency."""

    def __init__(self, p: Portfolio) -> None:
        self._p = p
        self._sums: dict[tuple[str, str, int], list[int]] = {}

    def add(self, record: Record, name: str, here: Any, there: Any) -> None:
        """A field or the month of a series that keeps its value; only amounts count."""
        series = name.removeprefix(_UNDATED).partition(" ")[0]
        if record.kind != "effect_line" or series not in SERIES:
            return
        currency = str(record.get("currency") or reporting_currency(self._p))
        entry = self._sums.setdefault((f"{record.get('type', '')}.{series}", currency,
                                       int(record.get("scale", scale_of(currency)))), [0, 0])
        entry[0] += there or 0
        entry[1] += here or 0

    def told(self) -> list[list[Any]]:
        """[what, currency, decimal places, the file's amount, the amount here] of each that differs."""
        return [[*key, *sums] for key, sums in sorted(self._sums.items()) if sums[0] != sums[1]]
