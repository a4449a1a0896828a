"""What an import would do: counts, sums, what a person should know, and the changes that do it.

Must not know: how it was found out (plan.py).
"""
from __future__ import annotations

from dataclasses import dataclass, field

from app.core.batch import Issue, Item
from app.core.catalog import KINDS, LEVELS
from app.core.change import Work
from app.core.creations import Creations
from app.core.intake.fresh import NewRows
from app.core.intake.words import ImportRow, Shown, row_of, shown_amount
from app.core.values import month_text

COUNTED = frozenset((*LEVELS, "activity", "effect_line", "dependency", "risk", "issue", "assumption", "decision",
                     "kpi", "person", "unit"))


@dataclass(slots=True)
class ImportPlan:
    """What an import would do, and the changes that do it."""

    created: dict[str, int] = field(default_factory=dict)
    changed: dict[str, int] = field(default_factory=dict)
    unchanged: dict[str, int] = field(default_factory=dict)
    money: dict[str, str] = field(default_factory=dict)
    dates: dict[str, str] = field(default_factory=dict)
    issues: list[Issue] = field(default_factory=list)
    told: list[ImportRow | tuple[str, Item] | NewRows] = field(default_factory=list)   # a pair: a new record, its item
    changes: list[Work] = field(default_factory=list)
    columns: list[Creations] = field(default_factory=list)     # new records beside the changes, where they are many
    currency: str = ""
    known: dict[str, str] = field(default_factory=dict)    # uid -> the day its content was known, where a row says so

    @property
    def rows(self) -> list[ImportRow]:
        """One a record worth a line, in the order of the file. Those of new records are made when somebody asks."""
        found = [row for told in self.told for row in (
            told.rows() if isinstance(told, NewRows) else [told] if isinstance(told, ImportRow) else
            [row_of("new", told[0], told[1], _values(told[1]))])]
        self.told[:] = found
        return found

    def rows_of_old(self) -> list[ImportRow]:
        """Those of records that are here already: new ones by the thousand are not even made."""
        return [row for row in self.told if isinstance(row, ImportRow) and row.action != "new"]


def _values(item: Item) -> tuple[Shown, ...]:
    """What a new KPI holds by month, which its name does not tell; of other records the sums tell enough."""
    if item.kind != "kpi":
        return ()
    scale = int(item.fields.get("scale") or 0)
    return tuple((f"{series} {month_text(run.first + i)}", "", shown_amount(value, scale))
                 for series, run in item.series.items() for i, value in enumerate(run.values) if value is not None)


assert set(COUNTED) <= set(KINDS)
