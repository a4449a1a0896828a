"""The jobs without a window. Exit 0 done, 1 with one clear line on stderr for a user's problem, never a traceback;
2 for an import with --strict that is done though something of the file could not come in.

Must not know: Qt. It parses words, calls the session, the importers and the reports, and prints.
"""
from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from app.cli_open import opened, portfolio_of
from app.cli_out import portfolio_name
from app.core import values
from app.core.counting import counted
from app.core.settings import status_date
from app.errors import Cancelled, Problem
from app.session import create_file, open_session

if TYPE_CHECKING:
    from app.cli_import import Said
    from importers.child import Child

_RECORDS = """how a record is written as CODE:
  IC-121                  a node of the tree by its code, else by its name
  IC-121#1, IC-121#Rent   an effect line of a measure by its number or name
  "IC-121 / Pilot"        what hangs under a node, by its name: an activity, a risk
  activity:A-7, risk:R1   any other kind by its code or name, the kind in front: activity, risk, issue, assumption,
                          person, unit, note, decision ...
  setting:status_date     a setting of the file; its FIELD is “value”

`trimtab show FILE` lists the codes of the tree, `trimtab dump FILE` everything."""


class _Parser(argparse.ArgumentParser):
    """Usage errors are one line and exit code 1, like every other problem of a user."""

    def error(self, message: str) -> NoReturn:
        raise Problem(f"{message}.", f"See `{self.prog} --help`.")


