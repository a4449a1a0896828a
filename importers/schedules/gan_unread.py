"""What a GanttProject file says of people and costs that nothing here has a place for, gathered to be named once.

Must not know: tasks, items.
"""
from __future__ import annotations

from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from app.core.counting import counted
from importers.schedules.model import some
from importers.schedules.xml_parts import children, number

_USUAL = ("", "Default:0", "0")           # no role of its own


@dataclass(slots=True)
class Unread:
    """Roles, rates and telephone numbers of people; tasks whose cost the program works out when it shows them."""

    roles: int = 0
    rates: int = 0
    phones: int = 0
    fields: int = 0
    away: list[str] = field(default_factory=list)
    calculated: list[str] = field(default_factory=list)

    def resource(self, element: Element) -> None:
        self.roles += element.get("function", "") not in _USUAL
        self.phones += bool(element.get("phone", "").strip())
        self.rates += any(number(one.get("value")) for one in children(element, "rate"))
        self.fields += any(one.get("value") for one in children(element, "custom-property"))

    def texts(self) -> list[str]:
        """The notes; empty when nothing was met."""
        out = []
        if self.away:
            out.append(f"{counted(len(self.away), 'absence')} of people left out, as GanttProject dates no task by "
                       f"them: {some(self.away)}.")
        if self.calculated:
            out.append(f"The cost of {counted(len(self.calculated), 'task')} is calculated from rates of people; the "
                       f"file holds no amount, so none was read: {some(self.calculated)}.")
        said = [f"{what} of {counted(count, 'person', 'people')}" for what, count in (
            ("the role", self.roles), ("the rate", self.rates), ("the telephone number", self.phones),
            ("fields", self.fields)) if count]
        if said:
            out.append(f"Not taken over, for nothing here holds it: {', '.join(said)}.")
        return out
