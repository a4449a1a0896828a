"""Which measures earn no forecast any more: held ones while they are held, cancelled ones from a month on.

Held and cancelled are computed, never written into the cells (records.md, rule 2): stored - effective = withheld.
A decision with the outcome "cancel" says when, and a later "go" takes the measure back in; a stage named cancelled
without such a decision has no date, so none of its forecast counts. Must not know: amounts, screens.
"""
from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from app.core.portfolio import Portfolio, Record, Since
from app.core.record import rows
from app.core.stages import CANCELLED
from app.core.values import month_of

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
    """Measures on hold or cancelled by the status date, kept while nobody touches one that is, or decides."""
    def make() -> dict[str, Stop]:
        ended, waiting = cancelled(p, status), held(p)
        return {uid: Stop(uid in waiting, ended.get(uid)) for uid in ended.keys() | waiting}

    return p.kept(f"stops {status}", make, lambda old, since: _same(p, old, since))


def _same(p: Portfolio, old: dict[str, Stop], since: Since) -> dict[str, Stop] | None:
    if any(kind in ("", "setting", "decision") or (kind, cell) == ("measure", "stage+held")
           for kind, cell in since.cells) or not old.keys().isdisjoint(since.uids | since.along):
        return None
    words = _words(p)
    for uid in since.uids | since.along:
        record = p.get(uid)
        if record is not None and (record.kind == "decision" or (record.kind == "measure" and (
                record.fields.get("held") or _stage(record) in words))):
            return None
    return old


def _words(p: Portfolio) -> Collection[str]:
    listed = p.setting("cancelled_stages")
    return CANCELLED if listed is None else [str(w).casefold() for w in listed]


def _stage(measure: Record) -> str:
    return str(measure.fields.get("stage") or "").casefold()


def cancelled(p: Portfolio, status: str) -> dict[str, int]:
    """Measure -> the month after which no forecast counts, by what was decided up to the status date."""
    words = _words(p)
    measures = p.of_kind("measure")
    stages = [stage for stage, in rows(measures, "stage")]
    ended = {stage for stage in set(stages) if str(stage or "").casefold() in words}
    found = {m.uid: ALWAYS for m, stage in zip(measures, stages, strict=True) if stage in ended} if ended else {}
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
    measures = p.of_kind("measure")
    return {m.uid for m, (yes,) in zip(measures, rows(measures, "held"), strict=True) if yes}
