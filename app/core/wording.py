"""Changes in words: "IC-121 Finish: 2026-09-30 -> 2026-12-31", "new person: Ada".

One place for what the command line and its lists say. Must not know: the window (it translates), who prints.
"""
from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from app.core.catalog import KINDS, Field, cells_of, fields_of
from app.core.change import Change
from app.core.counting import lowered
from app.core.find import fold, path_name
from app.core.portfolio import Portfolio
from app.core.values import from_minor, month_text, scale_of, show

EMPTY = "empty"
BOOKS = ("source", "import_run")         # kinds that keep the books of imports
_QUIET = ("basis", "shape", "mapping", "sha256", "sums", "issues", "kept")     # kept for the program, read by nobody


@dataclass(frozen=True, slots=True)
class Said:
    """One cell or run of months before and after, in words; one that came or went has only `what`."""

    uid: str
    name: str
    what: str
    before: str = ""
    after: str = ""
    field: str = ""                       # as the catalog calls it, "" for a record that came or went

    def __str__(self) -> str:
        if not self.field:
            return f"{self.name}: {self.what}"
        return f"{self.name} {self.what}: {self.before or EMPTY} -> {self.after or EMPTY}"


Gone = Callable[[str], str]


def _unknown(uid: str) -> str:
    return ""


def said(p: Portfolio, changes: Sequence[Change], gone: Gone = _unknown) -> list[Said]:
    """Every change in words; a record that is made, deleted or brought back is one of them. `p` gives the names, `gone`
    those of records that are no longer there."""
    made = {c.uid for c in changes if c.field == "kind" and c.old[0] is None}
    left = {c.uid for c in changes if c.field == "kind" and c.new[0] is None}
    runs: dict[tuple[str, str], list[Change]] = {}
    for change in changes:
        if change.month is not None:
            runs.setdefault((change.uid, change.field), []).append(change)
    found: list[Said] = []
    for change in changes:
        if change.uid in made | left:
            if change.field == "kind":
                kind = change.new[0] or change.old[0]
                if kind in BOOKS:
                    continue
                what = ("new " if change.uid in made else "taken away: ") + _label(kind)
                found.append(Said(change.uid, _called(p, change.uid, changes, gone), what))
            elif change.uid in made and change.month is not None:
                found += _months(p, runs.pop((change.uid, change.field), []), _called(p, change.uid, changes, gone))
            continue
        name = _called(p, change.uid, changes, gone)
        if change.month is not None:
            found += _months(p, runs.pop((change.uid, change.field), []), name)
        elif change.field == "deleted":
            found.append(Said(change.uid, name, "deleted" if change.new[0] else "brought back"))
        elif change.field == "kind":
            found.append(Said(change.uid, name, "is now", _label(change.old[0]), _label(change.new[0]), "kind"))
        elif change.field == "parent+rank":
            if change.old[0] != change.new[0]:
                found.append(Said(change.uid, name, "hangs under", _above(p, change.old[0], gone),
                                  _above(p, change.new[0], gone),
                                  "parent"))
            else:
                found.append(Said(change.uid, name, "moved among its siblings"))
        else:
            found += _fields(p, change, name, gone)
    return found


def _above(p: Portfolio, uid: str | None, gone: Gone) -> str:
    return path_name(p, p.records[uid]) if uid in p.records else gone(uid) if uid else ""


def _label(kind: str) -> str:
    return lowered(KINDS[kind].label) if kind in KINDS else kind


def _called(p: Portfolio, uid: str, changes: Sequence[Change], gone: Gone) -> str:
    """A record's name; of one that is no longer there what these changes call it, else what it was called last."""
    if uid in p.records:
        record = p.records[uid]
        return str(record.get("key", "")) if record.kind == "setting" else path_name(p, record)
    said_ = {c.field: (c.new[0] or c.old[0]) for c in changes if c.uid == uid and c.field in ("code", "name", "key")}
    return str(said_.get("code") or said_.get("name") or said_.get("key") or gone(uid)
               or "a record that is gone")


