"""What an earlier import brought and this one does not: named, never deleted; and what stays as it was changed here.

Must not know: how rows are matched.
"""
from __future__ import annotations

from typing import Any

from app.core.batch import STAYS, Issue
from app.core.catalog import SERIES
from app.core.counting import counted
from app.core.edits import scale_for
from app.core.find import path_name
from app.core.intake.words import ImportRow, Words
from app.core.portfolio import Portfolio, Record
from app.core.value.cube import reporting_currency

LEAF = frozenset(("measure", "activity", "risk", "issue", "assumption", "decision", "kpi"))
_UNDATED = "undated_"
_MOST_SAID = 8


def gone(p: Portfolio, left: set[str]) -> list[tuple[ImportRow, str]]:
    """(row of the preview, what it is called) of each record among those that are left over."""
    found = []
    for uid in sorted(left):
        record = p.records.get(uid)
        if record is None or not p.live(uid) or record.kind not in (*LEAF, "effect_line"):
            continue
        line = record.kind == "effect_line"
        if not (line and record.parent in left):           # a line of such a measure is said with it
            found.append((ImportRow("gone", record.kind, uid, record.code, record.name, ""),
                          path_name(p, record) if line else _called(record)))
    return found


def _called(record: Record) -> str:
    """Code and name: a code alone says little to who never gave it."""
    return " ".join(dict.fromkeys(x for x in (record.code, record.name) if x))


class Apart:
    """Sums of what the source says and what stays here instead, by type, series and currency."""

    def __init__(self, p: Portfolio) -> None:
        self._p = p
        self._sums: dict[tuple[str, str, int], list[int]] = {}
        self._quiet: dict[str, tuple[Record, list[tuple[str, Any, Any]]]] = {}

    def add(self, record: Record, name: str, here: Any, there: Any, quiet: tuple[str, Any, Any] | None = None) -> None:
        """A field or the month of a series that keeps its value; only amounts count in the sums. `quiet` where the file
        says no more than last time, so that nothing else is said of it: (name in words, value here, the file's)."""
        if quiet is not None and there is not None:
            self._quiet.setdefault(record.uid, (record, []))[1].append(quiet)
        series = name.removeprefix(_UNDATED).partition(" ")[0]
        if record.kind != "effect_line" or series not in SERIES:
            return
        currency = str(record.get("currency") or reporting_currency(self._p))
        what = f"{record.get('type', '')}.{series}", currency, scale_for(self._p, record)
        entry = self._sums.setdefault(what, [0, 0])
        entry[0] += there or 0
        entry[1] += here or 0

    def quiet(self, words: Words) -> list[Issue]:
        """Which values stay as they were changed here, though the file goes on saying otherwise."""
        count = sum(len(values) for _, values in self._quiet.values())
        if not count:
            return []
        said = [f"{path_name(self._p, record)} {words.one(record, *value)}"
                for record, values in list(self._quiet.values())[:_MOST_SAID] for value in values]
        more = f" and {count - _MOST_SAID} more" if count > _MOST_SAID else ""
        return [Issue("note", "", "", f"{counted(count, 'value')} {'stays' if count == 1 else 'stay'} as changed here, "
                      f"the file says what it said before: {', '.join(said[:_MOST_SAID])}{more}.", kind=STAYS)]

    def told(self) -> list[list[Any]]:
        """[what, currency, decimal places, the file's amount, the amount here] of each that differs."""
        return [[*key, *sums] for key, sums in sorted(self._sums.items()) if sums[0] != sums[1]]
