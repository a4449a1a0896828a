"""What colours mean and who is who, answered on the command line and by a profile, in the words the wizard uses."""
from __future__ import annotations

import json
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import PatternFill

from app.cli_profile import settled
from tests.cli.conftest import Trimtab

OWNERS = ("Anna Berger", "anna.berger@x.de", "A. Berger", "Jan Kok")


def write(path: Path) -> None:
    made = Workbook()
    sheet = made.active
    assert sheet is not None
    sheet.title = "Plan"
    sheet.append(["ID", "Measure", "Owner", "Saving p.a. (kEUR)"])
    for n, owner in enumerate(OWNERS, 1):
        sheet.append([f"MX-{n}", f"Measure {n}", owner, 100 * n])
    for row in (2, 4):
        sheet.cell(row, 2).fill = PatternFill("solid", start_color="C00000")
    made.save(path)


def test_colours_and_people_are_answered_on_the_command_line(here: Trimtab, tmp_path: Path) -> None:
    write(tmp_path / "list.xlsx")
    here("new", "a.trimtab")
    asked = here("import", "list.xlsx", "--into", "a.trimtab", "--dry-run").stdout
    for words in ("2 rows (B2, B4) are filled red (FFC00000)", "[otherwise: --answer colour.C00000=red]",
                  '[otherwise: --answer "person.A. Berger=Anna Berger"]',
                  '[otherwise: --answer "person.anna.berger@x.de=Anna Berger"]'):
        assert words in asked, asked
    here("import", "list.xlsx", "--into", "a.trimtab", "--answer", "colour.#c00000=red",
         "--answer", "person.anna.berger@x.de=Anna Berger", "--answer", "person.A. Berger=apart")
    dump = json.loads(here("dump", "a.trimtab", "--portable").stdout)
    text = json.dumps(dump, ensure_ascii=False)
    assert text.count('"light": "red"') == 2 and "anna.berger@x.de" in text
    again = here("import", "list.xlsx", "--into", "a.trimtab", "--dry-run", "--answer", "colour.C00000=red",
                 "--answer", "person.anna.berger@x.de=Anna Berger", "--answer", "person.A. Berger=apart").stdout
    assert "otherwise: --answer person" not in again and "otherwise: --answer colour" not in again


def test_a_profile_keeps_them(here: Trimtab, tmp_path: Path) -> None:
    write(tmp_path / "list.xlsx")
    (tmp_path / "p.toml").write_text('name = "Monthly"\n\n[answers]\n"colour.C00000@Plan" = "done"\n'
                                     '"person.A. Berger" = "Anna Berger"\n', "utf-8")
    assert settled(str(tmp_path / "p.toml"), (), "").answers["person.A. Berger"] == "Anna Berger"
    here("new", "a.trimtab")
    here("import", "list.xlsx", "--into", "a.trimtab", "--profile", "p.toml")
    text = here("dump", "a.trimtab", "--portable").stdout
    assert text.count('"Done"') == 2 and "A. Berger" not in text


def test_bad_answers_are_one_line(here: Trimtab, tmp_path: Path) -> None:
    write(tmp_path / "list.xlsx")
    here("new", "a.trimtab")
    for answer, told in (("colour.red=red", "is no colour"), ("colour.C00000=late", "green, amber, red, done, ignore"),
                         ("person.A. Berger=", "names nobody"),
                         ("colour.C00000@Nowhere=red", "is for the sheet “Nowhere”, which list.xlsx does not have")):
        assert told in here("import", "list.xlsx", "--into", "a.trimtab", "--answer", answer, ok=False).stderr


def test_an_answer_about_a_colour_that_does_not_occur_is_said(here: Trimtab, tmp_path: Path) -> None:
    write(tmp_path / "list.xlsx")
    here("new", "a.trimtab")
    said = here("import", "list.xlsx", "--into", "a.trimtab", "--answer", "colour.00FF7F=green", "--answer",
                "colour.C00000=red").stdout
    assert ("warning: The answer “colour.00FF7F=green” is about a colour that no cell of list.xlsx was seen to have. "
            "It was not used.") in said and said.count("was not used") == 1
    (tmp_path / "p.toml").write_text('name = "Monthly"\n\n[answers]\n"colour.00FF7F" = "done"\n', "utf-8")
    for how in ([], ["--profile", "p.toml"]):              # held from the last import, or of a profile: it waits
        assert "was not used" not in here("import", "list.xlsx", "--into", "a.trimtab", *how).stdout
