"""What is odd about a document as it was sent, and why a link cannot be fetched."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from urllib.parse import urlsplit

from skop_desktop.api.tolerant import in_short, moment, number_between, text

LONGEST_LINK: Final = 8_000
"""Characters (RFC 9110, 4.1 asks every recipient to take this many)."""

_CLOCKS_DIFFER: Final = timedelta(days=1)
_HIDDEN: Final = re.compile("[\x00-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069]")
"""Control characters, and those that turn the direction of the text that follows."""
_PLAINLY_USABLE: Final = re.compile(r"https?://[a-z0-9]+(?:[.-][a-z0-9]+)+(?::[0-9]+)?/")
"""Most links by far; taking each apart costs a third of the time that reading a document takes."""

LARGEST_FILE_MB: Final = 1e9
"""A size above this is a mistake, not a file."""


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


def oddities_of(sent: Mapping[str, Any]) -> list[str]:
    """What is odd about a document as it was sent, in plain words."""
    notes = []
    if (trouble := link_trouble(text(sent.get("url")))) is not None:
        notes.append(trouble)
    for name, label, usable in _BOUNDED:
        value = sent.get(name)
        if value is not None and usable(value) is None:
            notes.append(_not_usable(label, value))
    notes.extend(_oddities_of_name(sent.get("name")))
    if (found_at := sent.get("extracted_at")) is not None:
        read = moment(found_at)
        if read is None:
            notes.append(_not_usable("time", found_at))
        elif read - datetime.now(UTC) > _CLOCKS_DIFFER:
            notes.append("The time at which it was found lies in the future.")
    return notes


_BOUNDED: Final = (
    ("confidence_score", "confidence", number_between(0, 1)),
    ("file_size_mb", "size", number_between(0, LARGEST_FILE_MB)),
)


def _not_usable(label: str, value: object) -> str:
    return f"The {label} that was sent is not usable ({in_short(value)})."


def _oddities_of_name(name: object) -> Iterator[str]:
    read = text(name)
    if name is not None and read is None:
        yield "The name that was sent is not text."
    elif read and _HIDDEN.search(read):
        yield "Its name holds line breaks or hidden characters."
