"""What an importer hands over: plain rows with their addresses, nothing of the source file's format.

Must not know: how a file is read, and how rows become changes (core/intake does that).
"""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from typing import Any

SEVERITIES = ("error", "warning", "question", "note")       # the gravest first
IN_FILE = "in file"                       # parent kind of an item whose measure the portfolio has, by its call
ROWS = "rows"                             # ... and the name under which such an item says where all its rows stand
READERS_DIFFER = "Two readers differ"     # how an issue about a cell they read differently begins
BELOW_ZERO, STAYS = "below_zero", "stays"       # kinds of issues: a planned cost with a minus; a value changed here
AS_OF = "as_of"                           # ... and the day on which a sheet says that things stood so
READ = "read"                             # ... and what came in like all else, which is only to be known


@dataclass(frozen=True, slots=True)
class Issue:
    """One thing a person should know about an import, with the address it stands at.

    `error`: something could not come in; `warning`: it came in but looks wrong; `question`: two readings
    were possible, the likelier was taken and `answer` names KEY=VALUE for the other; `note`: for the record.
    `places`: how many cells or rows it is about; `cell` is the first of them. `kind`: what it is about, where the
    program asks for that.
    """

    severity: str
    sheet: str
    cell: str
    message: str
    answer: str = ""
    places: int = 1
    kind: str = ""                        # BELOW_ZERO, STAYS, AS_OF, READ

    @property
    def where(self) -> str:
        """"Measures!F12", the sheet or the cell alone, or "" for the file as a whole."""
        return f"{self.sheet}{'!' if self.sheet and self.cell else ''}{self.cell}"


@dataclass(frozen=True, slots=True)
class Link:
    """A reference from one item to another by kind and source key; intake finds or creates its record."""

    kind: str
    key: str


@dataclass(slots=True)
class Run:
    """Consecutive months of one series: `values[i]` belongs to month `first + i`; None is empty, not 0.

    Months are counted from year 0 (year * 12 + month - 1); values are minor units, entered positive.
    """

    first: int
    values: Sequence[int | None]


@dataclass(slots=True)
class Item:
    """One record to be. `key` is unique within its kind and stays the same from one month's file to the next.

    `fields` holds catalog field names with canonical values (see values.py) or a Link; `series` maps a
    series name to its Run; `custom` maps the header of a column that no field fits to (type, value).
    `at` is the address of the row ("Measures!A7"), `cells` those of single fields where they matter.
    `weak` says that the key was made from path, name and occurrence because the source has no id.
    `uid` is the record itself, where the source is Trimtab's own workbook; `known` the day its content was known.
    """

    kind: str
    key: str
    parent: str = ""                      # key of the parent item (kind in parent_kind); "" = top
    parent_kind: str = ""
    fields: dict[str, Any] = field(default_factory=dict)
    series: dict[str, Run] = field(default_factory=dict)
    custom: dict[str, tuple[str, Any]] = field(default_factory=dict)
    at: str = ""
    weak: bool = False
    uid: str = ""
    known: str = ""
    stand_in: bool = False                # only named in a log: wins nothing over a node that is called so


@dataclass(frozen=True, slots=True)
class Column:
    """How one column was understood: `field` is a catalog field, "effect SERIES" or "" (not used)."""

    column: str                           # letter
    header: str
    field: str
    confidence: float                     # 0..1


@dataclass(slots=True)
class SheetReading:
    """What was understood of one sheet. `row_kinds` maps a 1-based row number to its kind.

    Row kinds: title guidance header unit data group total example placeholder blank footnote rejected.
    """

    name: str
    role: str                             # "data", "ignored", "rollup", "list", "instructions", "dashboard"
    layout: str                           # "flat list", "month matrix", "tree", ... or ""
    header_row: int = 0                   # 1-based, the last header row; 0 = none
    columns: list[Column] = field(default_factory=list)
    row_kinds: dict[int, str] = field(default_factory=dict)
    hidden: bool = False
    why: str = ""                         # one sentence for people: why it was read or left out
    hidden_rows: tuple[int, ...] = ()     # 1-based, of those the sheet uses
    hidden_columns: tuple[str, ...] = ()  # letters
    unread: tuple[tuple[int, str], ...] = ()    # cells with an error instead of a value: 1-based row, letter
    unread_months: tuple[tuple[str, str, int, str], ...] = ()      # key of a line, series, month, address ("": none)
    sources: tuple[str, ...] = ()         # the sheets its figures come from, where it holds nothing of its own
    cells: dict[tuple[str, str], str] = field(default_factory=dict)    # address of a record, value -> its cells
    rows: dict[tuple[str, str], int] | None = None     # ... and series -> its row where that differs; None: not noted
    months: dict[str, str] = field(default_factory=dict)       # ... and month -> its column, for whatever series
    scattered: bool = False               # what is said of a record stands in several rows

    def counts(self) -> dict[str, int]:
        """Row counts by the kinds that `import --json` prints."""
        wanted = {"data": 0, "total": 0, "example": 0, "placeholder": 0, "blank": 0, "rejected": 0}
        for kind in self.row_kinds.values():
            if kind in wanted:
                wanted[kind] += 1
        return wanted


@dataclass(frozen=True, slots=True)
class Tally:
    """What the cells of a sheet add up to for one type and series, as read, before any row became a record.

    `left` is what stands in rows that were turned away. Minor units; `currency` is "" where the sheet names none.
    """

    sheet: str
    what: str                             # "recurring_benefit.plan"
    currency: str
    scale: int
    cells: int
    minor: int
    left: int = 0


@dataclass(frozen=True, slots=True)
class Printed:
    """A total as a sheet prints it, beside the sum of the rows it stands for: minor units of `scale` decimals.

    `right` says whether they agree: a total may be rounded to the unit that its figures are printed in.
    """

    at: str                               # "Plan!C8"
    what: str                             # the words of its row
    printed: int
    summed: int
    scale: int
    right: bool


@dataclass(slots=True)
class Origin:
    """How a batch came to be, for the report of its import."""

    format: str = ""                      # "xlsx", "csv", ...
    readers: str = ""                     # in words, with what they disagreed on
    answers: dict[str, str] = field(default_factory=dict)
    profile: str = ""                     # the import profile it was read by
    system: str = ""                      # figures of another system: its name, and ...
    as_of: str = ""                       # ... the day up to which they stand
    since: str = ""                       # ... and the first day they are of
    tallies: list[Tally] = field(default_factory=list)
    people: dict[str, str] = field(default_factory=dict)     # spellings that were merged -> the name they count as


@dataclass(slots=True)
class Batch:
    """Everything one workbook gives. `source` names the file, `shape` its layout (stable from month to month)."""

    source: str
    shape: str
    sheets: list[SheetReading] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
    currency: str = ""                    # as found in the file; "" = the file does not say
    sha256: str = ""
    printed: list[Printed] = field(default_factory=list)
    own: bool = False                     # Trimtab's own workbook: its rows name their records
    vector: dict[str, int] = field(default_factory=dict)    # ... and the state of the file it was made of
    whole: bool = True                    # False for a form that holds a part: what is not in it is not gone
    origin: Origin = field(default_factory=Origin)


def counted_key(key: str, seen: dict[str, int]) -> str:
    """The key of an item, with its number from the second time on: things that are called alike are each a record."""
    seen[key] = seen.get(key, 0) + 1
    return key if seen[key] == 1 else f"{key}#{seen[key]}"


def altered(batch: Batch, **values: Any) -> Batch:
    """A batch like this one but for these values; its items lie in no columns any more."""
    return Batch(**{f.name: getattr(batch, f.name) for f in fields(Batch)} | values)
