"""Page one: the exceptions, then the five questions an executive asks, each with its figure and its date.

A question the file cannot answer says in one line what is missing. Must not know: Typst.
"""
from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from app.core.catalog import EFFECT_TYPES
from app.core.value.variance import ACTUAL, PLAN
from app.reports.blocks import (
    Beside,
    Cell,
    Chart,
    Column,
    Note,
    Page,
    Picture,
    Question,
    Row,
    Section,
    Space,
    Table,
    ties,
)
from app.reports.drawing import charts
from app.reports.exceptions import Finding, Threat, days_text, freshness, threats
from app.reports.facts import Facts
from app.reports.numbers import CODE, SHORT, Money, count, day, month, rounded, short_code, some
from app.reports.titles import headline
from app.reports.words import NO_OWNER, owner_cell, stage

SHOWN = 8                             # exceptions on page one; the rest follows on its own page
THREATS = 4
OWNERS = 5
STAGES = 6
ONE_TIME_COST = EFFECT_TYPES.index("one_time_cost")


def page_one(f: Facts, money: Money, place: str, found: Sequence[Finding]) -> Page:
    """Exceptions (`found`) and blockers above, the five questions below."""
    dangers = threats(f.portfolio, f.status)
    top = Beside(("1fr", "97mm"), (_exceptions(f, found, money), _right(f, dangers, money)), 8.5, 90)
    questions = (_progress(f), _owners(f), _value(f, money), _blocking(f, dangers, money), _evidence(f, money))
    bottom = Beside(("43mm", "52mm", "60mm", "50mm", "46mm"), tuple((q,) for q in questions), 5.5)
    unit = f"net effect {f.period.name} in {money.head} · " if f.valued else ""
    return Page("steering", headline(f, money, found),
                f"{place} · {unit}status date {day(f.status)} · favourable is positive", (top, bottom))


def signed(value: int, money: Money, bold: bool = True) -> Cell:
    """A variance, coloured by its effect; what rounds to nothing in grey."""
    text = money.number(value, signed=True)
    nothing = not any(c in "123456789" for c in text)
    tone = "grey" if nothing else "good" if value > 0 else "bad"
    return Cell(text, tone=tone, bold=bold and not nothing)


def _exceptions(f: Facts, found: Sequence[Finding], money: Money) -> tuple[object, ...]:
    shown, rest = found[:SHOWN], found[SHOWN:]
    total = ties("exceptions", (x.money for x in shown), sum(x.money for x in found) - sum(x.money for x in rest))
    if not found:
        words = ("No measure is recorded yet, so nothing can be off its plan." if not f.measures else
                 "None: every measure has an owner and dates, none is late, held or more than 10 % below its plan.")
        return (Section("Exceptions", f"as of {day(f.status)}"), Note(((words, False),), size=8.5))
    title = f"Exceptions: {len(shown)} of {count(len(found))}" if rest else f"Exceptions: {len(found)}"
    rows = [Row((Cell(_named(x), lead=x.rule, sub=x.brief, lines=1), _lost(x.money, money),
                 Cell(days_text(x.days or None)), owner_cell(x.measure, sub=x.measure.function))) for x in shown]
    further = sum(x.money for x in rest)
    more = (f" {some(len(rest), 'further exception', 'further exceptions')} on the exceptions page"
            + (f": {money.number(further, signed=True)}." if further else ".")) if rest else ""
    return (Section(title + ", by variance" if total else title, f"as of {day(f.status)}"),
            Table((Column("Exception, measure and cause", "1fr"), Column(f.period.name, "15mm", True),
                   Column("Days late", "14mm", True), Column("Owner, function", "37mm")), tuple(rows), size=8.5,
                  pad=1.36),
            Note(((f"Together {money.number(total, signed=True)}.{more}{_to_the_gap(f, total, money)}" if total
                   else more.strip(), False),), "grey", 7))


