"""Papers set by Typst, and pages set ahead: in the background while others are still made.

Typst remembers what it has set, so what was set ahead is found again when the whole paper is; nothing else comes of
it, and a paper is the same with and without. Data goes in as JSON, never as template text.
Must not know: portfolios, what a figure means.
"""
from __future__ import annotations

import json
import threading
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

from app.errors import Problem
from app.reports.blocks import Page, Paper
from app.reports.setting import around, sheet

_RESOURCES = Path(__file__).resolve().parent.parent.parent / "resources"
TEMPLATE = _RESOURCES / "report" / "report.typ"
FONTS = _RESOURCES / "fonts"


class Press:
    """What was said of a page is kept, and the thread that sets pages ahead until the paper is set."""

    def __init__(self) -> None:
        self._said: dict[tuple[int, str], tuple[Page, str]] = {}
        self._turn = threading.Lock()            # of what follows
        self._thread: threading.Thread | None = None
        self._next: Paper | None = None

    def ahead(self, paper: Paper) -> None:
        """Set some pages of a paper, those in front of all others or early ones, while the caller goes on.

        What comes while others are set waits; of two that wait the later one holds all that the other does.
        """
        with self._turn:
            if self._thread is not None:
                self._next = paper
                return
            self._thread = threading.Thread(target=self._work, args=(paper,), name="pages set ahead")
            self._thread.start()

    def set(self, paper: Paper, **how: Any) -> Any:
        """The paper as PDF or pictures; what was begun ahead is done first, what waits comes with the whole."""
        with self._turn:
            thread, self._next = self._thread, None
        if thread is not None:
            thread.join()
        return compiler(self._data(paper)).compile(**how)

    def _work(self, paper: Paper | None) -> None:
        while paper is not None:
            self._lay_out(paper)
            with self._turn:
                paper, self._next = self._next, None
                if paper is None:
                    self._thread = None

    def _lay_out(self, paper: Paper) -> None:
        # What fails here befalls the whole paper, and is said there.
        with suppress(Exception):
            compiler(self._data(paper)).query("<nothing>")          # lays out, and writes nothing

    def _data(self, paper: Paper) -> str:
        early = sum(page.early for page in paper.pages)
        marks = [page.key if page.early else str(i) for i, page in enumerate(paper.pages)]
        assert early == len({page.key for page in paper.pages if page.early}), "two early pages with one key"
        pages = ", ".join(self._sheet(page, mark) for page, mark in zip(paper.pages, marks, strict=True))
        head = json.dumps(around(paper), ensure_ascii=False)
        return f'{head[:-1]}, "pages": [{pages}]}}'

    def _sheet(self, page: Page, mark: str) -> str:
        known = self._said.get((id(page), mark))
        if known is None:
            known = self._said[id(page), mark] = page, json.dumps(sheet(page, mark), ensure_ascii=False)
        return known[1]


def compiler(data: str) -> Any:
    """Typst with the template and what it is to set."""
    files = {"main.typ": TEMPLATE.read_bytes(), "data.json": data.encode()}
    return typst().Compiler(files, font_paths=fonts(), ignore_system_fonts=True)


@cache
def typst() -> Any:
    try:
        import typst
    except ImportError as missing:
        raise Problem("PDF reports need the library “typst”, which is not here for this machine.",
                      "Print on another machine; everything else works.") from missing
    return typst


@cache
def fonts() -> Any:
    return typst().Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)])
