"""A watched folder: what changed is told once it is written to the end, and never before."""
from __future__ import annotations

import hashlib
import os
from pathlib import Path

import openpyxl
import pytest

from app.errors import Problem
from app.ui.importing.folder_look import CUT_OFF, GROWING, LOCKED, Look, look


def write(path: Path, text: str = "ID,Name\n1,A\n") -> str:
    path.write_text(text, "utf-8")
    return hashlib.sha256(path.read_bytes()).hexdigest()


def looks(folder: Path, times: int = 2, taken: dict[str, list[str]] | None = None, first: Look | None = None) -> Look:
    found = first or Look()
    for _ in range(times):
        found = look(folder, found.stamps, taken or {})
    return found


def test_a_file_counts_once_two_looks_find_it_alike(tmp_path: Path) -> None:
    write(tmp_path / "a.csv")
    first = look(tmp_path, {}, {})
    assert (first.changed, first.waiting) == ([], {"a.csv": GROWING})
    second = look(tmp_path, first.stamps, {})
    assert (second.changed, second.waiting) == (["a.csv"], {})


def test_a_file_that_grows_between_two_looks_is_waited_for(tmp_path: Path) -> None:
    write(tmp_path / "a.csv")
    first = looks(tmp_path, 1)
    write(tmp_path / "a.csv", "ID,Name\n1,A\n2,B\n")
    second = looks(tmp_path, 1, first=first)
    assert second.changed == [] and second.waiting == {"a.csv": GROWING}
    assert looks(tmp_path, 1, first=second).changed == ["a.csv"]


def test_what_was_taken_in_or_touched_without_a_change_is_quiet(tmp_path: Path) -> None:
    sha = write(tmp_path / "a.csv")
    found = looks(tmp_path, 2, {"a.csv": [sha]})
    assert found.changed == [] and found.stamps["a.csv"].sha256 == sha
    os.utime(tmp_path / "a.csv", ns=(1, 1))                # saved again with the same content
    assert looks(tmp_path, 2, {"a.csv": [sha]}, found).changed == []
    write(tmp_path / "a.csv", "ID,Name\n1,Another\n")
    assert looks(tmp_path, 2, {"a.csv": [sha]}, found).changed == ["a.csv"]


@pytest.mark.parametrize("lock", ["~$a.xlsx", "~$xlsx", ".~lock.a.xlsx#"])
def test_a_workbook_open_in_another_program_is_waited_for(tmp_path: Path, lock: str) -> None:
    book = openpyxl.Workbook()
    book.save(tmp_path / "a.xlsx")
    (tmp_path / lock).write_bytes(b"somebody")
    assert looks(tmp_path, 3).waiting == {"a.xlsx": LOCKED}
    (tmp_path / lock).unlink()
    assert looks(tmp_path, 2).changed == ["a.xlsx"]


def test_half_a_workbook_is_waited_for_until_its_end_is_there(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.save(tmp_path / "a.xlsx")
    whole = (tmp_path / "a.xlsx").read_bytes()
    (tmp_path / "a.xlsx").write_bytes(whole[:len(whole) // 2])
    found = looks(tmp_path, 3)
    assert found.changed == [] and found.waiting == {"a.xlsx": CUT_OFF}
    (tmp_path / "a.xlsx").write_bytes(whole)
    assert looks(tmp_path, 2, first=found).changed == ["a.xlsx"]


def test_other_files_hidden_ones_and_folders_are_passed_over(tmp_path: Path) -> None:
    for name in ("notes.docx", ".hidden.csv", "a.csv.part", "b.tmp"):
        write(tmp_path / name)
    (tmp_path / "folder.csv").mkdir()
    write(tmp_path / "empty.csv", "")
    found = looks(tmp_path, 3)
    assert (found.changed, found.waiting) == ([], {"empty.csv": GROWING})


def test_a_folder_that_is_gone_is_a_problem(tmp_path: Path) -> None:
    with pytest.raises(Problem, match="cannot be read"):
        look(tmp_path / "none", {}, {})
