"""The fast reader: values of .xlsx, .xlsm, .xlsb, .xls and .ods by calamine, which leaves Python free meanwhile.

It turns errors and formulas without a result into '' and may end the whole process on a hostile file, so it is
never the only witness for .xlsx and always runs behind the guard.
Must not know: the own scan.
"""
from __future__ import annotations

import io
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

from app.errors import Problem
from importers.base import Value


class Calamine:
    """One workbook; sheets load one after the other in a thread of their own."""

    def __init__(self, source: Path | bytes) -> None:
        self._pool = ThreadPoolExecutor(1, "calamine")
        self._book: Future[Any] = self._pool.submit(_open, source)

    def __enter__(self) -> Calamine:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Wait for the sheet at hand and load no other."""
        self._pool.shutdown(wait=True, cancel_futures=True)

    def refusal(self) -> str:
        """Why calamine does not open the file, "" when it does; raises Problem when a password is needed."""
        return _refusal(self._book)

    def metadata(self) -> list[tuple[str, bool, bool]]:
        """Name, hidden, and whether it has cells, of every sheet. Only when there is no refusal."""
        from python_calamine import SheetTypeEnum, SheetVisibleEnum
        return [(one.name, one.visible != SheetVisibleEnum.Visible, one.typ == SheetTypeEnum.WorkSheet)
                for one in self._book.result().sheets_metadata]

    def start(self, name: str) -> Future[Any]:
        """Begin to load a sheet."""
        return self._pool.submit(lambda: self._book.result().get_sheet_by_name(name))


def sheet_refusal(sheet: Future[Any]) -> str:
    """Why a sheet could not be loaded, "" when it could."""
    return _refusal(sheet)


def extent(sheet: Future[Any]) -> tuple[int, int]:
    """Rows and columns from A1 to the last value."""
    end = sheet.result().end
    return (end[0] + 1, end[1] + 1) if end is not None else (0, 0)


def values(sheet: Future[Any], rows: int) -> list[list[Value]]:
    """The first rows from A1 on; an empty cell is ''. Raises ValueError when a value has no Python form."""
    if extent(sheet)[0] == 0:
        return []
    try:
        found: list[list[Value]] = sheet.result().to_python(skip_empty_area=False, nrows=rows)
    except (OverflowError, ValueError) as error:
        raise ValueError(str(error)) from error
    return found


def merged(sheet: Future[Any]) -> list[tuple[int, int, int, int]]:
    """Merged areas as first row, first column, last row, last column, where the format tells."""
    return [(*first, *last) for first, last in sheet.result().merged_cell_ranges or []]


def _open(source: Path | bytes) -> Any:
    from python_calamine import CalamineWorkbook
    return CalamineWorkbook.from_path(source) if isinstance(source, Path) else \
        CalamineWorkbook.from_filelike(io.BytesIO(source))


def _refusal(future: Future[Any]) -> str:
    from python_calamine import PasswordError
    error = future.exception()
    if error is None:
        return ""
    if isinstance(error, PasswordError):
        raise Problem("The workbook is password protected.",
                      "Open it with its password, save it without one and import the copy.") from error
    if isinstance(error, MemoryError):
        raise error
    if isinstance(error, Exception) or type(error).__name__ == "PanicException":
        return " ".join(str(error).split())[:200] or type(error).__name__
    raise error
