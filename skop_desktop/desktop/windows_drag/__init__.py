"""Documents dragged out on Windows before they are downloaded: virtual files over COM.

The target reads names from ``FileGroupDescriptorW`` and bytes from ``FileContents`` streams; the
first read of a stream starts the download (Microsoft: Shell Clipboard Formats, Handling Shell Data
Transfer Scenarios). Copy only, never move.

What was run: under wine 8 (``packaging/verify_windows_drag.py``), a program in C in a process of
its own took the data object from the clipboard and by a real ``DoDragDrop`` with a moved pointer,
read every stream and compared the bytes. What was not run: Explorer or any other program of real
Windows, and Qt's own handling of the mouse there. Hence off unless ``settings.drags_natively``.

Only ``start_drag`` imports ``comtypes``, which readies COM on the thread that imports it first.
"""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Sequence

from skop_desktop.desktop.windows_drag.item import DragItem

__all__ = ["DragItem", "is_available", "start_drag", "why_not"]


def why_not(system: str = sys.platform) -> str:
    """Why nothing can be dragged this way here, in plain words; empty where it can."""
    if system != "win32":
        return "Only Windows takes files this way."
    if importlib.util.find_spec("comtypes") is None:
        return "A part of the app that talks to Windows is missing (comtypes). Install it again."
    return ""


def is_available(system: str = sys.platform) -> bool:
    """Whether ``start_drag`` can be called."""
    return not why_not(system)


def start_drag(items: Sequence[DragItem], window_handle: int) -> bool:
    """Drag ``items`` with the pointer until the button is let go; whether a place took them.

    For the window's thread, from its mouse-move handler with the left button down, and not from a
    coroutine: Windows runs a message loop of its own in here, in which the window goes on living.
    The files are read after this has returned, on other threads. ``window_handle``: of the window
    that holds the rows (``int(window.winId())``); it is sent the release of the button that the
    drag has swallowed. Raises ``OSError`` where Windows refuses.
    """
    if sys.platform == "win32":
        # Not before it is needed: the import readies COM on this very thread.
        from skop_desktop.desktop.windows_drag.dragging import drag  # noqa: PLC0415

        return drag(items, window_handle)
    else:  # noqa: RET505 - type checkers see platforms by the branch
        raise OSError(why_not())
