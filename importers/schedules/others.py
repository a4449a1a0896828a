"""Schedules of programs whose files are not read: told by how they begin, refused by name with the way to one that is.

Some of them are tables to look at (MPX, XER) or close to a format that is read (Planner's XML), so that without this
their codes would come in as projects and money. Must not know: what they say.
"""
from __future__ import annotations

import re
from pathlib import Path
from xml.etree.ElementTree import Element

from app.errors import Problem
from importers.reading.xml_safe import local

_LOOK = 1 << 16
_SAVE = "Open it in {}, save it as MS Project XML and import that."
_ANY = _SAVE.format("a program that writes MS Project XML")
_WITH_PROJECT = _SAVE.format("MS Project or in ProjectLibre")
_P6 = "Export it from P6 as Microsoft Project XML and import that."

_BEGINS = (                               # what no other text begins with -> program, the way to a file that is read
    (re.compile(rb"MPX[,;\t|][^\r\n]{0,200}[\r\n]+\d"), "an MPX file of an old project program", _WITH_PROJECT),
    (re.compile(rb"ERMHDR\t"), "a schedule of Primavera P6 (XER)", _P6),
    (re.compile(rb"\xac\xed\x00\x05.{0,400}com\.projity\.", re.DOTALL), "a schedule of ProjectLibre (.pod)",
     _SAVE.format("ProjectLibre")),
    (re.compile(rb"\x00\x01\x00\x00Standard Jet DB"), "a database of MS Project or Access", _WITH_PROJECT),
)
_ENDINGS = {                              # binary files of their own kinds; a name alone tells them
    ".mpp": ("a schedule of MS Project (.mpp)", _WITH_PROJECT), ".mpt": ("a template of MS Project", _WITH_PROJECT),
    ".mpd": ("a database of MS Project", _WITH_PROJECT), ".pod": ("a schedule of ProjectLibre (.pod)",
                                                                  _SAVE.format("ProjectLibre")),
    ".mpx": ("an MPX file of an old project program", _WITH_PROJECT), ".xer": ("a schedule of Primavera P6", _P6),
    ".fts": ("a schedule of FastTrack Schedule", _SAVE.format("FastTrack Schedule")),
    ".pp": ("a schedule of Asta Powerproject", _SAVE.format("Powerproject")),
    ".mproject": ("a schedule of Merlin", _SAVE.format("Merlin")),
    ".pep": ("a schedule of TurboProject", _ANY), ".oplx": ("a schedule of OmniPlan", _SAVE.format("OmniPlan")),
    ".prx": ("a schedule of Primavera P3", _ANY), ".stx": ("a schedule of SureTrak", _ANY),
    ".sp": ("a schedule of Synchro", _ANY),
}
_XML_BYTES = (
    (re.compile(rb"<project\b[^>]*\bmrproject-version\s*="), "a schedule of Planner", _ANY),
    (re.compile(rb"<project\b[^>]*\bupdate_mode\s*="), "a schedule of Phoenix Project Manager", _ANY),
    (re.compile(rb"<project\b[^>]*>\s*<task>\s*<pID>"), "a schedule of jsGantt", _ANY),
    (re.compile(rb"<(?:\w+:)?APIBusinessObjects\b"), "a schedule of Primavera P6 (XML)", _P6),
    (re.compile(rb"<Application>\s*CDProject\s*</Application>"), "a schedule of ConceptDraw Project", _ANY),
    (re.compile(rb"<Document\b[^>]*>\s*<(?:CreatedVersion|CreationDate|Creator|DPi)\b"), "a schedule of Edraw", _ANY),
    (re.compile(rb"<Gantt\b[^>]*>.{0,4000}?<(?:Globalization|Display)\b", re.DOTALL), "a schedule of Gantt Designer",
     _ANY),
)
_GAN_SIGNS = frozenset({"view-date", "view-index", "gantt-divider-location", "resource-divider-location", "webLink"})
_INSIDE_MSPDI = ("Tasks", "SaveVersion", "ScheduleFromStart", "Calendars")


def refuse_other_programs(path: Path, kind: str) -> None:
    """Raises Problem where a file is another program's schedule. `kind`: what its first bytes say (guard.sniff)."""
    with path.open("rb") as file:
        head = file.read(_LOOK)
    found = None
    if kind == "xml":
        text = head.replace(b"\0", b"")
        found = next(((what, way) for sign, what, way in _XML_BYTES if sign.search(text)), None)
    elif kind != "zip" or path.suffix.lower() == ".oplx":
        found = next(((what, way) for sign, what, way in _BEGINS if sign.match(head)), None)
        found = found or _ENDINGS.get(path.suffix.lower())
    if found is not None:
        what, way = found
        raise Problem(f"{path.name} is {what}, which is not read.", way)


def may_be_schedule(path: Path, root: Element, inside: str) -> bool:
    """Whether a root that several programs share is one of ours. `inside`: the tags under it that stand in the first
    bytes, as text."""
    if root.tag == "project":             # also what build tools and game engines call theirs
        named = path.suffix.lower() == ".gan" or bool(_GAN_SIGNS & set(root.keys()))
        return named or bool(re.search(r"<tasks[\s/>]", inside))
    if root.tag == "Project":             # without the name space MS Project gives it; so do compilers
        return any(re.search(rf"<{name}[\s/>]", inside) for name in _INSIDE_MSPDI)
    return local(root.tag) == "Project"
