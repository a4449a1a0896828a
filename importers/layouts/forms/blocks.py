"""Repeated blocks of a return: under each project's name, rows of funding or cost by year, half-year, quarter or month.

Rows are effect lines of the project named above them. Printed totals are checked and not counted; a row that a total
leaves out ("of which ...", "How much of ... is committed?") is a remark on the others and is said, not counted.
Half-years and years are spread evenly over their months. Blocks without a unit of money are figures of something else.
Must not know: which projects there are; lines seek theirs by name (logs/parents.py).
"""
from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from app.core.batch import Item, Run, Tally, counted_key
from app.core.values import from_minor, month_text, scale_of
from importers.base import Sheet, address
from importers.items.lines import line_fields
from importers.layouts.forms.matrix import Block, Line, Read
from importers.layouts.forms.sums import check, say_memo
from importers.layouts.forms.units import stated
from importers.layouts.forms.unsaid import ask_scenarios, scenarios
from importers.layouts.logs.parents import OWNED, WHOLE
from importers.meaning.columns import field_scores
from importers.meaning.context import Context
from importers.meaning.evidence import Profile
from importers.meaning.headers import cells_of, head_of_rows
from importers.meaning.notes import Notes
from importers.meaning.sheets.marks import is_mark, marked_parts
from importers.meaning.table import find_periods
from importers.meaning.value.amounts import read_amounts
from importers.meaning.value.periods import NOTHING, read_label
from importers.meaning.value.units import NO_UNIT, parse_unit, unit_in_title
from importers.meaning.words import fold, is_placeholder, starts_with

_OWNER = re.compile(r"^\s*(?:project|projekt|measure|ma(?:ß|ss)nahme|initiative|scheme|vorhaben)\s*(?:\d+|[A-Z])?\s*:"
                    r"\s*(.*)$", re.IGNORECASE | re.DOTALL)
_MEMO = re.compile(r"\?\s*(?:\(|$)|\b(?:how much|of which|thereof|davon|darunter)\b", re.IGNORECASE)
_BEFORE = re.compile(r"^\s*(?:before|prior|previous|up to|vor|bis)\b", re.IGNORECASE)
_BEYOND = re.compile(r"^\s*(?:beyond|after|later|nach|ab)\b|\b(?:and|or) (?:after|later|beyond)$", re.IGNORECASE)
_FIRST_HALF = re.compile(r"\b[HQ]1\s*\(\s*([^\W\d]{3,9})\b")
_AMOUNT = re.compile(r"([£€$¥])\s?\d")
_LEAST_PERIODS = 4
_NAMED = 0.8
_HEAD_ROWS = 3
_CAPITAL = ("cdel", "capex", "capital", "investition", "investitionen")
_RUNNING = ("rdel", "opex", "revenue", "laufende")


def read_blocks(sheet: Sheet, context: Context, notes: Notes, names: Collection[str] = ()) -> Read:
    """All blocks of money of a sheet; `names` are projects it lists, under whose name alone a block may stand."""
    out = Read()
    seen: dict[str, int] = {}
    unowned: list[tuple[int, int]] = []
    lost: list[str] = []
    spread: list[tuple[int, int]] = []
    unsaid: dict[str, list[tuple[int, int]]] = {}
    owners, out.headed = _owners(sheet, names)
    without: list[tuple[int, int]] = []
    for block in _blocks(sheet, owners, context, notes):
        out.taken |= set(range(block.head.first, block.last + 1))
        if not (block.currency or block.whole):
            without += [(block.head.last, c) for c in block.periods]
            continue
        _rows(sheet, block, context, notes, out)
        for column, period in block.periods.items():
            if period.months > 1 and block.lines:
                spread.append((block.head.last, column))
            if block.lines and not block.head.labels[column].series:
                unsaid.setdefault(block.series[column], []).append((block.head.last, column))
        if block.lines and not block.owner:
            unowned.append((block.head.first, 0))
            lost += [from_minor(sum(v for line in block.lines for v in line.cells.values()), scale_of(block.currency))
                     + f" {block.currency}"]
            continue
        out.currency = out.currency or block.currency
        for line in block.lines:
            item = _item(sheet, block, line)
            item.key = counted_key(item.key, seen)         # two rows may be called alike, and both count
            out.items.append(item)
            out.tallies += _tallies(sheet, block, line, str(item.fields["type"]))
            _note_cells(out, item, block, line)
    if spread and not context.answer("spread", sheet.name):
        notes.cells("question", spread, "{where} {holds/hold} half-years, quarters or years; spread evenly over their "
                    "months.",
                    "spread=undated")
    if not context.answer("series", sheet.name):
        ask_scenarios(unsaid, notes)
    notes.cells("note", without, "{where}: nothing says that the figures below are money; they were not read.")
    notes.cells("warning", unowned, f"{{where}}: the figures below do not say whose they are; {', '.join(lost)} "
                                    "{was/were} not read.")
    return out


