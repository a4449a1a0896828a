"""From rows and dates to rectangles, diamonds, notes and link paths in the time area; nothing is painted here.

x counts from the left edge of the time area, y from the top of the viewport. Only rows in view are laid out, so a
frame costs the same in a file of any size. Bars lie on the row's middle, plan dates as a ghost below, a note right
of the bar (left of it where there is no room).
Must not know: Qt, the portfolio, colours.
"""
from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from app.ui.gantt.facts import Extent, Part, RowTime
from app.ui.gantt.links import Arrow, Box
from app.ui.gantt.row_links import Link
from app.ui.gantt.scale import Scale

Rect = tuple[float, float, float, float]      # x, y, width, height
BAR, BAR_COMPACT, GHOST, GHOST_GAP = 10.0, 8.0, 3.0, 1.0
BRACKET = {0: 5.0, 1: 5.0, 2: 5.0, 3: 4.0, 4: 4.0}
CAP = 3.0
DIAMOND = 5.5
NOTE_GAP, NOTE_HIGH = 8.0, 14.0
LEAST = 2.0                                   # a bar of one day is still seen in years


@dataclass(frozen=True, slots=True)
class PlacedRow:
    """A row in view: its facts, its top and height."""

    time: RowTime
    top: float
    height: float
    strong: bool = False
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Note:
    x: float
    y: float
    width: float
    height: float
    text: str
    tone: str
    row: int


@dataclass(frozen=True, slots=True)
class Diamond:
    """A milestone around its middle; filled when it is reached."""

    x: float
    y: float
    reached: bool
    row: int
    part: Part


@dataclass(frozen=True, slots=True)
class Handle:
    """What the mouse can take hold of: a bar, or one activity in it."""

    uid: str
    row: int
    x0: float
    x1: float
    y0: float
    y1: float
    summary: bool
    part: bool
    milestone: bool = False


@dataclass
class Layout:
    """Shapes by kind: each kind is one call of the painter."""

    ghosts: list[Rect] = field(default_factory=list)
    done: list[Rect] = field(default_factory=list)
    rest: list[Rect] = field(default_factory=list)
    held: list[Rect] = field(default_factory=list)
    brackets: dict[str, list[Rect]] = field(default_factory=lambda: {"strong": [], "plain": [], "quiet": []})
    caps: dict[str, list[tuple[float, float, float]]] = field(
        default_factory=lambda: {"strong": [], "plain": [], "quiet": []})      # x, y, towards (+1 right, -1 left)
    outlines: list[Rect] = field(default_factory=list)
    chain: list[Rect] = field(default_factory=list)
    diamonds: list[Diamond] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    arrows: dict[str, list[Arrow]] = field(default_factory=lambda: {"plain": [], "critical": [], "chain": []})
    handles: list[Handle] = field(default_factory=list)

    def handle_at(self, x: float, y: float, reach: float = 0.0) -> Handle | None:
        """The innermost thing under a point: activities and milestones lie over their measure's bar."""
        hits = [h for h in self.handles if h.x0 - reach <= x <= h.x1 + reach and h.y0 <= y <= h.y1]
        return min(hits, key=lambda h: (not h.milestone, not h.part, h.x1 - h.x0), default=None)

    def bar_near(self, x: float, y: float, reach: float) -> Handle | None:
        """The bar itself, felt as far as the dots beside its ends; what stands on it is felt at its own place only."""
        return next((h for h in self.handles if not h.part and h.x0 - reach <= x <= h.x1 + reach and h.y0 <= y <= h.y1),
                    None)


@dataclass(frozen=True, slots=True)
class Wishes:
    """What is switched on, and which records stand out."""

    baseline: bool = True
    links: bool = True
    critical: bool = True
    parts: bool = False
    critical_records: frozenset[str] = frozenset()
    critical_links: frozenset[str] = frozenset()
    chain_records: frozenset[str] = frozenset()
    chain_links: frozenset[str] = frozenset()


def lay_out(rows: Sequence[PlacedRow], scale: Scale, width: float, wishes: Wishes,
            text_width: Callable[[str], float]) -> Layout:
    """Everything but the links (link_layer.py)."""
    made = Layout()
    for i, row in enumerate(rows):
        if row.time.summary:
            _bracket(made, i, row, scale)
        else:
            _measure(made, i, row, scale, wishes)
        if row.time.note:
            _note(made, i, row, scale, width, text_width)
    return made


def _bracket(made: Layout, i: int, row: PlacedRow, scale: Scale) -> None:
    time = row.time
    if time.extent is None:
        return
    x0, x1 = scale.x(time.extent[0]), scale.x(time.extent[1])
    x1 = max(x1, x0 + LEAST)
    kind = "strong" if time.level < 3 else "plain" if time.level == 3 else "quiet"
    high = BRACKET[time.level]
    y = row.top + round((row.height - high) / 2)
    made.brackets[kind].append((x0, y, x1 - x0, high))
    made.caps[kind] += [(x0, y + high, 1.0), (x1, y + high, -1.0)]
    made.handles.append(Handle(time.uid, i, x0, x1, y, y + high + CAP, True, False))


def bar_top(row: PlacedRow) -> tuple[float, float]:
    """(top, height) of the bar in a row; the ghost below belongs to the middle."""
    high = BAR_COMPACT if row.height < 28 else BAR * max(row.height / 28, 1.0)
    return row.top + round((row.height - high - GHOST - GHOST_GAP) / 2) + 1, high


