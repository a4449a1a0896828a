"""The pieces that freeze the program and try it: what is installed, what is measured, and that a fault is seen.

The freezing itself takes minutes and belongs to `dev.py package`. The programs
played here are shell scripts.
"""

from __future__ import annotations

import configparser
import importlib
import os
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path
from types import ModuleType

import pytest

import dev

PACKAGING = dev.ROOT / "packaging"
RECIPES = PACKAGING / "recipes"


@pytest.fixture(autouse=True)
def _packaging_modules(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(PACKAGING))


def module(name: str) -> ModuleType:
    return importlib.import_module(name)


def pins(kind: str) -> str:
    return dev.REQUIREMENTS[kind].read_text(encoding="utf-8")


def test_a_pin_keeps_its_marker_and_all_its_hashes() -> None:
    text = "# made\nA_b==1 ; x == 'y' \\\n    --hash=sha256:1 \\\n    --hash=sha256:2\n"
    text += "c[d]==2 \\\n    --hash=sha256:3\n"
    assert module("environment").pinned(text) == {
        "a-b": "A_b==1 ; x == 'y' \\\n    --hash=sha256:1 \\\n    --hash=sha256:2\n",
        "c": "c[d]==2 \\\n    --hash=sha256:3\n"}


def test_the_program_is_frozen_from_all_it_needs_and_of_the_tools_the_freezer_alone() -> None:
    environment = module("environment")
    runtime, tools = environment.pinned(pins("runtime")), environment.pinned(pins("dev"))
    wanted = environment.pinned(environment.wanted(pins("runtime"), pins("dev")))
    assert set(wanted) == set(runtime) | set(environment.FREEZER)
    assert {name: wanted[name] for name in runtime} == runtime
    assert "pytest" in tools and "pytest" not in wanted


def test_a_freezer_without_a_pin_is_said() -> None:
    without = pins("dev").replace("\npyinstaller==", "\nsomething-else==")
    with pytest.raises(dev.Stop, match=r"does not pin pyinstaller\."):
        module("environment").wanted(pins("runtime"), without)


def test_a_debian_python_gets_its_library_from_a_package_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    build, wished = module("build"), list[list[str]]()
    monkeypatch.setattr(build.sysconfig, "get_config_var", {"LIBDIR": "/nowhere", "Py_ENABLE_SHARED": 1}.get)
    monkeypatch.setattr(dev, "loads", lambda soname: False)
    monkeypatch.setattr(dev, "install_with_apt", lambda packages, why: wished.append(packages))
    monkeypatch.setattr(sys, "base_prefix", "/usr")
    build.need_shared_python()
    assert wished == [[f"libpython3.{sys.version_info.minor}"]]
    monkeypatch.setattr(sys, "base_prefix", "/opt/python")
    with pytest.raises(dev.Stop, match="--enable-shared"):
        build.need_shared_python()


def test_the_size_of_a_folder_counts_a_linked_file_once(tmp_path: Path) -> None:
    (tmp_path / "lib").mkdir()
    (tmp_path / "lib" / "big.so.1").write_bytes(bytes(5000))
    (tmp_path / "big.so").symlink_to("lib/big.so.1")
    (tmp_path / "small").write_bytes(bytes(70))
    build = module("build")
    assert 5070 <= build.size(tmp_path) < 5200
    assert build.largest(tmp_path) == [("lib/big.so.1", 5000), ("small", 70)]


def test_the_oldest_system_is_read_from_the_libraries_and_2_9_is_older_than_2_36(tmp_path: Path) -> None:
    (tmp_path / "a.so").write_bytes(b"\x7fELF\0GLIBC_2.9\0GLIBC_2.36\0GLIBC_PRIVATE\0")
    (tmp_path / "b.so.6").write_bytes(b"\x7fELF\0GLIBC_2.2.5\0")
    (tmp_path / "notes.txt").write_bytes(b"\0GLIBC_2.99\0")
    assert module("build").oldest_glibc(tmp_path) == (2, 36)


