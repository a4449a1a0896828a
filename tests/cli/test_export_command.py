"""`trimtab export`: the file as a workbook or a tidy table, of any day it was known."""
from __future__ import annotations

import json
from pathlib import Path

import openpyxl

from tests.cli.conftest import Trimtab


def test_export_writes_workbook_and_table_and_says_what_they_hold(trimtab: Trimtab, tmp_path: Path) -> None:
    trimtab("sample", "s.trimtab")
    for name, told in (("s.xlsx", "s.xlsx: 1 organization, "),
                       ("s.csv", "s.csv: the amounts of 59 effect lines, a row an amount, status date 2026-04-17.")):
        done = trimtab("export", "s.trimtab", "--out", name, "--status", "2026-04-17")
        assert done.stdout.startswith(told) and done.stdout.count("\n") == 1 and done.stderr == ""
        assert done.stdout.endswith(", status date 2026-04-17.\n") and ("30 measures" in done.stdout or "csv" in name)
    sheets = openpyxl.load_workbook(tmp_path / "s.xlsx").sheetnames
    assert sheets[:2] == ["Tree", "Effects"] and sheets[-1] == "README"
    assert (tmp_path / "s.csv").read_text("utf-8-sig").count("\n") > 1000
    assert not list(tmp_path.glob("*.part"))


def test_the_workbook_taken_into_an_empty_file_gives_the_same_portable_dump(
        trimtab: Trimtab, tmp_path: Path) -> None:
    trimtab("sample", "s.trimtab")
    trimtab("export", "s.trimtab", "--out", "s.xlsx")
    trimtab("new", "t.trimtab")
    trimtab("import", "s.xlsx", "--into", "t.trimtab")
    wanted = trimtab("dump", "s.trimtab", "--portable").stdout
    assert trimtab("dump", "t.trimtab", "--portable").stdout == wanted
    again = trimtab("import", "s.xlsx", "--into", "s.trimtab", "--json")
    assert json.loads(again.stdout)["created"] == {} and json.loads(again.stdout)["changed"] == {}


def test_an_export_as_of_an_earlier_day_holds_what_was_known_then(trimtab: Trimtab, tmp_path: Path) -> None:
    trimtab("sample", "s.trimtab")
    trimtab("export", "s.trimtab", "--out", "old.xlsx", "--as-of", "2020-01-01")
    book = openpyxl.load_workbook(tmp_path / "old.xlsx")
    assert book["Tree"].max_row == 1
    told = {row[0]: row[1] for row in book["README"].iter_rows(values_only=True)}
    assert told["As of"] == "2020-01-01" and told["Status date"] == "2020-01-01"


def test_a_wrong_ending_or_folder_is_one_sentence(trimtab: Trimtab) -> None:
    trimtab("new", "s.trimtab")
    assert "neither .xlsx nor .csv" in trimtab("export", "s.trimtab", "--out", "x.ods", ok=False).stderr
    assert "no folder" in trimtab("export", "s.trimtab", "--out", "none/x.csv", ok=False).stderr


def test_an_owner_pack_is_printed_for_one_person_or_for_all(trimtab: Trimtab, tmp_path: Path) -> None:
    import pypdf

    trimtab("sample", "s.trimtab")
    trimtab("report", "s.trimtab", "--kind", "owner", "--person", "Henrik Wendt", "--out", "one.pdf",
            "--status", "2026-04-17")
    trimtab("report", "s.trimtab", "--kind", "owner", "--out", "all.pdf", "--status", "2026-04-17")
    assert len(pypdf.PdfReader(tmp_path / "one.pdf").pages) == 1
    assert len(pypdf.PdfReader(tmp_path / "all.pdf").pages) == 17
    wrong = trimtab("report", "s.trimtab", "--kind", "owner", "--person", "Henrik Went", "--out", "x.pdf", ok=False)
    assert "Did you mean Henrik Wendt?" in wrong.stderr and not (tmp_path / "x.pdf").exists()


def test_our_own_table_of_amounts_is_refused_with_the_way_that_works(trimtab: Trimtab, tmp_path: Path) -> None:
    trimtab("sample", "s.trimtab")
    trimtab("export", "s.trimtab", "--out", "s.csv")
    before = trimtab("dump", "s.trimtab").stdout
    done = trimtab("import", "s.csv", "--into", "s.trimtab", ok=False)
    assert "own table of amounts" in done.stderr and ".xlsx" in done.stderr
    assert trimtab("dump", "s.trimtab").stdout == before


def test_a_report_is_never_written_over_a_portfolio(trimtab: Trimtab, tmp_path: Path) -> None:
    trimtab("sample", "s.trimtab")
    before = (tmp_path / "s.trimtab").read_bytes()
    done = trimtab("report", "s.trimtab", "--out", "s.trimtab", ok=False)
    assert "does not end in .pdf" in done.stderr
    assert (tmp_path / "s.trimtab").read_bytes() == before


def test_an_amount_that_reads_two_ways_is_refused(trimtab: Trimtab) -> None:
    trimtab("sample", "s.trimtab")
    done = trimtab("set", "s.trimtab", "IC-111#1", "plan@2026-05", "1.200", ok=False)
    assert "two ways" in done.stderr and "1200" in done.stderr and "1.20" in done.stderr
    trimtab("set", "s.trimtab", "IC-111#1", "plan@2026-05", "1.20")
