"""What cannot be asked for at all."""

from __future__ import annotations

from skop_desktop.api.links import link_trouble
from skop_desktop.downloads.snapshot import WantedDocument


def why_not_fetchable(wanted: WantedDocument) -> str | None:
    """What keeps ``wanted`` from being asked for at all, in plain words, or ``None``."""
    link = wanted.key.url
    return link_trouble("" if link.startswith("no link:") else link)
