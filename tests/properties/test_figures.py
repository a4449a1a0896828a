"""Figures of other systems by the profiles that come with the program: counted right, at the right record, dated."""
from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest

from app.core import edits
from app.core.dump import dump
from app.core.intake import report
from app.core.intake.plan import ImportPlan
from app.core.value.cube import cube
from app.core.values import month_index, month_text
from app.errors import Problem
from app.session import Session
from importers.base import Wishes
from importers.profile import SHIPPED, Profile, candidates, load, named, recognised, save, shape_of, shipped
from importers.read import import_file, read_and_understood
from tests.data.blind.make_blind import write_all
from tests.support import add_line, add_tree

DATA = Path(__file__).resolve().parents[1] / "data" / "figures"
FILES = {"tickets": "tickets_2026-04-30.csv", "spend": "ist_kosten_2026-04.csv", "crm": "funnel_2026-03-31.csv",
         "service_desk": "service_desk_april.csv", "operations": "output_plants.csv"}


def quiet(_share: float, _text: str) -> None:
    """A progress nobody watches."""


def batch_of(path: Path, profile: str = "", **wishes: Any) -> Any:
    chosen = named(profile, path.parent) if profile else Profile("")
    return import_file(str(path), Wishes(profile=chosen.name, figures=chosen.figures, **wishes), quiet)


def taken(session: Session, profile: str, path: Path | None = None) -> ImportPlan:
    session.clock.date = "2026-05-15"                      # type: ignore[attr-defined]
    return session.import_batch(batch_of(path or DATA / FILES[profile], profile))


def months(session: Session, code: str) -> dict[str, int]:
    record = next(r for r in session.portfolio.of_kind("kpi") if r.code == code)
    extent = session.portfolio.series.extent(record.uid, "actual")
    assert extent is not None
    values = session.portfolio.months_of(record.uid, "actual", *extent)
    return {month_text(extent[0] + i): v for i, v in enumerate(values) if v is not None}


def test_velocity_is_the_mean_of_the_sprints_that_ended_in_a_month(session: Session) -> None:
    taken(session, "tickets")
    # February: sprint 21 8+5=13, sprint 22 3+13=16, mean 14.5; March: sprint 23 10.5, sprint 24 8, mean 9.25
    assert months(session, "VELOCITY") == {"2026-02": 145, "2026-03": 92, "2026-04": 80}
    assert months(session, "TICKETS-DONE") == {"2026-02": 4, "2026-03": 4, "2026-04": 2}
    kpi = next(r for r in session.portfolio.of_kind("kpi") if r.code == "VELOCITY")
    assert (kpi.get("unit"), kpi.get("type"), kpi.get("source"), kpi.get("as_of")) == (
        "points a sprint", "technical", "Tickets", "2026-04-30")
    told = [i.message for i in report.read(report.runs(session.portfolio)[0]).issues]
    assert any("In Progress (1), To Do (1)" in t for t in told)
    assert not any("unit" in t for t in told)
    assert any("do not count for Velocity" in t for t in told)              # the hotfix has no sprint


def test_a_service_desk_gives_counts_time_and_share_and_a_kpi_a_category(session: Session) -> None:
    taken(session, "service_desk")
    assert months(session, "REQUESTS") == {"2026-02": 3, "2026-03": 3, "2026-04": 2}
    assert months(session, "REQUESTS-CLAIMS-PORTAL") == {"2026-02": 1, "2026-03": 2, "2026-04": 1}
    assert months(session, "TIME-TO-SOLVE") == {"2026-02": 60, "2026-03": 47, "2026-04": 15}
    assert months(session, "SLA-MET") == {"2026-02": 500, "2026-03": 667, "2026-04": 1000}


def test_a_funnel_gives_won_deals_their_rate_and_their_value(session: Session) -> None:
    taken(session, "crm")
    assert months(session, "OPPORTUNITIES") == {"2026-01": 2, "2026-02": 3, "2026-03": 2}
    assert months(session, "WIN-RATE") == {"2026-02": 500, "2026-03": 333}
    assert months(session, "WON-VALUE")["2026-02"] == 1_250_000
    assert months(session, "WON-VALUE")["2026-03"] == 825_050


