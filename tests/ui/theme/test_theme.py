"""Light, dark, as the system has it, and strong contrast where the system asks for it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from skop_desktop.settings import Appearance
from skop_desktop.ui.theme.style_sheet import style_sheet
from skop_desktop.ui.theme.theme import Theme, colours_for
from skop_desktop.ui.theme.tokens import (
    DARK,
    LIGHT,
    Colours,
    colours_of,
    high_contrast,
    palette_of,
)

pytestmark = pytest.mark.gui

SYSTEM, NORMAL, STRONG = (
    Appearance.SYSTEM,
    Qt.ContrastPreference.NoPreference,
    Qt.ContrastPreference.HighContrast,
)
FOLLOWS_THE_SYSTEM = Path(__file__).with_name("follows_the_system.py")


def is_shown(app: QApplication, colours: Colours) -> bool:
    """Whether palette and style sheet are those of ``colours``."""
    window = app.palette().color(QPalette.ColorRole.Window).name()
    return window == colours.window and f"color: {colours.text};" in app.styleSheet()


def strong_palette() -> QPalette:
    palette = QPalette(QColor("#000000"), QColor("#000000"))
    palette.setColor(QPalette.ColorRole.WindowText, QColor("#ffff00"))
    palette.setColor(QPalette.ColorRole.Base, QColor("#000000"))
    palette.setColor(QPalette.ColorRole.Accent, QColor("#00ff00"))
    return palette


def test_a_choice_changes_palette_and_style_sheet_at_once(app: QApplication) -> None:
    theme = Theme(app, Appearance.LIGHT)
    changes: list[Colours] = []
    theme.changed.connect(lambda: changes.append(theme.colours))
    assert is_shown(app, LIGHT)
    theme.set_appearance(Appearance.DARK)
    assert is_shown(app, DARK)
    theme.set_appearance(Appearance.LIGHT)
    assert is_shown(app, LIGHT)
    assert changes == [DARK, LIGHT]
    theme.deleteLater()


def test_a_widget_on_the_screen_takes_the_new_colours(app: QApplication, qtbot: QtBot) -> None:
    theme = Theme(app, Appearance.LIGHT)
    widget = QPushButton("Open")
    qtbot.addWidget(widget)
    widget.resize(120, 40)
    widget.show()
    qtbot.waitExposed(widget)

    def ground() -> str:
        return widget.grab().toImage().pixelColor(60, 6).name()

    assert ground() == LIGHT.surface
    theme.set_appearance(Appearance.DARK)
    assert ground() == DARK.surface
    theme.deleteLater()


@pytest.mark.skipif(not os.environ.get("DISPLAY"), reason="a change of scheme needs X")
def test_the_system_is_followed_while_the_app_runs() -> None:
    # Only some platform themes let a program ask for a scheme, and they are chosen at the start.
    environ = {**os.environ, "QT_QPA_PLATFORM": "xcb", "QT_QPA_PLATFORMTHEME": "gnome"}
    ended = subprocess.run(
        [sys.executable, str(FOLLOWS_THE_SYSTEM)],
        env=environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    assert ended.stdout.split() == [
        *("system", LIGHT.window, DARK.window, LIGHT.window),
        *("light", LIGHT.window, LIGHT.window, LIGHT.window),
        *("dark", DARK.window, DARK.window, DARK.window),
    ]


@pytest.mark.parametrize("scheme", list(Qt.ColorScheme))
def test_what_the_person_chose_goes_before_the_system(scheme: Qt.ColorScheme) -> None:
    for contrast in (NORMAL, STRONG):
        for chosen, colours in ((Appearance.LIGHT, LIGHT), (Appearance.DARK, DARK)):
            assert colours_for(chosen, scheme, contrast, system_palette=strong_palette) == colours


def test_strong_contrast_uses_the_systems_own_colours() -> None:
    scheme = Qt.ColorScheme.Dark
    assert colours_for(SYSTEM, scheme, NORMAL, system_palette=strong_palette) == DARK
    colours = colours_for(SYSTEM, scheme, STRONG, system_palette=strong_palette)
    assert (colours.window, colours.text, colours.accent) == ("#000000", "#ffff00", "#00ff00")
    assert colours.is_dark
    assert colours.is_high_contrast


def test_the_systems_palette_is_found_beneath_ours(app: QApplication) -> None:
    theme = Theme(app, Appearance.DARK)
    assert theme._system_palette().color(QPalette.ColorRole.Accent).name() != DARK.accent
    theme.deleteLater()


@pytest.mark.parametrize("colours", [LIGHT, DARK])
def test_delegates_find_the_colours_by_the_palette(colours: Colours) -> None:
    palette = palette_of(colours)
    palette.setColor(QPalette.ColorRole.Window, QColor("#00000000"))
    assert colours_of(palette) is colours


def test_delegates_find_the_systems_colours_in_strong_contrast(app: QApplication) -> None:
    colours = high_contrast(strong_palette())
    app.setPalette(palette_of(colours))
    app.setStyleSheet(style_sheet(colours, 10.0))
    found = colours_of(app.palette())
    assert (found.window, found.text, found.accent) == ("#000000", "#ffff00", "#00ff00")
    assert found.is_high_contrast
    assert found.on_accent == "#000000"


@pytest.mark.parametrize("points", [7.5, 10.0, 13.0])
def test_every_value_of_the_style_sheet_is_filled_in(points: float) -> None:
    for colours in (LIGHT, DARK, high_contrast(strong_palette())):
        sheet = style_sheet(colours, points)
        assert sheet.count("{") == sheet.count("}")
        assert "{{" not in sheet
        assert f"font-size: {round(points * 1.5, 1)}pt" in sheet
