"""What the file remembers of an import: its source, how fresh its figures are, and the run with its sums and issues.

Must not know: how rows are matched and compared.
"""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from app.core import rank as ranks
from app.core.batch import Batch
from app.core.change import Change
from app.core.edits import add, set_field
from app.core.portfolio import Portfolio, Record


def noted(p: Portfolio, batch: Batch, source: str, runs: Sequence[Record], today: str, said: Mapping[str, Any]) -> \
        list[Change]:
    """The changes that note one more run of a source; `runs` are its earlier ones, `said` what came of this one."""
    changes: list[Change] = []
    as_of = batch.origin.as_of or today
    if source not in p.records:
        changes += add(p, "source", "", {"name": batch.source, "shape": batch.shape, "freshness": as_of},
                       uid=source)[1]
    else:
        changes += set_field(p, source, "freshness", as_of)
    last = max((r.rank for r in p.of_kind("import_run")), default=None)     # in the order in which they came
    uid = p.key_uid("import_run", f"{source}\n{len(runs) + 1}\n{batch.sha256}\n{p.version}")
    _, run = add(p, "import_run", source, {"file": batch.source, "sha256": batch.sha256 or None, "on": today, **said},
                 uid=uid)
    rank = Change(uid, "parent+rank", None, (None, None), (source, ranks.after(last)))
    return changes + [rank if c.field == "parent+rank" else c for c in run]


def known_of(runs: Sequence[Record], batch: Batch, kept: Mapping[str, Any]) -> bool:
    """Does an earlier run of the same file say already that these values are left alone?"""
    return bool(batch.sha256) and any(r.get("sha256") == batch.sha256 and r.get("kept") == kept for r in runs)
