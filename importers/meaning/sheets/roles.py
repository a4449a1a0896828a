"""Sheets that are no list of measures this version reads: told apart, named and explained, never imported wrongly.

Must not know: items. Reading more of these layouts later means a layout file of its own, asked before this one.
"""
from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from importers.base import Sheet, Value
from importers.meaning.columns import field_scores
from importers.meaning.counted import counts_pieces
from importers.meaning.days.drawn import drawn
from importers.meaning.duties import are_duties
from importers.meaning.evidence import is_code
from importers.meaning.headers import Head, cells_of, known_field
from importers.meaning.log_columns import kind_named
from importers.meaning.naming import speaks_of_names
from importers.meaning.second_heads import later_heads
from importers.meaning.sheets.computed import is_calculation, is_pivot
from importers.meaning.sheets.forms import is_form
from importers.meaning.value.amounts import number_text
from importers.meaning.value.rates import is_price
from importers.meaning.words import fold, spaced, squash, vocabulary

_LOOK = 400
_OF_CHOICES = ("drop downs", "dropdowns", "drop down lists", "dropdown lists", "drop down values", "data validation")
_LISTS = ("lists", "listen", *_OF_CHOICES)                 # so called, even what looks like a list of work is none
_QUESTIONS = {"question", "questions", "frage", "fragen"}
_MANY = 30                                # rows; choices to pick from are fewer, and have no ids
_OF_WORK = ("owner", "sponsor", "start", "finish", "plan_start", "plan_finish", "actual_finish", "status", "light",
            "stage", "progress", "priority")
_OF_PEOPLE = {"role", "influence", "interest", "power", "email", "phone", "rolle", "einfluss"}
_OF_KPIS = {"kpi", "kpis", "kpi name", "kennzahl", "kennzahlen", "metric", "metrics"}
_COLUMNS = ("column name", "column", "field name", "variable name", "variable", "attribute name", "attribute",
            "data element", "spaltenname", "feldname", "spalte", "merkmal")
_MONTHS = 3                               # fewer columns of time are no series of values
_ANY_NAME = {"name", "names"}                             # of people or of anything else
_MARK = re.compile(r"[A-Za-z](?:[\s/,;&]*[A-Za-z]){0,3}|[xX✓✔•●■-]")


@dataclass(frozen=True, slots=True)
class Role:
    """What a sheet is when it is not read: role, layout, why, and how loud to say it."""

    role: str
    layout: str
    why: str
    severity: str = "note"


FEED = Role("dashboard", "", "A hidden sheet that gathers what other sheets hold; nothing to import.")