def _to_the_gap(f: Facts, total: int, money: Money) -> str:
    """How the exceptions' sum becomes the gap of the title: what is below plan beside them, what is above."""
    gap, won = f.sum("expected") - f.sum("plan"), sum(m.gap for m in f.measures if m.gap > 0)
    below = gap - won - total
    if not (below or won) or not f.planned:
        return ""
    parts = [f"other measures below plan {money.number(below, signed=True)}" if below else "",
             f"above plan {money.number(won, signed=True)}" if won else ""]
    return f" With {', '.join(p for p in parts if p)}: {money.number(gap, signed=True)}, the gap."


def _named(x: Finding) -> str:
    return f"{short_code(x.measure.code, SHORT if len(x.measure.name) > 24 else CODE)} {x.measure.name}".strip()


def _lost(value: int, money: Money) -> Cell:
    return signed(value, money) if value else Cell()


def _right(f: Facts, dangers: Sequence[Threat], money: Money) -> tuple[object, ...]:
    """Blockers and risks by money, then how fresh the figures are."""
    shown, rest = dangers[:THREATS], dangers[THREATS:]
    title = f"Blockers and risks: {len(shown)} of {len(dangers)}" if rest else f"Blockers and risks: {len(dangers)}"
    blocks: list[object] = [Section(title, f"at stake, {money.head}")]
    if not dangers:
        blocks.append(Note((("None is recorded on any level.", False),)))
    else:
        rows = [Row((Cell(t.name or "(no title)", lead=t.code, sub=_threat_words(t), lines=1),
                     Cell("" if t.money is None else money.number(-t.money), tone="bad" if t.money else "", bold=True)))
                for t in shown]
        total = sum(t.money or 0 for t in dangers)
        ties("blockers and risks", [*(t.money or 0 for t in shown), *(t.money or 0 for t in rest)], total)
        if rest:
            rows.append(Row((Cell(f"{len(rest)} more", tone="grey"), _stake(rest, money))))
        silent = sum(t.money is None for t in dangers)
        rows.append(Row((Cell("Together, not weighted by probability", bold=True,
                              sub=f"{count(silent)} of {count(len(dangers))} without an amount" if silent else ""),
                         _stake(dangers, money, True)), "total"))
        blocks.append(Table((Column("", "1fr"), Column("", "16mm", True)), tuple(rows), size=8.0, pad=1.2))
    blocks += [Space(2.2), Section("How fresh and complete the figures are"),
               Table((Column("", "17mm"), Column("", "1fr")),
                     tuple(Row((Cell(s.what, tone="grey"), Cell(s.text, tone="bad" if s.bad else "", lines=1)))
                           for s in freshness(f, money)), size=8.0, pad=0.95)]
    return tuple(blocks)


def _stake(dangers: Sequence[Threat], money: Money, whole: bool = False) -> Cell:
    """What they may cost together; where nobody said an amount, that, and not 0."""
    if all(t.money is None for t in dangers):
        return Cell("not stated", tone="grey")
    total = sum(t.money or 0 for t in dangers)
    return Cell(money.number(-total), tone="grey" if not whole else "bad" if total else "", bold=whole)


def _threat_words(t: Threat) -> str:
    kind = "Blocker" if t.kind == "issue" else "Risk"
    parts = [kind, t.cause, f"{t.days} days" if t.days else "", t.function or t.who or "nobody named",
             f"due {day(t.due, year=False)}" if t.due else "", f"on {t.where}" if t.where else ""]
    return " · ".join(p for p in parts if p)


# ---------------------------------------------------------------- the five questions


