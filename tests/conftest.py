"""The surroundings every test gets: no screen, no trace in the person's own folders, calm Hypothesis.

Runs before Qt is imported, so it sets the environment at import. Knows nothing of the product: fixtures
live in the conftest of the folder that uses them.
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, settings

# A test marked xvfb runs with QT_QPA_PLATFORM=xcb set by dev.py; everything else draws nowhere.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


def use_fast_folders() -> None:
    """Put test files in memory where the system has room there: each of their commits waits for the disk.

    What is tested stays the same; a killed process loses no more there than it would on a disk.
    """
    memory = Path("/dev/shm")
    if "TMPDIR" in os.environ or not os.path.ismount(memory):
        return
    if shutil.disk_usage(memory).free > 4_000_000_000 and os.access(memory, os.W_OK):
        os.environ["TMPDIR"] = tempfile.tempdir = str(memory)


def use_throwaway_folders() -> None:
    """Point settings, caches and backups at a folder of this run alone, on each system's own variables."""
    home = Path(tempfile.mkdtemp(prefix="trimtab-tests-"))
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    for purpose in ("CONFIG_HOME", "DATA_HOME", "CACHE_HOME", "STATE_HOME", "RUNTIME_DIR"):
        folder = home / purpose.lower()
        folder.mkdir(mode=0o700)
        os.environ[f"XDG_{purpose}"] = str(folder)
    if os.name == "nt":
        for variable in ("APPDATA", "LOCALAPPDATA"):
            os.environ[variable] = str(home)


use_fast_folders()
use_throwaway_folders()

# No deadline: a slow machine is no fault of the code. A failing example prints what replays it.
settings.register_profile(
    "trimtab", deadline=None, print_blob=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("trimtab")
