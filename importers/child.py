"""Runs an importer in a process of its own, which may run out of memory, hang or die without harm to the program.

A fresh interpreter that imports only what the job needs: no Qt, nothing of the window. It gets a limit of memory
and time, may write no file, and is killed when the user stops the job. The frozen program starts itself for this:
its entry point calls `serve_if_asked()` before anything else.
Must not know: what the job does.
"""
from __future__ import annotations

import io
import os
import pickle
import queue
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from app.errors import Cancelled, Problem
from importers.limits import TOO_BIG, limit

if TYPE_CHECKING:                # numpy and all that comes with them: a child is started before anything is loaded
    from app.core.batch_columns import Items
    from importers.base import Progress

FLAG = "--trimtab-import-child"
FILE_READER = ("importers.read.import_ahead", "importers.reading.ahead.check")     # what an import asks a child for

_HEAD = struct.Struct(">cQ")
_PROGRESS, _PART, _LIKELY, _RESULT, _PROBLEM, _MEMORY, _BUG = b"p", b"i", b"l", b"r", b"e", b"m", b"x"
_EARLY, _ARGUMENTS = "early", "arguments"
_BOOT = "import sys;sys.path[:]=sys.argv[1:];from importers.child import serve;serve()"
_SAFE_MODULES = ("importers.", "app.core.")
_SAFE_NAMES = {("datetime", "date"), ("datetime", "datetime"), ("datetime", "time"), ("datetime", "timedelta"),
               ("decimal", "Decimal"), ("collections", "OrderedDict"), ("collections", "defaultdict"),
               ("collections", "Counter"), ("builtins", "set"), ("builtins", "frozenset"), ("builtins", "dict"),
               ("builtins", "list"), ("builtins", "int")}
_AGAIN = "If the file is right, open it in Excel or LibreOffice, delete empty rows, columns and unneeded sheets, " \
         "and save it again."


class ChildFailed(Exception):
    """A bug in an importer: its traceback, as the child wrote it."""


def in_child(function_name: str, *args: Any, seconds: float = 60, memory_mb: int = 1024,
             progress: Progress | None = None, cancelled: Callable[[], bool] | None = None,
             early: tuple[Any, ...] = ()) -> Any:
    """The result of `function(*args)`, named "importers.reading.workbook.read_book", run in a child; plain data goes in
    and comes out: built-in values, dates, and data classes of importers and app.core.

    A function with a parameter `progress` gets one that reports here. Raises the child's Problem, a Problem when
    it dies, needs too much memory or time, and Cancelled when `cancelled()` or the progress says so. `early` is
    the function and arguments of `Child.begin`.
    """
    with Child(function_name, *early[:1], seconds=seconds, memory_mb=memory_mb) as child:
        if early:
            child.begin(*early[1:])
        return child.run(*args, progress=progress, cancelled=cancelled)


