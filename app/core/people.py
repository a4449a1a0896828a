"""Who is meant by a name, a mail, a login or a spelling: the one rule for typing, reports and forms.

A person who is the same as another stands for that one; a spelling that an import merged stands for whom it was merged
into. Must not know: what is done with the person.
"""
from __future__ import annotations

from collections.abc import Callable

from app.core.find import fold
from app.core.portfolio import Portfolio, Record

_CHAIN = 5                                # merges of merges that are followed


def called(p: Portfolio, text: str, loose: bool = False) -> list[Record]:
    """Everybody the text may mean, each once, as the person they are; `loose` is blind to accents and double blanks."""
    same = fold if loose else str.casefold
    text = text.strip()
    for _ in range(_CHAIN):
        wanted = same(text)
        hits = [r for r in p.of_kind("person") if wanted and wanted in _names(r, same)]
        if hits or not (text := _merged(p, wanted, same)):
            return list({one.uid: one for one in (real(p, r) for r in hits)}.values())
    return []


def real(p: Portfolio, person: Record) -> Record:
    """The person somebody is said to be the same as, else that one."""
    other = str(person.get("alias") or "")
    return p[other] if other and p.live(other) else person


def _names(person: Record, same: Callable[[str], str]) -> tuple[str, ...]:
    known = (person.name, str(person.get("mail") or ""), str(person.get("login") or ""))
    return (*(same(text) for text in known if text), person.uid)


def _merged(p: Portfolio, wanted: str, same: Callable[[str], str]) -> str:
    """The name into which an import merged this spelling, by the newest that did; "" where none did."""
    from app.core.intake.report import runs  # loaded where a name is not found: every start goes by here
    for run in runs(p):
        told = run.get("report", {})
        for spelling, name in told.get("people", {}).items():
            if same(spelling) == wanted:
                return str(name)
    return ""
