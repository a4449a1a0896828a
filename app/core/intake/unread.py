"""Cells of a source that hold an error instead of a value: they say nothing, not even "empty".

A row that is here already keeps what an earlier edition of the source, or a person, wrote where such a cell stands now.
Must not know: workbooks, how rows become changes.
"""
from __future__ import annotations

from collections.abc import Sequence

from app.core.batch import Item, SheetReading
from app.core.values import month_text


class Unread:
    """Asks by item and field; `kept` lists what was asked for and could not be read."""

    def __init__(self, sheets: Sequence[SheetReading]) -> None:
        self._fields: dict[tuple[str, int], dict[str, str]] = {}       # (sheet, row) -> field of the column -> address
        self._months = {(key, series, month): f"{sheet.name}!{at}" if at else "" for sheet in sheets
                        for key, series, month, at in sheet.unread_months}
        self.kept: list[str] = []
        for sheet in sheets:
            names = {c.column: c.field for c in sheet.columns if c.field}
            for row, column in sheet.unread:
                if column in names:
                    self._fields.setdefault((sheet.name, row), {})[names[column]] = f"{sheet.name}!{column}{row}"

    def field(self, item: Item, name: str) -> bool:
        """Does an error stand where the source says this field of the item?"""
        return bool(self._fields) and self._hit(item, name)

    def month(self, item: Item, series: str, month: int) -> bool:
        """The same for one month of a line."""
        at = self._months.get((item.key, series, month)) if self._months else None
        if at is not None:
            self.kept += [at] if at else []
            return True
        return bool(self._fields) and self._hit(item, f"{item.fields.get('type', '')}.{series}@{month_text(month)}")

    def _hit(self, item: Item, name: str) -> bool:
        sheet, _, cell = item.at.rpartition("!")
        digits = "".join(c for c in cell if c.isdigit())
        at = self._fields.get((sheet, int(digits or 0)), {}).get(name)
        if at is None:
            return False
        self.kept.append(at)
        return True

    def told(self) -> str:
        """What to say of what stayed, "" where nothing did."""
        if not self.kept:
            return ""
        cells = list(dict.fromkeys(self.kept))
        more = f" and {len(cells) - 8} more" if len(cells) > 8 else ""
        one = len(cells) == 1
        return (f"{', '.join(cells[:8])}{more} could not be read; what stood {'there' if one else 'in their place'} "
                f"before stays.")
