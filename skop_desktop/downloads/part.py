"""The file while it is written: in a thread, in large blocks, hashed on the way."""

from __future__ import annotations

import asyncio
import hashlib
import os
import stat
import sys
from collections.abc import Callable
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, Final, TypeVar

from skop_desktop.downloads.beat import Beat
from skop_desktop.downloads.disk_threads import in_thread
from skop_desktop.downloads.reserve import Reservation, TargetFolder, make_part
from skop_desktop.downloads.resume import LEAST_KEPT, OVERLAP
from skop_desktop.downloads.steps import Unfinished

_BLOCK: Final = 1024 * 1024
"""Bytes written at once: a file of fewer costs one hop to a thread."""

_MADE_SAFE_EVERY: Final = 2 * 1024 * 1024
"""Bytes. A sync begins only when the one before has ended, so a slow disk sets the pace."""

_MADE_SAFE_AFTER: Final = 5.0
"""Seconds after which fewer bytes are made safe too: over a slow line 4 MB take minutes."""

_OPENED: Final = (
    os.O_RDWR
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_BINARY", 0)
)

T = TypeVar("T")


class PartDiffersError(Exception):
    """The site sends other bytes than those that are here: it is not the same file."""


class Part:
    """A ``.part``, used on one loop. ``size``: its bytes, those of earlier tries included.

    The file is made with the first bytes that are written. ``tell_safe`` is called with the number
    of bytes that are durable, now and then if ``keeps_safe``; ``reserve_other`` where the name is
    taken; with each ``beat`` it writes what came since. Whoever made it calls ``close``. Methods
    raise ``OSError`` for what the disk did not do.
    """

    def __init__(
        self,
        reservation: Reservation,
        tell_safe: Callable[[int], None],
        reserve_other: Callable[[Reservation], Reservation],
        beat: Beat,
    ) -> None:
        self.reservation = reservation
        self.is_made = False
        self.size = 0
        self.safe_bytes = 0
        self.keeps_safe = False
        self._descriptor = -1
        self._tell_safe = tell_safe
        self._reserve_other = reserve_other
        self._loop = asyncio.get_running_loop()
        self._digest = hashlib.sha256()
        self._expected = b""
        self._block: list[bytes] = []
        self._block_size = 0
        self._written = 0
        self._busy = 0
        self._quiet: asyncio.Future[None] | None = None
        self._is_to_close = False
        self._to_be_written: list[bytes] = []
        self._writing: asyncio.Future[bytes] | None = None
        self._syncing: asyncio.Future[None] | None = None
        self._being_synced = 0
        self._is_whole = self._has_failed_to_sync = False
        self._synced_at = self._loop.time()
        self._beat = beat
        beat.add(self._write_by_time)

    async def append(self, chunk: bytes) -> None:
        """Takes the next bytes; waits while the disk is behind.

        Raises ``PartDiffersError`` where bytes that are here already come otherwise.
        """
        if self._expected:
            chunk = self._compared(chunk)
        self._block.append(chunk)
        self._block_size += len(chunk)
        self.size += len(chunk)
        if self._block_size >= _BLOCK:
            await self._flush()
        if self.keeps_safe:
            self._make_safe(self._loop.time())

    async def go_on_from(self, first: int) -> None:
        """What comes next begins with byte ``first``; what is here after that is to be the same.

        Of more than was asked for, some bytes are compared and the others taken anew.
        """
        if first == self.size:
            return
        overlap = min(OVERLAP, self.safe_bytes - first)
        self._now_safe(first + overlap)
        self._digest, self._expected = await self._start(
            lambda: _cut(self._descriptor, first, overlap)
        )
        self.size, self._written = first, first + overlap

    def is_all(self) -> None:
        """The site says that nothing follows what is here."""
        self._digest.update(self._expected)
        self.size, self._expected = self.safe_bytes, b""

    async def begin_again(self) -> None:
        """Drops all that is here."""
        self._now_safe(0)
        await self._block_written()
        self._digest, self._expected = await self._start(lambda: _cut(self._descriptor, 0, 0))
        self._block = []
        self._block_size = self.size = self._written = 0

    async def end(self, look: Callable[[Path, BinaryIO], T]) -> tuple[str, T]:
        """Writes the rest and makes all of it durable: its SHA-256, and what ``look`` gave.

        ``look`` is called in the thread with the file and with its bytes to read from.
        """
        self._beat.discard(self._write_by_time)
        await self._block_written()
        blocks = self._taken()
        while True:
            try:
                ended = await self._start(lambda: self._end(blocks, look))
                break
            except FileExistsError:
                self._take_other_name()
        await self._idle()
        self.close()
        return ended

    async def keep(self) -> bool:
        """Makes durable what is here; whether that is worth going on from."""
        self._beat.discard(self._write_by_time)
        # A thread may be about to end it: whoever waited for that was cancelled.
        with suppress(OSError):
            await self._flush()
        await self._idle()
        if self._is_whole:
            self._now_safe(self.size)
        else:
            # A disk that is full has taken a piece of the last block.
            count = self._written
            # After one sync that failed the next may say yes, and the bytes are gone all the same.
            can_sync = self._descriptor >= 0 and not self._has_failed_to_sync
            if count > self.safe_bytes and can_sync:
                with suppress(OSError):
                    await self._start(self._sync)
                    self._now_safe(count)
        return self.safe_bytes >= LEAST_KEPT

    async def stop(self) -> None:
        """Drops what is not written yet; afterwards nothing is done to the file any more."""
        self._beat.discard(self._write_by_time)
        self._taken()
        await self._idle()

    def close(self) -> None:
        """Closes the file, after what a thread is doing with it."""
        self._beat.discard(self._write_by_time)
        self._is_to_close = self._busy > 0
        if self._descriptor >= 0 and not self._busy:
            os.close(self._descriptor)
            self._descriptor = -1

    def take_up(self, descriptor: int, start: int, digest: hashlib._Hash, expected: bytes) -> None:
        """The file is there and holds ``start`` bytes with ``digest``, and then ``expected``."""
        self._descriptor, self.is_made = descriptor, True
        self.size, self._digest, self._expected = start, digest, expected
        self.safe_bytes = self._written = start + len(expected)
        self.keeps_safe = True

    def _compared(self, chunk: bytes) -> bytes:
        expected = self._expected[: len(chunk)]
        if not chunk.startswith(expected):
            raise PartDiffersError
        self._expected = self._expected[len(expected) :]
        self._digest.update(expected)
        self.size += len(expected)
        return chunk[len(expected) :]

    async def _flush(self) -> None:
        """Hands the block to a thread once the one before is written."""
        await self._block_written()
        self._hand_over()

    def _hand_over(self) -> None:
        if blocks := self._taken():
            self._to_be_written = blocks
            self._writing = self._start(lambda: self._write(self._to_be_written))

    def _write_by_time(self) -> None:
        """What came is on disk soon, also where nothing follows for long."""
        if self._writing is None or (self._writing.done() and not self._writing.exception()):
            self._hand_over()

    async def _block_written(self) -> None:
        writing = self._writing
        while writing is not None:
            try:
                await asyncio.shield(writing)
            except FileExistsError:
                self._take_other_name()
                writing = self._writing = self._start(lambda: self._write(self._to_be_written))
            else:
                writing = None

    def _take_other_name(self) -> None:
        if self.is_made:
            raise OSError(None, "A name was taken that was ours.")
        self.reservation = self._reserve_other(self.reservation)

    def _taken(self) -> list[bytes]:
        blocks, self._block, self._block_size = self._block, [], 0
        return blocks

    def _write(self, blocks: list[bytes]) -> bytes:
        if not self.is_made:
            self._descriptor = make_part(self.reservation.part)
            self.is_made = True
        data = b"".join(blocks)
        self._digest.update(data)
        view = memoryview(data)
        while view:
            count = os.write(self._descriptor, view)
            self._written += count
            view = view[count:]
        return data

    def _sync(self) -> None:
        try:
            os.fsync(self._descriptor)
        except OSError:
            self._has_failed_to_sync = True
            raise

    def _end(self, blocks: list[bytes], look: Callable[[Path, BinaryIO], T]) -> tuple[str, T]:
        is_in_memory = self._written == 0
        data = self._write(blocks)
        _begin_writing_back(self._descriptor)
        file = BytesIO(data) if is_in_memory else open(self._descriptor, "rb", 0, closefd=False)  # noqa: SIM115 - closed as a descriptor
        seen = look(self.reservation.part, file)
        self._sync()
        descriptor, self._descriptor = self._descriptor, -1
        os.close(descriptor)
        self._is_whole = True
        return self._digest.hexdigest(), seen

    def _make_safe(self, now: float) -> None:
        if self._syncing is not None:
            if not self._syncing.done():
                return
            self._syncing.result()
            self._syncing, self._synced_at = None, now
            self._now_safe(self._being_synced)
        count = self._written - self.safe_bytes
        is_time = count >= LEAST_KEPT and now - self._synced_at >= _MADE_SAFE_AFTER
        if count >= _MADE_SAFE_EVERY or is_time:
            self._being_synced = self._written
            self._syncing = self._start(self._sync)

    def _now_safe(self, count: int) -> None:
        if count != self.safe_bytes:
            self.safe_bytes = count
            self._tell_safe(count)

    def _start(self, work: Callable[[], T]) -> asyncio.Future[T]:
        self._busy += 1
        return in_thread(self._loop, work, self._is_done)

    def _is_done(self) -> None:
        self._busy -= 1
        if not self._busy:
            if self._is_to_close:
                self.close()
            if self._quiet is not None and not self._quiet.done():
                self._quiet.set_result(None)

    async def _idle(self) -> None:
        """Until no thread is doing anything with the file; one at a time waits for that."""
        while self._busy:
            self._quiet = self._loop.create_future()
            await self._quiet


