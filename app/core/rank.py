"""Order among siblings as fractional text keys: a row moves by changing its own key only.

Keys are base-62 digits in ASCII order and never end in "0", so there is always room between two of them.
Must not know: records.
"""
from __future__ import annotations

from functools import lru_cache

DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_VALUE = {digit: i for i, digit in enumerate(DIGITS)}
_HEAD = 5                        # digits that count up when rows are appended
FIRST = "0" * (_HEAD - 1) + "1V"


@lru_cache(maxsize=4096)               # siblings of thousands of parents ask for the same few keys
def after(last: str | None) -> str:
    """A key behind every key that starts like `last`; appending stays short however many rows come."""
    if not last:
        return FIRST
    count = 0
    for digit in last[:_HEAD].ljust(_HEAD, "0"):
        count = count * 62 + _VALUE[digit]
    count += 1
    head = ""
    for _ in range(_HEAD):
        count, rest = divmod(count, 62)
        head = DIGITS[rest] + head
    if count:                    # 916 million appends: fall back to a key between the last one and the end
        return between(last, None)
    return head + "V"


def between(low: str | None, high: str | None) -> str:
    """A key strictly between two neighbours; None is the open end. Raises ValueError when low >= high."""
    if high is None and low is not None and low[:_HEAD] < DIGITS[-1] * _HEAD:
        return after(low)
    if low is not None and high is not None and low >= high:
        raise ValueError(f"{low!r} does not come before {high!r}")
    left, key, place = low or "", "", 0
    while True:
        a = _VALUE[left[place]] if place < len(left) else 0
        b = _VALUE[high[place]] if high is not None and place < len(high) else 62
        place += 1
        if a == b:
            key += DIGITS[a]
            continue
        middle = (a + b) // 2
        if middle > a:
            return key + DIGITS[middle]
        key += DIGITS[a]
        high = None              # from here on anything is below `high`
