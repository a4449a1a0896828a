"""Which column holds the names when no heading says it: judged by what stands in it.

Must not know: fields and rows.
"""
from __future__ import annotations

from collections.abc import Sequence

from importers.meaning.counted import UNITS
from importers.meaning.evidence import Profile
from importers.meaning.words import fold, spaced, squash, vocabulary

_ENOUGH = 0.5
_TIMES = ("date", "datum", "timestamp", "zeitstempel")
_REACHED = frozenset("address adresse direccion endereco url website homepage link email mail phone fax".split())
_WORDY = 6                                # a heading of more words is a question


def best_name(columns: Sequence[tuple[int, str, Profile]], owned: bool = False) -> int:
    """Of columns (place, heading, values) the one that most likely holds the names, -1 when none does: texts of their
    own in nearly every row, short enough to be one. A heading that speaks of names helps, one that is missing does
    not hurt; numbers are never names. People, which "Kick Off" looks like, are none unless they have a column of their
    own (`owned`)."""
    best, place = _ENOUGH, -1
    fullest = max((p.count for _, _, p in columns), default=0)               # blank rows make every column emptier
    first = min((index for index, _, p in columns if p.count), default=0)    # a table may begin far to the right
    for index, header, p in columns:
        if not p.count or p.texts <= 0.5 or p.timed > _ENOUGH or p.answers:
            continue                                       # months are no names, nor are yes and no
        if (fold(spaced(header)).split() or [""])[-1] in _REACHED:
            continue                                       # where somebody is to be found
        if p.places > _ENOUGH or (p.initials > _ENOUGH and p.distinct < _ENOUGH):
            continue                                       # where rows are: "(40.79, -73.95)", "NSW" of many
        if p.distinct < _ENOUGH and UNITS.intersection(fold(header).split()[-1:]):
            continue                                       # "hours", "pieces": what rows are counted in
        full = p.count / fullest
        score = full + 0.6 * p.distinct + 0.3 * p.phrases
        score -= 0.5 * p.long + 0.4 * p.codes + 0.3 * p.lights + (0.6 if full < 0.5 else 0.0)
        score -= 0.6 if _says_when(header) else 0.0             # a date the dates' reader does not know
        score -= 0.0 if owned else 0.3 * p.people
        score += (0.5 if speaks_of_names(header) else 0.1 if header else 0.0) - 0.04 * (index - first)
        if score > best:
            best, place = score, index
    return place


def _says_when(header: str) -> bool:
    """"Live date", "Lieferdatum"; "Mandate" says it not."""
    last = (fold(spaced(header)).split() or [""])[-1]
    return last in _TIMES or last.endswith("datum")


def speaks_of_names(header: str) -> bool:
    """"Project tasks", "Activity to be performed": one of its words is what a list of work calls its rows."""
    known = vocabulary().fields["name"]
    words = header.replace("/", " ").split()
    return any(squash(w) in known or squash(w.rstrip("sS")) in known for w in words) and len(words) <= _WORDY
