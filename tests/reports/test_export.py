"""The export opened again by other programs' readers and by our own import: sums, texts, no formula anywhere."""
from __future__ import annotations

import csv
import datetime as dt
import re
import zipfile
from collections import defaultdict
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import python_calamine
from hypothesis import given
from hypothesis import strategies as st

from app.core import edits
from app.core.catalog import TYPE_NAMES
from app.core.formula_text import is_risky, neutral, restored
from app.core.own_workbook import SHEETS
from app.core.portfolio import Portfolio
from app.core.show import show
from app.core.value.variance import figures
from app.core.values import month_index, month_text
from app.errors import Problem
from app.reports.sheets.sheet import CSV_HEADS, Told, export
from importers.reading.workbook import read_book
from tests.reports.helpers import STATUS, Build

TOLD = Told(STATUS, None, "nordhaven.trimtab", "b62876305546aa11" + "0" * 48, 4812, "2026-04-20")
NASTY = ["=1+1", "+1", "-1", "@SUM(A1)", "\tcmd", "\rcmd", "  =1+1", "\u00a0=HYPERLINK(\"http://x\")", "＝1+1", "＋1",
         "－2", "＠A1", "'=1+1", "''=1", "\u200b=1", "-", "<r><t>x</t></r>", "<r>a & b</r>", "_x000D_=1", "http://x.example",
         "00123", "TRUE", "a\nb", "\n=1", "  padded  ", "Ä & <b> \"q\"", "\x07bell", "😀", "=cmd|' /C calc'!A0"]


def written(p: Portfolio, folder: Path, name: str = "x.xlsx") -> Path:
    out = folder / name
    export(p, out, TOLD)
    return out


def table(path: Path, sheet: str) -> list[dict[str, Any]]:
    rows = list(openpyxl.load_workbook(path)[sheet].iter_rows(values_only=True))
    heads = [month_text(h.year * 12 + h.month - 1) if isinstance(h, dt.datetime) else h for h in rows[0]]
    return [dict(zip(heads, row, strict=True)) for row in rows[1:]]


def test_the_workbook_has_a_sheet_for_each_kind_the_file_holds(insurer: Portfolio, tmp_path: Path) -> None:
    path = written(insurer, tmp_path)
    names = ["Tree", "Effects", *(SHEETS[kind] for kind in SHEETS if insurer.of_kind(kind)), "README"]
    assert "Activities" in names and "Risks" in names and "Imports" not in names
    assert openpyxl.load_workbook(path).sheetnames == names
    assert python_calamine.CalamineWorkbook.from_path(str(path)).sheet_names == names
    assert list(tmp_path.iterdir()) == [path]          # nothing half written stays behind


def test_the_tree_has_a_row_a_node_in_order_with_parents_and_dates(insurer: Portfolio, tmp_path: Path) -> None:
    rows = table(written(insurer, tmp_path), "Tree")
    assert [r["Record"] for r in rows] == insurer.outline.uids
    for row in rows:
        record = insurer[row["Record"]]
        above = insurer.get(record.parent)
        assert (row["Code"] or "", row["Name"] or "") == (record.code, record.name)
        assert (row["Parent code"] or "") == (above.code if above else "")
        assert row["Level"] == (rows[insurer.outline.position[above.uid]]["Level"] if above else 0) + 1
        owner = insurer.get(record.get("owner", ""))
        assert row["Owner"] == (owner.name if owner else None)
        start = record.get("start")
        assert (row["Start"].date().isoformat() if row["Start"] else None) == start


def test_the_totals_of_the_tree_are_numbers_and_equal_the_cube(insurer: Portfolio, tmp_path: Path) -> None:
    f = figures(insurer, STATUS)
    for row in table(written(insurer, tmp_path), "Tree"):
        for series in ("plan", "forecast", "actual"):
            shown = row[f"{series.capitalize()}, net EUR"]
            has = series in f.cube.used(row["Record"])
            assert (shown is None) == (not has)
            assert not has or round(shown * 100) == f.cube.total(row["Record"], series)
        if row["Expected, net EUR"] is not None:
            assert round(row["Expected, net EUR"] * 100) == f.expected_of(row["Record"])
            assert round(row["Variance, net EUR"] * 100) == f.variance(row["Record"])


