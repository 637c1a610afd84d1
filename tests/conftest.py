"""What holds for every test: no screen needed, no keychain of the machine touched."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from typing import Final

import pytest
from hypothesis import settings

_screens: Final = os.environ.get("SKOP_TEST_DISPLAYS", "").split()
if _screens and (_worker := os.environ.get("PYTEST_XDIST_WORKER", "")):
    # One a process: the window with the keyboard and the clipboard are one a display.
    os.environ["DISPLAY"] = _screens[int(_worker.removeprefix("gw")) % len(_screens)]
if not os.environ.get("DISPLAY") and not os.environ.get("WAYLAND_DISPLAY"):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_API", "pyside6")
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.null.Keyring"

# A busy computer is no mistake of what is tested; all else stays as it is, on CI too.
settings.register_profile("any computer", settings.default, deadline=None)
settings.load_profile("any computer")

_TESTS_BETWEEN_COLLECTIONS: Final = 20


@pytest.fixture(autouse=True, scope="session")
def _garbage_on_the_main_thread() -> Iterator[None]:
    """Widgets that are garbage must not be destroyed by the thread of a test's server."""
    gc.collect()
    gc.disable()
    gc.freeze()
    yield
    gc.unfreeze()
    gc.enable()


def pytest_runtest_logfinish(nodeid: str) -> None:
    """Collects now and then, and what stays only once: the tests alone are 300,000 objects."""
    if hash(nodeid) % _TESTS_BETWEEN_COLLECTIONS == 0:
        gc.collect()
        gc.freeze()
