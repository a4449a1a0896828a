"""Tasks of MS Project XML that do not come in: inactive ones, and those that only stand for a task of another project.

They are named with the money they hold, and so is every link from them. Must not know: tasks that come in.
"""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from app.core.counting import counted
from importers.schedules.model import Remark, some
from importers.schedules.mspdi_task import money

INACTIVE, FOREIGN = "inactive", "of another project"


@dataclass(slots=True)
class LeftOut:
    """By UID the name of each and why; what they cost by reason, of those without tasks under them."""

    tasks: dict[str, tuple[str, str]] = field(default_factory=dict)
    names: dict[str, list[str]] = field(default_factory=dict)
    cost: dict[str, Decimal] = field(default_factory=dict)

    def takes(self, said: Mapping[str, str]) -> bool:
        """Note the task if it is one of these."""
        why = INACTIVE if said.get("Active") == "0" else FOREIGN if said.get("ExternalTask") == "1" else ""
        if not why:
            return False
        name = said.get("Name", "")
        where = said.get("ExternalTaskProject", "")
        self.tasks[said.get("UID", "")] = (name, why)
        self.names.setdefault(why, []).append(f"{name} ({where})" if where else name)
        if said.get("Summary") != "1":
            self.cost[why] = self.cost.get(why, Decimal(0)) + (money(said.get("Cost")) or 0)
        return True

    def remarks(self) -> list[Remark]:
        out = []
        for why, names in self.names.items():
            cost = self.cost.get(why)
            money = f"; their cost of {cost:f} does not count" if cost else ""
            listed = f"{counted(len(names), 'task')} left out because {why}: {some(names)}{money}."
            out.append(Remark("warning", 0, listed))
        return out
