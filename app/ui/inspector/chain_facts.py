"""What delays a row and what it delays, as lines to be read: late steps cause first, down to the benefit and its money.

For a measure the chain that runs through it; for rows above, the late benefits below them and those elsewhere that
late work below them holds back (004-76). Must not know: widgets.
"""
from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from app.core.edits import scale_for
from app.core.find import calling_name
from app.core.portfolio import Portfolio
from app.core.schedule.chain import Chain, Step, causes, chains
from app.core.schedule.lateness import colour, measure_light
from app.core.value.cube import reporting_currency
from app.ui.gantt.row_links import links
from app.ui.gantt.words import signed
from app.ui.look import figures
from app.ui.words import plural, tr

MOST_CAUSES, MOST_BENEFITS, MOST_LINKS = 8, 6, 8


@dataclass(frozen=True, slots=True)
class Line:
    """One line. `go` is the row a click leads to ("" for a heading or a note), `mark` a light, "benefit" or ""."""

    title: str
    under: str = ""
    right: str = ""
    tone: str = "text2"
    mark: str = ""
    go: str = ""
    tab: str = ""
    heading: bool = False
    here: bool = False               # the row itself
    joined: bool = False             # a line leads on to the next one


def lines(p: Portfolio, uid: str, status: str, unit: figures.Unit) -> list[Line]:
    """All that is said of a row."""
    if uid not in p.records or uid not in p.outline.position:
        return []
    found = _of_measure(p, uid, status, unit) if p[uid].kind == "measure" else _of_branch(p, uid, status, unit)
    return [*found, *_neighbours(p, uid, status)]


# -------------------------------------------------------------------- a measure


def _of_measure(p: Portfolio, uid: str, status: str, unit: figures.Unit) -> list[Line]:
    every = chains(p, status, crossing=False)
    through = [c for c in every if any(s.measure == uid for s in c.steps)]
    own = [c for c in every if p[c.line].parent == uid and c not in through]     # anchored to another's activity
    before = _before(p, uid, status, through)
    found = [Line(tr("What delays this"), heading=True)]
    if len(before) > 1:
        found += [_step(p, s, joined=True, here=s.measure == uid) for s in _last_of_each(before)]
        found[-1] = replace(found[-1], joined=False)
    elif before and before[0].days > 0:
        found += [_step(p, before[0], here=True), Line(tr("Nothing late before it: the delay begins here."))]
    else:
        found.append(Line(tr("Nothing late holds it back.")))
    found.append(Line(tr("What this delays"), right=_money(p, through, unit), tone="bad", heading=True))
    if not through:
        found.append(Line(tr("No benefit comes later because of it.")))
    for chain in through[:MOST_BENEFITS]:
        found += [_step(p, s, joined=True) for s in _last_of_each(_after(chain, uid))]
        found.append(_benefit(p, chain, unit))
    found += _more(len(through))
    if own:
        found.append(Line(tr("Its own benefits, delayed elsewhere"), right=_money(p, own, unit), tone="bad",
                          heading=True))
        found += _by_cause(p, own, unit)
    return found


def _before(p: Portfolio, uid: str, status: str, through: Sequence[Chain]) -> list[Step]:
    """The steps up to the measure's own: of its dearest chain, else of its latest activity."""
    if through:
        steps = through[0].steps
        last = max(i for i, s in enumerate(steps) if s.measure == uid)
        return list(steps[:last + 1])
    latest = measure_light(p, p[uid], status).activity
    if not latest and p.children(uid, "activity"):
        return []
    return list(causes(p, latest or uid, status))


def _after(chain: Chain, uid: str) -> tuple[Step, ...]:
    last = max(i for i, s in enumerate(chain.steps) if s.measure == uid)
    return chain.steps[last + 1:]


def _last_of_each(steps: Iterable[Step]) -> list[Step]:
    """Of a measure's own steps one after another the last tells what it hands on."""
    found: list[Step] = []
    for step in steps:
        if found and found[-1].measure == step.measure:
            found.pop()
        found.append(step)
    return found


# -------------------------------------------------------------------- rows above


def _of_branch(p: Portfolio, uid: str, status: str, unit: figures.Unit) -> list[Line]:
    at = p.outline.position
    first, end = at[uid], int(p.outline.end[at[uid]])

    def inside(measure: str) -> bool:
        return first <= at.get(measure, -1) < end

    every = chains(p, status, crossing=False)
    below = [c for c in every if inside(p[c.line].parent)]
    elsewhere = [c for c in every if not inside(p[c.line].parent) and any(inside(s.measure) for s in c.steps)]
    found: list[Line] = []
    for title, some, nothing in ((tr("Benefits below that come late"), below, tr("No benefit below it comes late.")),
                                 (tr("What it delays elsewhere"), elsewhere, tr("It holds nothing back elsewhere."))):
        found.append(Line(title, right=_money(p, some, unit), tone="bad", heading=True))
        found += _by_cause(p, some, unit) if some else [Line(nothing)]
    return found