# ---------------------------------------------------------------- where blocks stand


def _owners(sheet: Sheet, names: Collection[str]) -> tuple[list[tuple[int, str]], bool]:
    """(row, project) of everything that says whose the figures below are, and whether a heading does: "Project 2:
    Harbour", a known project's name alone in its row; or the answer to the question for the name."""
    known = {fold(n) for n in names} - {""}
    found: list[tuple[int, str]] = []
    headed = False
    for row in range(len(sheet.rows)):
        cells = [(c, v) for c, v in cells_of(sheet, row)[:4] if isinstance(v, str)]
        said = [hit[1].strip() for _, v in cells if (hit := _OWNER.match(v))]
        if not said and len(cells_of(sheet, row)) == 1 and cells and fold(cells[0][1]) in known:
            said = [" ".join(cells[0][1].split())]
        headed |= bool(said)
        if not said and len(cells) > 1 and _is_name(cells[0][1]) and not any(
                score >= _NAMED for _, score in field_scores(cells[1][1])[:1]):
            said = [" ".join(cells[1][1].split())]
        found += [(row, one) for one in said]
    return found, headed


def _is_name(text: str) -> bool:
    return any(name == "name" and score >= _NAMED for name, score in field_scores(text.rstrip(" :?"))[:1])


def _blocks(sheet: Sheet, owners: Sequence[tuple[int, str]], context: Context, notes: Notes) -> list[Block]:
    heads: list[tuple[int, int]] = []
    for row in range(len(sheet.rows)):
        if _is_period_row(sheet, row) or (heads and row - heads[-1][1] == 1 and _names_series(sheet, row)):
            if heads and row - heads[-1][1] == 1 and row - heads[-1][0] < _HEAD_ROWS:
                heads[-1] = (heads[-1][0], row)
            else:
                top = row
                while top > 0 and row - top + 1 < _HEAD_ROWS and _names_periods(sheet, top - 1):
                    top -= 1
                heads.append((top, row))
    marked = marked_parts(sheet)
    found_blocks: list[Block] = []
    asked = Notes(sheet.name, notes.scoped)
    for n, (first, last) in enumerate(heads):
        end = min([heads[n + 1][0] if n + 1 < len(heads) else len(sheet.rows),
                   *(r for r, _ in owners if r > last), *(b + 1 for a, b in marked if a <= first <= b)]) - 1
        owner = next((name for r, name in reversed(owners) if r < first), "")
        block = _block(sheet, first, last, end, "" if is_placeholder(owner) else owner, context, asked)
        if not block.owner and any(a <= first <= b for a, b in marked):
            _of_the_whole(sheet, block, context)
        found_blocks.append(block)
    notes.issues += asked.issues[:1]                       # what one head does not say, none of them says
    return found_blocks


def _of_the_whole(sheet: Sheet, block: Block, context: Context) -> None:
    """A marked block without a project: its title, right above the mark, says what it is and whether it is money."""
    row = block.head.first - 1
    while row >= 0 and all(is_mark(v) for _, v in cells_of(sheet, row)):
        row -= 1
    texts = [" ".join(str(v).split()) for _, v in cells_of(sheet, row) if not is_mark(v)]
    label = read_label(texts[0]) if len(texts) == 1 else NOTHING
    if label.cost or label.type:
        block.owner, block.whole, block.title = texts[0], True, texts[0]
        block.currency = block.currency or block.head.unit.currency or _spoken_of(sheet) or context.wishes.currency


def _spoken_of(sheet: Sheet) -> str:
    """The one currency that the words of a sheet speak of: "below the threshold of £5m"."""
    signs = {sign for row in sheet.rows for v in row if isinstance(v, str) for sign in _AMOUNT.findall(v)}
    said = {u.currency for sign in signs if (u := parse_unit(sign)) is not None}
    return said.pop() if len(said) == 1 else ""


