"""What the command line prints: plain data in, text out.

Must not know: how anything came about, Qt.
"""
from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from typing import Any

from app.core.batch import Batch
from app.core.catalog import ORDER
from app.core.change import Change
from app.core.counting import counted, listed
from app.core.find import path_name
from app.core.history import few
from app.core.intake.plan import COUNTED, ImportPlan
from app.core.values import month_text
from app.core.wording import BOOKS, said
from app.session import Session

_MOST = 50                               # changes of one transaction that `history --json` writes out
_DETAILED = 2000                         # values; a step with more is told by its label
_LINES = 8                               # of one step in `history`
_MOST_BACK = 12                          # values that `undo` writes out
_MOST_RECORDS = 4                        # that came or went with a step and are named


def json_text(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def grouped(amount: str, whole: bool = False) -> str:
    """"1234.50" -> "1,234.50"; `whole` leaves two zeros behind the point out."""
    sign, bare = ("-", amount[1:]) if amount.startswith("-") else ("", amount)
    units, point, rest = bare.partition(".")
    return f"{sign}{int(units):,}{'' if whole else point + rest}"


def history(session: Session) -> str:
    """One line a transaction, newest last; below those done by hand what each value was and is."""
    lines = []
    for row in reversed(session.history(limit=10**9)):
        told = f" (known {row.told})" if row.told != row.when[:10] else ""
        mark = " [undone]" if row.undone and row.origin != "undo" else ""
        count = counted(row.changes, "value")
        lines.append(f"{row.seq:>5}  {row.when}{told}  {row.person}: {row.label}, {count}{mark}")
        if row.changes <= _DETAILED and row.origin != "import":
            words = _words(session, session.tx(row.id).changes, row.label)
            lines += [f"       {s}" for s in words[:_LINES]]
            if len(words) > _LINES:
                lines.append(f"       and {counted(len(words) - _LINES, 'further change')}")
    return "\n".join(lines) + "\n" if lines else "Nothing has been changed yet.\n"


def history_json(session: Session) -> str:
    """Transactions oldest first, each with the start of what it changed, before and after."""
    rows = []
    for row in reversed(session.history(limit=10**9)):
        changes = session.tx(row.id).changes
        rows.append({
            "id": row.id, "site": row.site, "seq": row.seq, "when": row.when, "told": row.told,
            "person": row.person, "label": row.label, "origin": row.origin, "values": row.changes,
            "undone": row.undone, "changes": [_change(session, c) for c in changes[:_MOST]],
            "more": max(len(changes) - _MOST, 0)})
    return json_text(rows)


def taken_back(session: Session) -> list[str]:
    """What the last step, an undo or a redo, set each value to; [] for one too large to write out."""
    row = session.history(1)[0]
    if row.changes > _DETAILED:
        return []
    words = _words(session, session.tx(row.id).changes, row.label)
    more = len(words) - _MOST_BACK
    return words[:_MOST_BACK] + (
        [f"and {counted(more, 'further change')}; `trimtab history FILE --json` lists them"] if more > 0 else [])


def _words(session: Session, changes: Sequence[Change], label: str) -> list[str]:
    """Changes in words, what the step was about first; of many records that came or went each kind is counted."""
    words = said(session.portfolio, changes, few(session.called))
    words = [w for w in words if w.name in label] + [w for w in words if w.name not in label]
    stand_ins = {c.uid for c in changes if c.field == "pass_through"}
    if sum(not w.field for w in words) <= _MOST_RECORDS:
        return [str(w) for w in words if w.field or w.uid not in stand_ins]
    found = []
    for verb, side in (("new", "new"), ("taken away", "old")):
        kinds = Counter(getattr(c, side)[0] for c in changes if c.field == "kind" and c.uid not in stand_ins
                        and (c.old[0] if side == "new" else c.new[0]) is None)
        told = listed((kind, kinds[kind]) for kind in sorted(kinds, key=ORDER.__getitem__) if kind not in BOOKS)
        found += [f"{verb}: {told}"] if told else []
    return [*found, *(str(w) for w in words if w.field or not w.what.startswith(("new ", "taken away")))]


def _change(session: Session, change: Change) -> dict[str, Any]:
    p = session.portfolio
    record = p.records.get(change.uid)
    plain = change.month is None and len(change.new) == 1
    name = path_name(p, record) if record else session.called(change.uid)
    return {"uid": change.uid, "record": name, "field": change.field,
            "month": month_text(change.month) if change.month is not None else None,
            "old": change.old[0] if plain else list(change.old), "new": change.new[0] if plain else list(change.new)}


def import_json(batch: Batch, plan: ImportPlan, records: Sequence[dict[str, Any]] = ()) -> str:
    """The JSON of `import --json`; its keys are a promise to other people's scripts. `records` are those that change
    and, of a dry run, the new ones; `left_out` counts cells and rows that could not come in. Both only where there are
    any."""
    left_out = sum(i.places for i in plan.issues if i.severity == "error")
    return json_text({
        "sheets": [{"name": s.name, "role": s.role, "layout": s.layout, "header_row": s.header_row or None,
                    "columns": [{"column": c.column, "header": c.header, "field": c.field,
                                 "confidence": round(c.confidence, 3)} for c in s.columns],
                    "rows": s.counts()} for s in batch.sheets],
        "created": _counts(plan.created), "changed": _counts(plan.changed), "unchanged": _counts(plan.unchanged),
        "money": plan.money, "dates": {"min": plan.dates.get("min"), "max": plan.dates.get("max")},
        "currency": plan.currency,
        **({"records": list(records)} if records else {}), **({"left_out": left_out} if left_out else {}),
        "issues": [{"severity": i.severity, "sheet": i.sheet, "cell": i.cell, "message": i.message,
                    **({"answer": i.answer} if i.answer else {})} for i in plan.issues]})


def _counts(table: dict[str, int]) -> dict[str, int]:
    return {kind: table[kind] for kind in sorted(COUNTED, key=ORDER.__getitem__) if table.get(kind)}