class Child:
    """A child that loads its function while the program does something else, and then waits to be told its file.

    The function `early` is loaded before the other, for `begin`.
    """

    def __init__(self, function_name: str, early: str = "", *, seconds: float = 60, memory_mb: int = 1024) -> None:
        self._seconds, self._memory_mb = seconds, memory_mb
        self._process = subprocess.Popen(
            _command(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=_environment(),
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0))
        assert self._process.stdout is not None and self._process.stderr is not None
        self._frames: queue.SimpleQueue[tuple[bytes, bytes] | None] = queue.SimpleQueue()
        self._complaint: list[bytes] = []
        self._readers = [
            threading.Thread(target=_pump, args=(self._process.stdout, self._frames), daemon=True),
            threading.Thread(target=_listen, args=(self._process.stderr, self._complaint), daemon=True)]
        for reader in self._readers:
            reader.start()
        self._deadline, self._final = 0.0, True
        self._tell((function_name, early, seconds, memory_mb))

    def begin(self, *args: Any) -> None:
        """The early function is called while the other is still being loaded. What it finds stays in the child, what
        goes wrong in it is not heard of. No limit binds it yet: it must hold its own."""
        self._tell((_EARLY, args))

    def run(self, *args: Any, progress: Progress | None = None, cancelled: Callable[[], bool] | None = None) -> Any:
        """What the function gives; once. See `in_child`."""
        likely = self.ask(*args, progress=progress, cancelled=cancelled)
        better = self.sure(progress, cancelled)
        return likely if better is None else better

    def ask(self, *args: Any, progress: Progress | None = None, cancelled: Callable[[], bool] | None = None) -> Any:
        """What the function gives, or what is `Likely` to stand: before anything is done for good, `sure` is asked."""
        self._tell((_ARGUMENTS, args))
        self._deadline = time.monotonic() + self._seconds
        self._final, found = self._await(progress, cancelled)
        return found

    def sure(self, progress: Progress | None = None, cancelled: Callable[[], bool] | None = None) -> Any:
        """None when what was given stands, else what counts instead of it."""
        found = None
        if not self._final:
            self._deadline = max(self._deadline, time.monotonic() + 1)      # it was at work while nobody waited for it
            self._final, found = self._await(progress, cancelled)
        return found

    def close(self) -> None:
        """The child ends, whatever it is doing."""
        process = self._process
        if process.poll() is None:
            process.kill()
        process.wait()
        for reader in self._readers:
            reader.join(5)
        for stream in (process.stdin, process.stdout, process.stderr):
            try:
                if stream is not None:
                    stream.close()
            except OSError:
                pass                                # what it was never told cannot be told any more

    def __enter__(self) -> Child:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _tell(self, what: Any) -> None:
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(pickle.dumps(what, 5))
            self._process.stdin.flush()
        except OSError:
            pass                                    # it died at once; its end says why

    def _await(self, progress: Progress | None, cancelled: Callable[[], bool] | None) -> tuple[bool, Any]:
        """Whether what the child gives is its last word, and what it is."""
        parts: list[list[Items]] = []
        while True:
            if cancelled is not None and cancelled():
                raise Cancelled
            left = self._deadline - time.monotonic()
            if left <= 0:
                raise Problem(f"Reading took longer than {self._seconds:g} seconds and was stopped.", _AGAIN)
            try:
                frame = self._frames.get(timeout=min(left, 0.05))
            except queue.Empty:
                continue
            if frame is None:
                self._process.wait(5)
                self._readers[1].join(5)
                raise _death(self._process.returncode, b"".join(self._complaint), self._seconds, self._memory_mb)
            kind, data = frame
            if kind == _PROGRESS:
                if progress is not None:
                    progress(*pickle.loads(data))
            elif kind == _PART:
                parts.append(items_of(data))
            elif kind in (_LIKELY, _RESULT):
                return kind == _RESULT, load(data, parts) if data else None
            elif kind == _PROBLEM:
                raise Problem(*pickle.loads(data))
            elif kind == _MEMORY:
                raise _too_big(self._memory_mb)
            else:
                raise ChildFailed(data.decode("utf-8", "replace"))


def _command() -> list[str]:
    """How to start a child: the frozen program starts itself, else a bare interpreter with the same paths."""
    if getattr(sys, "frozen", False):
        return [sys.executable, FLAG]
    root = str(Path(__file__).resolve().parent.parent)
    return [sys.executable, "-I", "-S", "-c", _BOOT, root, *(path for path in sys.path if path and path != root)]


def _environment() -> dict[str, str]:
    """One heap and one numeric thread: each further one would reserve address space that is limited. The heap grows in
    large steps and gives nothing back: the process is short, and asking the system costs a twentieth of its time."""
    return {**os.environ, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MALLOC_ARENA_MAX": "2",
            "MALLOC_TOP_PAD_": str(32 << 20), "MALLOC_TRIM_THRESHOLD_": str(512 << 20), "RUST_BACKTRACE": "0"}


def _death(code: int | None, complaint: bytes, seconds: float, memory_mb: int) -> Problem:
    """Why a child ended without an answer."""
    text = complaint.decode("utf-8", "replace")
    if "memory allocation of" in text or "MemoryError" in text or "capacity overflow" in text \
            or code in (-9, TOO_BIG):
        return _too_big(memory_mb)
    if code == -24:
        return Problem(f"Reading took longer than {seconds:g} seconds and was stopped.", _AGAIN)
    last = text.strip().splitlines()[-1][:200] if text.strip() else f"code {code}"
    return Problem(f"The reader broke down on this file ({last}); nothing was imported.", _AGAIN)


def _too_big(memory_mb: int) -> Problem:
    return Problem(f"Reading the file would need more than {memory_mb:,} MB of memory and was stopped.", _AGAIN)


def _pump(stream: IO[bytes], frames: queue.SimpleQueue[tuple[bytes, bytes] | None]) -> None:
    """Hand over the child's frames as they come; None at the end."""
    try:
        while len(head := stream.read(_HEAD.size)) == _HEAD.size:
            kind, size = _HEAD.unpack(head)
            data = stream.read(size)
            if len(data) < size:
                break
            frames.put((kind, data))
    except (OSError, ValueError):
        pass                                        # the pipe was closed under us: the child was killed
    frames.put(None)


def _listen(stream: IO[bytes], complaint: list[bytes]) -> None:
    """Keep the last few kilobytes of what the child says to its error stream."""
    try:
        while piece := stream.read1(4096):          # type: ignore[attr-defined]
            complaint.append(piece)
            del complaint[:-4]
    except (OSError, ValueError):
        pass


