"""Names in the cells of Trimtab's own workbook become links to records: rows of the same book first, then the file.

Must not know: fields, amounts.
"""
from __future__ import annotations

from dataclasses import dataclass, field

from app.core.batch import Item, Link
from app.core.find import fold
from app.core.own_workbook import kinds_of, split_ref


@dataclass(slots=True)
class References:
    """Every row of the book by its key and by what people call it; `fresh` holds people and units only named."""

    kinds: dict[str, str] = field(default_factory=dict)                       # key -> kind
    named: dict[tuple[str, str], list[str]] = field(default_factory=dict)     # (kind, folded name) -> keys
    fresh: dict[tuple[str, str], Item] = field(default_factory=dict)

    def add(self, kind: str, key: str, *names: str, narrowed: str = "") -> None:
        """A row and what people call it; `narrowed` is the type of a unit, as references to units name it."""
        self.kinds[key] = kind
        for name in {fold(n) for n in names if n}:
            self.named.setdefault((f"{kind}:{narrowed}" if narrowed else kind, name), []).append(key)

    def link(self, ref: str, text: str, at: str) -> Link:
        """The record a cell means. A person or unit nobody has yet comes along as a new one."""
        name, uid = split_ref(text)
        if uid:
            return Link(self.kinds.get(uid, ref.partition(":")[0]), uid)
        unit_type = ref.partition(":")[2]
        for kind in kinds_of(ref):
            hits = self.named.get((f"{kind}:{unit_type}" if unit_type else kind, fold(name)), [])
            if len(hits) == 1:
                return Link(kind, hits[0])
        kind = kinds_of(ref)[0]
        if kind == "person" or unit_type:
            key = f"{unit_type}:{name}" if unit_type else name
            if (kind, key) not in self.fresh:
                fields: dict[str, object] = {"type": unit_type, "name": name} if unit_type else {"name": name}
                self.fresh[kind, key] = Item(kind, key, fields=fields, at=at)
            return Link(kind, key)
        return Link(ref.partition(":")[0], name)
