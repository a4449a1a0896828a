"""The work of the import that runs off the window's thread: read a file in a child process, plan against the file.

Plain data in, plain data out. Must not know: widgets.
"""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.core.batch import Batch, Issue
from app.core.find import known_people
from app.core.intake import again
from app.errors import Problem
from app.ui.at_rest import at_rest
from app.ui.importing.changes import Row, counts_of, rows_of
from app.ui.jobs import Progress
from app.ui.words import tr
from importers.base import Sheet, Wishes
from importers.child import in_child
from importers.profile import Profile, Shape, answered_before, candidates, kept, recognised, shape_of

if TYPE_CHECKING:
    from app.core.intake.plan import ImportPlan
    from app.core.portfolio import Portfolio
    from app.session import Session


@dataclass(frozen=True)
class Reading:
    """What a file gave: its records to be, and its sheets as they stand in it."""

    path: Path
    batch: Batch
    sheets: dict[str, Sheet] = field(default_factory=dict)
    readers: str = ""                     # how it was read, for people
    size: int = 0                         # bytes
    shape: Shape = ()                     # of its sheets, from a reading without answers
    answers: Mapping[str, str] = field(default_factory=dict)
    profile: str = ""                     # the profile it was read by
    figures: Mapping[str, Any] = field(default_factory=dict)     # what that profile counts, of another system's export


def wishes_for(p: Portfolio, answers: Mapping[str, str], path: Path) -> Wishes:
    """What the portfolio and the person settle before a file is read, and what is known of its source."""
    return Wishes(leaf=answers.get("leaf", ""), answers=dict(answers), currency=str(p.setting("currency") or ""),
                  fiscal_start=int(p.setting("fiscal_start") or 1), people=known_people(p),
                  last=again.profile_of_name(p, path.name))


def read(path: Path, wishes: Wishes, progress: Progress, shape: Shape = ()) -> Reading:
    """Read a file in a child process; stopping `progress` kills the child. `shape` is known from an earlier reading."""
    if not path.exists():
        raise Problem(tr("There is no file {path}.", path=path), tr("It may have been moved; choose it again."))
    book, batch = in_child("importers.preview.preview", str(path), wishes, progress=progress,
                           cancelled=progress.stopped, early=("importers.reading.ahead.check", str(path)))
    return Reading(path, batch, {sheet.name: sheet for sheet in book.sheets}, book.readers, path.stat().st_size,
                   shape or (() if wishes.answers or wishes.figures else shape_of(batch)), wishes.answers,
                   wishes.profile if wishes.answers or wishes.figures else "", wishes.figures)


def answers_before(p: Portfolio, path: Path) -> dict[str, str]:
    """What was answered when a file of this name came into the portfolio last."""
    return kept(again.of_name(p, path.name))


def read_new(path: Path, wishes: Wishes, progress: Progress, folder: Path,
             before: Mapping[str, str] | None = None) -> Reading:
    """Read a file for the first time: as it is, and again by a profile that was made for files of its shape and by what
    was answered `before` for this source."""
    plain = read(path, wishes, progress)
    found = recognised(candidates(folder), plain.shape, plain.sheets.values(), wishes.last)
    if found is None or not (found[1] or found[0].figures):
        return _answered(path, wishes, progress, plain, before or {})
    try:
        return _answered(path, by_profile(wishes, *found), progress, plain, before or {}, True)
    except Problem as wrong:
        plain.batch.issues.append(Issue("warning", "", "", tr(
            "The profile “{name}” was made for such a file but does not fit it: {why}", name=found[0].name,
            why=wrong.what)))
        return plain


def _answered(path: Path, wishes: Wishes, progress: Progress, plain: Reading, before: Mapping[str, str],
              profiled: bool = False) -> Reading:
    """Read again by a profile, and by earlier answers as far as they fit."""
    told: list[Issue] = []
    if before and not wishes.figures:
        try:
            return read(path, answered_before(wishes, before), progress, plain.shape)
        except Problem as wrong:
            told = [Issue("warning", "", "", tr(
                "The answers given to the last import of this source do not fit this file any more: {why}",
                why=wrong.what))]
            plain.batch.issues += told
    if not profiled:
        return plain
    found = read(path, wishes, progress, plain.shape)
    found.batch.issues += told
    return found


def by_profile(wishes: Wishes, profile: Profile, answers: Mapping[str, str]) -> Wishes:
    """The wishes with what a profile settles; `answers` are its own, for the sheets of this file."""
    leaf = {"leaf": profile.leaf} if profile.leaf else {}
    return replace(wishes, leaf=profile.leaf, answers={**answers, **leaf}, profile=profile.name,
                   figures=profile.figures)


@dataclass(frozen=True)
class Matched:
    """A plan with its rows and counts as people read them, and the portfolio's version it was made for."""

    plan: ImportPlan
    rows: Sequence[Row]
    new: Mapping[str, int]
    changed: Mapping[str, int]
    version: int


def plan(session: Session, batch: Batch, progress: Progress) -> Matched:
    """What an import would do. When the portfolio changed while it was computed, it is computed anew."""
    def read() -> Matched:
        progress(0.0, tr("Comparing with the portfolio"))
        return _matched(session, session.plan_import(batch))
    return at_rest(session, read, Problem(tr("The portfolio keeps changing."),
                                          tr("Go back one step and try again when nobody edits.")))


def carry_out(session: Session, batch: Batch, told: str) -> Matched:
    """Import, as one step; what comes back tells what was done."""
    return _matched(session, session.import_batch(batch, told=told))


def _matched(session: Session, planned: ImportPlan) -> Matched:
    p = session.present
    return Matched(planned, rows_of(planned, p), *counts_of(planned, p), p.version)
