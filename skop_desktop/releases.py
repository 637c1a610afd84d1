"""Where versions are published, and whether there is a newer one.

A forge answers ``<releases>/latest`` with a redirect to the page of the newest version, whose
address ends in its tag (GitHub, "Linking to releases"; Forgejo and GitLab do alike). Only that
redirect is read. The request carries nothing but the name of the app: no version, no system, no
cookie, nothing that tells one person from another.
"""

from __future__ import annotations

import asyncio
import re
import ssl
from typing import Final

import httpx
import truststore

RELEASES_PAGE: Final = ""
"""The page that lists all versions: ``Releases`` of the project's URLs in pyproject.toml, which a
test compares. Empty while there is none: then nothing is asked, and the settings say why."""

_PATIENCE: Final = 10.0
_TAG: Final = re.compile(r"/v?(\d{1,6})\.(\d{1,6})\.(\d{1,6})/?$")

Version = tuple[int, int, int]


def version_of(text: str) -> Version | None:
    """``0.1.0`` as three numbers; ``None`` for what is no finished version."""
    found = _TAG.search(f"/{text}")
    return (int(found[1]), int(found[2]), int(found[3])) if found else None


def is_newer(version: str, than: str) -> bool:
    """Whether ``version`` is a finished version above ``than``."""
    asked, own = version_of(version), version_of(than)
    return asked is not None and own is not None and asked > own


async def newest_version(page: str, trust: ssl.SSLContext | None = None) -> str | None:
    """The newest version published on ``page``, as ``0.2.0``.

    ``None`` where nobody answers, or with anything but a redirect to a version.
    """
    async with httpx.AsyncClient(
        verify=trust or truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT),
        timeout=_PATIENCE,
        follow_redirects=False,
        headers={"User-Agent": "Skop-Desktop"},
    ) as http:
        try:
            # The body is of no use: closed with the block, it is not waited for.
            async with (
                asyncio.timeout(2 * _PATIENCE),
                http.stream("GET", f"{page.rstrip('/')}/latest") as answer,
            ):
                target = answer.headers.get("Location", "") if answer.is_redirect else ""
        except (httpx.HTTPError, httpx.InvalidURL, OSError):
            return None
    version = version_of(target)
    return ".".join(map(str, version)) if version else None
