"""Letters the report's font can show: PDF/A refuses a page with a letter that has no glyph.

Reads the character map of the font file itself (OpenType `cmap`, formats 4 and 12).
Must not know: what the text says.
"""
from __future__ import annotations

import re
import struct
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any

FONT = Path(__file__).resolve().parent.parent.parent / "resources" / "fonts" / "Inter.ttf"
MISSING = "\u25a1"                    # an empty box
LONG_WORD = 28                        # letters; shorter words fit their column
_SIGN = re.compile(r"([_./\\@+=]|[0-9]{12})")
_ALSO = frozenset("\n\u00ad\u200b")   # break, soft hyphen, zero-width space: never drawn


@cache
def known() -> frozenset[int]:
    """Every code point the font draws."""
    data = FONT.read_bytes()
    tables = struct.unpack_from(">H", data, 4)[0]
    at = next(struct.unpack_from(">I", data, 12 + 16 * i + 8)[0] for i in range(tables)
              if data[12 + 16 * i:16 + 16 * i] == b"cmap")
    found: set[int] = set()
    for i in range(struct.unpack_from(">H", data, at + 2)[0]):
        start = at + struct.unpack_from(">I", data, at + 4 + 8 * i + 4)[0]
        form = struct.unpack_from(">H", data, start)[0]
        if form == 12:
            for g in range(struct.unpack_from(">I", data, start + 12)[0]):
                first, last, _ = struct.unpack_from(">III", data, start + 16 + 12 * g)
                found.update(range(first, last + 1))
        elif form == 4:
            found.update(_format_4(data, start))
    # PDF/A refuses control and private letters and the replacement sign, drawn or not.
    return frozenset(c for c in found if c != 0xFFFD and unicodedata.category(chr(c)) not in ("Cc", "Cf", "Co", "Cn"))


def _format_4(data: bytes, start: int) -> set[int]:
    count = struct.unpack_from(">H", data, start + 6)[0] // 2
    ends = struct.unpack_from(f">{count}H", data, start + 14)
    starts = struct.unpack_from(f">{count}H", data, start + 16 + 2 * count)
    deltas = struct.unpack_from(f">{count}h", data, start + 16 + 4 * count)
    offset_at = start + 16 + 6 * count
    offsets = struct.unpack_from(f">{count}H", data, offset_at)
    found = set()
    for i in range(count):
        for code in range(starts[i], min(ends[i], 0xFFFE) + 1):
            if offsets[i]:
                at = offset_at + 2 * i + offsets[i] + 2 * (code - starts[i])
                glyph = struct.unpack_from(">H", data, at)[0]
            else:
                glyph = (code + deltas[i]) & 0xFFFF
            if glyph:
                found.add(code)
    return found


def clean(text: str) -> str:
    """The text with each letter the font lacks shown as an empty box, so that the gap is seen."""
    have = known()
    if all(ord(c) in have for c in text):
        return text
    return "".join(c if ord(c) in have or c in _ALSO else " " if c.isspace() else
                   "" if unicodedata.category(c) in ("Cc", "Cf") else MISSING for c in text)


def breakable(text: str) -> str:
    """A place to break after each sign inside very long words (file names, codes), which no hyphenation knows."""
    if len(text) <= LONG_WORD:
        return text
    return " ".join(_SIGN.sub("\u200b\\1\u200b", word) if len(word) > LONG_WORD else word for word in text.split(" "))


def printable(value: Any) -> Any:
    """All texts of a JSON value, cleaned; pictures are no text."""
    if isinstance(value, str):
        return value if value.startswith("<svg") else breakable(clean(value))
    if isinstance(value, list):
        return [printable(v) for v in value]
    if isinstance(value, dict):
        return {k: printable(v) for k, v in value.items()}
    return value
