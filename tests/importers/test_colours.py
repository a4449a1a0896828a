"""Colours as status: asked once for each colour, mapped by the person or the file's own legend, never invented."""
from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Color, PatternFill

from app.core.batch import Batch, Issue
from app.errors import Problem
from importers.base import Value, Where, Wishes
from importers.profile import kept
from importers.read import import_file
from tests.importers.trackers import items, loud, read, sheet

HEAD: list[Value] = ["ID", "Measure", "Owner", "Start", "Finish", "Saving plan (kEUR)"]
D = dt.date
RED, GREEN, BLUE, PALE = "C00000", "00B050", "0070C0", "DDEBF7"


def rows(count: int) -> list[list[Value]]:
    return [[f"M-{n:02d}", f"Measure number {n}", ("Anna Berg", "Jan Kok")[n % 2], None, None, 10.0 * n]
            for n in range(1, count + 1)]


def coloured(fills: dict[Where, str], count: int = 9, above: list[list[Value]] | None = None,
             below: list[list[Value]] | None = None, **answers: str) -> Batch:
    """A list of measures below `above`; fills by (row of the sheet, column), 0-based."""
    grid = [*(above or []), HEAD, *rows(count), *(below or [])]
    return read(sheet(grid, fills=fills), answers={k.replace("_", "."): v for k, v in answers.items()})


def lights(batch: Batch) -> dict[str, str]:
    return {i.key: str(i.fields["light"]) for i in items(batch, "measure") if i.fields.get("light")}


def asked(batch: Batch) -> list[Issue]:
    return [i for i in batch.issues if i.answer.startswith("colour.") and "look of the sheet" not in i.message]


def test_each_colour_of_the_names_is_asked_once_and_nothing_is_invented() -> None:
    batch = coloured({(1, 1): RED, (3, 1): RED, (4, 1): RED, (6, 1): GREEN})
    questions = [i for i in asked(batch) if i.severity == "question"]
    assert [i.answer for i in questions] == ["colour.C00000=red", "colour.00B050=green"]
    assert "3 rows (B2, B4:B5) are filled red (FFC00000)" in questions[0].message
    assert "green, amber, red, done or ignore" in questions[0].message
    assert lights(batch) == {} and not any(i.fields.get("status") for i in items(batch, "measure"))


def test_an_answer_maps_the_colour_once_for_all_its_rows() -> None:
    fills = {(1, 1): RED, (3, 1): RED, (6, 1): BLUE, (7, 1): GREEN}
    batch = coloured(fills, colour_C00000="red", colour_FF0070C0="done", colour_00B050="ignore")
    assert lights(batch) == {"M-01": "red", "M-03": "red"}
    assert {i.key: i.fields["status"] for i in items(batch, "measure") if i.fields.get("status")} == {"M-06": "Done"}
    assert not any(i.severity == "question" for i in asked(batch)) and loud(batch) == []
    assert sum("as you said" in i.message for i in batch.issues) == 3


def test_whole_painted_rows_are_one_question_by_colour() -> None:
    fills = {(r, c): RED for r in (2, 5) for c in range(6)}
    assert [i.answer for i in asked(coloured(fills))] == ["colour.C00000=red"]
    assert lights(coloured(fills, colour_C00000="amber")) == {"M-02": "amber", "M-05": "amber"}


@pytest.mark.parametrize("fills", [
    {(r, c): PALE for r in range(2, 10, 2) for c in range(6)},                    # alternating rows
    {(r, c): PALE for r in (3, 4, 7, 8) for c in range(6)},                       # in pairs
    {(r, c): (RED, GREEN)[r % 2] for r in range(1, 10) for c in range(6)},        # alternating, in strong colours
    {(0, c): BLUE for c in range(6)},                                             # the head
    {(r, 1): PALE for r in range(1, 10)},                                         # a whole column
    {(r, 5): "FFFF99" for r in (1, 4, 5)},                                        # amounts to be filled in
    {(r, 2): (RED, GREEN)[r % 2] for r in (1, 2, 3, 5, 6, 8)},                    # each owner has a colour
])
def test_banding_heads_and_columns_are_no_question(fills: dict[Where, str]) -> None:
    assert asked(coloured(fills)) == []


