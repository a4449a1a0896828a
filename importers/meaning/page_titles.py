"""A list that is cut into blocks, each below its title and the same headings: the titles group the rows below them.

Must not know: columns and amounts. A title that is the same above every block is that of the list.
"""
from __future__ import annotations

from importers.base import Sheet
from importers.meaning.headers import Head, cells_of
from importers.meaning.words import fold

_TOLD = 120                               # a longer text is no title


def page_titles(sheet: Sheet, head: Head, kinds: dict[int, str], groups: dict[int, tuple[int, str]]) -> None:
    """Make the titles above headings that stand again groups, or titles where they all say the same."""
    again = [r for r, k in sorted(kinds.items()) if k == "header" and r >= head.data]
    below = [row for r in again if (row := _title(sheet, r, head.data)) >= 0 and kinds.get(row) != "header"]
    if not below:
        return
    top = _title(sheet, head.first, 0)
    told = {row: cells_of(sheet, row)[0] for row in ([top] if top >= 0 else []) + below}
    if len({_bare(str(text)) for _, text in told.values()}) == 1 and len(told) > 1:
        kinds.update(dict.fromkeys(below, "title"))        # the same on every page
        for row in below:
            groups.pop(row, None)
        return
    groups.update({row: (column, " ".join(str(text).split())) for row, (column, text) in told.items()})
    kinds.update(dict.fromkeys(below, "group"))


def _title(sheet: Sheet, row: int, first: int) -> int:
    """The row of one text above these headings, an empty one between them allowed; -1 where there is none."""
    above = next((r for r in (row - 1, row - 2) if r >= first and cells_of(sheet, r)), -1)
    cells = cells_of(sheet, above)
    return above if len(cells) == 1 and isinstance(cells[0][1], str) and len(cells[0][1]) <= _TOLD else -1


def _bare(text: str) -> str:
    """Without numbers: "Page 1" and "Page 2" say the same."""
    return "".join(ch for ch in fold(text) if not ch.isdigit())
