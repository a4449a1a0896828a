"""What a batch adds up to, as its preview and its report say: money by type and series, the first and the last date.

Must not know: records, how rows are matched.
"""
from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache

from app.core.batch import Item
from app.core.catalog import fields_of
from app.core.counting import counted
from app.core.intake.fresh import UNDATED, Group, Place
from app.core.intake.months import Runs
from app.core.value.series import Amounts
from app.core.values import from_minor, rescaled, scale_of

_DATES = ("start", "finish", "plan_start", "plan_finish", "actual_start", "actual_finish", "due")


def grouped(items: Sequence[Item]) -> dict[str, list[Item]]:
    """Items by their kind, in their order."""
    groups: dict[str, list[Item]] = {}
    for item in items:
        if item.kind in groups:
            groups[item.kind].append(item)
        else:
            groups[item.kind] = [item]
    return groups


def money(places: Mapping[Place, int], currency: str) -> dict[str, str]:
    """"type.series" -> sum as entered, of all effect lines; lines may have other decimals than `currency`."""
    digits: dict[str, int] = {}
    for _, what, _, scale in places:
        digits[what] = max(scale, digits.get(what, scale_of(currency)))
    sums = dict.fromkeys(sorted(digits), 0)
    for (_, what, _, scale), amount in places.items():
        sums[what] += rescaled(amount, digits[what] - scale)
    return {what: from_minor(amount, digits[what]) for what, amount in sums.items()}


def by_place(lines: Sequence[Item], currency: str, months: Mapping[int, Runs],
             type_of: Callable[[Item], str]) -> dict[Place, int]:
    """Sums as entered by sheet, "type.series" and currency. `months` are the runs of lines gathered in one piece."""
    sums: dict[Place, int] = {}
    totals: dict[int, list[int] | None] = {}
    for item in lines:
        own = months.get(id(item))
        found = _amounts(item) if own is None else [(series, _total(run, totals)) for series, _, run in own]
        for name in UNDATED:
            if item.fields.get(name) is not None:
                found.append((name.removeprefix("undated_"), item.fields[name]))
        said = item.fields.get("currency") or currency
        scale = item.fields.get("scale")
        sheet, scale = item.at.rpartition("!")[0], scale_of(said) if scale is None else scale
        for series, amount in found:
            key = sheet, f"{type_of(item)}.{series}", said, scale
            sums[key] = sums.get(key, 0) + amount
    return sums


def lines_said(items: Iterable[Item], columns: Mapping[str, Group]) -> list[tuple[str, str]]:
    """(category, currency as named) of all effect lines."""
    found = [(i.fields.get("category"), i.fields.get("currency")) for i in items if i.kind == "effect_line"]
    group = columns.get("effect_line")
    if group is not None:
        found += zip(group.column("category"), group.column("currency"), strict=True)
    return [(category or "", named or "") for category, named in found]


def foreign(lines: Iterable[tuple[str, str]], currency: str) -> str:
    """A sentence about lines in other currencies, which the sums add up as figures; "" when there are none."""
    counts = Counter(said for _, said in lines if said and said != currency)
    if not counts:
        return ""
    named = ", ".join(f"{counted(n, 'effect line')} in {said}" for said, n in sorted(counts.items()))
    return (f"{named}: the sums of this import add their figures unconverted. They count in totals once a rate to "
            f"{currency} is set.")


def _amounts(item: Item) -> list[tuple[str, int]]:
    """(series, sum as entered) of one effect line."""
    found = []
    for series, run in item.series.items():
        total = sum(filter(None, run.values))
        if total or any(v is not None for v in run.values):
            found.append((series, total))
    return found


def _total(run: Sequence[int | None], totals: dict[int, list[int] | None]) -> int:
    """The sum of a run; `totals` remembers those of lines in one piece, by the piece, None where one is too large."""
    if isinstance(run, Amounts):
        if id(run.months) not in totals:
            totals[id(run.months)] = run.months.totals()
        known = totals[id(run.months)]
        if known is not None:
            return known[run.line]
    return sum(filter(None, run))


def dates(groups: Mapping[str, Sequence[Item]], columns: Mapping[str, Group]) -> dict[str, str]:
    """The first and the last day any row names."""
    found = {v for kind, items in groups.items() for name in _dates_of(kind)
             for v in {item.fields.get(name) for item in items} if isinstance(v, str)}
    found |= {v for kind, group in columns.items() for name in _dates_of(kind) if name in group.names
              for v in set(group.column(name)) if isinstance(v, str)}
    return {"min": min(found), "max": max(found)} if found else {}


@cache
def _dates_of(kind: str) -> tuple[str, ...]:
    return tuple(name for name in _DATES if name in fields_of(kind))
