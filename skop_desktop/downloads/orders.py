"""What transfers can be asked for, wherever they run: in this process or in one of their own."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal

from skop_desktop.downloads.snapshot import JobFacts, TransferKey, WantedDocument

_AT_ONCE: Final = 100
"""Documents in one order of ``start``: more would hold up the window while they are written."""

Act = Literal[
    "start",
    "cancel",
    "pause",
    "resume",
    "pause_all",
    "resume_all",
    "move",
    "retry",
    "remove",
    "set_limits",
]
"""What an order asks of the queue: the name of its method."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What all transfers keep to. ``at_once`` and ``per_host``: transfers. ``bytes_per_second``: of
    all together; ``largest``: bytes a document may have; ``None`` is no limit for either.
    """

    at_once: int = 6
    per_host: int = 2
    bytes_per_second: int | None = None
    largest: int | None = None
    marks_origin: bool = True


@dataclass(frozen=True, slots=True)
class Order:
    """One thing asked for. ``number`` tells it from the others of its sender."""

    act: Act
    values: tuple[Any, ...] = ()
    number: int = 0


class TransferOrders(ABC):
    """Transfers, as the app asks for them. Each method returns at once."""

    @abstractmethod
    def open(self) -> None:
        """Begins: earlier transfers are shown, unfinished ones go on."""

    @abstractmethod
    def shutdown(self, timeout: float = 2.0) -> bool:
        """Stops everything, waits up to ``timeout`` seconds; whether all has ended.

        Unfinished transfers go on at the next start. May be called twice, and before ``open``.
        """

    @abstractmethod
    def take(self, order: Order) -> None:
        """Has ``order`` carried out after all that came before it."""

    def start(
        self, folder: Path, wanted: Sequence[WantedDocument], job: JobFacts | None = None
    ) -> None:
        """Fetches documents into ``folder``; those in hand or saved already are left alone.

        ``job``: what the folder's ``job.json`` is to say.
        """
        for first in range(0, len(wanted), _AT_ONCE):
            piece = tuple(wanted[first : first + _AT_ONCE])
            self.take(Order("start", (folder, piece, job if first == 0 else None)))

    def cancel(self, keys: Iterable[TransferKey]) -> None:
        """Stops transfers and removes what is there of them."""
        self.take(Order("cancel", (tuple(keys),)))

    def pause(self, keys: Iterable[TransferKey]) -> None:
        """Holds transfers; what is there of them stays, also over the end of the app."""
        self.take(Order("pause", (tuple(keys),)))

    def resume(self, keys: Iterable[TransferKey]) -> None:
        """Goes on with paused transfers."""
        self.take(Order("resume", (tuple(keys),)))

    def pause_all(self) -> None:
        """Holds every transfer, and what is asked for until somebody resumes."""
        self.take(Order("pause_all"))

    def resume_all(self) -> None:
        """Goes on with everything; tries at once what the queue itself was waiting for."""
        self.take(Order("resume_all"))

    def move(self, keys: Iterable[TransferKey], before: TransferKey | None) -> None:
        """Puts transfers, in the order given, right before ``before``; ``None`` puts them last."""
        self.take(Order("move", (tuple(keys), before)))

    def retry(self, keys: Iterable[TransferKey]) -> None:
        """Tries failed and cancelled transfers again."""
        self.take(Order("retry", (tuple(keys),)))

    def remove(self, keys: Iterable[TransferKey]) -> None:
        """Takes transfers off the list; saved files stay on disk."""
        self.take(Order("remove", (tuple(keys),)))

    def set_limits(
        self,
        *,
        at_once: int,
        per_host: int,
        bytes_per_second: int | None,
        largest: int | None,
        marks_origin: bool,
    ) -> None:
        """What holds from now on (``Limits``), for transfers that run too; none is stopped."""
        limits = Limits(at_once, per_host, bytes_per_second, largest, marks_origin)
        self.take(Order("set_limits", (limits,)))
