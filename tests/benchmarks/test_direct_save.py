"""How long the window waits for the answer of a file manager during a drag.

``packaging/dev.py benchmark tests/benchmarks/test_direct_save.py``
"""

from __future__ import annotations

import time
from collections.abc import Callable
from statistics import median
from typing import Final

import pytest

from skop_desktop.desktop.x11_direct_save import DirectSave
from skop_desktop.desktop.x11_properties import XProperties
from tests.desktop.test_x11_direct_save import x_server
from tests.support.x11_window import dragging_window

pytestmark = pytest.mark.benchmark

TURNS: Final = 200
TIMES_A_LOOK: Final = 10.0
"""Each answer is read over a connection of its own."""


def _each(work: Callable[[], object]) -> float:
    took = []
    for _ in range(TURNS):
        begun = time.perf_counter()
        work()
        took.append(time.perf_counter() - begun)
    return median(took)


def test_an_answer_costs_a_few_looks_at_the_x_server() -> None:
    with (
        x_server() as (display, _end),
        dragging_window(display) as window,
        XProperties(display) as properties,
    ):
        look = _each(lambda: properties.read(window, "XdndDirectSave0"))
        drag = DirectSave(window, "Minutes.pdf", display)
        drag.offer()
        answer = _each(drag.folder)
        drag.withdraw()
    print(f"\nan answer {answer * 1e6:.0f} µs, one look {look * 1e6:.0f} µs")  # noqa: T201 - the figures
    assert answer < TIMES_A_LOOK * look
