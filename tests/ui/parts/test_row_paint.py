"""Rows show that they are selected, pointed at and where the keyboard is."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPalette
from PySide6.QtWidgets import QApplication, QStyle, QStyleOptionViewItem

from skop_desktop.ui.parts.row_paint import RowPen, paint_row_ground
from skop_desktop.ui.parts.tints import soft_of
from skop_desktop.ui.theme.tokens import DARK, LIGHT, Colours, high_contrast, palette_of

pytestmark = pytest.mark.gui

ROW = QRect(0, 0, 120, 34)
State = QStyle.StateFlag
PLAIN = State.State_Enabled


def painted(colours: Colours, state: State, text: str = "", rtl: bool = False) -> QImage:
    option = QStyleOptionViewItem()
    option.rect = ROW
    option.palette = palette_of(colours)
    option.state = state
    image = QImage(ROW.size(), QImage.Format.Format_RGB32)
    image.fill(QColor(colours.surface))
    painter = QPainter(image)
    found = paint_row_ground(painter, option)
    if text:
        if rtl:
            option.direction = Qt.LayoutDirection.RightToLeft
        RowPen(painter, option).write(ROW.adjusted(4, 4, -4, -4), text, found.text)
    painter.end()
    return image


def colour_at(image: QImage, x: int, y: int) -> str:
    return image.pixelColor(x, y).name()


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_each_state_of_a_row_has_a_ground_of_its_own(app: QApplication, colours: Colours) -> None:
    app.setPalette(palette_of(colours))
    grounds = {
        state: colour_at(painted(colours, PLAIN | state), 60, 17)
        for state in (PLAIN, State.State_MouseOver, State.State_Selected)
    }
    assert list(grounds.values()) == [colours.surface, colours.hover, colours.accent_soft]
    assert colour_at(painted(colours, PLAIN), 60, 33) == colours.line


def test_the_row_of_the_keyboard_has_a_frame(app: QApplication) -> None:
    app.setPalette(palette_of(LIGHT))
    image = painted(LIGHT, PLAIN | State.State_HasFocus)
    assert colour_at(image, 60, 0) == colour_at(image, 0, 17) == LIGHT.accent


def test_strong_contrast_marks_a_selected_row_by_a_dashed_frame(app: QApplication) -> None:
    system = QPalette()
    system.setColor(QPalette.ColorRole.Accent, QColor("#0000ff"))
    colours = high_contrast(system)
    app.setPalette(palette_of(colours))
    image = painted(colours, PLAIN | State.State_Selected)
    dashes = [colour_at(image, x, 1) == colours.accent for x in range(4, 116)]
    assert any(dashes)
    assert not all(dashes)


@pytest.mark.parametrize(("rtl", "left_half_is_empty"), [(False, False), (True, True)])
def test_text_starts_at_the_side_where_reading_does(
    app: QApplication, rtl: bool, left_half_is_empty: bool
) -> None:
    app.setPalette(palette_of(LIGHT))
    image = painted(LIGHT, PLAIN, "2.3 MB", rtl=rtl)
    inked = {x for x in range(60) for y in range(30) if colour_at(image, x, y) != LIGHT.surface}
    assert (not inked) is left_half_is_empty


def test_no_room_or_no_text_writes_nothing(app: QApplication) -> None:
    app.setPalette(palette_of(LIGHT))
    image = QImage(ROW.size(), QImage.Format.Format_RGB32)
    image.fill(QColor(LIGHT.surface))
    before = image.copy()
    painter = QPainter(image)
    pen = RowPen(painter, QStyleOptionViewItem())
    pen.write(QRect(10, 0, 0, 30), "Saved", LIGHT.text)
    pen.write(ROW, "", LIGHT.text)
    painter.end()
    assert image == before


def test_each_tone_has_a_quiet_ground() -> None:
    grounds = [soft_of(LIGHT, tone) for tone in ("good", "warn", "bad", "accent", "muted")]
    assert grounds == ["#e2f4ea", "#fbf0da", "#fce8e6", "#e4edfd", "#e5e8ee"]