def _is_period_row(sheet: Sheet, row: int) -> bool:
    """Most cells of the row name a period or a series, at least four of them, and none is a figure."""
    cells = [v for _, v in cells_of(sheet, row)]
    said = [v for v in cells if isinstance(v, str) and ((label := read_label(v)).timed or label.series)
            and not label.rest.strip()]
    return len(said) >= _LEAST_PERIODS and not any(isinstance(v, int | float) for v in cells)


def _names_series(sheet: Sheet, row: int) -> bool:
    """Nothing but scenarios, and perhaps cells in error: the last row of a head that has not computed them all."""
    cells = cells_of(sheet, row)
    return bool(cells) and all(isinstance(v, str) and (x := read_label(v)).series and not x.rest and not x.timed
                               for _, v in cells)


def _names_periods(sheet: Sheet, row: int) -> bool:
    """A row over a head that says years or quarters for several columns, and no figure."""
    cells = [v for _, v in cells_of(sheet, row)]
    return not any(isinstance(v, int | float) for v in cells) and any(
        isinstance(v, str) and not _OWNER.match(v) and (label := read_label(v)).timed and not label.rest.strip()
        for v in cells)


def _block(sheet: Sheet, first: int, last: int, end: int, owner: str, context: Context, notes: Notes) -> Block:
    head = head_of_rows(sheet, first, last)
    start_month = _half_begins(sheet, first, last)
    periods = find_periods(sheet, head, [Profile()] * len(head.texts), context, notes) if not start_month else {
        c: p for c, x in enumerate(head.labels) if (p := x.period(start_month)) is not None}
    edges = {c: series for c in range(len(head.texts)) if (series := _edge(sheet, first, last, c))}
    periods = {c: p for c, p in periods.items() if not head.labels[c].total and c not in edges}
    start = min([*periods, *edges], default=0)
    unit = next((u for c in sorted(periods) if (u := head.units[c]) is not None and u.currency), NO_UNIT)
    title = next((" ".join(str(v).split()) for r in range(first, last + 1) for c, v in cells_of(sheet, r)
                  if c < start and isinstance(v, str)), "")
    if not unit.currency:
        unit = stated(sheet, first)
    if not unit.currency:
        unit = next((u for t in (title, head.title, sheet.name) if (u := unit_in_title(t)) is not None and u.currency),
                    NO_UNIT)
    scenario = edges | scenarios(head.labels, periods, context.answer("series", sheet.name))
    return Block(owner, title, head, periods, edges, scenario, unit.currency, unit.power, end)


def _edge(sheet: Sheet, first: int, last: int, column: int) -> str:
    """"Before 2020/21", "(Up to and including Mar 2024)", "April 2026 and after": beside all periods, none of them."""
    cells = [sheet.at(row, column) for row in range(first, last + 1)]
    texts = [" ".join(v.split()).strip("()") for v in cells if isinstance(v, str)]
    return "actual" if any(map(_BEFORE.match, texts)) else "forecast" if any(map(_BEYOND.search, texts)) else ""


def _half_begins(sheet: Sheet, first: int, last: int) -> int:
    """The month in which years begin as the heads say it: "H1 (Apr-Sep)", "Q1 (Jul - Sep)"; 0 when they do not."""
    for row in range(first, last + 1):
        for _, value in cells_of(sheet, row):
            if isinstance(value, str) and (said := _FIRST_HALF.search(value)):
                return read_label(f"{said[1]} 2000").month
    return 0


# ---------------------------------------------------------------- rows


