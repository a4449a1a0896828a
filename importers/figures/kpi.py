"""Rows of an export become KPIs by month: counted, added up, averaged, or as a share.

Must not know: which system the rows come from, the portfolio. A month without any row of the file holds nothing; one
with rows, of which none counts, holds 0 where rows are counted or added up.
"""
from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any

from app.core.batch import Item, Run
from app.core.values import month_of
from importers.base import address
from importers.figures.model import Feed, Kpi, Words
from importers.figures.table import Export, unit_of_head
from importers.meaning.notes import Notes, runs
from importers.meaning.value.amounts import plain_number
from importers.meaning.words import fold, phrases_in

MOST_PARTS = 40                           # KPIs that one column may become
_SLUG = re.compile(r"[^0-9A-Za-z]+")
Months = list[int | None]                 # the month of each row


class Counting:
    """One export under way: columns read once, and what was left out."""

    def __init__(self, export: Export, feed: Feed, notes: Notes) -> None:
        self.export, self.feed, self.notes = export, feed, notes
        self.used: set[int] = set()                     # rows that count for any KPI
        self.first, self.last = "", ""                  # the first and the last day that count for any
        self._months: dict[str, tuple[Months, list[str | None]]] = {}
        self._numbers: dict[str, list[Decimal | None]] = {}
        self._folded: dict[str, list[str]] = {}

    def items(self) -> list[Item]:
        """Every KPI for which the file has the columns; the others are named."""
        found: list[Item] = []
        for kpi in self.feed.kpis:
            missing = [c for c in kpi.columns if c not in self.export.places]
            if missing:
                heads = " or ".join(f"“{h}”" for h in self.feed.columns[missing[0]][:3])
                self.notes.add("note", "", f"{kpi.name} was not counted: the file has no column {heads}.")
                continue
            found += self._parts(kpi)
        self._left_out()
        self._targets()
        return found

    def _parts(self, kpi: Kpi) -> list[Item]:
        whole = [i for i in range(len(self.export.rows)) if self._matches(i, kpi.where)]
        items = [self._item(kpi, whole, range(len(self.export.rows)))]
        if not kpi.by:
            return items
        texts = self.export.texts(kpi.by)
        values = list(dict.fromkeys(t for i in whole if (t := texts[i])))
        if len(values) > MOST_PARTS:
            self.notes.add("warning", "", f"{kpi.name} is counted as a whole only: “{kpi.by}” has {len(values)} "
                                          f"values, at most {MOST_PARTS} become KPIs of their own.")
            return items
        for value in values:
            part = replace(kpi, code=f"{kpi.code}-{_SLUG.sub('-', value).strip('-').upper()[:24]}",
                           name=f"{kpi.name}: {value}")
            every = [i for i in range(len(texts)) if texts[i] == value]
            items.append(self._item(part, [i for i in whole if texts[i] == value], every))
        return items

    def _item(self, kpi: Kpi, rows: Sequence[int], every: Sequence[int]) -> Item:
        fields: dict[str, Any] = {
            "code": kpi.code, "name": kpi.name, "unit": kpi.unit, "scale": kpi.scale, "direction": kpi.direction,
            "type": kpi.type, "source": self.feed.system, "freshness_days": self.feed.fresh_days}
        if kpi.money_line:
            fields["money_line"] = kpi.money_line
        values = self._values(kpi, rows, every)
        series = {}
        if values:
            first, last = min(values), max(values)
            series["actual"] = Run(first, [values.get(m) for m in range(first, last + 1)])
        at = self.export.at(rows[0] if rows else 0, kpi.month)
        return Item("kpi", kpi.code, fields=fields, series=series, at=f"{self.export.sheet.name}!{address(*at)}")

    # ---------------------------------------------------------------- values

    def _values(self, kpi: Kpi, rows: Sequence[int], every: Sequence[int]) -> dict[int, int]:
        """Month -> value in the KPI's decimals."""
        months, days = self._month(kpi.month)
        seen = {m for i in every if (m := months[i]) is not None}
        groups: dict[int, list[int]] = {}
        for i in rows:
            month = months[i]
            if month is not None:
                groups.setdefault(month, []).append(i)
                self.used.add(i)
                day = days[i] or ""
                self.first, self.last = min(self.first or day, day), max(self.last, day)
        if kpi.per:
            return self._per(kpi, rows, months)
        found = {month: value for month, some in groups.items() if (value := self._value(kpi, some)) is not None}
        if kpi.how in ("count", "sum"):
            found |= {month: 0 for month in seen - found.keys() if month not in groups}
        return {month: _whole(value, kpi.scale) for month, value in found.items()}

    def _value(self, kpi: Kpi, rows: Sequence[int]) -> Decimal | int | None:
        names = kpi.value.split()[1:]
        if kpi.how == "count":
            return len(rows)
        if kpi.how == "share":
            of = [i for i in rows if self._matches(i, kpi.of)]
            return Decimal(100 * len(of)) / len(rows)
        if kpi.how == "days":
            spans = [span for i in rows if (span := self._days(i, *names)) is not None]
            return Decimal(sum(spans)) / len(spans) if spans else None
        numbers = [n for i in rows if (n := self._number(names[0])[i]) is not None]
        if not numbers:
            return None
        return sum(numbers, Decimal(0)) / (len(numbers) if kpi.how == "mean" else 1)

    def _per(self, kpi: Kpi, rows: Sequence[int], months: Months) -> dict[int, int]:
        """The mean over the groups that ended in a month, such as points a sprint; a group ends with its last row."""
        texts = self.export.texts(kpi.per)
        groups: dict[str, list[int]] = {}
        for i in rows:
            if texts[i] and months[i] is not None:
                groups.setdefault(texts[i], []).append(i)
        ended: dict[int, list[Decimal]] = {}
        for some in groups.values():
            value = self._value(kpi, some)
            if value is not None:
                ended.setdefault(max(m for i in some if (m := months[i]) is not None), []).append(Decimal(value))
        alone = [i for i in rows if not texts[i] and months[i] is not None]
        if alone:                        # the cells are understood: they say that there is none
            self.notes.add("note", "", f"{runs(self.export.at(i, kpi.per) for i in alone)}: no {kpi.per} is named; "
                                       f"the rows do not count for {kpi.name}.")
        return {month: _whole(sum(values, Decimal(0)) / len(values), kpi.scale) for month, values in ended.items()}

    # ---------------------------------------------------------------- columns

    def _month(self, name: str) -> tuple[Months, list[str | None]]:
        if name not in self._months:
            read = self.export.dates(name)
            if read.doubtful:
                self.notes.cells("question", [self.export.at(i, name) for i, _ in read.doubtful],
                                 "{where}: nothing in the file proves whether day or month comes first; read with the "
                                 "day first.", "date_order=mdy")
            for text in dict.fromkeys(t for _, t in read.unread):
                self.notes.cells("warning", [self.export.at(i, name) for i, t in read.unread if t == text],
                                 f"“{text}” in {{where}} is no date; the row counts in no month.")
            self._months[name] = [None if d is None else month_of(d) for d in read.values], read.values
        return self._months[name]

    def _days(self, i: int, begin: str, end: str) -> int | None:
        first, last = self._month(begin)[1][i], self._month(end)[1][i]
        if first is None or last is None:
            return None
        return (dt.date.fromisoformat(last) - dt.date.fromisoformat(first)).days

    def _number(self, name: str) -> list[Decimal | None]:
        if name not in self._numbers:
            cells = self.export.cells(name)
            mark = self.export.mark(cells)
            numbers = [None if c is None else plain_number(c, mark) for c in cells]
            head = str(self.export.sheet.at(self.export.head, self.export.places[name][-1]))
            if unit_of_head(head) is not None:
                self.notes.add("note", "", f"What is counted of “{head}” is in the unit its head names.")
            odd = [self.export.at(i, name) for i, (n, c) in enumerate(zip(numbers, cells, strict=True))
                   if n is None and c is not None]
            self.notes.cells("warning", odd, f"{{where}} ({name}) are no numbers; the rows add nothing.")
            self._numbers[name] = numbers
        return self._numbers[name]

    def _matches(self, i: int, wanted: Words) -> bool:
        """Does every column hold one of its words? "*" is any text, "-" an empty cell."""
        for name, words in wanted.items():
            if name not in self._folded:
                self._folded[name] = [fold(t) for t in self.export.texts(name)]
            text = self._folded[name][i]
            if not any((w == "*" and text) or (w == "-" and not text) or (text and fold(w) == text) for w in words):
                return False
        return True

    def _left_out(self) -> None:
        """Words of a column that decides and that no KPI asks for, with how many rows say them."""
        names = dict.fromkeys(c for kpi in self.feed.kpis for c in (*kpi.where, *kpi.of) if c in self.export.places)
        for name in names:
            words = {w for kpi in self.feed.kpis for some in (kpi.where, kpi.of) for w in some.get(name, ())}
            asked = set(map(fold, words))
            counts: dict[str, int] = {}
            for text in self.export.texts(name):
                if text and fold(text) not in asked:
                    counts[text] = counts.get(text, 0) + 1
            if counts and "*" not in words:
                often = sorted(counts.items(), key=lambda one: (-one[1], one[0]))[:12]
                told = ", ".join(f"{text} ({n})" for text, n in often)
                self.notes.add("note", "", f"Counted as not yet done or not asked for, by {name}: {told}.")

    def _targets(self) -> None:
        """Targets beside the figures have nowhere to go: they hold for a version of the business model, not for a KPI
        alone. They are named by their cells."""
        used = {column for columns in self.export.places.values() for column in columns}
        for column, head in enumerate(self.export.sheet.rows[self.export.head]):
            text = f" {fold(head)} " if isinstance(head, str) and column not in used else ""
            if any(f" {phrase} " in text for phrase, group, meaning in phrases_in(text)
                   if (group, meaning) == ("series", "target")):
                below = range(self.export.head + 1, len(self.export.sheet.rows))
                cells = [(r, column) for r in below if plain_number(self.export.sheet.at(r, column)) is not None]
                self.notes.cells("warning", cells, f"“{head}” in {{where}} {{was/were}} not read: a target belongs to "
                                 "a version of the business model, which this file has no place for yet.")


def _whole(value: Decimal | int, scale: int) -> int:
    return int(Decimal(value).scaleb(scale).quantize(Decimal(1), ROUND_HALF_EVEN))
