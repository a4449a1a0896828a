"""The value pages: cumulated value, programs with plan, expected and actual, and the measures furthest off plan.

Tables and charts share rows. Must not know: Typst.
"""
from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from heapq import nsmallest

import numpy as np

from app.reports.blocks import Beside, Cell, Chart, Column, Note, Page, Picture, Row, Section, Space, Table, ties
from app.reports.drawing import charts, curve
from app.reports.facts import Facts, Measure
from app.reports.fitting import wide
from app.reports.numbers import Money, count, day, month, percent, short_code, some
from app.reports.pages.one import gap_so_far, signed
from app.reports.titles import value_title
from app.reports.words import owner_cell

PROGRAMS = 8                          # rows of the program table; the rest in one row
TOP = 10
LIFE = 6                              # programs up to which the table over the whole life has room


def value_page(f: Facts, money: Money) -> Page:
    """One sheet: curve and programs above, the largest variances below."""
    top = Beside(("118mm", "1fr"), (_curve(f, money), _programs(f, money)), 9, 87)
    blocks: list[object] = [top, *_top(f, money)]
    span = f"actual to {month(f.to)}, forecast after" if f.to is not None else "nothing of it is booked yet"
    return Page("value", value_title(f, money),
                f"Value over time and by {f.group_word.lower()} · net effect {f.period.name} in {money.head} · {span}",
                tuple(blocks))


def _curve(f: Facts, money: Money) -> tuple[object, ...]:
    c, v = f.figures.cube, f.figures
    low, high = c.span(f.period.first, f.period.end)
    tops = c.outline.parent == -1
    plan = [int(x) for x in np.cumsum(v.plan[tops, low:high].sum(axis=0))]
    expected = [int(x) for x in np.cumsum(v.expected[tops, low:high].sum(axis=0))]
    if not plan:
        return (Section(f"Cumulated net effect, {money.head}"), Note((("No month holds a value yet.", False),)))
    if f.period.first is not None:
        ties("cumulated plan", [plan[-1]], f.sum("plan"))
        ties("cumulated expected", [expected[-1]], f.sum("expected"))
    to = v.actual_to
    booked = c.cut(to, low, high) - low
    first = c.first + low
    years = f.period.first is None
    names = tuple((f"{month(first + i, False)} {(first + i) // 12 % 100:02d}" if years else month(first + i, False))
                  for i in range(high - low))
    scale = charts.scale([*plan, *expected], 1)
    gap = expected[-1] - plan[-1]
    share = percent(gap, plan[-1])
    due = 0 if not booked else expected[booked - 1] - plan[booked - 1]
    ticks = tuple((t, money.number(t).removesuffix(".0")) for t in curve.ticks(scale))
    drawn = curve.Curve(
        names, tuple(plan), tuple(expected), booked, f"{money.number(plan[-1])} plan",
        f"{money.number(expected[-1])} expected",
        money.number(gap, signed=True) + (f" ({share})" if share else "") if gap else "",
        f"{money.number(expected[booked - 1])} actual ({money.number(due, signed=True)})" if booked else "",
        "" if to is None else f"actual to {month(to)}", ticks)
    alt = (f"Cumulated net effect {f.period.name}: plan reaches {money.number(plan[-1])}, expected "
           f"{money.number(expected[-1])} {money.head}")
    return (Section(f"Cumulated net effect, {money.head}", "thin: plan · thick: actual · dashed: forecast"),
            Chart(Picture(curve.draw(drawn, 118, 78), 118, 78, alt)))


def _rest(rows: Sequence[tuple[str, str]], keep: int,
          weight: Callable[[str], int]) -> tuple[list[tuple[str, str]], list[str]]:
    """The rows with the most weight in their old order, and the uids of the others."""
    if len(rows) <= keep:
        return list(rows), []
    chosen = {uid for uid, _ in sorted(rows, key=lambda r: -weight(r[0]))[:keep - 1]}
    return [r for r in rows if r[0] in chosen], [uid for uid, _ in rows if uid not in chosen]


