"""What an import does to a file with a life of its own: levels it lacks, codes it shares, rows that were deleted."""
from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest

from app.core import edits
from app.core.batch import BELOW_ZERO, Batch, Column, Issue, Item, Link, Run, SheetReading, Tally
from app.core.catalog import LEVELS
from app.core.intake import report
from app.core.intake.changed import fields
from app.reports.sheets.sheet import Told, export
from app.session import Session
from importers.base import Wishes
from importers.read import import_file
from tests.support import add_line, add_tree


def _flat(*measures: dict[str, Any], source: str = "list.xlsx", shape: str = "flat") -> Batch:
    """A list without levels, as the importers hand it over: pass-through nodes above."""
    items, parent = [], ""
    for i, level in enumerate(LEVELS[:-1]):
        items.append(Item(level, f"~{i}", parent, LEVELS[i - 1] if i else "", {"pass_through": True, "name": ""}))
        parent = f"~{i}"
    items += [Item("measure", m["code"], parent, "package", m) for m in measures]
    return Batch(source, shape, items=items)


def test_a_list_without_levels_hangs_under_the_one_organization_and_renames_nothing(session: Session) -> None:
    add_tree(session)
    found = session.import_batch(_flat({"code": "IC-121", "name": "Switch off"}))
    assert found.issues == []
    assert [r.name for r in session.portfolio.of_kind("organization")] == ["Organization"]
    assert found.created == {"measure": 1}
    assert session.import_batch(_flat({"code": "IC-121", "name": "Switch off"})).changes == []


def test_a_telling_code_is_the_same_measure_whoever_brought_it_and_a_plain_number_is_not(session: Session) -> None:
    session.import_batch(_flat({"code": "IC-121", "name": "Switch off"}, {"code": "7", "name": "Seven"}))
    found = session.import_batch(_flat({"code": "IC-121", "name": "Switch off"}, {"code": "7", "name": "Other seven"},
                                       source="another list.xlsx", shape="other"))
    assert found.created == {"measure": 1} and found.unchanged == {"measure": 1}
    assert sorted(r.code for r in session.portfolio.of_kind("measure")) == ["7", "7", "IC-121"]


def test_a_deleted_measure_does_not_come_back_with_the_next_file(session: Session) -> None:
    session.import_batch(_flat({"code": "IC-121", "name": "Switch off"}))
    uid = session.portfolio.of_kind("measure")[0].uid
    session.do("Delete", edits.delete(session.portfolio, [uid]))
    found = session.import_batch(_flat({"code": "IC-121", "name": "Switch off"}))
    assert found.changes == [] and "was deleted in Trimtab and stays so" in found.issues[0].message
    assert session.portfolio.of_kind("measure") == []


def test_an_emptied_cell_empties_the_field_it_had_filled(session: Session) -> None:
    session.import_batch(_flat({"code": "IC-121", "name": "A", "status": "late"}, {"code": "IC-122", "status": "late"}))
    session.import_batch(_flat({"code": "IC-121", "name": "A"}, {"code": "IC-122", "status": "late"}))
    assert {r.code: r.get("status") for r in session.portfolio.of_kind("measure")} == {"IC-121": None, "IC-122": "late"}


def test_a_measure_that_moved_in_the_source_moves_here(session: Session) -> None:
    def batch(package: str) -> Batch:
        made = _flat()
        made.items += [Item("package", name, "~3", "project", {"name": name}) for name in ("North", "South")]
        made.items.append(Item("measure", "IC-121", package, "package", {"code": "IC-121"}))
        return made

    session.import_batch(batch("North"))
    assert session.import_batch(batch("South")).changed == {"measure": 1}
    measure = session.portfolio.of_kind("measure")[0]
    assert session.portfolio[measure.parent].name == "South"