def _progress(f: Facts) -> Question:
    title = "What is in progress?"
    if not f.measures:
        return Question(title, "", "", "No measure is recorded yet.")
    opened = f.open
    states = {s: sum(m.state == s for m in f.measures) for s in ("done", "held", "cancelled")}
    parts = [f"{count(states['done'])} done" if states["done"] else "",
             f"{count(states['held'])} on hold" if states["held"] else "",
             f"{count(states['cancelled'])} cancelled" if states["cancelled"] else ""]
    words = f"open of {some(len(f.measures), 'measure', 'measures')}" + "".join(f"; {p}" for p in parts if p)
    stages = [m.stage for m in opened if m.stage]
    names, by = ((stages, "by degree of implementation (DoI)") if stages else
                 ([m.status for m in opened if m.status], "by reported status"))
    if not names:
        missing = "No stage or status is recorded." if opened else ""
        return Question(title, count(len(opened)), f"{words} · {day(f.status)}", missing)
    rows = _counts([m.stage if stages else m.status for m in opened])
    ties("measures in progress", (n for _, n in rows), len(opened))
    chart = charts.count_bars(rows, 43, 20)
    alt = "Measures in progress " + by + ": " + ", ".join(f"{name} {n}" for name, n in rows)
    return Question(title, count(len(opened)), f"{words} · {by} · {day(f.status)}",
                    body=(Chart(Picture(chart, 43, 5.0 * len(rows), alt)),))


def _counts(names: Sequence[str]) -> list[tuple[str, int]]:
    """Counts in the order of the ladder; what does not fit into the chart together."""
    found: dict[str, int] = {}
    for name in names:
        found[name] = found.get(name, 0) + 1
    ordered = sorted(found.items(), key=lambda kv: [(not p.isdigit(), int(p) if p.isdigit() else 0, p)
                                                    for p in re.split(r"(\d+)", kv[0]) if p] or [(True, 1, "")])
    if len(ordered) > STAGES:
        keep = sorted(sorted(ordered, key=lambda kv: -kv[1])[:STAGES - 1], key=ordered.index)
        ordered = [*keep, ("others", len(names) - sum(n for _, n in keep))]
    shown = [(stage(name, 11) if name else "not set", n) for name, n in ordered]
    return shown


def _owners(f: Facts) -> Question:
    title = "Who owns it?"
    opened = f.open
    named = {m.owner for m in opened if m.owner}
    if not opened:
        return Question(title, "", "", "No measure is open." if f.measures else "No measure is recorded yet.")
    if not named:
        return Question(title, "nobody", f"{some(len(opened), 'open measure', 'open measures')} · {day(f.status)}",
                        "No owner is recorded yet.")
    lost = sum(not m.owner for m in opened)
    late = sum(m.late > 0 for m in opened)
    words = (f"{some(lost, 'open measure has', 'open measures have')} none" if lost else "each open measure has one")
    table: dict[str, list[int]] = {}
    for m in opened:
        row = table.setdefault(m.owner, [0, 0])
        row[0] += 1
        row[1] += m.late > 0
    ordered = sorted(table.items(), key=lambda kv: (kv[0] != "", -kv[1][1], -kv[1][0], kv[0]))
    keep = ordered if len(ordered) <= OWNERS + 1 else ordered[:OWNERS]
    rows = [Row((Cell(name or NO_OWNER, lines=1, tone="" if name else "bad", bold=not name), Cell(count(n)),
                 _late(bad))) for name, (n, bad) in keep]
    rest = ordered[len(keep):]
    if rest:
        rows.append(Row((Cell(f"{len(rest)} more", tone="grey"), Cell(count(sum(v[0] for _, v in rest))),
                         _late(sum(v[1] for _, v in rest)))))
    ties("measures by owner", (v[0] for _, v in ordered), len(opened))
    ties("late measures by owner", (v[1] for _, v in ordered), late)
    rows.append(Row((Cell("Together", bold=True), Cell(count(len(opened)), bold=True), _late(late)), "total"))
    return Question(title, some(len(named), "owner", "owners"),
                    f"{words}; {count(late)} of {count(len(opened))} late · {day(f.status)}",
                    body=(Table((Column("Owner", "1fr"), Column("Open", "12mm", True, 2), Column("Late", "14mm", True)),
                                tuple(rows), size=8.0, pad=0.62),))


def _late(number: int) -> Cell:
    return Cell(f"■ {count(number)}", tone="bad", bold=True) if number else Cell("0", tone="grey")


