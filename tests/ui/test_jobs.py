"""Work off the window's thread: outcomes arrive on it, once, and cancelling really stops."""
from __future__ import annotations

import sys
import threading
import time

import pytest

from app.errors import Cancelled, Problem
from app.ui import jobs


class Ends:
    """Collects what a job said at its end, with the thread it was said on."""

    def __init__(self) -> None:
        self.said: list[tuple[str, object, int]] = []

    def _note(self, word: str, value: object = None) -> None:
        self.said.append((word, value, threading.get_ident()))

    def start(self, work: jobs.Work) -> jobs.Job:
        return jobs.start(work, done=lambda result: self._note("done", result),
                          failed=lambda problem: self._note("failed", problem),
                          cancelled=lambda: self._note("cancelled"))

    def words(self) -> list[str]:
        return [word for word, _, _ in self.said]


@pytest.fixture
def ends() -> Ends:
    return Ends()


def test_a_result_arrives_on_the_thread_of_the_window(qtbot, ends):
    worker: list[int] = []
    job = ends.start(lambda progress: worker.append(threading.get_ident()) or 42)
    with qtbot.waitSignal(job.over, timeout=5000):
        pass
    assert ends.said == [("done", 42, threading.get_ident())]
    assert worker[0] != threading.get_ident()


def test_progress_is_told_while_the_work_runs(qtbot, ends):
    told: list[tuple[float, str]] = []

    def work(progress):
        for i in range(4):
            progress(i / 4, f"part {i}")
            time.sleep(0.06)
        progress(1.0, "last")

    job = ends.start(work)
    job.progressed.connect(lambda fraction, text: told.append((fraction, text)))
    with qtbot.waitSignal(job.over, timeout=5000):
        pass
    assert told[0] == (0.0, "part 0") and told[-1] == (1.0, "last")
    assert [f for f, _ in told] == sorted(f for f, _ in told)


def test_cancel_raises_in_the_worker_at_its_next_progress_call(qtbot, ends):
    raised: list[bool] = []
    going = threading.Event()

    def work(progress):
        try:
            while True:
                progress(0.5, "on and on")
                going.set()
                time.sleep(0.005)
        except Cancelled:
            raised.append(True)
            raise

    job = ends.start(work)
    assert going.wait(5)
    with qtbot.waitSignal(job.over, timeout=5000):
        job.cancel()
    assert raised == [True] and ends.words() == ["cancelled"]


def test_a_result_that_comes_after_cancel_is_dropped(qtbot, ends):
    released = threading.Event()
    job = ends.start(lambda progress: released.wait(5))
    job.cancel()
    with qtbot.waitSignal(job.over, timeout=5000):
        released.set()
    assert ends.words() == ["cancelled"]


def test_a_problem_is_handed_to_the_caller_not_to_the_crash_dialog(qtbot, ends, monkeypatch):
    crashes: list[object] = []
    monkeypatch.setattr(sys, "excepthook", lambda *a: crashes.append(a))

    def work(progress):
        raise Problem("The file is password protected.", "Save a copy without a password.")

    job = ends.start(work)
    with qtbot.waitSignal(job.over, timeout=5000):
        pass
    (word, problem, thread), = ends.said
    assert word == "failed" and problem.what == "The file is password protected."
    assert thread == threading.get_ident() and not crashes


def test_a_bug_in_the_work_goes_to_the_crash_dialog(qtbot, ends, monkeypatch):
    crashes: list[BaseException] = []
    monkeypatch.setattr(sys, "excepthook", lambda kind, error, trace: crashes.append(error))

    def work(progress):
        raise ZeroDivisionError("a bug")

    job = ends.start(work)
    with qtbot.waitSignal(job.over, timeout=5000):
        pass
    assert ends.words() == [] and isinstance(crashes[0], ZeroDivisionError)
    assert crashes[0].__traceback__ is not None


def test_a_bug_surfaces_even_when_the_person_cancelled(qtbot, ends, monkeypatch):
    crashes: list[BaseException] = []
    monkeypatch.setattr(sys, "excepthook", lambda kind, error, trace: crashes.append(error))
    released = threading.Event()

    def work(progress):
        released.wait(5)
        raise KeyError("a bug")

    job = ends.start(work)
    job.cancel()
    with qtbot.waitSignal(job.over, timeout=5000):
        released.set()
    assert isinstance(crashes[0], KeyError)


def test_waiting_for_a_job_stops_it_and_tells_nobody(qtbot, ends):
    def work(progress):
        while True:
            progress(0.1, "")
            time.sleep(0.005)

    job = ends.start(work)
    job.wait()
    assert ends.words() == [] and not job.running
