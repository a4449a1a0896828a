"""Periods of a return whose head does not say whether they are plan, forecast or actual, beside others that do.

Must not know: rows and amounts. What is taken is always asked: an error or a forgotten cell in a head proves nothing.
"""
from __future__ import annotations

from collections.abc import Mapping, Sequence

from importers.base import Where
from importers.meaning.notes import Notes
from importers.meaning.value.periods import Label, Period


def scenarios(labels: Sequence[Label], periods: Mapping[int, Period], answer: str) -> dict[int, str]:
    """The series of every period; one whose head says none goes with the periods around it, or is a plan."""
    return {c: labels[c].series or answer or _around(c, labels, periods) for c in periods}


def _around(column: int, labels: Sequence[Label], periods: Mapping[int, Period]) -> str:
    """What follows a forecast is forecast, what comes before an actual is actual; anything else is left a plan."""
    at = periods[column].first
    said = sorted((p.first, labels[c].series) for c, p in periods.items() if labels[c].series)
    before = next((s for first, s in reversed(said) if first < at), "")
    after = next((s for first, s in said if first > at), "")
    if before == "forecast" and after in ("", "forecast"):
        return "forecast"
    return "actual" if after == "actual" and before in ("", "actual") else "plan"


def ask_scenarios(taken: Mapping[str, Sequence[Where]], notes: Notes) -> None:
    """Ask once for all blocks, series by series."""
    for series, places in taken.items():
        other = "actual" if series != "actual" else "forecast"
        notes.cells("question", places, "{where} {does/do} not say whether plan, forecast or actual is meant; read as "
                                        f"{series}.", f"series={other}")
