"""Who collects garbage while the app runs, and how much of it at once."""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator
from weakref import ref

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from skop_desktop.ui.garbage import collected_on_this_thread, spare_what_stays


class Knot:
    """Something that only the collector can remove."""

    def __init__(self) -> None:
        self.itself = self


@pytest.fixture
def parent() -> Iterator[QObject]:
    yield QObject()
    gc.unfreeze()


def test_another_thread_collects_nothing(parent: QObject) -> None:
    with collected_on_this_thread(parent):
        knot = ref(Knot())
        thread = threading.Thread(target=lambda: [[] for _ in range(100_000)])
        thread.start()
        thread.join()
        assert knot() is not None
    assert knot() is None


def test_garbage_is_collected_while_the_app_runs(qtbot: QtBot, parent: QObject) -> None:
    with collected_on_this_thread(parent):
        knot = ref(Knot())
        kept = [[] for _ in range(gc.get_threshold()[0] + 1)]  # type: ignore[var-annotated]
        qtbot.waitUntil(lambda: knot() is None)
        assert kept


def test_what_stays_is_not_looked_at(parent: QObject) -> None:
    with collected_on_this_thread(parent):
        before = gc.get_freeze_count()
        staying: list[list[None]] = [[] for _ in range(1000)]
        spare_what_stays()
        assert gc.get_freeze_count() >= before + len(staying)
        assert len(gc.get_objects()) < gc.get_freeze_count()
    assert gc.get_freeze_count() == 0
