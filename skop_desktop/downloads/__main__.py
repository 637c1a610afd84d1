"""``python -m skop_desktop.downloads``: the transfers, in a process of their own.

Started by ``process.TransferProcess``. Orders come on stdin, news goes out on stdout (``wire``);
what is logged goes to stderr. It ends when its stdin does, so it cannot outlive the app for long,
and what is unfinished then stands in the ledger.
"""

from __future__ import annotations

import gc
import logging
import os
import signal
import sys
from collections.abc import Sequence
from contextlib import suppress
from typing import BinaryIO, Final

from skop_desktop.downloads.serving import serve

_STANDS_BACK: Final = 5
_COLLECTED_AFTER: Final = 50_000
"""Objects. By Python's 700 the collector takes a fifteenth of a small document's time, and finds
next to nothing: transfers make no cycles."""


def main(arguments: Sequence[str]) -> int:
    """Serve until stdin ends. The exit status."""
    if arguments:
        sys.stderr.write("This program is started by Skop Desktop and takes no arguments.\n")
        return 2
    orders, news = _pipes()
    # A terminal asks the whole group to stop: the app is asked as well, and it ends this process.
    for asked in (signal.SIGINT, getattr(signal, "SIGHUP", signal.SIGINT)):
        signal.signal(asked, signal.SIG_IGN)
    logging.basicConfig(
        stream=sys.stderr, level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s"
    )
    _stand_back()
    gc.freeze()
    gc.set_threshold(_COLLECTED_AFTER)
    status = serve(orders, news)
    with suppress(OSError):
        sys.stderr.flush()
    # Not by return: a thread that waits for a disk must not hold the process.
    os._exit(status)


def _stand_back() -> None:
    """On a busy computer the window comes first; on Windows the app starts us that way."""
    if sys.platform != "win32":
        os.nice(_STANDS_BACK)


def _pipes() -> tuple[BinaryIO, BinaryIO]:
    """Stdin and stdout for us alone: whoever prints something prints it to stderr."""
    orders = os.fdopen(os.dup(0), "rb")
    news = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    sys.stdout = sys.stderr
    return orders, news


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
