"""What a drag offers to whoever it is dropped on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QByteArray, QMimeData, QUrl, Signal

from skop_desktop.desktop.x11_direct_save import DIRECT_SAVE, Answer

OWN_ROWS: Final = "application/x-skop-desktop-rows"
"""Rows of this window. Empty: what they are, the window knows."""


class Offer(QMimeData):
    """Rows that only the folders of this window take."""

    asked = Signal()
    """Somebody looks at the data, while hovering or after the drop."""

    def __init__(self) -> None:
        super().__init__()
        self.setData(OWN_ROWS, QByteArray())

    def retrieveData(self, mime: str, kind: Any) -> Any:  # noqa: ANN401, N802 - Qt's own signature
        self.asked.emit()
        return super().retrieveData(mime, kind)


class FilesOffer(Offer):
    """Files on disk, for every program."""

    def __init__(self, paths: Sequence[Path]) -> None:
        super().__init__()
        self.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])


class DirectSaveOffer(Offer):
    """Rows that are saved where an X11 target says; ``save`` is called each time one asks."""

    def __init__(self, save: Callable[[], Answer]) -> None:
        super().__init__()
        self._save = save

    def formats(self) -> list[str]:
        return [DIRECT_SAVE, OWN_ROWS]

    def hasFormat(self, mime: str) -> bool:  # noqa: N802 - Qt's own name
        return mime in self.formats()

    def retrieveData(self, mime: str, kind: Any) -> Any:  # noqa: ANN401, N802 - Qt's own signature
        if mime != DIRECT_SAVE:
            return super().retrieveData(mime, kind)
        self.asked.emit()
        return QByteArray(self._save().value)
