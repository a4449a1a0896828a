"""What delays what, in the inspector: cause first, down to the benefit and its money (004-76); a click goes there."""
from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from app.core import edits
from app.core.find import lookup
from app.core.schedule.chain import causes, chains
from app.ui.inspector.chain_facts import Line, lines
from app.ui.look.figures import amount
from app.ui.tree.chosen import choose_rows
from tests.support import add_line, add_tree


def uid_of(window, code: str) -> str:
    return lookup(window.session.portfolio, code).uid


def facts(window, code: str) -> list[Line]:
    page = window.portfolio_page
    return lines(window.session.portfolio, uid_of(window, code), window.status, page.model.rows.unit)


def section(found: list[Line], title: str) -> list[Line]:
    """The lines below a heading."""
    start = next(i for i, line in enumerate(found) if line.heading and line.title == title)
    end = next((i for i in range(start + 1, len(found)) if found[i].heading), len(found))
    return found[start:end]


def shown(window, code: str):
    """The inspector's chain of a row."""
    window.portfolio_page.select(uid_of(window, code))
    assert window.act("view.chain")
    return window.portfolio_page.inspector.page("activities").chain


def test_a_late_measure_names_its_cause_in_another_function_first_and_its_benefits_with_money_last(sample):
    found = facts(sample, "IC-121")
    before = section(found, "What delays this")[1:]
    assert [line.title.split()[0] for line in before] == ["OP-111", "IC-121"]
    assert before[0].under.endswith("Claims operations") and before[0].right == "+52 d" and before[0].joined
    assert before[-1].here and not before[-1].go and before[-1].right == "+215 d"
    after = section(found, "What this delays")
    assert (after[1].title, after[1].under, after[1].right) == (
        "Data centre run cost saved, Hamburg", "IC-121, 7 months later", "−1,036 k€")
    assert after[0].right == "−2,225 k€", "the sum of the benefits below"


def test_each_late_benefit_counts_once_in_the_sum_of_the_rows_above(sample):
    p, unit = sample.session.portfolio, sample.portfolio_page.model.rows.unit
    every = chains(p, sample.status, crossing=False)
    top = section(facts(sample, "NH"), "Benefits below that come late")
    benefits = [line for line in top if line.mark == "benefit"]
    assert len(benefits) == len(every) >= 5 and len({line.title for line in benefits}) == len(benefits)
    assert top[0].right == f"{amount(-sum(c.amount for c in every), unit)} {unit.name}"
    assert section(facts(sample, "NH"), "What it delays elsewhere")[1].title == "It holds nothing back elsewhere."


def test_late_work_below_a_row_that_delays_a_benefit_elsewhere_is_named_there(sample):
    elsewhere = section(facts(sample, "OP"), "What it delays elsewhere")
    assert elsewhere[1].title.startswith("OP-111") and elsewhere[1].mark == "red"
    assert any("IC-121" in line.under for line in elsewhere if line.mark == "benefit")


def test_a_measure_in_time_says_so_and_lists_its_links_but_not_itself(sample):
    found = facts(sample, "IC-112")
    assert section(found, "What delays this")[1].title == "Nothing late holds it back."
    assert section(found, "What this delays")[1].title == "No benefit comes later because of it."
    assert [line.title.split()[0] for line in section(found, "Waited for by")[1:]] == ["IC-121"]
    assert "IC-121" not in [line.title.split()[0] for line in section(facts(sample, "IC-121"), "Waits for")[1:]]
    own = section(found, "Its own benefits, delayed elsewhere")
    assert own[1].title.startswith("OP-111") and own[2].right == own[0].right


def test_a_click_or_enter_goes_to_the_cause_and_a_benefit_to_its_months(sample, qtbot):
    page = sample.portfolio_page
    chain = shown(sample, "IC-121")
    first = chain.item(1)
    qtbot.mouseClick(chain.viewport(), Qt.MouseButton.LeftButton, pos=chain.visualItemRect(first).center())
    assert page.current_uid() == uid_of(sample, "OP-111") and page.inspector.tab == "activities"
    assert page.inspector.page("activities").chain.isVisible(), "the chain stays on while one walks along it"
    chain = shown(sample, "IC-122")
    benefit = next(i for i, line in enumerate(chain.lines()) if line.mark == "benefit" and "IC-122" in line.under)
    chain.setCurrentRow(benefit)
    chain.setFocus()
    qtbot.keyClick(chain, Qt.Key.Key_Return)
    assert page.current_uid() == uid_of(sample, "IC-122") and page.inspector.tab == "value"


