"""From a name for the part to the durable file under its own."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO, Final, Self, TypeVar

from skop_desktop.downloads import faults
from skop_desktop.downloads.contents import Contents, contents_in
from skop_desktop.downloads.naming import split_ending
from skop_desktop.downloads.part import Part, taken_up
from skop_desktop.downloads.reserve import Reservation, TargetFolder
from skop_desktop.downloads.resume import just_begun
from skop_desktop.downloads.snapshot import WantedDocument
from skop_desktop.downloads.sniff import HEAD, ending_of_head, is_program_instead
from skop_desktop.downloads.steps import Answered, Rules, SavedFile, Steps, Unfinished
from skop_desktop.downloads.template import saved_name
from skop_desktop.errors import LibraryError, TransferError
from skop_desktop.provenance.origin import mark_origin

CHANGED: Final = "The site changed it while it was being fetched; this is the new one."
_INSIDE_TELLS: Final = frozenset({"zip", "ole"})

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Source:
    """Where the bytes come from, and what was said of them there."""

    url: str
    content_type: str = ""
    disposition: str = ""
    name: str = ""
    """A name that is settled already."""
    expected: str = ""
    """The ending that the document should have."""


class Saving:
    """One document on its way into one folder; what is not finished at the end is left.

    A part is kept where the same may go on later. Raises ``TransferError`` for what the disk did
    not do.
    """

    def __init__(
        self, wanted: WantedDocument, folder: TargetFolder, steps: Steps, rules: Rules
    ) -> None:
        self.part: Part | None = None
        self.notes: list[str] = []
        self.wanted = wanted
        self._folder = folder
        self.steps = steps
        self.rules = rules
        self._unfinished: Unfinished | None = None
        self._ending = ""

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, _kind: object, error: BaseException | None, _: object) -> None:
        if error is None:
            return
        is_passing = isinstance(error, OSError | asyncio.CancelledError | LibraryError)
        await self.leave(
            keeps_part=error.retryable if isinstance(error, TransferError) else is_passing
        )
        if isinstance(error, OSError):
            raise faults.folder_trouble(self.wanted, error, self._folder.path) from error

    async def take_up(self, unfinished: Unfinished) -> Part | None:
        """The part of an earlier try, if it is of use."""
        self.part = await taken_up(unfinished, self._folder, self.steps.safe, self._reserve_other)
        if self.part is not None:
            self._unfinished = unfinished
        return self.part

    async def begin(self, source: Source, head: bytes, answer: Answered | None) -> Part:
        """An empty part for what begins with ``head``."""
        if answer is not None:
            self.steps.answered(answer)
        if self.part is None:
            outside = ending_of_head(head)
            self._ending = "" if outside in _INSIDE_TELLS else outside
            name = self._name(source, self._ending)
            reservation = self._folder.reserve(name, self.steps.reserved)
            self.part = Part(reservation, self.steps.safe, self._reserve_other, self._folder.beat)
        else:
            await self.part.begin_again()
        here = self.part.reservation
        self._unfinished = just_begun(here.part, here.target, answer)
        return self.part

    async def finish(self, source: Source, sha256: str = "") -> bool:
        """All bytes have been given to the part: makes it the file, or finds the same one there.

        ``False`` if they are not those of ``sha256`` where that is given; nothing is left then.
        """
        part = self._open_part()
        self.steps.arrived()

        def look(path: Path, file: BinaryIO) -> Contents:
            file.seek(0)
            found = contents_in(file, file.read(HEAD))
            if self.rules.marks_origin:
                mark_origin(path, source.url, self.wanted.source_page)
            return found

        came, contents = await part.end(look)
        if sha256 not in {"", came}:
            await self.leave(keeps_part=False)
            return False
        # An archive of programs is known by its inner names, which stand at its end.
        if source.expected != "zip" and is_program_instead(source.expected, contents.ending):
            raise faults.program_instead(self.wanted, source.url, source.content_type)
        self._follow_contents(part, source, contents)
        notes = " ".join(filter(None, [*self.notes, contents.note]))
        file = SavedFile(
            part.reservation.target, part.size, came, notes, is_damaged=contents.is_damaged
        )
        twin = await self.steps.twin(file)
        if twin is None:
            await self._settle(part, file)
            return True
        self.part = None
        self._folder.release(part.reservation)
        same = f"The same file as “{twin.name}”; saved once."
        self.steps.saved(replace(file, path=twin, note=" ".join(filter(None, [same, notes]))))
        return True

    async def leave(self, *, keeps_part: bool) -> None:
        """Ends without a file; keeps what is there if it may be gone on from, and says so.

        Whoever cancels it meanwhile, when a pause is followed by the end of the app, waits for the
        disk all the same: what is kept would be lost, or made after it was removed.
        """
        part = self.part
        if part is None:
            return
        try:
            kept, was_cancelled = await _to_its_end(
                lambda: self._kept_of(part, keeps_part=keeps_part)
            )
        except (OSError, LibraryError):
            self._let_go(part, None)
            raise
        # Not where the loop is closed over it: the part is for the next start then.
        self._let_go(part, kept)
        if was_cancelled:
            raise asyncio.CancelledError

    async def _kept_of(self, part: Part, *, keeps_part: bool) -> Unfinished | None:
        if not (keeps_part and part.keeps_safe):
            await part.stop()
            return None
        if self._unfinished is None or not await part.keep():
            return None
        target, safe_bytes = part.reservation.target, part.safe_bytes
        return replace(self._unfinished, target=target, safe_bytes=safe_bytes)

    def _let_go(self, part: Part, kept: Unfinished | None) -> None:
        part.close()
        self.part = None
        self._release(part, keeps_part=kept is not None)
        self.steps.left(kept)

    def _release(self, part: Part, *, keeps_part: bool) -> None:
        try:
            self._folder.release(part.reservation, keeps_part=keeps_part or not part.is_made)
        except OSError:
            return  # its disk is gone, which is what the transfer ended by

    def _reserve_other(self, reservation: Reservation) -> Reservation:
        return self._folder.instead_of(reservation, self.steps.reserved)

    def _open_part(self) -> Part:
        if self.part is None:
            raise RuntimeError("nothing was begun")
        return self.part

    def _follow_contents(self, part: Part, source: Source, contents: Contents) -> None:
        """Gives the file another name if its bytes ask for another ending."""
        if source.name or contents.ending in {"", self._ending}:
            return
        name = self._name(source, contents.ending)
        if split_ending(name)[1].lower() != split_ending(part.reservation.target.name)[1].lower():
            part.reservation = self._folder.other_target(part.reservation, name)

    def _name(self, source: Source, contents: str) -> str:
        return source.name or saved_name(
            self.wanted,
            url=source.url,
            content_type=source.content_type,
            disposition=source.disposition,
            contents=contents,
            longest=self._folder.longest_name,
        )

    async def _settle(self, part: Part, file: SavedFile) -> None:
        while True:
            self.steps.checked(file)
            here = part.reservation
            settling = self._folder.settling.settle(here.part, here.target)
            try:
                await settling
            except FileExistsError:
                part.reservation = self._folder.other_target(part.reservation)
                file = replace(file, path=part.reservation.target)
                continue
            except asyncio.CancelledError:
                # The disk could not be called back: the file is there, and must be known.
                if settling.exception() is None:
                    self._end(part, file)
                raise
            self._end(part, file)
            return

    def _end(self, part: Part, file: SavedFile) -> None:
        self.part = None
        self._folder.settled(part.reservation)
        self.steps.saved(file)


async def _to_its_end(ending: Callable[[], Awaitable[T]]) -> tuple[T, bool]:
    """What ``ending`` gives, which can be begun anew; and whether somebody cancelled it."""
    was_cancelled = False
    while True:
        try:
            return await ending(), was_cancelled
        except asyncio.CancelledError:
            was_cancelled = True
