"""Finding records: by what a person writes on the command line, and by words in the search box.

Must not know: the window, the store.
"""
from __future__ import annotations

import unicodedata

from app.core.catalog import KINDS, LEVELS
from app.core.portfolio import Portfolio, Record
from app.errors import Problem

_TEXTS = ("code", "name", "description", "status", "text")
_NAMES = ("owner", "sponsor", "function")


def lookup(p: Portfolio, text: str) -> Record:
    """CODE, KIND:CODE or CODE#LINE -> the record. An ambiguous or unknown one is a Problem with the candidates."""
    kind, colon, rest = text.partition(":")
    if colon and kind in KINDS:
        return _one(p, (kind,), rest, text)
    base, mark, line = text.rpartition("#")
    if mark and base:
        return effect_line(p, _one(p, LEVELS, base, base), line)
    return _one(p, LEVELS, text, text)


def effect_line(p: Portfolio, measure: Record, line: str) -> Record:
    """A measure's effect line by name, by type, or by its place counted from 1."""
    lines = p.children(measure.uid, "effect_line")
    wanted = fold(line)
    for hits in ([r for r in lines if fold(r.name) == wanted], [r for r in lines if fold(r.get("type", "")) == wanted],
                 [lines[int(line) - 1]] if line.isdigit() and 0 < int(line) <= len(lines) else []):
        if len(hits) == 1:
            return hits[0]
    have = ", ".join(f"#{i} {r.name or r.get('type', '')}" for i, r in enumerate(lines, 1)) or "none"
    raise Problem(f"{calling_name(measure)} has no single effect line “{line}”.", f"Its lines: {have}.")


def _one(p: Portfolio, kinds: tuple[str, ...], text: str, shown: str) -> Record:
    if not text.strip():
        raise Problem(f"“{shown}” names nothing.", "Write a code, KIND:CODE or CODE#LINE.")
    records = [r for kind in kinds for r in p.of_kind(kind) if not r.get("pass_through") or r.code == text]
    for hits in ([r for r in records if r.code == text], [r for r in records if r.uid == text],
                 [r for r in records if r.code.casefold() == text.casefold()],
                 [r for r in records if text.casefold() in (r.name.casefold(), r.get("mail", "").casefold())],
                 [r for r in records if r.kind == "setting" and r.get("key") == text]):
        if len(hits) == 1:
            return hits[0]
        if hits:
            listed = "; ".join(f"{KINDS[r.kind].label} {r.name or r.code} (uid {r.uid})" for r in hits[:8])
            raise Problem(f"“{shown}” fits {len(hits)} records: {listed}.", "Write KIND:CODE or the uid.")
    near = sorted((r.code for r in records if r.code and fold(text) in fold(r.code)), key=len)[:5]
    what = " or ".join(kinds) if len(kinds) == 1 else "node"
    raise Problem(f"No {what} has the code “{shown}”.",
                  f"Did you mean {', '.join(near)}?" if near else "`trimtab show FILE` lists the codes.")


def calling_name(record: Record) -> str:
    """How messages call a record: its code, else its name, else kind and the start of its uid."""
    return record.code or record.name or f"{KINDS[record.kind].label} {record.uid[:8]}"


def path_name(p: Portfolio, record: Record) -> str:
    """A record with what it hangs under, as messages name it: "IC-121#Recurring benefit"."""
    if record.kind in LEVELS or not record.parent or record.parent not in p.records:
        return calling_name(record)
    mark = "#" if record.kind == "effect_line" else " / "
    name = record.name or record.get("type") or record.get("text") or record.uid[:8]
    return f"{calling_name(p.records[record.parent])}{mark}{name[:60]}"


def fold(text: str) -> str:
    """Blind to case, accents and doubled blanks: "Maßnahme" and "massnahme" are one word."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(c for c in plain if not unicodedata.combining(c)).split())


def search(p: Portfolio, text: str, kinds: tuple[str, ...] = LEVELS) -> list[str]:
    """uids of live records in which every word stands in code, name, description, status or a person's name."""
    words = fold(text).split()
    if not words:
        return []
    people = {r.uid: fold(r.name) for r in p.of_kind("person")} | {r.uid: fold(r.name) for r in p.of_kind("unit")}
    found = []
    for kind in kinds:
        for record in p.of_kind(kind):
            hay = fold(" ".join(str(record.fields.get(n, "")) for n in _TEXTS))
            hay += " " + " ".join(people.get(str(record.fields.get(n, "")), "") for n in _NAMES)
            if all(word in hay for word in words):
                found.append(record.uid)
    return found
