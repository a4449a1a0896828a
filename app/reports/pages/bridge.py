"""From plan over the causes and their measures to what is expected and what is booked: rows, bars and sentences.

Three columns of figures: so far, to come, the whole period; every column ties. Must not know: Typst.
"""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from app.core.value.bridge import Bridge, Ints, bridge, by_node
from app.core.value.causes import CAUSE_NAMES
from app.core.value.cube import Cube
from app.core.value.delays import months_late
from app.reports.blocks import Cell, Column, Note, Page, Picture, Row, Table, ties
from app.reports.delivering import delivered, mostly_silent, open_or_not, spent
from app.reports.drawing.bridge import Step, axis, row
from app.reports.facts import Facts, Measure
from app.reports.fitting import PAGE, column, narrowed
from app.reports.numbers import SHORT, Money, amount_width, clip, month, rounded, short_code, some
from app.reports.pages.one import signed
from app.reports.pages.value import code_width
from app.reports.words import NO_OWNER, late_words, owner_cell

ROWS = 29                             # all rows of the sheet
HEIGHT = 4.9                          # mm a row
LEAST = 46.0                          # mm of the chart; it has what the words leave
SUBJECTS = {"cancelled": "Cancelled measures", "on_hold": "Measures on hold", "slipped": "Late deliveries",
            "under_delivering": "Under-delivering measures", "over_delivering": "Over-delivering measures",
            "timing": "One-time costs earlier or later than planned", "rest": "Costs above plan"}


@dataclass
class Cause:
    """One reason with its measures: (so far, to come) each; what is not listed is summed in `others`."""

    key: str
    so_far: int
    ahead: int
    measures: list[tuple[str, int, int]]
    shown: int = 0
    others: tuple[int, int] = field(default=(0, 0))

    @property
    def total(self) -> int:
        return self.so_far + self.ahead


@dataclass(frozen=True)
class Whole:
    """The bridge of the file: begin and end in both windows, and the causes in their order."""

    plan: tuple[int, int]
    expected: tuple[int, int]
    causes: list[Cause]

    @property
    def gap(self) -> int:
        return sum(self.expected) - sum(self.plan)

    @property
    def ahead(self) -> int:
        return self.expected[1] - self.plan[1]


def read(f: Facts) -> Whole:
    """Both windows from the core's bridge; a cause or measure may stand in one of them only."""
    p, status, first, end = f.portfolio, f.status, f.period.first, f.period.end
    cut = f.figures.cube.first if f.to is None else f.to + 1
    low = f.figures.cube.first if first is None else first
    every = bridge(p, status, "", first, end)
    past: Bridge | None = bridge(p, status, "", low, cut) if f.to is not None else None
    cube = f.figures.cube
    so_far = {part.cause: by_node(cube, part.measures) for part in past.parts} if past else {}
    year = {part.cause: by_node(cube, part.measures) for part in every.parts}
    none = np.zeros(len(cube.outline), np.int64)
    causes = [_cause(cube, key, year.get(key, none), so_far.get(key, none)) for key in dict.fromkeys([*year, *so_far])]
    causes.sort(key=lambda c: (c.total > 0, c.total if c.total <= 0 else -c.total))
    begun, booked = (past.start, past.end) if past else (0, 0)
    found = Whole((begun, every.start - begun), (booked, every.end - booked), causes)
    ties("the bridge's plan", [sum(found.plan)], f.sum("plan"))
    ties("the bridge's end", [sum(found.expected)], f.sum("expected"))
    ties("from plan to expected", [sum(found.plan), *(c.total for c in causes)], sum(found.expected))
    ties("from plan to actual", [found.plan[0], *(c.so_far for c in causes)], found.expected[0])
    return found


def _cause(cube: Cube, key: str, whole: Ints, past: Ints) -> Cause:
    """[node] amounts of the whole period and so far as a cause with its measures, the largest first."""
    hit = np.flatnonzero((whole != 0) | (past != 0))
    hit = hit[np.lexsort((-np.abs(past[hit]), -np.abs(whole[hit])))]
    uids = cube.outline.uids
    rows = [(uids[at], so_far, total - so_far)
            for at, total, so_far in zip(hit.tolist(), whole[hit].tolist(), past[hit].tolist(), strict=True)]
    sizes = np.stack((np.abs(whole[hit]), np.abs(past[hit])))
    same = np.flatnonzero((np.diff(sizes, axis=1) == 0).all(axis=0))
    for run in np.split(same, np.flatnonzero(np.diff(same) != 1) + 1) if len(same) else ():
        low, high = int(run[0]), int(run[-1]) + 2     # equal amounts go by uid
        rows[low:high] = sorted(rows[low:high])
    return Cause(key, int(past.sum()), int((whole - past).sum()), rows)


