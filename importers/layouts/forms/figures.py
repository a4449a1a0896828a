"""Figures by period or scenario within a form about one project: each row is a line of that project's measure.

Read as any table of figures is, with the heading above it as its title. Must not know: single answers.
"""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from app.core.batch import Batch, Issue, Item, Printed, Tally, counted_key
from app.core.intake.places import by_columns
from app.core.values import from_minor
from importers.base import Sheet, Where
from importers.items.fields import texts
from importers.items.lines import effect_lines
from importers.items.tally import tallies
from importers.layouts.forms.fitting import for_table
from importers.layouts.forms.inner import Inner
from importers.layouts.forms.laid import CURRENCY, Turned, lists_kinds, periods_down, turned
from importers.layouts.forms.table import Found
from importers.layouts.forms.units import stated
from importers.layouts.tables import window
from importers.meaning.context import Context
from importers.meaning.counted import heads_counted
from importers.meaning.errors import report_cells, report_rows
from importers.meaning.headers import cells_of
from importers.meaning.notes import Notes
from importers.meaning.table import Table, read_table
from importers.meaning.value.amounts import number_text
from importers.meaning.value.money import read_money
from importers.meaning.value.periods import NOTHING, Label, read_label
from importers.meaning.value.units import NO_UNIT, parse_unit, split_unit
from importers.meaning.words import fold

_COST = ("kosten", "cost", "aufwand", "ausgaben", "spend", "expenditure", "mittelbedarf")       # in whatever word
_MOST_WORDS = 6
_TITLES = 3                           # rows above in which the title stands
_NAME, _SERIES, _TYPE, _MONTH = "Name", "Scenario", "Effect type", "Month"


@dataclass(slots=True)
class Figured:
    """The lines of one table, and what else it says."""

    table: Table
    items: list[Item] = field(default_factory=list)
    printed: list[Printed] = field(default_factory=list)
    currency: str = ""
    tallies: list[Tally] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
    kinds: dict[int, str] = field(default_factory=dict)                  # row of the sheet, from 0 -> kind
    cells: dict[tuple[str, str], str] = field(default_factory=dict)      # address of a line, value -> its cells


def laid_figures(sheet: Sheet, inner: Inner, measure: str, context: Context) -> Figured | None:
    """The lines of a table of figures, however it is laid; None where nothing is filled in."""
    place = inner.place
    down = periods_down(sheet, place.head) if inner.kind == "down" else None
    if down is not None and down.kinds is None:
        return _turned(sheet, turned(sheet, place), place, measure, context)
    periods = None
    if down is not None and down.kinds is not None:
        periods, place = place.left, replace(place, left=down.kinds)
    made = figures(sheet, place, inner.top, measure, for_table(context, sheet, place), periods)
    if made is not None:
        made.issues, made.kinds = made.table.notes.issues, made.table.rows.kinds
    return made


def _turned(sheet: Sheet, table: Turned, place: Found, measure: str, context: Context) -> Figured | None:
    """The lines of a table whose periods stand below each other."""
    made = figures(table.sheet, table.place, place.head, measure, for_table(context, table.sheet, table.place))
    if made is not None:
        table.put_back(made.items)
        made.cells = table.cells(made.cells)
        made.printed, made.issues = table.printed(made.printed), table.issues(made.table.notes.issues)
        made.kinds = {row: _kind(sheet, row, place) for row in range(place.head, place.last + 1)}
    return made


def _kind(sheet: Sheet, row: int, place: Found) -> str:
    first = sheet.at(row, place.left)
    total = first is not None and read_label(first).total
    return "header" if row == place.head else "total" if total else "data" if cells_of(sheet, row) else "blank"


