"""The vocabulary of trackers: folds text so that case, accents and punctuation do not matter, and looks words up.

Must not know: sheets, columns, or what is done with a word once it is known.
"""
from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from app.core.catalog import SERIES

RESOURCE = Path(__file__).resolve().parents[2] / "resources" / "columns.toml"
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "æ": "ae", "ø": "oe", "œ": "oe", "ı": "i"})
_CIRCLED = dict.fromkeys(range(0x2460, 0x2474), " ")     # ① to ⑳ before a heading number it
_JUNK = re.compile(r"[\W_]+")             # letters of every script stay
_PLAIN = {i: chr(i).lower() if chr(i).isalnum() else {"#": " nr ", "%": " percent "}.get(chr(i), " ")
          for i in range(128)}
_SIGN = re.compile(r"[^\W_]")            # a letter or a digit of any script
_ASIDE = re.compile(r"[(\[]([^)\]\n]{0,200})[)\]]")
_PARTLY = frozenset("spend spending budget cost costs finance financial risk risks benefit benefits".split())
_FEW = 5                                 # more words before "RAG" are a sentence about it
_CHOICE = 60                             # a longer text is no choice to be made


_HUMPS = re.compile(r"(?<=[^\W\d_A-Z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][^\W\d_A-Z]{2})")


def spaced(text: str) -> str:
    """A heading that a program wrote, with spaces between its words: "BudgetDKK" -> "Budget DKK", "due_date"."""
    if " " in text:
        return text
    return text.replace("_", " ") if "_" in text else _HUMPS.sub(" ", text)


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """Lower case, no accents, no punctuation, single spaces: "Maßnahmen-Nr." -> "massnahmen nr"."""
    if text.isascii():
        words = text.translate(_PLAIN).split()
    else:
        low = unicodedata.normalize("NFC", text.translate(_CIRCLED)).casefold().translate(_UMLAUTS)
        low = low.replace("#", " nr ").replace("%", " percent ")
        bare = "".join(c for c in unicodedata.normalize("NFKD", low) if not unicodedata.combining(c))
        words = _JUNK.sub(" ", bare).split()
    return " ".join("percent" if w in ("pct", "prozent", "proz") else w for w in words)


