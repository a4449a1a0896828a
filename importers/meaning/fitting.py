"""What the values of a column say about a field that its heading proposes.

Must not know: headings and rows.
"""
from __future__ import annotations

from importers.meaning.evidence import Profile

_DATES = ("start", "finish", "plan_start", "plan_finish", "actual_start", "actual_finish")
_ROWS = 20                                # of fewer each may be in a state of its own
_STATES = 5                               # more different initials are places, not states of work


def fit(name: str, p: Profile) -> float:
    """What the values say about a field the words propose: from +0.05 to a clear no."""
    if not p.count:
        return -0.2 if name == "name" else 0.0             # nothing is called by an empty column
    if name in _DATES or name == "milestone":
        dated = p.dates + (p.numbers if 20000 <= p.low and p.high <= 74000 else 0.0)
        if dated >= 0.4:
            return 0.05
        return -0.9 if name == "milestone" else -0.1 if dated >= 0.15 else -0.3 if p.words else -0.6
    if name == "month":
        return -0.6 if p.long or (p.texts > 0.5 and not p.timed) else 0.0            # row_months.py looks at the cells
    if p.dates > 0.6:
        return 0.0 if name == "other" else -0.6
    match name:
        case "code":
            return (0.05 if p.distinct > 0.9 else -0.1) - (0.6 if p.phrases > 0.5 else 0.4 if p.long > 0.2 else 0)
        case "name":
            if p.answers and p.count > 2:
                return -0.9                                # "Change order": yes or no
            numbered = p.codes > 0.7 and p.distinct > 0.5 and p.count > 5
            return -0.35 if p.numbers > 0.7 or numbered else 0.03 if p.distinct > 0.6 else -0.2 if p.count > 5 else 0.0
        case "description" | "comment":
            few = name == "description" and p.count >= 20 and p.kinds <= 3 and not p.long      # "In scope": Yes, No
            return -0.6 if p.numbers > 0.5 or few else 0.02 if p.long else 0.0
        case "owner" | "sponsor" | "controller":
            return -0.6 if p.numbers > 0.5 else -0.3 if p.long > 0.3 else 0.04 if p.people > 0.5 else 0.0
        case "unit" | "function" | "entity" | "committee" | "workstream":
            if p.places > 0.5:
                return -0.9                                # where it is on a map
            if p.count > 3 and p.distinct > 0.9 and p.phrases > 0.5 and p.long:
                return -0.6                                # a sentence of its own in every row
            return -0.5 if p.numbers > 0.5 or p.types > 0.8 or p.series > 0.8 or p.units > 0.8 else 0.0
        case "organization" | "portfolio" | "program" | "project" | "package" | "parent":
            return -0.5 if p.numbers > 0.8 and not p.codes else 0.0
        case "progress":
            return 0.03 if p.numbers + p.percents > 0.6 and p.high <= 100 else -0.5
        case "stage":
            return -0.5 if p.percents > 0.3 or p.high > 10 or p.low < 0 or p.empty > 0.8 else 0.0
        case "light":
            return 0.05 if p.lights > 0.6 else -0.1 if p.texts > 0.6 else 0.0
        case "status":
            if p.timed > 0.8 or (p.initials > 0.8 and p.kinds > _STATES):
                return -0.9                                # the quarter it is due in; "State" over NSW, QLD, VIC
            if p.count >= _ROWS and p.distinct > 0.9 and p.phrases < 0.5 and not p.long:
                return -0.9                                # "State name": no state of work is another in each row
            return -0.2 if p.numbers > 0.8 or p.long > 0.5 else 0.0
        case "series":
            return 0.05 if p.series >= 0.8 else -0.9
        case "type":
            return 0.05 if p.types >= 0.8 else -0.9
        case "currency":
            return -0.6 if p.numbers > 0.3 else 0.0
        case "predecessors":
            return -0.4 if p.long > 0.3 else 0.0
    return 0.0
