"""Answers about colours that no cell has: they settle nothing, and whoever gave them should hear it.

Must not know: what colours mean.
"""
from __future__ import annotations

from app.core.batch import Issue
from importers.base import Book, Wishes
from importers.meaning.settled import colour_of

_ABOUT = "colour."


def say_absent(book: Book, wishes: Wishes) -> list[Issue]:
    """A warning for each such answer given now; one of a profile or of an earlier import waits for a file that has the
    colour."""
    if wishes.profile:
        return []
    found = []
    for key, value in wishes.answers.items():
        if not key.startswith(_ABOUT) or key in wishes.again:
            continue
        name, _, scope = key.removeprefix(_ABOUT).partition("@")
        fill = colour_of(name)
        if not any(fill in sheet.fills.values() for sheet in book.sheets if scope in ("", sheet.name)):
            where = f"the sheet “{scope}”" if scope else book.name
            found.append(Issue("warning", scope, "", f"The answer “{key}={value}” is about a colour that no cell of "
                               f"{where} was seen to have. It was not used."))
    return found
