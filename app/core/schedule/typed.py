"""What a person types moves what hangs on it: one road for inspector, tree, grids and `set`.

records.md, rule 2: the verb writes what it moves, in the same transaction. A typed finish does what dragging the
bar to it does: it pushes what waits for it over hard links, and takes the forecast of anchored lines along. A typed
forecast or anchor notes the finish it was made for, so that nothing shifts twice.
How a typed date is meant: a finish moves a milestone, and ends everything else later or earlier; a start after the
finish moves the whole, as many working days long as it was. A finish before the start is refused: it is a slip of the
keys more often than a wish to have begun earlier. A plan date says what was
promised: it pushes nothing; where it is the only date, the money follows it.
Must not know: the session, the window, pixels.
"""
from __future__ import annotations

from collections.abc import Iterable

from app.core import edits
from app.core.catalog import cells_of
from app.core.change import Change
from app.core.find import calling_name
from app.core.portfolio import Portfolio, Record
from app.core.schedule.anchors import follow, with_basis
from app.core.schedule.calendar import date_of, desk, ordinal
from app.core.schedule.facts import Span, finish_of, span_of, start_of
from app.core.schedule.moving import (
    FINISH,
    MOVE,
    START,
    Moved,
    dated,
    dragged,
    edge,
    extent,
    others,
    own_dates,
    placed,
)
from app.core.schedule.slip import pushed, write
from app.errors import Problem

_TODAY = frozenset(("start+finish", "actual_start", "actual_finish"))
_PLAN = "plan_start+plan_finish"


def text(p: Portfolio, uid: str, field: str, typed: str, status: str) -> Moved:
    """A field set from what a person typed, with all that follows from it."""
    record = p[uid]
    field = edits.field_def(p, record.kind, field).name    # people also write its label
    if field in ("start", "finish") and record.kind in ("activity", "measure"):
        own = edits.set_text(p, uid, field, typed)
        value = {name: v for c in own for name, v in zip(("start", "finish"), c.new, strict=True)}.get(field)
        return date(p, record, field, str(value), own, status) if value else followed(p, own, status)
    return followed(p, edits.set_text(p, uid, field, typed), status)


def date(p: Portfolio, record: Record, field: str, value: str, own: list[Change], status: str) -> Moved:
    """A start or finish of today; `own` are the changes that write just that."""
    inside = dated(p, record)
    span = span_of(record)
    other = record.get("finish" if field == "start" else "start") or record.get(f"plan_{field}")
    if inside:
        return _measure(p, record, field, value, own, status)
    alone = not (record.get(field) or record.get(f"plan_{field}"))        # the other end stays: it was no milestone
    wrong = (record.get("start") or "") > (record.get("finish") or "9999")       # as a tracker brought it: being mended
    begun = field == "start" and record.get("actual_start")
    if span is None or span.finished or not other or alone or wrong or begun:
        return followed(p, own, status)
    if record.get("actual_start") and value < record.get("actual_start"):
        raise Problem(f"{calling_name(record)} has started on {record.get('actual_start')}.",
                      "Choose a finish on or after that day, or correct the actual start.")
    first, last = _meant(p, record, span, field, ordinal(value))
    return placed(p, record.uid, date_of(first), date_of(last), status)


def _meant(p: Portfolio, record: Record, span: Span, field: str, day: int) -> tuple[int, int]:
    """First and last day of what has both dates and gets one of them anew."""
    first, last = span.first_day, span.last_day
    if field == "finish" and day >= first and not span.milestone:
        return first, day
    if field == "start" and day <= last:
        return day, last
    if span.milestone:
        return day, day
    if field == "finish":
        raise _before_start(record, day, first)
    calendars = desk(p)
    which = calendars.of(record)
    length = max(calendars.calendars.length(which, first, last), 1)
    begun = int(calendars.calendars.before(which, day))
    return day, max(day, int(calendars.calendars.day(which, begun + length - 1)))


def _before_start(record: Record, finish: int, start: int) -> Problem:
    return Problem(f"{calling_name(record)} would finish on {date_of(finish)}, before it starts on {date_of(start)}.",
                   "Choose a finish on or after the start, or type the new start first.")


