"""What a report is made of before it is set: pages of tables, charts, questions and notes, as plain data.

Pure and frozen, so that a test can read a page without opening a PDF. The template in resources/report/ knows how
each block looks; `plain` turns blocks into JSON for it.
Must not know: Typst, portfolios.
"""
from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields, is_dataclass
from typing import Any, NamedTuple


class DoesNotAddUp(AssertionError):
    """A page shows a total that its rows do not give: a bug, never the user's fault. Nothing is printed."""


def ties(what: str, parts: Iterable[int], total: int) -> int:
    """The total, if the parts give exactly it."""
    found = sum(parts)
    if found != total:
        raise DoesNotAddUp(f"{what}: the rows give {found}, the total says {total}")
    return total


@dataclass(frozen=True)
class Picture:
    svg: str
    width: float                          # mm
    height: float
    alt: str


class Cell(NamedTuple):
    """Text with an optional bold lead before it and a grey second line below; or a picture as wide as the cell.

    `tone`: "" bad good grey risk. `lines`: how many lines it may take before it is cut with "…"; 0 = wraps freely.
    """

    text: str = ""
    lead: str = ""
    sub: str = ""
    tone: str = ""
    bold: bool = False
    lines: int = 0
    span: int = 1
    picture: Picture | None = None


@dataclass(frozen=True)
class Column:
    head: str
    width: str                            # a Typst length: "12mm", "1fr", "auto"
    right: bool = False
    inset: float = 3.0                    # mm of white to the next column


@dataclass(frozen=True)
class Row:
    cells: tuple[Cell, ...]
    look: str = ""                        # "" total group note


@dataclass(frozen=True)
class Table:
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    kind: str = "table"
    size: float = 8.0
    pad: float = 1.05                     # mm above and below the text of a row
    long: bool = False                    # may run over pages; its head is repeated there
    over: tuple[tuple[str, int], ...] = ()    # heads over the heads: (text, how many columns), all columns covered
    height: float = 0.0                   # mm of every row, heads too, so that a chart shares them; 0 = free


@dataclass(frozen=True)
class Section:
    title: str
    note: str = ""
    kind: str = "section"


@dataclass(frozen=True)
class Note:
    """A line of text; each run is (text, bold). `tone` as in Cell."""

    runs: tuple[tuple[str, bool], ...]
    tone: str = ""
    size: float = 7.5
    kind: str = "note"


@dataclass(frozen=True)
class Chart:
    picture: Picture
    kind: str = "chart"


@dataclass(frozen=True)
class Space:
    height: float
    kind: str = "space"


@dataclass(frozen=True)
class Question:
    """One of the five questions: a key figure with its words and proof, or one line that says what is missing."""

    title: str
    figure: str
    words: str
    missing: str = ""
    body: tuple[Any, ...] = ()
    kind: str = "question"


REST = -1.0


@dataclass(frozen=True)
class Beside:
    """Blocks in columns next to each other; `height` in mm, 0 = as high as they are, REST = what the sheet leaves.

    As high as they are costs twice: everything inside is set once to find the height and once more in it.
    """

    widths: tuple[str, ...]
    columns: tuple[tuple[Any, ...], ...]
    gutter: float = 9.0
    height: float = 0.0
    kind: str = "beside"


@dataclass(frozen=True)
class Page:
    """A message: title over the page, one grey line, blocks. Runs over several sheets when a table is long.

    `early`: it may be set before the pages in front of it are known (press.py).
    """

    key: str
    title: str
    subtitle: str
    blocks: tuple[Any, ...]
    early: bool = False


@dataclass(frozen=True)
class Footer:
    left: tuple[tuple[str, bool], ...]
    right: tuple[str, ...]


@dataclass(frozen=True)
class Paper:
    """A whole report, ready to be set."""

    title: str
    pages: tuple[Page, ...]
    footer: Footer
    keywords: tuple[str, ...]
    date: str                             # ISO; the PDF's own date, so that the same content gives the same bytes


def plain(value: Any) -> Any:
    """Dataclasses and tuples as dicts and lists."""
    if is_dataclass(value):
        return {f.name: plain(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, tuple):
        return [plain(v) for v in value]
    return value
