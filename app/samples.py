"""Sample portfolios: read from resources/samples/*.toml, turned into the changes that fill a fresh file.

The numbers live in the resource files only. Must not know: the session, the store, the window.
"""
from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from app.core import edits
from app.core.catalog import KINDS, SERIES, fields_of
from app.core.change import Change
from app.core.portfolio import Portfolio
from app.core.schedule.anchors import with_basis
from app.core.values import check, month_index, scale_of
from app.errors import Problem

_FOLDER = Path(__file__).resolve().parent.parent / "resources" / "samples"
_ORDER = ("insurer", "workshop")          # the first one is what "sample" means without a name
_LOOSE = {"issues": "issue", "risks": "risk", "assumptions": "assumption"}
_ACTIVITY = ("name", "plan_start", "plan_finish", "start", "finish", "percent", "role")
_PERCENT = 100                            # the file says whole percent, the journal basis points


def names() -> list[tuple[str, str, str]]:
    """(key, title, one sentence) of every sample, the main one first."""
    return [(key, _read(key)["sample"]["title"], _read(key)["sample"]["sentence"]) for key in _ORDER]


def status_date(key: str) -> str:
    """The status date the sample is told for; "" when any day will do."""
    return str(_read(key)["sample"].get("status_date", ""))


def changes(portfolio: Portfolio, key: str) -> list[Change]:
    """What fills a fresh file with the sample. Raises Problem for an unknown key or a file that is not empty."""
    if any(not r.deleted for r in portfolio.records.values() if r.kind in ("organization", "measure")):
        raise Problem("A sample goes into a new file only; this one holds records already.",
                      "Create a new file for it.")
    return _Filling(portfolio, _read(key)).run()


@cache
def _read(key: str) -> dict[str, Any]:
    if key not in _ORDER:
        raise Problem(f"There is no sample “{key}”.", f"Samples are: {', '.join(_ORDER)}.")
    return tomllib.loads((_FOLDER / f"{key}.toml").read_text("utf-8"))


def amounts(text: str) -> list[int | None]:
    """"3x0 44 -" -> [0, 0, 0, 44, None]: the notation the sample files state in their heads."""
    found: list[int | None] = []
    for part in text.split():
        times, _, value = part.rpartition("x")
        found += [None if value == "-" else int(value)] * (int(times) if times else 1)
    return found


class _Filling:
    """Builds record after record in a scratch portfolio, because ranks and references need the earlier ones."""

    def __init__(self, portfolio: Portfolio, data: Mapping[str, Any]) -> None:
        self.scratch = Portfolio(portfolio.file_id)
        self.data = data
        self.found: list[Change] = []
        self.by_code: dict[str, str] = {}
        self.people: dict[str, str] = {}
        self.units: dict[tuple[str, str], str] = {}
        self.anchors: list[tuple[str, str]] = []           # (line, code of the activity it starts with)
        self.factor = int(data["sample"]["amounts_in"]) * 10 ** scale_of(data["settings"]["currency"])

    def run(self) -> list[Change]:
        for key, value in self.data["settings"].items():
            self._take(edits.set_setting(self.scratch, key, value))
        if self.data["sample"].get("status_date"):         # figures of a spring are not late by the day they are read
            self._take(edits.set_setting(self.scratch, "status_date", self.data["sample"]["status_date"]))
        for row in self.data.get("units", ()):
            for name in row["names"]:
                uid, made = edits.unit(self.scratch, row["type"], name)
                self.units[(row["type"], name)] = uid
                self._take(made)
        for row in self.data.get("people", ()):
            uid, made = edits.person(self.scratch, row["name"], row["mail"])
            self.people[row["name"]] = uid
            self._take(made)
        for row in self.data["nodes"]:
            self._record(row["kind"], row["code"], row)
        for row in self.data.get("measures", ()):
            self._measure(row)
        for line, activity in self.anchors:                # a line may start with what a later measure delivers
            change = edits.set_field(self.scratch, line, "anchor", self.by_code[activity])
            self._take(with_basis(self.scratch, line, change))
        for row in self.data.get("sequences", ()):
            for before, after in pairwise(row["path"]):
                self._dependency({"predecessor": before, "successor": after, "type": "FS"})
        for row in self.data.get("dependencies", ()):
            self._dependency(row)
        for table, kind in _LOOSE.items():
            for row in self.data.get(table, ()):
                self._record(kind, row["code"], row)
        return self.found

    def _take(self, made: list[Change]) -> None:
        self.scratch.apply(made)
        self.found += made

    def _record(self, kind: str, key: str, row: Mapping[str, Any], parent: str = "") -> str:
        above = parent or (self.by_code[row["parent"]] if row.get("parent") else "")
        fields = {name: self._value(kind, name, value) for name, value in row.items()
                  if name not in ("kind", "parent", "lines", "activities") and value != ""}
        uid, made = edits.add(self.scratch, kind, above, fields, uid=self.scratch.key_uid(f"sample {kind}", key))
        self._take(made)
        self.by_code.setdefault(row.get("code", ""), uid)
        return uid

    def _value(self, kind: str, name: str, value: Any) -> Any:
        """The canonical value: references by name, whole percent and file amounts in the journal's units."""
        field = fields_of(kind)[name]
        if field.type == "ref":
            value = (self.people[value] if field.ref == "person"
                     else self.units[(field.ref.partition(":")[2], value)])
        elif field.type == "percent":
            value = value * _PERCENT
        elif field.type == "money":
            value = value * self.factor
        check(field, value)
        return value

    def _measure(self, row: Mapping[str, Any]) -> None:
        uid = self._record("measure", row["code"], row)
        for number, values in enumerate(row.get("activities", ()), 1):
            code = f"{row['code']}/{number}"
            self.by_code[code] = self._record("activity", code, dict(zip(_ACTIVITY, values, strict=True)), uid)
        first = self.data["sample"]["first_month"]
        for number, line in enumerate(row.get("lines", ()), 1):
            fields = {"category": "ebitda", "currency": self.data["settings"]["currency"],
                      **{k: v for k, v in line.items() if k not in (*SERIES, "anchor")}}
            made = self._record("effect_line", f"{row['code']}#{number}", fields, uid)
            for series in SERIES:
                if series in line:
                    values = [None if v is None else v * self.factor for v in amounts(line[series])]
                    self._take(edits.set_months(self.scratch, made, series, month_index(first), values))
            if "anchor" in line:
                self.anchors.append((made, line["anchor"]))

    def _dependency(self, row: Mapping[str, Any]) -> None:
        ends = {end: self.by_code[row[end]] for end in KINDS["dependency"].link}
        fields = {k: v for k, v in row.items() if k not in ends}
        if "lag" in fields:
            fields.setdefault("lag_unit", "days")
        self._take(edits.link(self.scratch, "dependency", ends, fields)[1])
