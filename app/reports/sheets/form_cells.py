"""The cells of a collection form: what is asked stands open and framed, all else locked and grey.

Must not know: which rows and columns there are.
"""
from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from app.core.catalog import Field
from app.core.formula_text import neutral
from app.core.portfolio import Portfolio
from app.core.vocabulary import choices
from app.reports.sheets.cells import money_format, serial

_LONGEST_LIST = 255                   # letters of a list a cell can carry by itself
WIDE = {"text": 18, "ref": 22, "date": 12, "percent": 10, "choice": 12}


@dataclass(frozen=True, slots=True)
class Look:
    """The formats of the book, locked and open."""

    head: Any
    asked: Any
    locked: dict[str, Any]
    open: dict[str, Any]


def looks(book: Any, scale: int) -> Look:
    formats = {"text": {}, "date": {"num_format": "yyyy-mm-dd"}, "percent": {"num_format": "0.##%"},
               "money": {"num_format": money_format(scale)}}
    locked = {k: book.add_format({**v, "font_color": "#5B6673", "bg_color": "#F2F4F7"}) for k, v in formats.items()}
    opened = {k: book.add_format({**v, "locked": False, "border": 1, "border_color": "#B4C0CE"})
              for k, v in formats.items()}
    head = {"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"}
    return Look(book.add_format(head), book.add_format({**head, "bg_color": "#DCE8FA"}), locked, opened)


def look_of(field: Field) -> str:
    return field.type if field.type in ("date", "percent", "money") else "text"


def put(sheet: Any, row: int, column: int, value: str | int | None, style: Any, look: str = "text") -> None:
    if value is None or value == "":
        sheet.write_blank(row, column, None, style)
    elif look == "date" and serial(str(value)) is not None:
        sheet.write_number(row, column, serial(str(value)), style)
    elif look == "percent" and isinstance(value, int):
        sheet.write_number(row, column, value / 10_000, style)
    elif isinstance(value, int):
        sheet.write_number(row, column, value, style)
    else:
        sheet.write_string(row, column, neutral(str(value)), style)


def stored(value: str | int | None, look: str) -> str | int | float | None:
    """The value `put` leaves in a cell, as a reader of the workbook finds it."""
    return value / 10_000 if look == "percent" and isinstance(value, int) else value


def lists(sheet: Any, p: Portfolio, fields: Sequence[Field], first: int, last: int) -> None:
    """Choices in the columns of fields that have some, from column `first` on; a status may still be written by hand,
    the import says when it is new."""
    for column, field in enumerate(fields, first):
        if choose(sheet, column, last, choices(p, field), "stop" if field.type == "choice" else "warning"):
            continue
        if field.type == "percent":
            sheet.data_validation(1, column, last, column, {
                "validate": "decimal", "criteria": "between", "minimum": 0, "maximum": 1,
                "error_message": "A share between 0 % and 100 %."})
        elif field.type == "date":
            sheet.data_validation(1, column, last, column, {
                "validate": "date", "criteria": "between", "minimum": dt.date(1990, 1, 1),
                "maximum": dt.date(2100, 12, 31), "error_message": "A date, such as 2026-03-31."})


def choose(sheet: Any, column: int, last: int, words: Iterable[str], otherwise: str) -> bool:
    """A list to choose from in a column; False where there is none, one too long for a cell, or one with a word that
    would end the list in its midst or be calculated: it is a text within a formula."""
    listed = list(words)
    if not listed or sum(len(w) + 1 for w in listed) > _LONGEST_LIST:
        return False
    if any('"' in word or "," in word or neutral(word) != word for word in listed):
        return False
    sheet.data_validation(1, column, last, column, {"validate": "list", "source": listed, "error_type": otherwise})
    return True
