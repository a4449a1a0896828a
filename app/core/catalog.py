"""Every kind and field of the program, one line a field; tables, forms, columns, import, audit and report read it.

Must not know: how a field is stored, shown or changed. The kinds follow records.md; those without a screen
yet are here all the same, because a file must be able to hold them.
"""
from __future__ import annotations

from dataclasses import dataclass
from functools import cache

SERIES = ("baseline", "target", "plan", "forecast", "actual")
LEVELS = ("organization", "portfolio", "program", "project", "package", "measure")
EFFECT_TYPES = ("one_time_cost", "one_time_benefit", "recurring_cost", "recurring_benefit")
TYPE_NAMES = {"one_time_cost": "One-time cost", "one_time_benefit": "One-time benefit",
              "recurring_cost": "Recurring cost", "recurring_benefit": "Recurring benefit"}
CATEGORIES = ("ebitda", "cash", "capex", "fte", "non_money")
CATEGORY_NAMES = {"ebitda": "EBITDA", "cash": "Cash", "capex": "Capex", "fte": "FTE", "non_money": "Non-money"}
MONEY_CATEGORIES = ("ebitda", "cash", "capex")
UNIT_TYPES = ("business_unit", "function", "entity", "committee", "workstream", "segment")
LIGHTS = ("green", "amber", "red", "none")


