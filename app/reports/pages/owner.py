"""One page a person: what they own, which money it moves, what is late, what is asked next.

Bounded: what does not fit is counted and summed. Must not know: Typst.
"""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.core.governance.status import lights
from app.core.portfolio import Record
from app.core.schedule.facts import finish_of
from app.core.value.variance import PLAN, by_line
from app.reports.blocks import REST, Beside, Cell, Column, Note, Page, Row, Section, Space, Table, ties
from app.reports.facts import Facts, Measure, activities_of
from app.reports.handover import Late, late_hand_overs
from app.reports.numbers import NBSP, SHORT, Money, amount_width, clip, count, day, month, short_code, some
from app.reports.owners import Ask, Delay, Owned, asks, delays
from app.reports.pages.one import signed
from app.reports.pages.roadmap import near
from app.reports.pages.status import mark
from app.reports.pages.value import code_width
from app.reports.words import stage

OWN = 9                              # rows of each list; the rest in one row
LINES = 7
DELAYS = 8
ASKS = 8


@dataclass(frozen=True)
class Desk:
    """What every page of the pack looks up, read once."""

    f: Facts
    money: Money
    late: list[Late]
    by_measure: dict[str, list[Record]]
    lines: dict[str, dict[str, tuple[int, int]]]      # measure -> money line -> plan and expected


def desk(f: Facts, money: Money) -> Desk:
    return Desk(f, money, late_hand_overs(f), activities_of(f.portfolio), _money_lines(f))


def _money_lines(f: Facts) -> dict[str, dict[str, tuple[int, int]]]:
    """Plan and expected of the period by measure and P&L or balance-sheet line."""
    c = f.figures.cube
    if not c.lines:
        return {}
    low, high = c.span(f.period.first, f.period.end)
    expected, _, loose = by_line(c, f.figures.actual_to, f.figures.stopped)
    plans, comes = c.net[:, PLAN, low:high].sum(axis=1), expected[low:high].sum(axis=0)
    if f.period.first is None:
        plans, comes = plans + c.undated[:, PLAN], comes + loose
    found: dict[str, dict[str, tuple[int, int]]] = {}
    for line, plan, come in zip(c.lines, plans.tolist(), comes.tolist(), strict=True):
        row = found.setdefault(line.parent, {})
        name = str(line.get("money_line", "")).strip()
        before = row.get(name, (0, 0))
        row[name] = (before[0] + plan, before[1] + come)
    return found


def owner_page(d: Desk, o: Owned) -> Page:
    """The whole message to one person on one sheet."""
    f, money = d.f, d.money
    late = delays(f, o, d.by_measure)
    next_ = asks(f, o, d.by_measure, d.late, money)
    bottom = Beside(("66mm", "94mm", "1fr"), (_moves(d, o), _late(f, late), _next(f, next_)), 7, REST)
    blocks = (*_own(d, o), Space(3), bottom)
    person = o.person
    roles = [some(o.sponsors, "measure", "measures") + " as sponsor" if o.sponsors else "",
             some(o.controls, "measure", "measures") + " as controller" if o.controls else ""]
    also = " · also " + " and ".join(r for r in roles if r) if any(roles) else ""
    unit = f"net effect {f.period.name} in {money.head} · " if f.valued else ""
    return Page(f"owner {person.uid}", owner_title(o, late, money),
                f"Owner pack{also} · {unit}status date {day(f.status)} · "
                "favourable is positive", blocks)


def owner_title(o: Owned, late: Sequence[Delay], money: Money) -> str:
    """"Karin Lindqvist owns 4 measures expected at 2.1 M€, 400 k€ below plan; 2 planned dates have slipped"."""
    name = clip(o.person.name or o.person.get("mail", "") or "Somebody without a name", 60)
    dated = any(m.finish for m in o.measures) or any(finish_of(a) for a in o.activities)
    slipped = sum(bool(x.planned) for x in late)
    passed = len(late) - slipped          # against no planned date: their own finish is over
    tails = [f"{some(slipped, 'planned date has', 'planned dates have')} slipped" if slipped else "",
             f"{some(passed, 'finish has', 'finishes have')} passed" if passed else ""]
    tail = "; " + " and ".join(t for t in tails if t) if late else "; nothing is late" if dated else ""
    if not o.measures:
        parts = [some(len(o.activities), "open activity", "open activities") if o.activities else "",
                 some(len(o.raid), "blocker, risk or assumption", "blockers, risks and assumptions") if o.raid else ""]
        has = " and ".join(x for x in parts if x)
        return f"{name} owns no measure" + (f" but {has}{tail}" if has else "")
    text = f"{name} owns {some(len(o.measures), 'measure', 'measures')}"
    if not any(m.has_figures for m in o.measures):
        return f"{text} without figures{tail}"
    plan, expected = sum(m.plan for m in o.measures), sum(m.expected for m in o.measures)
    gap = expected - plan
    where = "on plan" if money.number(gap).strip("0.") == "" else (
        f"{money.amount(abs(gap))} {'below' if gap < 0 else 'above'} plan")
    return f"{text} expected at {money.amount(expected)}, {where}{tail}"


