"""What every page says of a measure in the same words: its owner, its stage, why it is late.

Must not know: pages, layout.
"""
from __future__ import annotations

from app.reports.blocks import Cell
from app.reports.facts import Facts, Measure
from app.reports.numbers import clip, day

NO_OWNER = "no owner"
DOI = ("Defined", "Identified", "Detailed", "Decided", "Implemented", "Closed")     # product.md section 3


def owner_cell(m: Measure, lines: int = 1, sub: str = "") -> Cell:
    """The owner; red where an open measure has none, grey where it no longer matters."""
    tone = "" if m.owner else "bad" if m.state in ("open", "held") else "grey"
    return Cell(m.owner or NO_OWNER, sub=sub, lines=lines, tone=tone)


def late_words(f: Facts, m: Measure, brief: bool = False) -> str:
    """Why it is late: the activity behind its plan, and the cause in another measure that holds it back.

    `brief`: beside the number of days.
    """
    if not m.late:
        return ""
    if not m.late_what:
        return f"finish {day(m.finish)} has passed"
    cause = f.roots.get(m.uid, "")
    if brief:
        return f"waits for “{cause}”" if cause else f"“{m.late_what}”"
    return f"“{m.late_what}” waits for “{cause}”" if cause else f"“{m.late_what}” behind plan"


def stage(name: str, most: int = 14) -> str:
    """"3 Decided" for a bare number of the usual ladder, else the file's own word."""
    return f"{name} {DOI[int(name)]}" if _rung(name) else clip(name, most)


def _rung(name: str) -> bool:
    return len(name) == 1 and name in "012345"


def ladder(measures: list[Measure]) -> str:
    """What the numbers of stages mean, "" where the file has other words for them."""
    if not any(_rung(m.stage) for m in measures):
        return ""
    return "DoI: degree of implementation, " + ", ".join(f"{n} {word}" for n, word in enumerate(DOI))
