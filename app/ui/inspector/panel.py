"""The panel at the right: everything about the current row, a tab each, made from the catalog.

Must not know: the tree. It hears of transactions from the page and writes through the window.
"""
from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QScrollArea, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from app.core.catalog import KINDS
from app.core.find import calling_name
from app.core.value.variance import figures
from app.ui.inspector.chain_view import ActivitiesTab
from app.ui.inspector.form import Form
from app.ui.inspector.kpis import KpiPart
from app.ui.inspector.many import ManyForm, still_there, widest
from app.ui.inspector.parts_list import PartsTab
from app.ui.look import figures as shown
from app.ui.look import theme
from app.ui.look.parts import drop, frame, hairline, label
from app.ui.words import tr

if TYPE_CHECKING:
    from app.session import Touched
    from app.ui.main_window import MainWindow

TABS = ("overview", "value", "activities", "raid", "notes", "history")
TEXTS = {"overview": "Overview", "value": "Value", "activities": "Activities", "raid": "RAID", "notes": "Notes",
         "history": "History"}
MANY = "many"                    # stands behind the tabs, for several chosen rows
TAB_OF = {"effect_line": "value", "activity": "activities", "risk": "raid", "issue": "raid", "assumption": "raid",
          "note": "notes"}


class Inspector(QFrame):
    """One record at a time; tabs are filled when they are looked at."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__()
        self.window_, self.uid = window, ""
        self.rows: list[str] = []            # when several are chosen
        self.setObjectName("inspector")
        self.setAccessibleName(tr("Inspector"))
        self.setProperty("role", "side")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        head = frame("panel")
        box = QVBoxLayout(head)
        box.setContentsMargins(16, 10, 16, 0)
        box.setSpacing(4)
        self.path = label(font="small", role="secondary", wrap=True)
        self.title = label(font="title", wrap=True)
        box.addWidget(self.path)
        box.addWidget(self.title)
        self.tabs = QTabBar()
        self.tabs.setObjectName("inspector_tabs")
        self.tabs.setAccessibleName(tr("Parts of the row"))
        self.tabs.setFont(theme.font("body"))
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        self.tabs.setUsesScrollButtons(False)
        self.tabs.setElideMode(Qt.TextElideMode.ElideRight)
        for i, name in enumerate(TABS):
            self.tabs.addTab(tr(TEXTS[name]))
            self.tabs.setTabToolTip(i, tr(TEXTS[name]))
        self.tabs.currentChanged.connect(self._tab_changed)
        box.addSpacing(4)
        box.addWidget(self.tabs)
        column.addWidget(head)
        column.addWidget(hairline())
        self.stack = QStackedWidget()
        column.addWidget(self.stack, 1)
        keep = self.stack.sizePolicy()
        keep.setRetainSizeWhenHidden(True)       # else the head would fill the panel when no row is chosen
        self.stack.setSizePolicy(keep)
        self.forms: dict[str, Form] = {}
        self.many_forms: dict[str, ManyForm] = {}
        self._places = {name: self._place() for name in (*TABS, MANY)}
        self._pages: dict[str, QWidget] = {}
        self.show_record("")

    def _place(self) -> QVBoxLayout:
        holder = QWidget()
        place = QVBoxLayout(holder)
        place.setContentsMargins(0, 0, 0, 0)
        self.stack.addWidget(holder)
        return place

    # ---------------------------------------------------------------- tabs

    def page(self, name: str) -> QWidget:
        """What stands in a tab; made when it is first looked at."""
        made = self._pages.get(name)
        if made is None:
            made = self._pages[name] = self._make(name)
            area = self._scroll(made)
            self._places[name].addWidget(area)
            area.show()                      # at once: a layout shows what it is given a moment later
        return made

    def _make(self, name: str) -> QWidget:
        match name:
            case "value":
                return ValueTab(self.window_)
            case "activities":
                return ActivitiesTab(self.window_)
            case "raid":
                return PartsTab(self.window_, ("risk", "issue", "assumption"), "No risks, issues or assumptions yet.")
            case "notes":
                return PartsTab(self.window_, ("note",), "No notes yet.")
            case "history":
                return HistoryTab(self.window_)
        forms = QWidget()                    # the overview and its twin for many rows: a form a kind
        QVBoxLayout(forms).setContentsMargins(0, 0, 0, 0)
        return forms

    def _add_form(self, name: str, form: QWidget) -> None:
        place = self.page(name).layout()
        assert place is not None
        place.addWidget(form)

    @property
    def values(self) -> ValueTab:
        made = self.page("value")
        assert isinstance(made, ValueTab)
        return made

    @staticmethod
    def _scroll(page: QWidget) -> QScrollArea:
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        holder = frame("panel")
        inner = QVBoxLayout(holder)
        inner.setContentsMargins(16, 12, 16, 16)
        inner.addWidget(page)
        area.setWidget(holder)
        return area

    @property
    def tab(self) -> str:
        return TABS[max(self.tabs.currentIndex(), 0)]

    def show_tab(self, name: str) -> None:
        self.tabs.setCurrentIndex(TABS.index(name))

    def panes(self) -> list[QWidget]:
        return [self.tabs] if self.isVisible() else []

    # ---------------------------------------------------------------- showing

    def show_record(self, uid: str) -> None:
        """Show a row; "" shows what to do instead."""
        self.uid = uid
        self.refresh()

    def show_rows(self, uids: list[str]) -> None:
        """Several rows are chosen: what they have in common. One or none: the current row again."""
        several = uids if len(uids) > 1 else []
        if several or self.rows:
            self.rows = several
            self.refresh()

    def _refresh_many(self) -> bool:
        """Whether several rows are shown."""
        session = self.window_.session
        self.rows = [u for u in self.rows if session is not None and still_there(session.portfolio, u)]
        if session is None or len(self.rows) < 2 or not self.isVisible():
            self.rows = self.rows if len(self.rows) > 1 and session is not None else []
            self.stack.setCurrentIndex(max(self.tabs.currentIndex(), 0))
            return bool(self.rows)
        p = session.portfolio
        self.path.setText(tr("An edit goes to all of them in one step."))
        self.path.setToolTip("")
        self.title.setText(tr("{n} rows chosen", n=f"{len(self.rows):,}"))
        self.tabs.hide()
        self.stack.show()
        self.stack.setCurrentIndex(len(TABS))
        kind = widest(p, self.rows)
        if kind not in self.many_forms:
            self.many_forms[kind] = ManyForm(self.window_, kind)
            self._add_form(MANY, self.many_forms[kind])
        for one, form in self.many_forms.items():
            form.setVisible(one == kind)
        self.many_forms[kind].show_rows(self.rows)
        return True

    def refresh(self) -> None:
        if self._refresh_many():
            return
        session = self.window_.session
        record = session.portfolio.records.get(self.uid) if session is not None and self.uid else None
        self.tabs.setEnabled(record is not None)
        self.stack.setVisible(record is not None)
        self.tabs.setVisible(record is not None)
        if session is None or record is None:
            self.path.setText("")
            self.title.setText(tr("No row chosen") if session is not None else "")
            return
        p = session.portfolio
        above = [a for a in p.ancestors(record.uid) if not a.get("pass_through")]
        self.path.setText(" › ".join(calling_name(a) for a in reversed(above)) or tr(KINDS[record.kind].label))
        self.path.setToolTip(" › ".join(a.name for a in reversed(above)))
        self.title.setText(f"{record.code}  {record.name}".strip())
        self._fill()

    def _tab_changed(self, index: int) -> None:
        self.stack.setCurrentIndex(index)
        self._fill()

    def _fill(self) -> None:
        session = self.window_.session
        record = session.portfolio.records.get(self.uid) if session is not None and self.uid else None
        if record is None:
            return
        match self.tab:
            case "overview":
                for kind, form in self.forms.items():
                    form.setVisible(kind == record.kind)
                self.form(record.kind).load(record)
            case name:
                page = self.page(name)
                assert isinstance(page, (ValueTab, PartsTab, HistoryTab))
                page.show_owner(record.uid)

    def form(self, kind: str) -> Form:
        made = self.forms.get(kind)
        if made is None:
            made = self.forms[kind] = Form(self.window_, kind)
            self._add_form("overview", made)
        made.setVisible(True)
        return made

    def follow(self, touched: Touched) -> None:
        """A transaction was done: refresh when it concerns this row, what hangs on it, or its sums."""
        session = self.window_.session
        if session is None or not self.isVisible():
            return
        self.refresh()

    def showEvent(self, event: object) -> None:
        super().showEvent(event)             # type: ignore[arg-type]
        self.refresh()

    def show_chain(self) -> None:
        """What delays the row and what it delays."""
        self.setVisible(True)
        self.show_tab("activities")
        page = self.page("activities")
        assert isinstance(page, ActivitiesTab)
        page.show_chain()

    def add(self, kind: str) -> None:
        """Add a part to the row and go to its tab."""
        self.show_tab(TAB_OF[kind])
        page = self.values.lines if kind == "effect_line" else self.page(TAB_OF[kind])
        assert isinstance(page, PartsTab)
        page.show_owner(self.uid)
        page.add(kind)


class ValueTab(QWidget):
    """Plan, expected and variance of the row, and the effect lines of a measure with their months."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__()
        self.window_ = window
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self.heads: list[QLabel] = []
        self.cells: dict[tuple[int, int], QLabel] = {}
        grid = QGridLayout()
        grid.setVerticalSpacing(4)
        grid.setHorizontalSpacing(12)
        grid.setColumnStretch(0, 1)
        self.caption = label(font="strong", wrap=True)
        grid.addWidget(self.caption, 0, 0)
        for j in range(2):
            head = label(font="small", role="secondary")
            head.setAlignment(Qt.AlignmentFlag.AlignRight)
            self.heads.append(head)
            grid.addWidget(head, 0, j + 1)
        for i, text in enumerate(("Plan", "Expected", "Variance, expected − plan", "Actual to date", "Plan to date")):
            strong = i == 2
            grid.addWidget(label(tr(text), "strong" if strong else "body", "" if strong else "secondary", wrap=True),
                           i + 1, 0)
            for j in range(2):
                cell = label(font="number_strong" if strong else "number")
                cell.setAlignment(Qt.AlignmentFlag.AlignRight)
                cell.setMinimumWidth(68)
                self.cells[i, j] = cell
                grid.addWidget(cell, i + 1, j + 1)
        column.addLayout(grid)
        self.note = label(font="small", role="secondary", wrap=True)
        column.addWidget(self.note)
        column.addWidget(hairline())
        self.lines_title = label(tr("Effect lines"), "strong")
        column.addWidget(self.lines_title)
        self.lines = PartsTab(window, ("effect_line",), "No effect lines yet. They carry the money, month by month.")
        column.addWidget(self.lines, 1)
        self.kpis = KpiPart(window)          # of the file, so it stands with its top row
        column.addWidget(self.kpis)

    def show_owner(self, uid: str) -> None:
        session = self.window_.session
        if session is None:
            return
        p = session.portfolio
        f = figures(p, self.window_.status)
        measure = p.records[uid].kind == "measure"
        model = self.window_.portfolio_page.model
        unit = model.rows.unit if model is not None else shown.unit(f.cube.currency, "k", f.cube.scale)
        self.caption.setText(tr("Net effect, {unit}", unit=unit.name))
        first, end = f.year
        self.heads[0].setText(str(first // 12) if first % 12 == 0 else f"{first // 12}/{(end - 1) // 12 % 100:02d}")
        self.heads[1].setText(tr("All years"))
        known = uid in f.cube.outline.position and len(f.cube.lines_of(uid)) > 0
        to = None if f.actual_to is None else f.actual_to + 1
        for j, (low, high) in enumerate((f.year, (None, None))):
            plan, expected = f.plan_of(uid, low, high), f.expected_of(uid, low, high)
            reach = (low, to if high is None or to is None else min(high, to))
            actual = f.actual_of(uid, *reach) if to is not None else None
            to_date = f.plan_of(uid, *reach) if to is not None else None
            for i, value in enumerate((plan, expected, expected - plan, actual, to_date)):
                cell = self.cells[i, j]
                cell.setText(shown.amount(value, unit, signed=i == 2) if known else "")
                if i == 2:
                    cell.setProperty("role", "good" if value and value > 0 else "bad" if value and value < 0 else "")
                    cell.style().unpolish(cell)
                    cell.style().polish(cell)
        self.note.setText(tr("Favourable is positive. Actual to {month}.", month=shown.month(f.actual_to))
                          if f.actual_to is not None else tr("Favourable is positive. No actuals yet."))
        self.lines_title.setVisible(measure)
        self.lines.setVisible(measure)
        if measure:
            self.lines.show_owner(uid)
        self.kpis.setVisible(p.records[uid].kind == "organization" and bool(p.of_kind("kpi")))
        if not self.kpis.isHidden():
            self.kpis.refresh()


class HistoryTab(QWidget):
    """What was done to this row, newest first."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__()
        self.window_ = window
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(8)

    def show_owner(self, uid: str) -> None:
        while (item := self.column.takeAt(0)) is not None:
            drop(item)
        session = self.window_.session
        if session is None:
            return
        for row in session.history(limit=40, uid=uid):
            text = row.label + (" " + tr("(taken back)") if row.undone and row.origin != "undo" else "")
            self.column.addWidget(label(text, wrap=True))
            day, _, time = row.when.partition(" ")
            self.column.addWidget(label(f"{shown.date(day)} {time[:5]} · {row.person}", "small", "secondary"))
        self.column.addStretch(1)