def _value(f: Facts, money: Money) -> Question:
    title = "What value is expected?"
    if not f.valued:
        return Question(title, "", "", "No plan, forecast or actual amounts yet.")
    plan, expected, actual = (f.sum(s) for s in ("plan", "expected", "actual"))
    gap = expected - plan
    to = f.to
    so_far = gap_so_far(f)
    span, label = f.period.name.removeprefix("FY "), 22.0
    first = [charts.Bar(f"Plan {span}", "plan", plan, money.number(plan))] if f.planned else []
    bars: list[charts.Bar | None] = [
        *first,
        charts.Bar(f"Expected {span}", "expected", expected, money.number(expected), actual=actual)]
    if gap and f.planned:
        bars.append(charts.Bar("Gap", "delta", gap, money.number(gap, signed=True), actual=so_far, start=plan))
    words = f"expected {f.period.name}; nothing of it is booked yet"
    if to is not None:
        due = actual - so_far
        if f.planned:
            bars += [None, charts.Bar("Plan to date", "plan", due, money.number(due))]
        bars += [charts.Bar("Actual to date", "actual", actual, money.number(actual),
                            extra=money.number(so_far, signed=True) if so_far and f.planned else "", good=so_far > 0)]
        words = f"expected {f.period.name}, of which {money.amount(actual)} actual to {month(to)}"
    chart = charts.scenario_bars(bars, 60, label)
    height = sum(2.45 if b is None else 4.9 for b in bars)
    alt = "; ".join(f"{b.label} {b.text} {b.extra}".strip() for b in bars if b) + f", in {money.head}"
    return Question(title, money.amount(expected), words,
                    body=(Chart(Picture(chart, 60, height, alt)), Space(1), Note(_more_value(f, money), size=7.5)))


def gap_so_far(f: Facts, node: str = "") -> int:
    """The part of a node's gap that lies in months with actuals, within the period."""
    return f.sum("so_far", node)


def _more_value(f: Facts, money: Money) -> tuple[tuple[str, bool], ...]:
    """Run-rate of the last month with a value, and the one-time cost over the whole life."""
    c = f.figures.cube
    runs: list[tuple[str, bool]] = []
    extent = c.extent(("plan", "forecast"))
    if extent and any(EFFECT_TYPES[t].startswith("recurring") for t in c.types.tolist()):
        rate = f.figures.run_rate("", extent[1])
        runs += [(f"Run-rate in {month(extent[1])}: ", False), (money.number(rate), True), (" a year. ", False)]
    cost = c.types == ONE_TIME_COST
    if cost.any():
        plan = int(c.stored[cost, PLAN].sum() + c.undated_stored[cost, PLAN].sum())
        spent = int(c.stored[cost, ACTUAL].sum() + c.undated_stored[cost, ACTUAL].sum())
        loose = int(c.undated_stored[cost, ACTUAL].sum())
        runs += [("One-time cost, whole life: plan ", False), (money.number(plan) if f.planned else "none", True),
                 (", booked ", False), (money.number(spent), True),
                 (f", {money.number(loose)} of it without a month." if loose else ".", False)]
    return tuple(runs)


def _blocking(f: Facts, dangers: Sequence[Threat], money: Money) -> Question:
    title = "What is blocking?"
    blockers = [t for t in dangers if t.kind == "issue"]
    waiting = _waiting(f)
    if not blockers:
        words = f"{some(waiting, 'measure waits', 'measures wait')} for a late one · {day(f.status)}" if waiting else ""
        return Question(title, count(waiting) if waiting else "", words,
                        "No blocker is recorded yet.")
    total = sum(t.money or 0 for t in blockers)
    table: dict[str, list[int]] = {}
    for t in blockers:
        row = table.setdefault(t.function, [0, 0, 0])
        row[0], row[1], row[2] = row[0] + 1, max(row[1], t.days or 0), row[2] + (t.money or 0)
    ordered = sorted(table.items(), key=lambda kv: (-kv[1][2], -kv[1][1], kv[0]))
    keep = ordered if len(ordered) <= OWNERS + 1 else ordered[:OWNERS]
    rows = [_blocker(name or "no function named", v, money) for name, v in keep]
    rest = [v for _, v in ordered[len(keep):]]
    if rest:
        others = [0, max(v[1] for v in rest), sum(v[2] for v in rest)]
        rows.append(_blocker(f"{len(rest)} more functions", others, money))
    ties("blockers by function", (v[2] for v in table.values()), total)
    rows.append(Row((Cell("Together", bold=True), Cell(),
                     Cell(money.number(-total) if total else "", tone="bad", bold=True)), "total"))
    words = f"lost to {some(len(blockers), 'open blocker', 'open blockers')} by their delay so far or declared" \
        if total else "no money is stated for any"
    if waiting:
        words += f"; {some(waiting, 'measure waits', 'measures wait')} for a late one"
    return Question(title, money.amount(total) if total else some(len(blockers), "blocker", "blockers"),
                    f"{words} · {day(f.status)}",
                    body=(Table((Column("Function", "1fr"), Column("Days", "9mm", True, 2),
                                 Column(money.head, "13mm", True)), tuple(rows), size=8.0, pad=0.62),))


