"""The report of an import as the file keeps it: what came in, what did not, and the sums of the source beside ours.

Plain data of bounded size; `read` gives it back whatever version wrote it. Must not know: how rows are matched, paper.
"""
from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.core.batch import READERS_DIFFER, SEVERITIES, Batch, Issue, Printed, SheetReading
from app.core.intake.fresh import Place
from app.core.portfolio import Portfolio, Record
from app.core.values import DEFAULT_SCALE

MOST_ISSUES = 500                         # kept one by one; the rest is counted
MOST_NAMED = 60                           # of gone records and wrong totals
_MOST_RUNS = 12                           # of hidden rows
GRAVITY = {severity: i for i, severity in enumerate(SEVERITIES)}


@dataclass(frozen=True, slots=True)
class Sum:
    """One line of the check of sums, in minor units: what the cells say, what rows turned away say, what came in."""

    sheet: str
    what: str                             # "recurring_benefit.plan"
    currency: str
    scale: int
    cells: int
    source: int
    left: int
    imported: int

    @property
    def missing(self) -> int:
        """What the cells say beyond what came in and beyond the rows turned away; 0 = all accounted for."""
        return self.source - self.imported if self.checked else 0

    @property
    def checked(self) -> bool:
        """Were the source's cells counted apart? A schedule's costs are no cells of a sheet."""
        return bool(self.cells)


@dataclass(frozen=True, slots=True)
class Stay:
    """Amounts of which the file says one thing while another stays here, as a person wrote it; minor units."""

    what: str
    currency: str
    scale: int
    file: int
    here: int


@dataclass(frozen=True, slots=True)
class SheetTold:
    """What became of one sheet."""

    name: str
    role: str
    layout: str
    rows: Mapping[str, int]
    hidden: bool
    hidden_rows: str
    hidden_columns: str
    why: str


@dataclass(frozen=True, slots=True)
class Report:
    """One import, as it was reported; lists are cut at MOST_..., their counts are whole."""

    file: str
    on: str
    sha256: str
    format: str
    readers: str
    profile: str
    answers: Mapping[str, str]
    currency: str
    created: Mapping[str, int]
    changed: Mapping[str, int]
    unchanged: Mapping[str, int]
    kept: int                             # records of which a value written here stays
    gone: Sequence[str]
    gone_count: int
    sheets: Sequence[SheetTold]
    sums: Sequence[Sum]
    stays: Sequence[Stay]
    right: int                            # printed totals that are the sum of their rows
    wrong: Sequence[Printed]
    wrong_count: int
    issues: Sequence[Issue]
    counts: Mapping[str, int]             # issues by severity, all of them
    rows: Sequence[Sequence[str]] = ()    # [record, what, before, after, cell] of the first values that changed
    unvalued: int = 0                     # rows of totals whose formulas came without a value

    def of(self, *severities: str) -> list[Issue]:
        """Issues of these severities, differences of the two readers aside."""
        return [i for i in self.issues if i.severity in severities and not i.message.startswith(READERS_DIFFER)]

    def differences(self) -> list[Issue]:
        """What the two readers saw differently."""
        return [i for i in self.issues if i.message.startswith(READERS_DIFFER)]


