"""Drawing and removing dependencies: the changes, and the circle that is refused by its names.

Must not know: the window, dates.
"""
from __future__ import annotations

from app.core import edits
from app.core.change import Change
from app.core.find import calling_name
from app.core.guard import circle
from app.core.portfolio import Portfolio
from app.errors import Problem


def linked(p: Portfolio, tail: str, head: str, kind: str = "FS") -> list[Change]:
    """A dependency from one record to another; a circle is refused with its names."""
    if tail == head:
        raise Problem(f"{calling_name(p[tail])} cannot wait for itself.", "Draw the line to another bar.")
    pairs = [(r.get("predecessor"), r.get("successor")) for r in p.of_kind("dependency")]
    ring = circle([*pairs, (tail, head)])
    if ring:
        names = " → ".join(calling_name(p[uid]) for uid in ring)
        raise Problem("That link would close a circle.", f"It would read {names}.")
    return edits.link(p, "dependency", {"predecessor": tail, "successor": head}, {"type": kind})[1]


def unlinked(p: Portfolio, uids: list[str]) -> list[Change]:
    """Take away the dependencies between the given records, or all of one record's when it stands alone."""
    chosen = set(uids)
    ends = [(r.uid, {r.get("predecessor"), r.get("successor")}) for r in p.of_kind("dependency")]
    hit = [uid for uid, pair in ends if (pair <= chosen if len(chosen) > 1 else pair & chosen)]
    return edits.delete(p, hit)
