"""File > Collection form: an owner is chosen, the workbook is written, and what is wrong is said."""
from __future__ import annotations

from pathlib import Path

import openpyxl
from PySide6.QtWidgets import QApplication

from app.ui.form_file import FormFile
from app.ui.main_window import MainWindow
from tests.ui.test_export import said


def opened(window: MainWindow) -> FormFile:
    window.actions_by_id["file.form"].trigger()
    QApplication.processEvents()
    return next(w for w in QApplication.topLevelWidgets() if isinstance(w, FormFile) and w.isVisible())


def test_owners_are_offered_with_how_much_they_own_and_their_form_is_written(sample: MainWindow,
                                                                            tmp_path: Path) -> None:
    dialog = opened(sample)
    texts = [dialog.owner.itemText(i) for i in range(dialog.owner.count())]
    assert any(t.startswith("Henrik Wendt, 3 measures") for t in texts) and texts[-1].startswith("Nobody")
    assert dialog.write(tmp_path / "form", "Henrik Wendt")
    assert openpyxl.load_workbook(tmp_path / "form.xlsx").sheetnames == ["README", "Tree", "Activities", "Effects"]
    assert "Form written" in said(sample)
    dialog.reject()


def test_a_folder_that_is_not_there_is_said_and_the_dialog_stays(sample: MainWindow, tmp_path: Path) -> None:
    dialog = opened(sample)
    assert not dialog.write(tmp_path / "no" / "form.xlsx", "")
    assert "cannot be written" in said(sample) and dialog.isVisible()
    dialog.reject()
