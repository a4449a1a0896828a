"""The answers a person gave to an earlier import of a source, and its profile: they hold for its next one.

Must not know: what the answers mean, how a file is read.
"""
from __future__ import annotations

from app.core.batch import Batch
from app.core.intake.match import find_source, source_key
from app.core.intake.report import Report, read
from app.core.portfolio import Portfolio


def of_name(p: Portfolio, name: str) -> dict[str, str]:
    """The answers by which the last import of a source of this file name was made, {} when there was none."""
    return _of(p, p.key_uid("source", source_key(name)))


def of_batch(p: Portfolio, batch: Batch) -> dict[str, str]:
    """The same for what was read: a file that is called otherwise may be the next edition all the same."""
    return _of(p, find_source(p, batch))


def profile_of_name(p: Portfolio, name: str) -> str:
    """The profile by which a source of this file name was read last, "" for none."""
    found = _last(p, p.key_uid("source", source_key(name)))
    return found.profile if found else ""


def profile_of_batch(p: Portfolio, batch: Batch) -> str:
    """The same for what was read, which may be called otherwise."""
    found = _last(p, find_source(p, batch))
    return found.profile if found else ""


def _of(p: Portfolio, source: str) -> dict[str, str]:
    found = _last(p, source)
    return dict(found.answers) if found else {}


def _last(p: Portfolio, source: str) -> Report | None:
    runs = p.children(source, "import_run") if source in p.records else []
    return read(max(runs, key=lambda r: r.rank)) if runs else None
