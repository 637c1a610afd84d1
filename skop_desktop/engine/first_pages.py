"""Documents of which the link says too little: fetched whole, read, and kept for the download."""

from __future__ import annotations

import asyncio
import secrets
import time
from collections.abc import Callable, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from skop_desktop.api.models import ScrapeParameters
from skop_desktop.engine.extraction.first_page import FirstPage
from skop_desktop.engine.extraction.reader import FileReader
from skop_desktop.engine.fetcher import Answer, Fetcher
from skop_desktop.engine.files import document_ending, is_web_page, size_of
from skop_desktop.engine.kept import KeptFile, keep

MOST_FILES: Final = 100
"""Documents of one job that are read before they are listed."""
MOST_BYTES: Final = 500_000_000
LARGEST: Final = 40_000_000
"""Bytes of one of them; a larger one is judged by its link."""
SHARE_OF_TIME: Final = 0.3
"""Of the job's time limit that may go into them."""

_BYTES_IN_MB: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class Fetched:
    """The site's answer; the file and its first page where it sent a document that was kept.

    ``at_least``: bytes that came of one that was left before its end.
    """

    answer: Answer
    kept: KeptFile | None = None
    page: FirstPage = field(default_factory=FirstPage)
    at_least: int = 0


class FirstPages:
    """Fetches and reads for one job, into ``folder``. A context manager: no process outlives it."""

    def __init__(
        self,
        fetcher: Fetcher,
        folder: Path,
        parameters: ScrapeParameters,
        *,
        reader: FileReader | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._fetcher = fetcher
        self._folder = folder
        self._largest = min(LARGEST, parameters.max_file_size_mb * _BYTES_IN_MB)
        self._seconds_left = parameters.timeout * SHARE_OF_TIME
        self._reader = reader or FileReader()
        self._clock = clock
        self._files_left = MOST_FILES
        self._bytes_left = MOST_BYTES
        self._under_way = 0
        self._stack = AsyncExitStack()

    async def __aenter__(self) -> Self:
        await self._stack.enter_async_context(self._reader)
        return self

    async def __aexit__(
        self, _t: type[BaseException] | None, _e: BaseException | None, _tb: TracebackType | None
    ) -> None:
        await self._stack.aclose()

    @property
    def has_room(self) -> bool:
        """Whether another document may be read for this job."""
        return (
            self._files_left > self._under_way and self._bytes_left > 0 and self._seconds_left > 0
        )

    def _wants(self, headers: Mapping[str, str]) -> bool:
        size = size_of(HTTPStatus.OK, headers)
        return not is_web_page(headers) and (size is None or size <= self._largest)

    async def fetch(self, url: str) -> Fetched:
        """Ask for the document once. Raises ``FetchFailed``, and ``OSError`` of the disk."""
        self._under_way += 1
        begun = self._clock()
        part = self._folder / f"{secrets.token_hex(8)}.part"
        try:
            await asyncio.to_thread(self._folder.mkdir, parents=True, exist_ok=True)
            answer = await self._fetcher.fetch_to(
                url, part, self._largest + 1, wants_body=self._wants
            )
            if answer.is_cut:
                return Fetched(answer, at_least=part.stat().st_size)
            ending = document_ending(answer.headers, answer.url)
            is_here = answer.is_good and answer.left_for is None
            if not is_here or not ending or not self._wants(answer.headers):
                return Fetched(answer)
            kept = await asyncio.to_thread(keep, part, ending)
            self._files_left -= 1
            self._bytes_left -= kept.size
            return Fetched(answer, kept, await self._reader.read(kept.path))
        except OSError:
            self._files_left = 0  # a disk that is full for one is full for all
            raise
        finally:
            self._under_way -= 1
            self._seconds_left -= self._clock() - begun
            part.unlink(missing_ok=True)
