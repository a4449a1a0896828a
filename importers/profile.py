"""Import profiles: the answers a person gave to one shape of file, kept as TOML and found again by that shape.

Profiles for exports of other systems (ledger, tickets, CRM ...) come with the program, in the same form; they are found
by the columns they need, and one saved by a person goes before them.

The shape is the header of every sheet as it was understood without answers, leaving out columns of periods, so that
next month's file has the shape of this month's. Must not know: where profiles are kept (the folder is passed in).
"""
from __future__ import annotations

import json
import os
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from app.core.batch import Batch
from app.errors import Problem
from importers.base import Sheet, Wishes
from importers.figures.model import feed_of
from importers.figures.table import is_export
from importers.meaning.value.periods import read_label
from importers.meaning.words import fold

SHIPPED = Path(__file__).resolve().parent.parent / "resources" / "profiles"
FORM = "~form"                        # before the questions of a form: only those that were answered are known
_ALIKE = 0.7                          # share of the questions that two forms of one template have in common
Shape = tuple[tuple[str, tuple[str, ...]], ...]      # (sheet, its folded headers) for each sheet that has a header


@dataclass(frozen=True, slots=True)
class Profile:
    """Answers with the shape they were given for; a profile written by hand may have no shape."""

    name: str
    answers: Mapping[str, str] = field(default_factory=dict)
    leaf: str = ""
    shape: Shape = ()
    figures: Mapping[str, Any] = field(default_factory=dict)     # what is counted of another system's export


def shape_of(batch: Batch) -> Shape:
    """The shape of a file, from its reading without answers."""
    found = []
    for sheet in batch.sheets:
        heads = tuple(fold(c.header) for c in sheet.columns if fold(c.header) and not read_label(c.header).timed)
        if heads:
            found.append((sheet.name, (FORM, *heads) if sheet.layout == "form" else heads))
    return tuple(found)


def fits(one: Shape, other: Shape) -> bool:
    """Are both shapes the same, but for the names of sheets and the questions of forms that one left unanswered?"""
    left = [heads for _, heads in other]
    for _, heads in one:
        match = next((h for h in left if h == heads), None) or next((h for h in left if _same_form(heads, h)), None)
        if match is None:
            return False
        left.remove(match)
    return not left


