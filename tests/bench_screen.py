"""The window as a process of its own, for the speed table: start, open, scroll; and Qt's own views as peers.

`python -m tests.bench_screen [FILE [scroll]]`; prints as JSON the megabytes, the rows, and p95 and longest seconds of
work of a frame of ours (tree and time area) and of the peers (bench_peers.py), which show the same rows, as large.
Must not know: what the figures are compared with.
"""
from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path
from typing import Any

FRAMES, TURNS = 30, 4
MANY = 50_000                 # rows from which a scene with all links takes minutes for its first frame


def main(argv: list[str]) -> int:
    from app.ui.app import application
    from app.ui.main_window import MainWindow

    app = application()
    window = MainWindow()
    window.resize(1920, 1080)
    window.show()
    if argv:
        window.open_path(Path(argv[0]))
    app.processEvents()
    window.grab()
    if argv[1:] != ["scroll"]:
        if window.session is not None:
            window.session.close()
        os._exit(0)                       # the frame is there: how long it takes to tidy all away is no part of the job
    import resource
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"memory": memory, **scrolled(window)}))
    return 0


def scrolled(window: Any) -> dict[str, Any]:
    """Frames of ours and of the peers by turns, so that whatever else the machine does hits all alike."""
    from tests import bench_peers

    ours = window.portfolio_page.tree
    starts = sorted(time.extent[0] for time in ours.times_of(ours.tree_model().rows.uids) if time.extent)
    ours.set_scale(ours.scale.showing(starts[len(starts) // 2], ours.time_width / 2))      # where the bars are
    rest(window)
    rows = window.portfolio_page.model.rows.count()
    views: dict[str, Any] = {"both": ours, "tree": bench_peers.tree(ours)}
    if rows <= MANY:
        views["gantt"] = bench_peers.gantt(ours)
    for view in views.values():
        view.show()
    ours.show_file(ours.portfolio, ours.status)            # what the peer's items were made of is forgotten again
    rest(window)
    found: dict[str, list[float]] = {name: [] for name in views}
    for turn in range(TURNS):
        for name, view in views.items():
            found[name] += frames(view, turn * FRAMES)
    result: dict[str, Any] = {name: sorted(times)[int(len(times) * 0.95)] for name, times in found.items()}
    return result | {"worst": max(found["both"]), "rows": rows}


def rest(window: Any, seconds: float = 0.5) -> None:
    """What comes a moment after a file is open, like the critical path, is no part of a frame."""
    from PySide6.QtWidgets import QApplication

    end = time.perf_counter() + seconds
    while time.perf_counter() < end or window.portfolio_page.timeline.busy:
        QApplication.processEvents()
        time.sleep(0.001)


def frames(view: Any, begin: int) -> list[float]:
    """Seconds of work of each frame while a view scrolls a third of a page a frame from its middle on and is painted
    whole."""
    from PySide6.QtWidgets import QApplication

    bar, target = view.verticalScrollBar(), view.viewport()
    step = max(bar.pageStep() // 3, 1)
    found = []
    for i in range(begin - 1, begin + FRAMES):
        start = time.process_time()
        bar.setValue((bar.maximum() // 2 + i * step) % max(bar.maximum(), 1))
        target.repaint()
        QApplication.processEvents()
        found.append(time.process_time() - start)
    return found[1:]                                       # the first is the way there


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
