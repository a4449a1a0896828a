"""`dev.py shots`: pictures and an index are written, and a screen with a fault makes it fail by name."""
from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QLabel

from app.ui import words
from tests import shots
from tests.shots_screens import SCREENS, Screen, Stage


@pytest.fixture(autouse=True)
def own_profile(tmp_path, monkeypatch, qapp):
    """Pictures must not depend on what other tests left behind; the language goes back to English."""
    monkeypatch.setenv("TRIMTAB_PROFILE", str(tmp_path / "profile"))
    monkeypatch.setattr(shots, "use_throwaway_folders", lambda: None)
    yield
    words.set_language("en")


def only(monkeypatch, screen: Screen) -> None:
    monkeypatch.setattr(shots, "SCREENS", (screen,))


def run(folder: Path) -> tuple[int, str]:
    code = shots.main([str(folder), "--plain", "--size", "1366"])
    return code, (folder / "findings.txt").read_text(encoding="utf-8")


def test_a_sound_screen_is_pictured_in_both_themes_and_nothing_is_found(tmp_path, monkeypatch):
    only(monkeypatch, SCREENS[0])
    code, findings = run(tmp_path / "out")
    assert (code, findings) == (0, "")
    light, dark = (QImage(str(tmp_path / "out" / f"start-1366-{name}.png")) for name in ("light", "dark"))
    assert (light.width(), light.height()) == (1366, 768)
    assert light.pixelColor(700, 700).lightness() > 200 > 60 > dark.pixelColor(700, 700).lightness()
    assert "start-1366-dark.png" in (tmp_path / "out" / "index.html").read_text(encoding="utf-8")


def test_a_cut_label_on_a_screen_makes_it_fail_and_is_named(tmp_path, monkeypatch):
    def show(stage: Stage) -> None:
        stage.window.show_page("start")
        label = QLabel("Maßnahmenverantwortlicher", stage.window.pages["start"])
        label.setObjectName("planted")
        label.setGeometry(1000, 500, 50, 20)
        label.show()

    only(monkeypatch, Screen("planted", show))
    code, findings = run(tmp_path / "out")
    assert code == 1 and "elided" in findings and "planted" in findings and "2 x: planted-1366-light" in findings


def test_a_screen_that_breaks_is_told_with_its_trace_and_the_others_are_still_pictured(tmp_path, monkeypatch):
    def broken(stage: Stage) -> None:
        raise KeyError("IC-121")

    monkeypatch.setattr(shots, "SCREENS", (Screen("broken", broken), SCREENS[0]))
    code, findings = run(tmp_path / "out")
    assert code == 1 and "KeyError: 'IC-121'" in findings
    assert (tmp_path / "out" / "start-1366-light.png").exists()


def test_every_screen_of_the_list_has_its_own_name():
    names = [screen.name for screen in SCREENS]
    assert len(names) == len(set(names)) >= 14
