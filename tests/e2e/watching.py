"""Waiting for what a person would wait for: something on the screen."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QWidget

T = TypeVar("T")
W = TypeVar("W", bound=QWidget)


async def until(look: Callable[[], T | None], *, within: float = 60.0) -> T:
    """What ``look`` finds once it finds something true; the loop goes on meanwhile."""
    async with asyncio.timeout(within):
        while not (found := look()):  # noqa: ASYNC110 - what is seen has no event of its own
            await asyncio.sleep(0.02)
    return found


def by_name(window: QWidget, kind: type[W], name: str) -> W:
    """The visible widget of ``kind`` whose accessible name, or else whose text, begins so."""
    for widget in window.findChildren(kind):
        text = widget.text() if isinstance(widget, QAbstractButton) else ""
        if widget.isVisible() and (widget.accessibleName() or text).startswith(name):
            return widget
    raise AssertionError(f"no {kind.__name__} named {name!r} on the screen")


def by_type(window: QWidget, kind: type[W]) -> W:
    """The one widget of ``kind``."""
    found = window.findChild(kind)
    assert isinstance(found, kind), f"no {kind.__name__}"
    return found


def column(view: QAbstractItemView, title: str) -> list[str]:
    """The texts of a column as they are shown."""
    model = view.model()
    titles = [
        model.headerData(section, Qt.Orientation.Horizontal)
        for section in range(model.columnCount(QModelIndex()))
    ]
    place = titles.index(title)
    return [str(model.index(row, place).data() or "") for row in range(model.rowCount())]
