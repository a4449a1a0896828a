"""The report of one import on paper: what came in, the source's sums beside ours, what did not come in and why by
address, what the readers saw differently, and what was assumed.

Reads what the file kept of the import (core/intake/report.py), never the source. Must not know: Typst, the store.
"""
from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from app.core.batch import Issue
from app.core.catalog import KINDS, ORDER
from app.core.counting import agreeing, counted
from app.core.intake.changed import MOST
from app.core.intake.report import Report, Sum
from app.core.values import from_minor
from app.reports.blocks import Beside, Cell, Column, Note, Page, Row, Section, Space, Table
from app.reports.fitting import column
from app.reports.numbers import MINUS, amount_width, clip, count, day, some

MOST_ROWS = 120                           # of one section; the rest is counted
_LEADING = ("measure", "activity", "risk", "issue", "assumption", "decision", "kpi", "effect_line")
_TONE = {"error": "bad", "warning": "risk", "question": "", "note": "grey"}


def import_pages(r: Report) -> list[Page]:
    """The sums first, then what was not understood, then what was assumed and the rest for the record."""
    under = " · ".join(t for t in (
        f"Import report · {r.file}", f"imported {day(r.on)}", r.readers,
        f"read by the profile “{r.profile}”" if r.profile else "", f"SHA-256 {r.sha256[:16]}" if r.sha256 else "") if t)
    pages = [Page("import", _title(r), under, tuple(_first(r)))]
    lost, looked = r.of("error"), r.of("warning")
    blocks: list[object] = [*_issues("Did not come in", "by address, with the reason", lost, r.counts.get("error", 0)),
                            *_issues("To look at", "by address; it came in unless it says otherwise", looked,
                                     r.counts.get("warning", 0) - len(r.differences())),
                            *_wrong(r), *_issues("Seen differently by the two readers",
                                                 "each cell as our own scan and a second reader found it",
                                                 r.differences(), len(r.differences())), *_gone(r)]
    if blocks:
        pages.append(Page("import_look", _look_title(r), under, tuple(blocks)))
    rest = [*_answers(r), *_issues("Assumed", "two readings were possible; the other one in brackets", r.of("question"),
                                   r.counts.get("question", 0)),
            *_issues("For the record", "", r.of("note"), r.counts.get("note", 0))]
    if rest:
        asked = r.counts.get("question", 0)
        title = f"{some(asked, 'reading was', 'readings were')} assumed" if asked else "Nothing had to be assumed"
        if r.answers:
            title += f"; {some(len(r.answers), 'answer was', 'answers were')} given"
        pages.append(Page("import_assumed", title, under, tuple(rest)))
    return pages


# ---------------------------------------------------------------- titles


def brought(r: Report) -> str:
    """"212 measures new, 9 changed", by the kind the import is about; "no record" when nothing came in."""
    for kind in _LEADING:
        new, other = r.created.get(kind, 0), r.changed.get(kind, 0)
        if new and other:
            return f"{counted(new, kind)} new, {count(other)} changed"
        if new or other:
            return f"{counted(new or other, kind)} {'new' if new else 'changed'}"
    return "no record"


def _title(r: Report) -> str:
    off = [s for s in r.sums if s.missing]
    title = f"{brought(r)[:1].upper()}{brought(r)[1:]} from {clip(r.file, 60)}"
    left_out = [s for s in r.sums if s.left]
    if r.sums and not off and left_out:
        title += "; but for rows left out every sum of the file is the sum that came in"
    elif r.sums and not off and all(s.checked for s in r.sums):
        title += "; every sum of the file is the sum that came in" + (
            ", but for values that stay as written here" if r.stays else "")
    elif off:
        title += f"; {some(len(off), 'sum differs', 'sums differ')} from the file"
    if r.wrong_count:
        title += f"; {some(r.wrong_count, 'printed total is', 'printed totals are')} wrong"
    left = r.counts.get("error", 0)
    return title + (f"; {some(left, 'thing', 'things')} could not come in" if left else "")


def _look_title(r: Report) -> str:
    parts = [(r.counts.get("error", 0), "thing did not come in", "things did not come in"),
             (r.counts.get("warning", 0), "thing is to be looked at", "things are to be looked at"),
             (r.wrong_count, "printed total is wrong", "printed totals are wrong"),
             (r.gone_count, "record is only here", "records are only here")]
    text = "; ".join(some(n, one, many) for n, one, many in parts if n)
    return text or "Nothing to look at"


# ---------------------------------------------------------------- page one


