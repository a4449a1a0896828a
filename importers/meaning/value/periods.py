"""Reads what stands above a figure: a month, quarter or year, a scenario, an effect type, "total" or "variance".

Must not know: where in the sheet the label stands. Months are counted from year 0, as in app.core.batch.Run.
"""
from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass, replace
from functools import lru_cache

from app.core.values import month_text
from importers.base import Value
from importers.meaning.value.units import NO_UNIT, Unit, split_unit
from importers.meaning.words import fold, heads_lights, phrases_in, vocabulary

_MONTHS = {"jan": 1, "january": 1, "januar": 1, "jaenner": 1, "feb": 2, "february": 2, "februar": 2, "mar": 3,
           "march": 3,
           "maerz": 3, "mrz": 3, "maer": 3, "apr": 4, "april": 4, "may": 5, "mai": 5, "jun": 6, "june": 6, "juni": 6,
           "jul": 7,
           "july": 7, "juli": 7, "aug": 8, "august": 8, "sep": 9, "sept": 9, "september": 9, "oct": 10, "october": 10,
           "okt": 10, "oktober": 10, "nov": 11, "november": 11, "dec": 12, "december": 12, "dez": 12, "dezember": 12}
_ELSEWHERE = (                            # Spanish, French, Portuguese, Italian, Dutch and Russian, accents or none
    "enero ene janvier janv janeiro gennaio januari январь января янв",
    "febrero février fevrier févr fevr fevereiro fev febbraio februari февраль февраля фев",
    "marzo mars março marco maart март марта", "abril abr avril avr aprile апрель апреля апр",
    "mayo maio maggio mei май мая",
    "junio juin junho giugno июнь июня июн",
    "julio juillet juil julho luglio июль июля июл",
    "agosto août aout augustus август августа авг",
    "septiembre septembre setembro settembre сентябрь сентября сен сент",
    "octubre octobre outubro ottobre октябрь октября окт",
    "noviembre novembre ноябрь ноября ноя",
    "diciembre dic décembre decembre dezembro dicembre декабрь декабря дек")
_MONTHS |= {word: n for n, words in enumerate(_ELSEWHERE, 1) for word in words.split()}
_OF_YEARS = {"ago": 8, "set": 9, "out": 10}              # August, September and October beside a year
_NAME = "|".join(sorted(_MONTHS, key=len, reverse=True))
_YEAR = r"(?:19|20)\d\d"
ZEROTH = 100                              # stands for "Year 0"
_SEP = r"[\s\-/.'’_]*"
_NTH = r"\s*(?:\.|st|nd|rd|th|°|º|ª|er|[eè]?me|e|o)?\s*(?:quartal|quarter|qtr|квартал|trimestre|kwartaal|kvartal)"
_SPELLED = tuple((re.compile(rf"(?<![a-z]){word}(?= quarter(?![a-z]))"), n) for n, word in zip(
    "1234", ("first", "second", "third", "fourth"), strict=True))
