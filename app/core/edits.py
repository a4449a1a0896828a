"""Verbs as pure functions: they read the portfolio and give the changes that would do it; nothing is written.

Must not know: the journal, the store, the window. `session.do` is the only one who carries changes out.
"""
from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from typing import Any

from app.core import natural
from app.core import rank as ranks
from app.core.catalog import KINDS, LEVELS, SERIES, UNIT_TYPES, Field, cell_of, cells_of, fields_of, series_of
from app.core.change import Change
from app.core.counting import a_kind, counted
from app.core.people import called
from app.core.portfolio import Portfolio, Record
from app.core.value.cube import reporting_currency
from app.core.values import DEFAULT_SCALE, FIRST_YEAR, LAST_YEAR, in_years, parse, scale_of
from app.core.vocabulary import word_of
from app.errors import Problem


def new_uid() -> str:
    return uuid.uuid4().hex


def set_field(p: Portfolio, uid: str, field: str, value: Any) -> list[Change]:
    """Set one field to a canonical value; a joint cell is written whole."""
    record = p.records[uid]
    cell = cell_of(record.kind, field)
    old = p.value_of(uid, cell)
    names = cells_of(record.kind).get(cell, (cell,))
    new = tuple(value if name == field else was for name, was in zip(names, old, strict=True))
    return [] if new == old else [Change(uid, cell, None, old, new)]


def set_months(p: Portfolio, uid: str, series: str, first: int, values: Sequence[int | None]) -> list[Change]:
    """Write consecutive months of a series of an effect line or a KPI; None empties a month."""
    kind = p.records[uid].kind
    if series not in series_of(kind):
        raise Problem(f"“{series}” is not a series of {'a KPI' if kind == 'kpi' else 'an effect line'}.",
                      f"Series are {', '.join(series_of(kind) or SERIES)}.")
    old = p.months_of(uid, series, first, len(values))
    return [] if old == tuple(values) else [Change(uid, series, first, old, tuple(values))]


def add(p: Portfolio, kind: str, parent: str, fields: Mapping[str, Any] | None = None, *, uid: str = "",
        after: str | None = None) -> tuple[str, list[Change]]:
    """A new record below `parent` ("" = the file), behind the sibling `after` or last. Gives (uid, changes)."""
    uid = uid or new_uid()
    fields = dict(fields or {})
    changes = [Change(uid, "kind", None, (None,), (kind,)),
               Change(uid, "parent+rank", None, (None, None), (parent or None, _place(p, kind, parent, after)))]
    for cell, names in cells_of(kind).items():
        if cell not in ("kind", "parent+rank", "deleted"):
            new = tuple(fields.pop(name, None) for name in names)
            if any(v is not None for v in new):
                changes.append(Change(uid, cell, None, (None,) * len(names), new))
    changes += [Change(uid, name, None, (None,), (value,)) for name, value in fields.items() if value is not None]
    return uid, changes


def _place(p: Portfolio, kind: str, parent: str, after: str | None) -> str:
    """The rank behind `after`; without it behind the last sibling. Siblings of all kinds share one order."""
    if not parent and kind not in LEVELS:
        return ranks.FIRST       # people, units, links, settings: no order of their own
    siblings = [r for r in p.children(parent) if r.rank]
    if after is None:
        return ranks.after(siblings[-1].rank if siblings else None)
    index = next((i for i, r in enumerate(siblings) if r.uid == after), len(siblings) - 1)
    return between(siblings, index + 1)


def between(siblings: Sequence[Record], index: int) -> str:
    """A rank that puts a record at `index` among its siblings."""
    low = siblings[index - 1].rank if 0 < index <= len(siblings) else None
    high = siblings[index].rank if index < len(siblings) else None
    if low is not None and high is not None and low >= high:    # equal ranks after a merge: ties go by uid
        high = next((r.rank for r in siblings[index:] if r.rank > low), None)
    return ranks.between(low, high)


