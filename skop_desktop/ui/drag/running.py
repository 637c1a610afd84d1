"""The one place where a drag runs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QDrag, QGuiApplication, QPixmap
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget
from shiboken6 import isValid

from skop_desktop.desktop.x11_clock import mend_clock
from skop_desktop.desktop.x11_properties import XServerLost
from skop_desktop.ui.drag.card import HOT_SPOT
from skop_desktop.ui.drag.offers import Offer


def run_drag(source: QWidget, data: Offer, picture: QPixmap) -> bool:
    """Drags ``data`` with the pointer until the button is let go; whether something took it.

    Qt's loop runs in here, and asyncio's tasks with it. So only from a handler of Qt's: called
    within a task, no other task could take a step. On X11 the data are asked for after the end.
    """
    drag = QDrag(source)
    drag.setMimeData(data)
    drag.setPixmap(picture)
    drag.setHotSpot(HOT_SPOT)
    if QGuiApplication.platformName() == "xcb":
        window = int(source.window().winId())
        # After Qt has answered; each question may have broken its clock.
        data.asked.connect(lambda: QTimer.singleShot(0, lambda: _mend(window)))
    with _fields_closed(source.window()):
        # Copy and nothing else: offered a move, file managers would take the file away from here.
        taken = drag.exec(Qt.DropAction.CopyAction)
    return taken is not Qt.DropAction.IgnoreAction


def _mend(window: int) -> None:
    with suppress(XServerLost):
        mend_clock(window)


@contextmanager
def _fields_closed(window: QWidget) -> Iterator[None]:
    """Keeps text fields from taking a file of ours for the text of its address."""
    fields: list[QWidget] = [*window.findChildren(QLineEdit)]
    fields += [area.viewport() for area in window.findChildren(QPlainTextEdit)]
    closed = [field for field in fields if field.acceptDrops()]
    for field in closed:
        field.setAcceptDrops(False)
    yield
    # The app may have ended meanwhile, and its window with it.
    for field in filter(isValid, closed):
        field.setAcceptDrops(True)
