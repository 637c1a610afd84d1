"""Work that a click started: what goes wrong in it is told, never lost."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

from skop_desktop.aio import ExclusiveTask, Tasks
from skop_desktop.errors import SkopError
from skop_desktop.messages import Message, MessageBus, message_of


class Doer:
    """Starts work, and tells the person what came of it where that has to be told."""

    def __init__(self, tasks: Tasks, messages: MessageBus) -> None:
        self._tasks = tasks
        self._messages = messages

    def do(self, work: Coroutine[Any, Any, object], name: str) -> None:
        """Starts ``work``; a ``SkopError`` of it becomes a message."""
        self._tasks.spawn(self._told(work), name=name)

    def one_at_a_time(self) -> ExclusiveTask:
        """A slot in which what starts next cancels what ran before."""
        return ExclusiveTask(self._tasks)

    def tell(self, message: Message) -> None:
        """Tells ``message``."""
        self._messages.publish(message)

    def tell_error(self, error: SkopError) -> None:
        """Tells ``error`` in its own words."""
        self._messages.publish(message_of(error))

    def listen(self, hear: Callable[[Message], None]) -> Callable[[], None]:
        """Hands every message to ``hear`` as well. Returns what ends it."""
        return self._messages.subscribe(hear)

    def withdraw(self, about: str) -> None:
        """Takes back what was told about ``about``."""
        self._messages.withdraw(about)

    async def _told(self, work: Coroutine[Any, Any, object]) -> None:
        try:
            await work
        except SkopError as error:
            self.tell_error(error)
