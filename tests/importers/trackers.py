"""Trackers as people keep them, made from the generator's portfolios, with the truth beside them.

Also the small helpers with which tests write a sheet as a grid and look at what became of it.
"""
from __future__ import annotations

import datetime as dt
import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from app.core.batch import Batch, Item
from app.core.values import month_text
from importers.base import Book, Sheet, Value, Wishes
from importers.read import understand
from tests.data.gen_portfolio import EPOCH, MONTHS, SERIES, STATUS, TRACKER_HEAD, Portfolio, day, generate

FIRST = 2025 * 12
GERMAN = {"Organization": "Organisation", "Portfolio": "Portfolio", "Program": "Programm", "Project": "Projekt",
          "Package": "Maßnahmenpaket", "Measure ID": "Maßnahmen-Nr.", "Measure": "Maßnahme", "Owner": "Verantwortlich",
          "Status": "Status", "Start": "Beginn", "Finish": "Ende", "Predecessors": "Vorgänger"}
SERIES_DE = {"baseline": ("Basis", "Basisplan", "Baseline"), "plan": ("Plan", "Soll", "Budget"),
             "forecast": ("Prognose", "Forecast", "V-Ist"), "actual": ("Ist", "Istwert")}
MONTHS_DE = ("Jan", "Feb", "Mrz", "Apr", "Mai", "Jun", "Jul", "Aug", "Sep", "Okt", "Nov", "Dez")


def sheet(rows: Sequence[Sequence[Value]], name: str = "Sheet1", **marks: Any) -> Sheet:
    return Sheet(name, [list(r) for r in rows], **marks)


def read(*sheets: Sheet, name: str = "tracker.xlsx", **wishes: Any) -> Batch:
    """What the importers make of these sheets."""
    return understand(Book(name, "xlsx", list(sheets)), Wishes(**wishes), lambda fraction, text: None)


def items(batch: Batch, kind: str) -> list[Item]:
    return [i for i in batch.items if i.kind == kind]


def loud(batch: Batch, *severities: str) -> list[str]:
    """The messages of these severities (errors and warnings unless said)."""
    wanted = severities or ("error", "warning")
    return [f"{i.severity} {i.sheet}!{i.cell} {i.message}" for i in batch.issues if i.severity in wanted]


def series_of(batch: Batch) -> dict[str, dict[str, dict[str, int]]]:
    """measure -> "type.series" -> month -> minor units (undated figures under "undated")."""
    out: dict[str, dict[str, dict[str, int]]] = {}
    for item in items(batch, "effect_line"):
        mine = out.setdefault(item.parent, {})
        for series, run in item.series.items():
            cells = mine.setdefault(f"{item.fields['type']}.{series}", {})
            for i, value in enumerate(run.values):
                if value is not None:
                    month = month_text(run.first + i)
                    cells[month] = cells.get(month, 0) + value
        for name, value in item.fields.items():
            if name.startswith("undated_"):
                cells = mine.setdefault(f"{item.fields['type']}.{name[8:]}", {})
                cells["undated"] = cells.get("undated", 0) + value
    return out


def sums_of(batch: Batch) -> dict[str, int]:
    """"type.series" -> the sum of everything."""
    out: dict[str, int] = {}
    for lines in series_of(batch).values():
        for name, months in lines.items():
            out[name] = out.get(name, 0) + sum(months.values())
    return out


@dataclass
class Tracker:
    """A tracker as a grid, with what is true about it."""

    head: list[Value]
    rows: list[list[Value]]
    portfolio: Portfolio
    wrong: list[tuple[int, int]] = field(default_factory=list)            # (row, column) of wrong totals, 0-based
    above: list[list[Value]] = field(default_factory=list)

    def sheet(self, name: str = "Measures") -> Sheet:
        return sheet([*self.above, self.head, *self.rows], name)


def tracker(n: int, seed: int) -> Tracker:
    """The generator's Measures sheet as it writes it."""
    p = generate(n, seed)
    head: list[Value] = [*TRACKER_HEAD, *(f"{s.title()} {month_text(FIRST + m)}" for s in SERIES
                                          for m in range(MONTHS))]
    rows = []
    for k in range(p.n):
        i = int(p.measure[k])
        chain, j = [], int(p.parent[i])
        while j >= 0:
            chain.append(p.code[j])
            j = int(p.parent[j])
        days = [EPOCH + dt.timedelta(days=int(d)) for d in (p.start[k], p.start[k] + p.duration[k], *p.milestone[k])]
        before = ";".join(p.code[p.measure[d]] for d in p.dep[p.dep_ptr[k]:p.dep_ptr[k + 1]])
        rows.append([*chain[::-1], p.code[i], p.name[i], f"owner{p.owner[k]:03d}", STATUS[p.status[k]], *days, before
                     or None,
                     *(p.money[k].reshape(-1) / 100).tolist()])
    return Tracker(head, rows, p)


