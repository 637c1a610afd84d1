"""What stands between the command and the app, once all is set up.

``packaging/dev.py benchmark tests/benchmarks/test_first_run.py``
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Final

import pytest

pytestmark = pytest.mark.benchmark

ROOT: Final = Path(__file__).parents[2]
RUNS: Final = 7
TIMES_THE_APP: Final = 3.0
"""Most times as long as the app alone takes to say its version."""


def _quickest(*command: str) -> float:
    times = []
    for _ in range(RUNS):
        begun = time.perf_counter()
        subprocess.run(
            command,
            cwd=ROOT,
            env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
            check=True,
            capture_output=True,
        )
        times.append(time.perf_counter() - begun)
    return min(times)


def test_a_second_start_is_hardly_later_than_the_app_itself() -> None:
    app = _quickest(sys.executable, "-P", "-m", "skop_desktop", "--version")
    whole = _quickest("python3", "packaging/dev.py", "run", "--version")
    print(f"\nthe app {app:.2f} s, by the command {whole:.2f} s, {whole / app:.1f} times")  # noqa: T201 - the figure
    assert whole < TIMES_THE_APP * app
