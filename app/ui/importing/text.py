"""The import's sentences: what was understood, what will change, what was done. Numbers in, words out; no widgets.

Must not know: how anything is shown.
"""
from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from app.core.batch import Batch, Printed, SheetReading
from app.core.catalog import EFFECT_TYPES, KINDS, SERIES, TYPE_NAMES
from app.core.counting import lowered
from app.ui.words import plural, tr

# What a person counts an import by, most telling first.
LEADING = ("measure", "activity", "risk", "issue", "assumption", "decision", "kpi", "effect_line", "dependency",
           "person", "unit", "package", "project", "program", "portfolio", "organization")
TOLD = ("measure", "activity", "risk", "issue", "assumption", "decision", "kpi")     # each is named by the headline
_CELL = re.compile(r"^[A-Z]{1,3}(\d+)$")
CERTAIN = 0.75


def kind_count(kind: str, count: int) -> str:
    """"1 measure", "212 measures", in the catalog's words."""
    found = KINDS[kind]
    return f"{count:,} {lowered(tr(found.label if count == 1 else found.plural))}"


def leading_kind(counts: Mapping[str, int]) -> str:
    """The kind a batch is about: measures where there are any, else activities, risks ..."""
    return next((kind for kind in LEADING if counts.get(kind)), "measure")


def understood(batch: Batch) -> dict[str, int]:
    """How many records of each kind the batch holds, pass-through nodes not counted."""
    counts: dict[str, int] = {}
    for item in batch.items:
        if not item.fields.get("pass_through"):
            counts[item.kind] = counts.get(item.kind, 0) + 1
    return counts


def joined(parts: Sequence[str]) -> str:
    """"a", "a and b", "a, b and c"."""
    if len(parts) < 2:
        return "".join(parts)
    return tr("{first} and {last}", first=", ".join(parts[:-1]), last=parts[-1])


def headline(batch: Batch, reading: SheetReading | None) -> str:
    """The message of step 2: what was understood, and what needs an eye."""
    counts = understood(batch)
    if not any(counts.values()):
        return tr("Nothing to import was found in {file}", file=f"“{batch.source}”")
    named = [kind for kind in TOLD if counts.get(kind)] or [leading_kind(counts)]
    what = joined([kind_count(kind, counts.get(kind, 0)) for kind in named])
    others = [s for s in batch.sheets if s.role == "data"]
    where = others[0].name if len(others) == 1 else (reading.name if len(others) == 0 and reading else "")
    text = (tr("{what} understood in “{sheet}”", what=what, sheet=where) if where
            else tr("{what} understood in {n} sheets", what=what, n=len(others)))
    needs = needs_eye(batch)
    return f"{text}; {joined(needs)}" if needs else text


def needs_eye(batch: Batch) -> list[str]:
    """What a person should look at before going on, in a few words each."""
    found = []
    wrong = len(wrong_totals(batch))
    errors = sum(1 for i in batch.issues if i.severity == "error")
    warnings = sum(1 for i in batch.issues if i.severity == "warning")
    questions = sum(1 for i in batch.issues if i.severity == "question")
    columns = [c for s in batch.sheets if s.role == "data" for c in s.columns]
    doubtful = sum(1 for c in columns if c.field and c.confidence < CERTAIN)
    if wrong:
        found.append(plural(wrong, "one printed total is wrong", "{n} printed totals are wrong"))
    if errors:
        found.append(plural(errors, "one thing could not be read", "{n} things could not be read"))
    if warnings - wrong > 0:
        found.append(plural(warnings - wrong, "one warning", "{n} warnings"))
    if questions:
        found.append(plural(questions, "one question is open", "{n} questions are open"))
    if doubtful:
        found.append(plural(doubtful, "one column needs your eye", "{n} columns need your eye"))
    return found


def sheet_line(reading: SheetReading) -> str:
    """The second line of a sheet in the list: its layout and rows, or why it was left out."""
    if reading.role == "data":
        layout = tr(reading.layout[:1].upper() + reading.layout[1:]) if reading.layout else tr("Table")
        layout = {"raid log": tr("RAID log"), "Trimtab workbook": "Trimtab"}.get(reading.layout, layout)
        return f"{layout}, {plural(reading.counts()['data'], '1 row', '{n} rows')}"
    if reading.role == "list" and reading.layout == "schedule":
        return tr("Its people")
    return {"ignored": tr("Not used"), "rollup": tr("Roll-up, checked only"), "list": tr("Drop-down values"),
            "instructions": tr("Instructions"), "dashboard": tr("Dashboard, no list")}.get(
                reading.role, tr("Not used"))


