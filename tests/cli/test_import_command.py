"""`trimtab import` on the generator's trackers: exact, again nothing, and undo gives the file as it was."""
from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from app.core.values import from_minor, month_text
from tests.cli.conftest import Trimtab
from tests.data.gen_portfolio import MONTHS, SERIES, Portfolio, generate, write_tracker
from tests.importers.trackers import (
    FIRST,
    Tracker,
    german,
    shuffled,
    tracker,
    with_blank_rows,
    with_titles,
    with_totals,
)


def _import(trimtab: Trimtab, book: str, *more: str) -> dict[str, Any]:
    return json.loads(trimtab("import", book, "--into", "a.trimtab", "--json", *more).stdout)


def _loud(found: dict[str, Any]) -> list[dict[str, Any]]:
    return [i for i in found["issues"] if i["severity"] in ("error", "warning")]


def _assert_exact(trimtab: Trimtab, found: dict[str, Any], p: Portfolio) -> None:
    """Sums by series in the answer, in `show` and month by month in the file."""
    truth = {s: from_minor(int(p.money[:, i].sum())) for i, s in enumerate(SERIES)}
    assert found["money"] == {f"recurring_benefit.{s}": v for s, v in truth.items()}
    shown = json.loads(trimtab("show", "a.trimtab", "--json").stdout)
    assert shown["totals"] == truth
    assert shown["counts"]["measure"] == p.n
    months: dict[tuple[str, str], int] = {}
    for record in json.loads(trimtab("dump", "a.trimtab").stdout)["records"]:
        for series, values in record.get("series", {}).items():
            for month, value in values.items():
                months[series, month] = months.get((series, month), 0) + value
    assert months == {(s, month_text(FIRST + m)): int(p.money[:, i, m].sum())
                      for i, s in enumerate(SERIES) for m in range(MONTHS)}


def _once_again_and_back(trimtab: Trimtab, book: str, p: Portfolio) -> dict[str, Any]:
    trimtab("new", "a.trimtab")
    before = trimtab("dump", "a.trimtab").stdout
    dry = _import(trimtab, book, "--dry-run")
    assert trimtab("dump", "a.trimtab").stdout == before
    found = _import(trimtab, book)
    assert dry["created"] == found["created"] and dry["money"] == found["money"]
    _assert_exact(trimtab, found, p)
    state = trimtab("dump", "a.trimtab").stdout
    again = _import(trimtab, book)
    assert again["created"] == {} and again["changed"] == {} and again["unchanged"] == found["created"]
    assert trimtab("dump", "a.trimtab").stdout == state
    assert len(json.loads(trimtab("history", "a.trimtab", "--json").stdout)) == 1
    assert "all is well" in trimtab("check", "a.trimtab").stdout
    trimtab("undo", "a.trimtab")
    assert trimtab("dump", "a.trimtab").stdout == before
    return found


def _seed(record_property: Any) -> int:
    seed = random.SystemRandom().randrange(2**31)
    record_property("seed", seed)
    print(f"seed {seed}")
    return seed


def test_sixty_measures_are_exact_again_nothing_and_undo_takes_all_back(
        trimtab: Trimtab, tmp_path: Path, record_property: Any) -> None:
    p = generate(60, _seed(record_property))
    write_tracker(p, str(tmp_path / "import.xlsx"), formulas=False)
    found = _once_again_and_back(trimtab, "import.xlsx", p)
    assert _loud(found) == []
    assert [i["answer"] for i in found["issues"] if i["severity"] == "question"] == ["effect_type=one_time_cost"]


@pytest.mark.timeout(400)
def test_ten_thousand_measures_are_exact_again_nothing_and_undo_takes_all_back(
        trimtab: Trimtab, tmp_path: Path, record_property: Any) -> None:
    p = generate(10_000, _seed(record_property))
    write_tracker(p, str(tmp_path / "import.xlsx"), formulas=False)
    found = _once_again_and_back(trimtab, "import.xlsx", p)
    assert _loud(found) == []


def test_the_form_with_formulas_gives_the_same_sums_and_one_issue_a_roll_up_sheet(
        trimtab: Trimtab, tmp_path: Path, record_property: Any) -> None:
    p = generate(60, _seed(record_property))
    write_tracker(p, str(tmp_path / "tracker.xlsx"))
    found = _once_again_and_back(trimtab, "tracker.xlsx", p)
    assert _loud(found) == []
    for name in ("Packages", "Projects", "Programs", "Portfolios"):
        assert sum(i["sheet"] == name for i in found["issues"]) == 1


