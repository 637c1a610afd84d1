"""Labels show what others wrote as it is, on one line where one is meant."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from skop_desktop.ui.parts.labels import ElidedLabel, label, line, set_role
from tests.support.widgets import show

pytestmark = [pytest.mark.gui, pytest.mark.usefixtures("qapp")]

LONG = "Board of Supervisors, minutes of the regular meeting of March 2024"


@pytest.mark.parametrize("make", [label, ElidedLabel])
def test_markup_is_shown_as_text(make: type[QLabel], qtbot: QtBot) -> None:
    made = make("<img src='http://127.0.0.1/x'><b>Minutes</b>")
    qtbot.addWidget(made)
    assert made.textFormat() is Qt.TextFormat.PlainText
    assert made.text().startswith("<img")


def test_a_label_knows_its_rank_and_may_get_another(qtbot: QtBot) -> None:
    made = label("Saved", "muted")
    qtbot.addWidget(made)
    made.setStyleSheet('QLabel[role="error"] { color: #bf2f2a; }')
    made.ensurePolished()
    set_role(made, "error")
    assert made.property("role") == "error"
    assert made.palette().color(QPalette.ColorRole.WindowText).name() == "#bf2f2a"


def test_hairlines_are_one_pixel_in_their_direction(qtbot: QtBot) -> None:
    across, down = line(), line(vertical=True)
    qtbot.addWidget(across)
    qtbot.addWidget(down)
    assert (across.minimumHeight(), across.maximumHeight()) == (1, 1)
    assert (down.minimumWidth(), down.maximumWidth()) == (1, 1)


def test_a_text_that_fits_is_shown_whole_and_has_no_tool_tip(qtbot: QtBot) -> None:
    made = ElidedLabel(LONG)
    show(qtbot, made, 900, 30)
    assert made.toolTip() == ""


def test_a_text_that_is_cut_has_the_whole_in_its_tool_tip(qtbot: QtBot) -> None:
    made = ElidedLabel(f"{LONG} <i>")
    show(qtbot, made, 160, 30)
    assert "March 2024 &lt;i&gt;" in made.toolTip()
    assert made.text() == f"{LONG} <i>"
    made.resize(900, 30)
    qtbot.waitUntil(lambda: made.toolTip() == "")


def test_a_new_text_is_looked_at_anew(qtbot: QtBot) -> None:
    made = ElidedLabel("Short")
    show(qtbot, made, 160, 30)
    made.setText(LONG)
    assert LONG in made.toolTip()
    made.setText("Short")
    assert made.toolTip() == ""


def test_a_text_of_many_lines_stands_on_one(qtbot: QtBot) -> None:
    made = ElidedLabel()
    qtbot.addWidget(made)
    made.setText("Minutes\n\n of\tMarch  ")
    assert made.text() == "Minutes of March"


def test_a_cut_text_ends_in_an_ellipsis_and_not_in_the_middle_of_a_letter(qtbot: QtBot) -> None:
    cut, whole = ElidedLabel(LONG), QLabel()
    show(qtbot, cut, 160, 30)
    qtbot.addWidget(whole)
    whole.resize(160, 30)
    elide = Qt.TextElideMode.ElideRight
    whole.setText(cut.fontMetrics().elidedText(LONG, elide, cut.contentsRect().width()))
    assert whole.text().endswith("…")
    assert cut.grab().toImage() == whole.grab().toImage()


def test_it_may_become_narrower_than_its_text(qtbot: QtBot) -> None:
    made = ElidedLabel(LONG)
    qtbot.addWidget(made)
    assert made.minimumSizeHint().width() < made.sizeHint().width() / 3
