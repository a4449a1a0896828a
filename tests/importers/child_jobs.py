"""Jobs for a child process that go wrong in every way a reader can."""

from __future__ import annotations

import ctypes
import os
import sys
import time
from pathlib import Path
from typing import Any

from app.core.batch import Batch, Issue, Item
from app.errors import Problem
from importers.base import Progress, Sheet
from importers.handover import Likely
from importers.limits import watch


def echo(*values: Any) -> list[Any]:
    return list(values)


def report(progress: Progress | None = None) -> str:
    assert progress is not None
    for step in range(3):
        progress(step / 3, f"step {step}")
        time.sleep(0.05)
    return "done"


def sheet() -> Sheet:
    return Sheet("S", [[1.5, "x", None]], errors={(0, 2): "#N/A"})


_begun: list[str] = []


def begin(what: str) -> None:
    _begun.append(what)


def begun() -> list[str]:
    return _begun


def likely(better: str) -> Likely:
    return Likely(Batch("a", "", items=[Item("measure", "likely")]), lambda: Batch("a", "", items=[
        Item("measure", better)]) if better else None)


def likely_and_wrong() -> Likely:
    return Likely("likely", problem)


def problem() -> None:
    raise Problem("The cell A1 is odd.", "Mend it.")


def bug() -> None:
    raise KeyError("nobody thought of this")


def sleep(seconds: float) -> None:
    time.sleep(seconds)


def spin(progress: Progress | None = None) -> None:
    while True:
        assert progress is not None
        progress(0.5, "spinning")


def eat_memory() -> int:
    return len(bytearray(3 << 30))


def eat_memory_in_small_bites() -> int:
    return len([str(number) * 9 for number in range(200_000_000)])


def eat_memory_watched(memory_mb: int) -> int:
    watch(memory_mb, every=0.01)
    held = []
    while len(held) < 600:
        held.append(bytearray(b"x") * (1 << 20))
        time.sleep(0.001)
    return len(held)


def abort() -> None:
    os.abort()


def crash() -> None:
    ctypes.string_at(0)


def leave() -> None:
    os._exit(7)


def panic() -> None:
    print("memory allocation of 999 bytes failed", file=sys.stderr, flush=True)
    os.abort()


def chatter() -> str:
    print("a stray print " * 1000)
    os.write(1, b"and a stray write")
    return "clean"


def write_file(path: Path) -> str:
    try:
        path.write_bytes(b"x")
    except OSError as error:
        return type(error).__name__
    return "written"


def loaded() -> list[str]:
    return sorted(sys.modules)


def smuggle() -> Any:
    return Smuggler()


class Smuggler:
    """Would run a command where it is unpacked."""

    def __reduce__(self) -> Any:
        return os.system, ("true",)


def issue() -> Issue:
    return Issue("note", "S", "A1", "x")
