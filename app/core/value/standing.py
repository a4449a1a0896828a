"""Which measures earn no forecast any more: held ones while they are held, cancelled ones from a month on.

Held and cancelled are computed, never written into the cells (records.md, rule 2): stored - effective = withheld.
A decision with the outcome "cancel" says when, and a later "go" takes the measure back in; a stage named cancelled
without such a decision has no date, so none of its forecast counts. Must not know: amounts, screens.
"""
from __future__ import annotations

from dataclasses import dataclass

from app.core.portfolio import Portfolio
from app.core.values import month_of

CANCELLED_STAGES = ("cancelled", "canceled", "stopped", "abgebrochen", "gestoppt")
ALWAYS = -1                           # cancelled, nobody said since when
_BACK = ("go",)


@dataclass(frozen=True, slots=True)
class Stop:
    """What does not count of a measure: `held` its forecast benefits, `after` every forecast after that month.

    Both may hold: what is cancelled while it is on hold earns nothing in the months before either.
    """

    held: bool
    after: int | None                 # month index, ALWAYS, or None when it is not cancelled


def stops(p: Portfolio, status: str) -> dict[str, Stop]:
    """Measures on hold or cancelled by the status date."""
    ended, waiting = cancelled(p, status), held(p)
    return {uid: Stop(uid in waiting, ended.get(uid)) for uid in ended.keys() | waiting}


def cancelled(p: Portfolio, status: str) -> dict[str, int]:
    """Measure -> the month after which no forecast counts, by what was decided up to the status date."""
    listed = p.setting("cancelled_stages")
    words = CANCELLED_STAGES if listed is None else [str(w).casefold() for w in listed]
    found = {m.uid: ALWAYS for m in p.of_kind("measure") if str(m.fields.get("stage") or "").casefold() in words}
    for decision in sorted(p.of_kind("decision"), key=lambda d: (str(d.get("decided_on", "")), d.uid)):
        day, outcome, uid = str(decision.get("decided_on", "")), decision.get("outcome"), decision.parent
        record = p.get(uid)
        if record is None or record.kind != "measure" or not day or day > status:
            continue
        if outcome == "cancel":
            found[uid] = month_of(day)
        elif outcome in _BACK:
            found.pop(uid, None)
    return found


def held(p: Portfolio) -> set[str]:
    """Measures on hold."""
    return {m.uid for m in p.of_kind("measure") if m.fields.get("held")}
