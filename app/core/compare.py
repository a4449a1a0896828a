"""Two states of a file side by side: what differs, who did it and when, and how much money it moved.

A record that came or went is one row; of a changed one each field is a row, and each series of months with its sums.
Money is net and favourable is positive, in each state's reporting currency; the rows of a measure's lines add up to
the measure's own difference, unless a rate moved it: then only `measures` shows it.
Must not know: where states come from, the window.
"""
from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from app.core.catalog import KINDS, ORDER, SERIES, cells_of, fields_of
from app.core.change import Head, Tx
from app.core.find import path_name
from app.core.portfolio import Portfolio, Record
from app.core.value.cube import SERIES_INDEX, Cube, cube

ADDED, REMOVED, MOVED, CHANGED = "added", "removed", "moved", "changed"
_QUIET = ("rank",)                    # an order among siblings is no news
_TURNS = ("type", "category", "line_kind", "currency", "baseline", "undated_baseline")


@dataclass(frozen=True, slots=True)
class Row:
    """One difference. `field` is "" for a record that came or went; a series carries its first month and `count`.

    `before` and `after` are canonical values (of a series: its sums as entered); `money` maps series to the change
    of the net effect of this row, empty when it moves none. `who`, `told` and `label` come from the transaction
    that wrote it last, "" when it is not among those given.
    """

    uid: str
    kind: str
    name: str
    what: str
    field: str = ""
    before: Any = None
    after: Any = None
    month: int | None = None
    count: int = 0
    money: tuple[tuple[str, int], ...] = ()
    who: str = ""
    told: str = ""
    label: str = ""
    tx: str = ""


