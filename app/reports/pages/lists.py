"""The pages behind: all exceptions with their remarks, blockers and risks, and the list of measures by program.

Bounded on purpose: what is not listed is counted and summed, so that every page's total still ties.
Must not know: Typst.
"""
from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from app.core.portfolio import Portfolio
from app.reports.blocks import Cell, Column, Note, Page, Row, Section, Space, Table, ties
from app.reports.exceptions import Finding, Threat, days_text, threats
from app.reports.facts import Facts, Measure
from app.reports.fitting import PAGE, column, narrowed
from app.reports.numbers import Money, amount_width, clip, count, day, month, percent, some
from app.reports.pages.one import signed
from app.reports.pages.value import code_width, group_name
from app.reports.titles import list_title
from app.reports.words import ladder, owner_cell

MOST_MEASURES = 400                   # rows of the measure list: the largest |plan| or |gap|
MOST_EXCEPTIONS = 60
MOST_THREATS = 40
NAME, FIXED = 44.0, 64.8              # mm of a measure's name, at least, and of dates, days and percent
ONE_SHEET = 14                        # rows of both kinds that share a sheet
_SAID = "remarks are words of people, the newest first"
EARLY = 100                           # measures from which their list takes longer to set than to start setting ahead


def remarks(portfolio: Portfolio) -> dict[str, str]:
    """The notes of each record, the newest first: the reason may stand in an older one. Free text, so it stands in the
    last column and is cut."""
    found: dict[str, list[tuple[str, str, str]]] = {}
    for note in portfolio.of_kind("note"):
        if note.get("text"):
            found.setdefault(note.parent, []).append((note.get("told", ""), note.rank, note.get("text", "")))
    return {uid: " · ".join(dict.fromkeys(text.strip() for _, _, text in sorted(notes, reverse=True)))
            for uid, notes in found.items()}


def exception_pages(f: Facts, money: Money, found: Sequence[Finding]) -> list[Page]:
    """Every exception with the owner's remark and every blocker and risk: on one sheet if they fit, else on two."""
    dangers = threats(f.portfolio, f.status)
    under = f"{f.period.name} in {money.head} · computed as of {day(f.status)}; {_SAID}"
    if found and dangers and len(found) + len(dangers) <= ONE_SHEET:
        blocks = (*_exceptions(f, found, money), Space(3), *_threats(dangers, money))
        title = f"{_exceptions_title(found, money)}; {_threats_title(dangers)}"
        return [Page("exceptions", title, f"Exceptions, blockers and risks · {under}", blocks)]
    pages = []
    if found:
        pages.append(Page("exceptions", _exceptions_title(found, money), f"Exceptions · {under}",
                          tuple(_exceptions(f, found, money))))
    if dangers:
        total = sum(t.money or 0 for t in dangers)
        title = _threats_title(dangers) + (f" and put {money.amount(total)} at stake" if total else "")
        pages.append(Page("threats", title, f"Blockers and risks · {money.head} · computed as of {day(f.status)}; "
                          f"{_SAID}", tuple(_threats(dangers, money))))
    return pages


def _exceptions_title(found: Sequence[Finding], money: Money) -> str:
    lost = -sum(x.money for x in found)
    late = sum(x.days > 0 for x in found)
    title = some(len(found), "measure needs an answer", "measures need an answer")
    if lost and money.number(lost).strip("0.,"):
        title += f": {'it misses' if len(found) == 1 else 'together they miss'} {money.amount(lost)} of plan"
    return title + (f", {count(late)} of them late" if late else "")


def _threats_title(dangers: Sequence[Threat]) -> str:
    issues = sum(t.kind == "issue" for t in dangers)
    risks = len(dangers) - issues
    parts = [some(issues, "blocker", "blockers") if issues else "", some(risks, "risk", "risks") if risks else ""]
    return f"{' and '.join(p for p in parts if p)} {'is' if len(dangers) == 1 else 'are'} open"


def _exceptions(f: Facts, found: Sequence[Finding], money: Money) -> list[object]:
    shown, rest = found[:MOST_EXCEPTIONS], found[MOST_EXCEPTIONS:]
    notes = remarks(f.portfolio)
    said = [notes.get(x.measure.uid, "") or f.portfolio[x.measure.uid].get("description", "") for x in shown]
    told = any(said)                      # without any remark the other columns take its room
    rows = []
    for x, remark in zip(shown, said, strict=True):
        m = x.measure
        rows.append(Row((Cell(x.rule, bold=True), Cell(m.code, tone="grey"), Cell(m.name, lines=3),
                         Cell(x.cause, lines=4),
                         signed(x.money, money) if x.money else Cell(), Cell(days_text(x.days or None)),
                         owner_cell(m, 2), *([Cell(clip(remark), tone="grey")] if told else []))))
    total = sum(x.money for x in found)
    others = sum(x.money for x in rest)
    ties("exceptions", [*(x.money for x in shown), others], total)
    blank = (Cell(),) * (3 if told else 2)
    if rest:
        rows.append(Row((Cell(), Cell(), Cell(f"{count(len(rest))} more, not listed", tone="grey"), Cell(),
                         signed(others, money, bold=False), *blank), "note"))
    rows.append(Row((Cell("Together", bold=True, span=4), signed(total, money), *blank), "total"))
    return [Section(f"Exceptions: {count(len(found))}", "one row a measure, its money counted once"),
            Table((Column("Exception", "21mm"), Column("", f"{code_width(x.measure.code for x in shown)}mm", inset=2),
                   Column("Measure", column((x.measure.name for x in shown), 30, 56)),
                   Column("Cause, computed", "1.2fr"),
                   Column(f.period.name, amount_width([money.number(total)], inset=3), True),
                   Column("Days late", "13mm", True),
                   Column("Owner", column((x.measure.owner for x in shown), 17, 32)),
                   *([Column("Remark", "1.2fr")] if told else [])),
                  tuple(rows), long=True)]


