"""One sheet read as a table: header, columns, row kinds, and its cells by column. What all list layouts start from.

Must not know: items. Nothing is decided here about hierarchy or money lines.
"""
from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from app.core.batch import Column, SheetReading
from importers.base import Book, Sheet, Value, Where, letter
from importers.meaning.colours.legend import legend_columns, settle_legend
from importers.meaning.columns import Guess, understand_columns
from importers.meaning.context import Context
from importers.meaning.evidence import Profile, profile
from importers.meaning.headers import Head
from importers.meaning.labels import block_labels
from importers.meaning.level_words import take_level_words
from importers.meaning.notes import Notes
from importers.meaning.rows import Rows, classify
from importers.meaning.running import take_reaching, take_running_totals
from importers.meaning.second_look import look_again
from importers.meaning.settled import columns_named, columns_said, settle_column, settle_rows, settle_units
from importers.meaning.sheets.joins import join_levels
from importers.meaning.staircase import join_names, join_steps
from importers.meaning.upright import columns_of
from importers.meaning.value.amounts import shows_fraction
from importers.meaning.value.earned import settle_earned
from importers.meaning.value.fiscal import first_month, fiscal_of
from importers.meaning.value.paired_months import paired_months
from importers.meaning.value.periods import NOTHING, ZEROTH, Label, Period, read_label
from importers.meaning.value.pieces import take_pieces
from importers.meaning.value.units import parse_unit, unit_of_format
from importers.meaning.value.wrapped_years import wrapped_years

_FROM_1904 = 1462                         # days between the two calendars in which workbooks count


@dataclass(slots=True)
class Table:
    """A sheet with a header: `columns[c][i]` is the cell of body row i (sheet row `head.data + i`)."""

    sheet: Sheet
    head: Head
    guesses: list[Guess]
    columns: list[Sequence[Value]]
    rows: Rows
    notes: Notes
    context: Context
    data: list[int] = field(default_factory=list)         # body rows of kind "data"
    months: dict[int, Period | None] | None = None        # of body rows, as row_months.py decided; {} = rows are none
    said: frozenset[int] = frozenset()                    # columns a person said the meaning of
    stand: dict[tuple[str, str], str] = field(default_factory=dict)      # values whose rows say what they are
    _beside: list[int] | None = None

    def find(self, name: str) -> Guess | None:
        return next((g for g in self.guesses if g.field == name), None)

    def body(self, index: int) -> Sequence[Value]:
        return self.columns[index]

    def cells(self, index: int) -> Sequence[Value]:
        """The column's cells of the data rows."""
        column = self.columns[index]
        return column if len(self.data) == len(column) else [column[i] for i in self.data]

    def place(self, i: int, index: int) -> Where:
        """The place in the sheet of the i-th data row."""
        return self.head.data + self.data[i], index

    def beside(self) -> list[int]:
        """Body rows that hold neither data nor a total: their cells are no figures."""
        if self._beside is None:
            first, self._beside = self.head.data, []
            for row, kind in self.rows.kinds.items():
                if kind not in ("data", "total", "group", "rejected") and row >= first:
                    self._beside.append(row - first)
        return self._beside

    def renew(self) -> None:
        """Data rows again, after kinds have changed."""
        first, self._beside = self.head.data, None
        self.data = [r - first for r, k in sorted(self.rows.kinds.items()) if k == "data" and r >= first]

    def reading(self, layout: str, why: str = "") -> SheetReading:
        return SheetReading(
            self.sheet.name, "data", layout, self.head.last + 1,
            [Column(letter(g.index), g.header, "" if g.field in ("total", "derived") else g.field,
                    round(g.confidence, 2)) for g in self.guesses if g.header or g.field],
            {row + 1: kind for row, kind in sorted(self.rows.kinds.items())}, self.sheet.hidden, why, cells=self.stand)


def read_table(sheet: Sheet, context: Context) -> Table | None:
    """The sheet as a table, None when it has no header; read once, so that asking what it is costs nothing more."""
    key = id(sheet), context.scoped
    if key not in context.tables:
        context.tables[key] = _read(sheet, context)
    found: Table | None = context.tables[key]
    return found


