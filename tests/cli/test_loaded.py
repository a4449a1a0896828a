"""What a job loads: every start pays for it, and one import too many at the top of a file is seen nowhere else."""
from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from tests.cli.conftest import Trimtab

ROOT = Path(__file__).resolve().parents[2]


def loaded_by(code: str, *unwanted: str) -> list[str]:
    """Which of these packages a program of its own holds at its end."""
    look = f"print(json.dumps([m for m in {unwanted!r} if m in sys.modules]))"
    done = subprocess.run([sys.executable, "-c", f"import json, sys\n{code}\n{look}"], cwd=ROOT, capture_output=True,
                          text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    found: list[str] = json.loads(done.stdout.splitlines()[-1])
    return found


def test_a_report_loads_nothing_of_imports_and_no_masked_arrays(tmp_path: Path, here: Trimtab) -> None:
    file, out = tmp_path / "a.trimtab", tmp_path / "a.pdf"
    here("sample", str(file))
    code = f"from app import cli\nassert not cli.run(['report', {str(file)!r}, '--out', {str(out)!r}], None)\n"
    assert loaded_by(code, "importers", "app.core.intake", "app.core.batch", "numpy.ma", "PySide6") == []
    assert out.read_bytes()[:5] == b"%PDF-"


def test_the_look_at_loaded_modules_is_no_empty_promise() -> None:
    assert loaded_by("import app.core.intake.plan", "app.core.intake", "app.core.batch") == [
        "app.core.intake", "app.core.batch"]


def test_an_import_loads_what_reads_rare_files_for_such_a_file_alone() -> None:
    assert loaded_by("import importers.read", "importers.schedules.batch", "importers.schedules.mspdi",
                     "app.core.schedule.network", "importers.reading.web.table", "importers.reading.spreadsheetml",
                     "importers.reading.read_foreign", "pandas", "openpyxl", "app.store") == []
