"""Figures: amounts, units, periods, series, and printed totals, which are checked and never counted."""
