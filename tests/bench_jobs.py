"""The jobs of the speed table: each measures ours and every peer that is on this machine, in the same run.

Must not know: how the table is printed. Figures of peers that are not here were taken on the same portfolio, on two
cores, for the goals (`here=False`): they say how far away we are, not more.
"""
from __future__ import annotations

import gc
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
MOST = 15_000                    # measures of the largest tracker that the program takes: its sheet is 100 MB of XML


@dataclass
class Row:
    """One line of the table; seconds unless `unit` says otherwise, None where it could not be had."""

    job: str
    ours: float | None
    peer: str
    theirs: float | None
    goal: float
    unit: str = "s"
    here: bool = True

    @property
    def ratio(self) -> float | None:
        return self.ours / self.theirs if self.ours is not None and self.theirs else None

    @property
    def met(self) -> bool | None:
        return None if self.ratio is None else self.ratio <= self.goal


Job = Callable[[Path, int], list[Row]]


def elsewhere(job: str, ours: float | None, peer: str, theirs: float, goal: float, unit: str = "s") -> Row:
    """A peer that is not on this machine, by the figure the goal was set with."""
    return Row(job, ours, f"{peer}, not on this machine", theirs, goal, unit, here=False)


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
    return best(lambda: _run(*args), times)


def _run(*args: str) -> str:
    env = os.environ | {"QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)}
    env.pop("PYTHONDONTWRITEBYTECODE", None)             # an installed program does not translate itself at each start
    return subprocess.run(args, env=env, cwd=ROOT, check=True, capture_output=True, text=True).stdout


def cli(*args: str, times: int = 1) -> float:
    return process(sys.executable, "-m", "app", *args, times=times)


def soffice(what: str, book: Path, times: int = 1) -> float | None:
    """Seconds LibreOffice needs from start to end to convert a file; None when it is not installed."""
    found = shutil.which("soffice")
    return process(found, "--headless", "--convert-to", what, "--outdir", str(book.parent), str(book),
                   times=times) if found else None


def calc(job: str, ours: float, measured: float | None, words: str, known: float, goal: float) -> Row:
    """LibreOffice measured here, or its known figure."""
    return (elsewhere(job, ours, "LibreOffice", known, goal) if measured is None
            else Row(job, ours, f"LibreOffice, {words}", measured, goal))


def make(folder: Path, n: int) -> None:
    """The workbook and the file of a size, if they are not there yet; notes how long the import took."""
    from tests.data.gen_portfolio import generate, write_tracker

    book, file = folder / f"{n}.xlsx", folder / f"{n}.trimtab"
    if not file.exists():
        write_tracker(generate(n, 1), str(book), formulas=False)
        cli("new", str(file))
        seconds = (cli("import", str(book), "--into", str(file)) if n <= MOST else
                   process(sys.executable, "-m", "tests.bench_large", str(book), str(file), times=1))
        (folder / f"{n}.seconds").write_text(str(seconds))


def imports(folder: Path, n: int) -> list[Row]:
    """Import the tracker, checked and committed."""
    book = folder / f"{n}.xlsx"
    again = folder / "again.trimtab"
    cli("new", str(again))
    ours = min(float((folder / f"{n}.seconds").read_text()), cli("import", str(book), "--into", str(again)))
    read = "import sys; from python_calamine import CalamineWorkbook as W;" \
           "b = W.from_path(sys.argv[1]); [b.get_sheet_by_name(s).to_python() for s in b.sheet_names]"
    calamine = process(sys.executable, "-c", read, str(book), times=2)
    read = "import sys, openpyxl; [list(s.iter_rows(values_only=True)) for s in openpyxl.load_workbook(sys.argv[1])]"
    openpyxl = process(sys.executable, "-c", read, str(book), times=1)
    job = "import the tracker"
    return [Row(job, ours, "calamine alone", calamine, 1.6), Row(job, ours, "openpyxl alone", openpyxl, 0.18),
            calc(job, ours, soffice("csv", book), "to csv", 2.9, 0.55)]


def screens(folder: Path, n: int) -> list[Row]:
    """From spawn to a complete first frame, empty and with the file; memory; frames while scrolling."""
    small = folder / "small.csv"
    small.write_text("a,b\n1,2\n")
    start = soffice("ods", small, 2)
    cold = process(sys.executable, "-m", "tests.bench_screen")
    full = process(sys.executable, "-m", "tests.bench_screen", str(folder / f"{n}.trimtab"))
    load = soffice("ods", folder / f"{n}.xlsx")
    ods = folder / f"{n}.ods"
    seen = json.loads(_run(sys.executable, "-m", "tests.bench_screen", str(folder / f"{n}.trimtab"), "scroll"))
    size, was = (folder / f"{n}.trimtab").stat().st_size / 1e6, n / 10_000
    return [
        calc("cold start to a window", cold, start, "start and end, headless", 0.80, 0.30),
        elsewhere("cold start to a window", cold, "GNOME Planner", 0.15, 1.5),
        calc("open to the first frame", full, load, "read and written as ods", 2.8 * was, 0.15),
        elsewhere("open to the first frame", full, "GNOME Planner", 5.4 * was, 0.07),
        *scroll(seen),
        elsewhere("memory with the file open", seen["memory"], "Calc", 224 * was, 0.55, "MB"),
        elsewhere("memory with the file open", seen["memory"], "GNOME Planner", 624 * was, 0.2, "MB"),
        Row("file size", size, "the tracker as ods", ods.stat().st_size / 1e6, 0.95, "MB") if ods.exists()
        else elsewhere("file size", size, "the tracker as ods", 8.2 * was, 0.95, "MB")]


def scroll(seen: dict[str, float]) -> list[Row]:
    """Ours paints tree and time area, each peer its half of the same rows."""
    job, rows = "scroll frame, tree and Gantt", f"the same {seen['rows']:,} rows"
    found = [Row(job, seen["both"], f"QTreeView, Python model, {rows}", seen["tree"], 0.32)]
    if "gantt" in seen:                       # a scene of very many rows is not made (bench_screen.py)
        found.append(Row(job, seen["both"], f"QGraphicsScene, {rows}", seen["gantt"], 0.15))
    return found


def open_large(folder: Path, n: int) -> list[Row]:
    """The same with ten times the measures."""
    full = process(sys.executable, "-m", "tests.bench_screen", str(folder / f"{n}.trimtab"), times=1)
    load = soffice("ods", folder / f"{n}.xlsx")
    seen = json.loads(_run(sys.executable, "-m", "tests.bench_screen", str(folder / f"{n}.trimtab"), "scroll"))
    return [calc(f"open {n:,} to the first frame", full, load, "read and written as ods", 12 * n / 100_000, 0.08),
            *scroll(seen)]


def sums(folder: Path, n: int) -> list[Row]:
    """The full roll-up, and one sum after one change."""
    import numpy as np
    import pandas as pd

    from app.core import edits
    from app.core.value import cube as cubes
    from app.session import open_session

    session = open_session(folder / f"{n}.trimtab")
    p = session.portfolio
    c = cubes.cube(p)
    flat = np.ascontiguousarray(c.net.reshape(len(c.lines), -1))
    rows = np.ascontiguousarray(flat.T)          # as the cube keeps it; measures are summed from their lines when asked
    ours = best(lambda: cubes.sums_above(c.outline, c.position, rows, cubes.columns_above(c.outline, 5)), 7)
    frame, keys = pd.DataFrame(flat), c.position
    pandas = best(lambda: frame.groupby(keys).sum(), 3)
    once = best(lambda: flat.sum(), 7)
    line, top = p.of_kind("effect_line")[0].uid, p.outline.uids[0]
    one, edit = [], []
    for amount in range(1, 31):
        begin = time.perf_counter()
        session.do("Edit", edits.set_months(p, line, "plan", 24312, [amount]))
        done = time.perf_counter()
        cubes.cube(p).total(top, "plan")
        end = time.perf_counter()
        edit.append(end - begin)
        one.append(end - done)
    session.close()
    p95 = sorted(edit)[28]
    return [Row("full roll-up", ours, "pandas groupby, one level", pandas, 0.15),
            Row("full roll-up", ours, "reading the array once", once, 3),
            elsewhere("edit one month, durable, sums right", p95, "Calc, all sheets", 0.290, 0.045),
            elsewhere("one visible roll-up right", sorted(one)[15], "Calc", 0.0035, 0.1)]


def schedule(folder: Path, n: int) -> list[Row]:
    """The two passes of the network, and the longest path of peers."""
    from app.core.schedule import network, passes
    from app.session import open_session

    session = open_session(folder / f"{n}.trimtab", readonly=True)
    net = network.network(session.portfolio)
    ours = best(lambda: passes.run(net), 10)
    edges = list(zip(net.levels.tail.tolist(), net.levels.head.tolist(), strict=True))
    count = len(net.levels.nodes)
    session.close()
    return [_longest("networkx", ours, count, edges, 0.037, 0.05),
            _longest("rustworkx", ours, count, edges, 0.0076, 0.15),
            elsewhere("schedule, two passes", ours, "TaskJuggler", 43 * n / 10_000, 0.0001)]


def _longest(peer: str, ours: float, count: int, edges: list[tuple[int, int]], known: float, goal: float) -> Row:
    import importlib
    job = "schedule, two passes"
    try:
        lib = importlib.import_module(peer)
    except ImportError:
        return elsewhere(job, ours, peer, known, goal)
    if peer == "rustworkx":
        graph = lib.PyDiGraph()
        graph.add_nodes_from(range(count))
        graph.add_edges_from([(a, b, 1) for a, b in edges])
        theirs = best(lambda: lib.dag_longest_path_length(graph), 3)
    else:
        graph = lib.DiGraph()
        graph.add_nodes_from(range(count))
        graph.add_edges_from(edges, weight=1)
        theirs = best(lambda: lib.dag_longest_path(graph), 3)
    return Row(job, ours, f"{peer}, longest path", theirs, goal)


def paper(folder: Path, n: int) -> list[Row]:
    """A report as a whole process, against LibreOffice with a text of as many pages."""
    from pypdf import PdfReader

    out = folder / "out.pdf"
    ours = cli("report", str(folder / f"{n}.trimtab"), "--out", str(out), times=2)
    pages = len(PdfReader(out).pages)
    text = folder / "text.html"
    row = "<tr>" + "<td>Relocate supplier contracts</td>" * 4 + "</tr>"
    sheet = f"<h1>Report</h1><table>{row * 25}</table><p style='page-break-before: always'></p>"
    text.write_text(f"<html><body>{sheet * pages}</body></html>")
    return [calc(f"report of {pages} pages, whole process", ours, soffice("pdf", text, 2), "html to pdf", 1.13, 0.5)]


def sync(folder: Path, n: int) -> list[Row]:
    """Sync comes with the server; nothing to measure yet."""
    return [Row("sync of the changed measures", None, "COPY and upsert (comes with sync)", None, 1.5)]


ALL: tuple[Job, ...] = (imports, screens, sums, schedule, paper, sync)


def growing(folder: Path, n: int) -> dict[str, float]:
    """Seconds of the jobs whose cost may grow with the portfolio, at one size."""
    from app.core import edits
    from app.core.schedule import network, passes
    from app.core.value import cube as cubes
    from app.session import open_session

    file = folder / f"{n}.trimtab"
    found = {"import, whole process": float((folder / f"{n}.seconds").read_text())}
    begin = time.perf_counter()
    session = open_session(file)
    found["open the file"] = time.perf_counter() - begin
    p = session.portfolio
    found["sums from nothing"] = best(lambda: cubes.build(p), 2)
    found["network from nothing"] = best(lambda: network.build(p), 2)
    net = network.network(p)
    found["schedule, two passes"] = best(lambda: passes.run(net), 5)
    line, top, amount = p.of_kind("effect_line")[0].uid, p.outline.uids[0], iter(range(1, 100))

    def edit() -> None:
        session.do("Edit", edits.set_months(p, line, "plan", 24312, [next(amount)]))
        cubes.cube(p).total(top, "plan")

    edit()
    found["edit one month, sums right"] = best(edit, 20)
    session.close()
    found["report, whole process"] = cli("report", str(file), "--out", str(folder / "grow.pdf"))
    return found
