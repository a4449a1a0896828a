"""The second opinion on a workbook: calamine reads it in a thread of its own, then both are laid side by side.

Until `settle` the book is ours alone; whoever works with it earlier asks afterwards whether anything was said.
Must not know: how our own scan reads, and what is done with the book meanwhile.
"""
from __future__ import annotations

from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.core.batch import Issue
from importers.base import Book, Sheet
from importers.reading import compare, read_calamine, read_openpyxl

QUIET = "own scan and calamine, no differences"      # what is said of a book of which nothing is to be said
MAX_GRID = 8_000_000        # calamine holds every place of a sheet from the first to the last value, empty ones too


@dataclass(slots=True)
class _Asked:
    """A sheet our scan has read: where its second opinion is made, and where among the issues it belongs."""

    sheet: Sheet
    stopped: bool
    second: Future[Any] | None
    at: int


class Second:
    """Calamine at work on the sheets of a book."""

    def __init__(self, path: Path, book: Book) -> None:
        self._path = path
        self._book = book
        self._calamine = read_calamine.Calamine(path)
        self._loading: dict[str, Future[Any]] = {}
        self._asked: list[_Asked] = []

    def start(self, name: str) -> None:
        """Begin with a sheet while ours is still to come."""
        self._loading[name] = self._calamine.start(name)

    def ask(self, sheet: Sheet, stopped: bool) -> None:
        """Our scan has read a sheet (as far as a gap of empty rows, if it `stopped`) and said all its issues."""
        second = self._loading.pop(sheet.name, None) or self._later(sheet, stopped)
        self._asked.append(_Asked(sheet, stopped, second, len(self._book.issues)))

    def settle(self) -> bool:
        """Wait for calamine, say every difference and take what two of three readers found; whether there was any."""
        before = len(self._book.issues)
        refusal = self._calamine.refusal()
        differences = alone = 0
        for asked in () if refusal else reversed(self._asked):
            said: list[Issue] = []
            found = self._compared(asked, said)
            asked.second = None                            # its values are not needed any more
            self._book.issues[asked.at:asked.at] = said
            differences += found if found is not None else 0
            alone += found is None
        _say_readers(self._book, refusal, differences, alone)
        self.close()
        return len(self._book.issues) > before

    def close(self) -> None:
        """No further opinion is wanted."""
        self._calamine.close()

    def _later(self, sheet: Sheet, stopped: bool) -> Future[Any] | None:
        """A sheet held back because it might be huge: load it if its values lie close enough after all. Where our scan
        stopped at a gap more values lie behind it, and calamine would hold the gap too."""
        if stopped or len(sheet.rows) * max(map(len, sheet.rows), default=0) > MAX_GRID:
            return None
        return self._calamine.start(sheet.name)

    def _compared(self, asked: _Asked, said: list[Issue]) -> int | None:
        """The number of differences, None when there was nothing to compare with."""
        sheet = asked.sheet
        if asked.second is None:
            said.append(Issue("note", sheet.name, "", "The sheet's cells lie too far apart for the second reader;"
                              " its values were read by our own scan alone."))
            return None
        reason = read_calamine.sheet_refusal(asked.second)
        theirs: list[Any] = []
        if not reason:
            try:
                theirs = read_calamine.values(asked.second, len(sheet.rows) if asked.stopped else 1 << 20)
            except ValueError as error:
                reason = str(error)
        if reason:
            said.append(Issue("warning", sheet.name, "", "The second reader (calamine) refuses the sheet"
                              f" ({reason}); its values were read by our own scan alone."))
            return None
        found = compare.compare(sheet, theirs)
        if found.count or found.blanks:
            small = sum(map(len, sheet.rows)) <= read_openpyxl.MAX_CELLS
            wanted = {(one.row, one.column) for one in found.first}
            third = read_openpyxl.look(self._path, sheet.name, wanted) if small else {}
            said += compare.settle(sheet, found, third)
        return found.count


def _say_readers(book: Book, refusal: str, differences: int, alone: int) -> None:
    if refusal:
        book.readers = "own scan (calamine refuses the file)"
        book.issues.append(Issue("warning", "", "", f"The second reader (calamine) refuses the file ({refusal}); all"
                                 " values were read by our own scan alone. Compare the sums with what Excel shows."))
        return
    book.readers = f"own scan and calamine, {differences:,} difference{'' if differences == 1 else 's'}" \
        if differences else QUIET
    if alone:
        book.readers += f"; {alone} sheet{'' if alone == 1 else 's'} by own scan alone"
