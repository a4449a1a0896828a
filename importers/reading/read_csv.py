"""Reads .csv, .tsv and .txt: encoding and separator by evidence, both said in a note; every value stays text.

Must not know: numbers, dates, headings.
"""
from __future__ import annotations

import csv
import io
from collections import Counter
from pathlib import Path

from app.core.batch import Issue
from app.errors import Problem
from importers.base import Book, Progress, Sheet, Value, address

MAX_FIELD = 1_000_000
MAX_COLUMNS = 200
MAX_ROWS = 200_000
MAX_SIZE = 200_000_000

_SEPARATORS = (";", ",", "\t", "|")
_WORDS = {";": "semicolon", ",": "comma", "\t": "tab", "|": "vertical bar"}
_LOOK = 200                  # rows that decide on the separator
_BLANKS = frozenset("\t\n\r\x0b\x0c\x1a\x85")


def read(path: Path, progress: Progress | None = None) -> Book:
    """The table as a book of one sheet; raises Problem when it is no text table or beyond the limits."""
    if path.stat().st_size > MAX_SIZE:
        raise Problem(f"{path.name} is larger than {MAX_SIZE / 1e6:,.0f} MB.", "Split it or drop columns.")
    text, encoding = _decode(path.read_bytes(), path.name)
    separator, text = _separator(text)
    rows = _rows(text, separator, path.name, progress)
    kind = "tsv" if separator == "\t" else "csv"
    word = _WORDS.get(separator, repr(separator))
    note = f"Read as {encoding}, columns parted by {word}."
    if encoding.startswith("Windows"):
        note += " The file does not say its encoding: check letters such as ä, é or €."
    sheet = Sheet(path.stem, rows)
    return Book(path.name, kind, [sheet], issues=[Issue("note", sheet.name, "", note)],
                readers=f"text table, {encoding}, {word}")


def _decode(data: bytes, name: str) -> tuple[str, str]:
    """The text and the name of its encoding; a byte order mark decides, else what fits without error."""
    text, encoding = _try(data)
    controls = sum(text.count(chr(code)) for code in range(32) if chr(code) not in _BLANKS)
    if "\0" in text:
        raise Problem(f"{name} is no text table: it holds NUL bytes.",
                      "Save it as .xlsx, or as CSV UTF-8, and import that.")
    if controls > max(3, len(text) // 1000):
        raise Problem(f"{name} is no workbook and no text table.", "Choose an .xlsx, .xls, .ods or .csv file.")
    return text, encoding


def _try(data: bytes) -> tuple[str, str]:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace").lstrip("\ufeff"), "UTF-16"
    if len(data) > 3 and data[1::2][:200].count(0) > 0.4 * len(data[1::2][:200]) and 0 not in data[::2][:200]:
        return data.decode("utf-16-le", "replace"), "UTF-16 (no byte order mark)"
    try:
        return data.decode("utf-8-sig"), "UTF-8"
    except UnicodeDecodeError:
        pass
    try:
        return data.decode("cp1252"), "Windows-1252"
    except UnicodeDecodeError:
        return data.decode("latin-1"), "Windows-1252 with foreign signs"


def _separator(text: str) -> tuple[str, str]:
    """The separator, and the text without a line that only names it ("sep=;")."""
    first, _, rest = text.partition("\n")
    if first[:4].lower() == "sep=" and len(first.strip("\r")) == 5:
        return first[4], rest
    best, score = ",", (0.0, 0)
    sample = text[:400_000]
    for candidate in _SEPARATORS:
        if candidate not in sample:
            continue
        counts = _field_counts(sample, candidate)
        if not counts:
            continue
        usual, often = Counter(counts).most_common(1)[0]
        if usual < 2:
            usual = max(counts)
            often = counts.count(usual) if usual > 1 else 0
        found = (often / len(counts) * (1.0 if counts[0] > 1 else 0.7), usual)
        if found > score:
            best, score = candidate, found
    return best, text


def _field_counts(sample: str, separator: str) -> list[int]:
    """How many fields each of the first rows has; blank rows do not count."""
    counts: list[int] = []
    try:
        for row in csv.reader(io.StringIO(sample, newline=""), delimiter=separator):
            if any(row):
                counts.append(len(row))
            if len(counts) >= _LOOK:
                break
    except csv.Error:
        pass                      # the sample may end inside a quoted field; the real reading reports errors
    return counts


def _rows(text: str, separator: str, name: str, progress: Progress | None) -> list[list[Value]]:
    rows: list[list[Value]] = []
    before = csv.field_size_limit(MAX_FIELD)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        for fields in reader:
            while fields and not fields[-1]:
                fields.pop()
            if len(fields) > MAX_COLUMNS:
                raise Problem(f"{name} has more than {MAX_COLUMNS} columns in line {reader.line_num:,}.",
                              "Check its separator, or drop columns.")
            if len(rows) >= MAX_ROWS and fields:
                raise Problem(f"{name} has more than {MAX_ROWS:,} rows ({address(MAX_ROWS, 0)} and below).",
                              "Split it.")
            if len(rows) < MAX_ROWS:
                rows.append([field or None for field in fields])
            if progress is not None and not len(rows) % 5_000:
                progress(min(0.9, len(rows) / MAX_ROWS), f"Reading row {len(rows):,}")
    except csv.Error as error:
        raise Problem(f"{name} cannot be read from line {reader.line_num:,} on ({error}).",
                      "Look for a quotation mark without its partner, or a field of more than 1 MB.") from error
    finally:
        csv.field_size_limit(before)
    while rows and not rows[-1]:
        rows.pop()
    return rows
