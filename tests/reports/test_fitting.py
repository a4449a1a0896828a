"""What is said to fit must fit when Typst sets it: nothing measures such a text again."""
from __future__ import annotations

import json

import numpy as np
import typst
from PySide6.QtGui import QImage

from app.reports import glyphs, press
from app.reports.blocks import Beside, Cell, Column, Footer, Page, Paper, Row, Table
from app.reports.fitting import ONE, PAGE, SOME, column, fits, heights, narrowed, whole_rows, wide, widths
from app.reports.setting import content

WORDS = ("Switch off on-prem servers, Hamburg", "Wave 2: policy administration", "AVATAR To. Yo, LT Wy", "MMMWWW@@",
         "Maßnahmenpaketverantwortlichkeit", "“Close the ledger” behind plan; expected −221 (−160 %)", "ill 1:1 fi fl",
         "PF01.PG01.PJ004.PK003.M0001", "Überprüfung · Größe → Ablösung", "■ off track 215 d", "…4 of 5")
FIGURES = ("−12,615,309", "30\u00a0Sep\u00a02026", "+0.4", "−160\u00a0%", "1,111,111.1", ">\u00a0999\u00a0%", "overdue")


def measured(texts: list[tuple[str, bool, bool]], size: float = 8.0) -> list[float]:
    """mm that Typst gives each (text, bold, figures)."""
    source = """#set text(font: "Inter", size: 1pt * float(sys.inputs.size), fallback: false)
#let of(t, bold, figures) = measure(text(
  weight: if bold { 600 } else { 400 }, number-width: if figures { "tabular" } else { "proportional" }, t)).width.mm()
#context [#metadata(json(bytes(sys.inputs.data)).map(((t, bold, figures)) => of(t, bold, figures)))<m>]"""
    found = typst.Compiler(source.encode(), font_paths=press.fonts(), ignore_system_fonts=True, sys_inputs={
        "data": json.dumps(texts), "size": str(size)}).query("<m>", field="value", one=True)
    return [float(x) for x in json.loads(found)]


def apart(one: QImage, other: QImage) -> int:
    """The most a pixel of two pictures differs."""
    assert one.size() == other.size()
    flat = [np.frombuffer(i.convertToFormat(QImage.Format.Format_Grayscale8).constBits(), np.uint8).astype(int)
            for i in (one, other)]
    return int(np.abs(flat[0] - flat[1]).max())


def test_no_text_is_wider_than_it_is_said_to_be() -> None:
    letters = [chr(c) for c in sorted(glyphs.known()) if 32 < c < 0x180 and chr(c) != "¸"]
    latin = [c * 3 if c < "\x7f" else f"Ma{c}e" for c in letters]
    texts = [(t, bold, False) for t in (*WORDS, *latin) for bold in (False, True)]
    texts += [(t, bold, True) for t in FIGURES for bold in (False, True)]
    for (text, bold, figures), real in zip(texts, measured(texts), strict=True):
        said = wide(text, 8.0, bold, figures)
        assert real <= said + 1e-6, (text, bold, figures)
        assert said <= real * 1.25 + 1.2, (text, bold, figures)     # and not so much wider that nothing ever fits


def test_columns_share_what_the_fixed_ones_leave() -> None:
    assert widths(["20mm", "1fr", "3fr"], 100) == [20, 20, 60]
    assert widths(["1fr", "1fr"], 100, gutter=10) == [45, 45]
    assert widths(["1fr", "auto"], 100) is None
    assert column(["ab", "abcdef"], 5, 50) == f"{round(wide('abcdef', 8) + 3.1, 1)}mm"
    assert (column([], 5, 50), column(["m" * 90], 5, 50)) == ("5mm", "50mm")


def test_the_widest_columns_give_way_first() -> None:
    assert narrowed(["10mm", "30mm", "20mm"], 60) == ["10.0mm", "30.0mm", "20.0mm"]
    assert narrowed(["10mm", "30mm", "20mm"], 45) == ["10.0mm", "17.0mm", "18.0mm"]


def test_a_cell_fits_in_one_line_in_its_lines_or_perhaps_not() -> None:
    name = Cell("Switch off on-prem servers", lines=2)
    assert fits(name, 60, 8, False) == ONE
    assert fits(name, 25, 8, False) == SOME
    assert fits(name, 12, 8, False) == 0
    assert fits(Cell("Unternehmensorganisation", lines=2), 20, 8, False) == 0        # a word would have to break
    assert fits(Cell("ab", sub="a much longer second line", lines=1), 12, 8, False) == 0
    assert fits(Cell("ab", lead="A long bold lead before it", lines=1), 12, 8, False) == 0


def test_a_row_of_single_lines_has_the_height_that_typst_would_find() -> None:
    """Pictures of both settings are the same."""
    rows = tuple(Row((Cell(f"Row {n}", bold=n == 3), Cell("12"), Cell("−3", tone="bad")), look)
                 for n, look in enumerate(("group", "", "", "", "group", "note", "total")))
    table = Table((Column("Name", "1fr"), Column("Plan", "20mm", True), Column("Gap", "20mm", True)), rows, long=True)
    known = heights(table, [[True] * 3 for _ in rows])
    assert all(known) and known[4] == known[1] + 1
    said = {"kind": "table", "size": 8.0, "pad": 1.05, "long": True, "height": 0.0, "over": [],
            "columns": [{"head": c.head, "width": c.width, "right": c.right, "inset": c.inset} for c in table.columns],
            "looks": [r.look for r in rows], "inks": [],
            "rows": [[{"text": c.text, "bold": c.bold, "tone": c.tone} for c in r.cells] for r in rows]}
    empty = {"title": "x", "keywords": [], "footer": {"left": [], "right": [""]}}
    pictures = []
    for tall in (known, [0] * len(rows)):
        page = {"title": "x", "subtitle": "y", "mark": "0", "early": False, "blocks": [said | {"heights": tall}]}
        pictures.append(press.compiler(json.dumps(empty | {"pages": [page]})).compile(format="png"))
    assert apart(*(QImage.fromData(picture) for picture in pictures)) < 24       # of 255: the edge of a letter
    assert max(known) == known[4]
    assert whole_rows(table, PAGE) == [[ONE] * 3] * len(rows)


def test_a_table_in_a_column_is_fitted_to_that_column() -> None:
    table = Table((Column("", "1fr"),), (Row((Cell("Switch off on-prem servers", lines=1),)),))
    page = Page("x", "x", "x", (table, Beside(("1fr", "20mm"), ((), (table,)))))
    blocks = content(Paper("x", (page,), Footer((), ()), (), "2026-01-01"))["pages"][0]["blocks"]
    assert blocks[0]["rows"] == [[[0, "Switch off on-prem servers"]]] and blocks[0]["heights"][0] > 0
    assert blocks[0]["inks"] == [{"plain": True}]        # figures in a name are as wide as they are
    narrow = blocks[1]["columns"][1][0]
    assert narrow["rows"] == [[{"text": "Switch off on-prem servers", "lines": 1}]] and narrow["heights"] == [0]
