"""Decides what each column is: its header against the vocabulary, its values as evidence, the best fit of all.

Must not know: rows, items or layouts. Every guess carries its confidence; a column that fits nothing is "custom".
"""
from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from types import MappingProxyType

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from importers.meaning.counted import WORK, says_how_many
from importers.meaning.evidence import Profile
from importers.meaning.fitting import fit
from importers.meaning.headers import Head
from importers.meaning.naming import best_name
from importers.meaning.own_ids import heads_ids, own_ids, stands_for_others
from importers.meaning.value.periods import Label, Period, read_label
from importers.meaning.value.rates import is_rate
from importers.meaning.value.units import NO_UNIT, Unit, split_unit
from importers.meaning.words import fold, heads_lights, squash, vocabulary

LEVEL_FIELDS = ("organization", "portfolio", "program", "project", "package")
DATE_FIELDS = ("start", "finish", "plan_start", "plan_finish", "actual_start", "actual_finish")
PERSON_FIELDS = ("owner", "sponsor", "controller")
UNIT_FIELDS = {"unit": "business_unit", "function": "function", "entity": "entity", "committee": "committee",
               "workstream": "workstream"}
_REMARKS = {"comment", "comments", "commentary", "narrative", "kommentar", "kommentare", "bemerkung", "bemerkungen"}
_NO_AMOUNT = {"id", "ids", "no", "nr", "number", "code", "type", "center", "centre", "category", "key", "owner",
              "account", "nummer", "art", "stelle", "kategorie", "schluessel", "konto", "typ", "hours", "stunden",
              "index", "cpi", "spi", "ratio", "factor", "multiplier", "quotient", "verhaeltnis", "faktor", "rank",
              "ranking", "priority", "prioritaet", "frequency"}
_WEEKDAYS = {"mo", "di", "mi", "do", "fr", "sa", "so"}
_ALMOST_NAMES = ("description", "stage", "parent", "function", "workstream", "comment", "owner", "unit", "entity")
_MANY = ("comment", "milestone", "other")
_SCHEDULED = ("plan", "baseline", "target", "forecast")
_FLOOR = 0.45
_MILESTONE = re.compile(r"^(?:m|ms|milestone|meilenstein|gate|g)\s*\d{1,2}\b", re.IGNORECASE)
_BY_WAY = re.compile(r"\b(?:without|based on|on|due to|after|before|excluding|excl|by|against|for|ohne|vor|nach|durch|"
                     r"für)\b", re.IGNORECASE)
_SCORED = re.compile(r"\(\s*[01]\s*(?:-|–|to|bis|\.\.)\s*\d{1,2}\s*\)")
_ASIDE = re.compile(r"[(\[]([^)\]\n]{0,200})[)\]]")
_OF_TIME = frozenset(("month", "year", "week", "quarter", "monat", "jahr", "woche", "quartal"))
_FIRST_WORD = 0.55                        # at most this sure is a field of which a header's first word alone speaks
_WHOSE = frozenset("name names person persons party parties role unit department dept team organisation organization "
                   "body partner agency group of for s fuer von der des".split())
ID_WORDS = ("id", "nr", "no", "number", "code", "nummer", "kuerzel", "ref", "key")
_LEVEL_ID = re.compile(rf"^(.+?) ?(?:{'|'.join(ID_WORDS)})$")


@dataclass(slots=True)
class Guess:
    """How one column is understood. `index` is 0-based; `field` as in app.core.batch.Column."""

    index: int
    header: str
    field: str = "custom"
    confidence: float = 0.0
    label: Label = dataclasses.field(default_factory=Label)
    unit: Unit = NO_UNIT
    period: Period | None = None
    profile: Profile = dataclasses.field(default_factory=Profile)
    kind: str = ""                        # of a custom column: text number money percent date

    @property
    def money(self) -> bool:
        return "." in self.field


