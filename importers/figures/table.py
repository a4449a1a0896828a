"""The rows of an export by the columns a feed asks for: where its head stands, and every column as values.

Must not know: what is counted. Of a head that stands several times the last filled cell of a row counts, as ticket
systems repeat a column for each value.
"""
from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from importers.base import Book, Sheet, Value, Where
from importers.figures.model import Feed
from importers.meaning.context import Context
from importers.meaning.days.dates import Dates, has_slashes, order_proof, read_dates
from importers.meaning.value.amounts import proofs
from importers.meaning.value.periods import read_label
from importers.meaning.value.units import Unit, parse_unit
from importers.meaning.words import fold

_LEAST_MONTHS = 2
_LOOK = 40                                # rows in which a head is looked for
_CLOCK = re.compile(r"(?<=\d)[T\s,]+\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:\s*[AaPp][Mm])?"
                    r"(?:\s*(?:Z|[+-]\d{2}:?\d{2}))?$")
_BRACKET = re.compile(r"[(\[][^)\]\n]{0,200}[)\]]")


@dataclass(slots=True)
class Export:
    """One sheet with the columns found; `rows` are 0-based sheet rows that hold anything below the head."""

    sheet: Sheet
    head: int
    places: dict[str, list[int]]          # what is asked -> columns
    rows: list[int]
    context: Context
    months: dict[int, int]                # column -> month, where amounts stand across, one a month

    def cells(self, name: str) -> list[Value]:
        """A column, one value a row; None throughout where the file has no such column."""
        columns = self.places.get(name, [])
        return [next((v for c in reversed(columns) if _filled(v := self.sheet.at(row, c))), None) for row in self.rows]

    def texts(self, name: str) -> list[str]:
        return [_text(v) for v in self.cells(name)]

    def dates(self, name: str) -> Dates:
        """A column as dates without their time of day; day or month first as the column or the file proves."""
        cells: list[Value] = [_CLOCK.sub("", v.strip()) if isinstance(v, str) else v for v in self.cells(name)]
        found = order_proof(cells)
        order = found.pop() if len(found) == 1 else ""
        if not order and has_slashes(cells):
            order = self.context.date_order(self.sheet.name)
        return read_dates(cells, order, date_1904=self.context.book.date_1904)

    def mark(self, cells: Sequence[Value]) -> str:
        """The decimal mark that a column proves, else the one of the file."""
        found = proofs(cells)
        return found.pop() if len(found) == 1 else self.context.mark(self.sheet.name)

    def at(self, i: int, name: str) -> Where:
        """The place of the i-th row's cell in a column."""
        columns = self.places.get(name) or [0]
        return self.rows[i], columns[-1]


def _filled(value: Value) -> bool:
    return value is not None and not (isinstance(value, str) and not value.strip())


def _text(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return " ".join(str(value).split())


def unit_of_head(text: str) -> Unit | None:
    """What stands in brackets of a head: "Amount (kEUR)"."""
    inner = text.partition("(")[2].partition(")")[0] or text.partition("[")[2].partition("]")[0]
    return parse_unit(inner) if inner else None


def heads_of(feed: Feed, heads: Sequence[str]) -> dict[str, list[int]]:
    """What is asked -> the columns that say it, with or without what stands in brackets; the first way to say it that
    occurs is taken."""
    places: dict[str, list[int]] = {}
    called = [{fold(h), folded(h)} - {""} for h in heads]
    for name, wanted in feed.columns.items():
        for head in map(fold, wanted):
            found = [c for c, texts in enumerate(called) if head in texts]
            if found:
                places[name] = found
                break
    return places


def folded(text: str) -> str:
    """A head without what stands in brackets: "Amount (EUR)" is "amount"."""
    return fold(_BRACKET.sub(" ", text)) or fold(text)


def months_of(feed: Feed, row: Sequence[Value]) -> dict[int, int]:
    """Column -> month of heads that each name one month; spend may stand so, with no column of months or amounts."""
    if feed.gives != "spend":
        return {}
    periods = {c: p for c, v in enumerate(row) if v is not None and not (label := read_label(v)).derived
               and not label.total and (p := label.period()) is not None and p.months == 1}
    return {c: p.first for c, p in periods.items()} if len(periods) >= _LEAST_MONTHS else {}


def _holds(feed: Feed, row: Sequence[Value]) -> bool:
    """Are all columns there that the feed cannot do without?"""
    missing = set(feed.needs) - heads_of(feed, [v if isinstance(v, str) else "" for v in row]).keys()
    return not missing or (missing <= {"month", "amount"} and bool(months_of(feed, row)))


def fits(feed: Feed, row: Sequence[Value]) -> bool:
    """Does it hold all that is needed, and is one of its heads sure to be of its system?

    Months across are never sure: a plan looks the same. Whoever knows better chooses the profile.
    """
    texts = [v if isinstance(v, str) else "" for v in row]
    here = {text for v in texts if v for text in (fold(v), folded(v))}
    return set(feed.needs) <= heads_of(feed, texts).keys() and (
        not feed.sure or not here.isdisjoint(map(fold, feed.sure)))


def is_export(feed: Feed, sheets: Iterable[Sheet]) -> bool:
    """Is the one sheet of a file that holds anything such an export? A workbook of several lists is none."""
    filled = [s for s in sheets if s.rows]
    return len(filled) == 1 and any(fits(feed, row) for row in filled[0].rows[:_LOOK])


def find(book: Book, feed: Feed, context: Context) -> Export | None:
    """The sheet and the head row that hold most of what is asked, None where none holds all that is needed."""
    best: tuple[int, Sheet, int, dict[str, list[int]]] | None = None
    for sheet in book.sheets:
        for row in range(min(_LOOK, len(sheet.rows))):
            if not _holds(feed, sheet.rows[row]):
                continue
            places = heads_of(feed, [v if isinstance(v, str) else "" for v in sheet.rows[row]])
            if best is None or len(places) > best[0]:
                best = len(places), sheet, row, places
    if best is None:
        return None
    _, sheet, head, places = best
    months = {} if "amount" in places else months_of(feed, sheet.rows[head])
    columns = {c for found in places.values() for c in found} | months.keys()
    rows = [r for r in range(head + 1, len(sheet.rows)) if any(
        c < len(sheet.rows[r]) and _filled(sheet.rows[r][c]) for c in columns)]
    return Export(sheet, head, places, rows, context, months)
