"""The steering report: which pages, in which unit. Their rules stand in the pages' own files.

Must not know: Typst, the store.
"""
from __future__ import annotations

from collections.abc import Callable, Sequence

from app.core.portfolio import Portfolio
from app.reports.blocks import Page, Paper
from app.reports.exceptions import findings
from app.reports.facts import facts
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
    money = page_unit(f)
    found = findings(f, money)
    pages: list[Page | None] = [page_one(f, money, place_of(portfolio), found), bridge_page(f, money),
                                groups_page(f, money), status_page(f, money)]
    if f.valued:
        pages.append(value_page(f, money))
    pages += [roadmap_page(f, money), *exception_pages(f, money, found)]
    if ahead is not None:
        ahead(paper(pages))
    return paper([*pages, measures])
