"""The rows of the Portfolio tree as plain arrays: stable slots, shown parents, texts of cells on demand.

Pass-through nodes are left out and their children stand below the nearest shown ancestor; a filter keeps matches
and what they hang under. Must not know: Qt's model, painting.
"""
from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from app.core.catalog import level_of
from app.core.find import fold
from app.core.outline import Outline
from app.core.portfolio import Portfolio, Record
from app.core.record import rows
from app.core.value.cube import cube
from app.core.value.variance import Figures, figures
from app.ui.look import figures as shown
from app.ui.tree.columns import COLUMNS, LIGHT_WORDS, person_text, stage_text
from app.ui.words import tr

TOP = -1
_KEYS = tuple(column.key for column in COLUMNS)
STRONG_LEVELS = 3                # organization, portfolio, program
COMPUTED = frozenset(("plan", "expected", "delta", "finish", "name"))     # what is not empty with its field
QUICK = ("all", "attention", "no_owner", "no_dates", "no_figures", "held")


@dataclass(slots=True)
class RowCells:
    """One row ready to paint: texts by column, the light, and what changes their look."""

    texts: tuple[str, ...]
    light: str
    level: int
    strong: bool                        # levels a committee talks about, and whatever stands at the top
    signs: tuple[int, int, int]         # of plan, expected, delta
    computed_finish: bool
    match: bool


