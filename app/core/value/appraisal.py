"""Is it worth it: net present value, payback, return on investment, run-rate and the cumulated series of a node.

Each definition is one function of whole minor units; sources: product.md section 4 and the textbook named with each.
Undated amounts belong to no month: they count in the return on investment and in no discounted or cumulated figure.
Must not know: screens, how amounts are stored.
"""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal, localcontext
from fractions import Fraction
from itertools import accumulate

from app.core.portfolio import Portfolio
from app.core.value.flows import Flow, flow
from app.core.value.split import ratio
from app.core.value.variance import figures

BASIS = 10_000
_DIGITS = 60                          # the twelfth root is no fraction: enough digits that the last unit never wavers


@dataclass(frozen=True, slots=True)
class Appraisal:
    """One node's figures; None where a figure is not defined.

    Run-rates are yearly; `achieved` looks at the month "actual to", `full` at the last month with a recurring value.
    """

    npv: int
    payback: int | None                   # month index
    roi: Fraction | None
    net: int                              # all-time, undated included
    one_time_cost: int                    # positive
    undated: int
    achieved: int | None
    full: int | None
    first: int
    cumulated: tuple[int, ...]


def npv(amounts: Sequence[int], rate: int) -> int:
    """Net present value of monthly amounts, each at the end of its month, at a yearly rate in basis points.

    The present is the beginning of the first month: month k counts amount / (1 + rate) ** (k / 12), k from 1, so
    twelve months discount as one year. The sum is rounded once, half to even.
    Brealey, Myers, Allen, Principles of Corporate Finance, ch. 2: sum of C(t) / (1 + r) ** t.
    """
    with localcontext() as ctx:
        ctx.prec = _DIGITS
        factor = 1 / (1 + Decimal(rate) / BASIS) ** (Decimal(1) / 12)
        value = Decimal(0)
        for amount in reversed(amounts):              # Horner's scheme: one multiplication a month
            value = (value + amount) * factor
        return int(value.quantize(Decimal(1), ROUND_HALF_EVEN))


def cumulated(amounts: Sequence[int]) -> tuple[int, ...]:
    """Running sum."""
    return tuple(accumulate(amounts))


def payback(amounts: Sequence[int], first: int = 0) -> int | None:
    """The first month from which the cumulated net stays at 0 or above; None when it ends below, or is empty.

    `first` is the month of the first amount. Brealey, Myers, Allen, ch. 5: the time until the outlay is recovered;
    "stays" keeps a later loss from counting as paid back.
    """
    found = None
    for i, total in enumerate(accumulate(amounts)):
        found = None if total < 0 else i if found is None else found
    return None if found is None else first + found


def roi(net: int, one_time_cost: int) -> Fraction | None:
    """Cumulated net / one-time cost; None without one-time cost.

    Phillips, Return on Investment in Training and Performance Improvement Programs: net benefits / costs.
    """
    return ratio(net, one_time_cost)


def run_rate(recurring: int) -> int:
    """12 x (recurring benefit - recurring cost) of one month."""
    return 12 * recurring


def achieved(money: Flow, month: int | None) -> int | None:
    """Run-rate of the month "actual to"; None before anything is booked or where that month holds nothing."""
    if month is None or not 0 <= month - money.first < len(money):
        return None
    at = month - money.first
    return run_rate(money.recurring[at]) if money.recurs[at] else None


def full(money: Flow) -> int | None:
    """Run-rate of the last month in which a recurring line holds a value."""
    at = max((i for i, there in enumerate(money.recurs) if there), default=None)
    return None if at is None else run_rate(money.recurring[at])


def appraise(p: Portfolio, status: str, node: str = "", look: str = "expected",
             effect: str = "") -> Appraisal:
    """All figures of a node ("" = the file) for one look: plan, expected or actual; of all money or of one effect."""
    money = flow(p, status, node, look, effect)
    return Appraisal(npv(money.net, int(p.setting("discount_rate", node))), payback(money.net, money.first),
                     roi(money.total, money.one_time_cost), money.total, money.one_time_cost, money.undated,
                     achieved(money, figures(p, status).actual_to), full(money), money.first, cumulated(money.net))
