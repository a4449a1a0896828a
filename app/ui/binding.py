"""What Qt's Python binding does at every import, switched off: it reads the source of each module imported after it.

It looks there for the word PySide6, to serve a way of naming things that this program does not use (snake case by
`__feature__`). With numbers and tables behind the window that is half a thousand files read and kept in memory.
Imported before any other part of the window. Must not know: the window.
"""
from __future__ import annotations

import importlib
import linecache

import PySide6.QtCore  # noqa: F401 - brings the binding's own parts, which are looked at here


def read_no_sources() -> bool:
    """Whether the reading could be switched off; with another build of the binding all is slower, nothing else."""
    try:
        feature = importlib.import_module("shibokensupport.feature")
    except ImportError:
        return False
    known = hasattr(feature, "_mod_uses_pyside")
    if known:
        feature.__dict__["_mod_uses_pyside"] = lambda module: False      # "leave this module alone"
        linecache.clearcache()                               # what was read until here
    return known


read_no_sources()
