"""The unit a form's headings and guidance state for the amounts below: "All figures in £k", "Section C: Money (GBP)".

Must not know: what the answers mean. A unit in a question itself stands before all others.
"""
from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from importers.base import Sheet, Value, Where
from importers.layouts.forms.answers import Answer
from importers.meaning.headers import Head, cells_of
from importers.meaning.value.units import NO_UNIT, Unit, unit_in_title

_SECTION = re.compile(r"^(?:section|part|abschnitt|teil|block)\b", re.IGNORECASE)
_ALL = re.compile(r"\b(?:figures|amounts|values|sums|beträge|betraege|werte|angaben|zahlen)\b", re.IGNORECASE)


@dataclass(slots=True)
class Said:
    """What a form says of its amounts: unit and the cell that says it, of the whole form and of the section."""

    whole: tuple[Unit, Where] | None = None
    section: tuple[Unit, Where] | None = None

    def unit(self) -> tuple[Unit, Where] | None:
        if self.section is None or self.whole is None:
            return self.section or self.whole
        at = self.section[1] if self.section[0].power else self.whole[1]
        return self.section[0].merged(self.whole[0]), at


def apply_units(sheet: Sheet, found: Sequence[Answer], head: Head, step: int) -> dict[Where, tuple[Unit, list[Where]]]:
    """Give each question without a unit the one stated above it; what was given, by the cell that states it."""
    said = Said()
    out: dict[Where, tuple[Unit, list[Where]]] = {}
    by_row: dict[int, list[int]] = {}
    for n, one in enumerate(found):
        by_row.setdefault(one.at[0], []).append(n)
    for row in range(len(sheet.rows)):
        cells = cells_of(sheet, row)
        if len(cells) == 1 and isinstance(cells[0][1], str):
            _listen(said, cells[0][1], (row, cells[0][0]))
        now = said.unit()
        for n in by_row.get(row, ()) if now else ():
            if head.units[n * step] is None and now is not None:
                head.units[n * step] = now[0]
                out.setdefault(now[1], (now[0], []))[1].append(found[n].at)
    return out


def stated(sheet: Sheet, row: int) -> Unit:
    """The unit said above a row: for its section or the whole form, or by the title right over it."""
    said = Said()
    title = NO_UNIT
    for above in range(row):
        cells = cells_of(sheet, above)
        if len(cells) == 1 and isinstance(cells[0][1], str):
            _listen(said, cells[0][1], (above, cells[0][0]))
            title = unit_in_title(cells[0][1]) or NO_UNIT
        elif cells:
            title = NO_UNIT
    now = said.unit()
    return title.merged(now[0]) if now is not None else title


def is_section(value: Value) -> bool:
    """"Section B: Funding": the heading of another part of the form."""
    return isinstance(value, str) and _SECTION.match(value.strip()) is not None


def _listen(said: Said, text: str, at: Where) -> None:
    section = is_section(text)
    unit = unit_in_title(text)
    if section:
        said.section = (unit, at) if unit else None
    elif unit and unit != NO_UNIT and _ALL.search(text):
        said.whole = (unit, at)
