"""Colours in a log: a light column that holds colours only, and entries painted to say how they stand.

Risks and issues have no light of their own: it stays as text under its heading; "done" is a closed entry.
Must not know: what the other columns of a log mean.
"""
from __future__ import annotations

from typing import Any

from importers.items.colour_status import DONE, read_colours, read_light_fills
from importers.items.fields import Fields
from importers.meaning.cell_text import text_of
from importers.meaning.colours.fills import WHITE
from importers.meaning.columns import Guess
from importers.meaning.table import Table

CLOSED, LIGHT = "Closed", "Light"


def log_colours(table: Table, fields: Fields, light: Guess | None) -> None:
    """Lights as text and closed entries from fills; `light` is the column of the light, where there is one."""
    said: dict[str, list[Any]] = {}
    if light is None:
        read_colours(table, said, named=True)
    elif table.sheet.fills:
        cells = table.cells(light.index)
        fills: dict[str, list[int]] = {}
        for i, cell in enumerate(cells):
            fill = table.sheet.fills.get(table.place(i, light.index), WHITE)
            if text_of(cell) is None and fill != WHITE:
                fills.setdefault(fill, []).append(i)
        by_look = read_light_fills(table, light.index, fills, said)
        table.notes.cells("note", [table.place(i, light.index) for i in by_look],
                          f"{{where}} ({light.header}) show a colour only; it was read as the light.")
    header = light.header if light is not None else LIGHT
    if any(said.get("light", ())):
        before = fields.custom.get(header, ("text", [None] * len(table.data)))[1]
        fields.custom[header] = ("text", [b or v for b, v in zip(before, said["light"], strict=True)])
    states = [CLOSED if v == DONE else v for v in said.get("status", ())]
    if any(states):
        before = fields.columns.get("status", [None] * len(table.data))
        fields.columns["status"] = [b or v for b, v in zip(before, states, strict=True)]