async def taken_up(
    unfinished: Unfinished,
    folder: TargetFolder,
    tell_safe: Callable[[int], None],
    reserve_other: Callable[[Reservation], Reservation],
) -> Part | None:
    """The part that an earlier try left, ready for more; ``None`` where it is of no use (any more).

    Its end is held back to be compared with what comes (``resume.OVERLAP``).
    """
    start = unfinished.safe_bytes - OVERLAP
    if unfinished.safe_bytes < LEAST_KEPT or unfinished.part.parent != folder.path:
        return None
    opened = await asyncio.shield(asyncio.ensure_future(asyncio.to_thread(_opened, unfinished)))
    if opened is None:
        return None
    descriptor, digest, expected = opened
    part = Part(
        folder.take_up(unfinished.part, unfinished.target), tell_safe, reserve_other, folder.beat
    )
    part.take_up(descriptor, start, digest, expected)
    return part


def discard(unfinished: Unfinished) -> None:
    """Removes what is left of a transfer that nobody goes on with."""
    with suppress(OSError):
        unfinished.part.unlink(missing_ok=True)


def _begin_writing_back(descriptor: int) -> None:
    """Has the disk begin while the contents are looked at: a third less time until all is durable.

    On Linux that is what "not needed any more" means for bytes that are not on disk yet.
    """
    if sys.platform == "linux":
        with suppress(OSError):
            os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)