def test_amounts_in_another_currency_than_the_lines_own_are_left_out_and_said(session: Session) -> None:
    measure = add_tree(session, prefix="IC-1")[0]
    line = add_line(session, measure, name="Savings")
    session.do("Plan", edits.set_months(session.portfolio, line, "plan", 24312, [5]))
    batch = _flat({"code": "IC-1M1"})
    batch.items.append(Item("effect_line", "s", "IC-1M1", "measure", {
        "type": "recurring_benefit", "name": "Savings", "currency": "USD"}, {"plan": Run(24312, [100])}))
    found = session.import_batch(batch)
    assert [i.severity for i in found.issues if "the amounts were left out" in i.message] == ["error"]
    assert session.portfolio.months_of(line, "plan", 24312, 1) == (5,)


def test_the_renamed_file_of_the_same_shape_with_the_same_keys_is_the_same_source(session: Session) -> None:
    session.import_batch(_flat({"code": "1", "name": "A"}, {"code": "2", "name": "B"}, source="Tracker.xlsx"))
    found = session.import_batch(_flat({"code": "1", "name": "A"}, {"code": "2", "name": "C"}, source="Liste IT.xlsx"))
    assert found.created == {} and found.changed == {"measure": 1}


def test_a_finish_that_a_source_moves_takes_the_forecasts_along_of_which_it_says_nothing(session: Session) -> None:
    """004-76: a delayed delivery moves its revenue, whoever brings the delay."""
    def batch(finish: str, *forecast: int | None) -> Batch:
        made = _flat({"code": "IC-1", "name": "Go-live"})
        made.items.append(Item("activity", "IC-1.1", "IC-1", "measure", {"name": "Build", "start": "2026-01-05",
                                                                         "finish": finish}))
        if forecast:
            made.items.append(Item("effect_line", "s", "IC-1", "measure", {"type": "recurring_benefit", "name": "Fees"},
                                   {"forecast": Run(24312 + 4, list(forecast))}))
        return made

    session.import_batch(batch("2026-04-30", 70, 70, None))
    p, line = session.portfolio, session.portfolio.of_kind("effect_line")[0].uid
    task = p.of_kind("activity")[0].uid
    session.do("Anchor", edits.set_field(p, line, "anchor", task))
    session.do("Basis", edits.set_field(p, line, "basis", "2026-04-30"))

    found = session.import_batch(batch("2026-05-29"))
    assert p.months_of(line, "forecast", 24312 + 4, 3) == (None, 70, 70) and p[line].get("basis") == "2026-05-29"
    assert any("move the forecast of 1 anchored effect line," in i.message for i in found.issues)
    session.undo()
    assert p.months_of(line, "forecast", 24312 + 4, 3) == (70, 70, None) and p[task].get("finish") == "2026-04-30"

    session.import_batch(batch("2026-05-29", 70, 70, None))
    assert p.months_of(line, "forecast", 24312 + 4, 3) == (70, 70, None) and p[line].get("basis") == "2026-05-29"


def _with_person(status: str, owner: str, **more: Any) -> Batch:
    made = _flat()
    made.items.append(Item("person", owner, fields={"name": owner}))
    made.items.append(Item("measure", "IC-121", "~4", "package", {
        "code": "IC-121", "name": "Switch off", "status": status, "owner": Link("person", owner), **more}))
    return made


def test_a_conflict_names_people_and_says_by_whom_the_value_here_was_written(session: Session) -> None:
    session.import_batch(_with_person("late", "Anna Berg", progress=2500))
    uid = session.portfolio.of_kind("measure")[0].uid
    session.do("By hand", [*edits.set_text(session.portfolio, uid, "owner", "Jan Kok"),
                           *edits.set_field(session.portfolio, uid, "progress", 5000)])
    found = session.import_batch(_with_person("late", "Li Wei", progress=7500))
    (said,) = [i.message for i in found.issues if "stays" in i.message]
    assert said == ("IC-121 was changed in Trimtab and in the file; Trimtab's value stays: "
                    "Owner Jan Kok (file: Li Wei), Reported progress 50 % (file: 75 %).")


