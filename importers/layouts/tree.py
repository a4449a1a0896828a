"""Layout: a tree list (WBS): leading blanks or the cell's indent say what hangs under what.

Must not know: other layouts. Leaves become measures when they carry money, stage, status, sponsor or controller; in
a pure schedule they become activities of their lowest summary, which is the measure.
"""
from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from app.core.batch import Batch, Item
from app.core.catalog import LEVELS
from importers.base import Book, Progress, Sheet, address
from importers.layouts.activities import ACTIVITY, activity_fields, leftover
from importers.layouts.build import Built, use_plan_dates
from importers.layouts.fields import Fields, read_fields
from importers.layouts.flat_list import batch_of, nothing
from importers.layouts.lines import effect_lines
from importers.layouts.links import dependencies, milestones, note_items
from importers.layouts.nodes import Nodes
from importers.meaning.context import Context
from importers.meaning.headers import Head
from importers.meaning.money import read_money
from importers.meaning.table import Table, read_table

NAME = "tree"
BLANKS_AN_INDENT = 3
_NODE = ("code", "name", "description", "owner", "sponsor", "controller", "unit", "function", "entity", "committee",
         "workstream", "status", "light", "progress", "priority")
_MEASURE = (*_NODE, "start", "finish", "stage")
_MEASURE_SIGNS = ("stage", "status", "light", "sponsor", "controller")


@dataclass(slots=True)
class Branch:
    """One row of the tree: its data row number, depth, and the branches under it."""

    row: int
    depth: int
    children: list[Branch] = field(default_factory=list)

    def height(self) -> int:
        return 1 + max(c.height() for c in self.children) if self.children else 0


class TreeList:
    """A list whose names are indented."""

    name = NAME

    def identify(self, book: Book, context: Context) -> float:
        sheet = book.sheets[0]
        head = context.head(sheet)
        if head is None or not (sheet.indents or _has_blanks(sheet, head)):
            return 0.0
        table = read_table(sheet, context)
        if table is None or table.find("name") is None:
            return 0.0
        depths = _depths(table)
        deeper = sum(d > min(depths) for d in depths) if depths else 0
        return 0.9 if len(depths) >= 3 and deeper >= 0.3 * len(depths) and len(set(depths)) > 1 else 0.0

    def extract(self, book: Book, context: Context, progress: Progress) -> Batch:
        table = read_table(book.sheets[0], context)
        if table is None or not table.data:
            return nothing(book, "no rows below the header")
        _tree_rows(table)
        return batch_of(book, table, _build(table), self.name)


def _has_blanks(sheet: Sheet, head: Head) -> bool:
    count = 0
    for row in sheet.rows[head.data:head.data + 300]:
        count += any(isinstance(v, str) and v[:2] == "  " and v.strip() for v in row[:6])
    return count >= 2


def _tree_rows(table: Table) -> None:
    """In a tree a heading or a placeholder name with rows under it is a summary, so every named row is data."""
    name = table.find("name")
    if name is None:
        return
    stage = table.find("stage")
    if stage is not None and stage.profile.empty > 0.5:
        stage.field, stage.kind = "custom", "text"         # "Phase" on the summary rows only: a number, no stage
    for row, kind in list(table.rows.kinds.items()):
        text = table.sheet.at(row, name.index)
        if kind in ("group", "placeholder") and isinstance(text, str) and text.strip():
            table.rows.kinds[row] = "data"
            table.rows.groups.pop(row, None)
    table.renew()


def _depths(table: Table) -> list[int]:
    """Blanks before the name plus the cell's indent, for every row that has a name."""
    name = table.find("name")
    if name is None:
        return []
    out = []
    for i, value in enumerate(table.columns[name.index]):
        row = table.head.data + i
        if isinstance(value, str) and value.strip():
            text = value.replace("\u00a0", " ").replace("\t", "   ")
            blanks = len(text) - len(text.lstrip(" "))
            out.append(blanks + BLANKS_AN_INDENT * table.sheet.indents.get((row, name.index), 0))
    return out


