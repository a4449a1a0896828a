"""What the window says when something happened: a bar for problems and notices, a dialog for bugs.

A Problem is the user's to mend and goes to the bar; any other exception is a bug: its dialog keeps the data, says
what happened in text that can be copied, and never hides it. Must not know: any screen.
"""
from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Sequence
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal, qVersion
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QLabel, QPlainTextEdit, QToolButton, QVBoxLayout, QWidget

from app.errors import Problem
from app.ui.look import icons, theme
from app.ui.look.parts import button, drop, label, link
from app.ui.look.tokens import MESSAGE_BAR
from app.ui.words import tr

if TYPE_CHECKING:
    from app.ui.main_window import MainWindow

Link = tuple[str, Callable[[], object]]
_ROLE = {"info": "message", "good": "message", "warn": "message-warn", "bad": "message-bad"}
_TINT = {"info": "accent", "good": "good", "warn": "warn", "bad": "bad"}


class MessageBar(QFrame):
    """One line under the toolbar: strong words, the rest, links, a cross. The newest message stands alone."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("message_bar")
        self.setMinimumHeight(MESSAGE_BAR)
        self.setAccessibleName(tr("Message"))
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 4, 6, 4)
        row.setSpacing(8)
        self._mark = QLabel()
        self._mark.setFixedSize(16, 16)
        self._strong = label(font="strong")
        self._text = label(wrap=True)
        self._links = QHBoxLayout()
        self._links.setSpacing(4)
        close = QToolButton()
        close.setAccessibleName(tr("Close message"))
        close.setToolTip(tr("Close message"))
        icons.set_icon(close, "close", "text2")
        close.clicked.connect(self.hide)
        row.addWidget(self._mark)
        row.addWidget(self._strong)
        row.addWidget(self._text, 1)
        row.addLayout(self._links)
        row.addWidget(close)
        self.kind = ""
        theme.signals().changed.connect(self._retint)
        self.hide()

    def say(self, strong: str, text: str = "", kind: str = "info", links: Sequence[Link] = ()) -> None:
        """Show a message; kinds: info, good, warn, bad."""
        self.kind = kind
        self._strong.setText(strong)
        self._strong.setVisible(bool(strong))
        self._strong.setWordWrap(len(strong) > 80)
        self._text.setText(text)
        while (item := self._links.takeAt(0)) is not None:
            drop(item)
        for words, act in links:
            made = link(words)
            made.clicked.connect(lambda _=False, a=act: a())
            self._links.addWidget(made)
        self.setProperty("role", _ROLE[kind])
        self.style().unpolish(self)
        self.style().polish(self)
        self._retint()
        self.setAccessibleDescription(self.message)
        self.show()

    def _retint(self) -> None:
        if self.kind:
            self._mark.setPixmap(icons.pixmap(self.kind, theme.colour(_TINT[self.kind]), 16, self.devicePixelRatioF()))

    @property
    def message(self) -> str:
        return " ".join(t for t in (self._strong.text(), self._text.text()) if t)


def crash_text(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> str:
    """What a person can copy into a report: versions and the trace, nothing of the file's content by intent."""
    import platform
    import traceback
    head = f"Trimtab · Python {platform.python_version()} · Qt {qVersion()} · {platform.platform()}"
    return head + "\n\n" + "".join(traceback.format_exception(kind, error, trace))


class CrashDialog(QDialog):
    """A bug, told plainly. The file on disk holds every finished step, so nothing is lost by closing."""

    def __init__(self, window: MainWindow, details: str) -> None:
        super().__init__(window)
        self.setObjectName("crash_dialog")
        self.setWindowTitle(tr("Something went wrong"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(640, 420)
        self.details = details
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 16, 16, 16)
        box.setSpacing(8)
        box.addWidget(label(tr("This is a fault of Trimtab, not yours."), "title"))
        name = window.session.path.name if window.session else ""
        kept = tr("No file is open, so nothing can be lost.")
        if name:
            kept = tr("Every finished step is stored in {file}; only the last one may be missing.", file=name)
        box.addWidget(label(kept, wrap=True))
        box.addWidget(label(tr("Send these details to whoever looks after Trimtab for you:"), "small", "secondary"))
        text = QPlainTextEdit(details)
        text.setReadOnly(True)
        text.setFont(theme.font("small"))
        text.setAccessibleName(tr("Details of the fault"))
        box.addWidget(text, 1)
        row = QHBoxLayout()
        copy = button(tr("Copy details"))
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self.details))
        row.addWidget(copy)
        if window.session:
            keep = button(tr("Save a copy…"))
            keep.clicked.connect(window.files.save_copy)
            row.addWidget(keep)
        row.addStretch(1)
        go_on = button(tr("Reopen the file") if window.session else tr("Go on"), "primary")
        go_on.clicked.connect(self._go_on)
        go_on.setDefault(True)
        row.addWidget(go_on)
        box.addLayout(row)
        self._window = window

    def _go_on(self) -> None:
        self.accept()
        self._window.reopen()


class Hook(QObject):
    """Takes over sys.excepthook and threads' exceptions for the life of a window."""

    raised = Signal(object, object, object)

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._before = sys.excepthook
        self._before_thread = threading.excepthook
        self.raised.connect(self._show, Qt.ConnectionType.AutoConnection)
        self.open: CrashDialog | None = None

    def install(self) -> None:
        sys.excepthook = lambda kind, error, trace: self.raised.emit(kind, error, trace)
        threading.excepthook = lambda args: self.raised.emit(args.exc_type, args.exc_value, args.exc_traceback)

    def remove(self) -> None:
        sys.excepthook, threading.excepthook = self._before, self._before_thread

    def _show(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if isinstance(error, Problem):
            self._window.problem(error)
            return
        if isinstance(error, KeyboardInterrupt):
            self._window.close()
            return
        import traceback
        traceback.print_exception(kind, error, trace)
        if self.open is None:            # one dialog is enough; a storm of bugs must not bury the window
            self.open = CrashDialog(self._window, crash_text(kind, error, trace))
            self.open.destroyed.connect(self._closed)
            self.open.open()

    def _closed(self) -> None:
        self.open = None