# ---------------------------------------------------------------- what I own


def _own(d: Desk, o: Owned) -> list[object]:
    f, money = d.f, d.money
    if not o.measures:
        return [Section("What I own"), Note((("No measure names this person as its owner.", False),))]
    order = {m.uid: i for i, m in enumerate(o.measures)}
    ranked = sorted(o.measures, key=lambda m: (m.state in ("done", "cancelled"), -max(abs(m.plan), abs(m.gap)),
                                               order[m.uid]))
    shown = sorted(ranked[:OWN], key=lambda m: order[m.uid])
    rest = ranked[OWN:]
    rows = [_own_row(d, m) for m in shown]
    parts = [_sums(shown), _sums(rest)]
    total = _sums(o.measures)
    for i, what in enumerate(("plan", "actual", "expected", "gap")):
        ties(f"{what} of {o.person.name}", (p[i] for p in parts), total[i])
    if rest:
        name = some(len(rest), "more measure, with less money", "more measures, with less money")
        rows.append(_sum_row(name, parts[1], rest, money, "note"))
    rows.append(_sum_row("Together", total, o.measures, money, "total"))
    whole = f.sum("expected") - f.sum("plan")
    note = (f"of the whole file: plan {money.number(f.sum('plan'))}, gap {money.number(whole, signed=True)}"
            if f.valued else "")
    booked = f"Actual to {month(f.to, False)}" if f.to is not None else "Actual"
    wide = [amount_width([r.cells[i].text for r in rows[-1:]], 15, 2) for i in (-4, -3, -2, -1)]
    columns = (Column("", f"{min(code_width(m.code for m in shown), 24)}mm", inset=2), Column("Measure", "1.3fr"),
               Column(f.group_word, "1fr"), Column("DoI", "22mm", inset=2), Column("Delivery", "19mm", inset=2),
               Column("Value", "19mm", inset=2), Column("Finish", "17mm", True), Column("Days late", "18mm", True),
               Column("Plan", wide[0], True, 2), Column(booked, wide[1], True, 2), Column("Expected", wide[2], True, 2),
               Column("Gap", wide[3], True))
    title = f"What I own: {some(len(o.measures), 'measure', 'measures')}"
    return [Section(title, note), Table(columns, tuple(rows), pad=1.5)]


def _own_row(d: Desk, m: Measure) -> Row:
    f, money = d.f, d.money
    light = lights(f.portfolio, f.status)[m.uid]
    words = {"held": "on hold", "cancelled": "cancelled", "closed": "closed"}
    state = words.get(m.state) or words.get(light.state)
    marks = (Cell(state, tone="grey"), Cell()) if state else (mark(light.implementation), mark(light.potential))
    group = f.portfolio.get(m.group)
    has = m.has_figures
    return Row((Cell(short_code(m.code, SHORT), tone="grey", lines=1), Cell(m.name or "(no name)", lines=1),
                Cell(group.name or group.code if group else "", lines=1, tone="grey"), Cell(stage(m.stage), lines=1),
                *marks, Cell(near(m.finish, f.status)),
                Cell(f"■ {count(m.late)}" if m.late else "", tone="bad", bold=True),
                Cell(money.number(m.plan) if has else ""), Cell(money.number(m.actual) if m.booked else ""),
                Cell(money.number(m.expected) if has else "", bold=True), signed(m.gap, money) if has else Cell()))


def _sums(measures: Sequence[Measure]) -> tuple[int, int, int, int]:
    return (sum(m.plan for m in measures), sum(m.actual for m in measures), sum(m.expected for m in measures),
            sum(m.gap for m in measures))


def _sum_row(name: str, sums: tuple[int, int, int, int], measures: Sequence[Measure], money: Money, look: str) -> Row:
    bold, tone = look == "total", "grey" if look == "note" else ""
    has, booked = any(m.has_figures for m in measures), any(m.booked for m in measures)
    late = sum(m.late > 0 for m in measures)
    return Row((Cell(), Cell(name, bold=bold, tone=tone, span=6, lines=1),
                Cell(f"■ {count(late)} late" if late else "", tone="bad", bold=bold),
                Cell(money.number(sums[0]) if has else "", bold=bold, tone=tone),
                Cell(money.number(sums[1]) if booked else "", bold=bold, tone=tone),
                Cell(money.number(sums[2]) if has else "", bold=bold, tone=tone),
                signed(sums[3], money, bold=bold) if has else Cell()), look)


