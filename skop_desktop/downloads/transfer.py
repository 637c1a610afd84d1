"""One transfer: from a link to a checked, durable file under its name."""

from __future__ import annotations

import asyncio
import hashlib
import os
from contextlib import aclosing
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import httpx

from skop_desktop.downloads import faults
from skop_desktop.downloads.addresses import MayFetch
from skop_desktop.downloads.answer import answer_for
from skop_desktop.downloads.body import Body
from skop_desktop.downloads.file_types import ending_of_mime, ending_of_type, known_ending
from skop_desktop.downloads.naming import file_name
from skop_desktop.downloads.plan import why_not_fetchable
from skop_desktop.downloads.reserve import Reservation, TargetFolder, settle
from skop_desktop.downloads.snapshot import WantedDocument
from skop_desktop.downloads.sniff import HEAD, is_page_instead


@dataclass(frozen=True, slots=True)
class SavedFile:
    """A file that is durable under its name. ``size``: bytes."""

    path: Path
    size: int
    sha256: str


class Steps(Protocol):
    """Whoever keeps account of a transfer is told each step before it is taken."""

    def reserved(self, part: Path, target: Path) -> None:
        """``part`` is about to be made."""

    def progressed(self, received: int, declared: int | None) -> None:
        """Bytes came; of how many, where the site said."""

    def checked(self, file: SavedFile) -> None:
        """All is here; the part is about to become ``file.path``."""

    def saved(self, file: SavedFile) -> None:
        """The file is durable. Also told when the transfer was cancelled a moment too late."""


async def fetch(
    client: httpx.AsyncClient,
    wanted: WantedDocument,
    folder: TargetFolder,
    steps: Steps,
    may_fetch: MayFetch,
) -> None:
    """Fetches ``wanted`` into ``folder`` once, without retries. Raises ``TransferError``.

    Whatever happens, cancellation included, no ``.part`` is left behind.
    """
    if (trouble := why_not_fetchable(wanted)) is not None:
        raise faults.no_link(wanted, trouble)
    async with (
        answer_for(client, wanted, may_fetch) as response,
        aclosing(Body(response, wanted)) as body,
    ):
        head = await body.head(HEAD)
        _check_head(response, wanted, head)
        name = _name(response, wanted, folder)
        try:
            reservation, descriptor = folder.reserve(name, steps.reserved)
        except OSError as error:
            raise faults.folder_trouble(wanted, error, folder.path) from error
        part = _Part(reservation, descriptor)
        try:
            part.append(head)
            async for chunk in body.rest():
                part.append(chunk)
                steps.progressed(body.received, body.declared)
            await _settle(part, folder, steps)
        except OSError as error:
            raise faults.folder_trouble(wanted, error, folder.path) from error
        finally:
            os.close(descriptor)
            folder.release(part.reservation)


class _Part:
    """The file while it is written, hashed on the way."""

    def __init__(self, reservation: Reservation, descriptor: int) -> None:
        self.reservation = reservation
        self.descriptor = descriptor
        self._size = 0
        self._digest = hashlib.sha256()

    def append(self, chunk: bytes) -> None:
        view = memoryview(chunk)
        while view:
            view = view[os.write(self.descriptor, view) :]
        self._size += len(chunk)
        self._digest.update(chunk)

    def as_saved(self) -> SavedFile:
        return SavedFile(self.reservation.target, self._size, self._digest.hexdigest())


async def _settle(part: _Part, folder: TargetFolder, steps: Steps) -> None:
    while True:
        file = part.as_saved()
        steps.checked(file)
        settling = asyncio.ensure_future(
            asyncio.to_thread(settle, part.descriptor, part.reservation)
        )
        try:
            await asyncio.shield(settling)
        except FileExistsError:
            part.reservation = folder.other_target(part.reservation)
            continue
        except asyncio.CancelledError:
            # The disk cannot be called back: the file is there in a moment, and must be known.
            await asyncio.wait([settling])
            if settling.exception() is None:
                steps.saved(file)
            raise
        steps.saved(file)
        return


def _check_head(response: httpx.Response, wanted: WantedDocument, head: bytes) -> None:
    if not head:
        raise faults.empty(wanted, str(response.url))
    content_type = response.headers.get("Content-Type", "")
    expected = (
        ending_of_type(wanted.document_type)
        or known_ending(response.url.path)
        or known_ending(wanted.name)
        or ending_of_mime(content_type)
    )
    if is_page_instead(expected, head):
        raise faults.not_the_document(wanted, str(response.url), content_type)


def _name(response: httpx.Response, wanted: WantedDocument, folder: TargetFolder) -> str:
    return file_name(
        wanted.name,
        wanted.key.url,
        document_type=wanted.document_type,
        content_type=response.headers.get("Content-Type", ""),
        longest=folder.longest_name,
    )