def _months(p: Portfolio, runs: Sequence[Change], name: str) -> list[Said]:
    """The months of one series as one: a single month with its amounts, several with their sums."""
    moved = [(run.month + i, old, new) for run in runs if run.month is not None
             for i, (old, new) in enumerate(zip(run.old, run.new, strict=True)) if old != new]
    if not moved:
        return []
    record = p.records.get(runs[0].uid)
    if record is not None and record.kind == "kpi":        # values, not amounts: no sum says anything
        exact, series = int(record.get("scale", 0)), runs[0].field
        return [Said(record.uid, name, f"{series} {month_text(m)}", _sum([old], exact), _sum([new], exact), series)
                for m, old, new in moved]
    own = record.get("scale") if record is not None else None
    scale = int(own) if own is not None else scale_of(record.get("currency", "") if record is not None else "")
    first, last = min(m for m, _, _ in moved), max(m for m, _, _ in moved)
    months = month_text(first) if first == last else f"{month_text(first)} to {month_text(last)}"
    if len(moved) > 1:
        months += f", {len(moved)} months, sum"
    return [Said(runs[0].uid, name, f"{runs[0].field} {months}", _sum([o for _, o, _ in moved], scale),
                 _sum([n for _, _, n in moved], scale), runs[0].field)]


def _sum(values: Sequence[int | None], scale: int) -> str:
    have = [v for v in values if v is not None]
    return amount(sum(have), scale) if have else ""


def amount(minor: int, scale: int) -> str:
    """"1,234.56": grouped, as `set` takes it back."""
    whole, point, rest = from_minor(abs(minor), scale).partition(".")
    return f"{'-' if minor < 0 else ''}{int(whole):,}{point}{rest}"


def _fields(p: Portfolio, change: Change, name: str, gone: Gone) -> list[Said]:
    record = p.records.get(change.uid)
    kind = record.kind if record is not None else ""
    names = cells_of(kind).get(change.field, (change.field,)) if kind else tuple(change.field.split("+"))
    found = []
    for field, old, new in zip(names, change.old, change.new, strict=True):
        known = fields_of(kind).get(field.partition("#")[0]) or own_field(p, field) if kind else None
        if old != new and not (known is not None and known.hidden and (known.type == "vector" or field in _QUIET)):
            found.append(Said(change.uid, name, _heading(p, known, field), value_text(p, known, old, gone),
                              value_text(p, known, new, gone), field))
    return found


def own_field(p: Portfolio, name: str) -> Field | None:
    """A field of the file's own ("x.UID") as the catalog has its others; None for any other name."""
    own = p.records.get(name.removeprefix("x.")) if name.startswith("x.") else None
    return None if own is None else Field(name, str(own.get("type") or "text"), str(own.get("label") or name))


def _heading(p: Portfolio, known: Field | None, field: str) -> str:
    own = p.records.get(field.removeprefix("x."))
    label = known.label if known is not None else str(own.get("label", field)) if own is not None else field
    element = field.partition("#")[2]
    return f"{label} {element}" if element else label


def value_text(p: Portfolio, known: Field | None, value: Any, gone: Gone = _unknown) -> str:
    """A canonical value as people read it: references by name, amounts grouped."""
    if value is None:
        return ""
    if known is None or known.type in ("json", "vector"):
        return "yes" if value is True else str(value)
    if known.type == "ref":
        return path_name(p, p.records[value]) if value in p.records else gone(value) or "(gone)"
    if known.type == "money":
        return amount(value, scale_of(str(p.setting("currency") or "")))
    if known.type == "set":
        return "yes" if value else ""
    text = " ".join(show(known, value).split())
    return text if len(text) <= 80 else text[:79] + "…"


@dataclass(frozen=True, slots=True)
class Stranger:
    """A person or unit made by being mentioned: what it is, its name, and those of whom may have been meant."""

    kind: str
    name: str
    near: tuple[str, ...]

    def __str__(self) -> str:
        return f"new {self.kind}: {self.name}" + (f"; did you mean {' or '.join(self.near)}?" if self.near else "")


def strangers(p: Portfolio, changes: Sequence[Change]) -> list[Stranger]:
    """The people and units that these changes make by mentioning them."""
    made = {c.uid: c.new[0] for c in changes if c.field == "kind" and c.old[0] is None
            and c.new[0] in ("person", "unit")}
    types = {c.uid: c.new[0] for c in changes if c.field == "type" and c.uid in made}
    found: dict[str, Stranger] = {}
    for c in changes:
        if c.uid not in made or c.field != "name":
            continue
        kind, name = made[c.uid], str(c.new[0])
        others = {fold(r.name): r.name for r in p.of_kind(kind)
                  if r.uid not in made and r.name and (kind == "person" or r.get("type") == types.get(c.uid))}
        near = tuple(others[n] for n in get_close_matches(fold(name), others, 2, 0.7))
        word = "person" if kind == "person" else str(types.get(c.uid, kind)).replace("_", " ")
        found[c.uid] = Stranger(word, name, near)
    return list(found.values())
