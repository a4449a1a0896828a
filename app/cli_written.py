"""`trimtab report` and `trimtab export`: what is written beside the file, and one line that says so.

Must not know: Qt.
"""
from __future__ import annotations

import argparse
from pathlib import Path

from app.cli_open import opened, portfolio_of
from app.cli_out import free_place, named
from app.core.catalog import LEVELS
from app.core.counting import counted, listed
from app.core.own_workbook import LEFT_OUT, SHEETS
from app.core.portfolio import Portfolio
from app.core.settings import status_date
from app.errors import Problem
from app.session import SystemClock


def report(args: argparse.Namespace) -> None:
    from app.reports import render

    out = Path(args.out)
    if out.suffix.lower() != ".pdf":
        raise Problem(f"{out.name} does not end in .pdf.", "A report is a PDF; give it a name like report.pdf.")
    if not out.parent.is_dir():
        raise Problem(f"There is no folder {out.parent}.", "Make it first, or choose another name.")
    free_place(out, args.force)
    session = opened(args.file)
    try:
        p = portfolio_of(session, args)
        today = SystemClock().today()
        status = args.status or args.as_of or status_date(p, today)
        document = render(p, args.kind, status=status, as_of=args.as_of, file_name=named(args.file).name,
                          head=session.head(), vector=session.vector(), tx_count=session.tx_count(),
                          printed_on=today, person=args.person, run=args.run)
    finally:
        session.close()
    try:
        document.save(out)
    except OSError as wrong:
        raise Problem(f"{out} cannot be written ({wrong.strerror}).", "Choose another name or folder.") from wrong
    print(f"{out}: {args.kind} report, status date {status}.")


def export_file(args: argparse.Namespace) -> None:
    from app.reports.sheets.sheet import Told, export

    free_place(Path(args.out), args.force)
    session = opened(args.file)
    try:
        p = portfolio_of(session, args)
        today = SystemClock().today()
        status = args.status or args.as_of or status_date(p, today)
        told = Told(status, args.as_of, named(args.file).name, session.head(), session.tx_count(), today,
                    {} if args.as_of else session.vector(), {} if args.as_of else session.known())
        if args.owner or args.blank:
            from app.reports.sheets.collect import collect
            asked = collect(p, Path(args.out), told, args.owner)
            print(f"{args.out}: a form " + (f"with {asked} of {args.owner}" if args.owner else
                                            "for new measures") + f". `trimtab import {args.out} --into {args.file}` "
                  "takes it back.")
        else:
            export(p, Path(args.out), told)
            known = f", as known on {args.as_of}" if args.as_of else ""
            print(f"{args.out}: {_held(p, Path(args.out))}, status date {status}{known}.")
    finally:
        session.close()


def _held(p: Portfolio, out: Path) -> str:
    """What an export holds, in words."""
    if out.suffix.lower() == ".csv":
        return f"the amounts of {counted(len(p.of_kind('effect_line')), 'effect_line')}, a row an amount"
    kinds = [kind for kind in (*LEVELS, "effect_line", *SHEETS) if kind not in LEFT_OUT]
    return listed((kind, sum(not r.get("pass_through") for r in p.of_kind(kind))) for kind in kinds) or "nothing yet"
