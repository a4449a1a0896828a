"""What MS Project XML says of tasks, people and assignments that nothing here has a place for, named in one note.

Must not know: what becomes of the schedule.
"""
from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from app.core.counting import counted
from importers.schedules.model import some
from importers.schedules.mspdi_fields import FieldNames
from importers.schedules.mspdi_splits import holds_some
from importers.schedules.xml_parts import children, number, texts

_RATES = ("StandardRate", "OvertimeRate", "CostPerUse")
_TOLD = (("Group", "groups"), ("Code", "codes"), ("Notes", "notes"), ("Phonetics", "phonetic names"))
_EMPTY = re.compile(r"^(?:0|0\.0+|PT0H0M0S|)$")
_USUAL = "500"                            # the priority a task has by itself
_MOST_NAMES = 8


@dataclass(slots=True)
class Unread:
    """What was met, gathered while the parts of a file pass by."""

    ranked: int = 0                       # tasks with a priority of their own
    rates: int = 0
    people: dict[str, None] = field(default_factory=dict)        # words for what is told of people, as a set in order
    assigned: dict[str, None] = field(default_factory=dict)      # ... of assignments
    costed: int = 0                       # assignments with costs day by day
    worked: int = 0                       # ... with work only
    budgets: int = 0

    def task(self, said: Mapping[str, str]) -> None:
        """One task of the list."""
        self.ranked += said.get("Priority", _USUAL) != _USUAL and said.get("IsNull") != "1"

    def resource(self, said: Mapping[str, str], element: Element, names: FieldNames) -> None:
        """One resource, if it has a name."""
        if not said.get("Name"):
            return
        self.rates += any(number(said.get(tag)) for tag in _RATES)
        self.budgets += said.get("IsBudget") == "1"
        self.people |= {word: None for tag, word in _TOLD if said.get(tag)}
        self.people |= _fields(element, names)

    def assignment(self, said: Mapping[str, str], element: Element, names: FieldNames,
                   days: Iterable[Mapping[str, str]]) -> None:
        """One assignment of somebody to a task, and what it holds day by day."""
        self.assigned |= {"notes": None} if said.get("Notes") else {}
        self.assigned |= _fields(element, names)
        values = [day.get("Value", "") for day in days]
        kinds = {"work" if value.startswith("P") else "cost" for value in values if holds_some(value)}
        self.costed += "cost" in kinds
        self.worked += kinds == {"work"}

    def text(self) -> str:
        """The note; "" when nothing was met."""
        said = []
        if self.costed:
            said.append(f"on which days costs and work of {counted(self.costed, 'assignment')} fall (amounts came as "
                        "sums, without months)")
        if self.worked:
            said.append(f"on which days the work of {counted(self.worked, 'assignment')} falls")
        if self.ranked:
            said.append(f"by which priority {counted(self.ranked, 'task')} would be levelled")
        if self.rates:
            said.append(f"rates of {counted(self.rates, 'resource')}")
        if self.budgets:
            said.append(f"{counted(self.budgets, 'budget resource')}")
        for whom, words in (("people", self.people), ("assignments", self.assigned)):
            if words:
                said.append(f"{some(list(words), _MOST_NAMES)} of {whom}")
        return f"Not taken over, for nothing here holds it: {'; '.join(said)}." if said else ""


def _fields(element: Element, names: FieldNames) -> dict[str, None]:
    """Headers of the custom fields that hold something."""
    found: dict[str, None] = {}
    for one in (*children(element, "ExtendedAttribute"), *children(element, "OutlineCode")):
        told = texts(one)
        if not _EMPTY.match(told.get("Value", "")) or told.get("ValueGUID") or told.get("ValueID"):
            uid = told.get("FieldID", "")
            found[names.names.get(uid, (f"field {uid}", ""))[0]] = None
    return found
