"""The parts of an .xlsx or .xlsm: which sheets there are and where, comments, links out.

Broken relationships are worked around by the usual names, and said so. Must not know: cells.
"""
from __future__ import annotations

import re
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from app.core.batch import Issue
from app.errors import Problem
from importers.base import Where
from importers.reading.guard import Archive
from importers.reading.xlsx.cells import decode_escapes, place
from importers.reading.xml_safe import attribute, local, tree

_MOST_RANGES = 100
_STRICT = "http://purl.oclc.org/ooxml/"


@dataclass(slots=True)
class Listed:
    """One sheet as workbook.xml lists it. `part` is "" for a sheet without cells (a chart)."""

    name: str
    part: str
    hidden: bool


@dataclass(slots=True)
class Package:
    """What the parts around the sheets say."""

    strict: bool = False
    date_1904: bool = False
    macros: bool = False
    sheets: list[Listed] = field(default_factory=list)
    links: list[str] = field(default_factory=list)             # other workbooks this one points at
    styles: str = ""
    theme: str = ""
    strings: str = ""
    issues: list[Issue] = field(default_factory=list)
    ranges: dict[str, str] = field(default_factory=dict)       # what names stand for: "Budget" -> "'Plan'!$B$2:$B$9"


def read_package(archive: Archive) -> Package:
    """The sheets and their parts; raises Problem when there is no workbook inside."""
    package = Package()
    main = _main_part(archive, package)
    root = tree(archive.read(main), f"The part {main} of {archive.path.name}")
    package.strict = _STRICT in root.tag
    targets = _relations(archive, main, package)
    kinds = {kind: target for kind, target, _ in targets.values()}
    folder = main.rpartition("/")[0]
    package.styles = archive.find(kinds.get("styles", f"{folder}/styles.xml"))
    package.theme = archive.find(kinds.get("theme", f"{folder}/theme/theme1.xml"))
    package.strings = archive.find(kinds.get("sharedStrings", f"{folder}/sharedStrings.xml"))
    package.macros = any(name.endswith("vbaproject.bin") for name in map(str.lower, archive.parts))
    for element in root.iter():
        kind = local(element.tag)
        if kind == "workbookPr":
            package.date_1904 = element.get("date1904", "0").lower() in ("1", "true")
        elif kind == "definedName" and len(package.ranges) < _MOST_RANGES and element.text:
            if not element.get("name", "_").startswith("_"):
                package.ranges[element.get("name", "")] = element.text
        elif kind == "sheet" and element.get("name") is not None:
            package.sheets.append(_listed(element, targets, archive, folder, package))
    for name in archive.parts:
        if re.search(r"externallinks/_rels/[^/]+\.rels$", name, re.IGNORECASE):
            package.links += [target for _, target, outside in read_rels(archive, name, "").values() if outside]
    if not package.sheets:
        raise Problem(f"{archive.path.name} is a workbook without any sheet.", "Check that it is the right file.")
    return package


def _main_part(archive: Archive, package: Package) -> str:
    """The workbook part: by the package's relations, else by its usual name."""
    try:
        for kind, target, _ in read_rels(archive, "_rels/.rels", "").values():
            if kind == "officeDocument" and archive.find(target):
                return archive.find(target)
    except Problem:
        package.issues.append(Issue(
            "warning", "", "", "The file's list of parts (_rels/.rels) is broken; the parts were found by their"
            " usual names. Compare the figures with what Excel shows."))
    usual = archive.find("xl/workbook.xml")
    if not usual:
        raise Problem(f"{archive.path.name} is no workbook: the part xl/workbook.xml is missing.",
                      "Open it in Excel or LibreOffice and save it as .xlsx.")
    return usual


def _listed(element: Element, targets: dict[str, tuple[str, str, bool]], archive: Archive, folder: str,
            package: Package) -> Listed:
    name = element.get("name", "")
    hidden = element.get("state", "visible") in ("hidden", "veryHidden")
    kind, target, _ = targets.get(attribute(element, "id"), ("", "", False))
    if kind and kind != "worksheet":
        return Listed(name, "", hidden)
    part = archive.find(target) if target else ""
    if not part:
        number = len(package.sheets) + 1
        part = archive.find(f"{folder}/worksheets/sheet{number}.xml")
        message = (f"The sheet's part is not where the workbook says; {part} was read." if part
                   else "The sheet's part is missing from the file; nothing could be read.")
        package.issues.append(Issue("warning" if part else "error", name, "", message))
    twin = next((one.name for one in package.sheets if part and one.part == part), None)
    if twin is not None:
        package.issues.append(Issue("warning", name, "", "The sheet has the same part of the file as the sheet "
                                    f"{twin!r}; it was read once, as that one."))
        part = ""
    return Listed(name, part, hidden)


def _relations(archive: Archive, part: str, package: Package) -> dict[str, tuple[str, str, bool]]:
    folder, _, name = part.rpartition("/")
    try:
        return read_rels(archive, f"{folder}/_rels/{name}.rels", folder)
    except Problem:
        package.issues.append(Issue(
            "warning", "", "", f"The list of parts that {name} points at is broken; usual names were tried."))
        return {}


def read_rels(archive: Archive, name: str, folder: str) -> dict[str, tuple[str, str, bool]]:
    """id -> (last word of the type, target as a part name, whether it lies outside the file)."""
    data = archive.read(name)
    if not data:
        return {}
    found: dict[str, tuple[str, str, bool]] = {}
    for one in tree(data, f"The part {name} of {archive.path.name}"):
        outside = one.get("TargetMode") == "External"
        target = one.get("Target", "")
        if not outside:
            target = _resolve(folder, target)
        found[one.get("Id", "")] = (one.get("Type", "").rpartition("/")[2], target, outside)
    return found


def _resolve(folder: str, target: str) -> str:
    """A relation's target as a name inside the zip."""
    steps: list[str] = [] if target.startswith("/") else [step for step in folder.split("/") if step]
    for step in target.replace("\\", "/").split("/"):
        if step == "..":
            del steps[-1:]
        elif step not in ("", "."):
            steps.append(step)
    return "/".join(steps)


def _comments_of(root: Element) -> dict[Where, str]:
    said = ((place(one.get("ref", "")), "".join(t.text or "" for t in one.iter() if local(t.tag) == "t"))
            for one in root.iter() if local(one.tag) == "comment")
    return {where: decode_escapes(text) for where, text in said if where is not None and text}


def read_comments(archive: Archive, sheet_part: str, issues: list[Issue], sheet: str) -> dict[Where, str]:
    """The notes of one sheet by place."""
    folder, _, name = sheet_part.rpartition("/")
    found: dict[Where, str] = {}
    try:
        for kind, target, _ in read_rels(archive, f"{folder}/_rels/{name}.rels", folder).values():
            if kind == "comments" and archive.find(target):
                found |= _comments_of(tree(archive.read(target), f"The part {target} of {archive.path.name}"))
    except Problem as problem:
        issues.append(Issue("warning", sheet, "", f"The sheet's notes could not be read: {problem.what}"))
    return found