def role_of(sheet: Sheet, head: Head | None) -> Role | None:
    """The role of a sheet that is not to be read as a list; None when it may be one."""
    used = [cells_of(sheet, r) for r in range(min(_LOOK, len(sheet.rows)))]
    full = [c for c in used if c]
    if not full:
        return Role("ignored", "", "The sheet is empty.")
    if is_pivot(sheet, head):
        return Role("rollup", "", "A pivot table: it sums another list; nothing was imported from it.")
    if is_calculation(sheet, head):
        return Role("ignored", "", "A calculation of present values, cash flows or returns, not a list of measures; "
                    "nothing was imported from it.", "warning")
    name = fold(sheet.name)
    risk = _risk(sheet, head)
    if risk:
        return risk
    gantt = _gantt(sheet, head)
    if gantt:
        return gantt
    if is_form(sheet):
        return Role("ignored", "form", "A form in which nothing was found that is a measure, its figures or a log.",
                    "warning")
    if head is None:
        return _without_head(sheet, name, full)
    strong = _strength(head)
    if strong < 2 and _named(name, "guide_sheet"):
        return Role("instructions", "", "Guidance for people; nothing to import.")
    if name in vocabulary().lists["scale_sheet"]:
        return Role("list", "", "What the steps of a scale mean; nothing to import.")
    if (strong < (3 if sheet.hidden else 2) and _named(name, "list_sheet")) or (sheet.hidden and name in _OF_CHOICES) \
            or (name in _LISTS and not _has_amounts(sheet, head)):
        if _has_amounts(sheet, head):
            return Role("ignored", "", "Called like a sheet of choices, yet it holds amounts; nothing was imported "
                        "from it.", "warning")
        return Role("list", "", "A sheet of values to choose from; nothing to import.")
    if sheet.hidden and strong < 3:
        if _has_amounts(sheet, head):
            return Role("ignored", "", "A hidden sheet that holds amounts; nothing was imported from it.", "warning")
        return Role("list", "", "A hidden sheet of look-up values; nothing to import.")
    if _named(name, "dashboard_sheet") and (strong < 2 or _shows_others(sheet, name)):
        return Role("dashboard", "", "A report on other sheets; nothing to import.")
    if strong < 2 and _is_columns_of_words(sheet, head):
        return Role("list", "", "Columns of words without figures or dates; read as a sheet of choices.")
    if _is_side_by_side(sheet, head):
        return Role("list", "", "Short lists of words side by side; read as a sheet of choices.")
    if _is_of_people(sheet, head):
        return Role("list", "people", "A list of people or stakeholders, not of measures; nothing was imported from "
                    "it.")
    if kind_named(sheet.name) == "assumption" and not _speaks_of_work(head):
        return Role("ignored", "", "Assumptions behind a calculation, not a list of measures; nothing was imported "
                    "from it.", "warning")
    if _counts_kpis(head):
        return Role("ignored", "kpi table", "KPIs by month: their values are of units of their own and no money; "
                    "nothing was imported from it.", "warning")
    if _asks_questions(head):
        return Role("ignored", "form", "Questions and answers, not a list of measures; nothing was imported from it.",
                    "warning")
    if _describes_columns(head):
        return Role("instructions", "", "What the columns of another list mean; nothing to import.")
    if _is_matrix_of_marks(sheet, head):
        return Role("ignored", "matrix", "A matrix of marks, such as who does what; nothing was imported from it.")
    if not strong and head.known < 2 and not any(x.cost for x in head.labels) and not any(
            speaks_of_names(b) for b in head.bottoms if len(b.split()) <= 3) and not _bought(head) \
            and len(later_heads(sheet, head)) < 2:
        return Role("ignored", "", f"A table with its header in row {head.last + 1}, none of whose headings is one of "
                    "a list of measures (name, owner, date, status, amount); nothing was imported from it.", "warning")
    return None


def without_rows(sheet: Sheet, head: Head | None) -> Role:
    """Why a sheet with a header gave no rows: there are none, or none of its columns says what they are called."""
    first = head.data if head is not None else 0
    if not any(cells_of(sheet, r) for r in range(first, len(sheet.rows))):
        return Role("ignored", "", "There are no rows below its header.")
    row = head.last + 1 if head is not None else 1
    return Role("ignored", "", f"Its header was taken to be row {row}, yet no column below it holds names or ids of "
                "what the rows are; nothing was imported.", "warning")


def _shows_others(sheet: Sheet, name: str) -> bool:
    """Called a dashboard, and much of what it shows is computed from other sheets, though it looks like a list."""
    figures = sum(isinstance(v, int | float) for row in sheet.rows for v in row)
    return bool(sheet.refers) and 3 * sheet.formula_count >= figures and any(
        f" {w} " in f" {name} " for w in vocabulary().lists["report_sheet"])


def _named(name: str, which: str) -> bool:
    words = vocabulary().lists[which]
    return name in words or any(f" {w} " in f" {name} " for w in words)


def _strength(head: Head) -> int:
    """How many columns speak of a tracker: name, owner, dates, status, money; not merely ids and places."""
    fields = vocabulary().fields
    weighty = ("name", "owner", "sponsor", "controller", "start", "finish", "plan_start", "plan_finish", "status",
               "light",
               "stage", "progress", "actual_start", "actual_finish")
    count = 0
    for name in weighty:
        count += any(squash(b) in fields[name] for b in head.bottoms if b)
    figures = [x for x in head.labels if (x.series or x.type or x.timed) and not x.derived]
    return count + min(3, len(figures))


def _has_amounts(sheet: Sheet, head: Head) -> bool:
    """A column headed as money over figures, or figures beside months, types or scenarios."""
    per_row = any(squash(b) in vocabulary().fields[name] for b in head.bottoms if b
                  for name in ("month", "series", "type"))
    for column, label in enumerate(head.labels):
        if per_row or label.cost or label.type or label.series:
            cells = [v for r in range(head.data, min(len(sheet.rows), _LOOK)) if (v := sheet.at(r, column)) is not None]
            if sum(isinstance(v, int | float) for v in cells) > len(cells) / 2:
                return True
    return False


