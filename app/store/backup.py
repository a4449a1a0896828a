"""Rolling backups in the profile, and what becomes of a damaged file.

Must not know: what is in a file beyond that it opens. A backup is a plain copy of a closed file.
"""
from __future__ import annotations

import datetime as dt
import os
import shutil
from pathlib import Path

from app.core.whole_file import beside
from app.errors import Problem
from app.store import profile, sites
from app.store.store import Damaged, Store

KEEP = 10                                # newest ones, besides one a day for the last DAYS days
DAYS = 14


def folder(file_id: str) -> Path:
    return profile.folder() / "backups" / file_id


def make(path: Path, file_id: str, count: int, now_ms: int) -> Path | None:
    """Copy a closed file; None when the newest backup already holds that many transactions or the disk refuses."""
    have = listed(file_id)
    if have and have[0].stem.endswith(f"-{count}"):
        return None
    target = folder(file_id) / f"{dt.datetime.fromtimestamp(now_ms / 1000):%Y%m%d-%H%M%S-%f}-{count}.trimtab"
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with beside(target) as part:
            shutil.copyfile(path, part)
    except OSError:
        return None
    _thin(file_id)
    return target


def listed(file_id: str) -> list[Path]:
    """Backups of a file, newest first."""
    return sorted(folder(file_id).glob("*.trimtab"), reverse=True)


def _thin(file_id: str) -> None:
    days: set[str] = set()
    for i, path in enumerate(listed(file_id)):
        day = path.name[:8]
        if i >= KEEP and (day in days or len(days) >= DAYS):
            path.unlink(missing_ok=True)
        days.add(day)


def restore(path: Path, why: str) -> str:
    """Put the newest good backup in a damaged file's place and keep the damaged one beside it.

    Returns the sentence to show. Raises Problem when there is no good backup; nothing is changed then.
    """
    known = sites.file_ids_at(path)
    if not known and why.startswith("it "):
        raise Problem(f"{path.name} is not a Trimtab file ({why}).", "Choose a file that ends in .trimtab.")
    for backup in (b for file_id in known for b in listed(file_id)):
        try:
            Store(backup, readonly=True).close()
        except (Damaged, Problem):
            continue
        stamp = dt.datetime.fromtimestamp(path.stat().st_mtime).strftime("%Y%m%d-%H%M%S")
        aside = path.with_name(f"{path.stem} damaged {stamp}{path.suffix}")
        number = 2
        while aside.exists():
            aside = path.with_name(f"{path.stem} damaged {stamp} {number}{path.suffix}")
            number += 1
        log, log_aside = (one.with_name(one.name + "-wal") for one in (path, aside))
        try:
            with beside(path) as part:
                shutil.copyfile(backup, part)
                path.with_name(path.name + "-shm").unlink(missing_ok=True)     # only an index of the log
                if log.exists() and log.stat().st_size:
                    os.replace(log, log_aside)
                log.unlink(missing_ok=True)
                os.replace(path, aside)
        except OSError as wrong:
            for there, here in ((aside, path), (log_aside, log)):
                if there.exists() and not here.exists():
                    os.replace(there, here)
            raise Problem(f"{path.name} is damaged and the backup {backup} could not be put in its place ({wrong}).",
                          "Copy the backup to a folder you may write to and open it there.") from wrong
        taken = dt.datetime.strptime(backup.name[:15], "%Y%m%d-%H%M%S")
        return (f"{path.name} was damaged ({why}); opened from the newest good backup of "
                f"{taken:%Y-%m-%d %H:%M}. The damaged file is kept as {aside.name}.")
    raise Problem(f"{path.name} is damaged ({why}) and no good backup of it was found on this machine.",
                  "Restore it from your own backup or ask a colleague for their copy.")
