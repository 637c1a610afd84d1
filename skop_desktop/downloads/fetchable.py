"""What cannot be asked for at all."""

from __future__ import annotations

from typing import Final

from skop_desktop.api.links import link_trouble
from skop_desktop.downloads.snapshot import WantedDocument

NO_LINK: Final = "no link:"
"""What stands in the key of a transfer in place of a link, before the document's name."""


def why_not_fetchable(wanted: WantedDocument) -> str | None:
    """What keeps ``wanted`` from being asked for at all, in plain words, or ``None``."""
    link = wanted.key.url
    return link_trouble("" if link.startswith(NO_LINK) else link)
