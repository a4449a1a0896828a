"""What the columns of a log are (risks, issues, assumptions, decisions, ...), and which log a heading speaks of.

Must not know: rows, items, how a sheet is cut into tables. Words come from the sections [raid.*] and [log.*].
"""
from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from itertools import pairwise

from importers.base import Value
from importers.meaning.columns import Guess, custom_kind, field_scores
from importers.meaning.evidence import is_code, profile
from importers.meaning.headers import Head
from importers.meaning.settled import IGNORE, columns_named
from importers.meaning.value.amounts import number_text
from importers.meaning.value.units import NO_UNIT, Unit, split_unit
from importers.meaning.words import fold, spaced, squash, vocabulary

MAIN = ("risk", "issue", "assumption")
_STAGE = re.compile(r"\b(?:pre mitigated|post mitigated|pre mitigation|post mitigation|inherent|residual|current|target"
                    r"|initial|gross|net|before|after|brutto|netto|vor massnahmen?|nach massnahmen?|rest|original"
                    r"|revised)\b")
_AFTER = re.compile(r"\b(?:post mitigated|post mitigation|residual|target|net|after|netto|nach massnahmen?|rest"
                    r"|revised)\b")
_FROM_LISTS = {"code": "code", "name": "name", "description": "description", "owner": "owner", "status": "status",
               "start": "since", "finish": "due", "actual_finish": "closed", "comment": "comment"}
# the names under which importers/items/fields.py reads people, dates and remarks
READ_AS = {"since": "start", "due": "finish", "closed": "actual_finish", "decided_on": "plan_start",
           "test_date": "plan_finish", "decided_by": "sponsor"}
PLAIN = ("code", "name", "description", "owner", "status", "comment", *READ_AS)
_GLUED = ("risk", "issue", "raid", "risiko", "action")     # what a heading in one piece may begin with
_IN_MONEY = ("impact", "consequence")
_SOME_DATES = 0.25                       # of a column of days among words
_SIGNS = ("probability", "impact", "response", "contingency", "score")


@lru_cache(maxsize=4096)
def log_scores(text: str) -> tuple[tuple[str, float], ...]:
    """Columns of a log a heading may mean, and how sure its words make it."""
    raid = vocabulary().raid
    out: dict[str, float] = {}
    for word, worth in _spellings(text):
        for name, words in raid.items():
            if word in words:
                out[name] = max(out.get(name, 0.0), words[word] * worth)
    if not out:
        for name, score in field_scores(text):
            if name in _FROM_LISTS and score >= 0.5:
                out[_FROM_LISTS[name]] = score * 0.9
    return tuple(sorted(out.items(), key=lambda s: (-s[1], s[0])))


def _spellings(text: str) -> list[tuple[str, float]]:
    bare = re.sub(r"[(\[][^)\]\n]{0,200}[)\]]", " ", spaced(text))
    out = [(squash(text), 1.0), (squash(bare), 0.98), (squash(split_unit(text)[0]), 0.97)]
    folded = fold(bare)
    plain = " ".join(_STAGE.sub(" ", folded).split())
    if folded.endswith(" percent"):
        out.append((folded[:-8].replace(" ", ""), 0.95))
    if plain != folded and plain not in ("date", "datum"):
        out.append((plain.replace(" ", ""), 0.93))
        rest = re.sub(r"^(?:raw|risk|total) |^(?:raw total) ", "", plain)
        out.append((rest.replace(" ", ""), 0.9))
    if "/" in text:
        out += [(squash(p), 0.85) for p in bare.split("/")]
    first, _, rest = folded.partition(" ")
    if rest and kind_of_entry(first):
        out.append((rest.replace(" ", ""), 0.9))
    if rest and folded.endswith(" date"):                  # "Opened date", "date opened"
        out.append(("date" + folded[:-5].replace(" ", ""), 0.95))
    glued = next((w for w in _GLUED if not rest and folded.startswith(w) and len(folded) > len(w) + 1), "")
    if glued:                                              # "riskowner"
        out.append((folded[len(glued):], 0.85))
    return [(w, s) for w, s in out if w]