def bridge_page(f: Facts, money: Money) -> Page | None:
    """One sheet; None where there is no plan or nothing differs from it."""
    c = f.figures.cube
    if not c.lines or "plan" not in c.used():
        return None
    whole = read(f)
    if not whole.causes:
        return None
    _choose(whole.causes)
    rows, steps, carries = _rows(f, whole, money)
    spans = _spans(f)
    codes = [f.portfolio[uid].code for cause in whole.causes for uid, _, _ in cause.measures[:cause.shown]]
    texts = [[r.cells[i].text for r in rows if len(r.cells) == 7] for i in (1, 2, 3)]
    numbers = [amount_width((r.cells[i].text for r in rows), 13, 2) for i in (-3, -2, -1)]
    sizes = [f"{min(max(code_width(codes), 12), 24)}mm", column(texts[0], 30, 58, 2), column(texts[1], 30, 46, 2),
             column(texts[2], 30, 92, 2)]
    sizes = narrowed(sizes, PAGE - LEAST - sum(float(w[:-2]) for w in numbers))
    wide = round(PAGE - sum(float(w[:-2]) for w in (*sizes, *numbers)), 1)
    scale = axis(steps, wide)
    table = []
    for cells, step, carry in zip(rows, steps, carries, strict=True):
        picture = Picture(row(scale, step, wide, HEIGHT, carry), wide, HEIGHT, cells.cells[0].text + " "
                          + cells.cells[1].text + ": " + cells.cells[-1].text)
        table.append(Row((*cells.cells[:-3], Cell(picture=picture), *cells.cells[-3:]), cells.look))
    columns = (Column("", sizes[0], inset=2), Column("Reason and measure", sizes[1], inset=2),
               Column("Owner, function", sizes[2], inset=2), Column("Cause, computed", sizes[3], inset=2),
               Column("", f"{wide}mm", inset=0), Column(spans[0], numbers[0], True, 2),
               Column(spans[1], numbers[1], True, 2), Column(clip(f.period.name, 12), numbers[2], True))
    blocks = (Table(columns, tuple(table), pad=0.5, height=HEIGHT), *_sentences(f, whole, money))
    return Page("bridge", bridge_title(f, whole, money),
                f"From plan to forecast to actual · net effect {f.period.name} in {money.head} · solid: in the actuals"
                + (f" to {month(f.to)} · hatched: ahead" if f.to is not None else " · hatched: no actuals yet")
                + " · outlined: plan", blocks)


def bridge_title(f: Facts, whole: Whole, money: Money) -> str:
    """Who explains the gap, and how much of it can still be changed."""
    gap, subject = whole.gap, "The whole life" if f.period.first is None else f.period.name
    lost, won = (sum(c.total for c in whole.causes if (c.total > 0) == up) for up in (False, True))
    if not any(ch in "123456789" for ch in money.number(gap)):
        text = f"{subject} is expected on plan"
        return f"{text}: {money.amount(won)} won and {money.amount(-lost)} lost hold the balance" if won else text
    if gap > 0:
        best = max(whole.causes, key=lambda c: c.total)
        name = "Costs below plan" if best.key == "rest" else SUBJECTS[best.key]
        text = f"{subject} is expected {money.amount(gap)} above plan: {name.lower()} bring {money.amount(best.total)}"
        silent = mostly_silent(f)
        return f"{text}; {silent}" if silent else text
    worst = min(whole.causes, key=lambda c: c.total)
    name = SUBJECTS[worst.key]
    share = rounded(-worst.total * 100, -lost)
    text = (f"{name} alone explain the {money.amount(-lost)} shortfall" if share == 100 else
            f"{name} explain {share} % of the {money.amount(-lost)} shortfall")
    if money.amount(lost) != money.amount(gap):
        text += f" ({money.amount(-gap)} net)"
    if silent := mostly_silent(f):
        return f"{text}; {silent}"
    tail = open_or_not(f, whole.ahead, {uid for c in whole.causes for uid, _, _ in c.measures}, money)
    if whole.ahead < 0 and f.to is not None:
        if whole.ahead <= gap:
            return f"{text}; all of the {money.amount(-gap)} gap still lies ahead{tail}"
        return f"{text}; {money.amount(-whole.ahead)} of the gap still lies ahead{tail}"
    return f"{text}{tail}" if f.to is None else text


