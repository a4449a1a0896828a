"""Letters the report's font can show: PDF/A refuses a page with a letter that has no glyph.

Reads the font file itself: its character map (OpenType `cmap`, formats 4 and 12) and how wide its letters are.
Must not know: what the text says.
"""
from __future__ import annotations

import re
import struct
import unicodedata
from functools import cache
from pathlib import Path

FONT = Path(__file__).resolve().parent.parent.parent / "resources" / "fonts" / "Inter.ttf"
MISSING = "\u25a1"                    # an empty box
LONGEST = 5_000                       # signs of one text on paper
LONG_WORD = 28                        # letters; shorter words fit their column
_SIGN = re.compile(r"([_./\\@+=]|[0-9]{12})")
_ALSO = frozenset("\n\u00ad\u200b")   # break, soft hyphen, zero-width space: never drawn


@cache
def _font() -> tuple[bytes, dict[str, int]]:
    """The font file, and where in it each table begins."""
    data = FONT.read_bytes()
    tables = struct.unpack_from(">H", data, 4)[0]
    return data, {data[12 + 16 * i:16 + 16 * i].decode("latin-1"): struct.unpack_from(">I", data, 20 + 16 * i)[0]
                  for i in range(tables)}


@cache
def _glyphs() -> dict[int, int]:
    """Code point -> glyph, as the font has them."""
    data, tables = _font()
    at = tables["cmap"]
    found: dict[int, int] = {}
    starts = {at + struct.unpack_from(">I", data, at + 4 + 8 * i + 4)[0]
              for i in range(struct.unpack_from(">H", data, at + 2)[0])}
    forms = {struct.unpack_from(">H", data, start)[0]: start for start in starts}
    if 12 in forms:                       # it holds all that a map of format 4 could
        start = forms[12]
        for first, last, glyph in struct.iter_unpack(
                ">III", data[start + 16:start + 16 + 12 * struct.unpack_from(">I", data, start + 12)[0]]):
            found.update(zip(range(first, last + 1), range(glyph, glyph + last - first + 1), strict=True))
    elif 4 in forms:
        found.update(_format_4(data, forms[4]))
    return found


@cache
def known() -> frozenset[int]:
    """Every code point the font draws."""
    # PDF/A refuses control and private letters and the replacement sign, drawn or not.
    return frozenset(c for c in _glyphs()
                     if c != 0xFFFD and unicodedata.category(chr(c)) not in ("Cc", "Cf", "Co", "Cn"))


@cache
def advances() -> dict[str, float]:
    """How far each letter of the regular weight moves the pen, in em (OpenType `hmtx`)."""
    data, tables = _font()
    size = struct.unpack_from(">H", data, tables["head"] + 18)[0]
    count = struct.unpack_from(">H", data, tables["hhea"] + 34)[0]
    pairs = struct.unpack_from(f">{2 * count}H", data, tables["hmtx"])
    return {chr(c): pairs[2 * min(glyph, count - 1)] / size for c, glyph in _glyphs().items()}


def _format_4(data: bytes, start: int) -> dict[int, int]:
    count = struct.unpack_from(">H", data, start + 6)[0] // 2
    ends = struct.unpack_from(f">{count}H", data, start + 14)
    starts = struct.unpack_from(f">{count}H", data, start + 16 + 2 * count)
    deltas = struct.unpack_from(f">{count}h", data, start + 16 + 4 * count)
    offset_at = start + 16 + 6 * count
    offsets = struct.unpack_from(f">{count}H", data, offset_at)
    found = {}
    for i in range(count):
        for code in range(starts[i], min(ends[i], 0xFFFE) + 1):
            if offsets[i]:
                at = offset_at + 2 * i + offsets[i] + 2 * (code - starts[i])
                glyph = struct.unpack_from(">H", data, at)[0]
            else:
                glyph = (code + deltas[i]) & 0xFFFF
            if glyph:
                found[code] = glyph
    return found


@cache
def _drawn() -> re.Pattern[str]:
    """A text of nothing but letters everybody has: most texts, and quick to see."""
    return re.compile("[" + re.escape("".join(chr(c) for c in range(32, 383) if c in known())) + "€−–—“”’…●◆■○→·]*")


def clean(text: str) -> str:
    """The text with each letter the font lacks shown as an empty box, so that the gap is seen."""
    if _drawn().fullmatch(text):
        return text
    have = known()
    return "".join(c if ord(c) in have or c in _ALSO else " " if c.isspace() else
                   "" if unicodedata.category(c) in ("Cc", "Cf") else MISSING for c in text)


def breakable(text: str) -> str:
    """A place to break after each sign inside very long words (file names, codes), which no hyphenation knows."""
    if len(text) <= LONG_WORD:
        return text
    return " ".join(_SIGN.sub("\u200b\\1\u200b", word) if len(word) > LONG_WORD else word for word in text.split(" "))


def printable(text: str) -> str:
    """A text as it can be set: every letter drawn, very long words with places to break, and cut where no page has
    room for it, which it says: a PDF refuses a heading or a name of 32,768 signs."""
    if len(text) > LONGEST:
        text = f"{text[:LONGEST]} … ({len(text):,} signs)"
    return breakable(clean(text))
