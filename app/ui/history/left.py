"""The state in which this person last left the file, noted in their profile, so that the next opening can be compared
with it.

How far somebody has seen a file is no fact of the portfolio, so it is never in the journal. Must not know: screens.
"""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.store import profile

if TYPE_CHECKING:
    from app.session import Session


@dataclass(frozen=True, slots=True)
class Left:
    """A state by its vector, and the day it was left."""

    vector: Mapping[str, int]
    day: str


def _note(session: Session) -> str:
    return f"left-{session.file_id}"


def read(session: Session) -> Left | None:
    """How the file was left last time; None for the first time, and where this copy does not hold that state."""
    found = profile.read(_note(session))
    vector, day = found.get("vector"), found.get("day")
    if not isinstance(vector, dict) or not vector or not isinstance(day, str):
        return None
    here = session.vector()
    if not all(isinstance(seq, int) and here.get(site, 0) >= seq for site, seq in vector.items()):
        return None
    return Left(vector, day)


def keep(session: Session) -> None:
    """Note how the file is left; one that nothing was ever written to has no state to come back to."""
    vector = session.vector()
    if vector:
        profile.write(_note(session), {"vector": dict(vector), "day": session.clock.today()})
