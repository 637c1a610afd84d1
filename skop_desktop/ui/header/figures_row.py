"""The figures of a job, side by side; they wrap where the window is narrow."""

from __future__ import annotations

from typing import Final

from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from skop_desktop.ui.header.figures import Figure
from skop_desktop.ui.header.flow import FlowLayout
from skop_desktop.ui.parts.labels import label
from skop_desktop.ui.theme.tokens import GRID, SMALL

_BETWEEN: Final = 7 * GRID


class FigureCell(QWidget):
    """One number over what it counts."""

    def __init__(self) -> None:
        super().__init__()
        self._value = label(role="figure")
        self._caption = label(role="caption")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._value)
        layout.addWidget(self._caption)

    def show_figure(self, figure: Figure) -> None:
        """Draws ``figure`` from now on."""
        self._value.setText(figure.value)
        self._value.setAccessibleName(f"{figure.value} {figure.caption}")
        self._caption.setText(figure.caption)


class FiguresRow(QWidget):
    """All figures that are known."""

    def __init__(self) -> None:
        super().__init__()
        self._cells: list[FigureCell] = []
        self._layout = FlowLayout(self, across=_BETWEEN, down=SMALL)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_figures(self, figures: tuple[Figure, ...]) -> None:
        """Draws ``figures``; hides itself when there are none."""
        for _ in range(len(figures) - len(self._cells)):
            cell = FigureCell()
            self._cells.append(cell)
            self._layout.addWidget(cell)
        for cell, figure in zip(self._cells, figures, strict=False):
            cell.show_figure(figure)
        for place, cell in enumerate(self._cells):
            cell.setVisible(place < len(figures))
        self.setVisible(bool(figures))
