"""`trimtab import` of a source that came in before: read by the answers given then, below those given now.

Must not know: Qt, what the answers mean.
"""
from __future__ import annotations

from dataclasses import replace

from app.core.batch import Batch, Issue
from app.core.intake import again
from app.core.portfolio import Portfolio
from app.errors import Problem
from importers.base import Wishes
from importers.child import FILE_READER, Child
from importers.profile import answered_before, kept


def understood(reader: Child, book: str, wishes: Wishes, p: Portfolio, name: str) -> tuple[Child, Batch]:
    """The file as it is understood, and the reader that is to be asked whether it is sure; maybe a second one, which
    the caller closes as well."""
    if wishes.figures:
        return reader, reader.ask(book, wishes)
    before = kept(again.of_name(p, name))
    wishes = replace(wishes, last=again.profile_of_name(p, name))
    if not before:
        batch = reader.ask(book, wishes)
        before, last = kept(again.of_batch(p, batch)), again.profile_of_batch(p, batch)
        other = last != batch.origin.profile and any(last == profile.name for profile in wishes.known)
        if not set(before) - set(batch.origin.answers) and not other:
            return reader, batch
        reader, wishes = _another(reader), replace(wishes, last=last)
    try:
        return reader, reader.ask(book, answered_before(wishes, before))
    except Problem as wrong:
        reader = _another(reader)
        batch = reader.ask(book, wishes)                   # raises what is wrong with the answers given now
        batch.issues.append(Issue("warning", "", "", f"The answers given to the last import of this source do not fit "
                                  f"this file any more and were not used: {wrong.what}"))
        return reader, batch


def _another(reader: Child) -> Child:
    reader.close()
    return Child(*FILE_READER)
