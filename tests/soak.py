"""Longer work than the suite allows: `python3 dev.py soak [SECONDS]`. Prints what it did; exit 1 at the first fault.

200 kills of a writer, 2,000 bent trackers with their truth, then random edits with reopen on printed seeds until the
time is over.
"""
from __future__ import annotations

import os
import random
import sys
import tempfile
import time
from pathlib import Path

from tests.store.kills import kill_again_and_again

KILLS = 200
MIDDLE = 120
MUTANTS = 2000


def main(argv: list[str]) -> int:
    seconds = float(argv[0]) if argv else 60.0
    with tempfile.TemporaryDirectory() as folder:
        os.environ["TRIMTAB_PROFILE"] = str(Path(folder) / "profile")
        return kills(Path(folder)) or mutants() or edits(Path(folder), seconds)


def mutants() -> int:
    """Trackers bent by chance: none crashes, takes over 10 s or comes in wrong without naming the cell."""
    from tests.importers.mutator import faults, mutant
    from tests.importers.trackers import read

    seed = random.SystemRandom().randrange(2**31)
    print(f"bending {MUTANTS:,} trackers, seeds from {seed}", flush=True)
    begin, slowest = time.monotonic(), 0.0
    for one in range(seed, seed + MUTANTS):
        made, start = mutant(one), time.process_time()
        found = faults(made, read(made.sheet()))
        slowest = max(slowest, time.process_time() - start)
        if found or slowest > 10:
            print(f"seed {one}, {', '.join(made.done)}: {slowest:.1f} s; {'; '.join(found[:8])}")
            return 1
    print(f"{MUTANTS:,} trackers exact or named by their cells, the slowest {slowest:.2f} s, "
          f"{time.monotonic() - begin:.0f} s in all")
    return 0


def kills(folder: Path) -> int:
    seed = random.SystemRandom().randrange(2**31)
    print(f"killing a writer {KILLS} times, seed {seed}", flush=True)
    begin = time.monotonic()
    found = kill_again_and_again(folder, KILLS, seed)
    print(f"{found.kills} kills, {found.unacknowledged} of them in an open transaction (at least {MIDDLE} wanted), "
          f"{found.acknowledged} transactions acknowledged and all there, {time.monotonic() - begin:.0f} s")
    return 0 if found.unacknowledged >= MIDDLE else 1


def edits(folder: Path, seconds: float) -> int:
    """Long lives of single files: hundreds of random edits, undo, redo and reopen, checked every hundred."""
    from tests.properties.random_edits import VERBS, Edit, assert_sums_are_right, carry_out
    from tests.support import assert_tables_hold_what_the_journal_says, finish, new_session, reopen

    end, lives, done = time.monotonic() + seconds, 0, 0
    while time.monotonic() < end:
        seed = random.SystemRandom().randrange(2**31)
        dice = random.Random(seed)
        print(f"life {lives + 1}, seed {seed}", flush=True)
        home = folder / f"life {lives}"
        home.mkdir()
        session = new_session(home)
        for step in range(500):
            match dice.random():
                case x if x < 0.02:
                    session = reopen(session)
                case x if x < 0.12 and session.undo_label():
                    session.undo()
                case x if x < 0.18 and session.redo_label():
                    session.redo()
                case _:
                    months = tuple(dice.choice((None, dice.randint(-10**9, 10**9))) for _ in range(dice.randint(1, 14)))
                    done += carry_out(session, Edit(dice.choice(VERBS), dice.randrange(10**6), dice.randrange(10**6),
                                                    "".join(dice.choices("abc äß", k=5)), months))
            if step % 100 == 99:
                assert_sums_are_right(session.portfolio)
                assert_tables_hold_what_the_journal_says(session)
        finish(session)
        lives += 1
    print(f"{lives} files lived through {done} edits; memory, tables, journal and sums agreed throughout")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
