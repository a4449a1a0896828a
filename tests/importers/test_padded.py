"""Numbers that are names of things keep the zeros before them."""
from __future__ import annotations

from tests.importers.trackers import items, read, sheet


def test_a_column_of_digits_with_leading_zeros_is_text_and_one_of_plain_digits_a_number() -> None:
    batch = read(sheet([["ID", "Measure", "Owner", "Start", "Ledger", "Heads"],
                        ["B-1", "Doors", "Ida", "2026-03-01", "00471106", "12"],
                        ["B-2", "Light", "Ole", "2026-04-01", "00471107", "0"],
                        ["B-3", "Pumps", "Ida", "2026-05-01", 471108.0, "0.5"]]))
    assert [m.custom["Ledger"] for m in items(batch, "measure")] == [
        ("text", "00471106"), ("text", "00471107"), ("text", "471108")]
    assert [m.custom["Heads"][0] for m in items(batch, "measure")] == ["number"] * 3