class _Narrow(pickle.Unpickler):
    """Accepts data classes of the importers, plain values and the packed form of a batch, nothing else that runs."""

    def __init__(self, data: bytes, parts: list[list[Items]]) -> None:
        super().__init__(io.BytesIO(data))
        self._parts = parts

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) == ("importers.handover", "unpacked"):
            from importers.handover import unpacked
            return partial(unpacked, self._parts)
        found = super().find_class(module, name)
        if (module, name) in _SAFE_NAMES or (module.startswith(_SAFE_MODULES) and isinstance(found, type)):
            return found
        raise pickle.UnpicklingError(f"an importer may not send a {module}.{name}")


def load(data: bytes, parts: list[list[Items]]) -> Any:
    """What a child sent; `parts` are the items that came before."""
    with _not_collecting():
        return _Narrow(data, parts).load()


def items_of(data: bytes) -> list[Items]:
    """A portion of items as a child sent it, as columns."""
    from importers import handover
    with _not_collecting():
        return handover.items_of(_Narrow(data, []).load())


@contextmanager
def _not_collecting() -> Iterator[None]:
    """Millions of new values hold no cycle; looking for one costs seconds."""
    import gc
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


# ------------------------------------------------------------------------------------------- in the child

def serve_if_asked() -> None:
    """In the frozen program: become an import child if that is what this process was started for."""
    if FLAG in sys.argv[1:2]:
        serve()


def serve() -> None:
    """Load a function, wait for its arguments, answer, end. Never returns."""
    requests = os.fdopen(os.dup(0), "rb")
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)                                   # a stray print must not fall between the frames

    def send(kind: bytes, data: bytes) -> None:
        try:
            answers.write(_HEAD.pack(kind, len(data)))
            answers.write(data)
            answers.flush()
        except OSError:
            os._exit(3)                             # nobody listens any more

    send(*_run(requests, send))
    os._exit(0)                                     # no tidying: the process held nothing but memory


def _run(requests: IO[bytes], send: Callable[[bytes, bytes], None]) -> tuple[bytes, bytes]:
    import gc
    gc.disable()
    sent = 0.0

    def progress(fraction: float, text: str) -> None:
        nonlocal sent
        if time.monotonic() - sent > 0.03:
            sent = time.monotonic()
            send(_PROGRESS, pickle.dumps((fraction, text), 5))

    def packed(result: Any) -> bytes:
        return handover.dumps(result, lambda part: send(_PART, part))

    try:
        name, early, seconds, memory_mb = pickle.load(requests)
        told: queue.SimpleQueue[tuple[Any, ...] | None] = queue.SimpleQueue()
        begin = _function(early) if early else None
        threading.Thread(target=_hear, args=(requests, begin, told), daemon=True, name="requests").start()
        function = _function(name)
        from importers import handover
        args = told.get()
        if args is None:
            os._exit(0)                             # the program has changed its mind
        limit(seconds, memory_mb)
        code = getattr(function, "__code__", None)
        known = code.co_varnames[:code.co_argcount + code.co_kwonlyargcount] if code is not None else ()
        result = function(*args, progress=progress) if "progress" in known else function(*args)
        if isinstance(result, handover.Likely):
            send(_LIKELY, packed(result.result))
            better = result.settle()
            return _RESULT, packed(better) if better is not None else b""
        return _RESULT, packed(result)
    except Problem as problem:
        return _PROBLEM, pickle.dumps((problem.what, problem.hint), 5)
    except MemoryError:
        return _MEMORY, b""
    except BaseException as wrong:
        if isinstance(wrong, RuntimeError) and "start new thread" in str(wrong):
            return _MEMORY, b""                     # no room for its stack
        import traceback
        return _BUG, traceback.format_exc().encode("utf-8", "replace")


def _hear(requests: IO[bytes], begin: Callable[..., Any] | None, told: queue.SimpleQueue[tuple[Any, ...] | None]) -> \
        None:
    """Begin as soon as that is said, then hand on the arguments; None from a program that has ended.

    Then it listens on: a program that dies takes its child along. (It must not end before: the system would give its
    stack to the next thread, which then begins where no memory is left for it, and hangs instead of failing.)
    """
    try:
        kind, args = pickle.load(requests)
        while kind == _EARLY and begin is not None:
            with suppress(Exception):
                begin(*args)
            kind, args = pickle.load(requests)
        told.put(args)
        requests.read()
        os._exit(3)
    except (EOFError, pickle.UnpicklingError):
        told.put(None)


def _function(dotted: str) -> Callable[..., Any]:
    import importlib
    module, _, name = dotted.rpartition(".")
    found: Callable[..., Any] = getattr(importlib.import_module(module), name)
    return found
