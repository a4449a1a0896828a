"""What the status of a risk, issue or assumption says: settled, or still to be watched, or nothing anybody knows.

Must not know: records, where the word stood.
"""
from __future__ import annotations

from functools import lru_cache

from app.core.find import fold

_SETTLED = frozenset(fold(w) for w in (
    "done closed complete completed finished delivered implemented realised realized resolved solved fixed "
    "retired expired obsolete inactive withdrawn cancelled canceled erledigt fertig abgeschlossen umgesetzt "
    "beendet geschlossen gelöst behoben entfallen weggefallen hinfällig abgewendet inaktiv zurückgezogen "
    "storniert gestrichen cerrado fermé chiuso fechado gesloten lukket stängd").split())
_WATCHED = frozenset(fold(w) for w in (
    "open new active ongoing identified assessed analysed analyzed monitored monitoring monitor watch watching "
    "accepted mitigated mitigating mitigation escalated transferred occurred materialised materialized raised "
    "assigned planned draft treated tracking reviewed review pending reopened proposed approved offen neu aktiv "
    "laufend läuft beobachtet beobachten beobachtung akzeptiert gemindert eskaliert eingetreten erfasst "
    "identifiziert bewertet geplant zugewiesen abierto ouvert aperto aberto open åben öppen green amber yellow "
    "red grün gelb rot late delayed critical kritisch").split())
_PHRASES = frozenset(map(fold, (
    "in progress", "in arbeit", "in bearbeitung", "in umsetzung", "on hold", "on track", "at risk", "in review",
    "in prüfung", "under review", "work in progress", "not started", "nicht begonnen", "wip", "im plan",
    "unter beobachtung", "hold")))


@lru_cache(1000)
def is_settled(status: str) -> bool:
    """Nothing is to be watched any more: "Closed", "geschlossen", "Erledigt (03/26)"."""
    return fold(status).partition(" ")[0] in _SETTLED


@lru_cache(1000)
def is_known(status: str) -> bool:
    """Is it one of the words that say whether the entry is settled?"""
    words = fold(status)
    return is_settled(status) or words in _PHRASES or any(
        words.startswith(f"{p} ") for p in _PHRASES) or words.partition(" ")[0] in _WATCHED
