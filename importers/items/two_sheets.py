"""Money of one kind and scenario that a measure has from two sheets under two names: it may be the same money twice.

Must not know: layouts and columns. Both count until somebody says otherwise.
"""
from __future__ import annotations

from app.core.batch import Batch, Issue, Item
from app.core.counting import counted

_Line = tuple[str, str, Item]             # sheet, series, line


def ask_money_of_two_sheets(batch: Batch) -> None:
    """One question for each pair of sheets, named by the first cell of the later one."""
    owned: dict[tuple[str, str, str], dict[str, Item]] = {}
    for item in batch.items:
        if item.kind == "effect_line" and item.parent_kind == "measure":
            for series in _series(item):
                key = item.parent, str(item.fields.get("type")), series
                owned.setdefault(key, {}).setdefault(item.at.rpartition("!")[0], item)
    pairs: dict[tuple[str, str, str], list[tuple[Item, Item]]] = {}
    for (_, _, series), by_sheet in owned.items():
        lines = list(by_sheet.values())
        for other in lines[1:]:
            first, later = lines[0].at.rpartition("!")[0], other.at.rpartition("!")[0]
            pairs.setdefault((first, later, series), []).append((lines[0], other))
    for (first, later, series), both in pairs.items():
        one, other = both[0]
        names = [str(i.fields.get("name") or "").strip() for i in (one, other)]
        named = f" (“{names[0]}” and “{names[1]}”)" if all(names) else ""
        batch.issues.append(Issue("question", later, other.at.rpartition("!")[2], f"{counted(len(both), 'measure')} "
                                  f"{'has' if len(both) == 1 else 'have'} {series} amounts on {first} and on {later}"
                                  f"{named}; both count.", f"sheet@{later}=ignore", len(both)))


def _series(line: Item) -> set[str]:
    """The scenarios in which a line holds anything but nothing."""
    whole = {name.removeprefix("undated_") for name, value in line.fields.items()
             if name.startswith("undated_") and value}
    return whole | {series for series, run in line.series.items() if any(run.values)}