@lru_cache(maxsize=4096)
def field_scores(text: str) -> tuple[tuple[str, float], ...]:
    """Fields a header may mean, with how sure the words alone make it."""
    bare, _ = split_unit(text)
    word = squash(bare)
    if not word:
        return ()
    fields = vocabulary().fields
    if worth := heads_lights(text):
        return (("light", worth),)
    found: dict[str, float] = {}
    for name, words in fields.items():
        if word in words:
            found[name] = words[word]
    for short, worth in _shorter(bare):
        for name, words in fields.items():
            if short in words and name not in found and (worth >= 0.7 or words[short] > 0.9):
                found[name] = words[short] * worth
    if not found and len(word) >= 5 and not read_label(bare).cost:       # "Actual spend" is near "Actual end"
        for name, words in fields.items():
            near = process.extractOne(word, [w for w in words if len(w) >= 4 and w[0] == word[0]
                                             and abs(len(w) - len(word)) < 4], scorer=fuzz.ratio, score_cutoff=82)
            sure = not near or name not in PERSON_FIELDS or words[near[0]] > 0.9         # "Financier" is no finance
            if near and sure and OSA.distance(word, near[0]) <= (1 if len(word) < 8 else 2):
                found[name] = words[near[0]] * (0.6 + (near[1] - 82) / 60)
    return tuple(sorted(found.items(), key=lambda f: (-f[1], f[0])))


def _shorter(text: str) -> list[tuple[str, float]]:
    """The header without a leading "Project", without brackets, and its single parts around "/" or "-"."""
    out: list[tuple[str, float]] = []
    folded = fold(text)
    first, _, rest = folded.partition(" ")
    if folded.endswith("name") and len(folded) > 6:
        out.append((folded[:-4].replace(" ", ""), 0.85))
    if rest and first in vocabulary().lists["prefix"]:
        out.append((rest.replace(" ", ""), 0.93))
    unbracketed = _ASIDE.sub(" ", text).strip()
    if unbracketed != text and squash(unbracketed):
        out.append((squash(unbracketed), 0.92))
        out += [(squash(i), 0.7) for i in _ASIDE.findall(text) if squash(i)]
    for mark in (" / ", "/", " - ", ":", "\n"):
        if mark in text:
            out += [(squash(p), 0.85) for p in text.split(mark) if squash(p)]
    words = folded.split()
    if len(words) > 1:
        out.append((words[-1], 0.6))
        if words[0] not in vocabulary().lists["prefix"]:
            out.append((words[0], 0.55))
        if len(words) > 2:
            out += [("".join(words[-2:]), 0.65), ("".join(words[:2]), 0.62)]
    return out


def understand_columns(head: Head, profiles: Sequence[Profile], periods: dict[int, Period],
                       said: Mapping[int, str] = MappingProxyType({})) -> list[Guess]:
    """One guess a column; `periods` are the columns that stand for months, quarters or years, `said` those a person
    named: what is said of one is taken from no other, and the others share out the rest."""
    guesses = [Guess(i, head.texts[i], label=head.labels[i], profile=profiles[i],
                     unit=(head.units[i] or NO_UNIT).merged(head.unit), period=periods.get(i))
               for i in range(len(head.texts))]
    offers: list[tuple[float, int, str]] = []
    week = {squash(t) for t in head.bottoms} & _WEEKDAYS
    for guess in guesses:
        if guess.index in said:
            guess.field = said[guess.index]
            continue
        if guess.period is not None:
            _figures(guess)
            continue
        rest = guess.index > 0 and guess.header == head.texts[guess.index - 1]
        if not guess.profile.count and (rest or not guess.header):
            guess.field, guess.confidence = "", 1.0        # nothing at all, or the rest of a merged heading
            continue
        if len(week) > 2 and squash(guess.header) in week:
            continue                                       # "Di" beside "Mo" and "Mi" is no stage of implementation
        for name, score in _offers(guess, head.bottoms[guess.index]).items():
            offers.append((score, guess.index, name))
    _assign(guesses, own_ids([(g.header, g.profile) for g in guesses], offers, LEVEL_FIELDS), set(said.values()))
    _only_finish(guesses)
    _level_codes(guesses)
    _name_of_blocks(guesses, said)
    _find_name(guesses)
    for guess in guesses:
        if guess.index in said:
            guess.field = said[guess.index]
        if guess.field in ("custom", "other"):
            guess.field, guess.kind = "custom", custom_kind(guess)
            guess.confidence = guess.confidence or 0.3
    return guesses


