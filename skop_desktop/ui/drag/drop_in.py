"""What other programs drop on the window: a folder, a job ID, a link to a job."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PySide6.QtCore import QEvent, QMimeData, QObject, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QWidget

from skop_desktop.api.job_id import parse_job_id
from skop_desktop.desktop.patience import takes_files
from skop_desktop.errors import InvalidInput

_LONGEST_TEXT: Final = 4_000


@dataclass(frozen=True, slots=True)
class DroppedFolder:
    """Documents are to go there."""

    folder: Path


@dataclass(frozen=True, slots=True)
class DroppedJob:
    """A job is to be opened."""

    job_id: str


def dropped(data: QMimeData) -> DroppedFolder | DroppedJob | None:
    """What ``data`` of another program means here; ``None`` for everything else."""
    urls = data.urls()
    if len(urls) == 1 and urls[0].isLocalFile():
        folder = Path(urls[0].toLocalFile())
        return DroppedFolder(folder) if takes_files(folder) else None
    if len(urls) > 1 or not (data.hasText() or urls):
        return None
    try:
        return DroppedJob(parse_job_id(urls[0].toString() if urls else _text(data)))
    except InvalidInput:
        return None


def _text(data: QMimeData) -> str:
    return data.text()[:_LONGEST_TEXT]


class DropIn(QObject):
    """Answers for ``window``: what is of no use is refused while it still hovers."""

    folder_dropped = Signal(object)
    """A :class:`Path`."""
    job_dropped = Signal(str)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._hovering: DroppedFolder | DroppedJob | None = None
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind is QEvent.Type.DragEnter and isinstance(event, QDragEnterEvent):
            # Asked once: each look at the data is a round trip to the other program.
            self._hovering = None if event.source() is not None else dropped(event.mimeData())
            self._answer(event)
        elif kind is QEvent.Type.DragMove and isinstance(event, QDragMoveEvent):
            self._answer(event)
        elif kind is QEvent.Type.Drop and isinstance(event, QDropEvent):
            self._answer(event)
            self._take()
        elif kind is QEvent.Type.DragLeave:
            self._hovering = None
        else:
            return super().eventFilter(watched, event)
        return True

    def _answer(self, event: QDropEvent) -> None:
        if self._hovering is None:
            event.ignore()
        else:
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()

    def _take(self) -> None:
        taken, self._hovering = self._hovering, None
        if isinstance(taken, DroppedFolder):
            self.folder_dropped.emit(taken.folder)
        elif isinstance(taken, DroppedJob):
            self.job_dropped.emit(taken.job_id)
