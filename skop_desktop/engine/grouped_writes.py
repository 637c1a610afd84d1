"""Many small steps in one SQLite file: each whole or not at all, brought to disk in groups."""

from __future__ import annotations

import asyncio
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

_COMMIT_EACH: Final = 0.05
"""Seconds: what a kill may lose is done again."""


class GroupedWrites:
    """Begins and commits for whoever writes to ``database``.

    ``on_undone``: called when a step has failed and left nothing. Raises ``sqlite3.Error``.
    """

    def __init__(self, database: sqlite3.Connection, on_undone: Callable[[], None]) -> None:
        self._db = database
        self._on_undone = on_undone
        self._depth = 0
        self._is_writing = False
        self._began = 0.0
        self._timer: asyncio.TimerHandle | None = None

    @contextmanager
    def together(self) -> Iterator[None]:
        """What happens inside is kept whole or not at all. May be nested; not across awaits."""
        if not self._depth:
            self.begin()
            self._db.execute("SAVEPOINT step")
        self._depth += 1
        try:
            yield
        except BaseException:
            self._depth -= 1
            if not self._depth:
                self._db.execute("ROLLBACK TO step")
                self._db.execute("RELEASE step")
                self._on_undone()
            raise
        self._depth -= 1
        if not self._depth:
            self._db.execute("RELEASE step")
            self.commit_if_due()

    def begin(self) -> None:
        """Before a statement that stands for itself; ``commit_if_due`` after it."""
        if not self._is_writing:
            self._db.execute("BEGIN")
            self._is_writing = True
            self._began = time.monotonic()

    def commit_if_due(self) -> None:
        """Commit now, or a moment later while an event loop runs."""
        if self._depth:
            return
        if time.monotonic() - self._began >= _COMMIT_EACH:
            self.commit()
        elif self._timer is None:
            try:
                loop = asyncio.get_running_loop()
            except RuntimeError:
                self.commit()
            else:
                self._timer = loop.call_later(_COMMIT_EACH, self.commit)

    def commit(self) -> None:
        """Keep everything up to now."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if self._is_writing:
            self._db.execute("COMMIT")
            self._is_writing = False
