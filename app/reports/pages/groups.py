"""The bridge by groups: which function, unit, owner, segment or workstream carries the gap, each table tying to it.

Groups are the Value screen's (core/value/grouping.py): a measure may count under several functions by its shares.
Must not know: Typst.
"""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.core.catalog import LEVELS
from app.core.numbers import Numbers
from app.core.record import rows
from app.core.value.grouping import DIMENSIONS, grouped
from app.reports.blocks import REST, Beside, Cell, Column, Page, Picture, Row, Section, Space, Table, ties
from app.reports.drawing import charts
from app.reports.drawing.bridge import Step, row
from app.reports.facts import Facts
from app.reports.numbers import Money, amount_width, count, month, percent, rounded
from app.reports.pages.one import gap_so_far, signed
from app.reports.words import NO_OWNER

TABLES = 4                            # dimensions on the sheet
ROWS = {1: 26, 2: 26, 3: 10, 4: 10}   # groups of each by how many tables there are; the rest in one row
SPREAD = 15                           # percent below which no group stands out
HEIGHT = 4.9                          # mm a row
WIDE, ALONE = 50.0, 150.0             # mm of a chart, beside another table and alone
HEADS = {"function": "function", "unit": "business unit", "owner": "owner", "segment": "segment",
         "workstream": "workstream"}
MISSING = {"owner": NO_OWNER}


@dataclass(frozen=True)
class Group:
    """One group's amounts in the period; the gap is split where the actuals end."""

    name: str
    plan: int
    expected: int
    so_far: int

    @property
    def gap(self) -> int:
        return self.expected - self.plan

    def __add__(self, other: Group) -> Group:
        return Group(self.name, self.plan + other.plan, self.expected + other.expected, self.so_far + other.so_far)


def groups_page(f: Facts, money: Money) -> Page | None:
    """One sheet; None where nothing is planned, nothing differs, or everything belongs to one group."""
    total = f.sum("expected") - f.sum("plan")
    if not f.valued or not any(m.gap for m in f.measures):
        return None
    found = [(by, read(f, by)) for by in DIMENSIONS if in_use(f, by)]
    found = [(by, groups) for by, groups in found if len(groups) > 1][:TABLES]
    if not found:
        return None
    for by, groups in found:
        ties(f"gap by {by}", (g.gap for g in groups), total)
        ties(f"plan by {by}", (g.plan for g in groups), f.sum("plan"))
    sides: tuple[list[object], list[object]] = ([], [])
    most, wide = ROWS[len(found)], ALONE if len(found) == 1 else WIDE
    for i, (by, groups) in enumerate(found):
        side = sides[i % 2]
        side += [*([Space(4)] if side else []), *_table(f, by, groups, money, most, wide)]
    till = f" · solid: in the actuals to {month(f.to)}, hatched: ahead" if f.to is not None else ""
    return Page("groups", groups_title(found, money),
                f"The gap by {', '.join(HEADS[by] for by, _ in found)} · net effect {f.period.name} in {money.head}, "
                f"expected against plan{till}", tuple(sides[0]) if len(found) == 1 else
                (Beside(("1fr", "1fr"), (tuple(sides[0]), tuple(sides[1])), 11, REST),))


def in_use(f: Facts, by: str) -> bool:
    """Is any measure, or a node above one, put into a group of this kind?"""
    p = f.portfolio
    if by == "segment":                      # a segment belongs to a line, all else to a measure
        return bool(Numbers(p.of_kind("effect_line")).of(by, bool).any())
    return any(Numbers(p.of_kind(level)).of(by, bool).any() for level in reversed(LEVELS)) or (
        by == "function" and bool(p.of_kind("share")))


def read(f: Facts, by: str) -> list[Group]:
    """The groups of the file in the period, the largest shortfall first."""
    found = _owners(f) if by == "owner" else _grouped(f, by)
    return sorted(found, key=lambda x: (x.gap, -abs(x.plan), x.name))


def _owners(f: Facts) -> list[Group]:
    """An owner is neither inherited nor shared: the measures themselves tell."""
    p = f.portfolio
    sums: dict[str, list[int]] = {}
    for m, (owner,) in zip(f.measures, rows(f.records, "owner"), strict=True):
        row = sums.setdefault(str(owner or "") if m.owner else "", [0, 0, 0, 0])
        row[0] += m.plan
        row[1] += m.expected
        row[2] += m.gap_so_far
        row[3] += m.has_figures
    return [Group(p[uid].name if uid else MISSING["owner"], plan, expected, so_far)
            for uid, (plan, expected, so_far, used) in sums.items() if used]