def _figures(guess: Guess) -> None:
    """A column of a period: a month of a series, a total over several, or a computed one."""
    label, period = guess.label, guess.period
    if period is None or label.derived:
        guess.field, guess.confidence = "", 0.9
        return
    series = label.series or "plan"
    if set(label.rest.split()) & WORK:
        guess.confidence = 0.9                             # hours by month are no money; kept as they are
        return
    kind = label.type or ("one_time_cost" if label.cost else "recurring_benefit")
    guess.field = f"{kind}.{series}@{period.text}"
    guess.confidence = 0.95 if label.series and (label.type or not label.rest) else 0.75


def _offers(guess: Guess, bottom: str) -> dict[str, float]:
    """Every field the column may be, with its score from words and values."""
    offers: dict[str, float] = {}
    for text, worth in ((guess.header, 1.0), (bottom, 0.97)):
        for name, score in field_scores(text):
            if name in PERSON_FIELDS and score <= _FIRST_WORD and guess.profile.people < 0.5 and _of_a_thing(text):
                continue
            offers[name] = max(offers.get(name, 0.0), score * worth)
    p, label = guess.profile, guess.label
    if _MILESTONE.match(bottom) or _MILESTONE.match(guess.header):
        offers["milestone"] = max(offers.get("milestone", 0), 0.93)
    if heads_ids(guess.header):                            # "Update ID", "Week ID" are ids, whatever the first word
        offers = {n: s for n, s in offers.items() if n in ("code", "parent", *LEVEL_FIELDS)}
    elif not _OF_TIME.isdisjoint(fold(guess.header).split()) or says_how_many(guess.header):
        offers.pop("code", None)                           # "month_num" counts months, "Number of units" units
    if p.count and offers.get("code", 1.0) < 0.8 and ((p.texts > 0.6 and p.codes < 0.3) or label.total
                                                      or (p.distinct < 0.3 and p.count > 20)):
        del offers["code"]                                 # "Position" over "Lead" is no id, nor is "WBS totals"
    if label.series in _SCHEDULED and label.rest:
        offers.pop("progress", None)                       # "Planned progress" is not how far it is
    if p.texts > 0.6 and offers.pop("progress", 0.0) >= 0.7:
        offers["status"] = max(offers.get("status", 0.0), 0.8)               # "Completed", "Upcoming"
    money = _money_offer(guess)
    if money:
        offers[money[0]] = max(offers.get(money[0], 0), money[1])
    if p.texts > 0.5 and set(fold(guess.header).split()) & _REMARKS:
        offers["comment"] = max(offers.get("comment", 0), 0.7)
    if p.count >= 2 and p.kinds <= 8 and p.series >= 0.9 and p.kinds > 1:
        offers["series"] = max(offers.get("series", 0), 0.85)
    if p.count and p.units >= 0.9 and p.kinds <= 6 and {"unit", "currency"} & set(offers):
        offers["currency"] = 0.9
    if p.count >= 2 and p.kinds <= 8 and p.types >= 0.9:
        offers["type"] = max(offers.get("type", 0), 0.7)
    if label.derived and p.texts < 0.5 and (label.series or label.total or not label.rest):
        offers["derived"] = 0.9
    elif label.total and p.numbers > 0.6 and not label.rest and "percent" not in fold(guess.header).split():
        offers["total"] = 0.9
    return {name: s for name, score in offers.items() if (s := round(min(1.0, score + fit(name, p)), 3)) >= _FLOOR}


