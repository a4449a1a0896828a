"""The generator's trackers, as written and as people bend them: every figure to the cent, or said by address."""
from __future__ import annotations

import random
import time
from pathlib import Path

import pytest
from hypothesis import given, note, settings
from hypothesis import strategies as st

from importers.base import Wishes, address
from importers.read import import_file
from tests.data.gen_portfolio import generate, write_tracker
from tests.importers.trackers import (
    check,
    german,
    loud,
    read,
    shuffled,
    sums_of,
    tracker,
    with_blank_rows,
    with_titles,
    with_totals,
)

SEEDS = st.integers(0, 2**31)


def import_path(path: Path):
    return import_file(str(path), Wishes(), lambda fraction, text: None)


@given(seed=SEEDS)
@settings(max_examples=3, deadline=None)
def test_the_values_workbook_is_exact_and_raises_questions_only(seed: int,
                                                                tmp_path_factory: pytest.TempPathFactory) -> None:
    note(f"generator seed {seed}")
    path = tmp_path_factory.mktemp("tracker") / "import.xlsx"
    p = generate(60, seed)
    write_tracker(p, str(path), formulas=False)
    batch = import_path(path)
    check(batch, p)
    assert not loud(batch)
    assert [i.answer for i in batch.issues if i.severity == "question"] == ["effect_type=one_time_cost"]
    assert batch.sheets[0].counts()["data"] == 60


def test_the_workbook_with_roll_up_sheets_gives_the_same_sums_and_one_issue_a_sheet(tmp_path: Path) -> None:
    p = generate(60, 11)
    write_tracker(p, str(tmp_path / "tracker.xlsx"))
    batch = import_path(tmp_path / "tracker.xlsx")
    check(batch, p)
    assert not loud(batch)
    names = ("Packages", "Projects", "Programs", "Portfolios")
    assert [sum(i.sheet == n for i in batch.issues) for n in names] == [1, 1, 1, 1]
    assert [s.role for s in batch.sheets] == ["data", "rollup", "rollup", "rollup", "rollup"]


@given(seed=SEEDS)
@settings(max_examples=8, deadline=None)
def test_shuffled_columns_change_nothing(seed: int) -> None:
    note(f"seed {seed}")
    t = shuffled(tracker(25, seed), random.Random(seed))
    batch = read(t.sheet())
    check(batch, t.portfolio)
    assert not loud(batch)


@given(seed=SEEDS)
@settings(max_examples=10, deadline=None)
def test_german_heads_dates_and_numbers_are_exact(seed: int) -> None:
    note(f"seed {seed}")
    t = german(tracker(20, seed), random.Random(seed))
    batch = read(t.sheet("Maßnahmen"))
    check(batch, t.portfolio)
    assert not loud(batch)


@given(seed=SEEDS)
@settings(max_examples=12, deadline=None)
def test_a_wrong_subtotal_is_named_by_address_and_never_counted(seed: int) -> None:
    note(f"seed {seed}")
    rng = random.Random(seed)
    t = with_titles(with_blank_rows(with_totals(tracker(40, seed), rng), rng))
    if rng.random() < 0.5:
        t = german(t, rng)
    if rng.random() < 0.5:
        t = shuffled(t, rng)
    batch = read(t.sheet())
    check(batch, t.portfolio)
    row, column = t.wrong[0]
    at = address(row + len(t.above) + 1, column)
    assert [i.cell for i in batch.issues if i.severity in ("error", "warning")] == [at]
    assert any(p.at == f"Measures!{at}" and not p.right for p in batch.printed)
    assert sum(not p.right for p in batch.printed) == 1


def test_right_totals_are_checked_without_a_word() -> None:
    t = with_totals(tracker(40, 5), random.Random(5), wrong=False)
    batch = read(t.sheet())
    check(batch, t.portfolio)
    assert not loud(batch)
    assert len(batch.printed) == batch.sheets[0].counts()["total"] > 1


def test_ten_thousand_measures_are_exact_in_about_a_second() -> None:
    t = tracker(10_000, 3)
    book = t.sheet()
    begin = time.process_time()
    batch = read(book)
    took = time.process_time() - begin
    sums = sums_of(batch)
    assert [sums[f"recurring_benefit.{s}"] for s in ("baseline", "plan", "forecast", "actual")] == \
        t.portfolio.money.sum(axis=(0, 2)).tolist()
    assert not loud(batch)
    assert took < 2.5, f"{took:.1f} s"


def test_the_same_book_gives_the_same_batch() -> None:
    t = tracker(30, 9)
    assert read(t.sheet()) == read(t.sheet())