def _measure(made: Layout, i: int, row: PlacedRow, scale: Scale, wishes: Wishes) -> None:
    time = row.time
    top, high = bar_top(row)
    if wishes.baseline and time.plan is not None:
        x0, x1 = scale.x(time.plan[0]), scale.x(time.plan[1])
        made.ghosts.append((x0, top + high + GHOST_GAP, max(x1 - x0, LEAST), GHOST))
    if time.extent is None:
        return
    x0, x1 = scale.x(time.extent[0]), scale.x(time.extent[1])
    x1 = max(x1, x0 + LEAST)
    bar = (x0, top, x1 - x0, high)
    made.handles.append(Handle(time.uid, i, x0, x1, top - 2, top + high + 2, False, False))
    if time.held:
        made.held.append(bar)
    elif wishes.parts and any(not part.milestone for part in time.parts):
        _parts(made, i, time.parts, scale, top, high)
    else:
        _split(made, bar, time.done)
    if time.uid in wishes.chain_records:
        made.chain.append(bar)
    elif wishes.critical and time.uid in wishes.critical_records:
        made.outlines.append(bar)
    for part in time.parts:
        if part.milestone:
            x = scale.x(part.end)
            made.diamonds.append(Diamond(x, top + high / 2, part.done >= 1.0, i, part))
            made.handles.append(Handle(part.uid, i, *_grip(x, x0, x1), top - 2, top + high + 2, False, True, True))


def _grip(x: float, x0: float, x1: float) -> tuple[float, float]:
    """Where a milestone is taken hold of: the diamond's part on its bar, so that what lies just before and behind the
    bar stays with the dots that draw links; all of a diamond that stands off the bar."""
    if not x0 <= x <= x1:
        return x - DIAMOND, x + DIAMOND
    return max(x - DIAMOND, x0), min(x + DIAMOND, x1)


def _split(made: Layout, bar: Rect, done: float) -> None:
    x, y, wide, high = bar
    dark = wide * done
    if dark > 0:
        made.done.append((x, y, dark, high))
    if wide - dark > 0:
        made.rest.append((x + dark, y, wide - dark, high))


def _parts(made: Layout, i: int, parts: Sequence[Part], scale: Scale, top: float, high: float) -> None:
    """Activities as thin pieces of the bar, in as many lanes as overlap at once (three at most)."""
    lanes: list[float] = []
    placed: list[tuple[int, float, float, Part]] = []
    for part in sorted((p for p in parts if not p.milestone), key=lambda p: (p.start, p.end)):
        x0, x1 = scale.x(part.start), scale.x(part.end)
        lane = next((n for n, end in enumerate(lanes) if end <= x0 + 0.5), None)
        if lane is None:
            lane = len(lanes) if len(lanes) < 3 else min(range(3), key=lambda n: lanes[n])
            lanes += [0.0] if lane == len(lanes) else []
        lanes[lane] = x1
        placed.append((lane, x0, x1, part))
    step = (high + 2) / max(len(lanes), 1)
    for lane, x0, x1, part in placed:
        gap = 1.0 if x1 - x0 > 4 else 0.0
        piece = (x0, top - 1 + lane * step, max(x1 - x0 - gap, 1.0), step - 1 if len(lanes) > 1 else high)
        _split(made, piece, part.done)
        made.handles.append(Handle(part.uid, i, x0, x1, piece[1], piece[1] + piece[3], False, True))


def _note(made: Layout, i: int, row: PlacedRow, scale: Scale, width: float,
          text_width: Callable[[str], float]) -> None:
    """Right of the bar; left of it when the right edge is too near; nowhere when the bar is out of view."""
    extent = row.time.extent or row.time.plan
    if extent is None:
        return
    x0, x1 = scale.x(extent[0]), max(scale.x(extent[1]), scale.x(extent[0]) + LEAST)
    marks = [scale.x(part.end) + DIAMOND for part in row.time.parts if part.milestone]
    if row.time.plan is not None:
        x0 = min(x0, scale.x(row.time.plan[0]))
    wide = text_width(row.time.note)
    x = max([x1, *marks]) + NOTE_GAP
    if x1 < 0 or x0 > width:
        return
    if x + wide > width - 2:
        x = x0 - NOTE_GAP - wide
    if x < 2:
        return
    top, high = bar_top(row)
    tall = NOTE_HIGH * max(row.height / 28, 1.0)
    made.notes.append(Note(x, top + (high - tall) / 2, wide, tall, row.time.note, row.time.tone, i))


def tone_of(link: Link, wishes: Wishes) -> str:
    """How a link is drawn."""
    return ("chain" if link.uid in wishes.chain_links else
            "critical" if wishes.critical and link.uid in wishes.critical_links else "plain")


def written(made: Layout) -> list[tuple[float, float]]:
    """Stretches of x where a row laid out alone has words."""
    return [(note.x - 3, note.x + note.width + 3) for note in made.notes]


def end_box(uid: str, part: str, rows: Sequence[PlacedRow], row: int | None, scale: Scale,
            outside: tuple[float, float],
            elsewhere: Callable[[str, str], tuple[Extent, bool] | None]) -> Box | None:
    """Where one end of a link stands: in the given row, or beyond the view, at one of the two places `outside`."""
    extent: Extent | None
    if row is not None:
        time = rows[row].time
        top, high = bar_top(rows[row])
        extent = time.extent
        for one in time.parts:
            if one.uid == part:
                extent = one.start, one.end
                break
    else:
        found = elsewhere(uid, part)
        if found is None:
            return None
        extent, above = found
        top, high, row = (outside[0], BAR, -1) if above else (outside[1], BAR, len(rows))
    if extent is None:
        return None
    x0 = scale.x(extent[0])
    return Box(x0, max(scale.x(extent[1]), x0 + LEAST), top, top + high, row)
