"""Trimtab's own workbook becomes a batch: every row one item with the number of its record, exact to the cent.

Columns are found by their heads, so that they may be moved or left out; a column that is left out says nothing.
Must not know: the portfolio it goes into, how the export lays its cells out (core/own_workbook.py does).
"""
from __future__ import annotations

import datetime as dt
import json
import uuid

from app.core.batch import Batch, Column, Issue, Item, Run, SheetReading, counted_key
from app.core.catalog import KINDS, LEVELS, SERIES, Field, fields_of, level_of, series_of
from app.core.find import fold
from app.core.own_workbook import (
    FORM,
    FORM_ASKS,
    FORM_ASKS_ACTIVITY,
    FORM_SERIES,
    KNOWN_ON,
    LINE_RECORD,
    MEASURE_RECORD,
    OPEN_FROM,
    PARENT,
    PARENT_CODE,
    PARENT_RECORD,
    RECORD,
    REMARK,
    parent_ref,
    set_of,
    value_of,
)
from app.core.sense import bounded
from app.core.values import month_text, scale_of
from app.errors import Problem
from importers.base import Book, Progress, letter
from importers.own.heads import LINE_FIELDS, OF_FORMS, REST, SHARED, heads_of, is_computed, months_of
from importers.own.references import References
from importers.own.sent import differences
from importers.own.sheets import STATE, OwnSheet, fields_by_head, own_sheets, readme, text_of

SHAPE = "Trimtab workbook"
_ASKED = {"measure": FORM_ASKS, "activity": FORM_ASKS_ACTIVITY}


def extract(book: Book, progress: Progress) -> Batch:
    """The whole workbook; cells that are no value of their field are named by address and left out."""
    return _Reading(book, progress).run()