def test_another_program_gets_its_own_library_path_back(monkeypatch: pytest.MonkeyPatch) -> None:
    source = (PACKAGING / "hook_environment.py").read_text(encoding="utf-8")
    monkeypatch.setenv("LD_LIBRARY_PATH", "/opt/trimtab/_internal:/opt/own")
    monkeypatch.setenv("LD_LIBRARY_PATH_ORIG", "/opt/own")
    exec(compile(source, "hook", "exec"), {})
    assert os.environ["LD_LIBRARY_PATH"] == "/opt/own" and "LD_LIBRARY_PATH_ORIG" not in os.environ
    exec(compile(source, "hook", "exec"), {})
    assert "LD_LIBRARY_PATH" not in os.environ


def played(folder: Path, script: str) -> object:
    """A "frozen program" that is a shell script."""
    program = folder / "program"
    program.write_text("#!/bin/sh\n" + script, encoding="utf-8")
    program.chmod(0o755)
    return module("frozen").Frozen(program, folder)


@pytest.mark.parametrize("script, told", [
    ("exit 3", "ended with 3 instead of 0"),
    ("echo 'Traceback (most recent call last):' >&2", "Traceback"),
    ("echo 'a library is missing' >&2", "a library is missing"),
])
def test_a_frozen_program_that_breaks_down_is_seen(tmp_path: Path, script: str, told: str) -> None:
    with pytest.raises(module("frozen").Broken, match=told):
        played(tmp_path, script).must("--help")  # type: ignore[attr-defined]


def test_a_frozen_program_that_only_looks_well_does_not_pass(
        tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sample = """echo '{"counts": {"measure": 2}, "totals": {}}'"""
    assert module("smoke").run(played(tmp_path, sample), tmp_path / "x.png", window=False) == 1
    assert "BROKEN: the sample holds" in capsys.readouterr().err


def test_an_import_child_is_seen_and_its_absence_too(tmp_path: Path) -> None:
    child = module("frozen").CHILD
    with_child = played(tmp_path, f"sh -c 'sleep 0.4; exit 0' {child}\n").call()  # type: ignore[attr-defined]
    without = played(tmp_path, "sh -c 'sleep 0.4; exit 0' other\n").call()  # type: ignore[attr-defined]
    assert (with_child.in_child, without.in_child) == (True, False)


def test_the_name_of_the_import_child_is_the_programs_own() -> None:
    from app.__main__ import CHILD
    from importers.child import FLAG
    assert module("frozen").CHILD == FLAG == CHILD


def test_nothing_of_the_callers_python_reaches_the_frozen_program(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("PYTHONPATH", "PYTHONHOME", "LD_LIBRARY_PATH", "QT_PLUGIN_PATH"):
        monkeypatch.setenv(name, "/somewhere")
    environment = module("frozen").Frozen(Path("/p"), Path("/w")).environment("")
    assert not {name for name in environment if name.startswith(("PYTHON", "LD_", "QT_"))}


def test_every_recipe_says_in_its_head_what_nobody_tried() -> None:
    scripts = [path for path in RECIPES.iterdir() if path.suffix in (".sh", ".ps1", ".wxs")]
    assert {path.stem for path in scripts} == {"deb", "appimage", "dmg", "msi", "trimtab"}
    silent = [path.name for path in scripts if "untested" not in path.read_text(encoding="utf-8")[:900].lower()]
    assert not silent


def test_the_recipes_can_be_read_by_what_runs_them() -> None:
    for script in RECIPES.glob("*.sh"):
        subprocess.run(["sh", "-n", str(script)], check=True)
    for page in (RECIPES / "trimtab.wxs", RECIPES / "trimtab.xml"):
        ET.parse(page)
    entry = configparser.ConfigParser(interpolation=None)
    entry.read(RECIPES / "trimtab.desktop", encoding="utf-8")
    assert entry["Desktop Entry"]["Exec"] == "trimtab %f"