def test_where_a_text_says_the_status_no_colour_is_asked() -> None:
    grid = [[*HEAD, "Status"], *([*r, ("planned", "in progress")[n % 2]] for n, r in enumerate(rows(6)))]
    assert asked(read(sheet(grid, fills={(1, 1): RED, (4, 1): RED}))) == []


@pytest.mark.parametrize("above,fills", [
    ([["Legend:", None, "late", None, "done"], []], {(0, 1): RED, (0, 3): BLUE}),             # boxes before words
    ([["Legende:", "verspätet", "erledigt"], []], {(0, 1): RED, (0, 2): BLUE}),               # painted words
    ([["red = late, blue = done"], []], {}),                                                  # only words
    ([["Rot: in Verzug; Blau: abgeschlossen"], []], {}),
])
def test_a_legend_answers_by_itself_and_is_named(above: list[list[Value]], fills: dict[Where, str]) -> None:
    batch = coloured({(3, 1): RED, (5, 1): RED, (6, 1): BLUE, **fills}, above=above)
    assert lights(batch) == {"M-01": "red", "M-03": "red"}
    assert [i.key for i in items(batch, "measure") if i.fields.get("status") == "Done"] == ["M-04"]
    said = asked(batch)
    assert [i.severity for i in said] == ["note", "note"] and all("as the legend in " in i.message for i in said)
    assert [i.answer for i in said] == ["colour.C00000=ignore", "colour.0070C0=ignore"]
    over = coloured({(3, 1): RED, (5, 1): RED, **fills}, above=above, colour_C00000="amber")
    assert lights(over) == {"M-01": "amber", "M-03": "amber"}


def test_a_legend_that_describes_traffic_lights_leaves_them_as_they_are() -> None:
    """"Yellow = critical" is amber with a description; "green = late" is a colour that was given a meaning."""
    above: list[list[Value]] = [["Ampel: grün = planmäßig, gelb = kritisch, rot = verzogen, blau = erledigt"], []]
    fills = {(3, 1): "FFC000", (5, 1): "FF0000", (6, 1): GREEN}
    assert lights(coloured(fills, above=above)) == {"M-01": "amber", "M-03": "red", "M-04": "green"}
    assert lights(coloured({(3, 1): GREEN, (5, 1): GREEN}, above=[["green = late"], []])) == {"M-01": "red",
                                                                                            "M-03": "red"}


@pytest.mark.parametrize("below", [
    [[], ["Legend"], [None, "late"], [None, "on track"]],
    [[], ["Legend"], ["late"], ["on track"]],
])
def test_a_legend_below_the_list_is_no_measure(below: list[list[Value]]) -> None:
    at = 1 + 9 + 2
    column = 0
    fills = {(1, 1): RED, (3, 1): GREEN, (at, column): RED, (at + 1, column): GREEN}
    batch = coloured(fills, below=below)
    assert len(items(batch, "measure")) == 9
    assert lights(batch) == {"M-01": "red", "M-03": "green"}


def test_a_legend_on_a_sheet_of_its_own_counts() -> None:
    key = sheet([["Legend"], [None, "late"]], "Legend", fills={(1, 0): RED})
    batch = read(sheet([HEAD, *rows(5)], "Measures", fills={(1, 1): RED, (2, 1): RED}), key)
    assert lights(batch) == {"M-01": "red", "M-02": "red"}
    assert any("Legend!A2" in i.message for i in asked(batch))


