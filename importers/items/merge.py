"""Several sheets become one batch: the same measure on two sheets is one item, and nothing is counted twice.

Must not know: layouts.
"""
from __future__ import annotations

from app.core.batch import Batch, Issue, Item, Run
from app.core.values import from_minor
from importers.items.numbering import tell_apart

_MOST = 30                                # rows that say other things on two sheets and are named one by one


def merge(source: str, sha256: str, batches: list[Batch]) -> Batch:
    """All batches of one book in sheet order; items of one kind and key are joined."""
    shape = " + ".join(dict.fromkeys(b.shape for b in batches if b.shape))
    out = Batch(source, shape, sha256=sha256)
    known: dict[tuple[str, str], Item] = {}
    tell_apart([b for b in batches if b.sheets])
    for batch in batches:
        differing: list[Issue] = []
        out.sheets += batch.sheets
        out.issues += batch.issues
        out.printed += batch.printed
        out.origin.tallies += batch.origin.tallies
        out.currency = out.currency or batch.currency
        for item in batch.items:
            first = known.setdefault((item.kind, item.key), item)
            if first is item:
                out.items.append(item)
            else:
                _join(first, item, differing)
        out.issues += differing[:_MOST]
        if len(differing) > _MOST:
            next_one = differing[_MOST]
            out.issues.append(Issue("warning", next_one.sheet, next_one.cell, f"{len(differing) - _MOST} "
                                    "more rows of this sheet stand on an earlier one too, with other values; those on "
                                    "the earlier sheet count."))
    return out


def _join(first: Item, more: Item, issues: list[Issue]) -> None:
    """The second sheet fills gaps; where both speak and differ, the first stands and it is said."""
    differ: list[str] = []
    if first.fields.get("name") == first.key and more.fields.get("name"):
        first.fields["name"] = more.fields["name"]         # so far it was called by its id alone
    for name, value in more.fields.items():
        if first.fields.setdefault(name, value) != value and name not in ("name", "pass_through"):
            differ.append(name)
    for header, pair in more.custom.items():
        if first.custom.setdefault(header, pair) != pair:
            differ.append(header)
    if first.kind == "effect_line" and first.at.rpartition("!")[0] != more.at.rpartition("!")[0]:
        _months_count(first, more, issues)
    for series, run in more.series.items():
        have = first.series.get(series)
        if have is None:
            first.series[series] = run
        elif not _fill(first, series, have, run):
            differ.append(series)
    if differ:
        sheet, _, cell = more.at.rpartition("!")
        issues.append(Issue("warning", sheet, cell, f"{more.key} also stands at {first.at} with other values for "
                            f"{', '.join(differ)}; those at {first.at} count."))


def _months_count(first: Item, more: Item, issues: list[Issue]) -> None:
    """One amount on one sheet and months of the same series on another are the same money: the months count."""
    for whole, parts in ((first, more), (more, first)):
        for series, run in parts.series.items():
            minor = whole.fields.get(f"undated_{series}")
            if minor is None or series in whole.series:
                continue
            first.fields.pop(f"undated_{series}", None)
            sheet, _, cell = whole.at.rpartition("!")
            same = minor == sum(v or 0 for v in run.values)
            shown = from_minor(int(minor), int(whole.fields.get("scale", 2)))
            issues.append(Issue("note" if same else "warning", sheet, cell, f"The {series} of {whole.key} is one "
                                f"amount here, {shown}, and stands by month at {parts.at}; "
                                + ("both say the same, the months count." if same else
                                   "they differ, the months count.")))


def _fill(item: Item, series: str, have: Run, more: Run) -> bool:
    """Months of a second sheet into the gaps of the first; False when a month says something else."""
    first = min(have.first, more.first)
    end = max(have.first + len(have.values), more.first + len(more.values))
    values: list[int | None] = [None] * (end - first)
    values[have.first - first:have.first - first + len(have.values)] = have.values
    same = True
    for i, value in enumerate(more.values, more.first - first):
        if value is not None and values[i] is None:
            values[i] = value
        elif value is not None and values[i] != value:
            same = False
    item.series[series] = Run(first, values)
    return same
