"""Which row of a sheet is the header of its table: known words, the look of the row, and what stands below it.

Must not know: what a column becomes. It sees the first rows of a sheet only, so it costs nothing on a large one.
"""
from __future__ import annotations

import datetime as dt
from collections.abc import Container
from itertools import pairwise

from importers.base import Sheet, Value
from importers.meaning.among_rows import heads_its_like, is_one_of_many
from importers.meaning.counting_on import counting_on
from importers.meaning.days.dates import text_date
from importers.meaning.evidence import is_code
from importers.meaning.headers import LOOK, Head, cells_of, filled, has_body, head_at, known_field
from importers.meaning.schema_rows import below_schema
from importers.meaning.value.amounts import number_text
from importers.meaning.value.periods import read_label
from importers.meaning.words import is_placeholder, squash


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
                (row > start and _carries_on(sheet, row, cells)) or _pairs(sheet, row, cells)
                or is_one_of_many(sheet, row, cells))):
            score, known = score - 2.0, min(known, 1)
        if score > best_score + 0.01 and (known >= 5 or has_body(sheet, row, cells)):
            best, best_score, best_known = row, score, known
    if best < 0 or (best_known < 2 and not (start or _stands_out(sheet, best) or is_set_off(sheet, best)
                                                     or (best_known and _two_columns(sheet, best)))):
        return None
    head = head_at(sheet, best)
    head.known, head.score = best_known, best_score
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
