"""A schedule's file as a book: told by the root element, read by its program's reader, shown as two sheets.

Must not know: items.
"""
from __future__ import annotations

import hashlib
from pathlib import Path

from importers.base import Progress
from importers.reading.guard import sniff
from importers.reading.workbook import Draft, begin_book
from importers.schedules.gan import read_gan
from importers.schedules.model import ScheduleBook
from importers.schedules.mspdi import read_mspdi
from importers.schedules.others import may_be_schedule, refuse_other_programs
from importers.schedules.sheets import sheets_of
from importers.schedules.xml_parts import refuse_document_type, root_of

_LOOK = 1 << 18
_SPACE = "http://schemas.microsoft.com/project"            # of MS Project; other programs have roots called Project
_READERS = {"Project": (read_mspdi, "mspdi", "MS Project XML"), f"{{{_SPACE}}}Project": (read_mspdi, "mspdi",
            "MS Project XML"), "project": (read_gan, "gan", "GanttProject")}


def begin_any(path: Path, progress: Progress | None = None) -> Draft:
    """A schedule when it is one, else the workbook, before its second reader has been heard."""
    schedule = read_schedule(path)
    return begin_book(path, progress) if schedule is None else Draft(schedule)


def read_schedule(path: Path) -> ScheduleBook | None:
    """None when the file is no schedule of a kind that is read. Raises Problem when it is one and damaged, or one of
    another program."""
    kind = sniff(path)
    refuse_other_programs(path, kind)
    if kind != "xml":
        return None
    refuse_document_type(path)
    root = root_of(path)
    found = _READERS.get(root.tag) if root is not None else None
    if found is None or root is None or not may_be_schedule(path, root, _first_text(path)):
        return None
    reader, format_, readers = found
    schedule = reader(path)
    schedule.under_project()
    with path.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    return ScheduleBook(path.name, format_, sheets_of(schedule), sha256=sha256, readers=readers, schedule=schedule)


def _first_text(path: Path) -> str:
    with path.open("rb") as file:
        return file.read(_LOOK).replace(b"\0", b"").decode("latin-1")
