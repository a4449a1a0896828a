"""What a KPI last was, and its values by month. Must not know: where the values are from, targets, screens."""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.core.find import fold
from app.core.portfolio import Portfolio, Record
from app.core.wording import amount


@dataclass(frozen=True, slots=True)
class Kpi:
    """One KPI with the months that hold a value, oldest first; values in its own decimals."""

    record: Record
    months: Sequence[tuple[int, int]]

    @property
    def scale(self) -> int:
        return int(self.record.get("scale", 0))

    @property
    def latest(self) -> tuple[int, int] | None:
        """(month, value) of the newest value."""
        return self.months[-1] if self.months else None

    def text(self, value: int) -> str:
        """A value as people read it: "1,234.5"."""
        return amount(value, self.scale).replace("-", "\u2212")


def kpis(p: Portfolio) -> list[Kpi]:
    """All KPIs of a file, by code."""
    found = []
    for record in sorted(p.of_kind("kpi"), key=lambda r: (fold(r.code or r.name), r.uid)):
        extent = p.series.extent(record.uid, "actual")
        values = p.months_of(record.uid, "actual", *extent) if extent else ()
        first = extent[0] if extent else 0
        found.append(Kpi(record, [(first + i, v) for i, v in enumerate(values) if v is not None]))
    return found
