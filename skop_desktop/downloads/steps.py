"""What a transfer is told before it starts, and whom it tells each step."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from skop_desktop.downloads.addresses import MayFetch, may_fetch_as_written

Throttle = Callable[[int], Awaitable[None]]
"""Waits until that many bytes more may come, all transfers together."""


async def _at_full_speed(_: int) -> None:
    """For when no limit was set."""


@dataclass(frozen=True, slots=True)
class Rules:
    """What holds for every transfer. ``largest``: bytes a document may have, ``None`` for any.

    ``marks_origin``: the link is written into the file's own marks (``provenance/origin.py``).
    """

    may_fetch: MayFetch = may_fetch_as_written
    throttle: Throttle = _at_full_speed
    largest: int | None = None
    marks_origin: bool = True


@dataclass(frozen=True, slots=True)
class Unfinished:
    """What an earlier try left: ``safe_bytes`` of ``part`` are durable and came under ``url``.

    ``etag``, ``last_modified`` and ``date`` as the site sent them (RFC 9110, 8.8 and 6.6.1),
    ``length`` of the whole in bytes. ``target``: what the part is to become.
    """

    part: Path
    target: Path
    safe_bytes: int
    url: str = ""
    etag: str = ""
    last_modified: str = ""
    date: str = ""
    length: int | None = None


@dataclass(frozen=True, slots=True)
class Answered:
    """The head of the answer whose body is about to be written. Fields as in ``Unfinished``;
    ``url``: after all redirects."""

    url: str
    etag: str = ""
    last_modified: str = ""
    date: str = ""
    length: int | None = None


@dataclass(frozen=True, slots=True)
class SavedFile:
    """A file that is durable under its name. ``size``: bytes. ``note``, ``is_damaged``: as in
    ``TransferSnapshot``."""

    path: Path
    size: int
    sha256: str
    note: str = ""
    is_damaged: bool = False


class Steps(Protocol):
    """Whoever keeps account of a transfer is told each step before it is taken."""

    def answered(self, answer: Answered) -> None:
        """A whole answer came; its body is about to be written from its first byte.

        Not told when the rest of an unfinished part comes: what was told of it still holds.
        """

    def reserved(self, part: Path, target: Path) -> None:
        """``part`` is about to be made; nothing of it is durable yet."""

    def progressed(self, received: int, declared: int | None) -> None:
        """Bytes came, those of earlier tries counted; of how many, where the site said."""

    def safe(self, count: int) -> None:
        """The first ``count`` bytes of the part are durable; 0 when it begins anew."""

    def arrived(self) -> None:
        """All bytes are here: the site is not needed any more, only the disk."""

    async def twin(self, file: SavedFile) -> Path | None:
        """A file of this job in this folder with the same bytes; waits for one just being saved.

        ``None`` claims these bytes for ``file`` until it is saved or its transfer ends.
        """

    def checked(self, file: SavedFile) -> None:
        """All is here and durable; the part is about to become ``file.path``."""

    def saved(self, file: SavedFile) -> None:
        """The file is durable. Also told when the transfer was cancelled a moment too late."""

    def left(self, unfinished: Unfinished | None) -> None:
        """The try ended without a file: what is on disk for the next one, ``None`` for nothing.

        Told before ``fetch`` raises, cancellation included. Whoever wants nothing kept removes it
        with ``part.discard``.
        """
