"""The arrows of the links in view, kept from frame to frame while rows scroll by.

y counts from the top of the first of all rows, not of the view, so that an arrow found once stays good: it is looked
for again when an end comes into view or leaves it, or when words come into view that it would cross. Until then it
stays where it is, which also keeps lines from jumping while one scrolls.
Must not know: Qt, the portfolio, colours.
"""
from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from app.ui.gantt.facts import Extent
from app.ui.gantt.layout import PlacedRow, end_box
from app.ui.gantt.links import Arrow, Words, hits, route
from app.ui.gantt.row_links import Link
from app.ui.gantt.scale import Scale

ABOVE, BELOW = -1, 1
OUTSIDE = 60.0                # pixels beyond the view, where an end out of view begins
ROUNDABOUT = 170.0            # pixels an arrow may stand aside of both its bars
FAR = 6144                    # and in steps of which it is moved along: a multiple of a dash, so that dashes stand
Spans = Sequence[tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Scene:
    """The rows in view: number of the first, height of each, where the view begins, its size, where words stand."""

    first: int
    step: int
    offset: float
    height: float
    width: float
    uids: Sequence[str]
    written: Sequence[Spans]                                  # stretches of x, by row
    placed: Callable[[], list[PlacedRow]]                     # the rows, from the top of all rows
    side: Callable[[str], int | None]                         # of a row out of view: ABOVE, BELOW, None when folded
    extent: Callable[[str], Extent | None]                    # dates of an end out of view


@dataclass(slots=True)
class _Known:
    tail: float
    head: float
    arrow: Arrow | None                                       # None: it lies beside the view, in other years
    crossing: bool = False


class LinkLayer:
    """See the module. `crossing` says that some arrow of the last frame found no way around all words."""

    def __init__(self) -> None:
        self.crossing = False
        self._look: object = None
        self._known: dict[str, _Known] = {}
        self._seen = range(0)
        self._outside = (0.0, 0.0)
        self._found: list[tuple[Link, Arrow]] = []

    def arrows(self, look: object, scene: Scene, links: Sequence[Link], scale: Scale) -> list[tuple[Link, Arrow]]:
        """An arrow for each of the links that is to be drawn. `look` is all that moves bars, words or rows."""
        if look != self._look:
            self._look, self._known, self._seen = look, {}, range(0)
        numbers = range(scene.first, scene.first + len(scene.uids))
        outside = (float((scene.offset - OUTSIDE) // FAR * FAR),
                   float(-(-(scene.offset + scene.height + OUTSIDE) // FAR) * FAR))
        if self._seen == numbers and self._outside == outside:
            return self._found                # the same rows, moved by less than one
        self._outside = outside
        at = {uid: n for n, uid in zip(numbers, scene.uids, strict=True)}
        fresh = _words(scene, [n for n in numbers if n not in self._seen])
        work = _Work(scene, at, outside, scale)
        known: dict[str, _Known] = {}
        found: list[tuple[Link, Arrow]] = []
        for link in links:
            tail, head = work.place(link.tail_row), work.place(link.head_row)
            if tail is None or head is None or link.tail_row == link.head_row:
                continue
            old = self._known.get(link.uid)
            if old is None or old.tail != tail or old.head != head or (
                    fresh.boxes and old.arrow and hits(old.arrow.points, fresh)):
                made = work.route(link)
                old = _Known(tail, head, made, made is not None and hits(made.points, work.words) > 0)
            known[link.uid] = old
            if old.arrow is not None:
                found.append((link, old.arrow))
        self._known, self._seen, self._found = known, numbers, found
        self.crossing = any(one.crossing for one in known.values())
        return found


def _words(scene: Scene, numbers: Sequence[int]) -> Words:
    """What is written in some of the rows in view."""
    step, first = scene.step, scene.first
    return Words({}, [(n * step + 2.0, n * step + step - 2.0, a, b)
                      for n in numbers for a, b in scene.written[n - first]])


class _Work:
    """One frame: what is needed only when an arrow has to be looked for is made when first asked for."""

    def __init__(self, scene: Scene, at: dict[str, int], outside: tuple[float, float], scale: Scale) -> None:
        self.scene, self.at, self.outside, self.scale = scene, at, outside, scale
        self._placed: list[PlacedRow] | None = None
        self._made: Words | None = None
        self._edges: list[tuple[float, float]] | None = None

    def place(self, uid: str) -> float | None:
        """Top of a row, a place beyond the view for one that is not in it, None when it is not shown."""
        number = self.at.get(uid)
        if number is not None:
            return float(number * self.scene.step)
        side = self.scene.side(uid)
        return None if side is None else self.outside[0 if side == ABOVE else 1]

    @property
    def placed(self) -> list[PlacedRow]:
        if self._placed is None:
            self._placed = self.scene.placed()
        return self._placed

    @property
    def words(self) -> Words:
        if self._made is None:
            scene = self.scene
            boxes = _words(scene, range(scene.first, scene.first + len(scene.uids))).boxes
            self._made = Words({i: spans for i, spans in enumerate(scene.written) if spans}, boxes)
        return self._made

    def route(self, link: Link) -> Arrow | None:
        tail, head = (end_box(row, part, self.placed, self._in_view(row), self.scale, self.outside, self._elsewhere)
                      for row, part in ((link.tail_row, link.tail), (link.head_row, link.head)))
        if tail is None or head is None:
            return None
        if max(tail.x1, head.x1) < -ROUNDABOUT or min(tail.x0, head.x0) > self.scene.width + ROUNDABOUT:
            return None
        if self._edges is None:
            self._edges = [(row.top, row.top + row.height) for row in self.placed]
        return route(tail, head, link.type, self._edges, self.words, link.uid, link.hard)

    def _in_view(self, uid: str) -> int | None:
        number = self.at.get(uid)
        return None if number is None else number - self.scene.first

    def _elsewhere(self, uid: str, part: str) -> tuple[Extent, bool] | None:
        extent = self.scene.extent(part)
        return None if extent is None else (extent, self.scene.side(uid) == ABOVE)
