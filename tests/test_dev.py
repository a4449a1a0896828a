"""dev.py says in a sentence what a person can do, and the pinned requirements install from any mirror."""

from __future__ import annotations

import ast
import os
import re
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

import dev

ROOT = Path(__file__).resolve().parent.parent


def test_an_old_python_is_refused_in_a_sentence_that_names_a_newer_one() -> None:
    sentence = r"needs Python 3\.11 or newer; this is Python 3\.9 .*`python3\.12 dev\.py`"
    with pytest.raises(dev.Stop, match=sentence):
        dev.refuse_old_python((3, 9, 2), which=lambda name: name == "python3.12")


def test_an_old_python_alone_on_the_machine_is_told_to_install_a_newer_one() -> None:
    with pytest.raises(dev.Stop, match="Install a newer Python"):
        dev.refuse_old_python((3, 10, 14), which=lambda name: None)


@pytest.mark.parametrize("version", [(3, 11, 0), (3, 13, 2), (4, 0, 0)])
def test_a_new_enough_python_is_accepted(version: tuple[int, ...]) -> None:
    dev.refuse_old_python(version, which=lambda name: None)


def test_an_old_python_can_read_dev_py_at_all() -> None:
    source = (ROOT / "dev.py").read_text(encoding="utf-8")
    ast.parse(source, feature_version=(3, 7))
    imported = {
        (node.names[0].name if isinstance(node, ast.Import) else node.module or "").split(".")[0]
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Import | ast.ImportFrom)
    }
    assert imported <= sys.stdlib_module_names


@pytest.mark.parametrize("name", sorted(dev.PROGRAMS))
def test_a_program_this_version_lacks_is_named_and_fails(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(dev, "ROOT", tmp_path)
    assert dev.main([name]) == 1
    told = capsys.readouterr().err
    assert f"This version does not have `{name}`: there is no {dev.PROGRAMS[name][0]}" in told


def test_an_unknown_command_lists_those_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    assert dev.main(["tset"]) == 1
    told = capsys.readouterr().err
    assert "There is no command `tset`" in told
    assert all(name in told for name in (*dev.COMMANDS, *dev.PROGRAMS))


def test_run_without_a_screen_says_so_before_anything_is_installed() -> None:
    environment = {"PATH": "/usr/bin:/bin", "DISPLAY": ":4711"}
    command = [sys.executable, "dev.py", "run"]
    result = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    assert result.returncode == 1
    assert "There is no screen" in result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize("display", ["", "nonsense", ":4711", "unix:4711.0"])
def test_a_display_that_nobody_answers_is_no_screen(display: str) -> None:
    assert not dev.display_answers({"DISPLAY": display})


def test_a_display_whose_server_answers_is_a_screen() -> None:
    number = 10000 + os.getpid()
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as server:
        server.bind(f"\0/tmp/.X11-unix/X{number}")
        server.listen()
        assert dev.display_answers({"DISPLAY": f":{number}.0"})


@pytest.mark.xvfb
def test_the_installed_libraries_are_enough_for_a_real_window(qapp: QApplication, qtbot: QtBot) -> None:
    assert qapp.platformName() == "xcb"
    window = QWidget()
    window.setStyleSheet("background: #1f6f5c")
    qtbot.addWidget(window)
    window.setGeometry(40, 40, 300, 200)
    with qtbot.waitExposed(window):
        window.show()

    def painted() -> QColor:
        screen = window.screen().grabWindow(0)  # what the X server shows, not what Qt meant to paint
        return screen.toImage().pixelColor(190, 140)

    qtbot.waitUntil(lambda: painted() == QColor("#1f6f5c"), timeout=5000)


@pytest.mark.xvfb
def test_run_opens_the_program_in_a_real_window(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if name != "QT_QPA_PLATFORM"}
    told = tmp_path / "told.txt"
    with told.open("w") as output:
        program = subprocess.Popen(
            [sys.executable, "dev.py", "run"], cwd=ROOT, env=environment, stdout=output, stderr=output
        )

    def painted() -> bool:
        screen = qapp.primaryScreen().grabWindow(0).toImage()
        spots = [(x, y) for x in range(0, screen.width(), 8) for y in range(0, screen.height(), 8)]
        return len({screen.pixel(x, y) for x, y in spots}) > 8  # an empty X screen has one colour

    try:
        qtbot.waitUntil(lambda: painted() or program.poll() is not None, timeout=30_000)
        assert program.poll() is None, f"the program ended by itself: {told.read_text()}"
    finally:
        program.terminate()
        program.wait(timeout=10)


def test_a_command_that_needs_no_window_asks_for_no_screen() -> None:
    assert dev.opens_a_window([])
    assert dev.opens_a_window(["plan.trimtab"])
    assert not dev.opens_a_window(["show", "plan.trimtab"])


def test_the_launcher_starts_the_checkout_from_any_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    venv = tmp_path / "a checkout" / ".venv"
    (venv / "bin").mkdir(parents=True)
    (venv / "lib" / "python3.11" / "site-packages").mkdir(parents=True)
    (venv / "bin" / "python").write_text('#!/bin/sh\necho "$PWD" "$@"\n')
    (venv / "bin" / "python").chmod(0o755)
    monkeypatch.setattr(dev, "VENV", venv)
    dev.write_launcher()
    result = subprocess.run(
        [venv / "bin" / "trimtab", "show", "my plan.trimtab"], cwd=tmp_path, capture_output=True, text=True
    )
    assert result.stdout == f"{tmp_path} -P -m app show my plan.trimtab\n"
    pth = venv / "lib" / "python3.11" / "site-packages" / "trimtab-checkout.pth"
    assert pth.read_text(encoding="utf-8") == f"{dev.ROOT}\n"


def test_a_missing_library_is_found_and_a_present_one_is_not() -> None:
    assert dev.missing_libraries({"libc.so.6": "libc6", "libnever-was.so.9": "never"}) == {
        "libnever-was.so.9": "never"
    }


def test_without_root_the_one_line_to_type_is_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dev, "is_root", lambda: False)
    monkeypatch.setattr(dev.shutil, "which", lambda name: f"/usr/bin/{name}")
    with pytest.raises(dev.Stop, match=r"sudo apt-get install -y --no-install-recommends libgl1 libegl1$"):
        dev.install_with_apt(["libgl1", "libegl1"], "Qt needs libraries.")


@pytest.mark.parametrize("path", dev.REQUIREMENTS.values(), ids=lambda path: path.name)
def test_every_pinned_requirement_has_a_version_and_a_hash_and_no_address(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert "://" not in text
    entries = text.replace("\\\n", " ").strip().splitlines()
    assert len(entries) > 15
    for entry in entries:
        assert re.match(r"[a-z0-9-]+==[^ ]+ .*--hash=sha256:[0-9a-f]{64}", entry), entry


def test_the_tools_are_pinned_on_top_of_the_very_same_runtime() -> None:
    runtime, tools = (
        set(re.findall(r"^[a-z0-9-]+==[^\\]+", path.read_text(encoding="utf-8"), re.MULTILINE))
        for path in (dev.REQUIREMENTS["runtime"], dev.REQUIREMENTS["dev"])
    )
    assert runtime <= tools


def test_qt_stays_below_the_release_that_aborts_on_python_3_11() -> None:
    assert re.search(r"^pyside6-essentials==6\.11\.", dev.REQUIREMENTS["runtime"].read_text(), re.MULTILINE)


def test_the_folder_packaging_never_shadows_the_library_of_that_name() -> None:
    assert not (ROOT / "packaging" / "__init__.py").exists()
