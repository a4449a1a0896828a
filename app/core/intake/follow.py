"""What a date that an import moves does to money: forecasts anchored to it follow, as if it had been typed.

records.md, rule 2. Only money follows: a source that moves one date says the others itself. A line whose forecast
the same source brings, changed or not, is left as the source says: it was made for the finish told beside it. Of our
own workbook, which holds every forecast, only a changed one was brought.
Must not know: workbooks, how rows are matched.
"""
from __future__ import annotations

from collections.abc import Mapping

from app.core.batch import Batch, Item
from app.core.change import Change, Work
from app.core.counting import counted
from app.core.find import path_name
from app.core.portfolio import Portfolio
from app.core.schedule.typed import followed


def with_money(p: Portfolio, work: list[Work], batch: Batch, uids: Mapping[tuple[str, str], str],
               status: str) -> tuple[list[Work], str]:
    """The changes with those of anchored forecasts behind them, and a sentence about the lines that moved, or ""."""
    own = [c for c in work if isinstance(c, Change)]
    if not any(c.uid in p.records for c in own):
        return work, ""                  # nothing that was here is moved
    mine = {id(c) for c in own}
    brought = () if batch.own else {uid for item in batch.items if _brings_forecast(item)
                                    and (uid := uids.get((item.kind, item.key), "")) in p.records}
    moved = followed(p, own, status, push=False, brought=brought)
    extra = [c for c in moved.changes if id(c) not in mine]
    lines = list(dict.fromkeys(c.uid for c in extra if c.field == "forecast"))
    if not lines:
        return [*work, *extra], ""
    listed = ", ".join(path_name(p, p[uid]) for uid in lines[:10]) + (" ..." if len(lines) > 10 else "")
    return [*work, *extra], (f"Dates of this file move the forecast of "
                             f"{counted(len(lines), 'anchored effect line')}, of which it says nothing: {listed}.")


def _brings_forecast(item: Item) -> bool:
    run = item.series.get("forecast")
    return run is not None and any(value is not None for value in run.values)
