"""`trimtab import --profile --answer`: what was settled before, as one profile.

Must not know: Qt, how a file is read with it.
"""
from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from app.core.batch import Batch
from app.errors import Problem
from app.store import profile as person
from importers.base import Wishes
from importers.child import in_child
from importers.meaning.settled import check
from importers.profile import Profile, Shape, answers_for, candidates, kept, named, save_as, shape_of

FOLDER = "import-profiles"                # in the profile of the person
NONE = "none"                             # said instead of a profile: read it without, whatever it looks like


def folder() -> Path:
    """Where this machine keeps import profiles."""
    return person.folder() / FOLDER


def settled(profile: str, answers: Iterable[str], leaf: str) -> Profile:
    """The profile of that file or name ("" for none) with these answers (KEY=VALUE) over its own. Raises Problem."""
    found = named(profile, folder()) if profile and profile != NONE else Profile("")
    given = dict(found.answers)
    for answer in answers:
        key, equals, value = answer.partition("=")
        if not equals or not key:
            raise Problem(f"“{answer}” is not an answer.", "Write --answer KEY=VALUE.")
        given[key] = value
    check(given)
    return replace(found, answers=given, leaf=leaf or found.leaf)


def known(profile: str) -> list[Profile]:
    """The profiles that may be recognised by a file's shape: none where one was named, or "none" was."""
    return [] if profile else candidates(folder())


def fitted(profile: Profile, book: Path) -> Profile:
    """The profile with its answers for the sheets of this file, which may be called otherwise than last month's."""
    if not profile.shape or not any("@" in key for key in profile.answers):
        return profile
    return replace(profile, answers=answers_for(profile, _shape(book)))


def place(text: str) -> Path | None:
    """Where a profile is to be written, None for nowhere. Raises Problem for another ending, before all else."""
    if text and not text.lower().endswith(".toml"):
        raise Problem(f"{text} does not end in .toml.", "A profile is a TOML file; give it a name like tracker.toml.")
    return Path(text) if text else None


def keep(path: Path, profile: Profile, book: Path, batch: Batch) -> None:
    """Write what holds for other files of this shape as a profile. Raises Problem."""
    if batch.origin.profile and not profile.name:          # recognised by the file's shape: all it settled counts
        found = next(p for p in candidates(folder()) if p.name == batch.origin.profile)
        profile = replace(found, answers=batch.origin.answers, leaf=profile.leaf or found.leaf)
    shape = _shape(book) if profile.answers or profile.figures else shape_of(batch)
    save_as(path, replace(profile, name=path.stem, answers=kept(profile.answers), shape=shape))


def _shape(book: Path) -> Shape:
    """The shape of a file, from a reading without answers."""
    return shape_of(in_child("importers.read.import_file", str(book), Wishes()))
