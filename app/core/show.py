"""What a file holds, in figures: counts, totals, dates and the tree, as plain data for `show` and other readers.

Must not know: how it is printed. Amounts are decimals in the file's currency; totals are net (benefit - cost).
"""
from __future__ import annotations

from typing import Any

from app.core.catalog import LEVELS, ORDER, SERIES
from app.core.intake.plan import COUNTED
from app.core.portfolio import Portfolio
from app.core.value.cube import Cube, cube
from app.core.value.lines import read
from app.core.value.variance import figures
from app.core.values import from_minor, month_text, scale_of

_DATES = ("start", "finish", "plan_start", "plan_finish", "actual_start", "actual_finish", "due")


def show(p: Portfolio, status: str) -> dict[str, Any]:
    """Counts (pass-through nodes left out), totals by series and type, dates, the tree, and the status figures."""
    c = cube(p)
    f = figures(p, status)
    counts = {kind: len([r for r in p.of_kind(kind) if not r.get("pass_through")])
              for kind in sorted(COUNTED, key=ORDER.__getitem__)}
    apart = _apart_of_nodes(p, c)
    dates = [v for kind in ("measure", "activity") for r in p.of_kind(kind) for n in _DATES
             for v in (r.fields.get(n),) if v]
    first, end = f.year
    return {
        "counts": {kind: n for kind, n in counts.items() if n},
        "currency": c.currency,
        "totals": totals(c, ""),
        "by_type": {kind: {s: from_minor(v, c.scale) for s, v in row.items()} for kind, row in c.by_type().items()},
        "dates": {"min": min(dates), "max": max(dates)} if dates else {},
        "status": {
            "date": status,
            "actual_to": month_text(f.actual_to) if f.actual_to is not None else None,
            "year": [month_text(first), month_text(end - 1)],
            "expected": from_minor(f.expected_of(""), c.scale),
            "variance": from_minor(f.variance(""), c.scale),
            "in_year": {"plan": from_minor(f.plan_of("", first, end), c.scale),
                        "expected": from_minor(f.expected_of("", first, end), c.scale),
                        "variance": from_minor(f.variance("", first, end), c.scale)},
            "withheld": from_minor(int(f.withheld[c.outline.parent == -1].sum()), c.scale)},
        "apart": _apart(p, c),
        "tree": [{"code": p[uid].code, "name": p[uid].name, "kind": p[uid].kind, "level": LEVELS.index(p[uid].kind),
                  **({"pass_through": True} if p[uid].get("pass_through") else {}), "totals": totals(c, uid),
                  **({"apart": apart[uid]} if uid in apart else {})}
                 for uid in c.outline.uids],
    }


def totals(c: Cube, node: str) -> dict[str, str]:
    """Net all-time totals of a node, only series that hold a value below it."""
    return {s: from_minor(c.total(node, s), c.scale) for s in SERIES if s in c.used(node)}


def _apart_of_nodes(p: Portfolio, c: Cube) -> dict[str, dict[str, dict[str, str]]]:
    """Node -> currency without a rate -> series -> net, all time, in that currency; none where all is converted."""
    if not c.apart:
        return {}
    block = read(p, c.apart, c.currency)
    sums: dict[str, dict[str, dict[str, int]]] = {}
    for i, line in enumerate(c.apart):
        held = {s: int(block.net[n, :, i].sum() + block.undated[i, n]) for n, s in enumerate(SERIES)
                if block.present[n, :, i].any() or line.get(f"undated_{s}") is not None}
        for node in p.ancestors(line.uid):
            of = sums.setdefault(node.uid, {}).setdefault(line.get("currency", ""), {})
            for s, net in held.items():
                of[s] = of.get(s, 0) + net
    return {uid: {currency: {s: from_minor(net, scale_of(currency)) for s, net in row.items()}
                  for currency, row in by.items()} for uid, by in sums.items()}


def _apart(p: Portfolio, c: Cube) -> dict[str, dict[str, str]]:
    """Lines in a currency without a rate: entered amounts by currency and TYPE.SERIES, in no total."""
    sums: dict[str, dict[str, int]] = {}
    for line in c.apart:
        row = sums.setdefault(line.get("currency", ""), {})
        for series in SERIES:
            extent = p.series.extent(line.uid, series)
            amount = line.get(f"undated_{series}", 0)
            if extent:
                amount += sum(v for v in p.months_of(line.uid, series, *extent) if v is not None)
            if extent or amount:
                key = f"{line.get('type')}.{series}"
                row[key] = row.get(key, 0) + amount
    return {currency: {k: from_minor(v, scale_of(currency)) for k, v in row.items()} for currency, row in sums.items()}
