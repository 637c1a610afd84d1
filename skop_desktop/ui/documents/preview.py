"""The first page of a document as a picture, or its first lines, or what stands in for them."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from skop_desktop.ui.theme.icons import paint_icon
from skop_desktop.ui.theme.tokens import GRID, MEDIUM, RADIUS, SMALL, colours_of

_TALLEST: Final = 60 * GRID
_LOWEST: Final = 24 * GRID
_WITHOUT_PICTURE: Final = 30 * GRID
_SYMBOL: Final = 8 * GRID
_LONGEST_TEXT: Final = 2_000
_SMALLER: Final = 0.85


class Preview(QWidget):
    """A sheet of paper as wide as its place, cut off at the bottom where it is too tall."""

    def __init__(self) -> None:
        super().__init__()
        self._picture = QImage()
        self._text = ""
        self._symbol = "file"
        self._caption = ""
        self._tallest = _TALLEST
        self.setAccessibleName("First page")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_picture(self, picture: QImage) -> None:
        """The page as it was rendered."""
        self._take(picture=picture, described="A picture of the first page")

    def show_text(self, text: str) -> None:
        """The first lines."""
        self._take(text=text[:_LONGEST_TEXT], described=text[:_LONGEST_TEXT])

    def show_symbol(self, symbol: str, caption: str) -> None:
        """An icon and a line about why there is no page to see."""
        self._symbol = symbol
        self._take(caption=caption, described=caption)

    def set_tallest(self, height: int) -> None:
        """Takes no more than ``height`` pixels, within reason."""
        self._tallest = max(_LOWEST, min(_TALLEST, height))
        self._fit()

    def _take(
        self, *, described: str, picture: QImage | None = None, text: str = "", caption: str = ""
    ) -> None:
        self._picture = picture or QImage()
        self._text = text
        self._caption = caption
        self.setAccessibleDescription(described)
        self._fit()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(64 * GRID, _WITHOUT_PICTURE)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        height = self._tallest if self._text else min(self._tallest, _WITHOUT_PICTURE)
        if not self._picture.isNull():
            full = self.width() * self._picture.height() / max(1, self._picture.width())
            height = min(self._tallest, max(1, round(full)))
        self.setFixedHeight(height)

    def paintEvent(self, _event: QPaintEvent) -> None:
        colours = colours_of(self.palette())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        sheet = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        outline = QPainterPath()
        outline.addRoundedRect(sheet, RADIUS, RADIUS)
        painter.save()
        painter.setClipPath(outline)
        has_page = not self._picture.isNull() or bool(self._text)
        painter.fillPath(outline, QColor(colours.surface if has_page else colours.window))
        self._paint_content(painter)
        painter.restore()
        painter.setPen(QPen(QColor(colours.line)))
        painter.drawPath(outline)

    def _paint_content(self, painter: QPainter) -> None:
        if not self._picture.isNull():
            ratio = self.devicePixelRatioF()
            width = round(self.width() * ratio)
            page = self._picture.scaledToWidth(width, Qt.TransformationMode.SmoothTransformation)
            page.setDevicePixelRatio(ratio)
            painter.drawImage(0, 0, page)
        elif self._text:
            self._paint_text(painter)
        else:
            self._paint_symbol(painter)

    def _paint_text(self, painter: QPainter) -> None:
        font = painter.font()
        font.setPointSizeF(font.pointSizeF() * _SMALLER)
        painter.setFont(font)
        painter.setPen(QColor(colours_of(self.palette()).text))
        space = self.rect().adjusted(MEDIUM, MEDIUM, -MEDIUM, -MEDIUM)
        painter.drawText(space, int(Qt.TextFlag.TextWrapAnywhere), self._text)

    def _paint_symbol(self, painter: QPainter) -> None:
        metrics = painter.fontMetrics()
        wrap = int(Qt.AlignmentFlag.AlignHCenter) | int(Qt.TextFlag.TextWordWrap)
        space = self.rect().adjusted(MEDIUM, SMALL, -MEDIUM, -SMALL)
        words = metrics.boundingRect(space, wrap, self._caption)
        top = (self.height() - _SYMBOL - SMALL - words.height()) // 2
        box = QRect((self.width() - _SYMBOL) // 2, top, _SYMBOL, _SYMBOL)
        paint_icon(painter, box, self._symbol, "muted", self.palette())
        painter.setPen(QColor(colours_of(self.palette()).muted))
        space.setTop(box.bottom() + SMALL)
        painter.drawText(space, wrap, self._caption)
