"""A schedule's file as a book: told by the root element, read by its program's reader, shown as two sheets.

What reads one is loaded when there is one: most files are workbooks. Must not know: items.
"""
from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, TypeGuard

from importers.base import Book, Progress
from importers.reading.guard import sniff
from importers.reading.workbook import Draft, begin_book
from importers.schedules.others import may_be_schedule, refuse_other_programs

if TYPE_CHECKING:
    from importers.schedules.model import ScheduleBook

_LOOK = 1 << 18
_SPACE = "http://schemas.microsoft.com/project"            # of MS Project; other programs have roots called Project
_MSPDI, _GAN = ("mspdi", "MS Project XML"), ("gan", "GanttProject")
_FORMATS = {"Project": _MSPDI, f"{{{_SPACE}}}Project": _MSPDI, "project": _GAN}     # by the root element


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
    from importers.schedules.xml_parts import refuse_document_type, root_of
    refuse_document_type(path)
    root = root_of(path)
    found = _format(root.tag) if root is not None else None
    if found is None or root is None or not may_be_schedule(path, root, _first_text(path)):
        return None
    from importers.schedules.gan import read_gan
    from importers.schedules.model import ScheduleBook
    from importers.schedules.mspdi import read_mspdi
    from importers.schedules.sheets import sheets_of
    format_, readers = found
    schedule = (read_mspdi if found == _MSPDI else read_gan)(path)
    schedule.under_project()
    with path.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    return ScheduleBook(path.name, format_, sheets_of(schedule), sha256=sha256, readers=readers, schedule=schedule)


def is_schedule(book: Book) -> TypeGuard[ScheduleBook]:
    """Whether a book is one of those."""
    return book.format in (_MSPDI[0], _GAN[0])


def _format(tag: str) -> tuple[str, str] | None:
    """By the root's name; MS Project's name space comes with a year or without."""
    space, _, name = tag.rpartition("}")
    return _FORMATS.get(f"{{{_SPACE}}}{name}" if space.startswith("{" + _SPACE) else tag)


def _first_text(path: Path) -> str:
    with path.open("rb") as file:
        return file.read(_LOOK).replace(b"\0", b"").decode("latin-1")
