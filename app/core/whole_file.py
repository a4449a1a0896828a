"""A file that is written whole or not at all: beside its name first, so that a full disk leaves no half one.

Must not know: what is written, and how a refusal is told.
"""
from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def beside(path: Path, mark: str = "") -> Iterator[Path]:
    """A name beside `path` to write to. What stands there takes the place of `path` at the end; after an exception
    nothing is left of it. `mark` keeps two writers of one file apart. Raises OSError where writing is refused."""
    part = path.with_name(f"{path.name}{mark}.part")
    part.unlink(missing_ok=True)          # of a writer that was killed
    try:
        yield part
        os.replace(part, path)
    finally:
        part.unlink(missing_ok=True)
