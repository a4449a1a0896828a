"""Does the frozen folder run on a Linux without Python, Qt or fonts? The smoke test inside a bare Debian.

`xvfb-run -a .venv/bin/python packaging/bare.py [SUITE] [--deb FILE]`, as root and with Debian's debootstrap. The
bare system (Debian's smallest, with libgl1 and libegl1) is built once into build/bare-SUITE; afterwards this test
alone writes to it. Must not know: what the smoke test tries.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent)]

import smoke  # noqa: E402
from frozen import RIGHT  # noqa: E402

import dev  # noqa: E402

INSIDE = Path("/opt/trimtab")
PACKAGES = ("libgl1", "libegl1")
SOCKETS = Path("/tmp/.X11-unix")


def mirror() -> str:
    """Where this machine gets its Debian from."""
    lists = [Path("/etc/apt/sources.list"), *sorted(Path("/etc/apt/sources.list.d").glob("*"))]
    text = "\n".join(path.read_text(encoding="utf-8") for path in lists if path.is_file())
    found = re.search(r"^[^#\n]*?(https?://\S+/debian)/?\s*", text, re.MULTILINE)
    return found[1] if found else "http://deb.debian.org/debian"


def root_of(suite: str) -> Path:
    """The bare system, built when missing."""
    root = dev.ROOT / "build" / f"bare-{suite}"
    done = root / "etc" / "trimtab-bare"
    if done.exists():
        return root
    if not shutil.which("debootstrap"):
        dev.install_with_apt(["debootstrap"], "A bare Debian is built with debootstrap.")
    shutil.rmtree(root, ignore_errors=True)
    dev.say(f"Building a bare Debian {suite} (about a minute) ...")
    made = subprocess.run(["debootstrap", "--variant=minbase", f"--include={','.join(PACKAGES)}", suite, str(root),
                           mirror()], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if made.returncode:
        raise dev.Stop(f"The bare Debian could not be built:\n{made.stdout[-1500:]}")
    done.write_text(" ".join(PACKAGES) + "\n", encoding="utf-8")
    return root


@contextmanager
def mounted(what: list[str], where: Path) -> Iterator[None]:
    where.mkdir(parents=True, exist_ok=True)
    subprocess.run(["mount", *what, str(where)], check=True)
    try:
        yield
    finally:
        subprocess.run(["umount", str(where)], check=True)


def screen_inside(root: Path, work: Path) -> None:
    """Hand over the right to draw on this process's screen."""
    right = os.environ.get("XAUTHORITY")
    if right:
        shutil.copy(right, root / work.relative_to("/") / RIGHT)


def inside(root: Path, *command: str) -> None:
    """Run one command in there; what it says comes up when it fails."""
    done = subprocess.run(["chroot", str(root), *command], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if done.returncode:
        raise dev.Stop(f"`{' '.join(command)}` failed in there:\n{done.stdout[-1500:]}")


@contextmanager
def unpacked(root: Path) -> Iterator[Path]:
    """The frozen folder as a colleague gets it: copied to a place of its own."""
    place = root / INSIDE.relative_to("/")
    shutil.rmtree(place, ignore_errors=True)
    shutil.copytree(dev.ROOT / "dist" / "trimtab", place, symlinks=True)
    try:
        yield INSIDE / "trimtab"
    finally:
        shutil.rmtree(place)


@contextmanager
def installed(root: Path, deb: Path) -> Iterator[Path]:
    """The package put in by dpkg, and taken out again without a trace."""
    shutil.copy(deb, root / "tmp" / "trimtab.deb")
    inside(root, "dpkg", "--install", "/tmp/trimtab.deb")
    try:
        yield Path("/usr/bin/trimtab")
    finally:
        inside(root, "dpkg", "--purge", "trimtab")
        (root / "tmp" / "trimtab.deb").unlink()
    if left := [str(path) for path in (root / "usr").rglob("*trimtab*")]:
        raise dev.Stop(f"Taking the package out left {left}.")


def attempt(suite: str, deb: Path | None) -> int:
    root, work = root_of(suite), Path("/tmp/trimtab-smoke")
    shutil.rmtree(root / work.relative_to("/"), ignore_errors=True)
    (root / work.relative_to("/")).mkdir()
    python = [path.name for path in (root / "usr" / "bin").glob("python*")]
    print(f"Bare Debian {(root / 'etc/debian_version').read_text().strip()}: Python {python or 'none'}, "
          f"{', '.join(PACKAGES)}.", flush=True)
    with ExitStack() as stack:
        stack.enter_context(mounted(["-t", "proc", "proc"], root / "proc"))
        if SOCKETS.exists():
            stack.enter_context(mounted(["--bind", str(SOCKETS)], root / SOCKETS.relative_to("/")))
        program = stack.enter_context(installed(root, deb) if deb else unpacked(root))
        screen_inside(root, work)
        return smoke.main(["--root", str(root), "--program", str(program), "--picture",
                           str(dev.ROOT / "build" / f"bare-{suite}.png")])


def main(arguments: list[str]) -> int:
    words = argparse.ArgumentParser(description="Try the frozen program in a bare Debian.")
    words.add_argument("suite", nargs="?", default="bookworm", help="which Debian (default: %(default)s)")
    words.add_argument("--deb", type=Path, help="install this package instead of copying dist/trimtab")
    args = words.parse_args(arguments)
    if not dev.is_root():
        print("A bare system can be entered by root only.", file=sys.stderr)
        return 1
    try:
        return attempt(args.suite, args.deb)
    except dev.Stop as stop:
        print(stop, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
