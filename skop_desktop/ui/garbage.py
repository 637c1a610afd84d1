"""Garbage is collected on the window's thread, and on no other.

Python's collector runs in whatever thread happens to allocate. Where that is a transfer's thread
and the garbage is a widget, Qt destroys the widget there, leaves its timers behind, and the process
dies with a segmentation fault some time later.

A whole collection looks at every object there is, and the window stands still meanwhile (71 ms with
10,000 documents on the screen). So what stays to the end of the run is taken out of its sight, and
it comes at most once a minute.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer

_LOOK_EACH_MS: Final = 500
_ALL_EACH: Final = 60.0
"""Seconds between two collections of everything."""


@contextmanager
def collected_on_this_thread(parent: QObject) -> Iterator[None]:
    """Until the end of the block only this thread, which has to be Qt's, collects garbage.

    At the end what was to be deleted later is deleted, so that nothing is left for other threads.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    collector = _Collector()  # a name of its own: Qt's connection alone does not keep it
    timer = QTimer(parent)
    timer.timeout.connect(collector.collect_what_is_due)
    timer.start(_LOOK_EACH_MS)
    try:
        yield
    finally:
        timer.stop()
        timer.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        gc.unfreeze()
        gc.collect()
        if was_enabled:
            gc.enable()


def spare_what_stays() -> None:
    """Takes what there is now, modules and the window, out of the collector's sight."""
    gc.collect()
    gc.freeze()


class _Collector:
    def __init__(self) -> None:
        self._all_at = time.monotonic()

    def collect_what_is_due(self) -> None:
        """What Python would have collected by itself: the oldest generation that is full."""
        due = [
            generation
            for generation, (count, limit) in enumerate(
                zip(gc.get_count(), gc.get_threshold(), strict=True)
            )
            if limit and count > limit
        ]
        if not due:
            return
        oldest = due[-1]
        if oldest == len(gc.get_threshold()) - 1:
            if time.monotonic() - self._all_at < _ALL_EACH:
                oldest -= 1
            else:
                self._all_at = time.monotonic()
        gc.collect(oldest)
