"""Empty stand-ins that an earlier log made give way when a later import brings what is called so.

What a log named hangs on the real node from then on, and the stand-in is deleted; both is noted with the run, so that
the next edition of the log finds the real node by the key of its stand-in. A stand-in that a person worked on, and a
name that several have, are said and left alone. Must not know: how items are matched and compared (plan.py).
"""
from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from app.core.batch import Issue, Item
from app.core.catalog import KINDS, LEVELS
from app.core.change import Change, Creation, Work
from app.core.counting import counted, lowered
from app.core.edits import delete
from app.core.find import fold
from app.core.intake.base import Written, remember
from app.core.intake.cells import changes_of
from app.core.intake.fresh import Group
from app.core.intake.match import Matcher
from app.core.intake.words import ImportRow
from app.core.portfolio import Portfolio, Record

_ENTRIES = ("risk", "issue", "assumption", "note")    # of a log; decisions are never changed
_OWN = frozenset(("name", "code", "parent", "rank"))


@dataclass(frozen=True, slots=True)
class Past:
    """What earlier imports noted: stand-ins that may give way, what became of those that did, and the entries that
    were hung elsewhere with them, by the source that brought about that."""

    waiting: frozenset[str] = frozenset()
    became: Mapping[str, str] = field(default_factory=dict)
    moved: Mapping[str, frozenset[str]] = field(default_factory=dict)


@dataclass(slots=True)
class Takeover:
    """What an import does about stand-ins."""

    changes: list[Change] = field(default_factory=list)
    rows: list[ImportRow] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
    noted: dict[str, Any] = field(default_factory=dict)


class _Node(NamedTuple):
    """What a file lists, and the record it is or becomes."""

    uid: str
    kind: str
    code: str
    name: str
    at: str


def past(p: Portfolio) -> Past:
    """What the runs of this file noted."""
    waiting, became, moved = set[str](), dict[str, str](), dict[str, frozenset[str]]()
    for run in sorted(p.of_kind("import_run"), key=lambda r: r.rank):
        noted = (run.get("report") or {}).get("stand_ins")
        if noted:
            waiting |= set(noted.get("made", ()))
            became |= noted.get("became", {})
            waiting -= {*noted.get("listed", ()), *became}
            moved[run.parent] = moved.get(run.parent, frozenset()) | set(noted.get("moved", ()))
    return Past(frozenset(uid for uid in waiting if p.live(uid)), became, moved)


def take_over(p: Portfolio, known: Past, journal: Written, match: Matcher, dead: set[str], work: Sequence[Work],
              items: Mapping[str, Sequence[Item]], fresh: Mapping[str, Group], rank: Callable[[str, str], str]) -> \
        Takeover:
    """What becomes of the stand-ins of earlier imports, and which ones this one makes itself. `work` is what the
    import does so far."""
    out = Takeover()
    new = {c.uid for c in work if isinstance(c, Creation)}
    made = [uid for i in items.get("project", ()) if i.stand_in and not i.weak and not i.fields.get("pass_through")
            and (uid := match.uids[i.kind, i.key]) in new]
    listed = _nodes(items, fresh, match) if known.waiting else ()
    own = {n.uid: n for n in listed if n.uid not in dead}
    became, moved = dict[str, str](), list[str]()
    waiting = sorted(known.waiting - match.taken, key=lambda uid: (p[uid].code or p[uid].name, uid))
    called = _called(p, own, known.waiting - own.keys()) if waiting else ({}, {})
    for uid in waiting:
        stand_in = p.records[uid]
        hits = called[0].get(fold(stand_in.code), []) or called[1].get(fold(stand_in.name), [])
        node = own.get(hits[0]) if len(hits) == 1 else None
        if node is None:
            brought = [own[h] for h in hits if h in own and h not in p.records]
            if brought:
                out.issues.append(_twins(stand_in, brought[0], "several records are called so"))
            continue
        entries = _entries(p, journal, match, stand_in, node, work)
        if entries is None:
            if node.uid not in p.records:
                out.issues.append(_twins(stand_in, node, "it has been worked on since"))
            continue
        before, after = f"{_name(stand_in.code, stand_in.name)} (made for a log)", _name(node.code, node.name)
        for entry in entries:
            out.changes += changes_of(p, entry, {"parent": node.uid}, rank)
            out.rows.append(ImportRow("changed", entry.kind, entry.uid, entry.code, entry.name, node.at,
                                      (("parent", before, after),)))
        out.changes += delete(p, [uid])
        out.issues.append(_issue("note", node, f"{_name(stand_in.code, stand_in.name)} stood in for this "
                                 f"{lowered(KINDS[node.kind].label)} since a log named it; {_now(entries)} here and "
                                 "the empty project is gone."))
        became[uid] = node.uid
        moved += [entry.uid for entry in entries]
    again = sorted(known.waiting & own.keys())
    told = {"made": made, "listed": again, "became": became, "moved": moved}
    out.noted = {name: value for name, value in told.items() if value}
    return out


