#!/usr/bin/env python3
# The test-data generator: the same (n, seed) gives the same portfolio on every machine.
# Tests and dev.py bench make their workbooks with it; nothing of the program imports it.
"""Deterministic portfolio generator (benchmark and test data).

    gen_portfolio.py -n 10000 --seed 1 --out DIR [--csv] [--json] [--xlsx]

Hierarchy: Organization > Portfolio > Program > Project > MeasurePackage > Measure.
Each measure has 36 months x 4 series (baseline, plan, forecast, actual) of money
in integer cents, 5 milestones with dates, about 1.5 finish-to-start predecessors
(acyclic by construction: a predecessor always starts earlier), a status,
an owner, a start and a finish.

The same (n, seed) gives the same bytes in csv and json on every machine that has
the same numpy (PCG64 streams are stable); `digest` prints a SHA-256 of the arrays.

Only numpy is needed; --xlsx needs xlsxwriter. Import `generate(n, seed)` to get
the arrays without touching the disk.
"""
from __future__ import annotations

import argparse
import csv
import datetime as dt
import hashlib
import json
import os
from dataclasses import dataclass

import numpy as np

SERIES = ("baseline", "plan", "forecast", "actual")
LEVELS = ("organization", "portfolio", "program", "project", "package", "measure")
STATUS = ("draft", "approved", "active", "blocked", "done", "cancelled")
MILESTONES = ("Approved", "Started", "Halfway", "Delivered", "Benefits confirmed")
MONTHS = 36
EPOCH = dt.date(2025, 1, 1)
STATUS_MONTH = 14            # actuals exist for months < STATUS_MONTH
OWNERS = 120
VERBS = ("Consolidate", "Renegotiate", "Automate", "Relocate", "Standardise", "Retire",
         "Introduce", "Digitise", "Outsource", "Insource", "Simplify", "Harmonise")
THINGS = ("supplier contracts", "plant maintenance", "order intake", "warehouse layout",
          "price lists", "legacy servers", "travel policy", "energy purchasing",
          "spare parts", "service desk", "payroll runs", "packaging lines", "tooling",
          "quality checks", "freight routes", "licence pool")


@dataclass
class Portfolio:
    """Everything as arrays; node ids are pre-order positions (root = 0)."""
    n: int
    seed: int
    parent: np.ndarray        # int32 [nodes]; -1 at the root
    level: np.ndarray         # int8  [nodes]; index into LEVELS
    end: np.ndarray           # int32 [nodes]; subtree of i is the slice [i, end[i])
    code: list                # str   [nodes]; e.g. PF02.PG05.PJ011.PK003.M0004
    name: list                # str   [nodes]
    measure: np.ndarray       # int32 [n]; node id of measure k (pre-order, ascending)
    money: np.ndarray         # int64 [n, 4, MONTHS]; cents
    status: np.ndarray        # int8  [n]; index into STATUS
    owner: np.ndarray         # int16 [n]
    start: np.ndarray         # int32 [n]; days since EPOCH
    duration: np.ndarray      # int32 [n]; calendar days, >= 1
    milestone: np.ndarray     # int32 [n, 5]; days since EPOCH, ascending
    dep_ptr: np.ndarray       # int64 [n + 1]; CSR over measures
    dep: np.ndarray           # int32 [edges]; predecessor measure index

    @property
    def nodes(self) -> int:
        return len(self.parent)

    def digest(self) -> str:
        h = hashlib.sha256()
        for a in (self.parent, self.level, self.end, self.measure, self.money, self.status,
                  self.owner, self.start, self.duration, self.milestone, self.dep_ptr, self.dep):
            h.update(np.ascontiguousarray(a).tobytes())
        for s in self.name:
            h.update(s.encode())
        return h.hexdigest()


def _split(total: int, parts: int) -> list[int]:
    base, extra = divmod(total, parts)
    return [base + (i < extra) for i in range(parts)]


