"""By how many whole months delivery is later than planned: what a bridge calls slipped.

A slip counts whole months by its finish month. Of an effect line the activity it is anchored to says it, of a
measure the last finish of its delivery activities against the last one planned; what is not done by its finish is as
late as the status date.
Must not know: amounts.
"""
from __future__ import annotations

from app.core.portfolio import Portfolio, Record
from app.core.schedule.facts import finish_of, is_done
from app.core.values import month_of


def months_late(p: Portfolio, status: str) -> dict[str, int]:
    """Measures, and lines with an anchor of their own, that deliver in another month than planned: by how many."""
    return p.kept(f"delays {status}", lambda: _months_late(p, status))


def _months_late(p: Portfolio, status: str) -> dict[str, int]:
    plans: dict[str, str] = {}
    ends: dict[str, str] = {}
    own: dict[str, int] = {}
    for activity in p.of_kind("activity"):
        plan, end = str(activity.get("plan_finish", "")), _end(activity, status)
        if not plan or not end:
            continue
        own[activity.uid] = month_of(end) - month_of(plan)
        if activity.get("role", "delivery") == "delivery":
            plans[activity.parent] = max(plan, plans.get(activity.parent, ""))
            ends[activity.parent] = max(end, ends.get(activity.parent, ""))
    found = {uid: month_of(ends[uid]) - month_of(plan) for uid, plan in plans.items()}
    found |= {line.uid: own[line.get("anchor")] for line in p.of_kind("effect_line") if line.get("anchor") in own}
    return found


def _end(activity: Record, status: str) -> str:
    finish = finish_of(activity)
    return finish if not finish or is_done(activity) else max(finish, status)