def _risk(sheet: Sheet, head: Head | None) -> Role | None:
    if head is None:
        return None
    lists = vocabulary().lists
    texts = [fold(t) for t in head.bottoms if t]
    ids = sum(t in lists["risk"] for t in texts)
    words = {"probability", "likelihood", "mitigation", "eintrittswahrscheinlichkeit"}
    signs = sum(t in lists["risk_column"] or bool(words & set(t.split())) for t in texts)
    named = any(w in fold(sheet.name).split() for w in ("risk", "risks", "raid", "issue", "issues", "risiken", "risiko",
                                                        "risikoliste"))
    if signs < 3 and not named and _is_plan(head):
        return None                                        # tasks with their dates, and beside them what may go wrong
    if (ids and signs >= 1) or signs >= 3 or (named and ids + signs >= 1):
        return Role("ignored", "raid log", "A table about risks or issues without the headings of a log (what it "
                    "is, how likely, how bad, what is done); nothing was imported from it.", "warning")
    return None


def _counts_kpis(head: Head) -> bool:
    """"KPI" over the names, and months beside it that no heading calls money, a scenario or an effect."""
    named = any(fold(b) in _OF_KPIS for b in head.bottoms)
    timed = [x for x in head.labels if x.timed]
    return named and len(timed) >= _MONTHS and not any(
        x.series or x.type or x.cost or x.unit.currency for x in timed) and not head.unit.currency


def _is_plan(head: Head) -> bool:
    """What the rows are called, and a start and an end of them, among the headings."""
    best = {scores[0][0] for t in head.bottoms if t and (scores := field_scores(t)) and scores[0][1] > 0.8}
    return "name" in best and bool(best & {"start", "plan_start"}) and bool(best & {"finish", "plan_finish"})


def _gantt(sheet: Sheet, head: Head | None) -> Role | None:
    """A drawn calendar whose list could not be read (gantt_sheet.py is asked before)."""
    if head is None or drawn(sheet) is None:
        return None
    return Role("ignored", "gantt sheet", "A drawn calendar without a list of tasks beside it; nothing was imported.",
                "warning")


def _without_head(sheet: Sheet, name: str, full: list[list[tuple[int, Value]]]) -> Role:
    figures = any(isinstance(v, int | float) and not isinstance(v, bool) for row in full for _, v in row)
    if _named(name, "guide_sheet") or _wordy(full):
        return Role("instructions", "", "Text for people; nothing to import.")
    if _named(name, "list_sheet"):
        return Role("list", "", "A sheet of values to choose from; nothing to import.")
    if _named(name, "dashboard_sheet") or sheet.formula_count * 2 > sum(map(len, full)):
        return Role("dashboard", "", "A report without a list; nothing to import.")
    return Role("ignored", "", "No header row was found; the sheet was not read.", "warning" if figures else "note")


def _wordy(full: list[list[tuple[int, Value]]]) -> bool:
    texts = [v for row in full for _, v in row if isinstance(v, str)]
    cells = sum(map(len, full))
    return bool(texts) and len(texts) >= 0.8 * cells and sum(len(t) > 40 for t in texts) >= 0.3 * len(texts)


def _is_of_people(sheet: Sheet, head: Head) -> bool:
    """Names beside roles, addresses or influence, and nothing that is to be done, paid or finished."""
    lists = vocabulary().lists
    texts = [fold(spaced(b)) for b in head.bottoms if b]
    named = [t for t in texts if t in lists["person_name"] or t.startswith("stakeholder")]
    if any(t.endswith(" name") and t not in lists["person_name"] and t.split()[0] in lists["prefix"] for t in texts):
        return False                                       # "Initiative name" beside a contact: of initiatives
    loaded = any(t not in _ANY_NAME for t in named) and any(t in lists["person_load"] for t in texts)
    if named and any(t in lists["person_id"] for t in texts) and not _speaks_of_work(head) \
            and not _has_amounts(sheet, head):
        return True                                        # who was there, day by day
    if not named or not (loaded or any(t in lists["person_column"] or set(t.split()) & _OF_PEOPLE for t in texts)):
        return False
    done = ["status", "light", "progress", "plan_finish", "actual_finish", "predecessors"]
    if not loaded:
        done.append("finish")                              # people are allocated until a day; that finishes nothing
    if not any("email" in t.replace(" ", "") for t in texts):
        done.append("stage")                               # the "Level" of somebody with a mail address is a rank
    return not any(squash(b) in vocabulary().fields[name] for b in head.bottoms if b for name in done) \
        and not any(x.type or x.cost or x.series or x.timed for x, b in zip(head.labels, head.bottoms, strict=True)
                    if not squash(b).endswith(("name", "type")))     # "Target name" is whom they work for


