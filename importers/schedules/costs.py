"""The money of a schedule: a line of one-time cost for each leaf, exact to the cent; summaries are checked, not added,
but for what is their own: a fixed cost, and what those assigned to the summary itself cost.

A schedule gives sums without months, so amounts are undated. Without a baseline Cost is the plan; with one its cost is
the plan and Cost the forecast. Must not know: XML, people, links.
"""
from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

from app.core.batch import Item, Link, Tally
from app.core.catalog import LEVELS
from app.core.values import scale_of
from importers.schedules.levels import Place
from importers.schedules.model import Charge, Schedule, Task
from importers.schedules.sheets import NAME_COLUMN, TASKS

_SAME = Decimal("0.5")                     # by how much printed costs and sums may differ
_HOLDERS = ("activity", "measure")         # whose cost becomes a line
Say = Callable[..., None]                 # severity, row, text, answer


class Costs:
    """Gives the effect line of each task, after looking at all of them once."""

    def __init__(self, schedule: Schedule, tasks: Sequence[Task], places: Sequence[Place | None], wished: str,
                 currency: str, say: Say) -> None:
        self.tasks, self.places, self.currency, self.say = tasks, places, currency, say
        self.scale = scale_of(currency) if currency else 2
        self.baseline = self._chosen(schedule, wished)
        self.made = {(kind, key) for place in places if place is not None for kind, key, *_ in place.through}
        self.later: list[Item] = []           # lines of levels above measures, with what is passed through to them
        self.charged = [False] * len(tasks)   # of a summary: what its own people cost is money beside that of its tasks
        self.promised = any(t.baselines[self.baseline].cost is not None for t in tasks if self.baseline in t.baselines)
        self._check()

    def line(self, i: int) -> list[Item]:
        """The line of one task: of a leaf its cost, of a summary only a cost that is its own."""
        task, place = self.tasks[i], self.places[i]
        own = self._amounts(task) if not task.children else self._own(i)
        amounts = {f"undated_{series}": self._minor(task, value) for series, value in own.items()}
        if not any(amounts.values()):
            return []
        if place is None:
            amount = (task.fixed_cost or Decimal(0)) + (task.charge.cost if self.charged[i] else 0)
            self.say("warning", task.row, f"{task.name} has a fixed cost of its own ({amount:f}) but is a level above "
                                          "all that there are; it was left out.")
            return []
        through, measure = self._below(task, place)
        anchor = place.key if place.kind == "activity" else ""
        fields: dict[str, Any] = {"name": task.name or place.name, "type": "one_time_cost", "line_kind": "effect",
                                  "scale": self.scale, **amounts}
        if self.currency:
            fields["currency"] = self.currency
        if anchor:
            fields["anchor"] = Link("activity", anchor)
        line = Item("effect_line", f"{task.uid}/cost", measure, "measure", fields, at=f"{TASKS}!I{task.row + 1}",
                    weak=task.weak)
        if place.kind in _HOLDERS:
            return [line]
        self.later += [*through, line]        # its measure may stand further down
        return []

    def _below(self, task: Task, place: Place) -> tuple[list[Item], str]:
        """The measure that holds the money of a place, and the nodes passed through that must be made for it."""
        if place.kind in _HOLDERS:
            return [], place.parent if place.kind == "activity" else place.key
        made: list[Item] = []
        parent, above = place.key, place.kind
        for kind in LEVELS[LEVELS.index(place.kind) + 1:]:
            key = f"~{parent}"                # as levels.py calls them
            if (kind, key) not in self.made:
                self.made.add((kind, key))
                title = place.name if kind == "measure" else ""
                made.append(Item(kind, key, parent, above, {"name": title, "pass_through": True},
                                 at=f"{TASKS}!{NAME_COLUMN}{task.row + 1}"))
            parent, above = key, kind
        return made, parent

    def tallies(self) -> list[Tally]:
        """What the file's amounts add up to by series, for the report: counted from the tasks, not from the lines."""
        sums: dict[str, list[int]] = {}
        for i, (task, place) in enumerate(zip(self.tasks, self.places, strict=True)):
            own = self._amounts(task) if not task.children else self._own(i)
            for series, value in own.items():
                if value is None or not any(own.values()):
                    continue
                entry = sums.setdefault(series, [0, 0, 0])
                minor = int(value.scaleb(self.scale).to_integral_value())
                came = place is not None
                entry[0] += came
                entry[1 if came else 2] += minor
        return [Tally(TASKS, f"one_time_cost.{series}", self.currency, self.scale, cells, minor, left)
                for series, (cells, minor, left) in sums.items()]

    def _chosen(self, schedule: Schedule, wished: str) -> int | None:
        known = schedule.baselines()
        if not known:
            return None
        chosen = int(wished) if wished.isdecimal() and int(wished) in known else known[0]
        others = [n for n in known if n != chosen]
        taken = f"Plan dates and plan costs come from {self._called(schedule, chosen)}"
        for n in others:                                   # each is an answer of its own
            self.say("note" if wished else "question", 0, f"{taken}; {self._called(schedule, n)} was not read.",
                     "" if wished else f"baseline={n}")
        return chosen

    @staticmethod
    def _called(schedule: Schedule, n: int) -> str:
        return f"baseline {n}" + (f" ({schedule.baseline_names[n]})" if n in schedule.baseline_names else "")

    def _amounts(self, task: Task) -> dict[str, Decimal | None]:
        promised = task.baselines.get(self.baseline) if self.baseline is not None else None
        if not self.promised:
            return {"plan": task.cost, "actual": task.actual_cost or None}
        return {"plan": promised.cost if promised else None, "forecast": task.cost, "actual": task.actual_cost or None}

    def _own(self, i: int) -> dict[str, Decimal | None]:
        """Of a summary: its fixed cost, and what those assigned to itself cost."""
        task = self.tasks[i]
        charge = task.charge if self.charged[i] else Charge()
        now = {"forecast" if self.promised else "plan": (task.fixed_cost or Decimal(0)) + charge.cost or None,
               "actual": charge.actual or None}
        promised = task.baselines.get(self.baseline) if self.baseline is not None and self.promised else None
        if promised is None:
            return now
        before = (promised.fixed_cost or Decimal(0)) + charge.baselines.get(self.baseline or 0, Decimal(0))
        return {"plan": before or None, **now}

    def _minor(self, task: Task, value: Decimal | None) -> int | None:
        if value is None:
            return None
        minor = value.scaleb(self.scale)
        if minor != minor.to_integral_value():
            self.say("note", task.row, f"The cost {value:f} of {task.name} has more digits than money has; it was "
                                       "rounded.")
        return int(minor.to_integral_value())

    def _check(self) -> None:
        """Printed costs of summaries against the tasks under them: checked, never added."""
        total = [t.cost or Decimal(0) for t in self.tasks]
        for i in range(len(self.tasks) - 1, -1, -1):
            task = self.tasks[i]
            if not task.children:
                continue
            total[i] = sum((total[c] for c in task.children), task.fixed_cost or Decimal(0))
            charge = task.charge.cost
            without = task.cost is not None and abs(task.cost - total[i]) <= _SAME
            self.charged[i] = bool(charge or task.charge.actual) and not (charge and without)
            if charge and without:
                self.say("warning", task.row, f"People are assigned to {task.name} itself for {charge:f}, which its "
                                              "printed cost leaves out; it does not count.")
            total[i] += charge if self.charged[i] else 0
            if task.cost is not None and abs(task.cost - total[i]) > _SAME:
                self.say("warning", task.row, f"The file says {task.cost:f} for {task.name}, the tasks under it sum to "
                                              f"{total[i]:f}; those were taken.")
