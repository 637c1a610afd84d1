"""Sets right the time that Qt believes the X server has.

Qt keeps the latest time of all events, and takes it from requests for dragged data too. libfm
(pcmanfm) asks for those with the seconds since 1970 for a time. If these seem later than the
server's milliseconds, Qt lives in the future from then on, and the server grants it no selection
any more: after one drag over pcmanfm, Ctrl+C in the app copied nothing. To be called after each
request: the drop itself is told with Qt's time, and asked back with it.
"""

from __future__ import annotations

from typing import Final

from skop_desktop.desktop.x11_properties import XProperties

_HALF: Final = 1 << 31
_WHOLE: Final = 1 << 32
_AHEAD: Final = 10_000
"""Milliseconds; the true time is told far sooner."""
_PROPERTY: Final = "SKOP_TIME"


def mend_clock(window: int, display: str | None = None) -> None:
    """Makes the program of ``window``, a window of Qt's, take the server's time again.

    Of two times X takes that for the later one which is less than half of all times ahead. So a
    time just over half ahead is earlier than a right clock and changes nothing; for a clock in the
    future it is later, and for it the true time, told next, is later still. Raises
    ``XServerLost``.
    """
    with XProperties(display) as properties:
        now = properties.time()
        properties.tell_change(window, _PROPERTY, (now + _HALF + _AHEAD) % _WHOLE)
        properties.write(window, _PROPERTY, "STRING", b"")
        properties.delete(window, _PROPERTY)
