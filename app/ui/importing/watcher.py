"""Looks at the watched folder now and then, offers what changed, and takes in by itself only what is trusted for it.

A trusted workbook comes in when it is read by the same profile, has the same columns and nothing of it is lost; else it
is offered like any other. Must not know: how a folder is looked at, how a file is read.
"""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from app.errors import Problem
from app.ui import jobs
from app.ui.importing import watch_note
from app.ui.importing.folder_look import Look, look
from app.ui.importing.watch_note import Watched, print_of
from app.ui.words import plural, tr

if TYPE_CHECKING:
    from app.session import Session
    from app.ui.importing.reading import Matched, Reading
    from app.ui.main_window import MainWindow

EVERY = 15_000                            # milliseconds between two looks
SOON = 100


@dataclass(frozen=True, slots=True)
class Refused:
    """Why a trusted workbook did not come in by itself."""

    why: str


class Watcher(QObject):
    """One a window; it follows the file that is open."""

    looked = Signal()                            # a look is over: lists may be filled anew

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.window_ = window
        self.watched = Watched()
        self.found = Look()
        self.refused: dict[str, tuple[str, str]] = {}      # file -> (content, why it did not come in by itself)
        self.job: jobs.Job | None = None
        self._told: frozenset[tuple[str, str]] = frozenset()
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY)
        self._timer.timeout.connect(self.tick)
        window.session_changed.connect(self.follow)

    @property
    def session(self) -> Session | None:
        return self.window_.session

    def follow(self) -> None:
        """Another file is open, or none."""
        self.stop()
        self.found, self.refused, self._told = Look(), {}, frozenset()
        session = self.session
        self.watched = watch_note.read(session.present.file_id) if session is not None else Watched()
        if self.watched.folder:
            self._timer.start()
            self.tick()

    def stop(self) -> None:
        """Before the file closes."""
        self._timer.stop()
        if self.job is not None:
            self.job.wait()
            self.job = None

    def watch(self, folder: str) -> None:
        """Watch another folder from now on; "" for none."""
        session = self.session
        if session is not None:
            trusted = self.watched.trusted if folder == self.watched.folder else {}
            watch_note.write(session.present.file_id, Watched(folder, {}, trusted))
            self.follow()
            self.looked.emit()

    def _keep(self) -> None:
        if self.session is not None:
            watch_note.write(self.session.present.file_id, self.watched)

    # ---------------------------------------------------------------- looking

    def tick(self) -> None:
        """Look once, off the window's thread."""
        session = self.session
        if session is None or self.job is not None or not self.watched.folder:
            return
        folder, before, taken = Path(self.watched.folder), self.found.stamps, self.taken()
        self._start(lambda _: look(folder, before, taken), self._seen, self._unreadable)

    def taken(self) -> dict[str, list[str]]:
        """By file name, the content that needs no attention: what its last import brought, and what was looked at."""
        session = self.session
        found: dict[str, list[str]] = {name: [sha] for name, sha in self.watched.seen.items()}
        last: dict[str, str] = {}
        from app.core.intake import report  # what imports need is loaded when one is asked for
        for run in report.runs(session.present) if session is not None else ():
            last.setdefault(str(run.get("file", "")), str(run.get("sha256", "")))
        for name, sha in last.items():
            found.setdefault(name, []).append(sha)
        return found

    def _start(self, work: jobs.Work, done: object, failed: object, hold: bool = False) -> None:
        self.job = jobs.start(work, done=done, failed=failed, hold=hold, parent=self)   # type: ignore[arg-type]
        self.job.over.connect(self._over)

    def _over(self) -> None:
        self.job = None
        self.looked.emit()

    def _unreadable(self, problem: Problem) -> None:
        """Said once; the folder may be on a drive that comes back."""
        self.found = Look()
        if self._told != frozenset({("", problem.what)}):
            self._told = frozenset({("", problem.what)})
            self.window_.problem(problem)

    def _seen(self, found: Look) -> None:
        self.found = found
        by_itself = [name for name in found.changed if name in self.watched.trusted
                     and self.refused.get(name, ("",))[0] != found.stamps[name].sha256]
        if by_itself and self._may_write():
            QTimer.singleShot(0, lambda: self.take_in(by_itself[0]))     # when the job of looking is over
        self.offer([name for name in found.changed if name not in by_itself])

    def _may_write(self) -> bool:
        """Is nobody in the middle of an import or of the past?"""
        session, window = self.session, self.window_
        wizard = window.pages.get("import")
        return (session is not None and not session.readonly and session.portfolio is session.present
                and not (window.page == "import" and not getattr(wizard, "done", True)))

    def offer(self, names: Sequence[str]) -> None:
        """A line over the page, once for what changed, where no other message stands."""
        what = frozenset((name, self.found.stamps[name].sha256) for name in names)
        bar = self.window_.message_bar
        if not what or what <= self._told or bar.isVisible():
            return
        self._told = what
        text = plural(len(names), "{file} changed in the watched folder.", "{n} files changed in the watched folder.",
                      file=names[0])
        whys = [self.refused[name][1] for name in names if name in self.refused]
        self.window_.say("", " ".join([text, *whys[:1]]), "info", [(tr("Look"), self.open),
                                                                  (tr("Not now"), lambda: self.pass_over(names))])

    def open(self) -> None:
        """What changed: one file in the import at once, several in the list."""
        if len(self.found.changed) == 1:
            self.look_at(self.found.changed[0])
            return
        from app.ui.importing.watch_dialog import WatchedFolder
        WatchedFolder(self.window_).open()

    def look_at(self, name: str) -> None:
        """The import of one file, as if it had been dropped."""
        self.window_.message_bar.hide()
        if self.window_.files.start_import(Path(self.watched.folder) / name):
            wizard = self.window_.pages["import"]
            sha = self.found.stamps[name].sha256 if name in self.found.stamps else ""
            wizard.left.connect(lambda: self._left(wizard, name, sha))        # type: ignore[attr-defined]
            wizard.imported.connect(lambda *_: self._remember(name, sha))     # type: ignore[attr-defined]

    def _left(self, wizard: object, name: str, sha: str) -> None:
        """A file in which nothing was new needs no second look."""
        if getattr(wizard, "matched", None) is not None and not wizard.has_changes():      # type: ignore[attr-defined]
            self.pass_over([name], sha)

    def _remember(self, name: str, sha: str) -> None:
        self.watched.seen[name] = sha
        self.found.changed = [other for other in self.found.changed if other != name]
        self._keep()

    def pass_over(self, names: Sequence[str], sha: str = "") -> None:
        """Say nothing of these until they change again."""
        for name in names:
            stamp = self.found.stamps.get(name)
            self._remember(name, sha or (stamp.sha256 if stamp is not None else ""))
        self.window_.message_bar.hide()
        self.looked.emit()

    # ---------------------------------------------------------------- by itself

    def imported(self, name: str) -> bool:
        """Did a file of this name come in before? Only then was somebody there to see how it is read."""
        session = self.session
        from app.core.intake import report
        return session is not None and any(r.get("file") == name for r in report.runs(session.present))

    def trust(self, name: str, on: bool) -> None:
        """May a file come in by itself from now on? Its profile and columns as they are now are what is trusted."""
        session = self.session
        if not on or session is None:
            self.watched.trusted.pop(name, None)
            self._keep()
            return
        if self.job is not None:         # a look is under way; what was ticked must not be forgotten
            QTimer.singleShot(SOON, lambda: self.trust(name, on))
            return
        from app.ui.importing import reading as import_reading  # nobody waits for it at the start
        from app.ui.importing.profiles import folder
        path, profiles = Path(self.watched.folder) / name, folder()
        wishes = import_reading.wishes_for(session.present, {}, path)
        before = import_reading.answers_before(session.present, path)
        self._start(lambda progress: import_reading.read_new(path, wishes, progress, profiles, before),
                    lambda reading: self._trusted(name, reading), self.window_.problem)

    def _trusted(self, name: str, reading: Reading) -> None:
        self.watched.trusted[name] = reading.profile, print_of(reading.shape)
        self.refused.pop(name, None)
        self._keep()

    def take_in(self, name: str) -> None:
        """Read a trusted file and import it, if it is what was trusted."""
        session = self.session
        if session is None or self.job is not None or not self._may_write():
            return
        from app.ui.importing import reading as import_reading
        from app.ui.importing.profiles import folder
        path, trusted, profiles = Path(self.watched.folder) / name, self.watched.trusted.get(name), folder()
        wishes = import_reading.wishes_for(session.present, {}, path)
        before = import_reading.answers_before(session.present, path)
        sha = self.found.stamps[name].sha256

        def work(progress: jobs.Progress) -> Reading | Refused:
            reading = import_reading.read_new(path, wishes, progress, profiles, before)
            if (reading.profile, print_of(reading.shape)) != trusted:
                return Refused(tr("Its columns or its profile are not those that were trusted."))
            planned = import_reading.plan(session, reading.batch, progress)
            lost = sum(i.severity == "error" for i in planned.plan.issues)
            if lost:
                return Refused(plural(lost, "One thing in it could not come in.",
                                      "{n} things in it could not come in."))
            return reading

        def done(found: Reading | Refused) -> None:
            if isinstance(found, Refused):
                self.refused[name] = sha, found.why
                self._told = frozenset()
                self.offer([name])
            elif self._may_write() and self.session is session:
                QTimer.singleShot(0, lambda: self._carry_out(session, name, found, sha))

        self._start(work, done, self.window_.problem)

    def _carry_out(self, session: Session, name: str, reading: Reading, sha: str) -> None:
        if self.job is not None or self.session is not session:
            return

        from app.ui.importing.reading import carry_out
        from app.ui.importing.text import done_message

        def done(matched: Matched) -> None:
            self._remember(name, sha)    # whoever takes it back does not want it again in a moment
            if not matched.plan.changes and not matched.plan.columns:
                return
            window = self.window_
            window.say("", done_message(matched.new, matched.changed, reading.batch), "good",
                       ((tr("Show report"), self._show_report), (tr("Undo import"), window.undo)))

        told = session.clock.today()
        self._start(lambda _: carry_out(session, reading.batch, told), done, self.window_.problem,
                    hold=True)

    def _show_report(self) -> None:
        from app.ui.history.page import HistoryPage
        self.window_.show_page("history")
        page = self.window_.pages["history"]
        assert isinstance(page, HistoryPage)
        page.show_view("imports")
