"""The status page: lights of each program computed beside declared, delivery against value, and where they differ.

Held, cancelled and closed measures count in no light; they are named with their money, so that the page still ties.
Must not know: Typst.
"""
from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from app.core.counting import agreeing
from app.core.governance.status import AMBER, GREEN, NONE, ORDER, RED, Lights, lights, weighted
from app.core.record import rows
from app.core.value.potential import potentials
from app.core.value.variance import PLAN
from app.reports.blocks import REST, Beside, Cell, Column, Note, Page, Row, Section, Space, Table, ties
from app.reports.facts import Facts, Measure
from app.reports.numbers import NBSP, SHORT, Money, amount_width, clip, count, day, month, short_code, some
from app.reports.pages.one import signed
from app.reports.pages.value import code_width, group_name
from app.reports.words import owner_cell

PROGRAMS = 9                          # rows of the program table; the rest in one row
DIFFER = 11                           # rows of "declared against computed"
_RANK = {colour: i for i, colour in enumerate(ORDER)}
COLOURS = (GREEN, AMBER, RED, NONE)
MARKS = {GREEN: "●", AMBER: "◆", RED: "■", NONE: "○"}
WORDS = {GREEN: "on track", AMBER: "at risk", RED: "off track", NONE: "not set"}
TONES = {GREEN: "good", AMBER: "risk", RED: "bad", NONE: "grey"}


class Judged(NamedTuple):
    """A measure in the pipeline with its computed lights and the declared one ("none" when nobody declared)."""

    m: Measure
    lights: Lights
    declared: str
    weight: int                           # |plan| over its whole life
    worst: str                            # of the computed lights

    @property
    def optimistic(self) -> bool:
        return self.declared != NONE and _RANK[self.declared] < _RANK[self.worst]

    @property
    def differs(self) -> bool:
        return self.declared != NONE and self.worst not in (NONE, self.declared)


def mark(colour: str, more: str = "", bold: bool = False) -> Cell:
    """A light by sign and word: "■ off track"."""
    return Cell(f"{MARKS[colour]}{NBSP}{WORDS[colour]}{f' {more}' if more else ''}", tone=TONES[colour], bold=bold,
                lines=1)


def judged(f: Facts) -> list[Judged]:
    """The pipeline: neither held nor cancelled nor closed, in the order of the file."""
    found, c = lights(f.portfolio, f.status), f.figures.cube
    plans = np.abs(f.figures.plan.sum(axis=1) + c.node_undated[:, PLAN]).tolist()
    position = c.outline.position
    return [Judged(m, own, NONE if said is None else str(said), plans[position[m.uid]], own.worst)
            for m, (said,) in zip(f.measures, rows(f.records, "light"), strict=True)
            if m.state in ("open", "done") and not (own := found[m.uid]).state]


def status_page(f: Facts, money: Money) -> Page | None:
    """One sheet; None when no measure has any light, computed or declared."""
    rows = judged(f)
    if all(j.worst == NONE and j.declared == NONE for j in rows):
        return None
    bottom = Beside(("94mm", "1fr"), (_matrix(f, rows, money), _differences(f, rows, money)), 6, REST)
    return Page("status", status_title(rows, money),
                f"Status · {some(len(rows), 'measure', 'measures')} in the pipeline · lights computed as of "
                f"{day(f.status)}, beside what was declared · plan and gap {f.period.name} in {money.head}",
                (*_programs(f, rows), Space(3.5), bottom))


