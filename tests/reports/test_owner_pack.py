"""The owner pack: one sheet a person, sums that tie, computed asks, and a name that is nearly right."""
from __future__ import annotations

import dataclasses
from collections.abc import Callable

import pytest

from app.core import edits
from app.core.portfolio import Portfolio
from app.core.value.variance import figures
from app.errors import Problem
from app.reports import render
from app.reports.blocks import DoesNotAddUp, Paper
from app.reports.facts import facts
from app.reports.frame import State
from app.reports.numbers import Money
from app.reports.owner_pack import owner_pack
from app.reports.owners import asks, near_names, people
from app.reports.pages.owner import ASKS, DELAYS, OWN
from tests.reports.helpers import HOW, STATUS, Build, reader, tables_of, text_of

Make = Callable[..., Paper]
K = Money("EUR", 2, "k")


def pack(p: Portfolio, person: str = "", status: str = STATUS) -> Paper:
    return owner_pack(p, State(status=status, **HOW), person)


def digits(text: str) -> int:
    return int((text or "0").replace(",", "").replace("\u2212", "-").replace("+", ""))


def rows(paper: Paper, table: int, page: int = 0) -> list[list[str]]:
    return [[c.text for c in r.cells] for r in tables_of(paper.pages[page])[table].rows]


def test_everybody_who_owns_something_gets_one_sheet_by_surname(insurer: Portfolio) -> None:
    made = render(insurer, "owner", status=STATUS, **HOW)
    owners = {insurer[m.get("owner")].name for m in insurer.of_kind("measure") if m.get("owner")}
    titles = [p.title for p in made.paper.pages]
    assert len(titles) == len(reader(made.pdf()).pages)
    assert owners <= {t.split(" owns ")[0] for t in titles}
    names = [t.split(" owns ")[0] for t in titles]
    assert names == sorted(names, key=lambda n: (n.split()[-1].casefold(), n.casefold()))


def test_the_pages_of_all_owners_and_what_nobody_owns_make_the_whole(insurer: Portfolio) -> None:
    f = figures(insurer, STATUS)
    plan = expected = 0
    for page in pack(insurer).pages:
        table = tables_of(page)[0]
        if table.rows[-1].look == "total":
            plan += digits(table.rows[-1].cells[-4].text)
            expected += digits(table.rows[-1].cells[-2].text)
    lost = [m for m in insurer.of_kind("measure") if not m.get("owner")]
    plan += sum(f.plan_of(m.uid, *f.year) for m in lost) // 100_000
    expected += sum(f.expected_of(m.uid, *f.year) for m in lost) // 100_000
    assert plan == f.plan_of("", *f.year) // 100_000 and expected == f.expected_of("", *f.year) // 100_000


def test_one_person_gets_the_page_that_stands_in_the_pack(insurer: Portfolio) -> None:
    one = pack(insurer, "henrik  WENDT")
    assert len(one.pages) == 1
    assert one.pages[0] in pack(insurer).pages
    assert one.pages[0].title.replace("\u00a0", " ") == (
        "Henrik Wendt owns 3 measures expected at 431 k€, 2.0 M€ below plan; 6 planned dates have slipped")
    text = text_of(render(insurer, "owner", status=STATUS, person="Henrik Wendt", **HOW).pdf())[0]
    for section in ("What I own: 3 measures", "Which money it moves", "What is late: 6", "What is asked next"):
        assert section in text
    assert "2,468" in text and "Page 1 of 1" in text


def test_the_money_lines_of_a_person_add_up_to_what_they_own(insurer: Portfolio) -> None:
    one = pack(insurer, "Henrik Wendt")
    own, lines = rows(one, 0), rows(one, 1)
    assert sum(digits(r[1]) for r in lines[:-1]) == digits(lines[-1][1]) == digits(own[-1][-4])
    assert sum(digits(r[2]) for r in lines[:-1]) == digits(lines[-1][2]) == digits(own[-1][-2])


def test_late_things_are_listed_by_days_with_plan_and_present_date(insurer: Portfolio) -> None:
    late = rows(pack(insurer, "Henrik Wendt"), 2)
    days = [digits(r[4]) for r in late]
    assert days == sorted(days, reverse=True) and days[0] == 276
    assert [c.replace("\u00a0", " ") for c in late[0]] == ["Hand the space back", "IC-122", "28 Feb", "1 Dec", "276"]


