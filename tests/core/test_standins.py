"""What a log names and nobody lists: it stands for what is here, and gives way to what comes later."""
from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from app.core import edits
from app.core.batch import Batch, Item
from app.core.catalog import LEVELS
from app.core.dump import dump
from app.session import Session
from tests.importers.test_handover import travelled
from tests.properties.test_columns import few_are_many
from tests.support import finish, new_session


def _above(*, stand_in: bool = False) -> list[Item]:
    """The levels above a project that a file says nothing of."""
    return [Item(level, f"~{level}", f"~{above}" if above else "", above, {"name": level, "pass_through": True},
                 stand_in=stand_in)
            for level, above in zip(LEVELS[:3], ("", *LEVELS), strict=False)]


def _tracker(*named: tuple[str, str], source: str = "tracker.xlsx") -> Batch:
    """A list of measures by code and name."""
    items = [*_above(), Item("project", "P", "~program", "program", {"name": "Fleet"}),
             Item("package", "~package", "P", "project", {"name": "package", "pass_through": True})]
    items += [Item("measure", code or name, "~package", "package", {"code": code, "name": name} if code else
                   {"name": name}, at=f"S!A{n}") for n, (code, name) in enumerate(named, 2)]
    return Batch(source, "list", items=items, sha256=source)


def _log(*named: tuple[str, str], source: str = "log.xlsx") -> Batch:
    """A log of one risk for each of these; of every one the code, or only a name."""
    items = _above(stand_in=True)
    for n, (code, name) in enumerate(named, 2):
        items += [Item("project", code or name, "~program", "program", {"code": code, "name": code} if code else
                       {"name": name}, at=f"L!A{n}", stand_in=True),
                  Item("risk", f"R-{n}", code or name, "project", {"code": f"R-{n}", "name": f"{source} {n}"},
                       at=f"L!B{n}")]
    return Batch(source, "log", items=items, sha256=source)


def _on(session: Session) -> dict[str, str]:
    """Code of a risk -> code or name of what it hangs on."""
    p = session.present
    return {r.code: p[r.parent].code or p[r.parent].name for r in p.of_kind("risk")}


def test_a_log_that_names_only_what_is_here_comes_in_by_columns_as_by_items(session: Session) -> None:
    """The reader's process hands a batch over in columns: levels made for stand-ins only are a kind without items."""
    session.import_batch(_tracker(("FR-02", "Grid"), ("FR-03", "Roof")))
    named = _log(("FR-02", ""), ("", "Roof"))
    assert session.plan_import(travelled(named)).created == session.plan_import(named).created == {"risk": 2}
    session.import_batch(travelled(named))
    assert _on(session) == {"R-2": "FR-02", "R-3": "FR-03"} and len(session.present.of_kind("organization")) == 1
    assert session.import_batch(travelled(named)).changes == []


def _names(session: Session, kind: str) -> list[str]:
    return sorted(r.code or r.name for r in session.present.of_kind(kind) if not r.get("pass_through"))


def test_what_a_log_named_is_taken_over_by_the_measures_that_a_tracker_lists_later(session: Session) -> None:
    """One step with the import: the risks hang on the measures, the empty projects are gone, undo takes it back."""
    session.import_batch(_log(("FR-04", ""), ("", "Driver  training")))
    assert _names(session, "project") == ["Driver  training", "FR-04"]
    before = dump(session.present)
    plan = session.import_batch(_tracker(("FR-04", "Bus tender"), ("FR-06", "Driver training"), ("FR-07", "Grid")))
    assert plan.created["measure"] == 3 and plan.changed == {"risk": 2}
    assert _names(session, "project") == ["Fleet"]
    assert _on(session) == {"R-2": "FR-04", "R-3": "FR-06"}
    assert {session.present[r.parent].kind for r in session.present.of_kind("risk")} == {"measure"}
    said = [i.message for i in plan.issues if "stood in for" in i.message]
    assert len(said) == 2 and "“FR-04” stood in for this measure since a log named it; 1 risk hangs here" in said[1]
    assert session.tx_count() == 2
    session.undo()
    assert dump(session.present) == before
    session.redo()
    assert _on(session) == {"R-2": "FR-04", "R-3": "FR-06"} and _names(session, "project") == ["Fleet"]


def test_the_next_editions_of_log_and_tracker_find_what_took_over(session: Session) -> None:
    log, tracker = _log(("FR-04", "")), _tracker(("FR-04", "Bus tender"))
    session.import_batch(log)
    session.import_batch(tracker)
    for again in (log, tracker, log):
        found = session.import_batch(again)
        assert (found.changes, found.issues) == ([], [])
    uid = session.present.of_kind("measure")[0].uid
    session.do("Rename", [*edits.set_field(session.present, uid, "code", "X-1"),
                          *edits.set_field(session.present, uid, "name", "Buses")])
    more = _log(("FR-04", ""), ("FR-09", ""))           # the key of the log leads there, whatever it is called now
    assert session.import_batch(more).created == {"project": 1, "risk": 1}
    assert _on(session) == {"R-2": "X-1", "R-3": "FR-09"} and _names(session, "project") == ["FR-09", "Fleet"]