def _first(r: Report) -> list[object]:
    counts = [Section("What came in"), _counts(r)]
    if r.kept:
        counts.append(Note(((f"{some(r.kept, 'record keeps', 'records keep')} values that were written here; "
                             "the list of warnings and notes names them.", False),)))
    tone = "bad" if r.wrong_count else "risk" if r.unvalued and not r.right else "good"
    totals = [Section("Printed totals"), Note(((_printed(r), False),), tone, 8.0)]
    blocks: list[object] = [Beside(("1fr", "1fr"), (tuple(counts), tuple(totals)))]
    if r.sums:
        blocks += [Space(2), Section("Sums of the file beside what came in",
                                     "exact; the file’s side is counted from its cells, ours from the effect lines"),
                   _sums(r.sums), *_stays(r)]
    return [*blocks, *_changed(r), Space(2), Section("Sheets", some(len(r.sheets), "sheet", "sheets")), _sheets(r)]


def _changed(r: Report) -> list[object]:
    """The first values that changed, before and after."""
    rows = [Row((Cell(record, lines=2), Cell(what, lines=2), Cell(before), Cell(after, bold=True), Cell(at, lines=2)))
            for record, what, before, after, at in r.rows]
    more = f"the first {count(MOST)} values" if len(rows) == MOST else ""
    return [Space(2), Section("What changed", more),
            Table((Column("Record", "1fr"), Column("Value", "1fr"), Column("Before", "38mm"), Column("After", "38mm"),
                   Column("Cell", "42mm")), tuple(rows), long=True)] if rows else []


def _printed(r: Report) -> str:
    if not r.right and not r.wrong_count:
        return f"The file has {some(r.unvalued, 'row', 'rows')} of totals, but no values in them: formulas nobody " \
            "calculated. Open it in Excel or LibreOffice and save it, and they are checked." if r.unvalued else \
            "The file prints none."
    if not r.wrong_count:
        return f"{some(r.right, 'printed total is', 'printed totals are')} the sum of the rows; none was counted."
    return agreeing(r.wrong_count, f"{count(r.wrong_count)} of {count(r.right + r.wrong_count)} {{is/are}} not the sum "
                    "of {its/their} rows. The rows were imported, the totals not.")


def _counts(r: Report) -> Table:
    kinds = sorted({*r.created, *r.changed, *r.unchanged}, key=lambda k: ORDER.get(k, 99))
    tables: Sequence[Mapping[str, int]] = (r.created, r.changed, r.unchanged)
    rows = [Row((Cell(KINDS[k].plural if k in KINDS else k),
                 *(Cell(count(n) if (n := t.get(k, 0)) else "") for t in tables))) for k in kinds]
    return Table((Column("Kind", "1fr"), Column("New", "16mm", True), Column("Changed", "16mm", True),
                  Column("Unchanged", "18mm", True)), tuple(rows or [Row((Cell("Nothing", span=4),))]))


def exact(minor: int, scale: int, empty: bool = False) -> str:
    """All digits of an amount, in groups of three; with `empty` nothing for 0."""
    if empty and not minor:
        return ""
    whole, point, rest = from_minor(abs(minor), scale).partition(".")
    return f"{MINUS if minor < 0 else ''}{int(whole):,}{point}{rest}"


def series_word(what: str) -> str:
    """"recurring_benefit.plan" -> "Recurring benefit, plan"."""
    kind, _, series = what.partition(".")
    return f"{kind.replace('_', ' ').capitalize()}, {series}" if kind else series.capitalize()


def _sums(sums: Sequence[Sum]) -> Table:
    shown, rest = sums[:MOST_ROWS], len(sums) - MOST_ROWS
    figures = [(exact(s.source + s.left, s.scale) if s.checked or s.left else "not counted",
                exact(s.left, s.scale, True), exact(s.imported, s.scale), exact(s.missing, s.scale, True))
               for s in shown]
    rows = [Row((Cell(s.sheet, lines=2), Cell(series_word(s.what)), Cell(s.currency),
                 Cell(count(s.cells) if s.cells else ""), Cell(there), Cell(left, tone="risk"), Cell(here, bold=True),
                 Cell(off or ("0" if s.checked else ""), tone="bad" if off else "good", bold=bool(off))))
            for s, (there, left, here, off) in zip(shown, figures, strict=True)]
    if rest > 0:
        rows.append(Row((Cell(f"{count(rest)} more, not listed", tone="grey", span=8),), "note"))
    wide = [amount_width(texts, inset=3) for texts in zip(*figures, strict=True)]
    return Table((Column("Sheet", column((s.sheet for s in shown), 24, 60)), Column("Type, series", "1fr"),
                  Column("Currency", "16mm"), Column("Cells", "15mm", True), Column("In the file", wide[0], True),
                  Column("In rows left out", max(wide[1], "22mm", key=_mm), True), Column("Came in", wide[2], True),
                  Column("Difference", max(wide[3], "18mm", key=_mm), True)), tuple(rows), long=True)


