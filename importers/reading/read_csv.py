"""Reads .csv, .tsv and .txt: encoding and separator by evidence, both said in a note; every value stays text.

Must not know: numbers, dates, headings.
"""
from __future__ import annotations

import csv
import io
import re
from collections import Counter
from pathlib import Path
from typing import Any

from app.core.batch import Issue
from app.errors import Problem
from importers.base import Book, Progress, Sheet, Value, address
from importers.reading.text_encoding import decode

MAX_FIELD = 1_000_000
MAX_COLUMNS = 200
MAX_ROWS = 200_000
MAX_SIZE = 200_000_000

_SEPARATORS = (";", ",", "\t", "|")
_WORDS = {";": "semicolon", ",": "comma", "\t": "tab", "|": "vertical bar"}
_LOOK = 200                  # rows that decide on the separator
_NAMED = re.compile(r'"?sep=(.)"?[ ;,\t]*(?:\r\n|\r|\n|$)', re.IGNORECASE)
_END = "\x1a end of the table"            # a row of our own behind the last: where it is missing a field swallowed it


def read(path: Path, progress: Progress | None = None) -> Book:
    """The table as a book of one sheet; raises Problem when it is no text table or beyond the limits."""
    if path.stat().st_size > MAX_SIZE:
        raise Problem(f"{path.name} is larger than {MAX_SIZE / 1e6:,.0f} MB.", "Split it or drop columns.")
    text, encoding = decode(path.read_bytes(), path.name)
    separator, text = _separator(text)
    said: list[Issue] = []
    rows = _rows(text, separator, path, said, progress)
    kind = "tsv" if separator == "\t" else "csv"
    word = _WORDS.get(separator, repr(separator))
    note = f"Read as {encoding}, columns parted by {word}."
    if encoding.partition("-")[0] != "UTF":
        note += " The file does not say its encoding: check letters such as ä, é or €."
    sheet = Sheet(path.stem, rows)
    return Book(path.name, kind, [sheet], issues=[Issue("note", sheet.name, "", note), *said],
                readers=f"text table, {encoding}, {word}")


def _separator(text: str) -> tuple[str, str]:
    """The separator, and the text without a line that only names it ("sep=;")."""
    named = _NAMED.match(text[:200])
    if named:
        return named[1], text[named.end():]
    best, score = ",", (0.0, False, 0)
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
        # Of two that part every row alike the comma is the one that stands within amounts and texts.
        found = (often / len(counts) * (1.0 if counts[0] > 1 else 0.7), candidate != ",", usual)
        if found > score:
            best, score = candidate, found
    return best, text


def _field_counts(sample: str, separator: str) -> list[int]:
    """How many fields each of the first rows has; blank rows do not count."""
    counts: list[int] = []
    try:
        for row in csv.reader(io.StringIO(sample, newline=""), delimiter=separator,
                              skipinitialspace=_spaced(sample, separator)):
            if any(row):
                counts.append(len(row))
            if len(counts) >= _LOOK:
                break
    except csv.Error:
        pass                      # the sample may end inside a quoted field; the real reading reports errors
    return counts


def _spaced(text: str, separator: str) -> bool:
    """Whether a blank stands between a separator and the quotation mark of the next field."""
    return separator + ' "' in text[:400_000]


def _rows(text: str, separator: str, path: Path, said: list[Issue], progress: Progress | None) -> list[list[Value]]:
    """The rows; quotation marks by the rules, else as forgivingly as nothing is lost, and that is said."""
    before = csv.field_size_limit(MAX_FIELD)
    spaced = _spaced(text, separator)
    try:
        for strict, quoted in ((True, True), (False, True), (False, False)):
            reader = csv.reader(io.StringIO(f"{text}\n{_END}", newline=""), delimiter=separator, strict=strict,
                                quoting=csv.QUOTE_MINIMAL if quoted else csv.QUOTE_NONE, skipinitialspace=spaced)
            try:
                rows = _taken(reader, path.name, progress)
            except csv.Error as error:
                if not strict or "field limit" in str(error):
                    raise Problem(f"{path.name} cannot be read from line {reader.line_num:,} on ({error}).",
                                  "Look for a quotation mark without its partner, or a field of more than 1 MB."
                                  ) from error
                at, how = reader.line_num, "stands in the middle of a field; it was left out"
                continue
            if rows and rows[-1] == [_END]:
                break
            at, how = _opened(text, rows), "has no partner; all of them were read as part of the texts"
        if not strict:
            said.append(Issue("warning", path.stem, "", f"A quotation mark in line {at:,} or before it {how}. Check "
                                                        "the rows from there on."))
    finally:
        csv.field_size_limit(before)
    rows.pop()
    while rows and not rows[-1]:
        rows.pop()
    return rows


def _opened(text: str, rows: list[list[Value]]) -> int:
    """The line in which the field begins that swallowed the end of the file."""
    tail = str(rows[-1][-1]) if rows and rows[-1] else ""
    return text.count("\n") + 2 - tail.count("\n")


def _taken(reader: Any, name: str, progress: Progress | None) -> list[list[Value]]:
    rows: list[list[Value]] = []
    for fields in reader:
        while fields and not fields[-1]:
            fields.pop()
        if len(fields) > MAX_COLUMNS:
            raise Problem(f"{name} has more than {MAX_COLUMNS} columns in line {reader.line_num:,}.",
                          "Check its separator, or drop columns.")
        full, end = len(rows) >= MAX_ROWS, fields == [_END]
        if full and fields and not end:
            raise Problem(f"{name} has more than {MAX_ROWS:,} rows ({address(MAX_ROWS, 0)} and below).", "Split it.")
        if not full or end:
            rows.append([field or None for field in fields])
        if progress is not None and not len(rows) % 5_000:
            progress(min(0.9, len(rows) / MAX_ROWS), f"Reading row {len(rows):,}")
    return rows