def months_in(row: dict[str, Any]) -> dict[str, Any]:
    return {str(k): v for k, v in row.items() if re.match(r"\d{4}-\d\d$", str(k)) and v is not None}


def test_effects_have_a_row_a_line_and_series_positive_with_the_type_beside(insurer: Portfolio, tmp_path: Path) -> None:
    sums: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for row in table(written(insurer, tmp_path), "Effects"):
        amounts = [Decimal(str(v)) for v in months_in(row).values()]
        assert all(isinstance(v, (int, float)) for v in months_in(row).values())
        assert Decimal(str(row["Total"] or 0)) == sum(amounts) + Decimal(str(row["Undated"] or 0))
        sums[(row["Type"], row["Series"].lower())] += sum(amounts)
    wanted = show(insurer, STATUS)["by_type"]
    assert {(t, s) for t, s in sums if sums[(t, s)]} == {
        (TYPE_NAMES[t], s) for t, row in wanted.items() for s, v in row.items() if Decimal(v)}
    for type_, row in wanted.items():
        for series, amount in row.items():
            assert sums[(TYPE_NAMES[type_], series)] == Decimal(amount)


def test_both_readers_see_the_same_values(insurer: Portfolio, tmp_path: Path) -> None:
    path = written(insurer, tmp_path)
    book, other = openpyxl.load_workbook(path), python_calamine.CalamineWorkbook.from_path(str(path))
    for name in book.sheetnames:
        mine = [[c.isoformat()[:10] if isinstance(c, dt.datetime) else c for c in row]
                for row in book[name].iter_rows(values_only=True)]
        theirs = [[None if c == "" else c.isoformat()[:10] if isinstance(c, (dt.date, dt.datetime)) else c for c in row]
                  for row in other.get_sheet_by_name(name).to_python(skip_empty_area=False)]
        assert mine == theirs


@pytest.mark.parametrize("text", NASTY)
def test_no_text_becomes_a_formula_and_every_text_comes_back(text: str, tmp_path: Path) -> None:
    build = Build()
    measure = build.add("measure", build.package(text), name=text, code=text, status=text, description=text,
                        owner=build.person(text))
    line = build.line(measure, plan=[100])
    build.p.apply(edits.set_field(build.p, line, "name", text) + edits.set_field(build.p, line, "money_line", text))
    path = written(build.p, tmp_path)
    with zipfile.ZipFile(path) as parts:
        for part in parts.namelist():
            if "worksheets/sheet" in part:
                body = parts.read(part)
                assert b"<f>" not in body and b"<f " not in body and b"<hyperlink" not in body
                assert re.search(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]", body) is None
    cells = [c for s in openpyxl.load_workbook(path) for row in s.iter_rows() for c in row if c.value is not None]
    assert all(c.data_type in "nsd" for c in cells)
    assert all(not is_risky(c.value) or c.value.startswith("'") for c in cells if isinstance(c.value, str))
    tree = {s.name: s for s in read_book(path).sheets}["Tree"]
    names = [row[3] for row in tree.rows[1:]]
    assert names[-1] == text and text in names[:-1]
    back = read_book(written(build.p, tmp_path, "x.csv")).sheets[0]
    assert back.rows[1][1] == text.replace("\x07", "\ufffd")


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=8)
       | st.text(alphabet="'=+-@＝＋\t\r\n \u200b\u00a0a1", max_size=6))
