"""Layout: a log of risks, issues, assumptions, decisions, ...: one entry a row, often several tables on one sheet.

Must not know: other layouts, and where entries hang (parents.py). A sheet gives one reading, whatever its tables.
"""
from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest

from app.core.batch import Batch, Column, SheetReading
from importers.base import Book, Progress, Sheet, Value, address, letter
from importers.layouts.logs.ends import end_log
from importers.layouts.logs.items import Log, log_items
from importers.layouts.tables import Block, cut
from importers.meaning.context import Context
from importers.meaning.errors import nameless, report_cells
from importers.meaning.evidence import is_code
from importers.meaning.headers import Head, cells_of, filled
from importers.meaning.log_columns import (
    MAIN,
    READ_AS,
    columns_answered,
    is_log_head,
    is_named_log_head,
    kind_headed,
    kind_named,
    kind_of_entry,
    known,
    log_columns,
    log_scores,
    signs,
)
from importers.meaning.notes import Notes
from importers.meaning.rows import classify
from importers.meaning.sheets.joins import join_parents
from importers.meaning.table import Table
from importers.meaning.words import fold, in_list, vocabulary

NAME = "raid log"
_GUIDED, _SENTENCE = 3, 4              # cells in a row of guidance, and words in each
_PREFILLED = 3                         # rows that are alike but for their number
_READ = ("data", "rejected")           # rows that may be entries
_ALONE = ("lesson", "decision", "change")   # a sheet called so is such a log; one of actions may list measures


class RiskLog:
    """One or more tables of risks, issues and their like."""

    name = NAME

    def identify(self, book: Book, context: Context) -> float:
        sheet = book.sheets[0]
        if sheet.hidden and kind_named(sheet.name) not in MAIN:
            return 0.0
        return 0.9 if any(kind for _, kind in _logs(sheet, context)) else 0.0

    def extract(self, book: Book, context: Context, progress: Progress) -> Batch:
        sheet = book.sheets[0]
        notes = Notes(sheet.name, context.scoped)
        logs = [read_log(block, kind, notes, context) for block, kind in _logs(sheet, context) if kind]
        items = [item for log in logs for item in log_items(log)]
        _report_rows(notes, logs)
        _report_tables(notes, [block for block, kind in _logs(sheet, context) if not kind])
        reading = _reading(sheet, logs)
        if not any(log.table.data for log in logs):
            notes.add("note", "", "The log has no entries yet.")
        return Batch(book.name, NAME, [reading], items, list(notes.issues), sha256=book.sha256)


def _logs(sheet: Sheet, context: Context) -> list[tuple[Block, str]]:
    """The tables of a sheet with the log each is ("" for one that is none)."""
    is_head = is_named_log_head if kind_named(sheet.name) in MAIN else is_log_head
    return context.once(("logs", context.scoped), sheet,
                        lambda: [(b, _kind(b, sheet, context)) for b in cut(sheet, is_head)])


def _kind(block: Block, sheet: Sheet, context: Context) -> str:
    """Which log a table is. A name alone is believed for risks, issues and assumptions; the others need a log
    beside them or an id that says so, for a list of actions may as well be one of measures."""
    bottoms = [b for b in block.head.bottoms if b]
    if _is_list_of_measures(block.head):
        return ""
    texts = [str(v) for r in block.titles for v in block.sheet.rows[r] if isinstance(v, str)]
    headed, named = kind_headed(bottoms), next((k for t in reversed(texts) if (k := kind_named(t))), "")
    named = named or kind_named(sheet.name)
    strong = signs([*bottoms, *_groups(block.head)])
    if _type_column(block):
        return "mixed"
    first_id = next((b for b in bottoms if log_scores(b) and log_scores(b)[0][0] == "code"), "")
    if headed in MAIN and (named == headed or strong >= 2 or kind_headed([first_id]) == headed):
        return headed
    if headed in MAIN and _belongs(block, headed, named):
        return headed
    own = any(kind_of_entry((fold(b).split() or [""])[0]) == named for b in bottoms)     # "Assumption description"
    if named in MAIN and (strong or own or known(bottoms) >= 4) and headed in ("", named):
        return named
    if headed and named == headed and headed != "action":
        return headed
    if named and named not in MAIN and (_beside_a_log(sheet, context) or (
            named in _ALONE and fold(sheet.name) in vocabulary().logs[named]["sheets"])):
        return named
    if strong >= 2 and named in MAIN:
        return named
    if strong >= 3 or (strong >= 2 and "score" in _columns(block.head)):
        return headed or named or "risk"
    return ""


