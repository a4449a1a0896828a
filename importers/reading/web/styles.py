"""How a cell of an HTML table looks: rules of its style sheet, its own style, the old attributes.

Number formats are those of Excel as it writes them into pages (mso-number-format). Must not know: tables, values.
"""
from __future__ import annotations

import re
from dataclasses import dataclass, field

from importers.reading.xlsx.dates import BUILTIN_FORMATS, meaning
from importers.reading.xlsx.styles import PLAIN_STYLE, Style

_HEX = re.compile(r"#([0-9A-Fa-f]{6}|[0-9A-Fa-f]{3})\b")
_RGB = re.compile(r"rgb\(\s*(\d{1,3})\s*,\s*(\d{1,3})\s*,\s*(\d{1,3})\s*\)")
_ESCAPE = re.compile(r"\\([0-9A-Fa-f]{4}) ?|\\(.)", re.DOTALL)
_COLOURS = {"red": "FF0000", "green": "008000", "lime": "00FF00", "yellow": "FFFF00", "orange": "FFA500",
            "blue": "0000FF", "gray": "808080", "grey": "808080", "silver": "C0C0C0", "navy": "000080",
            "maroon": "800000", "olive": "808000", "purple": "800080", "teal": "008080", "aqua": "00FFFF",
            "fuchsia": "FF00FF", "black": "000000", "white": "FFFFFF", "lightgreen": "90EE90", "gold": "FFD700"}
_NAMED = {"general": "General", "fixed": BUILTIN_FORMATS[2], "standard": BUILTIN_FORMATS[4],
          "percent": BUILTIN_FORMATS[10], "scientific": BUILTIN_FORMATS[11]}
_MAX_RULES = 20_000


@dataclass(slots=True)
class Rules:
    """The declarations of a page's style sheets by class or tag: "xl65", "td"."""

    found: dict[str, dict[str, str]] = field(default_factory=dict)
    _seen: dict[tuple[str, str, str, str], tuple[Style, bool]] = field(default_factory=dict)

    def read(self, sheet: str) -> None:
        """One style element."""
        for block in _uncommented(sheet).split("}"):
            selectors, _, body = block.partition("{")
            if not body or len(self.found) > _MAX_RULES:
                continue
            said = declarations(body)
            for selector in selectors.split(",")[:50]:
                name = selector.strip().lower()
                if name.startswith("@") or not name or len(name) > 60:
                    continue
                self.found.setdefault(name.removeprefix("td.").removeprefix("tr.").lstrip("."), {}).update(said)

    def style(self, tag: str, attributes: dict[str, str]) -> tuple[Style, bool]:
        """The look of an element, and whether it is not shown at all."""
        key = (tag, attributes.get("class", ""), attributes.get("style", ""), attributes.get("bgcolor", ""))
        found = self._seen.get(key)
        if found is None:
            found = self._made(*key)
            if len(self._seen) < _MAX_RULES:
                self._seen[key] = found
        return found

    def _made(self, tag: str, names: str, own: str, colour: str) -> tuple[Style, bool]:
        said: dict[str, str] = {}
        for name in (tag, *names.lower().split()[:20]):
            said |= self.found.get(name, {})
        said |= declarations(own)
        if not said and not colour and tag != "th":
            return PLAIN_STYLE, False
        code = number_format(said.get("mso-number-format", ""))
        weight = said.get("font-weight", "bold" if tag == "th" else "")
        bold = weight.startswith("bold") or (weight.isdecimal() and int(weight[:4]) >= 600)
        fill = _colour(said.get("background-color") or said.get("background") or colour)
        indent = said.get("mso-char-indent-count", "")
        hidden = said.get("display", "") == "none" or said.get("visibility", "") in ("hidden", "collapse")
        return Style(meaning(0, code) if code else "", code or "General", bold, fill,
                     min(int(indent), 250) if indent.isdecimal() and len(indent) < 5 else 0), hidden


def declarations(text: str) -> dict[str, str]:
    """"name: value" pairs; a semicolon within quotes or behind a backslash parts nothing."""
    found: dict[str, str] = {}
    for one in re.findall(r"""(?:[^;"'\\]|\\.|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|["'])+""", text[:20_000], re.DOTALL):
        name, colon, value = one.partition(":")
        if colon:
            found[name.strip().lower()] = value.strip()
    return found


def number_format(text: str) -> str:
    """A format as Excel writes it into a style, as a workbook would write it: "\\#\\,\\#\\#0\\.00" -> "#,##0.00"."""
    bare = text.strip()
    if bare[:1] in ("\"", "'") and bare[-1:] == bare[:1]:
        bare = bare[1:-1]
    bare = _ESCAPE.sub(lambda m: chr(int(m[1], 16)) if m[1] else m[2], bare)
    if bare.lower() in ("short date", "medium date", "long date", "short time", "medium time", "long time",
                        "general date", "currency", "yes/no", "true/false", "on/off"):
        return ""                             # as the country of the reader has it: says nothing of the order
    return _NAMED.get(bare.lower(), bare)[:200]


def _colour(text: str) -> str:
    """"RRGGBB" of a colour in any of the usual spellings; "" of none."""
    found = _HEX.search(text)
    if found:
        return (found[1] if len(found[1]) == 6 else "".join(sign * 2 for sign in found[1])).upper()
    parts = _RGB.search(text.lower())
    if parts:
        return "".join(f"{min(255, int(p)):02X}" for p in parts.groups())
    return next((_COLOURS[word] for word in text.lower().split() if word in _COLOURS), "")


def _uncommented(sheet: str) -> str:
    """Without comments, and without the signs that hide a style sheet from browsers of old."""
    parts, at = [], 0
    while (start := sheet.find("/*", at)) >= 0:
        parts.append(sheet[at:start])
        end = sheet.find("*/", start + 2)
        at = len(sheet) if end < 0 else end + 2
    return (" ".join(parts) + " " + sheet[at:]).replace("<!--", " ").replace("-->", " ")
