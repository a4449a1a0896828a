"""Which signal of a hierarchy counts: the one the printed sums prove, else the one most others agree with; where two
disagree a person is asked.

Must not know: how a signal is read off the sheet, and what a row becomes.
"""
from __future__ import annotations

from collections.abc import Sequence

from importers.base import address
from importers.layouts.trees.proof import proven_by_sums
from importers.layouts.trees.signals import ROOT, Parents, Signal, all_signals
from importers.meaning.table import Table

MOST_NAMED = 3
KEY = "hierarchy"


def chosen(table: Table, ask: bool = True) -> Signal | None:
    """The signal that counts, None when the table has none; asks about every other that disagrees with it."""
    signals = all_signals(table)
    said = table.context.answer(KEY, table.sheet.name)
    if said == "none":
        return None
    by_wish = [s for s in signals if s.key == said]
    strong = [s for s in signals if not s.weak]
    best = by_wish[0] if by_wish else proven_by_sums(table, strong) or _likeliest(strong)
    if best is None:
        return None
    if said and not by_wish and ask:
        table.notes.add("warning", "", f"This sheet has no hierarchy by “{said}”; read by {best.name}.")
    if ask and not by_wish:
        for other in signals:
            if other is not best:
                _ask(table, best, other)
    return best


def _likeliest(signals: Sequence[Signal]) -> Signal | None:
    """Agreement with the others first, then how many rows it speaks of, then the order of trust."""
    if not signals:
        return None

    def worth(n: int) -> tuple[float, float, int]:
        mine = signals[n]
        agreed = sum(_agreement(mine, o) for o in signals if o is not mine)
        return round(agreed, 2), round(_covered(mine), 1), -n

    return signals[max(range(len(signals)), key=worth)]


def _covered(signal: Signal) -> float:
    return sum(p is not None for p in signal.parents) / len(signal.parents)


def _agreement(one: Signal, other: Signal) -> float:
    both = sum(a is not None and b is not None for a, b in zip(one.parents, other.parents, strict=True))
    return 1 - len(differing(one, other)) / both if both else 0.0


def differing(one: Signal, other: Signal) -> list[int]:
    """The data rows of which two signals say different things. A weak signal needs its heading only further up."""
    if one.weak and not other.weak:
        one, other = other, one
    out = []
    for i, (a, b) in enumerate(zip(one.parents, other.parents, strict=True)):
        if a is None or b is None or a == b:
            continue
        if not (other.weak and b in _line(one.parents, i)):
            out.append(i)
    return out


def _line(parents: Parents, i: int) -> set[int]:
    """All rows above one, up to the top."""
    out: set[int] = set()
    at = parents[i]
    while at is not None and at != ROOT and at not in out:
        out.add(at)
        at = parents[at]
    return out


def _ask(table: Table, best: Signal, other: Signal) -> None:
    rows = differing(best, other)
    if not rows:
        return
    name = table.find("name")
    column = name.index if name else other.column
    cells = [address(*table.place(i, column)) for i in rows[:MOST_NAMED]]
    more = f" and {len(rows) - MOST_NAMED} more" if len(rows) > MOST_NAMED else ""
    count = sum(a is not None and b is not None for a, b in zip(best.parents, other.parents, strict=True))
    hang = "hangs" if len(rows) == 1 else "hang"
    table.notes.add("question", cells[0],
                    f"{_capital(best.name)} and {other.name} disagree about what {len(rows)} of {count} rows {hang} "
                    f"under: {', '.join(cells)}{more}. Read by {best.name}.", f"{KEY}={other.key}")


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
