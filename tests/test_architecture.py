"""Who may import whom, read from the source and told in sentences.

The rule: ui -> session -> store -> core; ui -> reports -> core; ui, cli -> importers -> core. An arrow may
skip rooms, it never points back. Core stands on the standard library and numpy; Qt stays inside the ui.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

# For each room, the rooms it may look into besides itself. A room not named here is a mistake by itself.
ALLOWED: dict[str, set[str]] = {
    "errors": set(),
    "core": {"errors"},
    "store": {"core", "errors"},
    "session": {"store", "core", "errors"},
    "reports": {"core", "errors"},
    "importers": {"core", "errors"},
    "samples": {"core", "errors"},
    "cli": {"session", "store", "reports", "importers", "samples", "core", "errors"},
    "ui": {"session", "store", "reports", "importers", "samples", "core", "errors"},
    "main": {"cli", "ui", "importers", "errors"},  # the frozen program is its own import child
}
NUMBERS_ONLY = {"numpy"}
QT = {"PySide6", "shiboken6", "pyqtgraph"}
DATABASES = {"sqlalchemy", "sqlcipher3", "sqlite3", "psycopg", "alembic"}
MAY_OPEN_DATABASES = {"store"}


def room_of(path: Path, root: Path) -> str:
    """The room a source file belongs to: app/core/x.py -> core, app/session.py -> session."""
    return room_of_module(".".join(path.relative_to(root).with_suffix("").parts)) or ""


def room_of_module(module: str) -> str | None:
    """The room a dotted name leads to, or None when it lies outside the program."""
    top, _, rest = module.partition(".")
    if top == "importers":
        return "importers"
    if top != "app":
        return None
    name = rest.split(".")[0]
    if name in {"", "__init__", "__main__"}:
        return "main"
    beside = name.split("_")[0]  # cli_text.py stands beside cli.py and belongs to it
    return beside if name not in ALLOWED and beside in ALLOWED else name


def full_name(path: Path, root: Path, node: ast.ImportFrom) -> str:
    """`from ..core import x` as the absolute module it means."""
    if not node.level:
        return node.module or ""
    package = list(path.relative_to(root).parent.parts)
    base = package[: len(package) - (node.level - 1)]
    return ".".join([*base, *([node.module] if node.module else [])])


def modules_imported(path: Path, root: Path) -> Iterator[tuple[int, str]]:
    """Each imported module with its line; wherever it stands, inside functions too."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"), filename=str(path))):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node.lineno, alias.name
        elif isinstance(node, ast.ImportFrom):
            module = full_name(path, root, node)
            if module == "app":  # `from app import session` reaches a room, not the package
                for alias in node.names:
                    yield node.lineno, f"app.{alias.name}"
            else:
                yield node.lineno, module
        elif isinstance(node, ast.Call) and called_name(node) in {"import_module", "__import__"}:
            first = node.args[0] if node.args else None
            if isinstance(first, ast.Constant) and isinstance(first.value, str):
                yield node.lineno, first.value


def called_name(node: ast.Call) -> str:
    target = node.func
    return target.attr if isinstance(target, ast.Attribute) else getattr(target, "id", "")


def objection(room: str, module: str) -> str | None:
    """Why this room must not import this module, or None when it may."""
    if room not in ALLOWED:
        return f"there is no room `{room}` in the plan; give it its arrows in tests/test_architecture.py"
    top = module.split(".")[0]
    target = room_of_module(module)
    if target is not None:
        if target == room or target in ALLOWED[room]:
            return None
        return f"{room} must not know {target}, and imports {module}"
    if top == "tests":
        return f"{room} must not know the tests, and imports {module}"
    if top in QT and room not in {"ui"}:
        return f"Qt stays inside the ui, and {room} imports {module}"
    if top in DATABASES and room not in MAY_OPEN_DATABASES:
        return f"only the store opens databases, and {room} imports {module}"
    if room in {"core", "errors"} and top not in sys.stdlib_module_names | NUMBERS_ONLY:
        return f"{room} stands on the standard library and numpy, and imports {module}"
    return None


def violations(root: Path) -> list[str]:
    found = []
    for path in sorted([*root.glob("app/**/*.py"), *root.glob("importers/**/*.py")]):
        room = room_of(path, root)
        for line, module in modules_imported(path, root):
            why = objection(room, module)
            if why:
                found.append(f"{path.relative_to(root).as_posix()}:{line}: {why}")
    return found


def test_every_import_in_the_program_follows_an_arrow() -> None:
    assert list(ROOT.glob("app/core/**/*.py")), "the checker looked at no source at all"
    found = violations(ROOT)
    assert not found, "\n" + "\n".join(found)


