"""Which copy of a file this is. A copied or restored file starts a new site before its first write.

Source of the rule: records.md ("Site"). Must not know: what is in the file.
"""
from __future__ import annotations

import uuid
from pathlib import Path

from app.store import profile
from app.store.store import Store

_NOTE = "sites"


def why_new(store: Store) -> str:
    """Why this file needs a new site, "" when it is the copy this machine knows."""
    site = store.meta("site")
    note = profile.read(_NOTE).get(site)
    if note is None:
        return "this machine has not seen this copy of the file before"
    here = str(store.path.resolve())
    if note.get("path") != here and Path(note.get("path", "")).exists():
        return f"the file is a copy of {note.get('path')}"
    if store.last.get(site, (0,))[0] < int(note.get("seq", 0)):
        return "the file was restored from an older state"
    return ""


def start_new(store: Store, site: str) -> None:
    """Give the file a new site; the old ones stay its past. Called inside the first write's transaction."""
    store.set_meta("sites", f"{store.meta('sites')} {site}")
    store.set_meta("site", site)


def new_site() -> str:
    return uuid.uuid4().hex[:16]


def note(store: Store) -> None:
    """Remember site, path and last sequence number of a file this machine wrote."""
    notes = profile.read(_NOTE)
    site = store.meta("site")
    notes[site] = {"path": str(store.path.resolve()), "seq": store.last.get(site, (0,))[0],
                   "file_id": store.file_id}
    profile.write(_NOTE, notes)


def note_new(path: Path, site: str, file_id: str) -> None:
    """A file this machine has just made."""
    notes = profile.read(_NOTE)
    notes[site] = {"path": str(path.resolve()), "seq": 0, "file_id": file_id}
    profile.write(_NOTE, notes)


def file_ids_at(path: Path) -> list[str]:
    """File ids this machine remembers at a path: how a damaged file finds its backups."""
    here = str(path.resolve())
    return list(dict.fromkeys(n["file_id"] for n in profile.read(_NOTE).values()
                              if n.get("path") == here and n.get("file_id")))
