"""From a path to an open store: who may write, what becomes of a damaged file, and what to tell the person.

Must not know: sessions, undo, the window.
"""
from __future__ import annotations

from pathlib import Path

from app.errors import Problem
from app.store import backup, lock, place
from app.store.store import Damaged, Store


def open_store(path: Path, readonly: bool) -> tuple[Store, lock.Lock | None, list[str]]:
    """The store, the lock when it may be written, and sentences for the person. Raises Problem."""
    if not path.exists():
        raise Problem(f"There is no file {path}.", "Check the name, or make one with `trimtab new`.")
    if path.is_dir():
        raise Problem(f"{path} is a folder.", "Choose a file that ends in .trimtab.")
    notices: list[str] = []
    held = None if readonly else _hold(path, notices)
    readonly = held is None
    try:
        try:
            store = Store(path, readonly=readonly)
        except Damaged:
            store = _again_or_restored(path, readonly, held, notices)
        told = "" if readonly else place.warning(path, store.file_id)
        return store, held, [*notices, told] if told else notices
    except BaseException:
        if held:
            held.release()
        raise


def _hold(path: Path, notices: list[str]) -> lock.Lock | None:
    held = lock.Lock(path)
    if not held.take():
        notices.append(f"{path.name} may only be read here, because its folder cannot be written."
                       if held.unwritable else
                       f"{path.name} is open elsewhere ({held.owner}), so it can only be read here.")
        return None
    if not _writable(path):
        held.release()
        notices.append(f"{path.name} is write-protected, so it can only be read here.")
        return None
    return held


def _again_or_restored(path: Path, readonly: bool, held: lock.Lock | None, notices: list[str]) -> Store:
    """Only who alone holds the file may call it damaged: a reader may have met another's half-written page."""
    own = held or lock.Lock(path)
    if not held and not own.take() and not own.unwritable:
        raise Problem(f"{path.name} is being written by {own.owner}.", "Try again in a moment.")
    try:
        try:
            return Store(path, readonly=readonly)
        except Damaged as wrong:
            notices.append(backup.restore(path, str(wrong)))
            return Store(path, readonly=readonly)
    finally:
        if not held:
            own.release()


def _writable(path: Path) -> bool:
    try:
        with open(path, "r+b"):
            return True
    except OSError:
        return False