def test_output_is_added_up_by_plant_and_a_month_nobody_reported_stays_empty(session: Session) -> None:
    taken(session, "operations")
    assert months(session, "OUTPUT") == {"2026-01": 19200, "2026-02": 19000, "2026-03": 11200}
    assert months(session, "OUTPUT-ULM") == {"2026-01": 8800, "2026-02": 9100}
    assert months(session, "DOWNTIME-LYON") == {"2026-01": 125, "2026-02": 202, "2026-03": 80}


def test_targets_beside_figures_are_named_as_not_read_by_their_cells(tmp_path: Path) -> None:
    """A target belongs to a version of the business model (records.md, rule 9), never to a KPI alone."""
    path = tmp_path / "output.csv"
    path.write_text("Production date;Plant;Good units;Zielwert Good units;Target date\n2026-01-31;Lyon;10400;11000;x\n"
                    "2026-01-31;Ulm;8800;;y\n", "utf-8")
    told = [i for i in batch_of(path, "operations").issues if "target" in i.message]
    assert [(i.severity, i.cell) for i in told] == [("warning", "D2")] and "“Zielwert Good units”" in told[0].message


def with_measures(session: Session) -> tuple[str, str]:
    one, two = add_tree(session, measures=2)
    session.do("Code", edits.set_field(session.portfolio, one, "code", "M-01"))
    session.do("Reference", edits.set_field(session.portfolio, two, "external_ref", "M-02"))
    return one, two


def test_spend_goes_to_actual_months_of_the_measures_named_and_the_rest_is_listed(session: Session) -> None:
    one, _ = with_measures(session)
    line = add_line(session, one, "one_time_cost", name="Migration")
    session.do("Plan", edits.set_months(session.portfolio, line, "plan", month_index("2026-01"), [5]))
    plan = taken(session, "spend")
    assert session.portfolio.months_of(line, "actual", month_index("2026-01"), 4) == (1373456, 980000, None, 200000)
    (new,) = [r for r in session.portfolio.of_kind("effect_line") if r.uid != line]
    assert (new.name, new.get("type")) == ("Spend (Finance)", "one_time_cost")
    assert session.portfolio.months_of(new.uid, "actual", month_index("2026-02"), 2) == (300050, -50025)
    assert session.portfolio[line].name == "Migration"
    (lost,) = [i for i in plan.issues if i.severity == "error"]
    assert "“P-99” in F10:F11" in lost.message and "1000.10 EUR" in lost.message
    r = report.read(report.runs(session.portfolio)[0])
    (sum_,) = r.sums
    assert (sum_.source + sum_.left, sum_.left, sum_.imported, sum_.missing) == (2903491, 100010, 2803481, 0)
    assert r.profile == "Finance: actual spend"
    assert (r.right, r.wrong_count) == (1, 0)              # the total below is the sum of all rows
    assert session.portfolio.of_kind("source")[0].get("freshness") == "2026-04-30"      # the line above the head
    assert cube(session.portfolio).total("", "actual") == -2803481


def test_next_months_spend_only_adds_what_is_new_and_the_same_file_nothing(session: Session, tmp_path: Path) -> None:
    one, _ = with_measures(session)
    line = add_line(session, one, "one_time_cost")
    taken(session, "spend")
    before, count = dump(session.portfolio), session.tx_count()
    assert not taken(session, "spend").changes and (dump(session.portfolio), session.tx_count()) == (before, count)
    text = (DATA / FILES["spend"]).read_text("cp1252").replace("2.000,00", "2.500,00")
    (tmp_path / "ist_kosten_2026-05.csv").write_text(text, "cp1252")
    plan = taken(session, "spend", tmp_path / "ist_kosten_2026-05.csv")
    assert plan.changed == {"effect_line": 1} and not plan.created
    assert session.portfolio.months_of(line, "actual", month_index("2026-04"), 1) == (250000,)
    assert len(session.portfolio.of_kind("source")) == 1