def _money_offer(guess: Guess) -> tuple[str, float] | None:
    """The effect type and series a header of amounts names."""
    label, p = guess.label, guess.profile
    before = _BY_WAY.split(guess.header, maxsplit=1)[0]
    if (_SCORED.search(guess.header) and p.high <= 10) or "percent" in fold(guess.header).split():
        return None                                        # "Impact (1-5): Budget", "Budget used %"
    if is_rate(guess.header) or not before.strip() or set(fold(guess.header).split()[-1:]) & _NO_AMOUNT:
        return None
    if before != guess.header and guess.period is None:    # "Benefit based on investment" is a benefit
        said = read_label(before)
        label = replace(label, type=said.type, cost=said.cost, series=said.series or label.series)
    typed = bool(label.type or label.cost)
    if label.derived or not (typed or label.series) or (label.total and not typed):
        return None
    if p.count and p.numbers < 0.5:
        return None
    if p.percents > 0.3 or (not label.type and not label.cost and label.rest):
        return None
    kind = label.type or ("one_time_cost" if label.cost else "recurring_benefit")
    score = 0.93 if label.type else 0.7 if label.cost else 0.62
    score += 0.04 if label.series else 0.0
    score += 0.05 if guess.unit != NO_UNIT else 0.0
    return f"{kind}.{label.series or 'plan'}", score - 0.12 * min(3, len(label.rest.split()))


@lru_cache(maxsize=4096)
def _of_a_thing(text: str) -> bool:
    """"PM relevance", "Resource loading": a person's word before what the column is about; not "Responsible party"."""
    return not set(fold(text).split()[1:]) & _WHOSE


def _assign(guesses: list[Guess], offers: list[tuple[float, int, str]], given: set[str]) -> None:
    """The surest offer first; a field is given once, except those that may repeat."""
    done: set[int] = set()
    for score, index, name in sorted(offers, key=lambda o: (-o[0], o[1], o[2])):
        if index in done:
            continue
        if name in given and not (name in _MANY or "." in name or name in ("total", "derived")):
            continue
        guesses[index].field, guesses[index].confidence = name, score
        done.add(index)
        given.add(name)


def _only_finish(guesses: list[Guess]) -> None:
    """"Go-live" is a milestone beside a finish, and the finish where there is no other."""
    if any(g.field in ("finish", "plan_finish") for g in guesses):
        return
    for guess in guesses:
        if guess.field == "milestone" and squash(guess.header) in vocabulary().fields["finish"]:
            guess.field, guess.confidence = "finish", 0.75
            return


def level_of_id(text: str) -> str:
    """"Programme ID" -> program; "" for anything else."""
    found = _LEVEL_ID.match(fold(text))
    word = found[1].replace(" ", "") if found else ""
    return next((level for level in LEVEL_FIELDS if word and word in vocabulary().fields[level]), "")


def _level_codes(guesses: list[Guess]) -> None:
    """"Program ID" beside "Program": the code of that level, not another measure id."""
    have = {g.field: g for g in guesses if g.field in LEVEL_FIELDS}
    for guess in guesses:
        level = level_of_id(guess.header)
        if level not in have or guess.field in have or guess.field in (*DATE_FIELDS, "name"):
            continue
        if guess.field == "code" and not any(g.field == "name" for g in guesses):
            continue                                       # project id, project, budget: the project is the measure
        guess.field, guess.confidence = f"{level}_code", 0.85


