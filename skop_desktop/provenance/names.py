"""The names of our own files in a folder, and which of them are free for us."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePath
from typing import Final

MANIFEST: Final = "manifest.csv"
JOBS: Final = "job.json"
UNFINISHED_DOWNLOAD: Final = ".part"

_LAST: Final = 99
_OWN: Final = re.compile(r"(manifest( \(\d+\))?\.csv|job( \(\d+\))?\.json)", re.IGNORECASE)


def numbered_names(name: str) -> Iterator[str]:
    """``name``, then ``name`` with (2), (3) … before its ending; 99 in all."""
    yield name
    path = PurePath(name)
    for number in range(2, _LAST + 1):
        yield f"{path.stem} ({number}){path.suffix}"


def is_own_name(name: str) -> bool:
    """Whether a record may have this name; no document should be saved under it."""
    return _OWN.fullmatch(name) is not None
