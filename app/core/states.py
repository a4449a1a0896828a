"""Named states of the file: a name and a version vector {site: last transaction}, no copy and no date.

By date a state would move when something arrives late; by vector it never does. Must not know: the journal.
"""
from __future__ import annotations

from collections.abc import Mapping

from app.core.change import Change
from app.core.edits import add, set_field
from app.core.find import calling_name
from app.core.portfolio import Portfolio
from app.errors import Problem


def snapshot(p: Portfolio, name: str, vector: Mapping[str, int], note: str = "") -> tuple[str, list[Change]]:
    """Name the state a vector describes, usually the present one. Gives (uid, changes)."""
    name = _free_name(p, name, "")
    if not vector:
        raise Problem("An empty file has no state to name.", "Enter something first.")
    return add(p, "snapshot", "", {"name": name, "vector": dict(vector), "note": note.strip() or None})


def rename(p: Portfolio, uid: str, name: str) -> list[Change]:
    """Another name for the same state. Raises Problem for none, and for one that is taken."""
    return set_field(p, uid, "name", _free_name(p, name, uid))


def _free_name(p: Portfolio, name: str, own: str) -> str:
    """The name without spaces around it. Raises Problem for none, and for one that another than `own` has."""
    name = name.strip()
    if not name:
        raise Problem("A snapshot needs a name.", "Call it by its occasion, such as “Steering March”.")
    if any(r.name.casefold() == name.casefold() and r.uid != own for r in p.of_kind("snapshot")):
        raise Problem(f"There is a snapshot called “{name}” already.", "Choose another name, or rename that one first.")
    return name


def snapshots(p: Portfolio) -> list[tuple[str, str]]:
    """(uid, name) by name."""
    return sorted(((r.uid, r.name) for r in p.of_kind("snapshot")), key=lambda row: (row[1].casefold(), row[0]))


def vector_of(p: Portfolio, uid: str) -> dict[str, int]:
    """The state a snapshot or a decision names. Raises Problem when it names none."""
    record = p.get(uid)
    vector = record.get("vector") if record is not None and p.live(uid) else None
    if record is None or not isinstance(vector, dict):
        raise Problem(f"{calling_name(record) if record else 'This record'} names no state of the file.",
                      "Choose a snapshot or a decision.")
    return {str(site): int(seq) for site, seq in vector.items()}
