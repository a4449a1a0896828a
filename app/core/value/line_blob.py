"""The months of one effect line as the bytes a row of the file holds: head, presence bits, the narrowest numbers.

Layout 1, little endian: u8 version, u8 bytes a value (2, 4, 8), u16 months, i32 first month (year * 12 + month - 1),
then for the series baseline, target, plan, forecast, actual in turn ceil(months / 8) bytes of presence bits (lowest bit
first), then 5 x months values, 0 where empty. Layout 2 is version 2 and layout 1 compressed by zlib, taken where it is
shorter. Must not know: other lines, what a month means.
"""
from __future__ import annotations

import struct
import zlib
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.core.catalog import SERIES

_INDEX = {name: i for i, name in enumerate(SERIES)}
_VERSION = 1
_PACKED = b"\x02"
_HEAD = struct.Struct("<BBHi")          # version, bytes a value, months, first month
_WIDTHS = {2: "<i2", 4: "<i4", 8: "<i8"}


def pack(first: int, present: NDArray[np.bool_], values: NDArray[np.int64]) -> bytes | None:
    """One line's [series, month] arrays, the first month being `first`, as bytes; None when it is empty."""
    used = np.flatnonzero(present.any(axis=0))
    if not len(used):
        return None
    low, high = int(used[0]), int(used[-1]) + 1
    values, present = values[:, low:high], present[:, low:high]
    peak = max(int(values.max()), -int(values.min()))
    width = 2 if peak < 2**15 else 4 if peak < 2**31 else 8
    bits: bytes = np.packbits(present, axis=1, bitorder="little").tobytes()
    plain = _HEAD.pack(_VERSION, width, high - low, first + low) + bits + bytes(
        values.astype(np.dtype(_WIDTHS[width])).tobytes())
    packed = _PACKED + zlib.compress(plain, 1)
    return packed if len(packed) < len(plain) else plain


def pack_runs(runs: Sequence[tuple[str, int, Sequence[int | None]]]) -> bytes | None:
    """A line that holds just these runs (series, first month, values), later ones winning, as bytes."""
    first = min(month for _, month, _ in runs)
    months = max(month + len(new) for _, month, new in runs) - first
    values = np.zeros((len(SERIES), months), np.int64)
    present = np.zeros((len(SERIES), months), np.bool_)
    for series, month, new in runs:
        at, row = month - first, _INDEX[series]
        if None in new:
            present[row, at:at + len(new)] = [v is not None for v in new]
            values[row, at:at + len(new)] = [v or 0 for v in new]
        else:
            present[row, at:at + len(new)] = True
            values[row, at:at + len(new)] = np.array(new, np.int64)
    return pack(first, present, values)


def unpack(blob: bytes) -> tuple[int, NDArray[np.bool_], NDArray[np.signedinteger[Any]]]:
    """First month, presence and values [series, month] of a BLOB, as wide as the BLOB holds them."""
    if blob[:1] == _PACKED:
        try:
            blob = zlib.decompress(blob[1:])
        except zlib.error as wrong:
            raise ValueError("the series bytes cannot be unpacked") from wrong
    if len(blob) < _HEAD.size:
        raise ValueError("the series bytes are too short")
    version, width, months, first = _HEAD.unpack_from(blob)
    row = -(-months // 8)
    if version != _VERSION or width not in _WIDTHS or len(blob) != _HEAD.size + len(SERIES) * (row + months * width):
        raise ValueError("the series bytes are of an unknown layout")
    bits = np.frombuffer(blob, np.uint8, len(SERIES) * row, _HEAD.size).reshape(len(SERIES), row)
    present = np.unpackbits(bits, axis=1, count=months, bitorder="little").view(np.bool_)
    values = np.frombuffer(blob, np.dtype(_WIDTHS[width]), len(SERIES) * months, _HEAD.size + len(SERIES) * row)
    return first, present, values.reshape(len(SERIES), months)
