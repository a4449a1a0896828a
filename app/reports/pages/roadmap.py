"""The roadmap: measures that moved or that others wait for as bars on the rows of their table, and late hand-overs.

Days late to date and slip to today's finish are two things and carry two labels. Must not know: Typst.
"""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from heapq import nsmallest

from app.core.schedule.calendar import ordinal
from app.core.schedule.chain import Chain, chains
from app.reports.blocks import Beside, Cell, Chart, Column, Page, Picture, Row, Section, Space, Table, ties
from app.reports.dates import Dates
from app.reports.drawing.gantt import HandOver, Roadmap, Span, axis, draw
from app.reports.facts import LATE_DAYS, Facts, Measure, name_of
from app.reports.fitting import PAGE, column
from app.reports.handover import Late, late_hand_overs
from app.reports.numbers import NBSP, SHORT, Money, amount_width, clip, count, day, short_code, some
from app.reports.pages.one import signed
from app.reports.pages.value import code_width, group_name
from app.reports.words import owner_cell

ROWS = 20                             # measures, their headings and the total
HAND_OVERS = 5
CHAINS = 3
HEIGHT = 5.2                          # mm a row
DATES = 59.0                          # mm of the columns of dates and days; the chart has what the table leaves
APART = 3.0                           # mm between table and chart


def roadmap_page(f: Facts, money: Money) -> Page | None:
    """One sheet; None for a file without dates."""
    dates = f.dates
    dated = [m for m in f.measures if dates[m.uid].start or dates[m.uid].finish or dates[m.uid].plan_finish]
    if not dated:
        return None
    late = late_hand_overs(f)
    delayed, moved = chains(f.portfolio, f.status), _moved(f, dates)
    shown = _choose(f, dates, late, min(len(delayed), CHAINS), moved)
    rows, keys = _rows(f, money, dates, shown)
    blocks: list[object] = [_gantt(f, dates, late, rows, keys, money)]
    if late:
        blocks += [Space(3), *_hand_overs(f, late, money)]
    if delayed:
        blocks += [Space(2), *_chains(f, delayed, money)]
    under = ("measures that moved or that others wait for" if moved or late else "measures with dates")
    return Page("roadmap", roadmap_title(f, money, dates, late, moved),
                f"Roadmap · {under} · outlined below: plan · solid: done · hatched: ahead · diamond: finish"
                + (" · numbered arrow: hand-over" if late else "") + f" · {day(f.status)}", tuple(blocks))


def roadmap_title(f: Facts, money: Money, dates: Mapping[str, Dates], late: Sequence[Late],
                  moved: Sequence[Measure]) -> str:
    held = -sum(x.money for x in late)
    if late and held:
        first = late[0]
        until = f"expected by {day(first.now)}" if first.now else f"overdue since {day(first.due)}"
        way = f"from {clip(first.from_function, 40)} to {clip(first.to_function, 40)}"
        if len(late) == 1:
            return f"One late hand-over, {way}, holds back {money.amount(held)}; it is {until}"
        return (f"{count(len(late))} late hand-overs between functions hold back {money.amount(held)}; the largest, "
                f"{way}, is {until}")
    if moved:
        worst = max(moved, key=lambda m: dates[m.uid].slip or 0)
        days = dates[worst.uid].slip or 0
        behind = [m for m in moved if (dates[m.uid].slip or 0) > 0]
        if behind:
            return (f"{count(len(behind))} of {some(len(f.measures), 'measure', 'measures')} "
                    f"{'finishes' if len(behind) == 1 else 'finish'} later than planned, the latest, "
                    f"{short_code(worst.code) or clip(worst.name, 60)}, by {some(days, 'day', 'days')}")
        return f"No measure finishes later than planned; {count(len(moved))} finish earlier"
    over = [m for m in f.measures if m.late]
    if over and not any(dates[m.uid].plan_finish for m in f.measures):
        worst = max(over, key=lambda m: m.late)
        passed = "has passed its finish" if len(over) == 1 else "have passed their finish, the longest"
        name = short_code(worst.code, SHORT) or clip(worst.name, 60)
        return (f"{count(len(over))} of {some(len(f.measures), 'measure', 'measures')} {passed}, {name}, by "
                f"{some(worst.late, 'day', 'days')}; no planned dates are recorded")
    if not any(dates[m.uid].finish for m in f.measures):
        return "No measure has a finish: whether one is late cannot be said"
    if not any(dates[m.uid].plan_finish for m in f.measures):
        return "No measure has passed its finish; no planned dates are recorded"
    return "No measure has moved against its planned dates"


