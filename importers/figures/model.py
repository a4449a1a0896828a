"""What a profile says about figures of another system: which columns it needs, and what is counted of them by month.

Written as the table `[figures]` of a profile's file. Must not know: sheets, how anything is counted.
"""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from app.core.catalog import fields_of
from app.errors import Problem

GIVES = ("spend", "kpi")
COUNTS = ("count", "sum", "mean", "share", "days")
SPEND = ("project", "month", "amount", "currency", "account", "centre")      # the columns that spend knows
Words = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Kpi:
    """One KPI and how a month's value is counted from rows.

    `value` is how: "count", "sum COLUMN", "mean COLUMN", "share" (percent of the rows that are also `of`) or "days FROM
    TO" (their mean number). Only rows whose columns hold one of the words of `where` count. `per` adds up by that
    column first (a sprint) and takes the mean of those that ended in the month; `by` makes one KPI of each value of a
    column.
    """

    code: str
    name: str
    value: str
    month: str                            # the date column that says in which month a row counts
    unit: str = ""
    scale: int = 0
    direction: str = "up"
    type: str = "business"
    money_line: str = ""
    where: Words = field(default_factory=dict)
    of: Words = field(default_factory=dict)
    per: str = ""
    by: str = ""

    @property
    def how(self) -> str:
        return self.value.split()[0]

    @property
    def columns(self) -> list[str]:
        """Every column it looks at."""
        return list(dict.fromkeys([self.month, *self.value.split()[1:], *self.where, *self.of,
                                   *(c for c in (self.per, self.by) if c)]))


@dataclass(frozen=True, slots=True)
class Feed:
    """Figures of one system: `columns` maps what is asked to the heads that may say it; all `needs` must be there.

    A file is taken for such an export by itself only where it also has one of the heads in `sure`, if any are named.
    """

    system: str
    gives: str
    needs: tuple[str, ...]
    columns: Words
    fresh_days: int = 45
    kpis: tuple[Kpi, ...] = ()
    sure: tuple[str, ...] = ()


def feed_of(raw: Mapping[str, Any], profile: str) -> Feed:
    """The table as written, checked. Raises Problem that names the profile and what is wrong."""
    try:
        columns = {str(name): _words(heads) for name, heads in raw["columns"].items()}
        kpis = tuple(Kpi(**_read(one)) for one in raw.get("kpi", ()))
        needs = tuple(map(str, raw.get("needs", columns)))
        found = Feed(str(raw["system"]), str(raw["gives"]), needs, columns, int(raw.get("fresh_days", 45)), kpis,
                     _words(raw.get("sure", ())))
        wrong = _wrong(found)
    except (KeyError, TypeError, AttributeError, ValueError) as broken:
        raise Problem(f"The figures of the profile “{profile}” cannot be understood ({broken}).",
                      "Compare them with a profile that comes with Trimtab.") from broken
    if wrong:
        raise Problem(f"The figures of the profile “{profile}” cannot be understood: {wrong}.",
                      "Compare them with a profile that comes with Trimtab.")
    return found


def _read(one: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value if key not in ("where", "of") else {str(c): _words(w) for c, w in value.items()}
            for key, value in one.items()}


def _words(value: Any) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,)
    return tuple(map(str, value))


def _wrong(feed: Feed) -> str:
    if feed.gives not in GIVES:
        return f"“gives” is one of {', '.join(GIVES)}"
    unknown = [c for c in feed.needs if c not in feed.columns]
    if unknown:
        return f"the column “{unknown[0]}” is needed, but nothing says what it is called"
    if feed.gives == "spend":
        missing = [c for c in ("project", "amount") if c not in feed.columns]
        return f"spend needs the column “{missing[0]}”" if missing else ""
    if not feed.kpis:
        return "it counts no KPI"
    choices = {f.name: f.choices for f in fields_of("kpi").values()}
    for kpi in feed.kpis:
        texts = (kpi.code, kpi.name, kpi.value, kpi.month, kpi.unit, kpi.money_line, kpi.per, kpi.by)
        if not all(isinstance(t, str) for t in texts) or not all(t.strip() for t in texts[:4]):
            return "a KPI has no code, name, value or month, or one that is no text"
        if kpi.how not in COUNTS or len(kpi.value.split()) != {"sum": 2, "mean": 2, "days": 3}.get(kpi.how, 1):
            return f"{kpi.code} has the value “{kpi.value}”; values are count, sum COLUMN, mean COLUMN, share, days A B"
        if kpi.direction not in choices["direction"] or kpi.type not in choices["type"]:
            return f"{kpi.code} has a direction or type that there is not"
        gone = [c for c in kpi.columns if c not in feed.columns]
        if gone:
            return f"{kpi.code} looks at “{gone[0]}”, and nothing says what that column is called"
        if type(kpi.scale) is not int or not 0 <= kpi.scale <= 6:
            return f"{kpi.code} has a scale that is no number from 0 to 6"
    return ""
