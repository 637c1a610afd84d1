"""Source pages, read again when the link of a document has died."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit
from weakref import WeakValueDictionary

from skop_desktop.downloads.answer import answer_for
from skop_desktop.downloads.body import body_of
from skop_desktop.downloads.client_lease import ClientLease
from skop_desktop.downloads.exchange import Answer
from skop_desktop.downloads.fresh_link import Link, fresh_link, is_signed, links_of
from skop_desktop.downloads.snapshot import WantedDocument
from skop_desktop.downloads.steps import Rules
from skop_desktop.errors import TransferError

LARGEST: Final = 5_000_000
"""Bytes of a page; what comes after them is not looked at."""

LONGEST: Final = 30.0
"""Seconds that reading a page may take."""

_KEPT: Final = 8
_FRESH_FOR: Final = 60.0
_DEAD: Final = frozenset({403, 404, 410})
_DEAD_IF_SIGNED: Final = frozenset({400, 401})


def is_dead_link(error: TransferError, url: str) -> bool:
    """Whether ``error`` says that ``url`` leads to the document no longer, or not as it is.

    400 and 401 are how some stores answer to a signed link that has expired.
    """
    code = error.detail.code
    return code in _DEAD or (code in _DEAD_IF_SIGNED and is_signed(url))


def can_be_read(wanted: WantedDocument) -> bool:
    """Whether there is a source page to look at."""
    try:
        page = urlsplit(wanted.source_page)
    except ValueError:
        return False
    return page.scheme in {"http", "https"} and wanted.source_page != wanted.key.url


@dataclass(frozen=True, slots=True)
class _Read:
    links: tuple[Link, ...]
    at: float


class SourcePages:
    """Reads source pages, each once a minute: documents of one page often die together.

    Used on one loop.
    """

    def __init__(self, clients: ClientLease) -> None:
        self._clients = clients
        self._loop = asyncio.get_running_loop()
        self._read: OrderedDict[tuple[str, str], _Read] = OrderedDict()
        self._reading: WeakValueDictionary[tuple[str, str], asyncio.Lock] = WeakValueDictionary()

    async def fresh_link(self, wanted: WantedDocument, rules: Rules) -> str | None:
        """The link that took the place of the dead one of ``wanted``.

        Raises ``TransferError`` where the page cannot be read.
        """
        links = await self._links(wanted, rules)
        return await asyncio.to_thread(fresh_link, wanted.key.url, wanted.name, links)

    async def _links(self, wanted: WantedDocument, rules: Rules) -> Sequence[Link]:
        # By job too: what one job may ask for, another may not.
        which = (wanted.key.job, wanted.source_page)
        lock = self._reading.get(which)
        if lock is None:
            lock = self._reading[which] = asyncio.Lock()
        async with lock:
            known = self._read.get(which)
            if known is not None and self._loop.time() - known.at < _FRESH_FOR:
                return known.links
            page, url, content_type = await self._page(wanted, rules)
            links = await asyncio.to_thread(links_of, page, url, content_type)
            self._read[which] = _Read(links, self._loop.time())
            while len(self._read) > _KEPT:
                self._read.popitem(last=False)
            return links

    async def _page(self, wanted: WantedDocument, rules: Rules) -> tuple[bytes, str, str]:
        try:
            async with (
                asyncio.timeout(LONGEST),
                self._clients.use() as client,
                answer_for(client, wanted, rules.may_fetch, url=wanted.source_page) as response,
            ):
                page = await _beginning(response, wanted)
                return page, response.url.text, response.headers.get("content-type", "")
        except TimeoutError as error:
            raise TransferError("The source page took too long.", retryable=True) from error


async def _beginning(response: Answer, wanted: WantedDocument) -> bytes:
    page = bytearray()
    async for chunk in body_of(response, wanted):
        page += chunk
        if len(page) >= LARGEST:
            break
    return bytes(page[:LARGEST])
