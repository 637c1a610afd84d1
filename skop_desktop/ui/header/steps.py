"""The three agents as steps: done, running, still to come."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QStyle, QWidget

from skop_desktop.ui.header.view import Step, StepState
from skop_desktop.ui.theme.tokens import GRID, SMALL, Colours, colours_of

_BADGE: Final = 5 * GRID
_SYMBOL: Final = 3 * GRID
_DASH: Final = 3 * GRID

_SAID: Final = {
    StepState.DONE: "done",
    StepState.RUNNING: "at work",
    StepState.WAITING: "waiting",
    StepState.HALTED: "not finished",
}


class StepLabel(QLabel):
    """One agent: a badge with a check mark or its number, and its name."""

    def __init__(self, step: Step) -> None:
        super().__init__()
        self._step = step
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.show_step(step)

    def show_step(self, step: Step) -> None:
        """Draws ``step`` from now on."""
        self._step = step
        self.setText(step.name)
        self.setAccessibleName(f"{step.name}: {_SAID[step.state]}")
        self.setToolTip(f"{step.name}: {_SAID[step.state]}")
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(self._font(bold=self._step.state is StepState.RUNNING))
        wide = _BADGE + SMALL + metrics.horizontalAdvance(self._step.name)
        lead = _DASH + 2 * SMALL if self._step.number > 1 else 0
        return QSize(lead + wide + GRID, max(_BADGE, metrics.height()) + GRID)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        colours = colours_of(self.palette())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        left = 0
        if self._step.number > 1:
            dash = self._mirrored(QRect(SMALL, self.height() // 2, _DASH, 1))
            painter.fillRect(dash, QColor(colours.line))
            left = _DASH + 2 * SMALL
        badge = self._mirrored(QRect(left, (self.height() - _BADGE) // 2, _BADGE, _BADGE))
        self._paint_badge(painter, badge, colours)
        is_at_work = self._step.state is StepState.RUNNING
        painter.setFont(self._font(bold=is_at_work))
        painter.setPen(QColor(colours.text if is_at_work else colours.muted))
        name = QRect(left + _BADGE + SMALL, 0, self.width(), self.height())
        name.setRight(self.width())
        start = QStyle.visualAlignment(
            self.layoutDirection(), Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        )
        painter.drawText(self._mirrored(name), start, self._step.name)

    def _paint_badge(self, painter: QPainter, badge: QRect, colours: Colours) -> None:
        state = self._step.state
        fill = {StepState.DONE: colours.good, StepState.RUNNING: colours.accent}.get(state)
        if colours.is_high_contrast and fill is not None:
            fill = colours.text if state is StepState.DONE else colours.accent
        round_ground = QRectF(badge).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(QPen(QColor(fill or colours.muted)))
        painter.setBrush(QColor(fill) if fill else Qt.BrushStyle.NoBrush)
        painter.drawEllipse(round_ground)
        if state is StepState.DONE:
            symbol = QRect(0, 0, _SYMBOL, _SYMBOL)
            symbol.moveCenter(badge.center())
            _paint_check(painter, QRectF(symbol), colours.surface)
            return
        painter.setFont(self._font(bold=True, scale=0.85))
        painter.setPen(QColor(colours.on_accent if fill else colours.muted))
        painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, str(self._step.number))

    def _mirrored(self, rect: QRect) -> QRect:
        return QStyle.visualRect(self.layoutDirection(), self.rect(), rect)

    def _font(self, *, bold: bool, scale: float = 1.0) -> QFont:
        font = QFont(self.font())
        font.setPointSizeF(font.pointSizeF() * scale)
        font.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
        return font


def _paint_check(painter: QPainter, box: QRectF, colour: str) -> None:
    painter.setPen(
        QPen(
            QColor(colour),
            1.8,
            Qt.PenStyle.SolidLine,
            Qt.PenCapStyle.RoundCap,
            Qt.PenJoinStyle.RoundJoin,
        )
    )
    width, height = box.width(), box.height()
    low = box.topLeft()
    painter.drawPolyline(
        [
            QPointF(low.x() + 0.15 * width, low.y() + 0.55 * height),
            QPointF(low.x() + 0.4 * width, low.y() + 0.78 * height),
            QPointF(low.x() + 0.85 * width, low.y() + 0.25 * height),
        ]
    )


class StepsRow(QWidget):
    """All steps in one row."""

    def __init__(self) -> None:
        super().__init__()
        self._labels: list[StepLabel] = []
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)

    def show_steps(self, steps: tuple[Step, ...]) -> None:
        """Draws ``steps``; labels stay where they are, so that a reader does not lose its place."""
        for label, step in zip(self._labels, steps, strict=False):
            label.show_step(step)
        for step in steps[len(self._labels) :]:
            label = StepLabel(step)
            self._labels.append(label)
            self._layout.addWidget(label)
            label.show()
        for label in self._labels[len(steps) :]:
            self._layout.removeWidget(label)
            label.hide()
            label.deleteLater()
        del self._labels[len(steps) :]
        self.setVisible(bool(steps))
