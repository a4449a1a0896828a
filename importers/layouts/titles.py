"""The title over a list names the project its measures belong to, when no column does: "Programm Weitblick - Tracker".

Only words that speak of a project or programme and give it a name count; "Project tracker" names none. Must not know:
how a list is read.
"""
from __future__ import annotations

import re

from app.core.batch import Batch, Item
from app.core.catalog import LEVELS
from importers.base import Sheet
from importers.meaning.context import Context
from importers.meaning.words import fold

_KIND = re.compile(r"(?:programm|programme|program|projekt|project)$")
_LABEL = re.compile(r"^(?:project|projekt|programme?|programm)(?: ?(?:name|title|titel))?$")
_PARTS = re.compile(r"(?<!\s)\s+[-–—|]\s+|(?:(?<!\s)\s+)?[|;]\s*|,\s+")
_GENERIC = frozenset(
    "a alle all and benefit benefits bericht board budget chart comparison controlling current dashboard date datum "
    "der des die cost costs draft entwurf example for fuer gantt im in issue issues kosten lead leader leiter list "
    "liste log management manager massnahme massnahmen massnahmenliste massnahmentracker masterplan master measure "
    "measures month monthly name nutzen of office our phase plan plans planung plus portfolio program programm "
    "programme programs programmuebersicht project projects projekt projekte projektliste projektplan "
    "projektuebersicht raid register report reporting risiken risiko risk risks sample savings schedule sheet "
    "simple stand status statusbericht summary tabelle team template the timeline titel title to tracker tracking "
    "uebersicht und version vorlage weekly zeitplan zum zur overview id no nr number code start end finish by owner "
    "sponsor type".split())
_LONGEST = 80


def name_project(batch: Batch, context: Context) -> None:
    """Give the one project of the batch that has no name the one its sheets' titles say, where they say one."""
    project = nameless_project(batch)
    if project is None:
        return
    read = {s.name for s in batch.sheets if s.role == "data"}
    names = {name for sheet in context.book.sheets if sheet.name in read for name in [_title(sheet, context)] if name}
    said = {fold(n) for n in names}
    if len(said) == 1 and not any(s in fold(str(i.fields.get("name") or "")) for i in batch.items
                                  if i.kind in LEVELS for s in said):       # else a node is called so already
        project.fields = {"name": min(names)}


def nameless_project(batch: Batch) -> Item | None:
    """The only project, when it and all above it merely fill their levels; else None."""
    levels = frozenset(LEVELS[:LEVELS.index("project") + 1])
    above = [i for i in batch.items if i.kind in levels]
    projects = [i for i in above if i.kind == "project"]
    return projects[0] if len(projects) == 1 and all(i.fields.get("pass_through") for i in above) else None


def _title(sheet: Sheet, context: Context) -> str:
    head = context.head(sheet)
    for at, row in enumerate(sheet.rows[:head.first] if head is not None else ()):
        texts = [" ".join(v.split()) for c, v in enumerate(row) if isinstance(v, str) and v.strip()
                 and not isinstance(sheet.at(at + 1, c), int | float)]             # "Total projects" over 47
        for n, text in enumerate(texts):
            label, colon, rest = text.partition(":")
            if _LABEL.match(fold(label)) and (rest.strip() or (colon and texts[n + 1:])):
                found = spoken(rest.strip() or texts[n + 1], labelled=True)
            else:
                found = spoken(text)
            if found:
                return found
    return ""


def spoken(title: str, labelled: bool = False) -> str:
    """The name in a title, without what says which list, day or unit it is; "" when it holds none. Behind a label
    any name counts."""
    if len(title) > _LONGEST or title.endswith(("?", ".", ":")):
        return ""
    for part in _PARTS.split(title):
        words = fold(part).split()
        own = [w for w in words if w not in _GENERIC and not any(map(str.isdigit, w)) and len(w) > 1]
        if labelled and own:
            return part.strip()
        if len(words) <= 6 and any(_KIND.search(w) for w in words) and any(not _KIND.search(w) for w in own):
            return part.strip()
    return ""
