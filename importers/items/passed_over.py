"""Names the rows of a sheet that was read which became nothing, though they hold figures or fill several cells.

Whatever layout reads a sheet: what stands above its headings, among or below its rows is said once, by address.
Must not know: layouts, and why a row was passed over.
"""
from __future__ import annotations

import re

from app.core.batch import Batch, Issue
from importers.base import Sheet, Value, address
from importers.meaning.headers import cells_of
from importers.meaning.notes import runs

_PASSED = ("title", "guidance", "blank", "footnote")
_DRAWN, _FORM = "gantt sheet", "form"
_SEVERAL = 3                              # filled cells that are more than a title or a label and its answer
_NAMED = re.compile(r"\b[A-Z]{1,3}(\d{1,7})(?::[A-Z]{1,3}(\d{1,7}))?\b|\brows? (\d{1,7})(?:(?: to |-|–)(\d{1,7}))?")


def say_passed_over(batch: Batch, sheet: Sheet) -> None:
    """One warning for the rows that no other issue of the sheet names; a single row of words, a few labels with their
    answers, and the calendar above a drawn plan are only noted. Forms name what they do not read themselves."""
    kinds = {row: kind for reading in batch.sheets for row, kind in reading.row_kinds.items()}
    rows = [r for r in range(len(sheet.rows)) if kinds.get(r + 1, "blank") in _PASSED and _tells(sheet, r)]
    if not rows or any(s.layout == _FORM for s in batch.sheets):
        return
    named = _named(batch)
    rows = [r for r in rows if not any(first <= r + 1 <= last for first, last in named)]
    calendar = max((s.header_row for s in batch.sheets if s.layout == _DRAWN), default=0)
    quiet = {r for r in rows if r < calendar or _is_quiet(sheet, r, rows)}
    for severity, some in (("warning", [r for r in rows if r not in quiet]), ("note", sorted(quiet))):
        if some:
            places = [(r, cells_of(sheet, r)[0][0]) for r in some]
            batch.issues.append(Issue(severity, sheet.name, address(*places[0]), f"{runs(places)}: filled rows of no "
                                      "table that was read; nothing of them was imported.", "", len(some)))


def _is_quiet(sheet: Sheet, row: int, rows: list[int]) -> bool:
    """A lone row of words, or labels with their answers in fewer than three rows below each other."""
    if _are_answers(sheet, row):
        return not any({n, n + 1, n + 2} <= set(rows) for n in (row - 2, row - 1, row))
    return not {row - 1, row + 1} & set(rows) and not any(_is_figure(v) for _, v in cells_of(sheet, row))


def _are_answers(sheet: Sheet, row: int) -> bool:
    """"Open risks | 5 | Version: | 1.2"."""
    values = [v for _, v in cells_of(sheet, row)]
    return len(values) % 2 == 0 and all(
        isinstance(label, str) and (not isinstance(answer, str) or label.rstrip().endswith(":"))
        for label, answer in zip(values[::2], values[1::2], strict=True))


def _tells(sheet: Sheet, row: int) -> bool:
    cells = cells_of(sheet, row)
    return len(cells) >= _SEVERAL or (len(cells) > 1 and any(_is_figure(v) for _, v in cells))


def _is_figure(value: Value) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _named(batch: Batch) -> list[tuple[int, int]]:
    """First and last row (1-based) of every stretch that an issue speaks of."""
    found: list[tuple[int, int]] = []
    for issue in batch.issues:
        for first, last, row, end in _NAMED.findall(f"{issue.cell} {issue.message}"):
            start = int(first or row)
            found.append((start, int(last or end or start)))
    return found
