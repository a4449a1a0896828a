"""A calendar nobody can date: columns headed "Week 7", "KW 50", "M T W T F", 1 2 3 or by months without a year, which
hold marks or fills and nothing else.

Must not know: items. Such columns are no fields of the list beside them and no money; what is drawn gives no dates.
"""
from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from importers.base import Sheet, Value
from importers.meaning.days.drawn import are_marks
from importers.meaning.duties import are_duties
from importers.meaning.headers import filled
from importers.meaning.value.periods import read_label
from importers.meaning.words import fold

_LOOK, _LEAST, _ROWS = 40, 6, 200
_STEP = re.compile(r"^(?:kw|cw|wk|w|sw|wo|week|woche|semaine|semana|sem|s|sprint|day|tag|dia|jour|month|monat|mes|mois|"
                   r"phase|t|d|m)\s*\d{1,3}\b")
_DATED = re.compile(r"^(0?[1-9]|[12]\d|3[01])[./](0?[1-9]|1[0-2])\.?$")       # "18.02", a day without its year
_DAYS = frozenset(("m", "t", "w", "r", "f", "s", "d", "mo", "tu", "we", "th", "fr", "sa", "su", "di", "mi", "do", "so",
                   "mon", "tue", "wed", "thu", "fri", "sat", "sun", "l", "v", "j", "x"))


@dataclass(frozen=True, slots=True)
class Band:
    """The columns of such a calendar, and the last row that heads them (0-based)."""

    columns: tuple[int, ...]
    row: int


def undated(sheet: Sheet) -> Band | None:
    """The widest stretch of such columns, None when there is none or nothing is drawn in it."""
    best: Band | None = None
    for row in range(min(_LOOK, len(sheet.rows))):
        for run in _runs(sheet.rows[row]):
            wide = _spread(sheet, row, run)
            least = len(best.columns) if best is not None else _LEAST
            if len(wide) >= least and _drawn(sheet, row + 1, wide):
                best = Band(wide, row)
    return best


def _runs(cells: Sequence[Value]) -> list[list[int]]:
    """Stretches of a row whose cells count on or name weeks and days; between them only empty cells."""
    out: list[list[int]] = []
    run: list[int] = []
    for column, value in enumerate(cells):
        if not filled(value):
            continue
        if _is_step(value):
            run.append(column)
        elif run:
            out.append(run)
            run = []
    return [r for r in [*out, run] if len(r) >= 3 and _counts_on([cells[c] for c in r])]


def _is_step(value: Value) -> bool:
    if isinstance(value, bool):
        return False
    if isinstance(value, int | float):
        return (1 <= value <= 366 and value == int(value)) or _is_day(value)
    if not isinstance(value, str) or len(value) > 40:
        return False
    text = fold(value)
    label = read_label(value)
    return bool(_STEP.match(text)) or _is_day(value) or text in _DAYS or text.isdigit() or (
        label.month > 0 and not label.rest)


def _is_day(value: Value) -> bool:
    """"18.02" as a text or, taken for a number, as 18.02: a day without its year."""
    if isinstance(value, float):
        return 1 <= value < 32 and 1 <= round(value * 100) % 100 <= 12
    return isinstance(value, str) and bool(_DATED.match(value.strip()))


def _day_of(value: Value) -> tuple[int, int]:
    """Month and day of such a day."""
    day, month = re.split(r"[./]", f"{value:.2f}" if isinstance(value, float) else str(value).strip().rstrip("."))
    return int(month), int(day)


def _counts_on(values: Sequence[Value]) -> bool:
    """Numbers go up by one, now and then beginning again ("Day 1", 2, 3, 1, 2, 3); other steps are believed as they
    are."""
    if all(map(_is_day, values)):
        days = [_day_of(v) for v in values]
        return len(values) >= _LEAST and sum(b <= a for a, b in pairwise(days)) <= 1       # once into a new year
    bare = [v for v in values if isinstance(v, int | float) or str(v).strip().isdigit()]
    numbers = [int(found[0]) for v in values if (found := re.search(r"\d+", str(v)))]
    if not bare:
        return True
    return len(numbers) == len(values) >= 4 and \
        sum(b - a == 1 or b == 1 for a, b in pairwise(numbers)) >= 0.8 * (len(numbers) - 1)


def _spread(sheet: Sheet, row: int, run: Sequence[int]) -> tuple[int, ...]:
    """The columns from the first to the last head, and those its merged cell reaches over."""
    last = max((right for top, left, bottom, right in sheet.merged if top <= row <= bottom and left == run[-1]),
               default=run[-1])
    return tuple(range(run[0], last + 1))


def _drawn(sheet: Sheet, below: int, columns: Sequence[int]) -> bool:
    """Marks or fills below, and nothing that is more than a mark; further heads of days right below do not count."""
    end = min(below + _ROWS, len(sheet.rows))
    while below < end and all(_is_step(v) for c in columns if filled(v := sheet.at(below, c))) and \
            sum(filled(sheet.at(below, c)) for c in columns) > 0.8 * len(columns):
        below += 1
    cells = [v for r in range(below, end) for c in columns if filled(v := sheet.at(r, c))]
    rows = sum(any(filled(v) for v in sheet.rows[r][:columns[0]]) for r in range(below, end))
    if rows < 2:
        return False
    if cells:
        return len(cells) <= 0.7 * rows * len(columns) and are_marks(cells) and not are_duties(cells)
    inside = set(columns)
    return any(c in inside and r >= below for r, c in sheet.fills)
