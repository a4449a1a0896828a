"""Which texts surely fit the width they are given, so that nothing need be measured while the pages are set.

Letters are counted by the font's own widths and a little more (bold, kerning, figures of one width), so "fits" is
never said of a text that does not; what may not fit is left to Typst, which measures and cuts it.
Must not know: portfolios, Typst.
"""
from __future__ import annotations

from collections.abc import Iterable, Sequence

from app.reports.blocks import Cell, Column, Row, Table
from app.reports.glyphs import advances

PAGE = 273.0                          # mm between the margins
PT = 25.4 / 72                        # mm a point
CAPITAL = 1490 / 2048                 # em: how high a line of text counts
LEADING = 0.4                         # em between two lines of a cell
GROUP = 1.0                           # mm more above a group's heading, but the first
SUB = 7.5                             # points of a second line
LEAD = 1.6                            # mm behind the bold lead of a cell
_BOLD = 1.02, 0.06                    # weight 600: so many times the em of 400, and so many more a letter
_REGULAR = 1.01, 0.01                 # kerning
_FIGURE = 0.65                        # em of a figure where all are as wide as the widest
_SPREAD = dict.fromkeys("0123456789+-\u2212\u2013", _FIGURE) | dict.fromkeys(",. \u00a0", 0.27)
_WIDEST = 1.3
ONE, SOME = 2, 1                      # lines a cell takes: one; no more than it may


def wide(text: str, size: float, bold: bool = False, figures: bool = False) -> float:
    """At most so many mm in one line."""
    of, more, each = advances(), *(_BOLD if bold else _REGULAR)
    if figures:
        em = sum([_SPREAD[c] if c in _SPREAD else of.get(c, _WIDEST) * more + each for c in text])
    else:
        em = sum([of.get(c, _WIDEST) for c in text]) * more + each * len(text)
    return em * size * PT


def widths(columns: Sequence[str], room: float, gutter: float = 0.0) -> list[float] | None:
    """Columns written as "12mm" and "1fr" in mm; None when one is written otherwise."""
    fixed, shares = room - gutter * (len(columns) - 1), 0.0
    for c in columns:
        if c.endswith("mm"):
            fixed -= float(c[:-2])
        elif c.endswith("fr"):
            shares += float(c[:-2])
        else:
            return None
    return [float(c[:-2]) if c.endswith("mm") else max(fixed, 0.0) * float(c[:-2]) / shares for c in columns]


def column(texts: Iterable[str], least: float, most: float, inset: float = 3.0, size: float = 8.0) -> str:
    """A column that holds the widest of its texts in one line, within limits, as a Typst length."""
    widest = max((wide(t, size) for t in texts), default=0.0)
    return f"{min(max(round(widest + inset + 0.1, 1), least), most)}mm"


def narrowed(sizes: Sequence[str], most: float) -> list[str]:
    """Columns in mm, the widest cut back until together they take no more than there is."""
    found = [float(s[:-2]) for s in sizes]
    while sum(found) > most and max(found) > 10:
        found[found.index(max(found))] -= 1
    return [f"{w:.1f}mm" for w in found]


def fits(cell: Cell, width: float, size: float, right: bool) -> int:
    """ONE if the cell is surely one line and its second line too, SOME if it surely keeps to its lines, else 0."""
    need = wide(cell.text, size, cell.bold, right) if cell.text else 0.0
    if cell.lead:
        need += wide(cell.lead, size, True) + (LEAD if cell.text else 0.0)
    if need <= width:
        return ONE if not cell.sub or wide(cell.sub, SUB) <= width else 0
    return SOME if cell.lines > 1 and not cell.lead and not cell.sub and _wraps(cell, width, size) else 0


def _wraps(cell: Cell, width: float, size: float) -> bool:
    """Do the words, set one behind the other, keep to the cell's lines without breaking any?"""
    lines, used, gap = 1, 0.0, wide(" ", size)
    for word in cell.text.split(" "):
        need = wide(word, size, cell.bold)
        if need > width:
            return False
        if used and used + gap + need > width:
            lines, used = lines + 1, need
        else:
            used += need + (gap if used else 0.0)
    return lines <= cell.lines


def heights(table: Table, whole: Sequence[Sequence[bool]]) -> list[float]:
    """mm of each row that surely holds single lines only; 0 = as high as Typst finds it. `whole`: cell by cell."""
    if table.height:
        return [table.height] * len(table.rows)
    if not table.pad:
        return [0.0] * len(table.rows)
    line = CAPITAL * table.size * PT + 2 * table.pad
    return [line + (GROUP if row.look == "group" and y else 0.0)
            if all(fit) and not any(c.sub or c.picture for c in row.cells) and any(c.text or c.lead for c in row.cells)
            else 0.0 for y, (row, fit) in enumerate(zip(table.rows, whole, strict=True))]


def whole_rows(table: Table, room: float) -> list[list[int]]:
    """Cell by cell what `fits` says, in a table so many mm wide."""
    sizes = widths([c.width for c in table.columns], room)
    return [_row(table.columns, row, sizes, table.size) for row in table.rows]


def _row(columns: Sequence[Column], row: Row, sizes: Sequence[float] | None, size: float) -> list[int]:
    if sizes is None:
        return [0] * len(row.cells)
    found: list[int] = []
    x, last = 0, len(columns)
    for cell in row.cells:
        end = x + cell.span
        if cell.picture is not None or not (cell.text or cell.lead):
            found.append(ONE if cell.picture is not None or not cell.sub else 0)
        else:
            inner = (sizes[x] if cell.span == 1 else sum(sizes[x:end])) - (columns[end - 1].inset if end < last else 0)
            found.append(fits(cell, inner, size, columns[x].right and cell.span == 1))
        x = end
    return found