def _rows(sheet: Sheet, block: Block, context: Context, notes: Notes, out: Read) -> None:
    columns = [*block.periods, *block.edges]
    start, scale = min(columns, default=0), scale_of(block.currency)
    pending: list[Line] = []
    memos: list[Line] = []
    asked: list[str] = []                                  # what rows of figures ask, filled in or not
    mark = context.mark(sheet.name)
    for row in range(block.head.data, block.last + 1):
        cells = cells_of(sheet, row)
        if len(cells) > 2 and all(v == cells[0][1] for _, v in cells) and isinstance(cells[0][1], str):
            continue                                       # "END" in every cell closes the sheet
        label = next((" ".join(str(v).split()) for c, v in cells if c < start and isinstance(v, str)
                      and not is_placeholder(v)), "")
        amounts = read_amounts([sheet.at(row, c) for c in columns], block.power, scale, mark)
        for severity, words in (("warning", amounts.unread), ("note", amounts.empty_words)):
            for i, text in words:
                notes.cells(severity, [(row, columns[i])], f"“{text}” in {{where}} is no amount; the value is left "
                                                           "empty.")
        notes.cells("note", [(row, columns[i]) for i in amounts.rounded if not starts_with("total", label)],
                    "{where}: more decimals than the currency has; rounded.")
        block.rounded |= bool(amounts.rounded)
        asked += [label] if _MEMO.search(label) else []
        values = dict(zip(columns, amounts.listed(), strict=True))
        cells_here = {c: v for c, v in values.items() if v is not None}
        if not any(cells_here.values()):
            if label:
                out.rows[row] = "total" if starts_with("total", label) else "placeholder"
            if starts_with("total", label):
                pending = []
            continue
        line = Line(row, label, cells=cells_here)
        if not label:
            notes.cells("error", [(row, next(iter(cells_here)))], "{where}: amounts without a name; not read.")
            out.rows[row] = "rejected"
        elif starts_with("total", label):
            out.rows[row] = "total"
            memos = check(sheet, block, line, pending, memos, asked, notes, out)
            pending = []
        elif _MEMO.search(label):
            out.rows[row] = "total"
            memos.append(line)
            pending.append(line)
        else:
            out.rows[row] = "data"
            pending.append(line)
            block.lines.append(line)
            out.lines.append((block.title, line))
    undated = context.answer("spread", sheet.name) == "undated"
    for line in block.lines:
        _by_month(block, line, undated)
    for memo in memos:
        say_memo(memo, notes)


def _tallies(sheet: Sheet, block: Block, line: Line, kind: str) -> list[Tally]:
    """What a row holds by series, from its cells as printed."""
    found: dict[str, list[int]] = {}
    for column, amount in line.cells.items():
        series = block.series[column]
        found.setdefault(series, []).append(amount)
    return [Tally(sheet.name, f"{kind}.{series}", block.currency, scale_of(block.currency), len(cells), sum(cells))
            for series, cells in found.items()]


def _note_cells(out: Read, item: Item, block: Block, line: Line) -> None:
    """Where each amount of a line stands; one without a month may be of several cells."""
    for column in line.cells:
        series, period = block.series[column], block.periods.get(column)
        months = [f"{series} {month_text(period.first + n)}" for n in range(period.months)] if period else []
        for name in (*months, f"undated_{series}"):
            before = out.cells.get((item.at, name))
            here = address(line.row, column)
            out.cells[item.at, name] = f"{before}, {here}" if before else here


def _by_month(block: Block, line: Line, undated: bool) -> None:
    for column, amount in line.cells.items():
        if column in block.edges:
            series = block.edges[column]
            line.loose[series] = line.loose.get(series, 0) + amount
            continue
        period, series = block.periods[column], block.series[column]
        if undated and period.months > 1:
            line.loose[series] = line.loose.get(series, 0) + amount
            continue
        share, rest = divmod(abs(amount), period.months)
        months = line.months.setdefault(series, {})
        for n in range(period.months):
            month = period.first + n
            months[month] = months.get(month, 0) + (share + (n < rest)) * (1 if amount >= 0 else -1)


def _item(sheet: Sheet, block: Block, line: Line) -> Item:
    words = set(fold(f"{line.name} {block.title}").split())
    kind = "recurring_cost" if words & set(_RUNNING) and not words & set(_CAPITAL) else "one_time_cost"
    category = "capex" if words & set(_CAPITAL) else "cash"
    scale = scale_of(block.currency)
    fields = line_fields((kind, category, "", block.currency), scale, line.name[:120])
    fields |= {f"undated_{series}": amount for series, amount in line.loose.items()}
    runs = {}
    for series, months in line.months.items():
        first, last = min(months), max(months)
        runs[series] = Run(first, [months.get(m) for m in range(first, last + 1)])
    key = f"{block.owner}/{block.title[:60]}/{line.name}"
    column = min(line.cells)
    return Item("effect_line", key, block.owner, WHOLE if block.whole else OWNED, fields, runs, {},
                f"{sheet.name}!{address(line.row, column)}", True)
