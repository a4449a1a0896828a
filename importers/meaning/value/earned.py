"""The short words of earned value: BAC, AC, EAC. Only where several stand together do two letters mean money.

Must not know: columns beyond their headings. PV and EV are what was to be and what was earned so far: no plan of a
line, no actual; they stay plain fields, as do the differences and indices.
"""
from __future__ import annotations

from dataclasses import replace

from importers.meaning.headers import Head
from importers.meaning.words import squash

_ALL = frozenset("pv ev ac cv sv bac eac etc vac cpi spi tcpi bcws bcwp acwp".split())
_MEANS = {"bac": "plan", "ac": "actual", "acwp": "actual", "eac": "forecast"}
_LEAST = 3


def settle_earned(head: Head) -> None:
    """Give the headings their series when at least three of these words stand in the head."""
    words = [squash(text) for text in head.bottoms]
    if len({w for w in words if w in _ALL}) < _LEAST:
        return
    for column, word in enumerate(words):
        label, series = head.labels[column], _MEANS.get(word, "")
        if series and not any(x.series == series and x.cost for x in head.labels):
            head.labels[column] = replace(label, series=series, cost=True, rest="")
