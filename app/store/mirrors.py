"""Records of a block that went, or came again, in one piece: a page of the journal that names the block.

When thousands of new records are taken back, each would say again what its block said of it. A mirror says it once:
kind and uids as a block has them, and as body the JSON `{"block": [transaction, page], "gone": true or false, "seen":
transaction}`. `gone` takes the records back, each cell from what the block says to nothing; without it they come again
as the block says. `seen` last wrote every one of their cells. The body is never compressed, so that it begins with "{",
which no block does. Must not know: where pages lie, undo.
"""
from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from app.core.change import Change, Creation, from_body
from app.store.blocks import Leaf

BEGIN = b"{"                              # what begins so is no block
Said = str | Creation | list[Change]      # what is said of one record: a body, the new record, or its changes


@dataclass(frozen=True, slots=True)
class Piece:
    """Records that one page of a transaction made, brought again or took back: `block` is (transaction id, page)."""

    kind: str
    uids: tuple[str, ...]
    block: tuple[str, int]
    gone: bool
    seen: str                            # the transaction that wrote these records before; "" of a block

    def without(self, some: set[str]) -> Piece:
        return Piece(self.kind, tuple(u for u in self.uids if u not in some), self.block, self.gone, self.seen)

    def turned(self, tx: str) -> Piece:
        """What takes it back, itself being of a transaction."""
        return Piece(self.kind, self.uids, self.block, not self.gone, tx)


class Mirror(Leaf):
    """A mirror to be."""


def changes(uid: str, said: Said) -> list[Change]:
    """What is said of a record, cell by cell."""
    return from_body(uid, said) if isinstance(said, str) else said.changes() if isinstance(said, Creation) else said


def mirror(piece: Piece) -> Mirror:
    """A piece as its page."""
    said = {"block": piece.block, "gone": piece.gone, "seen": piece.seen}
    return Mirror(piece.kind, bytes.fromhex("".join(piece.uids)), json.dumps(said, separators=(",", ":")).encode())


def is_mirror(raw: Any) -> bool:
    """Is the body of a page that has a kind one of a mirror?"""
    return isinstance(raw, bytes) and raw[:1] == BEGIN


def read(kind: str, uids: tuple[str, ...], raw: bytes) -> Piece:
    """A page as its piece. Raises ValueError, KeyError or TypeError when it makes no sense."""
    said = json.loads(raw)
    tx, page = said["block"]
    named = all(type(name) is str and name.isalnum() and name.isascii() for name in (tx, said["seen"]))
    if not named or type(page) is not int or not 0 <= page < 2**31 or type(said["gone"]) is not bool:
        raise ValueError("a page that names a block makes no sense")
    return Piece(kind, uids, (tx, page), said["gone"], said["seen"])


def entry(piece: Piece, new: Creation) -> Said:
    """What a page says of one of its records, as the journal would say it of that record alone."""
    seen = (piece.seen,) if piece.seen else ()
    if not piece.gone:
        return new._replace(seen=seen)
    return [Change(new.uid, cell, month, to, (None,) * len(to), seen) for cell, month, to in reversed(new.cells())]
