"""Bars show a share by length, in the direction of the layout."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPalette
from PySide6.QtWidgets import QApplication

from skop_desktop.ui.parts.bars import bar_rect, paint_bar
from skop_desktop.ui.theme.tokens import BAR_HEIGHT, LIGHT, high_contrast, palette_of

pytestmark = [pytest.mark.gui, pytest.mark.usefixtures("qapp")]

SPACE = QRect(0, 0, 100, 30)
LTR, RTL = Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft


def painted(
    share: float | None,
    direction: Qt.LayoutDirection = LTR,
    phase: float = 0.0,
    palette: QPalette | None = None,
) -> QImage:
    image = QImage(SPACE.size(), QImage.Format.Format_RGB32)
    image.fill(QColor(LIGHT.surface))
    painter = QPainter(image)
    palette = palette or palette_of(LIGHT)
    paint_bar(painter, SPACE, share, "good", palette, direction=direction, phase=phase)
    painter.end()
    return image


def filled(image: QImage, colour: str = LIGHT.good) -> tuple[int, int] | None:
    """The first and last column in the colour of the fill."""
    middle = bar_rect(SPACE).center().y()
    columns = [x for x in range(image.width()) if image.pixelColor(x, middle).name() == colour]
    return (columns[0], columns[-1]) if columns else None


def test_a_bar_is_thin_and_in_the_middle_of_its_space() -> None:
    bar = bar_rect(QRect(10, 20, 50, 34))
    assert (bar.left(), bar.width(), bar.height()) == (10, 50, BAR_HEIGHT)
    assert abs(bar.center().y() - QRect(10, 20, 50, 34).center().y()) <= 1


@pytest.mark.parametrize(("share", "last"), [(0.25, 24), (0.5, 49), (1.0, 99)])
def test_the_fill_is_as_long_as_the_share(share: float, last: int) -> None:
    assert filled(painted(share)) == pytest.approx((0, last), abs=3)


def test_it_fills_from_the_right_where_the_layout_does() -> None:
    assert filled(painted(0.25, RTL)) == pytest.approx((75, 99), abs=3)


@pytest.mark.parametrize(("share", "as_drawn"), [(-3.0, 0.0), (7.0, 1.0)])
def test_a_share_out_of_range_is_drawn_as_the_end_it_is_past(share: float, as_drawn: float) -> None:
    assert painted(share) == painted(as_drawn)


def test_nothing_of_a_bar_is_filled_at_zero_and_the_track_is_seen() -> None:
    image = painted(0.0)
    assert filled(image) is None
    assert filled(image, LIGHT.track) == pytest.approx((0, 99), abs=3)


def test_a_tiny_share_is_seen() -> None:
    assert painted(0.02) != painted(0.0)


@pytest.mark.parametrize(("direction", "ends"), [(LTR, (0, 99)), (RTL, (99, 0))])
def test_a_busy_piece_travels_from_end_to_end_in_reading_direction(
    direction: Qt.LayoutDirection, ends: tuple[int, int]
) -> None:
    first, last = (filled(painted(None, direction, phase)) for phase in (0.0, 1.0))
    assert first is not None
    assert last is not None
    assert 20 < first[1] - first[0] < 35
    start, end = (first[0], last[1]) if direction is LTR else (first[1], last[0])
    assert (start, end) == pytest.approx(ends, abs=3)
    assert filled(painted(None, direction, 0.5)) == pytest.approx((35, 64), abs=3)


def test_strong_contrast_has_an_outline_and_fills_with_the_accent(app: QApplication) -> None:
    system = QPalette()
    system.setColor(QPalette.ColorRole.Accent, QColor("#0000ff"))
    palette = palette_of(high_contrast(system))
    app.setPalette(palette)
    image = painted(0.5, palette=palette)
    assert filled(image, "#0000ff") == pytest.approx((0, 49), abs=3)
    edge = image.pixelColor(80, bar_rect(SPACE).top())
    assert edge.lightness() < QColor(LIGHT.surface).lightness() - 60
