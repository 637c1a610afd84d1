"""Properties of X windows, read and written over a connection of its own to the X server.

By ``ctypes`` on the system's ``libxcb``: where Qt draws on X11 that library is loaded already.
``python-xlib`` had its last release in 2022, and ``xcffib`` comes without wheels.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from ctypes import POINTER, Structure, c_char_p, c_int, c_uint8, c_uint16, c_uint32, c_void_p
from functools import cache
from typing import Final, Self

_LIBRARIES: Final = ("libxcb.so.1", "libc.so.6")
_ANY_TYPE: Final = 0
_BYTES: Final = 8
_REPLACE: Final = 0
_INPUT_ONLY: Final = 2
_EVENT_MASK: Final = 0x800
_PROPERTY_CHANGES: Final = 0x400000
_PROPERTY_NOTIFY: Final = 28
_LONGEST: Final = 16_384
"""Words of four bytes that are read of a property; an address is far shorter."""


class XServerLost(OSError):
    """There is no X server, or it does not answer any more."""


class _Cookie(Structure):
    _fields_ = (("sequence", ctypes.c_uint),)


class _Setup(Structure):
    """The head of ``xcb_setup_t`` (xproto.h)."""

    _fields_ = (
        ("status", c_uint8),
        ("pad", c_uint8),
        ("major", c_uint16),
        ("minor", c_uint16),
        ("length", c_uint16),
        ("release", c_uint32),
        ("id_base", c_uint32),
        ("id_mask", c_uint32),
    )


class _Reply(Structure):
    """The head of the replies used here: ``value`` is the atom, the owner, or a property's type."""

    _fields_ = (
        ("response_type", c_uint8),
        ("format", c_uint8),
        ("sequence", c_uint16),
        ("length", c_uint32),
        ("value", c_uint32),
    )


class _Screens(Structure):
    """``xcb_screen_iterator_t``; a screen begins with the id of its root window."""

    _fields_ = (("root", POINTER(c_uint32)), ("rest", c_int), ("index", c_int))


class _PropertyEvent(Structure):
    """``xcb_property_notify_event_t``, filled up to the size of every event."""

    _fields_ = (
        ("response_type", c_uint8),
        ("pad", c_uint8),
        ("sequence", c_uint16),
        ("window", c_uint32),
        ("atom", c_uint32),
        ("time", c_uint32),
        ("rest", c_uint32 * 4),
    )


_SIGNATURES: Final = (
    ("xcb_connect", c_void_p, (c_char_p, POINTER(c_int))),
    ("xcb_connection_has_error", c_int, (c_void_p,)),
    ("xcb_disconnect", None, (c_void_p,)),
    ("xcb_get_setup", POINTER(_Setup), (c_void_p,)),
    ("xcb_intern_atom", _Cookie, (c_void_p, c_uint8, c_uint16, c_char_p)),
    ("xcb_intern_atom_reply", POINTER(_Reply), (c_void_p, _Cookie, POINTER(c_void_p))),
    ("xcb_get_selection_owner", _Cookie, (c_void_p, c_uint32)),
    ("xcb_get_selection_owner_reply", POINTER(_Reply), (c_void_p, _Cookie, POINTER(c_void_p))),
    ("xcb_get_property", _Cookie, (c_void_p, c_uint8, *(c_uint32,) * 5)),
    ("xcb_get_property_reply", POINTER(_Reply), (c_void_p, _Cookie, POINTER(c_void_p))),
    ("xcb_get_property_value", c_void_p, (POINTER(_Reply),)),
    ("xcb_get_property_value_length", c_int, (POINTER(_Reply),)),
    (
        "xcb_change_property_checked",
        _Cookie,
        (c_void_p, c_uint8, c_uint32, c_uint32, c_uint32, c_uint8, c_uint32, c_char_p),
    ),
    ("xcb_delete_property_checked", _Cookie, (c_void_p, c_uint32, c_uint32)),
    ("xcb_request_check", c_void_p, (c_void_p, _Cookie)),
    ("xcb_setup_roots_iterator", _Screens, (c_void_p,)),
    ("xcb_generate_id", c_uint32, (c_void_p,)),
    (
        "xcb_create_window",
        _Cookie,
        (c_void_p, c_uint8, *(c_uint32,) * 2, *(c_uint16,) * 6, *(c_uint32,) * 2, c_void_p),
    ),
    ("xcb_destroy_window", _Cookie, (c_void_p, c_uint32)),
    ("xcb_flush", c_int, (c_void_p,)),
    ("xcb_wait_for_event", POINTER(_PropertyEvent), (c_void_p,)),
    ("xcb_send_event", _Cookie, (c_void_p, c_uint8, c_uint32, c_uint32, c_void_p)),
)


@cache
def _libraries() -> tuple[ctypes.CDLL, ctypes.CDLL]:
    """libxcb, and libc to free what it returns. Raises ``OSError`` where either is missing."""
    xcb, libc = map(ctypes.CDLL, _LIBRARIES)
    for name, result, arguments in _SIGNATURES:
        function = getattr(xcb, name)
        function.restype, function.argtypes = result, arguments
    libc.free.argtypes = (c_void_p,)
    return xcb, libc


