"""Whether there is a screen to open a window on."""

from __future__ import annotations

import re
import socket
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Final

WITHOUT_SCREEN: Final = frozenset({"offscreen", "minimal", "vnc"})
"""Qt platforms that draw without a screen."""

VIRTUAL_DISPLAY: Final = 'xvfb-run -a -s "-screen 0 1400x900x24"'

_X11_PORT: Final = 6000
_WAIT: Final = 2.0


def display_trouble(environment: Mapping[str, str]) -> str | None:
    """One line that says why no window can open and how to go on, or ``None``.

    Asked before Qt starts, because Qt ends the process where it finds no screen.
    """
    if not sys.platform.startswith("linux"):
        return None
    if environment.get("QT_QPA_PLATFORM", "").split(":")[0] in WITHOUT_SCREEN:
        return None
    if environment.get("WAYLAND_DISPLAY"):
        return None
    display = environment.get("DISPLAY", "")
    if display and _answers(display):
        return None
    what = f"the display {display} does not answer" if display else "there is no display"
    return (
        f"Skop Desktop needs a screen, and {what}. On a virtual one: {VIRTUAL_DISPLAY} skop-desktop"
    )


def _answers(display: str) -> bool:
    read = re.fullmatch(r"(?P<host>[^:]*):(?P<number>\d+)(\.\d+)?", display)
    if read is None:
        return False
    number = int(read["number"])
    if read["host"] in {"", "unix"}:
        return _connects(socket.AF_UNIX, f"/tmp/.X11-unix/X{number}") or _connects(  # noqa: S108 - X11's own place
            socket.AF_UNIX, f"\0/tmp/.X11-unix/X{number}"
        )
    try:
        with socket.create_connection((read["host"], _X11_PORT + number), _WAIT):
            return True
    except OSError:
        return False


def _connects(family: socket.AddressFamily, path: str) -> bool:
    if not path.startswith("\0") and not Path(path).exists():
        return False
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.settimeout(_WAIT)
        try:
            probe.connect(path)
        except OSError:
            return False
    return True
