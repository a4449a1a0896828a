"""Where a log ends: after an empty row, words that are headings of something else over rows that do not fit the log.

Must not know: items. What another table holds is no entry; it is named by its rows.
"""
from __future__ import annotations

from importers.base import Sheet, Value
from importers.meaning.days.dates import text_date
from importers.meaning.evidence import is_code
from importers.meaning.headers import cells_of, filled
from importers.meaning.log_columns import may_be_heading
from importers.meaning.table import Table
from importers.meaning.value.amounts import number_text
from importers.meaning.words import is_placeholder, starts_with

_TYPED = 0.75                             # of a column's cells that are figures, dates or ids
_LONGEST = 40                             # a longer text heads no column


def end_log(table: Table) -> None:
    """Make the rows of another table below the log guidance, and say which they are."""
    sheet, kinds = table.sheet, table.rows.kinds
    body = [r for r in sorted(kinds) if r >= table.head.data and cells_of(sheet, r)]
    for n, row in enumerate(body):
        if n == 0 or body[n - 1] == row - 1 or kinds[row] in ("header", "total") or row in table.rows.settled:
            continue
        at = row if len(cells_of(sheet, row)) > 1 or n + 1 == len(body) else body[n + 1]    # below its title
        typed = _typed(sheet, body[:n])
        below = [r for r in body if r >= at]
        if _is_head(sheet, at, typed) or _turns(sheet, at, body[:n], typed) or _lacks_ids(table, below, typed):
            other = [r for r in body[n:] if r >= row]
            kinds.update(dict.fromkeys(other, "guidance"))
            table.notes.add("warning", f"A{row + 1}", f"Another table begins below the log; its rows {other[0] + 1} to "
                            f"{other[-1] + 1} were not read. Put it on a sheet of its own.", "", len(other))
            table.renew()
            return


def _typed(sheet: Sheet, rows: list[int]) -> set[int]:
    """Columns in which these rows hold figures, dates or ids."""
    width = max((len(sheet.rows[r]) for r in rows), default=0)
    found: set[int] = set()
    for column in range(width):
        cells = [v for r in rows if filled(v := sheet.at(r, column))]
        if len(cells) > 1 and sum(map(_is_typed, cells)) >= _TYPED * len(cells):
            found.add(column)
    return found


def _is_typed(value: Value) -> bool:
    return not isinstance(value, str) or number_text(value.strip()) is not None or is_code(value.strip()) \
        or bool(text_date(value.strip())[0])


def _is_head(sheet: Sheet, row: int, typed: set[int]) -> bool:
    """Texts alone, one of them at least a known heading, none in the place of an id, figure or date being one; and a
    row below."""
    cells = cells_of(sheet, row)
    texts = [v.strip() for _, v in cells if isinstance(v, str)]
    if len(cells) < 2 or len(texts) < len(cells) or any(len(t) > _LONGEST or is_placeholder(t) for t in texts):
        return False
    placed = [v for c, v in cells if c in typed]
    headings = sum(map(may_be_heading, texts))
    least = 1 if headings == len(texts) else 2
    return headings > 0 and len(placed) >= least and not any(map(_is_typed, placed)) \
        and len(cells_of(sheet, row + 1)) > 1


def _turns(sheet: Sheet, row: int, above: list[int], typed: set[int]) -> bool:
    """Words, and right below one that is a known heading a figure or date, where the log has words."""
    cells = cells_of(sheet, row)
    if len(cells) < 2 or any(not isinstance(v, str) or len(v) > _LONGEST or is_placeholder(v) for _, v in cells):
        return False
    worded = [(c, str(v)) for c, v in cells if c not in typed and sum(filled(sheet.at(r, c)) for r in above) > 1]
    return any(may_be_heading(v) and filled(below := sheet.at(row + 1, c)) and not isinstance(below, str | bool)
               and not any(filled(v) and _is_typed(v) for v in (sheet.at(r, c) for r in above)) for c, v in worded)


def _lacks_ids(table: Table, rows: list[int], typed: set[int]) -> bool:
    """Words where all above have their ids, in every row: labels with their answers, or steps of a scale."""
    code = table.find("code")
    if code is None or code.index not in typed or len(rows) < 2:
        return False
    words = [table.sheet.at(r, code.index) for r in rows if len(cells_of(table.sheet, r)) > 1]
    first = words[0] if words else None
    return len(words) > 1 and isinstance(first, str) and not is_placeholder(first) and not starts_with("total", first) \
        and not any(isinstance(v, str) and is_code(v.strip()) for v in words) and not _is_typed(first)
