"""Small files that are replaced whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path


def write_whole(path: Path, content: bytes) -> None:
    """Writes ``path``; at any moment it holds the old or the new content, never a part.

    Blocks until the content is durable. Raises ``OSError``, and leaves nothing then. One writer at
    a time: what a killed one has left goes with the next, or with ``discard_unfinished``.
    """
    unfinished = _unfinished(path)
    try:
        # Made anew, never opened: it may be a link that leads anywhere.
        unfinished.unlink(missing_ok=True)
        with unfinished.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise


def discard_unfinished(paths: Iterable[Path]) -> None:
    """Removes what a killed ``write_whole`` has left beside ``paths``, where that can be done."""
    for path in paths:
        with suppress(OSError):
            _unfinished(path).unlink(missing_ok=True)


def _unfinished(path: Path) -> Path:
    return path.with_name(f".skop-{path.name}.tmp")
