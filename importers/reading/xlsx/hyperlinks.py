"""Where the cells of a sheet link to, outside the workbook: as text, never opened.

Links within the workbook are its own signposts and are left aside. Must not know: what becomes of a link.
"""
from __future__ import annotations

import html
import re

from app.errors import Problem
from importers.base import Where
from importers.reading.guard import Archive
from importers.reading.xlsx.cells import decode_escapes, place
from importers.reading.xlsx.parts import read_rels

MOST_LINKS = 20_000
LONGEST = 2_000                           # no address is so long
_TAG = re.compile(rb"<(?:\w+:)?hyperlink\s([^>]{1,9000})>")
_SAID = re.compile(rb'(?<!\w)(\w++)\s*+=\s*(?:"([^"]*)"|\'([^\']*)\')')
_CELL = re.compile(rb'<(?:\w+:)?c\s[^>]*?\br="([A-Z]{1,3}[0-9]{1,7})"')
_CALLED = b"HYPERLINK("
_ADDRESS = re.compile(r'\s*"([^"]+)"\s*[,)]')
_BACK = 400                               # bytes before a formula in which its cell begins


def links_of(archive: Archive, part: str, data: bytes, formulas: bool = True) -> dict[Where, str]:
    """The links of a sheet's XML by place; those a formula makes of a plain text too, where there are `formulas`. A
    list of targets that cannot be read costs no values and is passed over, as the file's other parts say it is broken.
    """
    found = _by_formula(data) if formulas else {}
    at = data.find(b"hyperlinks", max(0, data.rfind(b"sheetData>")))       # they stand behind the rows
    if at < 0:
        return found
    folder, _, name = part.rpartition("/")
    try:
        targets = {key: target for key, (_, target, outside) in read_rels(
            archive, f"{folder}/_rels/{name}.rels", folder).items() if outside}
    except Problem:
        return found
    for tag in _TAG.finditer(data, at):
        said = {key.decode(): html.unescape((one or other).decode("utf-8", "replace"))
                for key, one, other in _SAID.findall(tag[1])}
        where, target = place(said.get("ref", "").partition(":")[0]), targets.get(said.get("id", ""), "")
        if len(found) >= MOST_LINKS:
            break
        if where is not None and target:
            found[where] = decode_escapes(target + (f"#{said['location']}" if said.get("location") else ""))
    return found


def _by_formula(data: bytes) -> dict[Where, str]:
    """Links that a formula makes: =HYPERLINK("https://...","Ticket")."""
    found: dict[Where, str] = {}
    at, left = data.find(_CALLED), MOST_LINKS
    while at >= 0 and left:
        left -= 1
        begins = data.rfind(b"<", max(0, at - _BACK), at)
        cell = list(_CELL.finditer(data, max(0, at - _BACK), begins)) if data[begins + 1:begins + 2] == b"f" else []
        text = html.unescape(data[at + len(_CALLED):at + len(_CALLED) + LONGEST].decode("utf-8", "replace"))
        target = _ADDRESS.match(text)
        where = place(cell[-1][1].decode()) if cell else None
        if where is not None and target and not target[1].startswith("#"):
            found[where] = target[1]
        at = data.find(_CALLED, at + 1)
    return found
