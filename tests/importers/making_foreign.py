"""Makes small .xls, .xlsb and .ods files byte by byte: no library here writes them."""

from __future__ import annotations

import struct
from pathlib import Path
from xml.sax.saxutils import quoteattr

from tests.importers.making import write

Cell = tuple[int, int, float | str]


def xls(path: Path, sheets: dict[str, list[Cell]], stream: str = "Workbook") -> Path:
    """An Excel 97 workbook with these cells (row, column, number or text)."""
    def record(kind: int, data: bytes) -> bytes:
        return struct.pack("<HH", kind, len(data)) + data

    def text(value: str, size: str) -> bytes:
        return struct.pack(size, len(value)) + b"\1" + value.encode("utf-16-le")

    end = record(0x0A, b"")
    pages = []
    for cells in sheets.values():
        body = record(0x809, struct.pack("<HHHHLL", 0x600, 0x10, 0, 0, 0, 0))
        for row, column, value in cells:
            place = struct.pack("<HHH", row, column, 0)
            body += (record(0x204, place + text(value, "<H")) if isinstance(value, str)
                     else record(0x203, place + struct.pack("<d", value)))
        pages.append(body + end)
    head = record(0x809, struct.pack("<HHHHLL", 0x600, 5, 0, 0, 0, 0))
    listed = [text(name, "<B") for name in sheets]
    at = len(head) + sum(4 + 6 + len(one) for one in listed) + len(end)
    for one, page in zip(listed, pages, strict=True):
        head += record(0x85, struct.pack("<LH", at, 0) + one)
        at += len(page)
    return ole(path, stream, head + end + b"".join(pages))


def ole(path: Path, name: str, data: bytes) -> Path:
    """A compound file with one stream."""
    data = data.ljust(max(4096, -(-len(data) // 512) * 512), b"\0")
    sectors = len(data) // 512
    free, last = 0xFFFFFFFF, 0xFFFFFFFE
    table = [0xFFFFFFFD, last, *range(3, 2 + sectors), last]
    assert len(table) <= 128
    head = (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16 + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + b"\0" * 6
            + struct.pack("<LLLLLLLLL", 0, 1, 1, 0, 4096, last, 0, last, 0) + struct.pack("<L", 0)
            + struct.pack("<L", free) * 108)

    def entry(title: str, kind: int, child: int, start: int, size: int) -> bytes:
        encoded = title.encode("utf-16-le") + b"\0\0"
        return (encoded.ljust(64, b"\0") + struct.pack("<HBBLLL", len(encoded), kind, 1, free, free, child)
                + b"\0" * 36 + struct.pack("<LQ", start, size))

    folder = entry("Root Entry", 5, 1, last, 0) + entry(name, 2, free, 2, len(data))
    path.write_bytes(head + struct.pack("<128L", *table, *[free] * (128 - len(table)))
                     + folder.ljust(512, b"\0") + data)
    return path


def ods(path: Path, tables: str) -> Path:
    """An OpenDocument spreadsheet around `<table:table>` elements."""
    spaces = " ".join(f"xmlns:{short}={quoteattr(uri)}" for short, uri in (
        ("office", "urn:oasis:names:tc:opendocument:xmlns:office:1.0"),
        ("table", "urn:oasis:names:tc:opendocument:xmlns:table:1.0"),
        ("text", "urn:oasis:names:tc:opendocument:xmlns:text:1.0"),
        ("xlink", "http://www.w3.org/1999/xlink"),
        ("calcext", "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0")))
    return write(path, {
        "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
        "META-INF/manifest.xml": '<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
        "content.xml": f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {spaces}><office:body>'
                       f"<office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"})


def xlsb(path: Path, cells: list[Cell]) -> Path:
    """A binary workbook with one sheet "B" of numbers."""
    def record(kind: int, data: bytes = b"") -> bytes:
        number = bytes((kind & 0x7F | 0x80, kind >> 7)) if kind > 127 else bytes((kind,))
        return number + bytes((len(data),)) + data

    def text(value: str) -> bytes:
        return struct.pack("<L", len(value)) + value.encode("utf-16-le")

    book = (record(131) + record(143) + record(156, struct.pack("<LL", 0, 1) + text("rId1") + text("B"))
            + record(144) + record(132))
    page = record(129) + record(148, struct.pack("<LLLL", 0, 9, 0, 9)) + record(145)
    for row, column, value in cells:
        page += record(0, struct.pack("<L", row) + b"\0" * 13)
        page += record(5, struct.pack("<LLd", column, 0, float(value)))
    rels = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'
    return write(path, {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "_rels/.rels": f'<Relationships {package}><Relationship Id="r" Type="{rels}/officeDocument" Target='
                       '"xl/workbook.bin"/></Relationships>',
        "xl/_rels/workbook.bin.rels": f'<Relationships {package}><Relationship Id="rId1" Type="{rels}/worksheet"'
                                      ' Target="worksheets/sheet1.bin"/></Relationships>',
        "xl/workbook.bin": book, "xl/worksheets/sheet1.bin": page + record(146) + record(130)})
