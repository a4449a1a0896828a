"""A file that is written whole or not at all."""
from __future__ import annotations

from pathlib import Path

import pytest

from app.core.whole_file import beside


def test_a_file_takes_its_place_only_when_all_of_it_is_written(tmp_path: Path) -> None:
    path = tmp_path / "plan.pdf"
    path.write_text("old")
    (tmp_path / "plan.pdf.part").write_text("of a writer that was killed")
    with beside(path) as part:
        assert not part.exists()
        part.write_text("new")
        assert path.read_text() == "old"
    assert path.read_text() == "new" and [p.name for p in tmp_path.iterdir()] == ["plan.pdf"]


def test_of_a_file_that_could_not_be_written_nothing_is_left_and_the_old_one_stays(tmp_path: Path) -> None:
    path = tmp_path / "plan.pdf"
    path.write_text("old")
    with pytest.raises(OSError, match="full"), beside(path, ".7") as part:
        part.write_text("ne")
        raise OSError("full")
    assert path.read_text() == "old" and [p.name for p in tmp_path.iterdir()] == ["plan.pdf"]
