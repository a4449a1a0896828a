"""The tables that stand within a form about a project: steps, figures by period or scenario, risks and issues.

Must not know: single answers, and how each kind of table is read (steps.py, figures.py, risks.py).
"""
from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from importers.base import Sheet, Value
from importers.layouts.forms.laid import is_edge, lists_kinds, periods_down
from importers.layouts.forms.steps import step_tables
from importers.layouts.forms.table import Found
from importers.meaning.columns import DATE_FIELDS, field_scores
from importers.meaning.headers import cells_of
from importers.meaning.log_columns import MAIN, is_log_head, kind_headed, signs
from importers.meaning.sheets.forms import is_question
from importers.meaning.value.amounts import number_text
from importers.meaning.value.periods import NOTHING, read_label

_LEAST_TIMED, _LEAST_SAID = 3, 2      # headings that are periods; or all of them periods or scenarios
_NAMED = 0.8
_WORD = 20
FIGURES = ("figures", "down")
_GAP = 1                              # empty rows that a table may have


@dataclass(frozen=True, slots=True)
class Inner:
    """One table: "steps", "figures", "down" (figures whose rows are periods), or the kind of a log ("risk", "issue",
    ...); its head begins in row `top`."""

    kind: str
    place: Found
    top: int

    @property
    def rows(self) -> set[int]:
        return set(range(self.top, self.place.last + 1))


def inner_tables(sheet: Sheet) -> list[Inner]:
    """All tables of a form, from the top down; each ends where the next one's head begins."""
    heads = {place.head: Inner("steps", place, place.head) for place in step_tables(sheet)}
    for row in range(len(sheet.rows)):
        inner = None if row in heads else _down(sheet, row) or _figures(sheet, row) or _log(sheet, row)
        if inner is not None:
            heads[row] = inner
    found: list[Inner] = []
    for row in sorted(heads):
        if found and row <= found[-1].place.last and found[-1].kind in FIGURES and heads[row].kind in FIGURES:
            continue                                       # years over quarters, or a row of figures like a head
        found.append(heads[row])
    ends = [inner.top for inner in found[1:]] + [len(sheet.rows)]
    cut = [replace(inner, place=replace(inner.place, last=_before(sheet, inner.place, end)))
           for inner, end in zip(found, ends, strict=False)]
    return [inner for inner in cut if inner.place.last > inner.place.head]


def _before(sheet: Sheet, place: Found, end: int) -> int:
    """The last row of a table that must end before another: without empty rows, and without the other's title."""
    last = min(place.last, end - 1)
    while last > place.head and (not cells_of(sheet, last) or (last < place.last and len(cells_of(sheet, last)) == 1)):
        last -= 1
    return last


def rows_of(tables: Sequence[Inner]) -> set[int]:
    return set().union(*(one.rows for one in tables))


def of_kinds(sheet: Sheet, inner: Inner) -> bool:
    """Does a table of figures say that its rows are kinds of cost or sources of money, in its head or right above?"""
    above = [v for row in range(max(0, inner.top - 1), inner.place.head) for _, v in cells_of(sheet, row)]
    return any(isinstance(v, str) and lists_kinds(v) for v in (*above, sheet.at(inner.place.head, inner.place.left)))


def _figures(sheet: Sheet, row: int) -> Inner | None:
    """Periods or scenarios side by side, a label at most before them, and figures below."""
    cells = cells_of(sheet, row)
    said = [(c, v) for c, v in cells if _says(v)]
    if said and said[0] == cells[0] and isinstance(sheet.at(row + 1, cells[0][0]), str):
        said = said[1:]                                    # "Savings forecast (EUR)" over the labels
    beside = len(cells) - len(said) == 2 and (_names_scenarios(sheet, row, cells[1][0])
                                              or lists_kinds(str(cells[0][1])) or lists_kinds(str(cells[1][1])))
    money: list[tuple[int, Value]] = [
        (c, v) for c, v in cells[1:] if isinstance(v, str) and not is_question(v) and read_label(v).cost]
    if len(money) == len(cells) - 1 > 0 and lists_kinds(str(cells[0][1])):
        said = money                                       # "Cost kind | Amount": kinds of one project
    elif len(said) < _LEAST_SAID or len(cells) - len(said) > 1 + beside:
        return None
    heads = field_scores(str(cells[0][1]).rstrip(" :?"))[:1] if len(cells) > len(said) else ()
    if any(name in DATE_FIELDS or (name in ("name", "code") and score >= _NAMED) for name, score in heads):
        return None                                        # the starts of several projects; a list of measures
    timed = sum(read_label(v).timed for _, v in said)
    right = [c for c, _ in cells if c >= said[0][0]]
    if timed < _LEAST_TIMED and len(right) != len(said):
        return None
    columns = [c for c, _ in said]
    last = _last(sheet, row, lambda cells: _has_figures(cells, columns))
    if last == row:
        return None
    top = row - 1 if row and _names_years(sheet, row - 1, columns) else row
    left = cells[0][0] if beside else _label_column(sheet, row, last, columns[0])
    return Inner("figures", Found(row, last, left, columns[-1]), top)


