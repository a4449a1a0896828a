"""Steps 3 and 4 of the import: what will change in this portfolio, the money check, and the last word before it.

Must not know: how the plan was made, and how it is carried out.
"""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, QModelIndex, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QHeaderView,
    QScrollArea,
    QStyleOptionViewItem,
    QToolButton,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from app.core.batch import Batch
from app.core.values import from_minor
from app.ui.importing import plan_issues
from app.ui.importing.changes import Row
from app.ui.importing.plan_model import ACTIONS, AFTER, AT, BEFORE, CHANGE, CODE, NAME, WHAT, PlanModel, action_word
from app.ui.importing.text import (
    LEADING,
    amount_to_import,
    cells_not_understood,
    grouped,
    joined,
    kind_count,
    leading_kind,
    money_rows,
    together,
    wrong_totals,
)
from app.ui.look import theme, tokens
from app.ui.look.parts import centred, date_edit, frame, hairline, label
from app.ui.words import plural, tr

if TYPE_CHECKING:
    from app.core.intake.plan import ImportPlan

SIDE, WIDEST = 424, 260      # the side holds its longest words beside a scroll bar


def match_headline(new: Mapping[str, int], changed: Mapping[str, int], kept: int) -> str:
    """The message of step 3: what the import will change."""
    if not any(together(new, changed).values()):
        return tr("Everything in this file is already here; the import would change nothing")
    kind = leading_kind(together(new, changed))
    parts = [tr("{what} will be new", what=kind_count(kind, new[kind]))] if new.get(kind) else []
    if changed.get(kind):
        parts.append(tr("{what} will change", what=kind_count(kind, changed[kind])))
    text = joined(parts)
    if kept:
        text += "; " + plural(kept, "1 keeps what you changed yourself", "{n} keep what you changed yourself")
    return text


def table(rows: list[tuple[str, ...]], strong: tuple[int, ...] = ()) -> QGridLayout:
    """Rows of text: the first column left, all others as numbers at the right."""
    grid = QGridLayout()
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(12)
    grid.setVerticalSpacing(6)
    grid.setColumnStretch(0, 1)
    for y, cells in enumerate(rows):
        for x, text in enumerate(cells):
            font = ("small_strong" if y in strong else "small") if x == 0 else "small_number"
            cell = label(text, font, "secondary" if y == 0 and strong == (-1,) else "")
            if x:
                cell.setAlignment(Qt.AlignmentFlag.AlignRight)
            grid.addWidget(cell, y, x)
    return grid


