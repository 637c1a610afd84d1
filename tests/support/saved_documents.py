"""The documents that lie in a folder, without the lists that the app keeps beside them."""

from __future__ import annotations

from pathlib import Path
from typing import Final

LISTS: Final = frozenset({"manifest.csv", "job.json"})
_UNFINISHED_LIST: Final = ".skop-*.tmp"
"""A list while it is written: a second after the last document, and then it has its own name."""


def saved_documents(folder: Path) -> list[Path]:
    """Every saved document below ``folder``."""
    found = (path for path in folder.rglob("*") if path.is_file())
    return sorted(
        path for path in found if path.name not in LISTS and not path.match(_UNFINISHED_LIST)
    )
