#!/usr/bin/env python3
"""Everything a checkout needs, in one command: `python3 dev.py run`, `python3 dev.py test`, ...

Knows the machine (Python, the virtual environment, the system libraries Qt asks for) and nothing of the
product. Standard library only, and written so that a Python too old for Trimtab can still read it and say so.
"""

from __future__ import annotations

import ctypes
import hashlib
import json
import os
import re
import shlex
import shutil
import socket
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
STAMPS = VENV / "trimtab-requirements.json"  # which pinned files are installed there
OLDEST_PYTHON = (3, 11)
OLDEST_GLIBC = (2, 34)  # below it there is no wheel of Qt 6.11
REQUIREMENTS = {
    "runtime": ROOT / "packaging" / "requirements.txt",
    "dev": ROOT / "packaging" / "requirements-dev.txt",  # holds the runtime too
}

# What Qt opens at run time, by the name the loader knows, and the Debian package that brings it.
QT_LIBRARIES = {
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libfontconfig.so.1": "libfontconfig1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libglib-2.0.so.0": "libglib2.0-0",
}
WINDOW_LIBRARIES = {
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
}
OFFSCREEN = {"QT_QPA_PLATFORM": "offscreen"}


class Stop(Exception):
    """Something the person at the keyboard can mend; the text says what and how."""


def say(text: str) -> None:
    print(text, flush=True)


# -- the machine ------------------------------------------------------------------------------------------


def refuse_old_python(version: tuple[int, ...], which=shutil.which) -> None:
    """Stop when this Python is too old, naming a newer one if the machine has it."""
    if tuple(version[:2]) >= OLDEST_PYTHON:
        return
    newer = [name for name in ("python3.13", "python3.12", "python3.11") if which(name)]
    hint = "Install a newer Python and call dev.py with it."
    if newer:
        hint = "This machine has one: call `%s dev.py`." % newer[0]
    this = "%d.%d (%s)" % (version[0], version[1], sys.executable)
    raise Stop("Trimtab needs Python 3.11 or newer; this is Python %s. %s" % (this, hint))


def refuse_old_glibc() -> None:
    if not sys.platform.startswith("linux"):
        return
    try:
        found = os.confstr("CS_GNU_LIBC_VERSION") or ""
    except (ValueError, OSError):
        found = ""
    match = re.fullmatch(r"glibc (\d+)\.(\d+).*", found)
    if match and (int(match[1]), int(match[2])) >= OLDEST_GLIBC:
        return
    raise Stop(
        "Qt 6.11 needs a Linux with glibc 2.34 or newer (Debian 12, Ubuntu 22.04, Fedora 35 and later); "
        "this machine has %s." % (found or "another C library")
    )


def is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0


