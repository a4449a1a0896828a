"""Spreading amounts over months by a stated rule, so that a year typed once becomes twelve exact months.

Every rule gives parts that sum to the whole (split.py). The verbs give changes and write nothing.
Must not know: the window, the clipboard.
"""
from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from app.core.catalog import SERIES
from app.core.change import Change
from app.core.edits import set_field, set_months
from app.core.find import path_name
from app.core.portfolio import Portfolio
from app.core.schedule.calendar import desk, ordinal
from app.core.value.split import evenly, split
from app.core.values import month_end, month_text
from app.errors import Problem

RULES = {
    "even": "in equal parts, odd units in the first months",
    "profile": "in proportion to another series",
    "working_days": "by working days",
}
_LONGEST = 1200                       # months of one spread; more is a typing error


def parts(p: Portfolio, uid: str, amount: int, first: int, count: int, rule: str = "even",
          profile: str = "plan") -> list[int]:
    """`amount` cut into `count` months from `first` on. Raises Problem when the rule has nothing to go by."""
    if not 0 < count <= _LONGEST:
        raise Problem(f"An amount cannot be spread over {count} months.", "Choose between 1 month and 100 years.")
    match rule:
        case "even":
            return evenly(amount, count)
        case "profile":
            return split(amount, _profile(p, uid, profile, first, count))
        case "working_days":
            return split(amount, working_days(p, first, count))
    raise Problem(f"“{rule}” is not a rule to spread by.", f"Rules are: {', '.join(RULES)}.")


def _profile(p: Portfolio, uid: str, series: str, first: int, count: int) -> list[int]:
    if series not in SERIES:
        raise Problem(f"“{series}” is not a series of an effect line.", f"Series are {', '.join(SERIES)}.")
    found = [value or 0 for value in p.months_of(uid, series, first, count)]
    if all(value <= 0 for value in found):
        found = [-value for value in found]
    if min(found) < 0 or not any(found):
        raise Problem(f"The {series} of {path_name(p, p.records[uid])} from {month_text(first)} to "
                      f"{month_text(first + count - 1)} gives no profile: it is empty or changes its sign.",
                      "Spread evenly, or by another series.")
    return found


def working_days(p: Portfolio, first: int, count: int) -> list[int]:
    """Working days of consecutive months by the file's calendar."""
    calendars = desk(p).calendars
    starts = [ordinal(month_end(first - 1)) + 1, *(ordinal(month_end(first + i)) + 1 for i in range(count))]
    return [int(calendars.before(1, b) - calendars.before(1, a)) for a, b in pairwise(starts)]


def spread(p: Portfolio, uid: str, series: str, amount: int, first: int, count: int, rule: str = "even",
           profile: str = "plan") -> list[Change]:
    """Write `amount` over `count` months of an effect line's series, whatever stood there before."""
    return set_months(p, uid, series, first, parts(p, uid, amount, first, count, rule, profile))


def spread_undated(p: Portfolio, uid: str, series: str, first: int, count: int, rule: str = "even",
                   profile: str = "plan") -> list[Change]:
    """Give an amount without a month its months: added to what they hold, and no longer undated."""
    amount = p.records[uid].get(f"undated_{series}")
    if not amount:
        raise Problem(f"{path_name(p, p.records[uid])} has no {series} without a month.")
    have = p.months_of(uid, series, first, count)
    more = parts(p, uid, amount, first, count, rule, profile)
    return (set_months(p, uid, series, first, [(was or 0) + part for was, part in zip(have, more, strict=True)])
            + set_field(p, uid, f"undated_{series}", None))


def fill(p: Portfolio, uid: str, series: str, value: int | None, first: int, count: int) -> list[Change]:
    """The same value in each of `count` months; None empties them."""
    return set_months(p, uid, series, first, [value] * count)


def coarse(p: Portfolio, uid: str, series: str, figures: Sequence[int | None], first: int, span: int,
           rule: str = "even", profile: str = "plan") -> list[Change]:
    """Quarter (`span` 3) or year (12) figures to months; an empty figure leaves its months as they are."""
    changes: list[Change] = []
    for i, figure in enumerate(figures):
        if figure is not None:
            changes += spread(p, uid, series, figure, first + i * span, span, rule, profile)
    return changes
