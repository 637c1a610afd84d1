"""What was looked at, and how it ended; printed as it goes and once more at the end."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


class Refuted(Exception):
    """Something does not hold; the words say what was seen instead."""


class Skipped(Exception):
    """This machine does not allow it to be looked at."""


@dataclass
class Proofs:
    """Every claim with its outcome."""

    lines: list[str] = field(default_factory=list)
    failed: int = 0

    @contextmanager
    def claim(self, words: str) -> Iterator[list[str]]:
        """Prints ``words`` with the outcome of the block; what the block appends is told too."""
        began = time.monotonic()
        facts: list[str] = []
        try:
            yield facts
        except Refuted as seen:
            self.failed += 1
            self._tell("FAILED", words, began, [*facts, str(seen)])
        else:
            self._tell("proved", words, began, facts)

    def _tell(self, word: str, words: str, began: float, facts: list[str]) -> None:
        told = f" ({'; '.join(facts)})" if facts else ""
        self.lines.append(f"{word}: {words}{told}")
        print(f"{self.lines[-1]} [{time.monotonic() - began:.1f} s]", flush=True)

    def conclude(self) -> int:
        """The last line; the exit status."""
        proved = len(self.lines) - self.failed
        print(f"\n{proved} proved, {self.failed} failed", flush=True)
        for line in self.lines:
            if line.startswith("FAILED"):
                print(line, flush=True)
        return 1 if self.failed else 0


def expect(holds: object, seen: str) -> None:
    """Raises ``Refuted`` with what was ``seen`` where it does not hold."""
    if not holds:
        raise Refuted(seen.strip()[-2000:] or "nothing was said")
