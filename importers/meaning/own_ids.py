"""Of several columns of ids the one that is the rows' own: "Milestone ID" beside "Project ID".

Must not know: fields beyond the names given to it, rows.
"""
from __future__ import annotations

from collections.abc import Collection, Sequence

from importers.meaning.evidence import Profile
from importers.meaning.words import fold, spaced

Offers = list[tuple[float, int, str]]
_LEAST = 6                                # in fewer rows it is chance which ids repeat
_SHARED = 0.6                             # a smaller share of different ids says what rows have in common


def own_ids(columns: Sequence[tuple[str, Profile]], offers: Offers, levels: Collection[str]) -> Offers:
    """Offers (how sure, column, field) once the ids that several rows share say what these belong to, where another
    id stands in every row and in one only. `columns` are headings and values."""
    ids = [index for _, index, name in offers if name == "code"]
    own = [i for i in ids if columns[i][1].count >= _LEAST and columns[i][1].distinct == 1 and columns[i][1].empty < 0.1
           and fold(spaced(columns[i][0])).split()[-1:] in (["id"], ["key"], ["code"])]
    above = {i for i in ids if own and columns[i][1].count >= _LEAST and columns[i][1].distinct < _SHARED}
    if not above or any(name in ("parent", *levels) and index not in above for _, index, name in offers):
        return offers
    return [o for o in offers if o[2] != "code" or o[1] not in above] + [(0.8, min(above), "parent")]
