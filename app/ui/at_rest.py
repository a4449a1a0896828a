"""Reading an open file on another thread: what was read holds only if nobody wrote into the file meanwhile.

Must not know: what is read.
"""
from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from app.errors import Cancelled, Problem

if TYPE_CHECKING:
    from app.session import Session

TRIES = 3
Read = TypeVar("Read")


def at_rest(session: Session, read: Callable[[], Read], restless: Problem) -> Read:
    """What `read` gives; anew when the file changed meanwhile, and `restless` when it keeps changing."""
    for _ in range(TRIES):
        version = session.present.settled()
        try:
            found = read()
        except Cancelled:
            raise
        except Exception:                    # what was read while it was written proves nothing, sums least of all
            if session.present.settled() == version:
                raise
            continue
        if session.present.settled() == version:
            return found
    raise restless