def test_values_changed_here_are_listed_again_though_the_file_says_what_it_said_before(session: Session) -> None:
    batch = _flat({"code": "IC-121", "name": "Switch off", "finish": "2026-07-31"}, {"code": "IC-122", "name": "Tune"})
    session.import_batch(batch)
    p = session.portfolio
    uid = next(r.uid for r in p.of_kind("measure") if r.code == "IC-121")
    session.do("Later", edits.set_field(p, uid, "finish", "2026-09-30"))
    found = session.import_batch(batch)
    assert found.changes == [] and [i.message for i in found.issues] == [
        "1 value stays as changed here, the file says what it said before: "
        "IC-121 Finish 2026-09-30 (file: 2026-07-31)."]


def test_a_value_that_another_source_brought_was_not_changed_in_trimtab(session: Session) -> None:
    session.import_batch(_with_person("late", "Anna Berg"))
    other = _with_person("done", "Anna Berg")
    other.source, other.shape = "another list.xlsx", "other"
    found = session.import_batch(other)
    (said,) = [i.message for i in found.issues if "stays" in i.message]
    assert said == ("IC-121: this file says otherwise than another import before it; the value here stays: "
                    "Reported status late (file: done).")
    uid = session.portfolio.of_kind("measure")[0].uid
    session.do("By hand", edits.set_field(session.portfolio, uid, "status", "Late"))
    third = _with_person("done", "Anna Berg")
    third.source, third.shape = "third.xlsx", "third"
    found = session.import_batch(third)
    (said,) = [i.message for i in found.issues if "stays" in i.message]
    assert "this file says otherwise than what was written in Trimtab; the value here stays: " in said


def test_a_currency_nobody_named_and_columns_that_fit_no_field_are_said_once(session: Session) -> None:
    batch = _flat({"code": "IC-1", "name": "A"})
    batch.items[-1].custom.update({"ROI": ("percent", 2800), "Payback (months)": ("number", "14")})
    batch.items.append(Item("effect_line", "s", "IC-1", "measure", {"type": "recurring_benefit", "name": "Fees"},
                            {"plan": Run(24312, [100])}))
    said = [i.message for i in session.import_batch(batch).issues]
    assert said == ["No currency is named in this file; its amounts are taken for EUR. Another one: the answer "
                    "currency=CHF, for example.",
                    "2 columns fit no field and are kept as fields of their own: ROI, Payback (months)."]
    again = [i.message for i in session.import_batch(batch).issues]
    assert again == ["No currency is named in this file; its amounts are taken for EUR, "
                     "the currency of this portfolio."]


def test_words_kept_beside_dates_and_figures_are_no_columns_of_the_file(session: Session) -> None:
    batch = _flat({"code": "IC-121", "name": "Switch off"})
    batch.items[-1].custom = {"Ledger": ("text", "A7"), "End (text)": ("text", "tbd"), "Q1 (text)": ("text", "?")}
    assert [i.message for i in session.import_batch(batch).issues] == [
        "1 column fits no field and is kept as a field of its own: Ledger. "
        "Words among dates and figures are kept beside them, of 2 columns: End, Q1."]


def test_lines_in_a_currency_that_is_not_the_files_are_said_beside_the_sums(session: Session) -> None:
    session.do("EUR", edits.set_setting(session.portfolio, "currency", "EUR"))
    batch = _flat({"code": "IC-1"})
    batch.items.append(Item("effect_line", "s", "IC-1", "measure", {
        "type": "recurring_benefit", "name": "Fees", "currency": "GBP"}, {"plan": Run(24312, [100])}))
    found = session.plan_import(batch)
    assert any(i.severity == "warning" and "1 effect line in GBP" in i.message for i in found.issues)


def _with_line(line: dict[str, Any], **series: Run) -> Batch:
    made = _flat({"code": "M1", "name": "Switch off"})
    made.items.append(Item("effect_line", "L1", "M1", "measure",
                           {"type": "recurring_benefit", "category": "ebitda", "name": "Saving"} | line, dict(series),
                           at="Costs!A7"))
    return made


