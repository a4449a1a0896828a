"""The words a status or a stage may be: those of the file first, then the usual ones. What is typed otherwise is asked
back with the nearest word, because a misspelt status counts nowhere; "+Word" says that a new one is meant.

An import takes over whatever words its source has: from then on they are words of the file.
Must not know: who types, the window.
"""
from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from difflib import get_close_matches

from app.core.catalog import LEVELS, Field
from app.core.find import fold
from app.core.portfolio import Portfolio
from app.errors import Problem

_MOST_NAMED = 14
_BEFORE = re.compile(r"^(?:doi|di|hg|hartegrad|stage|gate)[ .\-]*(?=\d)")


@dataclass(frozen=True, slots=True)
class Words:
    """One vocabulary: which records share it, the usual words, and others that say the same as the catalog's."""

    kinds: tuple[str, ...]
    usual: tuple[str, ...]
    more: tuple[str, ...] = ()


_DOI = ("Defined", "Identified", "Detailed", "Decided", "Implemented", "Closed")
VOCABULARIES = {
    "status": Words((*LEVELS, "activity"), ("Planned", "Not started", "In progress", "On track", "At risk", "Late",
                                            "On hold", "Done", "Cancelled"),
                    ("Idea", "Open", "Delayed", "Completed", "Closed", "Geplant", "Offen", "Nicht begonnen",
                     "In Arbeit", "Läuft", "Im Plan", "Verzögert", "Pausiert", "Erledigt", "Abgeschlossen",
                     "Gestrichen")),
    "stage": Words(("measure",), (*(f"{n} {label}" for n, label in enumerate(_DOI)), "Cancelled"), _DOI),
    "log": Words(("risk", "issue", "assumption"),
                 ("Open", "In progress", "Mitigated", "Accepted", "Escalated", "Closed"),
                 ("Offen", "In Arbeit", "Gemindert", "Akzeptiert", "Eskaliert", "Geschlossen", "Erledigt")),
}


def word_of(p: Portfolio, field: Field, text: str) -> str:
    """The word that was meant, as the file spells it. Raises Problem with the nearest words and the list."""
    if text.startswith("+") and text[1:].strip():
        return text[1:].strip()
    words, wanted = VOCABULARIES[field.words], fold(text)
    own = _own(p, field.name, words.kinds)
    for word in own:
        if fold(word) == wanted:
            return word
    stage = _stage(wanted) if field.words == "stage" else ""
    if stage:
        return stage
    for word in (*words.usual, *words.more):
        if fold(word) == wanted:
            return word
    everything = {fold(w): w for w in (*words.more, *words.usual, *own)}
    near = [everything[w] for w in get_close_matches(wanted, everything, 2, 0.7)]
    listed = list(dict.fromkeys([*words.usual, *(w for w in own if field.words != "stage" or not _stage(fold(w)))]))
    more = len(listed) - _MOST_NAMED
    raise Problem(
        f"“{text}” is no {field.label.lower() if field.words != 'stage' else 'stage'} this file knows.",
        (f"Did you mean {' or '.join(near)}? " if near else "")
        + f"Choose one of: {', '.join(listed[:_MOST_NAMED])}{f' and {more} more' if more > 0 else ''}; "
        f"for a new word type +{text}.")


def _own(p: Portfolio, field: str, kinds: tuple[str, ...]) -> list[str]:
    """The words the file holds, most used first: of two spellings the more common one wins. Kept till the next change,
    because a word typed for a thousand rows is looked up a thousand times."""
    def count() -> list[str]:
        found = Counter(str(r.fields[field]) for kind in kinds for r in p.of_kind(kind) if r.fields.get(field))
        return [word for word, _ in sorted(found.items(), key=lambda w: (-w[1], w[0]))]
    return p.kept(f"words {field} {kinds[0]}", count)


def _stage(wanted: str) -> str:
    """"3", "DoI 3", "3 Decided" and "Decided" are one stage and kept as "3"."""
    bare = _BEFORE.sub("", wanted)
    for number, label in enumerate(_DOI):
        if bare in (str(number), f"{number} {fold(label)}") or wanted == fold(label):
            return str(number)
    return ""


def choices(p: Portfolio, field: Field) -> list[str]:
    """What a field is usually filled with: the words of the file, then the usual ones; [] for a free text."""
    if field.type == "choice":
        return list(field.choices)
    if not field.words:
        return []
    known = VOCABULARIES[field.words]
    own = _own(p, field.name, known.kinds)
    have = {fold(word) for word in own}
    return [*own, *(word for word in known.usual if fold(word) not in have)]
