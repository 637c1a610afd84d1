"""What is dragged, in words."""

from __future__ import annotations

from skop_desktop.ui import formats


def documents(count: int) -> str:
    """``1 document``, ``3 documents``."""
    return "1 document" if count == 1 else f"{formats.count(count)} documents"
