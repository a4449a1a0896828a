"""Imports a tracker of the bench that is larger than the program takes: its child is told wider limits.

Knows the session and the import child; nothing of how the table is printed.
"""
from __future__ import annotations

import sys

from app.session import open_session
from importers.base import Wishes
from importers.child import FILE_READER, Child
from importers.reading.guard import Wider

LIMITS = Wider(part=2_000_000_000, total=2_000_000_000, keep=2_000_000_000)


def main(book: str, file: str) -> None:
    session = open_session(file)
    with Child(*FILE_READER, seconds=600, memory_mb=16_000) as reader:
        reader.begin(book, LIMITS)
        batch = reader.ask(book, Wishes())
        session.import_batch(batch, sure=reader.sure)
    session.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
