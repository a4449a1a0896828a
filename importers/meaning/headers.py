"""Finds the header of a table: its one to three rows, the titles above and the unit row below.

Must not know: what a column becomes. It sees the first rows of a sheet only, so it costs nothing on a large one.
"""
from __future__ import annotations

import datetime as dt
from collections.abc import Container
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise

from importers.base import Sheet, Value
from importers.meaning.among_rows import heads_its_like, is_one_of_many
from importers.meaning.counted import heads_counted
from importers.meaning.counting_on import counting_on
from importers.meaning.days.dates import text_date
from importers.meaning.evidence import is_code
from importers.meaning.schema_rows import below_schema
from importers.meaning.value.amounts import number_text
from importers.meaning.value.periods import NOTHING, Label, read_label
from importers.meaning.value.units import NO_UNIT, Unit, parse_unit, unit_in_title
from importers.meaning.words import is_placeholder, squash, vocabulary

LOOK, MOST_ROWS = 80, 3                    # rows in which a header is searched, and rows that it may have
_TITLE = 30                               # a longer text alone (or with one other) in its row is no group of columns


@dataclass(slots=True)
class Head:
    """The header block: rows first..last (0-based), the text and the figure label of each column."""

    first: int
    last: int
    texts: list[str] = field(default_factory=list)        # whole header text of a column, rows joined
    bottoms: list[str] = field(default_factory=list)      # its lowest text alone
    labels: list[Label] = field(default_factory=list)     # what it says about figures
    units: list[Unit | None] = field(default_factory=list)
    unit_row: int = -1
    unit: Unit = NO_UNIT                                   # said by a title for all figures
    title: str = ""
    known: int = 0                                         # cells of the best row that are known words
    score: float = 0.0

    @property
    def data(self) -> int:
        """The first row below the header and its unit row."""
        return max(self.last, self.unit_row) + 1


def filled(value: Value) -> bool:
    return value is not None and not (isinstance(value, str) and not value.strip())


def cells_of(sheet: Sheet, row: int) -> list[tuple[int, Value]]:
    if not 0 <= row < len(sheet.rows):
        return []
    return [(c, v) for c, v in enumerate(sheet.rows[row]) if v is not None and (v.__class__ is not str or v.strip())]


@lru_cache(maxsize=8192)
def known_field(text: str) -> bool:
    """Is the text a column heading the vocabulary knows?"""
    word = squash(text)
    return any(word in words for words in vocabulary().fields.values())


def find_head(sheet: Sheet) -> Head | None:
    """The header of the sheet's table, None when no row looks like one."""
    best, best_score, best_known, start = -1, 0.0, 0, below_schema(sheet)
    for row in range(start, min(LOOK, len(sheet.rows))):
        cells = cells_of(sheet, row)
        if len(cells) < 2:
            continue
        score, known = _score(cells)
        marked = sum(isinstance(v, str) and v.rstrip().endswith(":") for _, v in cells)
        if 0 < marked < len(cells) or (marked and len(cells) < 4):
            score, known = score - 2.0, 0                  # "Owner: | Ada | Date: | May 5": labels and answers
        if heads_its_like(sheet, row, cells) or (known < 5 and (
                _carries_on(sheet, row, cells) or _pairs(sheet, row, cells) or is_one_of_many(sheet, row, cells))):
            score, known = score - 2.0, min(known, 1)
        if score > best_score + 0.01 and (known >= 5 or _has_body(sheet, row, cells)):
            best, best_score, best_known = row, score, known
    if best < 0 or (best_known < 2 and not (start or _stands_out(sheet, best) or is_set_off(sheet, best)
                                                     or (best_known and _two_columns(sheet, best)))):
        return None
    head = Head(*_extended(sheet, best), known=best_known, score=best_score)
    _fill(sheet, head)
    return head


def head_at(sheet: Sheet, row: int) -> Head:
    """The header block around a row that is known to be one."""
    head = Head(*_extended(sheet, row))
    _fill(sheet, head)
    return head


def head_of_rows(sheet: Sheet, first: int, last: int) -> Head:
    """The header a person names by its rows."""
    texts = [v for _, v in cells_of(sheet, last) if isinstance(v, str)]
    head = Head(first, last, known=max(2, sum(map(known_field, texts))))
    _fill(sheet, head)
    return head