def test_a_new_line_beside_one_that_is_here_empties_nothing_of_it(session: Session, tmp_path: Path) -> None:
    """Planted in the field: columns that only new records fill are empty cells for those that are here."""
    with_measures(session)
    taken(session, "spend")                                # makes both lines
    two = session.portfolio.of_kind("effect_line")[0]
    before = dict(two.fields)
    third, changes = edits.add(session.portfolio, "measure", session.portfolio.of_kind("package")[0].uid,
                               {"code": "P-99", "name": "Late"})
    session.do("Add", changes)
    plan = taken(session, "spend")
    assert plan.created == {"effect_line": 1} and not plan.changed
    assert session.portfolio[two.uid].fields == before and session.portfolio.children(third, "effect_line")


def test_a_project_named_for_its_only_measure_and_two_lines_called_like_accounts(session: Session) -> None:
    one, two = with_measures(session)
    advice = add_line(session, one, "one_time_cost", name="Beratung")
    licences = add_line(session, one, "recurring_cost", money_line="Lizenzen")
    session.do("Delete", edits.delete(session.portfolio, [two]))
    project = session.portfolio.of_kind("project")[0]
    session.do("Code", edits.set_field(session.portfolio, project.uid, "code", "P-99"))
    plan = taken(session, "spend")
    january = month_index("2026-01")
    assert session.portfolio.months_of(advice, "actual", january, 4) == (1250000, 980000, 88000, 12010)
    assert session.portfolio.months_of(licences, "actual", january, 4) == (123456, None, None, 200000)
    assert ["M-02" in i.message for i in plan.issues if i.severity == "error"] == [True]
    sums = {s.what: (s.imported, s.missing) for s in report.read(report.runs(session.portfolio)[0]).sums}
    assert sums == {"one_time_cost.actual": (2330010, 0), "recurring_cost.actual": (323456, 0)}


def test_what_an_amount_of_spend_says_beside_its_figure_is_not_passed_over(session: Session, tmp_path: Path) -> None:
    with_measures(session)
    text = (DATA / FILES["spend"]).read_text("cp1252")
    assert "2.000,00" in text and "9.800,00" in text
    (tmp_path / "odd.csv").write_text(text.replace("2.000,00", "USD 2.000,00").replace("9.800,00", "tbd"), "cp1252")
    said = [(i.severity, i.message) for i in taken(session, "spend", tmp_path / "odd.csv").issues]
    assert any(s == "warning" and "says USD, the rows are in EUR; read as EUR" in m for s, m in said), said
    assert any(s == "note" and "“tbd” in" in m and "nothing is counted" in m for s, m in said), said


def test_spend_may_stand_across_one_column_a_month_with_totals_beside(session: Session, tmp_path: Path) -> None:
    one, two = with_measures(session)
    line = add_line(session, one, "one_time_cost")
    path = tmp_path / "spend.csv"
    path.write_text("Cost centre;Project;Jan 2026;Feb 2026;Mar 2026;Total 2026\n4711;M-01;1.000,50;;2.000,00;3.000,50\n"
                    "4712;M-02;10,00;20,00;;30,00\n4713;P-99;1,00;;;1,00\n;Total;1.011,50;21,00;2.000,00;3.031,50\n",
                    "utf-8")
    assert found_for(tmp_path, path) is None               # a plan looks the same: the profile is chosen by hand
    taken(session, "spend", path)
    assert session.portfolio.months_of(line, "actual", month_index("2026-01"), 3) == (100050, None, 200000)
    (other,) = session.portfolio.children(two, "effect_line")
    assert session.portfolio.months_of(other.uid, "actual", month_index("2026-01"), 2) == (1000, 2000)
    (sum_,) = report.read(report.runs(session.portfolio)[0]).sums
    assert (sum_.source, sum_.left, sum_.imported, sum_.missing) == (303050, 100, 303050, 0)
    r = report.read(report.runs(session.portfolio)[0])
    assert r.right == 2 and [(t.what, t.printed, t.summed) for t in r.wrong] == [("Total", 2100, 2000)]


