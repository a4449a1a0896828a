"""A drawn calendar: columns that stand for days, weeks or months and hold bars instead of figures.

The days come from dates in the heads ("2025-06-01", "KW 23", "Jun 2025") or from numbers of days under a month's name.
A bar is a run of marks or of a fill; a fill that most rows share (weekends, stripes) is ground, not a bar, and so is
that of a heading painted from the list to the last column.
Must not know: items, what the other columns mean.
"""
from __future__ import annotations

import calendar
import datetime as dt
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from importers.base import Sheet, Value
from importers.meaning.value.periods import Label, read_label

Span = tuple[dt.date, dt.date]
_LEAST_DAYS, _LEAST_MONTHS = 10, 6
_WEEK = re.compile(r"^(?:KW|CW|WK|W|Week|Woche)\s*\.?\s*(\d{1,2})(?:\s*[/. -]\s*(?:20)?(\d{2}))?$", re.IGNORECASE)
_LOOK = 30                            # rows in which the days may be said
_ABOVE = 3                            # rows over these in which months and years may stand
_GROUND = 0.6                         # a fill in more than this share of a column's rows is ground
_APART = 16                           # days between numbered ones: a fortnight, and what a holiday may add
_MARKS = 3                            # more different texts than this are no marks


@dataclass(frozen=True, slots=True)
class Drawn:
    """Column -> first and last day it stands for, said in `row`; `days` when columns are finer than months."""

    spans: dict[int, Span]
    row: int
    days: bool

    @property
    def first(self) -> int:
        return min(self.spans)


def drawn(sheet: Sheet) -> Drawn | None:
    """The calendar of a sheet, None where there is none or its columns hold figures."""
    best, at = dict[int, Span](), 0
    for row in range(min(_LOOK, len(sheet.rows))):
        if len(sheet.rows[row]) - sheet.rows[row].count(None) >= _LEAST_MONTHS:
            found = _longest(_spans(sheet, row))
            if len(found) > len(best) and not _are_figures(sheet, row, found):
                best, at = found, row
    days = sum((last - first).days < 7 for first, last in best.values()) * 2 > len(best)
    if len(best) < (_LEAST_DAYS if days else _LEAST_MONTHS) or not _holds_bars(sheet, at + 1, best, days):
        return None
    return Drawn(best, at, days)


def _are_figures(sheet: Sheet, row: int, found: dict[int, Span]) -> bool:
    """Small numbers under months: each would be a day of its own month, which no calendar has; they are amounts."""
    columns = sorted(found)
    return all(isinstance(sheet.at(row, c), int | float) for c in columns) and any(
        (found[b][0] - found[a][0]).days > _APART for a, b in pairwise(columns))


def bar(sheet: Sheet, row: int, found: Drawn, ground: frozenset[tuple[int, str]]) -> tuple[list[int], bool]:
    """The columns of a row's bar from first to last, and whether they are one piece."""
    columns = [c for c in sorted(found.spans) if _marked(sheet, row, c, ground)]
    if not columns or _is_look(sheet, row, found):
        return [], True
    order = sorted(found.spans)
    places = [order.index(c) for c in columns]
    gaps = {order[i] for i in range(places[0], places[-1] + 1)} - set(columns)
    return columns, all(found.spans[c][0].weekday() >= 5 for c in gaps) if found.days else not gaps


def _is_look(sheet: Sheet, row: int, found: Drawn) -> bool:
    """A row without a mark, of one fill from a cell of its list to the last day there is: a heading, no bar."""
    fills = {sheet.fills.get((row, c), "") for c in found.spans}
    beside = {sheet.fills.get((row, c), "") for c in range(found.first)}
    return len(fills) == 1 and bool(fills & beside - {""}) and all(sheet.at(row, c) is None for c in found.spans)


def ground(sheet: Sheet, found: Drawn) -> frozenset[tuple[int, str]]:
    """(column, fill) of what is painted over most rows: weekends, holidays, the frame."""
    rows = [r for r in range(found.row + 1, len(sheet.rows)) if any(v is not None for v in sheet.rows[r][:found.first])]
    counts: Counter[tuple[int, str]] = Counter()
    inside = set(rows)
    for (row, column), fill in sheet.fills.items():
        if row in inside and column in found.spans:
            counts[column, fill] += 1
    return frozenset(key for key, n in counts.items() if len(rows) > 2 and n > _GROUND * len(rows))


def _marked(sheet: Sheet, row: int, column: int, painted: frozenset[tuple[int, str]]) -> bool:
    value = sheet.at(row, column)
    if value is not None and not isinstance(value, dt.date) and str(value).strip() not in ("", "0"):
        return True                                        # a date says again which day this is, it marks nothing
    fill = sheet.fills.get((row, column), "")
    return len(fill) == 6 and fill.upper() != "FFFFFF" and (column, fill) not in painted


# ---------------------------------------------------------------- what the columns stand for


