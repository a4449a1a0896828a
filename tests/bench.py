"""`python3 dev.py bench [N]`: ours, the peer, the ratio and the goal for every job of the speed table, in one run.

It is no test and fails nothing: it prints a table and writes bench.json beside it. Peers that are not installed are
named. Machines are noisy, so a goal is a ratio in the same run; each figure is the best of a few runs.
"""
from __future__ import annotations

import gc
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


@dataclass
class Row:
    """One line of the table; seconds unless `unit` says otherwise, None where it could not be had."""

    job: str
    ours: float | None
    peer: str
    theirs: float | None
    goal: float
    unit: str = "s"

    @property
    def ratio(self) -> float | None:
        return self.ours / self.theirs if self.ours is not None and self.theirs else None


def best(job: Callable[[], object], times: int = 3) -> float:
    """Seconds of the fastest of some runs."""
    found = []
    for _ in range(times):
        gc.collect()
        begin = time.perf_counter()
        job()
        found.append(time.perf_counter() - begin)
    return min(found)


def process(*args: str, times: int = 3) -> float:
    """Seconds of a whole process, the fastest of some."""
    env = os.environ | {"QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)}
    return best(lambda: subprocess.run(args, env=env, cwd=ROOT, check=True, capture_output=True), times)


def main(argv: list[str]) -> int:
    n = int(argv[0]) if argv else 10_000
    folder = Path(tempfile.mkdtemp(prefix="trimtab-bench-"))
    os.environ["TRIMTAB_PROFILE"] = str(folder / "profile")
    try:
        rows = [row for job in (imports, opening, roll_ups, edits_and_schedule, paper, sizes)
                for row in job(folder, n)]
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    print(f"{'job':44} {'ours':>10} {'peer':>10} {'ratio':>8} {'goal':>7}  peer")
    for row in rows:
        ratio = f"{row.ratio:8.3f}" if row.ratio is not None else "       -"
        mark = "" if row.ratio is None else " met" if row.ratio <= row.goal else " MISSED"
        print(f"{row.job:44} {_shown(row.ours, row.unit):>10} {_shown(row.theirs, row.unit):>10} {ratio} {row.goal:7g}"
              f"  {row.peer}{mark}")
    Path("bench.json").write_text(json.dumps([asdict(r) | {"ratio": r.ratio} for r in rows], indent=1), "utf-8")
    known = [r for r in rows if r.ratio is not None]
    print(f"{sum(r.ratio <= r.goal for r in known if r.ratio is not None)} of {len(known)} ratios met; "
          f"{len(rows) - len(known)} peers not on this machine. Written to bench.json.")
    return 0


def _shown(value: float | None, unit: str) -> str:
    if value is None:
        return "-"
    return f"{value:.2f} {unit}" if unit != "s" else f"{value * 1000:.1f} ms" if value < 1 else f"{value:.2f} s"


def _cli(*args: str, times: int = 1) -> float:
    return process(sys.executable, "-m", "app", *args, times=times)


def imports(folder: Path, n: int) -> list[Row]:
    """Import the tracker, checked and committed, against calamine and openpyxl reading it alone."""
    from tests.data.gen_portfolio import generate, write_tracker

    book, file = folder / "import.xlsx", folder / "bench.trimtab"
    write_tracker(generate(n, 1), str(book), formulas=False)
    _cli("new", str(file))
    ours = _cli("import", str(book), "--into", str(file))
    read = "import sys; from python_calamine import CalamineWorkbook as W;" \
           "b = W.from_path(sys.argv[1]); [b.get_sheet_by_name(s).to_python() for s in b.sheet_names]"
    calamine = process(sys.executable, "-c", read, str(book), times=1)
    read = "import sys, openpyxl; [list(s.iter_rows(values_only=True)) for s in openpyxl.load_workbook(sys.argv[1])]"
    openpyxl = process(sys.executable, "-c", read, str(book), times=1)
    return [Row("import the tracker", ours, "calamine alone", calamine, 1.6),
            Row("import the tracker", ours, "openpyxl alone", openpyxl, 0.18),
            Row("import the tracker", ours, "LibreOffice to csv", _soffice(book, folder), 0.55)]


def _soffice(book: Path, folder: Path) -> float | None:
    found = shutil.which("soffice")
    return process(found, "--headless", "--convert-to", "csv", "--outdir", str(folder), str(book),
                   times=1) if found else None


_FRAME = """
import sys
from app.ui.app import application
from app.ui.main_window import MainWindow
app = application(); window = MainWindow(); window.resize(1920, 1080); window.show()
if len(sys.argv) > 1: window.open_path(sys.argv[1])
app.processEvents(); window.grab()
"""


def opening(folder: Path, n: int) -> list[Row]:
    """From spawn to a complete first frame, empty and with the file."""
    file = folder / "bench.trimtab"
    cold = process(sys.executable, "-c", _FRAME)
    full = process(sys.executable, "-c", _FRAME, str(file))
    bare = process(sys.executable, "-c", "from PySide6.QtWidgets import QApplication, QWidget;"
                   "a = QApplication([]); w = QWidget(); w.show(); a.processEvents(); w.grab()")
    return [Row("cold start to a window", cold, "an empty Qt window in Python", bare, 1.5),
            Row("cold start to a window", cold, "LibreOffice Calc (not on this machine)", None, 0.3),
            Row(f"open {n} measures to the first frame", full, "GNOME Planner (not on this machine)", None, 0.07)]


def roll_ups(folder: Path, n: int) -> list[Row]:
    """The full roll-up against pandas' groupby and against reading the array once."""
    import numpy as np
    import pandas as pd

    from app.core.value import cube as cubes
    from app.session import open_session

    session = open_session(folder / "bench.trimtab", readonly=True)
    c = cubes.cube(session.portfolio)
    flat = np.ascontiguousarray(c.net.reshape(len(c.lines), -1))
    ours = best(lambda: cubes.roll_up(c.outline, c.position, flat), 7)
    frame = pd.DataFrame(flat)
    keys = c.position
    pandas = best(lambda: frame.groupby(keys).sum(), 3)
    once = best(lambda: flat.sum(), 7)
    session.close()
    return [Row("full roll-up", ours, "pandas groupby, one level", pandas, 0.15),
            Row("full roll-up", ours, "reading the array once", once, 3)]


def edits_and_schedule(folder: Path, n: int) -> list[Row]:
    """One durable edit with its sums, one sum alone, and the two passes of the network."""
    from app.core import edits
    from app.core.schedule import network, passes
    from app.core.value.cube import cube
    from app.session import open_session

    session = open_session(folder / "bench.trimtab")
    p = session.portfolio
    line = p.of_kind("effect_line")[0].uid
    top = p.outline.uids[0]
    cube(p).total(top, "plan")
    amount = iter(range(1, 10**6))

    def edit() -> None:
        session.do("Edit", edits.set_months(p, line, "plan", 24312, [next(amount)]))
        cube(p).total(top, "plan")

    one = best(edit, 30)
    with_rows = best(lambda: cube(p).total(top, "plan"), 30)
    net = network.network(p)
    passes.run(net)
    schedule = best(lambda: passes.run(net), 10)
    peer = _networkx(net)
    session.close()
    return [Row("edit one month, durable, sums right", one, "Calc, all sheets (not on this machine)", None, 0.045),
            Row("one visible roll-up right", with_rows, "Calc (not on this machine)", None, 0.1),
            Row("schedule, two passes", schedule, "networkx, longest path", peer, 0.05)]


def _networkx(net: object) -> float | None:
    try:
        import networkx as nx
    except ImportError:
        return None
    levels = net.levels  # type: ignore[attr-defined]
    graph = nx.DiGraph()
    graph.add_nodes_from(range(len(levels.nodes)))
    graph.add_edges_from(zip(levels.tail.tolist(), levels.head.tolist(), strict=True), weight=1)
    return best(lambda: nx.dag_longest_path(graph), 3)


def paper(folder: Path, n: int) -> list[Row]:
    """A report of about twenty pages as a whole process."""
    out = folder / "out.pdf"
    ours = _cli("report", str(folder / "bench.trimtab"), "--out", str(out), times=2)
    found = shutil.which("soffice")
    return [Row("steering report, whole process", ours,
                "LibreOffice" + ("" if found else " (not on this machine)"), None, 0.5)]


def sizes(folder: Path, n: int) -> list[Row]:
    """Memory with the file open and the size of the file, in MB; the ods peer is the measured 8.2 MB at 10,000."""
    file = folder / "bench.trimtab"
    code = _FRAME + "\nimport resource; print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
    env = os.environ | {"QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-c", code, str(file)], env=env, cwd=ROOT, capture_output=True, text=True,
                          check=True)
    memory = int(done.stdout.split()[-1]) / 1024
    return [Row("memory with the file open", memory, "Calc 224 MB, measured elsewhere", 224 * n / 10_000, 0.55, "MB"),
            Row("file size", file.stat().st_size / 1e6, "ods 8.2 MB, measured elsewhere", 8.2 * n / 10_000, 0.95, "MB")]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
