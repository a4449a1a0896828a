"""What a source last said about a record: the base of the three-way comparison, read from the journal.

Must not know: the batch that is coming in, the store.
"""
from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Protocol

from app.core.catalog import cells_of, series_of
from app.core.change import Change
from app.core.portfolio import Portfolio, Record
from app.core.values import month_text


class Written(Protocol):
    """What an import asks of the journal."""

    def written(self, uid: str) -> list[tuple[str, str, list[Change]]]:
        """(transaction id, origin, changes) of a record, newest first."""

    def touched(self, tx: Iterable[str]) -> set[str]:
        """uids of the records these transactions wrote."""


class Said:
    """All that one source said so far; `runs` are its import runs, oldest first, `tx` the transaction of each."""

    def __init__(self, p: Portfolio, journal: Written, source: str) -> None:
        self._p, self._journal = p, journal
        self.runs: Sequence[Record] = sorted(p.children(source, "import_run"), key=lambda r: r.rank)
        self.tx = {run.uid: tx for run in self.runs for tx, origin, _ in journal.written(run.uid) if origin == "import"}

    def about(self, uid: str) -> dict[str, Any]:
        """Field or "series@month" -> the value last said; what a run wrote, and what it was told to leave alone."""
        said: dict[str, Any] = {}
        if not self.tx:
            return said
        written = {tx: changes for tx, _, changes in self._journal.written(uid)}
        kind = self._p.records[uid].kind
        for run in self.runs:
            for change in written.get(self.tx.get(run.uid, ""), ()):
                remember(said, change, kind)
            said |= (run.get("kept") or {}).get(uid, {})
        return said

    def wrote(self) -> set[str]:
        """uids of all records the source ever wrote."""
        return self._journal.touched(self.tx.values()) if self.tx else set()


class Exported:
    """What our own workbook said when it was written: the state of the file it was made of."""

    def __init__(self, base: Portfolio, whole: bool) -> None:
        self._base, self._whole = base, whole
        self.runs: Sequence[Record] = ()

    def about(self, uid: str) -> dict[str, Any]:
        """Every field and month of a record as it stood then; {} for one that was not there."""
        record = self._base.records.get(uid)
        if record is None:
            return {}
        said = {"kind": record.kind, "parent": record.parent or None, **record.fields}
        for series in series_of(record.kind):
            extent = self._base.series.extent(uid, series)
            if extent:
                first, count = extent
                said |= {cell_key(series, first + i): v
                         for i, v in enumerate(self._base.months_of(uid, series, first, count))}
        return said

    def wrote(self) -> set[str]:
        """uids of the records a whole export held; none for a form that holds a part."""
        return {r.uid for r in self._base.records.values() if self._base.live(r.uid)} if self._whole else set()


def cell_key(name: str, month: int | None = None) -> str:
    return name if month is None else f"{name}@{month_text(month)}"


def remember(said: dict[str, Any], change: Change, kind: str) -> None:
    """Note what a change wrote, by `cell_key`."""
    if change.month is not None:
        said |= {cell_key(change.field, change.month + i): value for i, value in enumerate(change.new)}
        return
    names = ("parent", "rank") if change.field == "parent+rank" else cells_of(kind).get(change.field, (change.field,))
    said |= dict(zip(names, change.new, strict=True))