def _grouped(f: Facts, by: str) -> list[Group]:
    g, c = grouped(f.portfolio, f.status, by), f.figures.cube
    low, high = c.span(f.period.first, f.period.end)
    cut = c.cut(f.to, low, high)
    plan, expected = (g.amounts[key][:, low:high].sum(axis=1) for key in ("plan", "expected"))
    so_far = (g.amounts["expected"] - g.amounts["plan"])[:, low:cut].sum(axis=1)
    if f.period.first is None:
        plan, expected = plan + g.undated["plan"], expected + g.undated["expected"]
    missing = MISSING.get(by, f"no {HEADS[by]}")
    return [Group(name or missing, a, b, d)
            for name, a, b, d in zip(g.names, plan.tolist(), expected.tolist(), so_far.tolist(), strict=True)]


def groups_title(found: Sequence[tuple[str, list[Group]]], money: Money) -> str:
    """Who carries most of what is lost, in the first kind of group, and in the second."""
    parts: list[str] = []
    for by, groups in found[:2]:
        worst, lost = groups[0], sum(min(g.gap, 0) for g in groups)
        if not money.number(lost).strip("0.,−"):
            continue
        share = rounded(worst.gap * 100, abs(lost)) * -1
        if share < SPREAD:
            names = f"{count(len(groups))} {HEADS[by]}s"
            parts.append(f"the shortfall is spread over {names}: the largest part, {worst.name}, is {share} %")
            continue
        whole = f"{money.amount(-worst.gap)} ({share} %)" if share < 100 else f"all of the {money.amount(-lost)}"
        net = money.amount(lost) == money.amount(sum(g.gap for g in groups))
        of = "the shortfall" if net else f"the {money.amount(-lost)} by which {HEADS[by]}s fall short"
        parts.append(f"{worst.name} carries {whole} of {of}" if not parts else
                     f"by {HEADS[by]}, {worst.name} carries {whole}")
    if not parts:
        best = max(found[0][1], key=lambda g: g.gap)
        return f"No {HEADS[found[0][0]]} is below its plan; {best.name} is {money.amount(best.gap)} above"
    text = "; ".join(parts)
    return text[0].upper() + text[1:] if text.startswith("the ") else text


def _table(f: Facts, by: str, groups: Sequence[Group], money: Money, most: int, wide: float) -> list[object]:
    """A bridge of gaps from zero to the whole: losses first, then what stands against them."""
    shown = list(groups)
    if len(shown) > most:
        kept = sorted(sorted(shown, key=lambda g: -abs(g.gap))[:most - 1], key=shown.index)
        others = [g for g in shown if g not in kept]
        shown = [*kept, sum(others[1:], Group(f"{count(len(others))} others", 0, 0, 0) + others[0])]
    total = sum(shown[1:], Group("All", 0, 0, 0) + shown[0])
    ties(f"gap so far by {by}", [total.so_far], gap_so_far(f))
    steps, carries, at = [], [], 0
    for g in shown:
        steps.append(Step("cause", start=at, so_far=g.so_far, ahead=g.gap - g.so_far))
        at += g.gap
        carries.append(at)
    steps.append(Step("cause", so_far=total.so_far, ahead=total.gap - total.so_far))
    scale = charts.scale([float(v) for v in (*carries, *(s.start + s.so_far for s in steps))], wide - 2, 1)
    rows = [_row(g, step, carry, scale, wide, money, g is total)
            for g, step, carry in zip([*shown, total], steps, [*carries, None], strict=True)]
    sizes = [amount_width([r.cells[i].text for r in rows], 13, 1.5) for i in (1, 2, 4)]
    columns = (Column(HEADS[by].capitalize(), "1fr", inset=2), Column("Plan", sizes[0], True, 1.5),
               Column("Expected", sizes[1], True, 1.5), Column("", f"{wide}mm", inset=0),
               Column("Gap", sizes[2], True, 1.5), Column("%", "11mm", True))
    listed = f": {most - 1} of {count(len(groups))}" if len(groups) > most else ""
    return [Section(f"By {HEADS[by]}{listed}"),
            Table(columns, tuple(rows), pad=0.5, height=HEIGHT)]


def _row(g: Group, step: Step, carry: int | None, scale: charts.Scale, wide: float, money: Money, last: bool) -> Row:
    alt = f"{g.name}: variance {money.number(g.gap, signed=True)}"
    missing = g.name.startswith("no ")
    return Row((Cell(g.name, lines=1, bold=last, tone="grey" if missing else ""), Cell(money.number(g.plan), bold=last),
                Cell(money.number(g.expected), bold=True),
                Cell(picture=Picture(row(scale, step, wide, HEIGHT, carry), wide, HEIGHT, alt)),
                signed(g.gap, money), Cell(percent(g.gap, g.plan), bold=last)), "total" if last else "")
