"""The body of an answer, decoded as RFC 9110 (8.4) says and whole or an error."""

from __future__ import annotations

import zlib
from collections.abc import AsyncGenerator, AsyncIterator
from typing import Final

import httpx

from skop_desktop.downloads import faults
from skop_desktop.downloads.snapshot import WantedDocument

_GZIP: Final = 16 + zlib.MAX_WBITS
_ZLIB: Final = zlib.MAX_WBITS
_WINDOWS: Final = {"gzip": _GZIP, "x-gzip": _GZIP, "deflate": _ZLIB}


class Body:
    """Reads one body. ``received`` and ``declared`` count bytes as sent, before decoding.

    Raises ``TransferError``: ``CUT_SHORT`` where it ends early, ``SITE_TROUBLED`` where it is in a
    coding that was not asked for and is not known.
    """

    def __init__(self, response: httpx.Response, wanted: WantedDocument) -> None:
        self.received = 0
        self._response = response
        self._wanted = wanted
        self._url = str(response.url)
        self._coding = response.headers.get("Content-Encoding", "").strip().lower()
        if self._coding not in {"", "identity", *_WINDOWS}:
            raise faults.unusable_answer(
                wanted, self._url, f"Content-Encoding: {self._coding[:100]}"
            )
        self.declared = _declared_length(response.headers)
        self._chunks = self._decoded()

    async def head(self, size: int) -> bytes:
        """At least the first ``size`` bytes, fewer only where the body has fewer."""
        head = b""
        async for chunk in self._chunks:
            head += chunk
            if len(head) >= size:
                break
        return head

    def rest(self) -> AsyncIterator[bytes]:
        """What follows the head."""
        return self._chunks

    async def aclose(self) -> None:
        """Ends reading, wherever it is."""
        await self._chunks.aclose()

    async def _decoded(self) -> AsyncGenerator[bytes, None]:
        window = _WINDOWS.get(self._coding)
        decoder = None if window is None else zlib.decompressobj(window)
        async for chunk in self._response.aiter_raw():
            self.received += len(chunk)
            if decoder is None:
                yield chunk
                continue
            try:
                yield decoder.decompress(chunk)
            except zlib.error as error:
                raise faults.unusable_answer(self._wanted, self._url, str(error)) from error
        if self.declared is not None and self.received != self.declared:
            raise faults.cut_short(
                self._wanted,
                self._url,
                f"{self.received} of {self.declared} bytes came.",
            )
        if decoder is not None and self.received and not decoder.eof:
            raise faults.cut_short(self._wanted, self._url, "The packed body has no end.")


def _declared_length(headers: httpx.Headers) -> int | None:
    """``Content-Length``, unless the body is framed otherwise (RFC 9112, 6.3)."""
    length = headers.get("Content-Length", "")
    if "Transfer-Encoding" in headers or not (length.isascii() and length.isdigit()):
        return None
    return int(length)
