"""The words by which a stage takes a measure out of the running, until stages are records; settings may list others.

Must not know: what follows from it (value/standing.py, schedule/lateness.py).
"""
from __future__ import annotations

CANCELLED = ("cancelled", "canceled", "stopped", "abgebrochen", "gestoppt")      # setting "cancelled_stages"
CLOSED = ("5", "closed", "5 closed", "abgeschlossen")                            # setting "closed_stages"
