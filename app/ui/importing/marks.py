"""Which mark stands for the severity of an issue and for how sure a reading is.

Must not know: how a mark is drawn (marks.py does).
"""
from __future__ import annotations

SEVERITY = {"error": "red", "warning": "red", "question": "amber", "note": "none"}
OUTLINE = {"red": "bad_fill", "amber": "warn_fill", "none": "none"}
SURE, LIKELY = 0.9, 0.75


def certainty(confidence: float) -> str:
    """At least 90 % sure is a green circle, at least 75 % an amber diamond, less a red square."""
    if confidence >= SURE:
        return "green"
    return "amber" if confidence >= LIKELY else "red"