def _stays(r: Report) -> list[object]:
    """What of it stays otherwise in the portfolio; the remarks name each record."""
    said = [(f"{series_word(s.what)}: {exact(s.here, s.scale)} {s.currency} here, {exact(s.file, s.scale)} in the file")
            for s in r.stays]
    return [Note((("Values that stay as they were written here: ", True), (f"{'; '.join(said)}.", False)), "risk",
                 8.0)] if said else []


def _mm(text: str) -> float:
    return float(text.removesuffix("mm"))


def _sheets(r: Report) -> Table:
    rows = []
    for s in r.sheets[:MOST_ROWS]:
        how = s.layout.capitalize() if s.role == "data" else {"rollup": "Roll-up, not counted"}.get(
            s.role, s.role.capitalize())
        hidden = "; ".join(t for t in ("the sheet" if s.hidden else "",
                                       f"rows {s.hidden_rows}" if s.hidden_rows else "",
                                       f"columns {s.hidden_columns}" if s.hidden_columns else "") if t)
        kinds = ", ".join(f"{count(n)} {kind}" for kind, n in s.rows.items())
        rows.append(Row((Cell(s.name, bold=s.role == "data", lines=2), Cell(how), Cell(kinds, lines=2),
                         Cell(hidden, lines=2), Cell(s.why, tone="grey"))))
    if len(r.sheets) > MOST_ROWS:
        rows.append(Row((Cell(f"{count(len(r.sheets) - MOST_ROWS)} more, not listed", tone="grey", span=5),), "note"))
    return Table((Column("Sheet", column((s.name for s in r.sheets), 24, 60)), Column("Read as", "30mm"),
                  Column("Rows", "46mm"), Column("Hidden in the file", "44mm"), Column("Why", "1fr")),
                 tuple(rows), long=True)


# ---------------------------------------------------------------- lists


def _issues(title: str, note: str, found: Sequence[Issue], total: int) -> list[object]:
    if not found:
        return []
    rows = [Row((Cell(place(i), tone=_TONE[i.severity], bold=i.severity == "error"),
                 Cell(i.message + (f" [{i.answer}]" if i.answer else "")))) for i in found[:MOST_ROWS]]
    more = max(total, len(found)) - len(rows)
    if more > 0:
        rows.append(Row((Cell(), Cell(f"{count(more)} more, not listed", tone="grey")), "note"))
    places = column((place(i) for i in found[:MOST_ROWS]), 22, 60)
    return [Section(f"{title}: {count(max(total, len(found)))}", note),
            Table((Column("Where", places), Column("What", "1fr")), tuple(rows), long=True), Space(2)]


def place(i: Issue) -> str:
    """"Measures!F12", the sheet alone, or "The file"."""
    return i.where or "The file"


def _wrong(r: Report) -> list[object]:
    if not r.wrong:
        return []
    shown = [(t.at, t.what, exact(t.printed, t.scale), exact(t.summed, t.scale), exact(t.printed - t.summed, t.scale))
             for t in r.wrong]
    rows = [Row((Cell(at), Cell(what, lines=2), Cell(a), Cell(b), Cell(c, tone="bad"))) for at, what, a, b, c in shown]
    if r.wrong_count > len(shown):
        rows.append(Row((Cell(f"{count(r.wrong_count - len(shown))} more, not listed", tone="grey", span=5),), "note"))
    figures: Iterable[Sequence[str]] = list(zip(*shown, strict=True))[2:]
    wide = [amount_width(texts, inset=3) for texts in figures]
    return [Section(f"Printed totals that are not the sum of their rows: {count(r.wrong_count)}",
                    "the rows were imported"),
            Table((Column("Where", column((s[0] for s in shown), 22, 60)), Column("Total", "1fr"),
                   Column("Printed", wide[0], True), Column("Rows sum to", max(wide[1], "22mm", key=_mm), True),
                   Column("Difference", max(wide[2], "20mm", key=_mm), True)), tuple(rows), long=True), Space(2)]


def _gone(r: Report) -> list[object]:
    if not r.gone_count:
        return []
    more = f" and {count(r.gone_count - len(r.gone))} more" if r.gone_count > len(r.gone) else ""
    return [Section(f"Only in Trimtab: {count(r.gone_count)}", "an earlier import brought them, this file does not; "
                    "nothing is deleted by an import"),
            Note(((", ".join(r.gone) + more, False),), size=8.0), Space(2)]


def _answers(r: Report) -> list[object]:
    if not r.answers:
        return []
    rows = tuple(Row((Cell(key), Cell(value))) for key, value in list(r.answers.items())[:MOST_ROWS])
    return [Section(f"Answers given: {count(len(r.answers))}",
                    f"by the profile “{r.profile}” and by hand" if r.profile else "by hand"),
            Table((Column("Question", "1fr"), Column("Answer", "1fr")), rows, long=True), Space(2)]