def test_risks_of_several_logs_on_one_stand_in_go_together(session: Session) -> None:
    session.import_batch(_log(("FR-04", "")))
    second = _log(("", "Other"), ("FR-04", ""), source="second register.csv")
    session.import_batch(second)
    session.import_batch(_tracker(("FR-04", "Bus tender")))
    assert sorted(session.present[r.parent].code or "none" for r in session.present.of_kind("risk")) == [
        "FR-04", "FR-04", "none"]
    assert session.import_batch(second).changes == []


def test_a_stand_in_that_a_person_worked_on_stays_and_is_said(session: Session) -> None:
    session.import_batch(_log(("FR-04", "")))
    uid = session.present.of_kind("project")[0].uid
    session.do("Budget", edits.set_field(session.present, uid, "status", "late"))
    found = session.import_batch(_tracker(("FR-04", "Bus tender")))
    [said] = [i for i in found.issues if i.severity == "warning"]
    assert "“FR-04” that was made for a log, for it has been worked on since" in said.message and said.where == "S!A2"
    assert _on(session) == {"R-2": "FR-04"} and _names(session, "project") == ["FR-04", "Fleet"]
    assert session.present[session.present.of_kind("risk")[0].parent].kind == "project"


def test_a_stand_in_that_was_renamed_or_holds_a_measure_by_now_stays(session: Session) -> None:
    session.import_batch(_log(("FR-04", ""), ("FR-05", "")))
    by_code = {r.code: r.uid for r in session.present.of_kind("project")}
    session.do("Rename", edits.set_field(session.present, by_code["FR-04"], "name", "Buses"))
    session.do("Add", edits.add(session.present, "package", by_code["FR-05"], {"name": "Work"})[1])
    found = session.import_batch(_tracker(("FR-04", "Bus tender"), ("FR-05", "Tracks")))
    assert sum("worked on since" in i.message for i in found.issues) == 2
    assert _names(session, "project") == ["FR-04", "FR-05", "Fleet"]


def test_a_name_that_two_measures_have_takes_nothing_over_and_is_said(session: Session) -> None:
    session.import_batch(_log(("", "Training")))
    found = session.import_batch(_tracker(("FR-04", "Training"), ("FR-05", "training")))
    assert any("several records are called so" in i.message for i in found.issues if i.severity == "warning")
    assert _names(session, "project") == ["Fleet", "Training"]


def test_a_project_that_a_file_lists_by_that_name_is_no_stand_in_any_more(session: Session) -> None:
    session.import_batch(_log(("FR-04", "")))
    items = [*_above(), Item("project", "FR-04", "~program", "program", {"code": "FR-04", "name": "Buses"}, at="P!A2")]
    session.import_batch(Batch("projects.xlsx", "projects", items=items, sha256="p"))
    assert _names(session, "project") == ["FR-04"]
    session.import_batch(_tracker(("FR-04", "Bus tender")))
    assert _names(session, "project") == ["FR-04", "Fleet"]
    assert session.present[session.present.of_kind("risk")[0].parent].kind == "project"


def test_measures_by_the_thousand_take_over_too(session: Session) -> None:
    with few_are_many():
        session.import_batch(_log(("FR-04", "")))
        tracker = travelled(_tracker(("FR-04", "Bus tender"), ("FR-05", "Grid"), ("FR-06", "Roof")))
        assert [made.kind for made in session.plan_import(tracker).columns] == ["package", "measure"]
        before = dump(session.present)
        session.import_batch(tracker)
        assert _on(session) == {"R-2": "FR-04"} and _names(session, "project") == ["Fleet"]
        session.undo()
        assert dump(session.present) == before
        session.redo()
        assert _on(session) == {"R-2": "FR-04"}


_LISTED = (("FR-01", "Grid"), ("FR-02", "Roof"), ("", "Training"), ("FR-03", "Grid two"))
_NAMED = st.lists(st.sampled_from((("FR-01", ""), ("FR-02", ""), ("", "Training"), ("", "Grid"), ("FR-77", ""))),
                  unique=True, max_size=5)


@settings(max_examples=20, deadline=None)
@given(_NAMED, _NAMED, st.permutations(range(3)))
def test_risks_hang_on_the_same_whichever_of_logs_and_tracker_came_first(
        one: list[tuple[str, str]], other: list[tuple[str, str]], order: list[int]) -> None:
    files = [_log(*one), _log(*other, source="second register.csv"), _tracker(*_LISTED)]
    with tempfile.TemporaryDirectory() as folder:
        session = new_session(Path(folder))
        for i in order:
            session.import_batch(files[i])
        p = session.present
        on = {r.name: (p[r.parent].kind, p[r.parent].code or p[r.parent].name) for r in p.of_kind("risk")}
        found = {"Grid": "FR-01"}
        assert on == {f"{batch.source} {n}": ("project" if code == "FR-77" else "measure",
                                              code or found.get(name, name))
                      for batch, named in zip(files, (one, other), strict=False)
                      for n, (code, name) in enumerate(named, 2)}
        assert _names(session, "project") == sorted({"Fleet", *(["FR-77"] if ("FR-77", "") in one + other else [])})
        for batch in files:
            assert session.import_batch(batch).changes == []
        finish(session)
