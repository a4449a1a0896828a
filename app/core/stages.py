"""What takes a measure out of the running: the words of its stage, until stages are records, and decisions. Settings
may list other words.

Must not know: what follows from it (value/standing.py, schedule/lateness.py).
"""
from __future__ import annotations

from collections.abc import Callable
from typing import Any

from app.core.portfolio import Portfolio
from app.core.record import rows

CANCELLED = ("cancelled", "canceled", "stopped", "abgebrochen", "gestoppt", "gestrichen")    # of "cancelled_stages"
CLOSED = ("5", "closed", "5 closed", "abgeschlossen")                            # setting "closed_stages"
_BUILT_IN = {"cancelled": CANCELLED, "closed": CLOSED}
_BACK = ("go",)


def by_node(p: Portfolio, key: str) -> Callable[[str], Any]:
    """What a setting says for a node; the file's at once where no node has one of its own."""
    if any(r.get("key") == key and r.get("scope") for r in p.of_kind("setting")):
        return lambda node: p.setting(key, node)
    whole = p.setting(key)
    return lambda node: whole


def in_words(p: Portfolio, state: str) -> Callable[[str, Any], bool]:
    """Does a measure's stage say "cancelled" or "closed", by the words of its file or program? (uid, stage) -> yes."""
    listed = by_node(p, f"{state}_stages")

    def says(uid: str, stage: Any) -> bool:
        word = str(stage or "").strip().casefold()
        own = listed(uid) if word else None
        return bool(word) and word in (_BUILT_IN[state] if own is None else [str(w).casefold() for w in own])

    return says


def decided(p: Portfolio, status: str) -> dict[str, str]:
    """Measure -> the day it was cancelled by a decision up to the status date, "" where one took it back in."""
    found: dict[str, str] = {}
    for decision in sorted(p.of_kind("decision"), key=lambda d: (str(d.get("decided_on", "")), d.uid)):
        day, outcome, uid = str(decision.get("decided_on", "")), decision.get("outcome"), decision.parent
        record = p.get(uid)
        if record is None or record.kind != "measure" or not day or day > status:
            continue
        if outcome == "cancel":
            found[uid] = day
        elif outcome in _BACK:
            found[uid] = ""
    return found


def cancelled(p: Portfolio, status: str) -> dict[str, str]:
    """Measure -> the day it was cancelled by a decision, "" where only its stage says so. A later decision wins.

    Kept until the next change.
    """
    return p.kept(f"cancelled {status}", lambda: _cancelled(p, status))


def _cancelled(p: Portfolio, status: str) -> dict[str, str]:
    says, measures = in_words(p, "cancelled"), p.of_kind("measure")
    found = {m.uid: "" for m, (stage,) in zip(measures, rows(measures, "stage"), strict=True)
             if stage and says(m.uid, stage)}
    for uid, day in decided(p, status).items():
        if day:
            found[uid] = day
        else:
            found.pop(uid, None)
    return found
