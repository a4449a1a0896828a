"""The Portfolio follows the state that the window looks at: other rows, the same folds and the same chosen row.

Must not know: how a state is fetched.
"""
from __future__ import annotations

from typing import TYPE_CHECKING

from app.ui.tree.columns import NAME

if TYPE_CHECKING:
    from app.ui.tree.page import PortfolioPage


def follow_state(page: PortfolioPage) -> None:
    """Swap the rows when the session shows another state than they do."""
    session, model, looking = page.window_.session, page.model, page.window_.looking
    if session is None or model is None:
        return
    model.readonly = session.readonly
    if model.rows.portfolio is session.portfolio:
        return
    current = page.current_uid()

    def change() -> None:
        model.rows.status = page.window_.status
        model.rows.portfolio = session.portfolio
        model.rows.forget(frozenset(model.rows.uids))

    model.relayout(change)
    page.folds.restore()
    wanted = looking.lost[0] if looking.lost[1] == current else current     # unless a person went elsewhere meanwhile
    found = _shown(page, wanted)
    if found and found != page.current_uid():
        page.tree.go(model.index_of(found, NAME))
    looking.lost = (wanted, found) if found != wanted else ("", "")
    page.fit()


def _shown(page: PortfolioPage, uid: str) -> str:
    """The row itself or, where this state does not have it, the next one above it; "" when no row was chosen."""
    session, model = page.window_.session, page.model
    assert session is not None and model is not None
    known = next((p for p in (session.portfolio, session.present) if uid in p.records), None)
    near = [uid, *(a.uid for a in known.ancestors(uid))] if known is not None else []
    near += [model.uid(model.index(0, NAME))] if uid else []
    return next((u for u in near if model.index_of(u).isValid()), "")