def status_title(rows: Sequence[Judged], money: Money) -> str:
    """What green delivery hides, then what both lights call off track."""
    quiet = [j.m for j in rows if j.lights.implementation == GREEN and j.lights.potential == RED]
    both = [j.m for j in rows if j.lights.implementation == RED and j.lights.potential == RED]
    lost = -sum(min(m.gap, 0) for m in quiet)
    parts = []
    if quiet:
        verb = some(len(quiet), "measure reports healthy delivery", "measures report healthy delivery")
        parts.append(f"{verb} and {'misses' if len(quiet) == 1 else 'miss'} "
                     f"{money.amount(lost) if lost else 'its value' if len(quiet) == 1 else 'their value'}")
    if both:
        plan = sum(m.plan for m in both)
        worth = f", with {money.amount(plan)} of plan," if plan > 0 else ""
        parts.append(f"{count(len(both))}{' more' if quiet else ' measure' if len(both) == 1 else ' measures'}{worth} "
                     f"{'is' if len(both) == 1 else 'are'} off track in both lights")
    if parts:
        return "; ".join(parts)
    red = sum(j.worst == RED for j in rows)
    rosy = sum(j.optimistic for j in rows)
    seen = sum(j.worst != NONE for j in rows)
    blind = f"; {count(len(rows) - seen)} {'has' if len(rows) - seen == 1 else 'have'} none" if seen < len(rows) else ""
    if not seen:
        said = sum(j.declared != NONE for j in rows)
        return (f"No light can be computed without plan dates and planned value; "
                f"{some(said, 'light is', 'lights are')} declared")
    if red:
        return (f"{count(red)} of {some(len(rows), 'measure', 'measures')} {'is' if red == 1 else 'are'} off track in "
                f"one light" + (f"; {count(rosy)} {'is' if rosy == 1 else 'are'} declared better than computed"
                                if rosy else ""))
    of = f"{some(len(rows), 'measure', 'measures')}" if seen == len(rows) else (
        f"{some(seen, 'measure', 'measures')} with a computed light")
    if rosy:
        return f"None of {of} is off track; {count(rosy)} {'is' if rosy == 1 else 'are'} declared better than computed"
    delivery = any(j.lights.implementation != NONE for j in rows)
    value = any(j.lights.potential != NONE for j in rows)
    where = ("in any light" if delivery and value else "in delivery; no value light is set" if delivery else
             "in value; no delivery light is set")
    return f"None of {of} is off track {where}{blind}"


# ---------------------------------------------------------------- programs by light


def _programs(f: Facts, rows: Sequence[Judged]) -> list[object]:
    by: dict[str, list[Judged]] = {uid: [] for uid in f.groups}
    for j in rows:
        by[j.m.group].append(j)
    listed = [uid for uid in f.groups if by[uid]]
    shown = listed
    if len(listed) > PROGRAMS:
        bad = sorted(listed, key=lambda uid: (-sum(j.worst == RED for j in by[uid]), -len(by[uid]), listed.index(uid)))
        shown = [uid for uid in listed if uid in bad[:PROGRAMS - 1]]
    value = potentials(f.portfolio, f.status)
    tops = [r.uid for r in f.portfolio.of_kind("organization")]
    table = [_program(group_name(f, uid), by[uid], value[uid].weighted if uid else "") for uid in shown]
    rest = [j for uid in listed if uid not in shown for j in by[uid]]
    if rest:
        table.append(_program(f"{count(len(listed) - len(shown))} others", rest, "", "note"))
    ties("measures by light", [*(len(by[uid]) for uid in shown), len(rest)], len(rows))
    table.append(_program("All", rows, value[tops[0]].weighted if len(tops) == 1 else "", "total"))
    wide = 13 if len(rows) > 999 else 11
    signs = [Column(MARKS[c], f"{wide}mm", inset=1) for c in COLOURS]
    columns = (Column(f.group_word, "1fr"), Column("Measures", "15mm", True, 7),
               *signs, Column("by value", "20mm", inset=4), *signs, Column("by value", "20mm", inset=4),
               *signs, Column("Rosier than computed", "23mm", inset=0))
    over = (("", 2), ("Implementation, computed", 5), ("Potential, computed", 5), ("Declared", 5))
    title = f"Lights by {f.group_word.lower()}" + (f": {len(shown)} of {count(len(listed))}" if rest else "")
    return [Section(title, "● on track · ◆ at risk · ■ off track · ○ not set · by value: points weighted by plan, "
                           "or expected / plan"),
            Table(columns, tuple(table), pad=1.35, over=over)]


