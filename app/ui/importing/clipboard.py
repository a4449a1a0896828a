"""A table on the clipboard as a file the import can read: what a program put there, with spans and colours.

The file lies in a folder of its own that goes when the page goes. Must not know: how files are read.
"""
from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QDir, QMimeData, QTemporaryDir
from PySide6.QtGui import QGuiApplication

from app.errors import Problem
from app.ui.words import tr

NAME = "Clipboard"


def table_of(mime: QMimeData) -> tuple[str, str] | None:
    """(ending, text) of the table that was copied; None when there is none. A page says more than its bare text."""
    if mime.hasHtml() and "<table" in (page := mime.html()).lower():
        return ".html", page
    text = mime.text()
    return (".tsv", text) if "\t" in text or "\n" in text.strip() else None


class PastedFile:
    """Keeps the last pasted table as a file."""

    def __init__(self) -> None:
        self._folder: QTemporaryDir | None = None

    def is_here(self, path: Path) -> bool:
        """Whether a file is the pasted one, which is gone tomorrow."""
        return self._folder is not None and path.parent == Path(self._folder.path())

    def write(self) -> Path:
        """The clipboard's table as a file; raises Problem when it holds none."""
        mime: QMimeData | None = QGuiApplication.clipboard().mimeData()
        found = table_of(mime) if mime is not None else None
        if found is None:
            raise Problem(tr("There is no table on the clipboard."),
                          tr("Select the cells with their heads in Excel or LibreOffice, copy them, and paste here."))
        if self._folder is None:
            self._folder = QTemporaryDir(f"{QDir.tempPath()}/trimtab-XXXXXX")
        path = Path(self._folder.path()) / (NAME + found[0])
        path.write_bytes(found[1].encode("utf-8-sig"))
        return path
