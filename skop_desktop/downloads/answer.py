"""The answer to a request for a document, through all redirects."""

from __future__ import annotations

import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final

import httpx
import truststore

from skop_desktop import __version__
from skop_desktop.downloads import faults
from skop_desktop.downloads.addresses import MayFetch
from skop_desktop.downloads.snapshot import WantedDocument

MOST_REDIRECTS: Final = 10
LONGEST_WAIT: Final = 600.0
"""Seconds; a site that asks for a longer pause is asked again after this."""

_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_FILLED: Final = frozenset({200, 203})
_LOCATION: Final = "skop.location"
_NO_BODY: Final = frozenset({204, 205})


def transfer_client(*, connect: float = 15.0, silence: float = 60.0) -> httpx.AsyncClient:
    """A client for transfers: the system's certificates and proxies, seconds as given.

    No limit on the whole time: a long document may take hours as long as bytes keep coming.
    """
    return httpx.AsyncClient(
        verify=truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT),
        timeout=httpx.Timeout(silence, connect=connect, pool=None),
        follow_redirects=False,
        limits=httpx.Limits(max_connections=None, max_keepalive_connections=8),
        headers={
            "User-Agent": f"SkopDesktop/{__version__}",
            "Accept": "*/*",
            "Accept-Encoding": "identity",
        },
        event_hooks={"response": [_take_location]},
    )


@asynccontextmanager
async def answer_for(
    client: httpx.AsyncClient, wanted: WantedDocument, may_fetch: MayFetch
) -> AsyncIterator[httpx.Response]:
    """The 200 answer that holds ``wanted``, its body not yet read.

    Each hop is http or https, to a host that ``may_fetch`` allows, and gets nothing of what was
    sent to the hop before. Raises ``TransferError``.
    """
    url = wanted.key.url
    with faults.told_plainly(wanted, url):
        here = httpx.URL("".join(url.split()) if url != url.strip() else url)
    for _ in range(MOST_REDIRECTS + 1):
        shown = str(here)
        if here.scheme not in {"http", "https"} or not here.host:
            raise faults.address_refused(wanted, shown)
        if not await may_fetch(here.host, wanted.job_website):
            raise faults.address_refused(wanted, shown)
        with faults.told_plainly(wanted, shown):
            response = await client.send(client.build_request("GET", here), stream=True)
        try:
            location = response.extensions.get(_LOCATION)
            if response.status_code in _REDIRECTS and location is not None:
                with faults.told_plainly(wanted, shown):
                    here = here.join(location)
                continue
            _check(response, wanted)
            with faults.told_plainly(wanted, shown, has_begun=True):
                yield response
            return
        finally:
            await response.aclose()
    raise faults.too_many_redirects(wanted, shown, MOST_REDIRECTS)


def retry_after(headers: httpx.Headers, now: datetime) -> float | None:
    """Seconds from ``Retry-After``, a number or a date (RFC 9110, 10.2.3); at most ten minutes."""
    value = headers.get("Retry-After", "").strip()
    if value.isascii() and value.isdigit():
        return min(float(value[:9]), LONGEST_WAIT)
    try:
        until = parsedate_to_datetime(value)
    except ValueError:
        return None
    if until.tzinfo is None:
        until = until.replace(tzinfo=UTC)
    return min(max(0.0, (until - now).total_seconds()), LONGEST_WAIT)


async def _take_location(response: httpx.Response) -> None:
    """Keeps httpx from reading ``Location`` itself: it takes a bad one for a broken connection."""
    if (location := response.headers.pop("Location", None)) is not None:
        response.extensions[_LOCATION] = location


def _check(response: httpx.Response, wanted: WantedDocument) -> None:
    if response.status_code in _FILLED:
        return
    if response.status_code in _NO_BODY:
        raise faults.empty(wanted, str(response.url))
    wait = retry_after(response.headers, datetime.now(UTC))
    raise faults.refused(wanted, str(response.url), response.status_code, wait)