def told(batch: Batch, *, created: Mapping[str, int], changed: Mapping[str, int], unchanged: Mapping[str, int],
         kept: int, gone: Sequence[str], issues: Sequence[Issue], imported: Mapping[Place, int],
         lost: Mapping[Place, int], stays: Sequence[Sequence[Any]], currency: str,
         rows: Sequence[Sequence[str]] = (), stand_ins: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """The fields `issues` and `report` of an import's record. `imported` are the sums of all lines, `lost` of those
    among them that were left out, `stays` what the file says otherwise than what stays here, `rows` what
    changed, `stand_ins` what the next import must know of them (takeover.py)."""
    counts = {s: n for s in SEVERITIES if (n := sum(i.severity == s for i in issues))}
    grave = sorted(issues, key=lambda i: GRAVITY.get(i.severity, 9))[:MOST_ISSUES]
    wrong = [[t.at, t.what, t.printed, t.summed, t.scale] for t in batch.printed if not t.right]
    origin = batch.origin
    report = {
        "format": origin.format, "readers": origin.readers, "profile": origin.profile, "answers": origin.answers,
        "people": origin.people,
        "currency": currency, "created": created, "changed": changed, "unchanged": unchanged, "kept": kept,
        "gone": list(gone[:MOST_NAMED]), "gone_count": len(gone), "sheets": [_sheet(s) for s in batch.sheets],
        "sums": _sums(batch, {k: v - lost.get(k, 0) for k, v in imported.items()}, currency),
        "stays": list(stays), "right": len(batch.printed) - len(wrong),
        "rows": [list(row) for row in rows], "unvalued": _unvalued(batch.sheets),
        "wrong": wrong[:MOST_NAMED], "wrong_count": len(wrong), "counts": counts,
        "stand_ins": stand_ins}
    return {"issues": [[i.severity, i.sheet, i.cell, i.message, i.answer] for i in grave] or None,
            "report": {name: value for name, value in report.items() if value}}


def _unvalued(sheets: Sequence[SheetReading]) -> int:
    """Rows of totals that could not be checked: their formulas came without a value."""
    return sum(s.row_kinds.get(row) == "total" for s in sheets for row in {row for row, _ in s.unread})


def _sheet(s: SheetReading) -> list[Any]:
    rows = {kind: n for kind, n in s.counts().items() if n and kind != "blank"}
    return [s.name, s.role, s.layout, rows, s.hidden, _runs(s.hidden_rows), ", ".join(s.hidden_columns[:_MOST_RUNS])
            + (f" and {len(s.hidden_columns) - _MOST_RUNS} more" if len(s.hidden_columns) > _MOST_RUNS else ""), s.why]


def _runs(numbers: Iterable[int]) -> str:
    """"4-6, 9": numbers in order, neighbours joined, the first few of them."""
    found: list[list[int]] = []
    for n in numbers:
        if found and found[-1][1] == n - 1:
            found[-1][1] = n
        else:
            found.append([n, n])
    texts = [str(a) if a == b else f"{a}-{b}" for a, b in found]
    more = len(texts) - _MOST_RUNS
    return ", ".join(texts[:_MOST_RUNS]) + (f" and {more} more" if more > 0 else "")


def _sums(batch: Batch, imported: Mapping[Place, int], currency: str) -> list[list[Any]]:
    """Source and import side by side; a line only one of them has stands beside 0. Nothing of our own workbook, whose
    amounts are compared one by one."""
    if batch.own:
        return []
    found: dict[tuple[str, str, str, int], list[int]] = {}
    for t in batch.origin.tallies:
        entry = found.setdefault((t.sheet, t.what, t.currency or currency, t.scale), [0, 0, 0, 0])
        for i, value in enumerate((t.cells, t.minor, t.left)):
            entry[i] += value
    for place, minor in imported.items():
        found.setdefault(place, [0, 0, 0, 0])[3] += minor
    order = {s.name: i for i, s in enumerate(batch.sheets)}
    return [[*place, *entry] for place, entry in sorted(
        found.items(), key=lambda one: (order.get(one[0][0], len(order)), one[0]))]


# ---------------------------------------------------------------- reading it again


def read(run: Record) -> Report:
    """The report of an import; of one from before reports were kept what its record knows."""
    r: dict[str, Any] = run.get("report", {})
    issues = [Issue(severity, sheet, cell, message, answer[0] if answer else "")
              for severity, sheet, cell, message, *answer in run.get("issues", [])]
    counts = r.get("counts") or {s: n for s in SEVERITIES if (n := sum(i.severity == s for i in issues))}
    return Report(
        run.get("file", ""), run.get("on", ""), run.get("sha256", ""), r.get("format", ""), r.get("readers", ""),
        r.get("profile", ""), r.get("answers", {}), r.get("currency", ""), r.get("created", {}), r.get("changed", {}),
        r.get("unchanged", {}), r.get("kept", 0), r.get("gone", []), r.get("gone_count", 0),
        [SheetTold(*row) for row in r.get("sheets", [])], [Sum(*row) for row in r.get("sums", [])],
        [Stay(*row) for row in r.get("stays", [])], r.get("right", 0),
        [Printed(at, what, said, summed, scale[0] if scale else DEFAULT_SCALE, False)      # older ones name no scale
         for at, what, said, summed, *scale in r.get("wrong", [])],
        r.get("wrong_count", 0), issues, counts, r.get("rows", []), r.get("unvalued", 0))


def runs(p: Portfolio) -> list[Record]:
    """Every import of the file, the newest first."""
    return sorted(p.of_kind("import_run"), key=lambda r: (r.get("on", ""), r.rank, r.uid), reverse=True)
