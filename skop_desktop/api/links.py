"""Why a link cannot be fetched. Loads nothing but the standard library: each transfer asks."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import urlsplit

LONGEST_LINK: Final = 8_000
"""Characters (RFC 9110, 4.1 asks every recipient to take this many)."""

_PLAINLY_USABLE: Final = re.compile(r"https?://[a-z0-9]+(?:[.-][a-z0-9]+)+(?::[0-9]+)?/")
"""Most links by far; taking each apart costs a third of the time that reading a document takes."""


def link_trouble(link: str | None) -> str | None:
    """What keeps ``link`` from being fetched, in plain words, or ``None``."""
    if not link or not link.strip():
        return "The service sent no link for it."
    if len(link) <= LONGEST_LINK and _PLAINLY_USABLE.match(link):
        return None
    if len(link) > LONGEST_LINK:
        return f"Its link is {len(link):,} characters long, more than any site takes."
    try:
        parts = urlsplit(link.strip())
        host = parts.hostname
    except ValueError:
        return "Its link cannot be read."
    if parts.scheme.lower() not in {"http", "https"}:
        return f"Its link is not a web address ({parts.scheme[:20] or 'no scheme'})."
    return None if host else "Its link names no website."
