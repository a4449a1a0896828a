"""Looks at a file before any reader may: what it really is, and that its zip holds no trap.

Declared sizes are never believed: every part is inflated once here, counted and its checksum compared.
Must not know: sheets and cells.
"""
from __future__ import annotations

import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from app.errors import Problem
from importers.base import Progress
from importers.reading.xml_safe import Prolog, looks_like_xml

MAX_PARTS = 2_000
MAX_TOTAL = 300_000_000
MAX_PART = 100_000_000
MAX_RATIO = 100
RATIO_FLOOR = 4_000_000          # below this size even a high ratio is harmless (blank styled cells pack well)
PICTURES = 40_000_000           # all pictures together, which may be one colour and are only looked at by Excel
_PICTURE = re.compile(r"/(?:media|pictures)/[^/]+\.(?:tiff?|bmp|emf|wmf|png|gif|jpe?g)$", re.IGNORECASE)
MAX_FILE = 300_000_000
MIME_ODS = b"application/vnd.oasis.opendocument.spreadsheet"
_LOOK = 1 << 16
_ARCHIVED = re.compile(rb"\s*(?:MIME-Version|Content-Type|From|Subject|Date):", re.IGNORECASE)
_ROOT = re.compile(rb"(?:\s++|<\?.*?\?>|<!--.*?-->|<!doctype[^>]*>)*+<([a-z0-9:]+)", re.DOTALL)
_TABLE = re.compile(rb"<table[^>]{0,2000}>.{0,4000}?<tr", re.IGNORECASE | re.DOTALL)
_PAGES = frozenset((          # with which a page may begin
    b"html head body meta style script title table thead tbody tr div span center font form p b br h1 h2 h3 h4 pre "
    b"link base frameset section main article header footer nav label nobr fieldset caption u i strong em small ul "
    b"ol dl hr img a button input noscript blockquote").split())
KEEP = 130_000_000               # inflated XML kept for the own scan; beyond that it is inflated again

