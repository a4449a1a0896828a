"""What colours mean: as the person answered, else as a legend says: "red = late", or a painted cell beside "late".

Must not know: which colours are asked for, and what is done with their meaning.
"""
from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from importers.base import Sheet, Value, Where, address
from importers.meaning.colours.names import NAMES, colour_word
from importers.meaning.context import Context
from importers.meaning.headers import Head
from importers.meaning.rows import Rows
from importers.meaning.settled import COLOURS, IGNORE, colour_of
from importers.meaning.words import fold, in_list, light_of_colour, vocabulary

_ROWS = 400                           # in which a legend is looked for
_LONGEST = 40
_WORDS = 5                            # a longer text speaks of more than what a colour means
# words that mean something alone, but hardly within other words
_WEAK = frozenset("risk risiko problem ok okay good red rot green gruen amber yellow gelb orange watch attention "
                  "behind delay closed critical kritisch warning warnung caution laeuft achtung".split())
_MOST = 8                             # entries of a legend
_NOT = re.compile(r"\b(?:not|nicht|no|kein\w*)\b")
_CALLED = ("legend", "legende", "key", "colour key", "color key", "farben", "farblegende", "colours", "colors")
_LEGENDS = (["legend"], ["legende"], ["farblegende"])
_LIGHTS = ("green", "amber", "red")
_OTHER_SHEETS = ("guide_sheet", "list_sheet")


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a colour means ("" = nobody says), and the cell of the legend that says so ("" = the person)."""

    word: str = ""
    at: str = ""


def meanings(context: Context, sheet: Sheet, fills: Iterable[str], taken: set[Where]) -> dict[str, Meaning]:
    """What each of these fills means: as the person answered, else as a legend beside the rows (whose cells are
    `taken`) or on a sheet of guidance says."""
    said = {colour_of(name): value for name, (value, _) in context.said("colour.", sheet.name).items()
            if "@" not in name}                            # ... of a sheet this file does not have
    wanted = list(fills)
    found = {fill: Meaning(said[fill]) for fill in wanted if fill in said}
    left = [fill for fill in wanted if fill not in found]
    others = [s for s in context.book.sheets if s.name != sheet.name and any(in_list(n, s.name) for n in _OTHER_SHEETS)]
    for one in [sheet, *others] if left else []:
        for fill, word, at in _entries(one, left, taken if one.name == sheet.name else set()):
            found.setdefault(fill, Meaning(word, at if one.name == sheet.name else f"{one.name}!{at}"))
    return {fill: found.get(fill, Meaning()) for fill in wanted}


def _entries(sheet: Sheet, wanted: Sequence[str], taken: set[Where]) -> Iterator[tuple[str, str, str]]:
    """(fill, its meaning, the cell): a painted cell with a meaning in or beside it, or a text that names a colour."""
    painted = [(fill, word, address(row, column)) for (row, column), fill in sorted(sheet.fills.items())
               if row < _ROWS and (row, column) not in taken and (word := _beside(sheet, row, column, taken))]
    if len({fill for fill, _, _ in painted}) > 1 or (painted and _has_heading(sheet, taken)):     # a title is no legend
        yield from ((fill, _as_light(fill, word), at) for fill, word, at in painted if fill in wanted)
    for row in range(min(len(sheet.rows), _ROWS)):
        for column, value in enumerate(sheet.rows[row]):
            if isinstance(value, str) and (row, column) not in taken:
                yield from ((fill, word, address(row, column)) for fill, word in _named(value, wanted))


def _named(text: str, wanted: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The fills that a text calls by the names of their colours, each with its meaning."""
    for name, what in _pair().findall(text):
        word = meant(what)
        if word:
            yield from ((fill, _as_light(fill, word)) for fill in wanted if _is_called(fill, name))


def _has_heading(sheet: Sheet, taken: set[Where]) -> bool:
    """Is the sheet, or a cell beside the list, called "Legend"?"""
    return any(in_list(n, sheet.name) for n in _OTHER_SHEETS) or any(
        isinstance(v, str) and len(v) < _LONGEST and (row, column) not in taken and fold(v) in _CALLED
        for row, cells in enumerate(sheet.rows[:_ROWS]) for column, v in enumerate(cells))


def has_legend(sheet: Sheet) -> bool:
    """Does a text of the sheet begin with "Legend", "Legend: ..."?"""
    return bool(sheet.fills) and any(
        isinstance(v, str) and len(v) < 4 * _LONGEST and fold(v).split()[:1] in _LEGENDS
        for cells in sheet.rows[:_ROWS] for v in cells)


