"""The one exception a user can act on. Everything else that is raised is a bug and must surface.

Must not know: any other part of the program.
"""
from __future__ import annotations


class Problem(Exception):
    """Something the user can mend: what happened (with where), and what to do next."""

    def __init__(self, what: str, hint: str = "") -> None:
        super().__init__(what if not hint else f"{what} {hint}")
        self.what = what
        self.hint = hint


class Cancelled(Exception):
    """The user stopped a long job; nothing was written."""
