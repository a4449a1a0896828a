"""`python3 dev.py package`: freeze the program into dist/trimtab, then see whether it works there.

One step a function: the environment, the icon, PyInstaller, the smoke test, and on wish one archive to hand on.
Must not know: what the program does (smoke.py does), how a system's installer is made (recipes/).
"""

from __future__ import annotations

import argparse
import os
import platform
import re
import shutil
import subprocess
import sys
import sysconfig
import tomllib
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent)]

import environment  # noqa: E402

import dev  # noqa: E402

BUILD, DIST = dev.ROOT / "build", dev.ROOT / "dist"
FOLDER = DIST / "trimtab"
SCREEN = ["xvfb-run", "-a", "-s", "-screen 0 1920x1080x24"]


def version() -> str:
    return str(tomllib.loads((dev.ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"])


def need_shared_python() -> None:
    """PyInstaller packs Python as a library. Debian's Python has it in a package apart, and says it was built with."""
    if not sys.platform.startswith("linux"):
        return
    package = f"libpython{sys.version_info.major}.{sys.version_info.minor}"
    soname = f"{package}.so.1.0"
    if Path(sysconfig.get_config_var("LIBDIR") or "/", soname).exists() or dev.loads(soname):
        return
    if sys.base_prefix == "/usr":
        dev.install_with_apt([package], f"The program cannot be frozen without {soname}.")
        return
    raise dev.Stop(f"This Python ({sys.base_prefix}) was built without {soname}, so that nothing can be frozen with "
                   "it. Build it with --enable-shared, or use your system's.")


def need_binutils() -> None:
    """PyInstaller reads libraries with objdump and joins its start-up code with objcopy."""
    if sys.platform.startswith("linux") and not (shutil.which("objdump") and shutil.which("objcopy")):
        dev.install_with_apt(["binutils"], "The program cannot be frozen without objdump and objcopy.")


def freeze(python: Path) -> None:
    """PyInstaller, started in the clean environment; its long talk goes to a file."""
    BUILD.mkdir(exist_ok=True)
    isolated = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    subprocess.run([str(python), str(HERE / "icon.py"), str(BUILD / "icons")], check=True,
                   env={**isolated, **dev.OFFSCREEN})
    log = BUILD / "freeze.log"
    dev.say("Freezing (about a minute; build/freeze.log tells all) ...")
    command = [str(python), "-m", "PyInstaller", "--noconfirm", "--distpath", str(DIST), "--workpath",
               str(BUILD / "freeze"), str(HERE / "trimtab.spec")]
    with log.open("w", encoding="utf-8") as told:
        code = subprocess.run(command, cwd=dev.ROOT, env=isolated, stdout=told, stderr=subprocess.STDOUT).returncode
    if code:
        raise dev.Stop("Freezing failed:\n" + log.read_text(encoding="utf-8", errors="replace")[-3000:])


def size(folder: Path) -> int:
    """Bytes of all files; what a link leads to is counted once, where it lies."""
    return sum(path.lstat().st_size for path in folder.rglob("*") if not path.is_dir() or path.is_symlink())


def largest(folder: Path, count: int = 8) -> list[tuple[str, int]]:
    """The files that make it big, the biggest first."""
    files = [(path.relative_to(folder).as_posix(), path.stat().st_size) for path in folder.rglob("*")
             if path.is_file() and not path.is_symlink()]
    return sorted(files, key=lambda row: (-row[1], row[0]))[:count]


def oldest_glibc(folder: Path) -> tuple[int, int]:
    """The newest version of the C library that any file asks for: older systems cannot run the program."""
    asked = {(int(major), int(minor)) for path in folder.rglob("*")
             if path.is_file() and not path.is_symlink() and (path.suffix == "" or ".so" in path.name)
             for major, minor in re.findall(rb"\0GLIBC_(\d+)\.(\d+)(?=[.\0])", path.read_bytes())}
    return max(asked, default=(0, 0))


def facts() -> dict[str, str]:
    """What the recipes must know of the frozen folder."""
    known = {"VERSION": version(), "MACHINE": platform.machine().lower(), "KILOBYTES": str(size(FOLDER) // 1024)}
    if sys.platform.startswith("linux"):
        known["GLIBC"] = "{}.{}".format(*oldest_glibc(FOLDER))
    return known


def archive_name() -> str:
    """trimtab-0.1.0-linux-x86_64: which version, for which system."""
    return f"trimtab-{version()}-{platform.system().lower()}-{platform.machine().lower()}"


def archive() -> Path:
    """The folder as one file; tar keeps the links and the right to run, Windows opens a zip by itself."""
    kind = "zip" if os.name == "nt" else "gztar"
    return Path(shutil.make_archive(str(DIST / archive_name()), kind, root_dir=DIST, base_dir=FOLDER.name))


def smoke(arguments: list[str]) -> int:
    """The smoke test, on Linux before a screen that nobody sees."""
    command = [sys.executable, str(HERE / "smoke.py"), *arguments]
    if sys.platform.startswith("linux"):
        dev.need_xvfb()
        command = [*SCREEN, *command]
    return dev.call(command)


def main(arguments: list[str]) -> int:
    words = argparse.ArgumentParser(prog="dev.py package", description="Freeze the program into dist/trimtab, try it.")
    words.add_argument("--smoke-only", action="store_true", help="try what was frozen before")
    words.add_argument("--archive", action="store_true", help="pack the folder into one file as well")
    args = words.parse_args(arguments)
    if hasattr(os, "nice"):
        os.nice(10)
    try:
        if not args.smoke_only:
            need_shared_python()
            need_binutils()
            freeze(environment.make())
            dev.say(f"dist/trimtab: {size(FOLDER) / 1e6:.0f} MB")
            (DIST / "trimtab.env").write_text("".join(f"{key}={value}\n" for key, value in facts().items()),
                                              encoding="utf-8")
            for name, held in largest(FOLDER):
                dev.say(f"  {held / 1e6:5.1f} MB  {name}")
        if code := smoke([]):
            return code
        if args.archive:
            packed = archive()
            dev.say(f"{packed.relative_to(dev.ROOT)}: {packed.stat().st_size / 1e6:.0f} MB")
    except dev.Stop as stop:
        print(stop, file=sys.stderr, flush=True)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
