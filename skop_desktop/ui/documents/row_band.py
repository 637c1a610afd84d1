"""The rubber band: rows are selected by dragging over them."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QTableView, QWidget

from skop_desktop.ui.theme.tokens import colours_of

_FILL: Final = 36
"""Of 255: rows stay readable beneath the band."""


class RowBand(QWidget):
    """The band over the rows of ``view``.

    Qt selects from the row under the press to the row under the pointer by itself, but nothing
    where the press was below the last row; that is done here.
    """

    def __init__(self, view: QTableView) -> None:
        super().__init__(view.viewport())
        self._view = view
        self._start: QPoint | None = None
        self._is_below_rows = False
        self._keeps: QItemSelection | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def begin(self, place: QPoint, keys: Qt.KeyboardModifier) -> None:
        """The button went down at ``place`` of the viewport, before the view was told."""
        self._start = place + self._scrolled()
        self._is_below_rows = not self._view.indexAt(place).isValid()
        adds = keys & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
        self._keeps = self._view.selectionModel().selection() if adds else None

    def follow(self, place: QPoint) -> None:
        """The pointer is at ``place`` with the button down, after the view was told."""
        if self._start is None:
            return
        start = self._start - self._scrolled()
        far = (place - start).manhattanLength() >= QApplication.startDragDistance()
        if not far and self.isHidden():
            return
        band = QRect(start, place).normalized() & self._view.viewport().rect()
        self.setGeometry(QRect(band.topLeft(), band.size().expandedTo(QSize(1, 1))))
        self.show()
        if self._is_below_rows:
            self._select_from_below(band)

    def end(self) -> None:
        """The button is up."""
        self._start = self._keeps = None
        self.hide()

    def paintEvent(self, _event: QPaintEvent) -> None:
        edge = QColor(colours_of(self.palette()).accent)
        fill = QColor(edge)
        fill.setAlpha(_FILL)
        painter = QPainter(self)
        painter.fillRect(self.rect(), fill)
        painter.setPen(edge)
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))

    def _scrolled(self) -> QPoint:
        return QPoint(
            self._view.horizontalScrollBar().value(), self._view.verticalScrollBar().value()
        )

    def _select_from_below(self, band: QRect) -> None:
        model = self._view.model()
        last, first = model.rowCount() - 1, self._view.rowAt(band.top())
        selection = QItemSelection(self._keeps) if self._keeps else QItemSelection()
        flag = QItemSelectionModel.SelectionFlag
        if first >= 0:
            swept = QItemSelection(
                model.index(first, 0), model.index(last, model.columnCount() - 1)
            )
            selection.merge(swept, flag.Select)
        self._view.selectionModel().select(selection, flag.ClearAndSelect)
