"""The thin bar under the steps."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEasingCurve, QSize, QVariantAnimation
from PySide6.QtGui import QHideEvent, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QProgressBar, QSizePolicy, QWidget

from skop_desktop.ui.parts.bars import paint_bar
from skop_desktop.ui.theme.icons import Tone
from skop_desktop.ui.theme.tokens import BAR_HEIGHT

_STEPS: Final = 1_000
_SWEEP_MS: Final = 1_800


class ProgressLine(QProgressBar):
    """A progress bar that draws itself as every other bar of the app; a piece that wanders to and
    fro says that work goes on and nobody knows how far it is."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Progress")
        self.setTextVisible(False)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._share: float | None = 0.0
        self._tone: Tone = "accent"
        self._sweep = QVariantAnimation(self)
        self._sweep.setStartValue(0.0)
        self._sweep.setKeyValueAt(0.5, 1.0)
        self._sweep.setEndValue(0.0)
        self._sweep.setDuration(2 * _SWEEP_MS)
        self._sweep.setLoopCount(-1)
        self._sweep.setEasingCurve(QEasingCurve.Type.Linear)
        self._sweep.valueChanged.connect(lambda _value: self.update())

    def show_share(self, share: float | None, tone: Tone = "accent") -> None:
        """``share``: 0 to 1, ``None`` for busy."""
        self._share, self._tone = share, tone
        if share is None:
            self.setRange(0, 0)
        else:
            self.setRange(0, _STEPS)
            self.setValue(round(share * _STEPS))
        self._keep_moving()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(10 * BAR_HEIGHT, BAR_HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._keep_moving()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._keep_moving()

    @property
    def is_moving(self) -> bool:
        """Whether the piece wanders now."""
        return self._sweep.state() is QVariantAnimation.State.Running

    def _keep_moving(self) -> None:
        """The animation costs nothing while nobody can see it."""
        moves = self._share is None and self.isVisible()
        if moves and not self.is_moving:
            self._sweep.start()
        elif self.is_moving and not moves:
            self._sweep.stop()

    def paintEvent(self, _event: QPaintEvent) -> None:
        phase = self._sweep.currentValue()
        paint_bar(
            QPainter(self),
            self.rect(),
            self._share,
            self._tone,
            self.palette(),
            direction=self.layoutDirection(),
            phase=phase if isinstance(phase, float) else 0.0,
        )
