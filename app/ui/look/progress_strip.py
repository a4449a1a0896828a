"""A slim strip that shows a running job: what it does, how far it is, and a button that stops it.

It comes up only when the job takes longer than 0.2 s. Must not know: what the job does.
"""
from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QWidget

from app.ui.jobs import Job
from app.ui.look import tokens
from app.ui.look.parts import button, label
from app.ui.words import tr

SHOW_AFTER = 200                 # milliseconds


class ProgressStrip(QWidget):
    """Follows one job at a time."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._job: Job | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SHOW_AFTER)
        self._timer.timeout.connect(self.show)
        self._text = label("", "small", "secondary")
        self._text.setProperty("may_elide", True)
        self._bar = QProgressBar()
        self._bar.setRange(0, 1000)
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(240)
        self.cancel = button(tr("Cancel"), name="job-cancel")
        self.cancel.clicked.connect(self._cancel)
        row = QHBoxLayout(self)
        row.setContentsMargins(tokens.PANEL, 4, tokens.PANEL, 4)
        row.setSpacing(12)
        row.addWidget(self._text)
        row.addWidget(self._bar)
        row.addStretch()
        row.addWidget(self.cancel)
        self.setFixedHeight(tokens.MESSAGE_BAR)
        self.hide()

    def follow(self, job: Job, text: str) -> None:
        """Show this job from now on; the strip goes when the job is over."""
        self._job = job
        self._text.setText(text)
        self._bar.setRange(0, 0 if job.holds else 1000)      # what holds the window tells no fraction
        self._bar.setValue(0)
        self.cancel.setVisible(not job.holds)
        self.cancel.setEnabled(True)
        self.setAccessibleName(text)
        job.progressed.connect(self._progress)
        job.over.connect(lambda: self._over(job))
        self._timer.start()

    def _progress(self, fraction: float, text: str) -> None:
        if self._job is not None and not self._job.cancelling:
            if not self._job.holds:
                self._bar.setValue(round(fraction * 1000))
            if text:
                self._text.setText(text)

    def _cancel(self) -> None:
        if self._job is not None:
            self._job.cancel()
            self.cancel.setEnabled(False)
            self._text.setText(tr("Stopping…"))

    def _over(self, job: Job) -> None:
        if job is self._job:
            self._job = None
            self._timer.stop()
            self.hide()
