"""One table of a web page while it is read: where its next cell goes, what hangs down from rows above, and what text a
cell is in the end.

Must not know: tags in their order (table.py).
"""
from __future__ import annotations

from dataclasses import dataclass, field

from importers.reading.sheet_maker import SheetMaker
from importers.reading.xlsx.styles import PLAIN_STYLE, Style

MAX_SPAN = 1_000
_WEB = ("http://", "https://")
_BREAKS = ("br", "p", "/p", "div", "/div", "li", "/li", "hr")


@dataclass(slots=True)
class Cell:
    """One cell: its place, how far it reaches, what was read of its text so far."""

    at: tuple[int, int]
    down: int
    across: int
    style: Style
    attributes: dict[str, str]
    parts: list[str] = field(default_factory=list)
    size: int = 0
    within_bold: int = 0
    muted: bool = False                   # within a choice that was not made
    pictures: list[str] = field(default_factory=list)     # what stands for them, where the cell has no text
    looks: set[bool] = field(default_factory=set)         # whether its texts stand within <b>
    inner: list[Table] = field(default_factory=list)
    link: str = ""                        # the first address its text leads to, never opened


@dataclass(slots=True)
class Table:
    """One table: where its next cell goes, what hangs down from rows above, what is in it so far."""

    title: str
    maker: SheetMaker
    row: int = -1
    column: int = -1                      # -1: no row is open
    columns: int = 0                      # that <col> has named
    look: Style = PLAIN_STYLE             # of the row
    hanging: dict[int, int] = field(default_factory=dict)     # column -> rows still covered, this one included
    hung: int = 0                         # places under cells of more than one row, counted against abuse
    cell: Cell | None = None
    filled: int = 0                       # cells with text
    nests: list[tuple[Cell, str]] = field(default_factory=list)       # cells with tables in them, and their own text
    ended: bool = False                   # rows behind thousands of empty ones are not read
    inside: bool = False                  # its text is that of a cell of the table around it

    def below(self) -> int:
        """Cells with text in the tables within this one."""
        return sum(inner.filled + inner.below() for cell, _ in self.nests for inner in cell.inner)


def inside(cell: Cell, name: str, attributes: dict[str, str]) -> None:
    """A tag within a cell: where a line ends, where its text is bold, what a person typed into a field."""
    if name in _BREAKS:
        cell.parts.append("\n")
    elif name in ("b", "strong"):
        cell.within_bold += 1
    elif name in ("/b", "/strong"):
        cell.within_bold = max(0, cell.within_bold - 1)
    elif name == "a" and not cell.link and attributes.get("href", "").lower().startswith(_WEB):
        cell.link = attributes["href"].strip()
    elif name == "img":
        cell.pictures.append(" ".join(attributes.get("alt", "").split()))
    elif name in ("option", "/option", "/select"):
        cell.muted = name == "option" and "selected" not in attributes
    elif name == "input" and attributes.get("type", "text").lower() in ("text", "number", "date"):
        cell.parts.append(attributes.get("value", ""))


def take_in(table: Table, cell: Cell, text: str) -> None:
    """The text of the tables within a cell becomes the cell's, a line a row."""
    lines = [text] if text else []
    for inner in cell.inner:
        inner.inside = True
        lines += [" ".join(str(value) for value in row if value is not None) for row in inner.maker.sheet.rows]
    joined = "\n".join(line for line in lines if line)
    if joined:
        table.filled += not text
        table.maker.put(*cell.at, joined, cell.style)


def free(title: str, taken: set[str]) -> str:
    """A name no other sheet has."""
    name, n = title, 2
    while name.casefold() in taken:
        name, n = f"{title} ({n})", n + 1
    taken.add(name.casefold())
    return name


def clean(text: str) -> str:
    """Text of a cell as it is shown: blanks in front of it are kept where the page insists on them."""
    lines = [line.strip(" ").replace("\xa0", " ").rstrip() for line in text.split("\n")]
    return "\n".join(line for line in lines if line)


def span(attributes: dict[str, str], name: str) -> int:
    """How many rows or columns an attribute says, within reason."""
    said = attributes.get(name, "1").strip()
    return max(1, min(int(said), MAX_SPAN)) if said.isascii() and said.isdigit() and len(said) < 8 else 1