def _write(t: Tracker, path: Path) -> None:
    book = xlsxwriter.Workbook(str(path), {"default_date_format": "yyyy-mm-dd"})
    page = book.add_worksheet("Measures")
    for r, row in enumerate([*t.above, t.head, *t.rows]):
        for c, value in enumerate(row):
            if hasattr(value, "isoformat"):
                page.write_datetime(r, c, value)
            elif value is not None:
                page.write(r, c, value)
    book.close()


@pytest.mark.parametrize("language", ["English", "German"])
def test_a_bent_tracker_is_exact_and_the_wrong_subtotal_is_named_by_address(
        trimtab: Trimtab, tmp_path: Path, record_property: Any, language: str) -> None:
    """Columns shuffled, blank rows, subtotals of which one is wrong, titles above; German heads and locale."""
    seed = _seed(record_property)
    rng = random.Random(seed)
    t = with_titles(with_blank_rows(with_totals(tracker(60, seed), rng), rng))
    t = shuffled(german(t, rng) if language == "German" else t, rng)
    _write(t, tmp_path / "bent.xlsx")
    found = _once_again_and_back(trimtab, "bent.xlsx", t.portfolio)
    (row, column), = t.wrong
    page = xlsxwriter.utility.xl_rowcol_to_cell(row + len(t.above) + 1, column)
    assert [i["cell"] for i in _loud(found)] == [page]


def test_next_months_file_updates_what_changed_and_leaves_a_persons_edit_alone(
        trimtab: Trimtab, tmp_path: Path) -> None:
    t = tracker(20, 5)
    _write(t, tmp_path / "tracker 2026-03.xlsx")
    trimtab("new", "a.trimtab")
    _import(trimtab, "tracker 2026-03.xlsx")
    codes = [str(row[5]) for row in t.rows]
    plan = t.head.index(f"Plan {month_text(FIRST + 30)}")
    trimtab("set", "a.trimtab", codes[0], "name", "Renamed by hand")
    trimtab("set", "a.trimtab", f"{codes[1]}#1", f"plan@{month_text(FIRST + 30)}", "77.00")
    t.rows[0][6] = "Renamed in the tracker"            # both changed it: the person's stays
    t.rows[2][plan] = 4711.25                          # only the tracker changed it
    gone = t.rows.pop()
    _write(t, tmp_path / "tracker 2026-04.xlsx")
    found = _import(trimtab, "tracker 2026-04.xlsx")
    assert found["created"] == {}
    assert found["changed"] == {"effect_line": 1}
    assert any("Trimtab's value stays" in i["message"] for i in found["issues"])
    lost = f"{gone[5]} {gone[6]}"
    assert any(lost in i["message"] and "not in this file and stay" in i["message"] for i in found["issues"])
    text = trimtab("dump", "a.trimtab").stdout
    names = [r["fields"].get("name") for r in json.loads(text)["records"] if r["kind"] == "measure"]
    assert "Renamed by hand" in names and "Renamed in the tracker" not in names
    assert '"2027-07": 471125' in text and '"2027-07": 7700' in text
    assert _import(trimtab, "tracker 2026-04.xlsx")["changed"] == {}


def test_the_columns_and_rows_of_each_sheet_are_told(trimtab: Trimtab, tmp_path: Path) -> None:
    write_tracker(generate(60, 3), str(tmp_path / "import.xlsx"), formulas=False)
    trimtab("new", "a.trimtab")
    sheet, = _import(trimtab, "import.xlsx", "--dry-run")["sheets"]
    assert set(sheet) == {"name", "role", "layout", "header_row", "columns", "rows"}
    assert set(sheet["rows"]) == {"data", "total", "example", "placeholder", "blank", "rejected"}
    assert (sheet["header_row"], sheet["rows"]["data"], sheet["layout"]) == (1, 60, "month matrix")
    by_header = {c["header"]: c["field"] for c in sheet["columns"]}
    assert by_header["Measure ID"] == "code" and by_header["Owner"] == "owner" and by_header["Start"] == "start"
    assert all(0 <= c["confidence"] <= 1 for c in sheet["columns"])
