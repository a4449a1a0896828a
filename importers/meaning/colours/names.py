"""What a fill is called in words, and what a colour most often means.

Must not know: sheets, and what a colour means in one of them.
"""
from __future__ import annotations

import colorsys

NAMES = ("red", "orange", "yellow", "green", "blue", "purple", "grey", "black")
_HUES = ((12, "red"), (40, "orange"), (68, "yellow"), (165, "green"), (255, "blue"), (330, "purple"), (361, "red"))


def colour_word(rgb: str) -> str:
    """A fill in words: "red", "light green", "dark grey"."""
    red, green, blue = (int(rgb[i:i + 2], 16) / 255 for i in (0, 2, 4))
    hue, light, strength = colorsys.rgb_to_hls(red, green, blue)
    if light < 0.12:
        return "black"
    shade = "light " if light > 0.75 else "dark " if light < 0.3 else ""
    if strength < 0.12 or max(red, green, blue) - min(red, green, blue) < 0.06:
        return f"{shade}grey"
    return shade + next(name for end, name in _HUES if hue * 360 < end)


def likely(rgb: str) -> str:
    """What a colour most often means, to be offered, never to be taken."""
    word = colour_word(rgb).split()[-1]
    return {"red": "red", "orange": "amber", "yellow": "amber", "green": "green"}.get(word, "done")
