"""The steering report: which pages, in which unit, under which footer. Its rules stand in the pages' own files.

Must not know: Typst, the store.
"""
from __future__ import annotations

from collections.abc import Mapping

from app.core.portfolio import Portfolio
from app.reports.blocks import Footer, Page, Paper
from app.reports.facts import Facts, facts
from app.reports.numbers import NBSP, Money, clip, count, day, month, unit_for
from app.reports.page_lists import exception_pages, measures_page
from app.reports.page_one import page_one
from app.reports.page_roadmap import roadmap_page
from app.reports.page_status import status_page
from app.reports.page_value import TOP, value_page

HEAD = 16                             # hex digits of the journal head in the footer


def steering(portfolio: Portfolio, *, status: str, as_of: str | None, file_name: str, head: str,
             vector: Mapping[str, int], tx_count: int, printed_on: str) -> Paper:
    """Page one, value, exceptions, measures; what has nothing to say is left out."""
    f = facts(portfolio, status)
    place = place_of(portfolio)
    money = page_unit(f)
    pages: list[Page | None] = [page_one(f, money, place), status_page(f, money)]
    if f.figures.cube.lines and f.figures.cube.used():
        pages.append(value_page(f, money))
    pages += [roadmap_page(f, money), *exception_pages(f, money), measures_page(f, list_unit(f))]
    to = f.figures.actual_to
    left = [("As of ", False), (day(as_of or status), True)]
    if as_of and as_of != status:
        left += [(f" · status date {day(status)}", False)]
    booked = f" · actual to {month(to)}" if to is not None else " · no actuals"
    left += [(booked, False), (f" · printed {day(printed_on)}", False)]
    right = (f"File {clip(file_name, 64)}", f"Journal {count(tx_count)} · head {head[:HEAD]}")
    keywords = (f"kind=steering status={status} as_of={as_of or status} tx={tx_count}", f"head={head}",
                "vector=" + " ".join(f"{site}:{seq}" for site, seq in sorted(vector.items())))
    title = f"Steering report · {place} · {day(status)}".replace(NBSP, " ")
    return Paper(title, tuple(p for p in pages if p), Footer(tuple(left), right), keywords, printed_on)


def place_of(portfolio: Portfolio) -> str:
    """What the report is about: the organization, and its portfolio when there is only one."""
    tops = portfolio.children("", "organization")
    if not tops:
        return "Empty portfolio"
    if len(tops) > 1:
        return f"{tops[0].name or tops[0].code} and {len(tops) - 1} more"
    below = [r for r in portfolio.children(tops[0].uid, "portfolio") if not r.get("pass_through")]
    names = [tops[0].name or tops[0].code] + ([below[0].name or below[0].code] if len(below) == 1 else [])
    return " · ".join(n for n in names if n) or "Portfolio"


def page_unit(f: Facts) -> Money:
    """The unit of the pages with sums and large variances."""
    c = f.figures.cube
    amounts = [f.sum(s, uid) for uid in f.groups if uid for s in ("plan", "expected")]
    amounts += sorted((m.gap for m in f.measures if m.gap), key=abs)[-TOP:]
    if not any(amounts):
        amounts = [f.sum("plan"), f.sum("expected"), *(m.plan for m in f.measures)]
    return unit_for(amounts, c.currency, c.scale)


def list_unit(f: Facts) -> Money:
    """The unit of the measure list: by the measures themselves."""
    c = f.figures.cube
    return unit_for([a for m in f.measures for a in (m.plan, m.expected)], c.currency, c.scale)
