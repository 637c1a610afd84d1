"""A question to a site by the client of the transfers, and all that is answered."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import aclosing, asynccontextmanager
from typing import NamedTuple

from skop_desktop.downloads.connection import TransferClient
from skop_desktop.downloads.exchange import Answer
from skop_desktop.downloads.web_address import web_address


class Got(NamedTuple):
    """An answer with its body, as it was sent."""

    status_code: int
    content: bytes


@asynccontextmanager
async def asked(client: TransferClient, url: str) -> AsyncIterator[Answer]:
    """The answer, whose body is read or not."""
    async with aclosing(await client.ask(web_address(url), {})) as answer:
        yield answer


async def body_of(answer: Answer) -> bytes:
    """All of the body."""
    return b"".join([piece async for piece in answer.stream])


async def got(client: TransferClient, url: str) -> Got:
    """What is answered, read to its end. Raises ``httpx.TransportError``."""
    async with asked(client, url) as answer:
        return Got(answer.status_code, await body_of(answer))