def _name_of_blocks(guesses: list[Guess], said: Mapping[int, str]) -> None:
    """"Process name" in a few rows beside an id and a description in every one: blocks of rows that are called by what
    describes them."""
    name = next((g for g in guesses if g.field == "name" and g.index not in said), None)
    text = next((g for g in guesses if g.field == "description" and g.index not in said), None)
    if name is None or text is None or name.profile.count < 2 or name.profile.empty < 0.6:
        return
    if not any(g.field == "code" and g.profile.empty < 0.1 for g in guesses):
        return
    p = text.profile
    if p.empty < 0.1 and p.distinct > 0.9 and p.texts > 0.8 and not any(g.field == "parent" for g in guesses):
        name.field, name.confidence = "parent", 0.45
        text.field, text.confidence = "name", 0.45


def _beside(guesses: list[Guess]) -> int:
    """The first column behind two that are empty, right of figures: what stands there are words beside the table."""
    empty = [not g.header and not g.profile.count for g in guesses]
    figures = next((n for n, g in enumerate(guesses) if g.profile.numbers > 0.5), len(guesses))
    return next((n + 2 for n in range(figures, len(guesses) - 2) if empty[n] and empty[n + 1]), len(guesses))


def _find_name(guesses: list[Guess]) -> None:
    """Without a name column the deepest level is the name, or the first column of distinct texts."""
    if any(g.field == "name" for g in guesses):
        return
    for level in reversed(LEVEL_FIELDS):
        for guess in guesses:
            if guess.field == level and (guess.profile.distinct > 0.6 or guess.profile.count <= 3):
                guess.field, guess.confidence = "name", 0.7
                return
    plain = [g for g in guesses
             if (g.field in ("custom", "other") or (g.field == "entity" and g.profile.distinct > 0.9))
             and not stands_for_others(g.header, g.profile)
             and (g.profile.phrases > 0.3 or not any(f in DATE_FIELDS for f, _ in field_scores(g.header)[:1]))]
    owned = any(g.field == "owner" for g in guesses)
    index = best_name([(g.index, g.header, g.profile) for g in plain if g.index < _beside(guesses)], owned)
    if index < 0:
        index = best_name([(g.index, g.header, g.profile) for g in plain], owned)
    texts = [g for g in guesses if g.field == "description" and g.profile.distinct > 0.7 and g.profile.count > 10]
    if index >= 0 and texts and guesses[index].profile.distinct < 0.3:
        index = texts[0].index                             # one of a few words in every row calls none of them
    if index < 0:                                          # "Description | Amount", "Phase | Price": that is the name
        monthly = any(g.field == "month" for g in guesses) and any(g.money for g in guesses) and not any(
            g.field == "code" and g.profile.distinct > 0.9 for g in guesses)           # the name stands in many rows
        index = next((g.index for field in _ALMOST_NAMES for g in guesses if g.field == field and g.profile.texts > 0.5
                      and g.profile.count > 1 and (g.profile.distinct > 0.9 or (monthly and g.profile.kinds > 1))), -1)
    beside = guesses[index + 1] if 0 <= index < len(guesses) - 1 else None
    if beside is not None and guesses[index].profile.empty >= 0.5 and beside.profile.empty < 0.35 \
            and beside.profile.texts > 0.9 and beside.field in (*_ALMOST_NAMES, "custom", "other"):
        guesses[index].field, guesses[index].confidence = "parent", 0.45       # said once above the rows it is of
        index = beside.index
    if index >= 0:
        guesses[index].field, guesses[index].confidence = "name", 0.45


def custom_kind(guess: Guess) -> str:
    """The type a column without a field is kept as."""
    p = guess.profile
    if p.count and p.dates >= 0.8:
        return "date"
    if p.padded:
        return "text"                                      # "00471106" as a number would lose its zeros
    words = fold(guess.header)
    percent = "percent" in words or "prozent" in words
    if p.percents >= 0.6 or (percent and p.numbers + p.percents >= 0.8):
        return "percent"
    if p.numbers >= 0.8 and not (p.codes > 0.5 and p.texts):
        known = set() if heads_lights(guess.header) else set(words.split()) & vocabulary().lists["money"]
        return "money" if guess.label.unit.currency or known else "number"
    return "text"

