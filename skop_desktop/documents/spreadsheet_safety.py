"""Text that a spreadsheet program must not take for a formula.

A name on a website is anybody's text; a cell that begins with ``=`` is run by Excel when a table is
opened or pasted (OWASP, "CSV Injection").
"""

from __future__ import annotations

from typing import Final

_STARTS: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def neutralised(text: str) -> str:
    """``text`` with an apostrophe before it where a spreadsheet would run it."""
    return "'" + text if text.lstrip(" ").startswith(_STARTS) else text