def _read(sheet: Sheet, context: Context) -> Table | None:
    head = context.head(sheet)
    if head is None:
        return None
    body = sheet.rows[head.data:]
    columns = columns_of(body)
    width = max(len(head.texts), len(columns))
    _widen(head, width)
    columns += [(None,) * len(body)] * (width - len(columns))
    join_steps(head, columns)
    join_names(head, columns)
    profiles = [profile(c) for c in columns]
    notes = Notes(sheet.name, context.scoped)
    settle_earned(head)
    _bare_currency(head)
    periods = find_periods(sheet, head, profiles, context, notes)
    said = context.said("column.", sheet.name)
    of_rows = context.said("row.", sheet.name)
    if context.is_part(sheet):
        said = {name: value for name, value in said.items() if columns_named(head, name)}
        of_rows = {name: value for name, value in of_rows.items() if not name.strip().isdecimal()
                   or head.data < int(name) <= len(sheet.rows)}
    elsewhere = [n for n in said if any((h := context.head(s)) and columns_named(h, n) for s in context.book.sheets)]
    pins = columns_said(head, sheet.name, said, len(context.book.sheets) == 1, elsewhere)
    guesses = understand_columns(head, profiles, periods, pins)
    look_again(guesses, set(pins))
    join_levels(sheet, guesses, context, set(pins))
    _amounts_of_rows(guesses, set(pins))
    _no_name_of_many(guesses, columns, set(pins))
    take_running_totals(guesses, head, set(pins), notes)
    take_reaching(guesses, set(pins))
    for guess in guesses:
        seen = unit_of_format(sheet.formats.get(guess.index, ""))
        if seen:
            guess.unit = guess.unit.merged(seen)
    for column in legend_columns(sheet, head, columns) - set(pins):
        guesses[column].field = ""
    for column, value in pins.items():
        settle_column(guesses[column], value)
    settle_units(guesses, context.answer("currency", sheet.name), context.answer("scale", sheet.name))
    rows = classify(sheet, head, guesses, columns)
    settle_legend(sheet, head, rows)
    take_pieces(guesses, columns, rows, head, set(pins), notes)
    take_level_words(guesses, columns, rows, head, set(pins), notes)
    missing = settle_rows(rows, sheet, head, of_rows, not context.scoped)
    for label in missing if not context.scoped else ():
        notes.add("note", "", f"No row below the header is called “{label}”; the answer about it changed nothing.")
    table = Table(sheet, head, guesses, columns, rows, notes, context, said=frozenset(pins))
    table.renew()
    block_labels(sheet, guesses, head.data, table.data, columns)
    return table


def _no_name_of_many(guesses: list[Guess], columns: Sequence[Sequence[Value]], said: set[int]) -> None:
    """Bookings of a project, month by month: a vendor, another one in every row, is not what the project is called."""
    by = {g.field: g for g in guesses}
    name, code = by.get("name"), by.get("code")
    if name is None or code is None or "month" not in by or name.index in said or name.confidence > 0.45:
        return
    called: dict[Value, set[Value]] = {}
    for c, n in zip(columns[code.index], columns[name.index], strict=True):
        if c is not None and n is not None:
            called.setdefault(c, set()).add(n)
    if len(called) > 1 and 2 * sum(len(names) > 1 for names in called.values()) > len(called):
        name.field, name.kind = "custom", "text"


def _amounts_of_rows(guesses: list[Guess], said: set[int]) -> None:
    """Rows that say month, type and scenario (two of them at least) have their amount in the one column of money,
    whatever its heading; as a plain field of a measure all but one of them would be lost."""
    rows = sum(any(g.field == name for g in guesses) for name in ("month", "type", "series"))
    amounts = [g for g in guesses if g.field == "custom" and g.kind == "money" and g.index not in said]
    if rows >= 2 and len(amounts) == 1 and not any(g.money or g.field == "total" for g in guesses):
        amounts[0].field, amounts[0].confidence = "recurring_benefit.plan", 0.7


def _widen(head: Head, width: int) -> None:
    more = width - len(head.texts)
    head.texts += [""] * more
    head.bottoms += [""] * more
    head.labels += [NOTHING] * more
    head.units += [None] * more


def find_periods(sheet: Sheet, head: Head, profiles: Sequence[Profile], context: Context,
                 notes: Notes) -> dict[int, Period]:
    """The columns that stand for months, quarters or years. A month without a year takes it from titles, the
    sheet's name, or an answer; weak "M1" only in company, and only over figures."""
    _monthly_days(head)
    _numbered_months(head)
    labels = head.labels
    timed = [c for c, x in enumerate(labels) if x.timed and not x.day and not x.derived and _figures(profiles[c])
             and not shows_fraction(sheet.formats.get(c, ""))]             # shares of something, no amounts
    if sum(labels[c].weak for c in timed) < 6:
        timed = [c for c in timed if not labels[c].weak]
    same: dict[str, int] = {}
    for c in timed:
        same[labels[c].rest] = same.get(labels[c].rest, 0) + 1
    timed = [c for c in timed if not labels[c].rest or same[labels[c].rest] >= 3 or labels[c].type or labels[c].series]
    timed = [c for c in timed if not _sums_others(labels, timed, c)]
    wrapped_years(head, timed)
    bare = paired_months(head, timed)
    if bare:
        timed = [c for c in timed if c not in bare]
        notes.cells("warning", [(head.last, c) for c in bare],
                    "{where} do not say what stands under them, the same months beside them do; kept as plain fields.")
    year = said_year(sheet, head, context)
    _months_prove(head, timed)
    fiscal = fiscal_of(context, sheet.name, notes, [(labels[c], (head.last, c)) for c in timed])
    found: dict[int, Period] = {}
    last_month: dict[tuple[str, str], int] = {}
    years: dict[tuple[str, str], int] = {}
    lost: list[int] = []
    if timed and max(labels[c].nth for c in timed) < ZEROTH:               # "Year -1 | Year -2": hyphens
        for c in (c for c in timed if labels[c].nth):
            labels[c] = replace(labels[c], nth=2 * ZEROTH - labels[c].nth)
    first = min((labels[c].nth for c in timed if labels[c].nth), default=0)
    for c in timed:
        label = labels[c]
        period = label.period(fiscal.start, fiscal.named_last)
        if period is None and year and label.nth:
            head.labels[c] = replace(label, year=year + label.nth - first, nth=0)
            period = head.labels[c].period(fiscal.start, fiscal.named_last)
        elif period is None and year:
            group = (label.series, label.type)
            number = label.month or label.quarter * 3 or label.half * 6
            if number <= last_month.get(group, 0) and label.month:
                years[group] = years.get(group, 0) + 1     # Jan after Dec: the next year
            last_month[group] = number
            head.labels[c] = label.joined(read_label(year + years.get(group, 0)))
            period = head.labels[c].period(fiscal.start, fiscal.named_last)
        if period is None:
            lost.append(c)
        else:
            found[c] = period
    if lost and all(labels[c].nth for c in lost):
        notes.cells("question", [(head.last, c) for c in lost],
                    "{where} number years without saying which the first one is; until then their figures are kept as "
                    "plain fields.", "year=2026")
    elif lost:
        notes.cells("question", [(head.last, c) for c in lost],
                    "The months in {where} do not say of which year they are; until then their figures are kept as "
                    "plain fields.",
                    "year=2026")
    return found


