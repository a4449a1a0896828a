"""The look of cells, read once from styles.xml and theme1.xml: format, bold, fill, indent by style number.

Must not know: which cells have which style.
"""
from __future__ import annotations

import colorsys
from dataclasses import dataclass
from typing import TypeVar
from xml.etree.ElementTree import Element

from importers.reading.xlsx.dates import BUILTIN_FORMATS, PLAIN, meaning
from importers.reading.xml_safe import local, tree


@dataclass(frozen=True, slots=True)
class Style:
    """One cell format as far as an import wants it. `fill` is "RRGGBB", "" without a solid colour."""

    meaning: str = PLAIN
    code: str = "General"
    bold: bool = False
    fill: str = ""
    indent: int = 0


PLAIN_STYLE = Style()
_T = TypeVar("_T")
_MAX_CODE = 1_000             # signs of a number format; a program writes 255
_THEME_ORDER = ("lt1", "dk1", "lt2", "dk2", "accent1", "accent2", "accent3", "accent4", "accent5", "accent6",
                "hlink", "folHlink")
_BASE = ("000000", "FFFFFF", "FF0000", "00FF00", "0000FF", "FFFF00", "FF00FF", "00FFFF")
_INDEXED = (*_BASE, *_BASE, *(
    "800000 008000 000080 808000 800080 008080 C0C0C0 808080 9999FF 993366 FFFFCC CCFFFF 660066 FF8080 0066CC "
    "CCCCFF 000080 FF00FF FFFF00 00FFFF 800080 800000 008080 0000FF 00CCFF CCFFFF CCFFCC FFFF99 99CCFF FF99CC "
    "CC99FF FFCC99 3366FF 33CCCC 99CC00 FFCC00 FF9900 FF6600 666699 969696 003366 339966 003300 333300 993300 "
    "993366 333399 333333").split())


def read_styles(styles: bytes, colours: list[str], where: str) -> list[Style]:
    """The styles in the order cells count them; empty when the file has none."""
    if not styles:
        return []
    root = tree(styles, where)
    codes = {_whole(one.get("numFmtId")): one.get("formatCode", "")[:_MAX_CODE]
             for one in _all(root, "numFmts", "numFmt")}
    bold = [_is_bold(font) for font in _all(root, "fonts", "font")]
    palette = [_hex(one.get("rgb", "")) for one in root.iter() if local(one.tag) == "rgbColor"] or list(_INDEXED)
    fills = [_fill(one, colours, palette) for one in _all(root, "fills", "fill")]
    made: list[Style] = []
    for one in _all(root, "cellXfs", "xf"):
        number = _whole(one.get("numFmtId"))
        code = codes.get(number, "")
        indent = next((_whole(child.get("indent")) for child in one if local(child.tag) == "alignment"), 0)
        made.append(Style(meaning(number, code), code or BUILTIN_FORMATS.get(number, "General"),
                          _pick(bold, one.get("fontId"), False), _pick(fills, one.get("fillId"), ""),
                          min(indent, 250)))
    return made


def _all(root: Element, group: str, name: str) -> list[Element]:
    """The children `name` of the first child `group` of the root."""
    for child in root:
        if local(child.tag) == group:
            return [one for one in child if local(one.tag) == name]
    return []


def _pick(items: list[_T], index: str | None, default: _T) -> _T:
    at = _whole(index)
    return items[at] if at < len(items) else default


def _whole(text: str | None) -> int:
    """A non-negative whole number; 0 for anything else a file may say."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else 0


def _hex(text: str) -> str:
    """"FFRRGGBB" or "RRGGBB" as "RRGGBB"; "" for anything else."""
    text = text.strip().upper()[-6:]
    return text if len(text) == 6 and all(sign in "0123456789ABCDEF" for sign in text) else ""


def _is_bold(font: Element) -> bool:
    return any(local(child.tag) == "b" and child.get("val", "1").lower() not in ("0", "false") for child in font)


def _fill(fill: Element, theme: list[str], palette: list[str]) -> str:
    """The colour of a solid fill."""
    for pattern in fill:
        if local(pattern.tag) == "patternFill" and pattern.get("patternType") == "solid":
            for child in pattern:
                if local(child.tag) == "fgColor":
                    return _colour(child, theme, palette)
    return ""


def _colour(element: Element, theme: list[str], palette: list[str]) -> str:
    if element.get("rgb"):
        return _hex(element.get("rgb", ""))
    if element.get("theme"):
        base = _pick(theme, element.get("theme"), "")
        return _tinted(base, element.get("tint", "")) if base else ""
    if element.get("indexed"):
        return _pick(palette, element.get("indexed"), "")
    return ""


def _tinted(colour: str, tint: str) -> str:
    """A theme colour made lighter (tint above 0) or darker, as Excel does: by its lightness."""
    try:
        by = max(-1.0, min(1.0, float(tint or 0)))
    except ValueError:
        by = 0.0
    red, green, blue = (int(colour[at:at + 2], 16) / 255 for at in (0, 2, 4))
    hue, light, strength = colorsys.rgb_to_hls(red, green, blue)
    light = light * (1 + by) if by < 0 else light * (1 - by) + by
    # Rounded twice: Pythons differ in the last bit, and a half must not fall to either side by that.
    return "".join(f"{round(round(part * 255, 6)):02X}" for part in colorsys.hls_to_rgb(hue, light, strength))


def read_theme(theme: bytes, where: str) -> list[str]:
    """The twelve theme colours in the order cells count them; empty without a theme."""
    if not theme:
        return []
    found: dict[str, str] = {}
    for scheme in tree(theme, where).iter():
        if local(scheme.tag) == "clrScheme":
            for child in scheme:
                for colour in child:
                    found[local(child.tag)] = _hex(colour.get("lastClr") or colour.get("val") or "")
            break
    return [found.get(name, "") for name in _THEME_ORDER]
