"""What every verification needs at hand."""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

from verification.chroot import Chroot
from verification.proofs import Proofs


@dataclass(frozen=True)
class Bench:
    """A bare system, the display that it shows its windows on, and where pictures go."""

    suite: str
    inside: Chroot
    display: str
    pictures: Path
    proofs: Proofs

    def claim(self, words: str) -> AbstractContextManager[list[str]]:
        """A claim about this system."""
        return self.proofs.claim(f"{self.suite}: {words}")
