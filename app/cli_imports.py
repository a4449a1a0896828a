"""`trimtab history --imports`: every import of the file, and the report of one of them in words.

Must not know: Qt, workbooks.
"""
from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from app.cli_text import json_text
from app.core.batch import Issue
from app.core.catalog import ORDER
from app.core.counting import agreeing, counted, listed
from app.core.intake import report
from app.core.intake.report import Report
from app.core.portfolio import Portfolio
from app.reports.import_report import chosen
from app.reports.pages.import_run import brought, exact, place, series_word

_MOST = 200                               # lines of one severity


def imports(p: Portfolio) -> str:
    """A line an import, newest last, by the number that `--import` and `report --run` take."""
    found = [report.read(r) for r in reversed(report.runs(p))]
    lines = [f"{n:>4}  {r.on}  {r.file}: {brought(r)}{_needs(r)}" for n, r in enumerate(found, 1)]
    return "\n".join(lines or ["Nothing was imported into this file."]) + "\n"


def _needs(r: Report) -> str:
    off = sum(bool(s.missing) for s in r.sums)
    parts = [counted(off, "sum differs", "sums differ") if off else "",
             counted(n, "thing did not come in", "things did not come in") if (n := r.counts.get("error", 0)) else ""]
    text = ", ".join(p for p in parts if p)
    return f"; {text}" if text else ""


def one(p: Portfolio, run: str) -> str:
    """The report of one import in words."""
    r = report.read(chosen(p, run))
    lines = [f"{r.file}, imported {r.on}" + (f", {r.readers}" if r.readers else "")]
    lines += [f"  Read by the profile “{r.profile}”"] if r.profile else []
    for word, table in (("New", r.created), ("Changed", r.changed), ("Unchanged", r.unchanged)):
        lines += [f"  {word}: {_in_order(table)}"] if table else []
    lines += [f"  Values written here that stay: {counted(r.kept, 'record')}"] if r.kept else []
    if r.sums:
        lines.append("Sums of the file beside what came in:")
        for s in r.sums:
            left = f", in rows left out {exact(s.left, s.scale)}" if s.left else ""
            off = f", DIFFERENCE {exact(s.missing, s.scale)}" if s.missing else ", the same"
            if not s.checked and not s.left:
                lines.append(f"  {s.sheet}: {series_word(s.what)}, {s.currency}: came in "
                             f"{exact(s.imported, s.scale)}; the file's own sum was not counted apart")
                continue
            lines.append(f"  {s.sheet}: {series_word(s.what)}, {s.currency}: file "
                         f"{exact(s.source + s.left, s.scale)} in {counted(s.cells, 'cell')}{left}, came in "
                         f"{exact(s.imported, s.scale)}{off}")
    for stay in r.stays:
        lines.append(f"  Stays as written here: {series_word(stay.what)}, {stay.currency}: here "
                     f"{exact(stay.here, stay.scale)}, in the file {exact(stay.file, stay.scale)}")
    if r.right or r.wrong_count:
        lines.append(agreeing(r.right, f"Printed totals: {r.right:,} {{is/are}} the sum of {{its/their}} rows, ")
                     + agreeing(r.wrong_count, f"{r.wrong_count:,} {{is/are}} not."))
        lines += [f"  {t.at}: “{t.what}” says {exact(t.printed, t.scale)}, the rows sum to {exact(t.summed, t.scale)}"
                  for t in r.wrong]
    for sheet in r.sheets:
        hidden = [t for t in ("hidden" if sheet.hidden else "", f"hidden rows {sheet.hidden_rows}" if sheet.hidden_rows
                              else "", f"hidden columns {sheet.hidden_columns}" if sheet.hidden_columns else "") if t]
        lines.append(f"  Sheet {sheet.name}: {sheet.layout if sheet.role == 'data' else sheet.role}"
                     + (f" ({'; '.join(hidden)})" if hidden else "") + (f". {sheet.why}" if sheet.why else ""))
    for title, issues, total in (
            ("Did not come in", r.of("error"), r.counts.get("error", 0)),
            ("To look at", r.of("warning"), r.counts.get("warning", 0) - len(r.differences())),
            ("Seen differently by the two readers", r.differences(), len(r.differences())),
            ("Assumed", r.of("question"), r.counts.get("question", 0)),
            ("For the record", r.of("note"), r.counts.get("note", 0))):
        lines += _issues(title, issues, total)
    lines += ["Answers given:", *(f"  {k}={v}" for k, v in r.answers.items())] if r.answers else []
    if r.gone_count:
        more = f" and {r.gone_count - len(r.gone):,} more" if r.gone_count > len(r.gone) else ""
        lines.append(f"Only in Trimtab, kept: {', '.join(r.gone)}{more}")
    return "\n".join(lines) + "\n"


def _issues(title: str, found: list[Issue], total: int) -> list[str]:
    if not found:
        return []
    lines = [f"  {place(i)}: {i.message}" + (f" [{i.answer}]" if i.answer else "") for i in found[:_MOST]]
    more = max(total, len(found)) - len(lines)
    return [f"{title}: {max(total, len(found)):,}", *lines, *([f"  and {more:,} more"] if more > 0 else [])]


def _in_order(table: Mapping[str, int]) -> str:
    return listed((kind, table[kind]) for kind in sorted(table, key=lambda k: ORDER.get(k, 99)))


def imports_json(p: Portfolio, run: str = "") -> str:
    """All imports, oldest first, or one of them."""
    records: Iterable[Any] = [chosen(p, run)] if run else list(reversed(report.runs(p)))
    order = {r.uid: n for n, r in enumerate(reversed(report.runs(p)), 1)}
    return json_text([{"number": order[r.uid], "uid": r.uid, "file": r.get("file", ""), "on": r.get("on", ""),
                       "sha256": r.get("sha256", ""), "sums": r.get("sums", {}), **r.get("report", {}),
                       "issues": [dict(zip(("severity", "sheet", "cell", "message", "answer"), row, strict=False))
                                  for row in r.get("issues", [])]} for r in records])