def test_of_a_light_column_only_colours_that_are_no_light_are_asked() -> None:
    grid = [[*HEAD, "RAG"], *([*r, None] for r in rows(6))]
    fills = {(1, 6): "FF0000", (2, 6): GREEN, (3, 6): BLUE, (4, 6): BLUE}
    batch = read(sheet(grid, fills=fills))
    assert lights(batch) == {"M-01": "red", "M-02": "green"}
    assert [(i.severity, i.answer) for i in asked(batch)] == [("question", "colour.0070C0=done")]
    answered = read(sheet(grid, fills=fills), answers={"colour.0070C0": "done", "colour.FF0000": "amber"})
    assert lights(answered) == {"M-01": "amber", "M-02": "green"}
    done = [i.key for i in items(answered, "measure") if i.fields.get("status") == "Done"]
    assert done == ["M-03", "M-04"]


def test_a_bad_colour_or_meaning_is_said() -> None:
    with pytest.raises(Problem, match="is no colour"):
        coloured({}, colour_red="red")
    with pytest.raises(Problem, match="not understood"):
        coloured({}, colour_C00000="late")


def test_answers_about_colours_are_kept_in_a_profile() -> None:
    answers = {"colour.C00000": "red", "colour.00B050@Plan": "done", "row.12": "ignore"}
    assert kept(answers) == {"colour.C00000": "red", "colour.00B050@Plan": "done"}


def test_theme_colours_with_tints_and_rules_of_a_real_file(tmp_path: Path) -> None:
    """Accent 2 of the theme 40 % lighter is a colour like any other; what a rule paints is no fact and is said."""
    made = Workbook()
    ws: Any = made.active
    ws.append(HEAD)
    for row in rows(6):
        ws.append(row)
    for row in (2, 5):
        ws.cell(row, 2).fill = PatternFill("solid", fgColor=Color(theme=5, tint=0.3999755851924192))
    ws.conditional_formatting.add("F2:F7", CellIsRule("lessThan", ["30"], fill=PatternFill(bgColor="FFC7CE")))
    made.save(tmp_path / "a.xlsx")
    batch = import_file(str(tmp_path / "a.xlsx"), Wishes(), lambda share, text: None)
    (question,) = asked(batch)
    assert question.answer.partition("=")[0] == "colour.D99694" and "2 rows (B2, B5)" in question.message
    (rule,) = [i for i in batch.issues if "conditional formatting" in i.message]
    assert rule.cell == "F2" and rule.message.startswith("F2:F7") and rule.severity == "note"
    said = Wishes(answers={question.answer.partition("=")[0]: "red"})
    assert lights(import_file(str(tmp_path / "a.xlsx"), said, lambda share, text: None)) == {"M-01": "red",
                                                                                            "M-04": "red"}


def test_coloured_steps_of_a_schedule_keep_their_colour_as_text_or_are_done() -> None:
    grid: list[list[Value]] = [["WBS", "Task", "Start", "Finish"], ["1", "Build", D(2026, 1, 1), D(2026, 6, 1)]]
    grid += [[f"1.{n}", f"Step {n}", D(2026, 1, n), D(2026, 2, n)] for n in range(1, 6)]
    fills = {(1, 1): PALE, (2, 1): GREEN, (3, 1): GREEN, (4, 1): RED}
    assert [i.answer for i in asked(read(sheet(grid, fills=fills)))] == ["colour.00B050=green", "colour.C00000=red"]
    batch = read(sheet(grid, fills=fills), answers={"colour.00B050": "done", "colour.C00000": "red"})
    steps = items(batch, "activity")
    assert [i.fields.get("status") for i in steps] == ["Done", "Done", None, None, None]
    assert [i.custom.get("Light") for i in steps] == [None, None, ("text", "red"), None, None]


def test_coloured_milestones_of_a_list_of_their_own() -> None:
    main = sheet([HEAD, *rows(4)], "Measures")
    steps = sheet([["ID", "Milestone", "Due date"], *([f"M-0{1 + n % 2}", f"Step {n}", D(2026, 1, 1 + n)]
                                                     for n in range(6))], "Steps", fills={(1, 1): RED, (4, 1): RED})
    assert [i.answer for i in asked(read(main, steps))] == ["colour.C00000@Steps=red"]
    batch = read(main, steps, answers={"colour.C00000@Steps": "done"})
    done = [i.fields["name"] for i in items(batch, "activity") if i.fields.get("status") == "Done"]
    assert done == ["Step 0", "Step 3"]


