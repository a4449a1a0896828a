"""Every import of the file, newest first, and the report it left: what came in, the sums beside the file's, and what
did not come in, by address. The same report is printed from here.

Must not know: how an import is done, how a report is set.
"""
from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QHeaderView, QSplitter, QTableWidgetItem, QVBoxLayout

from app.core.batch import Issue
from app.core.intake import report
from app.core.intake.report import GRAVITY, Report
from app.core.values import from_minor
from app.ui.importing.issues import severity_word
from app.ui.importing.text import LEADING, grouped, joined, kind_count, type_word
from app.ui.look import figures, theme
from app.ui.look.parts import button, hairline, label
from app.ui.look.tables import headed_side, let_rows_grow, plain_table, rest_line
from app.ui.words import plural, tr

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from app.ui.main_window import MainWindow

MOST = 300                                # lines of one report; the printed one has its own bounds
_TOP = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
_NUMBER = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


def brought(r: Report) -> str:
    """"212 measures new, 9 changed"."""
    for kind in LEADING:
        new, other = r.created.get(kind, 0), r.changed.get(kind, 0)
        if new and other:
            return tr("{what} new, {n} changed", what=kind_count(kind, new), n=f"{other:,}")
        if new or other:
            what = kind_count(kind, new or other)
            return tr("{what} new", what=what) if new else tr("{what} changed", what=what)
    return tr("No record came in")


def check_of(r: Report) -> tuple[str, str]:
    """(what the check of sums found, its tone)."""
    off = [s for s in r.sums if s.missing]
    if off:
        return plural(len(off), "1 sum differs from the file", "{n} sums differ from the file"), "bad"
    if not r.sums:
        return tr("No amounts"), ""
    if any(s.left for s in r.sums):
        return tr("As in the file, but for rows left out"), "warn"
    if r.stays:
        return tr("As in the file, but for values kept here"), ""
    if not all(s.checked for s in r.sums):
        return tr("Not all sums were counted in the file"), ""
    return tr("All sums as in the file"), "good"


