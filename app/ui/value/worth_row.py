"""The line of figures under the key figures: what the node is worth over all months, each with what it means.

The yearly rate of the net present value is changed where it is shown. Must not know: how a figure is defined.
"""
from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QDoubleSpinBox,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QSizePolicy,
    QWidget,
    QWidgetAction,
)

from app.ui.look.parts import drop, hairline, label, link
from app.ui.value.worth import APART, RATE, Fact, about
from app.ui.words import tr


class WorthRow(QWidget):
    """`show_facts` fills it; `set_rate` takes a yearly rate in basis points, `ask_rates` opens the
    currency rates."""

    def __init__(self, set_rate: Callable[[int], object], ask_rates: Callable[[], object]) -> None:
        super().__init__()
        self.setObjectName("value_worth")
        self.set_rate, self.ask_rates = set_rate, ask_rates
        self.rate = 0
        self.facts: list[Fact] = []
        self.plans: list[QLabel] = []
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(12, 0, 12, 8)
        self.row.setSpacing(10)

    def show_facts(self, facts: list[Fact], rate: int, readonly: bool) -> None:
        self.facts, self.rate, self.plans = facts, rate, []
        while self.row.count():
            drop(self.row.takeAt(0))                 # type: ignore[arg-type]
        for i, fact in enumerate(facts):
            if i:
                self.row.addWidget(hairline(vertical=True))
            self.row.addWidget(self._fact(fact, readonly))
        self.row.addStretch(1)
        self.setVisible(bool(facts))
        self._fit()
        QTimer.singleShot(0, self, self._fit)        # once more when the line has its width

    def _fit(self) -> None:
        """Plans give way from the right where the line is too long; each stays in the words of its figure."""
        for one in self.plans:
            one.setVisible(True)
        for one in reversed(self.plans):
            if self._wanted() <= self.width():
                break
            one.setVisible(False)

    def _wanted(self) -> int:
        """How wide the words are now: added up here, for layouts hear of hidden labels only later."""
        here = [held.widget() for i in range(self.row.count()) if (held := self.row.itemAt(i)) is not None]
        parts = [part for one in here if one is not None for part in one.findChildren(QWidget)]
        for part in parts:
            part.ensurePolished()
        margins = self.row.contentsMargins()
        between = 6 * len(parts) + (2 * self.row.spacing() + 1) * len(self.facts)
        return margins.left() + margins.right() + between + sum(p.sizeHint().width() for p in parts if not p.isHidden())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fact(self, fact: Fact, readonly: bool) -> QWidget:
        made = QWidget()
        made.setObjectName(f"worth_{fact.key}")
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        if fact.key == RATE and not readonly:
            opener = link(fact.head, "discount_rate")
            opener.clicked.connect(lambda: self.ask_rate(opener))
            row.addWidget(opener)
        elif fact.key == APART:
            opener = link(fact.head, "currency_rates")
            opener.clicked.connect(self.ask_rates)
            row.addWidget(opener)
        else:
            row.addWidget(label(fact.head, "small", "secondary"))
        row.addWidget(label(fact.text, "small_strong"))
        if fact.plan:
            self.plans.append(label(tr("plan {amount}", amount=fact.plan), "small", "secondary"))
            row.addWidget(self.plans[-1])
        planned = tr("Plan {amount}.", amount=fact.plan) if fact.plan else ""
        told = about(fact.key, " ".join(x for x in (planned, fact.more) if x))
        made.setToolTip(told)
        made.setAccessibleName(f"{fact.head}: {fact.text}")
        made.setAccessibleDescription(told)
        return made

    def ask_rate(self, opener: QPushButton) -> QMenu:
        """A small field under the figure; Enter takes the rate, Esc leaves it."""
        menu, field = QMenu(self), QDoubleSpinBox()
        menu.setObjectName("rate_menu")
        field.setAccessibleName(tr("Yearly rate of the net present value"))
        field.setRange(0, 100)
        field.setDecimals(2)
        field.setSuffix(" %")
        field.setValue(self.rate / 100)
        field.setAlignment(Qt.AlignmentFlag.AlignRight)
        held = QWidgetAction(menu)
        held.setDefaultWidget(field)
        menu.addAction(held)

        def take() -> None:
            wanted = round(field.value() * 100)
            menu.close()
            if wanted != self.rate:
                self.set_rate(wanted)

        line = field.lineEdit()
        line.returnPressed.connect(take)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(opener.mapToGlobal(QPoint(0, opener.height())))
        field.setFocus()
        field.selectAll()
        return menu