@pytest.mark.parametrize(("above", "head", "unit", "minor"), [
    ("", "Betrag", "TEUR", 125000), ("", "Amount (k EUR)", "", 125000), ("Ist in TEUR", "Betrag", "", 125000),
    ("", "Betrag", "EUR", 125)])
def test_spend_in_thousands_is_thousands_wherever_it_is_said(session: Session, tmp_path: Path, above: str, head: str,
                                                            unit: str, minor: int) -> None:
    one, _ = with_measures(session)
    path = tmp_path / "spend.csv"
    path.write_text(f"{above};;;\nBuchungsdatum;Projekt;{head};Währung\n03.02.2026;M-01;1,25;{unit}\n", "utf-8")
    taken(session, "spend", path)
    (line,) = session.portfolio.children(one, "effect_line")
    assert session.portfolio.months_of(line.uid, "actual", month_index("2026-02"), 1) == (minor,)


def test_no_tracker_of_the_blind_ones_is_taken_for_an_export(tmp_path: Path) -> None:
    write_all(tmp_path)
    for path in sorted(tmp_path.glob("*.*")):
        assert found_for(tmp_path, path) is None, path.name


def test_a_kpi_that_is_here_keeps_its_name_and_decimals_and_takes_the_figures(session: Session) -> None:
    uid, changes = edits.add(session.portfolio, "kpi", "", {"code": "velocity", "name": "Our speed", "scale": 2})
    session.do("Add", changes)
    taken(session, "tickets")
    kpi = session.portfolio[uid]
    assert (kpi.name, kpi.get("scale"), kpi.get("source")) == ("Our speed", 2, "Tickets")
    assert session.portfolio.months_of(uid, "actual", month_index("2026-02"), 1) == (1450,)


def test_a_kpi_that_is_here_with_fewer_decimals_is_rounded_and_that_is_said(session: Session) -> None:
    uid, changes = edits.add(session.portfolio, "kpi", "", {"code": "velocity", "name": "Our speed", "scale": 0})
    session.do("Add", changes)
    plan = taken(session, "tickets")
    assert session.portfolio.months_of(uid, "actual", month_index("2026-02"), 1) == (14,)
    assert [i.message for i in plan.issues if "rounded" in i.message] == [
        "Our speed: more decimals than this KPI holds; rounded."]


def test_figures_of_a_month_that_is_not_over_are_said_to_be_so(session: Session, tmp_path: Path) -> None:
    path = tmp_path / "tickets_2026-04-17.csv"
    path.write_text((DATA / FILES["tickets"]).read_text("utf-8"), "utf-8")
    plan = taken(session, "tickets", path)
    assert any("as of 2026-04-17" in i.message and "2026-04" in i.message for i in plan.issues)
    assert session.portfolio.of_kind("source")[0].get("freshness") == "2026-04-17"


# ---------------------------------------------------------------- profiles


def found_for(folder: Path, path: Path) -> Any:
    book, batch = read_and_understood(path, Wishes(), quiet)
    return recognised(candidates(folder), shape_of(batch), book.sheets)


def test_each_export_is_recognised_by_its_columns_and_a_tracker_is_not(tmp_path: Path) -> None:
    for key, name in FILES.items():
        found = found_for(tmp_path, DATA / name)
        assert found is not None and found[0] == dict(shipped())[key], name
    tracker = tmp_path / "t.csv"
    tracker.write_text("Project,Month,Amount,Owner\nP1,2026-01,5,Anna\nP2,2026-02,6,Ben\n", "utf-8")
    assert found_for(tmp_path, tracker) is None


def test_a_shipped_profile_is_saved_shared_and_read_again_as_it_was(tmp_path: Path) -> None:
    for stem, profile in shipped():
        assert load(save(tmp_path, profile)) == profile
        assert named(stem, tmp_path / "none") == profile


def test_a_persons_own_profile_goes_before_the_shipped_one(tmp_path: Path) -> None:
    for key in ("tickets", "service_desk"):                # one with a shape and one whose plain reading has none
        own = Profile(f"Our {key}", {}, "", shape_of(batch_of(DATA / FILES[key])), dict(shipped())[key].figures)
        save(tmp_path, own)
        found = found_for(tmp_path, DATA / FILES[key])
        assert found is not None and found[0] == own


