"""Text that a spreadsheet program would take for a formula, made harmless on the way out and restored on the way in.

A cell that begins with = + - @ (also full-width or small, also after blanks), a tab or a line break gets a leading
apostrophe. `restored` takes exactly that one away: `restored(neutral(t)) == t` for every text.
Must not know: files, who writes or reads them.
"""
from __future__ import annotations

import re
import unicodedata

SIGN = "'"
_STARTS = frozenset("=+-@")
_BREAKS = frozenset("\t\r\n\v\f")
_BLANK = re.compile(r"[\s\u00ad\u180e\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]*")


def is_risky(text: str) -> bool:
    """Would a spreadsheet program, now or after a careless paste, calculate this?"""
    bare = text.lstrip(SIGN)          # text that carries our sign already takes one more, so that it comes back whole
    blanks = _BLANK.match(bare)
    end = blanks.end() if blanks else 0
    if any(c in _BREAKS for c in bare[:end]):
        return True
    first = bare[end:end + 1]
    return bool(first) and (first in _STARTS or unicodedata.normalize("NFKC", first)[:1] in _STARTS)


def neutral(text: str) -> str:
    """The text as it may stand in a cell."""
    return SIGN + text if text and is_risky(text) else text


def restored(text: str) -> str:
    """The text as it was before `neutral`; everything else is left as it is."""
    return text[1:] if text[:1] == SIGN and is_risky(text[1:]) else text
