"""Damage that every checksum confirms: mutated XML inside a sound zip, read in the child as the program does."""

from __future__ import annotations

import random
import time
import zipfile
from pathlib import Path

import pytest

from app.errors import Problem
from importers.base import Book
from importers.child import in_child
from tests.importers.making import book, write

DATA = Path(__file__).resolve().parent.parent / "data" / "spreadsheets"
WORDS = (b"<", b">", b'"', b"/", b"<c>", b"</c>", b"<row>", b"999999999", b"-1", b"XFD1048576", b"&", b"<!--", b"nan",
         b"\xff", b"\0", b't="s"', b't="e"', b"<f>", b"]]>", b"1e999", b" ")


def mutated(data: bytes, chance: random.Random) -> bytes:
    """The bytes with a few pieces overwritten, dropped, doubled or replaced by tokens that matter."""
    changed = bytearray(data)
    for _ in range(chance.randrange(1, 4)):
        at = chance.randrange(max(1, len(changed)))
        length = chance.randrange(0, 12)
        what = chance.randrange(4)
        if what == 0:
            changed[at:at + length] = chance.choice(WORDS)
        elif what == 1:
            del changed[at:at + length]
        elif what == 2:
            changed[at:at] = changed[at:at + length * 9]
        else:
            changed[at:at + 1] = bytes((chance.randrange(256),))
    return bytes(changed)


@pytest.mark.parametrize("name", ["gantt_template_example.xlsx", "poi_xlsx-corrupted.xlsx",
                                  "calamine_strict_iso_paths.xlsx"])
def test_mutated_parts_are_read_or_refused_with_a_hint(tmp_path: Path, name: str) -> None:
    seed = random.randrange(1 << 30)
    print("seed", seed)
    chance = random.Random(seed)
    with zipfile.ZipFile(DATA / name) as pack:
        whole = {one: pack.read(one) for one in pack.namelist() if not one.endswith("/")}
    targets = [one for one in whole if one.endswith((".xml", ".rels"))
               and not one.startswith(("docProps", "xl/drawings"))]
    path = tmp_path / "mutated.xlsx"
    for _ in range(15):
        target = chance.choice(targets)
        write(path, {**whole, target: mutated(whole[target], chance)})
        started = time.perf_counter()
        try:
            assert isinstance(in_child("importers.reading.workbook.read_book", path, seconds=10), Book)
        except Problem as problem:
            assert problem.hint, problem
        assert time.perf_counter() - started < 10


def test_a_giant_cell_costs_neither_time_nor_memory(tmp_path: Path) -> None:
    path = tmp_path / "giant.xlsx"
    book(path, '<row r="1"><c r="A1" t="inlineStr"><is><t>' + "a" * 110_000_000 + "</t></is></c></row>")
    started = time.perf_counter()
    with pytest.raises(Problem, match=r"zip bomb|unpacks to more"):
        in_child("importers.reading.workbook.read_book", path, memory_mb=300)
    assert time.perf_counter() - started < 2


def test_the_entity_bomb_stays_below_300_megabytes() -> None:
    with pytest.raises(Problem, match="document type"):
        in_child("importers.reading.workbook.read_book", DATA / "poi_poc-xmlbomb.xlsx", memory_mb=300)


def test_a_workbook_of_five_hundred_thousand_cells_stays_below_one_gigabyte(tmp_path: Path) -> None:
    columns = [chr(65 + n) for n in range(25)]
    rows = "".join(f'<row r="{r}">' + "".join(f'<c r="{c}{r}" s="3"><v>{r * 1.25}</v></c>' for c in columns) + "</row>"
                   for r in range(1, 20_001))
    found = in_child("importers.reading.workbook.read_book", book(tmp_path / "big.xlsx", rows))
    assert found.readers == "own scan and calamine, no differences"
    assert sum(row[3] for row in found.sheets[0].rows) == 1.25 * 20_000 * 20_001 / 2