def _dependencies(rng, n: int, start, duration, want=(.14, .25, .27, .21, .13)):
    """Finish-to-start predecessors, CSR by successor: 0..4 each, 9 of 10 from the same neighbourhood
    (a project or two), the rest from anywhere. Acyclic: a predecessor starts strictly earlier. Its
    planned finish lies at most 30 days after the successor's start, so the planned dates hold or
    are violated slightly, and the longest path stays near the portfolio's real length."""
    count = rng.choice(len(want), n, p=want)
    i = np.repeat(np.arange(n), count)                         # one row a wanted dependency
    tries = 12
    near = rng.random((len(i), tries)) < .9
    cand = np.where(near, i[:, None] + rng.integers(-60, 61, (len(i), tries)),
                    rng.integers(0, n, (len(i), tries)))
    cand = np.clip(cand, 0, n - 1)
    ok = (start[cand] < start[i][:, None]) & (start[cand] + duration[cand] <= start[i][:, None] + 30)
    pick = ok.argmax(axis=1)
    have = ok[np.arange(len(i)), pick]
    edge = np.unique(np.stack((i[have], cand[have, pick[have]]), 1), axis=0)
    dep_ptr = np.zeros(n + 1, np.int64)
    np.cumsum(np.bincount(edge[:, 0], minlength=n), out=dep_ptr[1:])
    return dep_ptr, edge[:, 1].astype(np.int32)


def generate(n: int, seed: int = 1, portfolios: int = 5, programs: int = 10) -> Portfolio:
    """1 org, 5 portfolios, 10 programs each, then ~8 measures a package, ~5 packages a project."""
    rng = np.random.Generator(np.random.PCG64(seed))
    parent, level, code, name, measure = [-1], [0], ["ORG"], ["Northwind Group"], []

    def add(par: int, lev: int, cod: str, nam: str) -> int:
        parent.append(par), level.append(lev), code.append(cod), name.append(nam)
        return len(parent) - 1

    verb = rng.integers(0, len(VERBS), n)
    thing = rng.integers(0, len(THINGS), n)
    k = 0
    for f, in_pf in enumerate(_split(n, min(portfolios, n)), 1):
        pf = add(0, 1, f"PF{f:02d}", f"Portfolio {f}")
        for g, in_pg in enumerate(_split(in_pf, min(programs, max(1, in_pf))), 1):
            if not in_pg:
                continue
            pg = add(pf, 2, f"{code[pf]}.PG{g:02d}", f"Program {f}.{g}")
            n_pk = max(1, round(in_pg / 8))
            pk_sizes = _split(in_pg, n_pk)
            n_pj = max(1, round(n_pk / 5))
            at = 0
            for j, n_pk_here in enumerate(_split(n_pk, n_pj), 1):
                pj = add(pg, 3, f"{code[pg]}.PJ{j:03d}", f"Project {f}.{g}.{j}")
                for q in range(1, n_pk_here + 1):
                    pk = add(pj, 4, f"{code[pj]}.PK{q:03d}", f"Package {f}.{g}.{j}.{q}")
                    for m in range(1, pk_sizes[at] + 1):
                        measure.append(add(pk, 5, f"{code[pk]}.M{m:04d}",
                                           f"{VERBS[verb[k]]} {THINGS[thing[k]]} {k + 1}"))
                        k += 1
                    at += 1
    assert k == n
    nodes = len(parent)
    parent_a = np.array(parent, np.int32)
    end = np.arange(1, nodes + 1, dtype=np.int32)
    for i in range(nodes - 1, 0, -1):          # pre-order: the last child's end is the parent's
        p = parent[i]
        if end[i] > end[p]:
            end[p] = end[i]

    start = rng.integers(0, 540, n).astype(np.int32)
    duration = rng.integers(10, 240, n).astype(np.int32)
    dep_ptr, dep = _dependencies(rng, n, start, duration)
    frac = np.sort(rng.random((n, 5)), axis=1)
    milestone = (start[:, None] + (frac * duration[:, None]).astype(np.int32)).astype(np.int32)
    status = rng.choice(len(STATUS), n, p=(.1, .15, .45, .05, .2, .05)).astype(np.int8)
    owner = rng.integers(0, OWNERS, n).astype(np.int16)

    # money: an S-curve over the measure's life; plan/forecast/actual drift from baseline
    size = np.exp(rng.normal(11.0, 1.2, n)) * 100                   # cents a month at the plateau
    t = np.arange(MONTHS)[None, :] * 30.44
    ramp = np.clip((t - start[:, None]) / np.maximum(duration[:, None], 1), 0.0, 1.0)
    base = size[:, None] * ramp * (3 - 2 * ramp) * ramp
    plan = base * (1 + rng.normal(0, .05, (n, 1)))
    fcst = plan * (1 + rng.normal(0, .10, (n, 1)) + rng.normal(0, .02, (n, MONTHS)))
    act = fcst * (1 + rng.normal(0, .06, (n, MONTHS)))
    act[:, STATUS_MONTH:] = 0
    money = np.rint(np.stack((base, plan, fcst, act), axis=1)).astype(np.int64)

    return Portfolio(n, seed, parent_a, np.array(level, np.int8), end, code, name,
                     np.array(measure, np.int32), money, status, owner, start, duration,
                     milestone, dep_ptr, dep)


