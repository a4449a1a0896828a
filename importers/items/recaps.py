"""A sheet that sums another one by words of its rows: what is spent by lot, kind or department, once more.

Its rows are called as the words of a column are, and each amount is the sum of the rows that have the word. Must not
know: layouts and sheets. Both count until somebody says otherwise.
"""
from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations

from app.core.batch import Batch, Issue, Item, Link
from app.core.counting import counted
from importers.items.line_sums import amount_of, series_in
from importers.meaning.words import fold

_LEAST = 2                                # amounts that are such sums; one may be by chance
_MOST = 0.5                               # of the amounts of the sheet
_LONGEST = 60                             # signs of a word that rows share
_Sums = dict[str, dict[str, tuple[int, int]]]              # column -> word -> (sum, how many rows)


def ask_sums_by_word(batch: Batch, asked: set[tuple[str, str]]) -> None:
    """A question for each sheet that sums an earlier one; the pair is then asked about."""
    measures = {item.key: item for item in batch.items if item.kind == "measure"}
    called = {item.key: str(item.fields.get("name") or "") for item in batch.items if item.kind == "package"}
    lines: dict[str, dict[str, list[tuple[Item, Item, int]]]] = defaultdict(lambda: defaultdict(list))
    for line in batch.items:
        if line.kind == "effect_line" and line.parent_kind == "measure" and line.parent in measures:
            for series in sorted(series_in(line)):
                if amount := amount_of(line, series):
                    lines[series][line.at.rpartition("!")[0]].append((line, measures[line.parent], amount))
    for series, sheets in lines.items():
        if len(sheets) < 2:
            continue
        names = {fold(str(measure.fields.get("name") or "")) for rows in sheets.values() for _, measure, _ in rows}
        sums = {sheet: _by_word(rows, called, names) for sheet, rows in sheets.items()}
        for pair in combinations(sums, 2):
            for one, other in (pair, pair[::-1]):
                issue = None if pair in asked else _sums_of(series, one, sums[one], other, sheets[other])
                if issue is not None:
                    asked.add(pair)
                    batch.issues.append(issue)


def _sums_of(series: str, first: str, sums: _Sums, later: str, rows: list[tuple[Item, Item, int]]) -> Issue | None:
    """What to ask of a sheet that sums another, wherever in the file it stands."""
    for column, words in sums.items():
        found = [(line, *words.get(fold(str(measure.fields.get("name") or "")), (0, 0)), amount)
                 for line, measure, amount in rows]
        again = [(line, count) for line, summed, count, amount in found if summed == amount]
        if len(again) >= max(_LEAST, _MOST * len(rows)) and any(count > 1 for _, count in again):
            by = f" by “{column}”" if column else ""
            return Issue("question", later, again[0][0].at.rpartition("!")[2],
                         f"{counted(len(again), f'{series} amount')} of {later} are sums of the rows of {first}{by}; "
                         "both count, though it is the same money.", f"sheet@{later}=ignore", len(again))
    return None


def _by_word(rows: list[tuple[Item, Item, int]], called: dict[str, str], names: set[str]) -> _Sums:
    sums: _Sums = defaultdict(dict)
    for _, measure, amount in rows:
        for column, word in _words(measure, called):
            if word in names:
                before, count = sums[column].get(word, (0, 0))
                sums[column][word] = before + amount, count + 1
    return sums


def _words(measure: Item, called: dict[str, str]) -> Iterator[tuple[str, str]]:
    """What a row says of itself that others may say too: (column, word)."""
    for column, (_, value) in measure.custom.items():
        if isinstance(value, str) and value and len(value) <= _LONGEST:
            yield column, fold(value)
    for field, value in measure.fields.items():
        if isinstance(value, Link) and value.kind != "person":
            yield field, fold(value.key.rpartition(":")[2])
    if called.get(measure.parent):
        yield "", fold(called[measure.parent])
