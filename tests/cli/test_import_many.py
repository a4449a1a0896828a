"""A form mapped once and a folder of returns: all come in by the same answers, each as a step of its own."""
from __future__ import annotations

import json
from pathlib import Path

import pytest
from openpyxl import Workbook

from app.core.batch import Batch
from app.session import Session
from tests.cli.conftest import Trimtab

PROFILE = '''name = "Return of a project"

[answers]
"column.Money" = "one_time_cost.actual"
"currency" = "GBP"
'''


def form(path: Path, name: str, spent: float) -> None:
    """A form about one project; what was spent stands under a word that says nothing of it."""
    made = Workbook()
    sheet = made.active
    assert sheet is not None
    for row in (("Project name:", name), ("Project manager:", "Ann Lee"), ("Start date:", "2026-01-05"),
                ("End date:", "2026-09-30"), ("RAG rating:", "Amber"), ("Money:", spent)):
        sheet.append(row)
    made.save(path)


def folder(path: Path, *names: str) -> Path:
    path.mkdir()
    for n, name in enumerate(names, 1):
        form(path / f"{n} {name}.xlsx", name, 10.5 * n)
    (path / "~$1 Library.xlsx").write_bytes(b"lock")
    (path / "notes.txt.bak").write_text("nothing", "utf-8")
    return path


def test_a_folder_of_forms_comes_in_by_one_profile(here: Trimtab, tmp_path: Path) -> None:
    folder(tmp_path / "returns", "Library", "Harbour", "Bus lane")
    (tmp_path / "return.toml").write_text(PROFILE, "utf-8")
    here("new", "a.trimtab")
    said = here("import", "returns", "--into", "a.trimtab", "--profile", "return.toml").stdout
    assert said.endswith("3 files came in, each as a step of its own.\n") and said.count("Done.") == 3
    shown = json.loads(here("show", "a.trimtab", "--json").stdout)
    assert "Harbour" in json.dumps(shown, ensure_ascii=False)
    money = [json.loads(here("import", "returns", "--into", "a.trimtab", "--profile", "return.toml", "--json",
                             "--dry-run").stdout)["files"]][0]
    assert [f["money"] for f in money] == [{"one_time_cost.actual": "10.50"}, {"one_time_cost.actual": "21.00"},
                                           {"one_time_cost.actual": "31.50"}]
    assert all(not f["created"] and not f["changed"] for f in money)           # the same again changes nothing
    here("undo", "a.trimtab")
    assert "Bus lane" not in here("show", "a.trimtab").stdout and "Harbour" in here("show", "a.trimtab").stdout


def test_a_file_that_cannot_come_in_stops_nobody_and_is_named(here: Trimtab, tmp_path: Path) -> None:
    folder(tmp_path / "returns", "Library", "Harbour")
    (tmp_path / "returns" / "1b broken.xlsx").write_bytes(b"PK\x03\x04 no zip")
    here("new", "a.trimtab")
    done = here("import", "returns", "--into", "a.trimtab", ok=False)
    assert "1 of 3 files did not come in: 1b broken.xlsx." in done.stderr and "1b broken.xlsx:" in done.stdout
    shown = here("show", "a.trimtab").stdout
    assert "Library" in shown and "Harbour" in shown


def test_several_files_by_name(here: Trimtab, tmp_path: Path) -> None:
    folder(tmp_path / "returns", "Library", "Harbour")
    here("new", "a.trimtab")
    here("import", "returns/1 Library.xlsx", "returns/2 Harbour.xlsx", "--into", "a.trimtab")
    shown = here("show", "a.trimtab").stdout
    assert "Library" in shown and "Harbour" in shown
    assert "There is no file missing.xlsx" in here("import", "returns/1 Library.xlsx", "missing.xlsx", "--into",
                                                   "a.trimtab", ok=False).stderr


def test_the_last_lines_of_many_files_say_which_need_an_eye(here: Trimtab, tmp_path: Path) -> None:
    """Forty trackers: who takes them in reads a line a file, those that ask or lack something apart."""
    folder(tmp_path / "returns", "Library")
    (tmp_path / "returns" / "0 broken.xlsx").write_bytes(b"PK\x03\x04 no zip")
    (tmp_path / "returns" / "2 list.csv").write_text("Project;Owner;Status\nPool;Ann;Done\nQuay;Tom;Done\n", "utf-8")
    (tmp_path / "returns" / "3 dates.csv").write_text("Project;Owner;Start\nA;Ann;5.3.2026\nB;Tom;soon\n", "utf-8")
    here("new", "a.trimtab")
    done = here("import", "returns", "--into", "a.trimtab", ok=False)
    end = done.stdout[done.stdout.index("Did not come in:"):].splitlines()
    heads = [line for line in end if not line.startswith(" ")]
    assert heads == ["Did not come in:", "Came in, but look at it:", "Came in:"]
    by_name = {line.split(":")[0].strip(): n for n, line in enumerate(end) if line.startswith("  ")}
    assert by_name["0 broken.xlsx"] < end.index("Came in, but look at it:") < by_name["3 dates.csv"]
    assert by_name["2 list.csv"] > end.index("Came in:") and "new 2 measures" in end[by_name["2 list.csv"]]
    assert "1 warning" in end[by_name["3 dates.csv"]]