def _score(cells: list[tuple[int, Value]]) -> tuple[float, int]:
    score, known = min(0.5, 0.02 * len(cells)), 0
    seen: set[str] = set()
    days: list[int] = []
    counted = counting_on(cells)
    for column, value in cells:
        if column in counted:
            continue
        if isinstance(value, str):
            text = " ".join(value.split())
            if known_field(text) and squash(text) in seen:
                score -= 0.2                               # "No | Yes | No": answers, not headings
            elif known_field(text) or read_label(text).plain:
                score, known = score + 1.0, known + 1
            elif len(text) > 60 or is_placeholder(text):
                score -= 0.4
            elif number_text(text) or text_date(text)[0] or (not seen and is_code(text)):
                score -= 0.5                               # "C03" first in its row: an entry's id, no heading
            else:
                score += 0.3 if squash(text) not in seen else -0.2
            seen.add(squash(text))
        elif isinstance(value, dt.date):
            days.append(value.toordinal())
            label = read_label(value)
            score += 0.5 if not label.day else 0.0
            known += not label.day
        else:
            year = isinstance(value, int | float) and 1990 <= value <= 2100 and read_label(value).year > 0
            score += 0.3 if year else -0.7
            known += year
    rising = len(days) > 3 and all(a < b for a, b in pairwise(days))
    return score - (0 if rising else 0.3 * len(days)), known


def _has_body(sheet: Sheet, row: int, cells: list[tuple[int, Value]]) -> bool:
    """Are there rows below that use the same columns?"""
    columns = {c for c, _ in cells}
    below = range(row + 1, min(row + 15, len(sheet.rows)))
    used = [u for r in below if (u := {c for c, _ in cells_of(sheet, r)})]
    alike = sum(len(u & columns) >= 2 or (len(columns) < 3 and bool(u & columns)) for u in used)
    return alike > 1 or bool(alike and 2 * alike >= len(used))


def _carries_on(sheet: Sheet, row: int, cells: list[tuple[int, Value]]) -> bool:
    """Does the row right above fill the same cells without being headings? Then this is a row of its table."""
    above = cells_of(sheet, row - 1)
    both = {c for c, _ in above} & {c for c, _ in cells}
    if len(both) < max(3, 0.7 * len(cells)) or len(above) < 0.7 * len(cells):
        return False
    return len({squash(v) if isinstance(v, str) else str(v) for _, v in above
                if (isinstance(v, str) and known_field(" ".join(v.split()))) or _is_plain(v)}) < 2


def _is_plain(value: Value) -> bool:
    """A heading by itself; amounts, of which wide sheets are full, are told apart from years at once."""
    if isinstance(value, float) and not 1990 <= value <= 2100:
        return False
    return read_label(value).plain


def _pairs(sheet: Sheet, row: int, cells: list[tuple[int, Value]]) -> bool:
    """"Title | Bridge | Manager | Ann" over "Date | May 5 | Sponsor | Ben": labels with their answers, no headings."""
    labels = [(c, answer) for (c, v), (_, answer) in pairwise([*cells, (-1, None)])
              if isinstance(v, str) and known_field(" ".join(v.split()))]
    answered = [c for c, answer in labels if filled(answer) and not (
        isinstance(answer, str) and known_field(" ".join(answer.split())))]
    if not answered or 2 * len(labels) < len(cells) - 1:
        return False
    beside = [r for r in (row - 1, row + 1) if 0 <= r < len(sheet.rows)]
    again = [c for c in answered for r in beside
             if isinstance(v := sheet.at(r, c), str) and known_field(" ".join(v.split()))]
    return len(set(again)) >= min(2, len(answered)) and len(labels) == len(answered)


def is_set_off(sheet: Sheet, row: int, least: int = 2) -> bool:
    """A row of texts that is bold or filled as the rows below it are not: somebody made it look like headings. It needs
    `least` rows' worth of cells below."""
    cells = cells_of(sheet, row)
    texts = [v for _, v in cells if isinstance(v, str) and len(v) <= 60]
    if sheet.hidden or len(cells) < 3 or len(texts) < len(cells):
        return False
    if len(set(map(squash, texts))) < 0.8 * len(texts):
        return False
    below = [(r, c) for r in range(row + 1, min(row + 9, len(sheet.rows))) for c, _ in cells_of(sheet, r)]
    if len(below) < least * len(cells):
        return False

    def share(marks: Container[tuple[int, int]], places: list[tuple[int, int]]) -> float:
        return sum(p in marks for p in places) / max(1, len(places))
    own = [(row, c) for c, _ in cells]
    return (least > 1 and _says_nothing_below(sheet, row, cells)) or any(
        share(marks, own) >= 0.8 and share(marks, below) < 0.4 for marks in (sheet.bold, sheet.fills))


def _says_nothing_below(sheet: Sheet, row: int, cells: list[tuple[int, Value]]) -> bool:
    """The first full row of the sheet, four words or more of which none stands below again, over a filled body."""
    if len(cells) < 4 or any(len(cells_of(sheet, r)) > 2 for r in range(row)):
        return False
    words = {squash(v) for _, v in cells if isinstance(v, str) and len(v) <= 40}
    body = [b for r in range(row + 1, min(row + 40, len(sheet.rows))) if (b := cells_of(sheet, r))]
    return len(words) == len(cells) and len(body) >= 3 and sum(map(len, body)) >= 0.6 * len(cells) * len(body) \
        and not any(squash(v) in words for b in body for _, v in b if isinstance(v, str))