def _threats(dangers: Sequence[Threat], money: Money) -> list[object]:
    shown, rest = dangers[:MOST_THREATS], dangers[MOST_THREATS:]
    rows = []
    for t in shown:
        cost = Cell("" if t.money is None else money.number(-t.money), tone="bad" if t.money else "", bold=True)
        rows.append(Row((Cell("Blocker" if t.kind == "issue" else "Risk", bold=True), Cell(t.code, tone="grey"),
                         Cell(t.name, lines=3), Cell(t.where, tone="grey"), Cell(t.cause), cost,
                         Cell(days_text(t.days)),
                         Cell(t.who or "nobody named", sub=t.function, tone="" if t.who else "bad", lines=1),
                         Cell(day(t.due, year=False)), Cell(clip(t.text), tone="grey"))))
    total, others = sum(t.money or 0 for t in dangers), sum(t.money or 0 for t in rest)
    ties("blockers and risks", [*(t.money or 0 for t in shown), others], total)
    empty = (Cell(), Cell(), Cell(), Cell())
    if rest:
        rows.append(Row((Cell(), Cell(), Cell(f"{len(rest)} more, not listed", tone="grey"), Cell(), Cell(),
                         Cell(money.number(-others) if others else "", tone="grey"), *empty), "note"))
    silent = all(t.money is None for t in dangers)
    whole = (Cell("not stated", tone="grey") if silent else
             Cell(money.number(-total), tone="bad" if total else "", bold=True))
    rows.append(Row((Cell("Together", bold=True, span=5), whole, *empty), "total"))
    return [Section(f"Blockers and risks: {count(len(dangers))}",
                    "blocker: money a month × days / 30; risk: money at stake, not weighted"),
            Table((Column("Kind", "15mm"), Column("", f"{code_width(t.code for t in shown)}mm", inset=2),
                   Column("Title", "1.2fr"), Column("On", f"{code_width(t.where for t in shown)}mm", inset=2),
                   Column("Cause", "1fr"),
                   Column(money.head, amount_width([money.number(-total)], 18, 3), True),
                   Column("Days", "10mm", True), Column("Who answers", "34mm"), Column("Due", "13mm", True),
                   Column("Remark", "1.6fr")),
                  tuple(rows), long=True)]


# ---------------------------------------------------------------- the measures


def choose(measures: Sequence[Measure], most: int = MOST_MEASURES) -> list[Measure]:
    """All of them, or those with the largest |plan| or |gap|, in the order of the file."""
    if len(measures) <= most:
        return list(measures)
    sizes = np.array([max(abs(m.plan), abs(m.gap)) for m in measures], np.int64)
    order = np.argsort(-sizes, kind="stable")
    return [measures[i] for i in sorted(order[:most].tolist())]


def measures_page(f: Facts, money: Money, most: int = MOST_MEASURES) -> Page | None:
    """All measures by program, with totals that tie on every level; None for a file without measures."""
    if not f.measures:
        return None
    listed = choose(f.measures, most)
    rows = _measure_rows(f, listed, money)
    blocks: list[object] = [_measure_table(f, listed, rows)]
    if meaning := ladder(listed):
        blocks.insert(0, Note(((meaning + ".", False),), "grey", 7))
    if len(listed) < len(f.measures):
        words = (f"Listed are the {count(len(listed))} measures with the largest plan or gap, in the order of the "
                 f"file. The rows of a {f.group_word.lower()} show all of it.")
        blocks.insert(0, Note(((words, False),), "grey", 7))
    return Page("measures", list_title(f, len(listed)),
                f"Measures by {f.group_word.lower()} · net effect {f.period.name} in {money.head} · status date "
                f"{day(f.status)} · favourable is positive", tuple(blocks), len(listed) > EARLY)


def _is_staged(listed: Sequence[Measure]) -> bool:
    """Without any stage the other columns take its room."""
    return any(m.stage for m in listed)