def together(new: Mapping[str, int], changed: Mapping[str, int]) -> dict[str, int]:
    """New and changed records by kind, added."""
    return {kind: new.get(kind, 0) + changed.get(kind, 0) for kind in {**new, **changed}}


def amount_to_import(new: Mapping[str, int], changed: Mapping[str, int]) -> str:
    """The button of the last step: what will be written, in numbers."""
    changing = together(new, changed)
    if not any(changing.values()):
        return tr("Nothing to import")
    kind = leading_kind(changing)
    return tr("Import {what}", what=kind_count(kind, changing[kind]))


def cells_not_understood(batch: Batch) -> list[str]:
    """Addresses of data cells whose content is not what was imported: left out, or read as empty. An issue of a kind
    is about something that did come in."""
    kinds = {s.name: s.row_kinds for s in batch.sheets}
    found: dict[str, None] = {}
    for issue in batch.issues:
        cell = _CELL.match(issue.cell.rsplit("!", 1)[-1])
        if not cell or issue.kind:
            continue
        if issue.severity != "question" and kinds.get(issue.sheet, {}).get(int(cell[1])) == "data":
            found[cell[0]] = None
    return list(found)


def done_message(new: Mapping[str, int], changed: Mapping[str, int], batch: Batch, shown: int = 6) -> str:
    """"Imported 3 new and 9 changed measures from X. 2 cells were not understood: F12, J24."."""
    kind = leading_kind(together(new, changed))
    fresh, other = new.get(kind, 0), changed.get(kind, 0)
    if fresh and other:
        what = tr("{new} new and {changed} changed {kinds}", new=f"{fresh:,}", changed=f"{other:,}",
                  kinds=kind_count(kind, other).split(" ", 1)[1])
    elif fresh or other:
        number, name = kind_count(kind, fresh or other).split(" ", 1)
        what = f"{number} {tr('new') if fresh else tr('changed')} {name}"
    else:
        return tr("Nothing in {source} had changed; nothing was written.", source=batch.source)
    text = tr("Imported {what} from {source}.", what=what, source=batch.source)
    cells = cells_not_understood(batch)
    if cells:
        text += " " + plural(len(cells), "1 cell was not understood: {cells}.",
                             "{n} cells were not understood: {cells}.", cells=listed(cells, shown))
    wrong = [t.at.rsplit("!", 1)[-1] for t in wrong_totals(batch)]
    if wrong:
        text += " " + plural(len(wrong), "1 printed total is wrong: {cells}.", "{n} printed totals are wrong: {cells}.",
                             cells=listed(wrong, shown))
    return text


def listed(cells: Sequence[str], shown: int) -> str:
    """The first addresses, and how many more there are."""
    rest = tr(" and {n} more", n=len(cells) - shown) if len(cells) > shown else ""
    return ", ".join(cells[:shown]) + rest


@dataclass(frozen=True, slots=True)
class MoneyRow:
    """One line of the money check: an effect type and what was imported by series; "" is empty, not 0."""

    label: str
    amounts: tuple[str, ...]


def type_word(effect_type: str) -> str:
    return tr(TYPE_NAMES.get(effect_type) or effect_type.replace("_", " "))


def money_rows(money: Mapping[str, str]) -> tuple[list[str], list[MoneyRow]]:
    """Sums by type and series as a table: the series that occur, and a row an effect type."""
    used = [s for s in SERIES if any(key.endswith(f".{s}") for key in money)]
    rows = []
    for effect_type in EFFECT_TYPES:
        amounts = tuple(grouped(money.get(f"{effect_type}.{s}", "")) for s in used)
        if any(amounts):
            rows.append(MoneyRow(type_word(effect_type), amounts))
    return used, rows


def grouped(decimal: str) -> str:
    """"1234567.50" -> "1,234,567.50"; whole amounts without decimals."""
    if not decimal:
        return ""
    value = Decimal(decimal)
    text = f"{value:,.0f}" if value == value.to_integral_value() else f"{value:,}"
    return text.replace("-", "\u2212")


def wrong_totals(batch: Batch) -> list[Printed]:
    """Printed totals that are not the sum of their rows."""
    return [t for t in batch.printed if not t.right]
