# ruff: noqa: INP001 - goes beside the packages by itself
"""Where the installed app begins on Windows: as the app, or as the child that is asked for.

A program without a console has no stderr. What is said there before the window is open, and why the
app ended, is kept and shown.
"""

from __future__ import annotations

import ctypes
import io
import sys
from typing import Final

from skop_desktop.__main__ import main
from skop_desktop.child_programs import child_asked_for

_LONGEST: Final = 2_000
_ERROR_SIGN: Final = 0x10
"""MB_ICONERROR."""


class _Kept(io.TextIOBase):
    """The end of what was said."""

    def __init__(self) -> None:
        self.text = ""

    def writable(self) -> bool:
        return True

    def write(self, said: str) -> int:
        self.text = (self.text + said)[-_LONGEST:]
        return len(said)


def _run() -> int:
    given = sys.argv[1:]
    if sys.stderr is not None or child_asked_for(given) or "--check" in given:
        return main()
    kept = _Kept()
    sys.stderr = kept
    status: object = 1
    try:
        status = main()
    except SystemExit as ended:
        status = ended.code
    finally:
        if status:
            _show(kept.text.strip() or "Skop Desktop had to end, because of an error of its own.")
    return status if isinstance(status, int) else int(status is not None)


def _show(words: str) -> None:
    if sys.platform == "win32":
        ctypes.windll.user32.MessageBoxW(None, words, "Skop Desktop", _ERROR_SIGN)


if __name__ == "__main__":
    sys.exit(_run())
