"""Pages set ahead while others are made: the paper is the same with and without, and nothing waits for what fails."""
from __future__ import annotations

import json
import threading
import time
from dataclasses import replace
from typing import Any

import pytest

from app.errors import Problem
from app.reports import press
from app.reports.blocks import Paper
from app.reports.pages.lists import EARLY
from app.reports.pdf import Document
from tests.reports.helpers import Build


def long_list(build: Build) -> Build:
    package = build.package()
    for n in range(EARLY + 5):
        build.add("measure", package, name=f"Measure {n} of a programme", code=f"M{n:03}", finish="2026-05-01")
    return build


def test_a_paper_set_ahead_is_the_same_to_the_byte(build: Build, document_of: Any) -> None:
    made = document_of(long_list(build).p)
    assert [page.key for page in made.paper.pages if page.early] == ["measures"]
    assert made.pdf() == Document(made.paper).pdf()


def test_a_short_list_is_not_worth_a_thread(build: Build, document_of: Any) -> None:
    build.add("measure", build.package(), name="One")
    before = threading.active_count()
    made = document_of(build.p)
    assert not any(page.early for page in made.paper.pages) and threading.active_count() == before


def test_what_is_set_ahead_is_laid_out_before_the_whole_is_asked_for(build: Build, paper_of: Any,
                                                                     monkeypatch: pytest.MonkeyPatch) -> None:
    paper: Paper = paper_of(long_list(build).p)
    seen: list[str] = []
    real = press.compiler
    monkeypatch.setattr(press, "compiler", lambda data: seen.append(threading.current_thread().name) or real(data))
    one = press.Press()
    one.ahead(paper)
    assert one.set(paper, format="pdf")[:5] == b"%PDF-"
    assert seen == ["pages set ahead", threading.current_thread().name]


def test_of_papers_that_wait_the_last_is_set_ahead_and_none_after_the_whole(build: Build, paper_of: Any,
                                                                             monkeypatch: pytest.MonkeyPatch) -> None:
    paper: Paper = paper_of(long_list(build).p)
    go, seen = threading.Event(), list[int]()

    class Slow:
        def __init__(self, data: str) -> None:
            seen.append(len(json.loads(data)["pages"]))

        def query(self, _: str) -> None:
            assert go.wait(10)

        def compile(self, **how: Any) -> bytes:
            return b"whole"

    monkeypatch.setattr(press, "compiler", Slow)
    before, one = threading.active_count(), press.Press()
    for pages in (1, 2, 3):
        one.ahead(replace(paper, pages=paper.pages[:pages]))
    go.set()
    while threading.active_count() > before:
        time.sleep(0.001)
    assert seen == [1, 3]
    go.clear()
    one.ahead(replace(paper, pages=paper.pages[:2]))
    one.ahead(replace(paper, pages=paper.pages[:3]))
    threading.Timer(0.05, go.set).start()
    assert one.set(paper) == b"whole"
    assert seen == [1, 3, 2, len(paper.pages)]


def test_what_fails_ahead_is_said_by_the_whole(build: Build, paper_of: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(data: str) -> Any:
        raise Problem("There is no paper.")
    paper: Paper = paper_of(long_list(build).p)
    monkeypatch.setattr(press, "compiler", broken)
    one = press.Press()
    one.ahead(paper)
    with pytest.raises(Problem, match="no paper"):
        one.set(paper, format="pdf")