_MAGIC = (
    (b"PK\x03\x04", "zip"), (b"PK\x05\x06", "zip"), (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
    (b"%PDF", "pdf"), (b"{\\rtf", "rtf"), (b"\x89PNG", "picture"), (b"\xff\xd8\xff", "picture"),
    (b"GIF8", "picture"), (b"\x1f\x8b", "gzip"), (b"Rar!", "archive"), (b"7z\xbc\xaf", "archive"),
    (b"\x09\x00\x04\x00", "old workbook"), (b"\x09\x02\x06\x00", "old workbook"), (b"\x09\x04\x06\x00", "old workbook"),
    (b"SQLite format 3\0", "database"), (b"MZ", "program"), (b"\x7fELF", "program"),
)
_UNSAFE = "Nothing was unpacked. Ask its sender for a copy saved by Excel or LibreOffice."
_AGAIN = "Fetch or copy the file again, or open it in Excel or LibreOffice and save a copy."


@dataclass(slots=True)
class Archive:
    """A checked zip: its parts by name, and the bytes of the XML parts as far as they were kept."""

    path: Path
    parts: dict[str, zipfile.ZipInfo]
    _kept: dict[str, bytes] = field(default_factory=dict)
    _names: dict[str, str] = field(default_factory=dict)      # lower case -> real: part names ignore case

    def find(self, name: str) -> str:
        """The real name of a part whatever its case, "" when it is not there."""
        return self._names.get(name.lstrip("/").lower(), "")

    def read(self, name: str) -> bytes:
        """The bytes of a part; b"" when it is not there."""
        real = self.find(name)
        if not real:
            return b""
        kept = self._kept.get(real)
        if kept is None:
            with self.path.open("rb") as file:
                kept = b"".join(_inflate(file, self.parts[real], real))
        return kept

    def drop(self, name: str) -> None:
        """Forget the bytes of a part that nobody will read again."""
        self._kept.pop(self.find(name), None)


def sniff(path: Path) -> str:
    """What the first bytes say: zip, ole, xml, html, text, empty, or the name of something unreadable."""
    _refuse_name(path.name)
    try:
        size = path.stat().st_size
        if not path.is_file():
            raise Problem(f"{path.name} is a folder or a device, not a file.", "Choose a file.")
        with path.open("rb") as file:
            head = file.read(4096)
    except FileNotFoundError as error:
        raise Problem(f"There is no file {path}.", "Check the name and the folder.") from error
    except OSError as error:
        raise Problem(f"{path.name} cannot be opened ({error.strerror}).",
                      "Close it in other programs and check that you may read it.") from error
    if path.name.startswith("~$"):
        raise Problem(f"{path.name} is the lock file Excel leaves beside an open workbook.",
                      f"Choose {path.name[2:]} instead.")
    if size > MAX_FILE:
        raise Problem(f"{path.name} has {size / 1e6:,.0f} MB; at most {MAX_FILE / 1e6:,.0f} MB are read.",
                      "Save the sheets you need in a workbook of their own.")
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            return kind
    if not head.strip(b"\0 \t\r\n\xef\xbb\xbf"):
        return "empty"
    if _ARCHIVED.match(head) and b"multipart/related" in head.lower():
        return "archived page"
    if looks_like_xml(head):
        with path.open("rb") as file:
            head = file.read(_LOOK)               # a page may begin with a long style sheet
        text = head.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()
        root = _ROOT.match(text)
        if root and root[1] in _PAGES and any(mark in text for mark in (b"<html", b"<table", b"<!doctype html")):
            return "html"
        table = path.suffix.lower() in (".csv", ".tsv", ".tab") and b"<?xml" not in text
        return "text" if table else "xml"          # the first heading of a table may be <name>
    if path.suffix.lower() not in (".csv", ".tsv", ".tab", ".txt"):
        with path.open("rb") as file:
            if _TABLE.search(file.read(_LOOK).replace(b"\0", b"")):
                return "html"                          # words of the system that made it stand before the page
    return "text"


def _refuse_name(name: str) -> None:
    """Bytes that are no text cannot be kept as the source of what comes in."""
    shown = name.encode("utf-8", "replace").decode()
    if shown != name:
        raise Problem(f"The name of the file {shown!r} holds signs that are no text.", "Rename the file.")


@dataclass(frozen=True, slots=True)
class Wider:
    """More than MAX_PART, MAX_TOTAL and KEEP bytes, for a file its maker vouches for: the one our own bench makes."""

    part: int
    total: int
    keep: int


def open_zip(path: Path, progress: Progress | None = None, wider: Wider | None = None) -> Archive:
    """Check a zip from end to end and give its parts; raises Problem with the reason for a refusal."""
    try:
        with path.open("rb") as file:
            _refuse_many(file, path.name)
            with zipfile.ZipFile(file) as pack:
                infos = [info for info in pack.infolist() if not info.is_dir()]
            archive = Archive(path, {})
            for info in infos:
                name = _checked_name(info, path.name)
                if name.lower() in archive._names:
                    raise Problem(f"{path.name} holds the part {name} twice.", _UNSAFE)
                archive.parts[name] = info
                archive._names[name.lower()] = name
            _refuse_overlap(infos, path.name)
            _stream_all(file, archive, progress, wider or Wider(MAX_PART, MAX_TOTAL, KEEP))
    except (zipfile.BadZipFile, struct.error, zlib.error, EOFError, NotImplementedError,
            UnicodeDecodeError, ValueError, OverflowError) as error:
        raise Problem(f"{path.name} is damaged or cut off ({error}).", _AGAIN) from error
    return archive


def _refuse_many(file: BinaryIO, name: str) -> None:
    """Read the zip's end record first: a directory of millions of entries must not even be parsed."""
    file.seek(0, 2)
    size = file.tell()
    file.seek(max(0, size - 66_000))
    tail = file.read()
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) - at < 22:
        raise Problem(f"{name} is damaged or cut off: the table of contents at its end is missing.", _AGAIN)
    _, _, _, _, entries, directory, _, _ = struct.unpack("<4s4H2LH", tail[at:at + 22])
    if entries > MAX_PARTS or directory > 4_000_000:
        raise Problem(f"{name} holds {entries:,} parts; a workbook has at most {MAX_PARTS:,}.", _UNSAFE)
    file.seek(0)


