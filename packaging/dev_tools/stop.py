"""The one way in which setting up ends early."""

from __future__ import annotations

import errno

FAILED = 1
NEEDS_A_PERSON = 2
DISK_FULL = "The disk is full. Free about 1 GB and run the same command again."


class Stop(Exception):
    """Ends the command with ``message`` on one line (last lines of a tool may follow)."""

    def __init__(self, message: str, status: int = FAILED) -> None:
        super().__init__(message)
        self.status = status


def from_os_error(error: OSError) -> Stop:
    """Words for what the system refused."""
    if error.errno == errno.ENOSPC:
        return Stop(DISK_FULL)
    where = f" ({error.filename})" if error.filename else ""
    return Stop(f"The system refused: {error.strerror or error}{where}")
