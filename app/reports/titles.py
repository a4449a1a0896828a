"""Titles that carry the message: subject, verb, amount, every number computed from the same sums as the page.

Must not know: layout.
"""
from __future__ import annotations

from collections.abc import Sequence

from app.core.catalog import LEVELS
from app.reports.delivering import mostly_silent
from app.reports.exceptions import Finding
from app.reports.facts import Facts, word
from app.reports.numbers import Money, clip, count, rounded, some

NAME = 60                             # characters a name may take in a title


def headline(f: Facts, money: Money, found: Sequence[Finding]) -> str:
    """The one sentence of page one."""
    if not f.measures:
        above = [level for level in LEVELS[:-1] if any(not r.get("pass_through") for r in f.portfolio.of_kind(level))]
        if not above:
            return "Nothing is recorded yet: add or import measures to steer them"
        level = above[-1] if "program" not in above else "program"
        number = len(f.portfolio.of_kind(level))
        return (f"No measures yet: {count(number)} {word(f.portfolio, level, number != 1).lower()} "
                f"{'stands' if number == 1 else 'stand'} ready to be filled")
    late = sum(m.late > 0 for m in f.measures)
    total = len(f.measures)
    if not f.valued:
        if late:
            return f"{late_of(late, total)}; no value is recorded yet"
        if not any(m.finish for m in f.measures):
            return f"{some(total, 'measure is', 'measures are')} recorded; no date and no value is known yet"
        return f"{some(total, 'measure is', 'measures are')} recorded and none is late; no value is recorded yet"
    text = value_sentence(f, money)
    if silent := mostly_silent(f):
        return f"{text}; {silent}"
    carrier = biggest(f)
    if carrier:
        name, own = carrier
        if abs(own) <= abs(f.sum("expected") - f.sum("plan")):
            return f"{text}: {name} carries {money.amount(abs(own))} of it"
        return f"{text}: {name} alone is {money.amount(abs(own))} {'short' if own < 0 else 'ahead'}"
    if late:
        return f"{text}; {late_of(late, total)}"
    if found:
        return f"{text}; {some(len(found), 'measure needs', 'measures need')} attention"
    return f"{text}; no measure is off its plan"


def late_of(late: int, total: int) -> str:
    """"1 of 30 measures is late"."""
    return f"{count(late)} of {some(total, 'measure', 'measures')} {'is' if late == 1 else 'are'} late"


def value_sentence(f: Facts, money: Money) -> str:
    """"FY 2026 is expected at 6.1 M€, 3.7 M€ below plan"."""
    plan, expected = f.sum("plan"), f.sum("expected")
    subject = "The whole life" if f.period.first is None else f.period.name
    if expected == plan or money.number(expected - plan) in ("0", "0.0"):
        return f"{subject} is expected at {money.amount(expected)}, on plan"
    where = "below" if expected < plan else "above"
    if not plan and "plan" not in f.figures.cube.used():
        return f"{subject} is expected at {money.amount(expected)}; there is no plan to compare with"
    return f"{subject} is expected at {money.amount(expected)}, {money.amount(abs(expected - plan))} {where} plan"


def biggest(f: Facts) -> tuple[str, int] | None:
    """The lowest node that alone carries most of the gap (60 % or more), with its gap; None if it is spread."""
    gap = f.sum("expected") - f.sum("plan")
    if not gap:
        return None
    best: tuple[int, str, int] | None = None
    for level in ("program", "project"):
        for r in f.portfolio.of_kind(level):
            if r.get("pass_through") or len(f.portfolio.of_kind(level)) < 2:
                continue
            own = f.sum("expected", r.uid) - f.sum("plan", r.uid)
            if own * gap > 0 and abs(own) * 100 >= abs(gap) * 60:
                depth = LEVELS.index(level)
                if best is None or (depth, abs(own)) > (best[0], abs(best[2])):
                    best = (depth, r.name or r.code, own)
    return None if best is None else (clip(best[1], NAME), best[2])


def value_title(f: Facts, money: Money) -> str:
    """Over the value page: how many programs carry the gap."""
    below = sorted(m.gap for m in f.measures if m.gap < 0)
    lost = sum(below)
    if not lost:
        return value_sentence(f, money) + "; no measure is below its plan"
    reached, number = 0, 0
    for gap in below:
        reached, number = reached + gap, number + 1
        if reached * 100 <= lost * 80:
            break
    share = rounded(reached * 100, lost)
    won = sum(m.gap for m in f.measures if m.gap > 0)
    tail = ""
    if won and money.number(won) not in ("0", "0.0"):
        tail = f"; {money.amount(won)} above plan stands against it"
    if number == len(below):
        return f"{some(number, 'measure falls', 'measures fall')} {money.amount(-lost)} short of plan{tail}"
    subject = some(number, "measure explains", "measures explain")
    return f"{subject} {share} % of the {money.amount(-lost)} shortfall{tail}"


def list_title(f: Facts, listed: int) -> str:
    """Over the measure list."""
    late = sum(m.late > 0 for m in f.measures)
    total = len(f.measures)
    held = sum(m.state == "held" for m in f.measures)
    start = f"{some(total, 'measure', 'measures')}: {count(late) if late else 'none'} late"
    if held:
        start += f", {count(held)} on hold"
    if listed < total:
        return f"{start}; the {count(listed)} with the most money are listed"
    return start