def _belongs(block: Block, headed: str, named: str) -> bool:
    """"ID | Risk | Project | Owner": what the entry is called, and right of it what it belongs to, under nothing but
    headings of a log. "Measure" is that only over ids, else what is done about it; and a list of actions says so."""
    head = block.head
    texts = [(c, b) for c, b in enumerate(head.bottoms) if b]
    best = {c: log_scores(b)[0][0] for c, b in texts if log_scores(b)}
    name = next((c for c, field in best.items() if field == "name" and kind_headed([head.bottoms[c]]) == headed), -1)
    parent = next((c for c, field in best.items() if field == "parent" and c > name), -1)
    if name < 0 or parent < 0 or len(best) < len(texts) or "owner" not in best.values() or any(
            x.timed or x.series or x.type or x.cost for x in head.labels):
        return False
    said = [str(v).strip() for row in block.sheet.rows[head.data:block.last + 1]
            if parent < len(row) and filled(v := row[parent])]
    coded = bool(said) and 2 * sum(map(is_code, said)) > len(said)
    done = any(field == "response" for field, _ in log_scores(head.bottoms[parent]))
    return coded or (not done and (named in ("", headed) or fold(named) == "action"))


def _groups(head: Head) -> list[str]:
    """What stands over two columns or more, "Probability" over "low" and "high"."""
    over = [t[:-len(b)].strip() for t, b in zip(head.texts, head.bottoms, strict=True) if b and t.endswith(b)]
    return sorted({t for t in over if t and over.count(t) > 1})


def _columns(head: Head) -> set[str]:
    return {log_scores(b)[0][0] for b in head.bottoms if b and log_scores(b)}


def _is_list_of_measures(head: Head) -> bool:
    """Months, scenarios, stages or predecessors: a list of measures that has risks among its columns."""
    figures = sum(bool(x.timed or x.series or x.type) and not x.derived and not log_scores(b)
                  for x, b in zip(head.labels, head.bottoms, strict=False))
    fields = vocabulary().fields
    words = {"".join(b.casefold().split()) for b in head.bottoms if not kind_of_entry(b)}
    return figures >= 2 or bool(words & (set(fields["predecessors"]) | set(fields["progress"])))


def _beside_a_log(sheet: Sheet, context: Context) -> bool:
    return any(kind_named(s.name) in MAIN or "raid" in s.name.casefold() for s in context.book.sheets
               if s is not sheet)


def _type_column(block: Block) -> int | None:
    """The column that names the log of each entry, one more than its index."""
    for column, bottom in enumerate(block.head.bottoms):
        if not bottom or "type" not in dict(log_scores(bottom)):
            continue
        cells = [v for row in block.sheet.rows[block.head.data:] if column < len(row) and filled(v := row[column])]
        kinds = [kind_of_entry(v) if isinstance(v, str) else "" for v in cells]
        if cells and sum(map(bool, kinds)) >= 0.8 * len(cells) and (
                len(set(kinds)) > 1 or any(len(str(v)) > 1 for v in cells)):
            return column + 1
    return None


