"""The settings a person may write, each as a field with its type and bounds; the status date a file is told for.

Must not know: screens. What a setting does is known where it is read.
"""
from __future__ import annotations

import re
from typing import Any

from app.core import edits, natural
from app.core.catalog import Field
from app.core.change import Change
from app.core.portfolio import Portfolio
from app.core.sense import bounded
from app.core.values import parse
from app.errors import Problem

_FIELDS = (
    Field("currency", "text", "Reporting currency"),
    Field("status_date", "date", "Status date"),
    Field("fiscal_start", "int", "First month of the fiscal year", low=1, high=12),
    Field("discount_rate", "percent", "Discount rate", low=0, high=10_000),
    Field("figures_in", "choice", "Amounts shown in", choices=("1", "k", "M")),
    Field("late_green_days", "int", "Days late that are still green", low=0),
    Field("late_amber_days", "int", "Days late that are still amber", low=0),
    Field("slip_days", "int", "Days of a slip that matter", low=0),
)
FIELDS = {f.name: f for f in _FIELDS}


def set_text(p: Portfolio, key: str, text: str) -> list[Change]:
    """A setting of the file from what a person typed; "" goes back to what is built in. Raises Problem."""
    field = FIELDS.get(key)
    if field is None:
        listed = ", ".join(f"{f.name} ({f.label})" for f in _FIELDS)
        raise Problem(f"“{key}” is no setting.", f"Settings are: {listed}.")
    value: Any = parse(field, text)
    if key == "currency" and value is not None:
        value = value.upper()
        if not re.fullmatch(r"[A-Z]{3}", value):
            raise Problem(f"“{text}” is no currency.", "Write a code of three letters, like EUR.")
    wrong = bounded(field, value)
    if wrong:
        raise Problem(*wrong)
    if value is None and natural.of_setting(p, key) not in p.records:
        return []
    return edits.set_setting(p, key, value)


def status_date(p: Portfolio, today: str) -> str:
    """The date lateness and sums look at when nobody names one: the file's own, else today."""
    return str(p.setting("status_date") or today)
