"""`trimtab import --profile --answer`: what was settled before, as one profile.

Must not know: Qt, how a file is read with it.
"""
from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from app.errors import Problem
from app.store import profile as person
from importers.meaning.settled import check
from importers.profile import Profile, named

FOLDER = "import-profiles"                # in the profile of the person


def folder() -> Path:
    """Where this machine keeps import profiles."""
    return person.folder() / FOLDER


def settled(profile: str, answers: Iterable[str], leaf: str) -> Profile:
    """The profile of that file or name ("" for none) with these answers (KEY=VALUE) over its own. Raises Problem."""
    found = named(profile, folder()) if profile else Profile("")
    given = dict(found.answers)
    for answer in answers:
        key, equals, value = answer.partition("=")
        if not equals or not key:
            raise Problem(f"“{answer}” is not an answer.", "Write --answer KEY=VALUE.")
        given[key] = value
    check(given)
    return replace(found, answers=given, leaf=leaf or found.leaf)