def test_hand_overs_come_first_then_dates_then_missing_figures(insurer: Portfolio) -> None:
    page = pack(insurer, "Henrik Wendt").pages[0]
    table = tables_of(page)[3]
    verbs = [r.cells[0].lead for r in table.rows]
    assert verbs[0] == "Hand over" and "Procurement" in table.rows[0].cells[0].text
    assert verbs.index("Propose") > verbs.index("Resolve")
    until = [r.cells[2].text for r in table.rows]
    assert until[0].startswith("■") and until[-1] == "now"


def test_an_unknown_person_is_answered_with_near_names(insurer: Portfolio) -> None:
    with pytest.raises(Problem, match="Did you mean Henrik Wendt"):
        pack(insurer, "Henrik Went")
    with pytest.raises(Problem, match=r"Did you mean .*Mona Haddad"):
        pack(insurer, "Haddad")
    with pytest.raises(Problem, match="Nobody in this file has a name like it"):
        pack(insurer, "Xyzzy")
    assert near_names(insurer.of_kind("person"), "lindquist")[0] == "Karin Lindqvist"


def test_two_people_of_one_name_are_told_apart_by_mail(build: Build) -> None:
    for mail in ("a@x.example", "b@x.example"):
        build.p.apply(edits.person(build.p, "Eva Berg", mail)[1])
    owner = build.p.key_uid("person", "b@x.example")
    build.add("measure", build.package(), name="Hers", owner=owner)
    with pytest.raises(Problem, match="fits 2 people"):
        pack(build.p, "Eva Berg")
    assert rows(pack(build.p, "b@x.example"), 0)[0][1] == "Hers"


def test_who_is_an_alias_counts_as_the_person_meant(build: Build) -> None:
    real, other = build.person("Eva Berg"), build.person("E. Berg")
    build.p.apply(edits.set_field(build.p, other, "alias", real))
    package = build.package()
    build.add("measure", package, name="One", owner=real)
    build.add("measure", package, name="Two", owner=other)
    assert [r[1] for r in rows(pack(build.p, "E. Berg"), 0)] == ["One", "Two", "Together"]
    assert len(pack(build.p).pages) == 1


def test_a_person_without_measures_gets_what_else_is_theirs(build: Build) -> None:
    eva, tom = build.person("Eva"), build.person("Tom")
    measure = build.add("measure", build.package(), name="M", code="M-1", owner=tom, sponsor=eva)
    build.add("activity", measure, name="Sign", owner=eva, plan_finish="2026-04-01", finish="2026-05-01", percent=500)
    build.add("risk", measure, name="Strike", owner=eva, due="2026-04-30")
    page = pack(build.p, "Eva").pages[0]
    assert page.title == ("Eva owns no measure but 1 open activity and 1 blocker, risk or assumption; "
                          "1 planned date has slipped")
    assert "1 measure as sponsor" in page.subtitle
    asked = [(r.cells[0].lead, r.cells[0].text) for r in tables_of(page)[-1].rows]
    assert asked == [("Answer", "Strike"), ("Finish", "Sign")]


def test_missing_dates_plan_and_actuals_are_asked_for(build: Build) -> None:
    eva, package = build.person("Eva"), build.package()
    build.add("measure", package, name="Bare", code="B", owner=eva)
    build.line(build.add("measure", package, name="Silent", code="S", owner=eva, start="2026-01-01",
                         finish="2026-12-31"), plan=[1_000_000] * 12)
    build.line(build.add("measure", package, name="Fine", code="F", owner=eva, start="2026-01-01",
                         finish="2026-12-31"), plan=[1_000_000] * 12, actual=[1_000_000] * 3)
    asked = [(r.cells[0].lead, r.cells[1].text) for r in tables_of(pack(build.p, "Eva").pages[0])[-1].rows]
    assert ("Set", "B") in asked and ("Enter", "B") in asked and ("Book", "S") in asked
    assert not any(on == "F" for _, on in asked)


def test_a_declared_light_better_than_computed_is_to_be_explained(build: Build) -> None:
    measure = build.add("measure", build.package(), name="Rosy", owner=build.person("Eva"), light="green")
    build.add("activity", measure, name="A", plan_finish="2026-03-01", finish="2026-05-01")
    asked = [(r.cells[0].lead, r.cells[0].text) for r in tables_of(pack(build.p, "Eva").pages[0])[-1].rows]
    assert ("Explain", "or correct the declared light of Rosy: on track, computed off track") in asked


