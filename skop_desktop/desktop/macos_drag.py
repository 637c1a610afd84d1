"""Documents dragged out on macOS before they are downloaded: file promises (NSFilePromiseProvider).

The place of the drop says into which file each document is to be written, and our own queue writes
it there. Where a document is on disk already its file goes along, for the many programs that know
no promises. Copy only, never move.

Written after Apple's headers and PyObjC's; **not run on any Mac yet**: only what needs none of it
is tested. Hence off unless ``settings.drags_natively``. Only ``start_drag`` imports PyObjC.
"""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import CancelledError
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from skop_desktop.desktop.drag_names import drag_names
from skop_desktop.errors import SkopError, TransferError, TransferFault

WRITE_FAILED: Final = 512
"""``NSFileWriteUnknownError``."""
OUT_OF_SPACE: Final = 640
"""``NSFileWriteOutOfSpaceError``."""
CANCELLED: Final = 3072
"""``NSUserCancelledError``: Finder shows nothing."""


@dataclass(frozen=True, slots=True)
class Promise:
    """A document that is written when the place where it was dropped asks for it.

    ``save_to``: called on a background thread with the file to make; blocks until the checked
    document is there under exactly that name, or raises ``TransferError`` (``CancelledError`` of
    ``concurrent.futures`` when a person gave it up) and leaves nothing. ``path``: the file when it
    is on disk already; ``save_to`` then copies it.
    """

    name: str
    save_to: Callable[[Path], None]
    path: Path | None = None


@dataclass(frozen=True, slots=True)
class Unkept:
    """Why a promise was not kept: a code of ``NSCocoaErrorDomain``, and words for Finder."""

    code: int
    words: str


def why_not(system: str = sys.platform) -> str:
    """Why nothing can be dragged this way here, in plain words; empty where it can."""
    if system != "darwin":
        return "Only macOS takes files this way."
    if importlib.util.find_spec("AppKit") is None:
        return "A part of the app that talks to macOS is missing (PyObjC). Install it again."
    return ""


def is_available(system: str = sys.platform) -> bool:
    """Whether ``start_drag`` can be called."""
    return not why_not(system)


def named(promises: Sequence[Promise]) -> tuple[Promise, ...]:
    """``promises`` under names that every system takes, none twice."""
    names = drag_names(promise.name for promise in promises)
    return tuple(replace(each, name=name) for each, name in zip(promises, names, strict=True))


def keep(promise: Promise, destination: Path) -> Unkept | None:
    """Write ``promise`` to ``destination``; ``None`` when it was kept. Blocks."""
    try:
        promise.save_to(destination)
    except CancelledError:
        return Unkept(CANCELLED, "The download was cancelled.")
    except TransferError as error:
        is_full = error.fault is TransferFault.DISK_FULL
        return Unkept(OUT_OF_SPACE if is_full else WRITE_FAILED, str(error))
    except (SkopError, OSError) as error:
        return Unkept(WRITE_FAILED, str(error))
    return None


def start_drag(promises: Sequence[Promise], view_handle: int) -> bool:
    """Start a drag of ``promises``; whether macOS took it. Returns at once, the drag goes on.

    For the main thread, from the mouse-move handler of the rows with the button down: macOS starts
    a drag from the very event that is being handled. ``view_handle``: ``int(window.winId())``, an
    ``NSView``. Qt is not told when the button comes up, for the drag swallows that; send the rows'
    viewport a release of the left button after this call, or Qt goes on thinking it is down.
    """
    if sys.platform == "darwin":
        # Not before it is needed: other systems have no PyObjC.
        from skop_desktop.desktop.macos_promises import drag  # noqa: PLC0415

        return drag(named(promises), view_handle)
    else:  # noqa: RET505 - type checkers see platforms by the branch
        raise OSError(why_not())
