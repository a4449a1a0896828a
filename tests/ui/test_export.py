"""File > Export: written off the window's thread, told in the message bar, stopped without leaving anything."""
from __future__ import annotations

import openpyxl
import pytest
from PySide6.QtWidgets import QFileDialog

from app.core import edits
from app.reports.sheets import sheet
from app.ui import export_file


def said(window):
    return f"{window.message_bar._strong.text()} {window.message_bar._text.text()}"


def test_export_writes_the_open_file_as_a_workbook_and_says_so(sample, qtbot, tmp_path, monkeypatch):
    target = tmp_path / "portfolio"
    monkeypatch.setattr(QFileDialog, "getSaveFileName",
                        lambda *_: (str(target), "Workbook: tree and amounts (*.xlsx)"))
    sample.actions_by_id["file.export"].trigger()
    qtbot.waitUntil(lambda: "Exported" in said(sample), timeout=20_000)
    book = openpyxl.load_workbook(tmp_path / "portfolio.xlsx")
    assert book.sheetnames[:3] == ["Tree", "Effects", "Activities"] and "README" in book.sheetnames
    told = {row[0]: row[1] for row in book["README"].iter_rows(values_only=True)}
    assert told["Status date"] == sample.status
    assert [p.name for p in tmp_path.glob("portfolio*")] == ["portfolio.xlsx"]


def test_a_stopped_export_leaves_nothing_behind(sample, qtbot, tmp_path):
    job = export_file.export_file(sample, tmp_path / "x.csv")
    assert job is not None
    job.cancel()
    qtbot.waitUntil(lambda: "Export stopped" in said(sample) or "Exported" in said(sample),
                    timeout=20_000)
    assert not list(tmp_path.glob("*.part"))
    assert "Export stopped" in said(sample)


def test_a_folder_that_is_gone_is_a_sentence_in_the_window(sample, qtbot, tmp_path):
    export_file.export_file(sample, tmp_path / "none" / "x.xlsx")
    qtbot.waitUntil(lambda: "There is no folder" in said(sample), timeout=20_000)


@pytest.mark.parametrize("wrong", [None, LookupError("gone"), ValueError("lengths differ")])
def test_a_change_under_the_export_is_in_the_file_that_stays(sample, tmp_path, monkeypatch, wrong):
    p = sample.session.portfolio
    measure = p.of_kind("measure")[0]
    real, tries = sheet.export, []

    def slow(portfolio, out, told, progress):
        real(portfolio, out, told, progress)
        if not tries:
            sample.session.do("Rename", edits.set_field(p, measure.uid, "name", "Renamed meanwhile"))
        tries.append(out)
        if len(tries) == 1 and wrong is not None:
            raise wrong

    monkeypatch.setattr(sheet, "export", slow)
    told = sheet.Told(sample.status, None, "f", "h", 1, "2026-04-20")
    export_file.write(sample.session, tmp_path / "x.xlsx", told, lambda *_: None)
    names = [row[3] for row in openpyxl.load_workbook(tmp_path / "x.xlsx")["Tree"].iter_rows(values_only=True)]
    assert len(tries) == 2 and "Renamed meanwhile" in names