def move(p: Portfolio, uid: str, parent: str, after: str | None = "") -> list[Change]:
    """Move below `parent`: behind `after`, to the front with None, to the end with ""."""
    siblings = [r for r in p.children(parent) if r.uid != uid and r.rank]
    if after is None:
        index = 0
    elif after == "":
        index = len(siblings)
    else:
        index = next((i + 1 for i, r in enumerate(siblings) if r.uid == after), len(siblings))
    old = p.value_of(uid, "parent+rank")
    new = (parent or None, between(siblings, index))
    return [Change(uid, "parent+rank", None, old, new)]


def delete(p: Portfolio, uids: Iterable[str]) -> list[Change]:
    """Delete records with all below them: `deleted` is set on the top ones only."""
    chosen = set(uids)
    return [Change(uid, "deleted", None, p.value_of(uid, "deleted"), (True,)) for uid in sorted(chosen)
            if not any(a.uid in chosen for a in p.ancestors(uid)) and not p.records[uid].deleted]


def scale_for(p: Portfolio, record: Record) -> int:
    """Decimal places of the amounts of a record: an effect line's own, else the reporting currency's."""
    if record.kind == "kpi":
        return int(record.get("scale", 0))
    if record.kind == "effect_line":
        own = record.get("scale")
        return int(own) if own is not None else scale_of(record.get("currency") or reporting_currency(p))
    return scale_of(reporting_currency(p))


def field_def(p: Portfolio, kind: str, name: str) -> Field:
    """The catalog field, or a custom one by its label or key. Raises Problem with the fields there are."""
    found = fields_of(kind).get(name)
    if found is not None:
        return found
    if "#" in name and name.split("#")[0] in fields_of(kind):
        return Field(name, "bool", name)
    wanted = name.casefold().replace("-", "_")
    own = [r for r in p.of_kind("field_def") if r.get("on_kind") == kind]
    for record in own:
        names = (f"x.{record.uid}", record.get("key"), record.get("label"))
        if name.casefold() in [n.casefold() for n in names if n]:
            return Field(f"x.{record.uid}", record.get("type", "text"), record.get("label") or record.get("key", ""))
    for field in KINDS[kind].fields:
        if not field.hidden and wanted in (field.name, field.name.replace("_", " "), field.label.casefold()):
            return field
    raise Problem(f"{a_kind(kind)} has no field “{name}”.", _fields_there_are(kind, own, wanted))


def _fields_there_are(kind: str, own: Sequence[Record], wanted: str) -> str:
    """The nearest fields, else all of them; months and undated amounts are a line's."""
    if kind == "measure" and (wanted in fields_of("effect_line") or wanted in SERIES):
        return "Effect lines have it: write CODE#1 for the first line of a measure, plan@2026-05 for a month."
    calls = {f.name: f.name for f in KINDS[kind].fields if not f.hidden}
    calls |= {str(r.get("label", r.get("key", ""))).casefold(): str(r.get("label", r.get("key", ""))) for r in own}
    near = [calls[c] for c in get_close_matches(wanted, calls, 3, 0.6)]
    return f"Did you mean {' or '.join(near)}?" if near else f"Fields are: {', '.join(calls.values())}."


def set_text(p: Portfolio, uid: str, field: str, text: str) -> list[Change]:
    """Set a field from what a person typed. A person or unit that is not there yet is created along with it."""
    record = p.records[uid]
    known = field_def(p, record.kind, field)
    if known.hidden and known.name in ("held", "pass_through", "scale", "basis", "vector"):
        raise Problem(f"{known.label} is not changed by hand.")
    if known.type == "set":
        raise Problem(f"{known.label} holds several words, each on its own.",
                      f"Write {known.name}#WORD yes or no; words are: {', '.join(known.choices)}.")
    if known.type != "ref" or not text.strip():
        return set_field(p, uid, known.name, meant(p, known, text, scale_for(p, record)))
    target, created = resolve(p, known, text.strip())
    return created + set_field(p, uid, known.name, target)


def meant(p: Portfolio, field: Field, text: str, scale: int = DEFAULT_SCALE) -> Any:
    """The canonical value of what a person typed into a field that is no reference; a word is the file's own."""
    value = parse(field, text, scale)
    if field.type == "date" and value is not None and not in_years(int(value[:4])):
        raise Problem(f"{field.label} “{text.strip()}” lies outside the years {FIRST_YEAR} to {LAST_YEAR}.",
                      "Check the year.")
    return word_of(p, field, value) if field.words and value is not None else value


