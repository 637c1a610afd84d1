"""Buttons, boxes and fields: named, reachable, seen."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from skop_desktop.ui.parts.buttons import button, icon_button
from skop_desktop.ui.parts.check_box import CheckBox
from skop_desktop.ui.parts.field import Field
from skop_desktop.ui.parts.step_box import StepBox
from skop_desktop.ui.parts.symbol import Symbol
from skop_desktop.ui.theme.tokens import LIGHT
from tests.support.widgets import press, show, texts_shown, type_into

pytestmark = [pytest.mark.gui, pytest.mark.usefixtures("qapp")]


def number_of_pixels(image: QImage, colour: str) -> int:
    return sum(
        image.pixelColor(x, y) == QColor(colour)
        for x in range(image.width())
        for y in range(image.height())
    )


def test_a_button_says_what_it_is_for(qtbot: QtBot) -> None:
    made = button("Download all (15)", kind="primary", symbol="download", name="Download all")
    qtbot.addWidget(made)
    assert (made.text(), made.accessibleName()) == ("Download all (15)", "Download all")
    assert made.property("kind") == "primary"
    assert not made.icon().isNull()
    assert button("Stop").icon().isNull()


def test_return_in_a_field_presses_no_button_by_chance(qtbot: QtBot) -> None:
    made = button("Remove")
    qtbot.addWidget(made)
    assert not made.autoDefault()


def test_a_button_with_only_an_icon_has_a_name_and_a_tool_tip(qtbot: QtBot) -> None:
    made = icon_button("copy", "Copy job ID")
    qtbot.addWidget(made)
    assert made.accessibleName() == made.toolTip() == "Copy job ID"
    assert made.text() == ""


def test_a_check_box_shows_its_mark_when_it_is_checked(qtbot: QtBot) -> None:
    made = CheckBox("Only this page")
    show(qtbot, made, 200, 32)
    empty = made.grab().toImage()
    press(made, Qt.Key.Key_Space)
    assert made.isChecked()
    assert made.grab().toImage() != empty
    press(made, Qt.Key.Key_Space)
    assert made.grab().toImage() == empty


def test_a_step_box_is_typed_and_stepped_within_its_range(qtbot: QtBot) -> None:
    made = StepBox(1, 12, " min")
    show(qtbot, made, 120, 32)
    made.setValue(11)
    press(made, Qt.Key.Key_Up)
    press(made, Qt.Key.Key_Up)
    assert (made.value(), made.text()) == (12, "12 min")
    made.selectAll()
    type_into(made, "5")
    assert made.value() == 5
    enabled = made.grab().toImage()
    made.setEnabled(False)
    assert made.grab().toImage() != enabled


@pytest.fixture
def field(qtbot: QtBot) -> Field:
    made = Field("Website", QLineEdit(), "For example riverton.gov")
    show(qtbot, made, 400, 120)
    return made


def test_a_field_is_named_by_its_label_alone(field: Field) -> None:
    label = field.findChild(QLabel)
    assert isinstance(label, QLabel)
    assert label.buddy() is field.editor
    assert field.editor.accessibleName() == "Website"
    assert label.accessibleName() == "Website:"


def test_a_field_says_what_is_wrong_to_eye_and_reader_and_takes_it_back(field: Field) -> None:
    assert texts_shown(field) == ["Website", "For example riverton.gov"]
    assert field.editor.accessibleDescription() == "For example riverton.gov"
    field.show_trouble("That is no website.")
    assert "That is no website." in texts_shown(field)
    assert field.trouble == "That is no website."
    assert field.editor.accessibleDescription() == "That is no website."
    assert field.editor.property("trouble") is True
    field.show_trouble("")
    assert "That is no website." not in texts_shown(field)
    assert field.editor.property("trouble") is False


def test_a_hint_gives_way_and_comes_back(field: Field) -> None:
    field.show_hint("12 of 500 letters")
    assert texts_shown(field)[-1] == "12 of 500 letters"
    field.show_hint("")
    assert texts_shown(field)[-1] == "For example riverton.gov"


def test_a_symbol_is_drawn_in_its_tone_and_may_become_another(
    app: QApplication, qtbot: QtBot
) -> None:
    made = Symbol("square", "bad", side=32)
    qtbot.addWidget(made)
    made.resize(made.sizeHint())
    assert number_of_pixels(made.grab().toImage(), LIGHT.bad) > 20
    made.show_symbol("check", "good")
    image = made.grab().toImage()
    assert number_of_pixels(image, LIGHT.bad) == 0
    assert number_of_pixels(image, LIGHT.good) > 5
    assert app.focusWidget() is not made


def test_no_symbol_draws_nothing(qtbot: QtBot) -> None:
    made = Symbol()
    qtbot.addWidget(made)
    made.resize(16, 16)
    image = made.grab().toImage()
    assert number_of_pixels(image, image.pixelColor(0, 0).name()) == 256
