"""Random edits as data, and what must hold after them, whichever they were. Shared by the properties and the soak."""
from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

from app.core import edits
from app.core.catalog import EFFECT_TYPES, LEVELS, SERIES
from app.core.change import Change
from app.core.portfolio import Portfolio
from app.core.value.cube import COST_TYPES, cube
from app.errors import Problem
from app.session import Session


@dataclass(frozen=True)
class Edit:
    """A verb with numbers that choose its objects among what is there when it is carried out."""

    verb: str
    pick: int
    other: int
    text: str
    months: tuple[int | None, ...]


VERBS = ("branch", "branch", "branch", "add", "add", "line", "line", "months", "months", "rename", "dates", "owner",
         "move", "delete", "activity", "dependency", "note", "risk", "undated", "tag", "setting", "many")

edits_strategy = st.builds(
    Edit, st.sampled_from(VERBS), st.integers(0, 10**6), st.integers(0, 10**6),
    st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=12),
    st.lists(st.one_of(st.none(), st.integers(-10**12, 10**12)), min_size=1, max_size=14).map(tuple))


def carry_out(session: Session, edit: Edit) -> bool:
    """Do one edit if its objects exist; False when there was nothing to do. A Problem is an answer, not a fault."""
    changes = _changes(session.portfolio, edit)
    try:
        return bool(changes) and session.do(edit.verb, changes) is not None
    except Problem:
        return False


def _nodes(p: Portfolio) -> list[str]:
    return p.outline.uids


def _of(p: Portfolio, kind: str, pick: int) -> str:
    found = p.of_kind(kind)
    return found[pick % len(found)].uid if found else ""


def _changes(p: Portfolio, e: Edit) -> list[Any]:
    nodes = _nodes(p)
    measure, line = _of(p, "measure", e.pick), _of(p, "effect_line", e.pick)
    any_node = nodes[e.pick % len(nodes)] if nodes else ""
    match e.verb:
        case "branch":
            return _branch(p, e)
        case "add":
            if not any_node or e.other % 7 == 0:
                return edits.add(p, "organization", "", {"code": e.text or None})[1]
            level = min(LEVELS.index(p[any_node].kind) + 1, 5)
            parent = any_node if LEVELS.index(p[any_node].kind) < 5 else p[any_node].parent
            return edits.add(p, LEVELS[level], parent, {"name": e.text or None})[1]
        case "line" if measure:
            return edits.add(p, "effect_line", measure, {
                "type": EFFECT_TYPES[e.other % 4], "category": ("ebitda", "fte")[e.other % 5 == 0], "currency": "EUR",
                "line_kind": ("effect", "level")[e.other % 3 == 0], "scale": 2})[1]
        case "months" if line:
            return edits.set_months(p, line, SERIES[e.other % 5], 24312 + e.other % 30, e.months)
        case "rename" if any_node:
            return edits.set_field(p, any_node, "name", e.text or None)
        case "dates" if measure:
            day = f"2026-{e.other % 12 + 1:02d}-{e.pick % 28 + 1:02d}"
            return edits.set_field(p, measure, ("start", "finish")[e.other % 2], day)
        case "owner" if any_node and e.text.strip():
            return edits.set_text(p, any_node, "owner", e.text)
        case "move" if any_node and p[any_node].parent:
            places = p.of_kind(LEVELS[LEVELS.index(p[any_node].kind) - 1])
            place = places[e.other % len(places)].uid
            return edits.move(p, any_node, place, None if e.other % 2 else "")
        case "delete" if any_node and e.other % 3 == 0:
            return edits.delete(p, [any_node])
        case "activity" if measure:
            return edits.add(p, "activity", measure, {"name": e.text or None, "start": "2026-01-01"})[1]
        case "dependency" if measure:
            other = _of(p, "measure", e.other)
            return edits.link(p, "dependency", {"predecessor": measure, "successor": other},
                              {"type": "FS", "lag": e.other % 9})[1] if other != measure else []
        case "note" | "risk" if any_node:
            return edits.add(p, e.verb, any_node, {"text" if e.verb == "note" else "name": e.text or None})[1]
        case "undated" if line:
            return edits.set_field(p, line, f"undated_{SERIES[e.other % 5]}", e.months[0])
        case "tag" if any_node:
            return edits.set_field(p, any_node, "change_touched#pricing", True if e.other % 2 else None)
        case "setting":
            return edits.set_setting(p, "fiscal_start", e.other % 12 + 1)
        case "many" if nodes:
            return [c for uid in nodes[:20] for c in edits.set_field(p, uid, "status", e.text or None)]
    return []


def _branch(p: Portfolio, e: Edit) -> list[Any]:
    """A measure with a filled effect line, with new nodes from a level of chance on down."""
    changes: list[Any] = []
    tops = [""] + [uid for uid in p.outline.uids if p[uid].kind != "measure"]
    parent = tops[e.pick % len(tops)]
    level = LEVELS.index(p[parent].kind) + 1 if parent else 0
    for kind in LEVELS[level:]:
        parent, more = edits.add(p, kind, parent, {"name": e.text or None})
        changes += more
    line, more = edits.add(p, "effect_line", parent, {"type": EFFECT_TYPES[e.other % 4], "category": "ebitda",
                                                      "currency": "EUR", "scale": 2, "line_kind": "effect"})
    filled = [v for v in e.months if v is not None]
    return changes + more + ([Change(line, SERIES[e.other % 5], 24312, (None,) * len(filled), tuple(filled))]
                             if filled else [])


def naive_total(p: Portfolio, node: str, series: str) -> int:
    """The definition read aloud: each money line below the node, each month, signed; undated amounts too."""
    total = 0
    for line in p.of_kind("effect_line"):
        above = [line.parent, *(a.uid for a in p.ancestors(line.parent))]
        if (node and node not in above) or line.get("category", "ebitda") not in ("ebitda", "cash", "capex"):
            continue
        sign = -1 if line.get("type") in COST_TYPES else 1
        for s, factor in ((series, 1), ("baseline", -1)):
            if factor == -1 and line.get("line_kind") != "level":
                continue
            for m in range(p.series.first, p.series.first + p.series.months):
                value = p.series.get(line.uid, s, m, 1)[0]
                if value is not None and p.series.get(line.uid, series, m, 1)[0] is not None:
                    total += sign * factor * value
            if line.get(f"undated_{series}"):
                total += sign * factor * line.get(f"undated_{s}", 0)
    return total


def assert_sums_are_right(p: Portfolio) -> None:
    """Roll-up = naive sum, for the file and every node, all series."""
    c = cube(p)
    for node in ["", *p.outline.uids]:
        for series in SERIES:
            assert c.total(node, series) == naive_total(p, node, series), (node, series)
