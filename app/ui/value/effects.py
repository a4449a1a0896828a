"""The effects a person can narrow the Value screen to, and what their amounts are called.

Must not know: widgets, amounts.
"""
from __future__ import annotations

from app.core.catalog import CATEGORY_NAMES, TYPE_NAMES
from app.core.portfolio import Record
from app.core.value.lines import COST_TYPES, EFFECTS, counts
from app.ui.words import tr

_CHOICES = {"": "All money", **CATEGORY_NAMES, **TYPE_NAMES}
_NAMES = {"": "Net effect", "ebitda": "EBITDA effect", "cash": "Cash effect", "capex": "Capex effect"}


def choices() -> list[tuple[str, str]]:
    """(effect, its name in a list), in the order of the core."""
    return [(effect, tr(_CHOICES[effect])) for effect in EFFECTS]


def name(effect: str) -> str:
    """What an amount of an effect is called: "Net effect", "Capex effect", "Recurring cost"."""
    return tr(_NAMES.get(effect, _CHOICES[effect]))


def inline(effect: str) -> str:
    """The same within a sentence: abbreviations keep their capitals."""
    words = name(effect)
    return words if words[:2].isupper() else words[:1].lower() + words[1:]


def is_cost(effect: str) -> bool:
    """Costs are said to be better or worse than plan: a cost "below plan" would be read both ways."""
    return effect in COST_TYPES


def shown(line: Record, effect: str) -> bool:
    """Does a line stand in the grid? Without a choice every line does, those that are no money too."""
    return not effect or counts(line, effect)
