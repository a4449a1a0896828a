"""Long lists of amounts, one row an amount, that belong to the measures of another sheet by their ids."""
from __future__ import annotations

import datetime as dt

from app.core.batch import Run
from importers.base import Sheet, Value
from tests.importers.trackers import items, loud, read, sheet, sums_of

D = dt.date
JAN = 2025 * 12


def measures() -> Sheet:
    return sheet([["Measure ID", "Measure name", "Owner", "Start date", "End date"],
                  ["M-1", "Alpha", "Ann Lee", D(2025, 1, 1), D(2025, 9, 1)],
                  ["M-2", "Beta", "Bob Ray", D(2025, 2, 1), D(2025, 9, 1)]], "Measures")


def amounts(*more: list[Value], name: str = "Values") -> Sheet:
    rows: list[list[Value]] = [["Measure ID", "Month", "Cost type", "Scenario", "Amount (EUR)"]]
    for key in ("M-1", "M-2"):
        for month in range(1, 7):
            rows.append([key, f"{month:02d}/2025", "Savings", "Plan", 100.5])
            rows.append([key, f"{month:02d}/2025", "One-time cost", "Actual", 10.0])
    return sheet([*rows, *more], name)


def test_amounts_go_to_the_measures_of_the_other_sheet_and_their_rows_are_no_measures() -> None:
    for pair in ((measures(), amounts()), (amounts(), measures())):
        batch = read(*pair)
        assert [(i.key, i.fields["name"]) for i in items(batch, "measure")] == [("M-1", "Alpha"), ("M-2", "Beta")]
        assert sums_of(batch) == {"recurring_benefit.plan": 120_600, "one_time_cost.actual": 12_000}
        lines = {i.key: i for i in items(batch, "effect_line")}
        assert lines["M-1/recurring_benefit"].series == {"plan": Run(JAN, [10_050] * 6)}
        assert {i.parent for i in lines.values()} == {"M-1", "M-2"} and not loud(batch)


def test_a_sheet_of_amounts_called_like_a_list_of_choices_is_read_all_the_same() -> None:
    assert sums_of(read(measures(), amounts(name="Werte"))) == sums_of(read(measures(), amounts()))


def test_a_booking_number_of_its_own_does_not_hide_the_months() -> None:
    plain = amounts()
    numbered = sheet([[n or "Booking no", *row] for n, row in enumerate(plain.rows)], "Values")
    batch = read(measures(), numbered)
    assert [i.key for i in items(batch, "measure")] == ["M-1", "M-2"] and sums_of(batch) == sums_of(
        read(measures(), plain))
    assert items(batch, "effect_line")[0].series["actual"].values == [1_000] * 6


def test_amounts_of_an_unknown_measure_or_type_stay_out_and_are_errors_by_address() -> None:
    batch = read(measures(), amounts(["M-9", "01/2025", "Savings", "Plan", 5000.0],
                                     ["M-1", "01/2025", "Sundries", "Plan", 7000.0]))
    assert sums_of(batch) == sums_of(read(measures(), amounts())) and len(items(batch, "measure")) == 2
    assert loud(batch, "error") == [
        "error Values!A26 A26: “M-9” is no measure of this file; the amounts of these rows could not come in.",
        "error Values!C27 C27 (Cost type): no known type of effect; the amounts of these rows could not come in."]


def test_a_text_in_the_place_of_an_amount_is_named_and_kept_as_a_note_of_its_measure() -> None:
    batch = read(measures(), amounts(["M-2", "07/2025", "Savings", "Plan", "estimated"]))
    assert [(i.parent, i.parent_kind, i.fields["text"]) for i in items(batch, "note")] == [
        ("M-2", "measure", "Amount (EUR) (07/2025, Savings, Plan): estimated")]
    assert any("E26" in line for line in loud(batch, "warning"))


def test_an_amount_without_a_month_is_kept_undated_and_said() -> None:
    batch = read(measures(), amounts(["M-2", "later", "Savings", "Plan", 3.0]))
    line = next(i for i in items(batch, "effect_line") if i.key == "M-2/recurring_benefit")
    assert line.fields["undated_plan"] == 300
    assert loud(batch, "warning") == [
        "warning Values!B26 B26 (Month): read as no month; the amounts are kept without one."]


def test_one_amount_of_the_measures_sheet_is_not_counted_beside_its_months() -> None:
    main = measures()
    total = sheet([[*main.rows[0], "Savings plan (EUR)"], [*main.rows[1], 603.0], [*main.rows[2], 700.0]], "Measures")
    for pair in ((total, amounts()), (amounts(), total)):
        batch = read(*pair)
        assert sums_of(batch)["recurring_benefit.plan"] == 120_600
        assert loud(batch) == ["warning Measures!F3 The plan of M-2/recurring_benefit is one amount here, 700.00, and "
                               "stands by month at Values!E14; they differ, the months count."]


def test_a_sheet_of_choices_that_holds_amounts_of_nobody_is_loud() -> None:
    batch = read(measures(), sheet([["Number", "Area", "Amount"], ["X-1", "a", 5.0], ["X-1", "b", 6.0],
                                    ["X-2", "c", 7.0]], "Werte"))
    assert loud(batch, "warning") == ["warning Werte! Called like a sheet of choices, yet it holds amounts; nothing "
                                      "was imported from it (3 rows)."]


