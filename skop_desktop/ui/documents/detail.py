"""The right of the window: one document in full, or what is selected in sum."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from skop_desktop.api.models import ExtractedDocument
from skop_desktop.downloads.snapshot import TransferSnapshot
from skop_desktop.ui import formats
from skop_desktop.ui.documents.document_sheet import DocumentSheet
from skop_desktop.ui.documents.summary import Summary
from skop_desktop.ui.parts.buttons import button
from skop_desktop.ui.theme.tokens import GRID

NARROWEST: Final = 60 * GRID
_WIDTH: Final = 72 * GRID


class DocumentDetail(QFrame):
    """Shows nothing, one document, or the sum of several."""

    download_requested = Signal()
    """The selected documents are wanted."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "surface")
        self.setAccessibleName("Selected document")
        self.setMinimumWidth(NARROWEST)
        self.sheet = DocumentSheet()
        self._pages = QStackedWidget()
        self._nothing = Summary("file-text", words="Choose a document to see it here.")
        self._several = Summary("files")
        self.download = button("Download selected", symbol="download")
        self.download.setAccessibleName("Download the selected documents")
        self.download.clicked.connect(lambda _checked: self.download_requested.emit())
        self._several.add(self.download)
        scrolled = _scrolled(self.sheet)
        for page in (self._nothing, scrolled, self._several):
            self._pages.addWidget(page)
        self._scrolled = scrolled
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._pages)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.sheet.set_room(event.size().height())

    def sizeHint(self) -> QSize:
        return QSize(_WIDTH, super().sizeHint().height())

    def show_nothing(self) -> None:
        """No document is selected."""
        self._pages.setCurrentWidget(self._nothing)

    def show_document(self, document: ExtractedDocument, transfer: TransferSnapshot | None) -> None:
        """One document."""
        self.sheet.show_document(document, transfer)
        if self._pages.currentWidget() is not self._scrolled:
            self._pages.setCurrentWidget(self._scrolled)

    def show_several(self, documents: Sequence[ExtractedDocument], saved: int) -> None:
        """The number of the selected documents, their size, and how many are saved."""
        title = f"{formats.count(len(documents))} documents selected"
        self._several.show_words(title, _size_words(documents, saved))
        self.download.setVisible(saved < len(documents))
        self._pages.setCurrentWidget(self._several)


def _size_words(documents: Sequence[ExtractedDocument], saved: int) -> str:
    sizes = [document.size_bytes for document in documents]
    known = [size for size in sizes if size is not None]
    parts = []
    if known:
        at_least = "" if len(known) == len(sizes) else "at least "
        parts.append(at_least + formats.size(sum(known)))
    if saved:
        parts.append("all saved" if saved == len(sizes) else f"{formats.count(saved)} saved")
    return " · ".join(parts)


def _scrolled(widget: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setWidget(widget)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    widget.setAutoFillBackground(False)
    area.viewport().setAutoFillBackground(False)
    return area
