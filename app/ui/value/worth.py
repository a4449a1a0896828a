"""Is it worth it, as words and figures of the Value screen: run-rates, NPV, payback, ROI, earned value; and what each
key figure means, with its source. Definitions are core's (appraisal.py, earned_value.py), all over all months.

Must not know: widgets.
"""
from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from app.core.value.appraisal import Appraisal, appraise
from app.core.value.earned_value import earned_value
from app.ui.look import figures as shown
from app.ui.value import effects
from app.ui.value.table import ValueTable
from app.ui.words import plural, tr

RATE = "npv"                          # the fact that shows, and lets change, the yearly rate
APART = "apart"                       # the fact that names lines in a currency without a rate
_BREALEY = "Brealey, Myers, Allen: Principles of Corporate Finance"
_PMI = "Project Management Institute: Practice Standard for Earned Value Management"
_ABOUT = {                            # key -> (what it is, where the definition is from)
    "net": ("Benefits minus costs of all money lines. Expected: actual up to the last month booked, then the forecast; "
            "a line without a forecast counts as planned.", ""),
    "to_date": ("Benefits minus costs that are booked, beside the plan of the same months.", ""),
    "one_time": ("One-time costs of the period; a cost is below 0, because favourable is positive.", ""),
    "month_rate": ("12 × (recurring benefit − recurring cost) of the last month shown.", ""),
    "undated": ("Amounts without a month: in all-time totals, in no month, until they are spread.", ""),
    "apart": ("Lines in a currency that has no rate to the file's currency by their first month.", ""),
    "achieved": ("12 × (recurring benefit − recurring cost) of the last month with actuals.", ""),
    "full": ("12 × (recurring benefit − recurring cost) of the last month in which a recurring line has one.", ""),
    "npv": ("Each month's net amount divided by (1 + yearly rate) to the power of months ÷ 12, summed; a month counts "
            "at its end, from the first month with a value.", _BREALEY + ", chapter 2"),
    "payback": ("The first month from which the cumulated net stays at 0 or above.", _BREALEY + ", chapter 5"),
    "roi": ("Cumulated net ÷ one-time cost, what has no month included.",
            "Phillips: Return on Investment in Training and Performance Improvement Programs"),
    "cpi": ("CPI = earned value ÷ actual cost, on one-time cost; above 1 the work costs less than planned. Earned "
            "value = planned cost × % complete, activities weighted by working days.", _PMI),
    "spi": ("SPI = earned value ÷ planned value to date, on one-time cost; above 1 the work is ahead of plan.", _PMI),
    "eac": ("Estimate at completion = planned cost ÷ CPI.", _PMI),
}


@dataclass(frozen=True, slots=True)
class Fact:
    """A head, what it says now, and the plan beside it where there is one."""

    key: str
    head: str
    text: str
    plan: str = ""
    more: str = ""                        # said with the definition: the parts of this very figure


def about(key: str, more: str = "") -> str:
    """What a figure is and where its definition is from."""
    words, source = _ABOUT[key]
    return "\n".join(x for x in (tr(words), more, tr("Source: {source}", source=source) if source else "") if x)


def rate_name(rate: int) -> str:
    """Basis points as a person writes them: "8 %", "7.5 %"."""
    return f"{rate / 100:g} %"


def facts(table: ValueTable) -> list[Fact]:
    """What can be said of the node and effect in scope; what is not defined is left out, never 0.

    Lines without a rate come first: they are missing in every other figure.
    """
    look, unit = table.look, table.unit
    now, plan = (appraise(table.p, table.status, look.scope, kind, look.effect) for kind in ("expected", "plan"))
    if not now.cumulated and not plan.cumulated:
        return _apart(table)
    found = _apart(table)

    def money(value: int | None) -> str:
        return "" if value is None else f"{shown.amount(value, unit)}"

    if now.achieved is not None and table.f.actual_to is not None:
        month = shown.month(table.f.actual_to)
        found.append(Fact("achieved", tr("Run-rate {month}", month=month), money(now.achieved)))
    if now.full is not None:
        found.append(Fact("full", tr("Full run-rate"), money(now.full), money(plan.full)))
    rate = int(table.p.setting("discount_rate", look.scope))
    found.append(Fact(RATE, tr("NPV at {rate}", rate=rate_name(rate)), money(now.npv), money(plan.npv)))
    if not effects.is_cost(look.effect):
        found.append(Fact("payback", tr("Payback"), _month(now), _month(plan)))
    if now.roi is not None:
        found.append(Fact("roi", tr("ROI"), _times(now.roi), _times(plan.roi) if plan.roi is not None else ""))
    return found + _earned(table)


def _earned(table: ValueTable) -> list[Fact]:
    """Earned value, where there is a budget, somebody said how far the work is, and money was to be spent by now."""
    if table.look.effect not in ("", "one_time_cost"):
        return []
    e, unit = earned_value(table.p, table.status, table.look.scope), table.unit
    more = tr("Planned cost {bac}, planned to date {pv}, earned {ev}, spent {ac} {unit}.",
              bac=shown.amount(e.bac, unit), pv=shown.amount(e.pv, unit),
              ev=shown.amount(e.ev, unit), ac=shown.amount(e.ac, unit), unit=unit.name)
    if e.unmeasured:
        more += " " + plural(len(e.unmeasured), "{n} measure says not how far it is and earns nothing.",
                             "{n} measures say not how far they are and earn nothing.")
    found = [Fact(key, head, _times(value), more=more) for key, head, value in
             (("cpi", "CPI", e.cpi), ("spi", "SPI", e.spi)) if value is not None]
    if e.eac is not None:
        found.append(Fact("eac", "EAC", shown.amount(e.eac, unit), shown.amount(e.bac, unit), more))
    return found


def _apart(table: ValueTable) -> list[Fact]:
    """Lines below the node in a currency without a rate: they are in no total, so they are named."""
    c, scope, p = table.f.cube, table.look.scope, table.p
    at = c.outline.position[scope] if scope else 0
    end = int(c.outline.end[at]) if scope else len(c.outline)
    lines = [line for line in c.apart if at <= c.outline.position[line.parent] < end]
    if not lines:
        return []
    currencies = ", ".join(sorted({str(line.get("currency")) for line in lines}))
    words = plural(len(lines), "{n} line in {currencies}, in no total", "{n} lines in {currencies}, in no total",
                   currencies=currencies)
    names = [f"{p[line.parent].code or p[line.parent].name}: {line.name or line.get('currency')}" for line in lines[:8]]
    if len(lines) > len(names):
        names.append("…")
    return [Fact(APART, tr("Without a rate"), words, more="; ".join(names))]


def _month(a: Appraisal) -> str:
    if not a.cumulated:
        return ""
    return shown.month(a.payback) if a.payback is not None else tr("not by {month}", month=shown.month(
        a.first + len(a.cumulated) - 1))


def _times(ratio: Fraction) -> str:
    return f"{float(ratio):.2f}".replace("-", shown.MINUS)
