"""The same bytes under several links of one job: kept once, and said so."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, NamedTuple

from skop_desktop.downloads.record import Record
from skop_desktop.downloads.snapshot import TransferKey, TransferState
from skop_desktop.downloads.steps import SavedFile

ERROR_PAGE: Final = "{} links of this search gave the same file; it is probably an error page."
_ERROR_PAGE: Final = re.compile(re.escape(ERROR_PAGE).replace(r"\{\}", r"\d+"))
_SUSPICIOUS: Final = 3


class _Bytes(NamedTuple):
    """What two transfers must share for one file to do for both."""

    job: str
    folder: str
    sha256: str


@dataclass(slots=True)
class _Claim:
    owner: TransferKey
    is_settled: asyncio.Event = field(default_factory=asyncio.Event)


class Twins:
    """Who saves which bytes in which folder, and how many links of a job gave them.

    Used on one loop.
    """

    def __init__(self) -> None:
        self._saved: dict[_Bytes, tuple[Path, int]] = {}
        self._claims: dict[_Bytes, _Claim] = {}
        self._claimed_by: dict[TransferKey, _Bytes] = {}
        self._links: dict[tuple[str, str], set[str]] = {}

    async def of(self, record: Record, file: SavedFile) -> Path | None:
        """A file that is saved already with these bytes; waits for one that is just being saved.

        ``None`` claims the bytes for ``record``, until ``saved`` or ``end`` is told of it.
        """
        same = _Bytes(record.key.job, str(record.folder), file.sha256)
        while True:
            saved = self._saved.get(same)
            if saved is not None and _is_there(*saved):
                return saved[0]
            claim = self._claims.get(same)
            if claim is None or claim.owner == record.key:
                break
            await claim.is_settled.wait()
        self.end(record.key)
        self._claims[same] = _Claim(record.key)
        self._claimed_by[record.key] = same
        return None

    def saved(self, record: Record) -> None:
        """``record`` has its file; also for those of earlier starts."""
        if record.state is not TransferState.SAVED or record.path is None or not record.sha256:
            return
        same = _Bytes(record.key.job, str(record.folder), record.sha256)
        own = (record.path, record.size or 0)
        known = self._saved.setdefault(same, own)
        if known is not own and known[0] != record.path and not _is_there(*known):
            self._saved[same] = own
        self._links.setdefault((record.key.job, record.sha256), set()).add(record.key.url)
        self.end(record.key)

    def end(self, key: TransferKey) -> None:
        """The transfer ended, whichever way: who waits for its bytes looks again."""
        same = self._claimed_by.pop(key, None)
        if same is not None:
            self._claims.pop(same).is_settled.set()

    def forget(self, record: Record) -> None:
        """``record`` is fetched again or gone from the list: its link counts no longer."""
        if record.sha256:
            self._links.get((record.key.job, record.sha256), set()).discard(record.key.url)

    def links(self, record: Record) -> frozenset[str]:
        """The links of its job that gave the bytes of ``record``."""
        return frozenset(self._links.get((record.key.job, record.sha256), ()))


def with_count(note: str, links: int) -> str:
    """``note``, saying so where ``links`` are too many for chance."""
    rest = _ERROR_PAGE.sub("", note).strip()
    return joined((rest, ERROR_PAGE.format(links) if links >= _SUSPICIOUS else ""))


def says_error_page(note: str) -> bool:
    """Whether ``note`` says that a file is probably an error page."""
    return _ERROR_PAGE.search(note) is not None


def joined(notes: Iterable[str]) -> str:
    """Several notes as one; each once."""
    return " ".join(dict.fromkeys(note for note in notes if note))


def _is_there(path: Path, size: int) -> bool:
    try:
        return path.stat().st_size == size
    except OSError:
        return False
