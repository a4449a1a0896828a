"""`python3 dev.py bench [N] [--large]`: ours, the peer, the ratio and the goal for every job of the speed table.

It is no test and fails nothing: it prints a table, and how each job grows when the portfolio is ten times as large,
and writes both to bench.json. A peer that is not on this machine is named; where its figure was taken elsewhere it
stands with a "~", and so does the ratio. `--large` adds the file of ten times N, which takes minutes to make.
"""
from __future__ import annotations

import json
import os
import shutil
import sys
import tempfile
from dataclasses import asdict
from itertools import pairwise
from pathlib import Path

from tests import bench_jobs as jobs
from tests.bench_jobs import Row

WORST_GROWTH = 12.0              # times as long for ten times the measures


def main(argv: list[str]) -> int:
    numbers = [int(a) for a in argv if a.isdigit()]
    n = numbers[0] if numbers else 10_000
    sizes = [max(n // 10, 10), n, *([n * 10] if "--large" in argv else [])]
    folder = Path(tempfile.mkdtemp(prefix="trimtab-bench-"))
    os.environ["TRIMTAB_PROFILE"] = str(folder / "profile")
    try:
        for size in sizes:
            print(f"making {size:,} measures ...", file=sys.stderr, flush=True)
            jobs.make(folder, size)
        rows = [row for job in jobs.ALL for row in _done(job, folder, n)]
        if "--large" in argv:
            rows += jobs.open_large(folder, n * 10)
        growth = {size: jobs.growing(folder, size) for size in sizes}
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    _print(rows)
    _print_growth(growth)
    Path("bench.json").write_text(json.dumps(
        {"measures": n, "rows": [asdict(r) | {"ratio": r.ratio, "met": r.met} for r in rows], "growth": growth},
        indent=1), "utf-8")
    print("Written to bench.json.")
    return 0


def _done(job: jobs.Job, folder: Path, n: int) -> list[Row]:
    print(f"{(job.__doc__ or '').splitlines()[0]} ...", file=sys.stderr, flush=True)
    return job(folder, n)


def _print(rows: list[Row]) -> None:
    print(f"{'job':40} {'ours':>10} {'peer':>11} {'ratio':>9} {'goal':>7}           peer")
    for row in rows:
        about = "" if row.here else "~"
        ratio = "-" if row.ratio is None else f"{about}{row.ratio:.3f}"
        theirs = "-" if row.theirs is None else about + _shown(row.theirs, row.unit)
        word = {None: "", True: "met", False: "MISSED"}[row.met]
        if row.met is False and row.ratio is not None and row.ratio > 2 * row.goal:
            word = "MISSED 2x"
        ours = _shown(row.ours, row.unit)
        print(f"{row.job:40} {ours:>10} {theirs:>11} {ratio:>9} {row.goal:7g} {word:9} {row.peer}")
    found = {row.job: [r.met for r in rows if r.job == row.job and r.met is not None] for row in rows}
    known = {job: met for job, met in found.items() if met}
    print(f"{sum(all(met) for met in known.values())} of {len(known)} jobs meet the goal against every peer with a "
          f"figure; no figure for: {', '.join(job for job in found if job not in known) or 'none'}.")


def _print_growth(growth: dict[int, dict[str, float]]) -> None:
    sizes = sorted(growth)
    print(f"\n{'growth':40} " + " ".join(f"{size:>12,}" for size in sizes) + "   times as long for 10 x")
    for job in growth[sizes[0]]:
        times = [growth[size][job] for size in sizes]
        steps = [b / a for a, b in pairwise(times) if a]
        wrong = " TOO MUCH" if any(step > WORST_GROWTH for step in steps) else ""
        print(f"{job:40} " + " ".join(f"{_shown(t, 's'):>12}" for t in times)
              + "   " + ", ".join(f"{step:.1f}" for step in steps) + wrong)


def _shown(value: float | None, unit: str) -> str:
    if value is None:
        return "-"
    return f"{value:.2f} {unit}" if unit != "s" else f"{value * 1000:.2f} ms" if value < 1 else f"{value:.2f} s"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