def test_a_forecast_that_takes_a_plan_out_of_what_is_expected_is_said_with_its_row(session: Session) -> None:
    session.import_batch(_with_line({"undated_plan": 12_000_000}))
    found = session.plan_import(_with_line({"undated_plan": 12_000_000}, forecast=Run(24_316, [1_000_000])))
    (said,) = [i for i in found.issues if i.severity == "warning"]
    assert (said.sheet, said.cell) == ("Costs", "A7")
    assert said.message.startswith("M1#Saving: expected falls from 120,000.00 to 10,000.00, because a line with a fore")


def test_a_new_line_with_a_plan_without_a_month_beside_a_forecast_says_what_is_expected(session: Session) -> None:
    found = session.plan_import(_with_line({"undated_plan": 12_000_000}, forecast=Run(24_316, [1_000_000])))
    (said,) = [i for i in found.issues if i.severity == "warning"]
    assert said.message.startswith("M1#Saving: its plan without a month (120,000.00) is not expected, because the line "
                                   "has a forecast; expected is 10,000.00.")


def test_an_import_that_makes_a_month_count_as_booked_says_what_that_does_to_all_who_book_nothing(
        session: Session) -> None:
    made = _with_line({}, forecast=Run(24_312, [1_000_000]))
    made.items.append(Item("effect_line", "L2", "M1", "measure", {"type": "recurring_benefit", "name": "Power"},
                           {"forecast": Run(24_312, [300_000])}))
    session.import_batch(made)
    found = session.plan_import(_with_line({}, forecast=Run(24_312, [1_000_000]), actual=Run(24_312, [900_000])))
    (said,) = [i.message for i in found.issues if i.severity == "warning"]
    assert said.startswith("2026-01 now counts as booked for the whole file, and 1 measure without an actual there")
    assert said.endswith("expected changes by -3,000.00 EUR.")


def test_a_source_that_empties_the_only_actual_of_a_month_says_what_is_expected_again(session: Session) -> None:
    booked = [Run(24_312, [1_000_000] * 2), Run(24_312, [900_000, 900_000]), Run(24_312, [900_000, None])]
    session.import_batch(_with_line({}, forecast=booked[0], actual=booked[1]))
    found = session.plan_import(_with_line({}, forecast=booked[0], actual=booked[2]))
    assert found.changed == {"effect_line": 1}
    (said,) = [i.message for i in found.issues if i.severity == "warning"]
    assert said.startswith("2026-02 no longer counts as booked for the whole file: nothing is booked in it any more.")
    assert said.endswith("of 1 measure; expected changes by 1,000.00 EUR.")


def test_a_cost_below_zero_comes_in_as_it_is_and_is_said_with_its_row(session: Session) -> None:
    found = session.plan_import(_with_line({"type": "one_time_cost"}, plan=Run(24_316, [-500])))
    (said,) = [i for i in found.issues if i.severity == "warning"]
    assert (said.sheet, said.cell) == ("Costs", "A7") and "a cost below zero counts as income" in said.message
    assert found.money == {"one_time_cost.plan": "-5.00"}, "its sign is nobody's but the source's to change"


def test_a_cost_below_zero_that_its_cells_were_said_of_is_not_said_again_in_whatever_words(session: Session) -> None:
    made = _with_line({"type": "one_time_cost"}, plan=Run(24_316, [-500]))
    made.issues.append(Issue("warning", "Costs", "C2", "C2 (Kosten): Minus vor Kosten.", kind=BELOW_ZERO))
    assert [i.message for i in session.plan_import(made).issues if i.severity == "warning"] == [
        "C2 (Kosten): Minus vor Kosten."]
    made.issues[:] = [Issue("warning", "Costs", "C9", "“a cost below zero” in C9 is no amount.")]
    assert len([i for i in session.plan_import(made).issues if i.severity == "warning"]) == 2


def test_of_many_lines_the_first_are_named_and_the_rest_counted(session: Session) -> None:
    made = _with_line({"type": "one_time_cost"}, plan=Run(24_316, [-500]))
    made.items += [Item("effect_line", f"N{i}", "M1", "measure", {"type": "one_time_cost", "name": f"Part {i}"},
                        {"plan": Run(24_316, [-1])}, at=f"Costs!A{i}") for i in range(20, 30)]
    told = [i.message for i in session.plan_import(made).issues if i.severity == "warning"]
    assert len(told) == 6 and told[-1] == "... and 6 further lines of a cost below zero."


