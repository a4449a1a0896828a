"""A comparison of two states in words: the sentence above it, and a line for every difference.

Must not know: widgets, where states come from.
"""
from __future__ import annotations

from dataclasses import dataclass, replace

from app.core.catalog import KINDS, SERIES
from app.core.compare import ADDED, CHANGED, MOVED, REMOVED, Comparison, Row
from app.core.compare_groups import DATES, GONE, MONEY, MOVES, NEW, OTHERWISE, TEXTS, Change, Group, Summary, groups
from app.core.edits import scale_for
from app.core.find import path_name
from app.core.portfolio import Portfolio
from app.core.value.cube import cube
from app.ui.history.model import label_of, value_text
from app.ui.look import figures
from app.ui.words import plural, tr

SORT_WORDS = {"": "All changes", MONEY: "Money", DATES: "Dates", NEW: "New", GONE: "Gone", MOVES: "Moved",
              TEXTS: "Texts"}


@dataclass(frozen=True, slots=True)
class CompareLine:
    """One row of the table; `money` has a text for each of the columns' series. Groups are strong."""

    uid: str                         # where a double click leads
    strong: bool
    what: str
    field: str
    before: str
    after: str
    money: tuple[str, ...]
    who: str
    told: str


@dataclass(frozen=True, slots=True)
class CompareTable:
    """Everything the table shows."""

    unit: figures.Unit
    series: tuple[str, ...]          # those in which any money moved
    lines: list[CompareLine]
    total: tuple[str, ...]


def compare_table(found: Comparison, sort: str, total: tuple[tuple[str, int], ...]) -> CompareTable:
    """Groups in the order of the tree, each followed by its differences."""
    made = groups(found, sort)
    c, p = cube(found.after), found.after
    present = {s for g in made for s, _ in g.money} | {s for s, _ in total}
    series = tuple(s for s in SERIES if s in present)
    largest = max((abs(v) for g in made for _, v in g.money), default=0)
    unit = figures.unit(c.currency, str(p.setting("figures_in")), c.scale, largest)

    def money(of: tuple[tuple[str, int], ...]) -> tuple[str, ...]:
        have = dict(of)
        return tuple(figures.amount(have.get(s), unit, signed=True) for s in series)

    lines = []
    for group in made:
        lines.append(CompareLine(group.uid, True, _group_name(found, group), _own_words(group), "", "",
                                 money(group.money), "", ""))
        for change in group.changes:
            if change.row.uid == group.uid and not change.row.field:
                lines[-1] = replace(lines[-1], field=_what(change), who=change.row.who,
                                    told=figures.date(change.row.told))
            else:
                lines.append(_line(found, group, change, money(change.row.money)))
    return CompareTable(unit, series, lines, money(total))


def _group_name(found: Comparison, group: Group) -> str:
    if not group.uid:
        return tr("People, units and settings")
    p = _side(found, group.uid)
    record = p.records[group.uid]
    return f"{record.code}  {record.name}".strip() or path_name(p, record)


def _own_words(group: Group) -> str:
    return {ADDED: tr("New"), REMOVED: tr("Gone")}.get(group.what, "")


def _side(found: Comparison, uid: str) -> Portfolio:
    gone = uid in found.before.records and not found.after.live(uid)
    return found.before if gone else found.after


def _what(change: Change) -> str:
    """"New, with 3 effect lines"."""
    row = change.row
    text = {ADDED: tr("New"), REMOVED: tr("Gone"), MOVED: tr("Moved")}.get(row.what, "")
    parts = ", ".join(plural(n, f"{{n}} {KINDS[k].label.lower()}", f"{{n}} {KINDS[k].plural.lower()}")
                      for k, n in change.parts)
    return tr("{what}, with {parts}", what=text, parts=parts) if parts else text


def _line(found: Comparison, group: Group, change: Change, money: tuple[str, ...]) -> CompareLine:
    row = change.row
    name = row.name if row.uid != group.uid else ""
    before, after = _values(found, row)
    return CompareLine(row.uid if group.uid == row.uid else group.uid or row.uid, False, name, _field(change), before,
                       after, money, row.who, figures.date(row.told))


def _field(change: Change) -> str:
    row = change.row
    if row.field == OTHERWISE:
        return tr("Rates, settings and lines that moved here")
    if not row.field:
        return f"{tr(KINDS[row.kind].label)}: {_what(change).lower()}" if row.kind else _what(change)
    if row.month is not None:
        months = figures.month(row.month)
        last = figures.month(row.month + row.count - 1)
        return f"{tr(row.field.capitalize())} {months}" + (f" – {last}" if row.count > 1 else "")
    return tr("Hangs under") if row.what == MOVED else label_of(row.kind, row.field)


def _values(found: Comparison, row: Row) -> tuple[str, str]:
    if row.field == OTHERWISE or not row.field:
        return "", ""
    if row.month is not None:
        side = _side(found, row.uid)
        scale = scale_for(side, side.records[row.uid])
        return figures.full(row.before, scale), figures.full(row.after, scale)
    if row.what == MOVED:
        return tuple(path_name(p, p.records[u]) if u in p.records else ""      # type: ignore[return-value]
                     for p, u in ((found.before, row.before), (found.after, row.after)))
    assert row.what == CHANGED
    return (value_text(found.before, row.kind, row.field, row.before),
            value_text(found.after, row.kind, row.field, row.after))


def sentence(s: Summary, table: CompareTable) -> str:
    """What changed, in one breath."""
    if not s.records and not s.money:
        return tr("Nothing is different.")
    said = [plural(s.records, "{n} record changed", "{n} records changed")
            + (plural(s.measures, " on {n} measure", " on {n} measures") if s.measures else "")]
    if s.new:
        said.append(plural(s.new, "{n} measure is new", "{n} measures are new"))
    if s.gone:
        said.append(plural(s.gone, "{n} measure is gone", "{n} measures are gone"))
    if s.later:
        said.append(plural(s.later, "{n} finishes later", "{n} finish later")
                    + tr(", by up to {days} days", days=f"{s.latest:,}"))
    if s.earlier:
        said.append(plural(s.earlier, "{n} finishes earlier", "{n} finish earlier"))
    said += [tr("{series} {amount} {unit}", series=tr(name), unit=table.unit.name,
                amount=figures.amount(value, table.unit, signed=True)) for name, value in s.money]
    return "; ".join(said) + "."
