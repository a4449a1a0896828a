"""Reading a file for the first time: what a profile and earlier answers settle, and what does not fit is said."""
from __future__ import annotations

from pathlib import Path

import pytest

from app.core.batch import Batch
from app.errors import Problem
from app.ui.importing import reading
from app.ui.importing.reading import Reading
from app.ui.jobs import Progress
from importers.base import Wishes
from importers.profile import Profile


def test_earlier_answers_that_do_not_fit_are_told_where_a_profile_reads_the_file(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "list.xlsx"

    def read(path: Path, wishes: Wishes, *_: object) -> Reading:
        if wishes.again:
            raise Problem("There is no column Lead.")
        return Reading(path, Batch("list.xlsx", ""), {}, (), 0, profile=wishes.profile)

    monkeypatch.setattr(reading, "read", read)
    monkeypatch.setattr(reading, "recognised", lambda *_: (Profile("Tracker"), {"leaf": "measure"}))
    found = reading.read_new(path, Wishes(), Progress(lambda *_: None), tmp_path, {"column.Lead": "sponsor"})
    assert found.profile == "Tracker"
    assert ["There is no column Lead." in issue.message for issue in found.batch.issues] == [True]
