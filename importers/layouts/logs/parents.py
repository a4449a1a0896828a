"""Hangs the entries of logs on what they say they belong to: by id, then by name, else together above all of it.

Must not know: columns and sheets; it sees the merged batch of a whole file.
"""
from __future__ import annotations

from dataclasses import dataclass

from app.core.batch import Batch, Issue, Item
from app.core.catalog import LEVELS
from app.core.counting import agreeing
from importers.items.nodes import NO_NAME, Nodes, heading
from importers.layouts.titles import nameless_project
from importers.meaning.notes import Notes
from importers.meaning.words import fold

SOUGHT = "?"                              # an item's parent_kind as long as its parent is a word of the source
OWNED = "?!"                              # ... which is made where the file lists no measures
WHOLE = "?+"                              # ... which is made in any case: figures of a return as a whole


@dataclass(frozen=True, slots=True)
class _Named:
    """The nodes of a batch by id and by name."""

    codes: dict[str, list[Item]]
    names: dict[str, list[Item]]

    def find(self, text: str) -> Item | None:
        """One node: by id, by name, or by the id before the name ("P-01 Werk Nord"); None when none or several."""
        code, name = heading(text)
        for word, table in ((text, self.codes), (code, self.codes), (text, self.names), (name, self.names)):
            hits = table.get(fold(word), []) if word else []
            exact = [h for h in hits if h.key == word] or hits
            if len(exact) == 1:
                return exact[0]
            deepest = [h for h in hits if h.kind == "measure"]
            if len(deepest) == 1:
                return deepest[0]
        return None


def hang(batch: Batch) -> None:
    """Every entry that seeks its parent gets one; parents the file does not hold become stand-ins."""
    _hang_on_measures(batch)
    seekers = [i for i in batch.items if i.parent_kind == SOUGHT]
    if not seekers:
        return
    nodes = [i for i in batch.items if i.kind in LEVELS and not i.fields.get("pass_through")]
    named = _named(nodes)
    stand_ins = Nodes(Notes(""))
    file = batch.source.rsplit(".", 1)[0]
    alone: list[Item] = []
    for item in seekers:
        text = item.parent
        found = named.find(text) if text else None
        if found is not None:
            item.parent, item.parent_kind = found.key, found.kind
        elif text:
            item.parent, item.parent_kind = _stand_in(stand_ins, text, item.at), "project"
        else:
            alone.append(item)
    if alone:
        top = _common(nodes, batch.items) if nodes else None
        if top is None and not nodes:
            own = [i for i in stand_ins.items if i.kind == "project"]
            top = own[0] if len(own) == 1 else None
        if top is None and (top := nameless_project(batch)) is not None:
            top.fields = {"name": file}                    # the project of the measures, and no second one beside it
            top.stand_in = top.weak = True
        key, kind = (top.key, top.kind) if top is not None else (
            stand_ins.chain((NO_NAME, NO_NAME, NO_NAME, ("", file)), alone[0].at)[0], "project")
        for item in alone:
            item.parent, item.parent_kind = key, kind
        sheet, _, cell = alone[0].at.rpartition("!")
        here = [i.at.rpartition("!")[2] for i in alone if i.at.rpartition("!")[0] == sheet]
        cell = cell if len(here) == 1 else f"{cell}:{here[-1]}"      # no single cell is in doubt
        name = top.fields.get("name", key) if top is not None else file
        said = agreeing(len(alone), f"{len(alone)} of the entries {{does/do}} not say what {{it/they}} "
                        f"{{belongs/belong}} to and {{hangs/hang}} on {kind}")
        batch.issues.append(Issue("note", sheet, cell, f"{said} “{name}”."))
    have = {(i.kind, i.key) for i in batch.items}
    fresh = [i for i in stand_ins.items if (i.kind, i.key) not in have]
    for item in fresh:
        item.stand_in, item.weak = True, item.fields.get("name") == file
    batch.items[:0] = fresh


def _hang_on_measures(batch: Batch) -> None:
    """Activities and effect lines hang on measures only; one whose measure is not in the file cannot come in, and is
    said."""
    seekers = [i for i in batch.items if i.parent_kind in (SOUGHT, OWNED, WHOLE)
               and i.kind in ("activity", "effect_line")]
    named = _named([i for i in batch.items if i.kind == "measure"]) if seekers else _Named({}, {})
    lost: list[Item] = []
    owned: list[Item] = []
    for item in seekers:
        found = named.find(item.parent) if item.parent else None
        if found is None and item.parent and (item.parent_kind == WHOLE or (
                item.parent_kind == OWNED and not named.names)):
            owned.append(item)
        elif found is None:
            lost.append(item)
        else:
            item.parent, item.parent_kind = found.key, found.kind
    _make_owners(batch, owned)
    for item in lost:
        sheet, _, cell = item.at.rpartition("!")
        batch.issues.append(Issue("error", sheet, cell, f"“{item.parent}” is no measure of this file; the row could "
                                                        "not come in."))
    gone = {id(i) for i in lost}
    keys = {i.key for i in lost if i.kind == "activity"}
    if gone:
        batch.items = [i for i in batch.items if id(i) not in gone
                       and not (i.parent_kind == "activity" and i.parent in keys)]


def _make_owners(batch: Batch, lines: list[Item]) -> None:
    """A project of which a return says no more than its figures is a measure all the same."""
    if not lines:
        return
    nodes, made = Nodes(Notes("")), dict[str, Item]()
    for line in lines:
        name = " ".join(line.parent.split())
        if fold(name) not in made:
            package, _ = nodes.package((NO_NAME,) * 5, line.at)
            made[fold(name)] = Item("measure", name, package, "package", {"name": name}, at=line.at, weak=True)
            sheet, _, cell = line.at.rpartition("!")
            batch.issues.append(Issue("note", sheet, cell, f"No list says more of “{name}”; its figures made it a "
                                                           "measure."))
        line.parent, line.parent_kind = made[fold(name)].key, "measure"
    have = {(i.kind, i.key) for i in batch.items}
    batch.items[:0] = [i for i in (*nodes.items, *made.values()) if (i.kind, i.key) not in have]


def _named(nodes: list[Item]) -> _Named:
    out = _Named({}, {})
    for node in nodes:
        for table, word in ((out.codes, node.fields.get("code")), (out.names, node.fields.get("name"))):
            if word:
                table.setdefault(fold(str(word)), []).append(node)
    return out


def _stand_in(nodes: Nodes, text: str, at: str) -> str:
    code, name = heading(" ".join(text.split()))
    return nodes.chain((NO_NAME, NO_NAME, NO_NAME, (code, name)), at)[0]


def _common(nodes: list[Item], items: list[Item]) -> Item | None:
    """The lowest named node above all named ones."""
    known = {(i.kind, i.key): i for i in items if i.kind in LEVELS}
    shared: list[Item] | None = None
    for node in nodes:
        path: list[Item] = []
        at: Item | None = node
        while at is not None:
            path.insert(0, at)
            at = known.get((at.parent_kind, at.parent)) if at.parent else None
        shared = path if shared is None else [a for a, b in zip(shared, path, strict=False) if a is b]
    named = [n for n in shared or [] if not n.fields.get("pass_through") and n.kind != "measure"]
    return named[-1] if named else shared[-1] if shared and len(nodes) == 1 else None
