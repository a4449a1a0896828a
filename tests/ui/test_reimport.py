"""Next month's file in the wizard: what is new, what changed, what is only here, each apart; nothing is deleted."""
from __future__ import annotations

from importers.base import Wishes
from importers.read import import_file

HEAD = "ID,Name,Owner,Plan 2026,Actual 2026\n"
LAST = "M-01,Rent,Anna,1200.50,\nM-02,Power,Ben,800,10\nM-03,Paper,Anna,5,\n"
NEXT = "M-01,Rent and heat,Anna,1200.50,\nM-02,Power,Ben,850,10\nM-04,Fuel,Cem,7,\n"


def wizard_at(window, qtbot, path):
    window.files.start_import(path)
    wizard = window.pages["import"]
    qtbot.waitUntil(lambda: wizard.reading is not None and wizard.job is None, timeout=30000)
    wizard.match()
    qtbot.waitUntil(lambda: wizard.matched is not None and wizard.job is None, timeout=30000)
    return wizard


def shown(wizard, action: str) -> list[str]:
    wizard.match_page._segments[action].click()
    return [row.code or row.name for row in wizard.match_page.model.rows]


def test_new_changed_and_gone_stand_apart_and_gone_stays_after_the_import(qtbot, window, session, tmp_path):
    path = tmp_path / "Tracker.csv"
    path.write_text(HEAD + LAST, "utf-8")
    session.import_batch(import_file(str(path), Wishes(), lambda share, text: None))
    path.write_text(HEAD + NEXT, "utf-8")
    window.set_session(session)
    wizard = wizard_at(window, qtbot, path)
    assert shown(wizard, "new") == ["M-04"]
    assert sorted(shown(wizard, "changed")) == ["M-01", "M-02"]
    assert shown(wizard, "gone") == ["M-03"]
    wizard.carry_out()
    qtbot.waitUntil(lambda: wizard.done and wizard.job is None, timeout=30000)
    assert sorted(r.code for r in session.present.of_kind("measure")) == ["M-01", "M-02", "M-03", "M-04"]


def test_a_file_that_lost_its_rows_only_imports_nothing_and_deletes_nothing(qtbot, window, session, tmp_path):
    path = tmp_path / "Tracker.csv"
    path.write_text(HEAD + LAST, "utf-8")
    session.import_batch(import_file(str(path), Wishes(), lambda share, text: None))
    path.write_text(HEAD + LAST.splitlines()[0] + "\n", "utf-8")
    window.set_session(session)
    before = session.tx_count()
    wizard = wizard_at(window, qtbot, path)
    assert sorted(shown(wizard, "gone")) == ["M-02", "M-03"] and not wizard.has_changes()
    assert not wizard.next.isEnabled() and session.tx_count() == before
    assert len(session.present.of_kind("measure")) == 3


def test_what_was_answered_at_the_last_import_is_answered_in_the_wizard_already(qtbot, window, session, tmp_path):
    path = tmp_path / "Tracker.csv"
    path.write_text(HEAD + LAST.replace("Ben", "Anna Berg").replace("Anna,5", "A. Berg,5"), "utf-8")
    same = {"person.A. Berg": "Anna Berg"}
    session.import_batch(import_file(str(path), Wishes(answers=same), lambda share, text: None))
    window.set_session(session)
    wizard = wizard_at(window, qtbot, path)
    assert wizard.answers == same and wizard.matched.plan.changes == []
    assert any("held again: person.A. Berg=Anna Berg" in i.message for i in wizard.reading.batch.issues)
