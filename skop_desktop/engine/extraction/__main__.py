"""The process that reads strangers' files: paths come in on stdin, first pages go out on stdout.

It says when it is ready, and ends when stdin is closed. What a file breaks here is this process
alone; a new one is started.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence

from skop_desktop.engine.extraction.first_page import FirstPage, Obstacle
from skop_desktop.engine.extraction.kinds import read_first_page
from skop_desktop.engine.extraction.limits import limit_itself, limit_next_file
from skop_desktop.engine.extraction.wire import READY, answer, asked

_STDIN, _STDOUT = 0, 1


def main(arguments: Sequence[str] = ()) -> int:  # noqa: ARG001 - every child has the same form
    """Read files until nobody asks any more."""
    limit_itself()
    _say(READY)
    for line in _lines():
        limit_next_file()
        try:
            page = read_first_page(asked(line))
        except (MemoryError, RecursionError):
            _say(answer(FirstPage(obstacle=Obstacle.TOO_LARGE)))
            return 1  # what is left of its memory is of no use
        _say(answer(page))
    return 0


def _lines() -> Iterator[bytes]:
    # os.read, because a window's program on Windows may have no sys.stdin.
    waiting = b""
    while block := os.read(_STDIN, 65_536):
        *lines, waiting = (waiting + block).split(b"\n")
        yield from lines


def _say(line: bytes) -> None:
    while line:
        line = line[os.write(_STDOUT, line) :]


if __name__ == "__main__":
    sys.exit(main())
