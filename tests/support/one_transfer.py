"""One transfer without a queue: each try as a test wants it, and everything that it told."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from pathlib import Path

from skop_desktop.downloads.connection import transfer_client
from skop_desktop.downloads.reserve import TargetFolder
from skop_desktop.downloads.snapshot import WantedDocument
from skop_desktop.downloads.steps import Answered, Rules, SavedFile, Unfinished
from skop_desktop.downloads.transfer import fetch
from skop_desktop.errors import TransferError

TRIES = 3


@dataclass
class Told:
    """The steps of all tries, in words and with what came of them."""

    steps: list[str] = field(default_factory=list)
    safe_bytes: list[int] = field(default_factory=list)
    received: list[tuple[int, int | None]] = field(default_factory=list)
    file: SavedFile | None = None
    unfinished: Unfinished | None = None
    same_as: Path | None = None
    news: asyncio.Event = field(default_factory=asyncio.Event)

    def answered(self, answer: Answered) -> None:
        self._note("answered")
        self.answer = answer

    def reserved(self, part: Path, target: Path) -> None:
        self._note("reserved")
        assert not part.exists()
        assert part.parent == target.parent

    def progressed(self, received: int, declared: int | None) -> None:
        self.received.append((received, declared))
        self.news.set()

    def safe(self, count: int) -> None:
        self._note("safe")
        self.safe_bytes.append(count)

    def arrived(self) -> None:
        self._note("arrived")

    async def twin(self, _: SavedFile) -> Path | None:
        self._note("twin")
        return self.same_as

    def checked(self, _: SavedFile) -> None:
        self._note("checked")

    def saved(self, file: SavedFile) -> None:
        self._note("saved")
        assert file.path.stat().st_size == file.size
        self.file, self.unfinished = file, None

    def left(self, unfinished: Unfinished | None) -> None:
        self._note("left")
        self.unfinished = unfinished

    def _note(self, step: str) -> None:
        self.steps.append(step)
        self.news.set()


class OneTransfer:
    """A document, a folder, and as many tries as it takes. ``errors``: how each try ended."""

    def __init__(
        self,
        wanted: WantedDocument,
        folder: Path,
        rules: Rules | None = None,
        *,
        silence: float = 20.0,
        connect: float = 15.0,
    ) -> None:
        self.wanted = wanted
        self.folder = folder
        self.told = Told()
        self.errors: list[TransferError] = []
        self._rules = rules or Rules()
        self._silence, self._connect = silence, connect

    @property
    def there(self) -> list[str]:
        """Names of what is in the folder."""
        return sorted(path.name for path in self.folder.iterdir()) if self.folder.exists() else []

    @property
    def left_over(self) -> list[str]:
        """Names of unfinished files in the folder."""
        return sorted(path.name for path in self.folder.glob("*.part"))

    async def try_once(self, unfinished: Unfinished | None = None, *, url: str = "") -> None:
        """One try. Raises ``TransferError``."""
        async with transfer_client(silence=self._silence, connect=self._connect) as client:
            await fetch(
                client,
                self.wanted,
                TargetFolder(self.folder),
                self.told,
                self._rules,
                unfinished,
                url=url,
            )

    async def received(self, count: int) -> None:
        """Until ``count`` bytes have come."""
        while not (self.told.received and self.told.received[-1][0] >= count):
            self.told.news.clear()
            await self.told.news.wait()

    async def run(self) -> SavedFile | None:
        """Tries again, each time with what is left, while that may help."""
        for _ in range(TRIES):
            try:
                await self.try_once(self.told.unfinished)
            except TransferError as error:
                self.errors.append(error)
                if not error.retryable:
                    break
            else:
                break
        return self.told.file
