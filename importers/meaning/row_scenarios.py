"""Rows by month whose names say the scenario: "Plan revenue", "Actual cost", "Plan cumulative cost".

Must not know: amounts. The names stand for a column of scenarios and one of types that the sheet does not have, so that
such rows are read as if it had them: cumulated rows and variances are computed, each other row is of its scenario.
"""
from __future__ import annotations

from importers.meaning.cell_text import text_of
from importers.meaning.columns import Guess
from importers.meaning.table import Table
from importers.meaning.value.periods import Label, read_label

_MOST = 0.8                               # share of rows whose names must say a scenario


def take_scenarios_of_names(table: Table) -> None:
    """Adds what the names of rows say, where nearly all of them say a scenario and no column or heading does."""
    name = table.find("name")
    timed = [g for g in table.guesses if g.period is not None and g.money]
    if name is None or len(timed) < 3 or table.find("series") or any(g.label.series for g in timed):
        return
    labels = [read_label(text_of(c) or "") for c in table.cells(name.index)]
    said = [x for x in labels if x.series]
    if len(said) < _MOST * len(labels) or len({x.series for x in said}) < 2 or not any(x.derived for x in said):
        return
    fields = ["series"]
    if table.find("type") is None and len({_type(x) for x in said if not x.derived}) > 1:
        fields.append("type")
    table.guesses += [Guess(name.index, name.header, field, 0.7, label=name.label, profile=name.profile)
                      for field in fields]


def leave_scenarios_of_names(table: Table) -> None:
    """Once the rows are read the column of names is one column again."""
    name = table.find("name")
    table.guesses = [g for g in table.guesses if g is name or name is None or g.index != name.index]


def _type(label: Label) -> str:
    return label.type or ("cost" if label.cost else "")
