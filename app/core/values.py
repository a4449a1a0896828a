"""Parse, format and check single values by type. The canonical form is what the journal holds (plain JSON).

money: int minor units · percent: int basis points (28 % = 2800) · date: "YYYY-MM-DD" · month: "YYYY-MM" ·
number: canonical decimal text · ref: uid text · bool · int · text. No floats anywhere.
Must not know: records, files, the window. The reading of messy spreadsheets is the importers' job.
"""
from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal, InvalidOperation
from typing import Any

from app.core.catalog import Field
from app.errors import Problem

DEFAULT_SCALE = 2
_DECIMALS = {"JPY": 0, "KRW": 0, "VND": 0, "CLP": 0, "ISK": 0, "BHD": 3, "KWD": 3, "OMR": 3, "JOD": 3, "TND": 3}
_NUMBER = re.compile(r"^[+\-\u2212]?\d+(?:\.\d+)?$")
_GROUPED = re.compile(r"^[+\-\u2212]?\d{1,3}(?:[,'\u2019\u00a0\u202f ]\d{3})+(?:\.\d+)?$")
_COMMA = re.compile(r"[+-]?(?:\d{1,3}(?:\.\d{3})*|\d+),\d{1,2}$")      # a decimal comma, as German numbers have it
_TWO_WAYS = re.compile(r"^[(+\-\u2212]?[1-9]\d{0,2}\.\d{3}\)?$")      # thousands in German, decimals in English
_POINTS = re.compile(r"[+-]?[1-9]\d{0,2}(?:\.\d{3}){2,}$")             # two points or more stand between thousands only
_COLOURS = {"rot": "red", "gelb": "amber", "yellow": "amber", "orange": "amber", "grün": "green", "gruen": "green",
            "keine": "none", "grau": "none", "grey": "none", "gray": "none"}        # lights as trackers say them
_MONTH = re.compile(r"^(\d{4})-(\d{2})$")
_UID = re.compile(r"^[0-9a-f]{32}$")
MOST_DECIMALS = max(_DECIMALS.values())          # of any currency: what no currency is known for is read with these
FIRST_YEAR, LAST_YEAR = 1900, 2200
MAX_MINOR = 2**53 - 1            # what survives every reader of the file


def scale_of(currency: str) -> int:
    """Decimal places of a currency's minor unit (ISO 4217)."""
    return _DECIMALS.get(currency.upper(), DEFAULT_SCALE)


def to_minor(amount: Decimal, scale: int = DEFAULT_SCALE) -> int:
    """An amount as whole minor units; half to even. Raises Problem beyond 2**53."""
    minor = int(amount.scaleb(scale).to_integral_value())
    if abs(minor) > MAX_MINOR:
        raise Problem(f"{amount} is too large for an amount.", "Check the unit (k, M) of the figure.")
    return minor


def rescaled(minor: int, more: int) -> int:
    """Minor units with so many decimals more or, rounded half to even, fewer."""
    return minor if not more else int(Decimal(minor).scaleb(more).to_integral_value())


def from_minor(minor: int, scale: int = DEFAULT_SCALE) -> str:
    """Canonical decimal text of minor units: 123456 -> "1234.56"."""
    sign, digits = ("-" if minor < 0 else ""), str(abs(minor)).rjust(scale + 1, "0")
    return f"{sign}{digits[:-scale]}.{digits[-scale:]}" if scale else f"{sign}{digits}"


def in_years(year: int) -> bool:
    """Whether a date of this year can be meant: one before 1900 or after 2200 stands for none or is a slip."""
    return FIRST_YEAR <= year <= LAST_YEAR


def full_year(text: str) -> int:
    """"2026" and "26" as a year; two digits from 70 on are of the century before."""
    year = int(text)
    return year if len(text) > 2 else year + (2000 if year < 70 else 1900)


def month_index(text: str) -> int:
    """"2026-03" -> months since year 0. Raises Problem for anything else."""
    found = _MONTH.match(text.strip())
    if not found or not 1 <= int(found[2]) <= 12 or not in_years(int(found[1])):
        raise Problem(f"“{text}” is not a month.", "Write it as 2026-03.")
    return int(found[1]) * 12 + int(found[2]) - 1


def months_in(text: str) -> tuple[int, int]:
    """"2026-03" -> (its index, 1); "2026-Q3", "2026-H1" and "2026" are 3, 6 and 12 months. Raises Problem."""
    found = re.fullmatch(r"(\d{4})(?:[-/ ]?([QqHh])([1-4]))?", text.strip())
    if not found or (found[2] in ("H", "h") and found[3] > "2"):
        return month_index(text), 1
    count = {"": 12, "q": 3, "h": 6}[(found[2] or "").casefold()]
    return month_index(f"{found[1]}-01") + count * (int(found[3] or 1) - 1), count


def month_text(index: int) -> str:
    return f"{index // 12:04d}-{index % 12 + 1:02d}"


def month_of(date: str) -> int:
    """The month index of a canonical date."""
    return int(date[:4]) * 12 + int(date[5:7]) - 1


