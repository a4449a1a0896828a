"""What this person watches for a file: the folder, what was seen there, and which workbooks may come in by themselves.

Kept in the person's profile under the file's number, never in the journal. Must not know: widgets, how a file is read.
"""
from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from app.store import profile

if TYPE_CHECKING:
    from importers.profile import Shape

NOTE = "watched"


@dataclass(slots=True)
class Watched:
    """`seen`: file name -> SHA-256 of what the person has looked at; `trusted`: file name -> (profile, print of the
    columns) by which it may come in without being asked for."""

    folder: str = ""
    seen: dict[str, str] = field(default_factory=dict)
    trusted: dict[str, tuple[str, str]] = field(default_factory=dict)


def read(file_id: str) -> Watched:
    """What is watched for a file; nothing where the note is missing or makes no sense."""
    found = profile.read(NOTE).get(file_id)
    if not isinstance(found, dict):
        return Watched()
    seen, trusted = found.get("seen"), found.get("trusted")
    return Watched(str(found.get("folder") or ""),
                   {str(k): str(v) for k, v in seen.items()} if isinstance(seen, dict) else {},
                   {str(k): (str(v[0]), str(v[1])) for k, v in trusted.items()
                    if isinstance(v, list) and len(v) == 2} if isinstance(trusted, dict) else {})


def write(file_id: str, watched: Watched) -> None:
    """Remember it; a file for which no folder is watched is forgotten."""
    note: dict[str, Any] = profile.read(NOTE)
    if watched.folder:
        note[file_id] = asdict(watched)
    else:
        note.pop(file_id, None)
    profile.write(NOTE, note)


def print_of(shape: Shape) -> str:
    """The columns of a file in short: another column is another print, another month is not."""
    text = "\n".join("\t".join(heads) for heads in sorted(heads for _, heads in shape))
    return hashlib.sha256(text.encode()).hexdigest()[:16]