def figures(sheet: Sheet, place: Found, top: int, measure: str, context: Context,
            periods: int | None = None) -> Figured | None:
    """The rows of a table of figures, whose head begins at `top`, as lines of a measure; None where nothing is filled
    in. `periods` is the column left of the labels that says which period a row is of, where the head names none."""
    alone = _alone(sheet, place, top, periods)
    derived = _leave_derived(alone, place)
    context.windows.append(alone)                          # looked up by identity: it must outlive the reading
    context.look_again(alone, top, place.head)
    head = context.head(alone)
    assert head is not None
    headings = [v for row in range(top, place.head + 1) if isinstance(v := sheet.at(row, place.left), str)]
    bare, own = split_unit(" ".join(headings))
    title = " ".join(x for x in (bare, _title(sheet, top)) if x)
    costs = any(w in fold(title) for w in _COST) or any(map(lists_kinds, (*headings, _title(sheet, top))))
    head.title = f"{title} (cost)" if costs else title
    unit = stated(sheet, top).merged(head.unit)
    for column in range(place.left + 1, place.right + 1):
        if head.units[column] is None and (own or unit != NO_UNIT):
            head.units[column] = (own or NO_UNIT).merged(unit)
    table = read_table(alone, context)
    if table is None or not table.data:
        return None
    if own is None and unit == NO_UNIT and any(map(heads_counted, (*headings, _title(sheet, top)))):
        table.notes.cells("warning", [(place.head, place.left)], "{where}: the figures below are counted in something "
                          "that is no money; they were not read.")
        return Figured(table)
    _complete(table, place, context)
    made = _lines(table, place, measure, title)
    table.notes.cells("note", derived, "{where} {is/are} computed from the others, as {it/they} {says/say}; not "
                      "counted.")
    _say_beside(sheet, place, table.notes)
    unread = [(table.head.data + i, g.index) for g in table.guesses if g.field == "custom" and g.index > place.left
              for i in table.data if isinstance(table.body(g.index)[i], int | float)]
    table.notes.cells("warning", unread, "{where}: no period of the table; these figures were not read.")
    if not made.items:
        table.notes.cells("warning", [(place.head, place.left)], "{where}: the figures below are no amounts of money; "
                          "they were not read.")
    return made


def _alone(sheet: Sheet, place: Found, top: int, periods: int | None) -> Sheet:
    """The table alone, its addresses as in the sheet; what labels say of scenario and type in columns of their own."""
    alone = window(sheet, top, place.last, place.left, place.right + 1)
    for row in range(top, place.head + 1):
        cells = alone.rows[row]
        cells += [None] * (place.left + 1 - len(cells))
        cells[place.left] = _NAME if row == place.head else None
    if periods is not None:
        for row in range(place.head, place.last + 1):
            cells = alone.rows[row]
            cells += [None] * (place.left + 1 - len(cells))
            cells[periods] = sheet.at(row, periods) if row > place.head else _MONTH
    beside = _scenarios_beside(alone, place)
    if beside is None:
        _join_labels(alone, place)
    else:
        alone.rows[place.head][beside] = _SERIES
        _fill_down(alone, place)
    said = {row: read_label(v) for row in range(place.head + 1, place.last + 1)
            if isinstance(v := alone.at(row, place.left), str)}
    column = place.right + 1
    for heading, by_row in ((_SERIES, {r: x.series for r, x in said.items() if beside is None}),
                            (_TYPE, {r: _type(x) for r, x in said.items()})):
        if any(by_row.values()):
            for row, value in ((place.head, heading), *by_row.items()):
                cells = alone.rows[row]
                cells += [None] * (column + 1 - len(cells))
                cells[column] = value or None
            column += 1
    return alone


def _say_beside(sheet: Sheet, place: Found, notes: Notes) -> None:
    """Words right of the figures are named: no line has a place for them."""
    cells = [((row, c), v) for row in range(place.head + 1, place.last + 1) for c, v in cells_of(sheet, row)
             if c > place.right]
    words = "; ".join(" ".join(str(v).split())[:40] for _, v in cells[:_MOST_WORDS])
    notes.cells("note", [at for at, _ in cells], "{where}: beside the figures of a table; not "
                f"kept: {words.replace('{', '(').replace('}', ')')}.")


def _leave_derived(alone: Sheet, place: Found) -> list[Where]:
    """Empty the rows of variances, running sums and the like; where their labels stand."""
    found = []
    for row in range(place.head + 1, place.last + 1):
        value = alone.at(row, place.left)
        label = read_label(value) if isinstance(value, str) else NOTHING
        if label.derived and not label.rest:
            alone.rows[row] = []
            found.append((row, place.left))
    return found


def _scenarios_beside(alone: Sheet, place: Found) -> int | None:
    """The column right of the labels where it holds nothing but scenarios: a row for the plan, one for the actual."""
    column = place.left + 1
    texts = [v for row in range(place.head + 1, place.last + 1) if (v := alone.at(row, column)) is not None]
    labels = [read_label(v) if isinstance(v, str) else NOTHING for v in texts]
    return column if labels and all(x.series and not (x.rest or x.timed) for x in labels) else None


def _join_labels(alone: Sheet, place: Found) -> None:
    """A second column of labels names the line too: "Staff / Cost centre 7"."""
    column, body = place.left + 1, range(place.head + 1, place.last + 1)
    texts = [v for row in body if (v := alone.at(row, column)) is not None]
    if not texts or not isinstance(alone.at(place.head, column), str) or not all(
            isinstance(v, str) and number_text(v) is None for v in texts):
        return
    if all(parse_unit(str(v)) for v in texts):
        alone.rows[place.head][column] = CURRENCY
        return
    for row in body:
        both = [str(v) for v in (alone.at(row, place.left), alone.at(row, column)) if v is not None]
        if both:
            alone.rows[row][place.left] = " / ".join(both)
            if len(alone.rows[row]) > column:
                alone.rows[row][column] = None
    alone.rows[place.head][column] = None


