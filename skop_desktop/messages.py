"""One path for everything a person is told, from any layer to the one place that shows it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from skop_desktop.errors import SkopError


class Level(StrEnum):
    """How much a message matters, mildest first."""

    INFO = "info"
    DONE = "done"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class MessageAction:
    """What the person can do about a message, at once: ``words`` is the button, a verb."""

    words: str
    run: Callable[[], None]


@dataclass(frozen=True, slots=True)
class Message:
    """Something to tell. ``text``: whole sentences in plain words.

    ``about`` names the thing it is about: a newer message about the same thing takes its place,
    and ``MessageBus.withdraw`` takes it back. Empty: it stands alone.
    """

    level: Level
    text: str
    error: SkopError | None = None
    action: MessageAction | None = None
    about: str = ""

    @property
    def stays(self) -> bool:
        """Whether it is shown until the person closes it."""
        return self.level is Level.ERROR

    @property
    def details(self) -> str:
        """The technical side of the error, for a bug report; empty where there is none."""
        return str(self.error.detail) if self.error is not None else ""


def message_of(
    error: SkopError, action: MessageAction | None = None, *, about: str = ""
) -> Message:
    """What to tell of ``error``, in its own words."""
    return Message(Level.ERROR, str(error), error, action, about)


Show = Callable[[Message], None]
Withdraw = Callable[[str], None]


class MessageBus:
    """Hands each message to everyone who listens, in the order in which they came.

    Belongs to one thread; what other threads have to tell goes through that thread's loop.
    """

    def __init__(self) -> None:
        self._listeners: dict[object, tuple[Show, Withdraw | None]] = {}

    def subscribe(self, show: Show, withdraw: Withdraw | None = None) -> Callable[[], None]:
        """Hand every message to ``show`` from now on. Returns what ends it, good for many calls."""
        ticket = object()
        self._listeners[ticket] = (show, withdraw)

        def unsubscribe() -> None:
            self._listeners.pop(ticket, None)

        return unsubscribe

    def publish(self, message: Message) -> None:
        """Tell ``message`` to everyone who listens now."""
        for show, _ in tuple(self._listeners.values()):
            show(message)

    def withdraw(self, about: str) -> None:
        """Take back what was told about ``about``, because it holds no longer."""
        for _, withdraw in tuple(self._listeners.values()):
            if withdraw is not None:
                withdraw(about)
