"""The shelf: folders at the edge of the documents, there while rows are dragged or on request."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from skop_desktop.ui.drag.place_list import PlaceList
from skop_desktop.ui.drag.places import Place
from skop_desktop.ui.drag.words import documents
from skop_desktop.ui.parts.buttons import icon_button
from skop_desktop.ui.parts.labels import label
from skop_desktop.ui.theme.tokens import GRID, LARGE, MEDIUM, SMALL, TIGHT

_WIDTH: Final = 68 * GRID
_MOVES_IT: Final = frozenset({QEvent.Type.Resize, QEvent.Type.LayoutDirectionChange})


class Shelf(QFrame):
    """Lies over the far edge of ``stage``, beneath its part ``below``. Emits the place that was
    dropped on or chosen."""

    place_chosen = Signal(object)
    closed = Signal()
    """Left without a choice."""

    def __init__(self, stage: QWidget, below: QWidget) -> None:
        super().__init__(stage)
        self.setProperty("role", "floating")
        self.setAccessibleName("Save to")
        self._stage = stage
        self._below = below
        self._back_to: QWidget | None = None
        self._is_for_drag = False
        self._title = label("Save to", "heading")
        self._advice = label("", "muted", wrap=True)
        self._close = icon_button("x", "Close the list of folders")
        self.places = PlaceList()
        self._parts = QVBoxLayout(self)
        self._build()
        stage.installEventFilter(self)
        self.hide()

    @property
    def is_for_drag(self) -> bool:
        """Whether it is there because rows are dragged."""
        return self.isVisible() and self._is_for_drag

    def show_places(self, places: Sequence[Place]) -> None:
        """Lists ``places`` from now on."""
        self.places.show_places(places)
        self._put()

    def open_for_drag(self, count: int) -> None:
        """Comes up while ``count`` documents are dragged. The keyboard stays where it is."""
        self._is_for_drag = True
        self._close.hide()
        self._open(f"Drop {documents(count)} on a folder")

    def open_for_keys(self, count: int) -> None:
        """Comes up to choose a folder for ``count`` documents by arrows and Enter."""
        self._is_for_drag = False
        self._close.show()
        self._open(f"Choose a folder for {documents(count)}")
        focused = self.window().focusWidget()
        self._back_to = None if self.isAncestorOf(focused) else focused
        self.places.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def put_away(self) -> None:
        """Goes, and gives the keyboard back to what had it before."""
        had_keys = self.isVisible() and self.isAncestorOf(self.window().focusWidget())
        self.hide()
        self.places.clear_mark()
        if had_keys and self._back_to is not None:
            self._back_to.setFocus(Qt.FocusReason.OtherFocusReason)
        self._back_to = None

    def place_at(self, screen_place: QPoint) -> Place | None:
        """The folder under a point of the screen, marked as the one to drop on."""
        place = self.places.viewport().mapFromGlobal(screen_place)
        if not self.isVisible() or not self.places.viewport().rect().contains(place):
            self.places.clear_mark()
            return None
        return self.places.place_under(place)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._leave()
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._stage and event.type() in _MOVES_IT:
            self._put()
        elif watched is self.places and event.type() is QEvent.Type.FocusOut:
            self._left_by_focus()
        return super().eventFilter(watched, event)

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(SMALL)
        head.addWidget(self._title, 1)
        head.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTop)
        layout = self._parts
        layout.setContentsMargins(SMALL, MEDIUM, SMALL, SMALL)
        layout.setSpacing(TIGHT)
        words = QVBoxLayout()
        words.setContentsMargins(SMALL, 0, SMALL, SMALL)
        words.setSpacing(TIGHT)
        words.addLayout(head)
        words.addWidget(self._advice)
        layout.addLayout(words)
        layout.addWidget(self.places, 1)
        self.places.dropped.connect(self.place_chosen)
        self.places.chosen.connect(self.place_chosen)
        self.places.installEventFilter(self)
        self._close.clicked.connect(self._leave)

    def _open(self, advice: str) -> None:
        self._advice.setText(advice)
        self.setAccessibleDescription(advice)
        self.show()
        self._put()
        self.raise_()

    def _put(self) -> None:
        top = self._below.mapTo(self._stage, self._below.rect().bottomLeft()).y() + SMALL
        space = self._stage.rect().adjusted(LARGE, top, -SMALL, -SMALL)
        width = min(_WIDTH, space.width())
        self._parts.activate()
        height = min(space.height(), self._parts.totalHeightForWidth(width))
        left = space.right() - width + 1
        if self.layoutDirection() is Qt.LayoutDirection.RightToLeft:
            left = SMALL
        self.setGeometry(left, space.top(), width, max(height, self.minimumSizeHint().height()))

    def _left_by_focus(self) -> None:
        inside = self.isAncestorOf(self.window().focusWidget())
        if self.isVisible() and not self._is_for_drag and not inside and self.isActiveWindow():
            self._leave()

    def _leave(self) -> None:
        self.put_away()
        self.closed.emit()
