"""The largest gaps of `trimtab show` and why: each measure's variance cut into the causes of the bridge, and what its
people wrote about it.

Must not know: Qt, how it is printed.
"""
from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from app.cli_text import grouped
from app.core import stages
from app.core.portfolio import Portfolio
from app.core.value.booking import unbooked
from app.core.value.bridge import bridge
from app.core.value.variance import figures
from app.core.values import from_minor, month_text

_MOST = 10                               # gaps in the JSON
_PRINTED = 5                             # ... and in the table
_LETTERS = 110                           # of a note in the table
WORDS = {"cancelled": "cancelled", "on_hold": "on hold", "slipped": "later than planned",
         "under_delivering": "benefits below plan", "over_delivering": "benefits above plan",
         "timing": "one-time cost in other months", "rest": "cost otherwise than planned"}


def gaps(p: Portfolio, status: str) -> list[dict[str, Any]]:
    """Measures farthest from their plan, all time; the causes of each sum to its variance."""
    f = figures(p, status)
    apart = sorted(((f.variance(m.uid), m) for m in p.of_kind("measure") if m.uid in f.cube.outline.position),
                   key=lambda one: (-abs(one[0]), one[1].code, one[1].uid))
    ended = stages.cancelled(p, status)
    found, silent = list[dict[str, Any]](), unbooked(f, None, None)
    for variance, m in apart[:_MOST]:
        if not variance:
            break
        parts = sorted(bridge(p, status, m.uid).parts, key=lambda part: -abs(part.amount))
        found.append({"code": m.code or None, "name": m.name, "variance": from_minor(variance, f.cube.scale),
                      "causes": {part.cause: from_minor(part.amount, f.cube.scale) for part in parts if part.amount},
                      "no_actual": [month_text(month) for month in silent.of(m.uid)],
                      "status": m.get("status") or None, "cancelled": m.uid in ended,
                      "notes": [text for n in p.children(m.uid, "note") if (text := str(n.get("text") or ""))]})
    return found


def lines(found: list[dict[str, Any]], currency: str) -> Iterator[str]:
    """A measure a line with its causes, and below it the notes."""
    if not found:
        return
    yield f"Largest gaps between plan and expected, and why ({currency}, all time):"
    for one in found[:_PRINTED]:
        why = ", ".join(f"{WORDS[cause]} {grouped(part)}" if len(one["causes"]) > 1 else WORDS[cause]
                        for cause, part in one["causes"].items())
        if one["no_actual"]:
            why += f", no actual for {', '.join(one['no_actual'][:3])}"
            why += f" and {len(one['no_actual']) - 3} more" if len(one["no_actual"]) > 3 else ""
        reported = f"; reported {one['status']}" if one["status"] else ""
        ended = ", cancelled" if one["cancelled"] and "cancelled" not in one["causes"] else ""
        yield f"  {one['code'] or one['name']}{ended}: {grouped(one['variance'])}, {why}{reported}"
        for said in dict.fromkeys(" ".join(note.split()) for note in one["notes"]):
            yield f"    “{said if len(said) <= _LETTERS else said[:_LETTERS - 1] + '…'}”"
