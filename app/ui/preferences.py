"""What this machine remembers of the window: theme, recent files, sizes. In the profile, never in a portfolio.

Must not know: widgets.
"""
from __future__ import annotations

from pathlib import Path
from typing import Any

from app.store import profile

NOTE = "window"
MOST_RECENT = 8


def get(key: str, default: Any = None) -> Any:
    return profile.read(NOTE).get(key, default)


def put(key: str, value: Any) -> None:
    """Remember one thing; a profile that cannot be written is no reason to stop."""
    note = profile.read(NOTE)
    if note.get(key) != value:
        note[key] = value
        profile.write(NOTE, note)


def recent() -> list[Path]:
    """Files opened lately that are still there, the newest first."""
    return [path for path in (Path(text) for text in get("recent", [])) if path.exists()]


def remember_file(path: Path) -> None:
    known = [str(path.resolve()), *(t for t in get("recent", []) if t != str(path.resolve()))]
    put("recent", known[:MOST_RECENT])


def forget_file(path: Path) -> None:
    put("recent", [t for t in get("recent", []) if t != str(path.resolve())])


def workbooks() -> list[Path]:
    """Workbooks imported lately that are still there."""
    return [path for path in (Path(text) for text in get("workbooks", [])) if path.exists()]


def remember_workbook(path: Path) -> None:
    known = [str(path.resolve()), *(t for t in get("workbooks", []) if t != str(path.resolve()))]
    put("workbooks", known[:MOST_RECENT])


def person() -> str:
    return profile.person()


def profile_folder() -> Path:
    """The folder of everything this machine remembers."""
    return profile.folder()


def set_person(name: str) -> None:
    note = profile.read("preferences")
    note["person"] = name
    profile.write("preferences", note)