_FORMS: tuple[tuple[str, re.Pattern[str]], ...] = tuple((kind, re.compile(form)) for kind, form in (
    ("ymd", rf"(?<!\d)({_YEAR})-(\d\d)-(\d\d)(?:[ t]\d\d:\d\d(?::\d\d)?)?(?!\d)"),
    ("dmy", rf"(?<!\d)(\d{{1,2}})\.(\d{{1,2}})\.({_YEAR}|\d\d)(?!\d)"),
    ("yq", rf"(?<!\d)({_YEAR}){_SEP}(?:q|qtr|quarter|quartal)\s*([1-4])(?![a-z0-9])"),
    ("qy", r"(?<![a-z0-9])([1-4])\s*q\s*(\d\d(?:\d\d)?)(?!\d)"),
    ("qf", rf"(?<![a-z])(?:q|qtr|quarter|quartal){_SEP}([1-4]){_SEP}(?:fy|gj){_SEP}({_YEAR}|\d\d)"
           rf"(?:/({_YEAR}|\d\d))?(?!\d)"),
    ("qy", rf"(?<![a-z])(?:q|qtr|quarter|quartal){_SEP}([1-4])(?:{_SEP}({_YEAR}|\d\d))?(?!\d)"),
    ("qf", rf"(?<!\d)([1-4]){_NTH}{_SEP}(?:of\s+)?(?:fy|gj){_SEP}({_YEAR}|\d\d)(?:/({_YEAR}|\d\d))?(?!\d)"),
    ("yq", rf"(?<!\d)({_YEAR}){_SEP}([1-4]){_NTH}(?![a-z])"),
    ("qy", rf"(?<!\d)([1-4]){_NTH}(?![a-z]){_SEP}(?:(?:of|de|del)\s+)?({_YEAR})?"),
    ("yq", rf"(?<!\d)({_YEAR}){_SEP}t([1-4])(?![a-z0-9])"),                    # trimestre, but T4 alone is a task
    ("qy", rf"(?<![a-z0-9])t([1-4]){_SEP}({_YEAR})(?!\d)"),
    ("hy", rf"(?<![a-z])(?:h|hy|hj){_SEP}([12])(?:{_SEP}({_YEAR}|\d\d))?(?!\d)"),
    ("hy", rf"(?<!\d)([12])\.?\s*halbjahr{_SEP}({_YEAR})?"),
    ("f2", rf"(?<!\d)({_YEAR})\s*[/\-–]\s*(\d\d)(?![\d\-/])"),
    ("ym", rf"(?<!\d)({_YEAR})\s*[-/._ m]\s*(0?[1-9]|1[0-2])(?!\d)"),
    ("my", rf"(?<!\d)(0?[1-9]|1[0-2])\s*[-/. _]\s*({_YEAR})(?!\d)"),
    ("my", r"^(0[1-9]|1[0-2])/(\d\d)$"),
    ("ym", r"(?<!\d)(20\d\d)(0[1-9]|1[0-2])(?!\d)"),
    ("mm", rf"(?<![a-z])({_NAME})(?![a-z])\.?{_SEP}({_YEAR}|\d\d(?!\d))?\s*(?:to|bis|until|through|[\-–—])\s*"
           rf"({_NAME})(?![a-z])\.?{_SEP}({_YEAR}|\d\d(?!\d))?"),
    ("ff", rf"(?<![a-z])(?:financial|fiscal|business|budget)\s+years?\s+({_YEAR})\s*(?:to|[/\-–—])\s*({_YEAR})(?!\d)"),
    ("ff", rf"(?<![\d/])({_YEAR})/({_YEAR})(?![\d/])"),
    ("ny", rf"(?<![a-zа-я])({_NAME})(?![a-zа-я])\.?{_SEP}({_YEAR}|\d\d(?!\d))?"),
    ("ny", rf"^(ago|set|out)(?:[\-/.'’]\s*|\s+(?={_YEAR}))({_YEAR}|\d\d(?!\d))"),      # English words by themselves
    ("f", rf"(?<![a-z])(?:fy|gj|wj){_SEP}({_YEAR}|\d\d)(?:\s*/\s*({_YEAR}|\d\d))?(?!\d)"),
    ("n", r"(?<![a-z0-9])m\s*(0?[1-9]|1[0-2])$"),
    ("nth", r"^\s*(?:year|yr|jahr|año|ano|année|annee)(?:\s+(-\d{1,2})|\s*[-_#]?\s*(\d{1,2}))\s*$"),
    ("y", rf"(?<!\d)({_YEAR})(?!\d)"),
))


EARNED = frozenset(("revenue", "revenues", "income", "turnover", "umsatz", "umsatzerloese", "erloes", "erloese",
                    "einnahmen", "ertrag", "ertraege", "recette", "recettes", "ingreso", "ingresos", "receita",
                    "receitas", "ricavi", "entrate", "przychody"))
_COMPOUND = ("kosten", "ausgaben", "aufwendungen")
_SMALL = frozenset("in of per der die the fuer for vs and und percent kum financial year jahr usd eur gbp en ht"
                   .split())
_BRACKETS = re.compile(r"[(\[]([^()\[\]]*)[)\]]")


@dataclass(frozen=True, slots=True)
class Period:
    """Consecutive months: first month and how many (1, 3, 6, 12)."""

    first: int
    months: int

    @property
    def text(self) -> str:
        """"2026-03"; first and last month of a longer one: "2026-01..2026-12"."""
        first, last = month_text(self.first), month_text(self.first + self.months - 1)
        return first if self.months == 1 else f"{first}..{last}"


