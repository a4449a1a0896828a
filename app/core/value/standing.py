"""Which measures earn no forecast any more: held ones while they are held, cancelled ones from a month on.

Held and cancelled are computed, never written into the cells (records.md, rule 2): stored - effective = withheld.
A decision with the outcome "cancel" says when, and a later "go" takes the measure back in; a stage named cancelled
without such a decision has no date, so none of its forecast counts. Must not know: amounts, screens.
"""
from __future__ import annotations

from dataclasses import dataclass

from app.core import stages
from app.core.portfolio import Portfolio, Since
from app.core.record import rows
from app.core.values import month_of

ALWAYS = -1                           # cancelled, nobody said since when


@dataclass(frozen=True, slots=True)
class Stop:
    """What does not count of a measure: `held` its forecast benefits, `after` every forecast after that month.

    Both may hold: what is cancelled while it is on hold earns nothing in the months before either.
    """

    held: bool
    after: int | None                 # month index, ALWAYS, or None when it is not cancelled


def stops(p: Portfolio, status: str) -> dict[str, Stop]:
    """Measures on hold or cancelled by the status date, kept while nobody touches one that is, or decides."""
    def make() -> dict[str, Stop]:
        ended, waiting = cancelled(p, status), held(p)
        return {uid: Stop(uid in waiting, ended.get(uid)) for uid in ended.keys() | waiting}

    return p.kept(f"stops {status}", make, lambda old, since: _same(p, old, since))


def _same(p: Portfolio, old: dict[str, Stop], since: Since) -> dict[str, Stop] | None:
    if any(kind in ("", "setting", "decision") or (kind, cell) == ("measure", "stage+held")
           for kind, cell in since.cells) or not old.keys().isdisjoint(since.uids | since.along):
        return None
    says = stages.in_words(p, "cancelled")
    for uid in since.uids | since.along:
        record = p.get(uid)
        if record is not None and (record.kind == "decision" or (record.kind == "measure" and (
                record.get("held") or says(uid, record.get("stage"))))):
            return None
    return old


def cancelled(p: Portfolio, status: str) -> dict[str, int]:
    """Measure -> the month after which no forecast counts, by what was decided up to the status date."""
    return {uid: month_of(day) if day else ALWAYS for uid, day in stages.cancelled(p, status).items()}


def held(p: Portfolio) -> set[str]:
    """Measures on hold."""
    measures = p.of_kind("measure")
    return {m.uid for m, (yes,) in zip(measures, rows(measures, "held"), strict=True) if yes}