def _describes_columns(head: Head) -> bool:
    """"Column name | Description | Allowed values": a dictionary of data, whose first column names columns."""
    first = next((fold(spaced(b)) for b in head.bottoms if b), "")
    return first in _COLUMNS and not _speaks_of_work(head) and not any(x.cost or x.type for x in head.labels)


def _asks_questions(head: Head) -> bool:
    """"Question" over a column, and nothing that says who does something, by when, or how it stands."""
    return bool({fold(b) for b in head.bottoms if b} & _QUESTIONS) and not _speaks_of_work(head)


def _speaks_of_work(head: Head) -> bool:
    """Does a heading say who does something, by when, or how it stands?"""
    fields = vocabulary().fields
    return any(squash(b) in fields[name] for b in head.bottoms if b for name in _OF_WORK)


def _bought(head: Head) -> bool:
    """So many pieces at a price each: what they cost together is an amount."""
    return any(map(counts_pieces, head.bottoms)) and any(map(is_price, head.bottoms))


def _is_matrix_of_marks(sheet: Sheet, head: Head) -> bool:
    """Most cells below the headings are one to three letters or a cross, no heading speaks of a plan: "R", "A/C"."""
    rows = [cells_of(sheet, r)[1:] for r in range(head.data, min(len(sheet.rows), head.data + 200))]
    cells = [v for row in rows for _, v in row]
    if len(rows) > 2 and are_duties(v for row in rows if len(row) > 1 for _, v in row):
        return True
    if _strength(head) > 1:
        return False
    marks = [v for v in cells if isinstance(v, str) and _MARK.fullmatch(v.strip())]
    return len(marks) >= 6 and len(marks) >= 0.7 * len(cells)


def _by_id(head: Head, rows: Sequence[list[tuple[int, Value]]]) -> bool:
    """Is every one of many rows called by an id of its own, under a heading that says so?"""
    first = next((c for c, b in enumerate(head.bottoms) if b), -1)
    ids = [row[0][1] for row in rows if row and row[0][0] == first]
    return len(ids) >= _MANY and len(set(ids)) == len(ids) == sum(map(bool, rows)) and all(
        is_code(str(v)) for v in ids) and squash(head.bottoms[first]) in vocabulary().fields["code"]


def _is_side_by_side(sheet: Sheet, head: Head) -> bool:
    """Words only, and below the headings the same few headings again and again: "Value, Text, Value, Text"."""
    rows = [cells_of(sheet, r) for r in range(head.data, min(len(sheet.rows), head.data + _MANY + 1))]
    rows = [r for r in rows if r]
    if not 1 < len(rows) < _MANY or any(not isinstance(v, str) for row in rows for _, v in row):
        return False
    again = [fold(str(v)) for _, v in rows[0]]
    several = len(set(again))
    return several > 1 and len(again) >= 2 * several and again == again[:several] * (len(again) // several)


def _is_columns_of_words(sheet: Sheet, head: Head) -> bool:
    """Short lists side by side: text only, ragged ends, hardly a heading the vocabulary knows."""
    rows = [cells_of(sheet, r) for r in range(head.data, min(len(sheet.rows), head.data + 200))]
    cells = [v for row in rows for _, v in row]
    if not cells or any(not isinstance(v, str) or number_text(v) for v in cells):
        return False                                       # a text file writes its figures as texts too
    widths = [len(r) for r in rows if r]
    if _by_id(head, rows):
        return False
    known = sum(known_field(b) for b in head.bottoms if b)
    fields = vocabulary().fields
    if all(any(squash(b) in fields[name] for b in head.bottoms if b) for name in ("code", "name")):
        return False                                       # ids and names: a list, however short
    return known <= 2 and len(set(widths)) > 1 and not any(len(str(v)) > 80 for v in cells)
