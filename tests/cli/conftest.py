"""Fixtures of this folder: the command line as its own process, on a profile of its own."""
from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.session_fixtures import clock, profile, session

ROOT = Path(__file__).resolve().parents[2]
Trimtab = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def trimtab(tmp_path: Path, profile: Path) -> Trimtab:
    """Runs `trimtab ARGS` in the test's folder."""
    def run(*args: str, ok: bool = True) -> subprocess.CompletedProcess[str]:
        done = subprocess.run([sys.executable, "-m", "app", *args], cwd=tmp_path, capture_output=True, text=True,
                              env=os.environ | {"PYTHONPATH": str(ROOT)}, timeout=100)
        assert "Traceback" not in done.stderr, done.stderr
        if ok:
            assert done.returncode == 0, done.stderr
        else:
            assert done.returncode == 1
            assert len(done.stderr.strip().splitlines()) == 1, done.stderr
        return done
    return run


@pytest.fixture
def here(tmp_path: Path, profile: Path, monkeypatch: pytest.MonkeyPatch,
         capsys: pytest.CaptureFixture[str]) -> Trimtab:
    """The same without a process of its own, for tests of words: a second sooner each time."""
    from app import cli

    monkeypatch.chdir(tmp_path)

    def run(*args: str, ok: bool = True) -> subprocess.CompletedProcess[str]:
        capsys.readouterr()
        code = cli.run(args)
        said = capsys.readouterr()
        assert code in ((0, 2) if ok else (1,)), said.err
        if not ok:
            assert len(said.err.strip().splitlines()) == 1, said.err
        return subprocess.CompletedProcess(args, code, said.out, said.err)
    return run


__all__ = ["clock", "profile", "session", "trimtab"]