def _checked_name(info: zipfile.ZipInfo, pack: str) -> str:
    """The part's name with / between folders; refuses what would lead out of the archive."""
    name = info.filename.replace("\\", "/")
    shown = name.encode("ascii", "backslashreplace").decode()[:80]
    if name.startswith("/") or ".." in name.split("/") or (len(name) > 1 and name[1] == ":"):
        raise Problem(f"{pack} holds a part named {shown!r}, which points outside the file.", _UNSAFE)
    if any(ord(sign) < 32 for sign in name) or len(name) > 500:
        raise Problem(f"{pack} holds a part with an impossible name ({shown!r}).", _UNSAFE)
    if stat.S_ISLNK(info.external_attr >> 16):
        raise Problem(f"{pack} holds a link to another file ({shown!r}).", _UNSAFE)
    if info.flag_bits & 0x1:
        raise Problem(f"{pack} is password protected.", "Open it with its password and save it without one.")
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise Problem(f"{pack} packs its part {shown!r} in a way no spreadsheet program does.", _AGAIN)
    return name


def _refuse_overlap(infos: list[zipfile.ZipInfo], pack: str) -> None:
    """Parts that share bytes are how a small zip holds terabytes."""
    end = 0
    for info in sorted(infos, key=lambda one: one.header_offset):
        if info.header_offset < end:
            raise Problem(f"{pack} holds parts that lie over each other ({info.filename!r}).", _UNSAFE)
        end = info.header_offset + 30 + info.compress_size


def _stream_all(file: BinaryIO, archive: Archive, progress: Progress | None, most: Wider) -> None:
    total = kept = drawn = 0
    packed = sum(info.compress_size for info in archive.parts.values()) or 1
    done = 0
    pack = archive.path.name
    for name, info in archive.parts.items():
        size = crc = 0
        pieces: list[bytes] = []
        prolog: Prolog | None = None
        keep, picture = False, _PICTURE.search(f"/{name}") is not None
        for piece in _inflate(file, info, name):
            if not size and looks_like_xml(piece[:64]):
                prolog = Prolog(f"The part {name} of {pack}")
                keep = True
            if prolog is not None:
                prolog.feed(piece)
            size += len(piece)
            total += len(piece)
            crc = zlib.crc32(piece, crc)
            if size > most.part or total > most.total:
                allowed = most.part if size > most.part else most.total
                raise Problem(f"{pack} unpacks to more than {allowed / 1e6:,.0f} MB (part {name}).", _UNSAFE)
            drawn += len(piece) if picture else 0
            spared = picture and prolog is None and drawn <= PICTURES
            if not spared and size > RATIO_FLOOR and size > MAX_RATIO * max(info.compress_size, 1):
                raise Problem(f"{pack} unpacks its part {name} to more than {MAX_RATIO} times its size"
                              " (a zip bomb).", _UNSAFE)
            if keep and kept + size <= most.keep:
                pieces.append(piece)
            else:
                keep = False
        if prolog is not None:
            prolog.end()
        if crc != info.CRC or size != info.file_size:
            raise Problem(f"{pack} is damaged: the checksum or size of its part {name} is wrong.", _AGAIN)
        if keep:
            archive._kept[name] = pieces[0] if len(pieces) == 1 else b"".join(pieces)
            kept += size
        done += info.compress_size
        if progress is not None:
            progress(done / packed, f"Checking {name}")


def _inflate(file: BinaryIO, info: zipfile.ZipInfo, name: str) -> Iterator[bytes]:
    """The part's bytes as they really are, in pieces of at most 4 MB."""
    file.seek(info.header_offset)
    head = file.read(30)
    if len(head) < 30 or head[:4] != b"PK\x03\x04":
        raise zipfile.BadZipFile(f"no local header for {name}")
    flags, method = struct.unpack("<HH", head[6:10])
    names, extra = struct.unpack("<HH", head[26:30])
    if method != info.compress_type or (flags ^ info.flag_bits) & 0x1:
        raise zipfile.BadZipFile(f"two contradicting headers for {name}")
    file.seek(names + extra, 1)
    left = info.compress_size
    if method == zipfile.ZIP_STORED:
        while left:
            piece = file.read(min(left, 1 << 20))
            if not piece:
                raise zipfile.BadZipFile(f"{name} is cut off")
            left -= len(piece)
            yield piece
        return
    unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
    while left and not unpacker.eof:
        piece = file.read(min(left, 1 << 16))
        if not piece:
            raise zipfile.BadZipFile(f"{name} is cut off")
        left -= len(piece)
        while piece:
            out = unpacker.decompress(piece, 1 << 22)
            if out:
                yield out
            piece = unpacker.unconsumed_tail
    rest = unpacker.flush()
    if rest:
        yield rest
    if not unpacker.eof:
        raise zipfile.BadZipFile(f"{name} is cut off")
