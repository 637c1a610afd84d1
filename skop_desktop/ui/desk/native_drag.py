"""Drags of Windows and macOS that make their files only when somebody reads them."""

from __future__ import annotations

import asyncio
import shutil
import sys
from collections.abc import Sequence
from concurrent.futures import CancelledError, Future
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from threading import Event
from typing import Final

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QCursor, QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget

from skop_desktop.aio import on_loop
from skop_desktop.api.models import ExtractedDocument
from skop_desktop.desktop import macos_drag, windows_drag
from skop_desktop.downloads.snapshot import TransferSnapshot, TransferState
from skop_desktop.errors import TransferError
from skop_desktop.ui.desk.staging import Staging

_LOOK_EACH: Final = 0.1
"""Seconds between two looks whether the reader has given up."""


@dataclass(frozen=True, slots=True)
class NativeRow:
    """A row to drag: the name its file gets, and where it is on disk already."""

    document: ExtractedDocument
    name: str
    file: Path | None


class NativeDrag:
    """Fetches by ``staging``; the readers wait on threads of the system's, never the window's."""

    def __init__(self, staging: Staging, system: str = sys.platform) -> None:
        self._system = system
        loop = asyncio.get_running_loop()
        self._start_fetch = on_loop(loop, staging.fetch)
        self._start_fetch_as = on_loop(loop, staging.fetch_as)

    @property
    def is_available(self) -> bool:
        """Whether this system has such drags and their helper is installed."""
        return windows_drag.is_available(self._system) or macos_drag.is_available(self._system)

    def run(self, source: QWidget, job: str, rows: Sequence[NativeRow]) -> None:
        """Drags ``rows`` of ``job``; macOS goes on with it after the return.

        Raises ``OSError`` where the system refuses.
        """
        window = int(source.window().winId())
        if self._system == "darwin":
            promises = [
                macos_drag.Promise(row.name, partial(self.save, job, row), row.file) for row in rows
            ]
            macos_drag.start_drag(promises, window)
            _tell_button_is_up(source)
        else:
            items = [
                windows_drag.DragItem(row.name, None, partial(self.fetch, job, row), row.file)
                for row in rows
            ]
            windows_drag.start_drag(items, window)

    def fetch(self, job: str, row: NativeRow, given_up: Event) -> Path:
        """Where the document is, once it is on disk. Blocks; for any thread but the window's.

        Raises ``TransferError`` where it did not arrive, ``CancelledError`` once ``given_up``.
        """
        arrived: Future[Path] = Future()
        self._start_fetch(job, (row.document,), partial(_settle, arrived))
        while True:
            try:
                return arrived.result(_LOOK_EACH)
            except TimeoutError:
                if given_up.is_set():
                    raise CancelledError from None

    def save(self, job: str, row: NativeRow, destination: Path) -> None:
        """Makes ``destination``, whole or not at all: a copy of the file that is here, else a
        transfer of our queue to that very place.

        Blocks. Raises ``OSError``, and ``TransferError`` where the document did not arrive, or not
        under that name: its file is kept then. ``CancelledError`` when a person gave it up.
        """
        if row.file is not None:
            _copy(row.file, destination)
            return
        arrived: Future[Path] = Future()
        self._start_fetch_as(job, row.document, destination, partial(_settle, arrived))
        made = arrived.result()
        if made.name != destination.name:
            raise TransferError(
                f"“{destination.name}” is another kind of file than its site said.",
                now=f"It is saved as “{made.name}”, in the same folder.",
            )


def _copy(file: Path, destination: Path) -> None:
    part = destination.with_name(f"{destination.name}.part")
    try:
        shutil.copyfile(file, part)
        part.rename(destination)
    finally:
        part.unlink(missing_ok=True)


def _settle(arrived: Future[Path], ended: Sequence[TransferSnapshot]) -> None:
    (transfer,) = ended
    if transfer.state is TransferState.SAVED and transfer.path is not None:
        arrived.set_result(transfer.path)
    elif transfer.state is TransferState.CANCELLED:
        arrived.set_exception(CancelledError())
    else:
        arrived.set_exception(transfer.error or TransferError("The document did not arrive."))


def _tell_button_is_up(source: QWidget) -> None:
    """macOS swallowed the release, and Qt would think that the button is still down."""
    place = QCursor.pos()
    event = QMouseEvent(
        QEvent.Type.MouseButtonRelease,
        QPointF(source.mapFromGlobal(place)),
        QPointF(place),
        Qt.MouseButton.LeftButton,
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(source, event)
