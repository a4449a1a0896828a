"""What the time area says in words: of a bar under the mouse, a drag under way, a step that moved more, a chain.

Must not know: painting, the session.
"""
from __future__ import annotations

from collections.abc import Callable

from app.core.portfolio import Portfolio
from app.core.schedule.calendar import date_of
from app.core.schedule.chain import Chain
from app.ui.gantt.facts import Extent, RowTime
from app.ui.gantt.layout import Handle
from app.ui.gantt.scale import Scale
from app.ui.gantt.tools import DRAW, FINISH, MOVE, START, Drag
from app.ui.look import figures
from app.ui.words import plural, tr

DASH = " – "


def dates(extent: Extent) -> str:
    """"4 May 2026 – 30 Sep 2026"; one day alone for a milestone."""
    first, last = figures.date(date_of(min(extent[0], extent[1] - 1))), figures.date(date_of(extent[1] - 1))
    return first if first == last else first + DASH + last


def spoken(time: RowTime) -> str:
    """A row's dates for a screen reader."""
    said = []
    if time.extent is not None:
        first, last = dates((time.extent[0], time.extent[0] + 1)), dates((time.extent[1] - 1, time.extent[1]))
        said.append(tr("{start} to {finish}", start=first, finish=last))
    if time.plan is not None:
        said.append(tr("plan {start} to {finish}", start=dates((time.plan[0], time.plan[0] + 1)),
                       finish=dates((time.plan[1] - 1, time.plan[1]))))
    if time.held:
        said.append(time.note)
    elif time.note and time.late:
        said.append(plural(time.late, "{n} day late", "{n} days late"))
    reached = [p for p in time.parts if p.milestone]
    said += [tr("milestone {name} {date}", name=p.name, date=dates((p.start, p.end))) for p in reached[:5]]
    return ", ".join(said)


def tip(p: Portfolio, handle: Handle, time: RowTime) -> str:
    """The words beside the mouse over a bar of a row."""
    record = p.get(handle.uid)
    if record is None:
        return ""
    part = next((q for q in time.parts if q.uid == handle.uid), None)
    if part is not None:
        said = [part.name, dates((part.start, part.end))]
        if part.milestone:
            said.append(tr("reached") if part.done >= 1 else tr("not reached yet"))
        else:
            said.append(tr("{n} % done", n=round(part.done * 100)))
        return "\n".join(said)
    said = [f"{record.code} {record.name}".strip()]
    if time.extent is not None:
        said.append(dates(time.extent))
    if time.plan is not None:
        said.append(tr("Plan {dates}", dates=dates(time.plan)))
    if not time.summary:
        said.append(tr("{n} % done", n=round(time.done * 100)))
    if time.note:
        said.append(plural(time.late, "{n} day late", "{n} days late") if time.late and not time.held else time.note)
    return "\n".join(said)


def dragging(drag: Drag, scale: Scale, extent_of: Callable[[str], Extent | None]) -> str:
    """What would be written if the mouse let go now."""
    if drag.grip == DRAW:
        a, b = drag.drawn(scale)
        return dates((a, b + 1))
    extent = extent_of(drag.uid)
    if extent is None or drag.linking:
        return tr("Draw to the bar that waits for it")
    days, (first, last) = drag.days(scale), extent
    if drag.grip in (MOVE, START):
        first = min(first + days, last - 1) if drag.grip == START else first + days
    if drag.grip in (MOVE, FINISH):
        last = max(last + days, first + 1) if drag.grip == FINISH else last + days
    return f"{dates((first, last))}   {signed(days)}"


def signed(days: int) -> str:
    return tr("{n} d", n=f"{'+' if days > 0 else figures.MINUS if days < 0 else ''}{abs(days):,}")


def label(p: Portfolio, uid: str, grip: str, days: int) -> str:
    """The step's name in the history and for undo. English: it is kept in the file."""
    record = p[uid]
    what = record.code or record.name or record.kind
    n = f"{abs(days)} day{'s' if abs(days) != 1 else ''} {'later' if days > 0 else 'earlier'}"
    return {MOVE: f"Move {what} {n}", START: f"Start {what} {n}"}.get(grip, f"Finish {what} {n}")


def chain_text(p: Portfolio, chain: Chain, unit: figures.Unit) -> str:
    """"IC-112 (IT) +14 d → IC-121 +215 d → Recurring benefit 9 months later, −1,203 k€"."""
    said = []
    function = None
    for step, after in zip(chain.steps, (*chain.steps[1:], None), strict=True):
        if after is not None and after.measure == step.measure:
            continue                     # of a measure's own steps the last tells what it hands on
        measure = p[step.measure]
        name = measure.code or measure.name
        other = p[step.function].name if step.function and step.function != function else ""
        function = step.function
        said.append(name + (f" ({other})" if other else "") + f" {signed(step.days)}")
    line = p[chain.line]
    end = line.name or tr("benefit")
    if chain.months:
        end += " " + plural(chain.months, "{n} month later", "{n} months later")
    if chain.amount:
        end += f", {figures.amount(-chain.amount, unit)} {unit.name}"
    return " → ".join([*said, end])
