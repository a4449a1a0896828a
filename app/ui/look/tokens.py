"""The colours of both themes by what they mean, and the sizes every view shares. Nothing else names a colour.

Must not know: Qt, so that reports and tests can read it too.
"""
from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tokens:
    """One theme. Text tokens keep a contrast of 4.5 on window, base and alt (a test measures it)."""

    name: str
    window: str               # menu bar, toolbar, navigation, heads, status bar
    base: str                 # trees, grids, charts, inspector
    alt: str                  # rows of upper levels, quarter and year columns
    field: str                # line edits, combo boxes, segments
    hair: str                 # row lines, panel dividers
    line: str                 # under heads, splitters, field borders
    text: str
    text2: str                # secondary, heads
    text3: str                # hints, zero, disabled
    accent: str
    onaccent: str
    sel: str
    accbg: str
    msg: str
    hover: str
    good: str                 # text
    warn: str
    bad: str
    good_fill: str
    warn_fill: str
    bad_fill: str
    none: str
    good_tint: str
    warn_tint: str
    bad_tint: str
    ac: str
    py: str
    gantt_done: str
    gantt_rest: str
    gantt_quiet: str          # brackets of packages
    gantt_ghost: str          # plan dates
    gantt_link: str
    gantt_critical: str
    row_title: str            # import: row kinds
    row_header: str
    row_group: str
    row_total: str
    row_example: str
    row_placeholder: str


LIGHT = Tokens(
    name="light", window="#F4F5F7", base="#FFFFFF", alt="#F9FAFB", field="#FFFFFF", hair="#E3E7EC", line="#C9D0D9",
    text="#1A2029", text2="#56616F", text3="#67717E",      # a shade darker than drawn: 4.5 on window too
    accent="#1F5FC4", onaccent="#FFFFFF", sel="#DFEAFA", accbg="#E6EEFB", msg="#EAF1FC", hover="#EEF1F5",
    good="#11714F", warn="#8F5700", bad="#BC2F1B", good_fill="#178260", warn_fill="#C98400", bad_fill="#CB3A24",
    none="#8B95A3", good_tint="#E3F3EC", warn_tint="#FCF1DC", bad_tint="#FBE6E2", ac="#3C4653", py="#B6BFCA",
    gantt_done="#4E5D70", gantt_rest="#B4C0CE", gantt_quiet="#7B8796", gantt_ghost="#AEB8C4", gantt_link="#8D99A8",
    gantt_critical="#1A2029",
    row_title="#E8ECF1", row_header="#D5E4F9", row_group="#E9E2F5", row_total="#DCEFE6", row_example="#FBEBCB",
    row_placeholder="#FBE3DE")

DARK = Tokens(
    name="dark", window="#1C2026", base="#15181D", alt="#181C21", field="#101317", hair="#292F37", line="#3F4853",
    text="#E7EAEE", text2="#A4AEBA", text3="#8792A0", accent="#6EA4F8", onaccent="#0E141C", sel="#213655",
    accbg="#1F3047", msg="#1F3047", hover="#242A32", good="#4CC294", warn="#E5AE49", bad="#F57F68",
    good_fill="#3FB385", warn_fill="#E0A63A", bad_fill="#F0705A", none="#7C8795", good_tint="#17362C",
    warn_tint="#3A2E16", bad_tint="#43231E", ac="#C3CBD5", py="#56606D",
    gantt_done="#A9B5C4", gantt_rest="#4A5666", gantt_quiet="#7F8A98", gantt_ghost="#5A6674", gantt_link="#76828F",
    gantt_critical="#F2F4F7", row_title="#252B33", row_header="#213655",
    row_group="#33264A", row_total="#17362C", row_example="#3A2E16", row_placeholder="#43231E")

THEMES = {"light": LIGHT, "dark": DARK}

# Sizes in pixels at 100 %.
MENU_BAR, TOOLBAR, MESSAGE_BAR, TITLE, STATUS_BAR = 28, 40, 36, 46, 24
HEAD_TWO, HEAD_ONE, ROW, ROW_COMPACT, NAV_ROW, CONTROL, ACTION_BAR = 48, 28, 28, 24, 32, 28, 52
NAV_WIDE, NAV_NARROW, INSPECTOR = 152, 48, 372
PAD, PANEL, RADIUS, INDENT, CHEVRON = 8, 12, 4, 12, 10


def contrast(first: str, second: str) -> float:
    """WCAG contrast of two "#RRGGBB" colours."""
    def light(colour: str) -> float:
        parts = [int(colour[i:i + 2], 16) / 255 for i in (1, 3, 5)]
        parts = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]

    low, high = sorted((light(first), light(second)))
    return (high + 0.05) / (low + 0.05)
