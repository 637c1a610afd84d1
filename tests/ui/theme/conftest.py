"""The application as it was before a test gave it a look."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from tests.support.look import kept_look


@pytest.fixture
def app(qapp: QApplication) -> Iterator[QApplication]:
    """The application; its style, style sheet, palette and colour scheme come back."""
    with kept_look(qapp):
        yield qapp