def _names_scenarios(sheet: Sheet, head: int, column: int) -> bool:
    """Is what stands right below in a column between labels and figures a scenario?"""
    value = sheet.at(head + 1, column)
    label = read_label(value) if isinstance(value, str) else NOTHING
    return bool(label.series) and not (label.rest or label.timed)


def _down(sheet: Sheet, row: int) -> Inner | None:
    found = periods_down(sheet, row)
    return Inner("down", found.place, row) if found is not None else None


def _names_years(sheet: Sheet, row: int, columns: Sequence[int]) -> bool:
    """A row over a head that says years or scenarios for several columns, perhaps with the heading of the labels."""
    cells = cells_of(sheet, row)
    over = [v for c, v in cells if columns[0] <= c <= columns[-1]]
    return bool(over) and all(map(_says, over)) and len(cells) - len(over) <= 1


def _says(value: Value) -> bool:
    """A heading of figures: a period, a scenario, a total or a variance, and no other word."""
    if isinstance(value, str) and is_question(value):
        return False
    label = read_label(value)
    return is_edge(label) or (not label.rest and bool(label.timed or label.series or label.total or label.derived))


def _label_column(sheet: Sheet, head: int, last: int, first: int) -> int:
    """The column of the labels before the figures."""
    found = [c for row in range(head + 1, last + 1) for c, v in cells_of(sheet, row) if c < first
             and isinstance(v, str)]
    return max(set(found), key=found.count) if found else max(0, first - 1)


def _has_figures(cells: Sequence[tuple[int, Value]], columns: Sequence[int]) -> bool:
    if any(isinstance(v, str) and c < columns[0] and v.strip().endswith("?") for c, v in cells):
        return False
    mine = [v for c, v in cells if columns[0] <= c <= columns[-1]]
    labelled = any(isinstance(v, str) for c, v in cells if c < columns[0])
    return labelled and any(map(_is_figure, mine)) and all(_is_figure(v) or _is_word(v) for v in mine)


def _is_figure(value: Value) -> bool:
    return number_text(value) is not None if isinstance(value, str) else \
        isinstance(value, int | float) and not isinstance(value, bool)


def _is_word(value: Value) -> bool:
    """"tbd" where a figure should be; no question."""
    return isinstance(value, str) and len(value) < _WORD and not value.strip().endswith(":")


def _log(sheet: Sheet, row: int) -> Inner | None:
    """Headings that only a log of risks, issues or assumptions has, and entries below."""
    cells = cells_of(sheet, row)
    texts = [v for _, v in cells if isinstance(v, str)]
    if len(texts) < len(cells) or len(texts) < 3 or any(map(is_question, texts)) \
            or not is_log_head(texts):
        return None
    kind = kind_headed(texts)
    if kind not in MAIN and signs(texts) < 2:
        return None
    left, right = cells[0][0], cells[-1][0]

    def entry(cells: Sequence[tuple[int, Value]]) -> bool:
        mine = [v for c, v in cells if left <= c <= right]
        first = mine[0] if mine else None
        return len(mine) > 1 and not (isinstance(first, str) and is_question(first))
    last = _last(sheet, row, entry)
    return Inner(kind if kind in MAIN else "risk", Found(row, last, left, right), row) if last > row else None


def _last(sheet: Sheet, head: int, belongs: Callable[[Sequence[tuple[int, Value]]], bool]) -> int:
    """The last row of a table, over one empty row at most."""
    last = head
    for row in range(head + 1, len(sheet.rows)):
        cells = cells_of(sheet, row)
        if not cells and row - last <= _GAP:
            continue
        if not cells or not belongs(cells):
            break
        last = row
    return last
