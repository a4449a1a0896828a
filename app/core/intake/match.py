"""Which record an imported item is: by the key its own source gave it, by a code that says enough, by name.

Must not know: what changes about it (plan.py), how the file was read.
"""
from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import repeat

from app.core import natural
from app.core.batch import Batch, Item, Link
from app.core.catalog import KINDS, LEVELS
from app.core.find import fold
from app.core.people import real
from app.core.portfolio import Portfolio, Record

_VERSION_WORDS = re.compile(r"(\d+|[_\-. ]+v(?=\b|_|\d)|final|copy|kopie|neu|new|stand|\(\)|q(?=\d))", re.I)


def source_key(name: str) -> str:
    """A file name without its dates and version words: next month's file is the same source."""
    stem = re.sub(r"\.[A-Za-z]{2,5}$", "", name)
    key = re.sub(r"[\W_]+", " ", _VERSION_WORDS.sub(" ", stem)).strip()
    return fold(key) or fold(stem)


def find_source(p: Portfolio, batch: Batch) -> str:
    """uid of the source this file is the next edition of: same name, else same shape with mostly the same keys."""
    uid = p.key_uid("source", source_key(batch.source))
    if uid in p.records and p.live(uid):
        return uid
    others = p.of_kind("source")
    keys = [i for i in batch.items if i.kind == "measure"][:200] if others else []
    for other in others:
        if other.get("shape") == batch.shape and keys:
            known = sum(own_uid(p, other.uid, i) in p.records for i in keys)
            if known * 2 > len(keys):
                return other.uid
    return uid


def own_uid(p: Portfolio, source: str, item: Item) -> str:
    """The uid a source's key gives: the same every month and on every laptop."""
    return p.key_uid(item.kind, f"{source}\n{item.key}")


class Matcher:
    """Finds each item's record; `uids` maps (kind, key) to it, `taken` holds every record already matched."""

    def __init__(self, p: Portfolio, source: str, note: Callable[[str, str], None]) -> None:
        self.p, self.source, self.note = p, source, note
        self.uids: dict[tuple[str, str], str] = {}
        self.taken: set[str] = set()
        self._by_name: dict[str, list[Record]] = {}
        self._by_code: dict[str, list[Record]] = {}

    def index(self, kind: str) -> None:
        """Prepare for the items of one kind; parents' kinds come first."""
        self._by_name, self._by_code = {}, {}
        for record in self.p.of_kind(kind):
            if record.code:
                self._by_code.setdefault(record.code, []).append(record)
            name = f"{record.get('type')}:{record.name}" if kind == "unit" else record.name
            self._by_name.setdefault(fold(name), []).append(record)

    def known(self, kind: str, keys: Sequence[str], uids: Sequence[str]) -> None:
        """These items are these records."""
        self.uids.update(zip(zip(repeat(kind), keys, strict=False), uids, strict=True))
        self.taken.update(uids)

    def place(self, item: Item) -> tuple[str, str]:
        """Its record, and the record it hangs under, "" at the top."""
        parent = self.parent(item)
        uid = self._match(item, parent)
        self.uids[item.kind, item.key] = uid
        self.taken.add(uid)
        return uid, parent

    def parent(self, item: Item) -> str:
        return self.uids.get((item.parent_kind, item.parent), "") if item.parent else ""

    def _match(self, item: Item, parent: str) -> str:
        p = self.p
        if item.uid:
            return self._numbered(item)
        if item.kind == "person":
            return self._person(item)
        if item.kind == "unit":
            type_, name = str(item.fields.get("type")), str(item.fields.get("name"))
            hits = self._by_name.get(fold(f"{type_}:{name}"), [])
            return hits[0].uid if hits else natural.of_unit(p, type_, name)
        own = own_uid(p, self.source, item)
        if own in p.records:
            return own
        found = self._node(item, parent) if item.kind in LEVELS else self._child(item, parent)
        return found if found and found not in self.taken else own

    def _numbered(self, item: Item) -> str:
        """A row of our own workbook: the record it names; in another file the same record, or what has its name."""
        p, said = self.p, item.fields
        here = p.records.get(item.uid)
        if here is not None and here.kind == item.kind:
            return item.uid
        match item.kind:
            case "person":
                return self._person(item)
            case "unit":
                return natural.of_unit(p, str(said.get("type")), str(said.get("name")))
            case "setting":
                return natural.of_setting(p, str(said.get("key")), str(said.get("scope") or ""))
            case "rate":
                return natural.of_rate(p, str(said.get("currency")), str(said.get("month")))
            case "field_def":
                return natural.of_field(p, str(said.get("on_kind")), str(said.get("key")))
        ends = [said.get(end) for end in KINDS[item.kind].link]
        if ends:
            return natural.of_link(p, item.kind, (
                self.uids.get((e.kind, e.key), e.key) if isinstance(e, Link) else str(e) for e in ends))
        return item.uid

    def _person(self, item: Item) -> str:
        p, mail, name = self.p, str(item.fields.get("mail") or ""), str(item.fields.get("name") or item.key)
        alike = self._by_name.get(fold(name), ())           # "Müller" and "Muller" may be one; the same letters are
        hits = [r for r in alike if r.name.casefold() == name.casefold()] or [
            r for r in alike if r.uid not in self.taken]
        if mail:
            hits = [r for r in p.of_kind("person") if fold(r.get("mail", "")) == fold(mail)] or hits
        if hits:
            return real(p, hits[0]).uid
        return natural.of_person(p, name, mail)

    def _node(self, item: Item, parent: str) -> str:
        """A node another source or a person made: by a code that says enough, or by name under the same parent."""
        p = self.p
        if item.fields.get("pass_through"):
            if item.kind == "organization":
                tops = p.of_kind("organization")
                return tops[0].uid if len(tops) == 1 else ""
            hits = [r for r in p.children(parent, item.kind) if r.get("pass_through")] if parent in p.records else []
            return hits[0].uid if hits else ""
        code = str(item.fields.get("code") or "")
        hits = self._by_code.get(code, [])
        hits = hits if hits and says_enough(code) else []
        if len(hits) == 1 and not item.weak:
            if item.kind == "measure":
                self.note(item.at, f"{code} is already here from elsewhere; it is taken for the same measure.")
            return hits[0].uid
        if self._by_name and (item.kind != "measure" or item.weak):
            name = fold(str(item.fields.get("name") or ""))
            hits = [r for r in self._by_name.get(name, ()) if name and r.parent == parent
                    and (r.code == code or not code or not r.code)]
            if len(hits) == 1:
                return hits[0].uid
        return ""

    def _child(self, item: Item, parent: str) -> str:
        """An effect line or other child of a record that was here before, by type and name."""
        if parent not in self.p.records:
            return ""
        same = [r for r in self.p.children(parent, item.kind) if r.uid not in self.taken]
        name = fold(str(item.fields.get("name") or item.fields.get("text") or ""))
        if item.kind == "effect_line":
            same = [r for r in same if r.get("type") == item.fields.get("type")]
            exact = [r for r in same if fold(r.name) == name]
            return exact[0].uid if exact else same[0].uid if len(same) == 1 else ""
        hits = [r for r in same if name and fold(r.name or r.get("text", "")) == name]
        return hits[0].uid if hits else ""


def says_enough(code: str) -> bool:
    """A code that two trackers hardly share by chance: letters and digits, or long."""
    return len(code) >= 4 and any(c.isdigit() for c in code) and any(c.isalpha() for c in code)
