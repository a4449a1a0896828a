"""Run as a process that is killed: writes without a pause and says before and after each transaction.

Prints "s N" before and "a N" after transaction N, unbuffered; N is the amount it writes.
"""
from __future__ import annotations

import os
import sys

from app.core import edits
from app.session import open_session


def main(path: str) -> None:
    session = open_session(path, person="Writer")
    line = session.portfolio.of_kind("effect_line")[0].uid
    os.write(1, b"ready\n")
    for n in range(session.tx_count() + 1, 10**9):
        os.write(1, f"s {n}\n".encode())
        session.do(f"Write {n}", edits.set_months(session.portfolio, line, "plan", 24312 + n % 24, [n]))
        os.write(1, f"a {n}\n".encode())


if __name__ == "__main__":
    main(sys.argv[1])