def _programs(f: Facts, money: Money) -> tuple[object, ...]:
    """Plan, actual and expected by program with bars on shared scales; then the same over the whole life."""
    rows = [(uid, group_name(f, uid)) for uid in f.groups]
    sums = {uid: group_sums(f, uid) for uid in f.groups}
    total = (f.sum("plan"), f.sum("actual"), f.sum("expected"), gap_so_far(f))
    for i, what in enumerate(("plan", "actual", "expected", "gap so far")):
        ties(f"{what} by {f.group_word.lower()}", (s[i] for s in sums.values()), total[i])
    keep, rest = _rest(rows, PROGRAMS, lambda uid: abs(sums[uid][2] - sums[uid][0]))
    shown = [(name, sums[uid]) for uid, name in keep]
    wide, narrow, height = 25.0, 18.0, 7.0 if len(shown) <= 6 else 5.6
    bars = charts.scale([v for _, s in shown for v in s[:3]], wide)
    gaps = charts.scale([v for _, s in shown for v in charts.delta_values(s[3], s[2] - s[0] - s[3])], narrow)
    table: list[Row] = []
    booked = {m.group for m in f.measures if m.booked}
    for uid, (name, (plan, actual, expected, so_far)) in zip((uid for uid, _ in keep), shown, strict=True):
        gap = expected - plan
        words = f"plan {money.number(plan)}, actual {money.number(actual)}, expected {money.number(expected)}"
        pair = Picture(charts.pair_row(bars, wide, height, plan, actual, expected), wide, height, f"{name}: {words}")
        delta = Picture(charts.delta_row(gaps, narrow, height, so_far, gap - so_far), narrow, height,
                        f"{name}: variance {money.number(gap, signed=True)}")
        table.append(Row((Cell(name, lines=2 if height > 6 else 1), Cell(picture=pair), Cell(money.number(plan)),
                          Cell(money.number(actual) if uid in booked else ""),
                          Cell(money.number(expected), bold=True), Cell(picture=delta),
                          signed(gap, money), Cell(percent(gap, plan)))))
    if rest:                             # no bar: the sum of many would dwarf the single ones
        plan, actual, expected, _ = _add([sums[uid] for uid in rest])
        table.append(Row((Cell(some(len(rest), "other", "others"), tone="grey"), Cell(), Cell(money.number(plan)),
                          Cell(money.number(actual) if booked & set(rest) else ""),
                          Cell(money.number(expected), bold=True), Cell(), signed(expected - plan, money),
                          Cell(percent(expected - plan, plan)))))
    gap = total[2] - total[0]
    table.append(Row((Cell("All", bold=True), Cell(), Cell(money.number(total[0]), bold=True),
                      Cell(money.number(total[1]) if booked else "", bold=True),
                      Cell(money.number(total[2]), bold=True), Cell(),
                      signed(gap, money), Cell(percent(gap, total[0]), bold=True)), "total"))
    columns = (Column(f.group_word, "1fr"), Column("", f"{wide + 1}mm", inset=1), Column("Plan", "14mm", True, 2),
               Column("Actual", "14mm", True, 2), Column("Expected", "15mm", True, 1.5),
               Column("", f"{narrow + 1}mm", inset=1), Column("Gap", "13mm", True, 1), Column("%", "11mm", True))
    some_of = f": {len(shown)} of {count(len(rows))}" if rest else ""
    title = f"By {f.group_word.lower()}, {money.head}{some_of}"
    blocks: list[object] = [Section(title, "outlined plan, solid actual, hatched forecast"),
                            Table(columns, tuple(table), pad=0.0)]
    if f.period.first is not None:
        blocks += [Space(1.5), *(_life(f, money, keep) if len(shown) <= LIFE and not rest else _life_line(f, money))]
    return tuple(blocks)


def _add(sums: Iterable[tuple[int, int, int, int]]) -> tuple[int, int, int, int]:
    a, b, c, d = (sum(column) for column in zip(*sums, strict=True))
    return a, b, c, d


def group_sums(f: Facts, uid: str) -> tuple[int, int, int, int]:
    """(plan, actual, expected, gap so far) of a program; "" adds the measures that stand below none."""
    if uid:
        return f.sum("plan", uid), f.sum("actual", uid), f.sum("expected", uid), gap_so_far(f, uid)
    loose = [m for m in f.measures if not m.group]
    return _add([(m.plan, m.actual, m.expected, m.gap_so_far) for m in loose]) if loose else (0, 0, 0, 0)


def group_name(f: Facts, uid: str) -> str:
    """A group by its name; measures that stand below no such level are named so."""
    if not uid:
        return f"Without {f.group_word.lower()}"
    record = f.portfolio[uid]
    return record.name or record.code or f"{f.group_word} without a name"


