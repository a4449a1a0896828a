"""Collects what a person should know about one sheet, many cells in one sentence.

Must not know: layouts or readers. Addresses are joined into runs so that a column of errors is one issue.
"""
from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from app.core.batch import Issue
from app.core.counting import agreeing
from importers.base import Where, address, letter

MOST_NAMED = 12


@dataclass(slots=True)
class Notes:
    """The issues of one sheet, in the order they were found."""

    sheet: str
    scoped: bool = False                  # several sheets: an answer must say which one it is for
    issues: list[Issue] = field(default_factory=list)

    def add(self, severity: str, cell: str, message: str, answer: str = "", places: int = 1,
            kind: str = "") -> None:
        """`places` says how many cells it is about; "{says/say}" in the message becomes the word for that."""
        if answer and self.scoped:
            key, _, value = answer.partition("=")
            answer = f"{key}@{self.sheet}={value}"
        issue = Issue(severity, self.sheet, cell, agreeing(places, message), answer, places, kind)
        if issue not in self.issues:
            self.issues.append(issue)

    def cells(self, severity: str, places: Iterable[Where], message: str, answer: str = "",
              kind: str = "") -> None:
        """One issue for many cells; `{where}` in the message becomes their addresses, the first one is `cell`."""
        listed = sorted(set(places))
        if listed:
            self.add(severity, address(*listed[0]), message.replace("{where}", runs(listed)), answer, len(listed), kind)


def runs(places: Iterable[Where]) -> str:
    """Addresses in words: neighbours in a column or row are joined, "C5:C9, E7"."""
    left = sorted(set(places), key=lambda w: (w[1], w[0]))
    down: list[tuple[int, int, int]] = []                  # column, first row, last row
    for row, column in left:
        if down and down[-1][0] == column and down[-1][2] == row - 1:
            down[-1] = (column, down[-1][1], row)
        else:
            down.append((column, row, row))
    down.sort(key=lambda d: (d[1], d[2], d[0]))
    blocks: list[list[int]] = []                           # first column, first row, last column, last row
    for column, first, last in down:
        if blocks and blocks[-1][1:] == [first, column - 1, last]:
            blocks[-1][2] = column
        else:
            blocks.append([column, first, column, last])
    texts = [f"{letter(a)}{b + 1}" if (a, b) == (c, d) else f"{letter(a)}{b + 1}:{letter(c)}{d + 1}"
             for a, b, c, d in blocks]
    more = len(texts) - MOST_NAMED
    return ", ".join(texts[:MOST_NAMED]) + (f" and {more} more" if more > 0 else "")
