"""What is odd about a document as it was sent."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from skop_desktop.api.links import link_trouble
from skop_desktop.api.tolerant import in_short, moment, number_between, text

_CLOCKS_DIFFER: Final = timedelta(days=1)
_HIDDEN: Final = re.compile("[\x00-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069]")
"""Control characters, and those that turn the direction of the text that follows."""
LARGEST_FILE_MB: Final = 1e9
"""A size above this is a mistake, not a file."""


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