def _moved(f: Facts, dates: Mapping[str, Dates]) -> list[Measure]:
    return [m for m in f.measures if dates[m.uid].slip and m.state != "cancelled"]


def _choose(f: Facts, dates: Mapping[str, Dates], late: Sequence[Late], delayed: int,
            off: Sequence[Measure]) -> list[Measure]:
    """What fits on the sheet: hand-overs first, then open measures by money and days, in the order of the file."""
    order = {m.uid: i for i, m in enumerate(f.measures)}
    ends = {m.uid for x in late[:HAND_OVERS] for m in (x.giver, *(w for w, _ in x.waiting))}
    moved = {m.uid for m in off}
    pool = [m for m in f.measures if m.uid in ends or m.uid in moved] or [
        m for m in f.measures if dates[m.uid].start or dates[m.uid].finish]
    chosen: list[Measure] = []
    groups: set[str] = set()
    room = ROWS - 2 + (0 if late else HAND_OVERS)            # the tables below leave their room
    room -= delayed + 3 if delayed and late else 0
    for m in nsmallest(room, pool, lambda m: (m.uid not in ends, m.state == "done", min(m.gap, 0),
                                              -(dates[m.uid].slip or 0), order[m.uid])):
        need = 1 + (m.group not in groups)
        if len(chosen) + len(groups) + need > room:
            break
        chosen.append(m)
        groups.add(m.group)
    return sorted(chosen, key=lambda m: order[m.uid])


def _rows(f: Facts, money: Money, dates: Mapping[str, Dates], shown: Sequence[Measure]) -> tuple[list[Row], list[str]]:
    """Table rows with a heading a program, and beside each the uid of the measure it is for ("" for none)."""
    rows: list[Row] = []
    keys: list[str] = []
    by_function = any(m.function for m in shown)              # where none is named, who answers
    gaps = dict.fromkeys((m.group for m in shown), 0)
    for m in f.measures:
        if m.group in gaps:
            gaps[m.group] += m.gap
    for uid in f.groups:
        members = [m for m in shown if m.group == uid]
        if not members:
            continue
        if uid:
            ties(f"gap of {group_name(f, uid)}", [gaps[uid]], f.sum("expected", uid) - f.sum("plan", uid))
        rows.append(Row((Cell(group_name(f, uid), bold=True, span=7, lines=1),
                         signed(gaps[uid], money) if gaps[uid] else Cell())))
        keys.append("")
        for m in members:
            rows.append(_row(f, m, dates[m.uid], money, by_function))
            keys.append(m.uid)
    others = [m for m in f.measures if m.group not in gaps]
    rest = sum(m.gap for m in others)
    total = ties("gap by program", [*gaps.values(), rest], f.sum("expected") - f.sum("plan"))
    inside = sum(m.group in gaps for m in f.measures) - len(shown)
    if others or inside:
        name = f"{some(len(others), 'measure', 'measures')} elsewhere" if others else ""
        more = f"{some(inside, 'measure', 'measures')} not listed, in the sums above" if inside else ""
        rows.append(Row((Cell("; ".join(x for x in (name, more) if x), tone="grey", span=7, lines=1),
                         signed(rest, money, bold=False) if others else Cell()), "note"))
        keys.append("")
    rows.append(Row((Cell(f"All {some(len(f.measures), 'measure', 'measures')}", bold=True, span=7),
                     signed(total, money) if f.valued else Cell()), "total"))
    keys.append("")
    return rows, keys


def near(date: str, status: str) -> str:
    """A day, with its year where that is not the status date's."""
    return "" if not date else day(date, year=False) + ("" if date[:4] == status[:4] else f"{NBSP}{date[2:4]}")