# ---------------------------------------------------------------- which money, what is late, what is next


def _moves(d: Desk, o: Owned) -> tuple[object, ...]:
    """P&L and balance-sheet lines the person's measures move."""
    money = d.money
    sums: dict[str, tuple[int, int]] = {}
    for m in o.measures:
        for name, (plan, expected) in d.lines.get(m.uid, {}).items():
            before = sums.get(name, (0, 0))
            sums[name] = (before[0] + plan, before[1] + expected)
    if not sums:
        return (Section("Which money it moves"), Note((("No effect line is recorded for it yet.", False),)))
    if set(sums) == {""}:                 # a table of one row would only repeat the sum above
        return (Section("Which money it moves"), Note((("No P&L line is named on its effect lines.", False),)))
    order = sorted(sums.items(), key=lambda kv: (kv[0] == "", -max(abs(v) for v in kv[1]), kv[0]))
    shown, rest = order[:LINES], order[LINES:]
    whole = list(shown)
    if rest:
        whole.append((f"{count(len(rest))} more lines", (sum(v[0] for _, v in rest), sum(v[1] for _, v in rest))))
    plan = ties(f"plan by money line of {o.person.name}", (v[0] for _, v in whole), sum(m.plan for m in o.measures))
    expected = ties(f"expected by money line of {o.person.name}", (v[1] for _, v in whole),
                    sum(m.expected for m in o.measures))
    rows = [Row((Cell(name or "no line named", tone="" if name else "grey", lines=1), Cell(money.number(a)),
                 Cell(money.number(b), bold=True), signed(b - a, money))) for name, (a, b) in whole]
    rows.append(Row((Cell("Together", bold=True), Cell(money.number(plan), bold=True),
                     Cell(money.number(expected), bold=True), signed(expected - plan, money)), "total"))
    wide = [amount_width([r.cells[i].text for r in rows], 13, 1) for i in (1, 2, 3)]
    return (Section("Which money it moves", f"{d.f.period.name}, {money.head}"),
            Table((Column("P&L line", "1fr", inset=1), Column("Plan", wide[0], True, 1),
                   Column("Expected", wide[1], True, 1), Column("Gap", wide[2], True)), tuple(rows), pad=1.15))


def _late(f: Facts, found: Sequence[Delay]) -> tuple[object, ...]:
    if not found:
        return (Section("What is late: nothing"), Note((("Nothing owned lies behind its planned date.", False),)))
    shown, rest = found[:DELAYS], found[DELAYS:]
    rows = [Row((Cell(x.what, lines=2), Cell(short_code(x.on, 9), tone="grey", lines=1), Cell(near(x.plan, f.status)),
                 Cell(near(x.now, f.status) or "overdue", tone="" if x.now else "bad"),
                 Cell(count(x.days), tone="bad", bold=True))) for x in shown]
    if rest:
        words = f"{count(len(rest))} more, up to {some(rest[0].days, 'day', 'days')}"
        rows.append(Row((Cell(words, tone="grey", span=5),)))
    return (Section(f"What is late: {count(len(found))}", f"to {day(f.status)} or to its finish"),
            Table((Column("Activity", "1fr", inset=2), Column("On", "18mm", inset=1), Column("Plan", "16mm", True, 2),
                   Column("Now", "16mm", True, 2), Column("Days late", "14mm", True)), tuple(rows), pad=1.15))


def _next(f: Facts, asked: Sequence[Ask]) -> tuple[object, ...]:
    if not asked:
        words = "Nothing: no date falls due soon and no figure is missing."
        return (Section("What is asked next"), Note(((words, False),)))
    shown, rest = asked[:ASKS], asked[ASKS:]
    rows = [Row((Cell(clip(x.what, 110), lead=x.verb, lines=2), Cell(short_code(x.on, 9), tone="grey", lines=1),
                 Cell((f"■{NBSP}" if x.overdue else "") + (near(x.due, f.status) or "now"),
                      tone="bad" if x.overdue else ""))) for x in shown]
    if rest:
        rows.append(Row((Cell(f"{count(len(rest))} more", tone="grey", span=3),)))
    return (Section(f"What is asked next: {count(len(asked))}", "■ that day has passed"),
            Table((Column("", "1fr", inset=2), Column("On", "18mm", inset=1), Column("Until", "20mm", True)),
                  tuple(rows), pad=1.15))
