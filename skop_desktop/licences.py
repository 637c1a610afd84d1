"""What the app is made of, as the installers were built: names, versions, licences in full."""

from __future__ import annotations

import json
from dataclasses import dataclass

from skop_desktop.resources import resource


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the app. ``systems``: where it belongs to, empty for everywhere."""

    name: str
    version: str
    licence: str
    systems: str
    text: str


def read_parts() -> tuple[Part, ...]:
    """Every part, the app itself first. Raises ``ResourceMissing`` where the list is missing.

    The list is written by ``python3 packaging/dev.py licences``.
    """
    read = json.loads(resource("licences", "parts.json").read_text("utf-8"))
    texts: dict[str, str] = read["texts"]
    rule = f"\n{'─' * 40}\n\n"
    return tuple(
        Part(
            part["name"],
            part["version"],
            part["licence"],
            part["system"],
            rule.join(texts[text] for text in part["texts"]),
        )
        for part in read["parts"]
    )