def test_entries_of_a_log_hang_on_what_their_reference_names() -> None:
    batch = read(sheet([["Ref", "Project name", "Owner", "Start date", "End date"],
                        ["P-1", "Alpha", "Ann Lee", D(2025, 1, 1), D(2025, 9, 1)],
                        ["P-2", "Beta", "Bob Ray", D(2025, 2, 1), D(2025, 9, 1)]], "Projects"),
                 sheet([["Issue ID", "Ref", "Issue", "Owner", "Target date"],
                        ["I-1", "P-2", "No lease", "Ann Lee", D(2025, 3, 1)],
                        ["I-2", "P-1", "No room", "Bob Ray", D(2025, 3, 2)]], "Issues"))
    assert [(i.key, i.parent_kind, i.parent, i.custom) for i in items(batch, "issue")] == [
        ("I-1", "measure", "P-2", {}), ("I-2", "measure", "P-1", {})]


def long(heads: list[Value], *cells: Value, months: int = 4) -> Sheet:
    """Rows of two measures: id, whatever `cells` say ("m" is the month's number, "t" the type), amount 100."""
    rows = [[key, *(f"{m:02d}/2025" if c == "mm" else m if c == "m" else f"Q{m} 2025" if c == "q" else
                    ("Savings", "One-time cost")[t] if c == "t" else c for c in cells), 100.0]
            for key in ("M-1", "M-2") for m in range(1, months + 1) for t in (0, 1)]
    return sheet([heads, *rows], "Werte")


WHOLE = {"recurring_benefit.plan": 80_000, "one_time_cost.plan": 80_000}


def test_the_ids_may_stand_under_another_heading() -> None:
    batch = read(measures(), long(["Key", "Month", "Cost type", "Scenario", "Amount"], "mm", "t", "Plan"))
    assert len(items(batch, "measure")) == 2 and sums_of(batch) == WHOLE and not loud(batch)


def test_the_name_of_the_measure_may_stand_beside_its_id() -> None:
    plain = long(["Measure ID", "Month", "Cost type", "Scenario", "Amount"], "mm", "t", "Plan")
    named = sheet([["Measure ID", "Measure name", *plain.rows[0][1:]],
                   *([r[0], {"M-1": "Alpha", "M-2": "Beta"}[str(r[0])], *r[1:]] for r in plain.rows[1:])], "Werte")
    batch = read(measures(), named)
    assert len(items(batch, "measure")) == 2 and sums_of(batch) == WHOLE and not loud(batch)


def test_the_year_may_stand_in_a_column_of_its_own() -> None:
    batch = read(measures(), long(["Measure ID", "Year", "Month", "Cost type", "Scenario", "Amount"], 2025, "m", "t",
                                  "Plan"))
    assert {tuple(r.values) for i in items(batch, "effect_line") for r in i.series.values()} == {(10_000,) * 4}
    assert sums_of(batch) == WHOLE and not loud(batch)


def test_the_one_column_of_figures_is_the_amount_whatever_it_is_called() -> None:
    for word in ("Wert", "Value kEUR"):
        table = long(["Measure ID", "Month", "Cost type", "Scenario", word], "mm", "t", "Plan")
        factor = 1000 if "k" in word else 1
        assert sums_of(read(measures(), table)) == {k: v * factor for k, v in WHOLE.items()}
        alone = read(sheet(table.rows, "Bookings"))
        assert sums_of(alone) == {k: v * factor for k, v in WHOLE.items()} and len(items(alone, "measure")) == 2


def test_quarters_as_rows_are_spread_over_their_months_and_it_is_asked() -> None:
    table = long(["Measure ID", "Period", "Cost type", "Scenario", "Amount"], "q", "t", "Plan")
    batch = read(measures(), table)
    assert sums_of(batch) == WHOLE and not loud(batch)
    assert all(len(r.values) == 12 for i in items(batch, "effect_line") for r in i.series.values())
    (question,) = [i for i in batch.issues if i.answer.startswith("spread@Werte")]
    assert question.message == ("B2:B17 hold quarters or years; spread evenly over their months, odd cents to the "
                                "first ones.")
    whole = read(measures(), table, answers={"spread@Werte": "undated"})
    assert sums_of(whole) == WHOLE and not any(i.series for i in items(whole, "effect_line"))


def test_an_id_with_a_scenario_and_months_beside_it_is_no_heading_of_the_rows_below() -> None:
    plan: list[Value] = [1.0, 2.0, 3.0, 4.0]
    rows: list[list[Value]] = [["Measure ID", "Scenario", "Jan 2025", "Feb 2025", "Mar 2025", "Apr 2025"]]
    rows += [[key, word, *cells] for key in ("M-1", "M-2")
             for word, cells in (("Plan", plan), ("Actual", [1.5, 2.25, None, None]))]
    batch = read(measures(), sheet(rows, "Months"))
    assert sums_of(batch) == {"recurring_benefit.plan": 2_000, "recurring_benefit.actual": 750} and not loud(batch)
    assert [i.key for i in items(batch, "measure")] == ["M-1", "M-2"]