def _measure(p: Portfolio, record: Record, field: str, value: str, own: list[Change], status: str) -> Moved:
    """A measure's own date, typed: its bar is stretched or moved to it; what has begun or is done stays."""
    inside = dated(p, record)
    first, last = extent(inside)
    now = (ordinal(record.get("start")) if record.get("start") else first,
           ordinal(record.get("finish")) if record.get("finish") else last)
    day = ordinal(value)
    by = day - now[0 if field == "start" else 1]
    if field == "finish" and day < now[0] < now[1]:
        raise _before_start(record, day, now[0])
    whole = day > now[1] if field == "start" else day < now[0]
    grip = MOVE if whole else START if field == "start" else FINISH
    at = span_of(edge(inside, grip))
    assert at is not None
    free = any(not s.started for _, s in inside) if whole else not (at.started if grip == START else at.finished)
    if not by or not free:
        return followed(p, own, status)
    moved = dragged(p, record.uid, grip, by, status)
    old = p.value_of(record.uid, "start+finish")
    put = next((c.new for c in moved.changes if c.uid == record.uid and c.field == "start+finish"), old)
    new = (value, put[1]) if field == "start" else (put[0], value)
    rest = [c for c in moved.changes if (c.uid, c.field) != (record.uid, "start+finish")]
    return Moved([*rest, Change(record.uid, "start+finish", None, old, new)], *_rest(moved))


def _rest(moved: Moved) -> tuple[list[tuple[str, int]], int, list[str], list[str]]:
    return moved.others, moved.lines, moved.soft, moved.broken


def followed(p: Portfolio, changes: Iterable[Change], status: str, *, push: bool = True,
             brought: Iterable[str] = ()) -> Moved:
    """Changes made anywhere, and what follows: what waits for a moved finish is pushed, anchored forecasts move.

    With `push` off only the money follows: a source that moves a date brings the dates of the others itself.
    `brought` are lines whose forecast came with the changes, written or confirmed: it is not moved, but is for the
    finish its anchor has now.
    """
    own = list(changes)
    touched = {c.field for c in own}
    if not touched & {*_TODAY, _PLAN, "forecast", "anchor"}:
        return Moved(own, [], 0, [], [])
    asked = _moved(p, own)
    pushing = {uid: d for uid, (d, cells) in asked.items() if cells & _TODAY and not dated(p, p[uid])} if push else {}
    dates: dict[str, tuple[str, str]] = {uid: d for uid, (d, _) in asked.items()}
    soft: list[str] = []
    broken: list[str] = []
    if pushing:
        found, soft, broken = pushed(p, pushing)
        dates |= found
    made = [c for uid, d in dates.items() if uid not in asked for c in write(p, p[uid], *d)]
    if push:
        made += own_dates(p, dates, {c.uid for c in own if c.field == "start+finish"} | {c.uid for c in made})
    finishes = {uid: d[1] for uid, d in dates.items() if p[uid].kind == "activity"}
    confirmed = set(brought)
    mine = confirmed | {c.uid for c in own if c.field == "anchor" or (c.field == "forecast" and c.month is not None)}
    shifted = [c for c in follow(p, finishes, status) if c.uid not in mine]
    for line in sorted(mine):
        own = with_basis(p, line, own, finishes, line in confirmed)
    lines = len({c.uid for c in shifted if c.field == "forecast"})
    return Moved([*own, *made, *shifted], others(p, dates, asked), lines, soft, broken)


def _moved(p: Portfolio, changes: Iterable[Change]) -> dict[str, tuple[tuple[str, str], set[str]]]:
    """Activities and measures whose dates of today the changes move: ((start, finish), cells that say so)."""
    cells: dict[str, dict[str, Change]] = {}
    for c in changes:
        if c.field in _TODAY or c.field == _PLAN:
            cells.setdefault(c.uid, {})[c.field] = c
    found: dict[str, tuple[tuple[str, str], set[str]]] = {}
    for uid, mine in cells.items():
        record = p.get(uid)
        if record is None or record.kind not in ("activity", "measure") or not p.live(uid):
            continue
        fields = dict(record.fields)
        for cell, change in mine.items():
            fields.update(zip(cells_of(record.kind).get(cell, (cell,)), change.new, strict=True))
        after = Record(uid, record.kind, {k: v for k, v in fields.items() if v is not None})
        start, finish = start_of(after), finish_of(after)
        if (finish or start) and (start, finish) != (start_of(record), finish_of(record)):
            start, finish = start or finish, finish or start
            found[uid] = ((min(start, finish), finish), set(mine))
    return found