def read_log(block: Block, kind: str, notes: Notes, context: Context) -> Log:
    body = block.sheet.rows[block.head.data:]
    columns: list[Sequence[Value]] = list(zip_longest(*body, fillvalue=None))
    width = max(len(block.head.texts), len(columns))
    for part, empty in ((block.head.texts, ""), (block.head.bottoms, "")):
        part += [empty] * (width - len(part))
    block.head.units += [None] * (width - len(block.head.units))
    columns += [(None,) * len(body)] * (width - len(columns))
    guesses = log_columns(block.head, columns)
    typed = _type_column(block)
    if typed:
        for guess in guesses:
            if guess.index == typed - 1:
                guess.field = "type"
            elif guess.field == "type":
                guess.field = "custom"
    said = columns_answered(block.head, guesses, context.said("column.", block.sheet.name))
    if "parent" not in said:
        join_parents(block.sheet, block.head.data, [g for g in guesses if g.index not in said.values()], context)
    rows = classify(block.sheet, block.head, guesses, columns)
    rows.kinds = {r: k for r, k in rows.kinds.items() if r >= block.head.first}
    table = Table(block.sheet, block.head, guesses, columns, rows, notes, context)
    _settle_rows(table)
    report_cells(table)
    titles = [str(v).strip() for r in block.titles for v in block.sheet.rows[r] if isinstance(v, str)]
    read = [Column(letter(g.index), g.header, "" if g.field == "score" else g.field,
                   round(g.confidence, 2)) for g in guesses if g.header]
    return Log(table, kind, titles, read, dict.fromkeys(block.titles, "title"), typed - 1 if typed else -1,
               context.entries)


def _settle_rows(table: Table) -> None:
    """An entry says what it is about; a row with a number and nothing else is still to be written."""
    told = [g.index for g in table.guesses if g.field in ("name", "description", "event", "cause", "response")]
    _settle_guidance(table)
    end_log(table)
    for row, kind in list(table.rows.kinds.items()):
        if row < table.head.data or kind not in ("data", "rejected"):
            continue
        words = [v for c in told if isinstance(v := table.sheet.at(row, c), str) and v.strip()]
        if any(any(ch.isalnum() for ch in w) for w in words):
            table.rows.kinds[row] = "data"
        elif not any(isinstance(v, str) and len(v.strip()) > 3 and not in_list("placeholder", v)
                     for v in table.sheet.rows[row]):
            table.rows.kinds[row] = "placeholder"
    _settle_prefilled(table, told)
    _settle_lists(table)


def _settle_prefilled(table: Table, told: Sequence[int]) -> None:
    """Rows that say nothing of what they are about and are alike but for their number: a template filled them in."""
    code = next((g.index for g in table.guesses if g.field == "code"), None)
    alike: dict[tuple[Value, ...], list[int]] = {}
    for row, kind in table.rows.kinds.items():
        if row >= table.head.data and kind in _READ and not any(filled(table.sheet.at(row, c)) for c in told):
            cells = tuple(None if c == code else v for c, v in cells_of(table.sheet, row))
            alike.setdefault(cells, []).append(row)
    for rows in alike.values():
        if len(rows) >= _PREFILLED:
            table.rows.kinds.update(dict.fromkeys(rows, "placeholder"))


def _settle_guidance(table: Table) -> None:
    """Right below the headings, sentences without a name that tell whoever fills the log in what belongs there, even in
    columns of figures: no entry of it."""
    name = next((g.index for g in table.guesses if g.field == "name"), None)
    row = table.head.data
    cells = [v for _, v in cells_of(table.sheet, row)]
    kinds = table.rows.kinds
    if name is None or filled(table.sheet.at(row, name)) or len(cells) < _GUIDED or kinds.get(row) not in _READ:
        return
    rest = [r for r, kind in kinds.items() if kind in _READ and r > row]
    if all(isinstance(v, str) and len(v.split()) >= _SENTENCE for v in cells) and rest and all(
            filled(table.sheet.at(r, name)) for r in rest):
        kinds[row] = "guidance"
        table.notes.cells("note", [(row, 0)], "{where}: guidance below the headings, no entry of the log; left out.")