def _program(name: str, rows: Sequence[Judged], value: str, look: str = "") -> Row:
    delivery = weighted((j.lights.implementation, j.weight) for j in rows)
    cells = [Cell(name, lines=1, bold=look == "total", tone="grey" if look == "note" else ""),
             Cell(count(len(rows)), bold=look == "total")]
    for colours, rolled in (([j.lights.implementation for j in rows], delivery),
                            ([j.lights.potential for j in rows], value), ([j.declared for j in rows], None)):
        numbers = [colours.count(c) for c in COLOURS]
        ties(f"lights of {name}", numbers, len(rows))
        cells += [Cell(f"{MARKS[c]}{NBSP}{count(n)}", tone=TONES[c], bold=c == RED) if n else Cell()
                  for c, n in zip(COLOURS, numbers, strict=True)]
        if rolled is not None:
            cells.append(mark(rolled) if rolled else Cell())      # of many without a node of their own: no such light
    rosy = sum(j.optimistic for j in rows)
    said = sum(j.declared != NONE for j in rows)
    cells.append(Cell(f"{count(rosy)} of {count(said)}" if said else "", tone="" if rosy else "grey"))
    return Row(tuple(cells), "" if look == "note" else look)


# ---------------------------------------------------------------- delivery against value


def _matrix(f: Facts, rows: Sequence[Judged], money: Money) -> tuple[object, ...]:
    cells: dict[tuple[str, str], list[Measure]] = {(i, v): [] for i in COLOURS for v in COLOURS}
    for j in rows:
        cells[(j.lights.implementation, j.lights.potential)].append(j.m)
    ties("the matrix", (len(ms) for ms in cells.values()), len(rows))
    table = []
    for i in COLOURS:
        table.append(Row((mark(i), *(_square(cells[(i, v)], money) for v in COLOURS),
                          _square([m for v in COLOURS for m in cells[(i, v)]], money))))
    every = [j.m for j in rows]
    table.append(Row((Cell("Together", bold=True), *(_square([m for i in COLOURS for m in cells[(i, v)]], money)
                                                    for v in COLOURS), _square(every, money)), "total"))
    table.append(Row((Cell("plan", tone="grey"),
                      *(_money_cell([m for i in COLOURS for m in cells[(i, v)]], money) for v in COLOURS),
                      _money_cell(every, money))))
    columns = (Column("Implementation", "1fr", inset=1),
               *(Column(f"{MARKS[v]} {WORDS[v]}", "14.5mm", inset=1) for v in COLOURS), Column("Together", "15mm"))
    return (Section("Delivery light against value light", "each cell: measures and their gap"),
            Table(columns, tuple(table), pad=1.35, over=(("", 1), ("Potential (value light)", 5))),
            Note(_outside(f, rows, money), size=7.5))


def _square(measures: Sequence[Measure], money: Money) -> Cell:
    """How many, and the gap they carry to the forecast."""
    if not measures:
        return Cell("–", tone="grey")
    gap = signed(sum(m.gap for m in measures), money, bold=False)
    return Cell(gap.text if any(m.has_figures for m in measures) else "no plan", lead=count(len(measures)),
                tone=gap.tone if any(m.has_figures for m in measures) else "grey")


def _money_cell(measures: Sequence[Measure], money: Money) -> Cell:
    return Cell(money.number(sum(m.plan for m in measures)) if any(m.has_figures for m in measures) else "",
                tone="grey")


def _state(f: Facts, m: Measure) -> str:
    return m.state if m.state in ("held", "cancelled") else lights(f.portfolio, f.status)[m.uid].state


def _outside(f: Facts, rows: Sequence[Judged], money: Money) -> tuple[tuple[str, bool], ...]:
    """Who is in no light, and that all together is the whole."""
    inside = {j.m.uid for j in rows}
    out = [m for m in f.measures if m.uid not in inside]
    groups = [(name, [m for m in out if _state(f, m) == state])
              for name, state in (("on hold", "held"), ("cancelled", "cancelled"), ("closed", "closed"))]
    ties("measures in and outside the matrix", [len(rows), *(len(ms) for _, ms in groups)], len(f.measures))
    ties("gap in and outside the matrix", [*(j.m.gap for j in rows), *(m.gap for m in out)],
         f.sum("expected") - f.sum("plan"))
    words = [f"{count(len(ms))} {name} (plan {money.number(sum(m.plan for m in ms))}, gap "
             f"{money.number(sum(m.gap for m in ms), signed=True)})" for name, ms in groups if ms]
    total = (f" All {count(len(f.measures))}: plan {money.number(f.sum('plan'))}, gap "
             f"{money.number(f.sum('expected') - f.sum('plan'), signed=True)}.")
    blind = sum(j.m.late > 0 and j.lights.implementation == NONE for j in rows)
    late = (f" {some(blind, 'measure is', 'measures are')} late by their own dates: a delivery light needs "
            f"planned ones." if blind else "")
    return ((f"Not in the lights: {', '.join(words) if words else 'none'}.{total}{late}", False),)


