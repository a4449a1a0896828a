"""`python dev.py shots DIR`: a picture of every screen and every printed page, each checked by looking at its pixels.

1366 x 768 and 1920 x 1080, light and dark, English and a language 35 % longer. Writes PNGs, index.html with all of
them, and findings.txt; exits with 1 when a check finds something. Options: `--screen NAME` (more than one allowed),
`--size 1366`, `--theme dark`, `--plain` (without the long language).
"""
from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html import escape
from pathlib import Path

from tests.conftest import use_throwaway_folders

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QWidget

from app.ui import words
from app.ui.look import theme, tokens
from tests import shots_light
from tests.shots_checks import Finding
from tests.shots_screens import SCREENS, Screen, Stage, printed_pages

SIZES = ((1366, 768), (1920, 1080))
LANGUAGES = {"": "en", "-long": words.PSEUDO}
TEXT_TOKENS, GROUNDS = ("text", "text2", "text3"), ("window", "base", "alt", "field")
PAIRS = [(text, ground) for text in TEXT_TOKENS for ground in GROUNDS] + [
    ("accent", "base"), ("onaccent", "accent"), ("text", "sel"), ("text", "msg"), ("text", "hover"), ("text", "accbg"),
    ("good", "base"), ("warn", "base"), ("bad", "base"), ("text", "row_title"), ("text", "row_header"),
    ("text", "row_group"), ("text", "row_total"), ("text", "row_example"), ("text", "row_placeholder")]


@dataclass
class Album:
    """The pictures made so far and what was found on them."""

    folder: Path
    pictures: list[str] = field(default_factory=list)
    findings: dict[Finding, list[str]] = field(default_factory=dict)

    def note(self, name: str, found: list[Finding]) -> None:
        for finding in dict.fromkeys(found):
            self.findings.setdefault(finding, []).append(name)

    def add(self, name: str, root: QWidget) -> None:
        """Take, check and keep a picture of a widget."""
        image = root.grab().toImage()
        self.keep(name, image)
        self.note(name, shots_light.all_checks(root, shots_light.pixels(image)))

    def keep(self, name: str, image: QImage) -> None:
        if not image.save(str(self.folder / f"{name}.png")):
            raise OSError(f"{self.folder / name}.png could not be written")
        self.pictures.append(name)


def settle(stage: Stage, seconds: float = 30.0) -> None:
    """Let the window paint and its jobs end."""
    end = time.monotonic() + seconds
    while True:
        for _ in range(3):
            QApplication.processEvents()
        if not stage.busy():
            return
        if time.monotonic() > end:
            raise TimeoutError("a screen was still busy after 30 seconds")
        time.sleep(0.01)


def shoot(album: Album, stage: Stage, screen: Screen, wanted: argparse.Namespace, suffix: str) -> None:
    """One screen in every size and theme."""
    screen.show(stage)
    settle(stage)
    for name in ("light", "dark"):
        if wanted.theme and name not in wanted.theme:
            continue
        stage.window.set_theme(name)
        for width, height in SIZES:
            if wanted.size and width not in wanted.size:
                continue
            stage.window.resize(width, height)
            settle(stage)
            album.add(f"{screen.name}-{width}-{name}{suffix}", stage.top())
    screen.leave(stage)
    stage.close_dialog()
    settle(stage)


def attempt(album: Album, stage: Stage, screen: Screen, wanted: argparse.Namespace, suffix: str) -> None:
    """A screen that breaks is a finding with its trace; the others are pictured all the same."""
    try:
        shoot(album, stage, screen, wanted, suffix)
    except Exception:
        album.note(screen.name + suffix, [Finding("broken", screen.name, traceback.format_exc())])


def screens(wanted: argparse.Namespace) -> Iterator[Screen]:
    for screen in SCREENS:
        if not wanted.screen or any(screen.name.startswith(name) for name in wanted.screen):
            yield screen


def take(album: Album, wanted: argparse.Namespace, tell: Callable[[str], None]) -> None:
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    for suffix, language in LANGUAGES.items():
        if suffix and wanted.plain:
            continue
        words.set_language(language)
        theme.apply(app, "light")
        with tempfile.TemporaryDirectory(prefix="trimtab-shots-") as folder:
            stage = Stage(Path(folder))
            try:
                for screen in screens(wanted):
                    tell(f"{screen.name}{suffix}")
                    attempt(album, stage, screen, wanted, suffix)
                if not suffix and not wanted.screen:
                    tell("printed pages")
                    for name, data in printed_pages(stage):
                        image = QImage.fromData(data)
                        album.keep(name, image)
                        album.note(name, shots_light.blank(shots_light.pixels(image), name))
            finally:
                stage.close()
    words.set_language("en")
    for name, theme_tokens in tokens.THEMES.items():
        values = {key: getattr(theme_tokens, key) for pair in PAIRS for key in pair}
        album.note(f"theme {name}", shots_light.token_contrast(values, PAIRS))


def index(album: Album) -> str:
    """One page with all pictures, grouped by screen."""
    groups: dict[str, list[str]] = {}
    for name in album.pictures:
        groups.setdefault(name.split("-1366")[0].split("-1920")[0], []).append(name)
    parts = ["<!doctype html><meta charset=utf-8><title>Trimtab: every screen</title>",
             "<style>body{font:13px sans-serif;margin:24px;background:#ddd}figure{display:inline-block;margin:6px}",
             "img{width:460px;border:1px solid #888;display:block}</style>"]
    if album.findings:
        parts.append(f"<h2>{len(album.findings)} findings</h2><pre>{escape(report(album))}</pre>")
    for group, names in groups.items():
        parts.append(f"<h2>{escape(group)}</h2>")
        parts += [f'<figure><a href="{n}.png"><img loading=lazy src="{n}.png"></a>{escape(n)}</figure>' for n in names]
    return "\n".join(parts)


def report(album: Album) -> str:
    """Each finding once, with the pictures it was seen on."""
    return "".join(f"{finding}\n    {len(names)} x: {', '.join(names[:4])}{' ...' if len(names) > 4 else ''}\n"
                   for finding, names in album.findings.items())


def options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="dev.py shots", description=__doc__, allow_abbrev=False)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--screen", action="append", default=[])
    parser.add_argument("--size", action="append", type=int, default=[])
    parser.add_argument("--theme", action="append", choices=["light", "dark"], default=[])
    parser.add_argument("--plain", action="store_true")
    return parser.parse_args(arguments)


def main(arguments: list[str]) -> int:
    wanted = options(arguments)
    use_throwaway_folders()
    wanted.folder.mkdir(parents=True, exist_ok=True)
    began = time.monotonic()
    album = Album(wanted.folder)
    take(album, wanted, lambda what: print(what, flush=True))
    (wanted.folder / "index.html").write_text(index(album), encoding="utf-8")
    (wanted.folder / "findings.txt").write_text(report(album), encoding="utf-8")
    print(report(album), end="")
    print(f"{len(album.pictures)} pictures, {len(album.findings)} findings, {time.monotonic() - began:.0f} s: "
          f"{wanted.folder / 'index.html'}")
    return 1 if album.findings else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