def _branches(table: Table) -> list[Branch]:
    name = table.find("name")
    roots: list[Branch] = []
    stack: list[Branch] = []
    for i, at in enumerate(table.data):
        value = table.columns[name.index][at] if name else None
        text = value.replace("\u00a0", " ").replace("\t", "   ") if isinstance(value, str) else ""
        depth = len(text) - len(text.lstrip(" "))
        depth += BLANKS_AN_INDENT * table.sheet.indents.get((table.head.data + at, name.index if name else 0), 0)
        branch = Branch(i, depth)
        while stack and stack[-1].depth >= depth:
            stack.pop()
        (stack[-1].children if stack else roots).append(branch)
        stack.append(branch)
    return roots


def _build(table: Table) -> Built:
    out = Built(money=read_money(table))
    table.renew()
    fields = read_fields(table)
    roots = _branches(table)
    leaf = table.context.answer("leaf", table.sheet.name) or table.context.wishes.leaf or _leaf(table, fields, roots)
    builder = _Builder(table, fields, leaf)
    if leaf == "measure":
        use_plan_dates(table, fields)
    for root in roots:
        builder.root(root)
    other = "measure" if leaf == "activity" else "activity"
    if not table.context.wishes.leaf and not table.context.answer("leaf", table.sheet.name):
        name = table.find("name")
        table.notes.add("question", address(table.head.last, name.index if name else 0),
                        f"The lowest rows became {'activities' if leaf == 'activity' else 'measures'}"
                        f"{' of the summary above them' if leaf == 'activity' else ''}.", f"leaf={other}")
    out.items = [*fields.people.values(), *fields.units.values(), *builder.nodes.items, *builder.items]
    keys = [builder.keys[i] for i in range(fields.count)]
    if leaf == "measure":
        leaves = [i for i in range(fields.count) if builder.kinds[i] == "measure"]
        out.items += milestones(table, fields, leaves, [keys[i] for i in leaves])
        _summaries_without_money(table, builder, roots)
        out.items += effect_lines(table, out.money, list(range(fields.count)), keys)
        measures = set(builder.measures)
        out.items = [i for i in out.items if i.kind != "effect_line" or i.parent in measures]
    out.items += _all_notes(table, fields, builder, keys)
    out.items += dependencies(table, range(fields.count), keys, leaf)
    out.measures = len(builder.measures)
    return out


def _leaf(table: Table, fields: Fields, roots: list[Branch]) -> str:
    """Measures when a leaf carries a sign of one, else activities."""
    leaves: list[int] = []

    def walk(branch: Branch) -> None:
        if branch.children:
            for child in branch.children:
                walk(child)
        else:
            leaves.append(branch.row)

    for root in roots:
        walk(root)
    if any(g.money for g in table.guesses):
        return "measure"
    signs = [fields.columns[n] for n in _MEASURE_SIGNS if n in fields.columns]
    return "measure" if any(column[i] is not None for column in signs for i in leaves) else "activity"


def _summaries_without_money(table: Table, builder: _Builder, roots: list[Branch]) -> None:
    """Figures of a summary row are sums of its leaves: a note, never a line of their own."""
    rows = [i for i in range(len(table.data)) if builder.kinds[i] != "measure"]
    cells = [table.place(i, g.index) for i in rows for g in table.guesses if g.money
             and table.columns[g.index][table.data[i]] is not None]
    table.notes.cells("note", cells, "{where}: figures of summary rows are taken as sums of the rows under them and "
                                     "not counted.")


def _all_notes(table: Table, fields: Fields, builder: _Builder, keys: list[str]) -> list[Item]:
    out = []
    for item in note_items(table, fields, list(range(fields.count)), [str(i) for i in range(fields.count)]):
        i = int(item.parent)
        item.key = keys[i] + item.key[len(item.parent):]
        item.parent, item.parent_kind = keys[i], builder.kinds[i]
        out.append(item)
    return out


