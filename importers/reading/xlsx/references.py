"""Which other sheets a sheet takes its figures from: by its formulas, its charts and its pivot tables.

Only the names are kept, never a formula. A part that cannot be read costs no values and is passed over.
Must not know: cells, and what is made of the names.
"""
from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from xml.etree.ElementTree import Element

from app.errors import Problem
from importers.reading.guard import Archive
from importers.reading.xlsx.parts import Package, read_rels
from importers.reading.xml_safe import local, tree

_BACK = 130                           # signs before a "!" in which the sheet's name stands
_MANY = 1_000                         # references looked at: whoever draws on a sheet does so early
_LARGE = 5_000_000                    # no dashboard is so large: names of ranges are not looked for
_MOST_PARTS = 200
_NAME = re.compile(r"(?:'((?:[^']|'')+)'|([^\s'<>()*+\-/,;=&\"!^{}]+))!$")
_IN_BRACKETS = re.compile(r"\[(\$?(?:'(?:[^']|'')+'|[^\].:$\[']+))?(\.[^\]]*)\]")
_IN_ODS = re.compile(r"\[\$?(?:'((?:[^']|'')+)'|([^\].:$\[']+))\.")


def in_formulas(data: bytes, names: Sequence[str], others: dict[str, str]) -> set[str]:
    """The sheets that formulas in a sheet's XML refer to, of these `names`; `others` are names of tables and of ranges
    with the sheet each lies on."""
    known = {name.casefold(): name for name in names}
    found: set[str] = set()
    at, left = data.find(b"!"), _MANY
    while at >= 0 and left and len(found) < len(known):
        left -= 1
        follows = data[at + 1:at + 2]                      # a "!" within a text is followed by no cell
        start = data.rfind(b"<", 0, at) if follows.isalnum() or follows in (b"$", b"#") else -1
        if start >= 0 and data[start:start + 2] == b"<f":
            text = html.unescape(data[max(start, at - _BACK):at + 1].decode("utf-8", "replace"))
            found |= {known[n] for n in _named(text) if n in known}
        at = data.find(b"!", at + 1)
    for name, sheet in others.items() if len(data) < _LARGE else ():
        if sheet not in found and _in_a_formula(data, name.encode()):
            found.add(sheet)
    return found


def _named(reference: str) -> Iterator[str]:
    """The sheets of a reference that ends in "!", folded; "Jan:Dec!" names its two ends; another file's count not."""
    hit = _NAME.search(reference)
    if hit:
        text = hit[1].replace("''", "'") if hit[1] else hit[2]
        if "[" not in text:
            yield from (part.strip("$").casefold() for part in (text, *text.split(":")))


def _in_a_formula(data: bytes, name: bytes) -> bool:
    at, left = data.find(name), _MANY
    while at >= 0 and left:
        left -= 1
        before, after = data[at - 1:at], data[at + len(name):at + len(name) + 1]
        if not before.isalnum() and not after.isalnum() and after not in (b"_", b".") and before not in (b"_", b"."):
            start = data.rfind(b"<", 0, at)
            if data[start:start + 2] == b"<f":
                return True
        at = data.find(name, at + 1)
    return False


def in_ods(formula: str) -> Iterator[str]:
    """The sheets an OpenDocument formula names."""
    for quoted, plain in _IN_ODS.findall(formula):
        yield quoted.replace("''", "'") if quoted else plain


def plain(formula: str) -> str:
    """An OpenDocument formula as Excel writes it: "of:=SUM([.B3:.B9])" -> "SUM(B3:B9)"."""
    return _IN_BRACKETS.sub(lambda m: (f"{m[1].lstrip('$')}!" if m[1] else "") + m[2].replace(".", ""),
                            formula.partition("=")[2])


def ranges(archive: Archive, package: Package) -> dict[str, str]:
    """Names that formulas may use for a part of a sheet, and that sheet: tables and named ranges."""
    known = {one.name.casefold(): one.name for one in package.sheets}
    found = {name: one.name for one in package.sheets if one.part for name in _tables(archive, one.part)}
    for name, text in package.ranges.items():
        for sheet in _named(text[:text.find("!") + 1]):
            if sheet in known:
                found.setdefault(name, known[sheet])
    return found


def around(archive: Archive, part: str, names: Sequence[str]) -> set[str]:
    """The sheets that the charts and pivot tables of a sheet's part refer to, of these `names`."""
    known = {name.casefold(): name for name in names}
    found: set[str] = set()
    for kind, target in _followed(archive, part):
        for element in _elements(archive, target):
            if kind == "chart" and local(element.tag) == "f":
                for match in re.finditer("!", element.text or ""):
                    found |= {known[n] for n in _named((element.text or "")[:match.end()]) if n in known}
            elif kind == "pivotCacheDefinition" and local(element.tag) == "worksheetSource":
                found |= {known[n] for n in [element.get("sheet", "").casefold()] if n in known}
    return found


def _tables(archive: Archive, part: str) -> list[str]:
    """The names of the tables on a sheet, as formulas call them."""
    return [name for kind, target in _related(archive, part) if kind == "table"
            for element in _elements(archive, target)
            if local(element.tag) == "table" and (name := element.get("displayName", ""))]


def _followed(archive: Archive, part: str) -> Iterator[tuple[str, str]]:
    """(kind, part) of everything a sheet draws or pivots: over its drawings to their charts, ..."""
    left = _MOST_PARTS
    for kind, target in _related(archive, part):
        if kind in ("drawing", "pivotTable"):
            for deeper, below in _related(archive, target):
                left -= 1
                if left >= 0:
                    yield deeper, below


def _related(archive: Archive, part: str) -> list[tuple[str, str]]:
    folder, _, name = part.rpartition("/")
    try:
        rels = read_rels(archive, f"{folder}/_rels/{name}.rels", folder)
    except Problem:
        return []
    return [(kind, archive.find(target)) for kind, target, outside in rels.values()
            if not outside and archive.find(target)]


def _elements(archive: Archive, part: str) -> list[Element]:
    try:
        return list(tree(archive.read(part), part).iter())
    except Problem:
        return []
