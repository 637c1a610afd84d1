"""Looks at a disk that must be short: somebody waits with the mouse button down."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final, TypeVar

_Seen = TypeVar("_Seen")

_PATIENCE: Final = 0.3
"""Seconds. A disk of this computer needs thousandths, a server that has gone would need minutes."""


def seen_soon(look: Callable[[], _Seen], otherwise: _Seen, patience: float = _PATIENCE) -> _Seen:
    """What ``look`` sees, or ``otherwise`` where it takes longer than ``patience`` seconds.

    ``look`` must not raise. One that hangs is left to a thread that nobody waits for.
    """
    seen: list[_Seen] = []
    thread = threading.Thread(target=lambda: seen.append(look()), name="look", daemon=True)
    thread.start()
    thread.join(patience)
    return seen[0] if seen else otherwise


def files_there(paths: Iterable[Path]) -> frozenset[Path]:
    """Which of ``paths`` are files; none of them where the disk does not answer in time."""
    asked = tuple(paths)
    return seen_soon(lambda: frozenset(filter(os.path.isfile, asked)), frozenset[Path]())


def takes_files(folder: Path) -> bool:
    """Whether files can be put into ``folder``. A disk that does not answer in time may yet."""

    def look() -> bool:
        # Path.is_dir raises where a folder above it cannot be read.
        return os.path.isdir(folder) and os.access(folder, os.W_OK | os.X_OK)  # noqa: PTH112

    return seen_soon(look, otherwise=True)