def run(argv: Sequence[str], reader: Child | None = None) -> int:
    """Do one subcommand; the exit code. An import may find its child at work already."""
    try:
        args = _parser().parse_args(argv, argparse.Namespace(reader=reader))
        code: int | None = args.job(args)
    except Problem as wrong:
        print(f"trimtab: {' '.join(str(wrong).split())}", file=sys.stderr)
        return 1
    except Cancelled:
        print("trimtab: stopped; nothing was changed.", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("trimtab: stopped.", file=sys.stderr)
        return 1
    return code or 0


def _parser() -> argparse.ArgumentParser:
    root = _Parser(prog="trimtab", allow_abbrev=False,
                   description="Offline portfolio steering: one file holds tree, dates, monthly money and decisions. "
                               "Without a command the window opens.",
                   epilog="Exit code 0: done. 1: a problem, said in one line.")
    jobs = root.add_subparsers(metavar="COMMAND", required=True, parser_class=_Parser)

    def job(name: str, function: Any, help_: str, more: str = "") -> argparse.ArgumentParser:
        made = jobs.add_parser(name, help=help_, description=help_, epilog=more or None, allow_abbrev=False,
                               formatter_class=argparse.RawDescriptionHelpFormatter)
        made.set_defaults(job=function)
        return made

    new = job("new", _new, "Make a new, empty file.")
    new.add_argument("file", metavar="FILE")
    sample = job("sample", _sample, "Make a file that holds a sample portfolio.")
    sample.add_argument("file", metavar="FILE")
    sample.add_argument("--name", default="", help="which sample (default: the first)")

    one = job("set", _set, "Change one field or one month.", _RECORDS)
    one.add_argument("file", metavar="FILE")
    one.add_argument("code", metavar="CODE", help="which record, see below")
    one.add_argument("field", metavar="FIELD[@YYYY-MM]", help="its name in the window or in `show --json`; a month or "
                     "“undated” for amounts, as in plan@2026-05; “value” of a setting")
    one.add_argument("value", metavar="VALUE", help="as people write it; “” empties the field")
    one.add_argument("--by", metavar="PERSON", default="")
    one.add_argument("--told", metavar="DATE", type=_date)
    one.add_argument("--status", metavar="DATE", type=_date,
                     help="a moved finish moves the forecast after the actuals of this date (default: the "
                          "file's own status date, else today)")

    undo = job("undo", _undo, "Take the last change back, or bring it back with --redo.")
    undo.add_argument("file", metavar="FILE")
    undo.add_argument("--redo", action="store_true")
    undo.add_argument("--by", metavar="PERSON", default="")

    history = job("history", _history, "Who changed what, and when; newest last.")
    history.add_argument("file", metavar="FILE")
    history.add_argument("--json", action="store_true")
    history.add_argument("--imports", action="store_true", help="the imports alone, numbered, with what each brought")
    history.add_argument("--import", metavar="N", dest="run", default="", help="the whole report of one import")

    check = job("check", _check, "Does the file hold together: journal, tables, hashes.")
    check.add_argument("file", metavar="FILE")

    dump = job("dump", _dump, "The live state as canonical JSON.")
    dump.add_argument("file", metavar="FILE")
    dump.add_argument("--as-of", metavar="DATE", type=_date)
    dump.add_argument("--portable", action="store_true", help="keys instead of uids, positions instead of ranks")

    take = job("import", _import, "Take a workbook in as one step that one undo takes back.",
               "What could not come in is named, and counted in the last line.")
    take.add_argument("workbook", metavar="WORKBOOK", nargs="+",
                      help="a file; several, or a folder of them, come in one after the other by the same answers")
    take.add_argument("--into", metavar="FILE", required=True)
    take.add_argument("--dry-run", action="store_true", help="say what would happen, write nothing")
    take.add_argument("--json", action="store_true")
    take.add_argument("--strict", action="store_true", help="end with exit code 2 when something of the file could not "
                                                            "come in, for scripts")
    take.add_argument("--told", metavar="DATE", type=_date, help="when the content was known (default: today)")
    take.add_argument("--save-profile", metavar="P.toml", default="", help="keep what was settled as a profile "
                      "for next month's file, or for others")
    take.add_argument("--leaf", choices=("measure", "activity"), default="")
    take.add_argument("--profile", metavar="P", help="a TOML file with answers settled before; or tickets, spend, crm, "
                      "operations, service_desk: figures of another system; or none. Without, one kept for files of "
                      "these columns is used, and is said to")
    take.add_argument("--answer", metavar="KEY=VALUE", action="append", default=[],
                      help="settle a question otherwise, as it says itself; or unasked: column.HEADING=FIELD, "
                           "row.NUMBER=total, person.NAME=OTHER, colour.RRGGBB=red, header=4-5, currency=CHF, scale=k, "
                           "year=2026, ... (a wrong key or value names all there are). Those given to the last import "
                           "of a source hold for its next one")
    take.add_argument("--by", metavar="PERSON", default="")

    show = job("show", _show, "Counts, totals, and the tree with dates, lateness and figures.")
    show.add_argument("file", metavar="FILE")
    show.add_argument("--json", action="store_true")
    show.add_argument("--late", action="store_true", help="only the measures that are late, the latest first")
    report = job("report", _report, "Print a report as PDF.")
    report.add_argument("file", metavar="FILE")
    report.add_argument("--kind", default="steering", help="steering (default), owner: one page a person, or import: "
                                                           "what an import brought and what not")
    report.add_argument("--person", metavar="NAME", default="", help="whose owner pack (default: everybody's)")
    report.add_argument("--run", metavar="N", default="", help="which import, see `history --imports` (default: the "
                                                               "last)")
    report.add_argument("--out", metavar="X.pdf", required=True)
    take_out = job("export", _export, "Write tree and amounts as a workbook, or the amounts as CSV.")
    take_out.add_argument("file", metavar="FILE")
    take_out.add_argument("--out", metavar="X.xlsx|X.csv", required=True)
    form = take_out.add_mutually_exclusive_group()
    form.add_argument("--owner", metavar="NAME", default="", help="a form to fill in, with this person's measures "
                      "and activities only")
    form.add_argument("--blank", action="store_true", help="an empty form for new measures")
    for parser in (report, take_out):
        parser.add_argument("--force", action="store_true", help="write over a file that Trimtab did not write")
    for parser in (show, report, take_out):
        parser.add_argument("--as-of", metavar="DATE", type=_date, help="the file as it was known then")
        parser.add_argument("--status", metavar="DATE", type=_date, help="the date lateness and sums look at "
                            "(default: the file's own status date, else today)")
    return root


def _date(text: str) -> str:
    try:
        return values.parse_date(text)
    except Problem as wrong:
        raise argparse.ArgumentTypeError(str(wrong).rstrip(".")) from wrong


# ---------------------------------------------------------------- files


def _new(args: argparse.Namespace) -> None:
    path = portfolio_name(args.file)
    create_file(path)
    print(f"{path} is ready. `trimtab import WORKBOOK --into {path}` takes a tracker in.")


def _sample(args: argparse.Namespace) -> None:
    from app import samples

    key = args.name or samples.names()[0][0]
    if key not in [name for name, _, _ in samples.names()]:
        raise Problem(f"There is no sample “{key}”.", f"Samples: {', '.join(n for n, _, _ in samples.names())}.")
    path = portfolio_name(args.file)
    create_file(path)
    session = open_session(path)
    try:
        session.do("Make the sample", samples.changes(session.portfolio, key))
    except BaseException:
        session.close()
        path.unlink(missing_ok=True)
        raise
    session.close()


# ---------------------------------------------------------------- edits


def _set(args: argparse.Namespace) -> None:
    from app.cli_set import set_one

    session = opened(args.file, write=True, by=args.by)
    try:
        lines = set_one(session, args.code, args.field, args.value, told=args.told,
                        status=args.status or status_date(session.portfolio, session.clock.today()))
    finally:
        session.close()
    print(*lines, sep="\n")


def _undo(args: argparse.Namespace) -> None:
    from app import cli_text

    session = opened(args.file, write=True, by=args.by)
    try:
        outcome = session.redo() if args.redo else session.undo()
        values = cli_text.taken_back(session)
    finally:
        session.close()
    count = outcome.done + len(outcome.left)
    if outcome.left:
        stay = "stays as it is" if len(outcome.left) == 1 else "stay as they are"
        print(f"{outcome.label}: {len(outcome.left):,} of {counted(count, 'value')} {stay}.")
        print(*outcome.left, sep="\n")
    else:
        print(f"{outcome.label}: {counted(count, 'value')}.")
    print("".join(f"  {line}\n" for line in values), end="")


# ---------------------------------------------------------------- reading


def _history(args: argparse.Namespace) -> None:
    from app import cli_text

    session = opened(args.file)
    try:
        if args.imports or args.run:
            from app import cli_imports
            p = session.portfolio
            text = cli_imports.imports_json(p, args.run) if args.json else \
                cli_imports.one(p, args.run) if args.run else cli_imports.imports(p)
        else:
            text = cli_text.history_json(session) if args.json else cli_text.history(session)
        print(text, end="")
    finally:
        session.close()


def _check(args: argparse.Namespace) -> None:
    session = opened(args.file)
    try:
        found, count, head = session.check(), session.tx_count(), session.head()
    finally:
        session.close()
    if found:
        print(*found, sep="\n")
        raise Problem(f"{args.file}: {counted(len(found), 'thing does', 'things do')} not hold together: "
                      f"{found[0]}", "Open the newest backup, or ask for help with the list above.")
    print(f"{args.file}: all is well. {counted(count, 'transaction')}, head {head[:16]}.")


def _dump(args: argparse.Namespace) -> None:
    from app.core.dump import dump

    session = opened(args.file)
    try:
        p = portfolio_of(session, args)
        sys.stdout.write(dump(p, portable=args.portable))
    finally:
        session.close()


def _show(args: argparse.Namespace) -> None:
    from app import cli_show, cli_text

    session = opened(args.file)
    try:
        p = portfolio_of(session, args)
        found = cli_show.shown(p, args.status or args.as_of or status_date(p, session.clock.today()))
    finally:
        session.close()
    print(cli_text.json_text(found) if args.json else cli_show.text(found, args.late, args.as_of or ""), end="")


# ---------------------------------------------------------------- import and report


def _import(args: argparse.Namespace) -> int:
    from app import cli_many

    books, several = cli_many.workbooks(args.workbook)
    if several:
        if args.reader is not None:
            args.reader = args.reader.close()              # it looks at one file only
        opened(args.into).close()                          # no file to take them in is said once
        return cli_many.take_all(books, lambda book: _imported(args, book), args.json, args.dry_run,
                                 cli_many.folders_within(args.workbook))
    said = _imported(args, books[0])
    print(said.text, end="", flush=True)
    if said.why is not None:
        raise said.why
    return said.code


def _imported(args: argparse.Namespace, book: Path) -> Said:
    """One file, and what to say of it."""
    from app import cli_again, cli_changes, cli_import, cli_profile, cli_text
    from app.core.find import known_people
    from importers.base import Wishes
    from importers.child import FILE_READER, Child

    keep = cli_profile.place(args.save_profile)
    with args.reader or Child(*FILE_READER) as reader:     # it loads while the portfolio is opened
        profile = cli_profile.fitted(cli_profile.settled(args.profile or "", args.answer, args.leaf), book)
        session, asked = opened(args.into, write=not args.dry_run, by=args.by), reader
        try:
            p = session.portfolio
            wishes = Wishes(leaf=profile.leaf, answers=profile.answers, profile=profile.name, figures=profile.figures,
                            currency=str(p.setting("currency") or ""),
                            fiscal_start=int(p.setting("fiscal_start")), people=known_people(p),
                            known=cli_profile.known(args.profile or ""))
            asked, batch = cli_again.understood(reader, str(book), wishes, p, book.name)
            cli_import.check_sheets(args.answer, batch)
            batch, plan = cli_import.carried_out(session, batch, asked, args.told, args.dry_run)
            records = cli_changes.records(plan, p, new=args.dry_run)
        finally:
            session.close()
            if asked is not reader:
                asked.close()
    if keep is not None:
        cli_profile.keep(keep, profile, book, batch)
    text = cli_text.import_json(batch, plan, records) if args.json else \
        cli_import.text(batch, plan, args.dry_run, args.into, records, p)
    came, look = cli_import.in_few_words(plan, batch.currency or plan.currency)
    code = 2 if args.strict and cli_import.left_out(plan.issues) else 0
    return cli_import.Said(text, cli_import.found_nothing(batch), code, came, look)


def _report(args: argparse.Namespace) -> None:
    from app import cli_written

    cli_written.report(args)


def _export(args: argparse.Namespace) -> None:
    from app import cli_written

    cli_written.export_file(args)
