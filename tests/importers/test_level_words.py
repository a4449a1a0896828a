"""Columns whose words say on which level a row stands, each level with the sums of the one below."""
from __future__ import annotations

from importers.base import Value
from tests.importers.grids import by_month, names, of, read, said, sheet, undated


def _budget() -> list[list[Value]]:
    rows: list[list[Value]] = [["Type", "Number", "Label", "Budget 2025", "Budget 2026"]]
    for d in range(2):
        articles = [[100.0 * d + 10 * s + n for n in range(1, 4)] for s in range(2)]
        rows.append(["Department", f"{d}", f"Ministry {d}", sum(map(sum, articles)), 2 * sum(map(sum, articles))])
        for s, amounts in enumerate(articles):
            rows.append(["Section", f"{d}.{s}", f"Office {d}{s}", sum(amounts), 2 * sum(amounts)])
            rows += [["Article", f"1{n}.000", f"Item {d}{s}{n}", a, 2 * a] for n, a in enumerate(amounts)]
    return rows


def test_rows_of_higher_levels_that_repeat_the_money_of_the_lowest_are_not_counted() -> None:
    rows = _budget()
    leaves = [r for r in rows if r[0] == "Article"]
    batch = read(sheet("Depenses", *rows))
    total = sum(float(str(r[3])) + float(str(r[4])) for r in leaves)
    assert undated(batch) + sum(by_month(batch).values()) == round(100 * total)
    assert sorted(names(batch)) == sorted(str(r[2]) for r in leaves)
    assert "5 more rows that are no “Article”" in said(batch)
    assert {"Office 00", "Office 11"} <= {i.fields["name"] for i in of(batch, "package")}


def test_words_whose_rows_do_not_add_up_to_the_same_are_no_levels() -> None:
    rows = _budget()
    rows[1][3] = 1.0
    assert "are no “Article”" not in said(read(sheet("Depenses", *rows)))
    kinds: list[list[Value]] = [["Type", "Item name", "Cost"]]
    kinds += [["Wood" if n % 2 else "Stone", f"Item {n}", 10.0] for n in range(1, 13)]
    assert undated(read(sheet("Kinds", *kinds))) == 120_00


def test_second_rows_of_a_number_are_kept_apart_by_sheet_as_the_first_are() -> None:
    out = sheet("Spending", ["Number", "Item name", "Owner", "Cost"], ["10.001", "Roof", "Ann", 10.0],
                ["10.002", "Wall", "Ben", 20.0], ["10.001", "Door", "Cai", 40.0])
    back = sheet("Receipts", ["Number", "Item name", "Owner", "Benefit"], ["10.001", "Tolls", "Ann", 1.0],
                 ["10.002", "Rents", "Ben", 2.0], ["10.001", "Fines", "Cai", 4.0])
    batch = read(out, back)
    assert sorted(names(batch)) == ["Door", "Fines", "Rents", "Roof", "Tolls", "Wall"]
    assert undated(batch) == 77_00 and "also stands at" not in said(batch)


def test_expenses_and_receipts_in_french_are_the_kinds_of_their_rows() -> None:
    batch = read(sheet("flat", ["type", "article title", "2025", "2026"], ["depenses", "Toit", 10.0, 20.0],
                       ["depenses", "Mur", 30.0, 40.0], ["recettes", "Péage", 5.0, 6.0],
                       ["recettes", "Loyer", 7.0, 8.0]))
    sums = {kind: sum(sum(v or 0 for v in i.series["plan"].values) for i in of(batch, "effect_line")
                      if i.fields["type"] == kind) for kind in ("one_time_cost", "recurring_benefit")}
    assert sums == {"one_time_cost": 100_00, "recurring_benefit": 26_00}