def _spans(sheet: Sheet, row: int) -> dict[int, Span]:
    found: dict[int, Span] = {}
    above = _Above(sheet, row, max(0, row - _ABOVE))
    for column, value in enumerate(sheet.rows[row]):
        span = _span(value, column, above) if value is not None else None
        if span is not None:
            found[column] = span
    return found


class _Above:
    """Months and years written over a row of days, each valid up to the next one at its right."""

    def __init__(self, sheet: Sheet, row: int, top: int) -> None:
        self.rows: list[list[Value]] = [sheet.rows[r] for r in range(row - 1, top - 1, -1) if r < len(sheet.rows)]

    def label(self, column: int) -> Label:
        found = Label()
        for row in self.rows:
            text = next((v for v in reversed(row[:column + 1]) if v is not None and str(v).strip()), None)
            said = read_label(text)
            if text is not None and said.timed and not said.day:
                found = found.joined(said)
        return found


def _span(value: Value, column: int, over: _Above) -> Span | None:
    if isinstance(value, dt.datetime):
        return value.date(), value.date()
    if isinstance(value, dt.date):
        return value, value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _numbered(int(value), over.label(column)) if 1 <= value <= 31 and value == int(value) else None
    if not isinstance(value, str):
        return None
    text = value.strip()
    week = _WEEK.match(text)
    if week:
        year = 2000 + int(week[2]) if week[2] else over.label(column).year
        return _week(year, int(week[1])) if year else None
    if text.isdecimal() and len(text) < 3:
        return _numbered(int(text), over.label(column)) if 1 <= int(text) <= 31 else None
    label = read_label(text)
    if label.day:
        return _day(label.year, label.month, label.day)
    if label.rest or label.series or label.type or label.total or label.derived:
        return None
    year = label.month and (label.year or over.label(column).year)
    return _month(year, label.month) if year else None


def _numbered(day: int, above: Label) -> Span | None:
    return _day(above.year, above.month, day) if above.year and above.month else None


def _day(year: int, month: int, day: int) -> Span | None:
    try:
        found = dt.date(year, month, day)
    except ValueError:
        return None
    return found, found


def _week(year: int, week: int) -> Span | None:
    try:
        return dt.date.fromisocalendar(year, week, 1), dt.date.fromisocalendar(year, week, 7)
    except ValueError:
        return None


def _month(year: int, month: int) -> Span:
    return dt.date(year, month, 1), dt.date(year, month, calendar.monthrange(year, month)[1])


def _longest(spans: dict[int, Span]) -> dict[int, Span]:
    """The longest stretch of neighbouring columns whose time runs on; a first day of weeks reaches to the next."""
    best: list[int] = []
    run: list[int] = []
    for column in sorted(spans):
        runs_on = run and column - run[-1] == 1 and spans[column][0] > spans[run[-1]][0]
        run = [*run, column] if runs_on else [column]
        best = max(best, run, key=len)
    found = {c: spans[c] for c in best}
    steps = [(spans[b][0] - spans[a][0]).days for a, b in pairwise(best)]
    if steps and min(steps) == max(steps) and steps[0] in (7, 14):       # columns headed by the first day of a week
        week = dt.timedelta(days=steps[0] - 1)
        found = {c: (a, max(b, a + min(week, dt.date.max - a))) for c, (a, b) in found.items()}
    if steps and min(steps) >= 28 and max(steps) <= 31:                   # ... or of a month, or by its last day
        found = {c: _month(a.year, a.month) for c, (a, _) in found.items()}
    return found


def _holds_bars(sheet: Sheet, below: int, spans: dict[int, Span], days: bool) -> bool:
    """Single days never hold money; weeks and months only count as drawn when marks or fills stand in them."""
    counted = _counts(sheet, below, spans)
    below += counted
    cells = [v for r in range(below, min(below + 200, len(sheet.rows))) for c in spans
             if (v := sheet.at(r, c)) is not None and str(v).strip()]
    single = all(first == last for first, last in spans.values())
    if single and days:
        return True
    if not cells:
        return counted or any(c in spans and r >= below for r, c in sheet.fills)
    rows = sum(any(sheet.at(r, c) is not None for c in spans) for r in range(below, min(below + 200, len(sheet.rows))))
    if len(cells) == rows * len(spans) and all(isinstance(v, int | float) for v in cells):
        return False                                       # a 1 in every cell: amounts that happen to be 1, no bars
    return are_marks(cells)


def _counts(sheet: Sheet, row: int, spans: dict[int, Span]) -> bool:
    """Are the columns numbered 1, 2, 3 in the row below their days? A matrix of money numbers none of its months.
    Where formulas fetch the list from another sheet, that one is the plan."""
    fetched = sheet.refers - {sheet.name}
    return not fetched and [sheet.at(row, c) for c in sorted(spans)] == list(range(1, len(spans) + 1))


def are_marks(cells: Sequence[Value]) -> bool:
    """A cross, a word or two again and again, the number 1: no figures."""
    numbers = {v for v in cells if isinstance(v, int | float)}
    return numbers <= {1} and len({str(v).strip() for v in cells}) <= _MARKS
