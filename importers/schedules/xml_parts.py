"""The parts of a schedule's XML one after the other, in bounded memory; any document type ends the reading.

Must not know: what the parts mean.
"""
from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError, iterparse

from app.core.values import in_years
from app.errors import Problem
from importers.reading.xml_safe import Prolog, local, malformed

_CHUNK = 1 << 16
MAX_TASKS = 30_000           # more than any one schedule; all in one chain are counted anew in seven seconds


def refuse_document_type(path: Path) -> None:
    """Look at the file up to its root element. Entities can only be declared there, so nothing else need be feared."""
    prolog = Prolog(path.name)
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            prolog.feed(chunk)
    prolog.end()


def root_of(path: Path) -> Element | None:
    """The root element without what it holds; None when the file is not XML at all."""
    try:
        with path.open("rb") as file:
            for _, element in iterparse(file, ("start",)):
                root: Element = element
                return root
    except (ParseError, ValueError, LookupError):
        return None
    return None


def parts(path: Path, deep: frozenset[str]) -> Iterator[tuple[str, Element]]:
    """(container, element): children of the containers in `deep` one by one, all other children of the root as
    ("", element). Each is emptied after use."""
    above: list[Element] = []
    tasks = 0
    try:
        with path.open("rb") as file:
            for event, element in iterparse(file, ("start", "end")):
                if event == "start":
                    above.append(element)
                    tasks += element.tag in ("Task", "task") or element.tag.endswith("}Task")
                    if tasks > MAX_TASKS:
                        raise Problem(f"{path.name} holds more than {MAX_TASKS:,} tasks.",
                                      "Save the part of the schedule you need as a file of its own.")
                    continue
                above.pop()
                inside = local(above[1].tag) if len(above) > 1 else ""
                if len(above) == 2 and inside in deep:
                    yield inside, element
                    above[1].remove(element)
                elif len(above) == 1 and local(element.tag) not in deep:
                    yield "", element
                    above[0].remove(element)
    except (ParseError, ValueError, LookupError) as error:
        raise malformed(path.name, error) from error


def children(element: Element, name: str) -> list[Element]:
    return [child for child in element if local(child.tag) == name]


def child(element: Element, name: str) -> Element | None:
    return next((c for c in element if local(c.tag) == name), None)


def texts(element: Element) -> dict[str, str]:
    """The texts of an element's simple children by local name; the first of each name counts."""
    found: dict[str, str] = {}
    for one in element:
        if len(one) == 0 and one.text is not None and one.text.strip():
            found.setdefault(local(one.tag), one.text.strip())
    return found


def number(text: str | None) -> Decimal | None:
    """A plain decimal of sane size; None when it is none."""
    if not text or len(text) > 40:
        return None
    try:
        value = Decimal(text)
    except InvalidOperation:
        return None
    return value if value.is_finite() and abs(value) < Decimal(10) ** 20 else None


def day(text: str | None) -> str | None:
    """The day of an ISO date or date and time, None when it is none or lies outside 1900 to 2200."""
    try:
        found = dt.date.fromisoformat((text or "")[:10])
    except ValueError:
        return None
    return found.isoformat() if in_years(found.year) else None


def minute(text: str | None) -> int | None:
    """The minute of the day of an ISO date and time, None without one."""
    try:
        time = dt.time.fromisoformat((text or "").partition("T")[2][:8])
    except ValueError:
        return None
    return time.hour * 60 + time.minute
