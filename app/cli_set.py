"""`trimtab set`: one field or one month from the command line, and what it moved, in words.

Must not know: Qt.
"""
from __future__ import annotations

from app.core import edits, find, settings, values
from app.core.catalog import SERIES, series_of
from app.core.change import Change, Creation, net
from app.core.counting import counted
from app.core.portfolio import Portfolio, Record
from app.core.schedule import typed
from app.core.schedule.calendar import date_of
from app.core.schedule.moving import dated, extent
from app.core.value.remarks import said as said_of_step
from app.core.value.split import split
from app.core.value.variance import figures
from app.core.values import month_text, months_in
from app.core.wording import Said, amount, said, strangers
from app.errors import Problem
from app.session import Session

_MOST = 8                                # dates, and forecasts, written out beside what was asked for


def set_one(session: Session, code: str, field: str, value: str, *, status: str, told: str | None) -> list[str]:
    """Change one field or month with all that follows; what was and is, and what else moved, a line each."""
    p = session.portfolio
    key = code.removeprefix("setting:")
    if key != code and (key in settings.FIELDS or not any(r.get("key") == key for r in p.of_kind("setting"))):
        record, name = None, key
        if field != "value":
            raise Problem(f"A setting has no field “{field}”.", f"Write: set FILE {code} value {value or '...'}.")
        changes = settings.set_text(p, name, value)
        label, cell = f"Set {code}", "value"
    else:
        record = find.lookup(p, code)
        label = f"Set {find.path_name(p, record)} {field}"
        name, at, month = field.partition("@")
        if at:
            typing = _month(p, record, name, month, value)
            changes = typed.followed(p, typing, status).changes
            record, cell = _line_of(p, record), name if month != "undated" else f"undated_{name}"
        else:
            changes = typed.text(p, record.uid, name, value, status).changes
            cell = edits.field_def(p, record.kind, name).name
    done = [c for c in net(changes) if not isinstance(c, Creation)]
    if not done:
        return [f"{find.path_name(p, record) if record else code} {field}: it is so already; nothing was changed."]
    measure, shown = _measure_of(p, record), _from_activities(p, record, cell)
    before, remarks = _money(p, measure, status), said_of_step(p, done, status)
    whole = _money(p, "", status) if measure and "actual" in cell else {}      # one actual may move all others
    session.do(label, done, told=told)
    words, people = said(p, done), strangers(p, done)
    own = [s for s in words if (record is None or s.uid == record.uid) and s.field in (cell, "")]
    named = {one.name for one in people}
    also = [s for s in words if s not in own and (s.field or s.name not in named)]
    lines = [str(s) for s in own if s.field or not people] + [str(one) for one in people] + _also(also)
    for node, was in ((measure, before), *((("", whole),) if whole else ())):
        moved = [f"{what} {was.get(what, '0')} -> {now}" for what, now in _money(p, node, status).items()
                 if was.get(what) != now]
        if moved:
            called = find.calling_name(p[node]) if node else "The file"
            lines.append(f"{called}: {', '.join(moved)} {figures(p, status).cube.currency} (status {status})")
    remarks = [*_spread(field, value), *remarks, *([] if moved else _stays(p, record, cell))]
    if record is not None and shown:
        remarks = [*remarks, *_dates_told(p, record, cell, shown)]
    return lines + [f"note: {one}" for one in remarks]


def _from_activities(p: Portfolio, record: Record | None, cell: str) -> tuple[str, str] | tuple[()]:
    """(what the measure says itself, what its activities say) of its start or finish; () for anything else."""
    if record is None or record.kind != "measure" or cell not in ("start", "finish"):
        return ()
    inside = dated(p, record)
    return (str(record.get(cell) or ""), date_of(extent(inside)[cell == "finish"])) if inside else ()


def _dates_told(p: Portfolio, record: Record, cell: str, shown: tuple[str, str]) -> list[str]:
    """Where the date of a measure that `show` shows is that of its activities."""
    own, theirs = shown
    now = _from_activities(p, record, cell)
    found = [] if own else [f"the {cell} shown until now, {theirs}, came from its activities."]
    if now and now[0] and now[0] != now[1]:
        found.append(f"`show` shows {now[1]}, the {cell} of its activities, as long as they say so.")
    return found


