"""Reports: a portfolio and a status date go in, a PDF or page pictures come out.

Public door: `render`. Must not know: the store, the session, the window. Nothing heavy is imported before a report
is really set (the window imports this at its start).
"""
from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING

from app.core.portfolio import Portfolio
from app.errors import Problem

if TYPE_CHECKING:
    from app.reports.pdf import Document

KINDS: dict[str, str] = {"steering": "Steering report", "owner": "Owner pack", "import": "Import report"}


def render(portfolio: Portfolio, kind: str, *, status: str, as_of: str | None = None, file_name: str, head: str,
           vector: Mapping[str, int], tx_count: int, printed_on: str, person: str = "", run: str = "") -> Document:
    """One report as a document that can be written as PDF or shown page by page.

    `status` is the date the figures are looked at, `as_of` the day the file is taken from (None = now), `head` and
    `vector` say which state of the journal that is; `person` whose owner pack ("" = one page for each); `run` which
    import ("" = the last). Raises Problem for a kind, a person or an import there is not.
    """
    from app.reports.frame import State
    from app.reports.pdf import Document
    from app.reports.press import Press

    if kind not in KINDS:
        raise Problem(f"There is no report “{kind}”.", f"Reports are: {', '.join(KINDS)}.")
    if person and kind != "owner":
        raise Problem(f"A {KINDS[kind].lower()} is not made for one person.", "Ask for --kind owner.")
    if run and kind != "import":
        raise Problem(f"A {KINDS[kind].lower()} is not about one import.", "Ask for --kind import.")
    state = State(status, as_of, file_name, head, vector, tx_count, printed_on)
    with _nothing_thrown_away():
        if kind == "import":
            from app.reports.import_report import import_report
            return Document(import_report(portfolio, state, run))
        if kind == "owner":
            from app.reports.owner_pack import owner_pack
            return Document(owner_pack(portfolio, state, person))
        from app.reports.steering import steering
        press = Press()
        return Document(steering(portfolio, state, press.ahead), press)


@contextmanager
def _nothing_thrown_away() -> Iterator[None]:
    """Readings are kept, so the collector would look through the whole file again and again and find nothing."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()
