"""Names of people as they are written: "Müller, Anna", "A. Müller", "Dr. Anna Müller <anna.mueller@x.de>", an address.

Says what two spellings have to do with each other. Must not know: who is meant in the end, items, sheets.
"""
from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from importers.meaning.words import fold, vocabulary

_MAIL = re.compile(r"(?<![\w.+\-])[\w.+\-]++@[\w\-]+(?:\.[\w\-]+)+")
_TITLES = {"dr", "prof", "herr", "frau", "mr", "mrs", "ms", "dipl", "ing", "phd", "sir", "mag"}
_ROLES = frozenset("team teams group manager management lead leader department dept office board committee developer "
                   "developers engineer engineering analyst designer tester vendor client customer unit "
                   "abteilung bereich leitung gruppe projektleitung projektleiter lieferant kunde all alle".split())
_WORD = 4                             # letters of a word in which a typo is looked for
_LONGEST = 200                             # signs; what is longer is a text, and has as many neighbours by typos
_WORDS = 40                           # signs; nobody is said in fewer
_LONG = 10                            # letters from which one wrong sign is more likely a typo than another person


@dataclass(frozen=True, slots=True)
class Person:
    """A name taken apart: what people call them, their address, folded words with the family name last."""

    text: str
    mail: str = ""
    words: tuple[str, ...] = ()
    swapped: bool = False                 # "Family, Given"

    @property
    def family(self) -> str:
        return self.words[-1] if self.words else ""

    @property
    def only_mail(self) -> bool:
        return self.text == self.mail


@lru_cache(maxsize=16384)
def person_of(text: str) -> Person:
    """A name, an address, or a name with an address."""
    text = " ".join(text.split())
    found = _MAIL.search(text)
    mail = found[0].casefold() if found else ""
    name = (text[:found.start()] + " " + text[found.end():]).strip(" <>()[],;:-") if found else text
    if not name:
        local = mail.partition("@")[0]
        return Person(mail, mail, tuple(w for w in fold(re.sub(r"[._\-+\d]+", " ", local)).split() if w))
    family, comma, given = name.partition(",")
    swapped = bool(comma and given.strip()) and len(family.split()) <= 2 and len(given.split()) <= 2 and not (
        len(family.split()) == len(given.split()) == 2)
    words = fold(f"{given} {family}" if swapped else name).split()
    kept = [w for w in words if w not in _TITLES] or words
    return Person(name, mail, tuple(kept), swapped)


def is_nobody(text: str) -> bool:
    """"N.N.", "noch zu benennen", "vacant": the place of somebody who is not named yet."""
    return len(text) < _WORDS and fold(text) in vocabulary().lists["nobody"]


def near(a: Person, b: Person) -> bool:
    """May both be one person? Not asked of the same address, which is the same person, nor of equal texts."""
    if not a.words or not b.words or _ROLES & {*a.words, *b.words}:
        return False
    if any(c.isdigit() for c in a.text + b.text if not (a.only_mail or b.only_mail)):
        return False
    if sorted(a.words) == sorted(b.words):
        return True
    if a.only_mail or b.only_mail:
        return bool(_as_address(a) & _as_address(b)) or _initials(a, b)
    return _initials(a, b) or _fuller(a, b) or _typo(a, b)


def _as_address(p: Person) -> set[str]:
    """How the first part of an address for this name is written, or was."""
    if p.only_mail:
        return {"".join(p.words)}
    if len(p.words) < 2:
        return set()
    first, last = p.words[0], p.words[-1]
    return {first + last, last + first, first[0] + last, last + first[0], first + last[0]}


def _initials(a: Person, b: Person) -> bool:
    """"A. Müller" or "Anna M." beside "Anna Müller"."""
    if len(a.words) < 2 or len(b.words) < 2:
        return False
    pairs = ((a.words[0], b.words[0]), (a.family, b.family))
    short = [x[0] == y[0] and 1 in (len(x), len(y)) for x, y in pairs]
    same = [x == y for x, y in pairs]
    return (short[0] and same[1] and len(a.family) > 1) or (same[0] and short[1] and len(a.words[0]) > 1)


def _fuller(a: Person, b: Person) -> bool:
    """One more given name between the same first and last; or the family name alone."""
    small, large = sorted((a, b), key=lambda p: len(p.words))
    if len(small.words) == 1:
        return len(large.words) > 1 and len(small.family) > 3 and small.family == large.family
    return len(small.words) < len(large.words) and small.words[0] == large.words[0] and small.family == large.family


def _typo(a: Person, b: Person) -> bool:
    """One sign too many, too few or wrong in one long word of a long name; another initial is another person."""
    one, two = sorted_words(a), sorted_words(b)
    if min(sum(map(len, one)), sum(map(len, two))) < _LONG:
        return False
    if len(one) != len(two):
        return "".join(one) == "".join(two) or ("".join(a.words) == "".join(b.words))
    other = [(x, y) for x, y in zip(a.words, b.words, strict=True) if x != y]
    if len(other) != 1:
        other = [(x, y) for x, y in zip(one, two, strict=True) if x != y]
    return len(other) == 1 and all(x[0] == y[0] and min(len(x), len(y)) >= _WORD and _one_apart(x, y) for x, y in other)


def sorted_words(p: Person) -> tuple[str, ...]:
    return tuple(sorted(p.words))


def _one_apart(a: str, b: str) -> bool:
    """One sign more, less, other, or two neighbours swapped."""
    if len(a) > len(b):
        a, b = b, a
    if len(b) - len(a) > 1:
        return False
    start = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), len(a))
    if len(a) < len(b):
        return a[start:] == b[start + 1:]
    return a[start + 1:] == b[start + 1:] or (
        a[start:start + 2] == b[start:start + 2][::-1] and a[start + 2:] == b[start + 2:])


def marks(p: Person) -> Iterator[str]:
    """What two near names share at least one of, so that not everybody is compared with everybody."""
    if not p.words:
        return
    words = sorted_words(p)
    yield " ".join(words)
    yield f"family {p.family}"
    yield from (f"mail {m}" for m in _as_address(p))
    if len(p.words) > 1:
        yield f"first {p.words[0]} {p.family[0]}"
    joined = "".join(words)
    if _LONG - 1 <= len(joined) <= _LONGEST and not p.only_mail:
        yield from {f"typo {joined[:i]}{joined[i + 1:]}" for i in range(len(joined))}
        yield f"typo {joined}"
        yield f"typo {''.join(p.words)}"
