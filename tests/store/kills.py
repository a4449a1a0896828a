"""Kills a process that writes without a pause, again and again, and looks at what is left. Suite and soak share it."""
from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from app.session import open_session
from tests.support import add_line, add_tree, new_session

ROOT = Path(__file__).resolve().parents[2]


@dataclass
class Kills:
    """How often the writer was killed, how often in the middle of a transaction, and how many it had acknowledged."""

    kills: int = 0
    unacknowledged: int = 0
    acknowledged: int = 0


def kill_again_and_again(folder: Path, times: int, seed: int) -> Kills:
    """Raises AssertionError when an acknowledged transaction is gone or the file does not hold together."""
    dice = random.Random(seed)
    session = new_session(folder, "killed.trimtab")
    add_line(session, add_tree(session)[0])
    path = session.path
    session.close()
    found = Kills()
    for _ in range(times):
        started, acknowledged = _one_kill(path, dice.uniform(0, 0.050))
        found.kills += 1
        found.unacknowledged += started > acknowledged
        started, acknowledged = max(started, found.acknowledged), max(acknowledged, found.acknowledged)
        session = open_session(path, person="Reader")
        try:
            written = [row.label for row in session.history(limit=10**9)]
            held = max((int(label.split()[1]) for label in written if label.startswith("Write ")), default=0)
            assert acknowledged <= held <= started, f"{started} begun, {acknowledged} acknowledged, {held} in the file"
            assert session.check() == []
            found.acknowledged = held
        finally:
            session.close()
    return found


def _one_kill(path: Path, after: float) -> tuple[int, int]:
    """Kill a writer some milliseconds into writing: (last transaction begun, last one acknowledged)."""
    writer = subprocess.Popen([sys.executable, "-m", "tests.store.kill_writer", str(path)], cwd=ROOT,
                              stdout=subprocess.PIPE, env=os.environ | {"PYTHONPATH": str(ROOT)})
    assert writer.stdout is not None
    assert writer.stdout.readline() == b"ready\n", "the writer did not start"
    time.sleep(after)
    writer.kill()
    lines = writer.stdout.read().decode().splitlines()
    writer.wait()
    writer.stdout.close()
    numbers = {mark: [int(n) for m, _, n in (line.partition(" ") for line in lines) if m == mark and n]
               for mark in ("s", "a")}
    # None acknowledged by this writer is 0, whatever the file held before: that is the caller's to remember.
    return max(numbers["s"], default=0), max(numbers["a"], default=0)
