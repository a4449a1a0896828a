"""`trimtab import` of several files or a folder: one after the other by the same answers, each a step of its own.

A file that cannot come in stops nobody; it is named at the end. Must not know: how one file is imported.
"""
from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from app.cli_import import importable, workbook
from app.cli_text import json_text
from app.core.counting import counted
from app.errors import Problem

One = Callable[[Path], tuple[str, int, Problem | None]]       # what it said, its exit code, why nothing came in


def workbooks(texts: Sequence[str]) -> tuple[list[Path], bool]:
    """The files to take in, folders as what can be imported of them, and whether there may be several. Raises Problem
    for a name without a file, and for a folder with none to import."""
    found: list[Path] = []
    for text in texts:
        path = Path(text)
        if not path.is_dir():
            found.append(workbook(text))
            continue
        inside = importable(path)
        if not inside:
            raise Problem(f"{text} is a folder without any file to import.", "Name another folder, or a workbook.")
        found += inside
    return list(dict.fromkeys(found)), len(texts) > 1 or Path(texts[0]).is_dir()


def take_all(books: Sequence[Path], one: One, as_json: bool) -> int:
    """Import them all and say of each what came of it. Raises Problem when some did not come in."""
    told: list[Any] = []
    lost: list[str] = []
    worst = 0
    for book in books:
        why: Problem | None
        try:
            text, code, why = one(book)
        except Problem as wrong:
            text, code, why = "", 0, wrong
        worst = max(worst, code)
        if as_json:
            told.append({"file": book.name, **(json.loads(text) if text else {}),
                         **({"problem": str(why)} if why is not None else {})})
        else:
            print(text, end="", flush=True)
            if why is not None:
                print(f"{book.name}: {why}", flush=True)
        if why is not None:
            lost.append(book.name)
    if as_json:
        print(json_text({"files": told}), end="")
    if lost:
        raise Problem(f"{len(lost)} of {counted(len(books), 'file')} did not come in: {', '.join(lost)}.",
                      "The others did; what is said of each says why.")
    if not as_json:
        print(f"{counted(len(books), 'file')} came in, each as a step of its own.")
    return worst
