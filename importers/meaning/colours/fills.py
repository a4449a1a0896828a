"""Which fills of a table's rows may say a status.

A fill may say one where no text does: in the column of the light, in that of the status, of the name, or in one other.
Heads, the ground of a whole column, banding, and colours that only repeat the text of their own cell say nothing.
Must not know: items, and what a colour means (legend.py and the person say that).
"""
from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from importers.base import Value, Where
from importers.meaning.columns import LEVEL_FIELDS
from importers.meaning.designs import designed, look_of
from importers.meaning.table import Table

WHITE = "FFFFFF"
_LEAST_ROWS = 3                       # in fewer rows no colour is used "consistently"
_GROUND, _WHOLE = 0.6, 0.9            # a fill over so many rows is the look of the column, not a status
_BANDED = 6                           # rows from which a regular pattern is banding
_NO_STATUS = (*LEVEL_FIELDS, "parent", "series", "type", "month", "total", "derived", "currency", "predecessors")


@dataclass(slots=True)
class Painted:
    """The column whose fills may say a status, and fill -> data rows that have it, most used first."""

    column: int
    rows: dict[str, list[int]] = field(default_factory=dict)
    design: set[str] = field(default_factory=set)          # fills that look like no status, unless somebody says so
    beside: list[Where] = field(default_factory=list)      # cells of other columns that are painted otherwise


def painted(table: Table, only: Iterable[int] | None = None, named: bool = False,
            beside_text: bool = False) -> Painted | None:
    """The fills of the data rows (`only` some of them) that may say a status; None where there are none. `named`: only
    those of name, id and status, where other columns have colours of their own, as the scores of a log. `beside_text`:
    of name and id though a column of texts says the status, for a legend may give them a meaning of their own."""
    if not table.sheet.fills:
        return None
    lit, status = table.find("light"), table.find("status")
    if lit is not None and (lit.profile.count or _any_fill(table, lit.index)):
        return None                                        # read cell by cell, with its texts
    if status is not None and status.profile.empty < 0.5:
        if not beside_text:
            return None                                    # a text says it
        status, named = None, True
    by_column = _by_column(table, only)
    count = len(table.data) if only is None else len(set(only))
    first = [g.index for g in (status, table.find("name"), table.find("code")) if g is not None]
    found: Painted | None = None
    for column in [*first, *([] if named else _others(by_column, first))]:
        fills = by_column.get(column)
        if not fills or (count < _LEAST_ROWS and (status is None or column != status.index)):
            continue
        every: dict[str, list[int]] = {}
        for i, fill in sorted(fills.items()):
            every.setdefault(fill, []).append(i)
        rows = _telling(table, column, every, count, only)
        if rows and found is None:
            found = Painted(column, dict(sorted(rows.items(), key=lambda r: (-len(r[1]), r[0]))))
            order = list(range(len(table.data))) if only is None else sorted(set(only))
            sheet_rows = {i: table.head.data + table.data[i] for i in order}
            cells = {i: _filled(table.sheet.rows, row) for i, row in sheet_rows.items()}
            bold = {i for i, row in sheet_rows.items() if (row, column) in table.sheet.bold}
            found.design = rows.keys() & designed(order, every, cells, bold)
        elif found is not None:
            chosen = by_column[found.column]
            found.beside += [table.place(i, column) for fill, at in rows.items() for i in at if chosen.get(i) != fill]
    return found


def _filled(rows: Sequence[Sequence[Value]], row: int) -> int:
    return sum(v is not None for v in rows[row]) if row < len(rows) else 0


def _any_fill(table: Table, column: int) -> bool:
    fills = table.sheet.fills
    return any(fills.get((table.head.data + body, column), WHITE) != WHITE for body in table.data)


def _by_column(table: Table, only: Iterable[int] | None) -> dict[int, dict[int, str]]:
    """Column -> data row -> fill, of the columns that could say a status."""
    columns = {g.index for g in table.guesses if (g.header or g.field) and not g.money and g.kind != "money"
               and g.period is None and g.field not in _NO_STATUS}
    wanted = range(len(table.data)) if only is None else only
    place = {table.head.data + table.data[i]: i for i in wanted}
    found: dict[int, dict[int, str]] = {}
    for (row, column), fill in table.sheet.fills.items():
        i = place.get(row)
        if i is not None and column in columns and len(fill) == 6 and fill != WHITE:
            found.setdefault(column, {})[i] = fill
    return found


def _others(by_column: Mapping[int, Mapping[int, str]], order: Sequence[int]) -> list[int]:
    """Other columns with two coloured cells at least, the most coloured first."""
    return sorted((c for c, fills in by_column.items() if c not in order and len(fills) > 1),
                  key=lambda c: (-len(by_column[c]), c))


def _telling(table: Table, column: int, rows: dict[str, list[int]], count: int,
             only: Iterable[int] | None) -> dict[str, list[int]]:
    """The fills of a column without its ground and its bands; none where they repeat the text of their cells."""
    order = list(range(len(table.data))) if only is None else sorted(set(only))
    lights = {fill: look for fill in rows if (look := look_of(fill))}
    kept = {}
    for fill, at in rows.items():
        share = len(at) / count
        several = len(set(lights.values())) > 1            # a list of nothing but green cells is a green list
        ground = share > (_WHOLE if several and fill in lights else _GROUND)
        if not ground and not _is_banding(order, set(at), 3 if fill in lights else 2):
            kept[fill] = at
    return {} if _repeats_text(table.cells(column), rows) else kept


def _is_banding(order: Sequence[int], on: set[int], least: int) -> bool:
    """Stripes: runs of equal length, painted and not, over the rows."""
    if len(order) < _BANDED:
        return False
    runs = [(lit, len(list(run))) for lit, run in groupby(i in on for i in order)]
    inner = runs[1:-1]
    lit = {n for flag, n in inner if flag} | {n for flag, n in (runs[0], runs[-1]) if flag and len(inner) < 2}
    dark = {n for flag, n in inner if not flag}
    return sum(flag for flag, _ in runs) >= least and len(lit) <= 1 and len(dark) == 1 and lit | dark == dark


def _repeats_text(cells: Sequence[Value], rows: Mapping[str, Sequence[int]]) -> bool:
    """Does each fill go with one text of its own cell and each text with one fill, again and again?"""
    pairs = Counter((fill, cells[i]) for fill, at in rows.items() for i in at)
    fills, texts = {f for f, _ in pairs}, {t for _, t in pairs}
    return None not in texts and len(fills) > 1 and len(pairs) == len(fills) == len(texts) < pairs.total()