PLANTED = [
    ("app/core/planted.py", "from app.store import tables", "core must not know store"),
    ("app/core/planted.py", "from app import session", "core must not know session"),
    ("app/core/value/planted.py", "from ...reports import pdf", "core must not know reports"),
    ("app/core/planted.py", "import pandas", "core stands on the standard library and numpy"),
    ("app/core/planted.py", "import sqlite3", "only the store opens databases"),
    ("app/core/planted.py", "def late():\n    import openpyxl", "core stands on the standard library"),
    ("app/store/planted.py", "from app.session import Session", "store must not know session"),
    ("app/store/planted.py", "from PySide6.QtCore import QObject", "Qt stays inside the ui"),
    ("app/session.py", "from app.ui import main_window", "session must not know ui"),
    ("app/reports/planted.py", "import app.session", "reports must not know session"),
    ("app/reports/planted.py", "import pyqtgraph", "Qt stays inside the ui"),
    ("app/cli.py", "from app.ui import problems", "cli must not know ui"),
    ("app/cli_planted.py", "from app.ui import problems", "cli must not know ui"),
    ("app/ui/planted.py", "import sqlcipher3", "only the store opens databases"),
    ("app/ui/planted.py", "from tests import stories", "must not know the tests"),
    ("importers/planted.py", "from app.store.store import Store", "importers must not know store"),
    ("importers/planted.py", "import importlib\nimportlib.import_module('app.ui')", "must not know ui"),
    ("app/attic/planted.py", "import json", "there is no room `attic` in the plan"),
]


@pytest.mark.parametrize(
    ("place", "source", "sentence"), PLANTED, ids=[f"{p} {s.splitlines()[-1].strip()}" for p, s, _ in PLANTED]
)
def test_a_planted_violation_is_found_and_told_by_file_and_line(
    tmp_path: Path, place: str, source: str, sentence: str
) -> None:
    copy_program(tmp_path)
    before = violations(tmp_path)
    path = tmp_path / place
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(source + "\n", encoding="utf-8")
    new = [text for text in violations(tmp_path) if text not in before]
    assert any(re.match(rf"{re.escape(place)}:\d+: ", text) and sentence in text for text in new), new


ALLOWED_EXAMPLES = [
    ("app/core/planted.py", "import numpy as np\nfrom app.errors import Problem\nfrom . import values"),
    ("app/store/planted.py", "import sqlcipher3\nimport sqlalchemy\nfrom ..core.change import Tx"),
    ("app/session.py", "from app.core import change\nfrom app.store import store"),
    ("app/ui/planted.py", "from PySide6.QtCore import Qt\nfrom app.core import change\nimport importers"),
    ("importers/planted.py", "import pandas\nfrom app.core.batch import Batch\nfrom . import base"),
    ("app/__main__.py", "from app import cli\n\ndef window():\n    from app.ui import main_window"),
]


@pytest.mark.parametrize(("place", "source"), ALLOWED_EXAMPLES, ids=[place for place, _ in ALLOWED_EXAMPLES])
def test_an_import_along_an_arrow_is_left_alone(tmp_path: Path, place: str, source: str) -> None:
    path = tmp_path / place
    path.parent.mkdir(parents=True)
    path.write_text(source + "\n", encoding="utf-8")
    assert violations(tmp_path) == []


def copy_program(target: Path) -> None:
    for source in [*ROOT.glob("app/**/*.py"), *ROOT.glob("importers/**/*.py")]:
        copy = target / source.relative_to(ROOT)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(source.read_bytes())


def test_no_source_file_outgrows_its_one_job() -> None:
    long = {
        path.relative_to(ROOT).as_posix(): lines
        for path in [*ROOT.glob("app/**/*.py"), *ROOT.glob("importers/**/*.py"), ROOT / "dev.py"]
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > 400
    }
    assert not long, f"over 400 lines, so probably two ideas in one file: {long}"


# Inside the importers the same holds: a file -> what it means -> items, and layouts know how a sheet is read.
INNER = {"reading": set[str](), "meaning": set[str](), "items": {"meaning", "reading"}, "layouts": {"items", "meaning"},
         "figures": {"meaning"}, "schedules": {"reading"}, "own": set[str]()}


def test_inside_the_importers_arrows_point_one_way_too() -> None:
    found = []
    for folder, allowed in INNER.items():
        sources = sorted((ROOT / "importers" / folder).glob("**/*.py"))
        assert len(sources) > 1, f"importers/{folder} is not there"
        for path in sources:
            for line, module in modules_imported(path, ROOT):
                other = module.split(".")[1] if module.startswith("importers.") and "." in module else ""
                if other in INNER and other != folder and other not in allowed:
                    found.append(f"{path.relative_to(ROOT).as_posix()}:{line}: {folder} must not know {other}")
    assert not found, "\n" + "\n".join(found)
