"""Opening the file of a command: to read, to change, or as it was known on a day.

Must not know: Qt, what the command does with it.
"""
from __future__ import annotations

import argparse
import sys

from app.cli_out import named
from app.core.portfolio import Portfolio
from app.errors import Problem
from app.session import Session, open_session


def opened(path: str, *, write: bool = False, by: str = "") -> Session:
    session = open_session(named(path), person=by, readonly=not write)
    for notice in session.notices:
        print(f"trimtab: {notice}", file=sys.stderr)
    if write and session.readonly:
        session.close()
        raise Problem(f"{path} cannot be changed now.", "Close it elsewhere, or choose a folder you may write to.")
    return session


def portfolio_of(session: Session, args: argparse.Namespace) -> Portfolio:
    """The file as it is, or as it was known on a day; a day before all others is said."""
    if not args.as_of:
        return session.portfolio
    days = session.days()
    if days and args.as_of < days[0]:
        print(f"trimtab: nothing of {args.file} was known on {args.as_of} yet; it is known from {days[0]} on.",
              file=sys.stderr)
    return session.as_of(args.as_of)
