"""Import profiles: the answers a person gave to one shape of file, kept as TOML and found again by that shape.

The shape is the header of every sheet as it was understood without answers, leaving out columns of periods, so that
next month's file has the shape of this month's. Must not know: where profiles are kept (the folder is passed in).
"""
from __future__ import annotations

import json
import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from app.core.batch import Batch
from app.errors import Problem
from importers.meaning.periods import read_label
from importers.meaning.words import fold

Shape = tuple[tuple[str, tuple[str, ...]], ...]      # (sheet, its folded headers) for each sheet that has a header


@dataclass(frozen=True, slots=True)
class Profile:
    """Answers with the shape they were given for; a profile written by hand may have no shape."""

    name: str
    answers: Mapping[str, str] = field(default_factory=dict)
    leaf: str = ""
    shape: Shape = ()


def shape_of(batch: Batch) -> Shape:
    """The shape of a file, from its reading without answers."""
    found = []
    for sheet in batch.sheets:
        heads = tuple(fold(c.header) for c in sheet.columns if fold(c.header) and not read_label(c.header).timed)
        if heads:
            found.append((sheet.name, heads))
    return tuple(found)


def recognised(folder: Path, shape: Shape) -> tuple[Profile, dict[str, str]] | None:
    """The newest profile made for this shape, and its answers for a file whose sheets may be called otherwise."""
    if not shape or not folder.is_dir():
        return None
    for path in sorted(folder.glob("*.toml"), key=lambda p: (-p.stat().st_mtime_ns, p.name)):
        try:
            profile = load(path)
        except Problem:
            continue                                       # damaged; `--profile` says so, an opening file need not
        if sorted(heads for _, heads in profile.shape) == sorted(heads for _, heads in shape):
            return profile, _renamed(profile, shape)
    return None


def _renamed(profile: Profile, shape: Shape) -> dict[str, str]:
    """The answers with "@sheet" as the sheets of the same header are called here."""
    free, here = list(shape), dict[str, str]()
    for name, heads in sorted(profile.shape, key=lambda s: s not in shape):     # sheets of the same name first
        match = next((s for s in free if s == (name, heads)), None) or next(s for s in free if s[1] == heads)
        free.remove(match)
        here[name] = match[0]
    found = {}
    for key, value in profile.answers.items():
        bare, at, sheet = key.rpartition("@")
        found[f"{bare}@{here[sheet]}" if at and sheet in here else key] = value
    return found


def kept(answers: Mapping[str, str]) -> dict[str, str]:
    """The answers that hold for another file of the shape: not those about a row's number or a period's column."""
    def passes(key: str) -> bool:
        kind, _, name = key.partition(".")
        bare = name.rpartition("@")[0] or name
        return not (kind == "row" and bare.isdigit()) and not (kind == "column" and read_label(bare).timed)
    return {key: value for key, value in answers.items() if passes(key)}


def save(folder: Path, profile: Profile) -> Path:
    """Write a profile, in the place of one of the same name."""
    stem = re.sub(r"[^\w\- ]+", "_", profile.name).strip(" ._")
    if not stem:
        raise Problem("A profile needs a name.", "Write one with letters or digits.")
    lines = [f"name = {_text(profile.name)}", f"leaf = {_text(profile.leaf)}", "", "[answers]"]
    lines += [f"{_text(key)} = {_text(value)}" for key, value in profile.answers.items()]
    for sheet, heads in profile.shape:
        lines += ["", "[[sheets]]", f"name = {_text(sheet)}", f"columns = [{', '.join(map(_text, heads))}]"]
    path = folder / f"{stem}.toml"
    part = path.with_suffix(f".{os.getpid()}.part")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        part.write_text("\n".join(lines) + "\n", "utf-8")
        os.replace(part, path)
    except OSError as wrong:
        part.unlink(missing_ok=True)
        raise Problem(f"The profile {path} cannot be written ({wrong.strerror}).", "Choose another name.") from wrong
    return path


def _text(text: str) -> str:
    """A text as TOML writes it; its basic strings escape as JSON's do, but for DEL."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def load(path: Path) -> Profile:
    """A profile from its file. Raises Problem when it cannot be read."""
    try:
        raw = tomllib.loads(path.read_text("utf-8"))
        shape = tuple((str(s["name"]), tuple(map(str, s["columns"]))) for s in raw.get("sheets", []))
        answers = {str(k): str(v) for k, v in raw.get("answers", {}).items()}
    except FileNotFoundError as wrong:
        raise Problem(f"There is no profile {path}.", "Check the name.") from wrong
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as wrong:
        raise Problem(f"The profile {path} cannot be read ({wrong}).", "It is a TOML file.") from wrong
    return Profile(str(raw.get("name", path.stem)), answers, str(raw.get("leaf", "")), shape)
