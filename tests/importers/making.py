"""Makes workbooks part by part, so that tests can write what no library would: odd, damaged and hostile files."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from pathlib import Path
from xml.sax.saxutils import quoteattr

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
RELS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT_RELS = "http://purl.oclc.org/ooxml/officeDocument/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def sheet_xml(rows: str, before: str = "", after: str = "", namespace: str = MAIN) -> str:
    """A worksheet part around `rows`."""
    return (f'{XML}<worksheet xmlns="{namespace}">{before}<sheetData>{rows}</sheetData>{after}</worksheet>')


def strings_xml(texts: list[str]) -> str:
    """A part of shared texts; each is put in as it is, so it may hold markup."""
    return f'{XML}<sst xmlns="{MAIN}">' + "".join(f"<si><t>{text}</t></si>" for text in texts) + "</sst>"


def parts(sheets: Mapping[str, str | bytes], extra: Mapping[str, str | bytes] | None = None, strict: bool = False,
          workbook_pr: str = "", states: Mapping[str, str] | None = None) -> dict[str, str | bytes]:
    """All parts of a workbook with these sheets (name -> XML), in the usual places."""
    main, rels = (STRICT, STRICT_RELS) if strict else (MAIN, RELS)
    listed = related = types = ""
    found: dict[str, str | bytes] = {}
    for number, (name, xml) in enumerate(sheets.items(), 1):
        state = f' state="{states[name]}"' if states and name in states else ""
        listed += f'<sheet name={quoteattr(name)} sheetId="{number}"{state} r:id="rId{number}"/>'
        related += (f'<Relationship Id="rId{number}" Type="{rels}/worksheet" Target="worksheets/sheet{number}.xml"/>')
        types += (f'<Override PartName="/xl/worksheets/sheet{number}.xml" ContentType='
                  '"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>')
        found[f"xl/worksheets/sheet{number}.xml"] = xml
    for name, kind in (("styles", "styles"), ("sharedStrings", "sharedStrings")):
        if extra and f"xl/{name}.xml" in extra:
            related += f'<Relationship Id="x{name}" Type="{rels}/{kind}" Target="{name}.xml"/>'
    return {
        "[Content_Types].xml": f'{XML}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType='
        f'"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>{types}</Types>',
        "_rels/.rels": f'{XML}<Relationships xmlns="{PACKAGE}"><Relationship Id="rId1" Type="{rels}/officeDocument"'
        ' Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'{XML}<workbook xmlns="{main}" xmlns:r="{rels}">{workbook_pr}<sheets>{listed}</sheets>'
        "</workbook>",
        "xl/_rels/workbook.xml.rels": f'{XML}<Relationships xmlns="{PACKAGE}">{related}</Relationships>',
        **found, **(extra or {}),
    }


def write(path: Path, content: Mapping[str, str | bytes], compression: int = zipfile.ZIP_DEFLATED) -> Path:
    """The parts as a zip."""
    with zipfile.ZipFile(path, "w", compression, compresslevel=6) as pack:
        for name, data in content.items():
            pack.writestr(zipfile.ZipInfo(name), data, compress_type=compression)
    return path


def book(path: Path, rows: str, before: str = "", after: str = "", **more: object) -> Path:
    """A workbook with one sheet "S" around these rows."""
    return write(path, parts({"S": sheet_xml(rows, before, after)}, **more))  # type: ignore[arg-type]


def styles_xml(formats: list[str] = (), xfs: str = "", fonts: str = "<font/>",  # type: ignore[assignment]
               fills: str = '<fill><patternFill patternType="none"/></fill>') -> str:
    """A part of styles; custom formats get the numbers 164, 165, ..."""
    codes = "".join(f"<numFmt numFmtId=\"{164 + at}\" formatCode={quoteattr(code)}/>"
                    for at, code in enumerate(formats))
    return (f'{XML}<styleSheet xmlns="{MAIN}"><numFmts>{codes}</numFmts><fonts>{fonts}</fonts>'
            f"<fills>{fills}</fills><cellXfs>{xfs}</cellXfs></styleSheet>")
