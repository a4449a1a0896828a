"""What an import says of its own decisions: whose value stays, which columns fit no field.

Must not know: how rows are matched and compared (plan.py), workbooks.
"""
from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Any, NamedTuple

from app.core.batch import Item
from app.core.catalog import SERIES, fields_of
from app.core.change import Change
from app.core.counting import counted
from app.core.edits import scale_for
from app.core.find import calling_name, path_name
from app.core.intake.base import Written
from app.core.portfolio import Portfolio, Record
from app.core.values import DEFAULT_SCALE, from_minor, show
from app.core.wording import amount, own_field, value_text

Shown = tuple[str, str, str]             # (field, before, after) as text
_MOST_NAMED = 4
BESIDE = " (text)"                       # behind a header: the words found where its column has dates or figures


class ImportRow(NamedTuple):
    """One record of the preview: new, changed, gone (only here), or kept (a person's value stays)."""

    action: str
    kind: str
    uid: str
    code: str
    name: str
    at: str
    fields: tuple[Shown, ...] = ()
    scale: int = DEFAULT_SCALE            # decimals of its amounts


def row_of(action: str, uid: str, item: Item, fields: tuple[Shown, ...], scale: int = DEFAULT_SCALE) -> ImportRow:
    """The row of an item that is, or becomes, a record."""
    said = item.fields
    return ImportRow(action, item.kind, uid, str(said.get("code") or ""), str(said.get("name") or ""), item.at, fields,
                     scale)


def _ended(text: str) -> str:
    """A sentence with its point: "Verantw." has one already."""
    return text if text.endswith(".") else f"{text}."


class Words:
    """Names of what is here and of what comes along, and the sentences made of them."""

    def __init__(self, p: Portfolio, journal: Written) -> None:
        self._p, self._journal = p, journal
        self._coming: dict[str, Item] = {}
        self._later: list[Callable[[], Iterable[tuple[str, Item]]]] = []
        self._labels: dict[str, str] = {}
        self._new_columns: list[str] = []

    def coming(self, uid: str, item: Item) -> None:
        """An item will be this record: from now on it has a name."""
        self._coming[uid] = item

    def later(self, found: Callable[[], Iterable[tuple[str, Item]]]) -> None:
        """`coming` of many, told when a name is asked for that nobody has yet."""
        self._later.append(found)

    def new_column(self, uid: str, header: str) -> None:
        """A column that fits no field gets one of its own."""
        self._labels[f"x.{uid}"] = header
        self._new_columns.append(header)

    def field(self, name: str) -> str:
        """A field as lists name it: the catalog's name, of a column kept as a field of its own its header."""
        if name.startswith("x."):
            own = self._p.get(name.removeprefix("x."))
            return self._labels.get(name) or (str(own.get("label", name)) if own is not None else name)
        return name

    def shown(self, name: str, value: Any) -> str:
        """`text` of a field's value; of a field of the file's own as its type is written."""
        own = own_field(self._p, name)
        return self.text(value) if own is None or value is None else show(own, value)

    def text(self, value: Any) -> str:
        """A canonical value, a reference by the name of what it points at."""
        if isinstance(value, str) and value in self._p.records:
            return calling_name(self._p.records[value])
        while isinstance(value, str) and value not in self._coming and self._later:
            self._coming.update(self._later.pop(0)())
        if isinstance(value, str) and value in self._coming:
            said = self._coming[value].fields
            return str(said.get("code") or said.get("name") or value)
        return "" if value is None else str(value)

    def stays(self, record: Record, listed: Sequence[tuple[str, Any, Any]], known: bool) -> str:
        """Why values were left alone: (field or "series month", value here, value of the file)."""
        name = path_name(self._p, record)
        told = ", ".join(self.one(record, *one) for one in listed[:_MOST_NAMED])
        more = f" and {len(listed) - _MOST_NAMED} more" if len(listed) > _MOST_NAMED else ""
        by_hand = self._by_hand(record.uid, [one[0] for one in listed])
        if known and by_hand:
            return f"{name} was changed in Trimtab and in the file; Trimtab's value stays: {told}{more}."
        what = "what was written in Trimtab" if by_hand else "another import before it"
        return f"{name}: this file says otherwise than {what}; the value here stays: {told}{more}."

    def one(self, record: Record, name: str, here: Any, there: Any) -> str:
        """One value in words, and what the file says instead."""
        field, _, month = name.partition(" ")
        if month and field in SERIES:
            sides = [self._amount(record, v) for v in (here, there)]
        else:
            known = fields_of(record.kind).get(name)
            said = self.text if known is None or known.type == "ref" else partial(
                self._amount, record) if known.type == "money" else partial(value_text, self._p, known)
            sides = [said(v) for v in (here, there)]
            name = known.label if known is not None else self.field(name)
        return f"{name} {sides[0] or 'empty'} (file: {sides[1] or 'empty'})"

    def _amount(self, record: Record, minor: int | None) -> str:
        return "" if minor is None else amount(minor, scale_for(self._p, record))

    def _by_hand(self, uid: str, names: Iterable[str]) -> bool:
        """Was one of these cells last written by a person, and not by an import?"""
        open_ = {n.partition(" ")[0] for n in names}
        for _, origin, changes in self._journal.written(uid):
            for field in {part for c in changes for part in _parts(c)}:
                if field in open_:
                    if origin != "import":
                        return True
                    open_.discard(field)
        return False

    def columns(self) -> str:
        """What became of the columns that fit no field, "" without any new one."""
        found = list(dict.fromkeys(self._new_columns))
        names = [n for n in found if not n.endswith(BESIDE)]
        beside = [n.removesuffix(BESIDE) for n in found if n.endswith(BESIDE)]
        texts = f"Words among dates and figures are kept beside them, of {counted(len(beside), 'column')}: " \
                f"{_ended(', '.join(beside))}" if beside else ""
        if not names:
            return texts
        verb = "fits no field and is kept as a field of its own" if len(names) == 1 else \
            "fit no field and are kept as fields of their own"
        return f"{counted(len(names), 'column')} {verb}: {_ended(', '.join(names))}{' ' if texts else ''}{texts}"

    @staticmethod
    def gone(names: Sequence[str]) -> str:
        """What an earlier import brought and this file does not."""
        more = " ..." if len(names) > 10 else ""
        one = len(names) == 1
        return (f"{counted(len(names), 'record')} of an earlier import {'is' if one else 'are'} not in this file and "
                f"{'stays' if one else 'stay'}: {', '.join(names[:10])}{more}")


def _parts(change: Change) -> tuple[str, ...]:
    return tuple(change.field.split("+")) if "#" not in change.field else (change.field,)


def shown_amount(minor: int | None, scale: int) -> str:
    return "" if minor is None else from_minor(minor, scale)
