"""Amounts, percentages, dates, units and periods as people write them."""
from __future__ import annotations

import datetime as dt
import random
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from importers.meaning.days.dates import order_proof, read_dates, text_date
from importers.meaning.notes import runs
from importers.meaning.value.amounts import number_text, proofs, read_amounts, read_percents
from importers.meaning.value.periods import read_label
from importers.meaning.value.units import Unit, parse_unit, split_unit, unit_of_format
from importers.meaning.words import fold, is_example, is_placeholder, light_of, light_of_colour, starts_with


@pytest.mark.parametrize(("text", "value"), [
    ("1.234,56", "1234.56"), ("1,234.56", "1234.56"), ("1 234 567,89", "1234567.89"), ("1'234'567.89", "1234567.89"),
    ("(1,234.5)", "-1234.5"), ("123-", "-123"), ("−7,5", "-7.5"), ("€ 1.000,00", "1000"), ("0,123", "0.123"),
    ("1\u00a0234,50 €", "1234.5"), ("+5", "5"), ("12.345.678", "12345678"), ("1234,567", "1234.567"),
    ("$ (3,643.40)", "-3643.40"), ("1.6E7", "16000000"), ("-7.25E-3", "-0.00725"), ("2,0896667E7", "20896667"),
])
def test_an_amount_is_read_with_the_mark_it_proves(text: str, value: str) -> None:
    number = number_text(text)
    assert number is not None and number.decimal(number.proof or ".") == Decimal(value)


@pytest.mark.parametrize("text", ["A-12", "31.12.2025", "1.2.3", "2025-01-31", "INV-001", "12 34", "", "3FS+2d",
                                  "1.23.456", "1.23E+08", "12E5", "Widgets (3)"])
def test_codes_and_dates_are_no_amounts(text: str) -> None:
    assert number_text(text) is None


def test_a_thousand_or_one_and_a_bit_is_read_as_the_column_proves() -> None:
    assert proofs(["1.234", "5,5"]) == {","}
    assert read_amounts(["1.234", "5,5"], 0, mark=",").listed() == [123400, 550]
    assert read_amounts(["1.234", "5.5"], 0, mark=".").listed() == [123, 550]
    unproven = read_amounts(["1.234"], 0)
    assert unproven.listed() == [123400] and unproven.doubtful == [(0, "1.234")]


@given(st.lists(st.one_of(st.none(), st.integers(-10**13, 10**13)), min_size=1, max_size=30),
       st.sampled_from([".", ","]))
def test_a_clean_column_of_texts_is_read_at_once_and_exactly(cents: list[int | None], mark: str) -> None:
    swap = {ord(","): ".", ord("."): ","} if mark == "," else {}
    texts = [None if c is None else f"{'-' if c < 0 else ''}{abs(c) // 100:,}.{abs(c) % 100:02d}".translate(swap)
             for c in cents]
    assert read_amounts(texts, 0, mark=mark).listed() == cents
    assert proofs(texts) == ({mark} if any(c is not None for c in cents) else set())


def test_dashes_are_empty_and_words_are_named() -> None:
    amounts = read_amounts(["-", "–", " ", None, "tbd", "see INV-9", 5, True], 0)
    assert amounts.listed() == [None, None, None, None, None, None, 500, None]
    assert amounts.empty_words == [(4, "tbd")]
    assert amounts.unread == [(5, "see INV-9"), (7, "True")]


def test_units_in_the_cell_and_in_the_header_scale_exactly() -> None:
    amounts = read_amounts(["1.2 Mio.", "2,09 Mrd. €", "12 kEUR", 0.1], 0)
    assert amounts.listed() == [120000000, 209000000000, 1200000, 10]
    assert read_amounts([1234.5678, 0.1, "1,5"], 3, mark=",").listed() == [123456780, 10000, 150000]


def test_more_decimals_than_cents_are_rounded_half_to_even_and_listed() -> None:
    amounts = read_amounts([1.005, 1.015, 0.1 + 0.2, 2.675], 0)
    assert amounts.listed() == [100, 102, 30, 268]
    assert amounts.rounded == [0, 1, 3]


@given(st.lists(st.one_of(st.none(), st.floats(-1e12, 1e12).map(lambda f: round(f, 2)), st.integers(-10**9, 10**9)),
                max_size=40),
       st.sampled_from([0, 3, 6]))
def test_the_fast_path_gives_what_decimal_gives(cells: list[float | int | None], power: int) -> None:
    wanted = []
    for cell in cells:
        minor = None if cell is None else int(Decimal(repr(cell)).scaleb(power + 2).to_integral_value())
        wanted.append(None if minor is not None and abs(minor) >= 2**53 else minor)
    assert read_amounts(cells, power).listed() == wanted


