"""Comments on cells come along: each is a note of the record whose row it stands in.

Comments elsewhere (on headings, totals, beside the list) are named with their words. Must not know: layouts' insides;
it goes by the addresses of a sheet's items.
"""
from __future__ import annotations

import re
from collections.abc import Sequence

from app.core.batch import Batch, Item, SheetReading, counted_key
from importers.base import Sheet, Where, address, letter
from importers.meaning.notes import Notes
from importers.reading.xlsx.cells import place

_CARRIERS = ("risk", "issue", "assumption", "activity", "measure", "package", "project", "program", "portfolio",
             "organization")
_THREAD = re.compile(r"^\[[^\]]*\].*?(?<!\s)[^\S\n]*+\n\s*+(?:Comment|Kommentar):\s*", re.DOTALL)
_REPLY = re.compile(r"(?<!\s)[^\S\n]*+\n\s*+(?:Reply|Antwort):\s*")
_MOST, _SHOWN = 6, 60


def carry_comments(batch: Batch, sheet: Sheet) -> None:
    """A note for each comment of the rows that came in."""
    reading = data_of(batch, sheet)
    if not sheet.comments or reading is None:
        return
    owners = owners_of(batch, sheet.name)
    headings = {c.column: c.header for c in reading.columns}
    left: list[tuple[Where, str]] = []
    seen: dict[str, int] = {}
    for (row, column), raw in sorted(sheet.comments.items()):
        text = _plain(raw)
        if not text:
            continue
        owner = owners.get(row) or _above(owners, row, reading) or _called(batch, sheet, row, reading)
        if owner is None:
            left.append(((row, column), text))
            continue
        heading = headings.get(letter(column), "") if reading.layout != "form" else _question(sheet, row, column)
        said = f"{heading}: {text}" if heading else text
        if owner.kind == "note":
            owner.fields["text"] = f"{owner.fields.get('text', '')}\nComment on {said}".strip()
            continue
        key = counted_key(f"{owner.kind} {owner.key}/comment on {heading or letter(column)}", seen)
        batch.items.append(Item("note", key, owner.key, owner.kind, {"text": said},
                                at=f"{sheet.name}!{address(row, column)}"))
    _say_left(batch, sheet, left)


def data_of(batch: Batch, sheet: Sheet) -> SheetReading | None:
    """What was read of a sheet, where its rows came in."""
    return next((r for r in batch.sheets if r.name == sheet.name and r.role == "data"), None)


def quoted(left: Sequence[tuple[Where, str]], most: int) -> str:
    """What was left of some cells, the first few in words; a brace would be taken for a word that agrees in number."""
    words = "; ".join(f"{address(*w)} {text}" for w, text in left[:most])
    more = f" and {len(left) - most} more" if len(left) > most else ""
    return f"{words}{more}".replace("{", "(").replace("}", ")")


def owners_of(batch: Batch, sheet: str) -> dict[int, Item]:
    """Row -> the record it became; of several the one lowest in the tree, of a row of figures its measure."""
    found: dict[int, Item] = {}
    by_key = {(i.kind, i.key): i for i in batch.items}
    for item in batch.items:
        of, _, cell = item.at.rpartition("!")
        at = place(cell) if of == sheet else None
        if at is None or item.fields.get("pass_through"):
            continue
        row = at[0]
        carrier: Item | None = item
        if item.kind == "effect_line":
            carrier = by_key.get((item.parent_kind, item.parent))
        elif item.kind == "note" and item.parent:
            carrier = None                                 # it is a remark itself
        if carrier is not None and (carrier.kind == "note" or carrier.kind in _CARRIERS) and (
                row not in found or _depth(carrier) < _depth(found[row])):
            found[row] = carrier
    return found


def _depth(item: Item) -> int:
    return _CARRIERS.index(item.kind) if item.kind in _CARRIERS else len(_CARRIERS)


def _above(owners: dict[int, Item], row: int, reading: SheetReading) -> Item | None:
    """In a form the project described there: the nearest measure above, or the only one."""
    if reading.layout != "form" or reading.row_kinds.get(row + 1) != "data":
        return None
    measures = {r: i for r, i in owners.items() if i.kind == "measure"}
    over = [r for r in measures if r <= row]
    return measures[max(over)] if over else next(iter(measures.values()), None)


def _called(batch: Batch, sheet: Sheet, row: int, reading: SheetReading) -> Item | None:
    """The measure whose id or name stands in a row of its figures."""
    if reading.row_kinds.get(row + 1) != "data":
        return None
    measures = [i for i in batch.items if i.kind == "measure"]
    for value in sheet.rows[row] if row < len(sheet.rows) else ():
        text = str(value).strip() if value is not None else ""
        for item in measures if text else ():
            if text in (item.key, item.fields.get("code"), item.fields.get("name")):
                return item
    return None


def _question(sheet: Sheet, row: int, column: int) -> str:
    """What a form asks left of an answer."""
    texts = [v for c in range(column) if isinstance(v := sheet.at(row, c), str) and v.strip()]
    return " ".join(texts[-1].split()).rstrip(" :?") if texts else ""


def _plain(text: str) -> str:
    """A thread of comments without what the program writes around it."""
    text = _REPLY.sub("\n", _THREAD.sub("", text.replace("\r", "")))
    return "\n".join(line.strip() for line in text.split("\n") if line.strip())


def _say_left(batch: Batch, sheet: Sheet, left: list[tuple[Where, str]]) -> None:
    if left:
        notes = Notes(sheet.name)
        said = quoted([(w, f"“{' '.join(t.split())[:_SHOWN]}”") for w, t in left], _MOST)
        notes.cells("note", [w for w, _ in left], f"{{where}}: comments on cells that became no record, not kept: "
                    f"{said}.")
        batch.issues += notes.issues
