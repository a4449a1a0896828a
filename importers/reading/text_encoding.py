"""The encoding of a text file by evidence: its byte order mark, the zeros of wide letters, what fits without error, and
for files of single bytes the code page in which letters look like words.

Must not know: tables.
"""
from __future__ import annotations

import codecs
import re

from app.errors import Problem

_MARKS = ((b"\xff\xfe\0\0", "utf-32", "UTF-32"), (b"\0\0\xfe\xff", "utf-32", "UTF-32"),
          (b"\xff\xfe", "utf-16", "UTF-16"), (b"\xfe\xff", "utf-16", "UTF-16"))
_PAGES = (("cp1252", "Windows-1252"), ("cp1250", "Windows-1250 (Central Europe)"), ("cp850", "DOS 850"),
          ("mac_roman", "Mac Roman"))
_BLANKS = frozenset("\t\n\r\x0b\x0c\x1a\x85")
_WORD = re.compile(rb"(?<![A-Za-z\x80-\xff])[A-Za-z]*+[\x80-\xff][A-Za-z\x80-\xff]*+")
_SAMPLE = 2_000                          # words that decide
_USUAL = "äöüßÄÖÜéøåłŁńśŚęąčšóźżćřěů"
_WITHIN = "'’‘´`–—-\xad\xa0…&/·"              # signs that stand between letters of a word


def decode(data: bytes, name: str) -> tuple[str, str]:
    """The text and the name of its encoding; raises Problem for what is no text."""
    text, encoding = by_evidence(data)
    controls = sum(text.count(chr(code)) for code in range(32) if chr(code) not in _BLANKS)
    if "\0" in text:
        raise Problem(f"{name} is no text table: it holds NUL bytes.",
                      "Save it as .xlsx, or as CSV UTF-8, and import that.")
    if controls > max(3, len(text) // 1000):
        raise Problem(f"{name} is no workbook and no text table.", "Choose an .xlsx, .xls, .ods or .csv file.")
    return text, encoding


def is_marked(data: bytes) -> bool:
    """Does it begin with a byte order mark?"""
    return data.startswith((codecs.BOM_UTF8, *(mark for mark, _, _ in _MARKS)))


def by_evidence(data: bytes) -> tuple[str, str]:
    """The text and the name of its encoding, whatever it is."""
    for mark, codec, said in _MARKS:
        if data.startswith(mark):
            return data.decode(codec, "replace").lstrip("\ufeff"), said
    even, odd = data[::2][:200], data[1::2][:200]
    for zeros, full, codec in ((odd, even, "utf-16-le"), (even, odd, "utf-16-be")):
        if len(data) > 3 and zeros.count(0) > 0.4 * len(zeros) and 0 not in full:
            return data.decode(codec, "replace"), "UTF-16 (no byte order mark)"
    try:
        return data.decode("utf-8-sig"), "UTF-8"
    except UnicodeDecodeError:
        text = data.decode("utf-8-sig", "replace")
        lost, wide = text.count("\ufffd"), sum(sign > "\x7f" for sign in text[:2_000_000])
        if 2 * lost <= wide:                  # damaged signs among sound ones, which no code page makes by chance
            return text, f"UTF-8, {lost} unreadable {'sign' if lost == 1 else 'signs'} shown as \ufffd"
        return _single_bytes(data)


def _single_bytes(data: bytes) -> tuple[str, str]:
    """One byte a letter: Windows-1252 unless its words look odd in it and do not in another code page."""
    words = _WORD.findall(data[:2_000_000])[:_SAMPLE]
    odd = {codec: sum(_odd(word, codec) for word in words) for codec, _ in _PAGES}
    usual = {codec: sum(sign in _USUAL for word in words for sign in word.decode(codec, "replace"))
             for codec, _ in _PAGES}
    best = min(_PAGES, key=lambda page: (odd[page[0]], -usual[page[0]]))
    better = odd["cp1252"] > 2 * odd[best[0]] and usual[best[0]] >= odd["cp1252"]      # ... and gives letters in turn
    codec, said = best if better else _PAGES[0]
    try:
        return data.decode(codec), said
    except UnicodeDecodeError:
        return data.decode("latin-1"), f"{said} with foreign signs"


def _odd(word: bytes, codec: str) -> bool:
    """Whether a word has a sign between its letters, a capital behind a small letter, or a letter that is none."""
    try:
        text = word.decode(codec)
    except UnicodeDecodeError:
        return True
    for at, sign in enumerate(text):
        before, after = text[at - 1] if at else "", text[at + 1] if at + 1 < len(text) else ""
        if ord(sign) < 128:
            continue
        if (sign in "ºª" and after.isalpha()) or "\u2500" <= sign <= "\u259f" or (
                sign.isupper() and (before.islower() or (before.isalpha() and after.islower()))):
            return True
        if not sign.isalpha() and before.isalpha() and after.isalpha() and sign not in _WITHIN:
            return True
        if not sign.isalpha() and not before and after.isalpha() and sign in "£¥¤¢¬¦":
            return True
    return False
