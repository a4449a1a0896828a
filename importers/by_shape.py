"""Reading a book by the profile that was made for files of its shape, where nobody named one.

Must not know: where profiles are kept (they come with the wishes), how a sheet is understood.
"""
from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from app.core.batch import Batch, Issue
from app.errors import Problem
from importers.base import Book, Wishes
from importers.profile import Profile, recognised, shape_of

Understand = Callable[[Wishes], Batch]


def by_shape(book: Book, wishes: Wishes, understand: Understand) -> Batch:
    """The book as it is, or as the profile that fits it says; what is said now goes before that, and that before what
    was said for an earlier import. The batch says which profile it was."""
    plain = _plain(wishes, understand)
    found = recognised(wishes.known, () if plain is None else shape_of(plain), book.sheets, wishes.last)
    if found is None or not (found[1] or found[0].leaf or found[0].figures):
        return plain if plain is not None and not wishes.answers and not wishes.leaf else understand(wishes)
    profile, answers = found
    try:
        batch = understand(_with(wishes, profile, answers))
    except Problem as wrong:
        batch = understand(wishes)                         # raises what is wrong with the answers given now
        batch.issues.append(Issue("warning", "", "", f"The profile “{profile.name}” was made for such a file but does "
                                  f"not fit it and was not used: {wrong.what}"))
        return batch
    batch.issues.append(Issue("note", "", "", f"Read by the profile “{profile.name}”, which fits the columns of this "
                              "file. To read it without: --profile none."))
    return batch


def _plain(wishes: Wishes, understand: Understand) -> Batch | None:
    """The book without answers, where that is needed to know its shape or to have it at once."""
    if not any(profile.shape for profile in wishes.known) and (wishes.answers or wishes.leaf):
        return None
    try:
        return understand(replace(wishes, leaf="", answers={}, again=()))
    except Problem:
        if not wishes.answers and not wishes.leaf:
            raise
        return None                                        # the answers are there to settle it


def _with(wishes: Wishes, profile: Profile, answers: dict[str, str]) -> Wishes:
    said = {key: value for key, value in wishes.answers.items() if key not in wishes.again}
    before = {key: wishes.answers[key] for key in wishes.again if key not in answers and not profile.figures}
    return replace(wishes, leaf=wishes.leaf or profile.leaf, answers={**before, **answers, **said},
                   again=tuple(before), profile=profile.name, figures=profile.figures)