def test_a_person_who_owns_very_much_still_gets_one_sheet_whose_sums_tie(build: Build) -> None:
    long = "Rechtsschutzversicherungsgesellschaftenzusammenführung einschließlich Bestandsübertragungsgenehmigung"
    owner, package = build.person(long), build.package(long)
    for i in range(40):
        measure = build.add("measure", package, name=f"{long} {i}", code=f"MASSNAHME.IT.2026.{i:04d}", owner=owner,
                            finish="2026-05-01", next_decision=long)
        uid = build.line(measure, plan=[1_000_000 * (i + 1)] * 12, forecast=[700_000] * 12)
        build.p.apply(edits.set_field(build.p, uid, "money_line", f"{long} {i}"))
        build.add("activity", measure, name=f"{long} {i}", plan_finish="2026-03-01", finish="2026-05-01", percent=100)
    made = render(build.p, "owner", status=STATUS, **HOW)
    assert len(reader(made.pdf()).pages) == 1 == len(made.paper.pages)
    own, lines, late, asked = (tables_of(made.paper.pages[0])[i] for i in range(4))
    assert len(own.rows) == OWN + 2 and len(late.rows) == DELAYS + 1 and len(asked.rows) == ASKS + 1
    f = figures(build.p, STATUS)
    money = Money("EUR", 2, "k")
    assert own.rows[-1].cells[-4].text == money.number(f.plan_of("", *f.year)) == lines.rows[-1].cells[1].text
    assert sum(digits(r.cells[-4].text) for r in own.rows[:-1]) == digits(own.rows[-1].cells[-4].text)
    assert "31 more measures" in own.rows[-2].cells[1].text


def test_a_wrong_sum_stops_the_pack(insurer: Portfolio) -> None:
    clean = figures(insurer, STATUS)
    spoiled = clean.plan.copy()
    at = next(i for i, uid in enumerate(clean.cube.outline.uids) if insurer[uid].code == "IC-121")
    spoiled[at, 3] += 1
    insurer._kept[f"figures {STATUS} "] = (insurer.version, dataclasses.replace(clean, plan=spoiled))
    try:
        with pytest.raises(DoesNotAddUp):
            pack(insurer)
    finally:
        insurer._kept.pop(f"figures {STATUS} ")


def test_a_file_in_which_nobody_owns_anything_says_so(build: Build) -> None:
    build.add("measure", build.package(), name="M")
    with pytest.raises(Problem, match="Nobody in this file owns anything yet"):
        pack(build.p)
    with pytest.raises(Problem, match="not made for one person"):
        render(build.p, "steering", status=STATUS, person="Eva", **HOW)


def test_nobody_is_forgotten_and_no_measure_stands_on_two_pages(insurer: Portfolio) -> None:
    f = facts(insurer, STATUS)
    owned = [m.uid for o in people(f).values() for m in o.measures]
    assert len(owned) == len(set(owned)) == sum(bool(m.get("owner")) for m in insurer.of_kind("measure"))


def test_months_without_an_actual_or_a_forecast_are_asked_of_the_owner(build: Build) -> None:
    package, eva = build.package(), build.person("Eva Berg")
    for name, actual, out in (("Fleet", [100], []), ("Power", [], [None] * 3)):
        measure = build.add("measure", package, name=name, code=name[0], owner=eva, start="2026-01-01",
                            finish="2026-12-31")
        build.line(measure, plan=[100] * 12, forecast=[100] * 3 + out + [100] * (9 - len(out)), actual=actual)
    f = facts(build.p, STATUS)
    asked = {(a.verb, a.on): a.what.replace("\u00a0", " ") for a in asks(f, people(f)[eva], {}, [], K)}
    assert asked["Forecast", "P"] == "Power for Apr to Jun 2026: planned, and empty counts as 0"
    assert "Jan 2026" in asked["Book", "P"] and ("Book", "F") not in asked and ("Forecast", "F") not in asked


def test_a_finish_that_has_passed_is_no_planned_date_that_slipped(build: Build) -> None:
    eva = build.person("Eva Berg")
    build.add("measure", build.package(), name="M", owner=eva, finish="2026-03-31")
    assert pack(build.p, "Eva Berg").pages[0].title.endswith("; 1 finish has passed")


def test_who_owns_a_measure_reported_as_stopped_that_still_counts_is_asked_to_decide(build: Build) -> None:
    eva = build.person("Eva Berg")
    measure = build.add("measure", build.package(), name="Prices", code="P", owner=eva, status="gestoppt")
    build.line(measure, plan=[100] * 12, forecast=[100] * 12)
    f = facts(build.p, STATUS)
    (one,) = asks(f, people(f)[eva], {}, [], K)
    assert (one.verb, one.what) == ("Decide", "Prices: reported “gestoppt”, its forecast still counts")