class _Reading:
    """One workbook under way: its sheets, what its names mean, and the items so far."""

    def __init__(self, book: Book, progress: Progress) -> None:
        self.book, self.progress = book, progress
        self.sheets, self.told = own_sheets(book), readme(book)
        self.out = Batch(book.name, SHAPE, sha256=book.sha256, issues=list(book.issues), own=True)
        self.out.whole = FORM not in self.told           # what a form does not hold is not gone
        self.out.currency = str(self.told.get("Currency of totals") or "")
        self.refs, self.keys = References(), dict[tuple[str, int], str]()
        self.custom: dict[tuple[str, str], tuple[str, Field]] = {}
        self.bad: dict[tuple[str, str], list[str]] = {}
        self.unread: dict[str, list[tuple[str, str, int, str]]] = {}       # of each kind of sheet
        self.grey: dict[tuple[str, str], list[str]] = {}
        self.emptied: dict[tuple[str, str], list[str]] = {}
        self.rows: dict[tuple[str, str], int] = {}       # series of a line in another row than the line's first
        self.odd: dict[tuple[str, str], list[str]] = {}  # beyond what people may write, and taken over all the same

    def run(self) -> Batch:
        self._state()
        for sheet in self.sheets.values():
            self._index(sheet)
        self._custom_fields()
        done = [self._sheet(sheet, n) for n, sheet in enumerate(self.sheets.values())]
        self.out.items = [*self.refs.fresh.values(), *(item for items in done for item in items)]
        self._readings()
        for severity, found, end in (("error", self.bad, "left out"), ("warning", self.odd, "it came in as it is"),
                                     ("warning", self.grey, "left out"),
                                     ("warning", self.emptied, "its value goes from the portfolio too")):
            for (name, message), cells in found.items():
                listed = ", ".join(cells[:8]) + (f" and {len(cells) - 8} more" if len(cells) > 8 else "")
                self.out.issues.append(Issue(severity, name, cells[0], f"{message} ({listed}); {end}.",
                                             places=len(cells)))
        return self.out

    def _state(self) -> None:
        try:
            found = json.loads(str(self.told.get(STATE) or "{}"))
            self.out.vector = {str(site): int(seq) for site, seq in found.items()}
        except (ValueError, AttributeError, TypeError):
            self.out.issues.append(Issue("warning", "README", "", f"The line {STATE} was changed: what differs from "
                                         "this file cannot be told from what was changed here since."))

    # ---------------------------------------------------------------- who is who

    def _index(self, sheet: OwnSheet) -> None:
        mark, seen = LINE_RECORD if sheet.kind == "effect_line" else RECORD, dict[str, int]()
        for row in sheet.rows():
            kind, uid, name = self._kind(sheet, row), sheet.text(row, mark), sheet.text(row, "Name")
            code = sheet.text(row, "Code")
            key = uid or counted_key(f"{kind} {code or name or sheet.where(row)}", seen)
            if uid and not _is_uid(uid):
                self._wrong(sheet, row, mark, "A record's number was changed here")
                continue
            self.keys[sheet.kind, row] = key
            called = [sheet.text(row, "Mail")] if kind == "person" else []
            self.refs.add(kind, key, code, name, *called, narrowed=_plain(sheet.text(row, "Type")) if kind == "unit"
                          else "")

    def _kind(self, sheet: OwnSheet, row: int) -> str:
        if sheet.kind != "node":
            return sheet.kind
        level = sheet.text(row, "Level")
        if level.isdecimal() and 1 <= int(level) <= len(LEVELS):
            return LEVELS[int(level) - 1]
        word = fold(sheet.text(row, "Kind"))
        return next((k for k in LEVELS if word in (k, fold(KINDS[k].label))), "")

    def _custom_fields(self) -> None:
        """(kind, folded head) -> (key of the definition, field), as the export names the columns."""
        sheet = self.sheets.get("field_def")
        for row in sheet.rows() if sheet else ():
            assert sheet is not None
            key = self.keys.get(("field_def", row))
            if key is None:
                continue
            label, on = sheet.text(row, "Label") or sheet.text(row, "Key"), _plain(sheet.text(row, "On"))
            made = Field("x." + key, sheet.text(row, "Type") or "text", label)
            self.custom[on, fold(f"{label} [{key}]")] = key, made
            self.custom.setdefault((on, fold(label)), (key, made))

    # ---------------------------------------------------------------- rows

    def _sheet(self, sheet: OwnSheet, number: int) -> list[Item]:
        self.progress(0.5 + 0.45 * number / max(len(self.sheets), 1), f"Understanding {sheet.sheet.name}")
        if sheet.kind == "effect_line":
            return self._lines(sheet)
        known, items, above = fields_by_head(sheet.kind), list[Item](), list[str]()
        months = months_of(sheet) if sheet.kind in KINDS and series_of(sheet.kind) else {}
        for row in sheet.rows():
            key, kind = self.keys.get((sheet.kind, row)), self._kind(sheet, row)
            if key is None:
                continue
            if not kind:
                self._wrong(sheet, row, "Level", "No level says what this row is")
                continue
            item = Item(kind, key, at=sheet.where(row, "Name"), uid=key if _is_uid(key) else "",
                        weak=not _is_uid(key) and not sheet.text(row, "Code"), known=self._known(sheet, row))
            if sheet.kind == "node":
                above = [*above[:level_of(kind)], key]
                self._node_parent(sheet, row, item, above)
            else:
                self._parent(sheet, row, item)
                if not item.uid and not item.parent_kind and "" not in KINDS[kind].parents:
                    self._wrong(sheet, row, PARENT, "Nothing says what this row belongs to")
                    continue
            asked = self.out.whole or not item.uid          # a form's locked cells are not taken back
            for head in sheet.heads:
                if not asked and not (head in known and known[head].name in _ASKED.get(kind, ())):
                    continue
                if head in known and (sheet.kind != "node" or level_of(kind) == 5 or head in SHARED):
                    self._field(sheet, row, head, known[head], item)
                elif (kind, head) in self.custom and head not in known:
                    self._custom(sheet, row, head, item)
            for series in series_of(kind) if asked else ():
                said = sheet.text(row, "Decimal places")
                self._amounts(sheet, row, series, int(said) if said.isdecimal() else 0, months, item)
            items.append(item)
            if not self.out.whole:
                self._as_sent(sheet, row, months)
                items += self._remark(sheet, row, item)
        return items

    def _as_sent(self, sheet: OwnSheet, row: int, months: dict[int, int]) -> None:
        """Name what was changed where a form asks for nothing, and what was emptied where it asks."""
        changed, emptied = differences(sheet, row, months)
        for found, into, what in ((changed, self.grey, "is grey in the form and was changed"),
                                  (emptied, self.emptied, "was emptied")):
            for called, column in found:
                into.setdefault((sheet.sheet.name, f"{called} {what}"), []).append(f"{letter(column)}{row + 1}")

    def _remark(self, sheet: OwnSheet, row: int, item: Item) -> list[Item]:
        """What an owner wrote beside a row is a note of it; the same words are the same note again."""
        text = sheet.text(row, REMARK).strip()
        if not text:
            return []
        uid = uuid.uuid5(uuid.NAMESPACE_OID, f"{item.key}\n{text}").hex
        return [Item("note", uid, item.key, item.kind, {"text": text}, at=sheet.where(row, REMARK), uid=uid)]

    def _known(self, sheet: OwnSheet, row: int) -> str:
        value = sheet.at(row, KNOWN_ON)
        return value.isoformat()[:10] if isinstance(value, dt.date) else ""

    def _node_parent(self, sheet: OwnSheet, row: int, item: Item, above: list[str]) -> None:
        """The parent's number, unless the code beside it names another; without both the row above one level up."""
        level = level_of(item.kind)
        if not level:
            return
        kind, uid, code = LEVELS[level - 1], sheet.text(row, PARENT_RECORD), sheet.text(row, PARENT_CODE)
        named = self.refs.named.get((kind, fold(code)), []) if code else []
        item.parent_kind = kind
        if len(named) == 1 and named[0] != uid:
            item.parent = named[0]
        elif uid or code:
            item.parent = uid or code
        elif len(above) == level + 1:
            item.parent = above[level - 1]
        else:
            self._wrong(sheet, row, PARENT_CODE, f"Nothing says which {KINDS[kind].label.lower()} this row belongs to")

    def _parent(self, sheet: OwnSheet, row: int, item: Item) -> None:
        hangs, text, uid = parent_ref(item.kind), sheet.text(row, PARENT), sheet.text(row, PARENT_RECORD)
        if not hangs or not (text or uid):
            return
        link = self.refs.link(hangs, text, item.at) if text else None
        if link is None or link.key not in self.refs.kinds:
            item.parent, item.parent_kind = uid or (link.key if link else ""), self.refs.kinds.get(uid, "")
        else:
            item.parent, item.parent_kind = link.key, self.refs.kinds[link.key]

    def _field(self, sheet: OwnSheet, row: int, head: str, field: Field, item: Item,
               scale: int | None = None) -> None:
        cell, error = sheet.sheet.at(row, sheet.heads[head]), sheet.sheet.errors.get((row, sheet.heads[head]))
        try:
            if error is not None:
                raise Problem(f"{error} is no {field.label.lower()}.")
            if field.type == "set":
                item.fields |= set_of(field, cell)
            elif field.type == "ref":
                item.fields[field.name] = self.refs.link(field.ref, said, item.at) if (said := text_of(cell)) else None
            else:
                value = item.fields[field.name] = value_of(field, cell, scale_of(self.out.currency)
                                                           if scale is None else scale)
                beyond = bounded(field, value)
                if beyond:
                    self._wrong(sheet, row, head, beyond[0].rstrip("."), kept=True)
        except Problem as wrong:
            self._wrong(sheet, row, head, wrong.what.rstrip("."))

    def _custom(self, sheet: OwnSheet, row: int, head: str, item: Item) -> None:
        key, field = self.custom[item.kind, head]
        if head != (own := fold(f"{field.label} [{key}]")) and own in sheet.heads:     # this one is another level's
            return
        try:
            item.custom[key] = field.type, value_of(field, sheet.sheet.at(row, sheet.heads[head]),
                                                    scale_of(self.out.currency))
        except Problem as wrong:
            self._wrong(sheet, row, head, wrong.what.rstrip("."))

    # ---------------------------------------------------------------- effect lines

    def _lines(self, sheet: OwnSheet) -> list[Item]:
        known = {head: fields_of("effect_line")[name] for head, name in LINE_FIELDS.items()}
        every = months = months_of(sheet)
        first = str(self.told.get(OPEN_FROM) or "")
        if first:                                          # the months before are locked in a form
            months = {m: c for m, c in months.items() if month_text(m) >= first}
        items: dict[str, Item] = {}
        for row in sheet.rows():
            key, series = self.keys.get(("effect_line", row)), fold(sheet.text(row, "Series"))
            if key is None:
                continue
            if series not in SERIES:
                self._wrong(sheet, row, "Series", "This is none of the series " + ", ".join(SERIES))
                continue
            if not self.out.whole:
                self._as_sent(sheet, row, every)
            measure = sheet.text(row, MEASURE_RECORD)
            named = self.refs.named.get(("measure", fold(sheet.text(row, "Measure code"))), [])
            if not _is_uid(key):
                key = f"{measure or sheet.text(row, 'Measure code')}#{sheet.text(row, 'Line') or key}"
            scale = self._scale(sheet, row)
            item = items.get(key)
            if item is None:
                above = measure or (named[0] if len(named) == 1 else "")
                item = items[key] = Item("effect_line", key, above, "measure",
                                         at=sheet.where(row, "Line name"), uid=key if _is_uid(key) else "",
                                         known=self._known(sheet, row))
                for head in sheet.heads if self.out.whole or not item.uid else ():
                    if head in known:
                        self._field(sheet, row, head, known[head], item, scale)
                    elif ("effect_line", head) in self.custom and head not in REST:
                        self._custom(sheet, row, head, item)
            if item.at != sheet.where(row, "Line name"):
                self.rows[item.at, series] = row + 1
            if self.out.whole or not item.uid or series in FORM_SERIES:
                self._amounts(sheet, row, series, scale, months, item)
        return list(items.values())

    def _scale(self, sheet: OwnSheet, row: int) -> int:
        said = sheet.text(row, "Decimal places")
        return int(said) if said.isdecimal() else scale_of(sheet.text(row, "Currency") or self.out.currency)

    def _amounts(self, sheet: OwnSheet, row: int, series: str, scale: int, months: dict[int, int], item: Item) -> None:
        money = Field("amount", "money", "Amount")
        if "undated" in sheet.heads:
            self._field(sheet, row, "undated", Field(f"undated_{series}", "money", "Undated"), item, scale)
        if not months:
            return
        first, last = min(months), max(months)
        values: list[int | None] = [None] * (last - first + 1)
        for month, column in months.items():
            cell, error = sheet.sheet.at(row, column), sheet.sheet.errors.get((row, column))
            if error is None and (cell is None or cell == ""):
                continue
            try:
                if error is not None:
                    raise Problem(f"{error} is no amount.")
                values[month - first] = value_of(money, cell, scale)
            except Problem as wrong:
                self._wrong(sheet, row, letter(column), wrong.what.rstrip("."), column)
                self.unread.setdefault(sheet.kind, []).append((item.key, series, month, f"{letter(column)}{row + 1}"))
        silent = self.unread.setdefault(sheet.kind, [])
        silent += [(item.key, series, m, "") for m in range(first, last) if m not in months]       # no column says them
        item.series[series] = Run(first, values)

    # ---------------------------------------------------------------- what was understood

    def _wrong(self, sheet: OwnSheet, row: int, head: str, message: str, column: int | None = None,
               kept: bool = False) -> None:
        at = sheet.heads.get(fold(head), 0) if column is None else column
        (self.odd if kept else self.bad).setdefault((sheet.sheet.name, message), []).append(f"{letter(at)}{row + 1}")

    def _readings(self) -> None:
        ours = {id(s.sheet): s for s in self.sheets.values()}
        for sheet in self.book.sheets:
            own = ours.get(id(sheet))
            if own is None:
                why = ("Says what was exported and how to read it." if sheet.name == "README"
                       else "This sheet is not one of the export's; it was not read.")
                self.out.sheets.append(SheetReading(sheet.name, "ignored", "", hidden=sheet.hidden, why=why))
                if sheet.name != "README":
                    self.out.issues.append(Issue("note", sheet.name, "", why))
                continue
            known, months = heads_of(own, self.custom), months_of(own)
            columns = [Column(letter(c), str(own.sheet.at(own.head_row, c)), known.get(head, ""), 1.0)
                       for head, c in sorted(own.heads.items(), key=lambda pair: pair[1])]
            kinds = {row + 1: "data" for row in own.rows()} | {own.head_row + 1: "header"}
            self.out.sheets.append(SheetReading(sheet.name, "data", SHAPE, own.head_row + 1, columns, kinds,
                                                sheet.hidden, f"Written by Trimtab: {sheet.name}.",
                                                unread_months=tuple(self.unread.get(own.kind, ())),
                                                rows=self.rows if own.kind == "effect_line" else {},
                                                months={month_text(m): letter(c) for m, c in months.items()}))
            read = {*known, *(() if self.out.whole else OF_FORMS)}
            extra = [str(own.sheet.at(own.head_row, c)) for head, c in own.heads.items()
                     if head not in read and c not in months.values() and not is_computed(head)]
            if extra:
                self.out.issues.append(Issue("warning", sheet.name, "", "Columns the export does not have were not "
                                             f"read: {', '.join(extra)}."))


def _is_uid(text: str) -> bool:
    if len(text) != 32:
        return False
    try:
        return uuid.UUID(hex=text).hex == text
    except ValueError:
        return False


def _plain(text: str) -> str:
    return text.strip().casefold().replace(" ", "_").replace("-", "_")


__all__ = ["SHAPE", "extract"]
