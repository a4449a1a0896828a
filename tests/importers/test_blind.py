"""Twenty-four trackers written from the description of the layouts alone: each gives exactly what is true of it.

STILL_OPEN names those that do not yet, and why; a file that has become right must leave that list.
"""
from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.core.batch import Batch, Item
from importers.base import Wishes
from importers.read import import_file
from tests.data.blind.common import Facts
from tests.data.blind.make_blind import write_all
from tests.importers.trackers import sums_of

STILL_OPEN: dict[str, str] = {}

_ENDS = ("start", "finish", "plan_start", "plan_finish")


@pytest.fixture(scope="module")
def facts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, dict[str, Facts]]]:
    folder = tmp_path_factory.mktemp("blind")
    yield folder, write_all(folder)


def differences(batch: Batch, f: Facts) -> list[str]:
    """What came out otherwise than it is."""
    found = []
    for kind in ("measure", "activity", "risk", "issue", "assumption", "decision"):
        have = sum(_is(kind, i) for i in batch.items)
        want = getattr(f, {"measure": "measures", "activity": "activities"}.get(kind, kind + "s"))
        if have != want:
            found.append(f"{have} of {kind} instead of {want}")
    found += [f"“{name}” did not come in" for name in f.names if not any(_says(i, name) for i in batch.items)]
    found += [f"“{name}” came in" for name in f.left_out if any(name in (i.key, _name(i)) for i in batch.items)]
    sums = sums_of(batch)
    by_series: dict[str, int] = {}
    for key, amount in sums.items():
        series = key.partition(".")[2]
        by_series[series] = by_series.get(series, 0) + amount
    found += [f"{k}: {sums.get(k)} instead of {v}" for k, v in f.money.items() if sums.get(k) != v]
    found += [f"{k}: {by_series.get(k)} instead of {v}" for k, v in f.by_series.items() if by_series.get(k) != v]
    found += [f"{k}: {v} nobody wrote" for k, v in by_series.items() if v and k not in f.by_series]
    days = [d for i in batch.items if i.kind in ("measure", "activity") for end in _ENDS if (d := i.fields.get(end))]
    have_days, want_days = (min(days), max(days)) if days else None, f.dates and tuple(d.isoformat() for d in f.dates)
    if have_days != want_days:
        found.append(f"dates from and to: {have_days} instead of {want_days}")
    for place in f.cells_to_name:
        sheet, _, cell = place.rpartition("!")
        word = re.compile(rf"(?<![A-Z0-9]){cell}(?![0-9])")
        if not any(i.sheet == sheet and (i.cell == cell or word.search(i.message)) for i in batch.issues):
            found.append(f"{place} is not named")
    return found


def _is(kind: str, item: Item) -> bool:
    """A decision of a log comes in as a note that says so: a recorded one is never edited, and a transaction with one
    is never undone (records.md, rule 5), while a log is corrected, imported again and taken back."""
    if kind == "decision" and item.kind == "note":
        return str(item.fields.get("text")).startswith("Decision")
    return item.kind == kind and not item.fields.get("pass_through")


def _name(item: Item) -> str:
    return str(item.fields.get("name") or "")


def _says(item: Item, name: str) -> bool:
    """Is the item called so? A diamond before the name of a milestone may leave it."""
    first = str(item.fields.get("text") or "").partition("\n")[0]
    return name.lstrip("◆ ") == _name(item).lstrip("◆ ") or (
        item.kind == "note" and first.startswith("Decision") and first.endswith(f": {name}"))


def test_every_tracker_is_exact_but_those_said_to_be_open(facts: tuple[Path, dict[str, Facts]]) -> None:
    folder, known = facts
    wrong = {}
    for name, f in known.items():
        found = differences(import_file(str(folder / name), Wishes(), lambda _share, _text: None), f)
        if found:
            wrong[name] = found
    assert len(known) == 24 and {n: w for n, w in wrong.items() if n not in STILL_OPEN} == {}
    assert set(STILL_OPEN) <= set(known) and [n for n in STILL_OPEN if n not in wrong] == []