# ------------------------------------------------------------------ output

def day(d: int) -> str:
    return (EPOCH + dt.timedelta(days=int(d))).isoformat()


def month(i: int) -> str:
    return f"{EPOCH.year + i // 12}-{i % 12 + 1:02d}"


def write_csv(p: Portfolio, out: str) -> None:
    """nodes.csv, measures.csv, series.csv (wide: a row a measure and series), milestones.csv, deps.csv"""
    os.makedirs(out, exist_ok=True)

    def table(fn: str, head, rows) -> None:
        with open(os.path.join(out, fn), "w", newline="", encoding="utf-8") as f:
            w = csv.writer(f, lineterminator="\n")
            w.writerow(head)
            w.writerows(rows)

    table("nodes.csv", ("id", "parent", "level", "code", "name"),
          ((i, int(p.parent[i]) if i else "", LEVELS[p.level[i]], p.code[i], p.name[i])
           for i in range(p.nodes)))
    table("measures.csv", ("id", "status", "owner", "start", "finish", "duration_days"),
          ((int(p.measure[k]), STATUS[p.status[k]], f"owner{p.owner[k]:03d}", day(p.start[k]),
            day(p.start[k] + p.duration[k]), int(p.duration[k])) for k in range(p.n)))
    table("series.csv", ("measure", "series", *(month(m) for m in range(MONTHS))),
          ((int(p.measure[k]), SERIES[s], *(f"{c // 100}.{c % 100:02d}" for c in p.money[k, s].tolist()))
           for k in range(p.n) for s in range(4)))
    table("milestones.csv", ("measure", "name", "date"),
          ((int(p.measure[k]), MILESTONES[j], day(p.milestone[k, j]))
           for k in range(p.n) for j in range(5)))
    table("deps.csv", ("predecessor", "successor"),
          ((int(p.measure[p.dep[e]]), int(p.measure[k]))
           for k in range(p.n) for e in range(p.dep_ptr[k], p.dep_ptr[k + 1])))


def write_json(p: Portfolio, path: str) -> None:
    doc = {"n": p.n, "seed": p.seed, "digest": p.digest(), "measures": [
        {"code": p.code[p.measure[k]], "name": p.name[p.measure[k]], "status": STATUS[p.status[k]],
         "owner": f"owner{p.owner[k]:03d}", "start": day(p.start[k]),
         "finish": day(p.start[k] + p.duration[k]),
         "series": {SERIES[s]: p.money[k, s].tolist() for s in range(4)},
         "milestones": [day(d) for d in p.milestone[k]],
         "predecessors": [p.code[p.measure[d]] for d in p.dep[p.dep_ptr[k]:p.dep_ptr[k + 1]]]}
        for k in range(p.n)]}
    with open(path, "w", encoding="utf-8") as f:
        json.dump(doc, f, ensure_ascii=False, separators=(",", ":"))


TRACKER_HEAD = ("Organization", "Portfolio", "Program", "Project", "Package", "Measure ID", "Measure",
                "Owner", "Status", "Start", "Finish", "M1", "M2", "M3", "M4", "M5", "Predecessors")