class _Builder:
    """Walks the tree from the top, giving each row its kind by its height above the leaves."""

    def __init__(self, table: Table, fields: Fields, leaf: str) -> None:
        self.table, self.fields, self.leaf = table, fields, leaf
        self.nodes = Nodes(table.notes)
        self.items: list[Item] = []
        self.keys: dict[int, str] = {}
        self.kinds: dict[int, str] = {}
        self.measures: list[str] = []
        self._taken: set[tuple[str, str]] = set()
        self._column = next((g.index for g in table.guesses if g.field == "name"), 0)

    def root(self, branch: Branch) -> None:
        """A top row: missing levels above it are pass-through."""
        kinds = [*LEVELS, "activity"] if self.leaf == "activity" else list(LEVELS)
        top = len(kinds) - 1 - branch.height()
        if top < 0:
            self.table.notes.add("warning", self._at(branch.row).rpartition("!")[2],
                                 f"The tree has {-top} levels too many; the topmost were joined.")
            for child in branch.children:
                self._joined(branch, child)
            self.keys[branch.row], self.kinds[branch.row] = "", "organization"
            return
        if not branch.children and self.leaf == "activity":
            top = len(kinds) - 2                           # a lone row is a measure of its own
        parent, path = self.nodes.chain([("", "")] * min(top, 5), self._at(branch.row))
        self._place(branch, kinds, top, parent, path)

    def _joined(self, above: Branch, branch: Branch) -> None:
        name = self.fields.columns["name"]
        name[branch.row] = f"{name[above.row]} / {name[branch.row]}"
        self.root(branch)

    def _place(self, branch: Branch, kinds: list[str], level: int, parent: str, path: str) -> None:
        kind = kinds[level]
        key = self._key(branch.row, kind, path)
        self.keys[branch.row], self.kinds[branch.row] = key, kind
        self._item(branch.row, kind, key, parent, kinds[level - 1] if level else "")
        for child in branch.children:
            wanted = len(kinds) - 1 - child.height()
            if self.leaf == "activity" and not child.children and level < len(kinds) - 2:
                wanted = len(kinds) - 1
            below, at = key, self._at(child.row)
            for gap in range(level + 1, wanted):
                below = self._through(kinds[gap], below, kinds[gap - 1], branch.row, at)
            self._place(child, kinds, wanted, below, key)

    def _through(self, kind: str, parent: str, parent_kind: str, row: int, at: str) -> str:
        """A level this branch does not have: a pass-through node, or the summary's own measure."""
        key = f"~{parent}"
        if (kind, key) not in self._taken:
            self._taken.add((kind, key))
            names = self.fields.columns["name"]
            found: dict[str, Any] = {"name": names[row], "pass_through": True} if kind == "measure" else {
                "name": "", "pass_through": True}
            self.items.append(Item(kind, key, parent, parent_kind, found, at=at))
            if kind == "measure":
                self.measures.append(key)
        return key

    def _key(self, row: int, kind: str, path: str) -> str:
        codes, names = self.fields.columns.get("code"), self.fields.columns.get("name")
        code = codes[row] if codes else None
        base = code or f"{path}/{names[row] if names else row}".lstrip("/")
        key, n = base, 1
        while (kind, key) in self._taken:
            n += 1
            key = f"{base}#{n}"
        self._taken.add((kind, key))
        return key

    def _item(self, row: int, kind: str, key: str, parent: str, parent_kind: str) -> None:
        names = ACTIVITY if kind == "activity" else _MEASURE if kind == "measure" else _NODE
        found = self.fields.of(row, [n for n in names if n in self.fields.columns])
        found.setdefault("name", key)
        if kind == "activity":
            found = activity_fields(found, self.fields.columns.get("progress"), row)
        codes = self.fields.columns.get("code")
        custom = leftover(self.table, self.fields, row) if kind == "activity" else self.fields.custom_of(row)
        self.items.append(Item(kind, key, parent, parent_kind, found, {}, custom, self._at(row),
                               not (codes and codes[row])))
        if kind == "measure":
            self.measures.append(key)

    def _at(self, row: int) -> str:
        return f"{self.table.sheet.name}!{address(*self.table.place(row, self._column))}"