@given(st.integers(-10**13, 10**13))
def test_an_amount_printed_in_either_language_comes_back(cents: int) -> None:
    sign, digits = "-" if cents < 0 else "", abs(cents)
    english = f"{sign}{digits // 100:,}.{digits % 100:02d}"
    german = english.translate({ord(","): ".", ord("."): ","})
    assert read_amounts([english], 0, mark=".").listed() == [cents]
    assert read_amounts([german], 0, mark=",").listed() == [cents]


def test_a_percentage_column_is_judged_by_its_largest_value() -> None:
    assert read_percents(["28.00%", "5,5 %", None], False)[0] == [2800, 550, None]
    assert read_percents([0.28, 1, 0.0], False)[0] == [2800, 10000, 0]
    assert read_percents([28, 100, 0.5], False)[0] == [2800, 10000, 50]
    assert read_percents([0.0, 1.0], True)[0] == [0, 10000]
    values, unread, doubtful = read_percents([0, 1, "soon"], False)
    assert values == [0, 100, None] and unread == [(2, "soon")] and doubtful


@pytest.mark.parametrize(("text", "day"), [
    ("31.12.2025", "2025-12-31"), ("1.2.25", "2025-02-01"), ("2025-01-31T00:00:00Z", "2025-01-31"),
    ("3-Jan-25", "2025-01-03"),
    ("Jan 5, 2025", "2025-01-05"), ("12. März 2025", "2025-03-12"), ("2025/03/04", "2025-03-04"),
    ("KW 23/2025", "2025-06-02"),
    ("Q3 2025", "2025-07-01"), ("Mai 2025", "2025-05-01"), ("30.02.2025", None), ("after go-live", None),
    ("A-12", None),
])
def test_a_date_text_that_can_mean_one_day_only_is_read(text: str, day: str | None) -> None:
    assert text_date(text)[0] == day


def test_a_month_ends_a_finish_and_begins_a_start() -> None:
    assert text_date("Q3 2025", last=True)[0] == "2025-09-30"
    assert text_date("Feb 2024", last=True)[0] == "2024-02-29"
    assert read_dates(["Feb 2024"], last=True).coarse == [(0, "Feb 2024")]


def test_day_first_is_believed_only_when_the_column_proves_it() -> None:
    assert order_proof(["03/04/2025", "13/04/2025"]) == {"dmy"}
    assert order_proof(["03/04/2025", "04/13/2025"]) == {"mdy"}
    assert read_dates(["03/04/2025"], "mdy").values == ["2025-03-04"]
    unproven = read_dates(["03/04/2025", "05/05/2025"])
    assert unproven.values == ["2025-04-03", "2025-05-05"] and unproven.doubtful == [(0, "03/04/2025")]


def test_a_time_of_day_behind_a_date_is_marked_and_midnight_is_none() -> None:
    cells = [dt.datetime(2025, 1, 2, 13), dt.datetime(2025, 1, 2), 45000.5, 45000.0, "2025-01-02T08:30:00Z",
             "2025-01-02T00:00:00", "1/2/2025 12:00 AM", "1/2/2025 12:00 PM", "31.01.2025 7:05", "2025-01-02", None]
    found = read_dates(cells, "mdy")
    assert found.timed == [0, 2, 4, 7, 8] and None not in found.values[:-1]


def test_serials_zero_and_words_in_a_date_column() -> None:
    dates = read_dates([45000.0, 0, "tbd", "X-17", dt.time(0), dt.datetime(2025, 1, 2, 13), 12.5])
    assert dates.values == ["2023-03-15", None, None, None, None, "2025-01-02", None]
    assert dates.empty_words == [(2, "tbd")] and dates.unread == [(3, "X-17"), (6, "12.5")]
    assert read_dates([45000.0], date_1904=True).values == ["2027-03-16"]


@pytest.mark.parametrize(("text", "unit"), [
    ("kEUR", Unit("EUR", 3)), ("T€", Unit("EUR", 3)), ("TEUR", Unit("EUR", 3)), ("Mio. €", Unit("EUR", 6)),
    ("RM", Unit("MYR", 0)),
    ("GBP m", Unit("GBP", 6)), ("m£", Unit("GBP", 6)), ("£k", Unit("GBP", 3)), ("EUR '000", Unit("EUR", 3)),
    ("$", Unit("USD", 0)), ("In Php Million", Unit("PHP", 6)),
    ("in Tsd. EUR", Unit("EUR", 3)), ("Angaben in TEUR", Unit("EUR", 3)), ("M", None), ("Start", None), ("p.a.", None),
])
def test_units_in_english_and_german(text: str, unit: Unit | None) -> None:
    assert parse_unit(text) == unit


def test_a_unit_is_taken_off_its_header() -> None:
    assert split_unit("Savings p.a. (kEUR)") == ("Savings p.a.", Unit("EUR", 3))
    assert split_unit("Budget GBP m") == ("Budget", Unit("GBP", 6))
    assert split_unit("budget_usd") == ("budget", Unit("USD", 0))
    assert split_unit("Projects in EU") == ("Projects in EU", None)