def test_a_cell_that_holds_an_error_says_nothing_and_what_stood_there_stays(session: Session) -> None:
    def batch(owner: bool, second: int | None) -> Batch:
        made = _flat({"code": "IC-121", "name": "A", **({"status": "late"} if owner else {})},
                     {"code": "IC-122", "name": "B", "status": "late"})
        for item, row in zip((i for i in made.items if i.kind == "measure"), (2, 3), strict=True):
            item.at = f"List!A{row}"
        made.items.append(Item("effect_line", "L1", "IC-121", "measure", {"type": "recurring_benefit"},
                               {"plan": Run(24_316, [100, second, 300])}, at="List!C2"))
        made.sheets = [SheetReading("List", "data", "flat list", 1, [
            Column("B", "Status", "status", 1.0), Column("D", "Feb", "recurring_benefit.plan@2026-06", 1.0)],
            unread=() if owner else ((2, "B"), (2, "D")))]
        return made

    session.import_batch(batch(True, 200))
    found = session.import_batch(batch(False, None))
    p = session.portfolio
    line = p.of_kind("effect_line")[0]
    assert p.months_of(line.uid, "plan", 24_316, 3) == (100, 200, 300)
    assert [r.get("status") for r in p.of_kind("measure")] == ["late", "late"]
    assert "List!B2, List!D2 could not be read; what stood in their place before stays." in [
        i.message for i in found.issues] and found.changed == {}


@pytest.mark.parametrize("written", ["about 150", "#DIV/0!"])
def test_a_month_of_our_own_workbook_that_is_no_amount_leaves_what_stood_there(
        session: Session, tmp_path: Path, written: str) -> None:
    measure = add_tree(session)[0]
    line = add_line(session, measure)
    session.do("Plan", edits.set_months(session.portfolio, line, "forecast", 24_316, [100_00, 200_00]))
    told = Told("2026-04-17", None, "a.trimtab", session.head(), session.tx_count(), "2026-04-17", session.vector(),
                session.known())
    export(session.portfolio, tmp_path / "a.xlsx", told)
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    sheet = book["Effects"]
    row = next(r for r in range(2, sheet.max_row + 1) if "Forecast" in [c.value for c in sheet[r]])
    cell = next(c for c in sheet[row] if c.value == 100)
    cell.value = written
    book["Tree"].cell(next(r for r in range(2, 9) if book["Tree"].cell(r, 4).value == "Measure 1"), 4).value = "#REF!"
    book.save(tmp_path / "a.xlsx")
    found = session.import_batch(import_file(str(tmp_path / "a.xlsx"), Wishes(), lambda _share, _text: None))
    assert session.portfolio.months_of(line, "forecast", 24_316, 2) == (100_00, 200_00) and found.changed == {}
    assert session.portfolio[measure].name == "Measure 1"
    assert [i.severity for i in found.issues if cell.coordinate in i.message] == ["error", "note"]


def test_two_people_whose_names_differ_by_a_dot_stay_two_at_the_next_import(session: Session) -> None:
    def batch() -> Batch:
        made = _flat({"code": "IC-121", "owner": Link("person", "Moller")}, {"code": "IC-122",
                                                                            "owner": Link("person", "Möller")})
        made.items += [Item("person", name, fields={"name": name}) for name in ("Moller", "Möller")]
        return made

    session.import_batch(batch())
    assert sorted(r.name for r in session.portfolio.of_kind("person")) == ["Moller", "Möller"]
    found = session.import_batch(batch())
    assert found.changes == [] and found.created == {} and found.changed == {}