def _bare_currency(head: Head) -> None:
    """"Quantity | Unit | €": the one column headed by nothing but a currency holds the amounts."""
    bare = [c for c, text in enumerate(head.bottoms) if text and (unit := parse_unit(text)) and unit.currency
            and head.labels[c] == Label(unit=head.labels[c].unit)]
    if len(bare) == 1 and not any(x.cost or x.type or x.series or x.timed for x in head.labels):
        head.labels[bare[0]] = replace(head.labels[bare[0]], cost=True)


def _sums_others(labels: Sequence[Label], timed: Sequence[int], column: int) -> bool:
    """"Q4 total", "Total" of a year whose months or quarters stand beside it: checked by them, no period of its own."""
    own = labels[column]
    return own.total and any(not labels[c].total and labels[c].year == own.year and _length(labels[c]) < _length(own)
                             for c in timed)


def _length(label: Label) -> int:
    return (label.span or 1) if label.month else 3 if label.quarter else 6 if label.half else 12


def _months_prove(head: Head, timed: Sequence[int]) -> None:
    """Write into the labels in which month their fiscal years begin, where the months below them prove it."""
    labels = head.labels
    begins = first_month([labels[c] for c in timed])
    for c in timed if begins else ():
        if labels[c].spans and not labels[c].begins:
            labels[c] = replace(labels[c], begins=begins)


def _monthly_days(head: Head) -> None:
    """The same day of one month after the other heads months: 23.3., 23.4., 23.5."""
    days = [(c, x) for c, x in enumerate(head.labels) if x.day]
    if len(days) > 2 and len({x.day for _, x in days}) == 1 and \
            all((b.year * 12 + b.month) - (a.year * 12 + a.month) == 1 for (_, a), (_, b) in pairwise(days)):
        for c, label in days:
            head.labels[c] = replace(label, day=0)


def _numbered_months(head: Head) -> None:
    """A month whose cell lost its look, 40969 between February and April 2012: Excel's number of that March."""
    for c in range(1, len(head.labels) - 1):
        text, before, after = head.bottoms[c], head.labels[c - 1], head.labels[c + 1]
        if not (text.isdecimal() and len(text) == 5 and before.month and before.year and after.month and after.year):
            continue
        between = before.year * 12 + before.month          # months from 1: this one is the next of `before`
        days = [dt.date(1899, 12, 30) + dt.timedelta(int(text) + start) for start in (0, _FROM_1904)]
        if after.year * 12 + after.month == between + 2 and any(d.year * 12 + d.month == between + 1 for d in days):
            head.labels[c] = replace(before, year=between // 12, month=between % 12 + 1)


def _figures(p: Profile) -> bool:
    return p.count == 0 or (p.numbers >= 0.5 and p.percents < 0.5)


def said_year(sheet: Sheet, head: Head, context: Context) -> int:
    """The year a sheet is about: as answered, else as its titles, its name or the file's say; 0 when none does."""
    said = context.answer("year", sheet.name)
    if said.isdecimal():
        return int(said)
    texts = [v for r in range(head.first) for v in (sheet.rows[r] if r < len(sheet.rows) else ()) if v is not None]
    for value in [*texts, sheet.name, context.book.name.rsplit(".", 1)[0]]:
        year = read_label(value).year
        if year and isinstance(value, str | int | float):
            return year
    return 0


def book_of(book: Book, *sheets: Sheet) -> Book:
    """The same book with some of its sheets only."""
    return Book(book.name, book.format, list(sheets), [], book.sha256, book.date_1904, book.readers)
