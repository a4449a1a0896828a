"""The steering report: which pages, in which unit. Their rules stand in the pages' own files.

Must not know: Typst, the store.
"""
from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from app.core.portfolio import Portfolio
from app.reports.blocks import Page, Paper
from app.reports.exceptions import findings
from app.reports.facts import Facts, facts
from app.reports.frame import State, framed, list_unit, page_unit, place_of
from app.reports.pages.bridge import bridge_page
from app.reports.pages.groups import groups_page
from app.reports.pages.lists import exception_pages, measures_page
from app.reports.pages.one import page_one
from app.reports.pages.roadmap import roadmap_page
from app.reports.pages.status import status_page
from app.reports.pages.value import value_page


def steering(portfolio: Portfolio, state: State, ahead: Callable[[Paper], None] | None = None) -> Paper:
    """Page one with the five questions; bridge, also by groups; status, value, roadmap, exceptions, measures.

    `ahead` is given what can be set while the rest is still made: the list of measures takes longest, so it is first.
    """
    f = facts(portfolio, state.status)

    def paper(pages: Sequence[Page | None]) -> Paper:
        return framed("steering", "Steering report", pages, f, state)

    measures = measures_page(f, list_unit(f))
    if ahead is not None and measures is not None and measures.early:
        ahead(paper([measures]))
    else:
        ahead = None
    pages: list[Page | None] = []
    for made in _others(f, place_of(portfolio)):
        pages += made
        if ahead is not None:
            ahead(paper(pages))
    return paper([*pages, measures])


def _others(f: Facts, place: str) -> Iterator[Sequence[Page | None]]:
    """All pages in front of the list of measures, one after the other."""
    money = page_unit(f)
    found = findings(f, money)
    yield [page_one(f, money, place, found)]
    yield [bridge_page(f, money)]
    yield [groups_page(f, money)]
    yield [status_page(f, money)]
    if f.valued:
        yield [value_page(f, money)]
    yield [roadmap_page(f, money)]
    yield exception_pages(f, money, found)
