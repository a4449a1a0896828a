"""The guard: what a file really is, and zips that would harm a reader. Hostile files are made here, none is kept."""

from __future__ import annotations

import os
import random
import struct
import time
import zipfile
import zlib
from pathlib import Path

import pytest

from app.errors import Problem
from importers.reading import guard
from importers.reading.guard import Wider, open_zip, sniff
from importers.reading.workbook import read_book
from tests.importers.making import XML, book, parts, sheet_xml, strings_xml, write

DATA = Path(__file__).resolve().parent.parent / "data" / "spreadsheets"
FINE = '<row r="1"><c r="A1"><v>1</v></c></row>'


def refused(path: Path, *words: str) -> str:
    """The sentence a file is refused with, which must hold the words."""
    with pytest.raises(Problem) as caught:
        read_book(path)
    for word in words:
        assert word in str(caught.value), str(caught.value)
    return str(caught.value)


def patched(path: Path, old: bytes, new: bytes) -> Path:
    """The file with some bytes replaced everywhere."""
    data = path.read_bytes()
    assert old in data
    path.write_bytes(data.replace(old, new))
    return path


def test_a_checked_zip_gives_every_part_as_it_was_written(tmp_path: Path) -> None:
    path = book(tmp_path / "fine.xlsx", FINE)
    archive = open_zip(path)
    with zipfile.ZipFile(path) as pack:
        assert set(archive.parts) == set(pack.namelist())
        for name in pack.namelist():
            assert archive.read(name) == pack.read(name)
    assert archive.read("XL/Workbook.XML") == archive.read("xl/workbook.xml")
    assert archive.read("xl/nothing.xml") == b""


def test_parts_beyond_what_is_kept_are_inflated_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = book(tmp_path / "fine.xlsx", FINE)
    before = open_zip(path).read("xl/worksheets/sheet1.xml")
    monkeypatch.setattr(guard, "KEEP", 10)
    assert open_zip(path).read("xl/worksheets/sheet1.xml") == before


def test_a_stored_workbook_is_read_like_a_packed_one(tmp_path: Path) -> None:
    path = write(tmp_path / "stored.xlsx", parts({"S": sheet_xml(FINE)}), zipfile.ZIP_STORED)
    assert read_book(path).sheets[0].rows == [[1.0]]


def test_a_zip_bomb_is_refused_at_once(tmp_path: Path) -> None:
    path = write(tmp_path / "bomb.xlsx", parts({"S": sheet_xml(FINE)}, {"xl/media/x.bin": b"\0" * 60_000_000}))
    started = time.process_time()
    refused(path, "zip bomb", "xl/media/x.bin")
    assert time.process_time() - started < 2


def test_a_picture_of_one_colour_is_no_bomb_and_many_of_them_are(tmp_path: Path) -> None:
    plain = b"II*\0" + b"\xff" * 24_000_000
    path = write(tmp_path / "logo.xlsx", parts({"S": sheet_xml(FINE)}, {"xl/media/image1.tif": plain}))
    assert read_book(path).sheets[0].rows == [[1.0]]
    both = {"xl/media/image1.tif": plain, "xl/media/image2.tif": plain}
    refused(write(tmp_path / "logos.xlsx", parts({"S": sheet_xml(FINE)}, both)), "zip bomb", "xl/media/image2.tif")
    text = {"xl/media/image1.tif": b"<a>" + b" " * 24_000_000 + b"</a>"}
    refused(write(tmp_path / "text.xlsx", parts({"S": sheet_xml(FINE)}, text)), "zip bomb")


def test_a_part_above_the_limit_is_refused_even_when_it_packs_badly(tmp_path: Path,
                                                                    monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "MAX_PART", 50_000)
    noise = random.Random(1).randbytes(60_000)
    refused(write(tmp_path / "big.xlsx", parts({"S": sheet_xml(FINE)}, {"xl/x.bin": noise})), "unpacks to more")


def test_all_parts_together_have_a_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "MAX_TOTAL", 50_000)
    extra = {f"xl/{n}.bin": random.Random(n).randbytes(9_000) for n in range(6)}
    refused(write(tmp_path / "big.xlsx", parts({"S": sheet_xml(FINE)}, extra)), "unpacks to more")


def test_a_declared_size_below_the_real_one_is_not_believed(tmp_path: Path) -> None:
    real = b"<a>" + b"x" * 50_000 + b"</a>"
    path = write(tmp_path / "lie.xlsx", parts({"S": sheet_xml(FINE)}, {"xl/lie.xml": real}))
    patched(path, struct.pack("<L", len(real)), struct.pack("<L", 10))
    patched(path, struct.pack("<L", zlib.crc32(real)), struct.pack("<L", zlib.crc32(real[:10])))
    refused(path, "damaged", "xl/lie.xml")