def _life(f: Facts, money: Money, keep: Sequence[tuple[str, str]]) -> list[object]:
    """All years, with the amounts that have no month: the totals `show` gives."""
    v = f.figures
    rows: list[Row] = []
    parts: list[tuple[str, int, int]] = []
    for uid, name in keep:
        if uid:
            parts.append((name, v.plan_of(uid), v.expected_of(uid)))
    others = (v.plan_of("") - sum(p for _, p, _ in parts), v.expected_of("") - sum(e for _, _, e in parts))
    if len(parts) < len(keep):
        parts.append((f"Without {f.group_word.lower()}", *others))
    ties("plan over the whole life", (p for _, p, _ in parts), v.plan_of(""))
    ties("expected over the whole life", (e for _, _, e in parts), v.expected_of(""))
    for name, plan, expected in [*parts, ("All", v.plan_of(""), v.expected_of(""))]:
        last = len(rows) == len(parts)
        rows.append(Row((Cell(name, lines=1, bold=last), Cell(money.number(plan), bold=last),
                         Cell(money.number(expected), bold=last), signed(expected - plan, money),
                         Cell(percent(expected - plan, plan), bold=last)), "total" if last else ""))
    return [Section(f"Over the whole life, {money.head}", _span(f)),
            Table((Column("", "1fr"), Column("Plan", "18mm", True), Column("Expected", "18mm", True),
                   Column("Gap", "16mm", True), Column("%", "14mm", True)), tuple(rows), size=8.0, pad=0.62)]


def _span(f: Facts) -> str:
    extent = f.figures.cube.extent()
    text = f"{month(extent[0])} to {month(extent[1])}" if extent else ""
    return text + (" and amounts without a month" if f.figures.cube.node_undated.any() else "")


def _life_line(f: Facts, money: Money) -> list[object]:
    """The same in one line, where many programs leave no room."""
    plan, expected = f.figures.plan_of(""), f.figures.expected_of("")
    return [Note(((f"Over the whole life ({_span(f)}): plan ", False), (money.number(plan), True),
                  (", expected ", False), (money.number(expected), True), (", gap ", False),
                  (money.number(expected - plan, signed=True), True),
                  (".", False)))]


def _top(f: Facts, money: Money) -> list[object]:
    """The measures furthest off their plan, either way, with solid and hatched bars."""
    moved = [m for m in f.measures if m.gap]
    if not moved:
        return [Section("Largest variances by measure"), Note((("No measure differs from its plan.", False),))]
    shown = nsmallest(TOP, moved, lambda m: (-abs(m.gap), m.code, m.uid))
    rest = len(moved) - len(shown)
    codes = code_width(m.code for m in shown)
    wide = 44.0 if codes < 25 else 28.0
    scale = charts.scale([v for m in shown for v in charts.delta_values(m.gap_so_far, m.gap - m.gap_so_far)], wide)
    rows = [_top_row(m, money, scale, wide, f.to is not None) for m in shown]
    others = sum(m.gap for m in moved) - sum(m.gap for m in shown)
    total = ties("variances", [*(m.gap for m in shown), others], f.sum("expected") - f.sum("plan"))
    blank = (Cell(), Cell(), Cell(), Cell())
    if rest:
        name = some(rest, "other measure with a gap", "other measures with a gap")
        rows.append(Row((Cell(), Cell(name, tone="grey", lines=1), *blank, signed(others, money, bold=False), *blank)))
    rows.append(Row((Cell(), Cell("All measures", bold=True), *blank, signed(total, money), *blank), "total"))
    return [Section(f"Largest variances by measure, {money.head}",
                    "sorted by size · solid: in the actuals · hatched: "
                    + ("no actuals yet" if f.to is None else "ahead")),
            Table((Column("", f"{codes}mm", inset=2), Column("Measure", "1fr"),
                   Column("Plan to date", "17mm", True), Column("Actual", "14mm", True), Column("Plan", "14mm", True),
                   Column("Expected", "15mm", True), Column("Gap", "15mm", True, 2),
                   Column("", f"{wide + 4}mm", inset=4), Column("Owner", "33mm"), Column("Finish", "20mm", True),
                   Column("Days late", "14mm", True)),
                  tuple(rows), pad=0.0)]


def _top_row(m: Measure, money: Money, scale: charts.Scale, wide: float, to_date: bool) -> Row:
    picture = Picture(charts.delta_row(scale, wide, 5.3, m.gap_so_far, m.gap - m.gap_so_far), wide, 5.3,
                      f"{m.code or m.name}: variance {money.number(m.gap, signed=True)}")
    return Row((Cell(short_code(m.code), tone="grey", lines=1), Cell(m.name, lines=1),
                Cell(money.number(m.actual - m.gap_so_far) if to_date else ""),
                Cell(money.number(m.actual) if m.booked else ""),
                Cell(money.number(m.plan)), Cell(money.number(m.expected)),
                signed(m.gap, money), Cell(picture=picture),
                owner_cell(m),
                Cell("on hold" if m.state == "held" else day(m.finish)), Cell(count(m.late) if m.late else "")))


def code_width(codes: Iterable[str]) -> int:
    """mm for a column of codes in which none is cut ("M-002" and "M-003" differ at their end); at most a sixth of
    the page."""
    told = set(codes)
    longest = max(map(len, told), default=0)
    widest = max((wide(c, 8) for c in told), default=0.0)
    return min(max(round(longest * 1.66) + 3, math.ceil(widest + 2.1), 8), 50)
