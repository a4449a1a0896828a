"""What the comparison with the portfolio found beyond the file itself: a plan that will no longer be expected, values
that stay, rows that are gone. Step 2 cannot know it; it stands beside what will change.

Must not know: how a plan is made.
"""
from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout

from app.core.batch import Batch, Issue
from app.core.intake.plan import ImportPlan
from app.ui.look.parts import hairline, label
from app.ui.words import plural, tr

_MOST = 8                                # of each sort; the report of the import holds all
_LOUD = ("error", "warning")


def found(plan: ImportPlan, batch: Batch) -> tuple[list[Issue], list[Issue]]:
    """(errors and warnings, all else) of a plan that its file did not have already."""
    known = set(batch.issues)
    own = [i for i in plan.issues if i not in known]
    return ([i for severity in _LOUD for i in own if i.severity == severity],
            [i for i in own if i.severity not in _LOUD])


def add(column: QVBoxLayout, issues: list[Issue], head: str, role: str) -> None:
    """A head and a paragraph an issue, with its address; nothing for none."""
    if not issues:
        return
    column.addWidget(label(head, "strong"))
    for issue in issues[:_MOST]:
        text = f"{issue.where}: {issue.message}" if issue.where else issue.message
        column.addWidget(label(text, "small", role, wrap=True))
    more = len(issues) - _MOST
    if more > 0:
        column.addWidget(label(plural(more, "and 1 more, in the report of the import",
                                      "and {n} more, in the report of the import"), "small", "secondary"))


def loud(column: QVBoxLayout, issues: list[Issue]) -> None:
    """What to look at before anything comes in: above all else."""
    if issues:
        add(column, issues, tr("Look at this first"), "bad")
        column.addSpacing(8)
        column.addWidget(hairline())
        column.addSpacing(4)


def quiet(column: QVBoxLayout, issues: list[Issue]) -> None:
    """What is good to know: below all else."""
    if issues:
        column.addSpacing(8)
        column.addWidget(hairline())
        column.addSpacing(4)
        add(column, issues, tr("Also to know"), "secondary")
