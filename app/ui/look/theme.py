"""The chosen theme: fonts, palette and style sheet for the whole window, and colours for what paints itself.

Painters ask `colour("accent")` and `font("body")` when they paint, so a switch needs no rebuilding. Weights come
from the variable font's axis: a style sheet cannot set that, so no font is ever named in one.
Must not know: any screen.
"""
from __future__ import annotations

from functools import cache
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication

from app.ui.look.style_sheet import style_sheet
from app.ui.look.tokens import LIGHT, THEMES, Tokens

RESOURCES = Path(__file__).resolve().parents[3] / "resources"
FAMILY = "Inter"
# name -> (pixels, weight, tabular figures)
FONTS = {
    "body": (13, 400, False), "strong": (13, 600, False), "number": (13, 400, True), "number_strong": (13, 600, True),
    "small": (12, 400, False), "small_strong": (12, 600, False), "small_number": (12, 400, True),
    "caption": (11, 400, False), "title": (15, 600, False), "key": (18, 600, True),
}


class _Signals(QObject):
    changed = Signal()


class _State:
    tokens: Tokens = LIGHT
    enlarged: float = 1.0            # of the rows on a projector; forms and menus keep their size
    signals: _Signals | None = None
    dressed: QApplication | None = None      # which program already has our style


def tokens() -> Tokens:
    return _State.tokens


def colour(name: str) -> QColor:
    """A token's colour in the current theme."""
    return _colour(_State.tokens.name, name)


@cache
def _colour(theme: str, name: str) -> QColor:
    return QColor(getattr(THEMES[theme], name))


@cache
def font(name: str) -> QFont:
    """One of the few fonts there are (see FONTS)."""
    pixels, weight, tabular = FONTS[name]
    made = QFont(FAMILY)
    made.setPixelSize(pixels)
    made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    if weight != 400:
        made.setVariableAxis(QFont.Tag("wght"), weight)
    if tabular:
        made.setFeature(QFont.Tag("tnum"), 1)
    return made


def enlarge(factor: float) -> None:
    """How much larger than drawn the rows of the tree and of time are: 1.6 on a projector, else 1."""
    _State.enlarged = factor


def enlarged() -> float:
    return _State.enlarged


def px(size: float) -> int:
    """A size of what grows on a projector."""
    return round(size * _State.enlarged)


def large(name: str) -> QFont:
    """One of the fonts, at the size of what grows on a projector."""
    return _large(name, _State.enlarged) if _State.enlarged != 1.0 else font(name)


@cache
def _large(name: str, factor: float) -> QFont:
    made = QFont(font(name))
    made.setPixelSize(round(FONTS[name][0] * factor))
    return made


def signals() -> _Signals:
    """`signals().changed` tells widgets that keep tinted pictures to make them anew."""
    if _State.signals is None:
        _State.signals = _Signals()
    return _State.signals


def load_fonts() -> None:
    """Inter from the program's own files: the same look on every machine and in every test picture."""
    own = RESOURCES / "fonts" / "Inter.ttf"
    if QFontDatabase.addApplicationFont(str(own)) < 0:
        raise FileNotFoundError(f"The typeface {own} is missing or damaged.")


def apply(app: QApplication, name: str) -> None:
    """Dress the whole program in a theme ("light" or "dark")."""
    _State.tokens = THEMES[name]
    if _State.dressed is not app:
        load_fonts()                     # asking first which typefaces there are would read all of the machine's
        app.setStyle("Fusion")           # no style of our own in Python: Qt asks it 6,000 things a window
        _State.dressed = app
    app.setFont(font("body"))
    app.setPalette(palette(_State.tokens))
    app.setStyleSheet(style_sheet(_State.tokens))
    signals().changed.emit()


def palette(t: Tokens) -> QPalette:
    """Qt's roles from our tokens, for whatever the style sheet does not reach."""
    role, made = QPalette.ColorRole, QPalette()
    for key, value in {
            role.Window: t.window, role.WindowText: t.text, role.Base: t.base, role.AlternateBase: t.alt,
            role.Text: t.text, role.Button: t.field, role.ButtonText: t.text, role.BrightText: t.bad,
            role.Highlight: t.sel, role.HighlightedText: t.text, role.Link: t.accent, role.LinkVisited: t.accent,
            role.ToolTipBase: t.base, role.ToolTipText: t.text, role.PlaceholderText: t.text3, role.Light: t.hair,
            role.Midlight: t.hair, role.Mid: t.line, role.Dark: t.line, role.Shadow: t.line,
            role.Accent: t.accent}.items():
        made.setColor(key, QColor(value))
    for key in (role.WindowText, role.Text, role.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, key, QColor(t.text3))
    return made
