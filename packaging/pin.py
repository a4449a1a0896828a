"""Resolve requirements.in and requirements-dev.in into pinned files with hashes (`python3 dev.py pin`).

The pinned files hold names, versions and hashes only: no address of a package index, so that they install
from whichever mirror a machine is set up for. The tools are resolved against the runtime's versions.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
OPTIONS = ["--universal", "--python-version", "3.11", "--generate-hashes"]
QUIET = ["--no-header", "--no-annotate", "--no-emit-index-url", "--quiet"]


def compile_one(stem: str, tools: str, extra: list[str]) -> None:
    """One .in file into its .txt; `extra` goes to uv, for example `--upgrade`."""
    command = [sys.executable, "-m", "uv", "pip", "compile", *OPTIONS, *QUIET, *extra]
    command += [f"{stem}.in", "--output-file", f"{stem}.txt"]
    subprocess.run(command, cwd=HERE, env={**os.environ, "PYTHONPATH": tools}, check=True)


def main(extra: list[str]) -> int:
    with tempfile.TemporaryDirectory() as tools:
        target = ["--target", tools, "--quiet", "--disable-pip-version-check"]
        subprocess.run([sys.executable, "-m", "pip", "install", *target, "uv"], check=True)
        compile_one("requirements", tools, extra)
        compile_one("requirements-dev", tools, ["--constraint", "requirements.txt", *extra])
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
