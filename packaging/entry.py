"""Where the frozen program starts. Nothing but the door: what it does is decided in app/__main__.py."""

from __future__ import annotations

import sys

from app.__main__ import main

sys.exit(main())
