"""The tree's columns: key, head, group, width and how they are edited; their texts from portfolio and figures.

One line a column. Must not know: the view; painting is the delegate's and the view's job.
"""
from __future__ import annotations

import re
from dataclasses import dataclass

from app.core.portfolio import Portfolio, Record

LEFT, RIGHT, CENTRE = "left", "right", "centre"
LIGHT_LETTERS = {"green": "G", "amber": "A", "red": "R", "none": "–"}
LIGHT_WORDS = {"green": "On track", "amber": "At risk", "red": "Off track", "none": "Not set"}


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `field` is what an edit writes ("" = computed); `kinds` those rows that can be edited there."""

    key: str
    head: str
    width: int                # least width; content may ask for more up to `most`
    most: int
    align: str = LEFT
    field: str = ""
    group: str = ""           # "money": one head over several columns
    measures_only: bool = False
    shown: bool = True


COLUMNS: tuple[Column, ...] = (
    Column("code", "Code", 64, 120, field="code"),
    Column("name", "Name", 240, 460, field="name"),
    Column("owner", "Owner", 92, 150, field="owner"),
    Column("stage", "DoI", 42, 110, CENTRE, "stage", measures_only=True),
    Column("light", "Status", 64, 90, field="light"),
    Column("finish", "Finish", 92, 110, field="finish", measures_only=True),
    Column("start", "Start", 92, 110, field="start", measures_only=True, shown=False),
    Column("status", "Reported", 92, 180, field="status", shown=False),
    Column("priority", "Priority", 72, 120, field="priority", shown=False),
    Column("function", "Function", 92, 160, field="function", shown=False),
    Column("unit", "Business unit", 92, 160, field="unit", shown=False),
    Column("workstream", "Workstream", 92, 160, field="workstream", shown=False),
    Column("sponsor", "Sponsor", 92, 150, field="sponsor", shown=False),
    Column("controller", "Controller", 92, 150, field="controller", shown=False),
    Column("plan", "Plan", 66, 110, RIGHT, group="money"),
    Column("expected", "Expected", 74, 110, RIGHT, group="money"),
    Column("delta", "Δ", 66, 110, RIGHT, group="money"),
)
INDEX = {column.key: i for i, column in enumerate(COLUMNS)}
NAME = INDEX["name"]
MONEY = ("plan", "expected", "delta")


def stage_text(stage: str) -> str:
    """What of a stage fits a narrow column: "3 Decided" -> "3", "L3" stays, longer words stay whole."""
    found = re.match(r"^\s*(?:DoI|L|HG|Stage|Gate)?\s*(\d(?:\.\d)?)\b", stage, re.IGNORECASE)
    return found[1] if found else stage


def person_text(p: Portfolio, uid: str, short: bool = True) -> str:
    """A person's or unit's name; `short` makes "K. Lindqvist" of "Karin Lindqvist"."""
    record = p.records.get(uid)
    if record is None:
        return ""
    name = record.name or record.get("mail", "") or record.get("login", "")
    if not short or record.kind != "person":
        return name
    words = name.split()
    plain = len(words) == 2 and words[0][:1].isalpha() and words[1][:1].isupper() and not words[0].endswith((".", ","))
    return f"{words[0][0]}. {words[1]}" if plain else name


def editable(column: Column, record: Record) -> bool:
    """Whether this cell takes typing."""
    return bool(column.field) and (record.kind == "measure" or not column.measures_only)
