"""Benchmarks run when asked for (``-m benchmark``), not with the quick tests."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QApplication

from skop_desktop.aio import new_event_loop


def pytest_asyncio_loop_factories() -> dict[str, Callable[[], asyncio.AbstractEventLoop]]:
    """Asynchronous benchmarks run on Qt's loop, as the app does."""

    def make() -> asyncio.AbstractEventLoop:
        app = QApplication.instance() or QApplication([])
        assert isinstance(app, QApplication)
        return new_event_loop(app)

    return {"qt": make}


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "benchmark: measures; run with -m benchmark -s")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if "benchmark" in str(config.getoption("-m")):
        return
    measured = [item for item in items if item.get_closest_marker("benchmark") is not None]
    items[:] = [item for item in items if item not in measured]
    config.hook.pytest_deselected(items=measured)
