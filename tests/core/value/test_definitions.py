"""Each definition of product.md section 4 against a naive recomputation, on whatever Hypothesis draws.

The worked examples stand beside the functions: test_appraisal.py (net present value, payback, return on investment:
Brealey, Myers, Allen), test_earned_value.py (Project Management Institute), test_split.py (largest remainder),
test_rates.py, test_bridge.py and tests/core/test_cube.py (totals, levels, expected, in-year, run-rate by hand).
"""
from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from app.core import edits
from app.core.portfolio import Portfolio
from app.core.value.appraisal import appraise
from app.core.value.cube import cube
from app.core.value.earned_value import earned_value
from app.core.value.variance import figures
from tests.core.value.making import JAN, line, put, put_field, tree
from tests.core.value.naive import Line, Measure, Sketch

SERIES = ("baseline", "plan", "forecast", "actual")
TYPES = ("one_time_cost", "one_time_benefit", "recurring_cost", "recurring_benefit")
_amounts = st.one_of(st.just(0), st.integers(-500, 500), st.integers(-10**12, 10**12))
_months = st.dictionaries(st.integers(JAN, JAN + 15), _amounts, max_size=8)
_lines = st.builds(Line, st.sampled_from(TYPES), st.booleans(), st.sampled_from(("ebitda", "cash", "capex", "fte")),
                   st.sampled_from(("EUR", "EUR", "EUR", "USD")),
                   st.dictionaries(st.sampled_from(SERIES), _months, max_size=4),
                   st.dictionaries(st.sampled_from(SERIES), _amounts, max_size=2))
_measures = st.builds(Measure, st.lists(_lines, max_size=3), st.booleans(),
                      st.sampled_from(("", "", "2026-02-10", "2026-05-31", "2027-01-05")),
                      st.lists(st.tuples(st.integers(0, 40), st.integers(0, 10_000)), max_size=3))
_sketches = st.builds(Sketch, st.lists(_measures, min_size=1, max_size=3),
                      st.sampled_from(("2025-12-31", "2026-01-31", "2026-02-27", "2026-06-30", "2027-03-15")),
                      st.integers(1, 12), st.sampled_from((0, 1, 800, 2500)),
                      st.dictionaries(st.integers(JAN - 1, JAN + 12), st.sampled_from(("0.5", "0.9137", "1.25")),
                                      max_size=3))


def _made(sketch: Sketch) -> tuple[Portfolio, list[str]]:
    p, uids = tree(len(sketch.measures))
    for key, value in (("currency", "EUR"), ("fiscal_start", sketch.fiscal_start),
                       ("discount_rate", sketch.yearly_rate)):
        p.apply(edits.set_setting(p, key, value))
    for month, rate in sketch.rates.items():
        put(p, "rate", "", currency="USD", month=f"{month // 12}-{month % 12 + 1:02}", rate=rate)
    for uid, measure in zip(uids, sketch.measures, strict=True):
        for one in measure.lines:
            loose = {f"undated_{s}": amount for s, amount in one.undated.items()}
            made = line(p, uid, one.type_, fields={"line_kind": "level" if one.level else "effect",
                                                   "category": one.category, "currency": one.currency, **loose})
            for series, months in one.series.items():
                for month, amount in months.items():
                    p.apply(edits.set_months(p, made, series, month, [amount]))
        if measure.held:
            put_field(p, uid, "held", True)
        if measure.cancelled:
            put(p, "decision", uid, outcome="cancel", decided_on=measure.cancelled)
        for weight, percent in measure.activities:
            put(p, "activity", uid, weight=str(weight), percent=percent)
    return p, uids


@settings(max_examples=150, deadline=None)
@given(_sketches)
def test_totals_expected_variance_and_in_year_are_what_adding_up_gives(sketch: Sketch) -> None:
    p, uids = _made(sketch)
    found, sums = figures(p, sketch.status), cube(p)
    assert (-1 if found.actual_to is None else found.actual_to) == sketch.actual_to
    assert range(*found.year) == sketch.year
    for node, only in (("", None), *zip(uids, sketch.measures, strict=True)):
        for look, of in (("plan", found.plan_of), ("expected", found.expected_of), ("actual", found.actual_of)):
            months = sketch.by_month(look, only)
            for month in range(JAN - 1, JAN + 17):
                assert of(node, month, month + 1) == months.get(month, 0), (look, node, month - JAN)
            assert of(node, *found.year) == sum(v for m, v in months.items() if m in sketch.year)
        assert sums.total(node, "plan") == sketch.total("plan", only)
        assert found.variance(node) == sketch.total("expected", only) - sketch.total("plan", only)
        to_date = {look: sum(v for m, v in sketch.by_month(look, only).items() if m <= sketch.actual_to)
                   for look in ("plan", "actual")}
        assert found.variance_to_date(node) == to_date["actual"] - to_date["plan"]
        at = int(sums.outline.position[node]) if node else None
        if at is not None:
            assert int(found.withheld[at]) == sketch.withheld(only)


@settings(max_examples=150, deadline=None)
@given(_sketches, st.sampled_from(("plan", "expected", "actual")))
def test_run_rate_present_value_payback_and_return_are_what_adding_up_gives(sketch: Sketch, look: str) -> None:
    p, uids = _made(sketch)
    for node, only in (("", None), *zip(uids, sketch.measures, strict=True)):
        found = appraise(p, sketch.status, node, look)
        assert (found.npv, found.payback, found.roi) == (sketch.npv(look, only), sketch.payback(look, only),
                                                         sketch.roi(look, only))
        assert (found.net, found.one_time_cost) == (sketch.total(look, only), sketch.spent(look, only))
        assert (found.full, found.achieved) == (sketch.full(look, only), sketch.achieved(look, only))
        assert list(found.cumulated) == [sum(sketch.run(look, only)[:k + 1])
                                         for k in range(len(sketch.run(look, only)))]


@settings(max_examples=100, deadline=None)
@given(_sketches)
def test_earned_value_is_what_adding_up_gives(sketch: Sketch) -> None:
    p, uids = _made(sketch)
    parts = [earned_value(p, sketch.status, uid) for uid in uids]
    for part, measure in zip(parts, sketch.measures, strict=True):
        assert (part.bac, part.pv, part.ac) == sketch.budget(measure)
        assert part.ev == sketch.earned(measure)
    whole = earned_value(p, sketch.status)
    assert (whole.bac, whole.pv, whole.ac) == sketch.budget()
    earned = [part.ev for part in parts if part.ev is not None]
    assert whole.ev == (sum(earned) if earned else None)
