"""Links on cells come along: the first of a row is the external reference of its record, the others are named.

Only their text is kept, none is opened. Must not know: layouts' insides; it goes by the addresses of a sheet's items.
"""
from __future__ import annotations

from app.core.batch import Batch, Item
from app.core.catalog import fields_of
from importers.base import Sheet, Where, address, letter
from importers.items.cell_comments import data_of, owners_of, quoted
from importers.meaning.notes import Notes

FIELD = "external_ref"
_FIRST = ("code", "name")                 # a link behind the id, else behind the name, is the record's own
_WEB = ("http://", "https://", "ftp://", "file:")
_MOST, _SHOWN, _LONGEST = 6, 80, 2_000


def carry_links(batch: Batch, sheet: Sheet) -> None:
    """The external references of the rows that came in, as far as their links say them."""
    reading = data_of(batch, sheet)
    if not sheet.links or reading is None:
        return
    owners = owners_of(batch, sheet.name)
    meant = {c.column: c.field for c in reading.columns}

    def order(where: Where) -> tuple[int, int, int]:
        row, column = where
        field = meant.get(letter(column), "")
        return row, _FIRST.index(field) if field in _FIRST else len(_FIRST), column

    left: list[Where] = []
    for where in sorted(sheet.links, key=order):
        link, owner = sheet.links[where], owners.get(where[0])
        if _shown(sheet, where, link):
            continue
        if owner is None or not _takes(owner, link):
            left.append(where)
        else:
            owner.fields[FIELD] = link
    if left:
        notes = Notes(sheet.name)
        said = quoted([(w, sheet.links[w][:_SHOWN]) for w in sorted(left)], _MOST)
        notes.add("note", address(*min(left)), f"The {{link/links}} of {{cell/cells}} {said} {{was/were}} not kept: no "
                  "record has a place for {it/them}.", places=len(left))
        batch.issues += notes.issues


def _takes(owner: Item, link: str) -> bool:
    """Has the record a place for a reference that is still free?"""
    return (FIELD in fields_of(owner.kind) and not owner.fields.get(FIELD) and len(link) <= _LONGEST
            and link.lower().startswith(_WEB))


def _shown(sheet: Sheet, where: Where, link: str) -> bool:
    """Does the cell itself say where it links to?"""
    value = sheet.at(*where)
    text = value.strip().lower().rstrip("/") if isinstance(value, str) else ""
    bare = link.lower().rstrip("/")
    return bool(text) and text in (bare, bare.removeprefix("mailto:"), bare.partition("://")[2])