def squash(text: str) -> str:
    """Folded text without any space: "go-live" and "Golive" are one word."""
    return fold(text).replace(" ", "")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words of resources/columns.toml, folded once."""

    fields: dict[str, dict[str, float]]            # field -> squashed word -> how sure
    series: dict[str, str]                         # folded phrase -> series
    types: dict[str, str]                          # folded phrase -> effect type
    costs: frozenset[str]                          # folded phrases: a cost of unknown type
    lights: dict[str, str]                         # folded or raw word -> light
    lists: dict[str, frozenset[str]]               # total, grand, derived, ... -> folded phrases
    phrases: tuple[tuple[str, str, str], ...]      # (folded phrase, group, meaning), longest first
    raid: dict[str, dict[str, float]]              # column of a log -> squashed word -> how sure
    logs: dict[str, dict[str, frozenset[str]]]     # kind of a log -> "rows" (one entry is called so), "sheets", ...


@cache
def vocabulary() -> Vocabulary:
    with RESOURCE.open("rb") as file:
        raw = tomllib.load(file)
    fields: dict[str, dict[str, float]] = {}
    for name, entry in raw["field"].items():
        fields[name] = _sure_and_weak(entry)
    series = {fold(w): name for name in SERIES for w in raw["series"][name]}
    types = {fold(w): name for name, words in raw["type"].items() for w in words}
    costs = frozenset(fold(w) for w in raw["cost"]["words"])
    lights = {fold(w) or w: name for name, words in raw["light"].items() for w in words}
    lists = {name: frozenset(fold(w) for w in words if fold(w)) for name, words in raw["words"].items()}
    lists["placeholder"] |= lists["open_choice"]
    found = [(p, "series", m) for p, m in series.items()] + [(p, "type", m) for p, m in types.items()]
    found += [(p, "cost", "") for p in costs if p not in series and p not in types]
    found += [(p, "total", "") for p in lists["total"]] + [(p, "derived", "") for p in lists["derived"]]
    found += [(p, "year", "") for p in lists["per_year"]] + [(p, "month", "") for p in lists["per_month"]]
    return Vocabulary(fields, series, types, costs, lights, lists,
                      tuple(sorted(found, key=lambda f: (-len(f[0]), f))),
                      {name: _sure_and_weak(entry) for name, entry in raw["raid"].items()},
                      {name: {part: frozenset(fold(w) for w in words) for part, words in entry.items()}
                       for name, entry in raw["log"].items()})


@cache
def _phrases_by_word() -> dict[str, list[int]]:
    """First word -> the phrases that begin with it, by their number."""
    found: dict[str, list[int]] = {}
    for number, (phrase, _, _) in enumerate(vocabulary().phrases):
        found.setdefault(phrase.partition(" ")[0], []).append(number)
    return found


def phrases_in(folded: str) -> list[tuple[str, str, str]]:
    """The phrases that can stand in a folded text, longest first: those of which it holds the first word."""
    known = _phrases_by_word()
    words = known.keys() & folded.split()
    return [vocabulary().phrases[n] for n in sorted([n for word in words for n in known[word]])] if words else []


def _sure_and_weak(entry: dict[str, list[str]]) -> dict[str, float]:
    return {squash(w): 0.75 for w in entry.get("weak", ())} | {squash(w): 0.95 for w in entry["words"]}


@lru_cache(maxsize=4096)
def in_list(name: str, text: str) -> bool:
    """Is the whole text one of the words of a list ("total", "placeholder", ...)?"""
    return fold(text) in vocabulary().lists[name]


@lru_cache(maxsize=8192)
def starts_with(name: str, text: str) -> bool:
    """Does the text begin or end with a word of a list: "Summe Programm A", "Program A total"?"""
    folded = fold(text)
    words = vocabulary().lists[name]
    if folded in words:
        return True
    parts = folded.split()
    return any(" ".join(parts[:n]) in words or " ".join(parts[-n:]) in words for n in (1, 2) if len(parts) > n)


def heads_lights(text: str) -> float:
    """How surely "Spend (RAG)" or "Delivery RAG rating" heads lights and no money; what judges the money alone less."""
    lights, words = vocabulary().fields["light"], fold(_ASIDE.sub(" ", text)).split()
    last = words[-2:-1] if words[-1:] in (["rating"], ["status"], ["score"]) else words[-1:]
    said = any(squash(aside) in lights for aside in _ASIDE.findall(text)) or (
        1 < len(words) <= _FEW and last == ["rag"] and "".join(words) not in lights)
    return (0.88 if words[:1] and words[0] in _PARTLY else 0.9) if said else 0.0


def light_of(text: str) -> str:
    """"Grün", "Amber/Red", "#FF0000" or an emoji as a light; "" when the text is none of them."""
    lights = vocabulary().lights
    text = text.strip()
    found = lights.get(fold(text)) or lights.get(text.replace("\ufe0f", ""))
    if not found and re.fullmatch(r"#?[0-9A-Fa-f]{6}", text):
        found = light_of_colour(text.lstrip("#"))
    return found or ""


def light_of_colour(rgb: str) -> str:
    """The light a fill colour shows: by hue; pale and grey colours are none of them ("")."""
    red, green, blue = (int(rgb[i:i + 2], 16) for i in (0, 2, 4))
    high, low = max(red, green, blue), min(red, green, blue)
    if high < 60 or high - low < 60:
        return ""
    if blue == high:
        return ""
    if red == high:
        hue = 60 * (green - blue) / (high - low)
        return "red" if hue < 18 else "amber" if hue <= 65 else ""
    hue = 120 + 60 * (blue - red) / (high - low)
    return "green" if hue > 65 else "amber"


def is_placeholder(text: str) -> bool:
    """Text that stands where a value should: "--", "tbd", "< Select >", "<<Insert name>>", "n/a"."""
    text = text.strip()
    if not has_sign(text) or (text[0] == "<" and text[-1] == ">"):
        return True
    if text.isascii() and not _placeholder_start().match(text):
        return False                                       # most texts: no need to fold them
    return fold(text) in vocabulary().lists["placeholder"]


def is_open_choice(text: str) -> bool:
    """A choice nobody has made yet: "< Select >", "Please select an option". It is no value in any column."""
    return len(text) < _CHOICE and fold(text) in vocabulary().lists["open_choice"]


def says_something(text: str) -> bool:
    """Is a word that stands for nothing worth a note? Somebody wrote "tbd", "?" and "✎"; a dash is a drawn blank."""
    return any(c.isalnum() or c == "?" or unicodedata.category(c) in ("So", "Sc") for c in text)


@cache
def _placeholder_start() -> re.Pattern[str]:
    """How a plain text must begin whose folded form can be a placeholder."""
    first = sorted({re.escape(w.split()[0]) for w in vocabulary().lists["placeholder"]})
    return re.compile(rf"[^0-9A-Za-z#%]*(?:[#%]|{'|'.join(first)})", re.IGNORECASE)


def has_sign(text: str) -> bool:
    """Is there a letter or a digit in the text at all?"""
    return text[:1].isalnum() or _SIGN.search(text) is not None


@lru_cache(maxsize=4096)
def is_instruction(text: str) -> bool:
    """"Insert new rows ABOVE this one": said to whoever fills the sheet in."""
    padded = f" {fold(text)} "
    return any(f" {phrase} " in padded for phrase in vocabulary().lists["instruction"])


def is_example(text: str) -> bool:
    """"Example", "Beispiel: ...", "EXAMPLE of how to complete >"."""
    folded = fold(text)
    return folded in vocabulary().lists["example"] or folded.startswith(("example ", "beispiel "))
