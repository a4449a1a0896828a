"""Cutting an amount into whole minor units so that the parts sum to the whole, and rounding of exact fractions.

The rule is the largest remainder (Hamilton): each part gets its exact share rounded towards zero, what is left goes
one unit at a time to the largest remainders, the earlier part first where they are equal. Must not know: records.
"""
from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from app.errors import Problem

Weight = int | Fraction


def split(amount: int, weights: Sequence[Weight]) -> list[int]:
    """Parts of `amount` in proportion to weights of 0 or more. Raises Problem when no weight is above 0."""
    exact = list(weights) if all(type(w) is int for w in weights) else [Fraction(w) for w in weights]
    whole = sum(exact)
    if whole <= 0 or min(exact) < 0:
        raise Problem("There is nothing to go by: all shares are 0.", "Choose another rule.")
    size, sign = abs(amount), -1 if amount < 0 else 1
    shared = [divmod(size * w, whole) for w in exact]
    parts = [int(part) for part, _ in shared]
    order = sorted(range(len(parts)), key=lambda i: (-shared[i][1], i))
    for i in order[:size - sum(parts)]:
        parts[i] += 1
    return [sign * part for part in parts]


def evenly(amount: int, count: int) -> list[int]:
    """Equal parts; the odd units go to the first ones."""
    return split(amount, [1] * count)


def rounded(exact: Fraction) -> int:
    """To the nearest whole number, half to even."""
    return round(exact)


def ratio(part: int, whole: int) -> Fraction | None:
    """part / whole exactly; None where that is not defined, never infinite."""
    return Fraction(part, whole) if whole else None
