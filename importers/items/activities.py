"""A flat list whose rows the person wants as activities: the lowest heading or level above a row is its measure.

Must not know: layouts. Without any heading or level the sheet itself is the one measure.
"""
from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from app.core.batch import Item, Link, counted_key
from importers.base import address
from importers.items.build import Built
from importers.items.colour_status import read_colours
from importers.items.fields import Fields, read_fields
from importers.items.links import dependencies, note_items
from importers.items.nodes import NO_NAME, Name, Nodes
from importers.items.paths import row_paths
from importers.items.unused import keep_unused
from importers.meaning.headers import known_field
from importers.meaning.table import Table

ACTIVITY = ("code", "name", "owner", "plan_start", "plan_finish", "start", "finish", "actual_start", "actual_finish",
            "status", "description")
_SPANS = (("start", "finish"), ("plan_start", "plan_finish"), ("actual_start", "actual_finish"))


def build_activities(table: Table) -> Built:
    """One activity a data row; figures have no place on activities and are said to stay out."""
    out = Built()
    keep_unused(table)
    fields = read_fields(table)
    read_colours(table, fields.columns)
    nodes = Nodes(table.notes)
    column = next((g.index for g in table.guesses if g.field in ("name", "code")), 0)
    paths = row_paths(table)
    measures: dict[tuple[Name, ...], str] = {}
    for i, names in enumerate(paths):
        if names not in measures:
            measures[names] = _measure(table, nodes, names, _at(table, i, column), out)
    leave_figures(table)
    out.items = [*fields.people.values(), *nodes.items, *out.items,
                 *activity_items(table, fields, [measures[names] for names in paths], [column] * len(paths))]
    return out


def activity_items(table: Table, fields: Fields, owners: Sequence[str], columns: Sequence[int], kind: str = "measure",
                   days: Callable[[dict[str, Any]], None] | None = None, ids: bool = True) -> list[Item]:
    """One activity a data row, with its notes and links: `owners` are the keys of what it hangs under, of that `kind`,
    `columns` where its address is. `days` settles a date that stands alone. Without `ids` its code tells it apart among
    the rows of its owner only."""
    activities: list[Item] = []
    seen: dict[str, int] = {}
    progress = fields.columns.get("progress")
    names = [n for n in ACTIVITY if n in fields.columns]
    for i, (owner, column) in enumerate(zip(owners, columns, strict=True)):
        found = activity_fields(fields.of(i, names), progress, i)
        if days is not None:
            days(found)
        code = found.get("code")
        key = counted_key(str(code) if code and ids else f"{owner}/{code or found.get('name', '')}", seen)
        found.setdefault("name", key)
        activities.append(Item("activity", key, owner, kind, found, {}, leftover(table, fields, i),
                               _at(table, i, column), not (code and ids)))
    keys = [one.key for one in activities]
    return [*activities, *note_items(table, fields, range(len(keys)), keys, "activity"),
            *dependencies(table, range(len(keys)), keys, "activity")]


def leave_figures(table: Table) -> None:
    """Figures have no place on activities: their columns are none of the table's any more, and that is said."""
    figures = [g for g in table.guesses if g.money]
    table.notes.cells("warning", [(table.head.last, g.index) for g in figures],
                      "{where}: figures have no place on activities; they were not read.")
    for guess in figures:
        guess.field = ""


def _at(table: Table, i: int, column: int) -> str:
    return f"{table.sheet.name}!{address(*table.place(i, column))}"


def activity_fields(found: dict[str, Any], progress: list[Any] | None, i: int) -> dict[str, Any]:
    """A row's fields as an activity's: progress is called percent there."""
    if progress is not None and progress[i] is not None:
        found["percent"] = progress[i]
    return found


def single_dates(fields: Fields) -> bool:
    """A list of milestones or steps has one date each: a start without a finish, or the reverse, is a day."""
    return not any(a in fields.columns and b in fields.columns for a, b in _SPANS)


def as_days(found: dict[str, Any]) -> None:
    """Both ends of a row whose dates stand alone."""
    for start, finish in _SPANS:
        day = found.get(start) or found.get(finish)
        if day is not None:
            found[start] = found[finish] = day


def leftover(table: Table, fields: Fields, i: int) -> dict[str, tuple[str, Any]]:
    """What an activity has no field for (a sponsor, a function, a light) stays under its header, as text."""
    found = fields.custom_of(i)
    for guess in table.guesses:
        if guess.field in fields.columns and guess.field not in (*ACTIVITY, "progress"):
            value = fields.columns[guess.field][i]
            if value is not None:
                found[guess.header] = ("text", value.key.partition(":")[2] or value.key if isinstance(value, Link)
                                       else str(value))
    if "light" in fields.columns and table.find("light") is None and fields.columns["light"][i]:
        found["Light"] = ("text", fields.columns["light"][i])         # said by a colour alone
    for guess, days in fields.milestones:
        if days[i] is not None:
            found[guess.header] = ("date", days[i])
    return found


def _measure(table: Table, nodes: Nodes, names: tuple[Name, ...], at: str, out: Built) -> str:
    """The deepest name becomes the measure, its level a pass-through; no name at all: the sheet's title."""
    deepest = max((n for n, name in enumerate(names) if name[1]), default=-1)
    code, name = names[deepest] if deepest >= 0 else NO_NAME
    above = tuple(NO_NAME if n == deepest else one for n, one in enumerate(names))
    package, path = nodes.package(above, at)
    name = name or _titled(table.head.title) or table.sheet.name
    key = code or (f"{path}/{name}" if path else name)
    fields: dict[str, Any] = {"code": code, "name": name} if code else {"name": name}
    out.items.append(Item("measure", key, package, "package", fields, at=at, weak=not code))
    out.measures += 1
    return key


def _titled(title: str) -> str:
    """A sheet's title without the label before it: "Project name: Some project" is some project."""
    label, colon, rest = title.partition(":")
    return rest.strip() if colon and rest.strip() and known_field(label.strip()) else title
