"""`trimtab import` of several files or a folder: one after the other by the same answers, each a step of its own.

A file that cannot come in, or one that meets a fault of ours, stops nobody. At the end stands a line a file, those
that need somebody's eye first: who takes in forty trackers reads that, and above it what is said of one.
Must not know: how one file is imported.
"""
from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from app.cli_import import Said, importable, workbook
from app.cli_text import json_text
from app.core.counting import counted
from app.errors import Cancelled, Problem

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
            within = ", ".join(folder.name for folder in folders_within([text]))
            raise Problem(f"{text} is a folder without any file to import.", "Name another folder, or a workbook."
                          + (f" Folders in it are not looked into: {within}." if within else ""))
        found += inside
    return list(dict.fromkeys(found)), len(texts) > 1 or Path(texts[0]).is_dir()


def folders_within(texts: Sequence[str]) -> list[Path]:
    """The folders in the folders to take in: nobody looks into them, so they are named."""
    return sorted(inside for text in texts if Path(text).is_dir() for inside in Path(text).iterdir()
                  if inside.is_dir() and inside.name[0] not in ".~")


def take_all(books: Sequence[Path], one: One, as_json: bool, dry_run: bool = False,
             folders: Sequence[Path] = ()) -> int:
    """Import them all, say of each what came of it, and of all a line each. Raises Problem when one did not come in.

    A fault of ours in one file stops no other either; it is raised when all was said. `folders` are named as not read.
    """
    told: list[tuple[Path, Said]] = []
    faults: list[Exception] = []
    for book in books:
        try:
            said = one(book)
        except Cancelled:
            raise
        except Problem as wrong:
            said = Said("", wrong)
        except Exception as fault:       # kept, not lost: it is raised at the end
            fault.add_note(f"This was {book.name}.")
            faults.append(fault)
            said = Said("", _told_of(fault))
        told.append((book, said))
        if not as_json:
            print(said.text, end="", flush=True)
            if said.why is not None:
                print(f"{book.name}: {said.why}", flush=True)
    if as_json:
        print(json_text({"files": [_as_json(book, said) for book, said in told],
                         **({"folders_left_out": [f.name for f in folders]} if folders else {})}), end="", flush=True)
    else:
        print("\n".join([*_overview(told, dry_run), *_left_out(folders)]), flush=True)
    lost = _lost(told, dry_run)
    if faults:
        faults[-1].add_note(str(lost))
        raise faults[0] if len(faults) == 1 else ExceptionGroup("Several files met a fault", faults)
    if lost is not None:
        raise lost
    if not as_json:
        print(f"{counted(len(books), 'file')} would come in; nothing was written (dry run), each was compared with the "
              "portfolio as it is." if dry_run else
              f"{counted(len(books), 'file')} came in, each as a step of its own.")
    return max(said.code for _, said in told)


def _told_of(fault: Exception) -> Problem:
    """A fault of ours in one line; where a child process met it, its message ends in that."""
    line = next((line for line in reversed(str(fault).splitlines()) if line.strip()), "")
    return Problem(f"A fault of Trimtab, not of the file ({type(fault).__name__}{': ' if line else ''}{line}).",
                   "The last lines hold its details.")


def _lost(told: Sequence[tuple[Path, Said]], dry_run: bool) -> Problem | None:
    """Which files did not come in, in one line; None when all did."""
    lost = [book.name for book, said in told if said.why is not None]
    if not lost:
        return None
    verb, others = ("would", "would; nothing was written (dry run)") if dry_run else ("did", "did")
    hint = f"The others {others}; what" if len(lost) < len(told) else "What"
    return Problem(f"{len(lost)} of {counted(len(told), 'file')} {verb} not come in: {', '.join(lost)}.",
                   f"{hint} is said of each says why.")


def _as_json(book: Path, said: Said) -> dict[str, Any]:
    return {"file": book.name, **(json.loads(said.text) if said.text else {}),
            **({"problem": str(said.why)} if said.why is not None else {})}


def _overview(told: Sequence[tuple[Path, Said]], dry_run: bool) -> list[str]:
    """A line a file, in three groups: what did not come in, what asks or left something out, what came in whole."""
    not_in, look, whole = ("Would not come in:", "Would come in, but look at it:", "Would come in:") if dry_run else (
        "Did not come in:", "Came in, but look at it:", "Came in:")
    groups: dict[str, list[str]] = {not_in: [], look: [], whole: []}
    for book, said in told:
        if said.why is not None:
            why = said.why.what.removeprefix("Nothing was imported: ").removeprefix(f"{book.name} ")
            groups[not_in].append(f"  {book.name}: {why}")
        else:
            nothing = "nothing would change" if dry_run else "nothing changed"
            groups[look if said.to_look_at else whole].append(
                f"  {book.name}: {'; '.join([*said.came, *said.to_look_at]) or nothing}")
    return ["", *(line for head, lines in groups.items() if lines for line in (head, *lines))]


def _left_out(folders: Sequence[Path]) -> list[str]:
    """Folders in a folder, each with what may be in it."""
    if not folders:
        return []
    return ["Not looked into, for they are folders (name them to take them in too):",
            *(f"  {folder.name}: {counted(len(importable(folder)), 'file')} to import" for folder in folders)]
