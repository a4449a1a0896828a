"""A fault of ours within an import: it is told in the window, and the page can be used again."""
from __future__ import annotations

from app.ui.importing.wizard import MATCH
from app.ui.problems import CrashDialog


def broken(batch: object) -> None:
    raise KeyError("organization")


def test_a_bug_while_matching_opens_the_crash_dialog_and_the_page_can_be_used_again(qtbot, window, session, tmp_path,
                                                                                     monkeypatch):
    path = tmp_path / "Tracker.csv"
    path.write_text("ID,Name,Owner,Plan 2026\nM-01,Rent,Anna,1200.50\nM-02,Power,Ben,800\n", "utf-8")
    window.set_session(session)
    window.files.start_import(path)
    wizard = window.pages["import"]
    qtbot.waitUntil(lambda: wizard.reading is not None and wizard.job is None, timeout=30000)
    window.hook.install()                        # as the program does before it shows the window
    try:
        with monkeypatch.context() as patch:
            patch.setattr(session, "plan_import", broken)
            wizard.next.click()
            qtbot.waitUntil(lambda: any(d.isVisible() for d in window.findChildren(CrashDialog)), timeout=30000)
        [dialog] = window.findChildren(CrashDialog)
        assert "KeyError: 'organization'" in dialog.details
        dialog.close()
    finally:
        window.hook.remove()
    qtbot.waitUntil(lambda: wizard.job is None)
    assert wizard.step != MATCH and wizard.next.isEnabled()
    wizard.next.click()
    qtbot.waitUntil(lambda: wizard.step == MATCH and wizard.job is None, timeout=30000)