# ---------------------------------------------------------------- declared against computed


def _differences(f: Facts, rows: Sequence[Judged], money: Money) -> tuple[object, ...]:
    said = [j for j in rows if j.declared != NONE]
    if not said:
        return (Section("Declared against computed"), Note((("Nobody has declared a light yet.", False),)))
    found = sorted((j for j in said if j.differs), key=lambda j: (not j.optimistic, j.m.gap, -j.m.late,
                                                                 j.m.code, j.m.uid))
    rosy = sum(j.optimistic for j in found)
    judged_too = sum(j.worst != NONE for j in said)
    alone = len(said) - judged_too
    apart = (some(alone, "declared light has no computed one", "declared lights have no computed one")
             + f" beside {'it' if alone == 1 else 'them'}.")
    if not judged_too:
        return (Section("Declared against computed: nothing to compare"), Note(((apart, False),)))
    if not found:
        which = "all" if not alone else "those with both lights, all"
        return (Section(f"Declared against computed: {which} {count(judged_too)} agree" if judged_too > 1 else
                        "Declared against computed: they agree"),
                Note((("Every declared light is the worse of the two computed ones." + (f" {apart}" if alone else ""),
                       False),)))
    shown, rest = found[:DIFFER], found[DIFFER:]
    ties("declared and computed", [len(shown), len(rest), sum(not j.differs for j in said)], len(said))
    table = []
    for j in shown:
        share = "" if j.lights.share is None else f"{j.lights.share // 100}{NBSP}%"
        late = f"{count(j.m.late)}{NBSP}d" if j.m.late else ""
        table.append(Row((Cell(short_code(j.m.code, SHORT), tone="grey", lines=1), Cell(j.m.name, lines=1),
                          owner_cell(j.m), mark(j.declared),
                          mark(j.lights.implementation, late), mark(j.lights.potential, share),
                          signed(j.m.gap, money) if j.m.has_figures else Cell())))
    gaps = [sum(j.m.gap for j in part) for part in (shown, rest)]
    if rest:
        more = agreeing(len(rest), f"{count(len(rest))} more {{differs/differ}}")
        table.append(Row((Cell(), Cell(more, tone="grey"), Cell(), Cell(), Cell(), Cell(),
                          signed(gaps[1], money, bold=False))))
    total = ties("gap of those that differ", gaps, sum(j.m.gap for j in found))
    blank = (Cell(), Cell(), Cell(), Cell())
    table.append(Row((Cell(), Cell("Together", bold=True), *blank, signed(total, money)), "total"))
    columns = (Column("", f"{min(code_width(j.m.code for j in shown), 24)}mm", inset=2),
               Column("Measure", "1fr", inset=2), Column("Owner", "25mm", inset=2),
               Column("Declared", "16.5mm", inset=1),
               Column("Delivery, days late", "26.5mm", inset=1.5), Column("Value, share of plan", "25mm", inset=1),
               Column(f"Gap {clip(f.period.name, 12)}", amount_width([money.number(total)], 14), True))
    title = agreeing(len(found), f"Declared against computed: {count(len(found))} of {count(judged_too)} "
                     f"{{differs/differ}}, {count(rosy)} of them optimistic")
    return (Section(title, month_note(f)), Table(columns, tuple(table), pad=1.35),
            *([Note(((f"Compared: {count(judged_too)} of {some(len(rows), 'measure', 'measures')}; " + "; ".join(
                x for x in (f"{count(alone)} declared without a computed light" if alone else "",
                            f"{count(len(rows) - len(said))} without a declared one" if len(said) < len(rows) else "")
                if x) + ".", False),), size=7.5)] if judged_too < len(rows) else []))


def month_note(f: Facts) -> str:
    return f"actual to {month(f.to)}" if f.to is not None else "no actuals yet"
