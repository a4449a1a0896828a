"""A paper as the JSON that the template reads: short, every letter drawn, with what surely fits marked as such.

A cell is a text alone where nothing else is said of it; [ink, text] or [ink, text, span] where only its looks are,
with the number of an ink of its table; else its parts by name. Must not know: portfolios, Typst.
"""
from __future__ import annotations

import re
from typing import Any

from app.reports.blocks import Beside, Cell, Note, Page, Paper, Question, Row, Table, plain
from app.reports.fitting import ONE, PAGE, heights, whole_rows, widths
from app.reports.glyphs import clean, printable

_LONG = re.compile(r"[^\W\d_]{11,}|[äöüßÄÖÜ]")      # words that may be broken
_GERMAN = re.compile(r"[^\W\d_]{15,}|[äöüßÄÖÜ]")    # by the rules of German, which has such words
_HUGE = re.compile(r"[^\W\d_]{24,}")
_LETTERS = re.compile(r"[^\W\d_]*")                # as wide where figures are all as wide as the widest
Ink = tuple[str, bool, bool]                        # tone, bold, figures as wide as they are


def content(paper: Paper) -> dict[str, Any]:
    """All that stands on the pages."""
    return around(paper) | {"pages": [sheet(page, str(i)) for i, page in enumerate(paper.pages)]}


def around(paper: Paper) -> dict[str, Any]:
    """What stands around the pages."""
    return {"title": clean(paper.title), "keywords": list(paper.keywords),      # not drawn: nothing to break
            "footer": {"left": [[printable(text), bold] for text, bold in paper.footer.left],
                       "right": [printable(text) for text in paper.footer.right]}}


def sheet(page: Page, mark: str) -> dict[str, Any]:
    """One page; no other page has this mark."""
    return {"title": printable(page.title), "breaks": "de" if _HUGE.search(page.title) else "", "mark": mark,
            "early": page.early, "subtitle": printable(page.subtitle), "blocks": [_block(b, PAGE) for b in page.blocks]}


def broken(text: str) -> str:
    """Whose rules break the words of a text where its line is too short: "" nobody's, "en", "de"."""
    return "" if not _LONG.search(text) else "de" if _GERMAN.search(text) else "en"


def _block(block: Any, room: float) -> dict[str, Any]:
    """One block in so many mm."""
    if isinstance(block, Table):
        return _table(block, room)
    if isinstance(block, Beside):
        sizes = widths(block.widths, room, block.gutter) or [0.0] * len(block.widths)
        return {"kind": block.kind, "widths": block.widths, "gutter": block.gutter, "height": block.height,
                "columns": [[_block(b, size) for b in column]
                            for column, size in zip(block.columns, sizes, strict=True)]}
    if isinstance(block, Question):
        return {"kind": block.kind, "title": printable(block.title), "figure": printable(block.figure),
                "words": printable(block.words), "missing": printable(block.missing),
                "body": [_block(b, room) for b in block.body]}
    if isinstance(block, Note):
        return {"kind": block.kind, "tone": block.tone, "size": block.size,
                "runs": [[printable(text), bold, broken(text)] for text, bold in block.runs]}
    found: dict[str, Any] = _drawn(plain(block))
    return found


def _drawn(value: Any) -> Any:
    """All texts of a small block; pictures are no text."""
    if isinstance(value, str):
        return value if value.startswith("<svg") else printable(value)
    if isinstance(value, list):
        return [_drawn(v) for v in value]
    return {k: _drawn(v) for k, v in value.items()} if isinstance(value, dict) else value


def _table(t: Table, room: float) -> dict[str, Any]:
    whole = whole_rows(t, room)
    flat = [[fit == ONE for fit in fits] for fits in whole]
    inks: dict[Ink, int] = {}
    right = [c.right for c in t.columns]
    rows = [_row(row, fits, right, inks) for row, fits in zip(t.rows, whole, strict=True)]
    return {"kind": t.kind, "size": t.size, "pad": t.pad, "long": t.long, "height": t.height, "over": t.over,
            "columns": [{"head": printable(c.head), "width": c.width, "right": c.right, "inset": c.inset,
                         "breaks": broken(c.head)} for c in t.columns],
            "looks": [row.look for row in t.rows], "heights": heights(t, flat), "inks": [_ink(*ink) for ink in inks],
            "rows": rows}


def _ink(tone: str, bold: bool, plain_figures: bool) -> dict[str, Any]:
    return {key: value for key, value in (("tone", tone), ("bold", bold), ("plain", plain_figures)) if value}


def _row(row: Row, fits: list[int], right: list[bool], inks: dict[Ink, int]) -> list[Any]:
    found: list[Any] = []
    x = 0
    for cell, fit in zip(row.cells, fits, strict=True):
        found.append(_cell(cell, fit, right[x] and cell.span == 1, inks))
        x += cell.span
    return found


def _cell(c: Cell, fit: int, right: bool, inks: dict[Ink, int]) -> str | list[Any] | dict[str, Any]:
    if not (c.text or c.lead or c.sub or c.picture) and c.span == 1:
        return ""
    lines = 0 if fit else c.lines
    breaks = "" if fit == ONE else broken(f"{c.text} {c.sub} {c.lead}")
    if not (c.lead or c.sub or lines or c.picture or breaks):
        ink = (c.tone, c.bold, not right and not _LETTERS.fullmatch(c.text))
        if ink == ("", False, False) and c.span == 1:
            return printable(c.text)
        return [inks.setdefault(ink, len(inks)), printable(c.text), *([c.span] if c.span != 1 else [])]
    found: dict[str, Any] = {"breaks": breaks} if breaks else {}
    for key, value in (("text", c.text), ("lead", c.lead), ("sub", c.sub)):
        if value:
            found[key] = printable(value)
    for key, said in (("tone", c.tone), ("bold", c.bold), ("lines", lines)):
        if said:
            found[key] = said
    if c.span != 1:
        found["span"] = c.span
    if c.picture is not None:
        p = c.picture
        found["picture"] = {"svg": p.svg, "width": p.width, "height": p.height, "alt": printable(p.alt)}
    return found
