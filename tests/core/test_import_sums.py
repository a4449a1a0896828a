"""What an import adds up to, as its preview says."""
from __future__ import annotations

from app.core.intake.sums import money


def test_amounts_of_currencies_with_other_decimals_are_added_by_their_figures() -> None:
    places = {("S", "one_time_cost.plan", "JPY", 0): 4200, ("S", "one_time_cost.plan", "EUR", 2): 1050,
              ("S", "one_time_cost.actual", "BHD", 3): 1005, ("S", "recurring_benefit.plan", "EUR", 2): 100}
    assert money(places, "EUR") == {"one_time_cost.actual": "1.005", "one_time_cost.plan": "4210.50",
                                    "recurring_benefit.plan": "1.00"}
    assert money({("S", "one_time_cost.plan", "JPY", 0): 4200}, "JPY") == {"one_time_cost.plan": "4200"}