def _row(f: Facts, m: Measure, d: Dates, money: Money, by_function: bool) -> Row:
    slip = d.slip
    days = "" if slip is None else "0" if not slip else f"{'+' if slip > 0 else '−'}{count(abs(slip))}"
    now = "on hold" if m.state == "held" else "cancelled" if m.state == "cancelled" else near(d.finish, f.status)
    return Row((Cell(short_code(m.code, SHORT), tone="grey", lines=1), Cell(m.name, lines=1),
                Cell(m.function, lines=1) if by_function else owner_cell(m),
                Cell(near(d.plan_finish, f.status)), Cell(now, lines=1),
                Cell(days, tone="bad" if slip and slip > LATE_DAYS else "grey" if slip == 0 else "",
                     bold=bool(slip and slip > LATE_DAYS)),
                Cell(count(m.late) if m.late else "", tone="bad", bold=True),
                signed(m.gap, money, bold=False) if m.gap else Cell()))


def _span(f: Facts, m: Measure, d: Dates) -> Span:
    today = ordinal(f.status)
    start, finish = (ordinal(x) if x else 0 for x in (d.start or d.finish, d.finish or d.start))
    done = m.state == "done"
    slip = d.slip
    label, bad = "", False
    if m.state in ("held", "cancelled"):
        label = "on hold" if m.state == "held" else "cancelled"
    elif not done and d.finish and finish < today:
        label, bad = "overdue", True                           # by how many days stands in the table
    elif done and not (slip and slip > LATE_DAYS):
        label = "done" if not slip else f"done, {'+' if slip > 0 else '−'}{abs(slip)}{NBSP}d"
    elif not d.finish and d.start:
        label = "no finish"
    elif slip:
        label, bad = f"{'+' if slip > 0 else '−'}{count(abs(slip))}{NBSP}d", slip > LATE_DAYS
    solid = finish if done else min(today, finish) if d.begun and start and start <= today else 0
    if not done and d.finish and finish < today and m.state == "open":
        # what should be over goes on at least until today; only what has begun is solid
        finish, solid = today, min(finish, today) if d.begun else 0
    return Span(start, finish, ordinal(d.plan_start) if d.plan_start else 0,
                ordinal(d.plan_finish) if d.plan_finish else 0, solid, done, label, bad, not d.finish)


def _gantt(f: Facts, dates: Mapping[str, Dates], late: Sequence[Late], rows: list[Row], keys: list[str],
           money: Money) -> Beside:
    by_uid = {m.uid: m for m in f.measures}
    spans = [_span(f, by_uid[uid], dates[uid]) if uid else None for uid in keys]
    days = [d for s in spans if s for d in (s.start, s.finish, s.plan_start, s.plan_finish) if d]
    first, end = axis(days, ordinal(f.status))
    place = {uid: i for i, uid in enumerate(keys) if uid}
    drawn = {uid: place[uid] for uid in place if (span := spans[place[uid]]) and (span.start or span.plan_finish)}
    arrows = tuple(HandOver(n, drawn[x.giver.uid], drawn[m.uid], x.at_start, at_finish)
                   for n, x in enumerate(late[:HAND_OVERS], 1) for m, at_finish in x.waiting
                   if x.giver.uid in drawn and m.uid in drawn)
    codes = f"{min(code_width(by_uid[u].code for u in keys if u), 24)}mm"
    names = column((by_uid[u].name for u in keys if u), 40, 54)
    by_function = any(by_uid[u].function for u in keys if u)
    functions = column((by_uid[u].function if by_function else by_uid[u].owner for u in keys if u), 18, 34, 2)
    gaps = amount_width([r.cells[-1].text for r in rows], 13, 0)
    wide = PAGE - APART - DATES - sum(float(w[:-2]) for w in (codes, names, functions, gaps))
    chart = draw(Roadmap(tuple(spans), first, end, ordinal(f.status), day(f.status), arrows), wide, HEIGHT)
    alt = "Roadmap: " + "; ".join(f"{by_uid[uid].code or by_uid[uid].name} {near(dates[uid].start, f.status)} to "
                                  f"{near(dates[uid].finish, f.status)}, plan {near(dates[uid].plan_finish, f.status)}"
                                  for uid in keys if uid)
    columns = (Column("", codes, inset=2), Column(f"{f.group_word}, measure", "1fr"),
               Column("Function" if by_function else "Owner", functions, inset=2), Column("Plan", "16mm", True, 2),
               Column("Now", "18mm", True, 2),
               Column("Moved", "12mm", True, 2), Column("Days late", "13mm", True, 2),
               Column(f"Gap {money.head}", gaps, True))
    table = Table(columns, tuple(rows), pad=0.5, over=(("", 3), ("Finish", 3), ("", 2)), height=HEIGHT)
    return Beside(("1fr", f"{wide:.1f}mm"), ((table,), (Chart(Picture(chart, wide, HEIGHT * (len(rows) + 2), alt)),)),
                  APART, HEIGHT * (len(rows) + 2) + 1.2)


