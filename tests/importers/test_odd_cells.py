"""Cells as no person writes them: endless texts and blanks, digits that are no numbers, a hierarchy without end."""
from __future__ import annotations

import datetime as dt
import importlib
import pkgutil
import re
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import openpyxl
import pytest

import importers
from app.core.batch import Batch
from app.errors import Problem
from importers.base import Book, Sheet, Value, Wishes
from importers.meaning.days.drawn import drawn
from importers.meaning.names import marks, person_of
from importers.meaning.several import people_in
from importers.meaning.sheets.wide import MAX_FILLED, is_wide
from importers.meaning.value.amounts import number_text, proofs
from importers.read import import_file, understand

HEADS = ("Project ID", "Project name", "Owner", "Start", "Predecessors", "Plan cost (EUR)", "Comment")
ENDLESS = ("a", "(", "[", "A1 ", "1 ", "1.", "ab, ", "Ann Lee ", "a@", "x" + " " * 300, "2FS+3d ", "\t", "_", "/", "-")


def saved(tmp_path: Path, rows: list[list[object]]) -> str:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    path = tmp_path / "odd.xlsx"
    book.save(path)
    return str(path)


def taken(path: str) -> Batch:
    return import_file(path, Wishes(), lambda *_: None)


def cpu(work: Callable[[], object]) -> float:
    """Seconds of this process, whatever else the machine does."""
    begun = time.process_time()
    work()
    return time.process_time() - begun


def patterns() -> Iterator[tuple[str, re.Pattern[Any]]]:
    """Every pattern the importers keep, with where it stands."""
    def within(value: object, depth: int) -> Iterator[re.Pattern[Any]]:
        if isinstance(value, re.Pattern):
            yield value
        elif depth and isinstance(value, dict | list | tuple | set | frozenset):
            for one in value.values() if isinstance(value, dict) else value:
                yield from within(one, depth - 1)

    for found in pkgutil.walk_packages(importers.__path__, "importers."):
        for name, value in vars(importlib.import_module(found.name)).items():
            yield from ((f"{found.name}.{name}", one) for one in within(value, 3))


