"""The answer to a request for a document, through all redirects."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final
from urllib.parse import urlsplit

import httpx

from skop_desktop.downloads import faults
from skop_desktop.downloads.addresses import MayFetch
from skop_desktop.downloads.connection import LOCATION
from skop_desktop.downloads.snapshot import WantedDocument

MOST_REDIRECTS: Final = 10
LONGEST_WAIT: Final = 600.0
"""Seconds; a site that asks for a longer pause is asked again after this."""

_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_FILLED: Final = frozenset({200, 203})
_OF_A_RANGE: Final = frozenset({206, 416})
_NO_BODY: Final = frozenset({204, 205})


@asynccontextmanager
async def answer_for(
    client: httpx.AsyncClient,
    wanted: WantedDocument,
    may_fetch: MayFetch,
    *,
    url: str = "",
    headers: Mapping[str, str] | None = None,
) -> AsyncIterator[httpx.Response]:
    """The answer that holds ``wanted``, its body not yet read; from ``url`` if given.

    Its status is 200 or 203; with ``headers``, which ask for a range, also 206 or 416. Each hop is
    http or https, to a host that ``may_fetch`` allows, never from https to http, and gets nothing
    of what was sent to another host. Raises ``TransferError``.
    """
    link = "".join((url or wanted.key.url).split())
    with faults.told_plainly(wanted, link):
        here = httpx.URL(link)
    cookies = httpx.Cookies()
    for _ in range(MOST_REDIRECTS + 1):
        shown = str(here)
        await _allow(here, wanted, may_fetch)
        with faults.told_plainly(wanted, shown):
            request = client.build_request("GET", here, headers=headers)
            response = await _sent(client, request, cookies)
        try:
            location = response.extensions.get(LOCATION)
            if response.status_code in _REDIRECTS and location is not None:
                with faults.told_plainly(wanted, shown):
                    before, here = here, here.join(location)
                if before.scheme == "https" and here.scheme == "http" and not _is_own(here, wanted):
                    raise faults.less_secure(wanted, str(here))
                continue
            _check(response, wanted, is_range_asked=bool(headers))
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


async def _allow(url: httpx.URL, wanted: WantedDocument, may_fetch: MayFetch) -> None:
    if url.scheme not in {"http", "https"} or not url.host:
        raise faults.address_refused(wanted, str(url))
    if not await may_fetch(url.host, wanted.job_website):
        raise faults.address_refused(wanted, str(url))


async def _sent(
    client: httpx.AsyncClient, request: httpx.Request, cookies: httpx.Cookies
) -> httpx.Response:
    """The head of the answer. ``cookies`` live as long as one chain of redirects."""
    if cookies:
        cookies.set_cookie_header(request)
    response = await client.send(request, stream=True)
    if "set-cookie" in response.headers:
        cookies.extract_cookies(response)
    return response


def _is_own(url: httpx.URL, wanted: WantedDocument) -> bool:
    """Whether the job searched the unencrypted website at ``url`` itself."""
    try:
        site = urlsplit(wanted.job_website)
    except ValueError:
        return False
    return (site.scheme, site.hostname) == ("http", url.host)


def _check(response: httpx.Response, wanted: WantedDocument, *, is_range_asked: bool) -> None:
    code = response.status_code
    if code in _FILLED or (is_range_asked and code in _OF_A_RANGE):
        return
    if code in _OF_A_RANGE:
        text = "A part came where the whole was asked for."
        raise faults.unusable_answer(wanted, str(response.url), text)
    if code in _NO_BODY:
        raise faults.empty(wanted, str(response.url))
    wait = retry_after(response.headers, datetime.now(UTC))
    raise faults.refused(wanted, str(response.url), code, wait)
