"""The check of sums of figures from another system."""
from __future__ import annotations

from app.core.batch import IN_FILE, Batch, Item, Origin, Run, Tally
from app.core.intake.figures import settled_figures
from app.core.portfolio import Portfolio, Record
from app.core.values import month_index

MONTH = month_index("2026-01")


def spent(owner: str, currency: str, minor: int) -> Item:
    return Item("effect_line", f"{owner}/{currency}", owner, IN_FILE, {"currency": currency, "scale": 2},
                {"actual": Run(MONTH, [minor])}, at="Ledger!C2")


def test_rows_without_a_currency_are_summed_once_with_those_that_name_the_files_own() -> None:
    p = Portfolio("file")
    p.records["a" * 32] = Record("a" * 32, "measure", {"code": "M-1", "name": "Move", "rank": "a"})
    tallies = [Tally("Ledger", ".actual", "", 2, 1, 100), Tally("Ledger", ".actual", "EUR", 2, 2, 250)]
    batch = Batch("ledger.csv", "", [], [spent("M-1", "", 100), spent("M-1", "EUR", 200), spent("Nobody", "EUR", 50)],
                  [], "EUR", origin=Origin(system="SAP", tallies=tallies))
    assert settled_figures(p, batch, "2026-03-31").origin.tallies == [
        Tally("Ledger", "one_time_cost.actual", "EUR", 2, 3, 300, 50)]
