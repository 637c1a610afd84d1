"""The picture of the pointer on an X server: during a drag it tells whether the target takes."""

from __future__ import annotations

from ctypes import (
    CDLL,
    POINTER,
    Structure,
    byref,
    c_char_p,
    c_int,
    c_short,
    c_ulong,
    c_ushort,
    c_void_p,
)


class _Picture(Structure):
    """``XFixesCursorImage`` of Xfixes.h."""

    _fields_ = (
        ("x", c_short),
        ("y", c_short),
        ("width", c_ushort),
        ("height", c_ushort),
        ("hot_x", c_ushort),
        ("hot_y", c_ushort),
        ("serial", c_ulong),
        ("pixels", POINTER(c_ulong)),
        ("atom", c_ulong),
        ("name", c_char_p),
    )


def cursor_on(display: str) -> tuple[int, ...]:
    """The pixels of what is shown as the pointer just now."""
    x11, fixes = CDLL("libX11.so.6"), CDLL("libXfixes.so.3")
    x11.XOpenDisplay.restype = c_void_p
    x11.XCloseDisplay.argtypes = x11.XFree.argtypes = (c_void_p,)
    fixes.XFixesQueryExtension.argtypes = (c_void_p, POINTER(c_int), POINTER(c_int))
    fixes.XFixesGetCursorImage.argtypes = (c_void_p,)
    fixes.XFixesGetCursorImage.restype = POINTER(_Picture)
    connection = x11.XOpenDisplay(display.encode())
    assert connection, f"no X server on {display}"
    try:
        assert fixes.XFixesQueryExtension(connection, byref(c_int()), byref(c_int()))
        told = fixes.XFixesGetCursorImage(connection)
        picture = told.contents
        pixels = tuple(picture.pixels[: picture.width * picture.height])
        x11.XFree(told)
    finally:
        x11.XCloseDisplay(connection)
    return pixels
