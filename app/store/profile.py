"""What this machine knows about the person and their files: a folder of small JSON files, never portfolio data.

`TRIMTAB_PROFILE` names another folder (tests, portable use). Must not know: sessions, the window.
"""
from __future__ import annotations

import getpass
import json
import os
from pathlib import Path
from typing import Any


def folder() -> Path:
    """The profile's folder, made when missing."""
    chosen = os.environ.get("TRIMTAB_PROFILE")
    if chosen:
        path = Path(chosen)
    else:
        from platformdirs import user_data_path  # read before the first frame only where it is needed
        path = user_data_path("trimtab", appauthor=False)
    path.mkdir(parents=True, exist_ok=True)
    return path


def read(name: str) -> dict[str, Any]:
    """A note by name; a missing or broken one is empty, because the profile is never the only copy of anything."""
    try:
        found = json.loads((folder() / f"{name}.json").read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def write(name: str, content: dict[str, Any]) -> bool:
    """Write a note in one step; False when the profile cannot be written (the program goes on without)."""
    from app.core.whole_file import beside  # nothing of a portfolio is loaded before the first frame

    try:
        with beside(folder() / f"{name}.json", f".{os.getpid()}") as part:
            part.write_text(json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True), "utf-8")
    except OSError:
        return False
    return True


def person() -> str:
    """Who edits when nobody says otherwise: the name in the preferences, else the login."""
    named = read("preferences").get("person")
    if named:
        return str(named)
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "unknown"