def test_a_missing_portfolio_is_said_once_for_all_files(here: Trimtab, tmp_path: Path) -> None:
    folder(tmp_path / "returns", "Library", "Harbour")
    done = here("import", "returns", "--into", "none.trimtab", ok=False)
    assert done.stdout == "" and done.stderr.count("There is no file none.trimtab") == 1


def _fault_in(monkeypatch: pytest.MonkeyPatch, *names: str) -> None:
    real = Session.import_batch

    def faulty(self: Session, batch: Batch, *rest: object) -> object:
        if batch.source in names:
            raise KeyError("organization")
        return real(self, batch, *rest)             # type: ignore[arg-type]

    monkeypatch.setattr(Session, "import_batch", faulty)


def test_a_fault_of_ours_in_one_file_surfaces_after_the_others_came_in(
        here: Trimtab, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """A bug must surface, and forty trackers must not wait for it."""
    folder(tmp_path / "returns", "Library", "Harbour", "Bus lane")
    here("new", "a.trimtab")
    _fault_in(monkeypatch, "2 Harbour.xlsx")
    with pytest.raises(KeyError, match="organization") as fault:
        here("import", "returns", "--into", "a.trimtab")
    end = capsys.readouterr().out.partition("Did not come in:")[2]
    assert "2 Harbour.xlsx: A fault of Trimtab, not of the file (KeyError: 'organization')" in end
    assert "1 Library.xlsx: new" in end and "3 Bus lane.xlsx: new" in end
    assert fault.value.__notes__[0] == "This was 2 Harbour.xlsx."
    assert "1 of 3 files did not come in: 2 Harbour.xlsx." in fault.value.__notes__[1]
    shown = here("show", "a.trimtab").stdout
    assert "Library" in shown and "Bus lane" in shown and "Harbour" not in shown


def test_faults_in_several_files_all_surface(here: Trimtab, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder(tmp_path / "returns", "Library", "Harbour", "Bus lane")
    here("new", "a.trimtab")
    _fault_in(monkeypatch, "1 Library.xlsx", "2 Harbour.xlsx")
    with pytest.raises(ExceptionGroup) as faults:
        here("import", "returns", "--into", "a.trimtab")
    assert [f.__notes__[0] for f in faults.value.exceptions] == ["This was 1 Library.xlsx.", "This was 2 Harbour.xlsx."]
    assert "Bus lane" in here("show", "a.trimtab").stdout


def test_a_dry_run_of_several_files_says_what_would_come_in_and_writes_nothing(here: Trimtab, tmp_path: Path) -> None:
    folder(tmp_path / "returns", "Library", "Harbour")
    here("new", "a.trimtab")
    said = here("import", "returns", "--into", "a.trimtab", "--dry-run").stdout
    assert said.splitlines()[-1].startswith("2 files would come in; nothing was written (dry run)")
    assert " came in" not in said and "Came in" not in said and "\nWould come in" in said
    assert "Nothing has been changed yet" in here("history", "a.trimtab").stdout
    (tmp_path / "returns" / "0 broken.xlsx").write_bytes(b"PK\x03\x04 no zip")
    done = here("import", "returns", "--into", "a.trimtab", "--dry-run", ok=False)
    assert "Would not come in:" in done.stdout and "1 of 3 files would not come in: 0 broken.xlsx." in done.stderr


def test_folders_in_a_folder_are_named_as_not_looked_into(here: Trimtab, tmp_path: Path) -> None:
    folder(tmp_path / "returns", "Library")
    folder(tmp_path / "returns" / "forms", "Harbour", "Bus lane")
    here("new", "a.trimtab")
    said = here("import", "returns", "--into", "a.trimtab").stdout
    assert said.partition("Not looked into")[2].splitlines()[1:] == [
        "  forms: 2 files to import", "1 file came in, each as a step of its own."]
    found = json.loads(here("import", "returns", "--into", "a.trimtab", "--json").stdout)
    assert found["folders_left_out"] == ["forms"] and "Harbour" not in here("show", "a.trimtab").stdout
    (tmp_path / "above").mkdir()
    (tmp_path / "returns").rename(tmp_path / "above" / "returns")
    assert "not looked into: returns." in here("import", "above", "--into", "a.trimtab", ok=False).stderr