def _settle_lists(table: Table) -> None:
    """Rows after a gap that all lack the id the entries above have, and say neither who nor when: choices to pick
    from, or a closing mark, not entries."""
    code = next((g.index for g in table.guesses if g.field == "code"), None)
    kinds, sheet = table.rows.kinds, table.sheet
    body = [r for r in sorted(kinds) if r >= table.head.data]
    coded = [r for r in body if code is not None and filled(sheet.at(r, code)) and kinds[r] != "header"]
    telling = [g.index for g in table.guesses if g.field in ("owner", "status", *READ_AS)]
    region: list[int] = []
    beside: list[int] = []
    for row in [*body, len(sheet.rows)]:
        if kinds.get(row, "blank") != "blank":
            region.append(row)
            continue
        said = any(filled(sheet.at(r, c)) for r in region for c in telling)
        if region and coded and coded[0] < region[0] and not said and not any(r in coded for r in region) and \
                len(region) >= 3:
            beside += region
        region = []
    for row in body:
        texts = {v for v in sheet.rows[row] if filled(v)} if kinds[row] == "data" else set()
        if len(texts) == 1 and sum(map(filled, sheet.rows[row])) >= 3:
            kinds[row] = "footnote"                        # one word in every cell closes the sheet
    kinds.update(dict.fromkeys(beside, "footnote"))
    table.notes.cells("note", [(r, 0) for r in beside], "{where}: rows below the log without ids, owners and dates; "
                                                        "taken for a list of choices, not for entries.")
    table.renew()


def _report_rows(notes: Notes, logs: list[Log]) -> None:
    """Rows of all tables that did not come in, one sentence for each reason."""
    found: dict[str, list[tuple[int, int]]] = {}
    for log in logs:
        for row, kind in log.table.rows.kinds.items():
            if kind == "footnote" and len(cells_of(log.table.sheet, row)) < 2:
                continue
            if kind != "rejected" or nameless(log.table, row):
                found.setdefault(kind, []).append((row, 0))
    notes.cells("error", found.get("rejected", []), "{where}: the row has values but says nothing of what it is about; "
                                                    "it could not come in.")
    notes.cells("note", found.get("footnote", []), "{where}: words below the log, no entries of it; left out.")
    notes.cells("note", found.get("example", []), "{where}: an example, left out.")
    notes.cells("note", found.get("placeholder", []), "{where}: a row still to be filled in, left out.")


def _report_tables(notes: Notes, others: Sequence[Block]) -> None:
    """Other tables of the sheet, which are no logs."""
    for block in others:
        rows = [r for r in range(block.head.data, block.last + 1) if len(cells_of(block.sheet, r)) > 1]
        if rows:
            notes.add("warning", address(block.head.last, 0), f"The table below row {block.head.last + 1} is no log; "
                      f"its rows {rows[0] + 1} to {rows[-1] + 1} were not read.", "", len(rows))


def _reading(sheet: Sheet, logs: list[Log]) -> SheetReading:
    """One reading for all tables of the sheet: the columns are those of the first."""
    kinds = {n: "guidance" if any(filled(v) for v in row) else "blank" for n, row in enumerate(sheet.rows, 1)}
    for log in logs:
        kinds |= {r + 1: k for r, k in log.titles_rows.items() if kinds.get(r + 1) != "data"}
        kinds |= {r + 1: k for r, k in log.table.rows.kinds.items() if kinds.get(r + 1) in ("guidance", "blank", None)}
    first = max(logs, key=lambda log: len(log.table.data)).table
    count = sum(len(log.table.data) for log in logs)
    tables = f"{len(logs)} tables" if len(logs) > 1 else f"a table with its header in row {first.head.last + 1}"
    why = f"A log: {tables}, {count} {'entry' if count == 1 else 'entries'}."
    head = logs[0].table.head
    return SheetReading(sheet.name, "data", NAME, head.last + 1, logs[0].columns, kinds, sheet.hidden, why)


