"""`trimtab import`: what is asked before, and what is said after in words.

What gave something stands first, then what could not be read, then what is to be looked at, worst first.
Must not know: Qt, how a file is read.
"""
from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.cli_changes import changed_lines, new_lines
from app.cli_text import grouped
from app.core.batch import AS_OF, STAYS, Batch, Issue, SheetReading
from app.core.catalog import ORDER
from app.core.counting import counted, listed
from app.core.intake.plan import COUNTED, ImportPlan
from app.core.portfolio import Portfolio
from app.errors import Problem
from importers.meaning.settled import ANYTHING

if TYPE_CHECKING:
    from app.session import Session
    from importers.child import Child

_SEVERITIES = ("error", "question", "warning", "note")
_MOST_PLACES = 3
_SUFFIXES = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".csv", ".tsv", ".xml", ".gan", ".html", ".htm")


@dataclass(frozen=True)
class Said:
    """What is said of one import: in full; why nothing came in; its exit code; in a few words what came, and what needs
    somebody's eye."""
    text: str
    why: Problem | None = None
    code: int = 0
    came: tuple[str, ...] = ()
    to_look_at: tuple[str, ...] = ()


def workbook(text: str) -> Path:
    """The file to take in. Raises Problem for none."""
    path = Path(text)
    if not path.is_file():
        raise Problem(f"There is no file {text}.", "Check the name of the workbook.")
    return path


def importable(folder: Path) -> list[Path]:
    """The files of a folder that can be imported, by name; not what a program keeps beside an open one."""
    return sorted(p for p in folder.iterdir() if p.is_file() and p.suffix.lower() in _SUFFIXES
                  and p.name[0] not in ".~")


def check_sheets(answers: Iterable[str], batch: Batch) -> None:
    """An answer for a sheet that the file does not have would be carried out nowhere. Raises Problem."""
    names = [s.name for s in batch.sheets]
    for answer in answers:
        key, _, _ = answer.partition("=")
        word, at, sheet = key.rpartition("@")
        if at and sheet not in names and not word.startswith(ANYTHING):
            raise Problem(f"The answer “{answer}” is for the sheet “{sheet}”, which {batch.source} does not have.",
                          f"Its sheets are: {', '.join(names)}.")


def carried_out(session: Session, batch: Batch, reader: Child, told: str | None, dry_run: bool) -> \
        tuple[Batch, ImportPlan]:
    """The import, or what it would do, and the batch that its reader is sure of."""
    heard: list[Batch] = []

    def hear(one: Batch) -> Batch:
        if told is not None:                               # nobody need be asked for the day that was said
            one.issues = [i for i in one.issues if i.kind != AS_OF]
        heard.append(one)
        return one

    def sure() -> Batch | None:
        better: Batch | None = reader.sure()
        return None if better is None else hear(better)

    hear(batch)
    if dry_run:
        sure()
        return heard[-1], session.plan_import(heard[-1])
    plan = session.import_batch(batch, told, sure)
    return heard[-1], plan


def found_nothing(batch: Batch) -> Problem | None:
    """What to say where no sheet held anything to import; None where one did."""
    if any(s.role == "data" for s in batch.sheets) or batch.items:
        return None
    return Problem(f"Nothing was imported: {batch.source} holds no list that could be read.",
                   "If there is one, name the row of its head: --answer header=4.")


