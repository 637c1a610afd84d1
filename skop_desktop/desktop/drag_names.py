"""File names for drags whose target makes the file: legal on every system, none of them twice."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from pathlib import PurePath
from typing import Final

LONGEST: Final = 200
"""Bytes of UTF-8; the 259 units of a Windows descriptor and the 255 bytes of APFS hold it."""
LONGEST_ENDING: Final = 20
NAMELESS: Final = "document"

_FORBIDDEN: Final = re.compile(
    r'[\x00-\x1f\x7f-\x9f<>:"/\\|?*\u200e\u200f\u202a-\u202e\u2066-\u2069]'
)
_DEVICES: Final = re.compile(r"(?i)(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³])(\.|$)")


def drag_names(names: Iterable[str]) -> tuple[str, ...]:
    """``names`` as the target may use them, in the same order.

    The app's own naming has made them already; this is the last guard, since a backslash in a
    Windows descriptor makes a folder and two equal names make the target ask. Upper and lower case
    count as equal.
    """
    taken: set[str] = set()
    numbers: dict[str, int] = {}
    made = []
    for name in names:
        legal = chosen = _legal(name)
        while chosen.casefold() in taken:
            number = numbers[legal] = numbers.get(legal, 1) + 1
            chosen = _shortened(legal, f" ({number})")
        taken.add(chosen.casefold())
        made.append(chosen)
    return tuple(made)


def _legal(name: str) -> str:
    readable = name.encode("utf-8", "replace").decode("utf-8")
    plain = _FORBIDDEN.sub("_", unicodedata.normalize("NFC", readable)).strip().rstrip(". ")
    plain = plain.lstrip(".").strip() or NAMELESS
    return _shortened(f"_{plain}" if _DEVICES.match(plain) else plain, "")


def _shortened(name: str, addition: str) -> str:
    """``name`` with ``addition`` before its ending, cut so that both stay."""
    path = PurePath(name)
    ending = path.suffix if len(path.suffix.encode()) <= LONGEST_ENDING else ""
    stem = name.removesuffix(ending) if ending else name
    room = LONGEST - len(f"{addition}{ending}".encode())
    return f"{stem.encode()[:room].decode('utf-8', 'ignore').rstrip('. ')}{addition}{ending}"