def _choose(causes: Sequence[Cause]) -> None:
    """Which measures get a row of their own: the largest first, at least one a cause, as many as the sheet holds."""
    room = ROWS - 4 - len(causes)
    for c in causes:
        c.shown = min(len(c.measures), 1)
    room -= sum(c.shown + (len(c.measures) > 1) for c in causes)
    order = sorted(((abs(r[1] + r[2]), i, n) for i, c in enumerate(causes)
                    for n, r in enumerate(c.measures[:ROWS]) if n), key=lambda x: (-x[0], x[1], x[2]))
    for _, i, n in order:
        c = causes[i]
        last = n == len(c.measures) - 1           # the last one takes the row of "others"
        if n == c.shown and (room > 0 or last):
            c.shown += 1
            room -= not last
    for c in causes:
        rest = c.measures[c.shown:]
        c.others = (sum(r[1] for r in rest), sum(r[2] for r in rest))
        ties(f"so far by measure: {c.key}", [*(r[1] for r in c.measures[:c.shown]), c.others[0]], c.so_far)
        ties(f"to come by measure: {c.key}", [*(r[2] for r in c.measures[:c.shown]), c.others[1]], c.ahead)


def _spans(f: Facts) -> tuple[str, str]:
    """"Jan–Mar" and "Apr–Dec"."""
    if f.to is None:
        return "so far", "unbooked"             # months that have passed among them
    if f.period.first is None or f.period.end is None:
        return f"to {month(f.to)}", "after"
    def name(a: int, b: int) -> str:
        return month(a, False) if a == b else f"{month(a, False)}–{month(b, False)}"
    return name(f.period.first, f.to), name(f.to + 1, f.period.end - 1) if f.to + 1 < f.period.end else "to come"


def _figures(so_far: int, ahead: int, money: Money, booked: bool, bold: bool = False) -> tuple[Cell, Cell, Cell]:
    first, second, third = (signed(v, money, bold=bold) for v in (so_far, ahead, so_far + ahead))
    if not bold:                                 # one red a row is enough: the sums carry the colour
        first, second, third = (Cell(c.text, tone="grey" if c.tone == "grey" else "") for c in (first, second, third))
    return (first if booked else Cell()), second, third


def _rows(f: Facts, whole: Whole, money: Money) -> tuple[list[Row], list[Step], list[float | None]]:
    """Table rows without their picture (it comes fifth), the bars, and the running amount behind each."""
    booked = f.to is not None
    by_uid = {m.uid: m for m in f.measures}
    plan, expected = sum(whole.plan), sum(whole.expected)
    actual, still = whole.expected
    rows: list[Row] = []
    steps: list[Step] = []
    carries: list[float | None] = []

    def add(cells: tuple[Cell, ...], step: Step, carry: float | None, look: str = "") -> None:
        rows.append(Row(cells, look))
        steps.append(step)
        carries.append(carry)

    def plain(a: int | None, b: int | None, c: int) -> tuple[Cell, ...]:
        return tuple(Cell(money.number(v), bold=True) for v in (a if booked else None, b, c))

    name = clip(f.period.name, 14)
    add((Cell(f"Plan {name}", bold=True, span=2, lines=1), Cell(), Cell(), *plain(*whole.plan, plan)),
        Step("plan", plan), plan)
    running = plan
    for cause in whole.causes:
        step = Step("cause", start=running, so_far=cause.so_far, ahead=cause.ahead,
                    label=money.number(cause.total, signed=True))
        add((Cell(CAUSE_NAMES[cause.key], bold=True, span=3, lines=1),
             Cell(some(len(cause.measures), "measure", "measures"), tone="grey", lines=1),
             *_figures(cause.so_far, cause.ahead, money, booked, True)), step, None, "cause")
        at = running
        for uid, so_far, ahead in cause.measures[:cause.shown]:
            m = by_uid[uid]
            add((Cell(short_code(m.code, SHORT), tone="grey", lines=1), Cell(m.name, lines=1),
                 owner_cell(m)._replace(text=", ".join(x for x in (m.owner or NO_OWNER, m.function) if x)),
                 Cell(sentence(f, cause.key, m, (so_far, ahead), money), tone="grey", lines=1),
                 *_figures(so_far, ahead, money, booked)),
                Step("measure", start=at, so_far=so_far, ahead=ahead), None)
            at += so_far + ahead
        rest = len(cause.measures) - cause.shown
        if rest:
            add((Cell(), Cell(some(rest, "other measure", "other measures"), tone="grey", lines=1), Cell(), Cell(),
                 *_figures(*cause.others, money, booked)),
                Step("measure", start=at, so_far=cause.others[0], ahead=cause.others[1]), None)
        running += cause.total
        carries[-1] = running
    add((Cell(f"Expected {name}", bold=True, span=2, lines=1), Cell(), Cell(), *plain(actual, still, expected)),
        Step("expected", expected, actual=actual), actual if booked else None, "total")
    if booked:
        add((Cell(f"less: still to earn {_spans(f)[1]}", span=2, lines=1), Cell(), Cell(), Cell(),
             Cell(money.number(-still)), Cell(money.number(-still))), Step("still", expected, actual=actual), actual)
        due = whole.plan[0]
        against = (f"{money.number(actual - due, signed=True)} against plan {money.number(due)}"
                   if actual != due else "as planned")
        add((Cell(f"Actual {_spans(f)[0]}", bold=True, span=2, lines=1), Cell(), Cell(),
             Cell(money.number(actual), bold=True), Cell(), Cell(money.number(actual), bold=True)),
            Step("actual", actual, due=due, label=against), None, "total")
        ties("expected less what is still to earn", [expected, -still], actual)
    return rows, steps, carries


