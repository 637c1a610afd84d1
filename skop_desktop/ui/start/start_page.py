"""What a person sees first: three ways to begin."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from skop_desktop.resources import resource
from skop_desktop.ui.parts.labels import label
from skop_desktop.ui.start.choice_card import ChoiceCard
from skop_desktop.ui.theme.tokens import GRID, HUGE, MEDIUM, SMALL

_WIDEST: Final = 120 * GRID
_MARK: Final = 16 * GRID


class _Mark(QWidget):
    """The app's own mark."""

    def __init__(self, drawing: QSvgRenderer) -> None:
        super().__init__()
        drawing.setParent(self)
        self._drawing = drawing
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(_MARK, _MARK)

    def paintEvent(self, _event: QPaintEvent) -> None:
        self._drawing.render(QPainter(self), self.rect())


class StartPage(QScrollArea):
    """Three cards in the middle of the page; scrolls where the window is very small."""

    sample_requested = Signal()
    search_requested = Signal()
    job_id_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._sample = ChoiceCard(
            "play",
            "Try the sample",
            "Watch a search of a small town's website on this computer. It takes about 20 seconds, "
            "costs nothing and needs no key.",
        )
        self._search = ChoiceCard(
            "search",
            "Search a website",
            "Name a website and what you are looking for. Skop reads its pages and lists the "
            "documents.",
        )
        self._job_id = ChoiceCard(
            "hash",
            "Open a job ID",
            "Somebody sent you a job ID or a link? See that search and take its documents home.",
        )
        self._sample.clicked.connect(self.sample_requested)
        self._search.clicked.connect(self.search_requested)
        self._job_id.clicked.connect(self.job_id_requested)
        self._assemble()

    def _assemble(self) -> None:
        column = QWidget()
        column.setMaximumWidth(_WIDEST)
        inner = QVBoxLayout(column)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(MEDIUM)
        middle = Qt.AlignmentFlag.AlignHCenter
        if (drawing := _mark_drawing()) is not None:
            inner.addWidget(_Mark(drawing), 0, middle)
        title = label("Get documents out of a website", "title", wrap=True)
        text = label("How would you like to begin?", "muted", wrap=True)
        for made in (title, text):
            made.setAlignment(middle)
            inner.addWidget(made)
        inner.addSpacing(SMALL)
        for card in (self._sample, self._search, self._job_id):
            inner.addWidget(card)
        page = QWidget()
        layout = QVBoxLayout(page)
        layout.setContentsMargins(HUGE, HUGE, HUGE, HUGE)
        layout.addStretch(2)
        layout.addWidget(_centred(column))
        layout.addStretch(3)
        self.setWidget(page)


def _centred(column: QWidget) -> QWidget:
    """A row that keeps ``column`` in its middle and as wide as it may be."""
    row = QWidget()
    layout = QHBoxLayout(row)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.addStretch(1)
    layout.addWidget(column, 1000)
    layout.addStretch(1)
    return row


def _mark_drawing() -> QSvgRenderer | None:
    try:
        drawing = QSvgRenderer(str(resource("mark", "skop.svg")))
    except FileNotFoundError:
        return None
    return drawing if drawing.isValid() else None
