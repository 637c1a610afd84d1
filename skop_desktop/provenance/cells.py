"""Cells of a CSV that a spreadsheet shows and never runs, and that read back as they were.

As ``documents/spreadsheet_safety`` (OWASP, "CSV Injection"), but reversible: a file that is really
called ``'=x.pdf`` must be found again under that name.
"""

from __future__ import annotations

from typing import Final

_RUN: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
_LONGEST: Final = 32_767
"""Characters a cell of Excel holds; it cuts a longer one without a word."""


def cell(text: str) -> str:
    """``text`` as it is written: legal UTF-8, no formula, not longer than Excel takes."""
    legal = text.encode("utf-8", "replace").decode("utf-8").replace("\0", "\ufffd")
    return ("'" + legal if _looks_run(legal) else legal)[:_LONGEST]


def text_of(written: str) -> str:
    """The text that ``cell`` wrote so."""
    return written[1:] if written.startswith("'") and _looks_run(written) else written


def _looks_run(text: str) -> bool:
    return text.lstrip(" '").startswith(_RUN)