def _measure_rows(f: Facts, listed: Sequence[Measure], money: Money) -> list[Row]:
    """The listed measures under the sums of their groups, and the sums of all."""
    chosen = {m.uid for m in listed}
    groups: dict[str, list[Measure]] = {uid: [] for uid in f.groups}
    for m in f.measures:
        groups[m.group].append(m)
    staged = _is_staged(listed)
    lead = 8 if staged else 7                  # columns before the amounts

    def summed(name: str, sums: tuple[int, int, int, bool], look: str) -> Row:
        return _sum_row(name, sums, money, look, lead)

    rows: list[Row] = []
    for uid, members in groups.items():
        inside = [m for m in members if m.uid in chosen]
        hidden = [m for m in members if m.uid not in chosen]
        sums = _sums(members)
        if uid:
            ties(f"plan of {group_name(f, uid)}", [sums[0]], f.sum("plan", uid))
            ties(f"expected of {group_name(f, uid)}", [sums[1]], f.sum("expected", uid))
        if not inside and len(groups) > 60:      # hundreds of programs: the last row counts them all
            continue
        rows.append(summed(group_name(f, uid), sums, "group"))
        rows += [_row(m, money, staged) for m in inside]
        if hidden and inside:
            more = f"{some(len(hidden), 'measure', 'measures')} more, not listed"
            rows.append(summed(more, _sums(hidden), "note"))
    total = _sums(f.measures)
    ties("plan", [total[0]], f.sum("plan"))
    ties("expected", [total[1]], f.sum("expected"))
    ties("actual", [total[2]], f.sum("actual"))
    rest = [m for m in f.measures if m.uid not in chosen]
    if rest:
        ties("listed and not listed", [_sums(listed)[0], _sums(rest)[0]], total[0])
        rows.append(summed(f"Listed: {some(len(listed), 'measure', 'measures')}", _sums(listed), "total"))
        name = f"Not listed: {some(len(rest), 'measure', 'measures')} with less money"
        rows.append(summed(name, _sums(rest), "note"))
    rows.append(summed(f"All {some(len(f.measures), 'measure', 'measures')}", total, "total"))
    return rows


def _measure_table(f: Facts, listed: Sequence[Measure], rows: Sequence[Row]) -> Table:
    """Columns as wide as what stands in them; the rest is the measures'."""
    staged = _is_staged(listed)
    booked = f"Actual to {month(f.to)}" if f.to is not None else "Actual"
    wide = [amount_width(r.cells[i].text for r in rows if r.look) for i in range(1, 5)]    # sums are the widest
    owners, states = ([r.cells[i].text for r in rows if not r.look] for i in (2, 7 if staged else 6))
    sizes = narrowed((column((m.code for m in listed), 8, 50, 2), column(owners, 16, 36), column(states, 14, 24),
                      column((clip(m.stage, 12) for m in listed), 9, 20, 2) if staged else "0mm"),
                     PAGE - FIXED - NAME - sum(float(w[:-2]) for w in wide))
    return Table((Column("Code", sizes[0], inset=2), Column("Measure", "1fr"), Column("Owner", sizes[1]),
                  Column("Start", "21.4mm", True),
                  Column("Finish", "21.4mm", True), Column("Days late", "10mm", True),
                  *([Column("DoI", sizes[3], inset=2)] if staged else []),
                  Column("Status", sizes[2]),
                  Column("Plan", wide[0], True, 2), Column("Expected", wide[1], True, 2),
                  Column(booked, wide[2], True, 2), Column("Gap", wide[3], True, 2),
                  Column("%", "12mm", True)), tuple(rows), long=True, pad=0.95)


def _sums(rows: Sequence[Measure]) -> tuple[int, int, int, bool]:
    """Plan, expected, actual, and whether any actual is booked."""
    return (sum([m.plan for m in rows]), sum([m.expected for m in rows]), sum([m.actual for m in rows]),
            any(m.booked for m in rows))


def _row(m: Measure, money: Money, staged: bool) -> Row:
    has = m.has_figures
    return Row((Cell(m.code, tone="grey"), Cell(m.name or "(no name)", lines=2),
                owner_cell(m, 2),
                Cell(day(m.start)), Cell(day(m.finish)), Cell(count(m.late) if m.late else "", tone="bad", bold=True),
                *([Cell(clip(m.stage, 12), lines=1)] if staged else []),
                Cell(m.status or ("On hold" if m.state == "held" else ""), lines=2),
                Cell(money.number(m.plan) if has else ""), Cell(money.number(m.expected) if has else "", bold=True),
                Cell(money.number(m.actual) if m.booked else ""), signed(m.gap, money) if has else Cell(),
                Cell(percent(m.gap, m.plan) if has else "")))


def _sum_row(name: str, sums: tuple[int, int, int, bool], money: Money, look: str, lead: int) -> Row:
    plan, expected, actual, booked = sums
    bold, tone = look != "note", "grey" if look == "note" else ""
    blank = Cell()
    return Row((Cell(name, bold=bold, tone=tone, span=lead),
                Cell(money.number(plan), bold=bold, tone=tone), Cell(money.number(expected), bold=bold, tone=tone),
                Cell(money.number(actual) if booked else "", bold=bold, tone=tone),
                signed(expected - plan, money, bold=bold),
                Cell(percent(expected - plan, plan), bold=bold, tone=tone) if plan else blank), look)
