"""Where rows held over the tree would go: the row under the mouse and which side of it, as plain geometry.

A gap may mean several places: behind the last row of a group, or behind the group itself. The first that may be
taken is; the further left the mouse, the further up it looks. Must not know: what a move writes, painting.
"""
from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPoint

from app.core.edits_place import AFTER, BEFORE, INTO
from app.ui.look import theme
from app.ui.look.tokens import INDENT
from app.ui.tree.columns import NAME
from app.ui.tree.view import TreeView

EDGE = 0.28                  # share of a row's height at its top and bottom that means the gap, not the row


@dataclass(frozen=True, slots=True)
class Place:
    """Before, after or into a row; `top` is where its mark is drawn, `depth` how far indented."""

    uid: str
    where: str
    top: int
    height: int
    depth: int


def depth_of(view: TreeView, index: QModelIndex) -> int:
    depth, up = 0, index.parent()
    while up.isValid():
        depth, up = depth + 1, up.parent()
    return depth


def places(view: TreeView, x: float, y: float) -> list[Place]:
    """What a point may mean, the likeliest first; empty where there are no rows."""
    index = view.indexAt(QPoint(1, int(y)))
    if not index.isValid():
        last = _last(view)
        return _behind(view, last, x) if last.isValid() else []
    rect = view.visualRect(index)
    part = (y - rect.top()) / max(rect.height(), 1)
    leaf = not view.model().hasChildren(index.siblingAtColumn(0))
    if part < EDGE:
        above = view.indexAbove(index)
        if above.isValid() and above.siblingAtColumn(0) != index.parent():
            return [_at(view, index, BEFORE), *_behind(view, above, x)]
        return [_at(view, index, BEFORE)]
    if part > 1 - EDGE:
        first = view.model().index(0, 0, index.siblingAtColumn(0))
        if view.isExpanded(index.siblingAtColumn(0)) and first.isValid():
            return [_at(view, first, BEFORE)]
        return _behind(view, index, x)
    found = [_at(view, index, INTO)]
    if leaf:                                  # nothing hangs here: the nearer gap is what is meant, if it may be taken
        found += [_at(view, index, BEFORE)] if part < 0.5 else _behind(view, index, x)
    return found


def choose(found: list[Place], refused: Callable[[Place], str]) -> tuple[Place | None, str]:
    """The first place that is not refused; else the likeliest with its reason."""
    reasons = []
    for place in found:
        reason = refused(place)
        if not reason:
            return place, ""
        reasons.append(reason)
    return (found[0], reasons[0]) if found else (None, "")


def _at(view: TreeView, index: QModelIndex, where: str) -> Place:
    rect = view.visualRect(index)
    top = rect.top() if where != AFTER else rect.bottom() + 1
    return Place(view.tree_model().uid(index), where, top, rect.height(), depth_of(view, index))


def _behind(view: TreeView, index: QModelIndex, x: float) -> list[Place]:
    """Behind a row, and behind each group that ends with it: the one whose indentation the mouse is at first."""
    line = view.visualRect(index).bottom() + 1
    found: list[Place] = []
    at = index.siblingAtColumn(0)
    while at.isValid():
        found.append(Place(view.tree_model().uid(at), AFTER, line, view.visualRect(index).height(),
                           depth_of(view, at)))
        if at.row() + 1 < view.model().rowCount(at.parent()):
            break
        at = at.parent()
    left = view.header().sectionViewportPosition(NAME)
    wanted = int((x - left) / max(theme.px(INDENT), 1)) - 1
    return sorted(found, key=lambda p: (p.depth > max(wanted, found[-1].depth), -p.depth))


def _last(view: TreeView) -> QModelIndex:
    """The last row that is open to view."""
    model = view.model()
    at = model.index(model.rowCount() - 1, 0)
    while at.isValid() and view.isExpanded(at) and model.rowCount(at):
        at = model.index(model.rowCount(at) - 1, 0, at)
    return at