def test_amounts_of_a_line_that_holds_other_decimals_than_its_currency_are_written_in_these(session: Session) -> None:
    """A line of yen in hundredths, as spend made it once: 1,500 yen are 150,000 of them."""
    session.import_batch(_with_line({"currency": "JPY", "scale": 2}, plan=Run(24_316, [100_000])))
    (line,) = session.portfolio.of_kind("effect_line")
    again = _with_line({"currency": "JPY", "undated_plan": 70}, plan=Run(24_316, [1500]))
    session.import_batch(again)
    line = session.portfolio[line.uid]
    assert line.get("scale") == 2 and line.get("undated_plan") == 7_000
    assert session.portfolio.months_of(line.uid, "plan", 24_316, 1) == (150_000,)
    assert session.import_batch(again).changes == []


def test_what_a_line_of_fewer_decimals_cannot_hold_is_rounded_and_said(session: Session) -> None:
    session.import_batch(_with_line({"scale": 0}, plan=Run(24_316, [1000])))
    found = session.import_batch(_with_line({}, plan=Run(24_316, [150_075])))
    (line,) = session.portfolio.of_kind("effect_line")
    assert session.portfolio.months_of(line.uid, "plan", 24_316, 1) == (1501,)
    assert [i.message for i in found.issues if "rounded" in i.message] == [
        "M1#Saving: more decimals than the line holds; rounded."]


def test_a_line_without_a_currency_is_said_to_hold_that_of_the_file(session: Session) -> None:
    add_tree(session)
    line = add_line(session, session.portfolio.of_kind("measure")[0].uid, currency=None, scale=None)
    made = _with_line({"currency": "USD"}, plan=Run(24_316, [100]))
    made.items[-1].uid = line
    (said,) = [i.message for i in session.plan_import(made).issues if i.severity == "error"]
    assert "holds EUR, this file says USD" in said


def test_lines_that_name_no_currency_have_the_decimals_of_the_one_they_are_taken_for(session: Session) -> None:
    """A portfolio of yen typed by hand, without the setting: the reader of a file could not know of it."""
    measure = add_tree(session)[0]
    add_line(session, measure, currency="JPY", scale=0)
    made = _with_line({"scale": 2, "undated_plan": 700_050}, plan=Run(24_316, [150_000]))
    heads = {"type": "recurring_benefit", "category": "fte", "name": "People", "scale": 2}
    made.items.append(Item("effect_line", "L2", "M1", "measure", heads, {"plan": Run(24_316, [50])}))
    made.origin.tallies = [Tally("Costs", "recurring_benefit.plan", "", 2, 2, 850_050)]
    found = session.import_batch(made)
    p = session.portfolio
    line = next(r for r in p.of_kind("effect_line") if r.name == "Saving")
    assert (line.get("currency"), line.get("scale"), line.get("undated_plan")) == ("JPY", 0, 7_000)
    assert p.months_of(line.uid, "plan", 24_316, 1) == (1_500,)
    people = next(r for r in p.of_kind("effect_line") if r.name == "People")
    assert people.get("scale") == 2 and p.months_of(people.uid, "plan", 24_316, 1) == (50,)
    assert [i.message for i in found.issues if "rounded" in i.message] == [
        "Saving: more decimals than JPY has; rounded."]
    sums = {(s.currency, s.scale): (s.source, s.imported) for s in report.read(report.runs(p)[0]).sums}
    assert sums["JPY", 0] == (8_500, 8_500)


def test_amounts_of_a_line_are_told_in_its_own_decimals_whatever_the_currency_of_the_file(session: Session) -> None:
    session.do("Euros", edits.set_setting(session.portfolio, "currency", "EUR"))
    session.import_batch(_with_line({"currency": "JPY", "scale": 0, "undated_plan": 7_000}))
    (line,) = session.portfolio.of_kind("effect_line")
    found = session.import_batch(_with_line({"currency": "JPY", "scale": 0, "undated_plan": 9_000}))
    assert [fields(row)[0][0][1:] for row in found.rows_of_old() if row.action == "changed"] == [("7,000", "9,000")]
    session.do("By hand", edits.set_field(session.portfolio, line.uid, "undated_plan", 8_000))
    found = session.import_batch(_with_line({"currency": "JPY", "scale": 0, "undated_plan": 9_500}))
    assert any("8,000 (file: 9,500)" in i.message for i in found.issues), found.issues