def in_few_words(plan: ImportPlan, currency: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What came in and what it is worth, and what is to be looked at; each as short phrases."""
    came = [f"{word} {_in_order(table)}" for word, table in (("new", plan.created), ("changed", plan.changed)) if table]
    came += [f"{_series(key).lower()} {grouped(sum_)} {currency}" for key, sum_ in plan.money.items() if plan.changes]
    left = left_out(plan.issues)
    by_severity = Counter(i.severity for i in plan.issues)
    look = [counted(by_severity[word], word) for word in ("question", "warning") if by_severity[word]]
    return tuple(came), tuple([left, *look] if left else look)


def text(batch: Batch, plan: ImportPlan, dry_run: bool, into: str, records: list[dict[str, Any]], p: Portfolio) -> str:
    """What came in, in words, the issues by address behind it, and how it ended. `records` as cli_changes has them,
    `p` with what came in."""
    lines = [f"{batch.source}: nothing was written (dry run)." if dry_run else f"{batch.source}:"]
    read = [s for s in batch.sheets if s.role == "data"]
    for sheet in read:
        lines.append(f"  {sheet.name}: {sheet.layout or 'list'}, {counted(sheet.counts()['data'], 'row')}")
    for word, table in (("New", plan.created), ("Changed", plan.changed), ("Unchanged", plan.unchanged)):
        if table:
            lines.append(f"  {word}: {_in_order(table)}")
        if word == "New":
            lines += new_lines(records)
        elif word == "Changed":
            lines += changed_lines(plan, p, batch.sheets)
    lines += [f"  {_series(key)}: {grouped(sum_)} {batch.currency or plan.currency}"
              for key, sum_ in plan.money.items()]
    lost = [i for i in plan.issues if i.severity == "warning" and _about_sheet(i, batch.sheets)]
    quiet = [i for i in plan.issues if i.severity == "note" and _about_sheet(i, batch.sheets)]
    if lost:
        lines += ["Not read, though there may be something in it:",
                  *(f"  {i.sheet}: {i.message}" for i in lost)]
    if quiet:
        by_why: dict[str, list[str]] = {}
        for i in quiet:
            by_why.setdefault(i.message.rstrip("."), []).append(i.sheet)
        lines += ["Left out:", *(f"  {', '.join(names)}: {why}." for why, names in by_why.items())]
    told = [i for i in plan.issues if i not in lost and i not in quiet]
    for severity in _SEVERITIES:
        lines += [_issue(i) for i in told if i.severity == severity]
    end = [] if found_nothing(batch) else _end(plan, dry_run, into)
    return "\n".join([*lines, *end]) + "\n"


def _about_sheet(issue: Issue, sheets: Iterable[SheetReading]) -> bool:
    """Does it only say why a whole sheet was not read?"""
    return not issue.cell and not issue.answer and any(
        s.name == issue.sheet and s.role != "data" and s.why and issue.message.startswith(s.why.rstrip("."))
        for s in sheets)


def _issue(issue: Issue) -> str:
    return (f"  {issue.severity}{' ' if issue.where else ''}{issue.where}: {issue.message}"
            + (f" [otherwise: --answer {_quoted(issue.answer)}]" if issue.answer else ""))


def _quoted(answer: str) -> str:
    return f'"{answer}"' if " " in answer else answer


def _series(key: str) -> str:
    kind, _, series = key.partition(".")
    return f"{kind.replace('_', ' ').capitalize()}, {series}"


def _in_order(table: Mapping[str, int]) -> str:
    return listed((kind, table.get(kind, 0)) for kind in sorted(COUNTED, key=ORDER.__getitem__))


def left_out(issues: Iterable[Issue]) -> str:
    """How many cells and rows could not come in, and where; "" when all did."""
    errors = [i for i in issues if i.severity == "error"]
    if not errors:
        return ""
    places = [i.where for i in errors if i.where]
    more = ", ..." if len(places) > _MOST_PLACES else ""
    at = f" (first at {', '.join(places[:_MOST_PLACES])}{more})" if places else ""
    return f"{counted(sum(i.places for i in errors), 'cell or row', 'cells or rows')} could not come in{at}"


def _end(plan: ImportPlan, dry_run: bool, into: str) -> list[str]:
    questions = sum(i.severity == "question" for i in plan.issues)
    asked = [f"{counted(questions, 'question')} above: what was assumed, and the answer that says otherwise. "
             "Undo first, then import again with it."] if questions and not dry_run and plan.changes else []
    left = left_out(plan.issues)
    if dry_run:
        return [*asked, f"{left}: the errors above say why."] if left else asked
    but = f", but {left}; the errors above say why." if left else "."
    if not plan.changes:
        if any(row.action == "kept" for row in plan.rows_of_old()) or any(i.kind == STAYS for i in plan.issues):
            return [f"Nothing changed: what was changed here stays, as the notes above say{but}"]
        if left and not plan.unchanged:
            return [f"Nothing came in: {left}; the errors above say why."]
        return [("Nothing changed: what the file says is here already" if plan.unchanged else
                 "Nothing came in: the lists hold no entries yet") + but]
    what = "the rest" if left else "it"
    return [*asked, f"Its report stays in the file: `trimtab report {into} --kind import --out import.pdf` prints it.",
            f"Done{but} `trimtab show {into}` shows {what}, `trimtab undo {into}` takes all of it back."]
