"""The child process: results come back whole, and every way to die becomes a sentence."""

from __future__ import annotations

import datetime as dt
import sys
import time
from pathlib import Path
from pickle import UnpicklingError
from typing import Any

import pytest

from app.core.batch import Issue
from app.errors import Cancelled, Problem
from importers import child, limits
from importers.base import Sheet
from importers.child import Child, ChildFailed, in_child
from importers.reading import ahead
from tests.importers.making import book

JOBS = "tests.importers.child_jobs."


def run(job: str, *args: Any, **more: Any) -> Any:
    return in_child(JOBS + job, *args, **more)


def test_plain_values_sheets_and_issues_come_back_as_they_were() -> None:
    values = [1, 2.5, "ä", None, True, dt.date(2025, 1, 2), dt.datetime(2025, 1, 2, 3), {(1, 2): {3}}, b"x"]
    assert run("echo", *values) == values
    assert run("sheet") == Sheet("S", [[1.5, "x", None]], errors={(0, 2): "#N/A"})
    assert run("issue") == Issue("note", "S", "A1", "x")


def test_progress_comes_through() -> None:
    seen: list[tuple[float, str]] = []
    assert run("report", progress=lambda part, text: seen.append((part, text))) == "done"
    assert seen == [(0.0, "step 0"), (1 / 3, "step 1"), (2 / 3, "step 2")]


def test_a_problem_keeps_its_words_and_its_hint() -> None:
    with pytest.raises(Problem) as caught:
        run("problem")
    assert (caught.value.what, caught.value.hint) == ("The cell A1 is odd.", "Mend it.")


def test_a_bug_surfaces_with_its_traceback() -> None:
    with pytest.raises(ChildFailed, match="nobody thought of this"):
        run("bug")


def test_a_job_that_takes_too_long_is_killed() -> None:
    started = time.perf_counter()
    with pytest.raises(Problem, match="longer than 1 seconds"):
        run("sleep", 60, seconds=1)
    assert time.perf_counter() - started < 5


@pytest.mark.parametrize("job", ["eat_memory", "eat_memory_in_small_bites"])
def test_a_job_that_needs_too_much_memory_is_stopped(job: str) -> None:
    with pytest.raises(Problem, match="more than 200 MB of memory"):
        run(job, memory_mb=200)


def test_where_the_system_has_no_limit_a_watcher_ends_the_child() -> None:
    with pytest.raises(Problem, match="MB of memory"):
        run("eat_memory_watched", 150)


def test_what_a_process_holds_is_known() -> None:
    before = limits.held()
    block = bytearray(before + (50 << 20))
    assert limits.held() >= len(block)


@pytest.mark.parametrize("job", ["abort", "crash", "leave"])
def test_a_child_that_dies_is_a_problem_not_an_end(job: str) -> None:
    with pytest.raises(Problem, match="reader broke down"):
        run(job)


def test_a_library_that_aborts_for_want_of_memory_is_understood() -> None:
    with pytest.raises(Problem, match="MB of memory"):
        run("panic")


def test_cancelling_kills_the_child_at_once() -> None:
    started = time.perf_counter()
    with pytest.raises(Cancelled):
        run("sleep", 60, cancelled=lambda: time.perf_counter() - started > 0.3)
    assert time.perf_counter() - started < 3


def test_a_progress_that_raises_stops_the_child() -> None:
    def stop(part: float, text: str) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        run("spin", progress=stop)


def test_stray_output_does_not_disturb_the_answer() -> None:
    assert run("chatter") == "clean"


def test_a_child_may_write_no_file(tmp_path: Path) -> None:
    assert run("write_file", tmp_path / "x") == "OSError"
    assert not (tmp_path / "x").exists() or (tmp_path / "x").read_bytes() == b""


def test_a_child_loads_no_window_no_store_and_no_pandas() -> None:
    names = {name.partition(".")[0] for name in run("loaded")}
    assert not names & {"PySide6", "pandas", "sqlalchemy", "openpyxl", "pytest", "multiprocessing"}
    assert not any(name.startswith(("app.ui", "app.store", "app.session")) for name in run("loaded"))


def test_an_answer_that_would_run_something_is_refused() -> None:
    with pytest.raises(UnpicklingError, match="may not send"):
        run("smuggle")


