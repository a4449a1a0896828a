"""A sheet of programmes beside a sheet of projects that names them by their ids."""
from __future__ import annotations

from importers.base import Sheet, Value
from tests.importers.trackers import items, loud, read, sheet, sums_of


def programmes(*more: str) -> Sheet:
    heads: list[Value] = ["Programme ID", "Programme", "SRO", *more]
    return sheet([heads, ["PG1", "Homes", "Isla Munro", *("x" for _ in more)],
                  ["PG2", "Digital", "Ewan Tait", *("y" for _ in more)]], "Programmes")


def projects() -> Sheet:
    return sheet([["Ref", "Programme ID", "Project name", "Project manager", "Capex forecast (GBP)"],
                  ["PJ1", "PG1", "Shelter", "A. Baird", 100.0], ["PJ2", "PG2", "Portal", "S. Kerr", 200.0],
                  ["PJ3", "PG1", "Van", "A. Baird", 300.0]], "Projects")


def above(batch_items: dict[tuple[str, str], tuple[str, str]], kind: str, key: str) -> list[str]:
    """The keys from a node up to the top."""
    out = []
    while key:
        out.append(key)
        kind, key = batch_items[kind, key]
    return out


def test_programmes_of_another_sheet_are_programmes_and_the_projects_stand_under_them() -> None:
    for pair in ((programmes(), projects()), (projects(), programmes())):
        batch = read(*pair)
        assert sorted(i.key for i in items(batch, "measure")) == ["PJ1", "PJ2", "PJ3"]
        known = {(i.kind, i.key): (i.parent_kind, i.parent) for i in batch.items}
        assert "PG1" in above(known, "measure", "PJ1") and "PG2" in above(known, "measure", "PJ2")
        names = {i.key: i.fields["name"] for i in items(batch, "program")}
        assert names == {"PG1": "Homes", "PG2": "Digital"}
        assert sums_of(batch) == {"one_time_cost.forecast": 60_000}


def test_amounts_of_a_whole_programme_are_not_counted_beside_those_of_its_projects() -> None:
    rows = programmes().rows
    batch = read(sheet([[*rows[0], "Budget (GBP)"], [*rows[1], 400.0], [*rows[2], 200.0]], "Programmes"), projects())
    assert len(items(batch, "measure")) == 3 and sums_of(batch) == {"one_time_cost.forecast": 60_000}
    assert loud(batch) == ["warning Programmes!D1 D1: amounts of a whole program; the rows that stand under it have "
                           "their own and those count, these were not read."]


def test_a_list_with_states_of_its_own_stays_a_list_of_measures() -> None:
    batch = read(programmes("Status"), projects())
    assert len(items(batch, "measure")) == 5 and all(i.fields.get("pass_through") for i in items(batch, "program"))
