"""The Reports page: choose a report and its dates, see the very pages that will be printed, save them as PDF.

The report is set in a job; the preview follows the file. Must not know: what stands in a report.
"""
from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QDate, QTimer, QUrl
from PySide6.QtGui import QDesktopServices, QImage
from PySide6.QtWidgets import (
    QCheckBox,
    QFileDialog,
    QHBoxLayout,
    QListWidget,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.errors import Problem
from app.reports import KINDS, render
from app.ui import jobs
from app.ui.at_rest import at_rest
from app.ui.look import theme, tokens
from app.ui.look.parts import button, date_edit, frame, hairline, label
from app.ui.look.progress_strip import ProgressStrip
from app.ui.report.pages import FREE, PAGE, WIDTH, PagesView
from app.ui.report.runs import RunChooser
from app.ui.words import plural, tr

if TYPE_CHECKING:
    from app.reports.pdf import Document
    from app.session import Session
    from app.ui.main_window import MainWindow

SIDE, WAIT = 216, 250
STEPS = (0.5, 0.75, 1.0, 1.25, 1.5, 2.0, 3.0)
SCREEN = 96.0                                # pixels an inch called 100 %


@dataclass(frozen=True)
class Order:
    """Which report, of which dates."""

    kind: str
    status: str
    as_of: str | None
    run: str = ""                            # which import, of the report of one


def make(session: Session, order: Order, ppi: float, progress: jobs.Progress) -> tuple[Document, list[bytes]]:
    """Set the report and its page pictures; anew when the file changed meanwhile."""
    def read() -> tuple[Document, list[bytes]]:
        progress(0.1, tr("Adding up"))
        portfolio = session.as_of(order.as_of) if order.as_of else session.present
        document = render(portfolio, order.kind, status=order.status, as_of=order.as_of,
                          file_name=session.path.name, head=session.head(), vector=session.vector(),
                          tx_count=session.tx_count(), printed_on=session.clock.today(), run=order.run)
        progress(0.4, tr("Setting the pages"))
        return document, document.pages(ppi)
    return at_rest(session, read, Problem(tr("The file keeps changing."),
                                          tr("The preview follows as soon as it rests.")))


class ReportPreview(QWidget):
    """Reports of the open file."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__()
        assert window.session is not None
        self.setObjectName("reports")
        self.window_ = window
        self.session: Session = window.session
        self.document: Document | None = None
        self.job: jobs.Job | None = None
        self._stale, self._again = True, False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(WAIT)
        self._timer.timeout.connect(self.refresh)
        self._sharper = QTimer(self)
        self._sharper.setSingleShot(True)
        self._sharper.setInterval(WAIT)
        self._sharper.timeout.connect(self._sharpen)
        self.view = PagesView()
        self.view.wanted.connect(lambda _: self._sharper.start())
        self.view.zoomed.connect(self._say_zoom)
        self.view.verticalScrollBar().valueChanged.connect(self._say_zoom)
        self.strip = ProgressStrip()
        self._lay_out()
        window.touched.connect(self._changed)
        window.view_changed.connect(self._view_changed)

    # ---------------------------------------------------------------- parts

    def _lay_out(self) -> None:
        self.nothing = label("", "body", "secondary", wrap=True)
        message = frame("panel")
        inner = QVBoxLayout(message)
        inner.setContentsMargins(80, 80, 80, 80)
        inner.addWidget(self.nothing)
        inner.addStretch()
        self.stack = QStackedWidget()
        self.stack.addWidget(self.view)
        self.stack.addWidget(message)
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self._bar())
        right.addWidget(self.stack, 1)
        right.addWidget(self.strip)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._side())
        row.addWidget(hairline(vertical=True))
        row.addLayout(right, 1)

    def _side(self) -> QWidget:
        side = frame("panel")
        side.setFixedWidth(SIDE)
        column = QVBoxLayout(side)
        column.setContentsMargins(0, tokens.PANEL, 0, tokens.PANEL)
        column.setSpacing(4)
        self.kinds = QListWidget()
        self.kinds.setAccessibleName(tr("Reports"))
        for name in KINDS.values():
            self.kinds.addItem(tr(name))
        self.kinds.setCurrentRow(0)
        self.kinds.setFixedHeight(len(KINDS) * 32 + 2)
        self.kinds.currentRowChanged.connect(lambda _: self._kind_changed())
        self.run = RunChooser()
        self.run.currentIndexChanged.connect(lambda _: self._changed())
        self.status = date_edit(self.window_.status, tr("Status date"))
        self.known = QCheckBox(tr("As known on"))
        self.as_of = date_edit(self.session.clock.today(), tr("As known on"))
        self.as_of.setEnabled(False)
        self.known.toggled.connect(self.as_of.setEnabled)
        self.known.toggled.connect(lambda _: self._changed())
        self.status.dateChanged.connect(lambda _: self._changed())
        self.as_of.dateChanged.connect(lambda _: self._changed() if self.known.isChecked() else None)
        column.addWidget(self.kinds)
        column.addSpacing(8)
        form = QVBoxLayout()
        form.setContentsMargins(tokens.PANEL, 0, tokens.PANEL, 0)
        form.setSpacing(4)
        self.of_run = [label(tr("Which import"), "small", "secondary"), self.run]
        for part in self.of_run:
            part.hide()
            form.addWidget(part)
        later = label(tr("Figures that became known later are left out."), "small", "secondary", wrap=True)
        self.of_dates = [label(tr("Status date"), "small", "secondary"), self.status, self.known, self.as_of, later]
        for part in self.of_dates:
            form.addWidget(part)
        column.addLayout(form)
        column.addStretch()
        return side

    def _bar(self) -> QWidget:
        bar = frame("bar")
        bar.setFixedHeight(tokens.TOOLBAR + 6)
        row = QHBoxLayout(bar)
        row.setContentsMargins(tokens.PANEL, 0, tokens.PANEL, 0)
        row.setSpacing(4)
        self.where = label("", "body", "secondary")
        row.addWidget(self.where)
        row.addStretch()
        self.fits: dict[str, QToolButton] = {}
        for mode, text in ((WIDTH, tr("Fit width")), (PAGE, tr("Whole page"))):
            made = self._tool(text, mode)
            made.setProperty("kind", "segment")
            made.setCheckable(True)
            made.clicked.connect(lambda _=False, m=mode: self.view.fit(m))
            self.fits[mode] = made
            row.addWidget(made)
        row.addSpacing(8)
        less, more = self._tool("\u2212", "zoom-out"), self._tool("+", "zoom-in")
        less.setAccessibleName(tr("Smaller"))
        more.setAccessibleName(tr("Larger"))
        less.clicked.connect(lambda: self.step(-1))
        more.clicked.connect(lambda: self.step(1))
        self.percent = label("", "number")
        row.addWidget(less)
        row.addWidget(self.percent)
        row.addWidget(more)
        row.addSpacing(12)
        self.save = button(tr("Save PDF…"), "primary", "report-save")
        self.save.clicked.connect(lambda: self.save_pdf())
        row.addWidget(self.save)
        return bar

    @staticmethod
    def _tool(text: str, name: str) -> QToolButton:
        made = QToolButton()
        made.setText(text)
        made.setObjectName(name)
        made.setFont(theme.font("body"))
        return made

    # ---------------------------------------------------------------- following the file

    def enter(self) -> None:
        """The page comes to the front."""
        if self._stale:
            self.refresh()

    def _changed(self, *_: object) -> None:
        self._stale = True
        if self.isVisible():
            self._timer.start()

    def _kind_changed(self) -> None:
        """The report of an import asks which one; its dates are those of the import."""
        importing = self.order().kind == "import"
        for part in self.of_run:
            part.setVisible(importing)
        for part in self.of_dates:
            part.setVisible(not importing)
        self._changed()

    def show_import(self, run: str) -> None:
        """The report of one import."""
        self.run.fill(self.session)
        self.run.choose(run)
        self.kinds.setCurrentRow(list(KINDS).index("import"))
        self._changed()

    def _view_changed(self) -> None:
        self.status.setDate(QDate.fromString(self.window_.status, "yyyy-MM-dd"))

    def order(self) -> Order:
        as_of = self.as_of.date().toString("yyyy-MM-dd") if self.known.isChecked() else None
        kind = list(KINDS)[max(0, self.kinds.currentRow())]
        return Order(kind, self.status.date().toString("yyyy-MM-dd"), as_of, self.run.run() if kind == "import" else "")

    def refresh(self) -> None:
        """Set the report anew; a change that comes meanwhile is taken up afterwards."""
        if self.window_.session is not self.session:
            return                           # the file is closed; this page goes with it
        if self.job is not None:
            self._again = True
            return
        self._stale, self._again = False, False
        self.run.fill(self.session)
        order, ppi = self.order(), self.view.sharpness()
        session = self.session
        self._start(lambda progress: (*make(session, order, ppi, progress), ppi), self._show)

    def _sharpen(self) -> None:
        """Pictures for another size of the same report."""
        document, ppi = self.document, self.view.sharpness()
        if document is None or self.job is not None or abs(self.view.made_at - ppi) <= 0.5:
            return
        self._start(lambda progress: (document, document.pages(ppi), ppi), self._show)

    def _start(self, work: jobs.Work, done: Any, failed: Any = None, text: str = "") -> None:
        self.job = jobs.start(work, done=done, failed=failed or self._failed, parent=self)
        self.job.over.connect(self._over)
        self.save.setEnabled(False)
        self.strip.follow(self.job, text or tr("Setting the report"))

    def stop(self) -> None:
        """The file is about to close: end what reads it."""
        self._again = False
        self._timer.stop()
        self._sharper.stop()
        if self.job is not None:
            self.job.wait()

    def _over(self) -> None:
        self.job = None
        self.save.setEnabled(self.document is not None)
        if self._again:
            self.refresh()
        elif self.document is not None and abs(self.view.made_at - self.view.sharpness()) > 0.5:
            self._sharper.start()

    def _show(self, result: tuple[Document, list[bytes], float]) -> None:
        self.document, pages, ppi = result
        self.stack.setCurrentIndex(0)
        self.view.show_pages([QImage.fromData(page) for page in pages], ppi)
        self._say_zoom()

    def _failed(self, problem: Problem) -> None:
        """What stands in the way takes the place of the pages."""
        self.document = None
        self.nothing.setText(f"{problem.what}\n{problem.hint}".strip())
        self.stack.setCurrentIndex(1)
        self._say_zoom()

    # ---------------------------------------------------------------- size

    def step(self, direction: int) -> None:
        """The next larger or smaller of the usual sizes."""
        now = self.view.ppi / SCREEN
        usual = [s for s in STEPS if (s > now + 0.01 if direction > 0 else s < now - 0.01)]
        if usual:
            self.view.zoom((usual[0] if direction > 0 else usual[-1]) * SCREEN)

    def _say_zoom(self, *_: object) -> None:
        self.percent.setText(f"{self.view.ppi / SCREEN:.0%}".replace("%", " %"))
        for mode, made in self.fits.items():
            made.setChecked(self.view.mode == mode != FREE)
        count = len(self.view.canvas.pages)
        self.where.setText(tr("Page {at} of {all}", at=self.view.current_page() + 1, all=count)
                           if count and self.stack.currentIndex() == 0 else "")

    # ---------------------------------------------------------------- saving

    def file_name(self) -> str:
        order = self.order()
        return f"{self.session.path.stem} {tr(KINDS[order.kind]).lower()} {order.status}.pdf"

    def save_pdf(self, path: Path | None = None) -> None:
        """Write what is shown as PDF; asks where when not told."""
        document = self.document
        if document is None or self.job is not None:
            return
        if path is None:
            wanted = self.session.path.parent / self.file_name()
            text, _ = QFileDialog.getSaveFileName(self, tr("Save PDF"), str(wanted), "PDF (*.pdf)")
            if not text:
                return
            path = Path(text) if text.lower().endswith(".pdf") else Path(text + ".pdf")
        target = path
        self._start(lambda progress: write(document, target), lambda _: self._saved(target), self.window_.problem,
                    tr("Saving {file}", file=target.name))

    def _saved(self, path: Path) -> None:
        pages = len(self.view.canvas.pages)
        self.window_.say(tr("Saved {file}", file=path.name), plural(pages, "1 page.", "{n} pages."), "good",
                         [(tr("Open PDF"), lambda: open_outside(path)),
                          (tr("Open folder"), lambda: open_outside(path.parent))])


def write(document: Document, path: Path) -> None:
    """Save a PDF. Raises Problem where that is refused."""
    try:
        document.save(path)
    except OSError as wrong:
        raise Problem(tr("{path} could not be written: {why}.", path=path, why=wrong.strerror or wrong),
                      tr("Choose another folder or close the program that shows the old one.")) from wrong


def open_outside(path: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
