"""Answering a file dialog as a person does: once it has the keyboard, by typing a path."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QLineEdit, QWidget

from tests.support.waiting import until
from tests.support.widgets import type_into


async def file_dialog(parent: QWidget) -> QFileDialog:
    """The file dialog of ``parent``, once it can be seen."""
    await until(lambda: any(one.isVisible() for one in parent.findChildren(QFileDialog)))
    return next(one for one in parent.findChildren(QFileDialog) if one.isVisible())


async def type_path(dialog: QFileDialog, path: Path) -> None:
    """Types ``path`` where the name stands.

    Only while that field has the keyboard does Qt let go of the folders it chose on the way, and
    "Save" then opens one of them.
    """
    (field,) = dialog.findChildren(QLineEdit)
    dialog.activateWindow()
    field.setFocus()
    await until(field.hasFocus)
    field.clear()
    type_into(field, str(path))
    await until(lambda: field.text() == str(path))
