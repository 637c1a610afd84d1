"""The application in the light theme."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from skop_desktop.ui.theme.tokens import LIGHT, palette_of
from tests.support.look import kept_look


@pytest.fixture
def app(qapp: QApplication) -> Iterator[QApplication]:
    """The application with the light palette; its own comes back."""
    with kept_look(qapp):
        qapp.setStyleSheet("")
        qapp.setPalette(palette_of(LIGHT))
        yield qapp