def may_be_heading(text: str) -> bool:
    """A quick look: is the text, or its last word, one that logs or lists have above their columns?"""
    words = fold(spaced(text)).split()
    return bool(words) and ("".join(words) in _words() or words[-1] in _words()
                            or any(words[0].startswith(w) and words[0][len(w):] in _words() for w in _GLUED))


@cache
def _words() -> frozenset[str]:
    words = vocabulary()
    return frozenset(w for table in (words.raid, words.fields) for named in table.values() for w in named)


def is_after(header: str) -> bool:
    """Does the heading speak of what is left once the response has worked?"""
    return bool(_AFTER.search(fold(header)))


def kind_of_entry(text: str) -> str:
    """The log that calls one of its entries so: "Risk", "Risiko", "R" -> risk; "" when none does."""
    return next((kind for kind, words in vocabulary().logs.items() if fold(text) in words["rows"]), "")


def kind_named(text: str) -> str:
    """The log whose name stands in a sheet's or table's title: "3.2 Risk Register", "Offene Punkte"."""
    padded = f" {fold(spaced(text))} "
    found = [(len(w), kind) for kind, words in vocabulary().logs.items() for w in words["sheets"] if f" {w} " in padded]
    return max(found, default=(0, ""))[1]


def kind_headed(bottoms: Iterable[str]) -> str:
    """The log its own headings name: "Risk ID", "Issue title", "Risiko"; "" when they name none or several."""
    found = set()
    for text in bottoms:
        best = next((name for name, score in log_scores(text) if score >= 0.8), "")
        if best in ("code", "name"):
            kind = kind_of_entry(fold(text)) or kind_of_entry((fold(text).split() or [""])[0])
            if kind and len(fold(text)) > 1:
                found.add(kind)
    return found.pop() if len(found) == 1 else ""


def signs(bottoms: Iterable[str]) -> int:
    """How many headings only a log has: probability, impact, response, ..."""
    best = {log_scores(t)[0][0] for t in bottoms if t and log_scores(t)}
    return len(best & set(_SIGNS))


def known(bottoms: Sequence[str]) -> int:
    return sum(bool(log_scores(t)) for t in bottoms if t)


def log_columns(head: Head, columns: Sequence[Sequence[Value]]) -> list[Guess]:
    """One guess a column. A field is given once, to the surest heading, of equals to the one on the left."""
    names = _headers(head)
    guesses = [Guess(i, names[i], "custom" if names[i] else "", 0.3, profile=profile(columns[i]),
                     unit=(head.units[i] or NO_UNIT).merged(head.unit)) for i in range(len(head.texts))]
    for left, guess in pairwise(guesses):
        if not guess.field and left.field and guess.profile.count:
            guess.field = "custom"                         # what runs on beside a heading is part of the entry
    offers = [(-score + (0.02 if is_after(names[g.index]) else 0.0) - _fit(name, g), g.index, name) for g in guesses
              for name, score in _meant(log_scores(head.bottoms[g.index]), g, head.units[g.index])]
    given: set[str] = set()
    done: set[int] = set()
    for score, index, name in sorted(offers):
        if index in done or score > -0.4 or (name in given and name not in ("comment", "score", "expected")):
            continue
        guesses[index].field, guesses[index].confidence = name, round(min(1.0, -score), 2)
        given.add(name)
        done.add(index)
    _find_name(guesses)
    for guess in guesses:
        if guess.field == "custom":
            guess.kind = custom_kind(guess)
    return guesses


def _meant(scores: Sequence[tuple[str, float]], guess: Guess, unit: Unit | None) -> list[tuple[str, float]]:
    """An impact whose own heading has a unit of money, over figures, is the money at stake and no step of a scale."""
    money = unit is not None and guess.profile.numbers >= 0.5
    p = guess.profile
    coded = p.codes > 0.7 and p.phrases < 0.5 < p.distinct
    if coded and scores and scores[0][0] == "name" and kind_of_entry(guess.header):
        return [("code", 0.8)]                             # "Risk" over R1, R2, R3
    return [("money" if money and name in _IN_MONEY else name, score) for name, score in scores]