@dataclass(frozen=True, slots=True)
class Label:
    """What one header text (or several, joined) says about the figures under it."""

    series: str = ""
    type: str = ""
    cost: bool = False                    # a cost of unknown type
    year: int = 0
    month: int = 0                        # 1..12, 0 = none
    quarter: int = 0
    half: int = 0
    fiscal: bool = False                  # the year is a fiscal year
    spans: bool = False                   # "2024/25": it does not begin in January
    total: bool = False
    derived: bool = False                 # variance, cumulated, percent of: computed from others
    rate: str = ""                        # "year" or "month" for amounts per year or month
    day: int = 0                          # a day that is neither first nor last of its month
    begins: int = 0                       # the first month of its year, where the label says so: "H1 (Apr-Sep)"
    weak: bool = False                    # "M1": a month only if its neighbours are months too
    unit: Unit = NO_UNIT
    rest: str = ""                        # words that said nothing known
    nth: int = 0                          # "Year 1" is ZEROTH + 1, "Year -1" ZEROTH - 1: counted from one not said
    span: int = 0                         # how many months begin with the month named: "Apr to Jun" is 3

    @property
    def timed(self) -> bool:
        return bool(self.year or self.month or self.quarter or self.half or self.nth)

    @property
    def plain(self) -> bool:
        """Nothing but known words: such a text can be a header part of figures."""
        return not self.rest and bool(self.timed or self.series or self.type or self.total or self.derived)

    def joined(self, other: Label) -> Label:
        """This label with what another one (from a row above) adds; a month with its own year belongs to no other."""
        dated = bool(self.year and self.month)
        return Label(
            self.series or other.series, self.type or other.type, self.cost or other.cost, self.year or other.year,
            self.month or other.month, self.quarter or other.quarter, self.half or other.half,
            self.fiscal or (other.fiscal and not dated), self.spans or (other.spans and not dated),
            self.total or other.total, self.derived or other.derived,
            self.rate or other.rate, self.day or other.day, self.begins or other.begins, self.weak or other.weak,
            self.unit.merged(other.unit),
            " ".join(x for x in (other.rest, self.rest) if x), self.nth or other.nth,
            self.span or (0 if self.month else other.span))

    def period(self, fiscal_start: int = 1, named_last: bool = False) -> Period | None:
        """The months meant; None when no year is said or nothing is timed. A fiscal year begins in `fiscal_start`, or
        in the month its label says; `named_last`: "FY25" is the one that ends in 2025."""
        if not self.year:
            return None
        start = self.begins or (fiscal_start if self.fiscal else 1)
        base = self.year * 12 + start - 1
        if named_last and self.fiscal and not self.spans and start > 1:
            base -= 12
        if self.month:                                     # January of "2024/25" is that of 2025
            return Period(base + (self.month - start) % 12, self.span or 1)
        if self.quarter:
            return Period(base + 3 * (self.quarter - 1), 3)
        if self.half:
            return Period(base + 6 * (self.half - 1), 6)
        return Period(base, 12)


NOTHING = Label()


def read_label(value: Value) -> Label:
    """A header cell as a label: a date is its month, a whole number 1990..2100 a year, text is searched."""
    if isinstance(value, dt.datetime | dt.date):
        return _dated(value.year, value.month, value.day)
    if isinstance(value, bool) or value is None:
        return NOTHING
    if isinstance(value, int | float):
        if 1990 <= value <= 2100 and value == int(value):
            return Label(year=int(value))
        return Label(rest=str(value))
    if isinstance(value, str):
        return _read_text(" ".join(value.split()))
    return Label(rest=str(value))


@lru_cache(maxsize=16384)
def _read_text(text: str) -> Label:
    if not text or len(text) > 80:
        return Label(rest=text)
    bare, unit = split_unit(text)
    if heads_lights(bare):
        return Label(rest=bare)                            # "Spend (RAG)" is a light, not money
    aside = " ".join(_BRACKETS.findall(bare))
    if aside and _BRACKETS.sub(" ", bare).strip():
        beside, own = _read_text(aside), _read_text(_BRACKETS.sub(" ", bare))
        if own.quarter or own.half:                        # "H1 (Apr-Sep)": the brackets say its months again
            before = 3 * (own.quarter - 1) if own.quarter else 6 * (own.half - 1)
            begins = (beside.month - before - 1) % 12 + 1 if beside.month and not own.month else 0
            beside = replace(beside, month=0, span=0, begins=begins if begins > 1 else 0)
        label = own.joined(replace(beside, rest=""))
        return replace(label, unit=(unit or NO_UNIT).merged(label.unit))
    low = bare.casefold().replace("ä", "ae").replace("ö", "oe").replace("ü", "ue").replace("ß", "ss").strip()
    label, low = _take_period(low)
    if unit or bare[:1] in ("Δ", "∆"):
        label = replace(label, unit=unit or NO_UNIT, derived=bare[:1] in ("Δ", "∆"))
    return _take_words(label, fold(low))