def test_what_the_import_restores_is_what_the_export_was_given(text: str) -> None:
    shown = neutral(text)
    assert restored(shown) == text
    assert shown == text or shown.startswith("'")
    assert not shown[:1] or shown[0] not in "=+-@\t\r＝＋－＠"
    assert shown.lstrip(" \u00a0")[:1] not in ("=", "+", "-", "@")


def test_the_csv_is_tidy_one_row_an_amount_exact_to_the_cent(insurer: Portfolio, tmp_path: Path) -> None:
    path = written(insurer, tmp_path, "x.csv")
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert tuple(rows[0]) == CSV_HEADS
    sums: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for row in rows:
        sums[(row["type"], row["series"])] += Decimal(row["amount"])
    for type_, by_series in show(insurer, STATUS)["by_type"].items():
        for series, amount in by_series.items():
            assert sums[(TYPE_NAMES[type_], series)] == Decimal(amount)
    one = next(r for r in rows if r["measure_code"] == "IC-111")
    assert (one["series"], one["month"], one["amount"]) == ("plan", "2026-01", "44000.00")


def test_undated_amounts_empty_lines_and_other_currencies_are_kept_apart(build: Build, tmp_path: Path) -> None:
    measure = build.add("measure", build.package(), name="M", code="M-1")
    build.add("effect_line", measure, type="one_time_cost", category="capex", currency="EUR", undated_plan=12_345)
    build.add("effect_line", measure, type="recurring_benefit", category="fte", name="Nothing yet")
    build.line(measure, currency="JPY", plan=[500, None, 0])
    rows = table(written(build.p, tmp_path), "Effects")
    assert [(r["Undated"], r["Total"], months_in(r)) for r in rows] == [
        (123.45, 123.45, {}), (None, None, {}), (None, 500, {"2026-01": 500, "2026-03": 0})]
    with written(build.p, tmp_path, "x.csv").open(encoding="utf-8-sig", newline="") as file:
        found = [(r["currency"], r["month"], r["amount"]) for r in csv.DictReader(file)]
    assert found == [("EUR", "", "123.45"), ("", "", ""), ("JPY", "2026-01", "500"), ("JPY", "2026-03", "0")]


def test_every_field_and_every_own_field_of_the_file_has_its_column(build: Build, tmp_path: Path) -> None:
    own = build.add("field_def", "", on_kind="measure", key="region", type="text", label="Region")
    measure = build.add("measure", build.package(), name="M", budget=1_250_000, progress=2_800, stage="3")
    build.p.apply(edits.set_field(build.p, measure, f"x.{own}", "North")
                  + edits.set_field(build.p, measure, "change_touched#pricing", True))
    row = table(written(build.p, tmp_path), "Tree")[-1]
    assert (row["Region"], row["Spending limit"], row["Reported progress"], row["Stage (DoI)"],
            row["Change touches"]) == ("North", 12_500, 0.28, "3", "pricing")


def test_a_text_longer_than_a_cell_is_cut_and_the_cut_is_told(build: Build, tmp_path: Path) -> None:
    build.add("measure", build.package(), name="M", description="ä" * 40_000)
    path = written(build.p, tmp_path)
    row = table(path, "Tree")[-1]
    assert len(row["Description"]) == 32_767 and row["Description"].endswith("…")
    told = {r[0]: r[1] for r in openpyxl.load_workbook(path)["README"].iter_rows(values_only=True)}
    assert "1 text longer" in told["Cut texts"] and "Tree!" in told["Cut texts"]


def test_our_own_import_takes_the_workbook_back_with_the_same_sums(insurer: Portfolio, tmp_path: Path) -> None:
    from app.core.intake.plan import plan
    from importers.base import Wishes
    from importers.read import import_file

    class Nothing:
        def written(self, _uid: str) -> list[Any]:
            return []

        def touched(self, _tx: object) -> set[str]:
            return set()

    fresh = Portfolio("00000000-0000-0000-0000-00000000000f")
    batch = import_file(str(written(insurer, tmp_path)), Wishes(), lambda _part, _text: None)
    made = plan(fresh, batch, Nothing(), today="2026-04-20")
    fresh.apply(made.changes)
    mine, theirs = show(insurer, STATUS), show(fresh, STATUS)
    assert theirs["totals"] == mine["totals"] and theirs["by_type"] == mine["by_type"]
    assert {k: theirs["counts"][k] for k in ("program", "project", "package", "measure", "effect_line")} == {
        k: mine["counts"][k] for k in ("program", "project", "package", "measure", "effect_line")}


