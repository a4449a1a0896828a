"""Writes twenty-four trackers as a project office keeps them, and says what is true of each.

Written from spreadsheets.md alone: eight layouts, three workbooks each. The facts come from the data that is written.

    python -m tests.data.blind.make_blind FOLDER
"""
from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path

from tests.data.blind.common import Facts

LAYOUTS = ("flat", "relational", "tree", "months", "gantt", "raid", "forms", "dashboards")


def write_all(folder: Path) -> dict[str, Facts]:
    """Write every workbook into the folder; give what a right import of each must find, by file name."""
    folder.mkdir(parents=True, exist_ok=True)
    found: dict[str, Facts] = {}
    for layout in LAYOUTS:
        for name, make in import_module(f"tests.data.blind.{layout}").ALL.items():
            found[name] = make(folder / name)
    return found


if __name__ == "__main__":
    for file, facts in write_all(Path(sys.argv[1])).items():
        print(file, facts.measures, facts.activities, facts.money or facts.by_series, facts.dates)
