"""Of several columns of ids the one that is the rows' own: "Milestone ID" beside "Project ID"; and which columns hold
ids or codes, of the rows or of what they belong to.

Must not know: fields beyond the names given to it, rows.
"""
from __future__ import annotations

from collections.abc import Collection, Sequence

from importers.meaning.evidence import Profile
from importers.meaning.words import fold, spaced

Offers = list[tuple[float, int, str]]
_LEAST = 6                                # in fewer rows it is chance which ids repeat
_OF_A_PLACE = frozenset("street house building room floor postal zip phone fax telephone strasse haus telefon".split())
_OWN = 0.98                               # a row printed twice makes no id a shared one
_SHARED = 0.6                             # a smaller share of different ids says what rows have in common


def own_ids(columns: Sequence[tuple[str, Profile]], offers: Offers, levels: Collection[str]) -> Offers:
    """Offers (how sure, column, field) once the ids that several rows share say what these belong to, where another
    id stands in every row and in one only. `columns` are headings and values."""
    ids = [index for _, index, name in offers if name == "code"]
    own = [i for i in ids if (p := columns[i][1]).count >= _LEAST and p.distinct >= _OWN and p.empty < 0.1
           and fold(spaced(columns[i][0])).split()[-1:] in (["id"], ["key"], ["code"])]
    above = {i for i in ids if own and columns[i][1].count >= _LEAST and columns[i][1].distinct < _SHARED
             and not _OF_A_PLACE & set(fold(spaced(columns[i][0])).split())}
    if not above or any(name in ("parent", *levels) and index not in above for _, index, name in offers):
        return offers
    return [o for o in offers if o[2] != "code" or o[1] not in above] + [(0.8, min(above), "parent")]


def heads_ids(header: str) -> bool:
    """"Update ID", "Week ID": the last of several words says what stands below, not the first."""
    words = fold(spaced(header)).split()
    return len(words) > 1 and words[-1] == "id"


def stands_for_others(header: str, p: Profile) -> bool:
    """"State code", "Contractor ID" with the same few values in many rows: what they stand for calls no row."""
    return fold(spaced(header)).split()[-1:] in (["id"], ["key"], ["code"], ["abbr"]) and p.distinct < 0.9 \
        and p.phrases < 0.3 and p.count >= _LEAST