class Changes(QTreeView):
    """The list, with a hairline under each row."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("import-changes")
        self.setUniformRowHeights(True)
        self.setIndentation(16)
        self.setAllColumnsShowFocus(True)
        self.setStyleSheet("QTreeView::item { padding: 0 5px; }")
        self.setAccessibleName(tr("What will change, record by record"))
        self.setProperty("may_elide_columns", [NAME])  # names are the user's; tooltips have them whole

    def drawRow(self, painter: QPainter, option: QStyleOptionViewItem,
                index: QModelIndex | QPersistentModelIndex) -> None:
        super().drawRow(painter, option, index)
        rect = self.visualRect(index)
        painter.setPen(theme.colour("hair"))
        painter.drawLine(0, rect.bottom(), self.viewport().width(), rect.bottom())


class ChangesSide(QFrame):
    """Counts and money beside the list."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "side")
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._scroll)

    def minimumSizeHint(self) -> QSize:
        return QSize(300, 120)

    def show_plan(self, plan: ImportPlan, batch: Batch, changed: Mapping[str, int]) -> None:
        body = frame("panel")
        column = QVBoxLayout(body)
        column.setContentsMargins(tokens.PANEL, tokens.PANEL, tokens.PANEL, tokens.PANEL)
        column.setSpacing(8)
        loud, quiet = plan_issues.found(plan, batch)
        plan_issues.loud(column, loud)
        column.addWidget(label(tr("What will change"), "strong"))
        column.addLayout(self._counts(plan, changed))
        if plan.money:
            column.addSpacing(8)
            column.addWidget(hairline())
            column.addSpacing(4)
            column.addWidget(label(tr("Money in the file, {currency}",
                                         currency=batch.currency or plan.currency), "strong"))
            column.addLayout(self._money(plan))
        column.addSpacing(8)
        column.addWidget(hairline())
        column.addSpacing(4)
        column.addWidget(label(tr("Printed totals"), "strong"))
        self._printed(column, batch)
        cells = cells_not_understood(batch)
        if cells:
            column.addSpacing(8)
            column.addWidget(hairline())
            column.addSpacing(4)
            column.addWidget(label(tr("Cells not understood"), "strong"))
            column.addWidget(label(", ".join(cells), "small", "secondary", wrap=True))
        plan_issues.quiet(column, quiet)
        column.addStretch()
        self._scroll.setWidget(body)

    @staticmethod
    def _counts(plan: ImportPlan, changed: Mapping[str, int]) -> QGridLayout:
        rows: list[tuple[str, ...]] = [("", tr("New"), tr("Changed"), tr("Unchanged"))]
        for kind in LEADING:
            same = plan.unchanged.get(kind, 0) - (changed.get(kind, 0) - plan.changed.get(kind, 0))
            counts = [plan.created.get(kind, 0), changed.get(kind, 0), same]
            if any(counts):
                word = kind_count(kind, 2).split(" ", 1)[1]
                rows.append((word[:1].upper() + word[1:], *(f"{c:,}" if c else "" for c in counts)))
        gone = sum(r.action == "gone" for r in plan.rows)
        kept = sum(r.action == "kept" for r in plan.rows)
        if gone:
            rows.append((tr("Only in Trimtab, kept"), "", "", f"{gone:,}"))
        if kept:
            rows.append((tr("Your own values kept"), "", "", f"{kept:,}"))
        return table(rows, (-1,))

    @staticmethod
    def _money(plan: ImportPlan) -> QGridLayout:
        series, rows = money_rows(plan.money)
        return table([("", *(tr(s.capitalize()) for s in series)), *((r.label, *r.amounts) for r in rows)], (-1,))

    @staticmethod
    def _printed(column: QVBoxLayout, batch: Batch) -> None:
        wrong = wrong_totals(batch)
        if not batch.printed:
            column.addWidget(label(tr("The file prints none."), "small", "secondary", wrap=True))
        elif not wrong:
            text = plural(len(batch.printed), "The one printed total is the sum of its rows.",
                          "All {n} printed totals are the sum of their rows.")
            column.addWidget(label(text, "small", "good", wrap=True))
        else:
            text = plural(len(wrong), "1 of {all} is not the sum of its rows. The rows are imported.",
                          "{n} of {all} are not the sum of their rows. The rows are imported.", all=len(batch.printed))
            column.addWidget(label(text, "small", "bad", wrap=True))
            rows: list[tuple[str, ...]] = [(tr("At"), tr("Printed"), tr("Rows sum to"))]
            rows += [(t.at.rsplit("!", 1)[-1], grouped(from_minor(t.printed, t.scale)),
                      grouped(from_minor(t.summed, t.scale))) for t in wrong[:12]]
            column.addLayout(table(rows, (-1,)))
            if len(wrong) > 12:
                column.addWidget(label(tr("and {n} more, listed in step 2", n=len(wrong) - 12), "small", "secondary"))