def with_totals(t: Tracker, rng: random.Random, wrong: bool = True) -> Tracker:
    """Subtotals after each program and a grand total at the end; one subtotal is wrong by more than a rounding."""
    money, name, program = len(TRACKER_HEAD), 6, 2
    rows: list[list[Value]] = []
    totals: list[int] = []
    block: list[list[Value]] = []

    def close(label: str, summed: list[list[Value]]) -> None:
        total: list[Value] = [None] * len(t.head)
        total[name] = label
        for c in range(money, len(t.head)):
            total[c] = round(sum(r[c] for r in summed), 2)  # type: ignore[misc]
        totals.append(len(rows))
        rows.append(total)

    for n, row in enumerate(t.rows):
        block.append(row)
        rows.append(row)
        if n + 1 == len(t.rows) or t.rows[n + 1][program] != row[program]:
            close(f"{rng.choice(('Subtotal', 'Total', 'Zwischensumme', 'Summe'))} {row[program]}", block)
            block = []
    close("Grand total", t.rows)
    bad: list[tuple[int, int]] = []
    if wrong:
        at, column = rng.choice(totals[:-1]), rng.randrange(money, len(t.head))
        rows[at][column] = round(rows[at][column] + rng.choice((-1, 1)) * rng.uniform(2, 5000),
                                 2)  # type: ignore[operator]
        bad = [(at, column)]
    return Tracker(t.head, rows, t.portfolio, bad, t.above)


def with_blank_rows(t: Tracker, rng: random.Random) -> Tracker:
    rows: list[list[Value]] = []
    moved: dict[int, int] = {}
    for n, row in enumerate(t.rows):
        for _ in range(rng.choice((0, 0, 0, 1, 2))):
            rows.append([None] * len(t.head))
        moved[n] = len(rows)
        rows.append(row)
    return Tracker(t.head, rows, t.portfolio, [(moved[r], c) for r, c in t.wrong], t.above)


def with_titles(t: Tracker) -> Tracker:
    above: list[list[Value]] = [["Measure tracker Northwind"], ["All figures in EUR, status of the last committee"], []]
    return Tracker(t.head, t.rows, t.portfolio, t.wrong, above)


def shuffled(t: Tracker, rng: random.Random) -> Tracker:
    order = list(range(len(t.head)))
    rng.shuffle(order)
    place = {old: new for new, old in enumerate(order)}
    return Tracker([t.head[c] for c in order], [[r[c] for c in order] for r in t.rows], t.portfolio,
                   [(r, place[c]) for r, c in t.wrong], t.above)


def german(t: Tracker, rng: random.Random, text_numbers: bool = True) -> Tracker:
    """German heads, dates as d.m.yyyy texts, and amounts as texts with points and a comma."""
    words = {s: rng.choice(SERIES_DE[s]) for s in SERIES}
    form = rng.choice(("{s} {m:02d}/{y}", "{s} {n} {y}", "{s} {y}-{m:02d}", "{n} {y} {s}", "{s} {m:02d}.{y}"))
    head: list[Value] = []
    for text in t.head:
        first, _, month = str(text).partition(" ")
        if first.lower() in SERIES and month:
            y, m = int(month[:4]), int(month[5:])
            head.append(form.format(s=words[first.lower()], m=m, y=y, n=MONTHS_DE[m - 1]))
        else:
            head.append(GERMAN.get(str(text), text))
    rows = [[german_text(v) if text_numbers or isinstance(v, dt.date) else v for v in row] for row in t.rows]
    return Tracker(head, rows, t.portfolio, t.wrong, t.above)


def german_text(value: Value) -> Value:
    if isinstance(value, dt.date):
        return f"{value.day}.{value.month}.{value.year}"
    if isinstance(value, float):
        cents = round(value * 100)
        whole = f"{abs(cents) // 100:,}".replace(",", ".")
        return f"{'-' if cents < 0 else ''}{whole},{abs(cents) % 100:02d}"
    return value


def check(batch: Batch, p: Portfolio) -> None:
    """Every measure, date, owner, predecessor and month as the generator made them, to the cent."""
    found = series_of(batch)
    measures = {i.key: i for i in items(batch, "measure")}
    assert set(measures) == {p.code[i] for i in p.measure.tolist()}
    milestones: dict[str, list[str]] = {}
    for item in items(batch, "activity"):
        milestones.setdefault(item.parent, []).append(item.fields["start"])
    links = {(i.fields["predecessor"].key, i.fields["successor"].key) for i in items(batch, "dependency")}
    parents = {(i.kind, i.key): i for i in batch.items}
    for k in range(p.n):
        code = p.code[p.measure[k]]
        item = measures[code]
        assert item.fields["name"] == p.name[p.measure[k]]
        assert item.fields["owner"].key == f"owner{p.owner[k]:03d}"
        assert item.fields["status"] == STATUS[p.status[k]]
        assert (item.fields["start"], item.fields["finish"]) == (day(p.start[k]), day(p.start[k] + p.duration[k]))
        assert sorted(milestones[code]) == sorted(day(d) for d in p.milestone[k])
        package = p.code[p.parent[p.measure[k]]]
        assert (item.parent_kind, item.parent) == ("package", package)
        assert parents["package", package].parent == p.code[p.parent[p.parent[p.measure[k]]]]
        for s, name in enumerate(SERIES):
            truth = {month_text(FIRST + m): int(p.money[k, s, m]) for m in range(MONTHS)}
            assert found[code][f"recurring_benefit.{name}"] == truth, (code, name)
    assert links == {(p.code[p.measure[d]], p.code[p.measure[k]]) for k in range(p.n)
                     for d in p.dep[p.dep_ptr[k]:p.dep_ptr[k + 1]].tolist()}