def write_tracker(p: Portfolio, path: str, formulas: bool = True) -> None:
    """A tracker workbook as users keep it: sheet Measures (a row a measure, 4 x 36 month columns,
    totals and variance as formulas) and roll-up sheets with SUMIFS a package/project/program/portfolio.
    formulas=False writes the Measures sheet with values only (an import file)."""
    import xlsxwriter
    from xlsxwriter.utility import xl_col_to_name as col

    wb = xlsxwriter.Workbook(path, {"constant_memory": True})
    dfmt = wb.add_format({"num_format": "yyyy-mm-dd"})
    mfmt = wb.add_format({"num_format": "#,##0.00"})
    ws = wb.add_worksheet("Measures")
    h0 = len(TRACKER_HEAD)
    head = list(TRACKER_HEAD) + [f"{s.title()} {month(m)}" for s in SERIES for m in range(MONTHS)]
    if formulas:
        head += [f"{s.title()} total" for s in SERIES] + ["Var fc-plan", "Var act-plan YTD", "Var %"]
    ws.write_row(0, 0, head)
    first = [h0 + s * MONTHS for s in range(4)]
    tot0 = h0 + 4 * MONTHS
    for k in range(p.n):
        i = int(p.measure[k])
        chain, j = [], int(p.parent[i])
        while j >= 0:
            chain.append(p.code[j])
            j = int(p.parent[j])
        r = k + 1
        ws.write_row(r, 0, chain[::-1] + [p.code[i], p.name[i], f"owner{p.owner[k]:03d}",
                                         STATUS[p.status[k]]])
        for c, d in enumerate((p.start[k], p.start[k] + p.duration[k], *p.milestone[k])):
            ws.write_datetime(r, 9 + c, dt.datetime.combine(EPOCH, dt.time()) + dt.timedelta(days=int(d)), dfmt)
        ws.write_string(r, 16, ";".join(p.code[p.measure[d]] for d in p.dep[p.dep_ptr[k]:p.dep_ptr[k + 1]]))
        ws.write_row(r, h0, (p.money[k].reshape(-1) / 100).tolist(), mfmt)
        if formulas:
            x = r + 1
            sums = p.money[k].sum(axis=1) / 100
            for s in range(4):
                ws.write_formula(r, tot0 + s, f"=SUM({col(first[s])}{x}:{col(first[s] + MONTHS - 1)}{x})",
                                 mfmt, float(sums[s]))
            pl, fc = col(tot0 + 1), col(tot0 + 2)
            ws.write_formula(r, tot0 + 4, f"={fc}{x}-{pl}{x}", mfmt)
            ws.write_formula(r, tot0 + 5,
                             f"=SUM({col(first[3])}{x}:{col(first[3] + STATUS_MONTH - 1)}{x})"
                             f"-SUM({col(first[1])}{x}:{col(first[1] + STATUS_MONTH - 1)}{x})", mfmt)
            ws.write_formula(r, tot0 + 6, f"=IF({pl}{x}=0,0,{col(tot0 + 4)}{x}/{pl}{x})")
    if formulas:
        last = p.n + 1
        for lev in (4, 3, 2, 1):
            s = wb.add_worksheet(LEVELS[lev].title() + "s")
            s.write_row(0, 0, [LEVELS[lev].title(), "Measures"] + [f"{x.title()} total" for x in SERIES]
                        + ["Var fc-plan", "Var %"] + [f"{x.title()} {month(m)}" for x in ("plan", "actual")
                                                      for m in range(MONTHS)])
            key = f"Measures!${col(lev)}$2:${col(lev)}${last}"
            for r, i in enumerate(np.flatnonzero(p.level == lev).tolist(), 1):
                x = r + 1
                s.write_string(r, 0, p.code[i])
                s.write_formula(r, 1, f"=COUNTIF({key},$A{x})")
                for q in range(4):
                    c = col(tot0 + q)
                    s.write_formula(r, 2 + q, f"=SUMIFS(Measures!${c}$2:${c}${last},{key},$A{x})", mfmt)
                s.write_formula(r, 6, f"=E{x}-D{x}", mfmt)
                s.write_formula(r, 7, f"=IF(D{x}=0,0,G{x}/D{x})")
                if lev <= 3:                        # month columns on the upper roll-ups only
                    for z, q in enumerate((1, 3)):
                        for m in range(MONTHS):
                            c = col(first[q] + m)
                            s.write_formula(r, 8 + z * MONTHS + m,
                                            f"=SUMIFS(Measures!${c}$2:${c}${last},{key},$A{x})", mfmt)
    wb.close()


def main() -> None:
    a = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    a.add_argument("-n", type=int, default=1000)
    a.add_argument("--seed", type=int, default=1)
    a.add_argument("--out", default=".")
    for f in ("csv", "json", "xlsx", "values"):
        a.add_argument(f"--{f}", action="store_true")
    o = a.parse_args()
    p = generate(o.n, o.seed)
    os.makedirs(o.out, exist_ok=True)
    if o.csv:
        write_csv(p, o.out)
    if o.json:
        write_json(p, os.path.join(o.out, "portfolio.json"))
    if o.xlsx:
        write_tracker(p, os.path.join(o.out, "tracker.xlsx"))
    if o.values:
        write_tracker(p, os.path.join(o.out, "import.xlsx"), formulas=False)
    print(f"n={p.n} nodes={p.nodes} deps={len(p.dep)} ({len(p.dep) / p.n:.2f}/measure) digest={p.digest()[:16]}")


if __name__ == "__main__":
    main()