def _hand_overs(f: Facts, late: Sequence[Late], money: Money) -> list[object]:
    shown, rest = late[:HAND_OVERS], late[HAND_OVERS:]
    table = [Row((Cell(str(n), tone="accent", bold=True),
                  Cell(f"{x.from_function} → {x.to_function}", bold=True, lines=1),
                  Cell(f"{x.what}{f' ({short_code(x.giver.code, SHORT)})' if x.giver.code else ''}", lines=1),
                  Cell(near(x.due, f.status)), Cell(count(x.days) if x.days else "", tone="bad", bold=True),
                  Cell(near(x.now, f.status) or "overdue"),
                  Cell(", ".join(short_code(m.code, SHORT) or m.name for m in x.behind or [w for w, _ in x.waiting])
                       + ("" if x.behind else " (counted above)"), lines=1),
                  Cell(x.who or "nobody named", tone="" if x.who else "bad", lines=1),
                  signed(x.money, money) if x.money else Cell())) for n, x in enumerate(shown, 1)]
    sums = [sum(x.money for x in part) for part in (shown, rest)]
    blank = (Cell(), Cell(), Cell(), Cell(), Cell())
    if rest:
        name = some(len(rest), "further late hand-over", "further late hand-overs")
        table.append(Row((Cell(), Cell(name, tone="grey", span=2), *blank, signed(sums[1], money, bold=False)), "note"))
    lost = {m.uid: min(m.gap, 0) for x in late for m in x.behind}
    total = ties("blocked by hand-overs", sums, sum(lost.values()))
    table.append(Row((Cell(), Cell("Together, each measure counted once", bold=True, span=2), *blank,
                      signed(total, money) if total else Cell()), "total"))
    columns = (Column("", "6mm", inset=1), Column("From → to", "60mm"), Column("What must be handed over", "1fr"),
               Column("Due", "15mm", True, 2), Column("Days late", "14mm", True), Column("Now", "17mm", True),
               Column("Blocks", "44mm"), Column("Who answers", "32mm"), Column("Blocked", "16mm", True))
    return [Section("Hand-overs that block value", f"days late: to its date, or to {day(f.status)} if later · "
                    f"blocked: gap {f.period.name} in {money.head} of the measures behind"),
            Table(columns, tuple(table), pad=1.05)]


def _chains(f: Facts, found: Sequence[Chain], money: Money) -> list[object]:
    """From the late cause across functions down to the benefit it delays."""
    p, c = f.portfolio, f.figures.cube
    shown, rest = found[:CHAINS], found[CHAINS:]
    table = []
    for x in shown:
        line = p[x.line]
        handed = [s for s, after in zip(x.steps, (*x.steps[1:], None), strict=True)
                  if after is None or after.function != s.function]    # what each function hands on
        way = " → ".join(f"{name_of(p, s.function) or 'no function'} {count(s.days)}{NBSP}d" for s in handed)
        own = line.get("currency", c.currency) == c.currency
        table.append(Row((Cell(p[x.steps[0].activity].name, lines=1), Cell(way, lines=1),
                          Cell(line.name or str(line.get("money_line", "")), lines=1,
                               lead=short_code(p[line.parent].code, SHORT)),
                          Cell(some(x.months, "month", "months") + " later"),
                          signed(-x.amount, money) if own else Cell(f"in {line.get('currency')}", tone="grey"))))
    if rest:
        table.append(Row((Cell(some(len(rest), "further chain", "further chains"), tone="grey", span=5),), "note"))
    columns = (Column("Late cause", "54mm"), Column("How it travels: function, days late", "1fr"),
               Column("Benefit delayed", "74mm"), Column("Comes", "24mm"), Column("Behind plan", "19mm", True))
    return [Section(f"Chains to the benefit they delay: {count(len(found))}",
                    f"{money.head}: the most it falls behind its plan at the end of any month"),
            Table(columns, tuple(table), pad=1.05)]