def test_no_pattern_of_the_importers_takes_long_over_some_hundred_signs() -> None:
    """A text with two hundred blanks in it held the reading up for half a minute (cubic and worse)."""
    texts = [before + sign * (400 // len(sign)) + after for before in ("", "a", "1") for after in ("", "!", "b(")
             for sign in ("a", " ", "1", ".", ",", "-", "(", "a ", "1 ", "1.", "'", "=", "\n", "_", "/", "@", "\t")]
    slow = set()
    for where, pattern in patterns():
        for text in texts if isinstance(pattern.pattern, str) else [one.encode() for one in texts]:
            if cpu(partial(pattern.match, text)) + cpu(partial(pattern.search, text)) > 0.1:
                slow.add((where, text[:8]))
                break
    assert slow == set()


def test_cells_of_the_greatest_length_do_not_hold_the_reading_up(tmp_path: Path) -> None:
    rows: list[list[object]] = [list(HEADS)]
    for n, sign in enumerate(ENDLESS):
        text = "x" + (sign * 32_000)[:32_000 - 2 - n] + "y"
        rows.append([f"P-{n}", text, text, "2026-01-01", text, 1000 + n, text])
        rows.append([f"Q-{n}", f"Project {n}", "Ann", "2026-01-02", f"P-{n}", 1000 + n, "fine"])
    path, found = saved(tmp_path, rows), list[Batch]()
    assert cpu(lambda: found.append(taken(path))) < 8
    assert sum(item.kind == "measure" for item in found[0].items) == 2 * len(ENDLESS)


def test_a_heading_of_the_greatest_length_does_not_hold_the_reading_up(tmp_path: Path) -> None:
    rows: list[list[object]] = [[*HEADS[:5], "Plan cost (EUR)", "Status " + "(" * 32_000]]
    rows += [[f"P-{n}", f"Project {n}", "Ann", "2026-01-01", None, 1000, "open"] for n in range(6)]
    assert cpu(lambda: taken(saved(tmp_path, rows))) < 4


def test_a_text_in_the_owner_column_is_no_name_to_seek_typos_in() -> None:
    """A thousand signs less one each were kept: a gigabyte for one cell."""
    assert len(list(marks(person_of("x" * 30_000 + " " + "y" * 2_000)))) < 10


@pytest.mark.parametrize(("text", "names"), [
    ("Ann Lee ; Bob Ray", ["Ann Lee", "Bob Ray"]), ("Ann Lee;  Bob Ray /  Cy Dee", ["Ann Lee", "Bob Ray", "Cy Dee"]),
    ("Ann Lee\n ; Bob Ray", ["Ann Lee", "Bob Ray"]), ("Hansen A/S", ["Hansen A/S"])])
def test_blanks_around_what_divides_people_do_not_matter(text: str, names: list[str]) -> None:
    assert people_in(text) == names


@pytest.mark.parametrize("text", ["a" + " " * 300 + "b!", "1" + " " * 300 + "(", "9" * 400, "1." * 5_000 + "("])
def test_a_text_without_end_is_no_amount(text: str) -> None:
    assert number_text(text) is None


def test_an_amount_keeps_its_sign_and_words_on_either_side() -> None:
    found = number_text("EUR - 1.234,50 k")
    assert found is not None and found.negative and found.body == "1.234,50" and found.unit is not None
    assert found.unit.currency == "EUR" and found.unit.power == 3


def test_digits_in_circles_are_no_days_of_a_calendar() -> None:
    """They are digits to Python, but no number."""
    circles: list[Value] = ["①", "②", "③", "④", "⑤", "⑥", "⑦", "²", "9" * 5_000]
    assert drawn(Sheet("S", [circles, ["x"] * 9])) is None


def test_a_number_beyond_all_measure_in_a_table_of_text_is_named(tmp_path: Path) -> None:
    path = tmp_path / "huge.csv"
    path.write_text("Project ID;Project name;Owner;Plan cost (EUR)\n"
                    + "".join(f"P{n};Project {n};Ann;{'9' * 400 if n == 1 else 1000}\n" for n in range(4)))
    assert any(issue.cell == "D3" and "no amount" in issue.message for issue in taken(str(path)).issues)


def test_a_hierarchy_without_end_is_refused_by_name(tmp_path: Path) -> None:
    rows: list[list[object]] = [["WBS", "Task", "Owner", "Plan cost (EUR)"]]
    rows += [[".".join(["1"] * (n + 1)), f"Task {n}", "Ann", 10] for n in range(400)]
    with pytest.raises(Problem, match="levels deep") as refused:
        taken(saved(tmp_path, rows))
    assert refused.value.hint


@pytest.mark.parametrize(("start", "said"), [
    (dt.date(9999, 12, 31), "9999-12-31"), (dt.datetime(2201, 1, 1, 8), "2201-01-01"), ("31.12.9999", "31.12.9999"),
    ("9999-12-31", "9999-12-31")])
def test_a_day_no_plan_reaches_is_no_date_whether_a_date_or_a_text(tmp_path: Path, start: object, said: str) -> None:
    """Systems write 9999 for "no end": a bar of eight thousand years helps nobody, and the text is kept."""
    rows: list[list[object]] = [["Project ID", "Project name", "Owner", "End date"]]
    rows += [[f"P-{n}", f"Project {n}", "Ann", dt.date(2026, 1, n + 1)] for n in range(4)]
    rows.append(["P-9", "Last", "Ann", start])
    batch = taken(saved(tmp_path, rows))
    ends = [item.fields.get("finish") for item in batch.items if item.kind == "measure"]
    assert ends == ["2026-01-01", "2026-01-02", "2026-01-03", "2026-01-04", None]
    assert any(issue.cell == "D6" and said in issue.message and "no date" in issue.message for issue in batch.issues)


def test_a_sheet_wider_than_any_list_is_named_and_not_looked_through() -> None:
    """Sixteen thousand headings took ten seconds to look through; one stray cell at the far right takes nothing."""
    heads: list[Value] = [f"Field {n}" for n in range(MAX_FILLED + 1)]
    wide = Sheet("Wide", [heads, ["x"] * len(heads)])
    rows: list[list[Value]] = [list(HEADS)]
    rows += [[f"P-{n}", f"Project {n}", "Ann", "2026-01-01", None, 100, None] for n in range(4)]
    stray = Sheet("Plan", [[*rows[0], *[None] * 16_000, "x"], *rows[1:]])
    assert is_wide(wide) and not is_wide(stray)
    batch = understand(Book("b.xlsx", "xlsx", [wide, stray]), Wishes(), lambda *_: None)
    assert [sheet.role for sheet in batch.sheets] == ["ignored", "data"]
    assert [issue.severity for issue in batch.issues if issue.sheet == "Wide"] == ["warning"]
    assert sum(item.kind == "measure" for item in batch.items) == 4


def test_a_word_of_a_megabyte_does_not_hold_the_guess_of_its_code_page_up(tmp_path: Path) -> None:
    """Each of its letters was tried as a first one: a minute was not enough."""
    path = tmp_path / "long.csv"
    path.write_bytes(b"Project ID;Project name;Owner;Comment\nP1;A;Ann;" + b"a" * 900_000
                     + "\nP2;Bäcker;Müller;Größe\n".encode("cp1252"))
    found: list[Batch] = []
    assert cpu(lambda: found.append(taken(str(path)))) < 4
    assert any("Windows-1252" in issue.message for issue in found[0].issues)


def test_one_amount_written_otherwise_does_not_hold_up_a_long_column() -> None:
    """Each line could be read in two ways, and a column of 2,000 figures with one "$5" took minutes."""
    began = time.process_time()
    assert proofs([*(f"{n}.{n % 90 + 10}" for n in range(20_000)), "$46.90"]) == {"."}
    assert proofs([*(f"{n},{n % 90 + 10}" for n in range(20_000)), "46,90 €"]) == {","}
    assert time.process_time() - began < 5
