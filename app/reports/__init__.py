"""Reports: a portfolio and a status date go in, a PDF or page pictures come out.

Public door: `render`. Must not know: the store, the session, the window. Nothing heavy is imported before a report
is really set (the window imports this at its start).
"""
from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from app.core.portfolio import Portfolio
from app.errors import Problem

if TYPE_CHECKING:
    from app.reports.blocks import Paper
    from app.reports.pdf import Document

KINDS: dict[str, str] = {"steering": "Steering report"}


def render(portfolio: Portfolio, kind: str, *, status: str, as_of: str | None = None, file_name: str, head: str,
           vector: Mapping[str, int], tx_count: int, printed_on: str) -> Document:
    """One report as a document that can be written as PDF or shown page by page.

    `status` is the date the figures are looked at, `as_of` the day the file is taken from (None = now), `head` and
    `vector` say which state of the journal that is. Raises Problem for a kind there is not.
    """
    from app.reports.pdf import Document
    from app.reports.steering import steering

    makers: dict[str, Callable[..., Paper]] = {"steering": steering}
    if kind not in makers:
        raise Problem(f"There is no report “{kind}”.", f"Reports are: {', '.join(KINDS)}.")
    return Document(makers[kind](portfolio, status=status, as_of=as_of, file_name=file_name, head=head, vector=vector,
                                 tx_count=tx_count, printed_on=printed_on))
