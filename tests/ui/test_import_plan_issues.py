"""What the comparison with the portfolio found beyond the file stands beside what will change, worst first."""
from __future__ import annotations

from PySide6.QtWidgets import QLabel

from app.core import edits
from app.core.find import lookup
from app.ui.importing.match_page import ChangesSide
from app.ui.importing.reading import plan
from importers.base import Wishes
from importers.read import import_file


def side_of(qtbot, session, path) -> list[str]:
    batch = import_file(str(path), Wishes(), lambda _share, _text: None)
    matched = plan(session, batch, lambda _share, _text: None)
    side = ChangesSide()
    qtbot.addWidget(side)
    side.show_plan(matched.plan, batch, matched.changed)
    return [w.text() for w in side.findChildren(QLabel)]


def test_a_plan_that_will_not_be_expected_any_more_stands_above_the_counts_and_what_stays_below(
        qtbot, session, tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("Code,Measure,Owner,Savings plan,Savings forecast 2026-10\n"
                    "M1,Switch off,Ada,120000,\nM2,Move,Ben,5,\n")
    session.import_batch(import_file(str(path), Wishes(), lambda _share, _text: None))
    session.do("Name", edits.set_field(session.portfolio, lookup(session.portfolio, "M2").uid, "name", "By hand"))
    path.write_text("Code,Measure,Owner,Savings plan,Savings forecast 2026-10\n"
                    "M1,Switch off,Ada,120000,10000\nM2,Moved,Ben,5,\n")
    texts = side_of(qtbot, session, path)
    first, counts, last = (texts.index(t) for t in ("Look at this first", "What will change", "Also to know"))
    assert first < counts < last
    assert texts[first + 1].startswith("t!") and "expected falls from 120,000.00 to 10,000.00" in texts[first + 1]
    assert any("Trimtab's value stays: Name By hand (file: Moved)" in t for t in texts[last:])


def test_of_many_the_first_stand_there_and_a_file_without_any_has_no_such_head(qtbot, session, tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("Code,Measure\n" + "".join(f"M{n},Measure {n}\n" for n in range(12)))
    assert not {"Look at this first", "Also to know"} & set(side_of(qtbot, session, path))
    session.import_batch(import_file(str(path), Wishes(), lambda _share, _text: None))
    for n in range(12):
        uid = lookup(session.portfolio, f"M{n}").uid
        session.do("Name", edits.set_field(session.portfolio, uid, "name", f"Own {n}"))
    path.write_text("Code,Measure\n" + "".join(f"M{n},Other {n}\n" for n in range(12)))
    assert "and 4 more, in the report of the import" in side_of(qtbot, session, path)
