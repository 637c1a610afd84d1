"""One row of a drag on Windows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from threading import Event


@dataclass(frozen=True, slots=True)
class DragItem:
    """A document that is fetched when the place where it was dropped asks for its first byte.

    ``size``: bytes, only when exact; Explorer takes it at its word. ``fetch``: called on a thread
    of COM's, never on the window's, at most once at a time; blocks until the checked file is on
    disk and returns where, or raises ``TransferError``. Its event is set when nobody wants the
    file any more; to give up then, raise ``concurrent.futures.CancelledError``. ``path``: the file
    when it is on disk already; ``fetch`` is not called then. The file must stay for as long as the
    target reads, which nobody is told: clear the stage folder at the next start of the app.
    """

    name: str
    size: int | None
    fetch: Callable[[Event], Path]
    path: Path | None = None
