"""From a late activity back to its cause, over the links that hold it. Must not know: lines, money, screens."""
from __future__ import annotations

import numpy as np

from app.core.portfolio import Portfolio
from app.core.schedule.calendar import ordinal
from app.core.schedule.chain import Step
from app.core.schedule.lateness import late_days
from app.core.schedule.network import network
from app.core.schedule.passes import demands


class Walk:
    """From an activity back to its cause, over the links that hold it where it is at the status date."""

    def __init__(self, p: Portfolio, status: str) -> None:
        self.p, self.status, self.n = p, status, network(p)
        n, today = self.n, ordinal(status)
        tail, head = n.levels.tail, n.levels.head
        end = np.where(n.finished | n.hub, n.end, np.maximum(n.end, today + 1))     # overdue: today at best
        start = np.where(n.started | n.hub, n.start, np.maximum(n.start, today))
        start = np.where(n.opens, start, end)
        closing = n.hub[head]
        np.maximum.at(end, head[closing], end[tail[closing]])
        count = np.where(n.hub, n.calendars.before(n.calendar, end), n.count)
        wanted, _ = demands(n, slice(None), start, end, start, end)
        self.slack = count[head] - wanted
        self.incoming: dict[int, list[int]] = {}
        for a, at in enumerate(head.tolist()):
            self.incoming.setdefault(at, []).append(a)

    def steps(self, uid: str) -> list[Step]:
        """Cause first."""
        found = [self._step(uid)]
        at = self.n.at(uid)
        while at is not None:
            at = self._cause(at)
            if at is not None and not self.n.hub[at]:
                found.append(self._step(self.n.levels.nodes[at]))
        return found[::-1]

    def _step(self, uid: str) -> Step:
        record = self.p[uid]
        measure = record if record.kind == "measure" else self.p[record.parent]
        return Step(uid, measure.uid, str(measure.get("function", "")), self._days(uid) or 0)

    def _days(self, uid: str) -> int | None:
        return late_days(self.p[uid], self.status)

    def _cause(self, at: int) -> int | None:
        """The late predecessor whose link holds this node the hardest, None when none does."""
        holding = [(a, int(self.n.levels.tail[a])) for a in self.incoming.get(at, ()) if self.slack[a] <= 0]
        held = [(-int(self.slack[a]), self._lateness(tail), tail) for a, tail in holding]
        late = [h for h in held if h[1] > 0]
        return max(late)[2] if late else None

    def _lateness(self, node: int) -> int:
        """Days late; of a hub the most of what it stands for."""
        if not self.n.hub[node]:
            return self._days(self.n.levels.nodes[node]) or 0
        return max((self._lateness(int(self.n.levels.tail[a])) for a in self.incoming.get(node, ())), default=0)