def test_an_empty_file_is_exported_with_heads_only(tmp_path: Path) -> None:
    path = written(Portfolio("00000000-0000-0000-0000-000000000001"), tmp_path)
    book = openpyxl.load_workbook(path)
    assert [book[name].max_row for name in ("Tree", "Effects")] == [1, 1]


def test_another_ending_or_a_missing_folder_is_refused_before_anything_is_written(
        insurer: Portfolio, tmp_path: Path) -> None:
    with pytest.raises(Problem, match="neither"):
        export(insurer, tmp_path / "x.pdf", TOLD)
    with pytest.raises(Problem, match="no folder"):
        export(insurer, tmp_path / "none" / "x.xlsx", TOLD)
    (tmp_path / "x.csv").mkdir()
    for name in ("x.csv",):
        with pytest.raises(Problem, match="cannot be written"):
            export(insurer, tmp_path / name, TOLD)
    assert [f.name for f in tmp_path.iterdir()] == ["x.csv"]


def test_ten_thousand_rows_take_seconds_and_stay_exact(tmp_path: Path) -> None:
    import time

    build = Build()
    package = build.package()
    number = 2000
    for i in range(number):
        uid = f"measure{i:05d}"
        build.p.apply(edits.add(build.p, "measure", package, {"name": f"M {i}", "code": f"M-{i}"}, uid=uid)[1]
                      if i == 0 else _quick(package, uid, i))
    first = month_index("2025-01")
    for i in range(number):
        line = f"line{i:06d}"
        build.p.records[line] = _line(line, f"measure{i:05d}")
        for s, series in enumerate(("baseline", "plan", "forecast", "actual")):
            build.p.series.put(line, series, first, [i * 1000 + s * 7 + m for m in range(36)])
    build.p.version += 1
    build.p.shape += 1
    build.p._kids.clear()
    build.p._kinds.clear()
    start = time.process_time()
    path = written(build.p, tmp_path)
    assert time.process_time() - start < 15             # about 1 s where nothing else runs
    sheet = python_calamine.CalamineWorkbook.from_path(str(path)).get_sheet_by_name("Effects").to_python()
    total = sheet[0].index("Total")
    assert len(sheet) == 1 + 4 * number
    assert sum(round(row[total] * 100) for row in sheet[1:]) == sum(
        i * 1000 + s * 7 + m for i in range(number) for s in range(4) for m in range(36))


def _quick(package: str, uid: str, i: int) -> list[Any]:
    from app.core.change import Change
    return [Change(uid, "kind", None, (None,), ("measure",)),
            Change(uid, "parent+rank", None, (None, None), (package, f"m{i:06d}")),
            Change(uid, "name", None, (None,), (f"M {i}",)), Change(uid, "code", None, (None,), (f"M-{i}",))]


def _line(uid: str, parent: str) -> Any:
    from app.core.portfolio import Record
    return Record(uid, "effect_line", {"parent": parent, "rank": "a", "type": "recurring_benefit",
                                       "category": "ebitda", "currency": "EUR", "scale": 2})


def test_a_workbook_that_the_disk_refuses_is_a_problem_and_leaves_nothing(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")
    monkeypatch.setattr("xlsxwriter.workbook.ZipFile", full)
    with pytest.raises(Problem, match=r"plan\.xlsx cannot be written"):
        export(Build().p, tmp_path / "plan.xlsx", TOLD)
    assert not list(tmp_path.iterdir())
