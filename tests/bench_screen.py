"""The window as a process of its own, for the speed table: start, open, scroll; and Qt's own views as peers.

`python -m tests.bench_screen [FILE [scroll] | peers ROWS]`; prints p95 seconds a frame and megabytes as JSON.
Must not know: what the figures are compared with.
"""
from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Any

FRAMES = 60


def main(argv: list[str]) -> int:
    if argv[:1] == ["peers"]:
        print(json.dumps(peers(int(argv[1]))))
        return 0
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
    if argv[1:] == ["scroll"]:
        import resource
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(json.dumps({"both": frames(window.portfolio_page.tree), "memory": memory}))
    return 0


def frames(view: Any) -> float:
    """p95 seconds of a frame while a view scrolls a third of a page a frame."""
    from PySide6.QtWidgets import QApplication

    bar, target = view.verticalScrollBar(), view.viewport()
    step = max(bar.pageStep() // 3, 1)
    found = []
    for i in range(FRAMES):
        begin = time.perf_counter()
        bar.setValue((i * step) % max(bar.maximum(), 1))
        target.repaint()
        QApplication.processEvents()
        found.append(time.perf_counter() - begin)
    return sorted(found)[int(FRAMES * 0.95)]


def peers(rows: int) -> dict[str, float]:
    """QTreeView over a plain Python model of so many rows, and a QGraphicsScene with bar, name and link for each."""
    from PySide6.QtCore import QAbstractItemModel, QModelIndex, Qt
    from PySide6.QtWidgets import QApplication, QGraphicsScene, QGraphicsView, QTreeView

    class Model(QAbstractItemModel):
        def rowCount(self, parent: Any = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
            return 0 if parent.isValid() else rows

        def columnCount(self, parent: Any = QModelIndex()) -> int:  # noqa: B008
            return 12

        def index(self, row: int, column: int, parent: Any = QModelIndex()) -> QModelIndex:  # noqa: B008
            return self.createIndex(row, column)

        def parent(self, index: Any = None) -> Any:
            return QModelIndex()

        def data(self, index: Any, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
            return f"{index.row()} {index.column()}" if role == Qt.ItemDataRole.DisplayRole else None

    app = QApplication([])
    tree, model = QTreeView(), Model()
    tree.setModel(model)
    tree.setUniformRowHeights(True)
    tree.resize(1920, 1080)
    tree.show()
    app.processEvents()
    scene = QGraphicsScene()
    for i in range(rows):
        scene.addRect(i % 1500, i * 24, 200, 16)
        scene.addSimpleText(f"Measure {i}").setPos(i % 1500 + 210, i * 24)
        scene.addLine(i % 1500 + 200, i * 24 + 8, (i + 7) % 1500, (i + 7) * 24 + 8)
    view = QGraphicsView(scene)
    view.resize(1920, 1080)
    view.show()
    app.processEvents()
    return {"tree": frames(tree), "gantt": frames(view)}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