def _by_cause(p: Portfolio, some: Sequence[Chain], unit: figures.Unit) -> list[Line]:
    """Each cause with the benefits it delays, the dearest first."""
    groups: dict[str, list[Chain]] = {}
    for chain in some:
        groups.setdefault(chain.steps[0].activity, []).append(chain)
    found: list[Line] = []
    ordered = sorted(groups.values(), key=lambda group: -sum(c.amount for c in group))
    for group in ordered[:MOST_CAUSES]:
        found.append(_step(p, group[0].steps[0], joined=True))
        found += [replace(_benefit(p, c, unit), joined=True) for c in group[:MOST_BENEFITS]]
        found[-1] = replace(found[-1], joined=False)
        found += _more(len(group))
    return found + _more(len(ordered), MOST_CAUSES, tr("causes"))


# -------------------------------------------------------------------- links that need not be late


def _neighbours(p: Portfolio, uid: str, status: str) -> list[Line]:
    by_row = [link for link in links(p).get(uid, ()) if link.tail_row != link.head_row]
    before = sorted({link.tail_row for link in by_row if link.head_row == uid}, key=lambda u: calling_name(p[u]))
    behind = sorted({link.head_row for link in by_row if link.tail_row == uid}, key=lambda u: calling_name(p[u]))
    found: list[Line] = []
    for title, rows in ((tr("Waits for"), before), (tr("Waited for by"), behind)):
        if rows:
            found.append(Line(title, heading=True))
            found += [_row(p, row, status) for row in rows[:MOST_LINKS]]
            found += _more(len(rows), MOST_LINKS)
    return found


def _row(p: Portfolio, uid: str, status: str) -> Line:
    record = p[uid]
    light = measure_light(p, record, status) if record.kind == "measure" else None
    finish = figures.date(record.get("finish"))
    return Line(_name(p, uid), _function(p, record.get("function", "")), finish,
                mark=light.worst if light is not None else "none", go=uid, tab="activities")


# -------------------------------------------------------------------- one line each


def _name(p: Portfolio, uid: str) -> str:
    record = p[uid]
    return f"{record.code} {record.name}".strip() or calling_name(record)


def _function(p: Portfolio, uid: str) -> str:
    return p[uid].name if uid and uid in p.records else ""


def _step(p: Portfolio, step: Step, joined: bool = False, here: bool = False) -> Line:
    activity = p[step.activity].name if step.activity != step.measure else ""
    under = " · ".join(part for part in (activity, _function(p, step.function)) if part)
    tone = "bad" if step.days > 0 else "text2"
    return Line(_name(p, step.measure), under, signed(step.days) if step.days else "", tone, colour(step.days),
                "" if here else step.measure, "activities", here=here, joined=joined)


def _benefit(p: Portfolio, chain: Chain, unit: figures.Unit) -> Line:
    line = p[chain.line]
    later = plural(chain.months, "{n} month later", "{n} months later") if chain.months else ""
    under = ", ".join(part for part in (calling_name(p[line.parent]), later) if part)
    return Line(line.name or tr("Benefit"), under, _amount(p, chain, unit), "bad", "benefit", line.parent, "value")


def _amount(p: Portfolio, chain: Chain, unit: figures.Unit) -> str:
    """In the unit of the tree; in its own currency where that is another."""
    currency = p[chain.line].get("currency") or reporting_currency(p)
    if not chain.amount:
        return ""
    if currency == reporting_currency(p):
        return f"{figures.amount(-chain.amount, unit)} {unit.name}"
    text = figures.full(chain.amount, scale_for(p, p[chain.line]))
    return f"{figures.MINUS}{text} {currency}"


def _money(p: Portfolio, some: Sequence[Chain], unit: figures.Unit) -> str:
    """The sum over lines in the reporting currency; others are only said one by one."""
    own = reporting_currency(p)
    total = sum(c.amount for c in some if (p[c.line].get("currency") or own) == own)
    return f"{figures.amount(-total, unit)} {unit.name}" if total else ""


def _more(count: int, most: int = MOST_BENEFITS, what: str = "") -> list[Line]:
    left = f"{max(count - most, 0):,}"
    return [Line(tr("And {n} more {what}.", n=left, what=what) if what else tr("And {n} more.", n=left))] \
        if count > most else []
