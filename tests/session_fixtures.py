"""The `session` fixture: a temporary file and a fake clock; its teardown undoes everything undoable and replays."""
from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.session import Session
from tests.support import FakeClock, finish, new_session


@pytest.fixture
def profile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine of its own: no test sees another's files, backups or preferences."""
    folder = tmp_path / "profile"
    monkeypatch.setenv("TRIMTAB_PROFILE", str(folder))
    return folder


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def session(tmp_path: Path, profile: Path, clock: FakeClock) -> Iterator[Session]:
    opened = new_session(tmp_path, clock=clock)
    yield opened
    finish(opened)