def resolve(p: Portfolio, field: Field, text: str) -> tuple[str, list[Change]]:
    """The uid a person meant by a name, a code or a mail; creates people and units by name."""
    kind, _, unit_type = field.ref.partition(":")
    if kind == "person":
        found = called(p, text)
        if len(found) > 1:
            raise Problem(f"“{text}” fits {counted(len(found), 'person')}.", "Say which by mail or login.")
        return (found[0].uid, []) if found else person(p, text)
    wanted = text.casefold()
    for one in kind.split("|"):
        hits = [r for r in p.of_kind(one)
                if wanted in (r.name.casefold(), r.code.casefold(), r.uid)
                and (not unit_type or r.get("type") == unit_type)]
        if len(hits) > 1:
            raise Problem(f"“{text}” fits {counted(len(hits), 'record')}.", "Say which by mail or code.")
        if hits:
            return hits[0].uid, []
    if kind == "unit" and unit_type:
        return unit(p, unit_type, text)
    raise Problem(f"No {' or '.join(kind.split('|'))} is called “{text}”.", "Create it first, or check the spelling.")


def person(p: Portfolio, name: str, mail: str = "") -> tuple[str, list[Change]]:
    """A new person; with a mail the uid comes from it, so that two laptops mean the same one."""
    if not mail and "@" in name and " " not in name:
        mail = name
    uid = natural.of_person(p, name, mail)
    if uid in p.records:
        uid = new_uid() if p.live(uid) else uid
    if uid in p.records:         # deleted before: bring it back
        return uid, [Change(uid, "deleted", None, p.value_of(uid, "deleted"), (None,))]
    return add(p, "person", "", {"name": name, "mail": mail or None}, uid=uid)


def unit(p: Portfolio, unit_type: str, name: str) -> tuple[str, list[Change]]:
    """A new business unit, function, entity, committee, workstream or segment."""
    if unit_type not in UNIT_TYPES:
        raise Problem(f"“{unit_type}” is not a type of unit.", f"Types are {', '.join(UNIT_TYPES)}.")
    uid = natural.of_unit(p, unit_type, name)
    if uid in p.records:
        return uid, ([Change(uid, "deleted", None, p.value_of(uid, "deleted"), (None,))]
                     if p.records[uid].deleted else [])
    return add(p, "unit", "", {"type": unit_type, "name": name}, uid=uid)


def set_setting(p: Portfolio, key: str, value: Any, scope: str = "") -> list[Change]:
    """A setting of the file or of a program; its uid comes from key and scope."""
    uid = natural.of_setting(p, key, scope)
    if uid in p.records:
        back = set_field(p, uid, "deleted", None) if p.records[uid].deleted else []
        return back + set_field(p, uid, "value", value)
    return add(p, "setting", "", {"key": key, "scope": scope or None, "value": value}, uid=uid)[1]


def set_rate(p: Portfolio, currency: str, month: str, rate: str, source: str = "") -> list[Change]:
    """A currency's rate from a month on; its uid comes from both, so a month has one rate."""
    uid = natural.of_rate(p, currency, month)
    if uid not in p.records:
        return add(p, "rate", "", {"currency": currency, "month": month, "rate": rate, "source": source or None},
                   uid=uid)[1]
    back = set_field(p, uid, "deleted", None) if p.records[uid].deleted else []
    return back + set_field(p, uid, "rate", rate) + set_field(p, uid, "source", source or None)


def link(p: Portfolio, kind: str, ends: Mapping[str, str], fields: Mapping[str, Any]) -> tuple[str, list[Change]]:
    """A link record; its uid comes from its ends, and adding one that is there sets its fields instead."""
    uid = natural.of_link(p, kind, (ends[e] for e in KINDS[kind].link))
    if uid not in p.records:
        return add(p, kind, "", {**ends, **fields}, uid=uid)
    changes = set_field(p, uid, "deleted", None) if p.records[uid].deleted else []
    for name, value in fields.items():
        changes += set_field(p, uid, name, value)
    return uid, changes
