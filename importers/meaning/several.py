"""Several people in one cell: "Anna Meier & Ben Kurz" are two, "Fa. Stahl & Söhne" is one.

A stroke, a semicolon, a plus or a new line always part names. "&", "und" and "and" part them only where each side can
be a person: not in a firm, and not before a single word, which is more often the second half of a name. A comma, which
"Meier, Anna" has too, parts those who stand alone in other cells. Must not know: cells, which names are the same person
(names.py).
"""
from __future__ import annotations

import re
from collections.abc import Collection

_SURE = re.compile(r"(?:(?<!\s)\s+)?(?:(?<!\bA)/|/(?!S\b)|;|\n|\+)\s*")     # not in "Hansen A/S"
_MAYBE = re.compile(r"(?:(?<!\s)\s+)?&\s*|(?<!\s)\s+(?:und|and)\s+")
_FIRM = re.compile(
    r"(?<!\w)(?:Fa\.?|Firma|Gebr\.?|Gebrüder|GmbH|mbH|gGmbH|AG|KG|KGaA|OHG|UG|SE|GbR|e\.\s?K\.|e\.\s?V\.|Co\.?|Cie\.?|"
    r"Company|Inc\.?|Ltd\.?|Limited|LLC|LLP|PLC|Corp\.?|S\.\s?A\.|SARL|SAS|SpA|B\.\s?V\.|N\.\s?V\.|A/S|AB|Oy|"
    r"Söhne|Sohn|Töchter|Sons?|Brothers|Bros\.?|Partners?|Associates|Consulting|Holding|Group|Gruppe)(?!\w)", re.I)
_INITIALS = re.compile(r"[A-ZÄÖÜ]{2,3}$")


def standing_alone(texts: Collection[str]) -> frozenset[str]:
    """Texts without a comma, and parts that stand before one here and behind one there: names by themselves."""
    listed = [[part.strip() for part in text.split(",")] for text in texts]
    first, later = {parts[0] for parts in listed if parts[1:]}, {part for parts in listed for part in parts[1:]}
    return frozenset({parts[0] for parts in listed if not parts[1:]} | (first & later))


def people_in(text: str, alone: Collection[str] = ()) -> list[str]:
    """The names in a cell, in their order; `alone` are names known to be whole (standing_alone)."""
    text = text if "\n" in text else " ".join(text.split())
    return [name for part in _SURE.split(text) if part.strip() for name in _halves(part.strip(), alone)]


def _halves(text: str, alone: Collection[str]) -> list[str]:
    listed = [part.strip() for part in text.split(",") if part.strip()]
    known = sum(part in alone for part in listed)
    if known == len(listed) > 1 or (known and len(listed) > 2):
        return listed                                      # "Eva, Tom" beside cells of Eva and of Tom
    parts = [part.strip() for part in _MAYBE.split(text) if part.strip()]
    if len(parts) < 2:
        return parts
    alike = all("@" in part for part in parts) or all(_INITIALS.match(part) for part in parts)
    if alike or (not _FIRM.search(text) and all(" " in part for part in parts[1:])):
        return parts
    return [" ".join(text.split())]
