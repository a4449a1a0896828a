"""`trimtab import` of several files or a folder: one after the other by the same answers, each a step of its own.

A file that cannot come in stops nobody. At the end stands a line a file, those that need somebody's eye first: who
takes in forty trackers reads that, and above it what is said of one. Must not know: how one file is imported.
"""
from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from app.cli_import import Said, importable, workbook
from app.cli_text import json_text
from app.core.counting import counted
from app.errors import Problem

One = Callable[[Path], Said]


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
    """Import them all, say of each what came of it, and of all a line each. Raises Problem when one did not come in."""
    told: list[tuple[Path, Said]] = []
    for book in books:
        try:
            said = one(book)
        except Problem as wrong:
            said = Said("", wrong)
        told.append((book, said))
        if not as_json:
            print(said.text, end="", flush=True)
            if said.why is not None:
                print(f"{book.name}: {said.why}", flush=True)
    if as_json:
        print(json_text({"files": [_as_json(book, said) for book, said in told]}), end="")
    else:
        print("\n".join(_overview(told)), flush=True)
    lost = [book.name for book, said in told if said.why is not None]
    if lost:
        raise Problem(f"{len(lost)} of {counted(len(books), 'file')} did not come in: {', '.join(lost)}.",
                      ("The others did; what is said of each says why." if len(lost) < len(books) else
                       "What is said of each says why."))
    if not as_json:
        print(f"{counted(len(books), 'file')} came in, each as a step of its own.")
    return max(said.code for _, said in told)


def _as_json(book: Path, said: Said) -> dict[str, Any]:
    return {"file": book.name, **(json.loads(said.text) if said.text else {}),
            **({"problem": str(said.why)} if said.why is not None else {})}


def _overview(told: Sequence[tuple[Path, Said]]) -> list[str]:
    """A line a file, in three groups: what did not come in, what asks or left something out, what came in whole."""
    groups: dict[str, list[str]] = {"Did not come in:": [], "Came in, but look at it:": [], "Came in:": []}
    for book, said in told:
        if said.why is not None:
            why = said.why.what.removeprefix("Nothing was imported: ").removeprefix(f"{book.name} ")
            groups["Did not come in:"].append(f"  {book.name}: {why}")
        else:
            head = "Came in, but look at it:" if said.to_look_at else "Came in:"
            groups[head].append(f"  {book.name}: {'; '.join([*said.came, *said.to_look_at]) or 'nothing changed'}")
    return ["", *(line for head, lines in groups.items() if lines for line in (head, *lines))]