def _opened(unfinished: Unfinished) -> tuple[int, hashlib._Hash, bytes] | None:
    """The file with exactly its safe bytes: descriptor, SHA-256 of all but the end, the end."""
    try:
        descriptor = os.open(unfinished.part, _OPENED)
    except OSError:
        return None
    try:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode) or status.st_size < unfinished.safe_bytes:
            os.close(descriptor)
            return None
        digest, expected = _cut(descriptor, unfinished.safe_bytes - OVERLAP, OVERLAP)
    except OSError:
        os.close(descriptor)
        return None
    return descriptor, digest, expected


def _cut(descriptor: int, count: int, overlap: int) -> tuple[hashlib._Hash, bytes]:
    """Leaves ``count`` bytes and ``overlap`` more: the SHA-256 of those, and these."""
    os.ftruncate(descriptor, count + overlap)
    return _hash_of(descriptor, count), os.read(descriptor, overlap)


def _hash_of(descriptor: int, count: int) -> hashlib._Hash:
    digest = hashlib.sha256()
    os.lseek(descriptor, 0, os.SEEK_SET)
    while count:
        block = os.read(descriptor, min(count, _BLOCK))
        if not block:
            raise OSError(None, "Another program has changed the unfinished file.")
        digest.update(block)
        count -= len(block)
    return digest