class ImportsPane(QFrame):
    """The list at the left, one report at the right."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__()
        self.window_ = window
        self.setProperty("role", "page")
        self.uids: list[str] = []
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setHandleWidth(1)
        split.setChildrenCollapsible(False)
        self.table = plain_table("imports_list", tr("Imports"),
                                 (tr("On"), tr("File"), tr("What came in"), tr("Sums")))
        self.table.horizontalHeader().setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        self.table.setTextElideMode(Qt.TextElideMode.ElideMiddle)         # files of two months differ at their end
        self.table.currentCellChanged.connect(lambda row, *_: self._chosen(row))
        split.addWidget(self.table)
        split.addWidget(self._report())
        split.setStretchFactor(0, 2)
        split.setStretchFactor(1, 3)
        split.setSizes([560, 660])
        whole.addWidget(split)
        theme.signals().changed.connect(self._recolour)

    def _report(self) -> QFrame:
        side, column, head = headed_side("import_report")
        self.title = label(font="title", wrap=True)
        self.about = label(role="secondary", wrap=True)
        self.came = label(wrap=True)
        self.checked = label("", "strong")
        self.print = button(tr("Print the report…"), name="import-print")
        self.print.clicked.connect(self.to_print)
        row = QHBoxLayout()
        row.addWidget(self.checked, 1)
        row.addWidget(self.print)
        for part in (self.title, self.about, self.came):
            head.addWidget(part)
        head.addLayout(row)
        self.sums = plain_table("import_sums", tr("Sums"), (
            tr("Sheet"), tr("Amounts"), tr("In the file"), tr("Came in"), tr("Difference")))
        self.sums.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        column.addWidget(self.sums)
        column.addWidget(hairline())
        self.told = plain_table("import_told", tr("What is to be known"), ("", tr("Where"), tr("What")))
        self.told.horizontalHeader().setStretchLastSection(True)
        self.told.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        let_rows_grow(self.told)
        column.addWidget(self.told, 1)
        self.rest = rest_line()
        column.addWidget(self.rest)
        return side

    def panes(self) -> list[QWidget]:
        return [self.table, self.told]

    # ---------------------------------------------------------------- filling

    def enter(self) -> None:
        """Read the imports anew; the one shown stays."""
        session = self.window_.session
        if session is None:
            return
        at = self.table.currentRow()
        kept = self.uids[at] if 0 <= at < len(self.uids) else ""
        records = report.runs(session.present)
        self.uids = [r.uid for r in records]
        self.table.setRowCount(len(records))
        for row, record in enumerate(records):
            r = report.read(record)
            said, tone = check_of(r)
            for column, text in enumerate((figures.date(r.on), r.file, brought(r), said)):
                item = QTableWidgetItem(text)
                item.setToolTip(text)
                if column == 3 and tone:
                    item.setForeground(theme.colour(tone))
                self.table.setItem(row, column, item)
        for column in (0, 2, 3):
            self.table.resizeColumnToContents(column)
            self.table.setColumnWidth(column, self.table.columnWidth(column) + 12)      # the frame of the current cell
        at = self.uids.index(kept) if kept in self.uids else 0 if records else -1
        self.table.setCurrentCell(at, 0)
        self._chosen(at)
        if not records:
            self._nothing()

    def _recolour(self) -> None:
        if self.isVisible():
            self.enter()

    def _nothing(self) -> None:
        self.title.setText(tr("Nothing was imported yet"))
        self.about.setText(tr("Every import leaves its report here: what came in, what did not and why."))
        for part in (self.came, self.checked):
            part.setText("")
        self.print.hide()
        self.sums.hide()
        self.told.hide()
        self.rest.hide()

    def _chosen(self, row: int) -> None:
        session = self.window_.session
        record = session.present.get(self.uids[row]) if session is not None and 0 <= row < len(self.uids) else None
        if record is None:
            return
        r = report.read(record)
        self.title.setText(tr("{what} from {file}", what=brought(r), file=r.file))
        self.about.setText(" · ".join(t for t in (
            figures.date(r.on), r.readers, tr("read by the profile “{name}”", name=r.profile) if r.profile else "",
            plural(len(r.answers), "1 answer given", "{n} answers given") if r.answers else "") if t))
        self.came.setText(_lines(r))
        said, tone = check_of(r)
        self.checked.setText(said)
        self.checked.setProperty("role", tone or "secondary")
        self.checked.style().unpolish(self.checked)
        self.checked.style().polish(self.checked)
        self.print.show()
        self._show_sums(r)
        self._show_told(r)

    def _show_sums(self, r: Report) -> None:
        self.sums.setVisible(bool(r.sums))
        self.sums.setRowCount(len(r.sums))
        for row, s in enumerate(r.sums):
            kind, _, series = s.what.partition(".")
            there = from_minor(s.source + s.left, s.scale) if s.checked or s.left else ""
            texts = (s.sheet, f"{type_word(kind)}, {tr(series)}, {s.currency}", grouped(there) or tr("not counted"),
                     grouped(from_minor(s.imported, s.scale)),
                     grouped(from_minor(s.missing, s.scale)) if s.checked else "")
            for column, text in enumerate(texts):
                item = QTableWidgetItem(text)
                item.setToolTip(tr("{amount} of it in rows left out", amount=grouped(from_minor(s.left, s.scale)))
                                if s.left and column == 2 else text)
                if column > 1:
                    item.setTextAlignment(_NUMBER)
                    item.setFont(theme.font("number"))
                if column == 4:
                    item.setForeground(theme.colour("bad" if s.missing else "good"))
                self.sums.setItem(row, column, item)
        for column in range(1, 5):
            self.sums.resizeColumnToContents(column)
        rows = min(len(r.sums), 6)
        self.sums.setFixedHeight(self.sums.horizontalHeader().height() + rows * self.sums.verticalHeader()
                                 .defaultSectionSize() + 2)

    def _show_told(self, r: Report) -> None:
        told = {i.where for i in r.issues}
        wrong = [Issue("warning", "", t.at, tr("“{what}” is printed as {a}, its rows sum to {b}; the rows count.",
                                             what=t.what, a=grouped(from_minor(t.printed, t.scale)),
                                             b=grouped(from_minor(t.summed, t.scale))))
                 for t in r.wrong if t.at not in told]
        gone = [Issue("note", "", "", tr("Only in Trimtab, kept: {names}", names=", ".join(r.gone)))] if r.gone else []
        found = sorted([*r.issues, *wrong, *gone], key=lambda i: GRAVITY.get(i.severity, 9))
        self.told.setVisible(True)
        self.told.setRowCount(min(len(found), MOST))
        for row, issue in enumerate(found[:MOST]):
            for column, text in enumerate((severity_word(issue.severity), issue.where, issue.message)):
                item = QTableWidgetItem(text)
                item.setToolTip(text + (f"\n{issue.answer}" if issue.answer and column == 2 else ""))
                if column == 0 and issue.severity == "error":
                    item.setForeground(theme.colour("bad"))
                elif column < 2:
                    item.setForeground(theme.colour("text2"))
                item.setTextAlignment(_TOP)
                self.told.setItem(row, column, item)
        self.told.resizeColumnToContents(0)
        self.told.resizeColumnToContents(1)
        self.told.setColumnWidth(1, min(self.told.columnWidth(1) + 8, 190))
        more = sum(r.counts.values()) - len(r.issues) + max(len(found) - MOST, 0)
        self.rest.setText(plural(more, "1 more remark was counted, not kept.",
                                 "{n} more remarks were counted, not kept."))
        self.rest.setVisible(more > 0)

    def to_print(self) -> None:
        """The report of the chosen import on the Reports page, where it is saved as PDF."""
        from app.ui.report.preview import ReportPreview
        row = self.table.currentRow()
        if 0 <= row < len(self.uids):
            run = self.uids[row]
            self.window_.show_page("reports")
            page = self.window_.pages["reports"]
            assert isinstance(page, ReportPreview)
            page.show_import(run)


def _lines(r: Report) -> str:
    """Counts by kind in one or two sentences."""
    new = [kind_count(k, r.created[k]) for k in LEADING if r.created.get(k)]
    changed = [kind_count(k, r.changed[k]) for k in LEADING if r.changed.get(k)]
    parts = [tr("New: {what}.", what=joined(new))] if new else []
    parts += [tr("Changed: {what}.", what=joined(changed))] if changed else []
    if r.kept:
        parts.append(plural(r.kept, "1 record keeps what was written here.", "{n} records keep what was written here."))
    if r.gone_count:
        parts.append(plural(r.gone_count, "1 record is only in Trimtab and stays.",
                            "{n} records are only in Trimtab and stay."))
    hidden = sum(bool(s.hidden or s.hidden_rows or s.hidden_columns) for s in r.sheets if s.role == "data")
    if hidden:
        parts.append(plural(hidden, "1 sheet has hidden rows or columns; they were read.",
                            "{n} sheets have hidden rows or columns; they were read."))
    return " ".join(parts)
