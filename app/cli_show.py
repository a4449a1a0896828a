"""`trimtab show`: dates, lateness and money of every node, as JSON keys and as a table.

Lateness is the report's: what page one of the paper calls late is late here. Must not know: Qt.
"""
from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from app import cli_why
from app.cli_text import grouped
from app.core.counting import counted, listed
from app.core.kpis import Kpi, kpis
from app.core.portfolio import Portfolio
from app.core.schedule.lateness import lights
from app.core.show import show
from app.core.value.variance import figures
from app.core.values import from_minor, month_text
from app.reports.facts import Measure, facts

_NAME = 60                               # characters of a name, blanks of its level included
_HEADS = ("Code", "Name", "Owner", "Finish", "Late", "Plan", "Expected", "Variance", "No rate")
_OWNER, _MONEY = 2, 5                    # the column of the owner, and the first one of money


def shown(p: Portfolio, status: str) -> dict[str, Any]:
    """What `core.show` gives, each node with its dates, lateness, lights and figures too."""
    found = show(p, status)
    f, said = figures(p, status), lights(p, status)
    rows = {m.uid: m for m in facts(p, status).measures}
    finishes = _finishes(p, rows)
    for uid, node in zip(f.cube.outline.uids, found["tree"], strict=True):
        light, m = said[uid], rows.get(uid)
        node["start"] = m.start or None if m else None
        node["finish"] = finishes.get(uid)
        if m is not None:
            node |= {"owner": m.owner or None, "stage": m.stage or None, "status": m.status or None, "state": m.state,
                     "late_days": m.late, "late_what": m.late_what or (m.name if m.late else None),
                     "late_owner": _owner_of(p, uid, m.late_what) or (m.owner if m.late else None) or None}
        node["light"] = light.worst                        # computed from planned dates; the other is what people said
        node["reported_light"] = p[uid].get("light") or None
        node["expected"] = from_minor(f.expected_of(uid), f.cube.scale)
        node["variance"] = from_minor(f.variance(uid), f.cube.scale)
    late = [m for m in rows.values() if m.late]
    found["gaps"] = cli_why.gaps(p, status) if "plan" in found["totals"] else []      # else there is nothing to miss
    if p.of_kind("kpi"):
        found["kpis"] = [_kpi(one) for one in kpis(p)]
    found["late"] = {"measures": len(late), "days": max((m.late for m in late), default=0)}
    return found


def _kpi(one: Kpi) -> dict[str, Any]:
    """A KPI with its values by month, the unit they are in, and where and of which day they are from."""
    r = one.record
    return {"code": r.code, "name": r.name, "unit": r.get("unit"), "direction": r.get("direction"),
            "source": r.get("source"), "as_of": r.get("as_of"),
            "actual": {month_text(month): from_minor(value, one.scale) for month, value in one.months}}


def _kpi_lines(found: Iterable[dict[str, Any]]) -> Iterator[str]:
    """The newest value of each."""
    for one in found:
        month, value = max(one["actual"].items(), default=("", ""))
        said = f"{grouped(value)} {one['unit'] or ''} in {month}".replace("  ", " ") if month else "no value yet"
        source = f" ({one['source']}, as of {one['as_of']})" if one["source"] and one["as_of"] else ""
        yield f"  {one['code'] or one['name']:20} {one['name']}: {said}{source}"


def _owner_of(p: Portfolio, measure: str, activity: str) -> str:
    """Who owns the activity of a measure that makes it late."""
    found = next((a for a in p.children(measure, "activity") if activity and (a.name or a.code) == activity), None)
    person = p.get(found.get("owner") or "") if found is not None else None
    return person.name if person is not None else ""


def _finishes(p: Portfolio, rows: dict[str, Measure]) -> dict[str, str]:
    """Latest finish of each node's measures."""
    found: dict[str, str] = {}
    for uid, m in rows.items():
        for node in (uid, *(a.uid for a in p.ancestors(uid))) if m.finish else ():
            found[node] = max(found.get(node, ""), m.finish)
    return found


