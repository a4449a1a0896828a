"""A report as a tagged PDF/A-2a and PDF/UA-1, or as pictures of the very same pages.

The same paper gives the same bytes. Must not know: portfolios, what a figure means.
"""
from __future__ import annotations

import datetime as dt
from pathlib import Path

from app.core.whole_file import beside
from app.reports.blocks import Paper
from app.reports.press import Press

STANDARDS = ["a-2a", "ua-1"]


class Document:
    """A finished report. Setting it again gives the same bytes, so nothing is kept but the last result."""

    def __init__(self, paper: Paper, press: Press | None = None) -> None:
        self.paper = paper
        self._press = press or Press()
        self._pdf: bytes | None = None

    def pdf(self) -> bytes:
        if self._pdf is None:
            made = self._press.set(self.paper, format="pdf", pdf_standards=STANDARDS,
                                   timestamp=_moment(self.paper.date))
            assert isinstance(made, bytes)
            self._pdf = made
        return self._pdf

    def save(self, path: Path) -> None:
        """Write the PDF, whole or not at all. Raises OSError."""
        with beside(path) as part:
            part.write_bytes(self.pdf())

    def pages(self, ppi: float = 110.0) -> list[bytes]:
        """One PNG a page."""
        made = self._press.set(self.paper, format="png", ppi=ppi)
        return made if isinstance(made, list) else [made]


def _moment(date: str) -> int:
    """Noon UTC of a day, in seconds since 1970: the document's own date."""
    return int(dt.datetime.fromisoformat(f"{date}T12:00:00+00:00").timestamp())