@dataclass(frozen=True, slots=True)
class Field:
    """One field: its name in the journal, type (see values.py), label, and what it may hold.

    `ref` names the kind a reference points at (`unit:function` narrows a unit by its type). `section` is the
    inspector's heading. `merge`: F free, G governed. `low` and `high` bound what a person may write, in the units of
    the journal; `needed` may not be emptied again; `words` names the vocabulary (vocabulary.py) its text is from.
    """

    name: str
    type: str    # text long code choice bool int number money percent date month ref set json vector
    label: str
    choices: tuple[str, ...] = ()
    ref: str = ""
    section: str = "Overview"
    merge: str = "F"
    hidden: bool = False                  # not shown in forms
    low: int | None = None
    high: int | None = None
    needed: bool = False
    words: str = ""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of record: where it may hang, its fields, and its rules for merge and undo."""

    name: str
    label: str
    plural: str
    parents: tuple[str, ...]              # "" = the file itself
    fields: tuple[Field, ...]
    table: str = ""
    joint: tuple[tuple[str, ...], ...] = ()   # cells that hold several fields, besides parent+rank
    immutable: bool = False               # append-only: no edit, no delete, no undo
    link: tuple[str, ...] = ()            # the fields whose ends make the uid
    key: str = ""                         # the field a person calls it by, besides name
    custom: bool = False                  # may carry custom fields
    series: tuple[str, ...] = ()          # what it holds by month


def _f(name: str, type_: str, label: str, section: str = "Overview", **more: object) -> Field:
    return Field(name, type_, label, section=section, **more)   # type: ignore[arg-type]


_WHO = "People and place"
_WHOLE = 10_000                           # 100 %
_NODE = (
    _f("code", "code", "Code"),
    _f("name", "text", "Name", needed=True),
    _f("word", "text", "Called", hidden=True),
    _f("description", "long", "Description"),
    _f("pass_through", "bool", "Pass-through", hidden=True),
    _f("status", "text", "Reported status", words="status"),
    _f("light", "choice", "Reported light", choices=LIGHTS),
    _f("progress", "percent", "Reported progress", low=0, high=_WHOLE),
    _f("priority", "text", "Priority"),
    _f("owner", "ref", "Owner", _WHO, ref="person"),
    _f("sponsor", "ref", "Sponsor", _WHO, ref="person"),
    _f("controller", "ref", "Controller", _WHO, ref="person"),
    _f("unit", "ref", "Business unit", _WHO, ref="unit:business_unit"),
    _f("function", "ref", "Function", _WHO, ref="unit:function"),
    _f("entity", "ref", "Legal entity", _WHO, ref="unit:entity"),
    _f("committee", "ref", "Steering committee", _WHO, ref="unit:committee"),
    _f("workstream", "ref", "Workstream", _WHO, ref="unit:workstream"),
    _f("change_touched", "set", "Change touches", "Decision",
       choices=("pricing", "delivery", "capacity", "experience")),
    _f("external_ref", "text", "External reference", "Decision"),
    _f("next_decision", "text", "Next decision", "Decision"),
)
_MEASURE = (
    _f("business_reason", "long", "Business reason", "Scope"),
    _f("expected_effect", "long", "Expected effect", "Scope"),
    _f("scope_in", "long", "In scope", "Scope"),
    _f("scope_out", "long", "Out of scope", "Scope"),
    _f("start", "date", "Start", "Dates"),
    _f("finish", "date", "Finish", "Dates"),
    _f("stage", "text", "Stage (DoI)", "Decision", merge="G", words="stage"),
    _f("held", "bool", "On hold", "Decision", merge="G", hidden=True),
    _f("budget", "money", "Approved budget", "Decision", merge="G", low=0),
)
_ACTIVITY = (
    _f("code", "code", "Code"),
    _f("name", "text", "Name", needed=True),
    _f("owner", "ref", "Owner", ref="person"),
    _f("role", "choice", "Role", choices=("delivery", "conversion", "launch", "end_of_old", "review")),
    _f("plan_start", "date", "Plan start", "Dates", merge="G"),
    _f("plan_finish", "date", "Plan finish", "Dates", merge="G"),
    _f("start", "date", "Start", "Dates"),
    _f("finish", "date", "Finish", "Dates"),
    _f("actual_start", "date", "Actual start", "Dates"),
    _f("actual_finish", "date", "Actual finish", "Dates"),
    _f("percent", "percent", "Complete", "Dates", low=0, high=_WHOLE),
    _f("status", "text", "Reported status", words="status"),
    _f("description", "long", "Description"),
    _f("weight", "number", "Weight", low=0),
    _f("calendar", "ref", "Calendar", ref="calendar"),
    _f("constraint", "choice", "Constraint",
       choices=("asap", "alap", "start_on", "start_no_earlier", "start_no_later", "finish_on",
                "finish_no_earlier", "finish_no_later")),
    _f("constraint_date", "date", "Constraint date"),
)
_LINE = (
    _f("name", "text", "Name"),
    _f("type", "choice", "Type", choices=EFFECT_TYPES),
    _f("category", "choice", "Category", choices=CATEGORIES),
    _f("line_kind", "choice", "Holds", choices=("effect", "level")),
    _f("money_line", "text", "P&L or balance-sheet line"),
    _f("unit", "text", "Unit"),
    _f("currency", "text", "Currency"),
    _f("scale", "int", "Decimal places", hidden=True),
    _f("segment", "ref", "Customer segment", ref="unit:segment"),
    _f("anchor", "ref", "Starts with activity", ref="activity"),
    _f("basis", "date", "Forecast made for finish", hidden=True),
    *(_f(f"undated_{s}", "money", f"Undated {s}", "Undated") for s in SERIES),
)
_DEPENDENCY = (
    _f("predecessor", "ref", "Predecessor", ref="activity|measure"),
    _f("successor", "ref", "Successor", ref="activity|measure"),
    _f("type", "choice", "Type", choices=("FS", "SS", "FF", "SF")),
    _f("lag", "int", "Lag"),
    _f("lag_unit", "choice", "Lag in", choices=("working_days", "days")),
    _f("hard", "bool", "Hard"),
)
_RAID = (
    _f("code", "code", "Code"),
    _f("name", "text", "Title", needed=True),
    _f("description", "long", "Description"),
    _f("owner", "ref", "Owner", ref="person"),
    _f("due", "date", "Due"),
    _f("status", "text", "Status", words="log"),
    _f("external_ref", "text", "External reference"),
)
_RISK = _RAID + (
    _f("cause", "long", "Cause"),
    _f("event", "long", "Event"),
    _f("probability", "text", "Probability"),
    _f("impact", "text", "Impact"),
    _f("money", "money", "Money at stake", low=0),
    _f("response", "long", "Response"),
)
_ISSUE = _RAID + (
    _f("function", "ref", "Function", ref="unit:function"),
    _f("structural_cause", "choice", "Structural cause",
       choices=("capacity", "handover", "incentive", "missing_decision", "data", "dependency", "supplier", "rule")),
    _f("money", "money", "Money a month", low=0),
    _f("delay_days", "int", "Days of delay", low=0),
    _f("since", "date", "Since"),
    _f("level", "text", "Level"),
)
_ASSUMPTION = _RAID + (
    _f("text", "long", "Assumption"),
    _f("type", "text", "Type"),
    _f("test_date", "date", "Test by"),
    _f("signal", "text", "Signal"),
    _f("state", "choice", "State", choices=("open", "holds", "failed"), merge="G"),
    _f("tested_on", "date", "Tested on"),
    _f("evidence", "text", "Evidence"),
)
_KPI = (
    _f("code", "code", "Code"),
    _f("name", "text", "Name", needed=True),
    _f("unit", "text", "Unit"),
    _f("scale", "int", "Decimal places", hidden=True),
    _f("direction", "choice", "Better is", choices=("up", "down", "on_target")),
    _f("type", "choice", "Type", choices=("technical", "business")),
    _f("function", "ref", "Function", ref="unit:function"),
    _f("money_line", "text", "P&L or balance-sheet line"),
    _f("formula", "text", "Formula"),
    _f("freshness_days", "int", "Fresh for days", low=0),
    _f("source", "text", "Source"),
    _f("as_of", "date", "Figures as of"),
)
_ANY_NODE = LEVELS
_CARRIERS = LEVELS + ("activity", "effect_line", "risk", "issue", "assumption")


def _kinds() -> tuple[Kind, ...]:
    nodes = tuple(
        Kind(level, label, plural, ("",) if not i else (LEVELS[i - 1],),
             _NODE + (_MEASURE if level == "measure" else ()), table="node", key="code", custom=True,
             joint=(("start", "finish"), ("stage", "held")) if level == "measure" else ())
        for i, (level, label, plural) in enumerate((
            ("organization", "Organization", "Organizations"), ("portfolio", "Portfolio", "Portfolios"),
            ("program", "Program", "Programs"), ("project", "Project", "Projects"),
            ("package", "Measure Package", "Measure Packages"), ("measure", "Measure", "Measures"))))
    dates = (("start", "finish"), ("plan_start", "plan_finish"))
    return nodes + (
        Kind("activity", "Activity", "Activities", ("measure",), _ACTIVITY, joint=dates, key="code", custom=True),
        Kind("effect_line", "Effect line", "Effect lines", ("measure",), _LINE, custom=True, series=SERIES),
        Kind("dependency", "Dependency", "Dependencies", ("",), _DEPENDENCY, link=("predecessor", "successor")),
        Kind("risk", "Risk", "Risks", _ANY_NODE, _RISK, key="code", custom=True),
        Kind("issue", "Issue", "Issues", _ANY_NODE, _ISSUE, key="code", custom=True),
        Kind("assumption", "Assumption", "Assumptions", _ANY_NODE + ("effect_line",), _ASSUMPTION, key="code",
             custom=True),
        Kind("decision", "Decision", "Decisions", ("",) + _ANY_NODE, (
            _f("type", "text", "Type"), _f("outcome", "text", "Outcome"),
            _f("person", "ref", "Decided by", ref="person"), _f("role", "text", "Role"),
            _f("behalf_of", "ref", "On behalf of", ref="person"), _f("reason", "long", "Reason"),
            _f("review_date", "date", "Review on"), _f("decided_on", "date", "Decided on"),
            _f("vector", "vector", "State of the file", hidden=True)), immutable=True),
        Kind("note", "Note", "Notes", ("",) + _CARRIERS, (
            _f("text", "long", "Text"), _f("told", "date", "Known on"))),
        Kind("person", "Person", "People", ("",), (
            _f("name", "text", "Name", needed=True), _f("mail", "text", "Mail"), _f("login", "text", "Login"),
            _f("active", "bool", "Active"), _f("alias", "ref", "Same person as", ref="person"))),
        Kind("unit", "Unit", "Units", ("", "unit"), (
            _f("type", "choice", "Type", choices=UNIT_TYPES), _f("name", "text", "Name", needed=True))),
        Kind("share", "Share", "Shares", ("",), (      # a view beside the tree: never weighs a total of the tree
            _f("measure", "ref", "Measure", ref="measure"), _f("function", "ref", "Function", ref="unit:function"),
            _f("percent", "percent", "Share", low=0, high=_WHOLE)), link=("measure", "function")),
        Kind("kpi", "KPI", "KPIs", ("",), _KPI, key="code", series=("actual",)),
        Kind("field_def", "Custom field", "Custom fields", ("",), (
            _f("on_kind", "choice", "On", choices=LEVELS + ("activity", "effect_line", "risk", "issue", "assumption")),
            _f("key", "text", "Key"), _f("type", "text", "Type"), _f("label", "text", "Label"),
            _f("choices", "json", "Choices"))),
        Kind("setting", "Setting", "Settings", ("",), (
            _f("key", "text", "Key"), _f("scope", "text", "Scope"), _f("value", "json", "Value"))),
        Kind("calendar", "Calendar", "Calendars", ("",), (
            _f("name", "text", "Name"), _f("working_days", "json", "Working days"),
            _f("exceptions", "json", "Exceptions"))),
        Kind("rate", "Rate", "Rates", ("",), (
            _f("currency", "text", "Currency"), _f("month", "month", "Month"), _f("rate", "number", "Rate", merge="G"),
            _f("source", "text", "Source"))),
        Kind("snapshot", "Snapshot", "Snapshots", ("",), (
            _f("name", "text", "Name"), _f("vector", "vector", "State of the file", hidden=True),
            _f("note", "long", "Note"))),
        Kind("source", "Source", "Sources", ("",), (
            _f("name", "text", "Name"), _f("shape", "text", "Shape", hidden=True),
            _f("mapping", "json", "Mapping", hidden=True), _f("freshness", "date", "Figures of"))),
        Kind("import_run", "Import", "Imports", ("source",), (
            _f("file", "text", "File"), _f("sha256", "text", "SHA-256", hidden=True), _f("on", "date", "On"),
            _f("sums", "json", "Sums", hidden=True), _f("issues", "json", "Issues", hidden=True),
            _f("kept", "json", "Values left alone", hidden=True), _f("report", "json", "Report", hidden=True))),
    )


KINDS: dict[str, Kind] = {kind.name: kind for kind in _kinds()}
ORDER: dict[str, int] = {name: i for i, name in enumerate(KINDS)}


@cache
def fields_of(kind: str) -> dict[str, Field]:
    """The catalog's fields of a kind by name, in form order."""
    return {f.name: f for f in KINDS[kind].fields}


@cache
def series_of(kind: str) -> tuple[str, ...]:
    """What a kind holds by month; () for most."""
    return KINDS[kind].series


@cache
def table_of(kind: str) -> str:
    return KINDS[kind].table or kind


@cache
def cells_of(kind: str) -> dict[str, tuple[str, ...]]:
    """Cell name -> the fields it holds: joint cells are written "start+finish", all others by their field."""
    cells: dict[str, tuple[str, ...]] = {"kind": ("kind",), "parent+rank": ("parent", "rank"),
                                         "deleted": ("deleted",)}
    joint = {name: group for group in KINDS[kind].joint for name in group}
    for f in KINDS[kind].fields:
        group = joint.get(f.name, (f.name,))
        cells["+".join(group)] = group
    return cells


@cache
def cell_of(kind: str, field: str) -> str:
    """The cell that holds a field; a set element (`tags#x`), a series or a custom field is its own cell."""
    if field in ("parent", "rank"):
        return "parent+rank"
    for cell, names in cells_of(kind).items():
        if field in names:
            return cell
    return field


def level_of(kind: str) -> int:
    """0 for organization ... 5 for measure; -1 for kinds that are no nodes."""
    return LEVELS.index(kind) if kind in LEVELS else -1