def _as_light(fill: str, word: str) -> str:
    """"Yellow = critical" describes a traffic light and stays amber; what is far from its look means what it says."""
    look = light_of_colour(fill)
    if look in _LIGHTS and word in _LIGHTS and abs(_LIGHTS.index(look) - _LIGHTS.index(word)) < 2:
        return look
    return word


def _beside(sheet: Sheet, row: int, column: int, taken: set[Where]) -> str:
    """What a painted cell of a legend says: in itself, else right of it, else left of it."""
    for side in (0, 1, 2, -1):
        text = sheet.at(row, column + side)
        if isinstance(text, str) and text.strip() and (row, column + side) not in taken:
            return meant(text)
    return ""


def _is_called(fill: str, name: str) -> bool:
    return in_list(f"named_{colour_word(fill).split()[-1]}", name)


def settle_legend(sheet: Sheet, head: Head, rows: Rows) -> None:
    """The rows of a legend below the table are no entries of it."""
    found = False
    for row in range(len(sheet.rows) - 1, head.data - 1, -1):
        kind = rows.kinds.get(row, "blank")
        texts = [v for v in sheet.rows[row] if v is not None and str(v).strip()]
        named = found and len(texts) == 1 and isinstance(texts[0], str) and in_list("footnote", texts[0].rstrip(" :"))
        if kind not in ("blank", "footnote"):
            if row in rows.settled or not (named or _is_entry(sheet, row)):
                break
            rows.kinds[row] = "footnote"
            rows.groups.pop(row, None)
            found = True


def legend_columns(sheet: Sheet, head: Head, columns: Sequence[Sequence[Value]]) -> set[int]:
    """The columns beside the table in which a legend stands: few texts, each a meaning that is painted or stands beside
    its colour, under no heading or one like "Legend"."""
    found: set[int] = set()
    for column, cells in enumerate(columns) if sheet.fills else ():
        heading = head.bottoms[column] if column < len(head.bottoms) else ""
        texts = [(head.data + i, v) for i, v in enumerate(cells) if v is not None]
        if not 0 < len(texts) <= _MOST or (heading and not in_list("footnote", heading.rstrip(" :"))):
            continue
        if not heading and (2 * len(texts) >= len(cells) or len({v for _, v in texts}) < len(texts)):
            continue                                       # a column of the list whose heading was forgotten
        near = (column - 1, column, column + 1)
        if all(isinstance(v, str) and meant(v) and any((row, c) in sheet.fills for c in near) for row, v in texts):
            found.add(column)
    return found


def _is_entry(sheet: Sheet, row: int) -> bool:
    """One meaning, its own cell or the one before it painted, or a colour named with it, and nothing else."""
    filled = [(c, v) for c, v in enumerate(sheet.rows[row]) if v is not None and str(v).strip()]
    texts = [(c, v) for c, v in filled if isinstance(v, str)]
    if len(filled) != 1 or not texts:
        return False
    column, text = texts[0]
    if sheet.fills.get((row, column)) or sheet.fills.get((row, column - 1)):
        return bool(meant(text))
    return any(meant(what) for _, what in _pair().findall(text))


@cache
def _pair() -> re.Pattern[str]:
    """"red = late": a colour's name and what it means."""
    words = {w for name in NAMES for w in vocabulary().lists[f"named_{name}"]} | {"grün", "weiß"}
    names = "|".join(sorted(words, key=lambda w: (-len(w), w)))
    return re.compile(rf"(?<!\w)({names})\s*(?:=|:|–|-|→|->|means|bedeutet|heißt)\s*([^,;|/\n=]+)", re.IGNORECASE)


@lru_cache(maxsize=4096)
def meant(text: str) -> str:
    """"late", "= verspätet", "red: late" as one of the words for colours; "" when the text says none of it."""
    pair = _pair().fullmatch(text.strip())
    text = pair[2] if pair else text
    folded = fold(text)
    known = {phrase: word for word in COLOURS if word != IGNORE for phrase in vocabulary().lists[f"means_{word}"]}
    if folded in known:
        return known[folded]
    if len(text) > _LONGEST or _NOT.search(text.casefold()):
        return ""
    inside = [p for p in known if p not in _WEAK and len(folded.split()) <= _WORDS and f" {p} " in f" {folded} "]
    return known[max(inside, key=len)] if inside else ""