class XProperties:
    """One connection. Windows are X ids; names of properties and types are atoms by their text.

    Every call is one round trip to the server. A window that has gone reads as one without
    properties. Every method raises ``XServerLost`` once the server does not answer any more.
    """

    def __init__(self, display: str | None = None) -> None:
        """Connects to ``display``, by default ``$DISPLAY``. Raises ``XServerLost``."""
        try:
            self._xcb, self._libc = _libraries()
        except OSError as error:
            raise XServerLost(str(error)) from error
        self._atoms: dict[str, int] = {}
        name = display.encode() if display is not None else None
        # Never null: a connection that failed is an object of its own, which has to be closed too.
        self._connection: int | None = self._xcb.xcb_connect(name, None)
        try:
            self._check()
        except XServerLost:
            self.close()
            raise

    def close(self) -> None:
        """Ends the connection; may be called twice."""
        if self._connection is not None:
            self._xcb.xcb_disconnect(self._connection)
            self._connection = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def selection_owner(self, selection: str) -> int:
        """The window that owns ``selection``; 0 where none does."""
        cookie = self._xcb.xcb_get_selection_owner(self._connection, self._atom(selection))
        with self._reply("xcb_get_selection_owner_reply", cookie) as reply:
            return 0 if reply is None else int(reply.contents.value)

    def are_of_one_program(self, one: int, other: int) -> bool:
        """Whether two windows were made over the same connection (X protocol, "Resource ids")."""
        mask = self._xcb.xcb_get_setup(self._connection).contents.id_mask
        return bool(one & ~mask == other & ~mask)

    def read(self, window: int, name: str) -> bytes | None:
        """The bytes of a property, ``None`` where it is not there or holds anything but bytes."""
        cookie = self._xcb.xcb_get_property(
            self._connection, 0, window, self._atom(name), _ANY_TYPE, 0, _LONGEST
        )
        with self._reply("xcb_get_property_reply", cookie) as reply:
            if reply is None or reply.contents.format != _BYTES:
                return None
            length = self._xcb.xcb_get_property_value_length(reply)
            return ctypes.string_at(self._xcb.xcb_get_property_value(reply), length)

    def write(self, window: int, name: str, kind: str, value: bytes) -> bool:
        """Sets a property of type ``kind``; whether the window is still there to have it."""
        cookie = self._xcb.xcb_change_property_checked(
            self._connection,
            _REPLACE,
            window,
            self._atom(name),
            self._atom(kind),
            _BYTES,
            len(value),
            value,
        )
        return self._was_done(cookie)

    def delete(self, window: int, name: str) -> None:
        """Takes a property away."""
        self._was_done(
            self._xcb.xcb_delete_property_checked(self._connection, window, self._atom(name))
        )

    def time(self) -> int:
        """The server's clock, in milliseconds, from 0 again every 49.7 days (X protocol,
        "Timestamp")."""
        window = self._xcb.xcb_generate_id(self._connection)
        root = self._xcb.xcb_setup_roots_iterator(self._xcb.xcb_get_setup(self._connection)).root
        wanted = c_uint32(_PROPERTY_CHANGES)
        self._xcb.xcb_create_window(
            *(self._connection, 0, window, root.contents.value, 0, 0, 1, 1, 0, _INPUT_ONLY, 0),
            *(_EVENT_MASK, ctypes.byref(wanted)),
        )
        try:
            self.write(window, "SKOP_TIME", "STRING", b"")
            return self._time_of_change(window)
        finally:
            self._xcb.xcb_destroy_window(self._connection, window)

    def tell_change(self, window: int, name: str, time: int) -> None:
        """Tells the program of ``window`` that a property of it changed at ``time``."""
        event = _PropertyEvent(_PROPERTY_NOTIFY, 0, 0, window, self._atom(name), time)
        self._xcb.xcb_send_event(self._connection, 0, window, 0, ctypes.byref(event))
        self._xcb.xcb_flush(self._connection)

    def _time_of_change(self, window: int) -> int:
        while True:
            event = self._xcb.xcb_wait_for_event(self._connection)
            self._check()
            told = event.contents
            kind, changed, time = told.response_type, told.window, int(told.time)
            self._libc.free(event)
            # Every program is also told of other keyboards and the like.
            if kind == _PROPERTY_NOTIFY and changed == window:
                return time

    def _atom(self, text: str) -> int:
        if text not in self._atoms:
            name = text.encode("ascii")
            cookie = self._xcb.xcb_intern_atom(self._connection, 0, len(name), name)
            with self._reply("xcb_intern_atom_reply", cookie) as reply:
                self._atoms[text] = 0 if reply is None else int(reply.contents.value)
        return self._atoms[text]

    @contextmanager
    def _reply(self, name: str, cookie: _Cookie) -> Iterator[ctypes._Pointer[_Reply] | None]:
        """The reply to ``cookie``; ``None`` where the server sent an error (BadWindow)."""
        error = c_void_p()
        reply = getattr(self._xcb, name)(self._connection, cookie, ctypes.byref(error))
        try:
            self._check()
            yield reply or None
        finally:
            self._libc.free(error)
            self._libc.free(reply)

    def _was_done(self, cookie: _Cookie) -> bool:
        error = self._xcb.xcb_request_check(self._connection, cookie)
        self._libc.free(error)
        self._check()
        return error is None

    def _check(self) -> None:
        if self._connection is None or self._xcb.xcb_connection_has_error(self._connection):
            raise XServerLost("the X server does not answer")
