"""The words of resources/columns.toml: each once where it decides, and known wherever they stand."""
from __future__ import annotations

import tomllib
from collections.abc import Iterator

from importers.meaning.words import RESOURCE, fold, squash
from tests.importers.grids import fields, names, of, read, said, sheet, undated


def _lists() -> Iterator[tuple[str, list[str]]]:
    """Every list as it is matched: fields and columns of logs blind to spaces, all others by words."""
    for section, entries in tomllib.loads(RESOURCE.read_text("utf-8")).items():
        blind = squash if section in ("field", "raid") else fold
        for name, entry in entries.items():
            parts = entry.values() if isinstance(entry, dict) else [entry]
            words = [w for part in parts for w in part] if section in ("field", "raid") else None
            for part in [words] if words else parts:
                yield f"{section}.{name}", [blind(w) or w for w in part]


def test_no_word_stands_twice_in_a_list_that_reads_both_spellings_alike() -> None:
    found = list(_lists())
    assert len(found) > 100
    assert not [(name, word) for name, words in found for word in set(words) if words.count(word) > 1]


def test_a_choice_nobody_made_is_no_person_whatever_its_words() -> None:
    for choice in ("Choose an option", "Please choose", "Wert auswählen", "Select one"):
        batch = read(sheet("Plan", ["ID", "Measure", "Owner"], ["M-1", "Order the oven", "Ada Keller"],
                           ["M-2", "Move the line", choice], ["M-3", "Train the crew", "Ben Kurz"]))
        assert [i.fields["name"] for i in of(batch, "person")] == ["Ada Keller", "Ben Kurz"], choice
        assert names(batch) == ["Order the oven", "Move the line", "Train the crew"]


def test_a_row_to_be_filled_in_is_one_with_an_umlaut_too() -> None:
    for word in ("tbd", "Entfällt", "Wählen Sie ein Element aus"):
        batch = read(sheet("Plan", ["Nr", "Maßnahme", "Verantwortlich"], ["M-1", "Ofen bestellen", "Ada Keller"],
                           ["M-2", word, "Ben Kurz"], ["M-3", "Linie umziehen", "Ada Keller"]))
        assert names(batch) == ["Ofen bestellen", "Linie umziehen"], word
        assert "A3: a row still to be filled in, left out." in said(batch)


def test_what_counts_pieces_does_so_for_their_price_and_for_their_unit() -> None:
    for word in ("Qty", "Stückzahl", "数量"):
        batch = read(sheet("Budget", ["Item", word, "Unit", "Cost", "Total"],
                           ["Pipe", 3, "m", 20, 60], ["Valve", 2, "kg", 45, 90], ["Pump", 4, "box", 10, 40],
                           ["Tank", 5, "m", 7, 35]))
        assert fields(batch)["Unit"] == "custom" and undated(batch) == 22500, word
        assert "what one costs; the amounts of the rows are those of “Total”" in said(batch), word