def _also(words: list[Said]) -> list[str]:
    """What else moved: some of the dates first, which are why money moved, then some of the money."""
    dates = [s for s in words if s.field not in SERIES]
    money = [s for s in words if s.field in SERIES]
    shown = dates[:_MOST] + money[:_MOST]
    more = len(words) - len(shown)
    return [f"also {s}" for s in shown] + (
        [f"and {counted(more, 'further change')}; `trimtab history FILE --json` lists them"] if more else [])


def _measure_of(p: Portfolio, record: Record | None) -> str:
    """The node whose figures show what a change moved, "" for the file."""
    if record is None or not p.outline.position:
        return ""
    above = [record, *p.ancestors(record.uid)]
    return next((r.uid for r in above if r.uid in p.outline.position), "")


def _money(p: Portfolio, node: str, status: str) -> dict[str, str]:
    """What a node is expected to bring, all time and in the fiscal year, and how far that is from its plan."""
    f = figures(p, status)
    year = "in this fiscal year" if f.year[0] % 12 else f"in {f.year[0] // 12}"
    sums = {"expected": f.expected_of(node), "variance": f.variance(node),
            f"expected {year}": f.expected_of(node, *f.year), f"variance {year}": f.variance(node, *f.year)}
    return {what: amount(minor, f.cube.scale) for what, minor in sums.items()}


def _line_of(p: Portfolio, record: Record) -> Record:
    lines = p.children(record.uid, "effect_line") if record.kind == "measure" else []
    return lines[0] if len(lines) == 1 else record


def _month(p: Portfolio, record: Record, name: str, month: str, text: str) -> list[Change]:
    if name not in SERIES:
        raise Problem(f"“{name}” has no months.", f"Months belong to {', '.join(SERIES)}.")
    if record.kind == "measure":
        lines = p.children(record.uid, "effect_line")
        if len(lines) != 1:
            code = find.calling_name(record)
            listed = ", ".join(f"{code}#{i} ({r.name or r.get('type')})" for i, r in enumerate(lines, 1))
            raise Problem(f"{code} has {counted(len(lines), 'effect_line')}.",
                          f"Name one: {listed}." if lines else "Add a line in the window first.")
        record = lines[0]
    if name not in series_of(record.kind):
        raise Problem(f"{find.path_name(p, record)} has no months of “{name}”.",
                      "Months belong to effect lines: write CODE#LINE. A KPI has actual ones: kpi:CODE.")
    if month == "undated":
        return edits.set_text(p, record.uid, f"undated_{name}", text)
    found = values.amount_of(text, edits.scale_for(p, record)) if text.strip() else None
    first, count = months_in(month)
    if count > 1 and record.kind == "kpi":
        raise Problem(f"A KPI has a value a month, and {month} is {count}.", f"Write {name}@{month_text(first)}.")
    parts = [None] * count if found is None else split(found, [1] * count)
    return edits.set_months(p, record.uid, name, first, parts)


def _spread(field: str, value: str) -> list[str]:
    """That an amount of a quarter, half or year was spread."""
    month = field.partition("@")[2]
    if not month or month == "undated" or not value.strip():
        return []
    first, count = months_in(month)
    return [f"spread evenly over {count} months, {month_text(first)} to {month_text(first + count - 1)}."] \
        if count > 1 else []


def _stays(p: Portfolio, record: Record | None, cell: str) -> list[str]:
    """Why no forecast moved along with the finish of a measure."""
    lines = p.children(record.uid, "effect_line") if record is not None and record.kind == "measure" else []
    loose = [(i, r) for i, r in enumerate(lines, 1) if p.series.extent(r.uid, "forecast") and not r.get("anchor")]
    if cell != "finish" or record is None or not loose:
        return []
    own = p.children(record.uid, "activity")
    call = f"{find.calling_name(record)}#{loose[0][0]}"
    say = (f'`set FILE "{call}" anchor "{find.calling_name(own[-1])}"` ties it to one' if own
           else "the measure has none yet, the window adds one")
    return [f"its forecast stays in its months: only a line that starts with an activity moves along; {say}."]
