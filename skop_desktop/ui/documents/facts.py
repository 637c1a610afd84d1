"""What the detail pane is made of: captions with values, links, buttons that wrap."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QGridLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QStyle,
    QStyleOptionButton,
    QStylePainter,
    QWidget,
)

from skop_desktop.ui.parts.labels import ElidedLabel, label
from skop_desktop.ui.theme.tokens import GRID, MEDIUM, SMALL

_FEWEST_CHARACTERS: Final = 8


class LinkButton(QPushButton):
    """A link on one line that ends in an ellipsis; the tool tip has the whole."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "link")
        self.setProperty("is_flush", "true")
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def show_link(self, words: str, whole: str) -> None:
        """``words`` on the button, ``whole`` in the tool tip."""
        self.setText(words.replace("&", "&&"))
        self.setAccessibleName(words)
        self.setToolTip(whole)

    def minimumSizeHint(self) -> QSize:
        narrow = self.fontMetrics().averageCharWidth() * _FEWEST_CHARACTERS
        return QSize(narrow, super().minimumSizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        option = QStyleOptionButton()
        self.initStyleOption(option)
        room = self.style().subElementRect(QStyle.SubElement.SE_PushButtonContents, option, self)
        option.text = option.fontMetrics.elidedText(
            option.text,
            Qt.TextElideMode.ElideRight,
            room.width(),
            int(Qt.TextFlag.TextShowMnemonic),
        )
        QStylePainter(self).drawControl(QStyle.ControlElement.CE_PushButton, option)


class Facts(QWidget):
    """A grid of captions and values; a row without a value is not shown."""

    def __init__(self) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(MEDIUM)
        self._grid.setVerticalSpacing(GRID)
        self._grid.setColumnStretch(1, 1)
        self._rows: dict[str, tuple[QLabel, QWidget]] = {}

    def add_text(self, caption: str, *, wrap: bool = False) -> QLabel:
        """A row with a line of text, or several where ``wrap``; filled by :meth:`set_text`."""
        value = label(wrap=True) if wrap else ElidedLabel()
        self._add(caption, value)
        return value

    def add(self, caption: str, value: QWidget) -> None:
        """A row with any widget."""
        self._add(caption, value)

    def set_text(self, caption: str, text: str) -> None:
        """Fills a row of text; an empty text hides it."""
        value = self._rows[caption][1]
        if isinstance(value, QLabel) and value.text() != text:
            value.setText(text)
        self.show_row(caption, is_shown=bool(text))

    def show_row(self, caption: str, *, is_shown: bool) -> None:
        """Shows or hides a row."""
        for widget in self._rows[caption]:
            widget.setVisible(is_shown)

    def _add(self, caption: str, value: QWidget) -> None:
        name = label(caption, "muted")
        name.setBuddy(value)
        row = self._grid.rowCount()
        start = Qt.AlignmentFlag.AlignLeft
        self._grid.addWidget(name, row, 0, Qt.AlignmentFlag.AlignTop | start)
        if isinstance(value, LinkButton):
            self._grid.addWidget(value, row, 1, start)
        else:
            self._grid.addWidget(value, row, 1)
        self._rows[caption] = (name, value)


class ButtonRow(QWidget):
    """Buttons side by side, or one under the other where the place is too narrow."""

    def __init__(self, *buttons: QPushButton) -> None:
        super().__init__()
        self._buttons = buttons
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(SMALL)
        for one in buttons:
            self._row.addWidget(one, 0, Qt.AlignmentFlag.AlignLeft)
        self._row.addStretch(1)

    def minimumSizeHint(self) -> QSize:
        widest = max((one.sizeHint().width() for one in self._shown()), default=0)
        return QSize(widest, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        shown = self._shown()
        wanted = sum(one.sizeHint().width() for one in shown) + SMALL * max(0, len(shown) - 1)
        fits = wanted <= self.width()
        direction = QBoxLayout.Direction.LeftToRight if fits else QBoxLayout.Direction.TopToBottom
        if self._row.direction() is not direction:
            self._row.setDirection(direction)

    def _shown(self) -> list[QPushButton]:
        return [one for one in self._buttons if not one.isHidden()]
