"""Custom fields of MS Project XML: their names as the file's author called them, their values by type.

Must not know: the standard fields of a task, items.
"""
from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from xml.etree.ElementTree import Element

from importers.schedules.xml_parts import child, children, day, number, texts

_LENGTH = re.compile(r"^PT(\d+)H(\d+)M")
_KINDS = (("cost", "money"), ("date", "date"), ("start", "date"), ("finish", "date"), ("number", "number"),
          ("flag", "flag"), ("duration", "duration"))
_STANDARD = (("Deadline", "Deadline", "date"), ("Contact", "Contact", "text"), ("Hyperlink", "Hyperlink", "text"),
             ("HyperlinkAddress", "Link address", "text"), ("Work", "Work (hours)", "hours"),
             ("ActualWork", "Actual work (hours)", "hours"),
             ("PhysicalPercentComplete", "Physical % complete", "percent"),
             ("SubprojectName", "Other project file", "text"))


@dataclass(slots=True)
class FieldNames:
    """Field id -> (name people see, the program's own name), and the texts of look-up values."""

    names: dict[str, tuple[str, str]] = field(default_factory=dict)
    values: dict[tuple[str, str], str] = field(default_factory=dict)

    def add(self, inside: str, element: Element) -> None:
        """One definition, of an extended attribute or of an outline code with its values."""
        said = texts(element)
        uid, own = said.get("FieldID", ""), said.get("FieldName", "")
        if not uid:
            return
        self.names[uid] = (said.get("Alias") or own or f"Field {uid}", own)
        values = child(element, "Values") if inside == "OutlineCodes" else child(element, "ValueList")
        for value in values if values is not None else ():
            told = texts(value)
            number_ = told.get("ValueID") or told.get("ID") or ""
            text = told.get("Value") or told.get("Description") or ""
            if number_ and text:
                self.values[uid, number_] = text


def custom_values(said: Mapping[str, str], element: Element, names: FieldNames,
                  minutes: Decimal) -> dict[str, tuple[str, Any]]:
    """Header -> (type, value) of what no field of an activity or measure holds; empty ones left out."""
    found: dict[str, tuple[str, Any]] = {}
    for tag, header, kind in _STANDARD:
        value = _typed(kind, said.get(tag, ""), minutes)
        if value is not None and value[1] not in ("0", 0):
            found[header] = value
    for one in (*children(element, "ExtendedAttribute"), *children(element, "OutlineCode")):
        told = texts(one)
        uid = told.get("FieldID", "")
        header, own = names.names.get(uid, (f"Field {uid}", ""))
        text = told.get("Value") or names.values.get((uid, told.get("ValueID") or told.get("ValueGUID") or ""), "")
        kind = next((k for word, k in _KINDS if own.lower().startswith(word)), "text")
        value = _typed(kind, text, minutes) or (("text", text) if text and kind != "flag" else None)
        if value is not None and not (kind in ("money", "number", "duration") and value[1] in ("0", 0, "0 d")):
            found[header] = value
    return found


def _typed(kind: str, text: str, minutes: Decimal) -> tuple[str, Any] | None:
    if not text:
        return None
    if kind == "date":
        return ("date", value) if (value := day(text)) else None
    if kind == "flag":
        return ("bool", True) if text in ("1", "true", "Yes") else None
    if kind in ("duration", "hours"):
        parts = _LENGTH.match(text)
        if not parts:
            return None
        length = Decimal(parts[1]) * 60 + Decimal(parts[2])
        if kind == "hours":
            return "number", _plain(length / 60)
        return "text", f"{_plain(length / minutes)} d"
    amount = number(text)
    if kind == "money":
        return ("money", int(amount)) if amount is not None and amount == int(amount) else None
    if kind == "percent":
        return ("percent", int(amount * 100)) if amount is not None else None
    if kind == "number":
        return ("number", _plain(amount)) if amount is not None else None
    return "text", text


def _plain(value: Decimal) -> str:
    return format(round(value, 6).normalize(), "f")
