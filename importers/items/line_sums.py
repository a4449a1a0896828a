"""What a line of amounts holds, all months and what has none together.

Must not know: sheets.
"""
from __future__ import annotations

from app.core.batch import Item


def amount_of(line: Item, series: str) -> int:
    """The whole of a scenario in minor units."""
    run = line.series.get(series)
    whole = line.fields.get(f"undated_{series}")
    return (whole if isinstance(whole, int) else 0) + sum(v or 0 for v in (run.values if run is not None else ()))


def series_in(line: Item) -> set[str]:
    """The scenarios in which a line holds anything but nothing."""
    whole = {name.removeprefix("undated_") for name, value in line.fields.items()
             if name.startswith("undated_") and value}
    return whole | {series for series, run in line.series.items() if any(run.values)}