def test_a_number_format_gives_the_currency_and_a_scaled_look_leaves_the_value_alone() -> None:
    assert unit_of_format('#,##0.00 "€"') == Unit("EUR", 0)
    assert unit_of_format("[$€-407] #,##0") == Unit("EUR", 0)
    assert unit_of_format('#,##0,"k€"') == Unit("EUR", 0)
    assert unit_of_format('#,##0 "k€"') == Unit("EUR", 3)
    assert unit_of_format("0.00%") is None


@pytest.mark.parametrize(("text", "series", "year", "month"), [
    ("Baseline 2025-01", "baseline", 2025, 1), ("Ist 01/2025", "actual", 2025, 1), ("Soll Jan 2025", "plan", 2025, 1),
    ("Jan 24", "", 2024, 1), ("01/2024", "", 2024, 1), ("März 2025", "", 2025, 3),
    ("V-Ist Mai 25", "forecast", 2025, 5),
    ("Prognose 12.2025", "forecast", 2025, 12), ("Dez. 2025 Plan", "plan", 2025, 12), ("202503", "", 2025, 3),
    ("Jan 2025 (Ist)", "actual", 2025, 1), ("31.01.2025", "", 2025, 1),
])
def test_a_month_and_its_scenario_are_read_from_a_header(text: str, series: str, year: int, month: int) -> None:
    label = read_label(text)
    assert (label.series, label.year, label.month, label.rest) == (series, year, month, "")


def test_quarters_halves_and_fiscal_years() -> None:
    quarter = read_label("Q1 FY24/25").period(4)
    assert quarter is not None and (quarter.first, quarter.months) == (2024 * 12 + 3, 3)
    assert read_label("H2 2025").period() == read_label("2. Halbjahr 2025").period()
    year = read_label("2024-25").period(7)
    assert year is not None and (year.first, year.months) == (2024 * 12 + 6, 12)
    assert read_label("2011-12").month == 12, "a month where both are possible"
    assert read_label("Var fc-plan").derived and read_label("Summe 2025").total


@pytest.mark.parametrize("text", ["4th quarter 2022", "Fourth Quarter of 2022", "2022 quarter 4", "4° trimestre 2022",
                                  "2022 - 4º trimestre", "4e trimestre 2022", "T4 2022", "4 kwartaal 2022"])
def test_a_quarter_is_one_in_every_language_and_not_its_year(text: str) -> None:
    period = read_label(text).period()
    assert period is not None and (period.first, period.months) == (2022 * 12 + 9, 3) and not read_label(text).rest
    assert read_label("3rd quarter FY2022").fiscal and not read_label("T4").timed and not read_label("2 quarters").timed


def test_the_last_day_there_is_stands_for_its_month_as_any_other() -> None:
    label = read_label(dt.date(9999, 12, 31))
    assert (label.year, label.month, label.day) == (9999, 12, 0)
    assert read_label(dt.date(9999, 12, 30)).day == 30


def test_text_is_folded_blind_to_case_accents_and_punctuation() -> None:
    assert fold("Maßnahmen-Nr.") == fold("MASSNAHMEN NR") == "massnahmen nr"
    assert fold("% erledigt") == "percent erledigt" and fold("Risk #") == "risk nr"


def test_totals_examples_and_placeholders_are_known_by_their_words() -> None:
    for text in ("Summe Programm A", "Program A total", "Gesamt:"):
        assert starts_with("total", text)
    assert not starts_with("total", "Totalausfall vermeiden") and not starts_with("total", "Summenprüfung einführen")
    assert is_example("EXAMPLE of how to complete >") and is_example("Beispiel: Energie") and not is_example("Exemplar")
    assert all(map(is_placeholder, ("--", "< Select >", "tbd", "n/a",
                                    "<<Insert Date>>"))) and not is_placeholder("Plan A")


def test_lights_from_words_letters_codes_and_fills() -> None:
    assert [light_of(t) for t in ("Grün", "A", "ROT", "Amber/Red", "🟡", "Exempt", "#00B050", "maybe")] == \
        ["green", "amber", "red", "amber", "amber", "none", "green", ""]
    assert [light_of_colour(c) for c in ("FF0000", "FFC000", "92D050", "FFFFFF", "4472C4", "D9D9D9")] == \
        ["red", "amber", "green", "", "", ""]


def test_neighbouring_addresses_are_joined() -> None:
    assert runs([(4, 2), (5, 2), (6, 2), (8, 2), (4, 3), (5, 3), (6, 3)]) == "C5:D7, C9"
    rng = random.Random(1)
    assert runs([(rng.randrange(900) * 2, 0) for _ in range(60)]).endswith("more")