def test_a_part_that_claims_one_gigabyte_is_refused(tmp_path: Path) -> None:
    real = b"<a>" + b"y" * 50_000 + b"</a>"
    path = write(tmp_path / "lie.xlsx", parts({"S": sheet_xml(FINE)}, {"xl/lie.xml": real}))
    patched(path, struct.pack("<L", len(real)), struct.pack("<L", 1 << 30))
    refused(path, "damaged", "xl/lie.xml")


def test_a_wrong_checksum_in_any_part_is_refused(tmp_path: Path) -> None:
    path = book(tmp_path / "crc.xlsx", FINE)
    patched(path, struct.pack("<L", zlib.crc32(sheet_xml(FINE).encode())), b"\1\2\3\4")
    refused(path, "damaged", "sheet1.xml")


@pytest.mark.parametrize("name", ["../evil.txt", "xl/../../evil.txt", "/etc/evil", "C:/evil", "..\\evil.txt",
                                  "xl/a\nb.xml", "x" * 600])
def test_names_that_lead_out_of_the_archive_are_refused(tmp_path: Path, name: str) -> None:
    refused(write(tmp_path / "path.xlsx", {**parts({"S": sheet_xml(FINE)}), name: "x"}), "part")
    assert os.listdir(tmp_path) == ["path.xlsx"]


def test_a_link_inside_a_zip_is_refused(tmp_path: Path) -> None:
    path = book(tmp_path / "link.xlsx", FINE)
    with zipfile.ZipFile(path, "a") as pack:
        link = zipfile.ZipInfo("xl/link.xml")
        link.create_system, link.external_attr = 3, 0o120777 << 16
        pack.writestr(link, "/etc/passwd")
    refused(path, "link")


def test_a_part_that_is_there_twice_is_refused(tmp_path: Path) -> None:
    path = book(tmp_path / "twice.xlsx", FINE)
    with zipfile.ZipFile(path, "a") as pack:
        pack.writestr("xl/Worksheets/SHEET1.xml", "<a/>")
    refused(path, "twice")


def test_thousands_of_parts_are_refused_before_they_are_listed(tmp_path: Path) -> None:
    refused(write(tmp_path / "many.xlsx", {f"xl/{n}.xml": "" for n in range(2_100)}), "2,100 parts")


def test_parts_that_share_bytes_are_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "overlap.xlsx", {"a.xml": b"<a/>" * 50, "b.xml": b"<b/>" * 50})
    data = bytearray(path.read_bytes())
    second = data.rfind(b"PK\1\2")
    data[second + 42:second + 46] = struct.pack("<L", 5)
    path.write_bytes(data)
    refused(path, "lie over each other")


def test_an_encrypted_part_says_password(tmp_path: Path) -> None:
    path = book(tmp_path / "locked.xlsx", FINE)
    data = bytearray(path.read_bytes())
    at = data.find(b"PK\1\2")
    data[at + 8] |= 1
    path.write_bytes(data)
    refused(path, "password protected")


def test_a_packing_method_no_spreadsheet_uses_is_refused(tmp_path: Path) -> None:
    refused(write(tmp_path / "bz.xlsx", parts({"S": sheet_xml(FINE)}), zipfile.ZIP_BZIP2), "packs its part")


@pytest.mark.parametrize("tenths", range(1, 10))
def test_a_file_cut_off_anywhere_is_refused(tmp_path: Path, tenths: int) -> None:
    whole = (DATA / "M3-Playbook-RAID-Log-Template.xlsx").read_bytes()
    path = tmp_path / "cut.xlsx"
    path.write_bytes(whole[:len(whole) * tenths // 10])
    refused(path, "damaged")


BOMB = '<!DOCTYPE a [<!ENTITY x "ha"><!ENTITY y "&x;&x;&x;">]>'


@pytest.mark.parametrize("xml", [
    XML + BOMB + "<a>&y;</a>",
    BOMB + "<a>&y;</a>",
    "<!--" + "c" * 3_000_000 + "-->" + BOMB + "<a/>",
    '<?xml version="1.0" encoding="UTF-16"?>' + BOMB + "<a/>",
    '<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>',
    '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
])
def test_a_document_type_in_any_part_is_refused(tmp_path: Path, xml: str) -> None:
    encoded = xml.encode("utf-16" if "UTF-16" in xml else "utf-8")
    refused(write(tmp_path / "dtd.xlsx", parts({"S": sheet_xml(FINE)}, {"docProps/odd.dat": encoded})),
            "document type", "docProps/odd.dat")


def test_the_published_entity_bomb_is_refused_quickly() -> None:
    started = time.process_time()
    refused(DATA / "poi_poc-xmlbomb.xlsx", "document type")
    assert time.process_time() - started < 2


def test_an_entity_that_nobody_declared_is_no_text(tmp_path: Path) -> None:
    rows = '<row r="1"><c r="A1" t="s"><v>0</v></c></row>'
    refused(book(tmp_path / "ent.xlsx", rows, extra={"xl/sharedStrings.xml": strings_xml(["&nobody;"])}),
            "not well formed")


def test_an_encrypted_workbook_says_password(tmp_path: Path) -> None:
    path = tmp_path / "secret.xlsx"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504 + "EncryptedPackage".encode("utf-16-le")
                     + b"\0" * 1000)
    refused(path, "password protected")


def test_other_office_files_of_the_old_kind_are_named(tmp_path: Path) -> None:
    path = tmp_path / "letter.xls"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504 + "WordDocument".encode("utf-16-le"))
    refused(path, "no workbook")