def test_the_chain_stands_beside_the_activities_of_a_measure_and_alone_for_rows_above(sample, qtbot):
    page = sample.portfolio_page
    page.select(uid_of(sample, "IC-121"))
    page.inspector.show_tab("activities")
    tab = page.inspector.page("activities")
    assert tab.list.isVisible() and not tab.chain.isVisible()
    qtbot.mouseClick(tab.choices[True], Qt.MouseButton.LeftButton)
    assert tab.chain.isVisible() and not tab.list.isVisible() and not tab.adder.isVisible()
    page.select(uid_of(sample, "IC-12"))
    assert tab.chain.isVisible() and not tab.switch.isVisible()
    choose_rows(page, [uid_of(sample, "IC-122"), uid_of(sample, "IC-124")], uid_of(sample, "IC-122"))
    sample.act("view.chain")
    assert tab.chain.isVisible() and page.selected() == [uid_of(sample, "IC-122")]
    sample.act("node.activity")
    assert tab.list.isVisible() and not tab.chain.isVisible(), "who adds an activity wants to see it"


def test_the_chain_follows_an_edit_of_the_cause(sample):
    chain = shown(sample, "IC-121")
    assert chain.lines()[1].title.startswith("OP-111")
    p = sample.session.portfolio
    changes = [c for a in p.children(uid_of(sample, "OP-111"), "activity")
               for c in (*edits.set_field(p, a.uid, "actual_start", a.get("plan_start")),
                         *edits.set_field(p, a.uid, "actual_finish", a.get("plan_finish")))]
    sample.session.do("Done in time", changes)
    assert not any(line.title.startswith("OP-111") for line in section(chain.lines(), "What delays this"))


def test_a_benefit_in_another_currency_is_said_in_its_own_and_not_added(window, session):
    uid = add_tree(session)[0]
    line = add_line(session, uid, currency="USD", name="Savings")
    p = session.portfolio
    session.do("Report in euro", edits.set_setting(p, "currency", "EUR"))
    activity, changes = edits.add(p, "activity", uid, {
        "name": "Switch off", "role": "delivery", "plan_start": "2026-01-01", "plan_finish": "2026-01-31",
        "start": "2026-01-01", "finish": "2026-05-31"})
    session.do("Activity", changes)
    session.do("Anchor", edits.set_field(p, line, "anchor", activity))
    session.do("Plan", edits.set_months(p, line, "plan", 2026 * 12 + 1, [100_000] * 6))
    window.set_session(session, "2026-04-17")
    found = section(facts(window, "M1"), "What this delays")
    assert found[0].right == "" and found[1].right.endswith(" USD") and found[1].right.startswith("−")
    assert causes(p, activity, "2026-04-17")[-1].days == 120


@pytest.mark.parametrize("code", ["OR", "M1"])
def test_a_file_without_dates_says_that_nothing_is_late(window, session, code):
    add_tree(session)
    window.set_session(session, "2026-04-17")
    texts = [line.title for line in facts(window, code) if not line.heading]
    assert texts in (["No benefit below it comes late.", "It holds nothing back elsewhere."],
                     ["Nothing late holds it back.", "No benefit comes later because of it."])


def test_the_status_line_cuts_a_chain_anew_at_another_width_and_forgets_it_with_the_file(sample, qtbot):
    line = sample.status_line
    sample.portfolio_page.select(uid_of(sample, "IC-121"))
    sample.portfolio_page.timeline.show_chain()
    wide = line.text("chain")
    sample.resize(1200, 700)
    qtbot.waitUntil(lambda: len(line.text("chain")) < len(wide))
    assert line.text("chain").endswith("k€") and "…" in line.text("chain")
    sample.resize(1920, 1080)
    qtbot.waitUntil(lambda: line.text("chain") == wide)
    line.put("chain", "")
    sample.resize(1366, 768)
    qtbot.wait(20)
    assert line.text("chain") == ""
