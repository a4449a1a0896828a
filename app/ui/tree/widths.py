"""How wide the tree's columns are: as their content asks, more columns when there is room, the name takes the rest.

Must not know: painting.
"""
from __future__ import annotations

from collections.abc import Collection, Mapping

from PySide6.QtGui import QFontMetrics

from app.ui.look import theme
from app.ui.look.tokens import INDENT, PAD
from app.ui.tree.columns import COLUMNS, INDEX, NAME
from app.ui.tree.model import TreeModel
from app.ui.tree.rows import TOP
from app.ui.tree.view import TreeView
from app.ui.words import tr

EXTRA = ("start", "function", "status", "workstream")    # shown by themselves on a wide window, in this order
SPARED = ("finish", "owner")                             # give way first when the figures would be pushed out
IDLE = ("stage", "light")                                # and these before them, where no row says anything
LEAST_NAME = 120                                         # of the name, where long heads leave it no more
SAMPLE = 200                                             # rows measured; the top rows hold the largest sums


def fit_columns(view: TreeView, model: TreeModel, chosen: set[int], own: Mapping[int, int] | None = None) -> None:
    """Set the widths; columns that a person switched on or off are left on or off, `own` widths as they are."""
    wanted, own = content_widths(model), own or {}
    shown = [i for i, column in enumerate(COLUMNS) if i != NAME and (
        not view.isColumnHidden(i) if i in chosen else column.shown)]
    asked = theme.px(own[NAME]) if NAME in own else 0
    name = asked or min(max(wanted[NAME], COLUMNS[NAME].width), theme.px(COLUMNS[NAME].most))
    widths = [theme.px(own[i]) if i in own else _width(i, wanted) for i in range(len(COLUMNS))]
    used = name + sum(widths[i] for i in shown)
    room = view.room(used)
    empty = [COLUMNS[i].key for i in shown if not wanted[i] and COLUMNS[i].key in IDLE]
    for key in (*empty, *SPARED):
        i = INDEX[key]
        if used > room and i in shown and i not in chosen and i not in own:
            shown.remove(i)
            used -= widths[i]
    for key in EXTRA:
        i = INDEX[key]
        if i not in chosen and wanted[i] and used + widths[i] + 80 <= room:
            shown.append(i)
            used += widths[i]
    for i in range(len(COLUMNS)):
        if i != NAME:
            view.setColumnHidden(i, i not in shown)
            if i in shown:
                view.setColumnWidth(i, widths[i])
    rest = room - sum(widths[i] for i in shown)
    view.setColumnWidth(NAME, max(LEAST_NAME, min(rest, asked) if asked else rest))     # it may be cut, figures never


def outgrown(view: TreeView, model: TreeModel, touched: Collection[str]) -> bool:
    """Whether a change asks for other columns: a great many rows, or the first word in a column that gave way."""
    if len(touched) > SAMPLE:
        return True
    return any(view.isColumnHidden(INDEX[key]) and
               any(model.rows.portfolio.records[uid].get(key) for uid in touched if uid in model.rows.portfolio.records)
               for key in IDLE)


def _width(column: int, wanted: list[int]) -> int:
    spec = COLUMNS[column]
    head = QFontMetrics(theme.large("small")).horizontalAdvance(tr(spec.head)) + 2 * PAD + 2
    return max(theme.px(spec.width), head, min(wanted[column], theme.px(spec.most)))


def content_widths(model: TreeModel) -> list[int]:
    """What each column's texts ask for, padding included; 0 where a column is empty. Kept until rows change."""
    rows = model.rows
    key = (rows.portfolio.version, rows.status, rows.all_years, rows.count(), theme.large("body").key())
    if model.width_note and model.width_note[0] == key:
        return model.width_note[1]
    plain, strong = QFontMetrics(theme.large("number")), QFontMetrics(theme.large("number_strong"))
    found = [0] * len(COLUMNS)
    depth = {TOP: -1}
    slots: list[int] = []
    queue = list(rows.kids[TOP])
    while queue and len(slots) < SAMPLE:
        slots += queue
        queue = [kid for slot in queue for kid in rows.kids.get(slot, ())]
    seen: set[tuple[object, ...]] = set()        # names of people and dates come again and again
    for slot in slots[:SAMPLE]:
        cells = rows.cells(slot)
        depth[slot] = depth.get(rows.parent[slot], 0) + 1
        metrics = strong if cells.strong else plain
        for i, text in enumerate(cells.texts):
            known = (i, text, cells.strong, depth[slot] if i == NAME else 0)
            if text and known not in seen:
                seen.add(known)
                more = theme.px(depth[slot] * INDENT + 22) + PAD if i == NAME else 2 * PAD
                found[i] = max(found[i], metrics.horizontalAdvance(text) + more + 2)
    found[INDEX["light"]] = min(found[INDEX["light"]], theme.px(48))       # a mark and a letter
    model.width_note = (key, found)
    return found
