"""What a log names and nobody lists: it stands for what is here, and gives way to what comes later."""
from __future__ import annotations

from app.core.batch import Batch, Item
from app.core.catalog import LEVELS
from app.session import Session
from tests.importers.test_handover import travelled


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
                  Item("risk", f"R-{n}", code or name, "project", {"code": f"R-{n}", "name": "late"}, at=f"L!B{n}")]
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