def _same_form(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    if one[:1] != (FORM,) or other[:1] != (FORM,):
        return False
    a, b = set(one[1:]), set(other[1:])
    return len(a & b) >= _ALIKE * min(len(a), len(b))


def candidates(folder: Path) -> list[Profile]:
    """The profiles that a file may be recognised by: a person's own, the newest first, then those of Trimtab."""
    found: list[Profile] = []
    mine = folder.glob("*.toml") if folder.is_dir() else ()
    for path in sorted(mine, key=lambda p: (-p.stat().st_mtime_ns, p.name)):
        try:
            found.append(load(path))
        except Problem:
            continue                                       # damaged; `--profile` says so, an opening file need not
    return found + [profile for _, profile in shipped()]


def recognised(known: Iterable[Profile], shape: Shape, sheets: Iterable[Sheet] = (), last: str = "") -> \
        tuple[Profile, dict[str, str]] | None:
    """Of the profiles made for this shape the one used `last` for its source, else the first, with its answers for a
    file whose sheets may be called otherwise; where there is none, in the same way one that counts such an export."""
    profiles, held = sorted(known, key=lambda p: p.name != last), list(sheets)
    for profile in profiles if shape else ():
        if fits(profile.shape, shape):
            return profile, _renamed(profile, shape)
    for profile in profiles if held else ():
        if profile.figures and is_export(feed_of(profile.figures, profile.name), held):
            return profile, dict(profile.answers)
    return None


def _renamed(profile: Profile, shape: Shape) -> dict[str, str]:
    """The answers with "@sheet" as the sheets of the same header are called here."""
    free, here = list(shape), dict[str, str]()
    for name, heads in sorted(profile.shape, key=lambda s: s not in shape):     # sheets of the same name first
        match = next((s for s in free if s == (name, heads)), None) or next(
            (s for s in free if s[1] == heads), None) or next(s for s in free if _same_form(heads, s[1]))
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


def answered_before(wishes: Wishes, before: Mapping[str, str]) -> Wishes:
    """The wishes with answers given to an earlier import of the source, wherever nothing was said now."""
    used = {key: value for key, value in before.items() if key not in wishes.answers}
    return replace(wishes, answers={**used, **wishes.answers}, again=tuple(used))


def save(folder: Path, profile: Profile) -> Path:
    """Write a profile, in the place of one of the same name."""
    stem = re.sub(r"[^\w\- ]+", "_", profile.name).strip(" ._")
    if not stem:
        raise Problem("A profile needs a name.", "Write one with letters or digits.")
    return save_as(folder / f"{stem}.toml", profile)


def save_as(path: Path, profile: Profile) -> Path:
    """Write a profile to a file, to be kept or to be given away. Raises Problem."""
    lines = [f"name = {_text(profile.name)}", f"leaf = {_text(profile.leaf)}", "", "[answers]"]
    lines += [f"{_text(key)} = {_text(value)}" for key, value in profile.answers.items()]
    lines += _figures(profile.figures)
    for sheet, heads in profile.shape:
        lines += ["", "[[sheets]]", f"name = {_text(sheet)}", f"columns = [{', '.join(map(_text, heads))}]"]
    part = path.with_suffix(f".{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part.write_text("\n".join(lines) + "\n", "utf-8")
        os.replace(part, path)
    except OSError as wrong:
        part.unlink(missing_ok=True)
        raise Problem(f"The profile {path} cannot be written ({wrong.strerror}).", "Choose another name.") from wrong
    return path


def _figures(figures: Mapping[str, Any]) -> list[str]:
    """The table [figures]: plain values first, then its columns, then a table a KPI."""
    if not figures:
        return []
    lines = ["", "[figures]"]
    lines += [f"{key} = {_value(value)}" for key, value in figures.items() if key not in ("columns", "kpi")]
    lines += ["", "[figures.columns]"] + [f"{_text(k)} = {_value(v)}" for k, v in figures.get("columns", {}).items()]
    for kpi in figures.get("kpi", ()):
        lines += ["", "[[figures.kpi]]"] + [f"{key} = {_value(value)}" for key, value in kpi.items()]
    return lines


def _value(value: Any) -> str:
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{_text(str(k))} = {_value(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_value, value)) + "]"
    return str(value) if isinstance(value, int) else _text(str(value))


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
    profile = Profile(str(raw.get("name", path.stem)), answers, str(raw.get("leaf", "")), shape,
                      raw.get("figures", {}))
    if profile.figures:
        feed_of(profile.figures, profile.name)
    return profile


def shipped() -> list[tuple[str, Profile]]:
    """(file name without its ending, profile) of those that come with Trimtab."""
    return [(path.stem, load(path)) for path in sorted(SHIPPED.glob("*.toml"))]


def known(folder: Path) -> list[tuple[bool, Profile]]:
    """(whether it comes with Trimtab, profile) of all there are, a person's own first; a damaged one is passed over."""
    found: list[tuple[bool, Profile]] = []
    for path in sorted(folder.glob("*.toml")) if folder.is_dir() else ():
        try:
            found.append((False, load(path)))
        except Problem:
            continue
    mine = {profile.name for _, profile in found}
    return found + [(True, profile) for _, profile in shipped() if profile.name not in mine]


def answers_for(profile: Profile, shape: Shape) -> dict[str, str]:
    """A profile's answers for a file that was chosen by hand: for its sheets by their heads where they are the same."""
    if profile.shape and sorted(h for _, h in profile.shape) == sorted(h for _, h in shape):
        return _renamed(profile, shape)
    return dict(profile.answers)


def named(text: str, folder: Path) -> Profile:
    """A profile by its file, or by the name of one that is kept or comes with Trimtab. Raises Problem."""
    if Path(text).suffix == ".toml" or Path(text).is_file():
        return load(Path(text))
    for path in sorted(folder.glob("*.toml")) if folder.is_dir() else ():
        if fold(path.stem) == fold(text):
            return load(path)
    ours = shipped()
    for stem, profile in ours:
        if fold(text) in (fold(stem), fold(profile.name)):
            return profile
    raise Problem(f"There is no profile {text}.",
                  f"Name its file, or one of: {', '.join(stem for stem, _ in ours)}.")
