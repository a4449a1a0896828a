"""A column whose words name the level of each row: "Department", "Section", "Article", each level with its sums.

The figures prove it: the rows of every word add up to the same in every column. The rows of the commonest word count,
the others head them. Must not know: items and layouts.
"""
from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence

from importers.base import Value
from importers.meaning.columns import Guess
from importers.meaning.headers import Head
from importers.meaning.notes import Notes
from importers.meaning.rows import Rows

_MOST, _LEAST = 8, 6                      # words of a column that may name levels; rows of the lowest level
_CENT = 0.5                               # figures may be rounded to whole units of their currency


def take_level_words(guesses: Sequence[Guess], columns: Sequence[Sequence[Value]], rows: Rows, head: Head,
                     said: Collection[int], notes: Notes) -> None:
    """Rows that stand above others by their word become headings; what they print is checked, not added."""
    name = next((g for g in guesses if g.field == "name"), None)
    data = [row for row, kind in rows.kinds.items() if kind == "data" and row >= head.data]
    figures = [g for g in guesses if (g.money or g.period is not None) and g.index not in said]
    if name is None or len(data) < _LEAST + 2 or not figures:
        return
    for guess in guesses:
        if guess is name or guess.money or guess.period is not None or not 2 <= guess.profile.kinds <= _MOST:
            continue
        words = [columns[guess.index][row - head.data] for row in data]
        lowest = _lowest(words)
        if lowest is None or not _proven(words, [row - head.data for row in data], [columns[g.index] for g in figures]):
            continue
        above = [row for row, word in zip(data, words, strict=True) if word != lowest]
        for row in above:
            rows.kinds[row], text = "group", columns[name.index][row - head.data]
            rows.groups[row] = name.index, str(text if text is not None else words[data.index(row)])
        rows.leveled = True
        notes.cells("note", [(above[0], guess.index)], f"{{where}} and {len(above) - 1} more rows that are no "
                    f"“{lowest}” (column “{guess.header}”) print the sums of those; read as headings, not counted.")
        return


def _lowest(words: Sequence[Value]) -> str | None:
    """The commonest word, when it is far commoner than the others and comes below one of them."""
    if not all(isinstance(word, str) for word in words):
        return None
    (lowest, most), *others = Counter(map(str, words)).most_common()
    far = bool(others) and most >= max(_LEAST, 2 * others[0][1])
    return lowest if far and lowest != words[0] else None


def _proven(words: Sequence[Value], rows: Sequence[int], figures: Sequence[Sequence[Value]]) -> bool:
    """Do the rows of each word add up to the same in every column, and to something in one?"""
    some = False
    for cells in figures:
        sums = dict.fromkeys(words, 0.0)
        for word, row in zip(words, rows, strict=True):
            sums[word] += _number(cells[row])
        low, high = min(sums.values()), max(sums.values())
        if high - low > _CENT:
            return False
        some = some or high != 0 or low != 0
    return some


def _number(value: Value) -> float:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else 0.0
