"""A program's windows as the X server knows them: which are shown, and the polite request to close.

So the smoke test sees and ends the frozen program as a person at the screen does, and the program needs no switch
for it. Xlib by ctypes, Linux only. Must not know: whose windows they are.
"""

from __future__ import annotations

import ctypes
from ctypes import POINTER, byref, c_char_p, c_int, c_long, c_uint, c_ulong, c_void_p
from dataclasses import dataclass
from types import TracebackType

_CLIENT_MESSAGE, _VIEWABLE = 33, 2


@dataclass(frozen=True)
class Window:
    """A top-level window that is shown."""

    id: int
    width: int
    height: int
    title: str


class _Attributes(ctypes.Structure):
    """The head of XWindowAttributes; the padding holds what nobody here asks for."""

    _fields_ = (("x", c_int), ("y", c_int), ("width", c_int), ("height", c_int), ("border", c_int), ("depth", c_int),
                ("visual", c_void_p), ("root", c_ulong), ("class_", c_int), ("bit_gravity", c_int),
                ("win_gravity", c_int), ("backing", c_int), ("planes", c_ulong), ("pixel", c_ulong), ("under", c_int),
                ("colormap", c_ulong), ("installed", c_int), ("map_state", c_int), ("rest", c_long * 16))


class _Message(ctypes.Structure):
    """XClientMessageEvent, padded to the size of the union XEvent."""

    _fields_ = (("type", c_int), ("serial", c_ulong), ("sent", c_int), ("display", c_void_p), ("window", c_ulong),
                ("message", c_ulong), ("format", c_int), ("data", c_long * 5), ("rest", c_long * 24))


class Screen:
    """A connection to the X server of $DISPLAY; a context manager."""

    def __init__(self) -> None:
        self._x = x = ctypes.CDLL("libX11.so.6")
        x.XOpenDisplay.restype = c_void_p
        x.XOpenDisplay.argtypes = (c_char_p,)
        x.XDefaultRootWindow.restype = c_ulong
        x.XDefaultRootWindow.argtypes = (c_void_p,)
        x.XQueryTree.argtypes = (c_void_p, c_ulong, POINTER(c_ulong), POINTER(c_ulong), POINTER(POINTER(c_ulong)),
                                 POINTER(c_uint))
        x.XGetWindowAttributes.argtypes = (c_void_p, c_ulong, POINTER(_Attributes))
        x.XGetWindowProperty.argtypes = (c_void_p, c_ulong, c_ulong, c_long, c_long, c_int, c_ulong, POINTER(c_ulong),
                                         POINTER(c_int), POINTER(c_ulong), POINTER(c_ulong), POINTER(c_void_p))
        x.XInternAtom.restype = c_ulong
        x.XInternAtom.argtypes = (c_void_p, c_char_p, c_int)
        x.XSendEvent.argtypes = (c_void_p, c_ulong, c_int, c_long, POINTER(_Message))
        x.XFlush.argtypes = x.XCloseDisplay.argtypes = x.XFree.argtypes = (c_void_p,)
        # A window may be gone between two questions; Xlib's own answer to that would end this process.
        self._calm = ctypes.CFUNCTYPE(c_int, c_void_p, c_void_p)(lambda display, error: 0)
        x.XSetErrorHandler(self._calm)
        self._display = x.XOpenDisplay(None)
        if not self._display:
            raise OSError("no X server answers at $DISPLAY")

    def __enter__(self) -> Screen:
        return self

    def __exit__(self, kind: type[BaseException] | None, wrong: BaseException | None,
                 trace: TracebackType | None) -> None:
        self._x.XCloseDisplay(self._display)

    def shown(self) -> list[Window]:
        """Every shown top-level window, the lowest first."""
        root, parent, count = c_ulong(), c_ulong(), c_uint()
        ids = POINTER(c_ulong)()
        top = self._x.XDefaultRootWindow(self._display)
        if not self._x.XQueryTree(self._display, top, byref(root), byref(parent), byref(ids), byref(count)):
            return []
        found = [self._window(ids[i]) for i in range(count.value)]
        if ids:
            self._x.XFree(ids)
        return [window for window in found if window is not None]

    def _window(self, id_: int) -> Window | None:
        attributes = _Attributes()
        if not self._x.XGetWindowAttributes(self._display, id_, byref(attributes)):
            return None
        if attributes.map_state != _VIEWABLE:
            return None
        return Window(id_, attributes.width, attributes.height, self._title(id_))

    def _title(self, id_: int) -> str:
        kind, form, count, left, data = c_ulong(), c_int(), c_ulong(), c_ulong(), c_void_p()
        self._x.XGetWindowProperty(self._display, id_, self._atom(b"_NET_WM_NAME"), 0, 256, 0,
                                   self._atom(b"UTF8_STRING"), byref(kind), byref(form), byref(count), byref(left),
                                   byref(data))
        if not data:
            return ""
        title = ctypes.string_at(data, count.value).decode("utf-8", "replace")
        self._x.XFree(data)
        return title

    def ask_to_close(self, window: Window) -> None:
        """What the cross in a window's corner does."""
        message = _Message(type=_CLIENT_MESSAGE, window=window.id, message=self._atom(b"WM_PROTOCOLS"), format=32)
        message.data[0] = self._atom(b"WM_DELETE_WINDOW")
        self._x.XSendEvent(self._display, window.id, 0, 0, byref(message))
        self._x.XFlush(self._display)

    def _atom(self, name: bytes) -> int:
        return int(self._x.XInternAtom(self._display, name, 0))
