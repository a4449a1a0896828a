"""XML from strangers: any document type declaration ends the reading, set in the parser, not searched in text.

Must not know: what the XML is about.
"""
from __future__ import annotations

from xml.etree.ElementTree import Element, ParseError
from xml.parsers import expat

from app.errors import Problem

Attributes = dict[str, str]
_CHUNK = 1 << 16


class RootSeen(Exception):
    """Ends a look at the first lines of a part: a document type can only stand before the root element."""


def parser(where: str) -> expat.XMLParserType:
    """A namespace-aware parser (names are "uri local") that refuses a DOCTYPE and every entity declaration."""
    made = expat.ParserCreate(namespace_separator=" ")
    made.buffer_text = True

    def refuse(*_: object) -> int:
        raise forbidden(where)

    made.StartDoctypeDeclHandler = refuse
    made.EntityDeclHandler = refuse
    made.UnparsedEntityDeclHandler = refuse
    made.ExternalEntityRefHandler = refuse
    return made


def forbidden(where: str) -> Problem:
    """The refusal of a document type: no spreadsheet program writes one, and bombs need it."""
    return Problem(
        f"{where} declares a document type or entities, which no spreadsheet program writes and attacks need.",
        "The file was not read. Ask its sender for a copy saved by Excel or LibreOffice.",
    )


def malformed(where: str, why: object) -> Problem:
    """Part or file is not XML although it must be."""
    return Problem(f"{where} is damaged: its XML is not well formed ({why}).",
                   "Open the file in Excel or LibreOffice, save it again and import the copy.")


class Prolog:
    """Reads a part's first bytes as they stream by and raises Problem where a document type is declared."""

    def __init__(self, where: str) -> None:
        self._parser: expat.XMLParserType | None = parser(where)

        def root(*_: object) -> None:
            raise RootSeen

        self._parser.StartElementHandler = root

    def feed(self, data: bytes) -> None:
        """Look at more bytes; does nothing once the root element was seen or the text was no XML."""
        if self._parser is None:
            return
        try:
            for start in range(0, len(data), _CHUNK):
                self._parser.Parse(data[start:start + _CHUNK], False)
        except (RootSeen, expat.ExpatError, ValueError, LookupError):
            self._parser = None        # past the danger, or not XML: whoever needs the part will say so

    def end(self) -> None:
        """The part is over: look at what the parser put off. Since expat 2.6 it waits with what follows a
        long token, here a comment, until more comes or the end is told."""
        if self._parser is None:
            return
        try:
            self._parser.Parse(b"", True)
        except (RootSeen, expat.ExpatError, ValueError, LookupError):
            self._parser = None


def looks_like_xml(head: bytes) -> bool:
    """Whether a part's first bytes can begin an XML text in some encoding that parsers accept."""
    bare = head.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    return bare.startswith(b"<")


def tree(data: bytes, where: str) -> Element:
    """A small part as a tree; namespaces stay in the tags, `local` cuts them off."""
    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import fromstring
    try:
        root: Element = fromstring(data, forbid_dtd=True)
    except DefusedXmlException as error:
        raise forbidden(where) from error
    except (ParseError, ValueError, LookupError) as error:
        raise malformed(where, error) from error
    return root


def local(tag: str) -> str:
    """The name without its namespace: "{uri}sheet" -> "sheet"."""
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: Element, name: str) -> str:
    """An attribute by its local name, whatever its namespace; "" when it is not there."""
    for key, value in element.attrib.items():
        if local(key) == name:
            return value
    return ""
