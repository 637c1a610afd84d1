"""Benchmarks run when asked for (``-m benchmark``), not with the quick tests."""

from __future__ import annotations

import pytest


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "benchmark: measures; run with -m benchmark -s")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if "benchmark" in str(config.getoption("-m")):
        return
    measured = [item for item in items if item.get_closest_marker("benchmark") is not None]
    items[:] = [item for item in items if item not in measured]
    config.hook.pytest_deselected(items=measured)
