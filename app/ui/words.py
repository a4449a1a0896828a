"""Every text a person reads passes through `tr`: one place for translation and for the lengthened test language.

Templates carry their values by name: tr("Undo {what}", what=label). Must not know: widgets, the portfolio.
"""
from __future__ import annotations

import re

_STATE = {"language": "en"}
_TABLES: dict[str, dict[str, str]] = {"en": {}}
_UMLAUTS = str.maketrans({"a": "ä", "o": "ö", "u": "ü", "A": "Ä", "O": "Ö", "U": "Ü"})
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
    """35 % more letters, umlauts for vowels; placeholders stay as they are."""
    parts = _HOLES.split(text)
    letters = sum(len(part) for i, part in enumerate(parts) if i % 2 == 0)
    more = max(1, round(letters * 0.35)) if letters > 1 else 0
    out = [part if i % 2 else part.translate(_UMLAUTS) for i, part in enumerate(parts)]
    for i in range(len(out) - 1, -1, -1):
        if i % 2 == 0 and out[i].strip() and more:
            bare = out[i].rstrip(" .…:?&")
            out[i] = bare + "ßen"[: more] + "e" * max(0, more - 3) + out[i][len(bare):]
            break
    return "".join(out)
