"""The mouse in the time area: which part of a bar it holds, what a drag would do, and what it did when let go.

A bar's middle moves it, its ends stretch it, the dots beside its ends draw a link, an empty row of a measure without
dates draws dates, the ground pans. Esc cancels. Tools only say what is wanted; the page writes it.
Must not know: the portfolio, the session, painting.
"""
from __future__ import annotations

from dataclasses import dataclass, replace

from app.ui.gantt.layout import Handle, Layout
from app.ui.gantt.scale import Scale

MOVE, START, FINISH, LINK_FROM_START, LINK_FROM_FINISH, DRAW, PAN = (
    "move", "start", "finish", "link S", "link F", "draw", "pan")
EDGE = 5.0                    # pixels of a bar's end that stretch it
DOT, DOT_REACH = 5.0, 5.0     # where the link dots stand beside a bar's end, and how far they are felt
SLACK = 3.0                   # pixels the mouse may tremble before it is a drag


@dataclass(frozen=True, slots=True)
class Drag:
    """One drag under way, from press to release; `row` is the row of the press."""

    grip: str
    uid: str
    row: int
    handle: Handle | None
    x: float
    y: float
    day: float
    now_x: float
    now_y: float
    moving: bool = False

    def to(self, x: float, y: float) -> Drag:
        far = abs(x - self.x) > SLACK or (abs(y - self.y) > SLACK and self.grip.startswith("link"))
        return replace(self, now_x=x, now_y=y, moving=self.moving or far)

    @property
    def linking(self) -> bool:
        return self.grip.startswith("link")

    def days(self, scale: Scale) -> int:
        """Whole days the mouse has gone."""
        return round((self.now_x - self.x) / scale.per_day)

    def drawn(self, scale: Scale) -> tuple[int, int]:
        """First and last day drawn over an empty row."""
        a, b = sorted((int(self.day), int(scale.day(self.now_x))))
        return a, b

    def preview(self, scale: Scale) -> tuple[float, float] | None:
        """Left and right of the bar as it would be."""
        if self.grip == DRAW:
            a, b = self.drawn(scale)
            return scale.x(a), scale.x(b + 1)
        if self.handle is None or self.linking:
            return None
        by = self.days(scale) * scale.per_day
        x0, x1 = self.handle.x0, self.handle.x1
        if self.grip == MOVE:
            return x0 + by, x1 + by
        if self.grip == START:
            return min(x0 + by, x1 - scale.per_day), x1
        return x0, max(x1 + by, x0 + scale.per_day)


def grip_of(handle: Handle, x: float) -> str:
    """What a press at x does to a bar that can be changed."""
    if handle.milestone:
        return MOVE
    wide = handle.x1 - handle.x0
    edge = min(EDGE, wide / 4)
    if not handle.part:
        if handle.x1 + 1 < x:
            return LINK_FROM_FINISH
        if x < handle.x0 - 1:
            return LINK_FROM_START
    if x >= handle.x1 - edge:
        return FINISH
    if x <= handle.x0 + edge:
        return START
    return MOVE


def press(layout: Layout, x: float, y: float, day: float, row: int, row_uid: str, editable: bool,
          may_draw: bool) -> Drag:
    """What begins with a press of the left button."""
    handle = layout.handle_at(x, y) or layout.bar_near(x, y, DOT + DOT_REACH)
    if handle is not None and editable and not handle.summary:
        grip = grip_of(handle, x)
        return Drag(grip, handle.uid, row, handle, x, y, day, x, y)
    if handle is None and editable and may_draw and row_uid:
        return Drag(DRAW, row_uid, row, None, x, y, day, x, y)
    return Drag(PAN, "", row, None, x, y, day, x, y)


def drop_target(layout: Layout, drag: Drag) -> tuple[Handle, str] | None:
    """The bar a link is being drawn to, and the side it lands on: "S" on its left half, else "F"."""
    handle = layout.handle_at(drag.now_x, drag.now_y, DOT)
    if handle is None or handle.summary or handle.uid == drag.uid:
        return None
    return handle, "S" if drag.now_x <= (handle.x0 + handle.x1) / 2 else "F"


def link_type(drag: Drag, side: str) -> str:
    """FS, SS, FF or SF."""
    return drag.grip[-1] + side
