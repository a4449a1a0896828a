"""Chains outlive an edit that cannot change them, and no other: every field of every kind is tried on the sample."""
from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from app import samples
from app.core import edits
from app.core.catalog import KINDS, SERIES, Field
from app.core.change import inverse
from app.core.find import lookup
from app.core.portfolio import Portfolio, Record
from app.core.schedule import chain

STATUS = "2026-04-17"


def sample() -> Portfolio:
    p = Portfolio(uuid.UUID(int=7).hex)
    p.apply(samples.changes(p, samples.names()[0][0]))
    return p


def another(field: Field, old: Any) -> Any:
    """A value that differs and is of the field's type."""
    match field.type:
        case "date":
            return (dt.date.fromisoformat(old or "2026-03-02") + dt.timedelta(days=70)).isoformat()
        case "choice":
            return next(c for c in field.choices if c != old)
        case "bool":
            return None if old else True
        case "int" | "money" | "percent":
            return (old or 0) + 900
        case "number":
            return "7"
        case "ref" | "set" | "json" | "vector":
            return None
    return "anew"


def same(p: Portfolio, what: str) -> None:
    assert chain.chains(p, STATUS, crossing=False) == chain._build(p, STATUS), what


def test_whatever_field_of_whatever_record_changes_the_chains_are_as_if_made_anew() -> None:
    p = sample()
    tried = 0
    ends = {c.line for c in chain.chains(p, STATUS, crossing=False)}
    for kind in KINDS:
        records: list[Record] = [r for r in p.of_kind(kind) if not r.deleted]
        chosen = [r for r in records if r.uid in ends][:2] or records[:1]
        if kind in ("activity", "measure"):
            chosen = records[:3] + [lookup(p, "OP-111")] if kind == "measure" else p.children(
                lookup(p, "OP-111").uid, "activity")
        for record in chosen:
            for field in KINDS[kind].fields:
                if field.type == "set" or field.name in KINDS[kind].link:
                    continue
                changes = edits.set_field(p, record.uid, field.name, another(field, record.get(field.name)))
                if not changes:
                    continue
                p.apply(changes)
                same(p, f"{kind}.{field.name}")
                p.apply(inverse(changes))
                same(p, f"{kind}.{field.name} taken back")
                tried += 1
    line = min(ends)
    for series in SERIES:
        changes = edits.set_months(p, line, series, 2026 * 12 + 3, [123_456_700] * 9)
        p.apply(changes)
        same(p, series)
        p.apply(inverse(changes))
        same(p, f"{series} taken back")
    assert tried > 120


def test_what_hangs_elsewhere_comes_or_goes_is_seen_too() -> None:
    p = sample()
    assert chain.chains(p, STATUS, crossing=False)
    for verb in (lambda: edits.delete(p, [p.children(lookup(p, "OP-111").uid, "activity")[0].uid]),
                 lambda: edits.set_setting(p, "slip_days", 400), lambda: edits.set_setting(p, "slip_days", 1),
                 lambda: edits.delete(p, [lookup(p, "IC-12").uid]),
                 lambda: edits.add(p, "activity", lookup(p, "IC-111").uid, {"name": "x", "start": "2026-01-05"})[1]):
        p.apply(verb())
        same(p, "after a larger step")


def test_typing_names_and_people_does_not_make_them_anew(monkeypatch: Any) -> None:
    p = sample()
    before = chain.chains(p, STATUS, crossing=False)
    monkeypatch.setattr(chain, "_build", lambda *_: 1 / 0)
    for field, value in (("name", "Another"), ("owner", None), ("description", "words"), ("next_decision", "Gate 4")):
        p.apply(edits.set_field(p, lookup(p, "IC-121").uid, field, value))
    p.apply(edits.set_field(p, lookup(p, "IC").uid, "name", "Cloud"))
    assert chain.chains(p, STATUS, crossing=False) == before
