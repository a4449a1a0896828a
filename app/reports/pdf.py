"""A report's blocks set by Typst: as a tagged PDF/A-2a and PDF/UA-1, or as pictures of the very same pages.

Data goes in as JSON, never as template text. The same paper gives the same bytes.
Must not know: portfolios, what a figure means.
"""
from __future__ import annotations

import datetime as dt
import json
from functools import cache
from pathlib import Path
from typing import Any

from app.errors import Problem
from app.reports.blocks import Paper
from app.reports.setting import content

_RESOURCES = Path(__file__).resolve().parent.parent.parent / "resources"
TEMPLATE = _RESOURCES / "report" / "report.typ"
FONTS = _RESOURCES / "fonts"
STANDARDS = ["a-2a", "ua-1"]


class Document:
    """A finished report. Setting it again gives the same bytes, so nothing is kept but the last result."""

    def __init__(self, paper: Paper) -> None:
        self.paper = paper
        self._pdf: bytes | None = None

    def pdf(self) -> bytes:
        if self._pdf is None:
            made = _set(self.paper, format="pdf", pdf_standards=STANDARDS, timestamp=_moment(self.paper.date))
            assert isinstance(made, bytes)
            self._pdf = made
        return self._pdf

    def pages(self, ppi: float = 110.0) -> list[bytes]:
        """One PNG a page."""
        made = _set(self.paper, format="png", ppi=ppi)
        return made if isinstance(made, list) else [made]


def _moment(date: str) -> int:
    """Noon UTC of a day, in seconds since 1970: the document's own date."""
    return int(dt.datetime.fromisoformat(f"{date}T12:00:00+00:00").timestamp())


@cache
def _typst() -> Any:
    try:
        import typst
    except ImportError as missing:
        raise Problem("PDF reports need the library “typst”, which is not here for this machine.",
                      "Print on another machine; everything else works.") from missing
    return typst


@cache
def _fonts() -> Any:
    return _typst().Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)])


def _set(paper: Paper, **how: Any) -> Any:
    data = json.dumps(content(paper), ensure_ascii=False)
    compiler = _typst().Compiler(str(TEMPLATE), root=str(TEMPLATE.parent), font_paths=_fonts(),
                                 ignore_system_fonts=True, sys_inputs={"data": data})
    return compiler.compile(**how)
