"""A bare X window that owns the selection of a drag, as the source of one does."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from ctypes import c_uint32, c_void_p
from typing import Final

from skop_desktop.desktop.x11_properties import XProperties

_ONE_PIXEL: Final = (0, 0, 1, 1, 0)
_SELECTION: Final = "XdndSelection"


@contextmanager
def dragging_window(display: str) -> Iterator[int]:
    """Its X id; the window and the selection are gone afterwards."""
    with XProperties(display) as properties:
        xcb, connection = properties._xcb, properties._connection
        window: int = xcb.xcb_generate_id(connection)
        root = xcb.xcb_setup_roots_iterator(xcb.xcb_get_setup(connection)).root.contents.value
        xcb.xcb_create_window(connection, 0, window, root, *_ONE_PIXEL, 0, 0, 0, None)
        xcb.xcb_set_selection_owner.argtypes = (c_void_p, *(c_uint32,) * 3)
        xcb.xcb_set_selection_owner(connection, window, properties._atom(_SELECTION), 0)
        assert properties.selection_owner(_SELECTION) == window
        yield window