def test_a_child_starts_in_a_fraction_of_a_second() -> None:
    best = 9.0
    for _ in range(3):
        started = time.perf_counter()
        run("echo", 1)
        best = min(best, time.perf_counter() - started)
    assert best < 0.5


def test_a_child_that_was_started_early_waits_for_its_file() -> None:
    with Child(JOBS + "echo") as early:
        time.sleep(0.5)
        assert early.run(1, "x") == [1, "x"]


def test_a_child_nobody_needs_is_gone_at_once() -> None:
    with Child(JOBS + "echo") as early:
        process = early._process
        assert process.poll() is None
    assert process.poll() is not None and process.stdout is not None and process.stdout.closed


def test_a_child_whose_program_dies_ends_by_itself() -> None:
    early = Child(JOBS + "echo")
    assert early._process.stdin is not None
    early._process.stdin.close()
    assert early._process.wait(20) == 0
    early.close()


def test_a_function_that_cannot_be_loaded_surfaces_when_it_is_asked() -> None:
    with Child(JOBS + "nowhere") as early, pytest.raises(ChildFailed, match="nowhere"):
        early.run()


def test_a_sheet_that_would_burst_the_reader_is_a_problem(tmp_path: Path) -> None:
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c></row>' for n in range(1, 100_000))
    path = book(tmp_path / "big.xlsx", rows)
    with pytest.raises(Problem, match="60 MB of memory"):
        in_child("importers.reading.workbook.read_book", path, memory_mb=60)


def test_a_million_rows_and_far_corners_stay_below_one_gigabyte(tmp_path: Path) -> None:
    far = "".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c><c r="XFD{n}"><v>2</v></c></row>' for n in range(1, 1200))
    found = in_child("importers.reading.workbook.read_book", book(tmp_path / "far.xlsx", far))
    assert found.sheets[0].at(1_000, 16_383) == 2.0


def test_the_frozen_program_starts_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert child._command() == [sys.executable, child.FLAG]
    monkeypatch.setattr(sys, "argv", ["trimtab", child.FLAG])
    served: list[bool] = []
    monkeypatch.setattr(child, "serve", lambda: served.append(True))
    child.serve_if_asked()
    monkeypatch.setattr(sys, "argv", ["trimtab", "import", child.FLAG])
    child.serve_if_asked()
    assert served == [True]


def test_what_is_begun_early_is_done_before_the_function_is_called() -> None:
    with Child(JOBS + "begun", JOBS + "begin") as reader:
        reader.begin("one")
        reader.begin("two")
        assert reader.run() == ["one", "two"]


def test_what_goes_wrong_early_is_not_heard_of() -> None:
    with Child(JOBS + "begun", JOBS + "begin") as reader:
        reader.begin()
        assert reader.run() == []


def test_a_workbook_checked_early_is_not_checked_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = book(tmp_path / "a.xlsx", '<row r="1"><c r="A1"><v>1</v></c></row>')
    first = ahead.open_zip(path)
    monkeypatch.setattr(ahead, "open_zip", lambda *_: first)
    ahead.check(str(path))
    monkeypatch.undo()
    assert ahead.opened(path, None) is first
    assert ahead.opened(path, None) is not first, "once"


def test_a_workbook_that_changed_since_it_was_checked_is_checked_again(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", '<row r="1"><c r="A1"><v>1</v></c></row>')
    ahead.check(str(path))
    path.write_bytes(path.read_bytes()[:-30])
    with pytest.raises(Problem, match="cut off"):
        ahead.opened(path, None)


@pytest.mark.parametrize("better", ["", "better"])
def test_what_is_likely_comes_first_and_then_what_stands(better: str) -> None:
    with Child(JOBS + "likely") as reader:
        assert [i.key for i in reader.ask(better).items] == ["likely"]
        sure = reader.sure()
        assert sure is None if not better else [i.key for i in sure.items] == [better]
        assert reader.sure() is None, "the last word was heard"
    assert [i.key for i in run("likely", better).items] == [better or "likely"]


def test_a_problem_found_while_making_sure_is_one() -> None:
    with Child(JOBS + "likely_and_wrong") as reader:
        assert reader.ask() == "likely"
        with pytest.raises(Problem, match="odd"):
            reader.sure()
