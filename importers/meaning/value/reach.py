"""Words of a heading that say how far its figures reach, "YTD", "to date", "FY": they tell no line apart from another.

Must not know: columns, tables, amounts.
"""
from __future__ import annotations

import re

from importers.meaning.value.periods import Label, read_label

_REACH = re.compile(r"\b(?:ytd|itd|to date|bis heute|bis dato|aufgelaufen|fy|full year|year end|eoy|jahresende|"
                    r"at completion)\b")


def beyond_reach(label: Label) -> str:
    """What a heading adds when these words are taken from it, and the scenario said twice: "Actual to date"."""
    rest = " ".join(_REACH.sub(" ", label.rest).split())
    again = read_label(rest) if rest and label.series else None
    return "" if again and again.plain and again.series == label.series and not again.timed else rest


def only_reaches(label: Label) -> bool:
    """A scenario and how far it goes, and nothing else: "Actual YTD", "Forecast FY"."""
    return bool(label.series and label.rest) and not (label.derived or label.total or label.timed) \
        and not beyond_reach(label)