def _blocker(name: str, row: Sequence[int], money: Money) -> Row:
    number, days, stake = row
    text = f"{name} ({number})" if number > 1 else name
    return Row((Cell(text, lines=2), Cell(days_text(days or None)),
                Cell(money.number(-stake) if stake else "", tone="bad", bold=True)))


def _waiting(f: Facts) -> int:
    """Open measures that depend on another open measure which is late."""
    late, opened = (np.zeros(len(f.figures.cube.outline), np.bool_) for _ in range(2))
    late[f.places] = [m.late > 0 for m in f.measures]
    opened[f.places] = [m.state in ("open", "held") for m in f.measures]
    return len(set(f.waits.taker[late[f.waits.giver] & opened[f.waits.taker]].tolist()))


def _evidence(f: Facts, money: Money) -> Question:
    title = "What evidence proves it?"
    tests = [a.get("state", "open") for a in f.portfolio.of_kind("assumption")]
    states = (("holds", "tested and holds"), ("failed", "failed"), ("open", "not tested"))
    found = ", ".join(f"{tests.count(s)} {name}" for s, name in states if tests.count(s))
    tested = [Note((("Assumptions: ", False), (found, True), (".", False)), size=7.5)] if tests else []
    missing = "No gate or evidence records yet."
    benefit, due = _benefits(f)
    if not any(benefit):
        words = f"no benefit of {f.period.name} is booked yet" if f.measures else ""
        return Question(title, "none" if f.measures else "", words, missing,
                        tuple(tested))
    booked, planned = sum(v or 0 for v in benefit), sum(v or 0 for v in due)
    months = _months_to_date(f)
    rows = [(month(m, year=False), p, a) for m, p, a in zip(months, due, benefit, strict=True)][-9:]
    last = money.number(rows[-1][2]) if rows[-1][2] else ""
    chart = charts.month_columns(rows, 46, 25, last)
    alt = "Benefits by month, plan and actual: " + ", ".join(
        f"{n} {money.number(p)} and {money.number(a)}" for n, p, a in rows)
    share = f"{rounded(booked * 100, planned)} %" if planned > 0 else ""
    assert f.to is not None
    words = f"{money.amount(booked)} of {money.amount(planned)} benefits booked to {month(f.to)}"
    return Question(title, share or money.amount(booked), f"of plan: {words}" if share else words, missing,
                    (*tested, Chart(Picture(chart, 46, 25, alt))))


def _months_to_date(f: Facts) -> list[int]:
    c, to = f.figures.cube, f.to
    if to is None:
        return []
    first = c.first if f.period.first is None else max(f.period.first, c.first)
    return list(range(first, to + 1))


def _benefits(f: Facts) -> tuple[list[int | None], list[int | None]]:
    """Benefits (before cost) by month to date: actual and plan."""
    c = f.figures.cube
    rows = np.flatnonzero(np.isin(c.types, [i for i, t in enumerate(EFFECT_TYPES) if t.endswith("benefit")]))
    columns = [m - c.first for m in _months_to_date(f)]
    booked, planned = (c.net[:, series][rows].sum(axis=0)[columns].tolist() for series in (ACTUAL, PLAN))
    return booked, planned