def _fill_down(alone: Sheet, place: Found) -> None:
    """A label counts for the rows below it, as one cell over them looks."""
    said = None
    for row in range(place.head + 1, place.last + 1):
        cells = alone.rows[row]
        cells += [None] * (place.left + 1 - len(cells))
        said = cells[place.left] = said if cells[place.left] is None else cells[place.left]


def _complete(table: Table, place: Found, context: Context) -> None:
    """Rows that say neither scenario nor type among others that do: as answered, as most others, and asked."""
    for key, heading in (("series", _SERIES), ("effect_type", _TYPE)):
        guess = next((g for g in table.guesses if g.header == heading), None)
        if guess is None:
            continue
        cells = list(table.body(guess.index))
        told = [str(c) for c in cells if c is not None]
        empty = [i for i in table.data if cells[i] is None]
        if not empty:
            continue
        answer = context.answer(key, table.sheet.name)
        taken = answer.replace("_", " ") or (max(sorted(set(told)), key=told.count) if key == "effect_type" else "plan")
        for i in empty:
            cells[i] = taken
        table.columns[guess.index] = cells
        if not answer:
            what = "what kind of effect they are" if key == "effect_type" else "whether they are plan or actual"
            other = "recurring_cost" if taken != "recurring cost" else "one_time_cost"
            table.notes.cells("question", [(table.head.data + i, place.left) for i in empty], f"{{where}} do not say "
                              f"{what}, others do; read as {taken}.",
                              f"{key}={other if key == 'effect_type' else 'actual'}")


def _type(label: Label) -> str:
    return label.type.replace("_", " ") if label.type else "one-time cost" if label.cost else ""


def _title(sheet: Sheet, top: int) -> str:
    """The text that stands alone in a row right above the table."""
    for row in range(top - 1, max(-1, top - 1 - _TITLES), -1):
        cells = cells_of(sheet, row)
        if cells:
            text = cells[0][1]
            return " ".join(text.split()) if len(cells) == 1 and isinstance(text, str) and len(text) <= 60 else ""
    return ""


def _lines(table: Table, place: Found, measure: str, title: str) -> Figured:
    money = read_money(table)
    out = Figured(table, printed=money.printed, currency=money.currency)
    names = [_name(text) for text in texts(table.cells(place.left))]
    keys = list(dict.fromkeys(names))
    made = effect_lines(table, money, [keys.index(n) for n in names], keys)
    seen: dict[str, int] = {}
    for item in made:
        called = item.parent
        item.key = counted_key(f"{measure}/{title}/{item.key}".replace("//", "/"), seen)
        item.parent, item.parent_kind, item.weak = measure, "measure", True
        if called:
            item.fields["name"] = called[:120]
    out.items = made
    out.cells = by_columns(table.reading("").columns, made) | table.stand
    out.tallies = tallies(table, money)
    report_rows(table)
    report_cells(table)
    return out


def _name(text: str | None) -> str:
    """What a row is called besides its scenario and type: "Consultants"; "" for "Plan" or "Savings, actual"."""
    bare = " ".join((text or "").split()).rstrip(" :")
    label = read_label(bare)
    return bare if label.rest or not (label.series or label.type or label.cost) else ""


def leave_repeated(batch: Batch, measure: str, lines: Sequence[Item]) -> None:
    """One amount among the answers and its months in a table of the form are the same money: the months count."""
    sums: dict[tuple[str, str], int] = {}
    for line in lines:
        for series, run in line.series.items():
            key = str(line.fields["type"]), series
            sums[key] = sums.get(key, 0) + sum(v or 0 for v in run.values)
    for item in [i for i in batch.items if i.kind == "effect_line" and i.parent == measure]:
        for series in [s for kind, s in sums if kind == item.fields["type"] and f"undated_{s}" in item.fields]:
            minor, summed = int(item.fields.pop(f"undated_{series}")), sums[str(item.fields["type"]), series]
            sheet, _, cell = item.at.rpartition("!")
            shown = from_minor(minor, int(item.fields.get("scale", 2)))
            batch.issues.append(Issue("note" if minor == summed else "warning", sheet, cell, f"The {series} of {shown} "
                                      f"in {cell} stands by month in a table of the form too; " + (
                                          "both say the same, the months count." if minor == summed else
                                          "they differ, the months count.")))
        if not item.series and not any(name.startswith("undated_") for name in item.fields):
            batch.items.remove(item)
