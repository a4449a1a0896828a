"""The texts that the cells of an .xlsx share: a quick way for plain ones, a parser for all others.

Must not know: which cells use them.
"""
from __future__ import annotations

import re
from xml.parsers import expat

from app.errors import Problem
from importers.reading.xlsx.cells import MAX_TEXT, declares_utf8, decode_escapes, plain_text
from importers.reading.xml_safe import malformed, parser

_PLAIN = re.compile(rb'<si><t(?: xml:space="preserve")?>([^<]*)</t></si>\s*')


def read_strings(data: bytes, where: str) -> list[str | None]:
    """The shared texts in the order cells count them, None for an empty one."""
    if not data:
        return []
    start = data.find(b"<si>")
    if start > 0 and declares_utf8(data[:start]) and b"\r" not in data and b"<!" not in data:
        texts = _PLAIN.findall(data)
        if data.count(b"<") == 4 * len(texts) + data.count(b"<", 0, start) + 1:      # nothing but plain texts
            try:
                found = [plain_text(text) for text in texts]
            except ValueError:
                return _by_parser(data, where)
            _refuse_giant(found, where)
            return found
    return _by_parser(data, where)


def _refuse_giant(texts: list[str | None], where: str) -> None:
    if any(text is not None and len(text) > MAX_TEXT for text in texts):
        raise Problem(f"{where} holds a cell of more than 1 MB of text.", "No spreadsheet cell may be that long.")


def _by_parser(data: bytes, where: str) -> list[str | None]:
    found: list[str | None] = []
    pieces: list[str] = []
    taking = phonetic = False

    def start(name: str, _: dict[str, str]) -> None:
        nonlocal taking, phonetic
        word = name.rpartition(" ")[2]
        if word == "si":
            pieces.clear()
        elif word == "rPh":
            phonetic = True
        elif word == "t":
            taking = not phonetic

    def end(name: str) -> None:
        nonlocal taking, phonetic
        word = name.rpartition(" ")[2]
        if word == "t":
            taking = False
        elif word == "rPh":
            phonetic = False
        elif word == "si":
            found.append(decode_escapes("".join(pieces)) or None)

    def text(data: str) -> None:
        if taking:
            pieces.append(data)

    reader = parser(where)
    reader.StartElementHandler, reader.EndElementHandler, reader.CharacterDataHandler = start, end, text
    try:
        reader.Parse(data, True)
    except expat.ExpatError as error:
        raise malformed(where, error) from error
    _refuse_giant(found, where)
    return found