def install_with_apt(packages: list[str], why: str) -> None:
    """Install Debian packages when we may, else stop with the one line that does it."""
    line = "apt-get install -y --no-install-recommends " + " ".join(packages)
    if not shutil.which("apt-get"):
        raise Stop("%s\nInstall what your system calls: %s" % (why, ", ".join(packages)))
    if not is_root():
        raise Stop("%s\nInstall it with:  sudo %s" % (why, line))
    say("Installing %s ..." % " ".join(packages))
    environment = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
    for command in ("apt-get update -qq", line + " -qq"):
        result = subprocess.run(
            shlex.split(command), env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
    if result.returncode:
        raise Stop("%s\n`%s` failed:\n%s" % (why, line, result.stdout.strip()[-1500:]))


def loads(soname: str) -> bool:
    try:
        ctypes.CDLL(soname)
    except OSError:
        return False
    return True


def missing_libraries(wanted: dict[str, str]) -> dict[str, str]:
    if not sys.platform.startswith("linux"):
        return {}
    return {soname: package for soname, package in wanted.items() if not loads(soname)}


def need_libraries(wanted: dict[str, str]) -> None:
    missing = missing_libraries(wanted)
    if not missing:
        return
    why = "Qt needs system libraries that this machine does not have: %s." % ", ".join(missing)
    install_with_apt(list(missing.values()), why)
    still = missing_libraries(missing)
    if still:
        raise Stop("Installed, and yet not found by the loader: %s." % ", ".join(still))


def display_answers(environment: dict[str, str]) -> bool:
    """Whether a screen is there to draw on; asks the socket, since Qt aborts when nobody answers."""
    if not sys.platform.startswith("linux") or environment.get("QT_QPA_PLATFORM"):
        return True
    if environment.get("WAYLAND_DISPLAY"):
        return True
    match = re.fullmatch(r"(?:unix)?([^:/]*):(\d+)(?:\.\d+)?", environment.get("DISPLAY", ""))
    if not match:
        return False
    host, number = match[1], int(match[2])
    if host:
        return True  # another machine's screen: Qt finds out
    for address in ("\0/tmp/.X11-unix/X%d" % number, "/tmp/.X11-unix/X%d" % number):
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
            try:
                probe.connect(address)
            except OSError:
                continue
            return True
    return False


# -- the virtual environment ------------------------------------------------------------------------------


def venv_file(name: str) -> Path:
    folder, suffix = ("Scripts", ".exe") if os.name == "nt" else ("bin", "")
    return VENV / folder / (name + suffix)


def python() -> str:
    return str(venv_file("python"))


def venv_works() -> bool:
    probe = "import sys, pip; sys.exit(sys.version_info < (3, 11))"
    try:
        return subprocess.run([python(), "-c", probe], stderr=subprocess.DEVNULL).returncode == 0
    except OSError:
        return False


def make_venv() -> None:
    if venv_works():
        return
    try:
        import ensurepip  # noqa: F401
    except ImportError:
        why = "This Python cannot make virtual environments: its module ensurepip is missing."
        install_with_apt(["python%d.%d-venv" % sys.version_info[:2]], why)
    say("Making the virtual environment .venv ...")
    command = [sys.executable, "-m", "venv", "--clear", str(VENV)]
    result = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if result.returncode:
        raise Stop("The virtual environment could not be made:\n" + result.stdout.strip())


def installed_stamps() -> dict[str, str]:
    try:
        stamps = json.loads(STAMPS.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return stamps if isinstance(stamps, dict) else {}


def install_requirements(kind: str) -> None:
    """Install one pinned set when the file is not the one installed last time."""
    path = REQUIREMENTS[kind]
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    stamps = installed_stamps()
    if stamps.get(kind) == digest:
        return
    say("Installing what packaging/%s pins (about a minute the first time) ..." % path.name)
    command = [python(), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input"]
    command += ["--require-hashes", "--only-binary", ":all:", "-r", str(path)]
    if subprocess.run(command).returncode:
        raise Stop("The requirements could not be installed; pip says why above. Nothing else was done.")
    runtime = hashlib.sha256(REQUIREMENTS["runtime"].read_bytes()).hexdigest()
    stamps.update({kind: digest, "runtime": runtime})  # the dev set holds the runtime set
    STAMPS.write_text(json.dumps(stamps, indent=1), encoding="utf-8")


def write_launcher() -> None:
    """`.venv/bin/trimtab` is `python -m app` from any folder; child processes find the checkout too."""
    wheres = sorted(VENV.glob("lib/python3.*/site-packages")) or [VENV / "Lib" / "site-packages"]
    write_if_new(wheres[-1] / "trimtab-checkout.pth", str(ROOT) + "\n")
    if os.name == "nt":
        write_if_new(VENV / "Scripts" / "trimtab.cmd", '@"%~dp0python.exe" -P -m app %*\r\n')
        return
    write_if_new(venv_file("trimtab"), '#!/bin/sh\nexec %s -P -m app "$@"\n' % shlex.quote(python()))


def write_if_new(path: Path, text: str) -> None:
    if not path.exists() or path.read_bytes() != text.encode("utf-8"):
        path.write_bytes(text.encode("utf-8"))
        path.chmod(0o755)


def prepare(kind: str = "dev", window: bool = False) -> None:
    refuse_old_glibc()
    make_venv()
    install_requirements(kind)
    write_launcher()
    need_libraries({**QT_LIBRARIES, **WINDOW_LIBRARIES} if window else QT_LIBRARIES)


# -- the commands -----------------------------------------------------------------------------------------


def call(command: list[str], **environment: str) -> int:
    return subprocess.run(command, cwd=ROOT, env=dict(os.environ, **environment)).returncode


def setup(rest: list[str]) -> int:
    prepare("dev", window=True)
    say("Ready: `python3 dev.py run` opens Trimtab, `python3 dev.py test` tests it.")
    return 0


def opens_a_window(rest: list[str]) -> bool:
    return not rest or rest[0].endswith(".trimtab")


def run(rest: list[str]) -> int:
    window = opens_a_window(rest)
    if window and not display_answers(dict(os.environ)):
        raise Stop(
            "There is no screen to open a window on (neither DISPLAY nor WAYLAND_DISPLAY leads to one).\n"
            "Log in to a desktop, or use `xvfb-run -a python3 dev.py run` for a screen nobody sees.\n"
            "The commands that need no window are listed by `python3 dev.py run --help`."
        )
    prepare("runtime", window=window)
    if not (ROOT / "app" / "__main__.py").exists():
        raise Stop("This version has no program to run yet: app/__main__.py is missing.")
    # The person's own folder stays the current one, so that file names mean what they say.
    command = [python(), "-P", "-m", "app", *rest]
    if os.name != "nt":
        os.execv(command[0], command)  # no parent in between: a signal reaches the program itself
    return subprocess.run(command).returncode


def lint() -> list[str]:
    """Ruff and mypy; the names of those that found something."""
    failed = []
    say("ruff check")
    if call([python(), "-m", "ruff", "check", "--quiet", "--output-format", "concise", "."]):
        failed.append("ruff")
    say("mypy")
    if call([python(), "-m", "mypy"]):
        failed.append("mypy")
    return failed


def check(rest: list[str]) -> int:
    prepare("dev")
    return verdict(lint())


def verdict(failed: list[str]) -> int:
    if failed:
        say("Not passed: " + ", ".join(failed))
    return 1 if failed else 0


def tests_with_a_real_window() -> list[str]:
    """Test files that ask for a real X window; looked up by text, so that none costs no second pass."""
    found = ROOT.glob("tests/**/test_*.py")
    return sorted(
        path.relative_to(ROOT).as_posix()
        for path in found
        if re.search(r"\bmark\.xvfb\b", path.read_text(encoding="utf-8"))
    )


def need_xvfb() -> None:
    need_libraries({**QT_LIBRARIES, **WINDOW_LIBRARIES})
    if not shutil.which("xvfb-run") or not shutil.which("xauth"):
        install_with_apt(["xvfb", "xauth"], "Some tests need a real X window, and xvfb-run is missing.")


def run_window_tests(arguments: list[str]) -> int:
    if not sys.platform.startswith("linux"):
        raise Stop("They run on Linux only.")
    need_xvfb()
    say("pytest, with a real X window")
    command = ["xvfb-run", "-a", "-s", "-screen 0 1920x1080x24", python(), "-m", "pytest", "-q", *arguments]
    return call(command, QT_QPA_PLATFORM="xcb")


def test(rest: list[str]) -> int:
    """Ruff, mypy, the tests that need an X window, then all others: the last line is the suite's own."""
    prepare("dev")
    failed = lint()
    own_marker = any(argument.startswith("-m") for argument in rest)
    windowed = tests_with_a_real_window()
    if windowed and not rest:
        try:
            failed += ["tests in a real window"] if run_window_tests(["-m", "xvfb", *windowed]) else []
        except Stop as stop:
            say("The tests that need a real X window were left out. %s" % stop)
    if windowed and rest and not own_marker:
        say("Tests that need a real X window are left out; `dev.py test -m xvfb` runs them.")
    # Not loadfile: when a worker dies there, xdist 3.8 waits for ever.
    arguments = rest or ["-n", "2", "--dist", "worksteal"]
    if own_marker and "xvfb" in " ".join(rest) and "not xvfb" not in " ".join(rest):
        return verdict(failed + (["tests"] if run_window_tests(rest) else []))
    if not own_marker:
        arguments = ["-m", "not xvfb", *arguments]
    say("pytest")
    if call([python(), "-m", "pytest", "-q", *arguments], **OFFSCREEN):
        failed.append("tests")
    return verdict(failed)


def delegate(name: str, path: str, rest: list[str]) -> int:
    """Hand over to a program of the checkout; say so plainly when this version does not have it."""
    if not (ROOT / path).exists():
        raise Stop("This version does not have `%s`: there is no %s in the checkout." % (name, path))
    prepare("dev", window=name == "package")
    target = ["-m", path[:-3].replace("/", ".")] if path.startswith("tests/") else [str(ROOT / path)]
    return call([python(), *target, *rest], **OFFSCREEN)


COMMANDS = {
    "setup": (setup, "make .venv with everything pinned, and the system libraries"),
    "run": (run, "open Trimtab, or run one of its commands: dev.py run show FILE"),
    "test": (test, "ruff, mypy and the tests; arguments go to pytest"),
    "check": (check, "ruff and mypy alone"),
}
PROGRAMS = {
    "shots": ("tests/shots.py", "a picture of every screen and page into a folder, with checks"),
    "bench": ("tests/bench.py", "measure speed"),
    "soak": ("tests/soak.py", "the long runs: kills, random edits"),
    "damage": ("tests/soak_damage.py", "2,000 damaged files, opened and used (COUNT SEED)"),
    "package": ("packaging/build.py", "freeze the program for this system"),
    "pin": ("packaging/pin.py", "resolve the pinned requirements anew (needs the network)"),
}


def usage() -> str:
    lines = ["  %-8s %s" % (name, text) for name, (_, text) in [*COMMANDS.items(), *PROGRAMS.items()]]
    return "Usage: python3 dev.py COMMAND [ARGUMENTS]\n\n" + "\n".join(lines)


def main(arguments: list[str]) -> int:
    name, rest = (arguments[0], arguments[1:]) if arguments else ("--help", [])
    if name in ("-h", "--help", "help"):
        say(usage())
        return 0
    try:
        refuse_old_python(tuple(sys.version_info[:3]))
        if name in COMMANDS:
            return COMMANDS[name][0](rest)
        if name in PROGRAMS:
            return delegate(name, PROGRAMS[name][0], rest)
        raise Stop("There is no command `%s`.\n\n%s" % (name, usage()))
    except Stop as stop:
        print(stop, file=sys.stderr, flush=True)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
