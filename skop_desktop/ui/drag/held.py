"""Rows that are held with the mouse button while they are still being fetched."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPixmap
from PySide6.QtWidgets import QLabel, QWidget

from skop_desktop.ui.drag.card import HOT_SPOT
from skop_desktop.ui.drag.places import Place
from skop_desktop.ui.drag.shelf import Shelf


class HeldRows(QObject):
    """From the press on ``source`` until the button is up: no drag of the system's runs yet.

    The card moves inside the window only; outside it nothing promises what cannot be kept. Ends
    with one of its signals and deletes itself.
    """

    put_down = Signal(object)
    """The button is up: the :class:`Place` of the shelf under it, or ``None``."""
    ready = Signal()
    """All is here and the button still down: a drag may begin. Not within a task."""

    def __init__(self, source: QWidget, shelf: Shelf, picture: QPixmap) -> None:
        super().__init__(source)
        self._source = source
        self._shelf = shelf
        self._is_over = False
        self._card = QLabel(source.window())
        self._card.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._card.setPixmap(picture)
        self._card.adjustSize()
        self._start = QTimer(self, singleShot=True, interval=0)
        self._start.timeout.connect(self._tell_ready)
        source.installEventFilter(self)
        source.window().installEventFilter(self)

    @property
    def is_over(self) -> bool:
        """Whether the button is up."""
        return self._is_over

    def go_on(self) -> None:
        """All is here: the drag begins as soon as nothing else is being done."""
        if not self._is_over:
            self._start.start()

    def let_go(self) -> None:
        """Ends without a place; ``put_down`` is not told."""
        if not self._is_over:
            self._is_over = True
            self._start.stop()
            self._source.removeEventFilter(self)
            self._source.window().removeEventFilter(self)
            self._card.hide()
            self._card.deleteLater()
            self._shelf.places.clear_mark()
            self.deleteLater()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if isinstance(event, QMouseEvent) and watched is self._source:
            if kind is QEvent.Type.MouseMove:
                self._follow(event)
            elif kind is QEvent.Type.MouseButtonRelease:
                self._end(event)
            return True
        if isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            self._put(None)
            return True
        return super().eventFilter(watched, event)

    def _follow(self, event: QMouseEvent) -> None:
        if not event.buttons() & Qt.MouseButton.LeftButton:
            self._put(None)  # let go where nobody told the window
            return
        place = event.globalPosition().toPoint()
        self._shelf.place_at(place)
        self._card.move(self._source.window().mapFromGlobal(place) - HOT_SPOT)
        self._card.show()
        self._card.raise_()

    def _end(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self._put(self._shelf.place_at(event.globalPosition().toPoint()))

    def _put(self, place: Place | None) -> None:
        if not self._is_over:
            self.let_go()
            self.put_down.emit(place)

    def _tell_ready(self) -> None:
        if not self._is_over:
            self.let_go()
            self.ready.emit()
