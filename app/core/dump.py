"""The live state as canonical JSON: byte-identical for equal states.

`portable` writes keys instead of uids and positions instead of ranks, so that two files with the same content
give the same text whatever their history. Must not know: the journal, the store.
"""
from __future__ import annotations

import json
from typing import Any

from app.core.catalog import KINDS, LEVELS, ORDER, fields_of, series_of
from app.core.find import fold
from app.core.portfolio import Portfolio, Record
from app.core.values import month_text

_PAST = ("source", "import_run", "snapshot")     # where content came from, not what it is


def dump(p: Portfolio, *, portable: bool = False) -> str:
    """One JSON text with a final newline; records ordered by kind, then uid (or key)."""
    records = [r for r in p.records.values() if p.live(r.uid)]
    if not portable:
        records.sort(key=lambda r: (ORDER[r.kind], r.uid))
        rows = [{"uid": r.uid, "kind": r.kind, "fields": r.fields, **_series(p, r)} for r in records]
    else:
        keys = portable_keys(p)
        chosen = [r for r in records if r.kind not in _PAST]
        rows = sorted((_portable(p, r, keys) for r in chosen), key=lambda row: (ORDER[row["kind"]], row["key"]))
    return json.dumps({"format": 1, "records": rows}, ensure_ascii=False, sort_keys=True, indent=1) + "\n"


def _series(p: Portfolio, record: Record) -> dict[str, Any]:
    found: dict[str, dict[str, int]] = {}
    for series in series_of(record.kind):
        extent = p.series.extent(record.uid, series)
        if extent:
            first, count = extent
            months = p.months_of(record.uid, series, first, count)
            found[series] = {month_text(first + i): v for i, v in enumerate(months) if v is not None}
    return {"series": found} if found else {}


def portable_keys(p: Portfolio) -> dict[str, str]:
    """A key for every live record that does not depend on uids: kind, path of codes or names, and the occurrence."""
    keys: dict[str, str] = {}
    taken: dict[str, int] = {}

    def give(record: Record, key: str) -> None:
        taken[key] = taken.get(key, 0) + 1
        keys[record.uid] = key if taken[key] == 1 else f"{key} ({taken[key]})"

    def calling(record: Record) -> str:
        return str(record.code or record.name or record.get("type") or record.get("text") or record.get("key") or "")

    def walk(parent: str) -> None:
        for record in p.children(parent):
            if record.kind in LEVELS or (parent and not KINDS[record.kind].link):
                give(record, f"{record.kind}:{record.code}" if record.code else
                     f"{keys.get(parent, '')}/{record.kind}:{calling(record)}")
                walk(record.uid)

    walk("")
    rest = [r for r in p.records.values() if r.uid not in keys and p.live(r.uid)]
    free = [r for r in rest if not KINDS[r.kind].link]
    for record in sorted(free, key=lambda r: (r.kind, fold(calling(r)), _plain(r), r.uid)):
        give(record, f"{record.kind}:{_natural(record) or calling(record)}")
    for record in sorted((r for r in rest if KINDS[r.kind].link), key=lambda r: _ends(r, keys)):
        give(record, f"{record.kind}:{_ends(record, keys)}")
    return keys


def _natural(record: Record) -> str:
    names = {"unit": ("type", "name"), "setting": ("key", "scope"), "rate": ("currency", "month"),
             "field_def": ("on_kind", "key")}.get(record.kind, ())
    return ":".join(str(record.fields.get(n, "")) for n in names)


def _ends(record: Record, keys: dict[str, str]) -> str:
    return " > ".join(keys.get(str(record.fields.get(end, "")), "") for end in KINDS[record.kind].link)


def _plain(record: Record) -> str:
    own = fields_of(record.kind)
    return json.dumps({k: v for k, v in record.fields.items() if k in own and own[k].type != "ref"},
                      sort_keys=True, ensure_ascii=False)


def _portable(p: Portfolio, record: Record, keys: dict[str, str]) -> dict[str, Any]:
    known = fields_of(record.kind)
    fields: dict[str, Any] = {}
    for name, value in record.fields.items():
        if name == "rank":
            continue
        if name.startswith("x."):
            name = f"x.{keys.get(name[2:], name[2:])}"
        elif name == "parent" or (name in known and known[name].type == "ref"):
            value = keys.get(value, value)
        fields[name] = value
    row: dict[str, Any] = {"key": keys[record.uid], "kind": record.kind, "fields": fields, **_series(p, record)}
    if record.kind in LEVELS or record.parent:
        siblings = p.children(record.parent, record.kind)
        row["position"] = next(i for i, r in enumerate(siblings, 1) if r.uid == record.uid)
    return row