class TreeRows:
    """The shown tree. A slot is a row's number for life, so indexes stay good while rows come and go."""

    def __init__(self, portfolio: Portfolio, status: str) -> None:
        self.portfolio, self.status, self.all_years = portfolio, status, False
        self.words = ""
        self.quick = "all"
        self.root = ""                      # only this row and what hangs below it; "" for all
        self.slots: dict[str, int] = {}
        self.uids: list[str] = []
        self.kids: dict[int, list[int]] = {TOP: []}
        self.parent: list[int] = []
        self.row: list[int] = []            # place below the shown parent, -1 = not shown
        self.shape = 0                      # grows each time the rows are built
        self.matches: set[int] = set()
        self._cells: dict[int, RowCells] = {}
        self._hay: dict[str, str] = {}
        self._figures: Figures | None = None
        self._lines: np.ndarray | None = None
        self._finish: tuple[Outline, list[str]] | None = None      # of every node its own finish
        self._unit: shown.Unit | None = None
        self._little: bool | None = None
        self.build()

    # ---------------------------------------------------------------- shape

    def build(self) -> None:
        """Read the outline anew. Slots of rows that stay are kept."""
        outline, records = self.portfolio.outline, self.portfolio.records
        keep = self._kept()
        self.shape += 1
        self.kids = {TOP: []}
        self.row = [-1] * len(self.uids)
        above = [TOP] * len(outline)
        parents = outline.parent.tolist()
        passed = rows([records[uid] for uid in outline.uids], "pass_through")
        for i in self._branch():
            uid = outline.uids[i]
            up = above[parents[i]] if parents[i] >= 0 else TOP
            if passed[i][0]:
                above[i] = up
                continue
            slot = self._slot(uid)
            above[i] = slot
            if keep is not None and i not in keep:
                continue
            group = self.kids.setdefault(up, [])
            self.parent[slot], self.row[slot] = up, len(group)
            group.append(slot)
        self.forget_cells()

    def _branch(self) -> range:
        """Positions of the chosen branch: of all rows when none is chosen, or when it is gone."""
        outline = self.portfolio.outline
        at = outline.position.get(self.root)
        return range(len(outline)) if at is None else range(at, int(outline.end[at]))

    def _slot(self, uid: str) -> int:
        slot = self.slots.get(uid)
        if slot is None:
            slot = self.slots[uid] = len(self.uids)
            self.uids.append(uid)
            self.parent.append(TOP)
            self.row.append(-1)
        return slot

    def _kept(self) -> set[int] | None:
        """Positions that the filter lets through with their ancestors; None when there is no filter."""
        self.matches = set()
        test = self._test()
        if test is None:
            return None
        outline, records = self.portfolio.outline, self.portfolio.records
        keep: set[int] = set()
        parents = outline.parent
        for i in self._branch():
            uid = outline.uids[i]
            record = records[uid]
            if not record.fields.get("pass_through") and test(record):
                self.matches.add(self._slot(uid))
                at = i
                while at >= 0 and at not in keep:
                    keep.add(at)
                    at = int(parents[at])
        return keep

    def _test(self) -> Callable[[Record], bool] | None:
        words = fold(self.words).split()
        quick = self._quick_test()
        if not words and quick is None:
            return None

        def passes(record: Record) -> bool:
            if quick is not None and not quick(record):
                return False
            if not words:
                return True
            hay = self.hay(record)
            return all(word in hay for word in words)

        return passes

    def _quick_test(self) -> Callable[[Record], bool] | None:
        match self.quick:
            case "attention":
                return lambda r: r.get("light") in ("amber", "red")
            case "no_owner":
                return lambda r: r.kind == "measure" and not r.get("owner")
            case "no_dates":
                return lambda r: r.kind == "measure" and not r.get("finish")
            case "no_figures":
                return lambda r: r.kind == "measure" and not self.portfolio.children(r.uid, "effect_line")
            case "held":
                return lambda r: bool(r.get("held"))
            case _:
                return None

    def hay(self, record: Record) -> str:
        """What the filter looks in: code, name, status, owner, stage; folded once a change."""
        found = self._hay.get(record.uid)
        if found is None:
            p = self.portfolio
            parts = [record.code, record.name, record.get("status", ""), record.get("stage", ""),
                     record.get("priority", ""), record.get("external_ref", "")]
            parts += [person_text(p, record.get(f, ""), short=False)
                      for f in ("owner", "function", "workstream", "unit") if record.get(f)]
            text = " ".join(parts)
            found = self._hay[record.uid] = text.lower() if text.isascii() else fold(text)   # most texts are plain
        return found

    def forget(self, uids: frozenset[str]) -> None:
        """Some records changed: their texts are made anew when next asked for."""
        if any(uid not in self.slots for uid in uids):   # a person, a unit, a line: anything may show it
            self._hay.clear()
        for uid in uids:
            self._hay.pop(uid, None)
        self.forget_cells()

    def forget_cells(self) -> None:
        self._cells.clear()
        self._figures = self._lines = self._finish = self._unit = self._little = None

    @property
    def filtered(self) -> bool:
        return bool(self.words.strip()) or self.quick != "all"

    def count(self) -> int:
        """Rows shown, collapsed ones too."""
        return sum(len(group) for group in self.kids.values())

    # ---------------------------------------------------------------- figures

    @property
    def figures(self) -> Figures:
        if self._figures is None:
            self._figures = figures(self.portfolio, self.status)
        return self._figures

    @property
    def unit(self) -> shown.Unit:
        """The one unit of the money columns, decided by the largest figure of the top rows."""
        if self._unit is None:
            c = cube(self.portfolio)
            first, end = self.span()
            tops = [self.uids[s] for s in self.kids[TOP]]
            sums = [abs(of(uid, first, end)) for uid in tops for of in (self.figures.plan_of, self.figures.expected_of)]
            largest = max(sums, default=0)
            self._unit = shown.unit(c.currency, str(self.portfolio.setting("figures_in")), c.scale, largest)
        return self._unit

    def span(self) -> tuple[int | None, int | None]:
        """The months looked at; all years where the one of the status date says little, as in the reports."""
        if self._little is None:
            self._little = self.figures.year_says_little
        return (None, None) if self.all_years or self._little else self.figures.year

    def money_head(self) -> str:
        """"Net effect 2026, k€"."""
        first, end = self.span()
        if first is None or end is None:
            return tr("Net effect, all years, {unit}", unit=self.unit.name)
        year = str(first // 12) if first % 12 == 0 else f"{first // 12}/{(end - 1) // 12 % 100:02d}"
        return tr("Net effect {year}, {unit}", year=year, unit=self.unit.name)

    def has_lines(self, position: int) -> bool:
        """Whether any effect line hangs below: without one a figure is empty, not 0."""
        if self._lines is None:
            found = np.zeros(len(self.portfolio.outline) + 1, np.int64)
            np.add.at(found, self.figures.cube.position + 1, 1)
            self._lines = np.cumsum(found)
        end = int(self.portfolio.outline.end[position])
        return bool(self._lines[end] - self._lines[position])

    def finish_of(self, uid: str) -> tuple[str, bool]:
        """A measure's finish, else the latest one below; the second says whether it is computed."""
        record = self.portfolio.records.get(uid)
        if record is None or record.kind == "measure":
            return record.get("finish", "") if record is not None else "", False
        if self._finish is None:
            outline, records = self.portfolio.outline, self.portfolio.records
            own = rows([records[uid] for uid in outline.uids], "finish")
            self._finish = outline, [finish or "" for finish, in own]
        outline, finishes = self._finish
        at = outline.position.get(uid)
        return "" if at is None else max(finishes[at:int(outline.end[at])]), True

    # ---------------------------------------------------------------- cells

    def record(self, slot: int) -> Record:
        """A row's record. The file is a moment ahead of the rows: Qt may ask once more for one that is gone."""
        uid = self.uids[slot]
        return self.portfolio.records.get(uid) or Record(uid, "measure")

    def depth(self, slot: int) -> int:
        """How many shown rows it hangs below."""
        found, up = 0, self.parent[slot]
        while up >= 0:
            found, up = found + 1, self.parent[up]
        return found

    def cells(self, slot: int) -> RowCells:
        """One row's texts, made when first painted and kept until the next change."""
        found = self._cells.get(slot)
        if found is None:
            found = self._cells[slot] = self._make(slot)
        return found

    def _make(self, slot: int) -> RowCells:
        uid, record = self.uids[slot], self.record(slot)
        position = self.portfolio.outline.position.get(uid)
        first, end = self.span()
        money: tuple[int | None, int | None, int | None] = (None, None, None)
        if position is not None and self.has_lines(position):
            plan, expected = self.figures.plan_of(uid, first, end), self.figures.expected_of(uid, first, end)
            money = (plan, expected, expected - plan)
        finish, computed = self.finish_of(uid)
        said = record.fields.get             # most cells of most rows are empty
        texts = tuple(["" if key not in COMPUTED and said(key) in (None, "") else
                       self._text(key, record, finish, money) for key in _KEYS])
        signs = tuple(0 if v is None or t in ("0", "0.0") else (1 if v > 0 else -1)
                      for v, t in zip(money, texts[-3:], strict=True))
        level = level_of(record.kind)
        strong = level < STRONG_LEVELS or (self.parent[slot] == TOP and record.kind != "measure")
        return RowCells(texts, record.get("light", ""), level, strong, signs, computed,   # type: ignore[arg-type]
                        slot in self.matches)

    def _text(self, key: str, record: Record, finish: str, money: tuple[int | None, int | None, int | None]) -> str:
        match key:
            case "plan":
                return shown.amount(money[0], self.unit)
            case "expected":
                return shown.amount(money[1], self.unit)
            case "delta":
                return shown.amount(money[2], self.unit, signed=True)
            case "finish":
                return shown.date(finish)
            case "start":
                return shown.date(record.get("start", ""))
            case "stage":
                return stage_text(record.get("stage", ""))
            case "light":
                return tr(LIGHT_WORDS[record.get("light")]) if record.get("light") else ""
            case "owner" | "function" | "unit" | "workstream" | "sponsor" | "controller":
                return person_text(self.portfolio, record.get(key, "")) if record.get(key) else ""
            case "name":
                return record.name or tr("(no name)")
            case _:
                return str(record.get(key, ""))