class MatchPage(QWidget):
    """The list of records with before and after, and the sums beside it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("import-match")
        self.title = label("", "title")
        self.title.setProperty("may_elide", True)
        self._rows: Sequence[Row] = ()
        head = frame("bar")
        head.setFixedHeight(tokens.TITLE)
        top = QHBoxLayout(head)
        top.setContentsMargins(tokens.PANEL, 0, tokens.PANEL, 0)
        top.setSpacing(0)
        top.addWidget(self.title, 1)
        self._group = QButtonGroup(self)
        self._segments: dict[str, QToolButton] = {}
        for action in ("", *ACTIONS):
            made = QToolButton()
            made.setProperty("kind", "segment")
            made.setCheckable(True)
            made.setFont(theme.font("body"))
            made.clicked.connect(lambda _=False, a=action: self._filter(a))
            self._group.addButton(made)
            self._segments[action] = made
            top.addWidget(made)
        self.model = PlanModel()
        self.list = Changes()
        self.list.setModel(self.model)
        header = self.list.header()
        header.setFont(theme.font("small"))
        header.setFixedHeight(tokens.HEAD_ONE)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setStretchLastSection(False)
        self.side = ChangesSide()
        self.side.setFixedWidth(SIDE)
        self._nothing = label("", "body", "secondary")
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(self.list, 1)
        row.addWidget(self._nothing, 1)
        row.addWidget(self.side)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(head)
        column.addLayout(row, 1)

    def show_plan(self, plan: ImportPlan, batch: Batch, rows: Sequence[Row], changed: Mapping[str, int]) -> None:
        self._rows = rows
        self.title.setText(match_headline(plan.created, changed, sum(r.action == "kept" for r in rows)))
        self.title.setToolTip(self.title.text())
        self.side.show_plan(plan, batch, changed)
        self.model.show(rows)
        counts = self.model.counts()
        for action, made in self._segments.items():
            count = counts[action] if action else sum(counts[a] for a in ACTIONS)
            made.setText(f"{action_word(action) if action else tr('All')} {count:,}")
            made.setVisible(len(+counts) > 1 and (not action or count > 0))
        self._segments[""].setChecked(True)
        self._filter("")
        self._widths()

    def _filter(self, action: str) -> None:
        self.model.show(self._rows, action)
        self._nothing.setText(tr("No record will change."))
        self._nothing.setVisible(not self.model.rows)
        self.list.setVisible(bool(self.model.rows))
        if len(self.model.rows) <= 40:
            self.list.expandAll()

    def _widths(self) -> None:
        """Every column but the name as wide as its widest text; the name takes what is left."""
        header = self.list.header()
        header.setMinimumSectionSize(48)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        metrics = QFontMetrics(theme.font("number"))
        for column in (CHANGE, CODE, WHAT, BEFORE, AFTER, AT):
            texts = self.model.texts(column)
            head = self.model.headerData(column, Qt.Orientation.Horizontal)
            wide = max(metrics.horizontalAdvance(text) for text in (head, *texts))
            header.resizeSection(column, min(wide, WIDEST) + 18 + (self.list.indentation() if column == CHANGE else 0))
        header.setSectionResizeMode(NAME, QHeaderView.ResizeMode.Stretch)


class ConfirmPage(QWidget):
    """Step 4: one sentence, the counts, and the date from which the figures were known."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("import-confirm")
        self.title = label("", "title", wrap=True)
        self.counts = label("", "body", "secondary", wrap=True)
        self.money = label("", "body", "secondary", wrap=True)
        self.told = date_edit("", tr("Figures known on"))
        self.told.setFixedWidth(140)
        card = frame("card")
        card.setFixedWidth(640)
        inner = QVBoxLayout(card)
        inner.setContentsMargins(32, 32, 32, 32)
        inner.setSpacing(12)
        inner.addWidget(self.title)
        inner.addWidget(self.counts)
        inner.addWidget(self.money)
        inner.addWidget(hairline())
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(label(tr("Figures known on"), "body"))
        row.addWidget(self.told)
        row.addStretch()
        inner.addLayout(row)
        inner.addWidget(label(tr("A report as of an earlier day will not show these figures."), "small", "secondary",
                              wrap=True))
        outer = QVBoxLayout(self)
        outer.addStretch(2)
        outer.addLayout(centred(card))
        outer.addStretch(3)

    def show_plan(self, plan: ImportPlan, batch: Batch, changed: Mapping[str, int], file_name: str) -> None:
        self.title.setText(tr("{what} from {source} into {file}", what=amount_to_import(plan.created, changed),
                              source=batch.source, file=file_name))
        new = [kind_count(k, plan.created[k]) for k in LEADING if plan.created.get(k)]
        other = [kind_count(k, changed[k]) for k in LEADING if changed.get(k)]
        lines = [tr("New: {what}.", what=joined(new))] if new else []
        lines += [tr("Changed: {what}.", what=joined(other))] if other else []
        self.counts.setText("\n".join(lines))
        series, rows = money_rows(plan.money)
        sums = [f"{r.label} {tr(s)} {a}" for r in rows for s, a in zip(series, r.amounts, strict=True) if a]
        self.money.setText(tr("Sums in {currency}: {sums}.", currency=batch.currency or plan.currency,
                              sums="; ".join(sums)))
        self.money.setVisible(bool(sums))

    def set_today(self, iso: str) -> None:
        today = QDate.fromString(iso, "yyyy-MM-dd")
        self.told.setMaximumDate(today)
        self.told.setDate(today)

    def told_date(self) -> str:
        return self.told.date().toString("yyyy-MM-dd")