def test_a_legend_beside_the_list_is_no_column_of_it() -> None:
    grid = [[*HEAD, None, "Legend", None], *([*r, None, None, None] for r in rows(8))]
    grid[1][7], grid[2][7] = "late", "on track"
    grid[0][7] = None
    fills = {(1, 1): RED, (3, 1): RED, (4, 1): GREEN, (1, 6): RED, (2, 6): GREEN}
    for at in (7, 6):                                      # the words right of their boxes, or in them
        if at == 6:
            grid[1][6], grid[2][6], grid[1][7], grid[2][7] = "late", "on track", None, None
        batch = read(sheet(grid, fills=fills))
        assert lights(batch) == {"M-01": "red", "M-03": "red", "M-04": "green"}
        assert not any(i.custom for i in items(batch, "measure"))


def test_cells_of_other_columns_painted_otherwise_are_named() -> None:
    batch = coloured({(1, 1): GREEN, (2, 1): GREEN, (2, 2): RED, (5, 2): RED, (6, 2): RED})
    assert [i.answer for i in asked(batch)] == ["colour.00B050=green"]
    assert [i.message for i in batch.issues if "painted otherwise" in i.message] == [
        "C3, C6:C7: painted otherwise than column B; only that one was looked at for a status."]


LOG: list[Value] = ["Risk ID", "Risk", "Probability", "Impact", "Score", "Mitigation"]


def test_the_entries_of_a_log_are_asked_for_and_the_colours_of_its_scores_are_not() -> None:
    entries: list[list[Value]] = [[f"R{n}", f"Risk {n}", n % 5, 3, n % 5 * 3, "Watch"] for n in range(1, 9)]
    heat = {(r, 4): (RED, GREEN, "FFC000")[r % 3] for r in range(1, 9)}
    fills = {(2, 1): GREEN, (3, 1): GREEN, (6, 1): RED, **heat}
    assert not asked(read(sheet([LOG, *entries], "Risks", fills=heat)))
    assert [i.answer for i in asked(read(sheet([LOG, *entries], "Risks", fills=fills)))] == [
        "colour.00B050=green", "colour.C00000=red"]
    said = {"colour.00B050": "done", "colour.C00000": "red"}
    batch = read(sheet([LOG, *entries], "Risks", fills=fills), answers=said)
    assert [(i.key, i.fields.get("status"), i.custom.get("Light")) for i in items(batch, "risk")
            if i.fields.get("status") or "Light" in i.custom] == [
        ("R2", "Closed", None), ("R3", "Closed", None), ("R6", None, ("text", "red"))]


def test_a_light_column_of_a_log_that_holds_colours_only_is_read() -> None:
    entries: list[list[Value]] = [[f"R{n}", f"Risk {n}", 2, 3, 6, "Watch", None] for n in range(1, 5)]
    fills = {(1, 6): "FF0000", (2, 6): GREEN, (3, 6): BLUE}
    batch = read(sheet([[*LOG, "RAG"], *entries], "Risks", fills=fills))
    assert [i.custom.get("RAG") for i in items(batch, "risk")] == [("text", "red"), ("text", "green"), None, None]
    assert [i.answer for i in asked(batch)] == ["colour.0070C0=done"]


ORANGE, GREY = "FFC000", "D9D9D9"


def notes(batch: Batch) -> list[str]:
    return [i.message for i in batch.issues if "look of the sheet" in i.message]


