"""Every text a person reads passes through `tr`: one place for translation and for the lengthened test language.

Templates carry their values by name: tr("Undo {what}", what=label). Must not know: widgets, the portfolio.
"""
from __future__ import annotations

import re

_STATE = {"language": "en"}
_TABLES: dict[str, dict[str, str]] = {"en": {}}
_UMLAUTS = str.maketrans({"a": "ä", "o": "ö", "u": "ü", "A": "Ä", "O": "Ö", "U": "Ü"})
_WORDS = re.compile(r"(\w+)")
_HOLES = re.compile(r"(\{[^}]*\})")
PSEUDO = "pseudo"                # English made 35 % longer with umlauts: shows what German will break


def set_language(language: str) -> None:
    """Choose a language; texts already on screen keep theirs until they are built anew."""
    _STATE["language"] = language


def language() -> str:
    return _STATE["language"]


def tr(text: str, **values: object) -> str:
    """The text in the chosen language with its values filled in."""
    if _STATE["language"] == PSEUDO:
        text = lengthen(text)
    else:
        text = _TABLES.get(_STATE["language"], {}).get(text, text)
    return text.format(**values) if values else text


def plural(count: int, one: str, many: str, **values: object) -> str:
    """`one` or `many` by count; both may use {n}."""
    return tr(one if count == 1 else many, n=f"{count:,}", **values)


def lengthen(text: str) -> str:
    """35 % more letters, spread over the words as in a longer language, umlauts for vowels; placeholders stay."""
    parts = _HOLES.split(text)
    letters = sum(len(part) for part in parts[::2])
    if letters < 2:
        return text
    owed, due = max(1.0, letters * 0.35) / letters, 0.6
    for i in range(0, len(parts), 2):
        made = []
        for piece in _WORDS.split(parts[i]):
            due += owed * len(piece)
            more = int(due) if piece[:1].isalpha() else 0
            due -= more
            made.append(piece.translate(_UMLAUTS) + ("ßen"[:more] + "e" * (more - 3) if more else ""))
        parts[i] = "".join(made)
    return "".join(parts)