@dataclass(frozen=True, slots=True)
class Moved:
    """How a measure's (or any node's) all-time net effect changed, by series; undated amounts included."""

    uid: str
    series: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two states and all that is different between them. `before` and `after` are for reading names and sums."""

    before: Portfolio
    after: Portfolio
    rows: list[Row]
    measures: list[Moved]


def compared(a: Portfolio, b: Portfolio, between: Iterable[Tx] = ()) -> Comparison:
    """Everything about two states at once."""
    return Comparison(a, b, rows(a, b, between), measures(a, b))


def rows(a: Portfolio, b: Portfolio, between: Iterable[Tx] = ()) -> list[Row]:
    """What is different in `b`, by kind, name and field; `between` are the transactions that lead from a to b."""
    wrote = _Writers(between)
    found: list[Row] = []
    money = _Money(cube(a), cube(b))
    lines = _months_differ(a, b)
    was_live, is_live = _live(a), _live(b)
    for uid in a.records.keys() | b.records.keys():
        old, new = a.records.get(uid), b.records.get(uid)
        was, is_ = uid in was_live, uid in is_live
        if was == is_ and old is new and uid not in lines:
            continue
        if was and is_:
            assert old is not None and new is not None
            own = _fields(b, old, new, wrote)
            if uid in lines:
                own += _series(a, b, new, wrote)
            found += money.share(uid, own) if new.kind == "effect_line" else own
        elif was or is_:
            p, record = (a, old) if was else (b, new)
            assert record is not None
            found.append(Row(uid, record.kind, path_name(p, record), REMOVED if was else ADDED, money=money.all(uid),
                             **wrote.last(uid, "deleted" if was else "kind", record, p)))
    return sorted(found, key=lambda r: (ORDER[r.kind], r.name, r.uid, r.field, r.month or 0))


def _live(p: Portfolio) -> set[str]:
    return {r.uid for kind in KINDS for r in p.of_kind(kind)}


def measures(a: Portfolio, b: Portfolio) -> list[Moved]:
    """Measures of either state whose net effect differs, the largest change of the plan or forecast first."""
    before, after = cube(a), cube(b)
    found = []
    for uid in {*_measures_of(before), *_measures_of(after)}:
        series = tuple((s, change) for s in SERIES if (change := _total(after, uid, s) - _total(before, uid, s)))
        if series:
            found.append(Moved(uid, series))
    return sorted(found, key=lambda m: (-max(abs(v) for _, v in m.series), m.uid))


def _measures_of(c: Cube) -> set[str]:
    return {line.parent for line in c.lines}


def _total(c: Cube, node: str, series: str) -> int:
    return c.total(node, series) if node in c.outline.position else 0


def _fields(p: Portfolio, old: Record, new: Record, wrote: _Writers) -> list[Row]:
    found = []
    for field in sorted(old.fields.keys() | new.fields.keys()):
        before, after = old.fields.get(field), new.fields.get(field)
        if before == after or field in _QUIET:
            continue
        found.append(Row(new.uid, new.kind, path_name(p, new), MOVED if field == "parent" else CHANGED, field, before,
                         after, **wrote.of(new.uid, _cell(new.kind, field), None)))
    return found


def _cell(kind: str, field: str) -> str:
    for cell, names in cells_of(kind).items():
        if field in names:
            return cell
    return field


def _series(a: Portfolio, b: Portfolio, line: Record, wrote: _Writers) -> list[Row]:
    found = []
    for series in SERIES:
        spans = [e for e in (a.series.extent(line.uid, series), b.series.extent(line.uid, series)) if e]
        if not spans:
            continue
        low = min(first for first, _ in spans)
        count = max(first + n for first, n in spans) - low
        old, new = a.months_of(line.uid, series, low, count), b.months_of(line.uid, series, low, count)
        hit = [i for i in range(count) if old[i] != new[i]]
        each = [(i, i) for i in hit] if line.kind == "kpi" else [(hit[0], hit[-1])] if hit else []
        for begin, last in each:         # values of a KPI are no amounts: no sum of them says anything
            first, n = low + begin, last - begin + 1
            before, after = (_sum(side[begin:last + 1]) for side in (old, new))
            found.append(Row(line.uid, line.kind, path_name(b, line), CHANGED, series, before, after, first, n,
                             **wrote.of(line.uid, series, low + last)))
    return found


def _sum(months: tuple[int | None, ...]) -> int | None:
    there = [v for v in months if v is not None]
    return sum(there) if there else None


def _months_differ(a: Portfolio, b: Portfolio) -> set[str]:
    """Lines with any different month; one comparison of arrays where both states lay them out alike."""
    one, two = a.series, b.series
    if one.slot == two.slot and one.first == two.first and one.values.shape == two.values.shape:
        hit = ((one.values != two.values) | (one.present != two.present)).any(axis=(1, 2))
        return {uid for uid, slot in one.slot.items() if hit[slot]}
    low, high = (pick(s.first + end * s.months for s in (one, two) if s.months) if one.months or two.months else 0
                 for pick, end in ((min, 0), (max, 1)))
    return {uid for uid in one.slot.keys() | two.slot.keys()
            if any(one.get(uid, s, low, high - low) != two.get(uid, s, low, high - low) for s in SERIES)}


class _Money:
    """Net differences of single lines, from both cubes."""

    def __init__(self, before: Cube, after: Cube) -> None:
        self._cubes = (before, after)

    def all(self, uid: str) -> tuple[tuple[str, int], ...]:
        """Of a whole line by series, undated amounts included."""
        found = ((s, self._of(uid, s, months=True) + self._of(uid, s, months=False)) for s in SERIES)
        return tuple((s, amount) for s, amount in found if amount)

    def share(self, uid: str, rows_: list[Row]) -> list[Row]:
        """Give a line's rows their money, each amount once.

        A series' row has what its months moved, an undated field likewise. What is left is the work of a field
        that turns the whole line (baseline of levels, type, category, currency), the first of them that changed.
        """
        left = dict(self.all(uid))
        given: list[dict[str, int]] = []
        for row in rows_:
            series = row.field.removeprefix("undated_")
            amount = self._of(uid, series, months=series == row.field) if series in SERIES else 0
            given.append({series: amount} if amount else {})
            if amount:
                left[series] = left.get(series, 0) - amount
        turns = [i for i, row in enumerate(rows_) if row.field in _TURNS] or [0]
        for series, amount in left.items():
            if amount and rows_:
                given[turns[0]][series] = given[turns[0]].get(series, 0) + amount
        return [replace(row, money=tuple(sorted((s, v) for s, v in money.items() if v)))
                for row, money in zip(rows_, given, strict=True)]

    def _of(self, uid: str, series: str, *, months: bool) -> int:
        s = SERIES_INDEX[series]
        before, after = (0 if uid not in c.row else int(c.block.net[s, :, c.row[uid]].sum()) if months
                         else int(c.undated[c.row[uid], s]) for c in self._cubes)
        return after - before


class _Writers:
    """Who last wrote a cell among some transactions."""

    def __init__(self, txs: Iterable[Tx]) -> None:
        self._cells: dict[tuple[str, str], list[tuple[int | None, int, Head]]] = {}
        for tx in txs:
            for c in tx.changes:
                self._cells.setdefault((c.uid, c.field), []).append((c.month, len(c.new), tx.head))

    def of(self, uid: str, cell: str, month: int | None) -> Mapping[str, Any]:
        """Row's `who`, `told`, `label` and `tx` of a cell, or of the last of some months."""
        runs = self._cells.get((uid, cell), ())
        hits = [head for first, count, head in runs
                if month is None or (first is not None and first <= month < first + count)]
        if not hits:
            return {}
        return {"who": hits[-1].person, "told": hits[-1].told, "label": hits[-1].label, "tx": hits[-1].id}

    def last(self, uid: str, cell: str, record: Record, p: Portfolio) -> Mapping[str, Any]:
        """Of a record that came or went: by its own cell, else by that of what it hangs under."""
        for one in (uid, *(a.uid for a in p.ancestors(uid)), *(record.get(e, "") for e in KINDS[record.kind].link)):
            for name in (cell, "kind", "deleted"):
                found = self.of(one, name, None)
                if found:
                    return found
        return {}


def label_of(kind: str, field: str) -> str:
    """A field as people call it."""
    known = fields_of(kind).get(field)
    return known.label if known else field
