"""What every report shares: the footer, the metadata, the unit of a page, what the report is about.

Must not know: Typst, the store, what stands on a page.
"""
from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from app.core.portfolio import Portfolio
from app.reports.blocks import Footer, Page, Paper
from app.reports.facts import Facts
from app.reports.numbers import NBSP, Money, clip, count, day, month, unit_for
from app.reports.pages.value import TOP

HEAD = 16                             # hex digits of the journal head in the footer


@dataclass(frozen=True)
class State:
    """Which state of which file is printed, and when."""

    status: str
    as_of: str | None
    file_name: str
    head: str
    vector: Mapping[str, int]
    tx_count: int
    printed_on: str


def framed(kind: str, title: str, pages: Iterable[Page | None], f: Facts, s: State) -> Paper:
    """The pages under the footer that dates them; what has nothing to say is left out."""
    to = f.figures.actual_to
    left = [("As of ", False), (day(s.as_of or s.status), True)]
    if s.as_of and s.as_of != s.status:
        left += [(f" · status date {day(s.status)}", False)]
    booked = f" · actual to {month(to)}" if to is not None else " · no actuals"
    left += [(booked, False), (f" · printed {day(s.printed_on)}", False)]
    right = (f"File {clip(s.file_name, 64)}", f"Journal {count(s.tx_count)} · head {s.head[:HEAD]}")
    keywords = (f"kind={kind} status={s.status} as_of={s.as_of or s.status} tx={s.tx_count}", f"head={s.head}",
                "vector=" + " ".join(f"{site}:{seq}" for site, seq in sorted(s.vector.items())))
    whole = f"{title} · {place_of(f.portfolio)} · {day(s.status)}".replace(NBSP, " ")
    return Paper(whole, tuple(p for p in pages if p), Footer(tuple(left), right), keywords, s.printed_on)


def place_of(portfolio: Portfolio) -> str:
    """What the report is about: the organization, and its portfolio when there is only one."""
    tops = sorted(portfolio.of_kind("organization"), key=lambda r: (r.rank, r.uid))
    if not tops:
        return "Empty portfolio"
    if len(tops) > 1:
        return f"{tops[0].name or tops[0].code} and {len(tops) - 1} more"
    below = [r for r in portfolio.of_kind("portfolio") if r.parent == tops[0].uid and not r.get("pass_through")]
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
    """The unit of pages that list measures: by the measures themselves."""
    c = f.figures.cube
    return unit_for([a for m in f.measures for a in (m.plan, m.expected)], c.currency, c.scale)
