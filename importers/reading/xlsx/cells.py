"""Small rules of cell text in sheet XML: addresses, escapes, entities.

Must not know: where the text comes from.
"""
from __future__ import annotations

import re

from app.errors import Problem
from importers.base import Where

MAX_ROW = 1_048_576
MAX_COLUMN = 16_384
MAX_TEXT = 1_000_000

_ADDRESS = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_ENTITY = re.compile(r"&(#[0-9]{1,7}|#x[0-9A-Fa-f]{1,6}|\w{1,8});|&")
_NAMED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
_DECLARED = re.compile(rb'<\?xml[^>]*encoding\s*=\s*["\']([^"\']*)')


def too_long(where: str, cell: str = "") -> Problem:
    """The refusal of a cell with more than MAX_TEXT."""
    at = f" ({cell})" if cell else ""
    return Problem(f"{where} holds more than 1 MB of text in one cell{at}.",
                   "No spreadsheet cell may be that long; shorten it and save the file again.")


def column_index(letters: str) -> int:
    """0-based index of column letters: A -> 0, AA -> 26."""
    index = 0
    for letter in letters.upper():
        index = index * 26 + ord(letter) - 64
    return index - 1


def place(text: str) -> Where | None:
    """An A1 address as 0-based (row, column); None when it is no address of a sheet."""
    match = _ADDRESS.fullmatch(text)
    if match is None:
        return None
    row, column = int(match[2]) - 1, column_index(match[1])
    return (row, column) if 0 <= row < MAX_ROW and column < MAX_COLUMN else None


def area(text: str) -> tuple[int, int, int, int] | None:
    """A range "A1:B2" as 0-based first row, first column, last row, last column."""
    first, _, last = text.partition(":")
    start, end = place(first), place(last or first)
    if start is None or end is None:
        return None
    return min(start[0], end[0]), min(start[1], end[1]), max(start[0], end[0]), max(start[1], end[1])


def decode_escapes(text: str) -> str:
    """Control signs a workbook writes as _x000D_ and its like."""
    if "_x" not in text:
        return text
    found = _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)
    if any("\ud800" <= sign <= "\udfff" for sign in found):
        return found.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return found


def plain_text(data: bytes) -> str | None:
    """Raw XML character data as text, None when empty; ValueError for what only a parser may judge."""
    text = data.decode("utf-8")
    if "&" in text:
        text = _ENTITY.sub(_entity, text)
    return decode_escapes(text) or None


def _entity(match: re.Match[str]) -> str:
    name = match[1]
    if not name:
        raise ValueError("a lone & in the text")
    if name.startswith("#"):
        code = int(name[2:], 16) if name[1] == "x" else int(name[1:])
        if code > 0x10FFFF or 0xD800 <= code <= 0xDFFF or (code < 32 and code not in (9, 10, 13)):
            raise ValueError(f"the character &{name}; is not allowed")
        return chr(code)
    if name not in _NAMED:
        raise ValueError(f"the entity &{name}; is not declared")
    return _NAMED[name]


def declares_utf8(head: bytes) -> bool:
    """Whether an XML text's first bytes say UTF-8, or say nothing, which means the same."""
    declared = _DECLARED.search(head[:200])
    if declared is not None and declared[1].lower() not in (b"utf-8", b"ascii"):
        return False
    return head.removeprefix(b"\xef\xbb\xbf")[:1] == b"<"
