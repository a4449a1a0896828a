"""Layout: a list and a log on one sheet, below or beside each other; each is read by the layouts for its own sort.

Must not know: how a single table is read. A table that is neither is said by its rows, never passed over.
"""
from __future__ import annotations

from dataclasses import dataclass

from app.core.batch import Batch, Issue
from importers.base import Book, Progress, Sheet, address
from importers.layouts.joined import joined
from importers.layouts.protocol import SheetLayout, surest
from importers.layouts.tables import window
from importers.meaning.context import Context
from importers.meaning.find_head import find_head
from importers.meaning.headers import Head, cells_of
from importers.meaning.log_columns import is_named_log_head, kind_headed, kind_named, log_scores, signs
from importers.meaning.sheets.roles import role_of
from importers.meaning.sheets.sides import ends, regions
from importers.meaning.table import book_of, read_table
from importers.meaning.table_heads import table_heads
from importers.meaning.words import fold

NAME = "tables of different sorts"
LIST, LOG, OTHER = "list", "log", ""
_ABOUT = {"owner", "sponsor", "controller", "status", "light", "stage", "start", "finish"}


@dataclass(frozen=True, slots=True)
class _Part:
    """One table: the window it is read through, the sort it is of, and its own rows (0-based)."""

    sheet: Sheet
    sort: str
    first: int
    last: int


class MixedTables:
    """At least one list of measures and one log, each under its own headings."""

    name = NAME

    def __init__(self, log: SheetLayout, lists: tuple[SheetLayout, ...]) -> None:
        self.log, self.lists = log, lists

    def identify(self, book: Book, context: Context) -> float:
        sheet = book.sheets[0]
        return 0.915 if not sheet.hidden and not context.has_said_head(sheet) and self._parts(book, context) else 0.0

    def extract(self, book: Book, context: Context, progress: Progress) -> Batch:
        sheet = book.sheets[0]
        tables: list[Batch | None] = []
        unread: list[Issue] = []
        for part in self._parts(book, context):
            tables.append(self._read(part, book, context, progress))
            if (tables[-1] is None or not tables[-1].sheets) and any(
                    len(cells_of(part.sheet, r)) > 1 for r in range(part.first, part.last + 1)):
                unread.append(Issue("warning", sheet.name, address(part.first, 0),
                                    f"Rows {part.first + 1} to {part.last + 1} are a table that is neither a list "
                                    "of measures nor a log; nothing of it was imported."))
        return joined(self.name, book, tables, unread)

    def _read(self, part: _Part, book: Book, context: Context, progress: Progress) -> Batch | None:
        alone = book_of(book, part.sheet)
        if part.sort == LOG:
            return self.log.extract(alone, context, progress)
        layout = surest(self.lists, alone, context) if part.sort == LIST else None
        return layout.extract(alone, context, progress) if layout is not None else None

    def _parts(self, book: Book, context: Context) -> list[_Part]:
        """The tables of the sheet, cut once, so that they stay the same windows; none when all are of one sort."""
        return context.once((NAME, context.scoped), book.sheets[0], lambda: self._cut(book, context))

    def _cut(self, book: Book, context: Context) -> list[_Part]:
        for found in (self._beside(book, context), self._below(book, context)):
            if {LIST, LOG} <= {p.sort for p in found}:
                return found
        return []

    def _below(self, book: Book, context: Context) -> list[_Part]:
        sheet = book.sheets[0]
        heads = table_heads(sheet, context.head(sheet))
        width = max(map(len, sheet.rows), default=0)
        found: list[_Part] = []
        for n, (first, head) in enumerate(heads if len(heads) > 1 else []):
            first = first if n else 0
            last = heads[n + 1][0] - 1 if n + 1 < len(heads) else len(sheet.rows) - 1
            alone = _kept(window(sheet, first, last, 0, width), context)
            context.look_again(alone, head.first, head.last)
            found.append(_Part(alone, self._sort(alone, book, context), first, last))
        return found

    def _beside(self, book: Book, context: Context) -> list[_Part]:
        sheet = book.sheets[0]
        main = context.head(sheet)
        stretches = regions(sheet, main.first, ends(sheet, main)) if main is not None else []
        if main is None or len(stretches) < 2:
            return []
        last = ends(sheet, main) - 1
        found: list[tuple[int, int, _Part]] = []
        windows = [(left, right, _kept(window(sheet, 0, last, left, right), context)) for left, right in stretches]
        if not any((head := context.head(alone)) and is_named_log_head([b for b in head.bottoms if b])
                   for _, _, alone in windows):
            return []                                      # a look at the headings costs less than reading each part
        for left, right, alone in windows:
            rows = [r for r in range(main.first, last + 1) if cells_of(alone, r)]
            part = _Part(alone, self._sort(alone, book, context), rows[0], rows[-1])
            before = found[-1] if found else None
            if before is None or (part.sort and before[2].sort and part.sort != before[2].sort
                                  and _apart(before[2], part, context)):
                found.append((left, right, part))
                continue
            both = _kept(window(sheet, 0, last, before[0], right), context)
            found[-1] = before[0], right, _Part(both, self._sort(both, book, context), before[2].first, last)
        parts = [p for _, _, p in found]
        if any(cells_of(sheet, r) for r in range(last + 1, len(sheet.rows))):
            rest = _kept(window(sheet, last + 1, len(sheet.rows) - 1, 0, max(map(len, sheet.rows))), context)
            parts.append(_Part(rest, self._sort(rest, book, context), last + 1, len(sheet.rows) - 1))
        return parts if len(found) > 1 else []

    def _sort(self, alone: Sheet, book: Book, context: Context) -> str:
        head = context.head(alone)
        if head is None:
            return OTHER
        if _is_list(alone, head, context):
            return LIST if role_of(alone, head) is None else OTHER
        return LOG if self.log.identify(book_of(book, alone), context) > 0 else OTHER


def _kept(alone: Sheet, context: Context) -> Sheet:
    """What the context knows of a window goes by its id, so it must outlive what is asked of it."""
    context.parts.append(alone)
    return alone


def _is_list(alone: Sheet, head: Head, context: Context) -> bool:
    """Rows with names and with amounts, with when they begin and end, or with who does them and how they stand, under
    a heading that entries of logs belong to; neither title nor headings speak of what is kept in logs."""
    bottoms = [b for b in head.bottoms if b]
    titles = [v for row in alone.rows[:head.first] for v in row if isinstance(v, str)]
    if kind_headed(bottoms) or signs(bottoms) > 1 or any(map(kind_named, titles)):
        return False
    table = read_table(alone, context)
    name = table.find("name") if table is not None else None
    if table is None or name is None or not table.data:
        return False
    owned = log_scores(head.bottoms[name.index])[:1]
    found = {g.field for g in table.guesses}
    days = sum(bool(found & {name, f"plan_{name}", f"actual_{name}"}) for name in ("start", "finish"))
    if owned and owned[0][0] == "parent" and found & _ABOUT:
        return True
    return days == 2 or any((g.money or g.field == "total") and g.profile.numbers for g in table.guesses)


def _apart(first: _Part, other: _Part, context: Context) -> bool:
    """Two tables end in different rows, have titles of their own or share a heading; columns of one list do neither."""
    one, two = (find_head(p.sheet) for p in (first, other))
    if one is None or two is None:
        return False
    mine, theirs = ({fold(b) for b in h.bottoms if b} for h in (one, two))
    return (one.last, first.last) != (two.last, other.last) or bool(mine & theirs)