def _two_columns(sheet: Sheet, row: int) -> bool:
    """Two headings over a column of texts and one of dates or figures, every row of it full."""
    cells = cells_of(sheet, row)
    body = [b for r in range(row + 1, min(row + 30, len(sheet.rows))) if (b := cells_of(sheet, r))]
    if len(cells) != 2 or not all(isinstance(v, str) for _, v in cells) or len(body) < 3:
        return False
    pairs = [b for b in body if [c for c, _ in b] == [c for c, _ in cells] and isinstance(b[0][1], str) and (
        not isinstance(b[1][1], str) or b[1][1].strip()[:1].isdigit() or text_date(" ".join(b[1][1].split()))[0])]
    return len(pairs) >= 0.8 * len(body)


def _stands_out(sheet: Sheet, row: int) -> bool:
    """An unknown header is believed when it is all distinct text over columns of another type, well filled."""
    cells = cells_of(sheet, row)
    texts = [squash(v) for _, v in cells if isinstance(v, str)]
    if len(cells) < 3 or len(texts) < len(cells) or len(set(texts)) < len(texts) or not all(texts):
        return False
    body = [cells_of(sheet, r) for r in range(row + 1, min(row + 30, len(sheet.rows)))]
    body = [b for b in body if b]
    if len(body) < 2 or sum(map(len, body)) < 0.5 * len(cells) * len(body):
        return False
    other = {c for b in body for c, v in b if not isinstance(v, str) or v.strip().replace(".", "", 1).isdecimal()}
    return len(other & {c for c, _ in cells}) >= max(1, len(cells) // 4)


def _extended(sheet: Sheet, row: int) -> tuple[int, int]:
    first = last = row
    while first > 0 and last - first + 1 < MOST_ROWS and _belongs_above(sheet, first - 1, first):
        first -= 1
    while last - first + 1 < MOST_ROWS and _belongs_below(sheet, last + 1, last):
        last += 1
    return first, last


def _belongs_above(sheet: Sheet, row: int, below: int) -> bool:
    """A row of years, scenarios or merged group names over the header, not a title or a note."""
    cells = cells_of(sheet, row)
    texts = [v.strip() for _, v in cells if isinstance(v, str)]
    if not cells or any(len(t) > 60 or t.endswith(":") or _amount(t) for t in texts):
        return False
    if len(cells) <= 2 and any(len(t) > _TITLE for t in texts):
        return False                                       # a title, perhaps with its month beside it
    width = max((c for c, _ in cells_of(sheet, below)), default=0)
    under = dict(cells_of(sheet, below))
    spans = {left: right for top, left, bottom, right in sheet.merged if top <= row <= bottom}
    first_used = min(under, default=0)
    for column, value in cells:
        label = read_label(value)
        span = spans.get(column, column)
        if span - column >= max(2, width):                 # a title over the whole table
            continue
        if label.plain and not label.day and (column > first_used or span > column):
            low = read_label(under.get(column))
            if low.plain or column not in under or (span > column and not isinstance(value, int | float)):
                return True
        elif isinstance(value, str) and column not in under and known_field(value) and len(cells) > 1:
            return True
        elif isinstance(value, str) and span > column and len(cells) > 1 and column in under:
            return True
        elif isinstance(value, str) and heads_counted(value) and sum(
                read_label(under.get(c)).timed for c in range(column, column + 4)) >= 3:
            return True
    return False


def _amount(text: str) -> bool:
    return number_text(text.strip()) is not None and not read_label(text).timed


def _belongs_below(sheet: Sheet, row: int, above: int) -> bool:
    """A second header row: nothing but periods, scenarios, types, or known headings where the row above is empty."""
    cells = cells_of(sheet, row)
    over = {c for c, _ in cells_of(sheet, above)}
    if len(cells) < 2 or heads_its_like(sheet, row, cells):
        return False
    if _splits_groups(sheet, row, above, cells):
        return True
    for column, value in cells:
        if isinstance(value, str):
            if read_label(value).plain or (column not in over and known_field(value)):
                continue
            if parse_unit(value) and column in over:
                continue
            return False
        label = read_label(value)
        if not label.timed or label.day:
            return False
    if all(isinstance(v, str) and parse_unit(v) for _, v in cells):
        return False
    timed = sum(read_label(v).timed or bool(read_label(v).series) for _, v in cells)
    return timed >= 2 and _has_body(sheet, row, cells)


def _splits_groups(sheet: Sheet, row: int, above: int, cells: list[tuple[int, Value]]) -> bool:
    """Short words below merged headings, "Probability" over "low | high": headings beside which others are merged down
    to this row, or that stand alike below two of the merged ones."""
    if not all(isinstance(v, str) and len(v) <= 30 and number_text(v.strip()) is None and not text_date(v.strip())[0]
               for _, v in cells) or any(top == row and right > left for top, left, _, right in sheet.merged):
        return False
    texts = {c: squash(v) for c, v in cells if isinstance(v, str)}
    spans = [range(left, right + 1) for top, left, bottom, right in sheet.merged
             if top <= above == bottom and right > left and filled(sheet.at(top, left))]
    covered = [span for span in spans if all(c in texts for c in span)]
    words = [w for span in covered if len(set(w := tuple(texts[c] for c in span))) == len(w)]
    lone = {c for c in texts if words and c < spans[0].start and not filled(sheet.at(above, c))}
    if words and ((lone and len(covered) == len(spans) > 1) or any(
            top <= above and bottom == row and left == right and filled(sheet.at(top, left))
            for top, left, bottom, right in sheet.merged)):
        return all(c in lone or any(c in span for span in spans) for c in texts)
    return len(set(words)) < len(words)


def _fill(sheet: Sheet, head: Head) -> None:
    width = max((len(sheet.rows[r]) for r in range(head.first, head.last + 1)), default=0)
    spread = [_spread(sheet, r, width) for r in range(head.first, head.last + 1)]
    own = [dict(cells_of(sheet, r)) for r in range(head.first, head.last + 1)]
    unit_cells = _unit_row(sheet, head)
    for column in range(width):
        parts: list[Value] = []
        for level, carried in enumerate(spread):
            value = own[level].get(column)
            over = carried[column]
            if value is None and over is not None:
                low = [read_label(own[n].get(column)) for n in range(level + 1, len(own))]
                if over[1] or any(x.plain for x in low):   # merged, or over figures
                    value = over[0]
            if value is not None and value not in parts:
                parts.append(value)
        label = NOTHING
        for part in reversed(parts):
            label = read_label(part).joined(label) if label is NOTHING else label.joined(read_label(part))
        head.texts.append(" ".join(_shown(p) for p in parts))
        head.bottoms.append(_shown(parts[-1]) if parts else "")
        unit = unit_cells.get(column)
        head.units.append(unit or (label.unit if label.unit != NO_UNIT else None))
        head.labels.append(label)
    titles: list[str] = []
    for row in range(head.first):
        for _, value in cells_of(sheet, row):
            if isinstance(value, str):
                titles.append(" ".join(value.split()))
    for text in [*reversed(titles), sheet.name]:
        unit = unit_in_title(text)
        if unit:
            head.unit = head.unit.merged(unit)
    head.title = next((t for t in titles if len(t) <= 120), "")


def _spread(sheet: Sheet, row: int, width: int) -> list[tuple[Value, bool] | None]:
    """The row's cells carried to the right: over merged cells (True), or until the next filled cell (False)."""
    out: list[tuple[Value, bool] | None] = [None] * width
    carried: Value = None
    for column in range(width):
        value = sheet.at(row, column)
        if filled(value):
            carried = value if read_label(value).plain or (isinstance(value, str) and heads_counted(value)) else None
        if carried is not None:
            out[column] = (carried, False)
    for top, left, bottom, right in sheet.merged:
        if top <= row <= bottom and left < width:
            value = sheet.at(top, left)
            for column in range(left, min(right, width - 1) + 1):
                if filled(value) and (row == top or column > left):
                    out[column] = (value, True)
                elif not filled(value):
                    out[column] = None
    return out


def _unit_row(sheet: Sheet, head: Head) -> dict[int, Unit]:
    """A row right below the header that holds units and nothing else."""
    cells = cells_of(sheet, head.last + 1)
    units = {c: parse_unit(v) for c, v in cells if isinstance(v, str)}
    other = sum(1 for c, v in cells if not units.get(c) and not (isinstance(v, str) and len(v.strip()) <= 6
                                                                 and not any(d.isdigit() for d in v)))
    found = {c: u for c, u in units.items() if u}
    if cells and found and not other and len(found) * 2 >= len(cells):
        head.unit_row = head.last + 1
        return found
    return {}


def _shown(value: Value) -> str:
    if isinstance(value, str):
        return " ".join(value.split())
    if isinstance(value, dt.date):
        return value.strftime("%Y-%m-%d") if not isinstance(value, dt.datetime) else value.date().isoformat()
    if isinstance(value, float) and value == int(value):
        return str(int(value))
    return "" if value is None else str(value)
