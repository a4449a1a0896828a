"""Runs inside the frozen program before it: other programs that it starts must not find our libraries.

On Linux the bootloader points the loader at the program's own folder. This process has read that already; a
browser or PDF viewer opened from it would load our libraries instead of its own and break. The program's own
children are started through the bootloader again, which sets the path anew.
"""

from __future__ import annotations

import os

for name in ("LD_LIBRARY_PATH",):
    before = os.environ.pop(f"{name}_ORIG", None)
    if before is not None:
        os.environ[name] = before
    else:
        os.environ.pop(name, None)
