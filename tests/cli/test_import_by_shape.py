"""`trimtab import` without --profile reads a file by the profile that was made for its shape, as the window does."""
from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
import xlsxwriter

from app.cli_profile import folder
from importers.profile import Profile, load, save
from tests.cli.conftest import Trimtab

DATA = Path(__file__).resolve().parents[1] / "data" / "figures"
HEAD = ["ID", "Measure", "Lead", "Saving p.a. (EUR)"]
ROWS = [["K-31", "Steam traps", "Ines Ort", 900], ["K-32", "Pallets", "Jan Kok", 300], ["K-33", "Postage", "Ole", 40]]


@pytest.fixture
def trimtab(here: Trimtab) -> Trimtab:
    here("new", "a.trimtab")
    return here


def write(path: Path, head: list[str] = HEAD) -> None:
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet(path.stem)
    for n, row in enumerate([head, *ROWS]):
        sheet.write_row(n, 0, row)
    book.close()


def keep(trimtab: Trimtab, tmp_path: Path, *answers: str, name: str = "Steel list") -> None:
    """Keep these answers for files like March.xlsx where this machine keeps its profiles."""
    write(tmp_path / "March.xlsx")
    trimtab("import", "March.xlsx", "--into", "a.trimtab", "--dry-run", "--save-profile", "p.toml", "--profile", "none",
            *(part for answer in answers for part in ("--answer", answer)))
    kept = load(tmp_path / "p.toml")
    save(folder(), Profile(name, kept.answers, kept.leaf, kept.shape))


def taken(trimtab: Trimtab, *args: str) -> dict[str, object]:
    return dict(json.loads(trimtab("import", *args, "--into", "a.trimtab", "--json").stdout))


def notes(found: dict[str, object]) -> list[str]:
    return [i["message"] for i in found["issues"] if i["severity"] == "note"]         # type: ignore[attr-defined]


def field_of(found: dict[str, object], header: str) -> str:
    return next(c["field"] for s in found["sheets"] for c in s["columns"] if c["header"] == header)  # type: ignore


def test_next_months_file_is_read_by_the_kept_profile_and_says_so(trimtab: Trimtab, tmp_path: Path) -> None:
    keep(trimtab, tmp_path, "column.Lead@March=sponsor")
    write(tmp_path / "April.xlsx")
    found = taken(trimtab, "April.xlsx")
    assert field_of(found, "Lead") == "sponsor"
    assert [n for n in notes(found) if "“Steel list”" in n and "--profile none" in n]
    shown = trimtab("history", "a.trimtab", "--import", "1").stdout
    assert "Read by the profile “Steel list”" in shown


def test_profile_none_reads_it_without_and_another_shape_is_not_touched(trimtab: Trimtab, tmp_path: Path) -> None:
    keep(trimtab, tmp_path, "column.Lead@March=sponsor")
    without = taken(trimtab, "March.xlsx", "--profile", "none", "--dry-run")
    assert field_of(without, "Lead") == "owner" and not [n for n in notes(without) if "profile" in n]
    write(tmp_path / "other.xlsx", ["ID", "Measure", "Boss", "Saving p.a. (EUR)"])
    assert not [n for n in notes(taken(trimtab, "other.xlsx", "--dry-run")) if "profile" in n]


def test_an_answer_given_now_goes_before_the_one_of_the_profile(trimtab: Trimtab, tmp_path: Path) -> None:
    keep(trimtab, tmp_path, "column.Lead@March=sponsor", "scale=k")
    found = taken(trimtab, "March.xlsx", "--answer", "column.Lead@March=controller", "--save-profile", "now.toml")
    assert field_of(found, "Lead") == "controller" and found["money"] == {"recurring_benefit.plan": "1240000.00"}
    assert load(tmp_path / "now.toml").answers == {"column.Lead@March": "controller", "scale": "k"}


def test_the_profile_of_the_last_import_of_a_source_goes_before_a_newer_one(trimtab: Trimtab, tmp_path: Path) -> None:
    keep(trimtab, tmp_path, "column.Lead@March=sponsor")
    taken(trimtab, "March.xlsx")
    keep(trimtab, tmp_path, "column.Lead@March=controller", name="A newer one")
    assert field_of(taken(trimtab, "March.xlsx", "--dry-run"), "Lead") == "sponsor"
    write(tmp_path / "May.xlsx", ["ID", "Measure", "Lead", "Saving p.a. (EUR)"])
    trimtab("new", "b.trimtab")
    other = json.loads(trimtab("import", "May.xlsx", "--into", "b.trimtab", "--json").stdout)
    assert field_of(other, "Lead") == "controller"


def test_an_export_of_another_system_is_read_by_the_profile_that_comes_with_trimtab(
        trimtab: Trimtab, tmp_path: Path) -> None:
    shutil.copy(DATA / "tickets_2026-04-30.csv", tmp_path)
    said = trimtab("import", "tickets_2026-04-30.csv", "--into", "a.trimtab").stdout
    assert "New: 2 KPIs" in said and "profile “Tickets: velocity”" in said


def test_a_kept_profile_that_no_longer_fits_is_said_and_not_used(trimtab: Trimtab, tmp_path: Path) -> None:
    keep(trimtab, tmp_path, "column.Lead@March=sponsor")
    kept = next(p for p in folder().glob("*.toml"))
    kept.write_text(kept.read_text("utf-8").replace("[answers]", '[answers]\n"column.Boss" = "owner"'), "utf-8")
    found = taken(trimtab, "March.xlsx")
    assert field_of(found, "Lead") == "owner"
    assert [i for i in found["issues"] if i["severity"] == "warning" and "Boss" in i["message"]]  # type: ignore