@pytest.mark.parametrize(("content", "word"), [
    (b"", "empty"), (b"\0" * 5000, "empty"), (b"%PDF-1.7 ...", "PDF"), (b"\x89PNG\r\n", "picture"),
    (b"{\\rtf1 ...", "text document"), (b"MZ\x90\0" + b"\0" * 50, "program"), (b"SQLite format 3\0abc", "database"),
    (b"<html><body><p>Please log in</p></body></html>", "web page"), (b"<other/>", "XML"),
    (b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook xmlns='
     b'"urn:schemas-microsoft-com:office:spreadsheet"/>', "Excel 2003"),
    (b"\x1f\x8b\x08abc", "packed"), (b"a\0b\0\0\0c;d\n", "NUL bytes"), (b"\x01\x02\x03\x04\x05\x06\x07" * 9, "no text"),
])
def test_what_is_no_workbook_is_named_by_its_content(tmp_path: Path, content: bytes, word: str) -> None:
    path = tmp_path / "thing.xlsx"
    path.write_bytes(content)
    refused(path, word)


def test_xml_that_is_neither_workbook_nor_schedule_is_told_what_could_be_read(tmp_path: Path) -> None:
    path = tmp_path / "plan.xml"
    path.write_text('<Project Sdk="x" xmlns="http://schemas.microsoft.com/developer/msbuild/2003"/>', "utf-8")
    refused(path, "neither a workbook nor a schedule")


def test_a_zip_without_a_workbook_says_what_it_is(tmp_path: Path) -> None:
    refused(write(tmp_path / "letter.xlsx", {"word/document.xml": "<a/>"}), "Word document")
    refused(write(tmp_path / "pack.xlsx", {"readme.txt": "hello"}), "zip archive without a workbook")


def test_missing_files_folders_and_devices_are_named(tmp_path: Path) -> None:
    refused(tmp_path / "nothing.xlsx", "There is no file")
    refused(tmp_path, "folder")
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe.xlsx")
        refused(tmp_path / "pipe.xlsx", "not a file")


def test_the_lock_file_beside_an_open_workbook_is_known(tmp_path: Path) -> None:
    path = tmp_path / "~$tracker.xlsx"
    path.write_bytes(b"\x05Anna" + b" " * 100)
    refused(path, "lock file", "tracker.xlsx")


def test_content_decides_not_the_ending(tmp_path: Path) -> None:
    path = book(tmp_path / "real.csv", FINE)
    assert sniff(path) == "zip"
    assert read_book(path).format == "xlsx"


def test_random_damage_is_refused_or_read_but_never_a_crash(tmp_path: Path) -> None:
    seed = random.randrange(1 << 30)
    print("seed", seed)
    chance = random.Random(seed)
    path = tmp_path / "flip.xlsx"
    for name in ("gantt_template_example.xlsx", "calamine_strict_iso_paths.xlsx"):
        whole = (DATA / name).read_bytes()
        for _ in range(60):
            data = bytearray(whole)
            for _ in range(chance.randrange(1, 6)):
                data[chance.randrange(len(data))] = chance.randrange(256)
            path.write_bytes(data)
            started = time.process_time()
            try:
                read_book(path)
            except Problem as problem:
                assert problem.hint
            assert time.process_time() - started < 10


def test_wider_limits_must_be_told_and_bind_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = book(tmp_path / "a.xlsx", '<row r="1"><c r="A1"><v>1</v></c></row>')
    size = len(open_zip(path).read("xl/worksheets/sheet1.xml"))
    monkeypatch.setattr(guard, "MAX_PART", size - 1)
    with pytest.raises(Problem, match="unpacks to more than"):
        open_zip(path)
    open_zip(path, wider=Wider(part=10 ** 6, total=10 ** 6, keep=10 ** 6))
    with pytest.raises(Problem, match="unpacks to more than"):
        open_zip(path, wider=Wider(part=10 ** 6, total=size - 1, keep=10 ** 6))