def text(found: dict[str, Any], only_late: bool, as_of: str = "") -> str:
    """Counts, totals and the tree as a table; with `only_late` the late measures alone with their owners, the latest
    first."""
    status = found["status"]
    empty = f"Nothing was known on {as_of}." if as_of else "The file is empty. `trimtab import` brings a tracker in."
    lines = [listed(found["counts"].items()) or empty]
    lines += [f"  {series:9} {grouped(amount):>20} {found['currency']}" for series, amount in found["totals"].items()]
    if found["totals"]:
        lines += [f"  {name:9} {grouped(status[name]):>20} {found['currency']}" for name in ("expected", "variance")]
        lines.append("  All time, net (benefit - cost): favourable is positive. Variance is expected - plan; actual to "
                     f"{status['actual_to'] or 'none'}.")
    for currency, sums in found["apart"].items():
        lines += [f"  {currency} apart, no rate: {key} {grouped(amount)}" for key, amount in sums.items()]
    if found["apart"]:
        lines.append(f"  No total holds {' or '.join(found['apart'])}: there is no rate to {found['currency']}. The "
                     "window sets one: Tools > Currency rates.")
    if found["tree"]:
        lines.append(f"Status date {status['date']}: {_lateness(found)}")
        lines += _table(found, only_late)
        lines += [] if only_late else cli_why.lines(found["gaps"], found["currency"])
    if found.get("kpis") and not only_late:
        lines += ["KPIs, the newest value of each:", *_kpi_lines(found["kpis"])]
    return "\n".join(lines) + "\n"


def _lateness(found: dict[str, Any]) -> str:
    late, measures = found["late"], [n for n in found["tree"] if n["kind"] == "measure"]
    if late["measures"]:
        return f"{counted(late['measures'], 'measure')} late, the worst by {counted(late['days'], 'day')}."
    without = sum(not n["finish"] for n in measures)
    if not measures:
        return "no measure yet."
    if without == len(measures):
        return "no measure has a finish yet, so none can be late."
    return "nothing is late" + (f"; {counted(without, 'measure')} without a finish." if without else ".")


def _table(found: dict[str, Any], only_late: bool) -> list[str]:
    nodes = [n for n in found["tree"] if not n.get("pass_through")]
    if only_late:
        nodes = sorted((n for n in nodes if n.get("late_days")), key=lambda n: -n["late_days"])
    money = any(n["totals"] or n.get("apart") for n in nodes)
    apart = any(n.get("apart") for n in nodes)
    whole = all(n[k].endswith(".00") for n in nodes for k in ("expected", "variance"))
    rows: list[tuple[str, ...]] = [_HEADS]
    above: list[int] = []                # levels of the nodes shown above this one: those passed through do not indent
    for n in nodes:
        while above and above[-1] >= n["level"]:
            above.pop()
        indent = "" if only_late else "  " * len(above)
        above.append(n["level"])
        name = indent + (n["name"] or "(no name)")
        late = f"{n['late_days']} d" if n.get("late_days") else ""
        if only_late and n["late_what"] != n["name"]:
            late += f" ({n['late_what']}{_other(n['late_owner'], n['owner'])})"
        sums = [grouped(s, whole) if n["totals"] else "" for s in (n["totals"].get("plan", "0.00"), n["expected"],
                                                                     n["variance"])]
        rows.append((n["code"] or "", name if len(name) <= _NAME else name[:_NAME - 1] + "…", n.get("owner") or "",
                     n["finish"] or "", late, *sums, _no_rate(n)))
    if len(rows) == 1:
        return []
    shown = [i for i in range(len(_HEADS)) if (i != _OWNER or only_late) and (i < _MONEY or money)
             and (i < len(_HEADS) - 1 or apart)]
    widths = {i: max(len(row[i]) for row in rows) for i in shown}
    return ["  ".join(row[i].rjust(widths[i]) if _MONEY <= i < len(_HEADS) - 1 else row[i].ljust(widths[i])
                      for i in shown).rstrip() for row in rows]


def _other(person: str | None, owner: str | None) -> str:
    return f", {person}" if person and person != owner else ""


def _no_rate(node: dict[str, Any]) -> str:
    """What a node holds in currencies that no rate turns into the file's: "plan 1,200.00 CHF"."""
    return ", ".join(f"{series} {grouped(amount)} {currency}" for currency, row in node.get("apart", {}).items()
                     for series, amount in row.items())
