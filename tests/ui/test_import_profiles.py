"""Profiles in the wizard: an export of another system is recognised, any profile can be chosen, taken in and given."""
from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from app.ui.importing.profiles import folder
from importers.profile import Profile, load, save, save_as

DATA = Path(__file__).resolve().parents[1] / "data" / "figures"


@pytest.fixture
def wizard(window, session, tmp_path, qtbot):
    window.set_session(session)
    path = tmp_path / "tickets_2026-04-30.csv"
    shutil.copy(DATA / path.name, path)
    return opened(window, qtbot, path)


def opened(window, qtbot, path):
    window.files.start_import(path)
    found = window.pages["import"]
    settle(found, qtbot)
    return found


def settle(wizard, qtbot):
    qtbot.waitUntil(lambda: wizard.job is None and wizard.reading is not None, timeout=30000)


def kpis(wizard) -> int:
    return sum(i.kind == "kpi" for i in wizard.reading.batch.items)


def test_an_export_of_tickets_is_recognised_counted_and_imported(wizard, window, session, qtbot):
    bar = wizard.sheet_page.profile_bar
    assert bar.line.text() == "Read by the profile “Tickets: velocity”" and kpis(wizard) == 2
    assert wizard.next.text() == "Match 2 KPIs"
    wizard.match()
    qtbot.waitUntil(lambda: wizard.matched is not None and wizard.job is None, timeout=30000)
    velocity = next(r for r in wizard.matched.rows if r.code == "VELOCITY")
    assert [(line.what, line.after) for line in velocity.lines] == [
        ("Actual Feb 2026", "14.5"), ("Actual Mar 2026", "9.2"), ("Actual Apr 2026", "8")]
    wizard.carry_out()
    qtbot.waitUntil(lambda: wizard.done and wizard.job is None, timeout=30000)
    assert sorted(r.code for r in session.present.of_kind("kpi")) == ["TICKETS-DONE", "VELOCITY"]


def test_it_can_be_read_as_a_list_all_the_same_and_by_the_profile_again(wizard, qtbot):
    wizard.without_profile()
    settle(wizard, qtbot)
    assert kpis(wizard) == 0 and wizard.reading.profile == ""
    menu = wizard.sheet_page.profile_menu
    menu.fill()
    part = menu.menu().actions()[0].menu()
    names = [a.text() for a in part.actions()]
    assert names == ["CRM: funnel", "Operations: output", "Service desk", "Finance: actual spend", "Tickets: velocity"]
    part.actions()[names.index("Tickets: velocity")].trigger()
    settle(wizard, qtbot)
    assert kpis(wizard) == 2


def test_a_profile_that_does_not_fit_says_so_and_the_reading_stays(wizard, qtbot):
    problems = []
    wizard.problem.connect(problems.append)
    wizard.read_by(next(p for p in map(load, _shipped()) if p.name == "CRM: funnel"))
    qtbot.waitUntil(lambda: bool(problems) and wizard.job is None, timeout=30000)
    assert "CRM: funnel" in problems[0].what and kpis(wizard) == 2


def _shipped():
    from importers.profile import SHIPPED
    return sorted(SHIPPED.glob("*.toml"))


def test_a_profile_is_given_as_a_file_and_taken_in_elsewhere(wizard, qtbot, tmp_path):
    menu = wizard.sheet_page.profile_menu
    said = []
    wizard.said.connect(said.append)
    wizard.answer("decimal", "point")
    settle(wizard, qtbot)
    menu.give(tmp_path / "for a colleague.toml")
    given = load(tmp_path / "for a colleague.toml")
    assert given.figures["system"] == "Tickets" and given.answers == {"decimal": "point"} and "Wrote" in said[-1]
    save_as(tmp_path / "theirs.toml", Profile("Theirs", {}, "", (), dict(given.figures) | {"system": "Board"}))
    menu.take_in(tmp_path / "theirs.toml")
    settle(wizard, qtbot)
    assert wizard.reading.profile == "Theirs" and load(folder() / "Theirs.toml").name == "Theirs"
    assert {i.fields["source"] for i in wizard.reading.batch.items} == {"Board"}


def test_a_file_that_is_no_profile_is_refused(wizard, tmp_path):
    problems = []
    wizard.problem.connect(problems.append)
    (tmp_path / "x.toml").write_text("name = ", "utf-8")
    wizard.sheet_page.profile_menu.take_in(tmp_path / "x.toml")
    assert "x.toml" in problems[0].what and not list(folder().glob("*.toml"))


def test_next_months_export_is_read_by_the_profile_kept_last_month(wizard, window, qtbot, tmp_path):
    save(folder(), Profile("Ours", {}, "", wizard.reading.shape, wizard.reading.figures))
    path = tmp_path / "tickets_2026-05-31.csv"
    shutil.copy(DATA / "tickets_2026-04-30.csv", path)
    assert opened(window, qtbot, path).reading.profile == "Ours"