def _headers(head: Head) -> list[str]:
    """The lowest heading of each column; with its group's where it would stand twice."""
    out: list[str] = []
    for i, bottom in enumerate(head.bottoms):
        text = bottom if head.bottoms.count(bottom) == 1 else head.texts[i]
        out.append(f"{text} ({i + 1})" if text and text in out else text)
    return out


def _fit(name: str, guess: Guess) -> float:
    p = guess.profile
    if not p.count:
        return 0.0
    if name in ("since", "due", "closed", "decided_on", "test_date"):
        return 0.03 if p.dates >= 0.4 else -0.1 if p.words or p.dates >= _SOME_DATES else -0.5
    if name == "name":
        if p.count > 2 and p.distinct < 0.5:               # "Risk" in every row: what it is, not how it is called
            return -0.7
        return -0.5 if p.numbers > 0.7 or (p.codes > 0.7 and p.distinct > 0.5) else 0.0
    if name in ("money", "expected", "delay", "score"):
        return 0.0 if p.numbers >= 0.5 else -0.6
    if name == "parent" and p.long > 0.3:
        return -0.7                                        # "Measure": what is done about it, not what it belongs to
    if name == "impact":
        return -0.3 if p.long > 0.5 else 0.0
    if p.dates > 0.6:
        return -0.6
    return 0.0


def columns_answered(head: Head, guesses: Sequence[Guess], said: Mapping[str, tuple[str, bool]]) -> dict[str, int]:
    """Make the columns of a log what a person says they are; field -> column of those. A log has no amounts by month:
    an amount is the money at stake."""
    found: dict[str, int] = {}
    for name, (value, _) in said.items():
        for column in columns_named(head, name)[:1]:
            field = "" if value == IGNORE else "money" if "." in value else _FROM_LISTS.get(value, value)
            for guess in guesses:
                if guess.index == column:
                    guess.field, guess.confidence, guess.kind = field, 1.0, custom_kind(guess)
                    found[field] = column
                elif guess.field == field and field not in ("", "custom", "comment"):
                    guess.field = "custom"                 # it was only thought to be that
                    guess.kind = custom_kind(guess)
    return found


def _find_name(guesses: list[Guess]) -> None:
    """Without a title the event, or what is described, names the entry."""
    if any(g.field == "name" for g in guesses):
        return
    for field in ("event", "description", "cause", "response"):
        for guess in guesses:
            if guess.field == field:
                guess.field = "name"
                return


def is_named_log_head(texts: Sequence[str]) -> bool:
    """The header of a sheet that is called a log: less of it need be what only logs have. An id and what an entry is
    called, "ID | Assumption description", are enough."""
    if is_log_head(texts, 0.3):
        return True
    best = [log_scores(t)[0][0] for t in texts if len(t) <= 60 and log_scores(t)]
    return 2 <= len(texts) <= 4 and "code" in best and bool({"name", "description"} & set(best)) \
        and bool(kind_headed(texts) or any(kind_of_entry((fold(t).split() or [""])[0]) for t in texts))


def is_log_head(texts: Sequence[str], share: float = 0.5) -> bool:
    """A row of nothing but headings, most of them those of a log, an id or name among them."""
    if sum(len(t) <= 60 and may_be_heading(t) for t in texts) < max(2, 0.3 * len(texts)):
        return False
    if sum(number_text(t.strip()) is not None or is_code(t.strip()) for t in texts) > 0.2 * len(texts):
        return False                                       # "RSK007 | 0.36": an entry
    short = [t for t in texts if len(t) <= 60 and log_scores(t)]
    if len(short) < 3 or len(short) < share * len(texts):
        return False
    names = {log_scores(t)[0][0] for t in short}
    return bool(names & {"code", "name", "description", "event"}) and len(names) >= 3
