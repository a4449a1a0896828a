"""Finding records: by what a person writes on the command line, and by words in the search box.

Must not know: the window, the store.
"""
from __future__ import annotations

import unicodedata
from difflib import get_close_matches
from typing import TYPE_CHECKING

from app.core.catalog import KINDS, LEVELS
from app.core.counting import lowered
from app.errors import Problem

if TYPE_CHECKING:                # a child that reads a workbook folds words and knows no portfolio
    from app.core.portfolio import Portfolio, Record

_TEXTS = ("code", "name", "description", "status", "text")
_NAMES = ("owner", "sponsor", "function")


def lookup(p: Portfolio, text: str) -> Record:
    """CODE, KIND:CODE, CODE#LINE or CODE / NAME -> the record. Anything else is a Problem with the candidates."""
    kind, colon, rest = text.partition(":")
    if colon and kind.strip().casefold() in KINDS:
        return _one(p, (kind.strip().casefold(),), rest.strip(), text)
    base, mark, line = text.rpartition("#")
    if mark and base:
        return effect_line(p, _one(p, LEVELS, base, base), line)
    above, slash, name = text.partition(" / ")
    if slash and not any(fold(text) in (fold(r.code), fold(r.name)) for level in LEVELS for r in p.of_kind(level)):
        return _part(p, _one(p, LEVELS, above, above), name)
    return _one(p, LEVELS, text, text)


def _part(p: Portfolio, node: Record, name: str) -> Record:
    """What hangs under a node and is called so: an activity, a risk."""
    parts = {fold(r.name): r for r in p.children(node.uid) if r.name and r.kind not in LEVELS}
    if fold(name) in parts:
        return parts[fold(name)]
    near = [parts[n].name for n in get_close_matches(fold(name), parts, 1, 0.4)]
    raise Problem(f"{calling_name(node)} has nothing called “{name}”.",
                  f"Did you mean {near[0]}?" if near else "`trimtab dump FILE` lists everything.")


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
            instead = f"Write {kinds[0]}: and its uid." if len(kinds) == 1 else "Write the uid of the one you mean."
            raise Problem(f"“{shown}” fits {len(hits)} records: {listed}.", instead)
    raise Problem(f"No {lowered(KINDS[kinds[0]].label) if len(kinds) == 1 else 'node'} has the code or name “{text}”.",
                  _instead(p, kinds, records, text))


def _instead(p: Portfolio, kinds: tuple[str, ...], records: list[Record], text: str) -> str:
    """What to write where nothing is called so: the nearest codes, another kind, or all there are of this one."""
    calls = {fold(call): r for r in records for call in (r.name, r.code) if call}
    close = [calls[c] for c in get_close_matches(fold(text), calls, 3, 0.7)]
    holding = sorted((r for r in records if r.code and fold(text) in fold(r.code)), key=lambda r: len(r.code))
    near = list(dict.fromkeys(calling_name(r) for r in [*close, *holding]))[:5]
    if near:
        return f"Did you mean {' or '.join(near)}?"
    if len(kinds) == 1:
        many = KINDS[kinds[0]].plural
        names = sorted(calling_name(r) for r in records)
        return f"{many} are: {', '.join(names[:12])}{' ...' if len(names) > 12 else ''}." if names else \
            f"The file holds no {many.lower()}."
    for kind in (k for k in KINDS if k not in kinds):
        other = next((r for r in p.of_kind(kind) if text and fold(text) in (fold(r.code), fold(r.name))), None)
        if other is not None:
            return f"Write {kind}:{text} for the {lowered(KINDS[kind].label)} {other.name or other.code}."
    prefix = text.partition(":")[0]
    if prefix != text and prefix.isidentifier():
        return f"“{prefix}” is no kind of record; kinds are: {', '.join(k for k in KINDS if k not in LEVELS)}."
    return "`trimtab show FILE` lists the codes."


def calling_name(record: Record) -> str:
    """How messages call a record: its code, else its name or key, else kind and the start of its uid."""
    return record.code or record.name or str(record.get("key") or "") or f"{KINDS[record.kind].label} {record.uid[:8]}"


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


def known_people(p: Portfolio) -> tuple[tuple[str, str, bool], ...]:
    """Everybody of the portfolio: name, mail, and whether they are the same person as somebody else."""
    return tuple((r.name, str(r.get("mail") or ""), bool(r.get("alias"))) for r in p.of_kind("person"))
