"""Limits of memory, time and writing for an import child: by the system where it has them, else by a watcher.

Linux enforces an address space. macOS and Windows do not, so a thread looks at what the process holds and ends it.
Must not know: what the child does.
"""
from __future__ import annotations

import os
import sys
import threading
import time

TOO_BIG = 77                 # the exit code of a child that its watcher ended


def limit(seconds: float, memory_mb: int) -> None:
    """Bind this process; it may write no file from here on."""
    sys.dont_write_bytecode = True
    if sys.platform == "linux":
        import resource
        _bind(resource.RLIMIT_AS, memory_mb << 20)
    else:
        watch(memory_mb)
    if sys.platform != "win32":
        import resource
        _bind(resource.RLIMIT_CORE, 0)
        _bind(resource.RLIMIT_FSIZE, 0)
        _bind(resource.RLIMIT_CPU, int(seconds * 2) + 5)      # should the parent die, the child ends as well


def watch(memory_mb: int, every: float = 0.05) -> None:
    """End this process with TOO_BIG as soon as it has held more memory than this."""
    def look() -> None:
        while held() <= memory_mb << 20:
            time.sleep(every)
        os._exit(TOO_BIG)

    threading.Thread(target=look, daemon=True, name="memory").start()


def held() -> int:
    """The most bytes of memory this process has held so far."""
    if sys.platform == "win32":
        return _held_on_windows()
    import resource
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most * 1024


def _bind(which: int, most: int) -> None:
    if sys.platform != "win32":
        import resource
        _, hard = resource.getrlimit(which)
        resource.setrlimit(which, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


def _held_on_windows() -> int:
    import ctypes
    size = ctypes.c_size_t

    class Counters(ctypes.Structure):
        _fields_ = (("cb", ctypes.c_uint32), ("faults", ctypes.c_uint32), ("peak", size), ("now", size),
                    ("a", size), ("b", size), ("c", size), ("d", size), ("paged", size), ("peak_paged", size))

    kernel = ctypes.WinDLL("kernel32")       # type: ignore[attr-defined,unused-ignore]
    kernel.GetCurrentProcess.restype = ctypes.c_void_p
    kernel.K32GetProcessMemoryInfo.argtypes = (ctypes.c_void_p, ctypes.c_void_p, ctypes.c_uint32)
    counters = Counters(cb=ctypes.sizeof(Counters))
    kernel.K32GetProcessMemoryInfo(kernel.GetCurrentProcess(), ctypes.byref(counters), counters.cb)
    return max(int(counters.peak), int(counters.peak_paged))