def sentence(f: Facts, cause: str, m: Measure, amounts: tuple[int, int], money: Money) -> str:
    """The cause of one measure in a few computed words; `amounts` so far and to come."""
    if cause == "slipped":
        if m.late:
            return f"{some(m.late, 'day', 'days')} late: {late_words(f, m, True)}"
        months = months_late(f.portfolio, f.status).get(m.uid, 0)
        return f"delivery {some(abs(months), 'month', 'months')} {'later' if months > 0 else 'earlier'}" if months \
            else "delivery moved"
    if cause == "on_hold":
        return "no benefit counts while held"
    if cause == "cancelled":
        return "forecast no longer counts"
    if cause in ("under_delivering", "over_delivering"):
        return delivered(f, m, amounts, money)
    if cause == "timing":
        return "paid in other months"
    return spent(f, m, amounts)


def _sentences(f: Facts, whole: Whole, money: Money) -> list[object]:
    """That the parts add up, and what the largest parts are."""
    lost, won = (sum(c.total for c in whole.causes if (c.total > 0) == up) for up in (False, True))
    plan, expected = sum(whole.plan), sum(whole.expected)
    actual, still = whole.expected
    sums = (f" plan {money.number(plan)}" + (f" − {money.number(-lost)} unfavourable" if lost else "")
            + (f" + {money.number(won)} favourable" if won else "") + f" = expected {money.number(expected)}"
            + (f" = actual {money.number(actual)} + still to earn {money.number(still)}" if f.to is not None else "")
            + ". Measures not counted here run on plan." + (_rounding(whole, money)))
    ties("plan, lost and won", [plan, lost, won], expected)
    notes: list[object] = [Note((("The parts add up:", True), (sums, False)), size=7.5)]
    tops = [c for c in sorted(whole.causes, key=lambda c: -abs(c.total)) if c.total][:3]
    told = []
    for c in tops:
        uid, so_far, ahead = c.measures[0]
        m = f.portfolio[uid]
        told.append(f"{CAUSE_NAMES[c.key]} {money.number(c.total, signed=True)}, most of it "
                    f"{clip(m.code or m.name, 30)} with {money.number(so_far + ahead, signed=True)}"
                    if len(c.measures) > 1 and abs(so_far + ahead) * 2 > abs(c.total) else
                    f"{CAUSE_NAMES[c.key]} {money.number(c.total, signed=True)} in "
                    f"{some(len(c.measures), 'measure', 'measures')}")
    under, over = ({uid for c in whole.causes if c.key == key for uid, _, _ in c.measures}
                   for key in ("under_delivering", "over_delivering"))
    both = under & over
    if f.portfolio.of_kind("note"):
        notes.append(Note((("Why, in people’s words: the notes of the measures; of exceptions they are printed as "
                            "remarks.", False),), "grey", 7.5))
    if both:
        notes.append(Note(((f"{some(len(both), 'measure stands', 'measures stand')} in both: below plan in some "
                            "months, above it in others.", False),), size=7.5))
    if told:
        notes.append(Note((("Largest:", True), (" " + "; ".join(told) + ".", False)), size=7.5))
    return notes


def _rounding(whole: Whole, money: Money) -> str:
    """A word where rounded figures do not add up to the last digit, so that nobody hunts for the difference."""
    def shown(value: int) -> float:
        return float(money.number(value).replace(",", "").replace("\u2212", "-") or 0)
    columns = ([whole.plan[0], *(c.so_far for c in whole.causes)], [whole.plan[1], *(c.ahead for c in whole.causes)],
               [sum(whole.plan), *(c.total for c in whole.causes)])
    ends = (whole.expected[0], whole.expected[1], sum(whole.expected))
    off = any(abs(sum(shown(v) for v in column) - shown(end)) > 1e-6 for column, end in zip(columns, ends, strict=True))
    return " Figures are rounded; exact sums were checked." if off else ""
