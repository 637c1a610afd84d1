"""Icons drawn from SVG in the colour of the text around them, at any size and in any theme."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Final, Literal

from PySide6.QtCore import QByteArray, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QIconEngine, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer

from skop_desktop.resources import resource
from skop_desktop.ui.theme.tokens import colours_of

Tone = Literal["text", "muted", "accent", "on_accent", "good", "warn", "bad"]

_PLACEHOLDER: Final = "currentColor"
_FADED: Final = 0.4


@cache
def _source(name: str) -> str:
    return resource("icons", f"{name}.svg").read_text(encoding="utf-8")


@lru_cache(maxsize=256)
def _renderer(name: str, colour: str) -> QSvgRenderer:
    # Reading the SVG takes longer than drawing it, and lists draw an icon a row.
    return QSvgRenderer(QByteArray(_source(name).replace(_PLACEHOLDER, colour).encode()))


class _ThemedEngine(QIconEngine):
    """Draws at paint time, so a change of theme needs no new icon."""

    def __init__(self, name: str, tone: Tone) -> None:
        super().__init__()
        self._name = name
        self._tone = tone

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, _state: QIcon.State) -> None:
        off = mode is QIcon.Mode.Disabled and self._tone == "on_accent"
        colour = getattr(colours_of(QGuiApplication.palette()), "muted" if off else self._tone)
        painter.save()
        if mode is QIcon.Mode.Disabled:
            painter.setOpacity(_FADED)
        side = min(rect.width(), rect.height())
        target = QRectF(0, 0, side, side)
        target.moveCenter(QRectF(rect).center())
        _renderer(self._name, colour).render(painter, target)
        painter.restore()

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        pixmap = QPixmap(size)
        if size.isEmpty():
            return pixmap
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        self.paint(painter, QRect(0, 0, size.width(), size.height()), mode, state)
        painter.end()
        return pixmap

    def clone(self) -> QIconEngine:
        return _ThemedEngine(self._name, self._tone)


def icon(name: str, tone: Tone = "text") -> QIcon:
    """The icon ``resources/icons/<name>.svg``; raises ``FileNotFoundError`` where there is none."""
    _source(name)
    return QIcon(_ThemedEngine(name, tone))


def paint_icon(
    painter: QPainter, rect: QRect, name: str, tone: Tone, palette: QPalette | None = None
) -> None:
    """Draws an icon inside a delegate, in the colours of ``palette``."""
    colour = getattr(colours_of(palette or QGuiApplication.palette()), tone)
    _renderer(name, colour).render(painter, QRectF(rect))
