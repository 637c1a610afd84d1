"""Garbage is collected on the window's thread, and on no other.

Python's collector runs in whatever thread happens to allocate. Where that is a transfer's thread
and the garbage is a widget, Qt destroys the widget there, leaves its timers behind, and the process
dies with a segmentation fault some time later.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer

_LOOK_EACH_MS: Final = 500


@contextmanager
def collected_on_this_thread(parent: QObject) -> Iterator[None]:
    """Until the end of the block only this thread, which has to be Qt's, collects garbage.

    At the end what was to be deleted later is deleted, so that nothing is left for other threads.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    timer = QTimer(parent)
    timer.timeout.connect(_collect_what_is_due)
    timer.start(_LOOK_EACH_MS)
    try:
        yield
    finally:
        timer.stop()
        timer.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        gc.collect()
        if was_enabled:
            gc.enable()


def _collect_what_is_due() -> None:
    """What Python would have collected by itself: the oldest generation that is full."""
    due = [
        generation
        for generation, (count, limit) in enumerate(
            zip(gc.get_count(), gc.get_threshold(), strict=True)
        )
        if limit and count > limit
    ]
    if due:
        gc.collect(due[-1])