def _nodes(items: Mapping[str, Sequence[Item]], fresh: Mapping[str, Group], match: Matcher) -> Iterator[_Node]:
    """What the file lists itself, of all levels."""
    for level in LEVELS:
        for i in items.get(level, ()):
            if not (i.stand_in or i.fields.get("pass_through")):
                yield _Node(match.uids[level, i.key], level, str(i.fields.get("code") or ""),
                            str(i.fields.get("name") or ""), i.at)
        if level in fresh:
            group = fresh[level]
            columns = [group.column(name) for name in ("code", "name", "pass_through")]
            for key, at, code, name, filler in zip(group.keys, group.ats(), *columns, strict=True):
                if not filler:
                    yield _Node(match.uids[level, key], level, str(code or ""), str(name or ""), at)


def _called(p: Portfolio, own: Mapping[str, _Node], without: frozenset[str]) -> \
        tuple[dict[str, list[str]], dict[str, list[str]]]:
    """All nodes there will be by code and by name, stand-ins left out."""
    known = {r.uid: (r.code, r.name) for level in LEVELS for r in p.of_kind(level)
             if r.uid not in without and not r.get("pass_through")}
    for node in own.values():
        code, name = known.get(node.uid, ("", ""))
        known[node.uid] = (node.code or code, node.name or name)
    codes, names = dict[str, list[str]](), dict[str, list[str]]()
    for uid, words in known.items():
        for table, word in zip((codes, names), words, strict=True):
            if word:
                table.setdefault(fold(word), []).append(uid)
    return codes, names


def _entries(p: Portfolio, journal: Written, match: Matcher, stand_in: Record, node: _Node, work: Sequence[Work]) -> \
        list[Record] | None:
    """What a log hung on a stand-in and is to hang on the node; None when more than that is on it, or of it."""
    said: dict[str, Any] = {}
    for _, origin, changes in reversed(journal.written(stand_in.uid)):
        if origin == "import":
            for change in changes:
                remember(said, change, stand_in.kind)
    if set(stand_in.fields) - _OWN or any(
            stand_in.fields.get(name) != said.get(name) for name in ("code", "name", "parent")):
        return None
    if any(r.get("scope") == stand_in.uid for r in p.of_kind("setting")):
        return None
    elsewhere = {c.uid for c in work if isinstance(c, Change) and c.field == "parent+rank"}
    below = [r for r in p.children(stand_in.uid) if r.uid not in elsewhere]
    if any(isinstance(c, Creation) and c.parent == stand_in.uid for c in work):
        return None
    fits = all(r.kind in _ENTRIES and node.kind in KINDS[r.kind].parents and r.uid not in match.taken for r in below)
    return below if fits else None


def _now(entries: Sequence[Record]) -> str:
    kinds = {kind: sum(e.kind == kind for e in entries) for kind in _ENTRIES}
    found = [counted(n, kind) for kind, n in kinds.items() if n]
    return f"{' and '.join(found)} {'hangs' if len(entries) == 1 else 'hang'}" if found else "nothing hangs"


def _name(code: str, name: str) -> str:
    return f"{code} “{name}”" if code and name and code != name else f"“{code or name}”"


def _twins(stand_in: Record, node: _Node, why: str) -> Issue:
    return _issue("warning", node, f"{_name(node.code, node.name)} is now here beside the project "
                  f"{_name(stand_in.code, stand_in.name)} that was made for a log, for {why}. Move what hangs on that "
                  "project to where it belongs, then delete it.")


def _issue(severity: str, node: _Node, message: str) -> Issue:
    sheet, _, cell = node.at.rpartition("!")
    return Issue(severity, sheet, cell, message)