@pytest.mark.parametrize("fills", [
    {(r, 1): ORANGE if r in (1, 5, 8) else "92D050" for r in range(1, 10)},           # heads over rows
    {(r, 1): c for c, at in ((RED, (1, 2)), ("92D050", (4, 5)), ("A9D08E", (7, 8))) for r in at},       # parts
    {(3, 1): GREY},                                                                  # one pale row
    {(r, 1): "8484E6" for r in range(2, 6)},                                         # a block of blue
    {(r, 1): f"{r}0{r}0FF" for r in range(1, 8)},                                    # a palette
])
def test_colours_that_are_the_look_of_a_sheet_are_named_and_not_asked(fills: dict[Where, str]) -> None:
    batch = coloured(fills)
    assert asked(batch) == [] and len(notes(batch)) == 1
    said = coloured(fills, **{f"colour_{next(iter(fills.values()))}": "done"})        # but whoever says so is believed
    assert any(i.fields.get("status") == "Done" for i in items(said, "measure"))


def test_rows_that_hold_less_or_are_bold_are_heads_not_late() -> None:
    grid: list[list[Value]] = [HEAD, *rows(9)]
    for r in (1, 4, 7):
        grid[r] = [f"M-0{r}", f"Part {r}", None, None, None, None]
    fills = {(r, 1): RED for r in (1, 4, 7)}
    long = [row if n in (0, 1, 4, 7) else [*row[:3], D(2026, 1, 1), D(2026, 5, 1), row[5]]
            for n, row in enumerate(grid)]
    assert asked(read(sheet(long, fills=fills))) == []
    assert asked(read(sheet([HEAD, *rows(9)], fills=fills, bold={(r, 1) for r in (1, 4, 7)}))) == []
    assert [i.answer for i in asked(read(sheet([HEAD, *rows(9)], fills=fills)))] == ["colour.C00000=red"]


def test_a_painted_title_is_no_legend() -> None:
    batch = coloured({(0, 0): RED, (3, 1): RED, (5, 1): RED}, above=[["Portfolio of critical projects"], []])
    assert lights(batch) == {} and [i.severity for i in asked(batch)] == ["question"]
    alone = coloured({(0, 0): RED, (3, 1): RED, (5, 1): RED}, above=[["late"], []])
    assert lights(alone) == {}


def test_every_row_in_one_of_three_lights_is_a_status_however_they_follow_each_other() -> None:
    for order in ((0, 1, 2), (0, 1, 2, 0, 1, 2, 0), (0, 0, 0, 1, 1, 2), (1, 0, 0, 2, 0)):
        fills = {(r, 1): (RED, GREEN, ORANGE)[order[(r - 1) % len(order)]] for r in range(1, 13)}
        assert len(asked(coloured(fills, 12))) == 3, order


TOLD: list[Value] = ["ID", "Projekt", "PL", "Status", "Budget (kEUR)"]


def told(legend: list[list[Value]], fills: dict[Where, str]) -> Batch:
    """Names in colours beside a status in words, below a legend."""
    body: list[list[Value]] = [[f"V-{n}", f"Vorhaben {n}", "A. Kurz", "in Arbeit", 10.0 * n] for n in range(1, 6)]
    first = len(legend) + 2
    return read(sheet([*legend, [], TOLD, *body], fills={(first + r, c): f for (r, c), f in fills.items()}))


def test_a_legend_in_words_gives_colours_beside_a_status_a_meaning() -> None:
    batch = told([["Legend: green = on track"], ["yellow = watch"]], {(0, 1): GREEN, (1, 1): "FFFF00", (3, 1): GREEN})
    assert lights(batch) == {"V-1": "green", "V-2": "amber", "V-4": "green"}
    assert [i.fields["status"] for i in items(batch, "measure")] == ["in Arbeit"] * 5
    assert sum("as the legend in" in i.message for i in batch.issues) == 2


def test_colours_of_a_legend_that_is_not_understood_are_asked_for() -> None:
    batch = told([["Legende: die Farben zeigen die Welle"]], {(0, 1): BLUE, (1, 1): GREEN, (3, 1): BLUE})
    assert not lights(batch) and {i.severity for i in asked(batch)} == {"question"}


def test_colours_beside_a_status_without_a_legend_stay_decoration() -> None:
    assert not asked(told([["Stand Mai"]], {(0, 1): BLUE, (1, 1): GREEN, (3, 1): BLUE}))
