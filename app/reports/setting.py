"""A paper as the JSON that the template reads: short, every letter drawn, with what surely fits marked as such.

A cell is a text alone where nothing else is said of it. Must not know: portfolios, Typst.
"""
from __future__ import annotations

import re
from typing import Any

from app.reports.blocks import Beside, Cell, Page, Paper, Question, Table, plain
from app.reports.fitting import ONE, PAGE, heights, whole_rows, widths
from app.reports.glyphs import clean, printable

_LONG = re.compile(r"[^\W\d_]{11,}|[äöüßÄÖÜ]")      # words that may be broken


def content(paper: Paper) -> dict[str, Any]:
    """All that stands on the pages."""
    return {"title": clean(paper.title), "keywords": list(paper.keywords),      # not drawn: nothing to break
            "footer": {"left": [[printable(text), bold] for text, bold in paper.footer.left],
                       "right": [printable(text) for text in paper.footer.right]},
            "pages": [_page(page) for page in paper.pages]}


def _page(page: Page) -> dict[str, Any]:
    return {"title": printable(page.title), "subtitle": printable(page.subtitle),
            "blocks": [_block(b, PAGE) for b in page.blocks]}


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
    return {"kind": t.kind, "size": t.size, "pad": t.pad, "long": t.long, "height": t.height, "over": t.over,
            "columns": [{"head": printable(c.head), "width": c.width, "right": c.right, "inset": c.inset}
                        for c in t.columns],
            "looks": [row.look for row in t.rows], "heights": heights(t, flat),
            "rows": [[_cell(c, fit) for c, fit in zip(row.cells, fits, strict=True)]
                     for row, fits in zip(t.rows, whole, strict=True)]}


def _cell(c: Cell, fit: int) -> str | dict[str, Any]:
    if not (c.text or c.lead or c.sub or c.picture) and c.span == 1:
        return ""
    lines = 0 if fit else c.lines
    breaks = fit != ONE and _LONG.search(f"{c.text} {c.sub} {c.lead}") is not None
    if not (c.tone or c.bold or c.lead or c.sub or lines or c.picture or breaks) and c.span == 1:
        return printable(c.text)
    found: dict[str, Any] = {"breaks": True} if breaks else {}
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
