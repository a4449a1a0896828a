"""The report of an import: which one, and its paper.

Must not know: Typst, the store, what stands on the pages.
"""
from __future__ import annotations

from app.core.intake.report import read, runs
from app.core.portfolio import Portfolio, Record
from app.errors import Problem
from app.reports.blocks import Footer, Paper
from app.reports.frame import HEAD, State, place_of
from app.reports.numbers import NBSP, clip, count, day
from app.reports.pages.import_run import import_pages


def import_report(portfolio: Portfolio, state: State, run: str = "") -> Paper:
    """The paper of one import. Raises Problem where there is none."""
    found = chosen(portfolio, run)
    r = read(found)
    left = (("Import of ", False), (day(r.on), True), (f" · printed {day(state.printed_on)}", False))
    right = (f"File {clip(state.file_name, 64)}", f"Journal {count(state.tx_count)} · head {state.head[:HEAD]}")
    keywords = (f"kind=import run={found.uid} source={r.sha256} tx={state.tx_count}", f"head={state.head}",
                "vector=" + " ".join(f"{site}:{seq}" for site, seq in sorted(state.vector.items())))
    title = f"Import report · {r.file} · {place_of(portfolio)} · {day(r.on)}".replace(NBSP, " ")
    return Paper(title, tuple(import_pages(r)), Footer(left, right), keywords, state.printed_on)


def chosen(portfolio: Portfolio, run: str) -> Record:
    """An import by its number (1 = the first), its record or its file's name; the last one for "". Raises Problem."""
    found = runs(portfolio)
    if not found:
        raise Problem("Nothing was imported into this file.", "Import a workbook first.")
    if not run:
        return found[0]
    if run.isdigit() and 1 <= int(run) <= len(found):
        return found[-int(run)]
    hits = [r for r in found if run in (r.uid, r.get("file"))]
    if not hits:
        raise Problem(f"There is no import “{run}”.", f"Imports are numbered 1 to {len(found)}, the first is 1.")
    return hits[0]
