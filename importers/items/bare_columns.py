"""Many columns without a heading while words stand over them: the header has more rows than were read.

Must not know: items. What the columns hold is kept under their letters elsewhere.
"""
from __future__ import annotations

from importers.base import letter
from importers.meaning.headers import filled
from importers.meaning.table import Table

_COLUMNS = 4                              # fewer may be notes beside the list
_SHARE = 0.25
_LOOK = 6                                 # rows over the header


def say_bare_columns(table: Table) -> None:
    """One warning with the columns, where words stand over three of them and more."""
    used = [g for g in table.guesses if g.profile.count and g.profile.empty < 0.5]
    bare = [g.index for g in used if not g.header]
    if len(bare) < _COLUMNS or len(bare) < _SHARE * len(used) or not table.data:
        return
    head, first = table.head, table.head.data + table.data[0]
    around = [*range(max(0, head.first - _LOOK), head.first), *range(head.data, first)]
    worded = [c for c in bare if any(isinstance(v := table.sheet.at(r, c), str) and filled(v) for r in around)]
    if len(worded) > 2:
        over = ", ".join(map(letter, worded[:6]))
        table.notes.add("warning", "", f"{len(bare)} columns have no heading in row {head.last + 1}, yet words stand "
                        f"over {over}: the header may have more rows than were read. Name its "
                        "rows, or put all headings in one row.", "", len(bare))
