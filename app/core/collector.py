"""Python's search for circles of garbage, held back while hundreds of thousands of objects are made that all stay.

Looking for circles among them would double the time of an import, and hold a frame up for 0.1 s after one.
Must not know: what is made.
"""
from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def held_back(freeze: bool = False) -> Iterator[None]:
    """No search meanwhile. With `freeze` what is there at the end is never looked at again (gc.unfreeze ends that)."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if freeze:
            gc.freeze()
        if was:
            gc.enable()
