"""The environment the program is frozen from: what it needs to run, the freezer, and nothing else.

Made apart from .venv, so that no tool of the developers can slip into what colleagues get. Must not know:
what is done with it.
"""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
from pathlib import Path

import dev

PLACE = dev.ROOT / "build" / "package-env"
STAMP = PLACE / "trimtab-pinned.txt"

# PyInstaller and what it imports, on each system; their versions stand in requirements-dev.txt.
FREEZER = ("pyinstaller", "pyinstaller-hooks-contrib", "altgraph", "packaging", "setuptools", "macholib", "pefile",
           "pywin32-ctypes")

# Plug-ins of Qt that would bring more than they give: GTK for its dialogs (the desktop's own come through its
# portal) in whatever version the building machine has, and an on-screen keyboard with all of QML.
UNWANTED = ("platformthemes/*qgtk3*", "platforminputcontexts/*virtualkeyboard*")


def plain(name: str) -> str:
    """A package's name as indexes compare it: et_xmlfile and et-xmlfile are one."""
    return re.sub(r"[-_.]+", "-", name).lower()


def pinned(text: str) -> dict[str, str]:
    """A requirements file as {name: its lines}: a pin with its marker and all its hashes stays together."""
    found: dict[str, list[str]] = {}
    name = ""
    for line in text.splitlines():
        start = re.match(r"([A-Za-z0-9][A-Za-z0-9._-]*)(\[[^]]*\])?==", line)
        if start:
            name = plain(start[1])
        if name and line.strip() and not line.startswith("#"):
            found.setdefault(name, []).append(line)
    return {name: "\n".join(lines) + "\n" for name, lines in found.items()}


def wanted(runtime: str, tools: str) -> str:
    """The pins to install: all of the runtime, and of the developers' tools the freezer alone."""
    chosen = pinned(tools)
    missing = [name for name in FREEZER if name not in chosen]
    if missing:
        raise dev.Stop(f"packaging/requirements-dev.txt does not pin {', '.join(missing)}.")
    runtime = runtime if runtime.endswith("\n") else runtime + "\n"
    return runtime + "".join(chosen[name] for name in FREEZER if name not in pinned(runtime))


def python() -> Path:
    folder, suffix = ("Scripts", ".exe") if os.name == "nt" else ("bin", "")
    return PLACE / folder / ("python" + suffix)


def make() -> Path:
    """The environment's Python; made anew when a pin has changed, since pip leaves behind what is no longer named."""
    pins = wanted(*(dev.REQUIREMENTS[kind].read_text(encoding="utf-8") for kind in ("runtime", "dev")))
    digest = hashlib.sha256("\n".join((pins, sys.version, *UNWANTED)).encode()).hexdigest()
    if STAMP.exists() and STAMP.read_text(encoding="utf-8") == digest:
        return python()
    dev.say("Making the environment to freeze from, build/package-env ...")
    subprocess.run([sys.executable, "-m", "venv", "--clear", str(PLACE)], check=True)
    listed = PLACE / "requirements.txt"
    listed.write_text(pins, encoding="utf-8")
    command = [str(python()), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input"]
    command += ["--require-hashes", "--only-binary", ":all:", "-r", str(listed)]
    if subprocess.run(command).returncode:
        raise dev.Stop("What the program is frozen from could not be installed; pip says why above.")
    for pattern in UNWANTED:
        for plugin in PLACE.rglob("plugins/" + pattern):
            plugin.unlink()
    STAMP.write_text(digest, encoding="utf-8")
    return python()
