"""Sheets that only compute: pivot tables over another list, and calculations of present values and returns.

Must not know: layouts. Their rows are no measures and their figures stand elsewhere already.
"""
from __future__ import annotations

import re
from dataclasses import replace

from importers.base import Sheet, Value
from importers.meaning.headers import Head, cells_of, filled
from importers.meaning.words import fold, squash, vocabulary

_LOOK = 120
_FED = 0.6                                # share of formulas in a sheet that only passes others on
_OF_LISTS = ("owner", "sponsor", "controller", "start", "finish", "plan_start", "plan_finish", "status", "light")
_FORMULAS = 3                             # rows that show how they are computed
_FORMULA = re.compile(r"[\w)\]%]\s*[*/+×÷-]\s*[\w(\[]")
_PIVOT = re.compile(r"^(?:sum|count|average|min|max|product|std dev) of \w|^(?:summe|anzahl|mittelwert|minimum|"
                    r"maximum) von \w|^(?:somme|nombre|moyenne) de \w|^(?:suma|recuento|cuenta|promedio) de \w|"
                    r"^(?:soma|contagem|media|maximo|minimo) de \w|^(?:somma|conteggio|media) di \w|"
                    r"^(?:som|aantal) van \w|^(?:suma|liczba|srednia) z \w")


Box = tuple[int, int, int, int]                            # first row, first column, last row, last column


def is_pivot(sheet: Sheet, head: Head | None) -> bool:
    """Is the table whose header was found a pivot table ("Row Labels", "Sum of Budget"), or is there nothing else?"""
    boxes = pivots(sheet)
    if not boxes or head is None:
        return bool(boxes)
    first = next((c for c, text in enumerate(head.bottoms) if text), 0)
    return any(top <= head.last <= bottom and left <= first <= right for top, left, bottom, right in boxes)


def without_pivots(sheet: Sheet) -> tuple[Sheet, list[Box]]:
    """The sheet with its pivot tables emptied, and where they stand."""
    boxes = pivots(sheet)
    rows: list[list[Value]] = [[None if any(t <= r <= b and left <= c <= right for t, left, b, right in boxes) else v
                                for c, v in enumerate(row)] for r, row in enumerate(sheet.rows)] if boxes else []
    return (replace(sheet, rows=rows), boxes) if boxes else (sheet, [])


def pivots(sheet: Sheet) -> list[Box]:
    """The blocks of cells that hold "Row Labels" beside a sum, or two headings such as "Sum of Budget"."""
    labels = vocabulary().lists["pivot"]
    anchors: list[tuple[int, int]] = []
    for row in range(min(_LOOK, len(sheet.rows))):
        texts = [(c, fold(v)) for c, v in cells_of(sheet, row) if isinstance(v, str) and len(v) < 80]
        sums = [c for c, t in texts if _PIVOT.match(t)]
        named = [c for c, t in texts if t in labels]
        if named and (sums or any(_PIVOT.match(fold(v)) for r in (row - 1, row + 1) for _, v in cells_of(sheet, r)
                                  if isinstance(v, str) and len(v) < 80)):
            anchors += [(row, c) for c in named]
        if len(sums) > 1 or (sums and named):
            anchors += [(row, c) for c in sums]
    boxes: list[Box] = []
    for row, column in anchors:
        if not any(t <= row <= b and left <= column <= right for t, left, b, right in boxes):
            boxes.append(_block(sheet, row, column))
    return boxes


def _block(sheet: Sheet, row: int, column: int) -> Box:
    """The block of filled cells around a cell, up to empty rows and columns on all sides."""
    top = bottom = row
    left = right = column
    while True:
        def used(rows: range, columns: range) -> bool:
            return any(filled(sheet.at(r, c)) for r in rows for c in columns)
        if top > 0 and used(range(top - 1, top), range(left, right + 1)):
            top -= 1
        elif bottom + 1 < len(sheet.rows) and used(range(bottom + 1, bottom + 2), range(left, right + 1)):
            bottom += 1
        elif left > 0 and used(range(top, bottom + 1), range(left - 1, left)):
            left -= 1
        elif used(range(top, bottom + 1), range(right + 1, right + 2)):
            right += 1
        else:
            return top, left, bottom, right


def is_feed(sheet: Sheet) -> bool:
    """A hidden sheet most of whose cells are formulas that draw on other sheets: it carries what they hold on to
    somebody else's system, and holds nothing of its own."""
    cells = sum(filled(v) for row in sheet.rows for v in row) if sheet.hidden and sheet.refers - {sheet.name} else 0
    return cells > 0 and sheet.formula_count > _FED * cells


def is_calculation(sheet: Sheet, head: Head | None) -> bool:
    """At least two kinds of computed lines (discount factor, present value, cash flow, ...), a fifth of all rows
    with figures, and no column of people, dates or states: a model of money over years, not a list."""
    fields = vocabulary().fields
    if head is not None and any(squash(b) in fields[name] for b in head.bottoms if b for name in _OF_LISTS):
        return False
    if head is not None and _shows_formulas(sheet, head):
        return True
    words = vocabulary().lists["calculation"]
    hits: set[str] = set()
    count = rows = 0
    computed = {row for row, _ in sheet.unvalued}          # a program wrote the formulas and nobody has opened the file
    for row in range(min(400, len(sheet.rows))):
        cells = cells_of(sheet, row)
        if row not in computed and not any(isinstance(v, int | float) and not isinstance(v, bool) for _, v in cells):
            continue
        rows += 1
        label = next((fold(v) for _, v in cells if isinstance(v, str)), "")
        hit = max((w for w in words if f" {w} " in f" {label} "), key=lambda w: (len(w), w), default="")
        hits |= {hit} - {""}
        count += bool(hit)
    return len(hits) >= 2 and count >= 3 and 5 * count >= rows


def _shows_formulas(sheet: Sheet, head: Head) -> bool:
    """Does a column say by which formula each figure comes from the others: "(b - c) * a"?"""
    words = vocabulary().lists["formula"]
    columns = [c for c, text in enumerate(head.bottoms) if fold(text) in words]
    return any(sum(_of_letters(sheet.at(row, c)) for row in range(head.data, min(len(sheet.rows), _LOOK))) >= _FORMULAS
               for c in columns)


def _of_letters(value: Value) -> bool:
    """"(b - c) * a": the letters of rows, and no words as in the formula of a KPI."""
    return isinstance(value, str) and _FORMULA.search(value) is not None and all(
        len(word) < 3 for word in re.findall(r"[^\W\d_]+", value))
