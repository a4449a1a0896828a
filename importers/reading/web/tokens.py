"""HTML as a stream of tags and texts, in one pass over the text whatever it holds: no tag is searched twice.

Browsers forgive everything, so nothing here is an error; entities are characters and nothing else, so that they can
grow into nothing. Must not know: tables.
"""
from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import NamedTuple

from importers.reading.text_encoding import by_evidence, is_marked

MAX_TAG = 20_000             # characters of one tag; what is longer is text
_NAME = re.compile(r"/?[A-Za-z][A-Za-z0-9:_-]{0,40}")
_STOP = re.compile(r">|[=\s][\"']")
_ATTRIBUTE = re.compile(r"""([A-Za-z_:][\w:.-]{0,60})(?:\s*=\s*("[^"]*"|'[^']*'|[^\s"'>]*))?""")
_CODES = re.compile(rb"""<meta[^>]{0,300}?charset\s*=\s*["']?\s*([A-Za-z0-9_:.-]{1,40})""", re.IGNORECASE)
_DECLARED = re.compile(rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9_:.-]{1,40})""", re.IGNORECASE)
_RAW = ("script", "style", "xml", "title", "textarea")      # what they hold is no text of the page
_LOOK = 20_000
_AS_BROWSERS = {"iso-8859-1": "cp1252", "latin1": "cp1252", "latin-1": "cp1252", "us-ascii": "cp1252",
                "ascii": "cp1252", "iso-8859-9": "cp1254", "gb2312": "gb18030", "gbk": "gb18030", "x-sjis": "cp932",
                "shift_jis": "cp932", "shift-jis": "cp932", "ks_c_5601-1987": "cp949", "euc-kr": "cp949"}


class Token(NamedTuple):
    """A tag ("td", "/td") with its attributes, a text (name ""), or a note between programs (name "!")."""

    name: str
    attributes: dict[str, str]
    text: str = ""


def tokens(text: str) -> Iterator[Token]:
    """Everything between the first and the last character; of raw elements the content comes as one text."""
    at, size = 0, len(text)
    while at < size:
        start = text.find("<", at)
        if start < 0:
            yield Token("", {}, unescape(text[at:]))
            return
        if start > at:
            yield Token("", {}, unescape(text[at:start]))
        at, closed = _after(text, start)
        if not closed:
            yield Token("", {}, unescape(text[start:at]))
            continue
        name = _NAME.match(text, start + 1)
        if name is None:                      # a comment, a declaration, a processing instruction
            if text.startswith("<!--[if", start):
                yield Token("!", {}, text[start:min(at, start + MAX_TAG)])     # what Excel tells Excel
            continue
        tag = name[0].lower()
        yield Token(tag, _attributes(text[name.end():at - 1]))
        if tag in _RAW:
            end = _closing(text, tag, at)
            yield Token("", {}, text[at:end])
            at = end


def _after(text: str, start: int) -> tuple[int, bool]:
    """Where a construct that begins with < ends, and whether it is one; if not, so far it is text."""
    if text.startswith("<!--", start):
        end = text.find("-->", start + 4)
        return (len(text), True) if end < 0 else (end + 3, True)
    following = text[start + 1:start + 2]
    if not following or not (following.isalpha() or following in "/!?"):
        return start + 1, False
    at, limit = start + 1, min(len(text), start + MAX_TAG)
    while (found := _STOP.search(text, at, limit)) is not None:
        at = found.end()
        if found[0] == ">":
            return at, True
        end = text.find(found[0][-1], at, limit)           # a value in quotes; one never closed is none
        if end > 0:
            at = end + 1
    return limit, False


def _attributes(text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for one in _ATTRIBUTE.finditer(text):
        value = one[2] or ""
        if value[:1] in "\"'":
            value = value[1:-1]
        found.setdefault(one[1].lower(), unescape(value))
    return found


def _closing(text: str, tag: str, at: int) -> int:
    """Where the end tag of a raw element stands; the end of the text when it has none."""
    found = re.compile(rf"</{tag}[\s>]", re.IGNORECASE).search(text, at)
    return found.start() if found else len(text)


def decode(data: bytes) -> tuple[str, str]:
    """The text of a page, and the name of its encoding: as it declares, if it has no mark and can be read so."""
    said = _CODES.search(data[:_LOOK]) or _DECLARED.search(data[:_LOOK])
    declared = said[1].decode("ascii").lower() if said else ""
    if declared and not is_marked(data) and not declared.startswith(("utf-16", "unicode")):    # wide, it is not found
        name = _AS_BROWSERS.get(declared, declared)
        try:
            return data.decode(name), name
        except (UnicodeDecodeError, LookupError):
            pass
    return by_evidence(data)