@pytest.mark.parametrize(("wrong", "said"), [
    ('gives = "gold"', "“gives” is one of"), ('value = "sum"', "values are count"), ('month = "then"', "“then”"),
    ('needs = ["who"]', "“who” is needed"), ('direction = "north"', "direction"), ("scale = 9", "scale")])
def test_a_profile_that_counts_nothing_sensible_is_named(tmp_path: Path, wrong: str, said: str) -> None:
    text = ('name = "Mine"\n[figures]\nsystem = "S"\ngives = "kpi"\nneeds = ["day"]\n[figures.columns]\n'
            'day = ["Date"]\n[[figures.kpi]]\ncode = "A"\nname = "A"\nvalue = "count"\nmonth = "day"\n'
            'direction = "up"\nscale = 0\n')
    key = wrong.partition(" ")[0]
    lines = [wrong if line.startswith(f"{key} ") else line for line in text.splitlines()]
    (tmp_path / "mine.toml").write_text("\n".join(lines), "utf-8")
    with pytest.raises(Problem, match=said):
        load(tmp_path / "mine.toml")


def test_a_file_without_the_columns_is_refused_with_what_they_are_called(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("A,B\n1,2\n", "utf-8")
    with pytest.raises(Problem, match="“Issue key”"):
        batch_of(path, "tickets")
    with pytest.raises(Problem, match="no profile gold"):
        named("gold", tmp_path)


def test_a_profile_somebody_damaged_is_a_problem_and_never_a_fault(session: Session, tmp_path: Path,
                                                                  record_property: Any) -> None:
    seed = random.SystemRandom().randrange(2**31)
    record_property("seed", seed)
    print(f"seed {seed}")
    chance, used = random.Random(seed), 0
    values = ["1", '"x"', "[]", "true", '{status = "Done"}', '"sum points"', '["*"]', '"-"']
    for _ in range(80):
        key = chance.choice(sorted(FILES))
        lines = (SHIPPED / f"{key}.toml").read_text("utf-8").splitlines()
        at = chance.randrange(len(lines))
        lines[at:at + 1] = [f"{lines[at].partition('=')[0]}= {chance.choice(values)}"] if chance.random() < 0.6 else []
        (tmp_path / "p.toml").write_text("\n".join(lines), "utf-8")
        try:
            profile = load(tmp_path / "p.toml")
            session.plan_import(import_file(str(DATA / FILES[key]), Wishes(
                profile=profile.name, figures=profile.figures, answers=profile.answers), quiet))
            used += 1
        except Problem as wrong:
            assert wrong.hint
    assert 5 < used < 80


def test_a_log_of_issues_is_no_service_desk(tmp_path: Path) -> None:
    path = tmp_path / "issues.csv"
    path.write_text("Number,Issue,Category,Opened,Resolved,Owner\n1,Late supplier,Supply,2026-01-02,2026-02-01,Anna\n",
                    "utf-8")
    assert found_for(tmp_path, path) is None


def test_a_file_that_begins_within_a_month_warns_before_it_replaces_the_month_as_a_whole(
        session: Session, tmp_path: Path) -> None:
    assert not any("begins on" in i.message for i in taken(session, "tickets").issues)
    head, *rows = (DATA / FILES["tickets"]).read_text("utf-8").splitlines()
    path = tmp_path / "tickets_2026-04-30.csv"
    path.write_text("\n".join([head, *rows[6:]]), "utf-8")              # what was done from 20 March on
    (said,) = [i for i in taken(session, "tickets", path).issues if "begins on" in i.message]
    assert said.severity == "warning" and "begins on 2026-03-20" in said.message and "2 figures" in said.message


def test_a_word_for_any_text_leaves_nothing_to_name_as_not_asked_for() -> None:
    found = []
    for word in ("*", "Done"):
        kpi = {"code": "T", "name": "Tickets", "value": "count", "month": "done", "where": {"status": [word]}}
        figures = named("tickets", DATA).figures | {"kpi": [kpi]}
        batch = import_file(str(DATA / FILES["tickets"]), Wishes(profile="tickets", figures=figures), quiet)
        found.append([i.message for i in batch.issues if "not asked for" in i.message])
    assert found[0] == [] and len(found[1]) == 1 and "To Do (1)" in found[1][0]


@pytest.mark.parametrize(("currency", "written", "minor", "scale"), [
    ("JPY", "1500", 1500, 0), ("BHD", "0,125", 125, 3), ("EUR", "12,50", 1250, 2)])
@pytest.mark.parametrize("here", [True, False])
def test_spend_that_names_no_currency_has_the_decimals_of_the_currency_it_is_taken_for(
        session: Session, tmp_path: Path, here: bool, currency: str, written: str, minor: int, scale: int) -> None:
    one, two = with_measures(session)
    known = add_line(session, one if here else two, "one_time_cost", currency=currency, scale=scale)
    path = tmp_path / "spend.csv"
    path.write_text(f"Buchungsdatum;Projekt;Betrag\n03.02.2026;M-01;{written}\n04.03.2026;P-99;{written}\n"
                    f";Total;1\n", "utf-8")
    told = taken(session, "spend", path)
    (line,) = session.portfolio.children(one, "effect_line")
    assert (line.uid == known) == here and (line.get("currency"), line.get("scale")) == (currency, scale)
    assert session.portfolio.months_of(line.uid, "actual", month_index("2026-02"), 1) == (minor,)
    r = report.read(report.runs(session.portfolio)[0])
    (sum_,) = r.sums
    assert (sum_.currency, sum_.scale, sum_.source, sum_.left, sum_.imported, sum_.missing) == (
        currency, scale, minor, minor, minor, 0)
    assert [(t.printed, t.summed, t.scale) for t in r.wrong] == [(10 ** scale, 2 * minor, scale)]
    assert not any("rounded" in i.message for i in told.issues)


def test_what_a_currency_has_no_decimals_for_is_rounded_and_said(session: Session, tmp_path: Path) -> None:
    one, _ = with_measures(session)
    line = add_line(session, one, "one_time_cost", currency="JPY", scale=0)
    path = tmp_path / "spend.csv"
    path.write_text("Buchungsdatum;Projekt;Betrag\n03.02.2026;M-01;1500,75\n", "utf-8")
    plan = taken(session, "spend", path)
    assert session.portfolio.months_of(line, "actual", month_index("2026-02"), 1) == (1501,)
    assert [i.message for i in plan.issues if "rounded" in i.message] == [
        "“M-01” in C2: more decimals than JPY has; rounded."]


def test_spend_in_another_currency_does_not_go_to_a_line_that_means_the_reporting_currency(
        session: Session, tmp_path: Path) -> None:
    one, _ = with_measures(session)
    line = add_line(session, one, "one_time_cost", currency=None, scale=None)
    path = tmp_path / "spend.csv"
    path.write_text("Buchungsdatum;Projekt;Betrag;Währung\n03.02.2026;M-01;1500,75;USD\n", "utf-8")
    plan = taken(session, "spend", path)
    assert session.portfolio.series.extent(line, "actual") is None
    assert [i.message for i in plan.issues if i.severity == "error"] == [
        "“M-01” in C2: the line of M-01 holds EUR; 1500.75 USD could not come in."]


@pytest.mark.parametrize(("written", "answer", "minor"), [("1.500", "point", 150), ("1,500", "comma", 150)])
def test_of_spend_whose_decimal_mark_nothing_proves_the_other_reading_is_offered(
        tmp_path: Path, written: str, answer: str, minor: int) -> None:
    path = tmp_path / "spend.csv"
    path.write_text(f"Buchungsdatum;Projekt;Betrag;Währung\n03.02.2026;M-01;{written};EUR\n", "utf-8")
    batch = batch_of(path, "spend")
    assert [i.answer for i in batch.issues if i.severity == "question"] == [f"decimal={answer}"]
    assert batch.items[0].series["actual"].values == [150_000]
    batch = batch_of(path, "spend", answers={"decimal": answer})
    assert batch.items[0].series["actual"].values == [minor]
    assert not any(i.severity == "question" for i in batch.issues)
