"""Trackers bent by chance, each with its truth: nothing is wrong in silence. More of them: `dev.py soak`."""
from __future__ import annotations

import random

import pytest

from tests.importers.mutator import faults, mutant
from tests.importers.trackers import read

COUNT = 100


def test_a_hundred_mutants_are_exact_or_name_the_cell() -> None:
    first = random.SystemRandom().randrange(2**31)
    print("seeds from", first)
    wrong = {}
    for seed in range(first, first + COUNT):
        t = mutant(seed)
        found = faults(t, read(t.sheet()))
        if found:
            wrong[seed] = (t.done, found[:5], len(found))
    assert not wrong, wrong


def test_the_judge_sees_a_wrong_amount_a_missing_measure_and_a_word_left_out() -> None:
    t = mutant(7)
    key = next(k for k, v in t.truth.items() if v)
    t.truth[key] = (t.truth[key] or 0) + 1
    assert [f for f in faults(t, read(t.sheet())) if " ".join(key) in f]


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_mutant_comes_from_its_seed_alone(seed: int) -> None:
    assert mutant(seed) == mutant(seed)
