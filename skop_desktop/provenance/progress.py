"""How far long work in a thread is, for whoever looks now and then, and the way to stop it."""

from __future__ import annotations

import threading


class Stopped(Exception):
    """The work was stopped, and has left nothing behind."""


class Progress:
    """``done`` and ``total`` in bytes; ``total`` may grow. Any thread may look or stop."""

    def __init__(self) -> None:
        self.done = 0
        self.total = 0
        self.words = ""
        self._stop = threading.Event()

    def stop(self) -> None:
        """Has the work end with ``Stopped`` at its next step."""
        self._stop.set()

    def begin(self, words: str, total: int) -> None:
        """A part of the work begins: what it does, in plain words, and how many bytes it reads."""
        self.words = words
        self.total += total
        self.advance(0)

    def advance(self, count: int) -> None:
        """``count`` bytes more are done. Raises ``Stopped``."""
        self.done += count
        if self._stop.is_set():
            raise Stopped