def month_end(index: int) -> str:
    """The last day of a month as a canonical date."""
    return (dt.date((index + 1) // 12, (index + 1) % 12 + 1, 1) - dt.timedelta(days=1)).isoformat()


def decimal_of(text: str) -> Decimal:
    """Plain or comma-grouped decimal text, as people type it in English; a decimal comma where it is one for sure."""
    bare = text.strip().replace("\u2212", "-")
    negative = bare.startswith("(") and bare.endswith(")")
    if negative:
        bare = bare[1:-1].strip()
    if _COMMA.match(bare):                 # one or two digits behind a comma are no thousands: one reading only
        bare = bare.replace(".", "").replace(",", ".")
    elif _POINTS.match(bare):
        bare = bare.replace(".", "")
    if not (_NUMBER.match(bare) or _GROUPED.match(bare)):
        raise Problem(f"“{text}” is not a number.", "Write it as 1234.56 or 1,234.56.")
    try:
        value = Decimal(re.sub(r"[,'\u2019\u00a0\u202f ]", "", bare))
    except InvalidOperation as wrong:  # the patterns above let nothing else through
        raise Problem(f"“{text}” is not a number.") from wrong
    return -value if negative else value


def amount_of(text: str, scale: int) -> int:
    """A typed amount as minor units. Raises Problem for one group of three behind a point: "1.200" is 1.20 or 1200."""
    if scale < 3 and _TWO_WAYS.match(text.strip()):
        bare = text.strip()
        raise Problem(f"“{bare}” can be read two ways.",
                      f"Write it as {bare.replace('.', '')} or as {bare.removesuffix(')')[:-1]}"
                      f"{')' if bare.endswith(')') else ''}, without a point between thousands.")
    return to_minor(decimal_of(text), scale)


def parse_date(text: str) -> str:
    """ISO, or day.month.year, of whose year two digits will do; anything that could be read two ways is refused."""
    text = text.strip()
    found = re.match(r"^(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4}|\d{2})$", text)
    try:
        if found:
            return dt.date(full_year(found[3]), int(found[2]), int(found[1])).isoformat()
        return dt.date.fromisoformat(text).isoformat()
    except ValueError as wrong:
        raise Problem(f"“{text}” is not a date.", "Write it as 2026-03-31 or 31.03.2026.") from wrong


def parse(field: Field, text: str, scale: int = DEFAULT_SCALE) -> Any:
    """The canonical value of what a person typed; "" is None (empty). References are resolved elsewhere."""
    text = text.strip()
    if text == "":
        return None
    match field.type:
        case "money":
            return amount_of(text, scale)
        case "percent":
            return to_minor(decimal_of(text.rstrip("% \u00a0")), 2)
        case "int":
            value = decimal_of(text)
            if value != value.to_integral_value():
                raise Problem(f"“{text}” is not a whole number.", f"{field.label} takes whole numbers.")
            return int(value)
        case "number":
            return format(decimal_of(text).normalize(), "f")
        case "date":
            return parse_date(text)
        case "month":
            return month_text(month_index(text))
        case "bool":
            return _bool(field, text)
        case "choice":
            return _choice(field, text)
        case _:
            return text


def _bool(field: Field, text: str) -> bool:
    low = text.casefold()
    if low in ("yes", "true", "1", "ja", "y", "x"):
        return True
    if low in ("no", "false", "0", "nein", "n"):
        return False
    raise Problem(f"“{text}” is neither yes nor no.", f"{field.label} takes yes or no.")


def _choice(field: Field, text: str) -> str:
    plain = re.sub(r"[\s\-_]+", "_", text.strip()).casefold()
    for choice in field.choices:
        if choice.casefold() == plain or _COLOURS.get(plain) == choice:
            return choice
    raise Problem(f"“{text}” is no choice for “{field.label}”.", f"Choose one of: {', '.join(field.choices)}.")


def show(field: Field, value: Any, scale: int = DEFAULT_SCALE) -> str:
    """What a person reads and may type again: `parse(field, show(field, v)) == v`."""
    if value is None:
        return ""
    match field.type:
        case "money":
            return from_minor(value, scale)
        case "percent":
            text = from_minor(value, 2)
            return (text.rstrip("0").rstrip(".") if "." in text else text) + " %"
        case "bool":
            return "yes" if value else "no"
        case _:
            return str(value)


def check(field: Field, value: Any) -> None:
    """Refuse what is not canonical for the field's type: the last gate before the journal."""
    if value is None:
        return
    good: bool
    match field.type:
        case "money" | "percent" | "int":
            good = isinstance(value, int) and not isinstance(value, bool) and abs(value) <= MAX_MINOR
        case "bool" | "set":
            good = isinstance(value, bool)
        case "date":
            good = isinstance(value, str) and _is_date(value)
        case "month":
            good = isinstance(value, str) and bool(_MONTH.match(value))
        case "choice":
            good = value in field.choices
        case "number":
            good = isinstance(value, str) and bool(_NUMBER.match(value))
        case "ref":
            good = isinstance(value, str) and bool(_UID.match(value))
        case "json" | "vector":
            good = isinstance(value, (dict, list, str, int, bool))
        case _:
            good = isinstance(value, str)
    if not good:
        raise Problem(f"{field.label} cannot hold {value!r}.", f"It takes a {field.type}.")


def _is_date(text: str) -> bool:
    try:
        return len(text) == 10 and dt.date.fromisoformat(text) is not None
    except ValueError:
        return False