def _take_period(low: str) -> tuple[Label, str]:
    if "quarter" in low:
        for word, n in _SPELLED:
            low = word.sub(n, low)
    for kind, form in _FORMS:
        found = form.search(low)
        if not found:
            continue
        label = _period_label(kind, found)
        if label is not None:
            return label, f"{low[:found.start()]} {low[found.end():]}"
    return NOTHING, low


def _period_label(kind: str, found: re.Match[str]) -> Label | None:
    g = found.groups()
    match kind:
        case "ymd":
            return _dated(int(g[0]), int(g[1]), int(g[2])) if 1 <= int(g[1]) <= 12 else None
        case "dmy":
            return _dated(_year(g[2]), int(g[1]), int(g[0])) if 1 <= int(g[1]) <= 12 else None
        case "ym":
            return Label(year=int(g[0]), month=int(g[1]))
        case "my":
            return Label(year=_year(g[1]), month=int(g[0]))
        case "yq":
            return Label(year=int(g[0]), quarter=int(g[1]))
        case "qy":
            return Label(year=_year(g[1]), quarter=int(g[0]))
        case "qf":
            return Label(year=_year(g[1]), quarter=int(g[0]), fiscal=True, spans=bool(g[2]))
        case "hy":
            return Label(year=_year(g[1]), half=int(g[0]))
        case "mm":
            return _months(_MONTHS[g[0]], _year(g[1]), _MONTHS[g[2]], _year(g[3]))
        case "ff":
            return Label(year=int(g[0]), fiscal=True, spans=True) if int(g[1]) == int(g[0]) + 1 else None
        case "ny":
            return Label(year=_year(g[1]), month=_MONTHS.get(g[0]) or _OF_YEARS[g[0]])
        case "f" | "f2":
            if kind == "f2" and ((int(g[0]) + 1) % 100 != int(g[1]) or int(g[1]) <= 12):
                return None                                # "2011-12" is rather a month
            return Label(year=_year(g[0]), fiscal=True, spans=bool(g[1]))
        case "n":
            return Label(month=int(g[0]), weak=True)
        case "nth":
            return Label(nth=ZEROTH + int(g[0] or g[1]))
        case _:
            return Label(year=int(g[0]))


def _months(first: int, year: int, last: int, until: int) -> Label | None:
    """"Apr to Jun", "Oct 2024 - Mar 2025": several months of one year at most; none where the years say otherwise."""
    span = (last - first) % 12 + 1
    if year and until and until * 12 + last - year * 12 - first + 1 != span:
        return None
    year = year or (until - (last < first) if until else 0)
    return Label(year=year, month=first, span=span) if span > 1 else None


def _dated(year: int, month: int, day: int) -> Label:
    last = calendar.monthrange(year, month)[1]             # of 9999-12 too, which systems write for "no end"
    return Label(year=year, month=month, day=0 if day in (1, last) else day)


def _year(text: str | None) -> int:
    if not text:
        return 0
    return int(text) if len(text) == 4 else 2000 + int(text)


def _take_words(label: Label, folded: str) -> Label:
    """Known phrases, longest first, each word used once."""
    rest, costs = f" {folded} ", vocabulary().costs
    for phrase, group, meaning in phrases_in(folded):
        if f" {phrase} " not in rest:
            continue
        if group == "series" and not label.series:
            label = replace(label, series=meaning, cost=label.cost or phrase in costs
                            or not costs.isdisjoint(phrase.split()))       # "Original budget"
        elif group == "type" and not label.type:
            yearly = any(f" {w} " in f" {phrase} " for w in vocabulary().lists["per_year"])
            label = replace(label, type=meaning, rate="year" if yearly else label.rate)
        elif group == "cost" or (group == "series" and not label.cost and phrase in costs):
            label = replace(label, cost=True)              # "Baseline budget": the budget is what is said of
        elif group == "total":
            label = replace(label, total=True)
        elif group == "derived":
            label = replace(label, derived=True)
        elif group in ("year", "month"):
            label = replace(label, rate=group)
        else:
            continue
        rest = rest.replace(f" {phrase} ", "  ", 1)
    words = [w for w in rest.split() if w not in _SMALL]
    if not (label.cost or label.type) and words and words[-1].endswith(_COMPOUND) and words[-1] not in _COMPOUND:
        label = replace(label, cost=True)                  # "Personalkosten"
    if label.series and not label.type and not EARNED.isdisjoint(words):
        words = [w for w in words if w not in EARNED]
        label = replace(label, type="recurring_benefit", cost=False)           # "Revenue budget" is no cost
    if label is NOTHING:
        return Label(rest=" ".join(words))                 # most cells: quicker than to replace
    return replace(label, rest=" ".join(words))
